//! The words after `cargo xtask bench`.

use std::path::PathBuf;

use anyhow::{Result, bail};

/// What they are, for people.
pub(crate) const HELP: &str =
    "  bench [PART…]      measure wasmload beside other load generators; all parts, or some of:
                     peers, rates, start, vus, scaling, languages, samples
      --quick            short rounds, for a look
      --as-built         build and install nothing: measure what the tests last built, not what is shipped
      --tools A,B        only those tools, such as wasmload,oha,wrk
      --also PROGRAM     another build of wasmload too, in the same rounds
      --publish          write docs/benchmarks.md and docs/benchmarks.json too; all parts only";

/// What they say.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Arguments {
    parts: Vec<String>,
    tools: Vec<String>,
    pub(super) quick: bool,
    pub(super) as_built: bool,
    pub(super) also: Option<PathBuf>,
    pub(super) publish: bool,
}

impl Arguments {
    /// Reads them; `parts` are the names that a part may have.
    pub(super) fn read(words: &[&str], parts: &[&str]) -> Result<Self> {
        let mut arguments = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--quick" => arguments.quick = true,
                "--as-built" => arguments.as_built = true,
                "--publish" => arguments.publish = true,
                "--tools" | "--also" => {
                    let Some(value) = words.next() else { bail!("`{word}` needs a value\n\n{HELP}") };
                    if *word == "--also" {
                        arguments.also = Some(value.into());
                    } else {
                        arguments.tools = value.split(',').map(str::to_owned).collect();
                    }
                }
                part if parts.contains(&part) => arguments.parts.push(part.to_owned()),
                other => bail!("`bench {other}` is unknown; the parts are {}\n\n{HELP}", parts.join(", ")),
            }
        }
        if arguments.publish && !(arguments.parts.is_empty() && arguments.tools.is_empty()) {
            bail!("`--publish` needs all parts and tools: a page with gaps would replace one without");
        }
        if arguments.publish && arguments.as_built {
            bail!("`--publish` is about what is shipped, and `--as-built` is not");
        }
        Ok(arguments)
    }

    pub(super) fn wants_part(&self, name: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|part| part == name)
    }

    pub(super) fn wants_tool(&self, name: &str) -> bool {
        // `ab -k` is asked for as `ab`.
        let word = name.split(' ').next().unwrap_or(name);
        self.tools.is_empty() || self.tools.iter().any(|tool| tool == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: [&str; 2] = ["peers", "rates"];

    #[test]
    fn without_words_everything_is_wanted() {
        let arguments = Arguments::read(&[], &PARTS).unwrap();
        assert!(arguments.wants_part("rates") && arguments.wants_tool("k6") && !arguments.quick);
    }

    #[test]
    fn parts_and_tools_can_be_chosen() {
        let words = ["rates", "--tools", "ab,oha", "--quick", "--also", "old/wasmload"];
        let arguments = Arguments::read(&words, &PARTS).unwrap();
        assert!(arguments.wants_part("rates") && !arguments.wants_part("peers") && arguments.quick);
        assert!(arguments.wants_tool("ab -k") && !arguments.wants_tool("k6"));
        assert_eq!(arguments.also, Some("old/wasmload".into()));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for words in [
            &["idle"][..],
            &["--tools"],
            &["--publish", "peers"],
            &["--publish", "--tools", "oha"],
            &["--publish", "--as-built"],
        ] {
            assert!(Arguments::read(words, &PARTS).is_err(), "{words:?}");
        }
    }
}
