//! The reports that lie in the project's `reports/` folder: whoever reads the next one may have read them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Job, default_folder};
use crate::acquire::FileRecord;
use crate::diagnostic::{Failure, IoFailure};
use crate::protect::{Heading, Interval, Published, PublishedFigure, Said, Shown};
use crate::units::{Audience, Window};
use crate::windows::iso_date;

/// What of a bundle is read.
const FILES: [&str; 2] = ["manifest.json", "data/indikatorer.csv"];

/// The public bundles of the municipality, by name, with what was read of them. The bundle that the run replaces is none
/// of them; the one of `--forrige` is, wherever it lies. Folders that are no bundle of ours are passed over.
///
/// # Errors
/// [`Failure::Io`] for a bundle that cannot be read.
pub(super) fn read(job: &Job, heading: &Heading) -> Result<(Vec<Published>, Vec<FileRecord>), Failure> {
    let (mut published, mut files) = (Vec::new(), Vec::new());
    if heading.audience == Audience::Intern {
        return Ok((published, files));
    }
    for folder in folders(job)? {
        let Some([manifest, tidy]) = bytes(&folder)? else { continue };
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let Some(bundle) = parse(&name, &manifest, &tidy) else { continue };
        if bundle.municipality != heading.municipality.as_str() {
            continue;
        }
        let name = crate::privacy::safe_path(&name);
        files.extend(
            FILES.iter().zip([&manifest, &tidy]).map(|(file, bytes)| FileRecord::of(&format!("{name}/{file}"), bytes)),
        );
        published.push(bundle);
    }
    Ok((published, files))
}

fn folders(job: &Job) -> Result<Vec<PathBuf>, Failure> {
    let absolute = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let written = absolute(&job.out.clone().unwrap_or_else(|| default_folder(job)));
    let reports = job.root.join("reports");
    let mut folders: Vec<PathBuf> = Vec::new();
    if reports.is_dir() {
        for entry in fs::read_dir(&reports).map_err(IoFailure::at(&reports))? {
            folders.push(absolute(&entry.map_err(IoFailure::at(&reports))?.path()));
        }
    }
    folders.extend(job.last.as_deref().map(absolute));
    folders.retain(|folder| *folder != written);
    folders.sort();
    folders.dedup();
    Ok(folders)
}

/// The files of a bundle; none where one of them is not there.
fn bytes(folder: &Path) -> Result<Option<[Vec<u8>; 2]>, Failure> {
    let paths = FILES.map(|name| folder.join(name));
    if !paths.iter().all(|path| path.is_file()) {
        return Ok(None);
    }
    let [manifest, tidy] = paths.map(|path| fs::read(&path).map_err(IoFailure::at(&path)));
    Ok(Some([manifest?, tidy?]))
}

/// A public bundle of ours.
fn parse(name: &str, manifest: &[u8], tidy: &[u8]) -> Option<Published> {
    let manifest: Value = serde_json::from_slice(manifest).ok()?;
    let said = |pointer: &str| manifest.pointer(pointer).and_then(Value::as_str);
    let is_public = said("/tool/name")? == env!("CARGO_PKG_NAME") && said("/audience")? == Audience::Offentlig.id();
    let day = |window: &Value, key: &str| window[key].as_str().and_then(iso_date);
    let of_year = |window: &Value| {
        let year = window["year"].as_i64().and_then(|year| i32::try_from(year).ok())?;
        Some((year, (day(window, "first")?, day(window, "last")?)))
    };
    let definitions = manifest["definitions"].as_object().into_iter().flatten();
    is_public.then_some(())?;
    Some(Published {
        name: name.to_owned(),
        municipality: said("/municipality")?.to_owned(),
        window: window_of(&manifest)?,
        definitions: definitions.filter_map(|(id, hash)| Some((id.clone(), hash.as_str()?.to_owned()))).collect(),
        days: manifest["windows"].as_array()?.iter().filter_map(of_year).collect::<BTreeMap<_, _>>(),
        figures: figures(tidy)?,
    })
}

/// The one window that a bundle is about.
fn window_of(manifest: &Value) -> Option<Window> {
    let id = manifest["windows"].as_array()?.last()?["window"].as_str()?;
    Window::ALL.into_iter().find(|window| window.id() == id)
}

fn figures(tidy: &[u8]) -> Option<Vec<PublishedFigure>> {
    let mut reader = csv::ReaderBuilder::new().from_reader(tidy);
    let headers = reader.headers().ok()?.clone();
    let column = |name: &str| headers.iter().position(|header| header == name);
    let [measure, place, year, breakdown] =
        [column("indikator")?, column("kommune")?, column("aar")?, column("fordeling")?];
    let [value, numerator, denominator, status] =
        [column("verdi")?, column("teller")?, column("nevner")?, column("status")?];
    let [lower, upper, beside] = [column("nedre")?, column("ovre")?, column("referanse_verdi")?];
    let mut figures = Vec::new();
    for record in reader.records() {
        let record = record.ok()?;
        let text = |column: usize| record.get(column).unwrap_or_default();
        let count = |column: usize| text(column).parse::<u64>().ok();
        let number = |column: usize| text(column).parse::<f64>().ok();
        let said = match text(status) {
            "" if !text(value).is_empty() => Said::Figure(Shown {
                value: text(value).parse().ok()?,
                numerator: count(numerator),
                denominator: count(denominator),
                interval: number(lower).zip(number(upper)).map(|(lower, upper)| Interval { lower, upper }),
            }),
            ":" => Said::Withheld,
            "." => Said::NotApplicable,
            _ => continue,
        };
        figures.push(PublishedFigure {
            place: text(place).to_owned(),
            measure: text(measure).to_owned(),
            year: text(year).parse().ok()?,
            breakdown: text(breakdown).to_owned(),
            said,
            beside: number(beside),
        });
    }
    Some(figures)
}
