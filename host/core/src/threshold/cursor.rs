//! A place in a text that is being read, and the small words that thresholds and selectors are made of.
//!
//! Not the grammar itself: that is [`super::parse`] and [`super::selector`].

use super::parse::ParseError;
use super::stat::TrendStat;

/// A place in a text.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Where it is, in bytes.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What was not read yet.
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// What the text is between those places.
    pub(super) fn between(&self, from: usize, to: usize) -> &'a str {
        &self.text[from..to]
    }

    /// An error at the place where it is.
    pub(super) fn error(&self, message: impl Into<String>, hint: impl Into<String>) -> ParseError {
        self.error_at(self.at, message, hint)
    }

    /// An error at another place.
    pub(super) fn error_at(&self, at: usize, message: impl Into<String>, hint: impl Into<String>) -> ParseError {
        ParseError { text: self.text.to_owned(), offset: at, message: message.into(), hint: hint.into() }
    }

    /// What is there, for messages.
    pub(super) fn found(&self) -> String {
        match self.word_ahead() {
            "" => self.rest().chars().next().map_or_else(|| "the end".to_owned(), |next| format!("`{next}`")),
            word => format!("`{word}`"),
        }
    }

    /// Skips white space, and says whether there was any.
    pub(super) fn skip_space(&mut self) -> bool {
        let from = self.at;
        self.at = self.text.len() - self.rest().trim_start().len();
        self.at > from
    }

    /// Reads that text, if it comes next.
    pub(super) fn eat(&mut self, expected: &str) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len();
        }
        found
    }

    /// Reads as long as characters are of that sort.
    pub(super) fn eat_while(&mut self, sort: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|next| !sort(next)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// The word that comes next, without reading it.
    pub(super) fn word_ahead(&self) -> &'a str {
        self.clone().eat_while(|next| next.is_alphanumeric() || next == '_')
    }

    /// Reads that word, if it comes next and does not go on.
    pub(super) fn eat_word(&mut self, expected: &str) -> bool {
        self.word_ahead() == expected && self.eat(expected)
    }

    /// Fails unless everything was read.
    pub(super) fn end(&self, hint: &str) -> Result<(), ParseError> {
        if self.rest().is_empty() { Ok(()) } else { Err(self.error(format!("{} is too much", self.found()), hint)) }
    }

    /// Reads a number, as k6 does: a decimal one with an optional sign, fraction and exponent.
    pub(super) fn number(&mut self) -> Result<f64, ParseError> {
        let from = self.at;
        let fault = |cursor: &Self| {
            let found = cursor.found();
            cursor.error(format!("expected a number, found {found}"), "a number is written like `500`, `0.01` or `1e3`")
        };
        if !self.eat("-") {
            self.eat("+");
        }
        let digits = |cursor: &mut Self| cursor.eat_while(|next| next.is_ascii_digit()).len();
        let mut count = digits(self);
        if self.eat(".") {
            count += digits(self);
        }
        if count == 0 {
            self.at = from;
            return Err(fault(self));
        }
        let mantissa = self.at;
        if self.eat("e") || self.eat("E") {
            if !self.eat("-") {
                self.eat("+");
            }
            if digits(self) == 0 {
                self.at = mantissa;
            }
        }
        match self.text[from..self.at].parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            _ => {
                self.at = from;
                Err(self.error("the number is too large", "it must be finite"))
            }
        }
    }

    /// Reads the name of a figure of a trend.
    pub(super) fn trend_stat(&mut self) -> Result<TrendStat, ParseError> {
        for (name, stat) in [
            ("avg", TrendStat::Avg),
            ("min", TrendStat::Min),
            ("med", TrendStat::Med),
            ("max", TrendStat::Max),
            ("count", TrendStat::Count),
        ] {
            if self.eat_word(name) {
                return Ok(stat);
            }
        }
        if self.percentile_ahead() {
            return self.percentile().map(TrendStat::P);
        }
        let found = self.found();
        Err(self.error(
            format!("expected a figure of a trend, found {found}"),
            "write `avg`, `min`, `med`, `max`, `count` or `p(N)`, such as `p(95)`",
        ))
    }

    /// Whether a percentile comes next, well formed or not.
    pub(super) fn percentile_ahead(&self) -> bool {
        self.rest().strip_prefix('p').is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    }

    /// Reads `p(N)`.
    pub(super) fn percentile(&mut self) -> Result<f64, ParseError> {
        self.eat("p");
        let hint = "a percentile is written `p(95)` or `p(99.9)`";
        if !self.eat("(") {
            let found = self.found();
            return Err(self.error(format!("expected `(` after `p`, found {found}"), hint));
        }
        self.skip_space();
        let at = self.at;
        let percent = self.number()?;
        if !(0.0..=100.0).contains(&percent) {
            return Err(self.error_at(at, format!("there is no percentile {percent}"), "it must be from 0 to 100"));
        }
        self.skip_space();
        if !self.eat(")") {
            let found = self.found();
            return Err(self.error(format!("expected `)`, found {found}"), hint));
        }
        // `-0` is zero, and shown as such.
        Ok(percent.abs())
    }
}
