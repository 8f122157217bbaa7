//! Charts of every kind from a seed: every length, short and endless names, noughts, huge figures, holes.

use tryggtall::compute::{Interval, ReferenceRole, Verdict};
use tryggtall::protect::{Cell, Shown};
use tryggtall::publish::chart::{
    Bar, Break, Capacity, CapacityYear, CategoryBars, Chart, Delivery, Frame, Funnel, FunnelPoint, Likert, LikertRow,
    Matrix, MonthColumns, MonthPoint, Ordinary, Overview, OverviewGroup, OverviewRow, Plot, Reference, Run, RunMonth,
    RunPhase, Standing, State, Strip, StripRow, Tone, UnitPanel, Units, WaitYear, Waits, WindowMark, YearMark,
    YearPoint, YearSeries,
};
use tryggtall::units::Unit;

const WORDS: [&str; 12] = [
    "barn",
    "Skole",
    "bekymringsmelding",
    "og",
    "fra",
    "politi/lensmann",
    "Barnevernsvakt",
    "i",
    "familievernkontoret",
    "Åmot",
    "PPT",
    "spesialisthelsetjenesten",
];
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
const UNITS: [Unit; 6] = [Unit::Antall, Unit::Prosent, Unit::Dager, Unit::Per1000, Unit::Skala, Unit::Poeng];

/// A linear congruential generator (Knuth's MMIX constants): small, and the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(sides)).unwrap()
    }

    fn index(&mut self, sides: usize) -> usize {
        self.roll(u32::try_from(sides).unwrap()) as usize
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.index(all.len())]
    }

    fn words(&mut self, most: usize) -> String {
        (0..=self.index(most)).map(|_| self.of(&WORDS)).collect::<Vec<_>>().join(" ")
    }

    fn most(&mut self) -> u32 {
        self.of(&[3, 40, 100, 3_000, 200_000])
    }

    fn value(&mut self, most: u32) -> f64 {
        f64::from(self.roll(most * 10)) / 10.0
    }

    fn cell(&mut self, most: u32) -> Cell {
        match self.roll(9) {
            0 => Cell::Withheld,
            1 => Cell::Missing,
            2 => self.of(&[Cell::Withheld, Cell::NotApplicable, shown(0.0), shown(1_234_567.0)]),
            3 => shown(self.value(most).round()),
            _ => {
                let value = self.value(most);
                let interval = Some(Interval { lower: value * 0.6, upper: value * 1.4 + 1.0 });
                Cell::Shown(Shown { value, numerator: None, denominator: None, interval })
            }
        }
    }

    fn cells(&mut self, count: usize, most: u32) -> Vec<Cell> {
        (0..count).map(|_| self.cell(most)).collect()
    }
}

fn shown(value: f64) -> Cell {
    Cell::Shown(Shown { value, numerator: None, denominator: None, interval: None })
}

/// A cell with how many it rests on.
fn resting(dice: &mut Dice, most: u32) -> Cell {
    let (part, of) = (dice.roll(most), 1 + dice.roll(most));
    match dice.cell(most) {
        Cell::Shown(shown) if dice.roll(3) > 0 => {
            let numerator = (dice.roll(3) > 0).then_some(u64::from(part));
            Cell::Shown(Shown { numerator, denominator: Some(u64::from(of)), ..shown })
        }
        other => other,
    }
}

fn restings(dice: &mut Dice, count: usize, most: u32) -> Vec<Cell> {
    (0..count).map(|_| resting(dice, most)).collect()
}

/// Up to two breaks from a year on.
fn breaks(dice: &mut Dice, first: i32) -> Vec<Break> {
    let year = |dice: &mut Dice| first + i32::try_from(dice.roll(10)).unwrap();
    (0..dice.index(3)).map(|_| Break { year: year(dice), note: dice.words(9) }).collect()
}

/// A random plot of one kind.
type Drawn = fn(&mut Dice) -> Plot;

