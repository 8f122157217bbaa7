//! Chunks in which nothing is odd: what their rows say of their children is worked out column by column, and they are
//! taken in whole. Nearly all chunks are like that; any other goes row by row, and comes to the same.

use std::sync::LazyLock;

use super::cell::MISSING;
use super::header::Binding;
use super::ours::Ours;
use super::parse::{Parsed, ParsedColumn};
use super::reader::{LONGEST_UNBORN, OLDEST, Year};
use super::roles::Roles;
use super::source_map::{FieldKind, SourceMap};

/// What the rows of a chunk say of their children; nothing where the source is not about children.
pub(super) struct Derived {
    pub(super) born: Vec<i32>,
    pub(super) age: Vec<i32>,
    pub(super) sex: Vec<i32>,
    pub(super) placement: Vec<i32>,
}

/// What a table's chunks are judged by.
pub(super) struct Judge<'a> {
    pub(super) map: &'a SourceMap,
    pub(super) roles: &'a Roles,
    pub(super) ours: Ours<'a>,
    /// Numbers were written as text by somebody, and not by a spreadsheet or Statistics Norway.
    pub(super) is_typed: bool,
    /// The year of the folder; reference files state theirs in each row, and go row by row.
    pub(super) year: Option<Year>,
}

impl Judge<'_> {
    /// What is derived from a chunk whose every row counts unless it was seen before; `None` where a row must be looked at.
    pub(super) fn derive(&self, parsed: &Parsed, binding: &Binding) -> Option<Derived> {
        let year = self.year.as_ref()?;
        let [key] = self.roles.key.as_slice() else { return None };
        let has_oddities = !(parsed.faults.is_empty() && parsed.totals.is_empty() && parsed.dated.is_empty());
        if has_oddities || self.map.fields[*key].kind != FieldKind::Id || !self.is_of_the_year(parsed, year) {
            return None;
        }
        let is_ours = |text: &str| text.is_empty() || self.ours.has(text);
        if !all_cells(parsed, binding, self.roles.municipality, is_ours) {
            return None;
        }
        let rows = parsed.chunk.rows();
        let Some(child) = self.roles.child else {
            let none = || vec![MISSING; rows];
            return Some(Derived { born: none(), age: none(), sex: none(), placement: none() });
        };
        // An identity number says something of its child; the system's own identifiers do not.
        let is_plain = |text: &str| text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
        if matches!(parsed.columns[child], ParsedColumn::Absent) || !all_cells(parsed, binding, Some(child), is_plain) {
            return None;
        }
        let born = values(parsed, self.roles.born);
        let age = self.ages(parsed, &born)?;
        let unknown = self.roles.unknown_sex;
        let sex = values(parsed, self.roles.sex).into_iter().map(|sex| if sex == unknown { MISSING } else { sex });
        Some(Derived { age, sex: sex.collect(), placement: self.placements(parsed), born })
    }

    /// Whether all dates are in order, near the year, and place every row in it.
    fn is_of_the_year(&self, parsed: &Parsed, year: &Year) -> bool {
        let Roles { in_order, dates, event, until, is_span, .. } = self.roles;
        let is_ordered = |(start, end): &(usize, usize)| {
            let pairs = slice(parsed, Some(*start)).iter().zip(slice(parsed, Some(*end)));
            pairs.into_iter().all(|(from, to)| *from == MISSING || *to == MISSING || from <= to)
        };
        let days = year.days;
        let is_near = |(field, ahead): &(usize, i32)| {
            slice(parsed, Some(*field)).iter().all(|day| *day == MISSING || year.is_near(*day, *ahead))
        };
        let starts = slice(parsed, *event);
        let is_placed = if *is_span {
            let ends = slice(parsed, *until);
            starts.iter().all(|from| *from == MISSING || *from <= days.1)
                && ends.iter().all(|to| *to == MISSING || *to >= days.0)
        } else {
            starts.iter().all(|day| *day == MISSING || (days.0..=days.1).contains(day))
        };
        is_placed && in_order.iter().all(is_ordered) && dates.iter().all(is_near)
    }

    /// The age of each child at its event; `None` where one cannot be.
    fn ages(&self, parsed: &Parsed, born: &[i32]) -> Option<Vec<i32>> {
        let events = values(parsed, self.roles.event);
        let stated = values(parsed, self.roles.age);
        let mut ages = Vec::with_capacity(born.len());
        for ((born, event), stated) in born.iter().zip(&events).zip(&stated) {
            let age = match (*born, *event) {
                (_, MISSING) => return None,
                (MISSING, _) => *stated,
                (born, event) if event < born && born - event <= LONGEST_UNBORN => MISSING,
                (born, event) => years_between(born, event).filter(|age| *age >= 0)?,
            };
            if age > OLDEST {
                return None;
            }
            ages.push(age);
        }
        Some(ages)
    }

    fn placements(&self, parsed: &Parsed) -> Vec<i32> {
        let (stated, categories) = (values(parsed, self.roles.outside_home), values(parsed, self.roles.category));
        let places = |(stated, category): (&i32, &i32)| self.roles.placement(*stated, *category);
        stated.iter().zip(&categories).map(places).collect()
    }
}

