//! Parses and writes RFC 3339 dates with times.

use std::time::{Duration, SystemTime};

const DAY: i64 = 86_400;
const BILLION: u32 = 1_000_000_000;

/// Reads a date-time as seconds since 1970 and nanoseconds. `None` if the text is not a date-time. Digits beyond
/// nanoseconds are dropped. A leap second is read as the second after it.
pub(crate) fn parse(text: &str) -> Option<(i64, u32)> {
    let read = read(text)?;
    let seconds = days_since_1970(read.year, read.month, read.day) * DAY + read.seconds - read.east;
    Some((seconds, read.nanos))
}

/// Whether a string is a date-time.
pub(crate) fn is_valid(text: &str) -> bool {
    read(text).is_some()
}

/// The numbers of a date-time.
struct Read {
    year: i64,
    month: i64,
    day: i64,
    /// Seconds of the day.
    seconds: i64,
    nanos: u32,
    /// Seconds east of UTC.
    east: i64,
}

/// Each digit at its lowest, and the marks between the digits.
const LOWEST: [u8; 19] = *b"0000-00-00T00:00:00";
/// How much each byte may exceed the lowest.
const MOST: [u8; 19] = [9, 9, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9];

#[inline]
fn read(text: &str) -> Option<Read> {
    let (head, rest) = text.as_bytes().split_first_chunk::<19>()?;
    // Without branches, so that the compiler can look at many bytes at once.
    let mut digits = [0; 19];
    for (digit, (byte, lowest)) in digits.iter_mut().zip(head.iter().zip(LOWEST)) {
        *digit = byte ^ lowest;
    }
    digits[10] &= !(b'T' ^ b't');
    let in_order = |all, (digit, most)| all & (digit <= most);
    let is_date = digits.iter().zip(&MOST).fold(true, in_order);
    if !is_date {
        return None;
    }
    let number = |at: usize| i64::from(digits[at] * 10 + digits[at + 1]);
    let (year, month, day) = (number(0) * 100 + number(2), number(5), number(8));
    let (hour, minute, second) = (number(11), number(14), number(17));
    let in_range = (1..=12).contains(&month)
        && (1..=days(year, month)).contains(&day)
        && hour <= 23
        && minute <= 59
        && second <= 60;
    if !in_range {
        return None;
    }
    let (nanos, east) = match rest {
        b"Z" | b"z" => (0, 0),
        rest => fraction_and_offset(rest)?,
    };
    let seconds = hour * 3_600 + minute * 60 + second;
    let read = Read {
        year,
        month,
        day,
        seconds,
        nanos,
        east,
    };
    // A leap second is the last one of a month in UTC (RFC 3339, section 5.7).
    if second == 60 {
        let end = days_since_1970(year, month, day) * DAY + seconds - east;
        let is_last = end.rem_euclid(DAY) == 0 && date(end.div_euclid(DAY)).2 == 1;
        return is_last.then_some(read);
    }
    Some(read)
}

/// Reads what follows the seconds: nanoseconds, if there are any, and the seconds east of UTC.
fn fraction_and_offset(mut rest: &[u8]) -> Option<(u32, i64)> {
    let mut nanos = 0;
    if let [b'.', digits @ ..] = rest {
        let count = digits.iter().take_while(|it| it.is_ascii_digit()).count();
        if count == 0 {
            return None;
        }
        let mut unit = BILLION;
        for digit in &digits[..count] {
            unit /= 10;
            nanos += unit * u32::from(digit - b'0');
        }
        rest = &digits[count..];
    }
    let number = |tens: u8, ones: u8| {
        let is_number = tens.is_ascii_digit() && ones.is_ascii_digit();
        is_number.then(|| i64::from(tens - b'0') * 10 + i64::from(ones - b'0'))
    };
    match *rest {
        [b'Z' | b'z'] => Some((nanos, 0)),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (number(h1, h2)?, number(m1, m2)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let east = (hours * 60 + minutes) * 60;
            Some((nanos, if sign == b'-' { -east } else { east }))
        }
        _ => None,
    }
}

/// Writes a time in UTC, with as many fractional digits as it needs, in groups of three.
pub(crate) fn write(seconds: i64, nanos: u32) -> String {
    let (days, rest) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
    let (year, month, day) = date(days);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    if nanos > 0 {
        let digits = format!("{nanos:09}");
        let mut digits = digits.as_str();
        while let Some(shorter) = digits.strip_suffix("000") {
            digits = shorter;
        }
        text.extend([".", digits]);
    }
    text + "Z"
}

