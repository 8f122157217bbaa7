//! Disclosure control: figures in, publishable figures out. There is no door around it.

mod accounts;
mod also;
mod between;
#[cfg(test)]
mod change_attack;
mod detail;
mod earlier;
mod explained;
mod kept;
mod lines;
mod linked;
mod margins;
mod policy;
mod printed;
mod publishable;
#[cfg(test)]
mod random_tables;
mod relations;
mod suppress;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
pub(crate) mod testing_book;

pub use crate::compute::Interval;
pub use also::{Also, Which};
pub use earlier::{Counting, Published, PublishedFigure, Said, Span};
pub use explained::{Explained, ExplainedFile, ExplainedSource, ExplainedYear, Rows, protect_explained};
pub use kept::Kept;
pub use linked::{Refusal, RefusedTable};
pub use policy::PrimaryPolicy;
pub(crate) use printed::Row;
pub use publishable::{Cell, Heading, Protection, Publishable, Quality, Shown};

use std::collections::BTreeSet;

use crate::compare::Judgements;
use crate::compute::{Aggregates, Counted, Detail, IndicatorTable, RegionTables, Tally};
use crate::units::{Audience, Window};
use earlier::Earlier;
use suppress::Model;

/// What everybody may have read already, and how today's figures are counted beside it.
#[derive(Debug, Default)]
pub struct Before {
    /// The reports that were published.
    pub published: Vec<Published>,
    /// The windows they are about, where those are others than the report's, with the same figures by today's data.
    pub windows: Vec<(Window, Aggregates)>,
    /// Today's figures again as reports of other detail have them: other age groups, categories by themselves.
    pub details: Vec<(Window, Detail, Aggregates)>,
    /// How each measure is counted today.
    pub counting: Counting,
    /// What is withheld because something followed from it.
    pub also: BTreeSet<Also>,
}

/// The measures whose total of `year` a public report would not show.
///
/// # Errors
/// As [`protect`].
pub fn withheld_totals(
    aggregates: &Aggregates,
    own: &str,
    policy: PrimaryPolicy,
    year: i32,
) -> Result<BTreeSet<String>, Refusal> {
    let mut model = Model::new(aggregates, own);
    model.decide(policy, &Earlier::default())?;
    let withheld = model.nodes.iter().zip(&model.addresses).filter(|(node, _)| node.is_withheld);
    let totals = withheld.filter(|(_, at)| at.place == own && at.year == year && at.breakdown.is_empty());
    Ok(totals.map(|(_, at)| at.measure.clone()).collect())
}

/// Decides every cell and lets go of the figures that are withheld.
///
/// Takes the aggregates by value: afterwards the unprotected numbers are gone. For [`Audience::Intern`] nothing is
/// withheld; workbook and charts then carry its mark.
///
/// # Errors
/// Where a small count would be given away whatever is withheld: then nothing may be published.
pub fn protect(
    aggregates: Aggregates,
    heading: Heading,
    quality: Quality,
    before: &Before,
) -> Result<Publishable, Refusal> {
    let model = decided(&aggregates, &heading, before)?;
    Ok(publishable(aggregates, heading, quality, &model))
}

fn decided(aggregates: &Aggregates, heading: &Heading, before: &Before) -> Result<Model, Refusal> {
    let mut model = Model::new(aggregates, heading.municipality.as_str());
    if heading.audience == Audience::Offentlig {
        let earlier = Earlier::new(before, heading);
        for (window, aggregates) in &before.windows {
            model.add_window(aggregates, before.details.iter().any(|detail| detail.0 == *window));
        }
        earlier.add_details(before, heading, &mut model);
        model.withhold(&before.also);
        model.decide(heading.policy, &earlier)?;
    }
    Ok(model)
}

fn publishable(aggregates: Aggregates, heading: Heading, quality: Quality, model: &Model) -> Publishable {
    let quality = accounts::conceal(quality, model, &heading);
    let mut nodes = model.own_nodes();
    let mut turn = |tally: Tally| match (nodes.next(), tally) {
        (Some(node), tally) if node.is_kept => node.as_published(&tally),
        (Some(node), _) if node.is_withheld => Cell::Withheld,
        (_, Tally::Missing) => Cell::Missing,
        (_, Tally::NotApplicable(_) | Tally::Undefined(_)) => Cell::NotApplicable,
        (_, Tally::Figure(counted)) => shown(&counted),
    };
    let mut withheld = 0;
    let mut turn = |tally: Tally| {
        let cell = turn(tally);
        withheld += usize::from(cell == Cell::Withheld);
        cell
    };
    let is_shown = |cell: &Cell| cell.shown().is_some();
    let Aggregates { indicators, region, relations, beneath: _ } = aggregates;
    let mut publish = |tables: Vec<IndicatorTable<Tally>>| -> Vec<IndicatorTable<Cell>> {
        tables.into_iter().map(|table| table.map(&mut turn, is_shown)).collect()
    };
    let indicators = publish(indicators);
    let region =
        region.map(|region| RegionTables { id: region.id, name: region.name, indicators: publish(region.indicators) });
    let protection = Protection { cells: model.own_nodes().count(), withheld };
    let kept = model.kept.iter().cloned().collect();
    let corrected = kept::corrected(model);
    let judgements = Judgements::default();
    Publishable { heading, indicators, region, relations, quality, protection, kept, corrected, judgements }
}

fn shown(counted: &Counted) -> Cell {
    Cell::Shown(Shown {
        value: counted.value,
        numerator: counted.numerator,
        denominator: counted.denominator,
        interval: counted.interval,
    })
}
