//! Statistics Norway's tables in JSON-stat as the tables that `check` reads: population, and figures to compare with.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::fold;
use super::json_stat::{self, Category, Dataset, Dimension, Role};
use super::reference_map::{ReferenceMap, ReferenceMaps, TableQuery};
use super::table::{Origin, RawTable};
use crate::diagnostic::{Finding, Place, Rule};
use crate::lang::text;
use crate::regions;

/// The source of the population; every other table holds figures to compare with.
pub(super) const POPULATION: &str = "folkemengde";
/// The source of figures to compare with.
pub(super) const REFERENCE: &str = "referanse";

/// The sources that may come as JSON-stat.
pub(super) const SOURCES: [&str; 2] = [POPULATION, REFERENCE];

/// What a dimension is to us: how it is found, and how a category is written in a cell.
struct Wanted {
    /// Name that the users know it by.
    name: &'static str,
    role: Option<Role>,
    is_named: fn(&str) -> bool,
    cell: fn(&Category) -> Cow<'_, str>,
}

const REGION: Wanted = Wanted {
    name: "region",
    role: Some(Role::Geo),
    is_named: |id| id.contains("region") || id == "kommune" || id == "fylke",
    cell: |category| Cow::Borrowed(&category.id),
};
const MUNICIPALITY: Wanted = Wanted { cell: |category| Cow::Borrowed(regions::unmerged(&category.id)), ..REGION };
const AGE: Wanted = Wanted { name: "alder", role: None, is_named: |id| id == "alder" || id == "age", cell: age };
const SEX: Wanted = Wanted { name: "kjønn", role: None, is_named: |id| id == "kjonn" || id == "sex", cell: sex };
const YEAR: Wanted = Wanted {
    name: "år",
    role: Some(Role::Time),
    is_named: |id| id == "tid" || id == "time",
    cell: |category| Cow::Borrowed(&category.id),
};
const CONTENTS: Wanted = Wanted {
    name: "ContentsCode",
    role: Some(Role::Metric),
    is_named: |id| id == "contentscode",
    cell: |category| Cow::Borrowed(&category.id),
};

/// Reads a file into one table for each of its datasets.
///
/// JSON has no line for a row, so the line of a row is the running number of its value in the file, from 1. A cell that
/// a sparse list leaves out is no row: the file does not hold it.
///
/// # Errors
/// A sentence in the users' language that says what is wrong.
pub(super) fn read(
    json: &str,
    origin: &Origin,
    maps: &ReferenceMaps,
    findings: &mut Vec<Finding>,
) -> Result<Vec<RawTable>, String> {
    let mut before = 0;
    let mut tables = Vec::new();
    for dataset in json_stat::read(json)? {
        tables.push(table(&dataset, (origin, before), maps)?);
        findings.extend(figures_without_unit(&dataset, origin));
        before += dataset.len();
    }
    Ok(tables)
}

fn table(dataset: &Dataset, (origin, before): (&Origin, usize), maps: &ReferenceMaps) -> Result<RawTable, String> {
    if is_population(dataset, origin) {
        let wanted = [("kommune", MUNICIPALITY), ("alder", AGE), ("kjonn", SEX), ("aar", YEAR)];
        let origin = Origin { source: POPULATION.to_owned(), ..origin.clone() };
        let columns = columns(dataset, &wanted, &[])?;
        return rows(dataset, (origin, before), &columns, &["antall"]);
    }
    let origin = Origin { source: REFERENCE.to_owned(), ..origin.clone() };
    let known = dataset.table.iter().flat_map(|table| maps.of_table(table)).find(|map| is_answer_to(dataset, map));
    let open: Vec<&str> = known.and_then(ReferenceMap::query).map_or_else(Vec::new, fixed);
    let wanted = [("region", REGION), ("indikator", CONTENTS), ("aar", YEAR)];
    let mut columns = columns(dataset, &wanted, &open)?;
    columns[1] = series(
        dataset,
        columns[1].dimensions[0],
        |code, place| match known {
            Some(map) => map.name_of(code, place),
            None => maps.indicator(code).to_owned(),
        },
        &open,
    );
    rows(dataset, (origin, before), &columns, &["verdi", "status"])
}

