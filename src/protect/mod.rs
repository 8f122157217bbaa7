//! Disclosure control: figures in, publishable figures out. There is no door around it.

mod accounts;
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

use crate::compute::{Aggregates, Tally};
use crate::units::Audience;
use suppress::Model;

/// Decides every cell and lets go of the figures that are withheld.
///
/// Takes the aggregates by value: afterwards the unprotected numbers are gone. For [`Audience::Intern`] nothing is
/// withheld; workbook and charts then carry its mark.
pub fn protect(aggregates: Aggregates, heading: Heading, quality: Quality) -> Publishable {
    let mut model = Model::of(&aggregates.indicators);
    if heading.audience == Audience::Offentlig {
        model.decide(heading.threshold);
    }
    let quality = accounts::conceal(quality, &model, &heading);
    let mut nodes = model.nodes.iter();
    let mut turn = |tally: Tally| match tally {
        _ if nodes.next().is_some_and(|node| node.is_withheld) => Cell::Withheld,
        Tally::Missing => Cell::Missing,
        Tally::NotApplicable(_) => Cell::NotApplicable,
        Tally::Figure(counted) => Cell::Shown(Shown {
            value: counted.value,
            numerator: counted.numerator,
            denominator: counted.denominator,
            interval: counted.interval,
        }),
    };
    let is_shown = |cell: &Cell| cell.shown().is_some();
    let indicators = aggregates.indicators.into_iter().map(|table| table.map(&mut turn, is_shown)).collect();
    let protection = Protection { cells: model.nodes.len(), withheld: model.withheld() };
    Publishable { heading, indicators, quality, protection }
}
