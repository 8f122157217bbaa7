//! Windows that lie in each other, in this bundle and in earlier ones: May within September within the year.

use std::collections::BTreeMap;

use super::super::attack::{Relation, Secret};
use super::super::figures::CellRef;
use super::super::finding::Part;
use super::rows::Of;
use super::{Builder, Days, dimensions, sums, words};
use crate::lang::text;
use crate::windows::iso_date;

/// A number of one window.
struct InWindow {
    days: Days,
    number: usize,
    cell: CellRef,
    nesting: String,
    is_people: bool,
    edition: usize,
}

/// Count, place and breakdown: the same count in other windows.
type Series = BTreeMap<(String, String, String), Vec<InWindow>>;

impl Builder<'_> {
    pub(super) fn add_windows(&mut self) {
        let series = self.series();
        for windows in series.values() {
            for outer in windows {
                for inner in windows {
                    self.add_nested(inner, outer);
                    self.add_beside(inner, outer, windows);
                }
            }
        }
        for ((count, place, at), windows) in &series {
            for window in windows.iter().filter(|window| at.is_empty() && window.nesting == "adds") {
                self.add_months(count, place, window, &series);
            }
        }
    }

    /// Every count of a window, once for each window.
    fn series(&mut self) -> Series {
        let editions = self.editions;
        let mut series = Series::new();
        for (edition, of) in editions.iter().enumerate() {
            for row in of.figures.rows.iter().filter(|row| of.is_own(&row.cell.place)) {
                let Some(counted) = of.counted(&row.cell.indicator).filter(|it| it.nesting != "none") else { continue };
                let Some(count) = &counted.count else { continue };
                let numbers = [
                    (count.clone(), self.number_of(edition, &row.cell, counted, Of::Count, false)),
                    (Self::rest_of(counted), self.rest(edition, &row.cell, counted)),
                ];
                for (name, number) in numbers.into_iter().filter_map(|(name, number)| Some((name, number?))) {
                    let key = (name, row.cell.place.clone(), row.cell.breakdown.clone());
                    let windows = series.entry(key).or_default();
                    if !windows.iter().any(|known| known.number == number) {
                        windows.push(InWindow {
                            days: of.days(&row.cell),
                            number,
                            cell: row.cell.clone(),
                            nesting: counted.nesting.clone(),
                            is_people: counted.about == "people",
                            edition,
                        });
                    }
                }
            }
        }
        series
    }

    /// What lies between two windows is a count of its own.
    fn add_nested(&mut self, inner: &InWindow, outer: &InWindow) {
        if !lies_in(&inner.days, &outer.days) || !is_settled(&inner.cell.breakdown) {
            return;
        }
        let source = text("audit.source_windows", &[("inner", &words(&inner.cell)), ("outer", &words(&outer.cell))]);
        // A case that is late in May may have been mended since, and somebody may have become too old.
        let is_exact = inner.nesting == "adds" || (inner.nesting == "grows" && inner.cell.breakdown.is_empty());
        let lower = if is_exact { 0 } else { sums::ANY };
        let ground = self.of_windows(inner.edition.max(outer.edition));
        let between = self.between(inner.number, outer.number, lower, ground, source);
        if inner.is_people {
            self.hide(between, Secret::Part, &outer.cell, Part::Windows(words(&inner.cell)));
        }
    }

    /// Two windows beside each other that make up a third.
    fn add_beside(&mut self, first: &InWindow, whole: &InWindow, windows: &[InWindow]) {
        let begins = lies_in(&first.days, &whole.days) && first.days.0 == whole.days.0;
        let next = iso_date(&first.days.1).and_then(|day| day.succ_opt());
        let Some(next) = next.filter(|_| begins && first.nesting == "adds").map(|day| day.to_string()) else { return };
        for second in windows.iter().filter(|second| second.days.0 == next && second.days.1 == whole.days.1) {
            let cells = [first, second, whole].map(|window| words(&window.cell));
            let source =
                text("audit.source_beside", &[("first", &cells[0]), ("second", &cells[1]), ("whole", &cells[2])]);
            let terms = vec![(first.number, 1), (second.number, 1), (whole.number, -1)];
            let ground = self.of_windows(first.edition.max(second.edition).max(whole.edition));
            self.equation(terms, Relation::Equal, ground, source);
        }
    }

    /// The months of a longer window that make up a shorter one.
    fn add_months(&mut self, count: &str, place: &str, window: &InWindow, series: &Series) {
        let Some(months) = months(&window.days) else { return };
        let longer: Vec<&Days> = series
            .iter()
            .filter(|((known, at, breakdown), _)| known == count && at == place && breakdown.starts_with("maaned="))
            .flat_map(|(_, windows)| windows.iter().map(|it| &it.days))
            .filter(|days| lies_in(&window.days, days) && days.0.get(..4) == days.1.get(..4))
            .collect();
        for days in longer {
            let of_month = |month: &u32| {
                let key = (count.to_owned(), place.to_owned(), format!("maaned={month:02}"));
                series.get(&key)?.iter().find(|it| it.days == *days).map(|it| ((it.number, 1), it.edition))
            };
            let Some(found) = months.iter().map(of_month).collect::<Option<Vec<((usize, i64), usize)>>>() else {
                continue;
            };
            let ground = self.of_windows(found.iter().map(|it| it.1).fold(window.edition, usize::max));
            let terms = found.into_iter().map(|it| it.0);
            let source = text("audit.source_months", &[("figure", &words(&window.cell))]);
            self.equation(terms.chain([(window.number, -1)]).collect(), Relation::Equal, ground, source);
        }
    }
}

/// ISO dates compare as texts.
pub(super) fn lies_in(inner: &Days, outer: &Days) -> bool {
    let has_days = !inner.1.is_empty() && !outer.1.is_empty();
    has_days && inner != outer && outer.0 <= inner.0 && inner.1 <= outer.1
}

/// Whether somebody in a category of the shorter window is in the same of the longer one.
fn is_settled(breakdown: &str) -> bool {
    let moves = |by: &&str| matches!(*by, "aldersgruppe" | "maaned" | "plassering" | "ventedager");
    !dimensions(breakdown).iter().any(moves)
}

/// The months of a window that holds whole ones of one year.
fn months(days: &Days) -> Option<Vec<u32>> {
    use chrono::Datelike;
    let (first, last) = (iso_date(&days.0)?, iso_date(&days.1)?);
    let ends_month = last.succ_opt().is_some_and(|next| next.day() == 1);
    let is_whole = first.day() == 1 && ends_month && first.year() == last.year() && first <= last;
    is_whole.then(|| (first.month()..=last.month()).collect())
}
