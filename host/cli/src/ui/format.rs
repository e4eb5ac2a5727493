//! Figures as people read them: three significant digits and a unit that fits. Not for machines, which get all digits.

/// Milliseconds as a duration: `1.23ms`, `45.6µs`, `1m2s`.
pub(crate) fn duration_ms(milliseconds: f64) -> String {
    let magnitude = milliseconds.abs();
    match magnitude {
        0.0 => "0s".to_owned(),
        // What rounds up to the next unit is written in it.
        m if m < 0.9995 => format!("{}µs", digits(milliseconds * 1000.0)),
        m if m < 999.5 => format!("{}ms", digits(milliseconds)),
        m if m < 59_950.0 => format!("{}s", digits(milliseconds / 1000.0)),
        _ => {
            let seconds = (magnitude / 1000.0).round() as u64;
            let sign = if milliseconds < 0.0 { "-" } else { "" };
            match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
                (0, minutes, seconds) => format!("{sign}{minutes}m{seconds:02}s"),
                (hours, minutes, seconds) => format!("{sign}{hours}h{minutes:02}m{seconds:02}s"),
            }
        }
    }
}

/// Bytes in decimal units, as k6 shows them: `12.3 kB`.
pub(crate) fn bytes(bytes: f64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB", "PB"];
    let mut value = bytes;
    let mut unit = 0;
    while value.abs() >= 999.5 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    let shown = if unit == 0 { number(value) } else { digits(value) };
    format!("{shown} {}", units[unit])
}

/// A plain number: whole ones whole, others with up to six decimals.
pub(crate) fn number(value: f64) -> String {
    if value == value.trunc() && value.abs() < 1e15 {
        return format!("{value:.0}");
    }
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// So many in each second: `60901`, `12.5`, `0.033`.
pub(crate) fn rate(value: f64) -> String {
    if value.abs() >= 99.95 { format!("{value:.0}") } else { digits_below(value) }
}

/// A share as a percentage: `99.97%`. What is not all is never shown as all.
pub(crate) fn percent(share: f64) -> String {
    let shown = (share * 10_000.0).floor() / 100.0;
    format!("{shown:.2}%")
}

/// Three significant digits of a number below a hundred, however small.
fn digits_below(value: f64) -> String {
    if value.abs() >= 1.0 || value == 0.0 {
        return digits(value);
    }
    // At least two zeros after the point cost a decimal each.
    let zeros = (-value.abs().log10()).floor().clamp(0.0, 9.0) as usize;
    let text = format!("{value:.decimals$}", decimals = zeros + 3);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Three significant digits, without trailing zeros.
fn digits(value: f64) -> String {
    let magnitude = value.abs();
    let decimals = match magnitude {
        m if m >= 99.95 => 0,
        m if m >= 9.995 => 1,
        _ => 2,
    };
    let text = format!("{value:.decimals$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_three_digits_and_a_unit_that_fits() {
        for (value, text) in [
            (0.0, "0s"),
            (0.0123, "12.3µs"),
            (0.9996, "1ms"),
            (1.234, "1.23ms"),
            (12.0, "12ms"),
            (123.4, "123ms"),
            (999.9, "1s"),
            (1_500.0, "1.5s"),
            (62_000.0, "1m02s"),
            (3_723_000.0, "1h02m03s"),
            (-1.5, "-1.5ms"),
        ] {
            assert_eq!(duration_ms(value), text);
        }
    }

    #[test]
    fn sizes_are_decimal() {
        assert_eq!(bytes(0.0), "0 B");
        assert_eq!(bytes(999.0), "999 B");
        assert_eq!(bytes(1_234.0), "1.23 kB");
        assert_eq!(bytes(12_300_000.0), "12.3 MB");
    }

    #[test]
    fn numbers_keep_what_they_have() {
        assert_eq!(number(3.0), "3");
        assert_eq!(number(0.25), "0.25");
        assert_eq!(number(1.0 / 3.0), "0.333333");
    }

    #[test]
    fn rates_have_three_digits_and_no_decimals_when_they_are_large() {
        for (value, text) in
            [(60_900.924, "60901"), (12.345, "12.3"), (0.0333, "0.0333"), (0.5, "0.5"), (0.0, "0"), (100.0, "100")]
        {
            assert_eq!(rate(value), text);
        }
    }

    #[test]
    fn what_is_not_all_is_never_shown_as_all() {
        assert_eq!(percent(1.0), "100.00%");
        assert_eq!(percent(0.999_999), "99.99%");
        assert_eq!(percent(0.5), "50.00%");
        assert_eq!(percent(0.0), "0.00%");
    }
}
