//! All cells of a report with every count that they rest on, and how these hang together. What is withheld is decided by
//! [`super::linked`].

use std::collections::{BTreeMap, BTreeSet};

use super::earlier::{Earlier, Told, told};
use super::kept::{self, Kept, Printed};
use super::linked::{self, Refusal};
use super::policy::PrimaryPolicy;
use super::relations::Tie;
use crate::compute::{
    Aggregates, Beneath, Breakdown, IndicatorTable, MUNICIPALITIES, MeasureTable, OTHER_AGES, Part, Tally,
};

/// A count by meaning and coordinates: the same count in two tables is one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CountId {
    /// The place of its window among those of the model; the report's own is the first.
    pub(super) window: usize,
    pub(super) meaning: String,
    pub(super) year: i32,
    /// Empty for the total.
    pub(super) dimension: String,
    /// Empty for the total.
    pub(super) code: String,
    /// Two figures that claim different counts of the same thing speak of different things.
    pub(super) value: u64,
}

/// One cell of a table as far as disclosure matters.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Places of its counts, the figure's own first.
    pub(super) counts: Vec<usize>,
    /// Those of the counts that must not be known where the cell is withheld; a large denominator may be.
    hidden: Vec<usize>,
    /// Three counts of which the first two add up to the third: count, rest and base of a share, two sums and how far they
    /// are apart.
    pub(super) summing: Option<[usize; 3]>,
    /// The count that is printed as its numerator.
    pub(super) numerator: Option<usize>,
    /// The count that is printed as its denominator; inhabitants are none.
    pub(super) denominator: Option<usize>,
    pub(super) kind: Kind,
    /// The place of its window.
    pub(super) window: usize,
    /// The figure as it would be printed, with its numerator and denominator.
    pub(super) figure: Option<Printed>,
    /// What it is a change from.
    pub(super) baseline: Option<f64>,
    /// It stands in a table that nobody prints, and that those that are printed are made of.
    pub(super) is_beneath: bool,
    /// It stays as it was published.
    pub(super) is_kept: bool,
    /// What an earlier report says of it.
    pub(super) told: Option<Told>,
    /// The outcome.
    pub(super) is_withheld: bool,
}

impl Node {
    /// The counts that the figure prints, as numerator, denominator or value; of three that add up, one follows.
    pub(super) fn printed(&self) -> impl Iterator<Item = usize> {
        let told = [self.numerator, self.denominator];
        let all = match (self.summing, told) {
            (Some(_), [None, None]) => &self.counts[..1],
            (Some(_), _) => &[],
            (None, _) => &self.counts[..],
        };
        let told = told.into_iter().flatten().filter(|_| self.summing.is_some());
        told.chain(all.iter().copied())
    }

    /// Those of its counts that must not be known where it is withheld.
    pub(super) fn hidden(&self) -> impl Iterator<Item = usize> {
        self.hidden.iter().copied()
    }

    /// It stands in this report or in an earlier one, or beneath them.
    pub(super) fn is_published(&self) -> bool {
        let is_there = self.window == 0 || self.told.is_some() || self.is_beneath;
        self.kind != Kind::Missing && !self.is_kept && is_there
    }

    /// It prints none of its counts as such: a change since the baseline.
    pub(super) fn is_of_bases(&self) -> bool {
        self.hidden.is_empty()
    }
}

/// Whether there is a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// There is.
    Printed,
    /// Not printed as a number in any case, yet it can be worked out from the others of its line.
    Unprinted,
    /// Nothing is known of it.
    Missing,
}

/// The categories of one breakdown in one year, and the cell they make up.
pub(super) struct Line {
    pub(super) total: usize,
    pub(super) categories: Vec<usize>,
    /// One event may count in several of them.
    pub(super) is_overlapping: bool,
}

/// Where a cell stands: measure, year and breakdown as in the tidy data, and the number of a municipality or region.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Address {
    /// The place of its window.
    pub(super) window: usize,
    pub(super) place: String,
    pub(super) measure: String,
    pub(super) year: i32,
    pub(super) breakdown: String,
}

impl Address {
    /// Dimensions and codes of its breakdown.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.breakdown.split('|').filter_map(|pair| pair.split_once('='))
    }
}

