//! Every kind of chart with hard data: long names, 1 to 30 categories, 1 to 15 years, noughts, one very large figure, all
//! withheld. Invented; the golden drawings of the tests are of these.

#[path = "uncertain.rs"]
mod uncertain;

use tryggtall::compute::{Interval, ReferenceRole, Verdict};
use tryggtall::protect::{Cell, Shown};
use tryggtall::publish::chart::{
    Bar, Break, Capacity, CapacityYear, CategoryBars, Chart, Delivery, Frame, Funnel, FunnelPoint, Likert, LikertRow,
    Matrix, MonthColumns, MonthPoint, Ordinary, Overview, OverviewGroup, OverviewRow, Plot, Reference, Run, RunMonth,
    RunPhase, Standing, State, Strip, StripRow, Tone, UnitPanel, Units, WaitYear, Waits, WindowMark, YearMark,
    YearPoint, YearSeries,
};
use tryggtall::units::Unit;

const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
];

/// All of them, each with a name of its own.
pub fn all() -> Vec<Chart> {
    let mut all = vec![overview("oversikt"), overview_extremes("oversikt-ytterst")];
    all.extend([likert("svar"), likert_withheld("svar-skjermet")]);
    all.extend([months("maaneder"), months_hard("maaneder-hull"), run("lopende"), run_broken("lopende-brudd")]);
    all.extend([units("enheter"), units_counts("enheter-antall"), units_many("enheter-tretti")]);
    all.extend(years());
    all.extend([funnel("trakt"), funnel_two("trakt-to"), strip("milepaeler"), strip_many("tiltak-mange")]);
    all.extend([
        matrix("rapportering"),
        matrix_large("rapportering-tretti"),
        waits("ventetid"),
        waits_withheld("ventetid-skjermet"),
    ]);
    all.extend([
        capacity("kapasitet"),
        capacity_withheld("kapasitet-skjermet"),
        categories("kategorier"),
        one_category("kategori-en"),
    ]);
    all.extend(uncertain::all());
    all
}

fn chart(stem: &str, title: &str, subtitle: &str, unit: Unit, plot: Plot) -> Chart {
    let frame = Frame {
        stem: stem.to_owned(),
        title: title.to_owned(),
        subtitle: subtitle.to_owned(),
        footer: vec![
            "Grunnlag: barnevernsloven § 2-1. Tall per 31. desember 2025.".to_owned(),
            "Oppdiktede tall.".to_owned(),
        ],
        municipality: "Åsnes".to_owned(),
        period: "2025".to_owned(),
    };
    Chart::new(frame, unit, plot)
}

fn shown(value: f64) -> Cell {
    Cell::Shown(Shown { value, numerator: None, denominator: None, interval: None })
}

fn within(value: f64, lower: f64, upper: f64) -> Cell {
    Cell::Shown(Shown { value, numerator: None, denominator: None, interval: Some(Interval { lower, upper }) })
}

fn row(label: &str, unit: Unit, own: f64, standing: Option<Standing>) -> OverviewRow {
    OverviewRow { label: label.to_owned(), unit, own: shown(own), standing }
}

fn standing(
    reference: f64,
    difference: Option<(f64, f64)>,
    country: Option<f64>,
    verdict: Option<Verdict>,
) -> Standing {
    let difference = difference.map(|(lower, upper)| Interval { lower, upper });
    Standing { reference, difference, country, verdict }
}

