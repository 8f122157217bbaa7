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

fn read(json: &str, origin: &Origin) -> Result<Vec<RawTable>, String> {
    super::read(json, origin, &ReferenceMaps::built_in().unwrap(), &mut Vec::new())
}

fn cells(table: &RawTable) -> Vec<(u32, String)> {
    let row = |row| (0..table.header.len()).map(|column| table.cell(row, column)).collect::<Vec<_>>().join(";");
    (0..table.rows()).map(|at| (table.line(at), row(at))).collect()
}

fn dimension(codes: &[(&str, &str)]) -> serde_json::Value {
    let index: Vec<_> = codes.iter().map(|(code, _)| *code).collect();
    let label: serde_json::Map<_, _> = codes.iter().map(|(code, label)| ((*code).into(), (*label).into())).collect();
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
        (3, "3418;000;Kvinner;2026;."),
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
fn every_figure_stands_beside_one_of_ours_in_the_same_unit_or_is_context() {
    let maps = crate::check::SourceMaps::built_in().unwrap();
    let indicators = crate::compute::Indicators::built_in(&maps).unwrap();
    assert_eq!(indicators.errors_against_references(maps.references()), Vec::<String>::new());
    assert_eq!(maps.references().iter().count(), 8);
    for id in ["K1", "K2", "K3", "K6"] {
        assert!(maps.references().figure(id).is_some_and(|(_, figure)| !figure.is_context), "{id}");
    }
}

#[test]
fn an_age_group_is_never_taken_for_a_year_of_age() {
    for (code, label, cell) in [
        ("017", "17 år", "017"),
        ("017", "017", "017"),
        ("105+", "105 år eller eldre", "105"),
        ("004", "0-4 år", "0-4 år"),
        ("000", "0-4 år", "0-4 år"),
        ("F301", "0-5 år", "0-5 år"),
        ("999", "I alt", "I alt"),
    ] {
        let category = Category { id: code.to_owned(), label: label.to_owned(), has_unit: false };
        assert_eq!(age(&category), cell, "{code} {label}");
    }
}

#[test]
fn people_without_a_dimension_for_sex_are_no_figures_to_compare_with() {
    let file = serde_json::json!({
        "version": "2.0", "class": "dataset", "id": ["Region", "Alder", "ContentsCode", "Tid"], "size": [1, 2, 1, 1],
        "dimension": {
            "Region": dimension(&[("3418", "Åsnes")]), "Alder": dimension(&[("000", "0 år"), ("001", "1 år")]),
            "ContentsCode": dimension(&[("Personer1", "Personer")]), "Tid": dimension(&[("2026", "2026")]),
        },
        "value": [29, 30],
    });
    assert!(read(&file.to_string(), &origin(REFERENCE)).unwrap_err().contains("kjønn"));
}

#[test]
fn figures_without_a_unit_are_said_and_read() {
    let mut findings = Vec::new();
    let tables =
        super::read(&figures().to_string(), &origin(REFERENCE), &ReferenceMaps::default(), &mut findings).unwrap();
    assert_eq!((tables[0].rows(), findings.len(), findings[0].rule), (4, 1, Rule::NoUnit));
    let mut file = figures();
    file["dataset"]["dimension"]["ContentsCode"]["category"]["unit"] =
        serde_json::json!({"KOSbvbarnmelding0001": {"base": "prosent"}, "KOSannet0000": {"base": "antall"}});
    findings.clear();
    super::read(&file.to_string(), &origin(REFERENCE), &ReferenceMaps::default(), &mut findings).unwrap();
    assert_eq!(findings, []);
}

/// One status of a thousand letters for a million cells would be a gigabyte if each row had its own.
#[test]
fn a_status_for_all_cells_is_kept_once() {
    let years: Vec<String> = (0..1000).map(|year| format!("{year:04}")).collect();
    let file = serde_json::json!({
        "version": "2.0", "class": "dataset", "id": ["Region", "ContentsCode", "Tid"], "size": [1000, 1, 1000],
        "dimension": {
            "Region": {"category": {"index": years}}, "ContentsCode": dimension(&[("K1", "K1")]),
            "Tid": {"category": {"index": years}},
        },
        "value": vec![serde_json::Value::Null; 1_000_000], "status": "x".repeat(1000),
    });
    let table = read(&file.to_string(), &origin(REFERENCE)).unwrap().remove(0);
    assert_eq!((table.rows(), table.cell(999_999, 4).len()), (1_000_000, 1000));
}
