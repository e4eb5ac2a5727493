//! The secrets of the run, hidden in every text that leaves the process. Not where secrets come from: that is `secrets`.
//!
//! There is one set for the whole process, since messages leave it from everywhere. Without secrets nothing is searched.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde_json::Value;

/// What stands in the place of a secret.
const HIDDEN: &str = "***";
/// What is shorter would be found everywhere.
pub(crate) const SHORTEST: usize = 4;

static SECRETS: OnceLock<Redaction> = OnceLock::new();

/// Hides these values from now on, whatever form they come in. Only the first call counts, of which there is one in a run.
pub(crate) fn hide<'a>(values: impl IntoIterator<Item = &'a str>) {
    let redaction = Redaction::of(values);
    if let Some(redaction) = redaction {
        SECRETS.get_or_init(|| redaction);
    }
}

/// The text without secrets.
pub(crate) fn redact(text: &str) -> Cow<'_, str> {
    SECRETS.get().map_or(Cow::Borrowed(text), |secrets| secrets.text(text))
}

/// The document without secrets in its texts and keys; none when there is nothing to hide, and it may stay as it is.
pub(crate) fn redact_json(document: impl FnOnce() -> serde_json::Result<Value>) -> Option<serde_json::Result<Value>> {
    let secrets = SECRETS.get()?;
    Some(document().map(|document| secrets.json(document)))
}

/// The secrets, in a form that finds them.
struct Redaction {
    /// All forms.
    forms: Vec<String>,
    search: AhoCorasick,
    /// Whether `+` may stand for a part of a secret, as in forms of web pages.
    spaces: bool,
}

impl Redaction {
    fn of<'a>(values: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut forms: Vec<String> = values.into_iter().flat_map(forms).collect();
        forms.sort_unstable();
        forms.dedup();
        if forms.is_empty() {
            return None;
        }
        let spaces = forms.iter().any(|form| form.contains(' '));
        // Fails only for more text than a machine holds.
        let search = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&forms).ok()?;
        Some(Self { forms, search, spaces })
    }

    fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut found: Vec<Range<usize>> = self.search.find_iter(text).map(|found| found.range()).collect();
        for plus_is_space in [false, true] {
            if text.contains('%') || (plus_is_space && self.spaces && text.contains('+')) {
                found.extend(self.find_encoded(text, plus_is_space));
            }
        }
        found.extend(self.find_cut(text));
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        found.sort_unstable_by_key(|range| range.start);
        let (mut shown, mut at) = (String::with_capacity(text.len()), 0);
        for range in found {
            if range.start >= at {
                shown.push_str(&text[at..range.start]);
                shown.push_str(HIDDEN);
            }
            at = at.max(range.end);
        }
        shown.push_str(&text[at..]);
        Cow::Owned(shown)
    }

    /// Secrets of which some characters are percent-encoded, whichever these are.
    fn find_encoded(&self, text: &str, plus_is_space: bool) -> Vec<Range<usize>> {
        let bytes = text.as_bytes();
        // Each byte that is meant, and where it ends in the text.
        let (mut meant, mut ends) = (Vec::with_capacity(bytes.len()), Vec::with_capacity(bytes.len() + 1));
        let mut at = 0;
        ends.push(0);
        while at < bytes.len() {
            let encoded = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
            let encoded = encoded.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
            let (byte, length) = match (encoded, bytes[at]) {
                (Some(byte), _) => (byte, 3),
                (None, b'+') if plus_is_space => (b' ', 1),
                (None, byte) => (byte, 1),
            };
            at += length;
            meant.push(byte);
            ends.push(at);
        }
        self.search.find_iter(&meant).map(|found| ends[found.start()]..ends[found.end()]).collect()
    }

    /// What is left of a secret where a long text was cut: its beginning before an ellipsis, and its end after one.
    fn find_cut(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for (cut, mark) in text.match_indices('…') {
            let (before, after) = (text[..cut].trim_end_matches(' '), &text[cut + mark.len()..]);
            let begun = |form: &String| {
                let mut lengths = boundaries(form).rev().take_while(|&length| length >= SHORTEST);
                lengths.find(|&length| before.ends_with(&form[..length]))
            };
            let ended = |form: &String| {
                let mut lengths = boundaries(form).map(|at| form.len() - at).take_while(|&length| length >= SHORTEST);
                lengths.find(|&length| after.starts_with(&form[form.len() - length..]))
            };
            let longest = self.forms.iter().filter_map(begun).max();
            found.extend(longest.map(|length| before.len() - length..before.len()));
            let longest = self.forms.iter().filter_map(ended).max();
            found.extend(longest.map(|length| text.len() - after.len()..text.len() - after.len() + length));
        }
        found
    }

    fn json(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(&text).into_owned()),
            Value::Array(items) => items.into_iter().map(|item| self.json(item)).collect(),
            Value::Object(entries) => {
                entries.into_iter().map(|(key, value)| (self.text(&key).into_owned(), self.json(value))).collect()
            }
            other => other,
        }
    }
}

