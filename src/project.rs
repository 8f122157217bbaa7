//! Projects that the tool writes itself: an empty one to fill, and the demo.

use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::diagnostic::Failure;
use crate::lang::text;
use crate::publish::sink::{Bundle, write_new_files};
use crate::units::MunicipalityCode;

static DEMO: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/demo");

/// Writes the demo project into `folder`. Its own report folder may be there from an earlier run; nothing else may.
///
/// # Errors
/// [`Failure::Io`] with the path that exists already with other content, or could not be written.
pub fn write_demo(folder: &Path) -> Result<(), Failure> {
    let mut files = Bundle::default();
    collect(&DEMO, folder, &mut files);
    write_new_files(&files, folder).map_err(Failure::from)
}

/// Adds the files that are not there with the same bytes: the demo may be run again.
fn collect(folder: &Dir<'_>, target: &Path, files: &mut Bundle) {
    for file in folder.files() {
        let is_there = std::fs::read(target.join(file.path())).is_ok_and(|bytes| bytes == file.contents());
        if !is_there {
            files.add(file.path().to_string_lossy(), file.contents());
        }
    }
    folder.dirs().for_each(|inner| collect(inner, target, files));
}

/// Writes a project that runs as it stands once exports are dropped in.
///
/// # Errors
/// [`Failure::Definition`] for a municipality number that is none; [`Failure::Io`] where a file exists already or cannot
/// be written.
pub fn write_new(folder: &Path, municipality: &str, year: i32) -> Result<(), Failure> {
    let Some(municipality) = MunicipalityCode::parse(municipality) else {
        return Err(Failure::Definition(text("cli.bad_municipality", &[("value", municipality)])));
    };
    // Innlandet's are known; others fill in their own.
    let unnamed = || text("cli.unnamed_municipality", &[("number", municipality.as_str())]);
    let name = crate::regions::municipality(municipality.as_str()).map_or_else(unnamed, str::to_owned);
    let year = year.to_string();
    let values = [("number", municipality.as_str()), ("name", name.as_str()), ("year", year.as_str())];
    let mut files = Bundle::default();
    files.add("plan.toml", fill(include_str!("../data/template/plan.toml"), &values));
    files.add("LES-MEG.md", fill(include_str!("../data/template/LES-MEG.md"), &values));
    files.add(format!("exports/{year}/LES-MEG.md"), fill(include_str!("../data/template/exports.md"), &values));
    files.add("reference/LES-MEG.md", fill(include_str!("../data/template/reference.md"), &values));
    files.add("sources/LES-MEG.md", fill(include_str!("../data/template/sources.md"), &values));
    write_new_files(&files, folder).map_err(Failure::from)
}

fn fill(template: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
