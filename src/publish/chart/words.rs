//! The sentences around a chart.

use crate::compare::{Against, Direction, Judged};
use crate::compute::{Breakdown, IndicatorTable, Interval, MeasureTable, ReferenceRole, Verdict};
use crate::lang::{decimal, integer, text};
use crate::protect::{Cell, Heading, Publishable};
use crate::publish::caption;
use crate::publish::period::{date, months};
use crate::units::{Audience, Unit, Window};

use super::scale;

/// A headline longer than this is not read.
const MOST_WORDS: usize = 15;

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
    subtitle_in(&heading.municipality_name, measure, period)
}

/// The same of another place than the municipality.
pub(super) fn subtitle_in(place: &str, measure: &MeasureTable<Cell>, period: &str) -> String {
    let unit = capitalised(caption::unit_beside(&measure.title, &measure.unit_text));
    if unit.is_empty() {
        return format!("{place}, {period}");
    }
    text("chart.subtitle", &[("unit", &unit), ("municipality", place), ("period", period)])
}

/// What the year reported shows, where a verdict or a direction carries it; nothing where the name of what is shown has to do.
pub(super) fn headline(publishable: &Publishable, measure: &MeasureTable<Cell>) -> Option<String> {
    let heading = publishable.heading();
    let judgements = publishable.judgements();
    let of = |it: &&Judged| it.measure == measure.id && it.year == heading.year;
    let certain = || judgements.comparisons.iter().filter(of).filter(|it| is_certain(it));
    let county = certain().find(|it| matches!(it.against, Against::Region { role: ReferenceRole::County, .. }));
    let before = || certain().find(|it| matches!(it.against, Against::YearBefore(_)));
    let of_comparison = county.or_else(before).map(|it| compared(it, heading));
    let of_trend = || {
        let mut trends = judgements.trends.iter();
        let trend = trends.find(|it| it.measure == measure.id && it.last == heading.year && it.is_certain())?;
        let (first, last) = (heading.year_label(trend.first), heading.year_label(trend.last));
        let values = [("title", trend.title.as_str()), ("first", &first), ("last", &last)];
        let is_up = trend.direction == Direction::Rising;
        Some(text(if is_up { "chart.found_rising" } else { "chart.found_falling" }, &values))
    };
    of_comparison.or_else(of_trend).filter(|found| found.split_whitespace().count() <= MOST_WORDS)
}

fn is_certain(judged: &Judged) -> bool {
    matches!(judged.verdict, Some(Verdict::Higher | Verdict::Lower))
}

fn compared(judged: &Judged, heading: &Heading) -> String {
    let is_higher = judged.verdict == Some(Verdict::Higher);
    let (title, year) = (judged.title.as_str(), heading.year_label(judged.year));
    match &judged.against {
        Against::YearBefore(before) => {
            let before = heading.year_label(*before);
            let key = if is_higher { "chart.found_up" } else { "chart.found_down" };
            text(key, &[("title", title), ("before", &before), ("year", &year)])
        }
        Against::Region { name, .. } | Against::Baseline { name, .. } => {
            let key = if is_higher { "chart.found_higher" } else { "chart.found_lower" };
            text(key, &[("title", title), ("name", name), ("year", &year)])
        }
        Against::Target => title.to_owned(),
    }
}

/// The name of a breakdown's chart.
pub(super) fn title_by(measure: &MeasureTable<Cell>, breakdown: &Breakdown<Cell>) -> String {
    let dimension = within_sentence(&breakdown.title);
    let values = [("measure", named_alone(measure)), ("dimension", dimension.as_str())];
    text("chart.title_by", &values)
}

/// The name of a measure without the breakdown that is already in it: «Logger etter trinn» by kind of unit is «Logger».
fn named_alone(measure: &MeasureTable<Cell>) -> &str {
    let by = |breakdown: &Breakdown<Cell>| {
        let dimension = within_sentence(&breakdown.title);
        text("chart.title_by", &[("measure", ""), ("dimension", &dimension)])
    };
    let alone = measure.breakdowns.iter().find_map(|breakdown| measure.title.strip_suffix(&by(breakdown)));
    alone.filter(|alone| !alone.is_empty()).unwrap_or(&measure.title)
}

