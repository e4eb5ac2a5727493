//! Running the program `wasmload` as a user does: arguments in; exit code, standard output and standard error out.
//!
//! Nothing hangs: each run has a limit, after which it is killed and the test fails with what it had printed.

use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::time::Instant;

use crate::summary::Summary;

/// How long a run may take unless the test says otherwise. Far above what any of them needs on a busy machine.
const LIMIT: Duration = Duration::from_secs(90);

/// A call of `wasmload` that is being put together. Its environment is empty but for a search path, a home of its own
/// and a cache for compiled plugins that all tests share.
#[derive(Debug)]
pub struct Wasmload {
    command: Command,
    folder: TempDir,
    limit: Duration,
}

impl Wasmload {
    /// `wasmload` with those arguments.
    pub fn new(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut command = Command::new(program());
        command.args(arguments).env_clear().env("HOME", folder.path());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("WASMLOAD_CACHE_DIR", target().join("tests-cache"));
        Self { command, folder, limit: LIMIT }
    }

    /// `wasmload run PLUGIN`, with a summary exported for [`Finished::summary`].
    pub fn run(plugin: &Path) -> Self {
        let mut this = Self::new([OsStr::new("run"), plugin.as_os_str()]);
        let summary = this.summary_file();
        this.command.arg("--summary-export").arg(summary);
        this
    }

    /// Adds arguments.
    #[must_use]
    pub fn args(mut self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.command.args(arguments);
        self
    }

    /// Sets a variable of its environment.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Lets it build projects: with the environment of the tests, in which the languages' tools find what they need.
    #[must_use]
    pub fn with_toolchains(mut self) -> Self {
        self.command.envs(std::env::vars_os()).envs(toolchain_environment());
        self
    }

    /// Runs it in that folder.
    #[must_use]
    pub fn in_folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Writes a plan file and passes it with `--config`. The text is TOML.
    #[must_use]
    pub fn plan(mut self, text: &str) -> Self {
        let file = self.folder.path().join("plan.toml");
        std::fs::write(&file, text).expect("a plan file");
        self.command.arg("--config").arg(file);
        self
    }

    /// Changes how long it may take.
    #[must_use]
    pub fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Runs it to its end.
    pub fn finish(self) -> Finished {
        self.start().finish()
    }

    /// Starts it.
    pub fn start(mut self) -> Running {
        let summary = self.summary_file();
        let spawned = self.command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = spawned.unwrap_or_else(|error| {
            panic!("`{}` cannot be run ({error}); `cargo xtask test` builds it", program().display())
        });
        let stdout = Stream::read(child.stdout.take().expect("a pipe"));
        let stderr = Stream::read(child.stderr.take().expect("a pipe"));
        Running { child, stdout, stderr, summary, started: Instant::now(), limit: self.limit, _folder: self.folder }
    }

    fn summary_file(&self) -> PathBuf {
        self.folder.path().join("summary.json")
    }
}

/// A call that runs.
#[derive(Debug)]
pub struct Running {
    child: Child,
    stdout: Stream,
    stderr: Stream,
    summary: PathBuf,
    started: Instant,
    limit: Duration,
    // Deleted when the run is over.
    _folder: TempDir,
}

impl Running {
    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends it the signal of Ctrl-C.
    pub fn interrupt(&self) {
        kill_process(Pid::from_child(&self.child), Signal::INT).expect("the process is there");
    }

    /// Waits until the condition holds.
    ///
    /// # Panics
    /// When the process ends before, or its limit is reached.
    pub fn wait_until(&mut self, what: &str, mut condition: impl FnMut() -> bool) {
        while !condition() {
            self.go_on(what);
        }
    }

    /// Waits until it has printed that to standard error.
    ///
    /// # Panics
    /// When the process ends before, or its limit is reached.
    pub fn wait_for(&mut self, text: &str) {
        self.wait_for_times(text, 1);
    }

    /// Waits until it has printed that to standard error so often.
    ///
    /// # Panics
    /// When the process ends before, or its limit is reached.
    pub fn wait_for_times(&mut self, text: &str, times: usize) {
        while self.stderr.so_far().matches(text).count() < times {
            self.go_on(text);
        }
    }

