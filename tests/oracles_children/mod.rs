//! Every measure against an oracle of its own: plain loops over the rows that the test made, on random projects.
//!
//! A group has row structs of its own, a generator, and loops that follow the methods' texts. What the program parsed is
//! never asked. A failure prints the seed; put it in `ONE_SEED` to see it alone.

mod child_welfare;
mod contacts;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::OnceLock;

use crate::random::Random;
use chrono::{Datelike, NaiveDate, TimeDelta};
use tryggtall::acquire::{Snapshot, Vocabulary, acquire};
use tryggtall::check::{Expectation, SourceMaps, check};
use tryggtall::compute::{Aggregates, Detail, Indicators, MeasureTable, Request, Tally, compute};
use tryggtall::privacy::PseudonymKey;
use tryggtall::units::{MunicipalityCode, Window};

/// Random projects a group.
const PROJECTS: u64 = 1_000;
const ONE_SEED: Option<u64> = None;
/// The year reported; earlier ones have folders too.
const YEAR: i32 = 2025;
const YEARS: std::ops::RangeInclusive<i32> = 2023..=YEAR;
const WINDOWS: [Window; 3] = [Window::Aar, Window::Mai, Window::September];

/// A figure as the loops have it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Expected {
    Missing,
    NotApplicable,
    Figure { value: f64, numerator: Option<u64>, denominator: Option<u64> },
}

impl Expected {
    fn count(count: usize) -> Self {
        Self::Figure { value: float(count), numerator: Some(count as u64), denominator: None }
    }

    fn value(value: f64) -> Self {
        Self::Figure { value, numerator: None, denominator: None }
    }

    /// So many in a hundred of the whole.
    fn percent(part: usize, whole: usize) -> Self {
        if whole == 0 {
            return Self::NotApplicable;
        }
        let value = 100.0 * float(part) / float(whole);
        Self::Figure { value, numerator: Some(part as u64), denominator: Some(whole as u64) }
    }

    fn of(tally: &Tally) -> Self {
        match tally {
            Tally::Missing => Self::Missing,
            Tally::NotApplicable(_) | Tally::Undefined(_) => Self::NotApplicable,
            Tally::Figure(it) => Self::Figure { value: it.value, numerator: it.numerator, denominator: it.denominator },
        }
    }

    fn is_like(self, other: Self) -> bool {
        match (self, other) {
            (
                Self::Figure { value, numerator, denominator },
                Self::Figure { value: other, numerator: other_numerator, denominator: other_denominator },
            ) => (value - other).abs() < 1e-9 && numerator == other_numerator && denominator == other_denominator,
            _ => self == other,
        }
    }
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The first and last day of a window.
fn days_of(window: Window, year: i32) -> (NaiveDate, NaiveDate) {
    let last = match window {
        Window::Mai => date(year, 4, 30),
        Window::September => date(year, 8, 31),
        _ => date(year, 12, 31),
    };
    (date(year, 1, 1), last)
}

fn last_of_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Whole years lived on a day; none before birth.
fn age_on(born: NaiveDate, on: NaiveDate) -> Option<i32> {
    let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
    Some(on.year() - born.year() - i32::from(!had_birthday)).filter(|age| *age >= 0)
}

/// The quantile by linear interpolation between order statistics (type 7).
fn quantile(values: &[i64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let wide = |value: i64| f64::from(i32::try_from(value).unwrap());
    let (mut below, mut rest) = (0, share * float(sorted.len().checked_sub(1)?));
    while rest >= 1.0 {
        rest -= 1.0;
        below += 1;
    }
    let low = wide(sorted[below]);
    Some(low + rest * (wide(*sorted.get(below + 1).unwrap_or(&sorted[below])) - low))
}

impl Random {
    fn maybe<T>(&mut self, one_in: usize, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.one_in(one_in) { None } else { Some(value(self)) }
    }

    /// So many days, this number excluded.
    fn days(&mut self, below: usize) -> TimeDelta {
        TimeDelta::days(i64::try_from(self.below(below)).unwrap())
    }

    /// A day of the year, or one just outside it; often at the edge of a window, and leap days where there are any.
    fn day(&mut self, year: i32) -> NaiveDate {
        match self.below(6) {
            0 => {
                let (month, day) = self.of(&[(1, 1), (4, 30), (5, 1), (8, 31), (9, 1), (12, 31)]);
                date(year, month, day)
            }
            1 => date(year, 2, last_of_month(year, 2)),
            2 if self.one_in(6) => self.of(&[date(year - 1, 12, 31), date(year + 1, 1, 1)]),
            _ => date(year, 1, 1) + self.days(365),
        }
    }

    fn share(&mut self) -> usize {
        self.of(&[10_000, 60, 8])
    }
}

/// What tells rows apart, so that the loops can do as the check promises: equal rows count once, and of rows with one key
/// that say different things none is believed.
fn believed<R: Clone + PartialEq>(rows: &[R], key: impl Fn(&R) -> String) -> Vec<R> {
    let mut kept = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let is_disputed = rows.iter().any(|other| key(other) == key(row) && other != row);
        let is_repeated = rows[..place].contains(row);
        if !is_disputed && !is_repeated {
            kept.push(row.clone());
        }
    }
    kept
}

/// A project as it would lie on disk: path and content.
#[derive(Default)]
struct Project {
    files: Vec<(String, Option<i32>, String)>,
    age_groups: Vec<(i64, i64)>,
    /// The years in which some file could be used.
    years: BTreeSet<i32>,
}

impl Project {
    /// Adds an export of which `rows` are right, and tells what it gives for its year: nothing at all where it has lines
    /// and none of them can be used, for nobody has then said zero.
    fn export<R>(
        &mut self,
        (source, header): (&str, &str),
        year: i32,
        lines: &[String],
        rows: Vec<R>,
    ) -> Option<Vec<R>> {
        let text = format!("{header}\n{}", lines.iter().map(|line| format!("{line}\n")).collect::<String>());
        self.files.push((format!("exports/{year}/{source}.csv"), Some(year), text));
        let is_delivered = lines.is_empty() || !rows.is_empty();
        self.years.extend(is_delivered.then_some(year));
        is_delivered.then_some(rows)
    }

