//! Where things are in this repository, and which of its packages are guests.
//!
//! Not how they are built: that is `build` and `guests`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::shell;

/// The target that guests are built for.
pub(crate) const GUEST_TARGET: &str = "wasm32-wasip2";

/// The profile that guests are built in.
pub(crate) const GUEST_PROFILE: &str = "guest";

/// The profile of what is shipped to users.
pub(crate) const DIST_PROFILE: &str = "dist";

/// The repository.
pub(crate) struct Project {
    /// Its top folder.
    pub(crate) root: PathBuf,
    /// Where cargo puts what it builds.
    pub(crate) target: PathBuf,
    packages: Vec<Package>,
}

/// A package of the workspace.
struct Package {
    name: String,
    side: Side,
    /// The kinds of its components (`cdylib`, `example`); empty when it is no guest.
    components: Vec<String>,
}

/// What a package is part of. Each side is built on its own: built together, cargo would merge what they want of a crate
/// that several of them use, and compile wasmtime anew for each selection of packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The host, the example target and the tests of both.
    Host,
    /// Guests and what they are written with.
    Guest,
    /// This program, and what it builds for itself.
    Tool,
}

impl Project {
    /// Asks cargo.
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("`xtask` stands in no folder")?.to_path_buf();
        let mut command = cargo_in(&root);
        command.args(["metadata", "--no-deps", "--format-version", "1"]);
        let metadata: Value =
            serde_json::from_str(&shell::read(&mut command)?).context("`cargo metadata` is not JSON")?;
        let target =
            metadata["target_directory"].as_str().context("`cargo metadata` names no target directory")?.into();
        let packages = metadata["packages"].as_array().context("`cargo metadata` lists no packages")?;
        Ok(Self { root, target, packages: packages.iter().map(Package::read).collect::<Result<_>>()? })
    }

    /// A `cargo` command that runs in the top folder.
    pub(crate) fn cargo(&self) -> Command {
        cargo_in(&self.root)
    }

    /// `--package NAME` for each package of that side.
    pub(crate) fn select(&self, side: Side) -> Vec<&str> {
        let names = self.packages.iter().filter(|package| package.side == side).map(|package| package.name.as_str());
        names.flat_map(|name| ["--package", name]).collect()
    }

    /// The names of the packages with a component in them.
    pub(crate) fn guests(&self) -> impl Iterator<Item = &str> {
        self.packages.iter().filter(|package| !package.components.is_empty()).map(|package| package.name.as_str())
    }

    /// Those of them whose components are cargo examples, one file each.
    pub(crate) fn example_guests(&self) -> impl Iterator<Item = &str> {
        let has_examples = |package: &&Package| package.components.iter().any(|kind| kind == "example");
        self.packages.iter().filter(has_examples).map(|package| package.name.as_str())
    }

    /// A program that cargo built in the release profile.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.target.join("release").join(name)
    }

    /// A program as it is shipped to users.
    pub(crate) fn shipped(&self, name: &str) -> PathBuf {
        self.target.join(DIST_PROFILE).join(name)
    }

    /// A component that cargo built from a guest.
    pub(crate) fn component(&self, name: &str) -> Result<PathBuf> {
        let folder = self.target.join(GUEST_TARGET).join(GUEST_PROFILE);
        let file = format!("{}.wasm", name.replace('-', "_"));
        let places = [folder.join(&file), folder.join("examples").join(&file)];
        let Some(place) = places.iter().find(|place| place.is_file()) else {
            bail!("there is no `{file}` under {}", folder.display());
        };
        Ok(place.clone())
    }
}

impl Package {
    fn read(package: &Value) -> Result<Self> {
        let name = package["name"].as_str().context("a package without a name")?.to_owned();
        let manifest = Path::new(package["manifest_path"].as_str().context("a package without a manifest")?);
        let targets = package["targets"].as_array().context("a package without targets")?;
        let is_component = |target: &&Value| {
            target["crate_types"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "cdylib"))
        };
        let kind = |target: &Value| target["kind"][0].as_str().unwrap_or_default().to_owned();
        let components: Vec<String> = targets.iter().filter(is_component).map(kind).collect();
        let tools = Path::new(env!("CARGO_MANIFEST_DIR"));
        let in_sdk = manifest.components().any(|part| part.as_os_str() == "guest-sdk");
        let side = match () {
            () if manifest.starts_with(tools) => Side::Tool,
            () if in_sdk || !components.is_empty() => Side::Guest,
            () => Side::Host,
        };
        Ok(Self { name, side, components })
    }
}

fn cargo_in(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    command
}