    /// Waits for its end.
    ///
    /// # Panics
    /// When it does not end in time, or was ended by a signal.
    pub fn finish(mut self) -> Finished {
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a child process") {
                break status;
            }
            self.check_limit();
            std::thread::sleep(Duration::from_millis(5));
        };
        let took = self.started.elapsed();
        let (stdout, stderr) = (self.stdout.finish(), self.stderr.finish());
        let code = status.code().unwrap_or_else(|| panic!("ended by a signal ({status})\n{stdout}\n{stderr}"));
        let summary = std::fs::read_to_string(&self.summary).ok().filter(|text| !text.is_empty());
        Finished { code, stdout, stderr, took, summary }
    }

    /// Waits a moment for something that is to come.
    fn go_on(&mut self, what: &str) {
        let ended = self.child.try_wait().expect("a child process");
        assert!(ended.is_none(), "ended before {what}: {}", self.printed());
        self.check_limit();
        std::thread::sleep(Duration::from_millis(5));
    }

    fn check_limit(&mut self) {
        if self.started.elapsed() > self.limit {
            // It may have ended just now.
            drop(self.child.kill());
            panic!("still running after {:?}: {}", self.limit, self.printed());
        }
    }

    fn printed(&self) -> String {
        format!("\n--- stdout\n{}\n--- stderr\n{}", self.stdout.so_far(), self.stderr.so_far())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A test that failed leaves nothing behind.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A call that ended by itself.
#[derive(Debug)]
pub struct Finished {
    /// The exit code.
    pub code: i32,
    /// All of standard output.
    pub stdout: String,
    /// All of standard error.
    pub stderr: String,
    /// How long it ran.
    pub took: Duration,
    summary: Option<String>,
}

impl Finished {
    /// Fails the test when the exit code is another.
    ///
    /// # Panics
    /// Then.
    #[track_caller]
    pub fn expect_code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "exit code\n--- stdout\n{}\n--- stderr\n{}", self.stdout, self.stderr);
        self
    }

    /// The exported summary.
    ///
    /// # Panics
    /// When there is none, or it is not JSON.
    #[track_caller]
    pub fn summary(&self) -> Summary {
        let text = self.summary.as_deref();
        let text =
            text.unwrap_or_else(|| panic!("no summary\n--- stdout\n{}\n--- stderr\n{}", self.stdout, self.stderr));
        Summary::parse(text)
    }

    /// Whether a summary was exported.
    pub fn has_summary(&self) -> bool {
        self.summary.is_some()
    }
}

/// A pipe that is emptied in the background, so that the process never waits for its reader.
#[derive(Debug)]
struct Stream {
    text: Arc<Mutex<Vec<u8>>>,
    thread: Option<JoinHandle<()>>,
}

impl Stream {
    fn read(mut pipe: impl Read + Send + 'static) -> Self {
        let text = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&text);
        let thread = std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = pipe.read(&mut buffer) {
                shared.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&buffer[..length]);
            }
        });
        Self { text, thread: Some(thread) }
    }

    fn so_far(&self) -> String {
        String::from_utf8_lossy(&self.text.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }

    fn finish(&mut self) -> String {
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the reader of a pipe");
        }
        self.so_far()
    }
}

/// The folder that cargo builds into: the tests' own program lies in its `release/deps`.
pub fn target() -> PathBuf {
    let this = std::env::current_exe().expect("the path of this program");
    this.ancestors().nth(3).expect("a folder").to_path_buf()
}

/// What differs from the environment of the tests where projects are built: SDKs and tools are kept in the target folder,
/// so that they are installed once, and nothing of the user's is touched.
pub fn toolchain_environment() -> [(&'static str, PathBuf); 4] {
    let own = target().join("wasmload");
    [
        ("WASMLOAD_DATA_DIR", own.join("data")),
        ("XDG_CACHE_HOME", own.join("cache")),
        ("WASMLOAD_CACHE_DIR", target().join("tests-cache")),
        // Projects in Rust have the same dependencies: they are compiled once.
        ("CARGO_TARGET_DIR", own.join("cargo")),
    ]
}

/// The program under test: beside the tests' own one, or where `WASMLOAD_BIN` points.
pub fn program() -> PathBuf {
    std::env::var_os("WASMLOAD_BIN").map_or_else(|| target().join("release/wasmload"), PathBuf::from)
}
