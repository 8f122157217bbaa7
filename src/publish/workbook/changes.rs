//! Endret siden sist: certain changes, then definitions, then what is not compared, then corrections, each by itself.

use crate::compare::{Corrected, SinceLast};
use crate::lang::{integer, text};
use crate::protect::{Heading, Publishable, Shown};
use crate::publish::{Rounded, sentence};
use crate::units::Unit;

use super::sheet::{Body, Column, Field, Grid, Sheet};

/// The sheet; none where no last report was named.
pub(super) fn sheet(publishable: &Publishable) -> Option<Sheet> {
    let since = publishable.judgements().since_last.as_ref()?;
    let heading = publishable.heading();
    let count = integer(since.compared as u64);
    let about = if since.is_comparable {
        text("workbook.changes_about", &[("count", &count)])
    } else {
        text("workbook.changes_not_comparable", &[])
    };
    let none = (since.is_comparable && since.changes.is_empty()).then(|| text("workbook.changes_none", &[]));
    let columns = vec![
        Column::text(text("workbook.column_change_kind", &[]), 150),
        Column::text(text("workbook.column_change", &[]), 800),
    ];
    Some(Sheet {
        name: text("workbook.changes", &[]),
        is_fixed: true,
        charts: Vec::new(),
        title: text("workbook.changes_title", &[("year", &heading.year_label(since.year))]),
        lines: [about].into_iter().chain(none).collect(),
        body: Body::Table(Grid { columns, rows: rows(since, heading) }),
    })
}

fn rows(since: &SinceLast, heading: &Heading) -> Vec<Vec<Field>> {
    let row = |kind: String, said: String| vec![Field::Text(kind), Field::Text(said)];
    let changes = since
        .changes
        .iter()
        .map(|change| row(text("workbook.change_certain", &[]), sentence::comparison(change, since.compared, heading)));
    let redefined = since.redefined.iter().map(|(_, title)| {
        row(text("workbook.change_definition", &[]), text("workbook.change_definition_text", &[("title", title)]))
    });
    let not_compared = since.not_compared.iter().map(|it| {
        let title = it.title.as_str();
        let said = match &it.reason {
            Some(reason) => text("workbook.change_break_text", &[("title", title), ("reason", reason)]),
            None => text("workbook.change_unknown_text", &[("title", title)]),
        };
        row(text("workbook.change_not_compared", &[]), said)
    });
    let added = since.added.iter().map(|(_, title)| {
        row(text("workbook.change_added", &[]), text("workbook.change_added_text", &[("title", title)]))
    });
    let gone = since
        .gone
        .iter()
        .map(|id| row(text("workbook.change_gone", &[]), text("workbook.change_gone_text", &[("id", id)])));
    let corrected =
        since.corrections.iter().map(|it| row(text("workbook.change_corrected", &[]), correction(it, heading)));
    changes.chain(redefined).chain(not_compared).chain(added).chain(gone).chain(corrected).collect()
}

/// With both figures, or that it is corrected and nothing more.
fn correction(corrected: &Corrected, heading: &Heading) -> String {
    let (title, year) = (corrected.title.as_str(), heading.year_label(corrected.year));
    let Some((then, now)) = corrected.figures else {
        return text("workbook.change_corrected_only", &[("title", title), ("year", &year)]);
    };
    let [then, now] = [then, now].map(|shown| figure(&shown, corrected.unit));
    text("workbook.change_corrected_text", &[("title", title), ("year", &year), ("then", &then), ("now", &now)])
}

/// A figure as it was printed, with the counts behind it.
fn figure(shown: &Shown, unit: Unit) -> String {
    let printed = Rounded::shown(shown, unit).map_or(shown.value, |rounded| rounded.number());
    let value = sentence::value(printed, unit);
    let Some((numerator, denominator)) = shown.numerator.zip(shown.denominator) else { return value };
    let (numerator, denominator) = (integer(numerator), integer(denominator));
    let values = [("value", value.as_str()), ("numerator", &numerator), ("denominator", &denominator)];
    text("workbook.change_value_of", &values)
}
