//! Intervals and breaks in the kinds of charts that are not about them first.

use tryggtall::compute::Interval;
use tryggtall::protect::{Cell, Shown};
use tryggtall::publish::chart::{
    Bar, Break, Capacity, CategoryBars, Chart, MonthColumns, Plot, Strip, Units, YearMark,
};
use tryggtall::units::Unit;

use super::{chart, labels, month_points, of_places, panel, series, shown, states, strip_row, windows, within};

pub fn all() -> Vec<Chart> {
    let percent = Unit::Prosent;
    let columns = [152.0, 161.0, 0.0, 174.0, 1_830.0].map(|count: f64| {
        let spread = 2.0 * count.sqrt();
        within(count, (count - spread).max(0.0), count + spread + 4.0)
    });
    vec![
        chart("kategori-andel", "Barn med melding etter gruppe", "Prosent av gruppen. Åsnes, 2025", percent, groups()),
        chart("enheter-andel", "Erfaringer etter enhet", "Prosent av gruppen. Åsnes, 2021–2025", percent, shares()),
        chart(
            "aar-intervall",
            "Henvendelser",
            "Antall. Åsnes, 2021–2025",
            Unit::Antall,
            Plot::Years(series(YearMark::Column, &columns)),
        ),
        chart("kapasitet-brudd", "Plasser", "Henvisninger og plasser. Åsnes, 2021–2025", percent, places()),
        chart("maaneder-brudd", "Meldinger etter måned", "Meldinger. Åsnes, 2025", Unit::Antall, months()),
        chart("milepaeler-brudd", "Milepæler", "Milepæler. Åsnes, 2023–2025", Unit::Antall, milestones()),
    ]
}

fn of(part: u32, of: u32, limits: (f64, f64)) -> Cell {
    let (numerator, denominator) = (Some(u64::from(part)), Some(u64::from(of)));
    let value = f64::from(part) / f64::from(of) * 100.0;
    let interval = Some(Interval { lower: limits.0, upper: limits.1 });
    Cell::Shown(Shown { value, numerator, denominator, interval })
}

fn broken(year: i32, note: &str) -> Vec<Break> {
    vec![Break { year, note: note.to_owned() }]
}

fn groups() -> Plot {
    let bar = |label: &str, cell: Cell| Bar { label: label.to_owned(), cell };
    let bars = vec![
        bar("0–5 år", of(14, 365, (2.3, 6.3))),
        bar("6–12 år", of(37, 491, (5.5, 10.2))),
        bar("13–15 år", Cell::Withheld),
        bar("16–17 år", of(18, 166, (7.0, 16.5))),
        bar("Ingen av disse", of(0, 1_234, (0.0, 0.3))),
        bar(
            "Barn som bor i en annen kommune enn den de er meldt til, og som derfor telles begge steder når de flytter midt i året",
            of(3, 4, (19.4, 99.4)),
        ),
    ];
    Plot::Categories(CategoryBars { year: 2025, bars, of_groups: true })
}

fn shares() -> Plot {
    let panels = vec![
        panel(
            "Barnehage 5",
            vec![
                Cell::Missing,
                of(30, 50, (35.0, 80.0)),
                of(38, 52, (45.0, 90.0)),
                Cell::Withheld,
                of(45, 54, (51.0, 96.0)),
            ],
        ),
        panel(
            "Skole 1",
            [60, 64, 70, 71, 73].map(|share| of(share, 100, (f64::from(share) - 9.0, f64::from(share) + 8.0))).to_vec(),
        ),
        panel(
            "Spesialpedagogisk senter for førskolebarn og familiene deres i Solør, Våler, Grue og Kongsvinger kommuner",
            vec![
                Cell::Missing,
                Cell::Missing,
                of(58, 111, (34.6, 69.4)),
                of(58, 111, (34.6, 69.4)),
                of(58, 111, (34.6, 69.4)),
            ],
        ),
        panel("PPT", vec![Cell::Withheld; 5]),
    ];
    let together = Some([61.0, 62.0, 66.0, 70.0, 71.9].map(shown).to_vec());
    let breaks = broken(2023, "Nytt spørreskjema");
    Plot::Units(Units { first: 2021, years: labels(2021, 5), report: 4, panels, together, breaks, of_groups: true })
}

fn places() -> Plot {
    let years = vec![
        of_places(2021, 58, 61),
        of_places(2022, 66, 63),
        of_places(2023, 66, 66),
        of_places(2024, 118, 67),
        of_places(2025, 40, 69),
    ];
    Plot::Capacity(Capacity {
        years,
        breaks: broken(
            2024,
            "Fra mars 2024 telles alle søsken i samme henvisning, og plassene er delt med nabokommunen etter ny avtale",
        ),
    })
}

fn months() -> Plot {
    let cells = [15, 18, 8, 12, 12, 7, 5, 8, 12, 19, 14, 6].map(|count| shown(f64::from(count)));
    let mut before = [10, 17, 11, 9, 11, 15, 11, 10, 12, 15, 15, 11].map(|count| shown(f64::from(count)));
    (before[1], before[4]) = (Cell::Withheld, Cell::Withheld);
    before[8..].fill(Cell::Missing);
    Plot::Months(MonthColumns {
        year: "2025".to_owned(),
        before: Some("2024".to_owned()),
        months: month_points(&cells, &before),
        windows: windows(),
        breaks: broken(2024, "Ny rutine fra september"),
    })
}

fn milestones() -> Plot {
    let rows = vec![
        strip_row(2023, [1; 8]),
        strip_row(2024, [1, 1, 2, 1, 4, 3, 1, 2]),
        strip_row(2025, [6, 0, 3, 1, 2, 1, 1, 1]),
    ];
    Plot::Strip(Strip { states: states(), rows, breaks: broken(2025, "Planen er skrevet om") })
}
