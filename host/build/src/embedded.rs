//! The files that travel inside of the program: SDKs, WIT packages, project templates. Not where they are put.

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// A file: its path, with `/` between folders, and its contents.
pub(crate) type File = (&'static str, &'static [u8]);

/// The SDKs of all languages, each in a folder of its own, and the WIT packages in `wit`.
pub(crate) fn sdks() -> &'static [File] {
    SDKS
}

/// The files of a project template, without the path that leads to them.
pub(crate) fn template(language: &str, name: &str) -> impl Iterator<Item = File> {
    let prefix = format!("{language}/{name}/");
    TEMPLATES.iter().filter_map(move |(path, contents)| Some((path.strip_prefix(&prefix)?, *contents)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sdks_bring_the_world_with_them() {
        let has = |path: &str| sdks().iter().any(|(file, _)| *file == path);
        assert!(has("wit/world.wit") && has("rust/Cargo.toml") && has("rust/wit/world.wit"));
    }
}
