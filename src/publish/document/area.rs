//! A section about one indicator: what is said of it, its chart, its tables, what it is and where it comes from.

use crate::compare::{Against, Direction, Evidence, Judged};
use crate::compute::{Breakdown, IndicatorTable, MeasureTable, RELATIVE, ReferenceRole};
use crate::lang::text;
use crate::protect::{Cell, Publishable};
use crate::publish::caption;
use crate::publish::chart::Chart;
use crate::publish::sentence;
use crate::publish::workbook::tables::{self, Field, Grid, Marks};

use super::choice::{self, Form, is_picture};
use super::is_chart_of;
use super::model::{Block, Draft, Figure, Section, Table};
use super::table;

/// The columns of the workbook's table before its years: measure, unit, breakdown, category.
const MEASURE: usize = 0;
const UNIT: usize = 1;
const CATEGORY: usize = 3;
const YEARS: usize = 4;

/// The section.
pub(super) fn section(
    publishable: &Publishable,
    indicator: &IndicatorTable<Cell>,
    charts: &[Chart],
    form: Form,
) -> Section {
    let heading = publishable.heading();
    let grid = table::grid(tables::indicator(indicator, heading));
    let mut rows = Rows { indicator, grid: &grid, charts: Vec::new(), form };
    let others = publishable.indicators().iter().filter(|it| it.id.len() > indicator.id.len());
    let others: Vec<_> = others.collect();
    let is_own =
        |chart: &&Chart| is_chart_of(chart, indicator) && !others.iter().any(|other| is_chart_of(chart, other));
    rows.charts.extend(charts.iter().filter(is_own));
    let mut blocks = Vec::new();
    let said = said(publishable, indicator);
    if !said.is_empty() {
        blocks.push(Block::List(said));
    }
    blocks.extend(rows.blocks());
    blocks.extend(notes(indicator, &grid));
    blocks.push(Block::Placeholder {
        name: text("document.write_area_name", &[("title", &indicator.title)]),
        prompt: text("document.write_area", &[("title", &indicator.title)]),
    });
    if form != Form::Short {
        blocks.extend(about(indicator));
    }
    let title = format!("{} {}", indicator.id, indicator.title);
    Section::new(&anchor(&indicator.id), title, blocks)
}

/// What the indicator is, and how it is counted.
fn about(indicator: &IndicatorTable<Cell>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (name, words) in [
        (text("workbook.column_about", &[]), &indicator.description),
        (text("workbook.column_method", &[]), &indicator.method),
    ] {
        if !words.is_empty() {
            blocks.extend([Block::Heading(name), Block::Paragraph(words.clone())]);
        }
    }
    if !indicator.reference.is_empty() {
        blocks.push(Block::Paragraph(text("workbook.definition", &[("reference", &indicator.reference)])));
    }
    blocks
}

/// Ids are letters, digits and hyphens of definition files; anything else becomes a hyphen.
fn anchor(id: &str) -> String {
    let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    format!("indikator-{}", id.chars().map(letter).collect::<String>())
}

/// What is said of the indicator's own figure, and what is certain of the others.
fn said(publishable: &Publishable, indicator: &IndicatorTable<Cell>) -> Vec<String> {
    let (heading, judgements) = (publishable.heading(), publishable.judgements());
    let together = judgements.judged_in(heading.year);
    let own = indicator.measures.first().map_or("", |measure| measure.id.as_str());
    let is_country = |judged: &Judged| matches!(&judged.against, Against::Region { role: ReferenceRole::Country, .. });
    let is_told = |judged: &&Judged| {
        judged.indicator == indicator.id
            && judged.year == heading.year
            && !judged.measure.ends_with(RELATIVE)
            && !is_country(judged)
            && (judged.measure == own || judged.evidence > Evidence::None)
    };
    let comparisons = judgements.comparisons.iter().filter(is_told);
    let comparisons = comparisons.map(|judged| sentence::comparison(judged, together, heading));
    let is_long = |measure: &str, direction: Direction| measure == own && direction != Direction::TooShort;
    let trends = judgements.trends.iter().filter(|trend| is_long(&trend.measure, trend.direction));
    comparisons.chain(trends.map(|trend| sentence::trend(trend, heading))).collect()
}

/// What a reader must be told about the values of a measure, and the marks that stand for them.
fn notes(indicator: &IndicatorTable<Cell>, grid: &Grid) -> Vec<Block> {
    tables::notes(indicator).into_iter().map(Block::Note).chain(Marks::of(grid).legend().map(Block::Legend)).collect()
}

/// The rows of the workbook's table, and the charts of the indicator.
struct Rows<'a> {
    indicator: &'a IndicatorTable<Cell>,
    grid: &'a Grid,
    charts: Vec<&'a Chart>,
    form: Form,
}

