use std::fmt::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use crate::{Parsed, Reading, Reason};

/// IP address in its standard text form; IPv4 written as IPv6 (`::ffff:1.2.3.4`) as IPv4.
///
/// A port, brackets, a zone, the prefix of a single host (`/32`, `/128`) and the zeros of `192.168.001.010` are
/// off. Zeros are taken for decimal padding only where all four parts have three digits; elsewhere they may
/// mean octal, and the value is refused.
pub(crate) fn canonical(_reading: &Reading, raw: &str, out: &mut String) -> Parsed {
    let Some(address) = parse(raw) else {
        return Parsed::Malformed(Reason::NotAnAddress);
    };
    let written = match address.to_canonical() {
        IpAddr::V4(address) => write!(out, "{address}"),
        IpAddr::V6(address) => write!(out, "{address}"),
    };
    match written {
        Ok(()) => Parsed::VALUE,
        Err(_) => Parsed::Malformed(Reason::NotAnAddress),
    }
}

fn parse(raw: &str) -> Option<IpAddr> {
    if let Ok(address) = raw.parse::<IpAddr>() {
        return Some(address);
    }
    if let Ok(socket) = raw.parse::<SocketAddr>() {
        return Some(socket.ip());
    }
    let text = raw
        .strip_suffix("/32")
        .or_else(|| raw.strip_suffix("/128"))
        .unwrap_or(raw);
    let text = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(text);
    let text = match text.split_once('%') {
        Some((address, zone)) if !zone.is_empty() && address.contains(':') => address,
        _ => text,
    };
    let address = text.parse().ok().or_else(|| zero_filled(text))?;
    // The prefix of a single host differs with the family: 1.2.3.4/128 is none.
    let fits = match address {
        IpAddr::V4(_) => !raw.ends_with("/128"),
        IpAddr::V6(_) => !raw.ends_with("/32"),
    };
    fits.then_some(address)
}

/// `192.168.001.010`.
fn zero_filled(text: &str) -> Option<IpAddr> {
    let mut parts = [0u8; 4];
    let mut found = text.split('.');
    for part in &mut parts {
        let digits = found.next().filter(|digits| digits.len() == 3)?;
        *part = digits.parse().ok()?;
    }
    found.next().is_none().then_some(IpAddr::V4(Ipv4Addr::from(parts)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use crate::kinds::testing::{check, laws};

    #[test]
    fn spellings() {
        let value = |text| Ok((text, None));
        let bad = Err(Parsed::Malformed(Reason::NotAnAddress));
        check(
            Kind::Ip,
            &[
                ("203.0.113.7", value("203.0.113.7")),
                ("203.0.113.7:8080", value("203.0.113.7")),
                ("203.0.113.7/32", value("203.0.113.7")),
                ("203.000.113.007", value("203.0.113.7")),
                ("::ffff:203.0.113.7", value("203.0.113.7")),
                ("[::ffff:203.0.113.7]:80", value("203.0.113.7")),
                ("2001:DB8:0:0:0:0:0:1", value("2001:db8::1")),
                ("[2001:db8::1]:443", value("2001:db8::1")),
                ("[2001:db8::1]", value("2001:db8::1")),
                ("fe80::1%eth0", value("fe80::1")),
                ("2001:db8::1/128", value("2001:db8::1")),
                ("203.0.113.07", bad),
                ("203.0.113.256", bad),
                ("203.0.113.0/24", bad),
                ("203.0.113.7/128", bad),
                ("203.0.113", bad),
                ("0.0.0.0", Err(Parsed::Placeholder)),
                ("127.0.0.1", Err(Parsed::Placeholder)),
                ("::", Err(Parsed::Placeholder)),
                ("203.0.113.*", Err(Parsed::Masked)),
                ("203.0.xxx.xxx", Err(Parsed::Masked)),
            ],
        );
    }

    laws!(Kind::Ip, "[12]?[0-9]{1,2}(\\.[12]?[0-9]{1,2}){3}(:[0-9]{2,4})?");
}
