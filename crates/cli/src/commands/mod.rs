//! One module per command.

pub(crate) mod demo;
pub(crate) mod estimate;
pub(crate) mod index;
pub(crate) mod inspect;
pub(crate) mod keygen;
pub(crate) mod manual;
pub(crate) mod seal;
pub(crate) mod synth;
pub(crate) mod test;