/// The whole numbers of a field; none where the file has no such column.
fn slice(parsed: &Parsed, field: Option<usize>) -> &[i32] {
    match field.map(|field| &parsed.columns[field]) {
        Some(ParsedColumn::Whole(values)) => values,
        _ => &[],
    }
}

/// The whole numbers of a field, [`MISSING`] in every row where the file has no such column.
fn values(parsed: &Parsed, field: Option<usize>) -> Vec<i32> {
    let values = slice(parsed, field);
    if values.is_empty() { vec![MISSING; parsed.chunk.rows()] } else { values.to_vec() }
}

fn all_cells(parsed: &Parsed, binding: &Binding, field: Option<usize>, is_right: impl Fn(&str) -> bool) -> bool {
    let Some(column) = field.and_then(|field| binding.column(field)) else { return true };
    (0..parsed.chunk.rows()).all(|row| is_right(parsed.chunk.cell(row, column)))
}

/// Year, month and day of every day from 1900 to 2100, packed so that they compare as the calendar does.
static CALENDAR: LazyLock<Vec<i32>> = LazyLock::new(|| {
    let packed = |epoch: i32| {
        use chrono::Datelike;
        let date = super::children::date_of(epoch)?;
        let (month, day) = (i32::try_from(date.month()).ok()?, i32::try_from(date.day()).ok()?);
        Some(date.year() * 512 + month * 32 + day)
    };
    (FIRST_DAY..=LAST_DAY).filter_map(packed).collect()
});
/// 1 January 1900 and 31 December 2100.
const FIRST_DAY: i32 = -25_567;
const LAST_DAY: i32 = 47_846;

/// Whole years from one day to another, as [`super::identity::age_on`] counts them; negative before birth.
fn years_between(born: i32, on: i32) -> Option<i32> {
    let packed = |day: i32| CALENDAR.get(usize::try_from(day - FIRST_DAY).ok()?).copied();
    let (born, on) = (packed(born)?, packed(on)?);
    let had_birthday = on % 512 >= born % 512;
    Some(on / 512 - born / 512 - i32::from(!had_birthday))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::identity::age_on;
    use crate::units::{day, epoch_day};

    #[test]
    fn years_are_counted_as_for_a_single_row() {
        assert_eq!((FIRST_DAY, LAST_DAY), (epoch_day(day(1900, 1, 1)), epoch_day(day(2100, 12, 31))));
        for born in (FIRST_DAY..LAST_DAY).step_by(97) {
            for on in (born..(born + 9_000).min(LAST_DAY)).step_by(41).chain([born, (born + 365).min(LAST_DAY)]) {
                let date = |epoch| super::super::children::date_of(epoch).unwrap();
                let expected = age_on(date(born), date(on)).map(|age| i32::try_from(age).unwrap());
                assert_eq!(years_between(born, on), expected, "{born} {on}");
            }
        }
        assert_eq!(years_between(LAST_DAY + 1, LAST_DAY), None);
    }
}
