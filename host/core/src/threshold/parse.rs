//! Reads a threshold's expression. Not its selector: see [`super::selector`].
//!
//! The grammar is k6's (`metrics/thresholds_parser.go`), with two additions at the end:
//!
//! ```text
//! assertion   -> ws* aggregation ws* operator ws* number [ ws+ "over" ws+ duration ] [ ws+ "after" ws+ duration ] ws*
//! aggregation -> counter | gauge | rate | trend
//! counter     -> "count" | "rate"
//! gauge       -> "value"
//! rate        -> "rate"
//! trend       -> "avg" | "min" | "max" | "med" | "p(" number ")"
//! operator    -> ">" | ">=" | "<" | "<=" | "==" | "===" | "!="
//! number      -> [ "+" | "-" ] digit* [ "." digit* ] [ ( "e" | "E" ) [ "+" | "-" ] digit+ ]
//! duration    -> ( digit+ ( "h" | "m" | "s" ) )+
//! ```
//!
//! `over 30s` looks at the last 30 seconds only; `after 10s` leaves the first 10 seconds of the load out.

use std::time::Duration;

use thiserror::Error;

use super::cursor::Cursor;
use super::stat::{Aggregation, Operator};

/// A text that is not well formed, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}, at character {} of `{text}`", self.column())]
pub struct ParseError {
    /// The whole text.
    pub text: String,
    /// Where in it the fault is, in bytes; its length if something is missing at its end.
    pub offset: usize,
    /// What is wrong there.
    pub message: String,
    /// The way out.
    pub hint: String,
}

impl ParseError {
    /// The number of the character at which the fault is, from 1.
    pub fn column(&self) -> usize {
        self.text[..self.offset].chars().count() + 1
    }
}

/// A threshold's expression, read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Expression {
    pub(super) aggregation: Aggregation,
    pub(super) operator: Operator,
    pub(super) value: f64,
    pub(super) window: Option<Duration>,
    pub(super) warm_up: Duration,
}

/// Reads a threshold's expression.
pub(super) fn expression(text: &str) -> Result<Expression, ParseError> {
    let mut cursor = Cursor::new(text);
    cursor.skip_space();
    let aggregation = aggregation(&mut cursor)?;
    cursor.skip_space();
    let operator = operator(&mut cursor)?;
    cursor.skip_space();
    let value = cursor.number()?;
    let (mut window, mut warm_up) = (None, None);
    while cursor.skip_space() && !cursor.rest().is_empty() {
        let at = cursor.at();
        if cursor.eat_word("over") {
            if window.is_some() || warm_up.is_some() {
                return Err(cursor.error_at(at, "`over` is too much here", "write it once, and before `after`"));
            }
            window = Some(duration(&mut cursor, "over")?);
        } else if cursor.eat_word("after") {
            if warm_up.is_some() {
                return Err(cursor.error_at(at, "`after` is too much here", "write it once"));
            }
            warm_up = Some(duration(&mut cursor, "after")?);
        } else {
            break;
        }
    }
    cursor.end("only `over 30s` and `after 10s` may follow the number")?;
    Ok(Expression { aggregation, operator, value, window, warm_up: warm_up.unwrap_or_default() })
}

fn aggregation(cursor: &mut Cursor<'_>) -> Result<Aggregation, ParseError> {
    for (name, aggregation) in [
        ("count", Aggregation::Count),
        ("rate", Aggregation::Rate),
        ("value", Aggregation::Value),
        ("avg", Aggregation::Avg),
        ("min", Aggregation::Min),
        ("med", Aggregation::Med),
        ("max", Aggregation::Max),
    ] {
        if cursor.eat_word(name) {
            return Ok(aggregation);
        }
    }
    if cursor.percentile_ahead() {
        return cursor.percentile().map(Aggregation::P);
    }
    let found = cursor.found();
    Err(cursor.error(
        format!("expected what to compute, found {found}"),
        "begin with `count`, `rate`, `value`, `avg`, `min`, `max`, `med` or `p(N)`, as in `p(95)<500`",
    ))
}

fn operator(cursor: &mut Cursor<'_>) -> Result<Operator, ParseError> {
    let hint = "compare with `<`, `<=`, `>`, `>=`, `==`, `===` or `!=`";
    let at = cursor.at();
    let found = cursor.found();
    match cursor.eat_while(|next| "<>=!".contains(next)) {
        ">" => Ok(Operator::Greater),
        ">=" => Ok(Operator::GreaterOrEqual),
        "<" => Ok(Operator::Less),
        "<=" => Ok(Operator::LessOrEqual),
        "==" | "===" => Ok(Operator::Equal),
        "!=" => Ok(Operator::NotEqual),
        "" => Err(cursor.error(format!("expected a comparison, found {found}"), hint)),
        other => Err(cursor.error_at(at, format!("`{other}` is not a comparison"), hint)),
    }
}

fn duration(cursor: &mut Cursor<'_>, after: &str) -> Result<Duration, ParseError> {
    let hint = "a duration is written in whole seconds, like `30s`, `5m` or `1h30m`";
    cursor.skip_space();
    let at = cursor.at();
    let mut seconds = Some(0_u64);
    loop {
        let number = cursor.at();
        let digits = cursor.eat_while(|next| next.is_ascii_digit());
        if digits.is_empty() {
            break;
        }
        let unit = cursor.at();
        let factor = match cursor.eat_while(char::is_alphabetic) {
            "h" => 3600,
            "m" => 60,
            "s" => 1,
            "" => return Err(cursor.error_at(unit, format!("`{digits}` has no unit"), hint)),
            other => return Err(cursor.error_at(unit, format!("`{other}` is not a unit here"), hint)),
        };
        let part = cursor.between(number, unit).parse::<u64>().ok().and_then(|count| count.checked_mul(factor));
        seconds = seconds.zip(part).and_then(|(sum, part)| sum.checked_add(part));
    }
    if cursor.at() == at {
        let found = cursor.found();
        return Err(cursor.error(format!("expected a duration after `{after}`, found {found}"), hint));
    }
    match seconds {
        Some(0) => Err(cursor.error_at(at, format!("`{after}` needs some time"), "it must be one second or more")),
        // A year is beyond any test; the bound keeps a window's seconds in memory.
        Some(seconds) if seconds <= 366 * 24 * 3600 => Ok(Duration::from_secs(seconds)),
        _ => Err(cursor.error_at(at, "the duration is too long", "it must be at most a year")),
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