/// All cells of a report, and those of what was published before.
pub(super) struct Model {
    pub(super) nodes: Vec<Node>,
    pub(super) counts: Vec<CountId>,
    pub(super) lines: Vec<Line>,
    /// Two cells of which the second counts the same things and more.
    pub(super) nested: Vec<(usize, usize)>,
    /// What readers know of cells of several measures.
    pub(super) ties: Vec<Tie>,
    /// Counts that are withheld whatever else is.
    pub(super) also: BTreeSet<usize>,
    /// Of each cell, where it stands.
    pub(super) addresses: Vec<Address>,
    /// Sources and years whose figures stay as they were published.
    pub(super) kept: BTreeSet<Kept>,
    /// Measures and dimensions of which one event may be in several categories.
    pub(super) overlapping: BTreeSet<(String, String)>,
    known: BTreeMap<CountId, usize>,
    /// Number of the municipality that the report is for.
    pub(super) own: String,
    /// For each set, what its counts are counted by.
    sets: Vec<SetOfTables>,
}

/// Tables of one window and one detail.
#[derive(Debug, Clone, Copy)]
pub(super) struct SetOfTables {
    /// The first set of the same window: the same count in both is one.
    pub(super) same_as: usize,
    /// It has other age groups, and so others whom they leave out.
    pub(super) has_other_ages: bool,
    /// Its window is the report's own, or lies in it.
    pub(super) lies_in_own: bool,
    /// What no report shows of it lies beneath what they show of its window in other detail.
    pub(super) is_beneath: bool,
}

/// Where the totals of a region stand.
const REGION: &str = "samarbeid";

impl Model {
    /// The municipality's own tables, and those of its region where it is reported with others.
    pub(super) fn new(aggregates: &Aggregates, own: &str) -> Self {
        let mut model = Self {
            nodes: Vec::new(),
            counts: Vec::new(),
            lines: Vec::new(),
            nested: Vec::new(),
            ties: Vec::new(),
            also: BTreeSet::new(),
            addresses: Vec::new(),
            kept: BTreeSet::new(),
            overlapping: BTreeSet::new(),
            known: BTreeMap::new(),
            own: own.to_owned(),
            sets: vec![SetOfTables { same_as: 0, has_other_ages: false, lies_in_own: true, is_beneath: false }],
        };
        model.add_aggregates(aggregates);
        model
    }

    fn add_aggregates(&mut self, aggregates: &Aggregates) {
        self.add_tables(&aggregates.indicators, "", &aggregates.beneath);
        if let Some(region) = &aggregates.region {
            self.add_tables(&region.indicators, &region.id, &[]);
        }
        self.tie(&aggregates.relations);
    }

    /// The same tables of a window that earlier reports were about, by today's data.
    pub(super) fn add_window(&mut self, aggregates: &Aggregates, is_beneath: bool) {
        // Windows of the report's detail are set beside it cell by cell.
        let same_as = self.windows() + 1;
        self.add_set(aggregates, SetOfTables { same_as, has_other_ages: false, lies_in_own: false, is_beneath });
    }

    /// The tables of a report with other detail, or of another window.
    pub(super) fn add_set(&mut self, aggregates: &Aggregates, set: SetOfTables) {
        self.sets.push(set);
        self.add_aggregates(aggregates);
    }

    /// The sets of tables, the report's own first.
    pub(super) fn sets(&self) -> &[SetOfTables] {
        &self.sets
    }

    /// Sets of the report's own window with other detail.
    pub(super) fn sets_of_own_window(&self) -> Vec<usize> {
        (1..self.sets.len()).filter(|set| self.sets[*set].same_as == 0).collect()
    }

    /// Whether the cell is one of the report's own window, whatever the detail.
    pub(super) fn is_of_own_window(&self, node: usize) -> bool {
        self.sets[self.nodes[node].window].same_as == 0
    }

    /// How many windows there are beside the report's own.
    pub(super) fn windows(&self) -> usize {
        self.sets.len() - 1
    }

    /// The cells of the report itself, in the order in which [`IndicatorTable::map`] visits them.
    pub(super) fn own_nodes(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(|node| node.window == 0 && !node.is_beneath)
    }

