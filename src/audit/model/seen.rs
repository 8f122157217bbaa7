//! What else is printed of a figure: a share without its counts, a change and what it is a change from, a comparison.

use super::super::figures::CellRef;
use super::super::finding::{How, Leak, Part};
use super::super::number::Printed;
use super::rows::Of;
use super::{Builder, words};
use crate::lang::text;

const ONE: i128 = 1_000_000;

/// From where to where a figure lies, in millionths.
#[derive(Debug, Clone, Copy)]
struct Range {
    lower: i64,
    upper: i64,
}

impl Range {
    fn around(value: Printed, slack: i64) -> Self {
        Self { lower: value.millionths - slack, upper: value.millionths + slack }
    }
}

impl Builder<'_> {
    /// Shares that are shown without their numerator tell it where the denominator is known.
    pub(super) fn add_rounded(&mut self, edition: usize) {
        let figures = self.editions[edition].figures;
        for row in figures.rows.iter().filter(|row| row.status.is_empty() && row.numerator.is_none()) {
            let Some(value) = row.value else { continue };
            let source = text("audit.source_rounded", &[("figure", &words(&row.cell))]);
            self.add_range(
                edition,
                &row.cell,
                Range::around(value, value.half_step()),
                Self::of_bundle(edition),
                source,
            );
        }
    }

    /// Changes since the baseline, and the comparisons.
    pub(super) fn add_seen(&mut self, edition: usize) {
        let (editions, figures) = (self.editions, self.editions[edition].figures);
        for row in figures.rows.iter().filter(|row| row.status.is_empty()) {
            let Some(change) = editions[edition].measure(&row.cell.indicator).and_then(|it| it.change.as_ref()) else {
                continue;
            };
            let (Some(value), Some(frozen)) = (row.value, row.reference_value) else { continue };
            let now = CellRef { indicator: change.of.clone(), ..row.cell.clone() };
            let place = format!("data/indikatorer.csv:{}", row.line);
            self.add_frozen(edition, &now, &row.reference, frozen, &place);
            let range = if change.relative { grown(frozen, value) } else { moved(frozen, value) };
            self.see(edition, &now, range, &text("audit.source_change", &[("figure", &words(&row.cell))]));
        }
        for row in &figures.comparisons {
            let change = editions[edition].measure(&row.cell.indicator).and_then(|it| it.change.as_ref());
            let of = change.map_or(&row.cell.indicator, |change| &change.of);
            let now = CellRef { indicator: of.clone(), ..row.cell.clone() };
            let place = format!("data/sammenlikninger.csv:{}", row.line);
            if let Some(value) = row.value.filter(|_| change.is_none()) {
                self.see(edition, &now, Some(Range::around(value, value.half_step())), &place);
            }
            let Some(against) = row.against_value else { continue };
            self.add_frozen(edition, &now, &row.against, against, &place);
            if let Some(difference) = row.difference.filter(|_| change.is_none_or(|change| !change.relative)) {
                self.see(edition, &now, moved(against, difference), &place);
            }
        }
    }

    /// What a change is a change from is the figure of an earlier year.
    fn add_frozen(&mut self, edition: usize, now: &CellRef, against: &str, value: Printed, place: &str) {
        let year = against.strip_prefix("nullpunkt-").or_else(|| against.strip_prefix("aar-"));
        if let Some(year) = year.and_then(|year| year.parse().ok()) {
            let then = CellRef { year, ..now.clone() };
            let rounding =
                if against.starts_with("aar-") || value.half_step() < 500_000 { value.half_step() } else { 0 };
            self.see(edition, &then, Some(Range::around(value, rounding)), place);
        }
    }

    /// A withheld figure that can be seen elsewhere is no longer withheld.
    fn see(&mut self, edition: usize, cell: &CellRef, range: Option<Range>, source: &str) {
        let Some(range) = range else { return };
        if self.row(edition, cell).is_some_and(super::super::figures::Row::is_withheld) {
            let how = How::From(vec![source.to_owned()]);
            self.leaks.push(Leak { cell: cell.clone(), part: Part::Figure, how });
        }
        self.add_range(edition, cell, range, self.of_seen(edition), source.to_owned());
    }

    /// The whole numbers for which the figure lies within the range.
    fn add_range(&mut self, edition: usize, cell: &CellRef, range: Range, ground: usize, source: String) {
        let editions = self.editions;
        let Some(measure) = editions[edition].measure(&cell.indicator) else { return };
        let Some(counted) = &measure.counted else { return };
        let Some(number) = self.number_of(edition, cell, counted, Of::Count, false) else { return };
        let (factor, per) = match (counted.value.as_str(), measure.unit.as_str()) {
            ("count", _) => (1, 1),
            ("share", unit) => {
                let base = self.number_of(edition, cell, counted, Of::Base, false);
                let Some(base) = base.and_then(|base| self.problem.unknowns[base].value()) else { return };
                (base, if unit == "per-1000" { 1_000 } else { 100 })
            }
            _ => return,
        };
        // numerator × per ÷ denominator lies within the range
        let scaled = |bound: i64| i128::from(bound) * i128::from(factor);
        let lower = -(-scaled(range.lower)).div_euclid(ONE * per);
        let upper = scaled(range.upper).div_euclid(ONE * per);
        if let (Ok(lower), Ok(upper)) = (i64::try_from(lower), i64::try_from(upper))
            && lower <= upper
        {
            self.bound(number, lower, upper, ground, source);
        }
    }
}

/// The figure that lies `by` from another, both rounded.
fn moved(from: Printed, by: Printed) -> Option<Range> {
    let slack = |value: Printed| if value.half_step() == 500_000 { 0 } else { value.half_step() };
    Some(Range::around(from.plus(by)?, slack(from) + slack(by)))
}

/// The figure that is larger than another by so many percent, both rounded.
fn grown(from: Printed, percent: Printed) -> Option<Range> {
    let at = |value: i64, percent: i64| {
        let grown = i128::from(value) * (100 * ONE + i128::from(percent)) / (100 * ONE);
        i64::try_from(grown).ok()
    };
    let (step, half) = (percent.half_step(), if from.half_step() == 500_000 { 0 } else { from.half_step() });
    let lower = at(from.millionths - half, percent.millionths - step)?;
    Some(Range { lower, upper: at(from.millionths + half, percent.millionths + step)? })
}
