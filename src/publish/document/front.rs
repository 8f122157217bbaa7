//! What comes first: the findings, what has changed, and the key figures.

use crate::compare::MOST_HIGHLIGHTS;
use crate::compute::{Charts, changed};
use crate::lang::{integer, text};
use crate::protect::Publishable;
use crate::publish::chart::Chart;
use crate::publish::period::days;
use crate::publish::sentence;
use crate::publish::workbook::tables;

use super::model::{Block, Section};
use super::table::{self, Limits};

/// Hovedfunn: what is certain, strongest first.
pub(super) fn highlights(publishable: &Publishable) -> Section {
    let (heading, judgements) = (publishable.heading(), publishable.judgements());
    let said = sentence::highlights(publishable);
    let (most, count) = (MOST_HIGHLIGHTS.to_string(), integer(judgements.judged_in(heading.year) as u64));
    let mut blocks = Vec::new();
    if said.is_empty() {
        blocks.push(Block::Paragraph(text("workbook.highlights_none", &[])));
    } else {
        blocks.push(Block::List(said));
        blocks.push(Block::Paragraph(text("document.highlights_about", &[("most", &most), ("count", &count)])));
    }
    blocks.push(Block::Placeholder {
        name: text("document.write_highlights_name", &[]),
        prompt: text("document.write_highlights", &[]),
    });
    Section::new("hovedfunn", text("workbook.highlights", &[]), blocks)
}

/// Endret siden sist; none where no last report was named.
pub(super) fn changes(publishable: &Publishable) -> Option<Section> {
    let sheet = tables::changes(publishable)?;
    let (caption, lines) = (sheet.title.clone(), sheet.lines.clone());
    let grid = table::grid(sheet);
    let mut blocks: Vec<Block> = lines.into_iter().map(Block::Paragraph).collect();
    if !grid.rows.is_empty() {
        blocks.push(Block::Table(table::whole(caption, &grid)));
    }
    Some(Section::new(super::CHANGED, text("workbook.changes", &[]), blocks))
}

/// Nøkkeltall: what is drawn by year, and the first measure of every indicator; the rest stands in its section.
pub(super) fn key_figures(publishable: &Publishable, charts: &[Chart]) -> Section {
    let heading = publishable.heading();
    let sheet = tables::key_figures(publishable);
    let caption = sheet.title.clone();
    let grid = table::grid(sheet);
    let measures = publishable.indicators().iter().flat_map(|indicator| {
        indicator.measures.iter().enumerate().map(|(at, measure)| (at == 0 || measure.charts == Charts::All, measure))
    });
    let is_key = measures.map(|(is_key, measure)| is_key && changed(&measure.id).is_none());
    let rows: Vec<_> = grid.rows.iter().zip(is_key).filter(|(_, is_key)| *is_key).map(|(row, _)| row.clone()).collect();
    // The unit stands after the name, and limits in one column: a page is narrower than a sheet.
    let wanted = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    let table = table::of_columns(caption, &grid.columns, &rows, &wanted);
    let table = table.with_unit().with_interval(6, Limits::Figure).without_empty_columns();
    let mut blocks = vec![
        Block::Paragraph(text("workbook.key_period", &[("days", &days(heading))])),
        Block::Paragraph(text("document.key_about", &[])),
    ];
    if table.rows.is_empty() {
        blocks = vec![Block::Paragraph(text("workbook.key_empty", &[]))];
    } else {
        let legend = table.legend();
        blocks.push(Block::Table(table));
        blocks.extend(legend);
        blocks.extend(super::picture(charts, "oversikt"));
    }
    Section::new("nokkeltall", text("workbook.key", &[]), blocks)
}
