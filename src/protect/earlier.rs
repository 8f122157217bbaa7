//! Reports that everybody may have read already: their figures stand, whatever is withheld today.
//!
//! A report about another part of the year says something of this one: what lies between the two windows is a count too.
//! The figures of its window are therefore in the model as well, by today's data: those that it shows are known, and those
//! that it withheld have to stay so.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::linked::Linked;
use super::publishable::Shown;
use super::suppress::{Address, Model, SetOfTables};
use super::{Before, Heading};
use crate::compute::{Detail, Nesting, OTHER_AGES, changed, merged_codes};
use crate::disclosure::Cell;
use crate::units::Window;

/// A bundle that was published, as far as its figures go.
#[derive(Debug, Clone)]
pub struct Published {
    /// What people call it: the name of its folder.
    pub name: String,
    /// The municipality it is of.
    pub municipality: String,
    /// The part of the year it is about.
    pub window: Window,
    /// The definition of each measure as a hash.
    pub definitions: BTreeMap<String, String>,
    /// First and last day of the window of each year.
    pub days: BTreeMap<i32, Span>,
    /// Its cells; those without data are none.
    pub figures: Vec<PublishedFigure>,
    /// How much detail it shows; where it does not say, as today.
    pub detail: Option<Detail>,
}

impl Published {
    /// Whether it shows this detail. One that does not say has that of today.
    fn has_detail(&self, detail: &Detail, heading: &Heading) -> bool {
        self.detail.as_ref().unwrap_or(&heading.detail) == detail
    }
}

/// First and last day.
pub type Span = (NaiveDate, NaiveDate);

/// A cell of a published table.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedFigure {
    /// Number of the municipality, or id of the region.
    pub place: String,
    /// Measure id.
    pub measure: String,
    /// The year.
    pub year: i32,
    /// `dimension=code`; empty for the total.
    pub breakdown: String,
    /// What it says.
    pub said: Said,
    /// What it is a change from, where it is one.
    pub beside: Option<f64>,
}

/// What a published cell says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Said {
    /// A figure.
    Figure(Shown),
    /// `:`
    Withheld,
    /// `.`
    NotApplicable,
}

/// How measures are counted today.
#[derive(Debug, Clone, Default)]
pub struct Counting {
    /// The definition of each measure as a hash.
    pub definitions: BTreeMap<String, String>,
    /// How the windows of each measure hang together.
    pub nesting: BTreeMap<String, Nesting>,
}

/// What earlier reports say of a cell.
pub(super) type Told = Said;

/// The earlier reports beside this one.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    /// What they say, by address; the later in order of name where two speak of one cell.
    cells: BTreeMap<Address, Vec<Said>>,
    /// Changes since the baseline, and its figure.
    changes: BTreeMap<Address, (Said, Option<f64>)>,
    /// First and last day of the windows of the model, by their place and year.
    days: BTreeMap<(usize, i32), Span>,
    nesting: BTreeMap<String, Nesting>,
}

impl Earlier {
    /// Cells that are counted as today, of windows that are as today.
    pub(super) fn new(before: &Before, heading: &Heading) -> Self {
        let mut earlier = Self { nesting: before.counting.nesting.clone(), ..Self::default() };
        let own = &heading.detail;
        let of_others = before.windows.iter().map(|(window, _)| (*window, own));
        let of_details = before.details.iter().map(|(window, detail, _)| (*window, detail));
        let sets: Vec<(Window, &Detail)> =
            std::iter::once((heading.window, own)).chain(of_others).chain(of_details).collect();
        for bundle in before.published.iter().filter(|it| it.municipality == heading.municipality.as_str()) {
            let Some(place) = sets.iter().position(|set| set.0 == bundle.window && bundle.has_detail(set.1, heading))
            else {
                continue;
            };
            for figure in &bundle.figures {
                let counted = changed(&figure.measure).unwrap_or(&figure.measure);
                let definition = before.counting.definitions.get(counted);
                let is_same = definition.is_some() && bundle.definitions.get(counted) == definition;
                let period = heading.windows.period(bundle.window, figure.year);
                let days = (period.first, period.last);
                if !is_same || bundle.days.get(&figure.year) != Some(&days) {
                    continue;
                }
                let PublishedFigure { place: of, measure, year, breakdown, said, beside } = figure.clone();
                let of_window = sets.iter().enumerate().filter(|(_, set)| set.0 == bundle.window);
                earlier.days.extend(of_window.map(|(set, _)| ((set, year), days)));
                let is_change = counted != measure;
                let address = Address { window: place, place: of, measure, year, breakdown };
                if is_change {
                    // A figure says more than a mark.
                    let is_mark = !matches!(said, Said::Figure(_));
                    if !is_mark || !earlier.changes.contains_key(&address) {
                        earlier.changes.insert(address, (said, beside));
                    }
                } else {
                    earlier.cells.entry(address).or_default().push(said);
                }
            }
        }
        let years: BTreeSet<i32> = earlier.days.keys().map(|(_, year)| *year).collect();
        for year in years {
            let period = heading.windows.period(heading.window, year);
            earlier.days.insert((0, year), (period.first, period.last));
        }
        earlier
    }

