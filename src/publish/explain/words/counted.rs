//! What is counted, and what it is set in proportion to.

use super::{Wording, joined};
use crate::compute::{About, FigureRule, Limit, Over};
use crate::lang::text;

impl Wording<'_> {
    pub(super) fn figure(&self) -> Vec<String> {
        use FigureRule as F;
        let items = super::items(self.measure.view);
        let items = ("items", items.as_str());
        let what = text(if self.measure.over.is_some() { "explain.the_numerator" } else { "explain.the_figure" }, &[]);
        let what = ("what", what.as_str());
        let two = |key: &str, [first, second]: &[String; 2]| text(key, &[("first", first), ("second", second)]);
        let sentence = match &self.measure.figure {
            F::Rows => text("explain.figure_rows", &[what, items]),
            F::Unique(field) => text("explain.figure_unique", &[what, ("field", field)]),
            F::Sum(field) => text("explain.figure_sum", &[what, items, ("field", field)]),
            F::Difference(fields) => two("explain.figure_difference", fields),
            F::Ratio(fields) => two("explain.figure_ratio", fields),
            F::KnownRatio(fields) => two("explain.figure_known_ratio", fields),
            F::Within { from, to, limit } => {
                let limit = in_time(limit);
                text("explain.figure_within", &[items, ("from", from), ("to", to), ("limit", &limit)])
            }
            F::ShareOf { unique, above_zero } => {
                text("explain.figure_share_of", &[("unique", unique), ("above_zero", above_zero)])
            }
            F::Share { of, .. } => text("explain.figure_share", &[items, ("of", of)]),
            F::ShareWhere(wanted) => {
                let is = |(field, codes): (&String, &Vec<String>)| {
                    text("explain.figure_is", &[("field", field), ("codes", &self.codes(field, codes))])
                };
                let conditions = joined(&wanted.iter().map(is).collect::<Vec<_>>(), "explain.and");
                text("explain.figure_share_where", &[items, ("conditions", &conditions)])
            }
            F::Mean { of, .. } => text("explain.figure_mean", &[items, ("of", of)]),
            F::RowsAccepted => text("explain.figure_rows_accepted", &[]),
            F::Days { .. } | F::Percentile { .. } | F::Survival { .. } | F::Queue { .. } | F::Late { .. } => {
                self.percentile(items)
            }
        };
        std::iter::once(sentence).chain(self.of_shares()).collect()
    }

    /// What a share or a mean needs said beside it.
    fn of_shares(&self) -> Vec<String> {
        let (of, cluster) = match &self.measure.figure {
            FigureRule::Share { of, cluster } => (Some(of), cluster.as_ref()),
            FigureRule::Mean { cluster, .. } => (None, cluster.as_ref()),
            _ => (None, None),
        };
        let must_be_known = of.filter(|_| self.measure.about == About::Services);
        let known = must_be_known.map(|of| text("explain.figure_share_known", &[("of", of)]));
        let together = cluster.map(|field| text("explain.figure_cluster", &[("cluster", field)]));
        known.into_iter().chain(together).collect()
    }

    fn percentile(&self, items: (&str, &str)) -> String {
        use FigureRule as F;
        let named = |percentile: u8| match percentile {
            50 => text("explain.median", &[]),
            other => text("explain.percentile", &[("number", &other.to_string())]),
        };
        match &self.measure.figure {
            F::Days { from, to, percentile } => {
                let share = named(*percentile);
                text("explain.figure_days", &[items, ("percentile", &share), ("from", from), ("to", to)])
            }
            F::Percentile { of, percentile } => {
                text("explain.figure_percentile", &[items, ("percentile", &named(*percentile)), ("of", of)])
            }
            F::Survival { from, to, stopped, percentile } => {
                let share = named(*percentile);
                let values = [("percentile", share.as_str()), ("from", from), ("to", to), ("stopped", stopped)];
                text("explain.figure_survival", &values)
            }
            F::Queue { from, percentile } => {
                text("explain.figure_queue", &[("percentile", &named(*percentile)), ("from", from)])
            }
            F::Late { due, done, percentile } => {
                text("explain.figure_late", &[("percentile", &named(*percentile)), ("due", due), ("done", done)])
            }
            _ => String::new(),
        }
    }

    pub(super) fn over(&self) -> Vec<String> {
        let sentence = match &self.measure.over {
            None => None,
            Some(Over::Population { from, to }) => {
                let (from, to) = (from.to_string(), to.to_string());
                Some(text("explain.over_population", &[("from", &from), ("to", &to)]))
            }
            Some(Over::Places { service }) => {
                let services = self.maps.list("tjeneste").map(crate::check::CodeList::codes).unwrap_or_default();
                let label = services.iter().find(|code| code.id == *service).map(|code| code.label.as_str());
                Some(text("explain.over_places", &[("service", label.unwrap_or(service))]))
            }
            Some(Over::Invited) => Some(text("explain.over_invited", &[])),
        };
        sentence.into_iter().collect()
    }
}

fn in_time(limit: &Limit) -> String {
    match limit {
        Limit::Days(days) => text("explain.limit_days", &[("days", &days.to_string())]),
        Limit::Months { ordinary, extended, when } => {
            let (ordinary, extended) = (ordinary.to_string(), extended.to_string());
            text("explain.limit_months", &[("ordinary", &ordinary), ("extended", &extended), ("when", when)])
        }
    }
}
