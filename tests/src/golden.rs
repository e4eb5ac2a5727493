//! Golden tests of the command line: a file with a `RUN:` line, and beside it what the program is to print.
//!
//! Not for anything that differs from run to run: such output is left out with `IGNORE:`.
//!
//! A case is a file under `tests/cli/` that has `RUN: wasmload …` in one of its first lines, in whatever way its format
//! writes comments, so that a plan file can be a case of itself. Beside it stand `NAME.stdout` and `NAME.stderr`; a file
//! that is not there means that nothing is printed. `BLESS=1` rewrites them. Further lines: `EXIT: N` (default 0),
//! `IGNORE: stdout` or `IGNORE: stderr`. Words of the `RUN:` line:
//!
//! | word | is |
//! | --- | --- |
//! | `%self` | the case's own file; one that ends in `.wat` is assembled first |
//! | `%guest:NAME` | a built guest |
//! | `%half:NAME` | a file with the first half of one |
//! | `%tmp` | a folder that is empty at first |
//! | `%target` | the URL of a well-behaved HTTP server |
//! | `%refused` | a URL where nobody listens |
//! | `%raw:NAME` | the URL of a server that misbehaves: `silent`, `closing`, `resetting`, `ending`, `garbage` |
//!
//! In what is printed these are put back in place of what they stood for.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::binary::Wasmload;
use crate::component;
use crate::guests::guest;
use crate::http_server::HttpServer;
use crate::raw_server::{Misbehaviour, RawServer};
use crate::refused_address;

/// How many lines of a file may hold the directives.
const HEADER_LINES: usize = 8;

/// One case.
#[derive(Debug)]
struct Case {
    file: PathBuf,
    words: Vec<String>,
    exit: i32,
    ignored: Vec<String>,
}

/// Runs every case in the folder, and returns a report of those that failed.
///
/// # Panics
/// When the folder holds no case, or one that cannot be understood.
pub fn run_all(folder: &Path) -> Result<usize, String> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the folder of cases").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let cases: Vec<Case> = files.iter().filter_map(|file| Case::read(file)).collect();
    assert!(!cases.is_empty(), "no cases in {}", folder.display());
    orphans(&files, &cases);
    let target = HttpServer::start();
    let mut report = String::new();
    for case in &cases {
        if let Err(difference) = case.run(folder, &target.url()) {
            writeln!(report, "{}: {difference}", case.name()).expect("writing to a string cannot fail");
        }
    }
    if report.is_empty() { Ok(cases.len()) } else { Err(report) }
}

/// An expectation whose case is gone would never fail.
fn orphans(files: &[PathBuf], cases: &[Case]) {
    for file in
        files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "stdout" || ending == "stderr"))
    {
        let stem = file.file_stem();
        assert!(cases.iter().any(|case| case.file.file_stem() == stem), "{} belongs to no case", file.display());
    }
}

impl Case {
    fn read(file: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(file).ok()?;
        let directive = |name: &str| {
            let lines = text.lines().take(HEADER_LINES);
            lines.filter_map(|line| line.split_once(name)).map(|(_, rest)| rest.trim().to_owned()).collect::<Vec<_>>()
        };
        let run = directive("RUN: wasmload").into_iter().next()?;
        let exit = directive("EXIT:").first().map_or(0, |code| code.parse().expect("an exit code"));
        Some(Self { file: file.to_owned(), words: split(&run), exit, ignored: directive("IGNORE:") })
    }

    fn name(&self) -> String {
        self.file.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    fn run(&self, folder: &Path, target: &str) -> Result<(), String> {
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let mut names = Names { temporary: temporary.path().to_owned(), known: Vec::new(), servers: Vec::new() };
        names.know(target, "%target");
        names.know(target.trim_start_matches("http://"), "%target-address");
        let words: Vec<String> = self.words.iter().map(|word| names.replace(word, &self.file)).collect();
        names.know(&temporary.path().display().to_string(), "%tmp");
        let finished = Wasmload::new(&words).in_folder(folder).finish();
        let mut differences = Vec::new();
        if finished.code != self.exit {
            differences.push(format!("exit code {}, not {}", finished.code, self.exit));
        }
        for (stream, text) in [("stdout", &finished.stdout), ("stderr", &finished.stderr)] {
            if !self.ignored.iter().any(|ignored| ignored == stream) {
                differences.extend(compare(&self.file.with_extension(stream), &names.restore(text)));
            }
        }
        if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
    }
}

/// Splits a line into words; single quotes keep blanks in a word.
fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.split('\'').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// What the placeholders of one case stand for.
struct Names {
    temporary: PathBuf,
    known: Vec<(String, String)>,
    servers: Vec<RawServer>,
}

impl Names {
    fn know(&mut self, value: &str, name: &str) {
        self.known.push((value.to_owned(), name.to_owned()));
    }

