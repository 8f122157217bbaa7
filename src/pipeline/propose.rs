//! What could be shown in less detail, so that more can be shown: each possibility is tried on the whole report.

use std::collections::{BTreeMap, BTreeSet};

use super::{Catalogue, Job, Opened, Outcome, before, computed, no_cover, open, read_and_check, request};
use crate::check::Checked;
use crate::compute::{Aggregates, IndicatorTable, Merge, Omission, Request, Tally, merged_codes};
use crate::compute::{Frozen, MeasureTable};
use crate::diagnostic::Failure;
use crate::protect::{self, Cell, Heading, Quality, Refusal};
use crate::units::Window;

/// Categories of one dimension that are tried together, two and two.
const TRIED: usize = 6;
/// So many of those that help are tried together.
const TOGETHER: usize = 40;
/// So many possibilities are tried; those that touch most come first.
const MOST: usize = 200;

/// What was found out.
#[derive(Debug)]
pub struct Proposals {
    /// Figures and withheld cells as the plan is now; none where nothing may be published at all.
    pub now: Option<Shown>,
    /// What could be done, best first; only what shows more figures than now.
    pub proposals: Vec<Coarser>,
    /// Those of them that, one after the other, each show more than without it; and what comes of them all.
    pub together: Option<(Vec<Change>, Shown)>,
    /// How many possibilities were tried.
    pub tried: usize,
}

/// One possibility, and what comes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coarser {
    /// What is done.
    pub change: Change,
    /// Figures and withheld cells with it.
    pub protection: Shown,
}

/// What could be shown in less detail.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Categories become one.
    Merge(Merge),
    /// Age groups become these.
    Ages(Vec<(i64, i64)>),
    /// Every three months become one.
    Quarters,
    /// A breakdown is left out.
    LeaveOut(Omission),
}

impl Change {
    /// The request with it.
    fn applied(&self, request: &Request) -> Request {
        let mut request = request.clone();
        match self {
            Self::Merge(merge) => request.detail.coarsening.merges.push(merge.clone()),
            Self::Ages(groups) => request.detail.age_groups.clone_from(groups),
            Self::Quarters => request.detail.coarsening.merges.extend(quarters()),
            Self::LeaveOut(omission) => request.detail.coarsening.left_out.push(omission.clone()),
        }
        request
    }

    /// Whether both speak of the same category, or of all ages.
    fn excludes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Merge(one), Self::Merge(other)) => {
                one.dimension == other.dimension && one.codes.iter().any(|code| other.codes.contains(code))
            }
            (Self::Ages(_), Self::Ages(_)) => true,
            _ => false,
        }
    }
}

/// Each three months of a year as one category.
pub fn quarters() -> Vec<Merge> {
    let quarter = |first: u32| Merge {
        dimension: "maaned".to_owned(),
        codes: (first..first + 3).map(|month| format!("{month:02}")).collect(),
        name: None,
    };
    [1, 4, 7, 10].map(quarter).to_vec()
}

/// Tries what could be shown in less detail. Nothing is written, and nothing is changed.
///
/// # Errors
/// As [`super::report`].
pub fn propose(job: &Job) -> Result<(Outcome, Option<Proposals>), Failure> {
    let Opened { plan, heading, catalogue, frozen, .. } = open(job)?;
    let published = super::published::read(job, &heading)?.bundles;
    let (checked, _, scan) = read_and_check(job, &plan, &catalogue.maps)?;
    let mut outcome = Outcome { findings: Vec::new(), accounts: Vec::new(), heading, published: None, scan };
    if checked.stops_publication() {
        let Checked { findings, accounts, .. } = checked;
        return Ok((Outcome { findings, accounts, ..outcome }, None));
    }
    let trial = Trial {
        checked: &checked,
        catalogue: &catalogue,
        frozen: frozen.as_ref(),
        heading: &outcome.heading,
        published,
        aims: super::aims(&plan, &catalogue.indicators),
    };
    let request = request(&outcome.heading, &plan);
    let (now, possibilities) = trial.now(&request);
    let tried = possibilities.len().min(MOST);
    let mut proposals: Vec<Coarser> = Vec::new();
    for change in possibilities.into_iter().take(MOST) {
        if let Ok(protection) = trial.of(&change.applied(&request))
            && now.as_ref().ok().is_none_or(|now| protection.figures > now.figures)
        {
            proposals.push(Coarser { change, protection });
        }
    }
    proposals.sort_by_key(|it| (std::cmp::Reverse(it.protection.figures), it.protection.withheld, it.change.clone()));
    let together = trial.together(&proposals, &request);
    let stop = now.as_ref().err().map(|refusal| no_cover(refusal, &outcome.heading));
    outcome.findings.extend(stop);
    Ok((outcome, Some(Proposals { now: now.ok(), proposals, together, tried })))
}

