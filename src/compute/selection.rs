//! The rows of a measure in a window, and which rule left each of the others out.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::columns::Columns;
use super::definition::{AgeOn, AgeRule, Measure, RowRule};
use super::moment::{Moment, date_of};
use crate::check::MISSING;

/// The rows that count.
#[derive(Debug, Clone, Default)]
pub(super) struct Selection {
    pub(super) rows: Vec<u32>,
    /// The age of each at the day the measure takes it; empty where the source is not about children.
    pub(super) ages: Vec<i32>,
    /// How many rows each rule left out, in the order the rules were asked.
    pub(super) left_out: Vec<(LeftOut, usize)>,
    /// So little is known of the rows that a figure would claim more than it can: too few ages, or nothing at all in a
    /// field that says what counts.
    pub(super) is_unknown: bool,
    /// The rows behind `left_out`, where somebody asks; those of other years' folders are not among them.
    pub(super) traced: Option<Vec<(LeftOut, Vec<u32>)>>,
}

/// The rules that leave a row out of a figure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// Delivered in another year's folder.
    OtherFolder,
    /// A later delivery has the same row.
    LaterVersion,
    /// Its dates are outside the window.
    OutsideWindow,
    /// A field does not hold what is counted.
    Condition(String),
    /// The date is not before the day the report is judged on.
    NotBefore(String),
    /// The same unit has a newer reading.
    OlderReading,
    /// Nobody knows the age.
    UnknownAge,
    /// Too old or too young.
    OtherAge,
    /// The child cannot be known again in other sources.
    UnknownChild,
}

/// Largest share of rows without a known age, in percent, at which a figure for an age group is still given. The rows
/// themselves are left out of it and said in a finding (C029).
pub(super) const UNKNOWN_AGES_AT_MOST: usize = 5;

/// Whether the folders that the window needs all have a file.
pub(super) fn is_delivered(columns: &Columns, rule: &RowRule, moment: &Moment) -> bool {
    let needed = if reads_whole_window(rule) { moment.years() } else { moment.last_year()..=moment.last_year() };
    needed.into_iter().all(|year| columns.years.contains(&year))
}

/// Whether a rule is about every day of the window, and not about its end.
fn reads_whole_window(rule: &RowRule) -> bool {
    use RowRule as R;
    matches!(rule, R::InWindow(_) | R::InWindowOrFolder(_) | R::Overlap(_) | R::LatestInWindow { .. })
}

/// From this many children on two exports of a service that have none in common name them differently.
const ENOUGH_TO_MEET: usize = 20;

/// Whether two groups of people of whom some must be the same have nobody in common: then they are named differently, and
/// nobody can say how many they are together.
pub(super) fn never_meet(first: &BTreeSet<i32>, second: &BTreeSet<i32>) -> bool {
    first.len().min(second.len()) >= ENOUGH_TO_MEET && first.is_disjoint(second)
}

/// Whether the folders of a window that crosses New Year name children so that none is in two of them: one has the
/// numbers of a case system, for example, and the other identity numbers.
pub(super) fn are_strangers(columns: &Columns, moment: &Moment) -> bool {
    if moment.years().count() < 2 {
        return false;
    }
    let ids = columns.whole("barn_id");
    let children = |year: i32| -> BTreeSet<i32> {
        columns.of_year(year).iter().map(|row| ids[*row as usize]).filter(|id| *id != MISSING).collect()
    };
    let years: Vec<BTreeSet<i32>> = moment.years().map(children).collect();
    years.windows(2).any(|pair| never_meet(&pair[0], &pair[1]))
}

/// The rows of `columns` that count for `measure` in the window.
pub(super) fn select(columns: &Columns, measure: &Measure, moment: &Moment) -> Selection {
    selected(columns, measure, moment, Selection::default())
}

/// The same selection, with the rows that each rule left out.
pub(super) fn trace(columns: &Columns, measure: &Measure, moment: &Moment) -> (Selection, Vec<(LeftOut, Vec<u32>)>) {
    let asked = Selection { traced: Some(Vec::new()), ..Selection::default() };
    let mut selection = selected(columns, measure, moment, asked);
    let left_out = selection.traced.take().unwrap_or_default();
    (selection, left_out)
}