/// The line below the title of a breakdown whose categories are shares of different wholes.
pub(super) fn subtitle_of_groups(heading: &Heading, measure: &MeasureTable<Cell>, period: &str) -> String {
    let unit = match measure.unit {
        Unit::Prosent => text("chart.of_group", &[]),
        Unit::Per1000 => text("chart.per_group", &[]),
        Unit::Antall | Unit::Dager | Unit::Skala | Unit::Poeng => return subtitle(heading, measure, period),
    };
    text("chart.subtitle", &[("unit", &unit), ("municipality", &heading.municipality_name), ("period", period)])
}

/// How many a figure rests on, where that is known.
pub(super) fn rests(cell: &Cell) -> Option<String> {
    let shown = cell.shown()?;
    let of = integer(shown.denominator?);
    Some(match shown.numerator.map(integer) {
        Some(part) => text("chart.part_of", &[("part", &part), ("of", &of)]),
        None => text("chart.n_is", &[("of", &of)]),
    })
}

/// How many the categories of a breakdown rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    /// They are no shares.
    None,
    /// Parts of one whole.
    Whole(u64),
    /// Each of its own.
    Groups,
}

impl Basis {
    /// Of a breakdown in a year: the same of all and of the total, or not.
    pub(super) fn of(measure: &MeasureTable<Cell>, breakdown: &Breakdown<Cell>, year: i32) -> Self {
        let Some(at) = breakdown.years.iter().position(|known| *known == year) else { return Self::None };
        let of = |cell: &Cell| cell.shown().and_then(|shown| shown.denominator);
        let total = measure.totals.iter().find(|point| point.year == year).and_then(|point| of(&point.cell));
        let mut each = breakdown.categories.iter().filter_map(|it| it.cells.get(at)).filter_map(of);
        let Some(first) = each.next() else { return Self::None };
        let is_one = each.all(|other| other == first) && total.is_none_or(|total| total == first);
        if is_one { Self::Whole(first) } else { Self::Groups }
    }

    /// What the footer says of it.
    pub(super) fn said(self, heading: &Heading) -> Option<String> {
        let Self::Whole(of) = self else { return None };
        let (year, of) = (heading.year_label(heading.year), integer(of));
        Some(text("chart.n_among", &[("year", &year), ("of", &of)]))
    }
}

/// What a reader must know: notes first, then how many the latest figure rests on, the day and what the definition rests on.
pub(super) fn footer(
    heading: &Heading,
    indicator: Option<&IndicatorTable<Cell>>,
    (measure, n): (Option<&MeasureTable<Cell>>, Option<String>),
    cells: &[Cell],
) -> Vec<String> {
    let internal = (heading.audience == Audience::Intern).then(|| text("chart.internal", &[]));
    let mut footer: Vec<String> = internal.into_iter().collect();
    let note = measure.and_then(|measure| measure.note.as_ref());
    footer.extend(note.filter(|note| !note.trim().is_empty()).cloned());
    if cells.contains(&Cell::Withheld) {
        footer.push(text("chart.withheld_note", &[]));
    }
    let reference = indicator.map(|indicator| indicator.reference.trim().trim_end_matches('.')).unwrap_or_default();
    let source = (!reference.is_empty()).then(|| text("chart.source", &[("reference", reference)]));
    let last = heading.windows.period(heading.window, heading.year).last;
    let day = text("chart.day_of_figures", &[("date", &date(heading.reporting_date.unwrap_or(last)))]);
    footer.push(source.into_iter().chain(n).chain([day]).collect::<Vec<_>>().join(" "));
    if heading.synthetic {
        footer.push(text("chart.synthetic", &[]));
    }
    footer
}

