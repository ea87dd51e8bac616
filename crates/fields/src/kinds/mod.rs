//! The rules of each kind, one module each: a raw cell, trimmed and not empty, to its canonical value.

mod account;
pub(crate) mod address;
mod card;
pub(crate) mod city;
mod code;
mod digits;
pub(crate) mod dob;
mod email;
pub(crate) mod fold;
mod iccid;
mod imei;
mod imsi;
mod ip;
mod licence;
mod name;
pub(crate) mod nanp;
mod opaque;
mod passport;
pub(crate) mod phone;
mod postcode;
mod ssn;
pub(crate) mod state;
#[cfg(test)]
mod testing;
mod username;

use crate::{Kind, Parsed, Reading};

/// Appends the canonical value of `raw` to `out`; what a failed attempt wrote is removed by the caller.
pub(crate) fn canonical(reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    match reading.kind {
        Kind::Ssn => ssn::canonical(reading, raw, out),
        Kind::Phone => phone::canonical(reading, raw, out),
        Kind::Email => email::canonical(reading, raw, out),
        Kind::Imei => imei::canonical(reading, raw, out),
        Kind::Imsi => imsi::canonical(reading, raw, out),
        Kind::Iccid => iccid::canonical(reading, raw, out),
        Kind::Account => account::canonical(reading, raw, out),
        Kind::Licence => licence::canonical(reading, raw, out),
        Kind::Card => card::canonical(reading, raw, out),
        Kind::Passport => passport::canonical(reading, raw, out),
        Kind::Username => username::canonical(reading, raw, out),
        Kind::Name => name::canonical(reading, raw, out),
        Kind::Dob => dob::canonical(reading, raw, out),
        Kind::Address => address::canonical(reading, raw, out),
        Kind::City => city::canonical(reading, raw, out),
        Kind::State => state::canonical(reading, raw, out),
        Kind::Postcode => postcode::canonical(reading, raw, out),
        Kind::Ip => ip::canonical(reading, raw, out),
        Kind::Opaque => opaque::canonical(reading, raw, out),
        Kind::GivenName | Kind::Surname => name::canonical_part(reading, raw, out),
    }
}
