//! An attack on the changes since the baseline: random reports, and somebody who works out all that can be.

use std::collections::{BTreeMap, BTreeSet};

use super::{Before, Cell, Heading, Publishable, Quality, protect, testing, withheld_totals};
use crate::check::SourceMaps;
use crate::compute::{
    Aggregates, Breakdown, Category, Counted, Frozen, IndicatorTable, Indicators, MeasureTable, Part, Point, Request,
    Tally,
};
use crate::units::{Unit, Window};

const YEARS: [i32; 3] = [2021, 2022, 2023];
const THRESHOLD: u64 = 5;

struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    /// Often small, often zero.
    fn count(&mut self) -> u64 {
        match self.below(4) {
            0 => self.below(6),
            1 => 0,
            _ => self.below(30),
        }
    }
}

/// Counts of one year: reports by who sent them, and how many of them were concluded in time.
#[derive(Clone)]
struct Year {
    by_sender: Vec<u64>,
    in_time: u64,
}

impl Year {
    fn drawn(random: &mut Random) -> Self {
        let by_sender: Vec<u64> = (0..3).map(|_| random.count()).collect();
        let all: u64 = by_sender.iter().sum();
        let in_time = if random.below(3) == 0 { all.saturating_sub(random.below(6)) } else { random.below(all + 1) };
        Self { by_sender, in_time }
    }