fn overview(stem: &str) -> Chart {
    let percent = Unit::Prosent;
    let county = vec![
        row("Barn med melding", percent, 7.1, Some(standing(4.8, Some((1.0, 3.9)), Some(4.3), Some(Verdict::Higher)))),
        row(
            "Barn med undersøkelse",
            percent,
            4.9,
            Some(standing(4.7, Some((-0.9, 1.4)), Some(4.3), Some(Verdict::Uncertain))),
        ),
        row(
            "Barn med barnevernstiltak",
            percent,
            2.3,
            Some(standing(4.1, Some((-2.4, -0.9)), Some(3.4), Some(Verdict::Lower))),
        ),
    ];
    let before = vec![
        row(
            "Henvendelser til ledende helsesykepleier",
            Unit::Antall,
            183.0,
            Some(standing(174.0, Some((-29.0, 47.0)), None, Some(Verdict::Uncertain))),
        ),
        row(
            "Kartlegginger utført",
            Unit::Antall,
            615.0,
            Some(standing(526.0, Some((24.0, 155.0)), None, Some(Verdict::Higher))),
        ),
        row("Milepæler", Unit::Antall, 9.0, Some(standing(9.0, None, None, None))),
    ];
    let withheld = OverviewRow {
        own: Cell::Withheld,
        ..row("Aktive individuelle planer ved vinduets slutt", Unit::Antall, 0.0, None)
    };
    let alone = vec![row("Brukertilfredshet: andel svar 4–6", percent, 77.4, None), withheld];
    let group = |beside: Option<&str>, rows| OverviewGroup { beside: beside.map(str::to_owned), rows };
    let groups = vec![group(Some("Innlandet"), county), group(Some("2024"), before), group(None, alone)];
    chart(
        stem,
        "Oversikt over indikatorene i Åsnes",
        "Hvert tall satt opp mot fylket eller mot året før, 2025",
        percent,
        Plot::Overview(Overview { groups }),
    )
}

fn overview_extremes(stem: &str) -> Chart {
    let long =
        "Andel undersøkelser som ble avsluttet innen fristen når tiden er utvidet og familien har flyttet fra kommunen";
    let rows = vec![
        row(long, Unit::Prosent, 88.0, Some(standing(91.0, Some((-9.0, 4.0)), Some(90.0), Some(Verdict::Uncertain)))),
        row(
            "Fra lite til svært mye",
            Unit::Prosent,
            61.0,
            Some(standing(20.0, Some((24.0, 58.0)), Some(70.0), Some(Verdict::Higher))),
        ),
        row(
            "Endring under null",
            Unit::Poeng,
            -1.2,
            Some(standing(4.0, Some((-9.0, -1.0)), Some(-2.0), Some(Verdict::Lower))),
        ),
        row(
            "Ikke til å si",
            Unit::Prosent,
            8.0,
            Some(standing(7.0, Some((-5.0, 22.0)), None, Some(Verdict::Uncertain))),
        ),
        row("Fra ingenting", Unit::Antall, 12.0, Some(standing(0.0, None, None, None))),
        row("Til ingenting", Unit::Antall, 0.0, Some(standing(14.0, None, None, None))),
        row(
            "Tre ganger så mange",
            Unit::Antall,
            1_234_567.0,
            Some(standing(400_000.0, Some((700_000.0, 900_000.0)), None, Some(Verdict::Higher))),
        ),
        OverviewRow { own: Cell::Missing, ..row("Uten tall i år", Unit::Dager, 0.0, None) },
    ];
    let groups = vec![OverviewGroup { beside: Some("Innlandet og det gamle Hedmark fylke".to_owned()), rows }];
    chart(
        stem,
        "Ytterpunkter",
        "Hvert tall satt opp mot fylket, 2025",
        Unit::Prosent,
        Plot::Overview(Overview { groups }),
    )
}

fn question(label: &str, n: u64, answers: [f64; 6], interval: (f64, f64)) -> LikertRow {
    let high = answers[3..].iter().sum();
    LikertRow {
        label: label.to_owned(),
        n: Some(n),
        answers: answers.map(shown),
        high: within(high, interval.0, interval.1),
    }
}

