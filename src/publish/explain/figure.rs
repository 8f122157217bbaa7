//! Figures as the report has them: rounded the same way, with the same marks.

use serde_json::Number;

use super::parts;
use crate::compute::{Breakdown, MeasureTable, Point, ReferenceRole, Verdict};
use crate::lang::{decimal, integer, text};
use crate::protect::Cell;
use crate::publish::{Rounded, reference};
use crate::units::Unit;

/// A cell in numbers and in words; `unit` follows the value in words.
pub(super) fn figure(cell: &Cell, unit: Unit, unit_text: &str) -> parts::Figure {
    let rounded = cell.shown().and_then(|shown| Some((shown, Rounded::shown(shown, unit)?)));
    let Some((shown, value)) = rounded else {
        let mark = if cell.shown().is_some() { Cell::Missing } else { *cell };
        return parts::Figure { status: mark.mark(), words: mark_words(&mark), ..parts::Figure::default() };
    };
    let limit = |limit: f64| Rounded::of(limit, unit);
    let interval = shown.interval.and_then(|it| limit(it.lower).zip(limit(it.upper)));
    let in_words = |(lower, upper): &(Rounded, Rounded)| {
        text("explain.interval", &[("lower", &said(lower)), ("upper", &said(upper))])
    };
    parts::Figure {
        words: text("explain.value", &[("value", &said(&value)), ("unit", unit_text)]),
        interval: interval.as_ref().map(in_words),
        value: number(&value),
        numerator: shown.numerator,
        denominator: shown.denominator,
        lower: interval.as_ref().and_then(|(lower, _)| number(lower)),
        upper: interval.as_ref().and_then(|(_, upper)| number(upper)),
        status: "",
    }
}

fn mark_words(cell: &Cell) -> String {
    match cell {
        Cell::Withheld => text("explain.mark_withheld", &[]),
        Cell::NotApplicable => text("explain.mark_not_applicable", &[]),
        Cell::Missing | Cell::Shown(_) => text("explain.mark_missing", &[]),
    }
}

/// Numerator and denominator in words.
pub(super) fn fraction(figure: &parts::Figure) -> Option<String> {
    match (figure.numerator, figure.denominator) {
        (Some(numerator), Some(denominator)) => {
            let values = [("numerator", integer(numerator)), ("denominator", integer(denominator))];
            Some(text("explain.fraction", &values.each_ref().map(|(name, value)| (*name, value.as_str()))))
        }
        (Some(numerator), None) => Some(text("explain.numerator", &[("numerator", &integer(numerator))])),
        (None, Some(denominator)) => Some(text("explain.denominator", &[("denominator", &integer(denominator))])),
        (None, None) => None,
    }
}

/// How the figure of a year stands against the county, as the report says it.
pub(super) fn comparison(measure: &MeasureTable<Cell>, point: &Point<Cell>) -> Option<parts::Comparison> {
    let county = reference::series(measure, ReferenceRole::County)?;
    let value = reference::figure(county, point.year, measure.unit).ok()?;
    let verdict = point.comparison.as_ref().and_then(|comparison| comparison.verdict);
    let in_words = verdict_words(verdict);
    Some(parts::Comparison {
        region: county.region.clone(),
        name: county.name.clone(),
        value: number(&value),
        verdict: verdict.map_or("", Verdict::id),
        words: text("explain.comparison", &[("name", &county.name), ("value", &said(&value)), ("verdict", &in_words)]),
    })
}

/// A verdict as the report says it.
pub(super) fn verdict_words(verdict: Option<Verdict>) -> String {
    match verdict {
        Some(Verdict::Higher) => text("report.higher", &[]),
        Some(Verdict::Lower) => text("report.lower", &[]),
        Some(Verdict::Uncertain) => text("report.uncertain", &[]),
        None => "–".to_owned(),
    }
}

/// The categories of one year.
pub(super) fn breakdown(breakdown: &Breakdown<Cell>, year: i32, unit: Unit) -> parts::Breakdown {
    let at = breakdown.years.iter().position(|known| *known == year);
    let categories = breakdown.categories.iter().filter_map(|category| {
        let cell = category.cells.get(at?)?;
        let figure = figure(cell, unit, "");
        Some(parts::Category { code: category.code.clone(), label: category.label.clone(), figure })
    });
    parts::Breakdown {
        dimension: breakdown.dimension.clone(),
        title: breakdown.title.clone(),
        overlapping: breakdown.overlapping,
        categories: categories.collect(),
    }
}

pub(super) fn number(rounded: &Rounded) -> Option<Number> {
    rounded.as_str().parse().ok()
}

pub(super) fn said(rounded: &Rounded) -> String {
    decimal(rounded.number(), rounded.decimals())
}
