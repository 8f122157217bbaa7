//! The reports that lie in the project's `reports/` folder: whoever reads the next one may have read them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Job, default_folder};
use crate::acquire::FileRecord;
use crate::compute::{Coarsening, Detail, Merge, Omission};
use crate::diagnostic::{Failure, IoFailure};
use crate::lang::text;
use crate::privacy::safe_path;
use crate::protect::{Heading, Published, PublishedFigure, Row, Said};
use crate::units::{Audience, Window};
use crate::windows::iso_date;

/// What of a bundle is read.
const FILES: [&str; 2] = ["manifest.json", "data/indikatorer.csv"];

/// What was published before.
#[derive(Default)]
pub(super) struct Earlier {
    pub(super) bundles: Vec<Published>,
    /// What was read of them.
    pub(super) files: Vec<FileRecord>,
    /// Where they lie.
    pub(super) folders: Vec<PathBuf>,
}

/// The public bundles of the municipality, by name, with what was read of them. The bundle that the run replaces is none
/// of them; the one of `--forrige` is, wherever it lies. Folders that are no bundle of ours are passed over.
///
/// # Errors
/// [`Failure::Io`] for a bundle that cannot be read; [`Failure::Definition`] for one that is not as it was published: nobody
/// knows what its readers know.
pub(super) fn read(job: &Job, heading: &Heading) -> Result<Earlier, Failure> {
    let mut earlier = Earlier::default();
    if heading.audience == Audience::Intern {
        return Ok(earlier);
    }
    for folder in folders(job)? {
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let path = folder.join(FILES[0]);
        if !path.is_file() {
            continue;
        }
        let manifest = fs::read(&path).map_err(IoFailure::at(&path))?;
        let Some(said) = ours(&manifest, heading) else { continue };
        let path = folder.join(FILES[1]);
        let tidy = fs::read(&path).map_err(IoFailure::at(&path))?;
        let refused = || Failure::Definition(text("cli.earlier_changed", &[("folder", &safe_path(&name))]));
        if !is_as_listed(&said, &tidy) {
            return Err(refused());
        }
        earlier.bundles.push(parse(&name, &said, &tidy).ok_or_else(refused)?);
        earlier.folders.push(folder);
        let name = safe_path(&name);
        let read = FILES.iter().zip([&manifest, &tidy]);
        earlier.files.extend(read.map(|(file, bytes)| FileRecord::of(&format!("{name}/{file}"), bytes)));
    }
    Ok(earlier)
}

/// The manifest of a public bundle of the municipality.
fn ours(manifest: &[u8], heading: &Heading) -> Option<Value> {
    let manifest: Value = serde_json::from_slice(manifest).ok()?;
    let said = |pointer: &str| manifest.pointer(pointer).and_then(Value::as_str);
    let is_ours = said("/tool/name") == Some(env!("CARGO_PKG_NAME"))
        && said("/audience") == Some(Audience::Offentlig.id())
        && said("/municipality") == Some(heading.municipality.as_str());
    is_ours.then_some(manifest)
}

fn is_as_listed(manifest: &Value, tidy: &[u8]) -> bool {
    let mut outputs = manifest["outputs"].as_array().into_iter().flatten();
    let listed = outputs.find(|output| output["path"] == FILES[1]);
    listed.is_some_and(|listed| listed["sha256"] == FileRecord::of("", tidy).sha256.as_str())
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
    folders.retain(|folder| *folder != written);
    // Whoever names the edition that is replaced says that it was published.
    folders.extend(job.last.as_deref().map(absolute));
    folders.sort();
    folders.dedup();
    Ok(folders)
}

fn parse(name: &str, manifest: &Value, tidy: &[u8]) -> Option<Published> {
    let day = |window: &Value, key: &str| window[key].as_str().and_then(iso_date);
    let of_year = |window: &Value| {
        let year = window["year"].as_i64().and_then(|year| i32::try_from(year).ok())?;
        Some((year, (day(window, "first")?, day(window, "last")?)))
    };
    let definitions = manifest["definitions"].as_object().into_iter().flatten();
    Some(Published {
        name: name.to_owned(),
        municipality: manifest["municipality"].as_str()?.to_owned(),
        window: window_of(manifest)?,
        definitions: definitions.filter_map(|(id, hash)| Some((id.clone(), hash.as_str()?.to_owned()))).collect(),
        days: manifest["windows"].as_array()?.iter().filter_map(of_year).collect::<BTreeMap<_, _>>(),
        figures: figures(tidy)?,
        detail: detail(manifest),
    })
}

/// How much detail a bundle shows; none where it does not say.
fn detail(manifest: &Value) -> Option<Detail> {
    let text = |value: &Value, key: &str| value[key].as_str().map(str::to_owned);
    let ages = |group: &Value| Some((group[0].as_i64()?, group[1].as_i64()?));
    let groups = manifest["age_groups"].as_array()?.iter().map(ages).collect::<Option<Vec<_>>>()?;
    let list = |key: &str| manifest["coarsening"][key].as_array().into_iter().flatten();
    let merge = |merged: &Value| {
        let codes = merged["codes"].as_array()?.iter().filter_map(|code| code.as_str().map(str::to_owned)).collect();
        Some(Merge { dimension: text(merged, "by")?, codes, name: None })
    };
    let omission = |left_out: &Value| Some(Omission { measure: text(left_out, "measure")?, by: text(left_out, "by")? });
    let coarsening = Coarsening {
        merges: list("merged").filter_map(merge).collect(),
        left_out: list("left_out").filter_map(omission).collect(),
    };
    Some(Detail { age_groups: groups, coarsening })
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
    let [lower, upper, beside, unit] =
        [column("nedre")?, column("ovre")?, column("referanse_verdi")?, column("enhet")?];
    let mut figures = Vec::new();
    for record in reader.records() {
        let record = record.ok()?;
        let text = |column: usize| record.get(column).unwrap_or_default();
        let count = |column: usize| text(column).parse::<u64>().ok();
        let number = |column: usize| text(column).parse::<f64>().ok();
        let said = match text(status) {
            "" if !text(value).is_empty() => {
                let row = Row {
                    value: text(value),
                    counts: (count(numerator), count(denominator)),
                    limits: (text(lower), text(upper)),
                };
                Said::Figure(row.shown(text(unit))?)
            }
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
