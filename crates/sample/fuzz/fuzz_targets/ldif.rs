#![no_main]

use assay_sample::Form;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| assay_sample_fuzz::read(bytes, Some(Form::Ldif)));