/// Where a text may be cut in two.
fn boundaries(text: &str) -> impl DoubleEndedIterator<Item = usize> {
    (1..text.len()).filter(|&at| text.is_char_boundary(at))
}

/// The forms in which a secret may stand in a text, but for percent-encoding, which may leave any character as it is.
fn forms(secret: &str) -> Vec<String> {
    let mut forms = vec![secret.to_owned()];
    // Messages are indented line by line.
    forms.extend(secret.lines().map(|line| line.trim().to_owned()));
    let quoted = Value::from(secret).to_string();
    forms.push(quoted[1..quoted.len() - 1].to_owned());
    for alphabet in ["+/", "-_"] {
        forms.extend((0..3).map(|before| base64(secret.as_bytes(), before, alphabet)));
    }
    forms.retain(|form| form.len() >= SHORTEST);
    forms
}

/// What the bytes look like in base64 with so many unknown bytes before them and any after: the characters that depend on
/// them alone. So `user:secret` of a basic authorization is found too.
fn base64(bytes: &[u8], before: usize, last_two: &str) -> String {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let alphabet: Vec<char> = LETTERS.chars().chain(last_two.chars()).collect();
    let bit = |at: usize| usize::from(bytes[at / 8 - before] >> (7 - at % 8) & 1);
    let (first, end) = ((before * 8).div_ceil(6), (before + bytes.len()) * 8 / 6);
    (first..end).map(|at| alphabet[(at * 6..at * 6 + 6).fold(0, |sextet, at| sextet << 1 | bit(at))]).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn hidden(secret: &str, text: &str) -> String {
        Redaction::of([secret]).unwrap().text(text).into_owned()
    }

    #[test]
    fn a_secret_is_hidden_in_every_form() {
        let secret = "p@ss \"wörd\"/1";
        assert_eq!(hidden(secret, "it is p@ss \"wörd\"/1!"), "it is ***!");
        assert_eq!(hidden(secret, r#"{"a":"p@ss \"wörd\"/1"}"#), r#"{"a":"***"}"#);
        assert_eq!(hidden(secret, "/?t=p%40ss%20%22w%C3%B6rd%22%2F1&n=%41"), "/?t=***&n=%41");
        assert_eq!(hidden(secret, "t=p@ss+%22w%c3%b6rd%22/1"), "t=***");
        assert_eq!(hidden("hunter2!", "aHVudGVyMiE="), "***E=");
        // `user:hunter2!`, and with two letters before.
        assert_eq!(hidden("hunter2!", "Basic dXNlcjpodW50ZXIyIQ=="), "Basic dXNlcjp***Q==");
        assert_eq!(hidden("hunter2!", "YWJodW50ZXIyIQ=="), "YWJ***Q==");
    }

    #[test]
    fn nothing_is_left_where_a_text_was_cut() {
        assert_eq!(hidden("hunter2-secret", "GET /hunter2-sec…"), "GET /***…");
        assert_eq!(hidden("hunter2-secret", "hunter2- … (3 bytes more)"), "*** … (3 bytes more)");
        assert_eq!(hidden("hunter2-secret", "…r2-secret and on"), "…*** and on");
        assert_eq!(hidden("hunter2-secret", "…unter2-secret, x hunt…"), "…***, x ***…");
        assert_eq!(hidden("hunter2-secret", "…et and hun…"), "…et and hun…");
    }

    #[test]
    fn each_line_of_a_secret_is_one() {
        let key = "-----BEGIN KEY-----\nMIIEvQ\n-----END KEY-----\n";
        assert_eq!(hidden(key, "the key\n    MIIEvQ\n    is bad"), "the key\n    ***\n    is bad");
    }

    #[test]
    fn a_document_stays_one() {
        let redaction = Redaction::of(["1234", "count"]).unwrap();
        let document = json!({"a1234": [1234, "x1234x", true], "n": 1.5});
        assert_eq!(redaction.json(document), json!({"a***": [1234, "x***x", true], "n": 1.5}));
        assert!(Redaction::of([]).is_none());
    }
}