fn likert(stem: &str) -> Chart {
    let rows = vec![
        question(
            "Vi ble hørt når det ble bestemt hvilken hjelp vi skulle få",
            63,
            [0.0, 3.2, 15.9, 42.9, 30.1, 7.9],
            (69.6, 88.8),
        ),
        question("Tjenestene som hjalp oss, snakket sammen", 64, [0.0, 7.8, 23.4, 21.9, 35.9, 11.0], (56.6, 78.8)),
        question("Ingen var enige", 12, [50.0, 25.0, 25.0, 0.0, 0.0, 0.0], (0.0, 24.2)),
        question("Alle var helt enige", 1_234, [0.0, 0.0, 0.0, 0.0, 0.0, 100.0], (99.7, 100.0)),
    ];
    chart(
        stem,
        "Brukertilfredshet",
        "Prosent av svarene på skalaen 1–6. Åsnes, 2025",
        Unit::Prosent,
        Plot::Likert(Likert { year: 2025, rows }),
    )
}

fn likert_withheld(stem: &str) -> Chart {
    let mut first = question(
        "Overgangene mellom barnehage, skole og andre tjenester gikk bra, også når familien flyttet til en annen kommune midt i skoleåret",
        21,
        [9.5, 14.3, 19.0, 23.8, 19.1, 14.3],
        (36.5, 75.5),
    );
    first.answers[0] = Cell::Withheld;
    first.answers[1] = Cell::Withheld;
    let none =
        LikertRow { label: "Alt er skjermet".to_owned(), n: None, answers: [Cell::Withheld; 6], high: Cell::Withheld };
    let missing =
        LikertRow { label: "Ikke spurt i år".to_owned(), n: None, answers: [Cell::Missing; 6], high: Cell::Missing };
    let rows = vec![first, none, missing, question("Alt vises", 40, [2.5, 5.0, 12.5, 30.0, 30.0, 20.0], (65.2, 89.5))];
    chart(
        stem,
        "Ansattes erfaringer",
        "Prosent av svarene på skalaen 1–6. Åsnes, 2025",
        Unit::Prosent,
        Plot::Likert(Likert { year: 2025, rows }),
    )
}

fn month_points(cells: &[Cell], before: &[Cell]) -> Vec<MonthPoint> {
    let point = |((name, cell), before): ((&&str, &Cell), &Cell)| MonthPoint {
        name: (*name).to_owned(),
        cell: *cell,
        before: *before,
    };
    MONTHS.iter().zip(cells).zip(before).map(point).collect()
}

fn windows() -> Vec<WindowMark> {
    let mark = |label: &str, last| WindowMark { label: label.to_owned(), first: 0, last };
    vec![mark("til evalueringen i mai", 3), mark("til evalueringen i september", 7)]
}

fn months(stem: &str) -> Chart {
    let cells = [15, 18, 8, 12, 12, 7, 5, 8, 12, 19, 14, 6].map(|count| shown(f64::from(count)));
    let before = [10, 17, 11, 9, 11, 15, 11, 10, 12, 15, 15, 11].map(|count| shown(f64::from(count)));
    let plot = MonthColumns {
        year: "2025".to_owned(),
        before: Some("2024".to_owned()),
        months: month_points(&cells, &before),
        windows: windows(),
        breaks: Vec::new(),
    };
    chart(stem, "Meldinger etter måned", "Meldinger. Åsnes, 2025", Unit::Antall, Plot::Months(plot))
}

fn months_hard(stem: &str) -> Chart {
    let mut cells = [Cell::Withheld; 12];
    (cells[2], cells[3], cells[6], cells[8]) = (shown(39_043.0), shown(7.0), Cell::Missing, shown(0.0));
    let plot = MonthColumns {
        year: "2025".to_owned(),
        before: None,
        months: month_points(&cells, &[Cell::Missing; 12]),
        windows: windows(),
        breaks: Vec::new(),
    };
    chart(stem, "Måneder med hull og én svært stor", "Meldinger. Åsnes, 2025", Unit::Antall, Plot::Months(plot))
}

