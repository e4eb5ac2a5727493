//! Durations as people write them, in k6's grammar: `1m30s`, `500ms`, `1.5s`, `2h`, `1d12h`.
//!
//! ```text
//! duration := "0" | part+
//! part     := number unit
//! number   := digits [ "." [ digits ] ] | "." digits
//! unit     := "ns" | "us" | "µs" | "ms" | "s" | "m" | "h" | "d"
//! ```
//!
//! Not k6's grammar in one point: a text without a unit, which k6 takes for milliseconds, is refused, as `10` in a shell
//! looks like ten seconds. A JSON number does count milliseconds.

use std::time::Duration;

use super::fault::SyntaxError;

/// The longest duration, that of 2^63 - 1 nanoseconds: some 292 years.
pub const MAX: Duration = Duration::from_nanos(i64::MAX as u64);

/// Nanoseconds of each unit. Both Unicode spellings of `µ` are accepted.
const UNITS: [(&str, u64); 9] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ms", NANOS_PER_MILLI),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000),
];
const NANOS_PER_MILLI: u64 = 1_000_000;
/// More decimal places would overflow 128 bits when multiplied by a day, and are far below a nanosecond.
const DECIMALS: usize = 24;

/// Reads a duration, exactly; what is below a nanosecond is cut off, as in Go.
///
/// # Errors
/// Names the first character that does not fit the grammar, or what is longer than [`MAX`].
pub fn parse(text: &str) -> Result<Duration, SyntaxError> {
    const EXAMPLES: &str = "write for example `30s`, `1m30s` or `500ms`";
    let fault = |offset, message: String| Err(SyntaxError::new(offset, message, EXAMPLES));
    if text == "0" {
        return Ok(Duration::ZERO);
    }
    let characters: Vec<char> = text.chars().collect();
    if characters.is_empty() {
        return fault(0, "a duration is empty".to_owned());
    }
    let mut nanos = 0_u128;
    let mut at = 0;
    while at < characters.len() {
        let take = |from: usize, wanted: fn(char) -> bool| -> String {
            characters[from..].iter().take_while(|&&c| wanted(c)).collect()
        };
        let number = take(at, |c| c.is_ascii_digit() || c == '.');
        if characters[at] == '-' {
            return fault(at, "a duration is never negative".to_owned());
        }
        if !number.contains(|c: char| c.is_ascii_digit()) || number.matches('.').count() > 1 {
            return fault(at, format!("expected a number at `{}`", characters[at..].iter().collect::<String>()));
        }
        at += number.len();
        let unit = take(at, char::is_alphabetic);
        if unit.is_empty() {
            let hint = format!("write `{text}s` for seconds or `{text}ms` for milliseconds");
            let hint = if at == characters.len() && number == text { hint } else { EXAMPLES.to_owned() };
            return Err(SyntaxError::new(at, format!("a unit is missing after `{number}`"), hint));
        }
        let Some(&(_, scale)) = UNITS.iter().find(|(name, _)| *name == unit) else {
            let hint = "the units are ns, us, ms, s, m, h and d";
            return Err(SyntaxError::new(at, format!("`{unit}` is not a unit of time"), hint));
        };
        nanos = match scaled(&number, scale).and_then(|part| nanos.checked_add(part)) {
            Some(sum) if sum <= MAX.as_nanos() => sum,
            _ => return fault(0, "a duration is longer than 292 years".to_owned()),
        };
        at += unit.chars().count();
    }
    Ok(from_nanos(nanos))
}

/// Reads a number of milliseconds, whole or not; `None` when it is negative or longer than [`MAX`].
pub(super) fn from_millis(number: &serde_json::Number) -> Option<Duration> {
    let decimal = match number.as_u64() {
        Some(whole) => whole.to_string(),
        // Displays the shortest decimal that is this float, without an exponent.
        None => number.as_f64()?.to_string(),
    };
    scaled(&decimal, NANOS_PER_MILLI).filter(|&nanos| nanos <= MAX.as_nanos()).map(from_nanos)
}

/// Writes a duration in the fewest parts; [`parse`] reads the same duration from it.
pub fn format(duration: Duration) -> String {
    let (seconds, nanos) = (duration.as_secs(), duration.subsec_nanos());
    if seconds == 0 {
        return match nanos {
            0 => "0s".to_owned(),
            1_000_000.. => decimal(0, nanos / 1_000_000, nanos % 1_000_000, 6) + "ms",
            1_000.. => decimal(0, nanos / 1_000, nanos % 1_000, 3) + "us",
            _ => format!("{nanos}ns"),
        };
    }
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let mut text = String::new();
    if hours > 0 {
        text.push_str(&format!("{hours}h"));
    }
    if minutes > 0 {
        text.push_str(&format!("{minutes}m"));
    }
    if seconds > 0 || nanos > 0 {
        text.push_str(&decimal(seconds, 0, nanos, 9));
        text.push('s');
    }
    text
}

