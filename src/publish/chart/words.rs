//! The sentences around a chart.

use crate::compute::{Breakdown, IndicatorTable, MeasureTable};
use crate::lang::text;
use crate::protect::{Cell, Heading};
use crate::publish::period::months;
use crate::units::{Audience, Unit, Window};

use super::model::{Bar, YearMark, YearSeries};
use super::scale;

/// What stands where a cell has no figure.
pub(super) fn status(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Shown(_) => None,
        Cell::Withheld => Some(text("report.withheld", &[])),
        Cell::Missing => Some(text("report.missing", &[])),
        Cell::NotApplicable => Some(text("report.not_applicable", &[])),
    }
}

/// The years and, for an evaluation, the part of each.
pub(super) fn period(heading: &Heading, first: i32, last: i32) -> String {
    let (first, last) = (heading.year_label(first), heading.year_label(last));
    let is_one = first == last;
    let years = if is_one { last } else { text("chart.span", &[("first", &first), ("last", &last)]) };
    match heading.window {
        Window::Aar => years,
        Window::Skoleaar if is_one => text("chart.period_school_year", &[("years", &years)]),
        Window::Skoleaar => text("chart.period_school_years", &[("years", &years)]),
        Window::Mai | Window::September | Window::SidenSist => {
            let months = months(heading.windows.span(heading.window));
            text("chart.period_part", &[("months", &months), ("years", &years)])
        }
    }
}

/// The line below the title.
pub(super) fn subtitle(heading: &Heading, measure: &MeasureTable<Cell>, period: &str) -> String {
    let unit = capitalised(&measure.unit_text);
    let values = [("unit", unit.as_str()), ("municipality", &heading.municipality_name), ("period", period)];
    text("chart.subtitle", &values)
}

/// The name of a breakdown's chart.
pub(super) fn title_by(measure: &MeasureTable<Cell>, breakdown: &Breakdown<Cell>) -> String {
    let dimension = within_sentence(&breakdown.title);
    text("chart.title_by", &[("measure", &measure.title), ("dimension", &dimension)])
}

/// What a reader must know: notes first, then what the definition rests on.
pub(super) fn footer(
    heading: &Heading,
    indicator: &IndicatorTable<Cell>,
    measure: &MeasureTable<Cell>,
    cells: &[Cell],
) -> Vec<String> {
    let internal = (heading.audience == Audience::Intern).then(|| text("chart.internal", &[]));
    let mut footer: Vec<String> = internal.into_iter().collect();
    footer.extend(measure.note.iter().filter(|note| !note.trim().is_empty()).cloned());
    if cells.contains(&Cell::Withheld) {
        footer.push(text("chart.withheld_note", &[]));
    }
    if !indicator.reference.trim().is_empty() {
        let reference = indicator.reference.trim().trim_end_matches('.');
        footer.push(text("chart.source", &[("reference", reference)]));
    }
    if heading.synthetic {
        footer.push(text("chart.synthetic", &[]));
    }
    footer
}

/// Why the bars may sum to more than the total.
pub(super) fn overlapping(breakdown: &Breakdown<Cell>) -> Option<String> {
    breakdown.overlapping.then(|| text("chart.overlapping", &[]))
}

/// Alt text: what is shown, the latest figure and what it is set beside.
pub(super) fn years_alt(heading: &Heading, measure: &MeasureTable<Cell>, period: &str, series: &YearSeries) -> String {
    let place = [("title", measure.title.as_str()), ("municipality", &heading.municipality_name), ("period", period)];
    let what = match series.mark {
        YearMark::Column => text("chart.alt_columns", &place),
        YearMark::Dot => text("chart.alt_dots", &place),
    };
    format!("{what} {}", latest(measure.unit, series))
}

fn latest(unit: Unit, series: &YearSeries) -> String {
    let shown = series.points.iter().rev().find_map(|point| point.cell.shown().map(|shown| (point, shown.value)));
    let Some((point, value)) = shown else { return text("chart.alt_none", &[]) };
    let beside = |reference: &super::model::Reference| {
        let (_, value) = reference.points.iter().find(|(of, _)| *of == point.year)?;
        Some(text("chart.alt_beside", &[("name", &reference.name), ("value", &spoken(*value, unit))]))
    };
    let beside: Vec<String> = series.references.iter().filter_map(beside).collect();
    let (value, year) = (spoken(value, unit), point.label.as_str());
    if beside.is_empty() {
        return text("chart.alt_latest", &[("value", &value), ("year", year)]);
    }
    let beside = beside.join(&text("chart.alt_and", &[]));
    text("chart.alt_latest_beside", &[("value", &value), ("year", year), ("beside", &beside)])
}

/// Alt text: what is shown and the largest of the figures that are shown.
pub(super) fn categories_alt(heading: &Heading, unit: Unit, title: &str, period: &str, bars: &[Bar]) -> String {
    let place = [("title", title), ("municipality", heading.municipality_name.as_str()), ("period", period)];
    let what = text("chart.alt_bars", &place);
    let shown = bars.iter().filter_map(|bar| bar.cell.shown().map(|shown| (bar, shown.value)));
    let largest = shown.reduce(|most, next| if next.1 > most.1 { next } else { most });
    let finding = match largest {
        None => text("chart.alt_none", &[]),
        Some((_, value)) if value <= 0.0 => text("chart.alt_zero", &[]),
        Some((bar, value)) => text("chart.alt_largest", &[("label", &bar.label), ("value", &spoken(value, unit))]),
    };
    format!("{what} {finding}")
}

/// The legend's words for the municipality's own dots.
pub(super) fn own_with_interval(municipality: &str) -> String {
    text("chart.own_interval", &[("municipality", municipality)])
}

/// A figure in a sentence, where no axis says the unit.
fn spoken(value: f64, unit: Unit) -> String {
    let figure = scale::figure(value, unit);
    match unit {
        Unit::Antall | Unit::Prosent | Unit::Skala => figure,
        Unit::Poeng => text("chart.points", &[("value", &figure)]),
        Unit::Dager if figure == "1" => text("chart.day", &[("value", &figure)]),
        Unit::Dager => text("chart.days", &[("value", &figure)]),
        Unit::Per1000 => text("chart.per_1000", &[("value", &figure)]),
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// «Melder» inside a sentence is «melder»; an abbreviation stays as it is.
fn within_sentence(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_into_sentences() {
        assert_eq!(within_sentence("Alder ved melding"), "alder ved melding");
        assert_eq!(within_sentence("PPT-henvisning"), "PPT-henvisning");
        assert_eq!(capitalised("prosent av barn"), "Prosent av barn");
        assert_eq!(spoken(1.0, Unit::Dager), "1\u{a0}dag");
    }
}
