//! What figures are set beside: inhabitants, places, county and country.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::Labels;
use super::definition::{Measure, Over};
use super::figure::Denominator;
use super::sources::Sources;
use crate::check::MISSING;
use crate::regions;
use crate::units::{Period, epoch_day};

/// Which inhabitants.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) from: i64,
    pub(super) to: i64,
    /// A code of the list `kjonn`; both sexes where none.
    pub(super) sex: Option<i64>,
}

/// The list `kjonn` has `jente` and `gutt` first; a test holds it to that.
pub(super) const KNOWN_SEXES: i64 = 2;

/// A looked-up population, and the 1 January it is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Population {
    pub(super) inhabitants: u64,
    pub(super) year: i32,
}

/// The 1 January whose population belongs to a period: the latest one not after the day that follows it.
///
/// KOSTRA sets a year's services against the population at the year's end, which SSB table 07459 has as 1 January of the
/// next year; a shorter window is set against the 1 January it begins with.
pub(super) fn population_year(period: Period) -> i32 {
    use chrono::Datelike;
    period.last.succ_opt().map_or(period.last.year(), |day| day.year())
}

/// Whether a count stands under another number than the municipality had that day, and the count.
type Stated = (bool, Option<u64>);

/// Inhabitants by 1 January, sex and age, looked up once.
pub(super) struct Inhabitants(BTreeMap<(i32, i32, i32), Option<u64>>);

impl Inhabitants {
    /// Those of the population file; none where there is no such file.
    ///
    /// A municipality counts once, whatever numbers it has had: where two of them have a row for the same people, the one
    /// that was its number on that day is right, and the other is blank or made afterwards.
    pub(super) fn of(sources: &Sources) -> Self {
        let Some(columns) = sources.columns("folkemengde") else { return Self(BTreeMap::new()) };
        let (years, sexes) = (columns.whole("aar"), columns.whole("kjonn"));
        let (ages, counts) = (columns.whole("alder"), columns.whole("antall"));
        let numbers = columns.whole("kommune");
        let written = columns.labels("kommune").map(Labels::codes).unwrap_or_default();
        let written: BTreeMap<i32, String> = written.into_iter().map(|(code, _, label)| (code, label)).collect();
        let mut of_each: BTreeMap<(i32, i32, i32, &str), Stated> = BTreeMap::new();
        for row in columns.rows() {
            let code = written.get(&numbers[row]).map_or("", String::as_str);
            let number = regions::unmerged(code);
            let is_other_number = number == code && !regions::existed(number, years[row]);
            let found = (is_other_number, u64::try_from(counts[row]).ok());
            let known = of_each.entry((years[row], sexes[row], ages[row], regions::today(number))).or_insert(found);
            if known.0 && !is_other_number {
                *known = found;
            }
        }
        let mut inhabitants = BTreeMap::new();
        for ((year, sex, age, _), (_, count)) in of_each {
            let sum = inhabitants.entry((year, sex, age)).or_insert(Some(0));
            *sum = sum.zip(count).map(|(sum, count)| sum + count);
        }
        Self(inhabitants)
    }

    /// Whether any inhabitants of a 1 January are there.
    pub(super) fn has_year(&self, year: i32) -> bool {
        self.0.range((year, i32::MIN, i32::MIN)..=(year, i32::MAX, i32::MAX)).next().is_some()
    }

    /// Inhabitants for a period; the 1 January before where the right one is not there yet, which the caller must say.
    pub(super) fn population(&self, group: Group, period: Period) -> Option<Population> {
        let wanted = population_year(period);
        [wanted, wanted - 1]
            .into_iter()
            .find_map(|year| self.on_first_january(group, year).map(|inhabitants| Population { inhabitants, year }))
    }

    /// `None` unless every year of age of the group is there for both sexes: half a population is no denominator.
    fn on_first_january(&self, group: Group, year: i32) -> Option<u64> {
        let sexes = group.sex.map_or(0..KNOWN_SEXES, |sex| sex..sex + 1);
        let groups = sexes.flat_map(|sex| (group.from..=group.to).map(move |age| (sex, age)));
        let narrow = |wide: i64| i32::try_from(wide).ok();
        groups.map(|(sex, age)| *self.0.get(&(year, narrow(sex)?, narrow(age)?))?).sum()
    }
}

/// Places of a service, averaged over the days of the period; missing where some day is not
/// covered, or covered twice.
pub(super) fn places(sources: &Sources, service: &str, period: Period) -> Denominator {
    let Some(columns) = sources.columns("kapasitet") else { return Denominator::Missing };
    let Some(service) = columns.labels("tjeneste").and_then(|labels| labels.find(service)) else {
        return Denominator::Missing;
    };
    let (first, last) = (i64::from(epoch_day(period.first)), i64::from(epoch_day(period.last)));
    let services = columns.whole("tjeneste");
    let [from, to, places] = ["fra_dato", "til_dato", "plasser"].map(|name| columns.whole(name));
    let stated = |row: usize| [from[row], to[row], places[row]].map(i64::from);
    // A set: the same row may stand in two years' folders.
    let periods: BTreeSet<[i64; 3]> = columns
        .rows()
        .filter(|row| services[*row] == service && ![from[*row], to[*row], places[*row]].contains(&MISSING))
        .map(stated)
        .collect();
    let (mut place_days, mut next) = (0, first);
    for [from, to, places] in periods {
        if to < first || from > last {
            continue;
        }
        if from.max(first) != next {
            return Denominator::Missing;
        }
        next = to.min(last) + 1;
        place_days += places * (next - from.max(first));
    }
    if next != last + 1 {
        return Denominator::Missing;
    }
    let days = period.days();
    let average = (2 * place_days + days) / (2 * days);
    u64::try_from(average).map_or(Denominator::Missing, Denominator::Known)
}

/// What a measure is set in proportion to, for all inhabitants of its ages.
pub(super) fn population_group(measure: &Measure) -> Option<Group> {
    match measure.over {
        Some(Over::Population { from, to }) => Some(Group { from, to, sex: None }),
        _ => None,
    }
}
