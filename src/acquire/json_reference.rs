//! Statistics Norway's tables in JSON-stat as the tables that `check` reads: population, and figures to compare with.

use std::borrow::Cow;
use std::ops::Range;

use super::fold;
use super::json_stat::{self, Category, Dataset, Dimension, Role};
use super::table::{Origin, RawTable};
use crate::lang::text;

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
const MUNICIPALITY: Wanted = Wanted { cell: |category| Cow::Borrowed(municipality(&category.id)), ..REGION };
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
    cell: |category| Cow::Borrowed(indicator(&category.id)),
};

/// Reads a file into one table for each of its datasets.
///
/// JSON has no line for a row, so the line of a row is the running number of its value in the file, from 1. A cell that
/// a sparse list leaves out is no row: the file does not hold it.
///
/// # Errors
/// A sentence in the users' language that says what is wrong.
pub(super) fn read(json: &str, origin: &Origin) -> Result<Vec<RawTable>, String> {
    let mut before = 0;
    let mut tables = Vec::new();
    for dataset in json_stat::read(json)? {
        tables.push(table(&dataset, origin, before)?);
        before += dataset.len();
    }
    Ok(tables)
}

fn table(dataset: &Dataset, origin: &Origin, before: usize) -> Result<RawTable, String> {
    let is_population = origin.source == POPULATION || (find(dataset, &AGE).is_some() && find(dataset, &SEX).is_some());
    if is_population {
        let wanted = [("kommune", MUNICIPALITY), ("alder", AGE), ("kjonn", SEX), ("aar", YEAR)];
        let origin = Origin { source: POPULATION.to_owned(), ..origin.clone() };
        rows(dataset, (origin, before), &wanted, &["antall"])
    } else {
        let wanted = [("region", REGION), ("indikator", CONTENTS), ("aar", YEAR)];
        let origin = Origin { source: REFERENCE.to_owned(), ..origin.clone() };
        rows(dataset, (origin, before), &wanted, &["verdi", "status"])
    }
}

/// One row for each stated cell. The text of a category is kept once, however many rows it is in.
fn rows(
    dataset: &Dataset,
    (origin, before): (Origin, usize),
    wanted: &[(&str, Wanted)],
    measured: &[&str],
) -> Result<RawTable, String> {
    let dimensions = dimensions(dataset, wanted)?;
    let header = wanted.iter().map(|(name, _)| *name).chain(measured.iter().copied()).map(str::to_owned);
    let mut table = RawTable::new(origin, header.collect(), String::new());
    let mut arena = String::new();
    let columns: Vec<(&Dimension, Vec<Range<usize>>)> = dimensions
        .into_iter()
        .zip(wanted)
        .map(|(dimension, (_, wanted))| {
            let spans = dimension.categories.iter().map(|category| keep(&(wanted.cell)(category), &mut arena));
            (dimension, spans.collect())
        })
        .collect();
    for cell in dataset.cells().filter(|cell| cell.is_stated) {
        let mut spans: Vec<Range<usize>> =
            columns.iter().map(|(dimension, spans)| spans[dimension.category_of(cell.number)].clone()).collect();
        spans.push(keep(&cell.value, &mut arena));
        if measured.len() > 1 {
            spans.push(keep(cell.status, &mut arena));
        }
        let line = u32::try_from(before + cell.number + 1).unwrap_or(u32::MAX);
        table.push_spans(line, &spans);
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

/// The wanted dimensions; every other one must have one category, or a row would not say which of them it is about.
fn dimensions<'a>(dataset: &'a Dataset, wanted: &[(&str, Wanted)]) -> Result<Vec<&'a Dimension>, String> {
    let mut places = Vec::with_capacity(wanted.len());
    for (_, wanted) in wanted {
        let place = find(dataset, wanted).filter(|place| !places.contains(place));
        places.push(place.ok_or_else(|| text("finding.detail_json_lacks", &[("name", wanted.name)]))?);
    }
    let is_open = |(place, dimension): &(usize, &Dimension)| !places.contains(place) && dimension.categories.len() > 1;
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

/// `K-3418` and `K_3418` are what Statistics Norway calls a municipality with all that has been merged into it.
fn municipality(code: &str) -> &str {
    code.strip_prefix("K-").or_else(|| code.strip_prefix("K_")).filter(|rest| rest.len() == 4).unwrap_or(code)
}

/// The code where it is a number (`017`, `105+`), else the label («17 år»).
fn age(category: &Category) -> Cow<'_, str> {
    let years = category.id.strip_suffix('+').unwrap_or(&category.id);
    let is_number = !years.is_empty() && years.bytes().all(|byte| byte.is_ascii_digit());
    Cow::Borrowed(if is_number { years } else { &category.label })
}

/// Statistics Norway has 1 for men and 2 for women; other codes go by their label.
fn sex(category: &Category) -> Cow<'_, str> {
    Cow::Borrowed(if matches!(category.id.as_str(), "1" | "2") { &category.id } else { &category.label })
}

/// The indicator that a contents code is the figure of; the code itself where it is none of ours.
fn indicator(code: &str) -> &str {
    let known = known_contents().find(|(known, _)| *known == code);
    known.map_or(code, |(_, indicator)| indicator)
}

