//! Guests that behave in one way each, for the tests of the host: one file each in `examples/`.
//!
//! Not a library: cargo wants a target beside the examples. Each file's first sentences say what it does, which variables it
//! reads, and what the host must show.

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// Where the programs are.
    fn folder() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
    }

    #[test]
    fn every_program_is_listed_and_says_what_the_host_must_do() {
        let manifest = include_str!("../Cargo.toml");
        let files = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
        let mut listed = 0;
        for file in files {
            let name = file.file_stem().unwrap().to_str().unwrap();
            assert!(
                manifest.contains(&format!("name = \"{name}\"\ncrate-type")),
                "`{name}` is not listed in Cargo.toml"
            );
            let source = std::fs::read_to_string(&file).unwrap();
            let says: Vec<&str> = source.lines().take_while(|line| line.starts_with("//!")).collect();
            assert!(
                says.join(" ").replace("//! ", "").contains("he host must"),
                "`{name}` does not say what is expected"
            );
            listed += 1;
        }
        assert_eq!(manifest.matches("[[example]]").count(), listed, "a listed program is not there");
    }
}
