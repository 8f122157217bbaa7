//! Checked columns become figures with the number of contributors behind each.

mod assemble;
mod definition;
mod figure;
mod interval;
mod select;
mod statistics;
mod surroundings;
mod table;
mod tally;

use std::collections::BTreeMap;

use polars_core::prelude::PolarsResult;

use assemble::Assembler;
pub use assemble::Request;
pub use definition::{
    About, AgeOn, AgeRule, BreakdownRule, FigureRule, Indicator, Indicators, Limit, Measure, Over, RowRule,
};
pub use interval::{Interval, poisson, wilson};
pub use statistics::{
    Curve, MeanEstimate, Step, difference_of_counts, difference_of_means, difference_of_rates, difference_of_shares,
    kaplan_meier, mean_interval, mean_of_clusters, median, percentile, ratio_of_rates, reliable_change,
    share_of_clusters,
};
pub use surroundings::Region;
pub use table::{
    Breakdown, Category, Comparison, IndicatorTable, MeasureTable, Point, ReferenceRole, ReferenceSeries,
    ReferenceValue, Verdict,
};
pub use tally::{Counted, Part, Tally};

use crate::check::{Checked, SourceMaps};
use crate::diagnostic::{Finding, Place, Rule};

/// Every figure with its contributors, before disclosure control. It cannot be serialised or printed; `protect` takes it
/// by value, and the unprotected numbers are gone.
pub struct Aggregates {
    pub(crate) indicators: Vec<IndicatorTable<Tally>>,
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
///
/// # Errors
/// Only where a definition and the columns do not fit each other, which checking the definitions rules out.
pub fn compute(
    checked: &Checked,
    maps: &SourceMaps,
    indicators: &Indicators,
    request: &Request,
) -> PolarsResult<(Aggregates, Vec<Finding>)> {
    let yes = maps.list("janei").and_then(|list| list.find("ja")).map_or(-1, i64::from);
    let mut assembler = Assembler {
        checked,
        maps,
        request,
        years: years(checked, maps, request.year),
        findings: Vec::new(),
        lacking: BTreeMap::new(),
        yes,
    };
    let tables = indicators.iter().map(|indicator| assembler.indicator(indicator)).collect::<PolarsResult<_>>()?;
    let Assembler { mut findings, lacking, .. } = assembler;
    for (source, figures) in lacking {
        let place = Place::file(&format!("exports/{}", request.year));
        findings.push(
            Finding::new(Rule::MissingExport, place)
                .with("year", request.year.to_string())
                .with("source", source)
                .with("figures", figures.join(", ")),
        );
    }
    Ok((Aggregates { indicators: tables }, findings))
}

/// From the first year with an export to the year reported, without holes.
fn years(checked: &Checked, maps: &SourceMaps, year: i32) -> Vec<i32> {
    let with_files = maps.iter().filter_map(|map| checked.source(&map.id)).flat_map(|source| source.years.iter());
    let first = with_files.copied().filter(|first| *first <= year).min().unwrap_or(year);
    (first..=year).collect()
}