    #[cfg(test)]
    pub(super) fn of(indicators: &[IndicatorTable<Tally>]) -> Self {
        let aggregates =
            Aggregates { indicators: indicators.to_vec(), region: None, beneath: Vec::new(), relations: Vec::new() };
        Self::new(&aggregates, "")
    }

    /// Totals of a region stand at its own coordinates; the municipality's among them are those of its own tables.
    fn add_tables(&mut self, indicators: &[IndicatorTable<Tally>], region: &str, beneath: &[Beneath]) {
        let mut places = BTreeMap::new();
        for measure in indicators.iter().flat_map(|indicator| &indicator.measures) {
            places.insert(measure.id.as_str(), (self.nodes.len(), measure));
            let beneath = beneath.iter().filter(|it| it.measure == measure.id).map(|it| &it.breakdown);
            self.add_measure(measure, region, &beneath.collect::<Vec<_>>());
        }
        self.nested.extend(nested(&places));
    }

    fn add_measure(&mut self, measure: &MeasureTable<Tally>, region: &str, beneath: &[&Breakdown<Tally>]) {
        let of_total = if region.is_empty() { "" } else { REGION };
        let place = if region.is_empty() { self.own.clone() } else { region.to_owned() };
        let window = self.windows();
        let address = |year: i32, place: &str, breakdown: String| Address {
            window,
            place: place.to_owned(),
            measure: measure.id.clone(),
            year,
            breakdown,
        };
        let mut table = super::lines::Table::default();
        for point in &measure.totals {
            let node = self.add(&point.cell, point.year, of_total, region);
            self.nodes[node].figure = Printed::of(&point.cell, measure.unit);
            self.nodes[node].baseline = point.comparison.as_ref().map(|comparison| comparison.value);
            self.addresses.push(address(point.year, &place, String::new()));
            table.add_total(point.year, node);
        }
        let printed = measure.breakdowns.iter().map(|breakdown| (breakdown, false));
        for (breakdown, is_beneath) in printed.chain(beneath.iter().map(|it| (*it, true))) {
            if breakdown.overlapping {
                self.overlapping.insert((measure.id.clone(), breakdown.dimension.clone()));
            }
            let is_of_places = breakdown.dimension == MUNICIPALITIES;
            for category in &breakdown.categories {
                for (year, cell) in breakdown.years.iter().zip(&category.cells) {
                    let node = self.add(cell, *year, &breakdown.dimension, &category.code);
                    if is_beneath {
                        self.lay_beneath(node);
                    } else {
                        self.nodes[node].figure = Printed::of(cell, measure.unit);
                    }
                    self.addresses.push(if is_of_places {
                        address(*year, &category.code, String::new())
                    } else {
                        address(*year, &place, breakdown.key(category))
                    });
                    table.add(&breakdown.dimension, breakdown.overlapping, *year, &category.code, node);
                }
            }
        }
        self.lines.extend(table.lines());
    }

    /// What no report shows of the sets that others of their window are made of.
    fn lay_sets_beneath(&mut self) {
        for node in 0..self.nodes.len() {
            let Node { window, told, .. } = self.nodes[node];
            if self.sets[window].is_beneath && told.is_none() {
                self.lay_beneath(node);
            }
        }
    }

    /// A cell that nobody prints, and that is made up for by those that are printed.
    fn lay_beneath(&mut self, node: usize) {
        let node = &mut self.nodes[node];
        node.is_beneath = true;
        if node.kind == Kind::Printed {
            node.kind = Kind::Unprinted;
        }
    }

