//! Training: the units that report, and whether anybody of theirs took part.

use std::collections::{BTreeMap, BTreeSet};

use super::Viewing;
use crate::check::{MISSING, same_name};
use crate::compute::columns::{Columns, Labels};

/// One item for each unit of the list of units; `uten` says that nobody of it took part in any course in the window.
/// Nothing where the courses of the year were not delivered: that is no sign that there were none.
pub(super) fn units<'a>(from: &Viewing<'a, '_>) -> Option<Columns<'a>> {
    let courses = from.sources.columns("kompetanse")?;
    if !from.moment.years().all(|year| courses.years.contains(&year)) {
        return None;
    }
    let trained = trained(from, courses);
    let names = from.columns.labels("enhet").map(Labels::codes).unwrap_or_default();
    let column = from.columns.whole("enhet");
    let units: BTreeSet<i32> = from.selection.rows.iter().map(|row| column[*row as usize]).collect();
    let units: Vec<i32> = units.into_iter().filter(|unit| *unit != MISSING).collect();
    let is_without = |unit: &i32| {
        let name = names.iter().find(|(code, ..)| code == unit).map(|(_, _, label)| same_name(label));
        i32::from(name.is_none_or(|name| !trained.contains(&name)))
    };
    let without = units.iter().map(is_without).collect();
    let view = Columns::of_view(units.len(), vec![("enhet", units), ("uten", without)]);
    Some(view.with_labels("enhet", from.columns.labels("enhet").cloned()))
}

/// The units with participants in the window.
fn trained(from: &Viewing<'_, '_>, courses: &Columns) -> BTreeSet<String> {
    let names: BTreeMap<i32, String> =
        courses.labels("enhet").map(Labels::codes).unwrap_or_default().into_iter().map(|it| (it.0, it.2)).collect();
    let (days, units, people) = (courses.whole("dato"), courses.whole("enhet"), courses.whole("deltakere"));
    let rows = from.moment.years().flat_map(|year| courses.of_year(year).iter().map(|row| *row as usize));
    let in_window = |row: &usize| (from.moment.first..=from.moment.last).contains(&i64::from(days[*row]));
    let with_people = rows.filter(in_window).filter(|row| people[*row] > 0);
    with_people.filter_map(|row| names.get(&units[row]).map(|name| same_name(name))).collect()
}
