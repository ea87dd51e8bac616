//! Which North American area codes are assigned, for the fast path of telephone numbers.

/// What the first three digits say about whether a number is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Area {
    /// Not assigned: no number is valid.
    None,
    /// Assigned: a number is valid if its exchange does not begin with 0 or 1.
    Plain,
    /// Further digits decide.
    Mixed,
}

/// What three ASCII digits are as an area code.
pub(crate) fn area(digits: &[u8]) -> Area {
    let code = digits
        .iter()
        .fold(0, |code, digit| code * 10 + usize::from(digit - b'0'));
    match code.checked_sub(FIRST).and_then(|at| AREAS.get(at)) {
        Some(&area) => area,
        None => Area::None,
    }
}

const fn table() -> [Area; 1000 - FIRST] {
    let mut areas = [Area::None; 1000 - FIRST];
    let mut at = 0;
    while at < PLAIN.len() {
        areas[PLAIN[at] as usize - FIRST] = Area::Plain;
        at += 1;
    }
    at = 0;
    while at < MIXED.len() {
        areas[MIXED[at] as usize - FIRST] = Area::Mixed;
        at += 1;
    }
    areas
}

const FIRST: usize = 200;
static AREAS: [Area; 1000 - FIRST] = table();

/// Taken from the metadata 9.0.42 of libphonenumber, as `rlibphonenumber` has it; a test compares.
#[rustfmt::skip]
const PLAIN: [u16; 441] = [
    201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 220,
    223, 224, 225, 226, 227, 228, 229, 231, 234, 235, 236, 239, 240, 248, 249, 250, 251, 252, 253,
    254, 256, 257, 260, 262, 263, 267, 269, 270, 272, 273, 274, 276, 279, 281, 283, 289, 301, 302,
    303, 304, 305, 306, 307, 308, 309, 310, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 323,
    324, 325, 326, 327, 329, 330, 331, 332, 334, 336, 337, 339, 341, 343, 346, 347, 350, 351, 352,
    353, 354, 360, 361, 363, 364, 365, 367, 368, 369, 380, 382, 385, 386, 401, 402, 403, 404, 405,
    406, 407, 408, 409, 410, 412, 413, 414, 415, 416, 417, 418, 419, 423, 424, 425, 428, 430, 431,
    432, 434, 435, 437, 438, 440, 442, 443, 445, 447, 448, 450, 458, 463, 464, 468, 469, 470, 472,
    474, 475, 478, 479, 480, 484, 500, 501, 502, 503, 504, 505, 506, 507, 508, 509, 510, 512, 513,
    514, 515, 516, 517, 518, 519, 520, 521, 522, 525, 526, 527, 528, 529, 530, 531, 532, 533, 534,
    539, 540, 541, 544, 548, 551, 557, 559, 561, 562, 563, 564, 566, 567, 570, 571, 572, 573, 574,
    575, 577, 579, 580, 581, 582, 584, 585, 586, 587, 588, 600, 601, 602, 603, 604, 605, 606, 607,
    608, 609, 610, 612, 613, 614, 615, 616, 617, 618, 619, 620, 622, 623, 626, 628, 629, 630, 631,
    633, 636, 639, 640, 641, 645, 646, 647, 650, 651, 656, 657, 658, 659, 660, 661, 662, 667, 669,
    672, 678, 680, 681, 682, 683, 686, 689, 701, 702, 703, 704, 705, 706, 707, 708, 709, 712, 713,
    714, 715, 716, 717, 718, 719, 720, 724, 725, 726, 727, 728, 730, 731, 732, 734, 737, 738, 740,
    742, 743, 747, 748, 753, 754, 757, 760, 762, 763, 765, 769, 770, 771, 772, 773, 774, 775, 778,
    779, 780, 781, 782, 785, 786, 787, 801, 802, 803, 804, 805, 806, 807, 808, 810, 812, 813, 814,
    815, 816, 817, 818, 819, 820, 821, 825, 826, 828, 830, 831, 832, 833, 835, 838, 839, 840, 843,
    844, 845, 847, 848, 850, 854, 855, 856, 857, 858, 859, 860, 862, 863, 864, 865, 866, 867, 870,
    872, 873, 877, 878, 879, 888, 900, 901, 902, 903, 904, 905, 906, 907, 908, 909, 910, 912, 913,
    914, 915, 916, 917, 918, 919, 920, 925, 928, 929, 930, 931, 934, 936, 937, 938, 939, 940, 941,
    942, 943, 945, 947, 948, 949, 951, 952, 954, 956, 959, 970, 971, 972, 973, 975, 978, 979, 980,
    984, 985, 986, 989,
];
#[rustfmt::skip]
const MIXED: [u16; 28] = [
    242, 246, 264, 268, 284, 340, 345, 441, 473, 523, 524, 649, 664, 670, 671, 684, 721, 758, 767,
    784, 800, 809, 829, 849, 868, 869, 876, 983,
];

#[cfg(test)]
mod tests {
    use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber};

    use super::*;

    /// Whether the table and the port say the same of every line in `lines` of every exchange in `exchanges`
    /// of every area.
    fn compare(exchanges: &[u64], lines: &[u64]) {
        let util = &*PHONE_NUMBER_UTIL;
        for code in 200..1000u64 {
            let digits = code.to_string();
            for &exchange in exchanges {
                for &line in lines {
                    let number = PhoneNumber {
                        country_code: 1,
                        national_number: code * 10_000_000 + exchange * 10_000 + line,
                        ..PhoneNumber::default()
                    };
                    let expected = match area(digits.as_bytes()) {
                        Area::None => false,
                        Area::Plain => exchange >= 200,
                        Area::Mixed => continue,
                    };
                    assert_eq!(
                        util.is_valid_number(&number),
                        expected,
                        "area {code}, exchange {exchange:03}, line {line:04}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_table_says_what_the_port_says() {
        let exchanges = [0, 55, 123, 199, 200, 234, 321, 456, 555, 611, 700, 808, 911, 987, 999];
        compare(&exchanges, &[0, 4567]);
    }

    #[test]
    #[ignore = "asks the port about 4 million numbers; run it in a release build when the port's metadata change"]
    fn the_table_says_what_the_port_says_of_every_exchange() {
        let exchanges: Vec<u64> = (0..1000).collect();
        compare(&exchanges, &[0, 1234, 5555, 8765, 9999]);
    }
}