/// One chart of every kind.
pub fn charts(seed: u64) -> Vec<Chart> {
    let mut dice = Dice(seed.wrapping_mul(7919).wrapping_add(17));
    let dice = &mut dice;
    let plots: [(&str, Drawn); 13] = [
        ("aar", |dice| years(dice, false)),
        ("linje", |dice| years(dice, true)),
        ("kategorier", categories),
        ("oversikt", overview),
        ("svar", likert),
        ("maaneder", months),
        ("lopende", run),
        ("enheter", units),
        ("trakt", funnel),
        ("tilstander", strip),
        ("rapportering", matrix),
        ("ventetid", waits),
        ("kapasitet", capacity),
    ];
    plots
        .into_iter()
        .map(|(stem, plot)| {
            let frame = Frame {
                stem: stem.to_owned(),
                title: dice.words(14),
                subtitle: dice.words(12),
                footer: (0..dice.index(3)).map(|_| dice.words(30)).collect(),
                municipality: dice.words(3),
                period: "2025".to_owned(),
            };
            let unit = dice.of(&UNITS);
            Chart::new(frame, unit, plot(dice))
        })
        .collect()
}

fn years(dice: &mut Dice, is_line: bool) -> Plot {
    let most = dice.most();
    let count = 1 + dice.index(15);
    let cells = dice.cells(count, most);
    let first = 2026 - i32::try_from(count).unwrap();
    let is_school = dice.roll(3) == 0;
    let label = |year: i32| if is_school { format!("{}/{:02}", year - 1, year % 100) } else { year.to_string() };
    let mark = if is_line { YearMark::Line } else { dice.of(&[YearMark::Column, YearMark::Dot]) };
    // Dots and lines may lie below zero, some of them or all.
    let shift = if mark == YearMark::Column { 0.0 } else { dice.of(&[0.0, 0.0, 0.5, 1.2]) * f64::from(most) };
    let point = |(year, cell): (i32, &Cell)| YearPoint { year, label: label(year), cell: lowered(*cell, shift) };
    let points: Vec<YearPoint> = (first..).zip(&cells).map(point).collect();
    let mut references = Vec::new();
    for (name, role) in [("Innlandet", ReferenceRole::County), ("Norge", ReferenceRole::Country)] {
        if dice.roll(3) > 0 {
            let points = points.iter().map(|point| (point.year, dice.value(most) - shift)).collect();
            references.push(Reference { name: name.to_owned(), role, points });
        }
    }
    let breaks =
        (0..dice.index(3)).map(|_| Break { year: points[dice.index(count)].year, note: dice.words(9) }).collect();
    Plot::Years(YearSeries { mark, points, report_year: 2025, references, breaks })
}

fn lowered(cell: Cell, by: f64) -> Cell {
    let Cell::Shown(mut shown) = cell else { return cell };
    shown.value -= by;
    if let Some(limits) = &mut shown.interval {
        (limits.lower, limits.upper) = (limits.lower - by, limits.upper - by);
    }
    Cell::Shown(shown)
}

fn categories(dice: &mut Dice) -> Plot {
    let most = dice.most();
    let of_groups = dice.roll(2) == 0;
    let bars = (0..=dice.index(30)).map(|_| Bar { label: dice.words(9), cell: resting(dice, most) }).collect();
    Plot::Categories(CategoryBars { year: 2025, bars, of_groups })
}

fn overview(dice: &mut Dice) -> Plot {
    let row = |dice: &mut Dice| {
        let most = dice.most();
        let reference = dice.value(most);
        let difference = (dice.roll(3) > 0).then(|| Interval { lower: -dice.value(most), upper: dice.value(most) });
        let country = (dice.roll(2) > 0).then(|| dice.value(most));
        let verdict = dice.of(&[None, Some(Verdict::Higher), Some(Verdict::Lower), Some(Verdict::Uncertain)]);
        let standing = (dice.roll(5) > 0).then_some(Standing { reference, difference, country, verdict });
        OverviewRow { label: dice.words(11), unit: dice.of(&UNITS), own: dice.cell(most), standing }
    };
    let group = |dice: &mut Dice| OverviewGroup {
        beside: (dice.roll(4) > 0).then(|| dice.words(4)),
        rows: (0..=dice.index(12)).map(|_| row(dice)).collect(),
    };
    Plot::Overview(Overview { groups: (0..=dice.index(3)).map(|_| group(dice)).collect() })
}