/// How many figures are shown, and how many are withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Figures; what is missing is none.
    pub figures: usize,
    /// Withheld cells.
    pub withheld: usize,
}

impl Shown {
    fn of(publishable: &protect::Publishable) -> Self {
        let region = publishable.region().map(|region| region.indicators.as_slice()).unwrap_or_default();
        let measures = publishable.indicators().iter().chain(region).flat_map(|indicator| &indicator.measures);
        let figures = measures.map(|measure| {
            let totals = measure.totals.iter().map(|point| &point.cell);
            let categories = measure.breakdowns.iter().flat_map(|breakdown| &breakdown.categories);
            totals.chain(categories.flat_map(|it| &it.cells)).filter(|cell| cell.shown().is_some()).count()
        });
        Self { figures: figures.sum(), withheld: publishable.protection().withheld }
    }
}

/// What every possibility is tried on.
struct Trial<'a> {
    checked: &'a Checked,
    catalogue: &'a Catalogue,
    frozen: Option<&'a (Frozen, crate::acquire::FileRecord)>,
    heading: &'a Heading,
    published: Vec<protect::Published>,
    aims: crate::compare::Aims,
}

impl Trial<'_> {
    fn tables(&self, request: &Request) -> Aggregates {
        computed(self.checked, self.catalogue, self.frozen, request).0
    }

    fn protected(&self, request: &Request, tables: Aggregates) -> Result<protect::Publishable, Refusal> {
        let before = before(self.published.clone(), self.checked, self.catalogue, &self.aims, request);
        let quality =
            Quality { accounts: Vec::new(), concealed_accounts: 0, findings: Vec::new(), concealed_findings: 0 };
        protect::protect(tables, self.heading.clone(), quality, &before)
    }

    /// Figures and withheld cells of the whole report.
    fn of(&self, request: &Request) -> Result<Shown, Refusal> {
        self.protected(request, self.tables(request)).map(|publishable| Shown::of(&publishable))
    }

    /// The best, and then each that shows more beside those before it. Two that speak of one category do not go together.
    fn together(&self, proposals: &[Coarser], request: &Request) -> Option<(Vec<Change>, Shown)> {
        let (first, others) = proposals.split_first()?;
        let (mut changes, mut best) = (vec![first.change.clone()], first.protection);
        let mut request = first.change.applied(request);
        for other in others.iter().take(TOGETHER) {
            if changes.iter().any(|change| change.excludes(&other.change)) {
                continue;
            }
            let with_it = other.change.applied(&request);
            if let Ok(protection) = self.of(&with_it)
                && protection.figures > best.figures
            {
                (best, request) = (protection, with_it);
                changes.push(other.change.clone());
            }
        }
        (changes.len() > 1).then_some((changes, best))
    }

    /// As it is now, and what could be done about it.
    fn now(&self, request: &Request) -> (Result<Shown, Refusal>, Vec<Change>) {
        let tables = self.tables(request);
        let own = tables.indicators.clone();
        match self.protected(request, tables) {
            Ok(publishable) => {
                let dimensions = Withheld::of(publishable.indicators(), |cell| *cell == Cell::Withheld);
                (Ok(Shown::of(&publishable)), dimensions.possibilities(request, &[]))
            }
            Err(refusal) => {
                // Nothing is withheld yet, so what is small stands for it.
                let small = self.heading.policy.threshold;
                let dimensions = Withheld::of(&own, |cell| is_small(cell, small));
                let refused: Vec<Omission> =
                    refusal.tables.iter().filter(|it| !it.dimension.is_empty()).map(omission).collect();
                let possibilities = dimensions.possibilities(request, &refused);
                (Err(refusal), possibilities)
            }
        }
    }
}

fn omission(table: &protect::RefusedTable) -> Omission {
    Omission { measure: table.measure.clone(), by: table.dimension.clone() }
}

fn is_small(cell: &Tally, threshold: u64) -> bool {
    match cell {
        Tally::Figure(counted) => counted.parts.iter().any(|part| (1..threshold).contains(&part.count)),
        Tally::Missing | Tally::NotApplicable(_) | Tally::Undefined(_) => false,
    }
}

/// How many cells are withheld, by dimension and code.
#[derive(Default)]
struct Withheld {
    by_code: BTreeMap<String, BTreeMap<String, usize>>,
    crossed: BTreeMap<(String, String), usize>,
}

impl Withheld {
    fn of<C: Clone>(indicators: &[IndicatorTable<C>], is_withheld: impl Fn(&C) -> bool) -> Self {
        let mut all = Self::default();
        let measures = indicators.iter().flat_map(|indicator| &indicator.measures);
        measures.for_each(|measure| all.add(measure, &is_withheld));
        all
    }