/// How many the figure of the year reported rests on.
pub(super) fn rests_on(heading: &Heading, measure: &MeasureTable<Cell>) -> Option<String> {
    let shown = measure.totals.iter().find(|point| point.year == heading.year)?.cell.shown()?;
    let (year, of) = (heading.year_label(heading.year), integer(shown.denominator?));
    match shown.numerator.map(integer) {
        Some(part) => Some(text("chart.n_of", &[("year", &year), ("part", &part), ("of", &of)])),
        None => Some(text("chart.n_among", &[("year", &year), ("of", &of)])),
    }
}

/// An interval in a table or a note.
pub(super) fn interval(limits: Interval, unit: Unit) -> String {
    let [lower, upper] = [limits.lower, limits.upper].map(|limit| decimal(limit, unit.decimals()));
    text("chart.span", &[("first", &lower), ("last", &upper)])
}

/// Why the bars may sum to more than the total.
pub(super) fn overlapping(breakdown: &Breakdown<Cell>) -> Option<String> {
    breakdown.overlapping.then(|| text("chart.overlapping", &[]))
}

/// The legend's words for the municipality's own dots.
pub(super) fn own_with_interval(municipality: &str) -> String {
    text("chart.own_interval", &[("municipality", municipality)])
}

/// A figure in a sentence, where no axis says the unit.
pub(super) fn spoken(value: f64, unit: Unit) -> String {
    let figure = scale::figure(value, unit);
    match unit {
        Unit::Antall | Unit::Prosent | Unit::Skala => figure,
        Unit::Poeng => text("chart.points", &[("value", &figure)]),
        Unit::Dager if figure == "1" => text("chart.day", &[("value", &figure)]),
        Unit::Dager => text("chart.days", &[("value", &figure)]),
        Unit::Per1000 => text("chart.per_1000", &[("value", &figure)]),
    }
}

pub(super) fn capitalised(words: &str) -> String {
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
    use crate::protect::testing::{breakdown, measure, shown};

    #[test]
    fn names_fit_into_sentences() {
        assert_eq!(within_sentence("Alder ved melding"), "alder ved melding");
        assert_eq!(within_sentence("PPT-henvisning"), "PPT-henvisning");
        assert_eq!(capitalised("prosent av barn"), "Prosent av barn");
        assert_eq!(spoken(1.0, Unit::Dager), "1\u{a0}dag");
    }

    #[test]
    fn a_title_says_a_breakdown_once() {
        let mut logs = measure("S3", Unit::Antall, &[shown(9.0)]);
        "Logger etter trinn".clone_into(&mut logs.title);
        logs.breakdowns = vec![breakdown("Trinn", &[]), breakdown("Type enhet", &[])];
        let titles: Vec<String> = logs.breakdowns.iter().map(|it| title_by(&logs, it)).collect();
        assert_eq!(titles, ["Logger etter trinn", "Logger etter type enhet"]);
    }

    #[test]
    fn what_categories_rest_on_is_one_whole_or_groups() {
        let of = |value: f64, of: u64| match shown(value) {
            Cell::Shown(shown) => Cell::Shown(crate::protect::Shown { denominator: Some(of), ..shown }),
            other => other,
        };
        let mut share = measure("K1", Unit::Prosent, &[of(7.0, 100)]);
        let mut basis = |cells: &[(&str, Cell)]| {
            share.breakdowns = vec![breakdown("kjonn", cells)];
            Basis::of(&share, &share.breakdowns[0], 2025)
        };
        assert_eq!(basis(&[("A", of(5.0, 40)), ("B", of(9.0, 60))]), Basis::Groups);
        assert_eq!(basis(&[("A", of(5.0, 40)), ("B", Cell::Withheld)]), Basis::Groups, "not the total's");
        assert_eq!(basis(&[("A", of(5.0, 100)), ("B", of(2.0, 100))]), Basis::Whole(100));
        assert_eq!(basis(&[("A", shown(5.0))]), Basis::None);
        assert_eq!(Basis::of(&share, &share.breakdowns[0], 1999), Basis::None);
    }
}