/// Months, of which those from `judged` on were held against what is ordinary.
fn run_months(cells: &[Cell], judged: usize, signals: std::ops::Range<usize>) -> Vec<RunMonth> {
    let month = |(place, cell): (usize, &Cell)| RunMonth {
        year: 2021 + i32::try_from(place / 12).unwrap_or_default(),
        month: u32::try_from(place % 12).unwrap_or_default() + 1,
        name: MONTHS[place % 12].to_owned(),
        cell: *cell,
        is_judged: place >= judged,
        is_signal: signals.contains(&place),
    };
    cells.iter().enumerate().map(month).collect()
}

fn wave(place: u32) -> f64 {
    f64::from(8 + place * 7 % 11 + u32::from(place.is_multiple_of(5)) * 3)
}

fn run(stem: &str) -> Chart {
    let cells: Vec<Cell> = (0..60).map(|place| shown(wave(place) + if place > 51 { 8.0 } else { 0.0 })).collect();
    let ordinary = Some(Ordinary { mean: 14.6, lower: 1.2, upper: 28.0 });
    let phases = vec![RunPhase { first: 0, last: 59, ordinary, reason: None }];
    let plot = Run { months: run_months(&cells, 0, 52..60), phases };
    chart(stem, "Meldinger måned for måned", "Meldinger. Åsnes, 2021–2025", Unit::Antall, Plot::Run(plot))
}

fn run_broken(stem: &str) -> Chart {
    let mut cells: Vec<Cell> = (0..36).map(|place| shown(wave(place))).collect();
    (cells[3], cells[4], cells[5], cells[9]) = (Cell::Withheld, Cell::Withheld, Cell::Missing, Cell::Withheld);
    let phase = |first, last, mean, reason: Option<&str>| RunPhase {
        first,
        last,
        ordinary: (last - first > 10).then_some(Ordinary { mean, lower: 0.0, upper: mean * 1.8 }),
        reason: reason.map(str::to_owned),
    };
    let phases = vec![
        phase(10, 21, 13.0, None),
        phase(22, 30, 15.0, Some("Nytt fagsystem, og meldinger fra barnevernsvakta er med")),
        phase(31, 35, 13.0, Some("Ny rutine for henvendelser")),
    ];
    chart(
        stem,
        "Måneder med brudd og hull",
        "Meldinger. Åsnes, 2021–2023",
        Unit::Antall,
        Plot::Run(Run { months: run_months(&cells, 10, 0..0), phases }),
    )
}

fn panel(label: &str, cells: Vec<Cell>) -> UnitPanel {
    UnitPanel { label: label.to_owned(), cells }
}

fn labels(first: i32, years: i32) -> Vec<String> {
    (first..first + years).map(|year| year.to_string()).collect()
}

fn units(stem: &str) -> Chart {
    let share = |values: [f64; 5]| values.map(shown).to_vec();
    let mut broken = share([60.0, 64.0, 71.0, 0.0, 88.0]);
    (broken[1], broken[3]) = (Cell::Withheld, Cell::Missing);
    let panels = vec![
        panel("Barne- og familieteamet", broken),
        panel("Skole 1", share([20.0, 40.0, 35.0, 60.0, 66.7])),
        panel(
            "Spesialpedagogisk senter for førskolebarn og familiene deres i Solør",
            share([100.0, 100.0, 95.0, 90.0, 100.0]),
        ),
        panel("PPT", vec![Cell::Withheld; 5]),
        panel("NAV", share([0.0, 0.0, 12.5, 0.0, 0.0])),
    ];
    let together = Some(share([45.0, 51.0, 48.0, 60.0, 64.3]));
    let plot = Units {
        first: 2021,
        years: labels(2021, 5),
        report: 4,
        panels,
        together,
        breaks: Vec::new(),
        of_groups: false,
    };
    chart(
        stem,
        "Rutiner på plass etter enhet",
        "Prosent av rutinene. Åsnes, 2021–2025",
        Unit::Prosent,
        Plot::Units(plot),
    )
}

