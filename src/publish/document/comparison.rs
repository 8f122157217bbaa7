//! Sammenlikning: beside the county, the year before, the plan's targets and the baseline; through the years and months; and
//! municipalities beside each other.

use crate::compare::{Against, Judged};
use crate::compute::{RELATIVE, ReferenceRole};
use crate::lang::{integer, text};
use crate::protect::Publishable;
use crate::publish::chart::Chart;
use crate::publish::sentence;
use crate::publish::workbook::tables::{self, Field, Grid};

use super::choice::{self, Form};
use super::is_chart_of;
use super::model::{Block, Draft, Figure, Section, Table};
use super::table::{self, Limits};

/// The columns of the workbook's table.
const TITLE: usize = 0;
const UNIT: usize = 1;
const OWN: usize = 2;
const OTHER: usize = 4;
const DIFFERENCE: usize = 6;
const LOWER: usize = 7;
const UPPER: usize = 8;
const VERDICT: usize = 9;
const EVIDENCE: usize = 10;

/// The chapter.
pub(super) fn chapter(publishable: &Publishable, charts: &[Chart], form: Form) -> Section {
    let compared = Compared::new(publishable);
    let county = compared.name(is_county);
    let name = match &county {
        Some(county) => text("document.comparison", &[("county", county)]),
        None => text("workbook.comparisons", &[]),
    };
    let mut blocks = match &county {
        Some(county) => compared.blocks(is_county, county, text("document.comparison_caption", &[("county", county)])),
        None => vec![Block::Paragraph(text("document.comparison_none", &[]))],
    };
    blocks.extend(compared.about());
    let parts = [
        compared.part("aret-for", &text("document.year_before", &[]), |it| matches!(it, Against::YearBefore(_))),
        compared.part("planens-mal", &text("document.targets", &[]), |it| matches!(it, Against::Target)),
        compared.part("nullpunkt", &text("document.baseline", &[]), |it| matches!(it, Against::Baseline { .. })),
        development(publishable),
        region(publishable),
        pictures(publishable, charts, form),
    ];
    let parts = parts.into_iter().flatten().collect();
    Section { parts, ..Section::new("sammenlikning", name, blocks) }
}

fn is_county(against: &Against) -> bool {
    matches!(against, Against::Region { role: ReferenceRole::County, .. })
}

/// The comparisons of the year, each beside its row in the workbook.
struct Compared<'p> {
    publishable: &'p Publishable,
    judged: Vec<&'p Judged>,
    grid: Grid,
}

impl<'p> Compared<'p> {
    fn new(publishable: &'p Publishable) -> Self {
        let year = publishable.heading().year;
        let judged = publishable.judgements().comparisons.iter().filter(|judged| judged.year == year).collect();
        Self { publishable, judged, grid: table::grid(tables::comparisons(publishable)) }
    }

    /// How certainty is to be read, where anything is judged.
    fn about(&self) -> Vec<Block> {
        let together = self.publishable.judgements().judged_in(self.publishable.heading().year);
        if self.judged.is_empty() {
            return Vec::new();
        }
        let count = integer(together as u64);
        let lines = [
            text("workbook.comparisons_about", &[("count", &count)]),
            text("workbook.comparisons_limits", &[]),
            text("compare.not_compared", &[]),
        ];
        lines.into_iter().map(Block::Note).collect()
    }

    /// What the municipality is set beside, where it is one thing.
    fn name(&self, is_of: fn(&Against) -> bool) -> Option<String> {
        let of = self.judged.iter().find(|judged| is_of(&judged.against))?;
        Some(match &of.against {
            Against::Region { name, .. } | Against::Baseline { name, .. } => name.clone(),
            Against::YearBefore(year) => self.publishable.heading().year_label(*year),
            Against::Target => text("compare.against_target", &[]),
        })
    }

