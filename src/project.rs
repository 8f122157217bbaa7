//! Projects that the tool writes itself: an empty one to fill, and the demo.

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::diagnostic::{Failure, Finding};
use crate::lang::text;
use crate::privacy::{OutputScan, Scanned, key_file};
use crate::publish::sink::{Bundle, write_new_files, write_secret};
use crate::units::MunicipalityCode;

static DEMO: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/demo");

/// Writes the demo project into `folder`. Its own report folder may be there from an earlier run; nothing else may.
///
/// # Errors
/// [`Failure::Io`] with the path that exists already with other content, or could not be written.
pub fn write_demo(folder: &Path) -> Result<(), Failure> {
    let mut files = Bundle::default();
    collect(&DEMO, folder, &mut files);
    write_new_files(&scanned(&OutputScan::of_synthetic_exports(), files)?, folder).map_err(Failure::from)
}

fn scanned(scan: &OutputScan, files: Bundle) -> Result<Scanned<Bundle>, Failure> {
    let say = |findings: Vec<Finding>| {
        Failure::Definition(
            findings
                .iter()
                .map(|found| format!("{}: {}", found.place.file, found.rule.title()))
                .collect::<Vec<_>>()
                .join("\n"),
        )
    };
    scan.pass(files).map_err(say)
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

/// Writes a project that runs as it stands once exports are dropped in, and its key outside it. Gives the key's file; none
/// where `keys` is, since the environment then names no place for it.
///
/// # Errors
/// [`Failure::Definition`] for a municipality number that is none, or keys that would lie in the project; [`Failure::Io`]
/// where a file exists already or cannot be written.
pub fn write_new(
    folder: &Path,
    municipality: &str,
    year: i32,
    keys: Option<&Path>,
) -> Result<Option<PathBuf>, Failure> {
    let Some(municipality) = MunicipalityCode::parse(municipality) else {
        return Err(Failure::Definition(text("cli.bad_municipality", &[("value", municipality)])));
    };
    // Innlandet's are known; others fill in their own.
    let unnamed = || text("cli.unnamed_municipality", &[("number", municipality.as_str())]);
    let name = crate::regions::municipality(municipality.as_str()).map_or_else(unnamed, str::to_owned);
    let year = year.to_string();
    let key = keys.map(|keys| key_file::new_key(keys, folder)).transpose()?;
    // Without a key the line stays as a comment: a plan that names a key which is not there does not run.
    let key_line = key.as_ref().map_or("# nokkel = \"…\"".to_owned(), |key| format!("nokkel = \"{}\"", key.id));
    let values = [
        ("number", municipality.as_str()),
        ("name", name.as_str()),
        ("year", year.as_str()),
        ("key", key_line.as_str()),
    ];
    let mut files = Bundle::default();
    files.add("plan.toml", fill(include_str!("../data/template/plan.toml"), &values));
    files.add("LES-MEG.md", fill(include_str!("../data/template/LES-MEG.md"), &values));
    files.add(format!("exports/{year}/LES-MEG.md"), fill(include_str!("../data/template/exports.md"), &values));
    files.add("reference/LES-MEG.md", fill(include_str!("../data/template/reference.md"), &values));
    files.add("sources/LES-MEG.md", fill(include_str!("../data/template/sources.md"), &values));
    write_with_key(&scanned(&OutputScan::default(), files)?, folder, key)
}

/// The key first: a plan that names a key which could not be written would not run.
fn write_with_key(
    files: &Scanned<Bundle>,
    folder: &Path,
    key: Option<key_file::NewKey>,
) -> Result<Option<PathBuf>, Failure> {
    key.iter().try_for_each(|key| write_secret(&key.content, &key.path))?;
    let path = key.map(|key| key.path);
    let written = write_new_files(files, folder);
    if let (Err(_), Some(path)) = (&written, &path) {
        // A key that no plan names is of no use. What kept the project from being written is the thing to tell.
        let _ = std::fs::remove_file(path);
    }
    written?;
    Ok(path)
}

fn fill(template: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