    fn add(&mut self, cell: &Tally, year: i32, dimension: &str, code: &str) -> usize {
        let kind = match cell {
            Tally::Missing => Kind::Missing,
            Tally::NotApplicable(_) => Kind::Unprinted,
            Tally::Undefined(_) | Tally::Figure(_) => Kind::Printed,
        };
        let parts = cell.parts();
        let is_own = !code.is_empty() && dimension == MUNICIPALITIES && code == self.own;
        let (dimension, code) = if is_own { ("", "") } else { (dimension, code) };
        let mut place = |part: &Part| {
            let (year, dimension, code) = match &part.at {
                // A part of the cell itself: of those in one municipality, the children outside the home.
                Some(at) if !at.dimension.is_empty() => {
                    (at.year.unwrap_or(year), joined(dimension, &at.dimension), joined(code, &at.code))
                }
                Some(at) => (at.year.unwrap_or(year), String::new(), String::new()),
                None => (year, dimension.to_owned(), code.to_owned()),
            };
            let set = self.sets[self.windows()];
            let is_other = set.has_other_ages && code.contains(OTHER_AGES);
            let code = if is_other { format!("{code} {}", self.windows()) } else { code };
            let (window, meaning, value) = (set.same_as, part.meaning.clone(), part.count);
            self.count(CountId { window, meaning, year, dimension, code, value })
        };
        let counts: Vec<usize> = parts.iter().map(&mut place).collect();
        let hidden = counts.iter().zip(parts).filter(|(_, part)| !part.is_base).map(|(count, _)| *count).collect();
        let summing = summing(parts).map(|places| places.map(|place| counts[place]));
        let (numerator, denominator) = match cell {
            Tally::Figure(counted) => {
                let base = parts.iter().position(|part| part.is_base).unwrap_or(1);
                let at = |place: usize, told: Option<u64>| {
                    parts.get(place).filter(|part| told == Some(part.count)).map(|_| counts[place])
                };
                (at(0, counted.numerator), at(base, counted.denominator))
            }
            _ => (None, None),
        };
        self.nodes.push(Node {
            counts,
            hidden,
            summing,
            numerator,
            denominator,
            kind,
            window: self.windows(),
            figure: None,
            baseline: None,
            is_beneath: false,
            is_kept: false,
            told: None,
            is_withheld: false,
        });
        self.nodes.len() - 1
    }

    fn count(&mut self, id: CountId) -> usize {
        if let Some(place) = self.known.get(&id) {
            return *place;
        }
        self.counts.push(id.clone());
        self.known.insert(id, self.counts.len() - 1);
        self.counts.len() - 1
    }

    /// Decides every cell; what was published before is known. Same input, same outcome.
    ///
    /// # Errors
    /// Where no way is found to publish anything without giving a small count away.
    pub(super) fn decide(&mut self, policy: PrimaryPolicy, earlier: &Earlier) -> Result<(), Refusal> {
        earlier.tell(self);
        self.lay_sets_beneath();
        self.keep(policy);
        let withheld = linked::withheld(self, policy, earlier)?;
        // «Not applicable» says that there is nobody to have a share of.
        let may_be_withheld = |node: &&mut Node| match node.kind {
            Kind::Unprinted => policy.hides_zeros && !node.is_beneath,
            Kind::Printed | Kind::Missing => true,
        };
        for node in self.nodes.iter_mut().filter(|node| node.window == 0 && !node.is_kept).filter(may_be_withheld) {
            node.is_withheld = node.counts.iter().any(|count| withheld.contains(count));
        }
        Ok(())
    }

    /// What has been corrected by few stays as it was published.
    fn keep(&mut self, policy: PrimaryPolicy) {
        self.kept = kept::kept(self, policy.threshold);
        let is_kept = |node: &usize| {
            let (of, year) = (&self.nodes[*node], self.addresses[*node].year);
            let mut ids = of.counts.iter().map(|count| &self.counts[*count]).filter(|id| id.year == year);
            self.is_of_own_window(*node) && ids.any(|id| id.of().is_some_and(|of| self.kept.contains(&of)))
        };
        let kept: Vec<usize> = (0..self.nodes.len()).filter(is_kept).collect();
        for node in kept {
            let said = self.nodes[node].told;
            let is_small = said.is_some_and(|said| {
                let mut told = told(self, node, &said).into_iter();
                told.any(|(count, then)| (1..policy.limit_of(&self.counts[count])).contains(&then))
            });
            self.nodes[node].is_kept = true;
            // What is small today is not shown again.
            if is_small {
                self.nodes[node].told = Some(Told::Withheld);
            }
        }
    }

    /// Source and year of every total that is hidden. A count's meaning begins with its source.
    pub(super) fn withheld_totals(&self) -> impl Iterator<Item = (String, i32)> {
        let withheld = self.nodes.iter().filter(|node| node.is_withheld);
        let ids = withheld.flat_map(|node| &node.hidden).map(|count| &self.counts[*count]);
        let totals = ids.filter(|id| id.dimension.is_empty()).filter_map(CountId::of);
        totals.chain(self.kept.iter().cloned()).map(|of| (of.source, of.year))
    }