    fn blocks(&self, is_of: fn(&Against) -> bool, beside: &str, caption: String) -> Vec<Block> {
        let is_told = |judged: &Judged| is_of(&judged.against) && !judged.measure.ends_with(RELATIVE);
        let rows: Vec<&Vec<Field>> =
            self.judged.iter().zip(&self.grid.rows).filter(|(judged, _)| is_told(judged)).map(|(_, row)| row).collect();
        if rows.is_empty() {
            return Vec::new();
        }
        let wanted = [TITLE, UNIT, OWN, OTHER, DIFFERENCE, LOWER, UPPER, VERDICT, EVIDENCE];
        let mut table: Table = table::of_columns(caption, &self.grid.columns, rows, &wanted);
        if let Some(head) = table.columns.get_mut(3) {
            beside.clone_into(&mut head.text);
        }
        vec![Block::Table(table.with_unit().with_interval(4, Limits::Difference).without_empty_columns())]
    }

    fn part(&self, id: &str, heading: &str, is_of: fn(&Against) -> bool) -> Option<Section> {
        let name = self.name(is_of)?;
        let caption = text("document.beside_caption", &[("heading", heading), ("beside", &name)]);
        let blocks = self.blocks(is_of, &name, caption);
        (!blocks.is_empty()).then(|| Section::new(id, heading.to_owned(), blocks))
    }
}

/// Directions that are certain, and months out of the ordinary; all series stand in the workbook.
fn development(publishable: &Publishable) -> Option<Section> {
    let (heading, judgements) = (publishable.heading(), publishable.judgements());
    if judgements.trends.is_empty() && judgements.months.is_empty() {
        return None;
    }
    let trends = judgements.trends.iter().filter(|trend| trend.is_certain()).map(|it| sentence::trend(it, heading));
    let has_signal = judgements.months.iter().filter(|it| it.phases.iter().any(|phase| !phase.signals.is_empty()));
    let said: Vec<String> = trends.chain(has_signal.flat_map(sentence::months)).collect();
    let sheet = tables::development(publishable);
    let mut blocks = vec![if said.is_empty() {
        Block::Paragraph(text("document.development_none", &[]))
    } else {
        Block::List(said)
    }];
    blocks.extend(sheet.lines.into_iter().map(Block::Note));
    Some(Section::new("utvikling", text("document.development", &[]), blocks))
}

/// The municipalities that are reported together.
fn region(publishable: &Publishable) -> Option<Section> {
    let (region, heading) = (publishable.region()?, publishable.heading());
    let sheet = tables::region(region, heading);
    let (caption, name) = (sheet.title.clone(), sheet.name.clone());
    let sum = text("workbook.region_sum", &[("region", &region.name)]);
    let grid = table::grid(sheet);
    let wanted: Vec<usize> = (1..grid.columns.len()).collect();
    let table = table::of_columns(caption, &grid.columns, &grid.rows, &wanted);
    let legend = table.legend();
    let blocks = [Block::Paragraph(sum), Block::Table(table)].into_iter().chain(legend).collect();
    Some(Section::new("regionen", name, blocks))
}

/// Charts of no indicator alone, but for those that have a place: what there is of each indicator, and who has delivered.
fn pictures(publishable: &Publishable, charts: &[Chart], form: Form) -> Option<Section> {
    let is_of_none = |chart: &&Chart| {
        let has_place = ["oversikt", "rapportering"].contains(&chart.stem.as_str());
        !has_place && !publishable.indicators().iter().any(|indicator| is_chart_of(chart, indicator))
    };
    let figure =
        |chart: &Chart| Block::Figure(Box::new(Figure { chart: chart.clone(), table: None, draft: Draft::Picture }));
    let blocks = charts.iter().filter(is_of_none).map(figure);
    let blocks: Vec<Block> = match form {
        Form::Whole => blocks.collect(),
        Form::Draft | Form::Short => blocks.flat_map(choice::without_empty_pictures).collect(),
    };
    (!blocks.is_empty()).then(|| Section::new("flere-figurer", text("document.more_figures", &[]), blocks))
}