fn likert(dice: &mut Dice) -> Plot {
    let row = |dice: &mut Dice| {
        let weights: Vec<f64> = (0..6).map(|_| f64::from(dice.roll(9))).collect();
        let sum = weights.iter().sum::<f64>().max(1.0);
        let mut answers: [Cell; 6] = std::array::from_fn(|place| shown(weights[place] / sum * 100.0));
        if dice.roll(4) == 0 {
            answers[dice.index(6)] = dice.of(&[Cell::Withheld, Cell::Missing]);
        }
        let n = (dice.roll(5) > 0).then(|| u64::from(dice.roll(20_000)));
        LikertRow { label: dice.words(16), n, answers, high: dice.cell(100) }
    };
    Plot::Likert(Likert { year: 2025, rows: (0..=dice.index(20)).map(|_| row(dice)).collect() })
}

fn months(dice: &mut Dice) -> Plot {
    let most = dice.most();
    let count = 1 + dice.index(12);
    let point = |dice: &mut Dice, place: usize| MonthPoint {
        name: MONTHS[place].to_owned(),
        cell: dice.cell(most),
        before: dice.cell(most),
    };
    let months: Vec<MonthPoint> = (0..count).map(|place| point(dice, place)).collect();
    let windows = (0..dice.index(3)).map(|_| {
        let first = dice.index(count);
        WindowMark { label: dice.words(4), first, last: first + dice.index(count - first) }
    });
    let windows = windows.collect();
    let before = (dice.roll(2) == 0).then(|| "2024".to_owned());
    let breaks = breaks(dice, 2024);
    Plot::Months(MonthColumns { year: "2025".to_owned(), before, months, windows, breaks })
}

fn run(dice: &mut Dice) -> Plot {
    let most = dice.most();
    let count = 12 + dice.index(150);
    let month = |dice: &mut Dice, place: usize| RunMonth {
        year: 2010 + i32::try_from(place / 12).unwrap(),
        month: u32::try_from(place % 12).unwrap() + 1,
        name: MONTHS[place % 12].to_owned(),
        cell: dice.cell(most),
        is_judged: dice.roll(3) > 0,
        is_signal: dice.roll(9) == 0,
    };
    let months: Vec<RunMonth> = (0..count).map(|place| month(dice, place)).collect();
    let mut phases = Vec::new();
    let mut first = 0;
    for _ in 0..dice.index(4) {
        let last = first + dice.index((count - first).max(1));
        let mean = dice.value(most);
        let ordinary = (dice.roll(3) > 0).then_some(Ordinary { mean, lower: mean * 0.3, upper: mean * 1.7 });
        phases.push(RunPhase { first, last, ordinary, reason: (first > 0).then(|| dice.words(12)) });
        first = (last + 1).min(count - 1);
    }
    Plot::Run(Run { months, phases })
}

fn units(dice: &mut Dice) -> Plot {
    let most = dice.most();
    let count = 1 + dice.index(15);
    let panels =
        (0..=dice.index(30)).map(|_| UnitPanel { label: dice.words(7), cells: restings(dice, count, most) }).collect();
    let together = (dice.roll(2) == 0).then(|| dice.cells(count, most));
    let years = (0..count).map(|place| (2026 - count + place).to_string()).collect();
    let first = 2026 - i32::try_from(count).unwrap();
    let breaks = breaks(dice, first);
    let of_groups = dice.roll(2) == 0;
    Plot::Units(Units { first, years, report: count - 1, panels, together, breaks, of_groups })
}