    fn add<C: Clone>(&mut self, measure: &MeasureTable<C>, is_withheld: &impl Fn(&C) -> bool) {
        for breakdown in &measure.breakdowns {
            for category in &breakdown.categories {
                let withheld = category.cells.iter().filter(|cell| is_withheld(cell)).count();
                if withheld == 0 {
                    continue;
                }
                let of_dimensions = breakdown.dimension.split('+').zip(category.code.split('+'));
                for (dimension, code) in of_dimensions {
                    let codes = self.by_code.entry(dimension.to_owned()).or_default();
                    *codes.entry(code.to_owned()).or_default() += withheld;
                }
                if breakdown.dimension.contains('+') {
                    *self.crossed.entry((measure.id.clone(), breakdown.dimension.clone())).or_default() += withheld;
                }
            }
        }
    }

    /// What could be done, that which touches most first. What is `refused` can be left out.
    fn possibilities(&self, request: &Request, refused: &[Omission]) -> Vec<Change> {
        let mut weighed: Vec<(usize, Change)> = Vec::new();
        let refused: BTreeSet<Omission> = refused.iter().cloned().collect();
        weighed.extend(refused.into_iter().map(|it| (usize::MAX, Change::LeaveOut(it))));
        for (dimension, codes) in &self.by_code {
            let all: usize = codes.values().sum();
            match dimension.as_str() {
                "kjonn" | "plassering" | "kommune" | "svar" | "ventedager" => {}
                "aldersgruppe" => {
                    weighed.extend(neighbours(&request.detail.age_groups).map(|it| (all, Change::Ages(it))))
                }
                "maaned" => weighed.extend(may_be_quarters(request).then_some((all, Change::Quarters))),
                _ => weighed.extend(pairs(dimension, codes)),
            }
        }
        let crossed = self.crossed.iter();
        weighed.extend(crossed.map(|((measure, by), cells)| {
            (*cells, Change::LeaveOut(Omission { measure: measure.clone(), by: by.clone() }))
        }));
        weighed.sort_by_key(|(weight, change)| (std::cmp::Reverse(*weight), change.clone()));
        let mut met = BTreeSet::new();
        weighed.into_iter().map(|it| it.1).filter(|change| met.insert(change.clone())).collect()
    }
}

/// Quarters are those of the calendar, and of months that stand by themselves.
fn may_be_quarters(request: &Request) -> bool {
    let is_merged = request.detail.coarsening.merges.iter().any(|merge| merge.dimension == "maaned");
    !is_merged && !matches!(request.window, Window::Skoleaar | Window::SidenSist)
}

/// The age groups with two neighbours as one.
fn neighbours(groups: &[(i64, i64)]) -> impl Iterator<Item = Vec<(i64, i64)>> {
    (1..groups.len()).map(|at| {
        let mut merged = groups.to_vec();
        merged[at - 1].1 = merged[at].1;
        merged.remove(at);
        merged
    })
}

/// The categories of which most is withheld, two and two. What is unknown stays by itself.
fn pairs(dimension: &str, codes: &BTreeMap<String, usize>) -> Vec<(usize, Change)> {
    let mut known: Vec<(&String, usize)> = codes
        .iter()
        .map(|(code, cells)| (code, *cells))
        .filter(|(code, _)| *code != "ukjent" && merged_codes(code).count() == 1)
        .collect();
    known.sort_by_key(|(code, cells)| (std::cmp::Reverse(*cells), *code));
    known.truncate(TRIED);
    let mut pairs = Vec::new();
    for (at, (first, one)) in known.iter().enumerate() {
        for (second, other) in &known[at + 1..] {
            let mut both = vec![(*first).clone(), (*second).clone()];
            both.sort();
            let merge = Merge { dimension: dimension.to_owned(), codes: both, name: None };
            pairs.push((one + other, Change::Merge(merge)));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_among_age_groups_become_one() {
        let merged: Vec<_> = neighbours(&[(0, 5), (6, 12), (13, 17)]).collect();
        assert_eq!(merged, [vec![(0, 12), (13, 17)], vec![(0, 5), (6, 17)]]);
        assert_eq!(neighbours(&[(0, 17)]).count(), 0);
    }

    #[test]
    fn the_categories_with_most_withheld_are_put_together_and_the_unknown_is_not() {
        let codes = [("a", 1), ("b", 5), ("c", 3), ("d", 4), ("ukjent", 9)];
        let codes = codes.iter().map(|(code, cells)| ((*code).to_owned(), *cells)).collect();
        let told: Vec<(usize, String)> = pairs("melder", &codes)
            .into_iter()
            .filter_map(|(weight, change)| match change {
                Change::Merge(merge) => Some((weight, merge.id())),
                _ => None,
            })
            .collect();
        let wanted = [(9, "b_d"), (8, "b_c"), (6, "a_b"), (7, "c_d"), (5, "a_d"), (4, "a_c")];
        let wanted = wanted.map(|(weight, id)| (weight, id.to_owned()));
        assert_eq!(told, wanted);
    }
}