    fn reference(&mut self, name: &str, text: String) {
        self.files.push((format!("reference/{name}.csv"), None, text));
    }

    /// The first year that has an export; none before it is in the figures.
    fn first_year(&self) -> i32 {
        self.years.first().copied().unwrap_or(YEAR)
    }

    /// What the program makes of it in each of the windows.
    fn figures(&self, indicators: &Indicators) -> Vec<(Window, Aggregates)> {
        let (maps, vocabulary) = catalogue();
        let files: Vec<Snapshot> =
            self.files.iter().map(|(path, year, text)| Snapshot::held(path.as_str(), *year, text.as_bytes())).collect();
        let (municipality, key) = (MunicipalityCode::parse("3418").unwrap(), PseudonymKey::new(&[7; 32]));
        let expected = Expectation::new(&municipality, YEAR, &key);
        let checked = check(acquire(&files, vocabulary).unwrap(), maps, &expected).unwrap();
        let of = |window: Window| (window, compute(&checked, maps, indicators, &self.request(window)).0);
        WINDOWS.into_iter().map(of).collect()
    }

    fn request(&self, window: Window) -> Request {
        Request {
            year: YEAR,
            window,
            windows: tryggtall::windows::Windows::default(),
            detail: Detail { age_groups: self.age_groups.clone(), ..Detail::default() },
            regions: Vec::new(),
            invited: BTreeMap::new(),
            cooperation: None,
            reporting_date: None,
        }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for (path, _, content) in self.files.iter().filter(|(path, ..)| !path.contains("folkemengde")) {
            let _ = write!(text, "\n--- {path}\n{content}");
        }
        text
    }
}

fn catalogue() -> &'static (SourceMaps, Vocabulary) {
    static CATALOGUE: OnceLock<(SourceMaps, Vocabulary)> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let maps = SourceMaps::built_in().unwrap();
        let vocabulary = maps.vocabulary();
        (maps, vocabulary)
    })
}

fn table<'a>(figures: &'a Aggregates, measure: &str) -> &'a MeasureTable<Tally> {
    let found = figures.indicators().iter().flat_map(|it| &it.measures).find(|it| it.id == measure);
    found.unwrap_or_else(|| panic!("no measure {measure}"))
}

/// Where a figure stands: `by` and `code` are empty for the total.
#[derive(Debug, Clone, Copy)]
struct Cell<'a> {
    measure: &'a str,
    window: Window,
    year: i32,
    by: &'a str,
    code: &'a str,
}

/// The loops of a group.
trait Oracle {
    /// The definitions of the group: id and text.
    const INDICATORS: &'static [(&'static str, &'static str)];

    /// The figure of a cell.
    fn figure(&self, cell: Cell) -> Expected;

    /// The categories of a breakdown that something was counted in, in any year.
    fn used(&self, measure: &str, window: Window, by: &str) -> BTreeSet<String>;
}

/// How many figures were compared, and how many of them were no figure.
#[derive(Debug, Default)]
struct Compared {
    cells: usize,
    missing: usize,
    not_applicable: usize,
    zeros: usize,
}

