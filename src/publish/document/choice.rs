//! Which figures of a report the draft has: it is read from beginning to end, and the page and the workbook have them all.

use crate::lang::text;
use crate::publish::chart::Chart;

use super::model::{Block, Draft, Figure};

/// Whom a document is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Everything, to look things up in.
    Whole,
    /// The annual report's draft.
    Draft,
    /// That of an evaluation, which is shorter.
    Short,
}

impl Form {
    /// Whether a breakdown stands in the text. Who has delivered what is a figure of its own, and pages of «100,0» as a table.
    pub(super) fn has_breakdown(self, dimension: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::Draft => dimension != "enhet+kilde",
            Self::Short => false,
        }
    }
}

/// Charts that say more than the first measure's by year, and take its place: answers, milestones, actions.
const INSTEAD: [&str; 3] = ["svar", "tilstand", "status"];
/// Charts that stand beside it: how long people wait, and what there is room for.
const BESIDE: [&str; 2] = ["ventetid", "kapasitet"];

/// Chooses the pictures among the figures of an indicator, those first that take the place of others.
pub(super) fn choose(id: &str, form: Form, figures: &mut Vec<Block>) {
    let place = |figures: &[Block], suffix: &str| {
        let stem = format!("{id}-{suffix}");
        let is_it = |it: &Figure| it.chart.stem == stem && !shows_nothing(&it.chart);
        figures.iter().position(|block| matches!(block, Block::Figure(it) if is_it(it)))
    };
    if let Some(at) = INSTEAD.iter().find_map(|suffix| place(figures, suffix)) {
        figures.iter_mut().filter(|block| is_picture(block)).for_each(|block| set(block, Draft::Nothing));
        let mut best = figures.remove(at);
        set(&mut best, if form == Form::Short { Draft::Picture } else { Draft::Both });
        figures.insert(0, best);
    }
    if form != Form::Short {
        for suffix in BESIDE {
            if let Some(at) = place(figures, suffix) {
                set(&mut figures[at], Draft::Picture);
            }
        }
    }
}

fn set(block: &mut Block, draft: Draft) {
    if let Block::Figure(figure) = block {
        figure.draft = if figure.table.is_none() && draft == Draft::Both { Draft::Picture } else { draft };
    }
}

/// Whether a block is a figure that the draft shows as a picture.
pub(super) fn is_picture(block: &Block) -> bool {
    matches!(block, Block::Figure(figure) if figure.draft.is_picture())
}

/// In the place of a picture in which there would be nothing but «skjermet», a sentence; its table stays.
pub(super) fn without_empty_pictures(block: Block) -> Vec<Block> {
    let Block::Figure(figure) = block else { return vec![block] };
    if !figure.draft.is_picture() || !shows_nothing(&figure.chart) {
        return vec![Block::Figure(figure)];
    }
    let said = Block::Note(text("document.figure_withheld", &[("title", &figure.chart.title)]));
    let table = figure.table.filter(|_| figure.draft == Draft::Both).map(Block::Table);
    std::iter::once(said).chain(table).collect()
}

/// Whether everything in a chart is withheld: its table has the word, and no number but in the names of rows.
fn shows_nothing(chart: &Chart) -> bool {
    let withheld = text("report.withheld", &[]);
    let table = chart.table();
    let mut cells = table.rows.iter().flat_map(|row| row.iter().skip(1));
    let has_word = cells.clone().any(|cell| *cell == withheld);
    has_word && !cells.any(|cell| cell.bytes().any(|letter| letter.is_ascii_digit()))
}