    /// Source, year and dimension of everything that a withheld cell rests on.
    pub(super) fn withheld_in(&self) -> impl Iterator<Item = (String, i32, &str)> {
        let withheld = self.nodes.iter().filter(|node| node.is_withheld);
        let ids = withheld.flat_map(|node| &node.counts).map(|count| &self.counts[*count]);
        let ids = ids.filter_map(|id| Some((id.source()?.to_owned(), id.year, id.dimension.as_str())));
        ids.chain(self.kept.iter().map(|of| (of.source.clone(), of.year, "")))
    }

    /// The sources whose rows are about people.
    pub(super) fn sources(&self) -> BTreeSet<String> {
        self.counts.iter().filter_map(|id| id.source().map(str::to_owned)).collect()
    }

    /// How many cells are withheld.
    #[cfg(test)]
    pub(super) fn withheld(&self) -> usize {
        self.own_nodes().filter(|node| node.is_withheld).count()
    }

    /// The figure's own count.
    pub(super) fn first(&self, node: usize) -> Option<(usize, u64)> {
        let count = *self.nodes[node].counts.first()?;
        Some((count, self.counts[count].value))
    }
}

impl CountId {
    pub(super) fn source(&self) -> Option<&str> {
        self.meaning.split(' ').next()
    }

    /// Whether it is a number of people who answered.
    pub(super) fn is_of_answers(&self) -> bool {
        self.meaning.ends_with(" respondents")
    }

    pub(super) fn of(&self) -> Option<Kept> {
        Some(Kept { source: self.source()?.to_owned(), year: self.year })
    }
}

/// Coordinates within others.
fn joined(of: &str, within: &str) -> String {
    if of.is_empty() { within.to_owned() } else { format!("{of}+{within}") }
}

/// The places of three counts of which the first two make up the third: a count and the rest of its base; two sums and how
/// far they are apart.
fn summing(parts: &[Part]) -> Option<[usize; 3]> {
    if parts.len() != 3 {
        return None;
    }
    let is_change = parts.iter().all(|part| part.is_base);
    // Where one is nought, the numbers alone do not tell which is the whole: nobody of 18 is 0 and 18 either way. Of two sums
    // that are the same it is the one that mostly is: of a difference what is taken from, of a ratio what is divided by.
    let orders = [[2, 0, 1], [0, 1, 2], [1, 2, 0]];
    let base = parts.iter().position(|part| part.is_base);
    let is_whole = |place: usize| base.map_or(!parts[place].is_difference(), |base| base == place);
    let is_sum = |order: &[usize; 3]| {
        is_whole(order[2]) && parts[order[0]].count + parts[order[1]].count == parts[order[2]].count
    };
    orders.into_iter().find(|order| !is_change && is_sum(order))
}

/// The cells of measures that are part of others, beside the same cells of those.
fn nested(places: &BTreeMap<&str, (usize, &MeasureTable<Tally>)>) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (first, measure) in places.values() {
        let Some((outer_first, outer)) = measure.part_of.as_deref().and_then(|outer| places.get(outer)) else {
            continue;
        };
        let of_outer: BTreeMap<_, _> = addresses(outer).zip(*outer_first..).collect();
        let of_inner = addresses(measure).zip(*first..);
        pairs.extend(of_inner.filter_map(|(address, inner)| Some((inner, *of_outer.get(&address)?))));
    }
    pairs
}

/// Year, dimension and code of each cell of a measure, in the order the model has them.
fn addresses(measure: &MeasureTable<Tally>) -> impl Iterator<Item = (i32, &str, &str)> {
    let totals = measure.totals.iter().map(|point| (point.year, "", ""));
    let of_breakdown = measure.breakdowns.iter().flat_map(|breakdown| {
        breakdown.categories.iter().flat_map(|category| {
            breakdown.years.iter().map(|year| (*year, breakdown.dimension.as_str(), category.code.as_str()))
        })
    });
    totals.chain(of_breakdown)
}

#[cfg(test)]
pub(super) mod tests;
