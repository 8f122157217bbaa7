//! Hard cases as pictures, to be looked at: `cargo test --release look -- --ignored`.

use super::*;

#[test]
#[ignore = "writes pictures for people to look at"]
fn look() {
    let folder = std::env::temp_dir().join("charts-look");
    std::fs::create_dir_all(&folder).unwrap();
    let mut all: Vec<Chart> = cases();
    for seed in [3, 8, 21] {
        all.extend(charts(&random::publishable(seed)).into_iter().map(|chart| {
            let stem = format!("tilfeldig-{seed}-{}", chart.stem);
            Chart { stem, ..chart }
        }));
    }
    for chart in all {
        let svg = svg(&chart);
        write(&folder.join(format!("{}.png", chart.stem)), &png(&svg).unwrap());
        write(&folder.join(format!("{}.svg", chart.stem)), svg.as_bytes());
    }
}

#[expect(clippy::disallowed_methods, reason = "pictures for the person who runs this by hand, outside any report")]
fn write(path: &std::path::Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
}

fn cases() -> Vec<Chart> {
    let plain =
        |id: &str, values: &[f64]| measure(id, Unit::Antall, &values.iter().copied().map(shown).collect::<Vec<_>>());
    let mut reports = plain("K1", &[61.0, 70.0, 58.0, 74.0, 82.0]);
    reports.title = "Bekymringsmeldinger".to_owned();
    reports.unit_text = "antall meldinger".to_owned();
    reports.breakdowns = vec![breakdown(
        "Melder",
        &[
            ("Mor, far eller foresatte", shown(14.0)),
            ("Barnet selv", Cell::Withheld),
            ("Skole", shown(22.0)),
            ("Barnehage", shown(9.0)),
            ("Politi", Cell::Withheld),
            ("Barnevernsvakt", Cell::Missing),
            ("Lege, sykehus, tannlege og annen spesialisthelsetjeneste for barn og unge", shown(6.0)),
            ("Andre offentlige instanser", shown(0.0)),
            ("Anonym", shown(7.0)),
        ],
    )];
    let mut gaps = measure(
        "K1-hull",
        Unit::Antall,
        &[shown(12.0), Cell::Missing, Cell::Withheld, shown(1.0), shown(0.0), shown(18.0)],
    );
    gaps.title = "Akuttvedtak".to_owned();
    let mut long =
        plain("K1-femten", &[1.0, 2.0, 30.0, 4.0, 5.0, 6.0, 7.0, 39_043.0, 9.0, 10.0, 11.0, 1_112.0, 0.0, 14.0, 15.0]);
    long.title = "Femten år med én svært stor verdi".to_owned();
    let mut mixed = plain("K1-blandet", &[8.0; 15]);
    for (index, cell) in [
        (0, Cell::Withheld),
        (1, Cell::Missing),
        (2, Cell::Withheld),
        (5, Cell::Withheld),
        (6, Cell::Withheld),
        (9, Cell::NotApplicable),
        (10, Cell::Missing),
        (13, Cell::Withheld),
        (14, Cell::Missing),
    ] {
        mixed.totals[index].cell = cell;
    }
    let mut all = vec![
        reports,
        gaps,
        long,
        mixed,
        measure("K1-skjermet", Unit::Antall, &[Cell::Withheld; 15]),
        plain("K1-ett", &[7.0]),
    ];
    all.extend([share("K2", 5), share("K2-femten", 15), share("K2-ti", 10), share("K2-ett", 1), days()]);
    all.into_iter().flat_map(only).collect()
}

fn share(id: &str, years: u32) -> crate::compute::MeasureTable<Cell> {
    let own: Vec<f64> = (0..years).map(|year| 12.0 + f64::from(year * 7 % 11)).collect();
    let mut cells: Vec<Cell> = own.iter().map(|value| shown_within(*value, value * 0.6, value * 1.5)).collect();
    if years > 3 {
        cells[1] = Cell::Withheld;
        cells[3] = Cell::Missing;
    }
    let mut share = measure(id, Unit::Prosent, &cells);
    share.title = "Barn med melding".to_owned();
    share.unit_text = "prosent av barn 0–17 år".to_owned();
    let points = |add: f64| {
        share.totals.iter().zip(&own).map(|(point, own)| (point.year, 10.0 + own * 0.3 + add)).collect::<Vec<_>>()
    };
    let (near, far) = (points(0.0), points(-1.5));
    share.references =
        vec![county("Innlandet", ReferenceRole::County, &near), county("Norge", ReferenceRole::Country, &far)];
    share
}

fn days() -> crate::compute::MeasureTable<Cell> {
    let mut days = measure("K5", Unit::Dager, &[shown(71.0), shown(88.0), Cell::Withheld, shown(64.0)]);
    days.title =
        "Behandlingstid for undersøkelser, fra meldingen er konkludert til undersøkelsen er avsluttet".to_owned();
    days.unit_text = "dager, median".to_owned();
    days.references =
        vec![county("Innlandet", ReferenceRole::County, &[(2022, 78.0), (2023, 80.0), (2024, 79.0), (2025, 77.0)])];
    days
}
