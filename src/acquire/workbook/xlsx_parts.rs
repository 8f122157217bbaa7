//! Which parts of an XLSX package are its sheets.

use std::collections::{BTreeSet, HashMap};

use quick_xml::events::Event;

use super::limits::Limit;
use super::package::Package;
use super::refusal::Refusal;
use super::sheet::Visibility;
use super::xml::{attribute, broken, is_set, next};

/// The parts of a workbook.
pub(super) struct Parts {
    /// Its sheets in order, chart sheets included.
    pub(super) sheets: Vec<SheetPart>,
    /// The table of texts that cells point into; need not be there.
    pub(super) shared_texts: String,
    pub(super) results: Results,
}

/// What the results are that stand with the formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Results {
    Computed,
    /// The program that wrote the file asks that everything be computed when it is opened. Such programs often write
    /// 0 for what they have not computed (`XlsxWriter` does).
    ToBeComputed,
}

/// A sheet of the package.
pub(super) struct SheetPart {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) visibility: Visibility,
    /// A chart or dialog sheet has no cells.
    pub(super) has_cells: bool,
}

/// Finds the sheets by the package's relationships.
pub(super) fn parts(package: &mut Package) -> Result<Parts, Refusal> {
    let root = relationships(package, "_rels/.rels")?;
    let (_, target) =
        root.into_values().find(|(kind, _)| kind.ends_with("/relationships/officeDocument")).ok_or_else(broken)?;
    let target = target.trim_start_matches('/').to_owned();
    let folder = target.rfind('/').map_or("", |slash| &target[..=slash]).to_owned();
    let name = &target[folder.len()..];
    let related = relationships(package, &format!("{folder}_rels/{name}.rels"))?;
    let (sheets, results) = sheets(package, &target, &folder, &related)?;
    let names: BTreeSet<String> = sheets.iter().map(|sheet| sheet.name.to_lowercase()).collect();
    if names.len() != sheets.len() {
        // Readers find a sheet by its name: the second would be read as the first.
        return Err(Refusal::damaged("finding.detail_sheet_twice"));
    }
    Ok(Parts { sheets, shared_texts: format!("{folder}sharedStrings.xml"), results })
}

/// Type and target of each relationship by its id.
fn relationships(package: &mut Package, path: &str) -> Result<HashMap<String, (String, String)>, Refusal> {
    let mut reader = package.xml(path).ok_or_else(broken)?;
    let (mut buffer, mut found) = (Vec::new(), HashMap::new());
    loop {
        match next(&mut reader, &mut buffer)? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let id = attribute(&element, "Id")?.unwrap_or_default();
                let kind = attribute(&element, "Type")?.unwrap_or_default();
                let target = attribute(&element, "Target")?.unwrap_or_default();
                found.insert(id, (kind, target));
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

fn sheets(
    package: &mut Package,
    workbook: &str,
    folder: &str,
    related: &HashMap<String, (String, String)>,
) -> Result<(Vec<SheetPart>, Results), Refusal> {
    let mut reader = package.xml(workbook).ok_or_else(broken)?;
    let (mut buffer, mut found, mut results) = (Vec::new(), Vec::new(), Results::Computed);
    loop {
        match next(&mut reader, &mut buffer)? {
            Event::Start(element) if element.local_name().as_ref() == "sheet" => {
                let id = attribute(&element, "id")?.ok_or_else(broken)?;
                let (kind, target) = related.get(&id).ok_or_else(broken)?;
                let path = target.strip_prefix('/').map_or_else(|| format!("{folder}{target}"), str::to_owned);
                let is_hidden = attribute(&element, "state")?.is_some_and(|state| state != "visible");
                found.push(SheetPart {
                    name: attribute(&element, "name")?.ok_or_else(broken)?,
                    path,
                    visibility: if is_hidden { Visibility::Hidden } else { Visibility::Visible },
                    has_cells: kind.ends_with("/worksheet"),
                });
                if Limit::Sheets.is_exceeded_by(found.len()) {
                    return Err(Refusal::too_large(Limit::Sheets));
                }
            }
            Event::Start(element)
                if element.local_name().as_ref() == "calcPr" && is_set(&element, "fullCalcOnLoad")? =>
            {
                results = Results::ToBeComputed;
            }
            Event::Eof => return Ok((found, results)),
            _ => {}
        }
    }
}

/// The number of texts that the shared table says it has must be one it has room for: memory is set aside by it.
pub(super) fn check_shared_texts(package: &mut Package, path: &str) -> Result<(), Refusal> {
    const SMALLEST: u64 = "<si/>".len() as u64;
    let size = package.size(path);
    if size > Limit::SharedTexts.most() {
        return Err(Refusal::too_large(Limit::SharedTexts));
    }
    let Some(mut reader) = package.xml(path) else { return Ok(()) };
    let mut buffer = Vec::new();
    loop {
        match next(&mut reader, &mut buffer)? {
            Event::Start(element) if element.local_name().as_ref() == "sst" => {
                let said = attribute(&element, "uniqueCount")?.unwrap_or_default();
                let is_possible = said.parse::<u64>().is_ok_and(|count| count <= size / SMALLEST);
                return if is_possible || said.is_empty() { Ok(()) } else { Err(broken()) };
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
