//! Sammenlikning: every comparison of the year reported, with what may be said of it.

use crate::compare::{Against, Judged};
use crate::compute::Verdict;
use crate::lang::{integer, text};
use crate::protect::{Heading, Publishable};
use crate::publish::Rounded;
use crate::publish::sentence::{self, printed_difference};

use super::sheet::{Body, Column, Field, Grid, Sheet};

/// The sheet.
pub(super) fn sheet(publishable: &Publishable) -> Sheet {
    let (heading, judgements) = (publishable.heading(), publishable.judgements());
    let together = judgements.judged_in(heading.year);
    let of_year = judgements.comparisons.iter().filter(|judged| judged.year == heading.year);
    let rows: Vec<Vec<Field>> = of_year.map(|judged| row(judged, together, heading)).collect();
    let count = integer(together as u64);
    let mut lines = vec![
        text("workbook.comparisons_about", &[("count", &count)]),
        text("workbook.comparisons_limits", &[]),
        text("workbook.comparisons_counted", &[]),
        text("compare.not_compared", &[]),
    ];
    if rows.is_empty() {
        lines = vec![text("workbook.comparisons_empty", &[])];
    }
    Sheet {
        name: text("workbook.comparisons", &[]),
        is_fixed: true,
        charts: Vec::new(),
        title: text("workbook.comparisons_title", &[("year", &heading.year_label(heading.year))]),
        lines,
        body: Body::Table(Grid { columns: columns(heading), rows }),
    }
}

fn columns(heading: &Heading) -> Vec<Column> {
    vec![
        Column::text(text("workbook.column_measure", &[]), 200),
        Column::text(text("workbook.column_unit", &[]), 120),
        Column::number(heading.municipality_name.clone()),
        Column::text(text("workbook.column_against", &[]), 80),
        Column::number(text("workbook.column_other", &[])),
        Column::text(text("compare.column_other_unit", &[]), 110),
        Column::number(text("workbook.column_judged_difference", &[])),
        Column::number(text("workbook.column_lower", &[])),
        Column::number(text("workbook.column_upper", &[])),
        Column::text(text("workbook.column_judged", &[]), 90),
        Column::text(text("workbook.column_evidence", &[]), 80),
        Column::text(text("workbook.column_way", &[]), 60),
        Column::text(text("workbook.column_sentence", &[]), 420).on_screen_only(),
    ]
}

fn row(judged: &Judged, together: usize, heading: &Heading) -> Vec<Field> {
    let figure = |rounded: Option<Rounded>| rounded.map_or(Field::Empty, Field::Figure);
    let limit = |limit: Option<f64>| {
        let rounded = limit.and_then(|limit| Rounded::of(limit, judged.unit));
        rounded.map_or(Field::Empty, Field::Difference)
    };
    let own = match judged.against {
        Against::Baseline { .. } => Field::Empty,
        _ => figure(Rounded::shown(&judged.own, judged.unit)),
    };
    vec![
        Field::text(&judged.title),
        Field::text(&judged.unit_text),
        own,
        Field::Text(against(judged, heading)),
        figure(Rounded::of(judged.reference, judged.reference_unit)),
        Field::text(other_unit(judged)),
        printed_difference(judged).map_or(Field::Empty, Field::Difference),
        limit(judged.interval.map(|interval| interval.lower)),
        limit(judged.interval.map(|interval| interval.upper)),
        judged.verdict.map_or(Field::Empty, |verdict| Field::Text(verdict_text(verdict))),
        judged.verdict.map_or(Field::Empty, |_| Field::Text(sentence::evidence(judged.evidence))),
        judged.is_better.map_or(Field::Empty, |is_better| Field::Text(sentence::way(is_better))),
        Field::Text(sentence::comparison(judged, together, heading)),
    ]
}

/// Only where it is not that of the figure: a change is beside the figure that has changed.
fn other_unit(judged: &Judged) -> &str {
    if judged.reference_unit_text == judged.unit_text { "" } else { &judged.reference_unit_text }
}

fn against(judged: &Judged, heading: &Heading) -> String {
    match &judged.against {
        Against::Region { name, .. } | Against::Baseline { name, .. } => name.clone(),
        Against::YearBefore(year) => text("compare.against_before", &[("year", &heading.year_label(*year))]),
        Against::Target => text("compare.against_target", &[]),
    }
}

fn verdict_text(verdict: Verdict) -> String {
    match verdict {
        Verdict::Higher => text("report.higher", &[]),
        Verdict::Lower => text("report.lower", &[]),
        Verdict::Uncertain => text("report.uncertain", &[]),
    }
}