/// A table may be asked for in several ways; the dimensions tell which.
fn is_answer_to(dataset: &Dataset, map: &ReferenceMap) -> bool {
    let Some(query) = map.query() else { return false };
    let is_asked_for = |dimension: &Dimension| {
        let known = [&query.region, &query.contents, &query.time];
        let is_known = known.into_iter().chain(query.fixed.iter().map(|(id, _)| id)).any(|id| *id == dimension.id);
        is_known || dimension.categories.len() == 1
    };
    dataset.dimensions.iter().all(is_asked_for)
}

fn fixed(query: &TableQuery) -> Vec<&str> {
    query.fixed.iter().map(|(dimension, _)| dimension.as_str()).collect()
}

/// By the file's name, by its dimensions, or by what table 07459 calls its figures: one in which the sexes were added up
/// is still no table to compare with.
fn is_population(dataset: &Dataset, origin: &Origin) -> bool {
    let counts_people = || {
        let contents = find(dataset, &CONTENTS).map(|place| &dataset.dimensions[place].categories);
        contents.is_some_and(|codes| codes.iter().all(|code| code.id == "Personer1"))
    };
    let has = |wanted: &Wanted| find(dataset, wanted).is_some();
    let is_of_people = (has(&AGE) && has(&SEX)) || counts_people();
    (origin.source == POPULATION || is_of_people) && !(is_of_people && is_of_counties(dataset))
}

/// People of counties and the country are no population of ours; they stand among what we are set beside.
fn is_of_counties(dataset: &Dataset) -> bool {
    let regions = find(dataset, &REGION).map(|place| &dataset.dimensions[place].categories);
    dataset.table.is_some() && regions.is_some_and(|all| all.iter().all(|it| regions::is_no_municipality(&it.id)))
}

/// Figures to compare with mean nothing certain without their unit; people need none.
fn figures_without_unit(dataset: &Dataset, origin: &Origin) -> Option<Finding> {
    let contents = &dataset.dimensions[find(dataset, &CONTENTS)?].categories;
    let count = contents.iter().filter(|category| !category.has_unit).count();
    let is_said = count > 0 && !is_population(dataset, origin);
    let finding = || Finding::new(Rule::NoUnit, Place::file(&origin.file)).with("count", count.to_string());
    is_said.then(finding)
}

/// A column of the table: what its cell says for each combination of the categories of some dimensions.
struct Column<'d> {
    name: &'static str,
    dimensions: Vec<&'d Dimension>,
    /// The texts, the last dimension changing fastest.
    texts: Vec<String>,
}

impl Column<'_> {
    fn place_of(&self, cell: usize) -> usize {
        let next =
            |place: usize, dimension: &&Dimension| place * dimension.categories.len() + dimension.category_of(cell);
        self.dimensions.iter().fold(0, next)
    }
}

/// A column for each wanted dimension. Every other dimension must have one category, or be among the `open` ones.
fn columns<'d>(
    dataset: &'d Dataset,
    wanted: &[(&'static str, Wanted)],
    open: &[&str],
) -> Result<Vec<Column<'d>>, String> {
    let column = |(dimension, (name, wanted)): (&'d Dimension, &(&'static str, Wanted))| Column {
        name,
        dimensions: vec![dimension],
        texts: dimension.categories.iter().map(|category| (wanted.cell)(category).into_owned()).collect(),
    };
    Ok(dimensions(dataset, wanted, open)?.into_iter().zip(wanted).map(column).collect())
}

/// What the cells are called, by their contents code and their categories of the `open` dimensions.
fn series<'d>(
    dataset: &'d Dataset,
    contents: &'d Dimension,
    name_of: impl Fn(&str, &BTreeMap<&str, &str>) -> String,
    open: &[&str],
) -> Column<'d> {
    let others = dataset.dimensions.iter().filter(|dimension| open.contains(&dimension.id.as_str()));
    let dimensions: Vec<&Dimension> = std::iter::once(contents).chain(others).collect();
    let mut places: Vec<(&str, BTreeMap<&str, &str>)> =
        contents.categories.iter().map(|category| (category.id.as_str(), BTreeMap::new())).collect();
    for dimension in &dimensions[1..] {
        let with = |(code, place): (&'d str, BTreeMap<&'d str, &'d str>)| {
            dimension.categories.iter().map(move |category| {
                let mut place = place.clone();
                place.insert(dimension.id.as_str(), category.id.as_str());
                (code, place)
            })
        };
        places = places.into_iter().flat_map(with).collect();
    }
    let texts = places.iter().map(|(code, place)| name_of(code, place)).collect();
    Column { name: "indikator", dimensions, texts }
}

