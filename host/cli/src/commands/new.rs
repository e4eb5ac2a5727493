//! `wasmload new`: makes a project, and says what to type next.

use wasmload_build::Scaffold;

use crate::args::NewArgs;
use crate::diagnostics::Outcome;
use crate::exit_code::Exit;
use crate::export::print_line;
use crate::{folders, source};

pub(crate) fn new(args: &NewArgs) -> Outcome<Exit> {
    let folders = folders::for_builds()?;
    let made = wasmload_build::new(&args.folder, args.lang, args.template, &folders).map_err(source::failure)?;
    print_line(&text(args, &made))
}

fn text(args: &NewArgs, made: &Scaffold) -> String {
    let folder = made.folder.display();
    let mut text = format!("made {folder}: {}, template `{}`\n", args.lang, args.template);
    for file in &made.files {
        text.push_str(&format!("  {folder}/{file}\n"));
    }
    text.push_str(&format!("next:\n  cd {folder}\n  wasmload run . --target http://127.0.0.1:8080"));
    text
}
