//! Segments: how the matched customers are spread over the labels that an index has, such as plan or state.
//!
//! Customers are told apart by one kind of identifier a label, and each is looked up once, so that copies prove nothing.
//! A label is no link: it joins no rows and changes no grade.

mod claim;
mod compare;
mod look_up;

pub(crate) use claim::consider;
pub(crate) use compare::compare;
pub(crate) use look_up::{Carriers, Told, look_up};