    /// The tables of reports with other detail, as sets of their own: what their categories and today's have in common ties
    /// them.
    pub(super) fn add_details(&self, before: &Before, heading: &Heading, model: &mut Model) {
        for (window, detail, aggregates) in &before.details {
            let has_other_ages = detail.age_groups != heading.detail.age_groups;
            let windows = std::iter::once(heading.window).chain(before.windows.iter().map(|it| it.0));
            let known = windows.into_iter().position(|known| known == *window);
            let days = |window: Window| heading.windows.period(window, heading.year);
            let (inner, outer) = (days(*window), days(heading.window));
            let set = SetOfTables {
                same_as: known.unwrap_or(model.windows() + 1),
                has_other_ages,
                lies_in_own: outer.first <= inner.first && inner.last <= outer.last,
                is_beneath: !before.published.iter().any(|it| it.window == *window && it.has_detail(detail, heading)),
            };
            model.add_set(aggregates, set);
            model.tie_detail(|measure| self.nesting.get(measure) == Some(&Nesting::Adds));
        }
    }

    /// Gives each cell of the model what is said of it. A figure says more than a mark, and the last more than the first.
    pub(super) fn tell(&self, model: &mut Model) {
        let same_window = model.sets_of_own_window();
        for (node, address) in model.nodes.iter_mut().zip(&model.addresses) {
            if let Some((said, beside)) = self.changes.get(address) {
                let is_same = |(now, then): (f64, f64)| (now - then).abs() < 0.06;
                node.told = node.baseline.zip(*beside).is_some_and(is_same).then_some(*said);
            }
            let mut said = self.cells.get(address).cloned().unwrap_or_default();
            if address.window == 0 && !address.breakdown.contains(OTHER_AGES) {
                // A report with other detail has the same figure where it has the same category.
                let elsewhere = same_window.iter().map(|window| Address { window: *window, ..address.clone() });
                said.extend(elsewhere.filter_map(|address| self.cells.get(&address)).flatten());
            }
            let figure = said.iter().rev().find(|said| matches!(said, Said::Figure(_)));
            node.told = figure.or_else(|| said.last()).copied().or(node.told);
        }
    }
}

/// Puts what earlier reports say into the model.
pub(super) fn add(linked: &mut Linked, earlier: &Earlier) {
    for (address, said) in &earlier.cells {
        let Some(node) = linked.places.get(address).copied() else { continue };
        for said in said {
            for (count, then) in told(linked.model, node, said) {
                if !linked.model.nodes[node].is_kept {
                    linked.add_known(count, then);
                }
            }
        }
    }
    linked.hide_what_was_hidden();
    let pairs: Vec<(usize, usize)> = linked.beside(earlier);
    for (inner, outer) in &pairs {
        linked.add_nested(*inner, *outer);
    }
    linked.add_nested_parts(&pairs);
    linked.add_nested_as_told(&pairs);
    linked.add_months(earlier);
    linked.add_halves(earlier);
}

