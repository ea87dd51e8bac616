//! Columns of everything else that tables of customers hold.

use crate::values::Rng;

/// Labels of everything else.
pub(crate) const OTHER: [&str; 30] = [
    "signup_date",
    "created_at",
    "epoch",
    "epoch_ms",
    "balance",
    "active",
    "row_id",
    "md5",
    "sha1",
    "sha256",
    "bcrypt",
    "ldap_hash",
    "password",
    "uuid",
    "url",
    "user_agent",
    "gender",
    "plan",
    "country",
    "country_code",
    "company",
    "latitude",
    "longitude",
    "count",
    "note",
    "order_number",
    "batch",
    "random_nine",
    "random_ten",
    "language",
];

/// A cell of a column that is of no use; `n` counts the rows, `base` is the column's own number.
pub(crate) fn cell(label: &str, n: u64, form: u64, base: u64, rng: &mut Rng) -> String {
    match label {
        "created_at" => {
            let (year, month, day) = (2008 + rng.below(14), 1 + rng.below(12), 1 + rng.below(28));
            let (hour, minute, second) = (rng.below(24), rng.below(60), rng.below(60));
            match form % 3 {
                0 => format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
                1 => format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"),
                _ => format!("{month}/{day}/{year} {hour}:{minute:02}"),
            }
        }
        "epoch" => format!("{}", 1_100_000_000 + rng.below(550_000_000)),
        "epoch_ms" => format!("{}", 1_100_000_000_000 + rng.below(550_000_000_000)),
        "balance" => match form % 4 {
            0 => format!("{}.{:02}", rng.below(3_000), rng.below(100)),
            1 => format!("${}.{:02}", rng.below(900), rng.below(100)),
            2 => format!("-{}.{:02}", rng.below(90), rng.below(100)),
            _ => format!("{},{:03}.{:02}", 1 + rng.below(90), rng.below(1_000), rng.below(100)),
        },
        "active" => {
            let pair = [["true", "false"], ["Y", "N"], ["1", "0"], ["t", "f"], ["Yes", "No"]][form as usize % 5];
            rng.pick(&pair).to_owned()
        }
        "row_id" => format!(
            "{}",
            [1, 10_001, 100_001, 5_000_001, 2_147_480_001, 457_000_001][form as usize % 6] + n
        ),
        "md5" => match form % 3 {
            0 => rng.hex(32).to_uppercase(),
            _ => rng.hex(32),
        },
        "sha1" => match form % 3 {
            0 => format!("*{}", rng.hex(40).to_uppercase()),
            _ => rng.hex(40),
        },
        "sha256" => {
            let length = [64, 128, 96, 56, 64][form as usize % 5];
            rng.hex(length)
        }
        "bcrypt" => format!("$2{}$10${}", ["a", "b", "y"][form as usize % 3], base64(rng, 53)),
        "ldap_hash" => match form % 4 {
            0 => format!("{{SSHA}}{}=", base64(rng, 31)),
            1 => format!("{{SHA}}{}=", base64(rng, 27)),
            2 => format!("$6$rounds=5000${}${}", base64(rng, 16), base64(rng, 86)),
            _ => format!("{}:{}", rng.hex(32), rng.hex(6)),
        },
        "password" => password(rng),
        "uuid" => {
            let uuid = format!(
                "{}-{}-4{}-a{}-{}",
                rng.hex(8),
                rng.hex(4),
                rng.hex(3),
                rng.hex(3),
                rng.hex(12)
            );
            match form % 4 {
                0 => uuid.to_uppercase(),
                1 => format!("{{{uuid}}}"),
                _ => uuid,
            }
        }
        "url" => match form % 3 {
            0 => format!("https://www.example.com/users/{}", rng.below(1_000_000)),
            1 => format!("http://shop{}.example.net/u/@{}?ref=mail", rng.below(90), rng.hex(6)),
            _ => format!(
                "www.{}.org/profile/{}",
                rng.pick(&["example", "sample"]),
                rng.below(99_999)
            ),
        },
        "user_agent" => format!(
            "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36",
            rng.pick(&[
                "Windows NT 10.0; Win64; x64",
                "Macintosh; Intel Mac OS X 10_15_7",
                "X11; Linux x86_64"
            ]),
            80 + rng.below(40)
        ),
        "gender" => {
            let words = [["M", "F"], ["Male", "Female"], ["m", "f"]][form as usize % 3];
            rng.pick(&words).to_owned()
        }
        "country" => rng
            .pick(&[
                "United States",
                "Canada",
                "Mexico",
                "Germany",
                "France",
                "Brazil",
                "India",
                "Japan",
                "Spain",
                "Italy",
                "Poland",
                "Jordan",
                "Chad",
                "Georgia",
                "Israel",
                "Singapore",
                "Panama",
                "Cuba",
            ])
            .to_owned(),
        "country_code" => rng
            .pick(&["US", "US", "US", "CA", "MX", "GB", "DE", "FR", "IN"])
            .to_owned(),
        "company" => format!(
            "{} {}",
            rng.pick(&[
                "Acme",
                "Baker",
                "Smith",
                "Pioneer",
                "Johnson",
                "Summit",
                "Evergreen",
                "Blue River",
                "Carter"
            ]),
            rng.pick(&[
                "LLC",
                "Inc",
                "Group",
                "& Sons",
                "Holdings",
                "Partners LLP",
                "Logistics Corp",
                "Solutions"
            ])
        ),
        "latitude" => {
            let places = 4 + (form % 5) as usize;
            format!("{}.{}", 25 + rng.below(24), rng.digits(places))
        }
        "longitude" => {
            let places = 4 + (form % 5) as usize;
            format!("-{}.{}", 67 + rng.below(57), rng.digits(places))
        }
        "count" => format!("{}", rng.below([3, 12, 90, 400][form as usize % 4])),
        "note" => {
            let words = [
                "called", "about", "bill", "refund", "of", "Main", "account", "wants", "new", "phone", "on", "Friday",
                "2", "lines", "moved", "to", "Dallas", "Mary", "unhappy", "with", "service",
            ];
            let count = 3 + rng.below(8);
            (0..count).map(|_| rng.pick(&words)).collect::<Vec<_>>().join(" ")
        }
        "order_number" => match form % 3 {
            0 => format!("ORD-{:06}", 100_000 + base % 700_000 + 3 * n),
            1 => format!("INV{}-{:05}", 2019 + rng.below(4), rng.below(90_000)),
            _ => format!("PO{}", 4_500_000 + base % 90_000 + n),
        },
        "batch" => rng.pick(&["A1", "A2", "B1", "B7", "C3"]).to_owned(),
        // Numbers that a system gave out: a run of one office, or anything up to the width.
        "random_nine" => match form % 2 {
            0 => format!("{}{}", 100 + base % 800, rng.digits(6)),
            _ => rng.digits(9),
        },
        "random_ten" => match form % 3 {
            0 => format!("{}{}", 100_000 + base % 800_000, rng.digits(4)),
            1 => format!("{}{}", 1 + rng.below(9), rng.digits(9)),
            _ => rng.digits(10),
        },
        "language" => rng.pick(&["en", "en", "es", "fr", "de", "pt", "it", "zh"]).to_owned(),
        _ => String::new(),
    }
}

fn password(rng: &mut Rng) -> String {
    match rng.below(8) {
        0 => rng
            .pick(&[
                "123456", "password", "qwerty", "12345678", "iloveyou", "letmein", "monkey",
            ])
            .to_owned(),
        1 => format!(
            "{}{}",
            rng.pick(&["jessica", "michael", "ashley", "charlie", "daniel"]),
            rng.below(100)
        ),
        2 => format!("{}!", rng.pick(&["Summer2019", "P@ssw0rd", "Welcome1", "Dallas#1"])),
        3 => base64(rng, 10),
        4 => rng.digits(6),
        5 => format!(
            "{}{}",
            rng.pick(&["sunshine", "princess", "football", "shadow", "superman"]),
            rng.below(1_000)
        ),
        6 => format!(
            "{}{}",
            rng.pick(&["blue", "red", "big", "my"]),
            rng.pick(&["dog", "house", "truck", "baby"])
        ),
        _ => format!("{}{}$", rng.hex(5), rng.pick(&["X", "q", "zZ"])),
    }
}

fn base64(rng: &mut Rng, count: usize) -> String {
    const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    (0..count)
        .map(|_| char::from(LETTERS[rng.below(62) as usize]))
        .collect()
}