/// One row for each stated cell. The text of a category or a status is kept once, however many rows it is in.
fn rows(
    dataset: &Dataset,
    (origin, before): (Origin, usize),
    columns: &[Column],
    measured: &[&str],
) -> Result<RawTable, String> {
    let header = columns.iter().map(|column| column.name).chain(measured.iter().copied()).map(str::to_owned);
    let mut table = RawTable::new(origin, header.collect(), String::new());
    let mut arena = String::new();
    let spans: Vec<Vec<Range<usize>>> =
        columns.iter().map(|column| column.texts.iter().map(|text| keep(text, &mut arena)).collect()).collect();
    let has_own_status = measured.len() > 1;
    let mut statuses: BTreeMap<&str, Range<usize>> = BTreeMap::new();
    for cell in dataset.cells().filter(|cell| cell.is_stated) {
        let mut of_row: Vec<Range<usize>> =
            columns.iter().zip(&spans).map(|(column, spans)| spans[column.place_of(cell.number)].clone()).collect();
        let status = statuses.entry(cell.status).or_insert_with(|| keep(cell.status, &mut arena)).clone();
        // Why there is no figure stands where the figure would.
        let is_mark = cell.value.is_empty() && !has_own_status;
        of_row.push(if is_mark { status.clone() } else { keep(&cell.value, &mut arena) });
        of_row.extend(has_own_status.then_some(status));
        let line = u32::try_from(before + cell.number + 1).unwrap_or(u32::MAX);
        table.push_spans(line, &of_row);
    }
    table.adopt(arena);
    if table.rows() == 0 { Err(text("finding.detail_json_empty", &[])) } else { Ok(table) }
}

/// Adds a text to those that a table's cells point into.
fn keep(text: &str, arena: &mut String) -> Range<usize> {
    let start = arena.len();
    arena.push_str(text);
    start..arena.len()
}

/// The wanted dimensions; every other one must have one category, or a row would not say which of them it is about. The
/// `open` ones are said in the name of the row's figure.
fn dimensions<'a>(
    dataset: &'a Dataset,
    wanted: &[(&'static str, Wanted)],
    open: &[&str],
) -> Result<Vec<&'a Dimension>, String> {
    let mut places = Vec::with_capacity(wanted.len());
    for (_, wanted) in wanted {
        let place = find(dataset, wanted).filter(|place| !places.contains(place));
        places.push(place.ok_or_else(|| text("finding.detail_json_lacks", &[("name", wanted.name)]))?);
    }
    let is_open = |(place, dimension): &(usize, &Dimension)| {
        !places.contains(place) && dimension.categories.len() > 1 && !open.contains(&dimension.id.as_str())
    };
    if let Some((_, open)) = dataset.dimensions.iter().enumerate().find(is_open) {
        return Err(text("finding.detail_json_open", &[("dimension", &open.id)]));
    }
    Ok(places.into_iter().map(|place| &dataset.dimensions[place]).collect())
}

/// The one dimension with the role; where the file gives none or several, the one with the name.
fn find(dataset: &Dataset, wanted: &Wanted) -> Option<usize> {
    let only = |is_it: &dyn Fn(&Dimension) -> bool| {
        let mut found = dataset.dimensions.iter().enumerate().filter(|(_, dimension)| is_it(dimension));
        found.next().map(|(place, _)| place).filter(|_| found.next().is_none())
    };
    let has_role = |dimension: &Dimension| wanted.role.is_some() && dimension.role == wanted.role;
    only(&has_role).or_else(|| only(&|dimension| (wanted.is_named)(&fold(&dimension.id))))
}

/// The code where it is a number of years (`017`, `105+`), else the label («17 år»).
///
/// A group of ages may have a number for its code as well; its label then gives it away («0-4 år»), and is refused.
fn age(category: &Category) -> Cow<'_, str> {
    let code = category.id.strip_suffix('+').unwrap_or(&category.id);
    let years = |text: &str| text.parse::<u16>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    let labelled = category.label.split_once(' ').map_or(category.label.as_str(), |(number, _)| number);
    let is_one_year = years(code).is_some() && (category.label == category.id || years(labelled) == years(code));
    Cow::Borrowed(if is_one_year { code } else { &category.label })
}

/// Statistics Norway has 1 for men and 2 for women; other codes go by their label.
fn sex(category: &Category) -> Cow<'_, str> {
    Cow::Borrowed(if matches!(category.id.as_str(), "1" | "2") { &category.id } else { &category.label })
}

#[cfg(test)]
mod tests;
