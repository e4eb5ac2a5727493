//! The languages that scenarios are written in. Not how they are built: each has a module for that.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// A language that scenarios are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Rust, compiled by cargo.
    Rust,
    /// Go, compiled by the stock toolchain.
    Go,
    /// JavaScript, run by QuickJS inside of the component.
    JavaScript,
    /// TypeScript: JavaScript once its types are gone.
    TypeScript,
    /// Python, run by CPython inside of the component.
    Python,
}

impl Language {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 5] = [Self::Rust, Self::Go, Self::JavaScript, Self::TypeScript, Self::Python];

    /// The word for it on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Go => "go",
            Self::JavaScript => "js",
            Self::TypeScript => "ts",
            Self::Python => "python",
        }
    }

    /// The folder of its SDK.
    pub(crate) fn sdk(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Go => "go",
            Self::JavaScript | Self::TypeScript => "js",
            Self::Python => "python",
        }
    }

    /// The name of its SDK's package, as a component's `describe` tells it.
    pub(crate) fn sdk_name(self) -> &'static str {
        match self {
            Self::Rust => "wasmload-sdk-rust",
            Self::Go => "wasmload-sdk-go",
            Self::JavaScript | Self::TypeScript => "wasmload-sdk-js",
            Self::Python => "wasmload-sdk-python",
        }
    }

    /// The file that makes a folder a project of this language.
    pub(crate) fn manifest(self) -> &'static str {
        match self {
            Self::Rust => "Cargo.toml",
            Self::Go => "go.mod",
            Self::JavaScript | Self::TypeScript => "package.json",
            Self::Python => "pyproject.toml",
        }
    }

    /// The language of a source file, by its ending.
    pub fn of(file: &Path) -> Option<Self> {
        match file.extension()?.to_str()? {
            "rs" => Some(Self::Rust),
            "go" => Some(Self::Go),
            "js" | "mjs" | "cjs" => Some(Self::JavaScript),
            "ts" | "mts" => Some(Self::TypeScript),
            "py" => Some(Self::Python),
            _ => None,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rust => "Rust",
            Self::Go => "Go",
            Self::JavaScript => "JavaScript",
            Self::TypeScript => "TypeScript",
            Self::Python => "Python",
        })
    }
}

impl FromStr for Language {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "javascript" => return Ok(Self::JavaScript),
            "typescript" => return Ok(Self::TypeScript),
            _ => {}
        }
        let known = Self::ALL.map(Self::word);
        Self::ALL
            .into_iter()
            .find(|language| language.word() == word)
            .ok_or_else(|| format!("there is no SDK for `{word}`; the languages are {}", known.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back() {
        for language in Language::ALL {
            assert_eq!(language.word().parse(), Ok(language));
        }
        assert!("cobol".parse::<Language>().unwrap_err().contains("rust, go, js, ts, python"));
    }

    #[test]
    fn a_file_tells_its_language_by_its_ending() {
        assert_eq!(Language::of(Path::new("a/main.ts")), Some(Language::TypeScript));
        assert_eq!(Language::of(Path::new("scenario.py")), Some(Language::Python));
        assert_eq!(Language::of(Path::new("plugin.wasm")), None);
    }
}