    /// A word of a `RUN:` line with its placeholder filled in.
    fn replace(&mut self, word: &str, file: &Path) -> String {
        let Some(start) = word.find('%') else { return word.to_owned() };
        let (before, placeholder) = word.split_at(start);
        // What follows a placeholder begins with a slash.
        let (placeholder, after) = placeholder.find('/').map_or((placeholder, ""), |slash| placeholder.split_at(slash));
        let value = match placeholder.split_once(':').unwrap_or((placeholder, "")) {
            ("%self", _) if file.extension().is_some_and(|ending| ending == "wat") => {
                component::assemble_file(file, &self.temporary).display().to_string()
            }
            ("%self", _) => file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            ("%tmp", _) => self.temporary.display().to_string(),
            ("%guest", name) => guest(name).display().to_string(),
            ("%half", name) => self.half(name),
            ("%target", _) => self.known[0].0.clone(),
            ("%refused", _) => format!("http://{}", refused_address()),
            ("%raw", name) => self.raw(name),
            _ => return word.to_owned(),
        };
        if !matches!(placeholder, "%self" | "%tmp") {
            self.know(&value, placeholder);
            self.know(value.trim_start_matches("http://"), &format!("{placeholder}-address"));
        }
        format!("{before}{value}{after}")
    }

    fn half(&self, name: &str) -> String {
        let whole = std::fs::read(guest(name)).expect("a built guest");
        let file = self.temporary.join("half.wasm");
        std::fs::write(&file, &whole[..whole.len() / 2]).expect("a file in a temporary folder");
        file.display().to_string()
    }

    fn raw(&mut self, name: &str) -> String {
        let server = RawServer::start(match name {
            "silent" => Misbehaviour::NeverAnswer,
            "closing" => Misbehaviour::CloseAtOnce,
            "resetting" => Misbehaviour::ResetMidBody,
            "ending" => Misbehaviour::EndMidBody,
            "garbage" => Misbehaviour::Garbage,
            other => panic!("no server misbehaves as `{other}`"),
        });
        let url = server.url();
        self.servers.push(server);
        url
    }

    /// Printed text with the placeholders put back, and what differs from build to build taken out.
    fn restore(&self, text: &str) -> String {
        let known = |text: String, (value, name): &(String, String)| text.replace(value, name);
        let text = self.known.iter().fold(text.to_owned(), known);
        let lines = text.lines().map(|line| {
            without_offset(&without_wasi_patch(&without_size(&without_digest(line)))).trim_end().to_owned() + "\n"
        });
        lines.collect()
    }
}

/// A line with a size of a file in `inspect` replaced: each compiler makes another one.
fn without_size(line: &str) -> String {
    if line.starts_with("size ") { "size       %size".to_owned() } else { line.to_owned() }
}

/// A line with an offset in a component replaced: each build makes another one.
fn without_offset(line: &str) -> String {
    match line.split_once("(at offset 0x") {
        Some((before, _)) => format!("{before}(at offset %offset)"),
        None => line.to_owned(),
    }
}

/// A line with the last number of a WASI version replaced: each compiler has another one.
fn without_wasi_patch(line: &str) -> String {
    match line.split_once("@0.2.") {
        Some((before, patch)) if before.contains("wasi:") && patch.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{before}@0.2.%patch")
        }
        _ => line.to_owned(),
    }
}

/// A line with each run of 64 hexadecimal digits replaced.
fn without_digest(line: &str) -> String {
    let is_digest = |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let words = line.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric());
    words.fold(String::new(), |line, word| {
        let bare = word.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
        line + &if is_digest(bare) { word.replace(bare, "%digest") } else { word.to_owned() }
    })
}

/// Compares printed text with the file, or rewrites the file.
fn compare(file: &Path, printed: &str) -> Option<String> {
    let expected = std::fs::read_to_string(file).unwrap_or_default();
    if expected == printed {
        return None;
    }
    if std::env::var_os("BLESS").is_some() {
        if printed.is_empty() {
            std::fs::remove_file(file).expect("a file that is there");
        } else {
            std::fs::write(file, printed).expect("a file beside its case");
        }
        return None;
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    Some(format!("{name} differs (BLESS=1 rewrites it)\n--- expected\n{expected}--- printed\n{printed}---"))
}

#[cfg(test)]
mod tests {
    use super::{split, without_digest, without_wasi_patch};

    #[test]
    fn quotes_keep_blanks() {
        assert_eq!(split("run 'a b' c"), ["run", "a b", "c"]);
    }

    #[test]
    fn digests_are_taken_out() {
        let digest = "0123456789abcdef".repeat(4);
        assert_eq!(without_digest(&format!("digest sha256:{digest}, v1")), "digest sha256:%digest, v1");
        assert_eq!(without_digest("deadbeef"), "deadbeef");
    }

    #[test]
    fn versions_that_compilers_choose_are_taken_out() {
        assert_eq!(without_wasi_patch("  wasi:io/poll@0.2.6"), "  wasi:io/poll@0.2.%patch");
        assert_eq!(without_wasi_patch("wasmload:http/client@0.2.1"), "wasmload:http/client@0.2.1");
    }
}