fn funnel(dice: &mut Dice) -> Plot {
    let most = dice.most();
    let together = dice.value(most);
    let point = |dice: &mut Dice, is_own: bool| {
        let spread = dice.value(most);
        let limits =
            |times: f64| Interval { lower: (together - spread * times).max(0.0), upper: together + spread * times };
        FunnelPoint {
            name: dice.words(2),
            is_own,
            n: u64::from(1 + dice.roll(60_000)),
            value: dice.value(most),
            limits: limits(1.0),
            outer_limits: limits(1.5),
            is_certain: dice.roll(6) == 0,
        }
    };
    let own = dice.index(20);
    let points = (0..2 + dice.index(60)).map(|place| point(dice, place == own)).collect();
    Plot::Funnel(Funnel { region: dice.words(3), together, points })
}

fn strip(dice: &mut Dice) -> Plot {
    const TONES: [Tone; 8] = [
        Tone::Done,
        Tone::Undated,
        Tone::Running,
        Tone::Late,
        Tone::UnderWay,
        Tone::NotBegun,
        Tone::Stopped,
        Tone::Unknown,
    ];
    let states: Vec<State> =
        (0..=dice.index(7)).map(|place| State { label: dice.words(5), tone: TONES[place] }).collect();
    let most = dice.of(&[2, 6, 40, 9_000]);
    let row = |dice: &mut Dice, year: i32| {
        let cell = |dice: &mut Dice| match dice.roll(20) {
            0 => Cell::Withheld,
            1 => Cell::Missing,
            _ => shown(f64::from(dice.roll(most))),
        };
        StripRow { year, label: year.to_string(), cells: (0..states.len()).map(|_| cell(dice)).collect() }
    };
    let first = 2025 - i32::try_from(dice.roll(9)).unwrap();
    let rows = (first..=2025).map(|year| row(dice, year)).collect();
    let breaks = breaks(dice, first);
    Plot::Strip(Strip { states, rows, breaks })
}

fn matrix(dice: &mut Dice) -> Plot {
    const ALL: [Option<Delivery>; 8] = [
        Some(Delivery::InTime),
        Some(Delivery::Came),
        Some(Delivery::Partly),
        Some(Delivery::Absent),
        Some(Delivery::Withheld),
        None,
        None,
        None,
    ];
    let (units, sources) = (1 + dice.index(30), 1 + dice.index(30));
    let cells = (0..units).map(|_| (0..sources).map(|_| dice.of(&ALL)).collect()).collect();
    let mut named = |count: usize| (0..count).map(|_| dice.words(5)).collect();
    Plot::Matrix(Matrix { units: named(units), sources: named(sources), cells })
}

fn waits(dice: &mut Dice) -> Plot {
    let most = dice.most();
    let year = |dice: &mut Dice, year: i32| WaitYear {
        label: year.to_string(),
        is_report: year == 2025,
        half: dice.cell(most),
        nine_of_ten: dice.cell(most),
    };
    let first = 2025 - i32::try_from(dice.roll(15)).unwrap();
    Plot::Waits(Waits { years: (first..=2025).map(|at| year(dice, at)).collect() })
}

fn capacity(dice: &mut Dice) -> Plot {
    let most = dice.most();
    let year = |dice: &mut Dice, year: i32| {
        let (numerator, denominator) = (Some(u64::from(dice.roll(most))), Some(u64::from(1 + dice.roll(most))));
        let share = match dice.cell(most) {
            Cell::Shown(shown) => Cell::Shown(Shown { numerator, denominator, ..shown }),
            other => other,
        };
        CapacityYear { year, label: year.to_string(), is_report: year == 2025, share }
    };
    let first = 2025 - i32::try_from(dice.roll(15)).unwrap();
    let breaks = breaks(dice, first);
    Plot::Capacity(Capacity { years: (first..=2025).map(|at| year(dice, at)).collect(), breaks })
}
