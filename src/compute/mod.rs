//! Checked columns become figures with the number of contributors behind each.
//!
//! Each source's columns are read once; the rows a rule selects are selected once, whichever measures and breakdowns
//! count them; and a breakdown places every row once, in all its categories.

/// What tests of other rooms may use.
#[cfg(test)]
pub(crate) mod testing {
    pub(crate) use super::statistics::Random;
}

mod assemble;
mod baseline;
mod beneath;
mod coarsening;
mod columns;
mod counted_as;
mod definition;
mod dimension;
mod explain;
mod figure;
mod interval;
mod joined;
mod moment;
mod notes;
mod reference;
mod region;
mod request;
mod ring;
mod selection;
mod sources;
mod statistics;
mod surroundings;
mod table;
mod tally;
mod view;

use assemble::Assembler;
pub(crate) use baseline::changed;
pub use baseline::{
    ChangeInterval, ChangeKind, Compared, Frozen, FrozenFigure, Incomparable, Lacking, OfBaseline, Tool, fingerprint,
};
pub use coarsening::{Coarsening, Detail, Merge, Omission, is_within, merged_codes};
pub use counted_as::{CountedAs, Nesting, Value, Whole};
pub(crate) use definition::RELATIVE;
pub use definition::{
    About, AgeOn, AgeRule, BreakdownRule, Charts, Derived, FigureRule, Head, Indicator, Indicators, Limit, Measure,
    Over, Question, Relation, RowRule, Term, Validity, View, Words,
};
pub use dimension::OTHER_AGES;
pub(crate) use explain::YearRows;
pub use explain::{Basis, Explanation, FileLines, Limits, Lines, Role, RowSteps, SourceUse, explain};
pub(crate) use interval::float;
pub use interval::{Interval, Level, poisson, poisson_at, wilson, wilson_at};
pub use reference::Region;
pub use request::{Cooperation, Request};
pub use selection::LeftOut;
pub use statistics::{
    Break, Chart, ControlLimits, Curve, Direction, FEWEST_POINTS, FEWEST_YEARS, MeanEstimate, Order, Phase, RunChart,
    Signal, SignalRule, Step, Tails, Trend, benjamini_hochberg, benjamini_yekutieli, binomial_tails, cochran_armitage,
    cochran_armitage_within, difference_of_counts, difference_of_counts_at, difference_of_means, difference_of_rates,
    difference_of_rates_at, difference_of_shares, difference_of_shares_at, exact_p_of_difference, exact_p_of_share,
    funnel_of_rates, funnel_of_shares, kaplan_meier, mann_kendall, mean_interval, mean_of_clusters, median,
    normal_quantile, normal_tail, p_of_count, p_of_difference, p_of_estimate, p_of_ratio, p_of_share, percentile,
    phases, poisson_tails, ratio_of_rates, ratio_of_rates_at, reliable_change, run_chart, share_of_clusters,
    smallest_alpha, theil_sen, trend, trend_of_shares,
};
pub use table::{
    Breakdown, Category, Comparison, IndicatorTable, MUNICIPALITIES, MeasureTable, Point, ReferenceBasis,
    ReferenceRole, ReferenceSeries, ReferenceValue, RegionTables, Verdict,
};
pub use tally::{At, Counted, Part, Tally};

pub(crate) use beneath::Beneath;

use crate::check::{Checked, SourceMaps};
use crate::diagnostic::Finding;
use notes::Notes;
use sources::Sources;
use surroundings::Inhabitants;

/// Every figure with its contributors, before disclosure control. It cannot be serialised or printed; `protect` takes it
/// by value, and the unprotected numbers are gone.
pub struct Aggregates {
    pub(crate) indicators: Vec<IndicatorTable<Tally>>,
    pub(crate) region: Option<RegionTables<Tally>>,
    /// What is printed nowhere and the tables are made of.
    pub(crate) beneath: Vec<Beneath>,
    /// What readers know of figures beside others.
    pub(crate) relations: Vec<Relation>,
}

impl Aggregates {
    /// The figures.
    pub fn indicators(&self) -> &[IndicatorTable<Tally>] {
        &self.indicators
    }
}

impl std::fmt::Debug for Aggregates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Aggregates({} indicators)", self.indicators.len())
    }
}

/// Computes every indicator for the request's window in every year with exports, and says what was missing for it.
pub fn compute(
    checked: &Checked,
    maps: &SourceMaps,
    indicators: &Indicators,
    request: &Request,
) -> (Aggregates, Vec<Finding>) {
    let yes = maps.list("janei").and_then(|list| list.find("ja")).and_then(|code| i32::try_from(code).ok());
    let own = request.cooperation.as_ref().map(|cooperation| cooperation.part(vec![cooperation.own.clone()]));
    let sources = Sources::new(checked, maps, own.as_ref());
    let mut assembler = Assembler {
        sources: &sources,
        request,
        years: years(checked, maps, request.year),
        inhabitants: Inhabitants::of(&sources),
        notes: Notes::default(),
        yes: yes.unwrap_or(-1),
    };
    let tables: Vec<_> = indicators.counted().map(|indicator| assembler.indicator(indicator)).collect();
    let region = region::region(checked, maps, indicators, request, (&assembler, &tables));
    let beneath = assembler.beneath(&tables, indicators);
    let findings = assembler.notes.into_findings(request.year);
    let relations = indicators.relations().cloned().collect();
    (Aggregates { indicators: tables, region, beneath, relations }, findings)
}

/// From the first year with an export to the year reported, without holes.
fn years(checked: &Checked, maps: &SourceMaps, year: i32) -> Vec<i32> {
    let with_files = maps.iter().filter_map(|map| checked.source(&map.id)).flat_map(|source| source.years.iter());
    let first = with_files.copied().filter(|first| *first <= year).min().unwrap_or(year);
    (first..=year).collect()
}
