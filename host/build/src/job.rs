//! A build, in order: the SDK, the language's own tool, the component, its stamp. What did not change is not made again.

use std::fs;
use std::path::{Path, PathBuf};

use crate::digest::Digest;
use crate::error::BuildError;
use crate::folders::Folders;
use crate::lock;
use crate::project::Project;
use crate::sdk::{OWN_FOLDER, Sdks};
use crate::stamp;
use crate::toolchain::{self, Job};

/// What a build came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// The component.
    pub component: PathBuf,
    /// Whether it was there already, made of the same sources.
    pub unchanged: bool,
}

/// Builds a project. The component goes to `output`, or else to `dist/NAME.wasm` of the project; that of a source file
/// without a project stays in the cache.
///
/// # Errors
/// The tools of the language are missing, or find a fault; the result does not fit; files cannot be written.
pub fn build(project: &Project, output: Option<&Path>, folders: &Folders) -> Result<Built, BuildError> {
    let toolchain = toolchain::of(project.language);
    let sdks = Sdks::unpack(folders)?;
    let work = work_folder(project, folders);
    if !project.loose {
        sdks.link(&project.root)?;
    }
    // Two builds of one project at a time would write the same files.
    let _alone = lock::hold(&work.join("lock"))?;
    let own = if project.loose { work.clone() } else { from_here(&project.root).join("dist") };
    let component = output.map_or_else(|| own.join(format!("{}.wasm", project.name)), Path::to_owned);

    let job = Job { project, folders, sdks: &sdks, work };
    let compiled = toolchain.compile(&job)?;
    let inputs = Digest::new().part(env!("CARGO_PKG_VERSION")).part(&sdks.digest).part(&compiled.digest).finish();
    // Beside the digest of the inputs that of the component: somebody may have put another one there.
    let record = job.work.join("built");
    let known = fs::read_to_string(&record).unwrap_or_default();
    let outcome = |component: &[u8]| format!("{inputs}\n{}\n", Digest::new().part(component).finish());
    if fs::read(&component).is_ok_and(|bytes| outcome(&bytes) == known) {
        return Ok(Built { component, unchanged: true });
    }
    let bytes = toolchain.componentize(&job, &compiled)?;
    let bytes = stamp::stamp(&bytes, project.language).map_err(|reason| BuildError::Misfit {
        project: project.shown(),
        reason,
        hint: "this is a fault of the tool that built it".to_owned(),
    })?;
    write(&component, &bytes)?;
    write(&record, outcome(&bytes).as_bytes())?;
    Ok(Built { component, unchanged: false })
}

fn work_folder(project: &Project, folders: &Folders) -> PathBuf {
    match &project.entry {
        Some(file) if project.loose => {
            folders.loose(&Digest::new().part(file.as_os_str().as_encoded_bytes()).finish()[..16])
        }
        _ => project.root.join(OWN_FOLDER).join("build").join(&project.name),
    }
}

/// A folder as the user would name it: relative, if it lies below the current one.
fn from_here(folder: &Path) -> PathBuf {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    here.ok().and_then(|here| folder.strip_prefix(here).ok()).unwrap_or(folder).to_owned()
}

/// Writes a file so that nobody ever sees half of it.
fn write(path: &Path, bytes: &[u8]) -> Result<(), BuildError> {
    let part = path.with_extension(format!("part-{}", std::process::id()));
    let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&part, bytes));
    written.and_then(|()| fs::rename(&part, path)).map_err(BuildError::file(path, "written"))
}
