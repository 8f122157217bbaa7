//! What rows are turned into, and what the columns of a view say.

use super::Wording;
use crate::compute::{FigureRule, Limits, View};
use crate::lang::{decimal, text};

impl Wording<'_> {
    pub(super) fn view(&self) -> Vec<String> {
        let Some(view) = self.measure.view.filter(|_| self.measure.figure != FigureRule::RowsAccepted) else {
            return Vec::new();
        };
        let sentence = match view {
            View::Answers => text("explain.view_answers", &[]),
            View::Cases => text("explain.view_cases", &[]),
            View::Steps => text("explain.view_steps", &[]),
            View::Deliveries => text("explain.view_deliveries", &[]),
            View::Units => text("explain.view_units", &[]),
            View::Persons => text("explain.view_persons", &[("source", &self.measure.source)]),
        };
        let linking = (view == View::Persons).then(|| match &self.linked {
            Some(sources) => text("explain.linked", &[("sources", &super::joined(sources, "explain.and"))]),
            None => text("explain.not_linked", &[]),
        });
        let column = column(&self.measure.figure).and_then(in_words);
        std::iter::once(sentence).chain(linking).chain(column).collect()
    }
}

/// The column of the view that a figure is about.
fn column(figure: &FigureRule) -> Option<&str> {
    use FigureRule as F;
    match figure {
        F::Unique(of) | F::Percentile { of, .. } | F::Share { of, .. } | F::Mean { of, .. } => Some(of),
        _ => None,
    }
}

fn in_words(column: &str) -> Option<String> {
    let limits = Limits::of_figures();
    Some(match column {
        "hoy" => text("explain.column_high", &[]),
        "vet_ikke" => text("explain.column_not_known", &[]),
        "verdi" => text("explain.column_answer", &[]),
        "respondent" => text("explain.column_respondent", &[]),
        "endring" => text("explain.column_change", &[]),
        "palitelig" => text("explain.column_reliable", &[("points", &decimal(limits.reliable_change, 0))]),
        "klinisk" => text("explain.column_clinical", &[]),
        "frafall" => text("explain.column_dropped", &[("days", &limits.drop_out_days.to_string())]),
        "dager" => text("explain.column_days", &[]),
        "mottatt" => text("explain.column_came", &[]),
        "i_tide" => text("explain.column_in_time", &[]),
        "uten" => text("explain.column_without", &[]),
        "ny" => text("explain.column_new", &[]),
        "flere" => text("explain.column_several", &[]),
        _ => return None,
    })
}