fn selected(columns: &Columns, measure: &Measure, moment: &Moment, mut selection: Selection) -> Selection {
    selection.rows = folders(columns, &measure.rows, moment);
    selection.leave(LeftOut::OtherFolder, columns.height, selection.rows.len());
    let newest = newest_versions(columns, &selection.rows);
    selection.keep_only(LeftOut::LaterVersion, newest);
    let is_in = in_window(columns, &measure.rows, moment);
    selection.keep(LeftOut::OutsideWindow, is_in);
    for (field, codes) in &measure.conditions {
        let values = columns.at(field, moment);
        selection.is_unknown |=
            !selection.rows.is_empty() && selection.rows.iter().all(|row| values[*row as usize] == MISSING);
        let holds = holds(columns, field, codes, moment);
        selection.keep(LeftOut::Condition(field.clone()), holds);
    }
    for (field, codes) in &measure.not {
        let holds = holds(columns, field, codes, moment);
        selection.keep(LeftOut::Condition(field.clone()), |row| !holds(row));
    }
    if let Some(field) = &measure.before {
        let days = columns.whole(field);
        selection.keep(LeftOut::NotBefore(field.clone()), |row| {
            days[row] != MISSING && i64::from(days[row]) < moment.judged
        });
    }
    match &measure.rows {
        RowRule::LatestReading { date, per, .. } => selection.keep_latest(columns, date, std::slice::from_ref(per)),
        RowRule::LatestInWindow { date, per } => selection.keep_latest(columns, date, per),
        _ => {}
    }
    selection.take_ages(columns, measure.age, moment);
    selection
}

/// The rows of the folders that may hold what the window is about.
fn folders(columns: &Columns, rule: &RowRule, moment: &Moment) -> Vec<u32> {
    let years = folder_years(columns, rule, moment);
    let mut rows: Vec<u32> = years.iter().flat_map(|year| columns.of_year(*year).iter().copied()).collect();
    rows.sort_unstable();
    rows
}

/// The years of those folders.
pub(super) fn folder_years(columns: &Columns, rule: &RowRule, moment: &Moment) -> Vec<i32> {
    match rule {
        rule if reads_whole_window(rule) => moment.years().collect(),
        RowRule::LatestReading { within_days, .. } => {
            use chrono::Datelike;
            let first = date_of(moment.last - i64::from(*within_days)).map_or(moment.last_year(), |date| date.year());
            (first..=moment.last_year()).collect()
        }
        RowRule::UntilEnd(_) => columns.folder_years().filter(|year| *year <= moment.last_year()).collect(),
        _ => vec![moment.last_year()],
    }
}

/// Of rows with the same key in several years' folders those of the latest.
pub(super) fn newest_versions(columns: &Columns, rows: &[u32]) -> Vec<u32> {
    let years = columns.whole("aarsmappe");
    let year_of = |row: u32| years[row as usize];
    let is_one_year = rows.windows(2).all(|pair| year_of(pair[0]) == year_of(pair[1]));
    if is_one_year || columns.key.is_empty() {
        return rows.to_vec();
    }
    let fields: Vec<_> = columns.key.iter().map(|field| columns.whole(field)).collect();
    let key = |row: u32| -> Vec<i32> { fields.iter().map(|field| field[row as usize]).collect() };
    let mut latest = HashMap::new();
    for row in rows {
        let year = latest.entry(key(*row)).or_insert_with(|| year_of(*row));
        *year = (*year).max(year_of(*row));
    }
    rows.iter().copied().filter(|row| latest.get(&key(*row)) == Some(&year_of(*row))).collect()
}

/// Whether a row's dates are in the window.
fn in_window<'c>(columns: &Columns, rule: &RowRule, moment: &'c Moment) -> Box<dyn Fn(usize) -> bool + 'c> {
    let date = |name: &str| columns.whole(name);
    let (first, last) = (moment.first, moment.last);
    // An event without a beginning is in no window; one without an end is going on.
    let by = move |day: i32, limit: i64| day != MISSING && i64::from(day) <= limit;
    let lasts = move |day: i32, limit: i64| day == MISSING || i64::from(day) >= limit;
    match rule {
        RowRule::InFolder => Box::new(|_| true),
        RowRule::InWindow(name) | RowRule::LatestInWindow { date: name, .. } => {
            let days = date(name);
            Box::new(move |row| by(days[row], last) && i64::from(days[row]) >= first)
        }
        RowRule::InWindowOrFolder(name) => {
            let days = date(name);
            let is_whole_year = moment.period == crate::units::Period::year(moment.year);
            Box::new(move |row| match days[row] {
                MISSING => is_whole_year,
                day => by(day, last) && i64::from(day) >= first,
            })
        }
        RowRule::Overlap([from, to]) => {
            let (from, to) = (date(from), date(to));
            Box::new(move |row| by(from[row], last) && lasts(to[row], first))
        }
        RowRule::ActiveAtEnd([from, to]) => {
            let (from, to) = (date(from), date(to));
            Box::new(move |row| by(from[row], last) && lasts(to[row], last))
        }
        RowRule::LatestReading { date: name, within_days, .. } => {
            let (days, oldest) = (date(name), last - i64::from(*within_days));
            Box::new(move |row| by(days[row], last) && i64::from(days[row]) >= oldest)
        }
        RowRule::StillOpenAtEnd { from, until } => {
            let (from, ends): (_, Vec<_>) = (date(from), until.iter().map(|end| date(end)).collect());
            Box::new(move |row| by(from[row], last) && ends.iter().all(|end| lasts(end[row], last + 1)))
        }
        RowRule::UntilEnd(name) => {
            let days = date(name);
            Box::new(move |row| by(days[row], last))
        }
    }
}

