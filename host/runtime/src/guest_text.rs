//! Text that a guest made up, fit for people, terminals and series. Not what a guest sends over the network.

use std::borrow::Cow;

use wasmload_core::metric::cut_tag;

/// The longest message, in bytes; the rest is cut off and said so.
pub(crate) const LONGEST: usize = 4096;

/// Makes control characters visible, so that a guest cannot drive the terminal, and cuts what is too long. Line breaks
/// and tabs stay.
pub(crate) fn printable(message: &str) -> String {
    let end = message.floor_char_boundary(LONGEST);
    let mut shown = String::with_capacity(end);
    for c in message[..end].chars() {
        match c {
            '\n' | '\t' => shown.push(c),
            c if c.is_control() => shown.extend(c.escape_default()),
            c => shown.push(c),
        }
    }
    if end < message.len() {
        shown.push_str(&format!(" … ({} bytes more)", message.len() - end));
    }
    shown
}

/// A name of one line, no longer than the value of a tag: what the registry would keep of it.
pub(crate) fn name(text: &str) -> Cow<'_, str> {
    match cut_tag(text) {
        plain if !plain.contains(char::is_control) => plain,
        other => {
            let mut visible = String::with_capacity(other.len());
            for c in other.chars() {
                match c {
                    c if c.is_control() => visible.extend(c.escape_default()),
                    c => visible.push(c),
                }
            }
            Cow::Owned(cut_tag(&visible).into_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use wasmload_core::metric::MAX_TAG_VALUE;

    use super::*;

    #[test]
    fn control_characters_are_made_visible() {
        assert_eq!(printable("a\u{1b}[2Jb\tc\r\nd"), "a\\u{1b}[2Jb\tc\\r\nd");
        assert!(printable(&"é".repeat(LONGEST)).ends_with("bytes more)"));
    }

    #[test]
    fn a_name_is_one_short_line() {
        assert!(matches!(name("logged in ✓"), Cow::Borrowed("logged in ✓")));
        assert_eq!(name("a\nb\u{1b}c"), "a\\nb\\u{1b}c");
        for long in ["é".repeat(MAX_TAG_VALUE), "\u{1b}".repeat(MAX_TAG_VALUE)] {
            let short = name(&long);
            assert!(short.len() <= MAX_TAG_VALUE && short.ends_with('…'), "{} bytes", short.len());
        }
        assert_eq!(name(&"x".repeat(MAX_TAG_VALUE)).len(), MAX_TAG_VALUE);
    }
}