impl Rows<'_> {
    /// The charts and tables of the section.
    fn blocks(mut self) -> Vec<Block> {
        let (mut figures, mut totals, mut begin) = (Vec::new(), Vec::new(), 0);
        for (place, measure) in self.indicator.measures.iter().enumerate() {
            let end = begin + 1 + measure.references.len();
            let own = self.slice(begin, end);
            if !self.is_question(&measure.id) {
                totals.extend_from_slice(own);
            }
            let caption = caption(measure, None);
            let table = self.by_category(caption, own);
            let draft = if place == 0 { Draft::Picture } else { Draft::Nothing };
            figures.extend(self.take(&measure.id).map(|chart| figure(chart, table, draft)));
            begin = end;
            for breakdown in &measure.breakdowns {
                let end = begin + breakdown.categories.len();
                let table = self.by_category(self::caption(measure, Some(breakdown)), self.slice(begin, end));
                figures.extend(self.breakdown(measure, breakdown, table, place == 0));
                begin = end;
            }
        }
        self.others(&mut figures);
        if self.form != Form::Whole {
            choice::choose(&self.indicator.id, self.form, &mut figures);
        }
        let at = figures.iter().position(is_picture).map_or(0, |at| at + 1);
        figures.splice(at..at, self.totals(&totals));
        match self.form {
            Form::Whole => figures,
            Form::Draft | Form::Short => figures.into_iter().flat_map(choice::without_empty_pictures).collect(),
        }
    }

    /// Whether a measure is one question of a survey: all of them stand in a table of their own.
    fn is_question(&self, measure: &str) -> bool {
        let Some(question) = measure.strip_prefix(&self.indicator.id).and_then(|rest| rest.strip_prefix('-')) else {
            return false;
        };
        let breakdowns = self.indicator.measures.iter().flat_map(|measure| &measure.breakdowns);
        let mut questions = breakdowns.filter(|it| it.dimension == "sporsmal").flat_map(|it| &it.categories);
        questions.any(|category| category.code == question)
    }

    fn slice(&self, begin: usize, end: usize) -> &'_ [Vec<Field>] {
        let last = self.grid.rows.len();
        &self.grid.rows[begin.min(last)..end.min(last)]
    }

    /// One series a row, by what it is about.
    fn by_category(&self, caption: String, rows: &[Vec<Field>]) -> Table {
        let wanted: Vec<usize> = std::iter::once(CATEGORY).chain(YEARS..self.grid.columns.len()).collect();
        table::of_columns(caption, &self.grid.columns, rows, &wanted)
    }

    /// Every measure of the indicator in one table; whose figure it is stands there only where there are several.
    fn totals(&self, rows: &[Vec<Field>]) -> Option<Block> {
        let is_beside = self.indicator.measures.iter().any(|measure| !measure.references.is_empty());
        let whose = is_beside.then_some(CATEGORY);
        let wanted: Vec<usize> =
            [MEASURE, UNIT].into_iter().chain(whose).chain(YEARS..self.grid.columns.len()).collect();
        let caption = text("document.totals", &[("title", &self.indicator.title)]);
        let mut table = table::of_columns(caption, &self.grid.columns, rows, &wanted).with_unit();
        if let (true, Some(head)) = (is_beside, table.columns.get_mut(1)) {
            head.text = text("document.column_place", &[]);
        }
        (!table.rows.is_empty()).then_some(Block::Table(table))
    }

    /// The breakdown of the indicator's own measure is in the draft; those of the others are on the page, where they have a
    /// chart, and in the workbook.
    fn breakdown(
        &mut self,
        measure: &MeasureTable<Cell>,
        breakdown: &Breakdown<Cell>,
        table: Table,
        is_own: bool,
    ) -> Option<Block> {
        let stem = format!("{}-{}", measure.id, breakdown.dimension.replace('+', "-"));
        let has = is_own && self.form.has_breakdown(&breakdown.dimension);
        let draft = if has { Draft::Table } else { Draft::Nothing };
        match self.take(&stem) {
            Some(chart) => Some(figure(chart, table, draft)),
            None if has && !table.rows.is_empty() => Some(Block::Table(table)),
            None => None,
        }
    }

    fn take(&mut self, stem: &str) -> Option<Chart> {
        let at = self.charts.iter().position(|chart| chart.stem == stem)?;
        Some(self.charts.remove(at).clone())
    }

    /// Charts of several measures at once.
    fn others(&mut self, figures: &mut Vec<Block>) {
        let is_first = !figures.iter().any(is_picture);
        for (place, chart) in self.charts.drain(..).enumerate() {
            let draft = if is_first && place == 0 { Draft::Picture } else { Draft::Nothing };
            let block = Block::Figure(Box::new(Figure { chart: chart.clone(), table: None, draft }));
            if draft == Draft::Picture { figures.insert(0, block) } else { figures.push(block) }
        }
    }
}

fn figure(chart: Chart, table: Table, draft: Draft) -> Block {
    Block::Figure(Box::new(Figure { chart, table: Some(table), draft }))
}

/// What is counted, by what, and in which unit, where that is another word.
fn caption(measure: &MeasureTable<Cell>, breakdown: Option<&Breakdown<Cell>>) -> String {
    let title = caption::with_unit(&measure.title, &measure.unit_text);
    match breakdown {
        None => title,
        Some(by) => text("document.caption_by", &[("title", &title), ("breakdown", &by.title)]),
    }
}