/// Whether a field of a row holds one of the codes.
pub(super) fn holds(columns: &Columns, field: &str, codes: &[String], moment: &Moment) -> impl Fn(usize) -> bool {
    let labels = columns.labels(field);
    let wanted: Vec<i32> = codes.iter().filter_map(|code| labels.and_then(|labels| labels.find(code))).collect();
    let values = columns.at(field, moment);
    move |row| wanted.contains(&values[row])
}

impl Selection {
    pub(super) fn leave(&mut self, rule: LeftOut, before: usize, after: usize) {
        if after < before {
            self.left_out.push((rule, before - after));
        }
    }

    pub(super) fn keep(&mut self, rule: LeftOut, is_in: impl Fn(usize) -> bool) {
        let kept = self.rows.iter().copied().filter(|row| is_in(*row as usize)).collect();
        self.keep_only(rule, kept);
    }

    /// `kept` are some of the rows, in the same order.
    pub(super) fn keep_only(&mut self, rule: LeftOut, kept: Vec<u32>) {
        if let Some(traced) = self.traced.as_mut().filter(|_| kept.len() < self.rows.len()) {
            let mut left = kept.iter().peekable();
            let is_out = |row: &u32| left.next_if_eq(&row).is_none();
            traced.push((rule.clone(), self.rows.iter().copied().filter(is_out).collect()));
        }
        self.leave(rule, self.rows.len(), kept.len());
        self.rows = kept;
    }

    /// The rows of each combination of fields that carry its own latest date.
    fn keep_latest(&mut self, columns: &Columns, date: &str, per: &[String]) {
        let dates = columns.whole(date);
        let fields: Vec<_> = per.iter().map(|field| columns.whole(field)).collect();
        let group = |row: usize| -> Vec<i32> { fields.iter().map(|field| field[row]).collect() };
        let mut latest: BTreeMap<Vec<i32>, i32> = BTreeMap::new();
        for row in &self.rows {
            let newest = latest.entry(group(*row as usize)).or_insert(MISSING);
            *newest = (*newest).max(dates[*row as usize]);
        }
        self.keep(LeftOut::OlderReading, |row| latest.get(&group(row)) == Some(&dates[row]));
    }

    /// Adds the ages and leaves out those that do not count. At the window's end a child has one age: the highest that
    /// its rows say.
    fn take_ages(&mut self, columns: &Columns, rule: Option<AgeRule>, moment: &Moment) {
        let (at_event, born, child) = (columns.whole("alder_ved"), columns.whole("fodt"), columns.whole("barn_id"));
        let of_row = |row: &u32| at_event[*row as usize];
        self.ages = match rule.map_or(AgeOn::Event, |rule| rule.on) {
            AgeOn::Event => self.rows.iter().map(of_row).collect(),
            AgeOn::WindowEnd => {
                let age = |row: &u32| age_at(born[*row as usize], moment.last).unwrap_or(at_event[*row as usize]);
                let ages: Vec<i32> = self.rows.iter().map(age).collect();
                highest_of_each(self.rows.iter().map(|row| child[*row as usize]), &ages)
            }
        };
        let Some(rule) = rule else { return };
        let unknown = self.ages.iter().filter(|age| **age == MISSING).count();
        self.is_unknown |= unknown * 100 > self.rows.len() * UNKNOWN_AGES_AT_MOST;
        self.keep_ages(LeftOut::UnknownAge, |age| age != MISSING);
        self.keep_ages(LeftOut::OtherAge, |age| (rule.from..=rule.to).contains(&i64::from(age)));
    }

    fn keep_ages(&mut self, rule: LeftOut, is_in: impl Fn(i32) -> bool) {
        let kept = self.rows.iter().zip(&self.ages).filter(|(_, age)| is_in(**age)).map(|(row, age)| (*row, *age));
        let (rows, ages) = kept.unzip();
        self.ages = ages;
        self.keep_only(rule, rows);
    }
}

/// For each row the highest value that any row of the same child has: so a child is in one category only, a known value
/// goes before a blank one, and outside the home before at home.
pub(super) fn highest_of_each(children: impl Iterator<Item = i32> + Clone, values: &[i32]) -> Vec<i32> {
    let mut highest = HashMap::new();
    for (child, value) in children.clone().zip(values) {
        let of_child = highest.entry(child).or_insert(*value);
        *of_child = (*of_child).max(*value);
    }
    children.map(|child| highest.get(&child).copied().unwrap_or(MISSING)).collect()
}

fn age_at(born: i32, on: i64) -> Option<i32> {
    if born == MISSING {
        return None;
    }
    let age = crate::check::age_on(date_of(i64::from(born))?, date_of(on)?)?;
    i32::try_from(age).ok()
}