fn units_counts(stem: &str) -> Chart {
    let panels = vec![
        panel("Skole 1", [3.0, 8.0, 12.0].map(shown).to_vec()),
        panel("Skole 2", vec![Cell::Missing, Cell::Withheld, shown(1_840.0)]),
    ];
    let years = ["2022/23", "2023/24", "2024/25"].map(str::to_owned).to_vec();
    let plot = Units { first: 2023, years, report: 2, panels, together: None, breaks: Vec::new(), of_groups: false };
    chart(stem, "To enheter", "Deltakere. Åsnes, skoleårene 2022/23–2024/25", Unit::Antall, Plot::Units(plot))
}

fn units_many(stem: &str) -> Chart {
    let one = |place: u32| {
        panel(
            &format!("Barnehage {}", place + 1),
            (0..15).map(|year| shown(f64::from((place * 13 + year * 7) % 100))).collect(),
        )
    };
    let plot = Units {
        first: 2011,
        years: labels(2011, 15),
        report: 14,
        panels: (0..30).map(one).collect(),
        together: None,
        breaks: Vec::new(),
        of_groups: false,
    };
    chart(stem, "Tretti enheter gjennom femten år", "Deltakere. Åsnes, 2011–2025", Unit::Antall, Plot::Units(plot))
}

fn series(mark: YearMark, cells: &[Cell]) -> YearSeries {
    let first = 2026 - i32::try_from(cells.len()).unwrap_or_default();
    let point = |(year, cell): (i32, &Cell)| YearPoint { year, label: year.to_string(), cell: *cell };
    YearSeries {
        mark,
        points: (first..).zip(cells).map(point).collect(),
        report_year: 2025,
        references: Vec::new(),
        breaks: Vec::new(),
    }
}

fn beside(series: &mut YearSeries, near: f64, far: f64) {
    let of = |name: &str, role, level: f64| Reference {
        name: name.to_owned(),
        role,
        points: series.points.iter().map(|point| (point.year, level + f64::from(point.year % 3) * 0.2)).collect(),
    };
    series.references = vec![of("Innlandet", ReferenceRole::County, near), of("Norge", ReferenceRole::Country, far)];
}