/// The time on the system clock. `None` if the clock can't express it.
pub(crate) fn to_system_time(seconds: i64, nanos: u32) -> Option<SystemTime> {
    let whole = Duration::from_secs(seconds.unsigned_abs());
    let whole = match seconds {
        0.. => SystemTime::UNIX_EPOCH.checked_add(whole)?,
        _ => SystemTime::UNIX_EPOCH.checked_sub(whole)?,
    };
    whole.checked_add(Duration::new(0, nanos))
}

/// Seconds since 1970 and additional nanoseconds.
pub(crate) fn of_system_time(time: SystemTime) -> (i64, u32) {
    let seconds = |time: Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => (seconds(after), after.subsec_nanos()),
        Err(error) => {
            let before = error.duration();
            match before.subsec_nanos() {
                0 => (-seconds(before), 0),
                nanos => (-seconds(before) - 1, BILLION - nanos),
            }
        }
    }
}

fn days(year: i64, month: i64) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Counts with years that begin in March, so that a leap day is the last day of its year.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // 719,468 days from 1 March of the year 0 to 1970.
    year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468
}

/// The year, month and day for a number of days since 1970.
fn date(days: i64) -> (i64, i64, i64) {
    // A lower bound or the year itself, because years have 365 or 366 days.
    let mut year = 1970 + days.div_euclid(if days < 0 { 365 } else { 366 });
    while days_since_1970(year + 1, 1, 1) <= days {
        let left = days - days_since_1970(year + 1, 1, 1);
        year += 1 + left / 366;
    }
    let mut month = 1;
    while month < 12 && days_since_1970(year, month + 1, 1) <= days {
        month += 1;
    }
    (year, month, days - days_since_1970(year, month, 1) + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parses_rfc_3339_examples() {
        for (text, seconds, nanos) in [
            ("1970-01-01T00:00:00Z", 0, 0),
            ("2026-08-10T03:07:49Z", 1_786_331_269, 0),
            ("2026-08-10t05:07:49.5+02:00", 1_786_331_269, 500_000_000),
            (
                "2026-08-09T21:37:49.123456789123-05:30",
                1_786_331_269,
                123_456_789,
            ),
            ("1969-12-31T23:59:59.999Z", -1, 999_000_000),
            ("0000-01-01T00:00:00-00:00", -62_167_219_200, 0),
            ("9999-12-31T23:59:59z", 253_402_300_799, 0),
            ("2024-02-29T00:00:00Z", 1_709_164_800, 0),
            ("2016-12-31T23:59:60Z", 1_483_228_800, 0),
            ("2017-01-01T05:29:60.5+05:30", 1_483_228_800, 500_000_000),
        ] {
            assert_eq!(parse(text), Some((seconds, nanos)), "{text}");
        }
    }

    #[test]
    fn rejects_invalid_date_times() {
        for text in [
            "",
            "yesterday",
            "1710772803",
            "2024-03-18",
            "2024-03-18T14:40:03",
            "2024-03-18 14:40:03Z",
            "2024-03-18T14:40Z",
            "2024-03-18T14:40:03+00:00Z",
            "2024-03-18T14:40:03+0000",
            "2024-03-18T14:40:03+24:00",
            "2024-03-18T14:40:03.Z",
            "2024-03-18T14:40:03,5Z",
            "2024-03-18T24:00:00Z",
            "2024-03-18T14:60:03Z",
            "2024-03-18T14:40:60Z",
            "2016-12-30T23:59:60Z",
            "2016-12-31T23:59:60+05:30",
            "2024-03-18T14:40:61Z",
            "2024-13-18T14:40:03Z",
            "2024-00-18T14:40:03Z",
            "2024-04-31T14:40:03Z",
            "2023-02-29T14:40:03Z",
            "1900-02-29T14:40:03Z",
            "24-03-18T14:40:03Z",
            "+2024-03-18T14:40:03Z",
            " 2024-03-18T14:40:03Z",
            "2024-03-18T14:40:03Z\n",
            "2024-03-18T14:40:03Z🦀",
            "２024-03-18T14:40:03Z",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn round_trips_every_time(
            seconds in -62_167_219_200_i64..253_402_300_800,
            nanos in 0_u32..BILLION,
        ) {
            prop_assert_eq!(parse(&write(seconds, nanos)), Some((seconds, nanos)));
            prop_assert_eq!(parse(&write(seconds, 0)), Some((seconds, 0)));
            let time = to_system_time(seconds, nanos).unwrap();
            prop_assert_eq!(of_system_time(time), (seconds, nanos));
        }

        #[test]
        fn survives_any_text(text in "\\PC{0,40}") {
            let _ = parse(&text);
        }

        #[test]
        fn survives_any_time(seconds: i64) {
            let _ = write(seconds, 1);
        }
    }
}
