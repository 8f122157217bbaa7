//! What the report rests on: what was delivered, what was wrong with it, how it is counted and what is not shown.

use crate::lang::text;
use crate::protect::Publishable;
use crate::publish::chart::Chart;
use crate::publish::workbook::tables::{self, Grid};

use super::choice::Form;
use super::model::{Block, Section};
use super::table;

/// Rapporteringsgrad og datakvalitet; accounts and findings of the year reported, the others stand in the workbook.
pub(super) fn reporting(publishable: &Publishable, charts: &[Chart], parts: Vec<Section>) -> Section {
    let year = format!("/{}/", publishable.heading().year);
    let quality = publishable.quality();
    let mut blocks: Vec<Block> = super::picture(charts, "rapportering").into_iter().collect();
    let accounts = tables::accounts(quality);
    let (caption, lines) = (accounts.title.clone(), accounts.lines.clone());
    blocks.extend(lines.into_iter().map(Block::Paragraph));
    let grid = table::grid(accounts);
    let of_year = quality.accounts.iter().map(|account| account.file.contains(&year));
    // File, sheet, rows, used, left out, rejected, and by which rule.
    blocks.extend(of_rows(caption, &grid, of_year, &[0, 1, 3, 7, 8, 9, 10]));
    let findings = tables::findings(quality);
    let (caption, lines) = (findings.title.clone(), findings.lines.clone());
    blocks.extend(lines.into_iter().map(Block::Paragraph));
    let grid = table::grid(findings);
    let of_all = grid.rows.iter().map(|_| true);
    // What it is, where, how serious, by which rule, and how many.
    blocks.extend(of_rows(caption, &grid, of_all, &[2, 3, 0, 1, 4]));
    blocks.push(Block::Note(text("document.quality_rest", &[])));
    Section { parts, ..Section::new("rapportering", text("document.reporting", &[]), blocks) }
}

fn of_rows(caption: String, grid: &Grid, is_wanted: impl Iterator<Item = bool>, columns: &[usize]) -> Option<Block> {
    let rows: Vec<_> = grid.rows.iter().zip(is_wanted).filter(|(_, wanted)| *wanted).map(|(row, _)| row).collect();
    let table = table::of_columns(caption, &grid.columns, rows, columns).without_empty_columns();
    (!table.rows.is_empty()).then_some(Block::Table(table))
}

/// Metode, personvern, and what has changed since the last report where that does not come first.
pub(super) fn method(publishable: &Publishable, changes: Option<Section>, form: Form) -> Section {
    let about =
        if form == Form::Short { text("document.method_short", &[]) } else { text("document.method_about", &[]) };
    let blocks = vec![
        Block::Paragraph(about),
        Block::Facts(tables::facts(publishable)),
        Block::Placeholder {
            name: text("document.write_method_name", &[]),
            prompt: text("document.write_method", &[]),
        },
    ];
    let heading = if changes.is_some() { text("document.method_changes", &[]) } else { text("document.method", &[]) };
    Section { parts: changes.into_iter().collect(), ..Section::new("metode", heading, blocks) }
}
