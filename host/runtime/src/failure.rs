//! A guest's failure as people read it: its message, and below that its stack, with positions in the files that they wrote.
//!
//! Not whether something failed: the WIT says that.

use crate::bindings::exports::wasmload::scenario::lifecycle::Failure;
use crate::guest_text::printable;
use crate::source_map::SourceMap;

/// As it may be shown.
pub(crate) fn text(failure: &Failure, source_map: &SourceMap) -> String {
    printable(&raw_text(failure, source_map))
}

/// As the guest tells it, for the log, which makes it printable itself.
pub(crate) fn raw_text(failure: &Failure, source_map: &SourceMap) -> String {
    match &failure.stack {
        Some(stack) if !stack.trim().is_empty() => {
            format!("{}\n{}", failure.message, source_map.translate(stack.trim_end()))
        }
        _ => failure.message.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_keeps_its_lines_and_cannot_drive_the_terminal() {
        let failure = Failure { message: "no\u{1b}[2J".to_owned(), stack: Some("at a\nat b\n".to_owned()) };
        assert_eq!(text(&failure, &SourceMap::default()), "no\\u{1b}[2J\nat a\nat b");
    }
}
