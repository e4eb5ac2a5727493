//! Puts a bundle's source map into the component, for the host that rewrites the positions of stack traces.
//!
//! Not what is done with it: `wasmload-runtime` reads the section.

use std::fs;
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use crate::error::BuildError;

/// The custom section that holds the map, as JSON (ECMA-426).
const SECTION: &str = "wasmload:source-map";

/// Where the map of a bundle is.
pub(crate) fn beside(bundle: &Path) -> PathBuf {
    bundle.with_extension("js.map")
}

/// Appends the map of a bundle, which lies beside it, to the component. Sources are named from the project's folder on, and the
/// text of the sources stays behind: it is not needed, and may be nobody else's business.
pub(crate) fn embed(component: &mut Vec<u8>, bundle: &Path, root: &Path) -> Result<(), BuildError> {
    let file = beside(bundle);
    let text = fs::read_to_string(&file).map_err(BuildError::file(&file, "read"))?;
    let name = bundle.file_name().unwrap_or_default().to_string_lossy();
    let folder = bundle.parent().unwrap_or(root);
    if let Some(map) = published(&text, &name, folder, root) {
        append(component, SECTION, map.to_string().as_bytes());
    }
    Ok(())
}

/// The map as others may see it; none when it is not one.
fn published(text: &str, bundle: &str, folder: &Path, root: &Path) -> Option<Value> {
    let mut map: Value = serde_json::from_str(text).ok()?;
    let object = map.as_object_mut()?;
    object.insert("file".to_owned(), bundle.into());
    object.remove("sourcesContent");
    for source in object.get_mut("sources")?.as_array_mut()? {
        let path = normal(&folder.join(source.as_str()?));
        *source = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned().into();
    }
    Some(map)
}

/// A path without `.` and `..`. Links are not followed: names stay as they were written.
fn normal(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut normal, part| {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(normal.pop()),
            part => normal.push(part),
        }
        normal
    })
}

/// Appends a custom section: <https://webassembly.github.io/spec/core/binary/modules.html#custom-section>.
fn append(component: &mut Vec<u8>, name: &str, data: &[u8]) {
    let mut name_length = Vec::new();
    leb128(&mut name_length, name.len());
    component.push(0);
    leb128(component, name_length.len() + name.len() + data.len());
    component.extend(name_length);
    component.extend(name.as_bytes());
    component.extend(data);
}

fn leb128(bytes: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        bytes.push(0x80 | (number & 0x7f) as u8);
        number >>= 7;
    }
    bytes.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_named_from_the_project_on_and_stay_behind() {
        let text = r#"{"version":3,"sources":["../../../load/shop.ts","../../sdk/js/src/http.ts"],"sourcesContent":["secret","b"],"mappings":"AAAA"}"#;
        let map = published(text, "main.js", Path::new("/shop/.wasmload/build/shop"), Path::new("/shop")).unwrap();
        assert_eq!(map["file"], "main.js");
        assert_eq!(map["sources"][0], "load/shop.ts");
        assert_eq!(map["sources"][1], ".wasmload/sdk/js/src/http.ts");
        assert!(!map.to_string().contains("secret"));
        assert_eq!(published("no map", "main.js", Path::new("/a"), Path::new("/a")), None);
    }

    #[test]
    fn a_section_is_one_that_parsers_read() {
        let mut component = b"\0asm\x0d\0\x01\0".to_vec();
        let data = vec![b'x'; 300];
        append(&mut component, SECTION, &data);
        let mut sections =
            wasmparser::Parser::new(0).parse_all(&component).filter_map(|payload| match payload.unwrap() {
                wasmparser::Payload::CustomSection(section) => {
                    Some((section.name().to_owned(), section.data().to_vec()))
                }
                _ => None,
            });
        assert_eq!(sections.next(), Some((SECTION.to_owned(), data)));
    }
}
