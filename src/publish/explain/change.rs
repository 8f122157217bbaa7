//! A change since the baseline: the two figures it is made of, its interval, and why it is missing where it is.

use super::figure::{self, said};
use super::parts;
use crate::compute::{
    ChangeInterval, ChangeKind, Compared, Derived, Incomparable, Indicator, Indicators, Measure, MeasureTable, Point,
};
use crate::lang::{Words, signed, text};
use crate::protect::Cell;
use crate::publish::Rounded;
use crate::units::Unit;

/// Every change that `derived` is made of, with its id; none for an indicator that is counted.
pub(super) fn all<'a>(
    indicators: &'a Indicators,
    derived: &'a Indicator,
) -> impl Iterator<Item = (String, &'a Measure, ChangeKind)> {
    let is_ours = derived.head.derived == Some(Derived::Baseline);
    let measures = indicators.counted().filter(move |_| is_ours).flat_map(|indicator| &indicator.measures);
    measures.flat_map(move |measure| ChangeKind::ALL.map(|kind| (kind.id(derived, measure), measure, kind)))
}

/// One change while it is answered for.
pub(super) struct Changing<'a> {
    pub(super) derived: &'a Indicator,
    pub(super) measure: &'a Measure,
    pub(super) kind: ChangeKind,
    pub(super) tables: &'a [&'a MeasureTable<Cell>],
    pub(super) compared: &'a Compared,
}

impl Changing<'_> {
    pub(super) fn measure(&self) -> parts::Measure {
        let id = self.kind.id(self.derived, self.measure);
        let baseline = self.compared.baseline.as_ref();
        let year = baseline
            .map_or_else(|| Words::generated("generated.the_baseline", &[]), |it| Words::same(&it.year.to_string()));
        let points = self.table(&id).map(|table| table.totals.as_slice()).unwrap_or_default();
        let change = parts::Change {
            measure: self.measure.id.clone(),
            baseline: baseline.map(|it| parts::Baseline {
                year: it.year,
                first_day: it.first.clone(),
                last_day: it.last.clone(),
                file: it.file.clone(),
            }),
            reason: self.reason(),
        };
        parts::Measure {
            id,
            title: self.kind.title(self.measure, &year).said().to_owned(),
            unit: self.kind.unit(self.measure).id(),
            unit_text: self.kind.unit_text(self.measure, &year).said().to_owned(),
            definition: self.sentences(),
            sources: Vec::new(),
            years: points.iter().map(|point| self.year(point)).collect(),
            breakdowns: Vec::new(),
            change: Some(change),
        }
    }

    fn table(&self, id: &str) -> Option<&MeasureTable<Cell>> {
        self.tables.iter().find(|table| table.id == id).copied()
    }

    fn sentences(&self) -> Vec<parts::Sentence> {
        let Measure { id, title, unit_text, unit, .. } = self.measure;
        let values = [("measure", id.as_str()), ("title", title.said()), ("unit", unit_text.said())];
        let is = match self.kind {
            ChangeKind::Absolute if *unit == Unit::Prosent => text("explain.change_in_points", &values),
            ChangeKind::Absolute => text("explain.change_in_unit", &values),
            ChangeKind::Relative => text("explain.change_in_percent", &values),
        };
        let interval = match self.kind.interval(self.measure) {
            ChangeInterval::Joined => text("explain.change_interval_joined", &[]),
            ChangeInterval::Exact => text("explain.change_interval_exact", &[]),
            ChangeInterval::None => text("explain.change_interval_none", &[]),
        };
        let sentences = [
            ("figure", is),
            ("figure", text("explain.change_how", &values)),
            ("baseline", text("explain.change_frozen", &[])),
            ("interval", interval),
            ("interval", text("explain.change_verdict", &[])),
            ("about", text("explain.change_about", &[])),
        ];
        sentences.into_iter().map(|(part, sentence)| parts::Sentence { part, sentence }).collect()
    }

    /// Why it is not in the report.
    fn reason(&self) -> Option<String> {
        let Some(baseline) = &self.compared.baseline else { return Some(text("explain.change_no_baseline", &[])) };
        let year = baseline.year.to_string();
        let values = [("year", year.as_str()), ("first", &baseline.first), ("last", &baseline.last)];
        if !self.compared.is_later {
            return Some(text("explain.change_not_later", &values));
        }
        Some(match self.compared.not.get(&self.measure.id)? {
            Incomparable::Definition => text("explain.change_definition", &values),
            Incomparable::Window => text("explain.change_window", &values),
            Incomparable::New => text("explain.change_new", &values),
            Incomparable::Missing => text("explain.change_missing", &values),
        })
    }

    fn year(&self, point: &Point<Cell>) -> parts::OfYear {
        let unit = self.kind.unit(self.measure);
        let mut of_change = figure::figure(&point.cell, unit, "");
        let rounded = point.cell.shown().and_then(|shown| Rounded::shown(shown, unit));
        if let Some(rounded) = rounded {
            of_change.words = signed(rounded.number(), rounded.decimals());
        }
        let own = self.table(&self.measure.id);
        let own = own.and_then(|table| table.totals.iter().find(|own| own.year == point.year)).map(|own| &own.cell);
        let own = own.map(|cell| figure::figure(cell, self.measure.unit, self.measure.unit_text.said()));
        parts::OfYear {
            year: point.year,
            reason: own.as_ref().and_then(|own| self.why(&point.cell, own)),
            figure: of_change,
            population_year: None,
            comparison: self.baseline(point),
            measure: own,
            rows: None,
            rows_by_source: Vec::new(),
            rows_concealed: false,
            lines: None,
        }
    }

    /// Why there is no change in a year; never why one is withheld.
    fn why(&self, change: &Cell, own: &parts::Figure) -> Option<String> {
        let values = [("measure", self.measure.id.as_str())];
        match (change, own.status) {
            (Cell::Missing, _) => Some(text("explain.change_year_missing", &values)),
            (Cell::NotApplicable, status) if status == Cell::NotApplicable.mark() => {
                Some(text("explain.change_year_not_applicable", &values))
            }
            (Cell::NotApplicable, _) => Some(text("explain.change_of_nought", &[])),
            (Cell::Shown(_) | Cell::Withheld, _) => None,
        }
    }

    /// The frozen figure, where the change is shown.
    fn baseline(&self, point: &Point<Cell>) -> Option<parts::Comparison> {
        let found = point.comparison.as_ref().filter(|_| point.cell.shown().is_some())?;
        let value = Rounded::of(found.value, self.measure.unit)?;
        let unit = self.measure.unit_text.said();
        let words = text("explain.value", &[("value", &said(&value)), ("unit", unit)]);
        let verdict = found.verdict.map(|verdict| figure::verdict_words(Some(verdict)));
        let verdict = verdict.map(|words| text("explain.change_is", &[("verdict", &words)])).unwrap_or_default();
        Some(parts::Comparison {
            region: found.region.clone(),
            name: found.name.clone(),
            value: figure::number(&value),
            verdict: found.verdict.map_or("", crate::compute::Verdict::id),
            words: text("explain.change_baseline", &[("name", &found.name), ("value", &words), ("verdict", &verdict)]),
        })
    }
}
