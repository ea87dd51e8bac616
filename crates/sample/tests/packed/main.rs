//! Archives and compressed files: what comes out of them, whole, damaged and hostile.
#![allow(clippy::unwrap_used)]

mod consumers;
mod damage;
mod folders;
mod formats;
mod hostile;
mod make;
mod passwords;
mod run;
