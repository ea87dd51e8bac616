//! The filters, one crate a file.

pub mod assay;
pub mod bloomfilter;
pub mod fastbloom;
pub mod xorf;
