//! What the plan keeps hidden beside small counts: that there are none, and that a group is all of what it is a part of.

use std::collections::{BTreeMap, BTreeSet};

use super::super::attack::Secret;
use super::super::figures::{CellRef, Row};
use super::super::finding::{How, Leak, Part};
use super::super::manifest::{Counted, Protection};
use super::{Builder, Edition, dimensions, editions};

impl Edition<'_> {
    /// Whether its plan keeps zeros hidden.
    fn keeps_zeros(&self) -> bool {
        self.manifest.protection.as_ref().is_some_and(Protection::keeps_zeros)
    }

    /// Whether its plan keeps whole groups hidden.
    fn keeps_full(&self) -> bool {
        self.manifest.protection.as_ref().is_some_and(Protection::keeps_full)
    }

    /// What must not follow of a withheld figure about people.
    pub(super) fn secret_of(&self, counted: &Counted) -> Secret {
        // That none of some are in it says that all of them are in the rest.
        let is_of_cases = counted.whole.as_deref() == Some("cases");
        if self.keeps_zeros() || (self.keeps_full() && is_of_cases) { Secret::EvenNone } else { Secret::Withheld }
    }
}

impl Builder<'_> {
    /// What the audited bundle shows although its plan keeps it hidden.
    pub(super) fn add_policy(&mut self) {
        let Some(of) = self.editions.first() else { return };
        let people = |row: &&Row| {
            let counted = of.counted(&row.cell.indicator);
            of.is_own(&row.cell.place) && row.status.is_empty() && counted.is_some_and(|it| it.about == "people")
        };
        let shown: Vec<&Row> = of.figures.rows.iter().filter(people).collect();
        let mut found: BTreeSet<(&CellRef, &'static str)> = BTreeSet::new();
        if of.keeps_zeros() {
            found.extend(shown.iter().filter(|row| counts(of, row) == Some(0)).map(|row| (&row.cell, "zeros")));
        }
        if of.keeps_full() {
            found.extend(shown.iter().filter(|row| is_all_or_none(of, row)).map(|row| (&row.cell, "full")));
            found.extend(full_categories(of, &shown).into_iter().map(|cell| (cell, "full")));
        }
        let leaks = found.into_iter().map(|(cell, policy)| Leak {
            cell: cell.clone(),
            part: Part::Figure,
            how: How::Policy(policy),
        });
        self.leaks.extend(leaks);
    }
}

/// The count behind a shown figure that is one of people.
fn counts(of: &Edition, row: &Row) -> Option<i64> {
    let counted = of.counted(&row.cell.indicator)?;
    match counted.value.as_str() {
        "count" => editions::whole(row),
        "share" if counted.whole.as_deref() != Some("sum") => row.numerator,
        _ => None,
    }
}

/// A share of cases that is all or none of them.
fn is_all_or_none(of: &Edition, row: &Row) -> bool {
    let is_of_cases = of.counted(&row.cell.indicator).is_some_and(|it| it.whole.as_deref() == Some("cases"));
    let counts = row.numerator.zip(row.denominator).filter(|it| it.1 > 0 && is_of_cases);
    counts.is_some_and(|(count, base)| count == 0 || count == base)
}

/// The shown categories of tables in which one category is all.
fn full_categories<'a>(of: &Edition, shown: &[&'a Row]) -> Vec<&'a CellRef> {
    let total = |row: &Row| CellRef { breakdown: String::new(), ..row.cell.clone() };
    let mut tables: BTreeMap<(CellRef, String), Vec<&Row>> = BTreeMap::new();
    for row in shown.iter().copied().filter(|row| !row.cell.breakdown.is_empty()) {
        tables.entry((total(row), dimensions(&row.cell.breakdown).join("+"))).or_default().push(row);
    }
    let mut found = Vec::new();
    for ((total, by), rows) in tables {
        let Some(measure) = of.measure(&total.indicator) else { continue };
        let is_line = |it: &super::super::manifest::BreakdownModel| it.by == by && !it.overlapping;
        let is_of_whole = measure.counted.as_ref().is_some_and(|it| it.of_whole.contains(&by));
        let all = of.figures.row(&total).and_then(|row| counts(of, row)).filter(|all| *all > 0);
        let Some(all) = all.filter(|_| measure.breakdowns.iter().any(is_line) && !is_of_whole) else { continue };
        let siblings = of.figures.rows.iter().filter(|row| {
            let cell = CellRef { breakdown: String::new(), ..row.cell.clone() };
            cell == total && dimensions(&row.cell.breakdown).join("+") == by
        });
        let is_one_of_several = siblings.take(2).count() > 1;
        if is_one_of_several && rows.iter().any(|row| counts(of, row) == Some(all)) {
            found.extend(rows.into_iter().map(|row| &row.cell));
        }
    }
    found
}
