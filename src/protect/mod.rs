//! Disclosure control: figures in, publishable figures out. There is no door around it.

mod accounts;
#[cfg(test)]
mod change_attack;
mod explained;
mod publishable;
mod suppress;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
pub(crate) mod testing_book;

pub use crate::compute::Interval;
pub use explained::{Explained, ExplainedFile, ExplainedSource, ExplainedYear, Rows, protect_explained};
pub use publishable::{Cell, Heading, Protection, Publishable, Quality, Shown};

use std::collections::BTreeSet;

use crate::compare::Judgements;
use crate::compute::{Aggregates, IndicatorTable, RegionTables, Tally};
use crate::units::Audience;
use suppress::Model;

/// The measures whose total of `year` a public report would not show.
pub fn withheld_totals(aggregates: &Aggregates, own: &str, threshold: u64, year: i32) -> BTreeSet<String> {
    let mut model = Model::new(aggregates, own);
    model.decide(threshold);
    let mut nodes = model.nodes.iter();
    let mut withheld = BTreeSet::new();
    for measure in aggregates.indicators().iter().flat_map(|indicator| &indicator.measures) {
        for point in &measure.totals {
            if nodes.next().is_some_and(|node| node.is_withheld) && point.year == year {
                withheld.insert(measure.id.clone());
            }
        }
        let of_breakdowns = measure.breakdowns.iter().flat_map(|it| it.categories.iter().flat_map(|it| &it.cells));
        nodes.by_ref().take(of_breakdowns.count()).for_each(drop);
    }
    withheld
}

/// Decides every cell and lets go of the figures that are withheld.
///
/// Takes the aggregates by value: afterwards the unprotected numbers are gone. For [`Audience::Intern`] nothing is
/// withheld; workbook and charts then carry its mark.
pub fn protect(aggregates: Aggregates, heading: Heading, quality: Quality) -> Publishable {
    let mut model = Model::new(&aggregates, heading.municipality.as_str());
    if heading.audience == Audience::Offentlig {
        model.decide(heading.threshold);
    }
    let quality = accounts::conceal(quality, &model, &heading);
    let mut nodes = model.nodes.iter();
    let mut turn = |tally: Tally| match tally {
        _ if nodes.next().is_some_and(|node| node.is_withheld) => Cell::Withheld,
        Tally::Missing => Cell::Missing,
        Tally::NotApplicable(_) | Tally::Undefined(_) => Cell::NotApplicable,
        Tally::Figure(counted) => Cell::Shown(Shown {
            value: counted.value,
            numerator: counted.numerator,
            denominator: counted.denominator,
            interval: counted.interval,
        }),
    };
    let is_shown = |cell: &Cell| cell.shown().is_some();
    let Aggregates { indicators, region } = aggregates;
    let mut publish = |tables: Vec<IndicatorTable<Tally>>| -> Vec<IndicatorTable<Cell>> {
        tables.into_iter().map(|table| table.map(&mut turn, is_shown)).collect()
    };
    let indicators = publish(indicators);
    let region =
        region.map(|region| RegionTables { id: region.id, name: region.name, indicators: publish(region.indicators) });
    let protection = Protection { cells: model.nodes.len(), withheld: model.withheld() };
    Publishable { heading, indicators, region, quality, protection, judgements: Judgements::default() }
}