fn years() -> Vec<Chart> {
    let share = |values: &[f64]| -> Vec<Cell> {
        values.iter().map(|value| within(*value, value * 0.8, value * 1.25)).collect()
    };
    let draw = |stem: &str, title: &str, unit, series| {
        chart(stem, title, "Prosent av barn 0–17 år. Åsnes, 2011–2025", unit, Plot::Years(series))
    };
    let mut dots = series(YearMark::Dot, &share(&[7.4, 7.1, 7.7, 7.4, 7.1]));
    beside(&mut dots, 4.8, 4.2);
    dots.points[1].cell = Cell::Missing;
    let mut broken = series(YearMark::Column, &[147.0, 133.0, 154.0, 90.0, 86.0].map(shown));
    broken.breaks =
        vec![Break { year: 2024, note: "Fra mars 2024 telles meldinger som gjelder søsken, én gang".to_owned() }];
    let mut line =
        series(YearMark::Line, &share(&[5.1, 5.6, 5.2, 6.0, 6.4, 6.2, 6.9, 7.1, 6.8, 7.5, 7.4, 7.1, 7.7, 7.4, 7.1]));
    beside(&mut line, 4.7, 4.3);
    let mut holes = series(YearMark::Line, &share(&[5.1, 5.6, 5.2, 6.0, 6.4, 6.2, 6.9, 7.1, 6.8, 7.5]));
    beside(&mut holes, 6.9, 7.4);
    (holes.points[2].cell, holes.points[3].cell, holes.points[5].cell) =
        (Cell::Withheld, Cell::Withheld, Cell::Missing);
    holes.breaks = vec![
        Break { year: 2020, note: "Åsnes ble en del av Innlandet".to_owned() },
        Break { year: 2024, note: "Ny definisjon i KOSTRA".to_owned() },
    ];
    let mut large = [8.0; 15].map(shown);
    (large[4], large[7], large[8]) = (shown(39_043.0), shown(0.0), Cell::Withheld);
    // A change for the worse in one year, and county figures that are a year behind.
    let mut below = series(
        YearMark::Dot,
        &[
            within(3.1, 1.2, 5.0),
            within(0.4, -2.9, 3.7),
            within(-2.6, -5.8, 0.6),
            Cell::Withheld,
            within(-0.8, -3.0, 1.4),
        ],
    );
    beside(&mut below, 1.9, -0.4);
    let cells: Vec<Cell> = [1.4, 0.8, -0.6, -1.9, -3.2, -2.4, 0.2, 1.1, 0.6]
        .into_iter()
        .map(|value| within(value, value - 1.6, value + 1.6))
        .chain([Cell::Withheld])
        .collect();
    let mut line_below = series(YearMark::Line, &cells);
    beside(&mut line_below, 0.9, -1.4);
    line_below.references[0].points.truncate(8);
    vec![
        draw("aar-under-null", "Endring i skår", Unit::Poeng, below),
        draw("aar-linje-under-null", "Endring i skår gjennom ti år", Unit::Poeng, line_below),
        draw("aar-prikker", "Barn med melding: høyere enn Innlandet i 2025", Unit::Prosent, dots),
        draw("aar-brudd", "Meldinger", Unit::Antall, broken),
        draw("aar-linje", "Barn med melding: stigende 2011–2025", Unit::Prosent, line),
        draw("aar-linje-hull", "Barn med melding", Unit::Prosent, holes),
        draw("aar-stor", "Femten år med én svært stor verdi", Unit::Antall, series(YearMark::Column, &large)),
        draw("aar-skjermet", "Alt er skjermet", Unit::Antall, series(YearMark::Column, &[Cell::Withheld; 4])),
        draw("aar-ett", "Ett år", Unit::Dager, series(YearMark::Column, &[shown(31.0)])),
    ]
}

fn municipality(name: &str, n: u32, value: f64, is_certain: bool) -> FunnelPoint {
    let spread = (20.0 / f64::from(n)).sqrt() * 5.0;
    let limits = |times: f64| Interval { lower: (4.8 - spread * times).max(0.0), upper: 4.8 + spread * times };
    FunnelPoint {
        name: name.to_owned(),
        is_own: name == "Åsnes",
        n: u64::from(n),
        value,
        limits: limits(1.0),
        outer_limits: limits(1.55),
        is_certain,
    }
}

fn funnel(stem: &str) -> Chart {
    let mut points = vec![
        municipality("Åsnes", 1_262, 7.1, true),
        municipality("Grue", 780, 5.2, false),
        municipality("Våler", 690, 5.4, false),
        municipality("Kongsvinger", 3_610, 4.4, false),
        municipality("Nord-Odal", 980, 3.1, false),
        municipality("Eidskog", 1_110, 4.6, false),
        municipality("Hamar", 6_100, 4.9, false),
        municipality("Elverum", 4_300, 5.7, true),
    ];
    points.extend((0..24).map(|place| {
        municipality(&format!("Kommune {}", place + 1), 400 + place * 211, 3.8 + f64::from(place * 5 % 9) * 0.25, false)
    }));
    let plot = Funnel { region: "Innlandet".to_owned(), together: 4.8, points };
    chart(
        stem,
        "Barn med melding: kommunene i Innlandet",
        "Prosent av barn 0–17 år. Innlandet, 2025",
        Unit::Prosent,
        Plot::Funnel(plot),
    )
}

fn funnel_two(stem: &str) -> Chart {
    let points = vec![municipality("Grue", 780, 4.9, false), municipality("Våler", 781, 4.9, false)];
    let plot = Funnel { region: "Solør".to_owned(), together: 4.8, points };
    chart(stem, "To like kommuner", "Prosent av barn 0–17 år. Solør, 2025", Unit::Prosent, Plot::Funnel(plot))
}

