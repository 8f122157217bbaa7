//! Reports that everybody may have read already: their figures stand, whatever is withheld today.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Heading;
use super::linked::Linked;
use super::suppress::Address;
use crate::compute::Nesting;
use crate::disclosure::Cell;

/// A bundle that was published, as far as its figures go.
#[derive(Debug, Clone)]
pub struct Published {
    /// What people call it: the name of its folder.
    pub name: String,
    /// The municipality it is of.
    pub municipality: String,
    /// The definition of each measure as a hash.
    pub definitions: BTreeMap<String, String>,
    /// First and last day of the window of each year.
    pub days: BTreeMap<i32, (NaiveDate, NaiveDate)>,
    /// The figures that are shown.
    pub figures: Vec<PublishedFigure>,
}

/// A figure that was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedFigure {
    /// Number of the municipality, or id of the region.
    pub place: String,
    /// Measure id.
    pub measure: String,
    /// The year.
    pub year: i32,
    /// `dimension=code`; empty for the total.
    pub breakdown: String,
    /// What was counted, where that is printed.
    pub numerator: Option<u64>,
    /// Of how many, where that is printed.
    pub denominator: Option<u64>,
}

/// How measures are counted today.
#[derive(Debug, Clone, Default)]
pub struct Counting {
    /// The definition of each measure as a hash.
    pub definitions: BTreeMap<String, String>,
    /// How the windows of each measure hang together.
    pub nesting: BTreeMap<String, Nesting>,
}

/// A figure of an earlier report beside the same figure of this one.
#[derive(Debug, Clone)]
pub(super) struct Earlier {
    address: Address,
    days: Days,
    numerator: Option<u64>,
    denominator: Option<u64>,
}

/// How the days of the earlier figure lie to those of today's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Days {
    Same,
    /// They are some of today's; whole months of one year, if it is such.
    Within(Option<(u32, u32)>),
    /// They are today's and more.
    Around,
}

/// The figures of earlier reports that say something of today's: those that are counted in the same way, of the same
/// days or of windows that lie in each other.
pub(super) fn beside(published: &[Published], heading: &Heading, counting: &Counting) -> Vec<Earlier> {
    let of_bundle = |bundle: &Published| -> Vec<Earlier> {
        let figure = |figure: &PublishedFigure| {
            let definition = counting.definitions.get(&figure.measure)?;
            (bundle.definitions.get(&figure.measure) == Some(definition)).then_some(())?;
            let (first, last) = *bundle.days.get(&figure.year)?;
            let today = heading.windows.period(heading.window, figure.year);
            let nesting = counting.nesting.get(&figure.measure).copied().unwrap_or(Nesting::None);
            let days = days((first, last), (today.first, today.last), nesting, &figure.breakdown)?;
            let address = Address {
                place: figure.place.clone(),
                measure: figure.measure.clone(),
                year: figure.year,
                breakdown: figure.breakdown.clone(),
            };
            Some(Earlier { address, days, numerator: figure.numerator, denominator: figure.denominator })
        };
        bundle.figures.iter().filter_map(figure).collect()
    };
    published.iter().filter(|it| it.municipality == heading.municipality.as_str()).flat_map(of_bundle).collect()
}

fn days(then: (NaiveDate, NaiveDate), now: (NaiveDate, NaiveDate), nesting: Nesting, breakdown: &str) -> Option<Days> {
    use chrono::Datelike;
    if then == now {
        return Some(Days::Same);
    }
    // Somebody may have become older, or have been moved, from one window to the next.
    let moves = ["aldersgruppe=", "plassering="].iter().any(|by| breakdown.contains(by));
    if nesting == Nesting::None || moves || breakdown.contains("maaned=") {
        return None;
    }
    if now.0 <= then.0 && then.1 <= now.1 {
        let ends_month = then.1.succ_opt().is_some_and(|next| next.day() == 1);
        let is_whole = then.0.day() == 1 && ends_month && then.0.year() == then.1.year();
        let months =
            (is_whole && nesting == Nesting::Adds && breakdown.is_empty()).then(|| (then.0.month(), then.1.month()));
        return Some(Days::Within(months));
    }
    (then.0 <= now.0 && now.1 <= then.1).then_some(Days::Around)
}

/// Puts the earlier figures into the model.
pub(super) fn add(linked: &mut Linked, earlier: &[Earlier]) {
    let places: BTreeMap<Address, usize> = linked.model.addresses.iter().cloned().zip(0..).collect();
    for figure in earlier {
        let Some(node) = places.get(&figure.address) else { continue };
        let node = &linked.model.nodes[*node];
        let mut told: Vec<(usize, u64)> = Vec::new();
        told.extend(node.numerator.zip(figure.numerator));
        told.extend(node.denominator.zip(figure.denominator));
        // Of three that add up, two tell the third.
        if let (Some(summing), [(first, one), (second, other)]) = (node.summing, &told[..]) {
            let rest = summing.into_iter().find(|count| count != first && count != second);
            let (one, other) = (*one, *other);
            let is_largest = rest == Some(summing[2]);
            told.extend(rest.map(|rest| (rest, if is_largest { one + other } else { one.abs_diff(other) })));
        }
        for (count, then) in told {
            linked.add_known(count, then, figure.days);
        }
        if let (Days::Within(Some(months)), Some(numerator)) = (figure.days, figure.numerator) {
            linked.add_months(&figure.address, months, numerator, &places);
        }
    }
}

impl Linked<'_> {
    /// A count as an earlier report told it.
    fn add_known(&mut self, count: usize, then: u64, days: Days) {
        let now = self.value(count);
        if days == Days::Same && then == now {
            self.engine.know(self.cells[count]);
            return;
        }
        let is_possible = match days {
            Days::Same => true,
            Days::Within(_) => then <= now,
            Days::Around => now <= then,
        };
        if !is_possible {
            return;
        }
        // What came later, or was corrected: so many more or fewer.
        let known = self.engine.cell(Cell::known(self.engine.len() as u64, then));
        let between = self.implied(now.abs_diff(then));
        let (small, large) = if then <= now { (known, self.cells[count]) } else { (self.cells[count], known) };
        self.engine.sum(large, &[small, between]);
    }

    /// The months of this year that make up the earlier window.
    fn add_months(
        &mut self,
        address: &Address,
        (first, last): (u32, u32),
        then: u64,
        places: &BTreeMap<Address, usize>,
    ) {
        let month = |month: u32| {
            let at = Address { breakdown: format!("maaned={month:02}"), ..address.clone() };
            self.model.first(*places.get(&at)?)
        };
        let Some(months) = (first..=last).map(month).collect::<Option<Vec<(usize, u64)>>>() else { return };
        if months.iter().map(|(_, count)| count).sum::<u64>() != then {
            return;
        }
        let known = self.engine.cell(Cell::known(self.engine.len() as u64, then));
        let cells: Vec<_> = months.iter().map(|(count, _)| self.cells[*count]).collect();
        self.engine.sum(known, &cells);
    }
}
