//! Tables that nobody prints and that everything printed is made of.
//!
//! They are counted for disclosure control alone: what is published must leave room for others like them. They are there
//! where tables hang together in a ring ([`super::ring`]), and where a case may stand in several categories that are
//! crossed with another dimension: how many cases there are in that dimension is printed nowhere.

use std::collections::{BTreeMap, BTreeSet};

use super::assemble::{Assembler, Found, YearCells, breakdown, find, year_cells};
use super::definition::{BreakdownRule, Indicator, Indicators, Measure};
use super::dimension::{Category, Dimensions as Categories};
use super::figure::{Counting, Denominator};
use super::ring::{Dimensions, closing};
use super::table::{Breakdown, IndicatorTable};
use super::tally::Tally;
use crate::lang::Words;

/// Tables of more cells have only those that some row is in.
const FULL: usize = 2_000;

/// A table that nobody prints.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Beneath {
    /// The measure that it is a table of.
    pub(crate) measure: String,
    /// Its cells.
    pub(crate) breakdown: Breakdown<Tally>,
}

/// The tables of one kind of count: their dimensions, and the first measure that has them.
type Tables<'a> = BTreeMap<Dimensions<'a>, &'a str>;

impl Assembler<'_, '_> {
    /// The tables beneath those that are printed.
    pub(super) fn beneath(&self, printed: &[IndicatorTable<Tally>], indicators: &Indicators) -> Vec<Beneath> {
        let mut wanted: BTreeSet<(&str, Dimensions)> = BTreeSet::new();
        let all =
            || indicators.counted().flat_map(|indicator| indicator.measures.iter().map(move |it| (indicator, it)));
        let named = |id: &str| all().find(|(_, measure)| measure.id == id);
        for tables in by_meaning(printed).into_values().filter(|tables| tables.keys().any(|it| it.len() > 1)) {
            let overlapping = |measure: &str, by: &str| named(measure).is_some_and(|it| self.is_overlapping(it, by));
            wanted.extend(lacking(&tables, &overlapping));
        }
        let tables = wanted.into_iter().filter_map(|(id, dimensions)| {
            let (indicator, measure) = named(id)?;
            let by = Vec::from_iter(dimensions).join("+");
            Some(Beneath { measure: id.to_owned(), breakdown: self.unprinted(indicator, measure, by)? })
        });
        tables.collect()
    }

    fn unprinted(&self, indicator: &Indicator, measure: &Measure, by: String) -> Option<Breakdown<Tally>> {
        let mut rule = BreakdownRule { by, title: Words::same(""), always: true, of_whole: false };
        let categories = Categories { measure, maps: self.sources.maps, request: self.request };
        // Shares of inhabitants are not asked for: what is behind them is the same count.
        let whole = if measure.over.is_some() { Denominator::NotApplicable } else { Denominator::None };
        let mut per_year = Vec::new();
        for year in &self.years {
            let moment = self.request.moment(*year);
            let Found::Items(items) = find(self.sources, indicator, measure, &moment) else {
                per_year.push(YearCells::default());
                continue;
            };
            let columns = items.columns.get();
            let counting = Counting { measure, columns, moment: &moment, yes: self.yes };
            let mut tally = |_: &Category, rows: &[u32], _: &[u32]| counting.figure(rows, whole);
            per_year.push(year_cells(&categories, &rule, &counting, &items.selection, &mut tally));
        }
        rule.always = per_year.iter().all(|cells| cells.len() <= FULL);
        breakdown(&rule, &self.years, &per_year.iter().collect::<Vec<_>>())
    }

    /// Whether a case may stand in several categories of a dimension.
    fn is_overlapping(&self, (indicator, measure): (&Indicator, &Measure), by: &str) -> bool {
        let rule = BreakdownRule { by: by.to_owned(), title: Words::same(""), always: false, of_whole: false };
        let categories = Categories { measure, maps: self.sources.maps, request: self.request };
        let moments = self.years.iter().map(|year| self.request.moment(*year));
        let mut items = moments.map(|moment| find(self.sources, indicator, measure, &moment));
        items.any(|found| matches!(found, Found::Items(it) if categories.is_overlapping(&rule, it.columns.get())))
    }
}