fn states() -> Vec<State> {
    let state = |label: &str, tone| State { label: label.to_owned(), tone };
    vec![
        state("Gjennomført", Tone::Done),
        state("Nådd (dato mangler)", Tone::Undated),
        state("I drift", Tone::Running),
        state("Nådd for sent", Tone::Late),
        state("Under arbeid", Tone::UnderWay),
        state("Ikke startet", Tone::NotBegun),
        state("Avbrutt", Tone::Stopped),
        state("Ukjent", Tone::Unknown),
    ]
}

fn strip_row(year: i32, counts: [u32; 8]) -> StripRow {
    StripRow { year, label: year.to_string(), cells: counts.map(|count| shown(f64::from(count))).to_vec() }
}

fn strip(stem: &str) -> Chart {
    let mut hidden = strip_row(2023, [1; 8]);
    (hidden.cells[2], hidden.cells[3]) = (Cell::Withheld, Cell::Withheld);
    let rows = vec![hidden, strip_row(2024, [1, 1, 2, 1, 4, 3, 1, 2]), strip_row(2025, [6, 0, 3, 1, 2, 1, 1, 1])];
    let plot = Strip { states: states(), rows, breaks: Vec::new() };
    chart(stem, "Milepæler etter hvor milepælen står", "Milepæler. Åsnes, 2023–2025", Unit::Antall, Plot::Strip(plot))
}

fn strip_many(stem: &str) -> Chart {
    let rows = vec![strip_row(2024, [10, 2, 30, 1, 44, 23, 4, 2]), strip_row(2025, [60, 0, 13, 11, 22, 1, 1, 1])];
    chart(
        stem,
        "Over hundre tiltak",
        "Tiltak. Åsnes, 2024–2025",
        Unit::Antall,
        Plot::Strip(Strip { states: states(), rows, breaks: Vec::new() }),
    )
}

fn deliveries(units: usize, sources: usize) -> Vec<Vec<Option<Delivery>>> {
    let of = |unit: usize, source: usize| match (unit * 7 + source * 5) % 11 {
        0..3 => Some(Delivery::InTime),
        3 => Some(Delivery::Came),
        4 => Some(Delivery::Absent),
        5 if unit.is_multiple_of(4) => Some(Delivery::Partly),
        5 if unit % 4 == 1 => Some(Delivery::Withheld),
        _ => None,
    };
    (0..units).map(|unit| (0..sources).map(|source| of(unit, source)).collect()).collect()
}

fn matrix(stem: &str) -> Chart {
    let units = [
        "Barne- og familieteamet",
        "Barneverntjenesten",
        "Helsestasjon",
        "Skole 1",
        "Spesialpedagogisk senter for førskolebarn i Solør",
        "NAV",
    ];
    let sources = [
        "bekymringsmeldinger",
        "henvisninger",
        "kapasitet",
        "stafettlogger",
        "kartlegginger",
        "rutiner",
        "ansattundersøkelse",
    ];
    let plot = Matrix {
        units: units.map(str::to_owned).to_vec(),
        sources: sources.map(str::to_owned).to_vec(),
        cells: deliveries(6, 7),
    };
    chart(stem, "Hvem har levert hva", "Enheter og kilder. Åsnes, 2025", Unit::Prosent, Plot::Matrix(plot))
}

fn matrix_large(stem: &str) -> Chart {
    let named = |word: &str| (1..=30).map(|place| format!("{word} {place}")).collect();
    let plot = Matrix { units: named("Barnehage"), sources: named("Undersøkelse nummer"), cells: deliveries(30, 30) };
    chart(stem, "Tretti enheter og tretti kilder", "Enheter og kilder. Åsnes, 2025", Unit::Prosent, Plot::Matrix(plot))
}

