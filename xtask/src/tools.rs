//! What must be on the machine beside cargo: found, installed where that is ours to do, or named in one line.
//!
//! Not the crates: cargo fetches those.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::project::GUEST_TARGET;
use crate::shell;

/// Whether this is continuous integration, where a missing tool is a failure and not a test left out.
pub(crate) fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false" && value != "0")
}

/// The program of that name on the search path.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .chain(["/usr/sbin".into(), "/sbin".into()])
        .map(|folder: PathBuf| folder.join(program))
        .find(|file| file.is_file())
}

/// Makes sure that guests can be compiled: adds the target with rustup when it is missing.
pub(crate) fn guest_target() -> Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder = shell::read(Command::new(rustc).args(["--print", "target-libdir", "--target", GUEST_TARGET]))?;
    if std::fs::read_dir(folder.trim()).is_ok_and(|mut entries| entries.next().is_some()) {
        return Ok(());
    }
    if find("rustup").is_none() {
        bail!(
            "the Rust target `{GUEST_TARGET}` is missing; install it with your distribution's packages, or Rust with https://rustup.rs"
        );
    }
    shell::run(Command::new("rustup").args(["target", "add", GUEST_TARGET]))
}

/// A program that tests start, and the Debian package that holds it.
struct Needed {
    package: &'static str,
    present: fn() -> bool,
    what_for: &'static str,
}

const NEEDED: &[Needed] = &[
    Needed { package: "nginx-light", present: || find("nginx").is_some(), what_for: "counting requests and bytes" },
    Needed { package: "postgresql", present: postgres, what_for: "the example target's second database" },
    Needed { package: "valgrind", present: || find("valgrind").is_some(), what_for: "counting instructions" },
];

/// Debian keeps PostgreSQL's own programs out of the search path.
fn postgres() -> bool {
    find("initdb").is_some()
        || std::fs::read_dir("/usr/lib/postgresql")
            .is_ok_and(|versions| versions.flatten().any(|version| version.path().join("bin/initdb").is_file()))
}

/// Makes sure that the programs that tests start are there: installs them as root on Debian, or names them in one line.
pub(crate) fn for_tests() -> Result<()> {
    let missing: Vec<&Needed> = NEEDED.iter().filter(|needed| !(needed.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|needed| needed.package).collect();
    if install(&packages)? {
        return Ok(());
    }
    let reasons: Vec<String> =
        missing.iter().map(|needed| format!("{} ({})", needed.package, needed.what_for)).collect();
    if in_ci() {
        bail!("missing: {}", reasons.join(", "));
    }
    eprintln!(
        "missing, so their tests are left out: {}; install with `apt-get install {}`",
        reasons.join(", "),
        packages.join(" ")
    );
    Ok(())
}

/// Installs those Debian packages. False when that is not ours to do: not as root, or not on Debian.
pub(crate) fn install(packages: &[&str]) -> Result<bool> {
    if find("apt-get").is_none() || !is_root()? {
        return Ok(false);
    }
    let mut install = apt(&["install", "--yes", "--no-install-recommends"]);
    install.args(packages);
    // The package lists may be old or not there at all; updating them first would cost time that is seldom needed.
    if shell::run(&mut install).is_err() {
        shell::run(&mut apt(&["update"]))?;
        shell::run(&mut install)?;
    }
    Ok(true)
}

fn apt(words: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").args(words).stdout(Stdio::null());
    command
}

fn is_root() -> Result<bool> {
    let user = shell::read(Command::new("id").arg("-u")).context("cannot tell who runs this")?;
    Ok(user.trim() == "0")
}