/// The first difference between the program and the loops, in words.
fn compare<O: Oracle>(
    indicators: &Indicators,
    project: &Project,
    oracle: &O,
    compared: &mut Compared,
) -> Result<(), String> {
    for (window, figures) in project.figures(indicators) {
        for measure in figures.indicators().iter().flat_map(|indicator| &indicator.measures).map(|it| it.id.as_str()) {
            let table = table(&figures, measure);
            let years: Vec<i32> = table.totals.iter().map(|point| point.year).collect();
            if years != (project.first_year()..=YEAR).collect::<Vec<_>>() {
                return Err(format!("{measure}: years {years:?}"));
            }
            let total = Cell { measure, window, year: YEAR, by: "", code: "" };
            let mut cells: Vec<(Cell, &Tally)> =
                table.totals.iter().map(|point| (Cell { year: point.year, ..total }, &point.cell)).collect();
            for breakdown in &table.breakdowns {
                let by = breakdown.dimension.as_str();
                let shown: BTreeSet<String> = breakdown.categories.iter().map(|it| it.code.clone()).collect();
                let used = oracle.used(measure, window, by);
                if !used.is_subset(&shown) {
                    return Err(format!("{measure} {window:?} by {by}: shown {shown:?}, used {used:?}"));
                }
                for category in &breakdown.categories {
                    let of_year = breakdown.years.iter().zip(&category.cells);
                    let cell = |year: i32| Cell { year, by, code: &category.code, ..total };
                    cells.extend(of_year.map(|(year, tally)| (cell(*year), tally)));
                }
            }
            for (cell, tally) in cells {
                let (found, expected) = (Expected::of(tally), oracle.figure(cell));
                compared.note(found);
                if !found.is_like(expected) {
                    return Err(format!("{cell:?}\nprogram {found:?}\nloops   {expected:?}"));
                }
            }
        }
    }
    Ok(())
}

impl Compared {
    fn note(&mut self, found: Expected) {
        self.cells += 1;
        self.missing += usize::from(found == Expected::Missing);
        self.not_applicable += usize::from(found == Expected::NotApplicable);
        self.zeros += usize::from(matches!(found, Expected::Figure { value: 0.0, .. }));
    }
}

/// Compares random projects of a group; each of its statuses must have come up.
fn hold<O: Oracle>(group: &str, make: impl Fn(&mut Random) -> (Project, O)) {
    let mut compared = Compared::default();
    let indicators = Indicators::parse(O::INDICATORS.iter().copied(), &catalogue().0).unwrap();
    for seed in ONE_SEED.map_or(0..PROJECTS, |seed| seed..seed + 1) {
        let (project, oracle) = make(&mut Random(seed * 2 + 1));
        if let Err(difference) = compare(&indicators, &project, &oracle, &mut compared) {
            panic!("{group}: seed {seed}\n{difference}{}", project.text());
        }
    }
    let Compared { cells, missing, zeros, .. } = compared;
    assert!(ONE_SEED.is_some() || (missing > 1_000 && zeros > 100 && cells > 4 * missing / 3), "{group}: {compared:?}");
}

/// A date as one of the ways people write it.
fn written(random: &mut Random, day: Option<NaiveDate>) -> String {
    let format = random.of(&["%Y-%m-%d", "%d.%m.%Y"]);
    day.map_or_else(String::new, |day| day.format(format).to_string())
}

/// A code by its id or an alias.
fn code(random: &mut Random, spellings: &[(&str, &[&str])], id: Option<&str>) -> String {
    let Some(id) = id else { return String::new() };
    let aliases = spellings.iter().find(|(known, _)| *known == id).map_or(&[][..], |(_, aliases)| *aliases);
    if aliases.is_empty() || random.one_in(2) { id.to_owned() } else { random.of(aliases).to_owned() }
}

/// The loops are of use only where they can differ from the program: one more row in a file that they know nothing of
/// must be found.
#[test]
fn a_row_that_the_loops_do_not_know_is_found() {
    let mut random = Random(1);
    let (mut project, oracle) = contacts::make(&mut random);
    let indicators = Indicators::parse(contacts::Contacts::INDICATORS.iter().copied(), &catalogue().0).unwrap();
    compare(&indicators, &project, &oracle, &mut Compared::default()).unwrap();
    let (_, _, text) = project.files.iter_mut().find(|(path, ..)| path.ends_with("2025/henvendelse.csv")).unwrap();
    text.push_str("2025-03-03;LHS;skole;;\n");
    let difference = compare(&indicators, &project, &oracle, &mut Compared::default()).unwrap_err();
    assert!(difference.contains("measure: \"E1\""), "{difference}");
}