/// The tables of people by what is counted in them. Counts that stand elsewhere than in the cell are none of it.
fn by_meaning(printed: &[IndicatorTable<Tally>]) -> BTreeMap<&str, Tables<'_>> {
    let mut by_meaning: BTreeMap<&str, Tables> = BTreeMap::new();
    for measure in printed.iter().flat_map(|indicator| &indicator.measures) {
        for breakdown in &measure.breakdowns {
            let cells = breakdown.categories.iter().flat_map(|category| &category.cells);
            let parts: BTreeSet<&str> = cells
                .flat_map(Tally::parts)
                .filter(|part| part.at.is_none())
                .map(|part| part.meaning.as_str())
                .collect();
            for meaning in parts {
                let tables = by_meaning.entry(meaning).or_default();
                tables.entry(breakdown.dimension.split('+').collect()).or_insert(&measure.id);
            }
        }
    }
    by_meaning
}

/// What must be counted beside the tables so that these are sums of it, two by two.
fn lacking<'a>(
    tables: &Tables<'a>,
    is_overlapping: &impl Fn(&str, &str) -> bool,
) -> BTreeSet<(&'a str, Dimensions<'a>)> {
    let mut crossed: BTreeMap<&str, (&str, Dimensions)> = BTreeMap::new();
    let mut plain: BTreeSet<Dimensions> = BTreeSet::new();
    for (table, measure) in tables {
        let (several, one): (Dimensions, Dimensions) =
            table.iter().copied().partition(|by| table.len() > 1 && is_overlapping(measure, by));
        for by in &several {
            crossed.entry(by).or_insert((measure, Dimensions::new())).1.extend(&one);
        }
        plain.insert(one);
    }
    let mut wanted: BTreeSet<(&str, Dimensions)> = BTreeSet::new();
    for (by, (measure, of)) in crossed.iter().filter(|(_, (_, of))| !of.is_empty()) {
        plain.insert(of.clone());
        wanted.insert((measure, of.clone()));
        wanted.insert((measure, of.iter().chain([by]).copied().collect()));
    }
    plain.retain(|table| !table.is_empty());
    if let Some(closing) = closing(&plain) {
        let within = tables.iter().find(|(table, _)| table.len() > 1 && table.is_subset(&closing));
        wanted.extend(within.map(|(_, measure)| (*measure, closing)));
    }
    wanted.retain(|(_, table)| !tables.contains_key(table));
    wanted
}

#[cfg(test)]
mod tests {
    use super::{Dimensions, Tables, lacking};

    fn wanted(tables: &[&'static str], several: &str) -> Vec<String> {
        let dimensions =
            |table: &&'static str| -> Dimensions<'static> { (0..table.len()).map(|at| &table[at..=at]).collect() };
        let tables: Tables = tables.iter().map(|table| (dimensions(table), "K1")).collect();
        let lacking = lacking(&tables, &|_, by| several.contains(by));
        lacking.into_iter().map(|(_, table)| Vec::from_iter(table).concat()).collect()
    }

    #[test]
    fn rings_lack_the_table_that_closes_them() {
        assert_eq!(wanted(&["a", "b", "ab", "bc"], ""), [""; 0]);
        assert_eq!(wanted(&["ab", "bc", "ac", "d"], ""), ["abc"]);
        assert_eq!(wanted(&["ab", "bc", "ac", "abc"], ""), [""; 0]);
    }

    #[test]
    fn what_is_crossed_with_several_lacks_those_who_are_crossed() {
        // By reason and sex: how many there are of each sex.
        assert_eq!(wanted(&["o", "os"], "o"), ["s"]);
        assert_eq!(wanted(&["o", "os", "s"], "o"), [""; 0]);
        // By reason and sex, and by reason and age: by sex and age, and by all three.
        assert_eq!(wanted(&["os", "oa"], "o"), ["aos", "as"]);
        // That closes rings with what else there is.
        assert_eq!(wanted(&["os", "ob", "bc", "cs"], "o"), ["bcs", "bos", "bs"]);
    }
}
