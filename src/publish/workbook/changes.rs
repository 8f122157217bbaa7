//! Endret siden sist: certain changes, then definitions, then corrections, each by itself.

use crate::compare::{Corrected, SinceLast};
use crate::lang::{integer, text};
use crate::protect::{Heading, Publishable};
use crate::publish::sentence;

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
    let added = since.added.iter().map(|(_, title)| {
        row(text("workbook.change_added", &[]), text("workbook.change_added_text", &[("title", title)]))
    });
    let gone = since
        .gone
        .iter()
        .map(|id| row(text("workbook.change_gone", &[]), text("workbook.change_gone_text", &[("id", id)])));
    let corrected =
        since.corrections.iter().map(|it| row(text("workbook.change_corrected", &[]), correction(it, heading)));
    changes.chain(redefined).chain(added).chain(gone).chain(corrected).collect()
}

fn correction(corrected: &Corrected, heading: &Heading) -> String {
    let value = |value: f64| sentence::value(value, corrected.unit);
    let (then, now, year) = (value(corrected.then), value(corrected.now), heading.year_label(corrected.year));
    let breakdown = match corrected.breakdown.as_str() {
        "" => String::new(),
        breakdown => text("workbook.change_breakdown", &[("breakdown", breakdown)]),
    };
    let values = [
        ("title", corrected.title.as_str()),
        ("breakdown", &breakdown),
        ("year", &year),
        ("then", &then),
        ("now", &now),
    ];
    text("workbook.change_corrected_text", &values)
}