    fn all(&self) -> u64 {
        self.by_sender.iter().sum()
    }
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn figure(value: f64, counts: &[(&str, u64, bool)], of: Option<u64>) -> Tally {
    let parts: Vec<Part> = counts
        .iter()
        .map(|(meaning, count, is_base)| Part {
            meaning: format!("bekymringsmelding {meaning}"),
            count: *count,
            at: None,
            is_base: *is_base,
        })
        .collect();
    let numerator = Some(counts[0].1);
    match of {
        Some(0) => Tally::NotApplicable(parts),
        Some(all) => Tally::Figure(Counted {
            value: value / all as f64 * 100.0,
            numerator,
            denominator: of,
            interval: None,
            parts,
        }),
        None => Tally::Figure(Counted { value, numerator, denominator: None, interval: None, parts }),
    }
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn count(count: u64) -> Tally {
    figure(count as f64, &[("all", count, false)], None)
}

fn measure(id: &str, unit: Unit, cells: Vec<Tally>) -> MeasureTable<Tally> {
    MeasureTable {
        id: id.to_owned(),
        title: id.to_owned(),
        unit_text: String::new(),
        unit,
        note: None,
        part_of: None,
        charts: crate::compute::Charts::All,
        totals: YEARS.into_iter().zip(cells).map(|(year, cell)| Point { year, cell, comparison: None }).collect(),
        breakdowns: Vec::new(),
        references: Vec::new(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn aggregates(years: &[Year]) -> Aggregates {
    let mut reports = measure("K4", Unit::Antall, years.iter().map(|year| count(year.all())).collect());
    let category = |at: usize| Category {
        code: format!("c{at}"),
        label: String::new(),
        cells: years.iter().map(|year| count(year.by_sender[at])).collect(),
    };
    reports.breakdowns = vec![Breakdown {
        dimension: "melder".to_owned(),
        title: String::new(),
        overlapping: false,
        years: YEARS.into(),
        categories: (0..3).map(category).collect(),
    }];
    let share = |year: &Year| {
        let (yes, all) = (year.in_time, year.all());
        figure(yes as f64, &[("in time", yes, false), ("late", all - yes, false), ("all", all, true)], Some(all))
    };
    let in_time = measure("K5", Unit::Prosent, years.iter().map(share).collect());
    let table = |id: &str, measure: MeasureTable<Tally>| IndicatorTable {
        id: id.to_owned(),
        title: String::new(),
        description: String::new(),
        method: String::new(),
        reference: String::new(),
        measures: vec![measure],
    };
    Aggregates {
        indicators: vec![table("K4", reports), table("K5", in_time)],
        region: None,
        beneath: Vec::new(),
        relations: Vec::new(),
    }
}

fn published(years: &[Year], frozen: &Frozen, indicators: &Indicators) -> Publishable {
    let request = Request {
        year: 2023,
        window: Window::Aar,
        detail: crate::compute::Detail::default(),
        regions: Vec::new(),
        invited: BTreeMap::new(),
        windows: crate::windows::Windows::default(),
        cooperation: None,
        reporting_date: None,
    };
    let mut aggregates = aggregates(years);
    aggregates.add_changes(frozen, indicators, &request);
    let quality = Quality { accounts: Vec::new(), concealed_accounts: 0, findings: Vec::new(), concealed_findings: 0 };
    protect(aggregates, Heading { year: 2023, ..testing::heading() }, quality, &Before::default()).unwrap()
}

/// What somebody knows: measure and year, or the frozen figure under year 0.
type Known = BTreeMap<(String, i32), f64>;

/// Everything that follows from what is shown, until nothing new does.
fn worked_out(publishable: &Publishable) -> Known {
    let tables = || publishable.indicators().iter().flat_map(|indicator| &indicator.measures);
    let mut known: Known = BTreeMap::new();
    for measure in tables().filter(|measure| !measure.id.starts_with("B1-")) {
        for point in &measure.totals {
            known.extend(point.cell.shown().map(|shown| ((measure.id.clone(), point.year), shown.value)));
        }
        for breakdown in &measure.breakdowns {
            for (at, total) in measure.totals.iter().enumerate() {
                let cells: Vec<&Cell> = breakdown.categories.iter().map(|category| &category.cells[at]).collect();
                let shown: f64 = cells.iter().filter_map(|cell| cell.shown()).map(|shown| shown.value).sum();
                if cells.iter().all(|cell| cell.shown().is_some()) {
                    known.insert((measure.id.clone(), total.year), shown);
                }
            }
        }
    }
    for _ in 0..4 {
        for change in tables().filter(|measure| measure.id.starts_with("B1-")) {
            let (base, is_relative) = match change.id.strip_suffix("-relativ") {
                Some(absolute) => (absolute.replacen("B1-", "", 1), true),
                None => (change.id.replacen("B1-", "", 1), false),
            };
            let frozen = (base.clone(), 0);
            for point in &change.totals {
                let now = (base.clone(), point.year);
                let Some(shown) = point.cell.shown() else { continue };
                // What it is set beside is printed, too.
                let beside = point.comparison.as_ref().map(|comparison| comparison.value);
                known.extend(beside.filter(|_| !is_relative).map(|value| (frozen.clone(), value)));
                let (now_known, then_known) = (known.get(&now).copied(), known.get(&frozen).copied());
                match (is_relative, now_known, then_known) {
                    (false, Some(value), None) => drop(known.insert(frozen.clone(), value - shown.value)),
                    (false, None, Some(value)) => drop(known.insert(now, value + shown.value)),
                    (true, Some(value), None) if shown.value > -100.0 => {
                        known.insert(frozen.clone(), value / (1.0 + shown.value / 100.0));
                    }
                    (true, None, Some(value)) => drop(known.insert(now, value * (1.0 + shown.value / 100.0))),
                    _ => {}
                }
            }
        }
    }
    known
}

fn close(left: f64, right: f64) -> bool {
    (left - right).abs() < 1e-6 * right.abs().max(1.0)
}

#[test]
fn changes_give_no_withheld_count_back() {
    let indicators = Indicators::built_in(&SourceMaps::built_in().unwrap()).unwrap();
    let mut random = Random(20_210);
    let (mut shown_changes, mut withheld_changes, mut corrected_rounds) = (0, 0, 0);
    for round in 0..3_000 {
        let mut years: Vec<Year> = YEARS.iter().map(|_| Year::drawn(&mut random)).collect();
        let as_frozen = aggregates(&years);
        let withheld: BTreeSet<String> =
            withheld_totals(&as_frozen, "9901", super::PrimaryPolicy::below(THRESHOLD), 2021).unwrap();
        let empty = Frozen::of("9901", (2021, "aar", crate::units::Period::year(2021)), THRESHOLD);
        let frozen = empty.with_figures(&as_frozen, &indicators, &withheld, |_| true);
        let then = years[0].clone();
        if random.below(3) == 0 {
            years[0].by_sender[0] = (years[0].by_sender[0] + random.below(9)).saturating_sub(4);
            years[0].in_time = years[0].in_time.min(years[0].all());
            corrected_rounds += 1;
        }
        let publishable = published(&years, &frozen, &indicators);
        let known = worked_out(&publishable);
        let tables: Vec<_> = publishable.indicators().iter().flat_map(|indicator| &indicator.measures).collect();
        for table in tables.iter().filter(|table| !table.id.starts_with("B1-")) {
            for (point, year) in table.totals.iter().zip(&years) {
                let is_hidden = point.cell == Cell::Withheld;
                let told = known.get(&(table.id.clone(), point.year));
                assert!(!is_hidden || told.is_none(), "round {round}: {} {} is given back", table.id, point.year);
                if is_hidden && point.year == 2021 {
                    let all = u32::try_from(year.all()).map_or(0.0, f64::from);
                    let told = known.get(&(table.id.clone(), 0));
                    let is_it = told.is_some_and(|told| table.id == "K4" && close(*told, all));
                    assert!(!is_it, "round {round}: the baseline of {} is given back", table.id);
                    assert!(told.is_none(), "round {round}: withheld in this report, and its frozen figure is told");
                }
            }
        }
        // The frozen figure itself, where a change tells it.
        let (now, yes) = (years[0].all(), years[0].in_time);
        let small = |count: u64| (1..THRESHOLD).contains(&count);
        let counts = [
            ("K4", vec![(then.all(), now)]),
            ("K5", vec![(then.in_time, yes), (then.all() - then.in_time, now - yes), (then.all(), now)]),
        ];
        for (id, counts) in counts {
            let is_told = tables
                .iter()
                .filter(|table| table.id.starts_with(&format!("B1-{id}")))
                .any(|table| table.totals.iter().any(|point| point.cell.shown().is_some()));
            let is_secret = counts.iter().any(|(frozen, today)| small(*frozen) || small(frozen.abs_diff(*today)));
            assert!(!is_told || !is_secret, "round {round}: {id} {counts:?}");
            let is_undefined = tables.iter().any(|table| {
                table.id == format!("B1-{id}-relativ")
                    && table.totals.iter().any(|point| point.cell == Cell::NotApplicable)
            });
            let own_is_hidden = tables.iter().any(|table| table.id == id && table.totals[0].cell == Cell::Withheld);
            let has_figures = years[1..].iter().all(|year| year.all() > 0);
            assert!(!(is_undefined && own_is_hidden && has_figures), "round {round}: {id} is told to be zero");
            shown_changes += usize::from(is_told);
            withheld_changes += usize::from(!is_told);
        }
    }
    assert!(shown_changes > 1_000 && withheld_changes > 1_000 && corrected_rounds > 500);
}