/// The counts that a published figure tells.
pub(super) fn told(model: &Model, node: usize, said: &Said) -> Vec<(usize, u64)> {
    let Said::Figure(Shown { value, numerator, denominator, .. }) = *said else { return Vec::new() };
    let node = &model.nodes[node];
    let mut told: Vec<(usize, u64)> = Vec::new();
    told.extend(node.numerator.zip(numerator));
    told.extend(node.denominator.zip(denominator));
    if let (Some(summing), [(first, one), (second, other)]) = (node.summing, &told[..]) {
        // Of three that add up, two tell the third.
        let rest = summing.into_iter().find(|count| count != first && count != second);
        let is_largest = rest == Some(summing[2]);
        let rest = rest.map(|rest| (rest, if is_largest { one + other } else { one.abs_diff(*other) }));
        told.extend(rest);
    } else if node.summing.is_some() && told.is_empty() {
        // A difference of two sums.
        told.extend(node.counts.first().copied().zip(whole(value.abs())));
    }
    told
}

fn whole(value: f64) -> Option<u64> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is whole and in range")]
    let count = value as u64;
    (value.fract() == 0.0 && (0.0..9e15).contains(&value)).then_some(count)
}

impl Linked<'_> {
    /// What an earlier report of the same window withheld is at least one.
    fn hide_what_was_hidden(&mut self) {
        let model = self.model;
        for node in model.own_nodes().filter(|node| node.told == Some(Said::Withheld) && !node.is_kept) {
            // Of a share that is the count itself, as it is where the share is withheld today.
            let own = node.summing.map_or(node.counts.first().copied(), |_| node.numerator);
            if let Some(count) = own.filter(|count| self.value(*count) > 0) {
                self.engine.hide_before(self.cells[count]);
            }
        }
    }

    /// A count as an earlier report told it: known, or so many more or fewer by today's data.
    fn add_known(&mut self, count: usize, then: u64) {
        let now = self.value(count);
        if then == now {
            self.engine.know(self.cells[count]);
            if (1..self.limit_of(count)).contains(&now) {
                self.shown_small.push(count);
            }
            return;
        }
        let known = self.engine.cell(Cell::known(self.engine.len() as u64, then));
        self.told.push((count, known, then));
        let between = self.implied(now.abs_diff(then), count);
        let (small, large) = if then <= now { (known, self.cells[count]) } else { (self.cells[count], known) };
        self.engine.sum(large, &[small, between]);
    }

    /// The counts of cells whose windows lie in each other, the inner first.
    fn beside(&self, earlier: &Earlier) -> Vec<(usize, usize)> {
        let mut by_cell: BTreeMap<Address, Vec<usize>> = BTreeMap::new();
        for (address, node) in &self.places {
            if self.is_published(*node) {
                by_cell.entry(Address { window: 0, ..address.clone() }).or_default().push(*node);
            }
        }
        let mut pairs = BTreeSet::new();
        for (address, nodes) in &by_cell {
            let nesting = earlier.nesting.get(&address.measure).copied().unwrap_or(Nesting::None);
            if !may_nest(nesting, &address.breakdown) {
                continue;
            }
            for inner in nodes {
                for outer in nodes {
                    let days = |node: &usize| earlier.days.get(&(self.model.nodes[*node].window, address.year));
                    let Some((within, around)) = days(inner).zip(days(outer)) else { continue };
                    let lies_in = within != around && around.0 <= within.0 && within.1 <= around.1;
                    if !lies_in {
                        continue;
                    }
                    for (inner, outer) in self.same_counts(*inner, *outer) {
                        // Somebody became too old, a case that was open is concluded: so many fewer is as telling as more.
                        let is_part = self.value(inner) <= self.value(outer);
                        pairs.insert(if is_part { (inner, outer) } else { (outer, inner) });
                    }
                }
            }
        }
        pairs.into_iter().collect()
    }

    /// Two windows beside each other that make up a third: May, and what has come since.
    fn add_halves(&mut self, earlier: &Earlier) {
        let mut sums = BTreeSet::new();
        let windows = 0..=self.model.windows();
        for (address, node) in &self.places {
            let nesting = earlier.nesting.get(&address.measure).copied().unwrap_or(Nesting::None);
            if nesting != Nesting::Adds || !may_nest(nesting, &address.breakdown) || !self.is_published(*node) {
                continue;
            }
            let days = |window: usize| earlier.days.get(&(window, address.year)).copied();
            let at = |window: usize| {
                let node = *self.places.get(&Address { window, ..address.clone() })?;
                self.is_published(node).then(|| self.model.first(node)).flatten()
            };
            let Some((whole, all)) = days(address.window).zip(at(address.window)) else { continue };
            for (first, second) in windows.clone().flat_map(|first| windows.clone().map(move |second| (first, second)))
            {
                let Some((one, other)) = days(first).zip(days(second)) else { continue };
                let follows = one.0 == whole.0 && one.1.succ_opt() == Some(other.0) && other.1 == whole.1;
                let Some((one, other)) = at(first).zip(at(second)).filter(|_| follows) else { continue };
                if one.1 + other.1 == all.1 {
                    sums.insert((all.0, [one.0, other.0]));
                }
            }
        }
        for (whole, halves) in sums {
            self.engine.sum(self.cells[whole], &halves.map(|half| self.cells[half]));
        }
    }

    /// The counts of two cells that count the same in two windows: of a share count, rest and base.
    fn same_counts(&self, inner: usize, outer: usize) -> Vec<(usize, usize)> {
        let nodes = [inner, outer].map(|node| &self.model.nodes[node]);
        match nodes.map(|node| node.summing.is_some()) {
            [true, true] => nodes[0].counts.iter().copied().zip(nodes[1].counts.iter().copied()).collect(),
            _ => nodes[0].counts.first().copied().zip(nodes[1].counts.first().copied()).into_iter().collect(),
        }
    }

    /// Months of the year, or several as one, that lie in a window of earlier reports, or the report's own; and what comes
    /// beside them.
    fn add_months(&mut self, earlier: &Earlier) {
        let adds = |address: &&Address| {
            address.breakdown.is_empty() && earlier.nesting.get(&address.measure) == Some(&Nesting::Adds)
        };
        let mut by_month: BTreeMap<Address, Vec<(Vec<u32>, usize)>> = BTreeMap::new();
        for (address, node) in &self.places {
            let Some(code) = address.breakdown.strip_prefix("maaned=") else { continue };
            let months: Option<Vec<u32>> = merged_codes(code).map(|month| month.parse().ok()).collect();
            if let Some((months, count)) = months.zip(self.model.first(*node)).filter(|_| self.is_published(*node)) {
                let total = Address { breakdown: String::new(), ..address.clone() };
                by_month.entry(total).or_default().push((months, count.0));
            }
        }
        let mut sums: Vec<(usize, Vec<usize>)> = Vec::new();
        for address in self.places.keys().filter(adds) {
            let Some((first, last)) = earlier.days.get(&(address.window, address.year)).copied().and_then(months)
            else {
                continue;
            };
            let node = self.places[address];
            let Some((total, all)) = self.model.first(node).filter(|_| self.is_published(node)) else { continue };
            for window in (0..=self.model.windows()).filter(|window| *window != address.window) {
                let Some(months) = by_month.get(&Address { window, ..address.clone() }) else { continue };
                let is_in = |(of, _): &&(Vec<u32>, usize)| of.iter().all(|month| (first..=last).contains(month));
                let within: Vec<usize> = months.iter().filter(is_in).map(|(_, count)| *count).collect();
                if !within.is_empty() && within.iter().map(|count| self.value(*count)).sum::<u64>() <= all {
                    sums.push((total, within));
                }
            }
        }
        for (total, months) in sums {
            let told: u64 = months.iter().map(|count| self.value(*count)).sum();
            let mut cells: Vec<_> = months.iter().map(|count| self.cells[*count]).collect();
            if told < self.value(total) {
                cells.push(self.implied(self.value(total) - told, total));
            }
            self.engine.sum(self.cells[total], &cells);
        }
    }
}

/// Somebody may have become older, have been moved, or have had the talk they waited for, from one window to the next.
fn may_nest(nesting: Nesting, breakdown: &str) -> bool {
    let moves = ["aldersgruppe=", "plassering=", "maaned=", "ventedager="].iter().any(|by| breakdown.contains(by));
    nesting != Nesting::None && !moves
}

/// First and last month of a window of whole months of one year.
fn months((first, last): Span) -> Option<(u32, u32)> {
    let ends_month = last.succ_opt().is_some_and(|next| next.day() == 1);
    let is_whole = first.day() == 1 && ends_month && first.year() == last.year();
    is_whole.then(|| (first.month(), last.month()))
}

#[cfg(test)]
mod tests;
