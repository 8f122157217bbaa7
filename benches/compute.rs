//! How long do the figures take, when everything is read and checked? All indicators of the catalogue over five years of
//! synthetic exports: as many rows as the demo has, a hundred times as many, and a million. Time that grows faster than
//! the rows is a loop within a loop.
//!
//! Run with `cargo bench --bench compute`. Quote the medians and the machine; `ROWS=2000000 cargo bench --bench compute` for
//! another size.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints what it measured")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Instant;

use tryggtall::acquire::{Snapshot, acquire};
use tryggtall::check::{Checked, Expectation, Field, FieldKind, Linking, SourceMap, SourceMaps, check};
use tryggtall::compute::{Detail, Indicators, Request, compute};
use tryggtall::privacy::PseudonymKey;
use tryggtall::units::{MunicipalityCode, Window};
use tryggtall::windows::Windows;

const ROUNDS: usize = 5;
const YEARS: std::ops::RangeInclusive<i32> = 2021..=2025;
const SIZES: [usize; 3] = [8_760, 876_000, 1_000_000];

/// Sources of which a project has as many rows as it has children, and how many of a hundred rows are theirs; the surveys
/// have forty questions a row.
const SOURCES: [(&str, usize); 9] = [
    ("bekymringsmelding", 16),
    ("undersokelse", 12),
    ("barnevernstiltak", 14),
    ("henvisning", 12),
    ("henvendelse", 24),
    ("kartlegging-enkelt", 8),
    ("kor_fit", 10),
    ("brukerundersokelse", 2),
    ("ansattundersokelse", 2),
];

fn main() {
    let maps = SourceMaps::built_in().unwrap();
    let indicators = Indicators::built_in(&maps).unwrap();
    let asked = std::env::var("ROWS").ok().and_then(|rows| rows.parse().ok());
    let sizes = asked.map_or_else(|| SIZES.to_vec(), |rows| vec![rows]);
    println!("{} indicators, five years, median (lowest–highest) of {ROUNDS}", indicators.counted().count());
    for rows in sizes {
        let checked = checked(rows, &maps);
        let used: usize =
            maps.iter().filter_map(|map| checked.source(&map.id)).map(tryggtall::check::CheckedSource::rows).sum();
        assert!(used * 10 > rows * 9, "{used} of {rows} rows are used");
        let mut times: Vec<f64> = (0..ROUNDS).map(|_| one_round(&checked, &maps, &indicators)).collect();
        times.sort_by(f64::total_cmp);
        let (lowest, median, highest) = (times[0], times[ROUNDS / 2], times[ROUNDS - 1]);
        println!(
            "{used:>9} rows   {:8.1} ms ({:.1}–{:.1})   {:6.2} µs a row",
            median * 1e3,
            lowest * 1e3,
            highest * 1e3,
            median * 1e6 / f64::from(u32::try_from(used).unwrap())
        );
    }
}

fn one_round(checked: &Checked, maps: &SourceMaps, indicators: &Indicators) -> f64 {
    let request = Request {
        year: *YEARS.end(),
        window: Window::Aar,
        windows: Windows::default(),
        detail: Detail { age_groups: vec![(0, 5), (6, 12), (13, 17)], ..Detail::default() },
        regions: Vec::new(),
        invited: BTreeMap::new(),
        cooperation: None,
        reporting_date: None,
    };
    let start = Instant::now();
    let (aggregates, _) = compute(checked, maps, indicators, &request);
    let took = start.elapsed().as_secs_f64();
    assert_eq!(aggregates.indicators().len(), indicators.counted().count());
    took
}

fn checked(rows: usize, maps: &SourceMaps) -> Checked {
    let mut files = vec![Snapshot::held("reference/folkemengde.csv", None, inhabitants().into_bytes())];
    for (source, share) in SOURCES {
        let map = maps.get(source).unwrap();
        let a_year = (rows * share / 100 / YEARS.count()).max(1);
        for year in YEARS {
            let text = export(map, maps, year, a_year);
            files.push(Snapshot::held(format!("exports/{year}/{source}.csv"), Some(year), text.into_bytes()));
        }
    }
    let linked = ["bekymringsmelding", "undersokelse", "barnevernstiltak", "henvisning"].map(str::to_owned);
    let linking = Linking { sources: linked.to_vec(), common_ids: true };
    let municipality = MunicipalityCode::parse("3418").unwrap();
    let key = PseudonymKey::new(&[7; 32]);
    let expected = Expectation { linking: Some(&linking), ..Expectation::new(&municipality, *YEARS.end(), &key) };
    check(acquire(&files, &maps.vocabulary()).unwrap(), maps, &expected).unwrap()
}

fn inhabitants() -> String {
    let mut text = String::from("kommune;alder;kjonn;aar;antall\n");
    for (year, age) in (*YEARS.start()..=YEARS.end() + 1).flat_map(|year| (0..=17).map(move |age| (year, age))) {
        let _ = writeln!(text, "3418;{age};jente;{year};40\n3418;{age};gutt;{year};41");
    }
    text
}

/// A year of a source: every column that the map has, but those of its long form.
fn export(map: &SourceMap, maps: &SourceMaps, year: i32, rows: usize) -> String {
    let is_long = |field: &&Field| {
        map.id.ends_with("undersokelse") && ["sporsmal", "svar", "svar_id"].contains(&field.name.as_str())
    };
    let is_left_out = |field: &&Field| field.kind == FieldKind::Kommune || (map.id != "undersokelse" && is_long(field));
    let fields: Vec<&Field> = map.fields.iter().filter(|field| !is_left_out(field)).collect();
    let mut text = fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(";") + "\n";
    for row in 0..rows {
        let cells: Vec<String> =
            fields.iter().enumerate().map(|(at, field)| cell(field, maps, (year, row, at))).collect();
        text += &cells.join(";");
        text.push('\n');
    }
    text
}

/// The same for the same row: dates in the order of the columns, children who come back in other rows and sources.
fn cell(field: &Field, maps: &SourceMaps, (year, row, at): (i32, usize, usize)) -> String {
    let mixed = row.wrapping_mul(2_654_435_761).wrapping_add(at * 40_503) >> 4;
    match (field.name.as_str(), field.kind) {
        ("barn_id" | "klient_id", _) => format!("B{}", row % (row / 2 + 20)),
        (_, FieldKind::Id) => format!("N{year}-{row}"),
        ("fodselsdato", _) => format!("{}-0{}-1{}", year - 1 - i32::try_from(row % 16).unwrap(), 1 + row % 9, row % 9),
        (_, FieldKind::Date) => format!("{year}-{:02}-{:02}", 1 + (row / 28) % 12, (1 + row % 20 + at / 2).min(28)),
        ("alder", _) => (row % 17).to_string(),
        (_, FieldKind::Code | FieldKind::Codes) => {
            let list = maps.list(field.codelist.as_deref().unwrap()).unwrap();
            let valid = |code: &&tryggtall::check::Code| {
                code.valid_from.is_none_or(|from| from <= year) && code.valid_to.is_none_or(|to| to >= year)
            };
            let codes: Vec<&str> = list.codes().iter().filter(valid).map(|code| code.id.as_str()).collect();
            codes[mixed % codes.len()].to_owned()
        }
        (_, FieldKind::Integer | FieldKind::Decimal) => (1 + mixed % 5).to_string(),
        (_, FieldKind::Name) => format!("Enhet {}", mixed % 40),
        (_, FieldKind::Kommune) => "3418".to_owned(),
        (_, FieldKind::Year) => year.to_string(),
    }
}