fn decimal(whole: u64, small_whole: u32, fraction: u32, digits: usize) -> String {
    let whole = whole + u64::from(small_whole);
    if fraction == 0 {
        return whole.to_string();
    }
    format!("{whole}.{}", format!("{fraction:0digits$}").trim_end_matches('0'))
}

/// `number · scale`, cut off below 1; `None` when it does not fit or is not a decimal.
fn scaled(number: &str, scale: u64) -> Option<u128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let whole: u128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let fraction = &fraction[..fraction.len().min(DECIMALS)];
    let below: u128 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
    let part = below * u128::from(scale) / 10_u128.pow(u32::try_from(fraction.len()).ok()?);
    whole.checked_mul(u128::from(scale))?.checked_add(part)
}

fn from_nanos(nanos: u128) -> Duration {
    // Callers have compared with `MAX`.
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

/// Writes a duration as a plan does.
///
/// # Errors
/// Those of the serializer.
pub(super) fn serialize<S: serde::Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&format(*duration))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn durations_are_read_exactly() {
        for (text, nanos) in [
            ("0", 0),
            ("0s", 0),
            ("1m30s", 90_000_000_000),
            ("500ms", 500_000_000),
            ("1.5s", 1_500_000_000),
            ("2h", 7_200_000_000_000),
            ("1d", 86_400_000_000_000),
            ("1d12h", 129_600_000_000_000),
            (".5s", 500_000_000),
            ("1.s", 1_000_000_000),
            ("3us", 3_000),
            ("3µs", 3_000),
            ("3μs2ns", 3_002),
            ("0.1s", 100_000_000),
            ("1.9999ns", 1),
            ("0.333333333333333333333333333333333s", 333_333_333),
            ("9223372036854775807ns", i64::MAX as u64),
        ] {
            assert_eq!(parse(text), Ok(Duration::from_nanos(nanos)), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_pointed_at() {
        for (text, offset, message) in [
            ("", 0, "a duration is empty"),
            ("10", 2, "a unit is missing after `10`"),
            ("1m30", 4, "a unit is missing after `30`"),
            ("-1s", 0, "a duration is never negative"),
            ("1 s", 1, "a unit is missing after `1`"),
            ("5 minutes", 1, "a unit is missing after `5`"),
            ("5minutes", 1, "`minutes` is not a unit of time"),
            ("abc", 0, "expected a number at `abc`"),
            (".s", 0, "expected a number at `.s`"),
            ("1.2.3s", 0, "expected a number at `1.2.3s`"),
            ("1µs2", 4, "a unit is missing after `2`"),
            ("9223372036854775808ns", 0, "a duration is longer than 292 years"),
            ("99999999999999999999999999999999999999999999d", 0, "a duration is longer than 292 years"),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!((error.offset, error.message.as_str()), (offset, message), "{text}");
        }
        assert_eq!(parse("10").unwrap_err().hint.unwrap(), "write `10s` for seconds or `10ms` for milliseconds");
    }

    #[test]
    fn numbers_count_milliseconds() {
        let millis = |text: &str| from_millis(&serde_json::from_str(text).unwrap());
        assert_eq!(millis("1500"), Some(Duration::from_millis(1500)));
        assert_eq!(millis("0.1"), Some(Duration::from_micros(100)));
        assert_eq!(millis("1e3"), Some(Duration::from_secs(1)));
        assert_eq!(millis("-1"), None);
        assert_eq!(millis("-0.5"), None);
        assert_eq!(millis("1e300"), None);
    }

    #[test]
    fn durations_are_written_in_the_fewest_parts() {
        for text in ["0s", "1ns", "1.5us", "1.5ms", "999ms", "1s", "1.5s", "1m", "1m30s", "10m", "1h", "1h0.5s", "48h"]
        {
            assert_eq!(format(parse(text).unwrap()), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(nanos in prop_oneof![0..=i64::MAX as u64, 0..10_000_000_000_u64]) {
            let duration = Duration::from_nanos(nanos);
            prop_assert_eq!(parse(&format(duration)), Ok(duration));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[0-9.a-zµ -]{0,12}") {
            if let Err(error) = parse(&text) {
                prop_assert!(error.offset <= text.chars().count());
            }
        }
    }
}
