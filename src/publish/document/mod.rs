//! One model of the report as it is read, made once from what may be published; the Word draft and the page are written
//! from it, so that they say the same.

mod area;
mod choice;
mod comparison;
mod front;
mod model;
mod quality;
mod table;

#[cfg(test)]
mod tests;

#[cfg(test)]
pub(super) use model::Head;
pub(super) use model::{Block, Document, Draft, Entry, Figure, Section, Table};

use crate::compute::{IndicatorTable, changed};
use crate::lang::text;
use crate::protect::{Cell, Heading, Publishable};
use crate::publish::appearance::Appearance;
use crate::publish::chart::Chart;
use crate::publish::workbook::tables;
use crate::units::Window;
use choice::Form;

/// The chapters in their usual order. What has changed is one of them in the evaluations and where the plan names it.
pub(crate) const CHAPTERS: [&str; 9] = [
    CHANGED,
    "hovedfunn",
    "nokkeltall",
    "omrader",
    "sammenlikning",
    "brukere-og-ansatte",
    "plan",
    "rapportering",
    "metode",
];
const CHANGED: &str = "endret";

/// Where an indicator stands in the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chapter {
    /// A section of its own among the areas of the evaluation.
    Areas,
    /// What users and staff say.
    People,
    /// Milestones and the plan of action.
    Plan,
    /// What was delivered.
    Reporting,
    /// Changes since the baseline stand beside what they are changes of.
    Baseline,
}

impl Chapter {
    /// Surveys are known by their questions, changes by their measures; the rest is an area unless it is of the work itself.
    fn of(indicator: &IndicatorTable<Cell>) -> Self {
        let mut breakdowns = indicator.measures.iter().flat_map(|measure| &measure.breakdowns);
        if indicator.measures.iter().any(|measure| changed(&measure.id).is_some()) {
            return Self::Baseline;
        }
        if breakdowns.any(|breakdown| breakdown.dimension == "sporsmal") {
            return Self::People;
        }
        match indicator.id.as_str() {
            "M1" | "H1" => Self::Plan,
            "R1" => Self::Reporting,
            _ => Self::Areas,
        }
    }
}

/// The report as it is read: everything, to look things up in.
pub(super) fn document(publishable: &Publishable, charts: &[Chart], appearance: &Appearance) -> Document {
    made(publishable, charts, appearance, Form::Whole)
}

/// The draft, read from beginning to end; that of an evaluation is shorter, and leaves to the workbook and the page what
/// does not change between two reports of a year.
pub(super) fn draft(publishable: &Publishable, charts: &[Chart], appearance: &Appearance) -> Document {
    let form = if is_evaluation(publishable.heading()) { Form::Short } else { Form::Draft };
    made(publishable, charts, appearance, form)
}

fn made(publishable: &Publishable, charts: &[Chart], appearance: &Appearance, form: Form) -> Document {
    let heading = publishable.heading();
    let sections = |chapter: Chapter| -> Vec<Section> {
        let of_chapter = publishable.indicators().iter().filter(|indicator| Chapter::of(indicator) == chapter);
        of_chapter.map(|indicator| area::section(publishable, indicator, charts, form)).collect()
    };
    let with_parts = |id: &str, heading: String, parts: Vec<Section>| {
        (!parts.is_empty()).then(|| Section { parts, ..Section::new(id, heading, Vec::new()) })
    };
    let mut chapters = Vec::new();
    let changes = front::changes(publishable);
    let is_chapter = is_evaluation(heading) || appearance.order.iter().any(|id| id == CHANGED);
    let (first, last) = if is_chapter { (changes, None) } else { (None, changes) };
    chapters.extend(first);
    chapters.push(front::highlights(publishable));
    chapters.push(front::key_figures(publishable, charts));
    chapters.extend(with_parts("omrader", text("document.areas", &[]), sections(Chapter::Areas)));
    chapters.push(comparison::chapter(publishable, charts, form));
    chapters.extend(with_parts("brukere-og-ansatte", text("document.people", &[]), sections(Chapter::People)));
    chapters.extend(with_parts("plan", text("document.plan", &[]), sections(Chapter::Plan)));
    chapters.push(quality::reporting(publishable, charts, sections(Chapter::Reporting)));
    chapters.push(quality::method(publishable, last, form));
    in_order(&mut chapters, &appearance.order);
    Document { about: tables::about(heading), chapters, appearance: appearance.clone() }
}

/// Those that the plan names first, in its order; the others follow as they stood. None is left out: what the figures can
/// carry stands in the last of them.
fn in_order(chapters: &mut [Section], order: &[String]) {
    let place = |chapter: &Section| order.iter().position(|id| *id == chapter.id).unwrap_or(order.len());
    chapters.sort_by_key(place);
}

/// What has changed since last time comes first in the evaluations, and last in the annual report.
fn is_evaluation(heading: &Heading) -> bool {
    !matches!(heading.window, Window::Aar | Window::Skoleaar)
}

/// Of which indicator a chart is, by its name: that with the longest id that it begins with.
fn is_chart_of(chart: &Chart, indicator: &IndicatorTable<Cell>) -> bool {
    let rest = chart.stem.strip_prefix(indicator.id.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// A chart of no indicator alone, by its name, as a picture.
fn picture(charts: &[Chart], stem: &str) -> Option<Block> {
    let chart = charts.iter().find(|chart| chart.stem == stem)?.clone();
    Some(Block::Figure(Box::new(Figure { chart, table: None, draft: Draft::Picture })))
}

/// A chart without its headline, which documents have as text beside it.
pub(super) fn without_headline(chart: &Chart) -> Chart {
    Chart { title: String::new(), subtitle: String::new(), ..chart.clone() }
}
