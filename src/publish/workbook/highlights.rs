//! Hovedfunn: what is certain, strongest first.

use crate::compare::MOST_HIGHLIGHTS;
use crate::lang::{integer, text};
use crate::protect::Publishable;
use crate::publish::sentence;

use super::sheet::{Body, Column, Field, Grid, Sheet};

/// The sheet.
pub(super) fn sheet(publishable: &Publishable) -> Sheet {
    let (heading, judgements) = (publishable.heading(), publishable.judgements());
    let together = judgements.judged_in(heading.year);
    let rows: Vec<Vec<Field>> =
        sentence::highlights(publishable).into_iter().map(|said| vec![Field::Text(said)]).collect();
    let (most, count) = (MOST_HIGHLIGHTS.to_string(), integer(together as u64));
    let mut lines = vec![text("workbook.highlights_about", &[("most", &most), ("count", &count)])];
    if rows.is_empty() {
        lines.push(text("workbook.highlights_none", &[]));
    }
    Sheet {
        name: text("workbook.highlights", &[]),
        is_fixed: true,
        charts: Vec::new(),
        title: text("workbook.highlights_title", &[("year", &heading.year_label(heading.year))]),
        lines,
        body: Body::Table(Grid { columns: vec![Column::text(text("workbook.column_highlight", &[]), 900)], rows }),
    }
}