fn wait(year: i32, half: Cell, nine_of_ten: Cell) -> WaitYear {
    WaitYear { label: year.to_string(), is_report: year == 2025, half, nine_of_ten }
}

fn waits(stem: &str) -> Chart {
    let years = vec![
        wait(2021, shown(30.0), shown(51.0)),
        wait(2022, shown(28.0), shown(66.0)),
        wait(2023, shown(2.0), shown(53.0)),
        wait(2024, shown(0.0), shown(1.0)),
        wait(2025, shown(27.0), shown(174.0)),
    ];
    chart(
        stem,
        "Ventetid til første samtale",
        "Dager fra mottatt til første samtale. Åsnes, 2021–2025",
        Unit::Dager,
        Plot::Waits(Waits { years }),
    )
}

fn waits_withheld(stem: &str) -> Chart {
    let years = vec![
        wait(2023, Cell::Withheld, Cell::Withheld),
        wait(2024, shown(28.0), Cell::Withheld),
        wait(2025, Cell::Withheld, shown(53.0)),
    ];
    chart(
        stem,
        "Ventetid der noe er skjermet",
        "Dager fra mottatt til første samtale. Åsnes, 2023–2025",
        Unit::Dager,
        Plot::Waits(Waits { years }),
    )
}

fn of_places(year: i32, referrals: u32, places: u32) -> CapacityYear {
    let (numerator, denominator) = (Some(u64::from(referrals)), Some(u64::from(places)));
    let share =
        Shown { value: f64::from(referrals) / f64::from(places) * 100.0, numerator, denominator, interval: None };
    CapacityYear { year, label: year.to_string(), is_report: year == 2025, share: Cell::Shown(share) }
}

fn capacity(stem: &str) -> Chart {
    let years = vec![
        of_places(2021, 58, 61),
        of_places(2022, 66, 63),
        of_places(2023, 66, 66),
        of_places(2024, 118, 67),
        of_places(2025, 0, 69),
    ];
    chart(
        stem,
        "Henvisninger i forhold til plasser",
        "Henvisninger og plasser. Åsnes, 2021–2025",
        Unit::Prosent,
        Plot::Capacity(Capacity { years, breaks: Vec::new() }),
    )
}

fn capacity_withheld(stem: &str) -> Chart {
    let mut years: Vec<CapacityYear> =
        (2011..2026).map(|year| of_places(year, 40 + u32::try_from(year % 7).unwrap_or_default() * 9, 60)).collect();
    (years[3].share, years[4].share, years[9].share) = (Cell::Withheld, Cell::Withheld, Cell::Missing);
    chart(
        stem,
        "Femten år med plasser",
        "Henvisninger og plasser. Åsnes, 2011–2025",
        Unit::Prosent,
        Plot::Capacity(Capacity { years, breaks: Vec::new() }),
    )
}

fn categories(stem: &str) -> Chart {
    let mut bars: Vec<Bar> = (0..30)
        .map(|place| Bar { label: format!("Kategori {}", place + 1), cell: shown(f64::from(place * 7 % 23)) })
        .collect();
    bars[4] = Bar {
        label: "Lege, sykehus, tannlege og annen spesialisthelsetjeneste for barn og unge".to_owned(),
        cell: Cell::Withheld,
    };
    bars[9].cell = Cell::Missing;
    chart(
        stem,
        "Tretti kategorier",
        "Meldinger. Åsnes, 2025",
        Unit::Antall,
        Plot::Categories(CategoryBars { year: 2025, bars, of_groups: false }),
    )
}

fn one_category(stem: &str) -> Chart {
    let bars = vec![Bar { label: "Skole".to_owned(), cell: shown(1_234_567.0) }];
    chart(
        stem,
        "Én kategori",
        "Meldinger. Åsnes, 2025",
        Unit::Antall,
        Plot::Categories(CategoryBars { year: 2025, bars, of_groups: false }),
    )
}