/// Contents codes of Statistics Norway's tables, and our indicators.
fn known_contents() -> impl Iterator<Item = (&'static str, &'static str)> {
    let text = include_str!("../../data/catalogue/reference-contents.csv");
    text.lines().skip(1).filter_map(|line| line.split_once(','))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acquire::table::Format;

    fn origin(source: &str) -> Origin {
        Origin {
            file: "reference/tabell.json".into(),
            sheet: None,
            source: source.into(),
            year: None,
            format: Format::JsonStat,
            encoding: "utf-8",
            delimiter: None,
            stated_year: None,
            stated_municipality: None,
        }
    }

    fn cells(table: &RawTable) -> Vec<(u32, String)> {
        let row = |row| (0..table.header.len()).map(|column| table.cell(row, column)).collect::<Vec<_>>().join(";");
        (0..table.rows()).map(|at| (table.line(at), row(at))).collect()
    }

    fn dimension(codes: &[(&str, &str)]) -> serde_json::Value {
        let index: Vec<_> = codes.iter().map(|(code, _)| *code).collect();
        let label: serde_json::Map<_, _> =
            codes.iter().map(|(code, label)| ((*code).into(), (*label).into())).collect();
        serde_json::json!({"category": {"index": index, "label": label}})
    }

    #[test]
    fn population_is_told_by_its_dimensions() {
        let file = serde_json::json!({
            "version": "2.0", "class": "dataset",
            "id": ["Region", "Kjonn", "Alder", "ContentsCode", "Tid"], "size": [3, 2, 2, 1, 1],
            "dimension": {
                "Region": dimension(&[("K-3418", "Åsnes"), ("0301", "Oslo"), ("34", "Innlandet")]),
                "Kjonn": dimension(&[("1", "Menn"), ("K", "Kvinner")]),
                "Alder": dimension(&[("000", "0 år"), ("105+", "105 år eller eldre")]),
                "ContentsCode": dimension(&[("Personer1", "Personer")]),
                "Tid": dimension(&[("2026", "2026")]),
            },
            "value": {"0": 29, "1": 0, "3": 30, "4": 1, "8": 2}, "status": {"2": "."},
        });
        let tables = read(&file.to_string(), &origin(REFERENCE)).unwrap();
        assert_eq!((tables.len(), tables[0].origin.source.as_str()), (1, POPULATION));
        assert_eq!(tables[0].header, ["kommune", "alder", "kjonn", "aar", "antall"]);
        let expected = [
            (1, "3418;000;1;2026;29"),
            (2, "3418;105;1;2026;0"),
            (3, "3418;000;Kvinner;2026;"),
            (4, "3418;105;Kvinner;2026;30"),
            (5, "0301;000;1;2026;1"),
            (9, "34;000;1;2026;2"),
        ];
        assert_eq!(cells(&tables[0]), expected.map(|(line, row)| (line, row.to_owned())));
    }

    fn figures() -> serde_json::Value {
        let contents = dimension(&[("KOSbvbarnmelding0001", "Andel"), ("KOSannet0000", "Annet")]);
        serde_json::json!({"dataset": {
            "dimension": {
                "KOKfylkesregion0000": dimension(&[("EKA34", "Innlandet")]), "ContentsCode": contents,
                "Tid": dimension(&[("2024", "2024"), ("2025", "2025")]),
                "id": ["KOKfylkesregion0000", "ContentsCode", "Tid"], "size": [1, 2, 2],
                "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
            },
            "value": [4.8, null, 12, null], "status": {"1": ":", "3": ".."},
        }})
    }

    #[test]
    fn a_contents_code_is_our_indicator_or_itself_and_marks_are_kept() {
        let tables = read(&figures().to_string(), &origin(REFERENCE)).unwrap();
        assert_eq!(tables[0].header, ["region", "indikator", "aar", "verdi", "status"]);
        let expected = [
            (1, "EKA34;K1;2024;4.8;"),
            (2, "EKA34;K1;2025;;:"),
            (3, "EKA34;KOSannet0000;2024;12;"),
            (4, "EKA34;KOSannet0000;2025;;.."),
        ];
        assert_eq!(cells(&tables[0]), expected.map(|(line, row)| (line, row.to_owned())));
    }

    #[test]
    fn a_table_that_leaves_open_what_a_row_is_about_is_refused() {
        let extra = |name: &str, count: u64| {
            let mut file = figures();
            let dimensions = &mut file["dataset"]["dimension"];
            dimensions[name] = dimension(&[("a", "A"), ("b", "B")][..usize::try_from(count).unwrap()]);
            dimensions["id"].as_array_mut().unwrap().insert(0, name.into());
            dimensions["size"].as_array_mut().unwrap().insert(0, count.into());
            if count == 2 {
                file["dataset"]["value"] = serde_json::json!([1, 2, 3, 4, 5, 6, 7, 8]);
            }
            read(&file.to_string(), &origin(REFERENCE))
        };
        assert!(extra("Tiltak", 1).is_ok(), "one category says nothing new");
        assert!(extra("Tiltak", 2).unwrap_err().contains("Tiltak"));
        assert!(extra("Region", 1).unwrap_err().contains("region"), "which of two");
        assert!(read(&figures().to_string(), &origin(POPULATION)).unwrap_err().contains("alder"));
    }

    #[test]
    fn every_known_contents_code_is_the_figure_of_an_indicator() {
        let maps = crate::check::SourceMaps::built_in().unwrap();
        let indicators = crate::compute::Indicators::built_in(&maps).unwrap();
        assert_eq!(known_contents().count(), 3);
        for (code, id) in known_contents() {
            let measures = indicators.iter().flat_map(|indicator| &indicator.measures);
            assert!(measures.filter_map(|it| it.compared_with.as_deref()).any(|it| it == id), "{code} {id}");
        }
    }
}
