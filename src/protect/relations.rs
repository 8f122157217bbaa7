//! What readers know of figures of several measures beside tables and parts: those who wait are among those without a
//! first talk, children in two services stand in both, what there was a year ago and what has come since.
//!
//! A reader takes a relation to hold wherever it holds in what is shown; where the data have it otherwise it is none.

use std::collections::BTreeMap;

use super::linked::Linked;
use super::suppress::{Address, Model};
use crate::compute::{Relation, Term};
use crate::disclosure::Place;

/// A relation between cells of one year.
#[derive(Debug)]
pub(super) struct Tie {
    smaller: Vec<Side>,
    larger: Vec<Side>,
    is_equal: bool,
    has_rest: bool,
}

/// A cell, and the one of its counts that is meant.
#[derive(Debug)]
struct Side {
    node: usize,
    count: usize,
}

impl Model {
    /// The relations between the tables that were added last.
    pub(super) fn tie(&mut self, relations: &[Relation]) {
        let window = self.windows();
        let own = self.addresses.iter().enumerate().filter(|(_, it)| it.window == window && it.place == self.own);
        let mut by_measure: BTreeMap<(&str, i32), Vec<(&Address, usize)>> = BTreeMap::new();
        for (node, address) in own {
            by_measure.entry((address.measure.as_str(), address.year)).or_default().push((address, node));
        }
        let years: std::collections::BTreeSet<i32> = by_measure.keys().map(|(_, year)| *year).collect();
        let sides = |terms: &[Term], year: i32| -> Option<Vec<Side>> {
            let mut sides = Vec::new();
            for term in terms {
                let cells = by_measure.get(&(term.measure.as_str(), year - term.years_before))?;
                let is_meant = |(address, node): &&(&Address, usize)| {
                    !self.nodes[*node].is_beneath
                        && term.sums_over().map_or(address.breakdown == term.breakdown, |by| {
                            let mut pairs = address.pairs();
                            pairs.next().is_some_and(|(dimension, _)| dimension == by) && pairs.next().is_none()
                        })
                };
                let meant: Vec<Side> =
                    cells.iter().filter(is_meant).map(|(_, node)| self.side(*node, term)).collect::<Option<_>>()?;
                if meant.is_empty() {
                    return None;
                }
                sides.extend(meant);
            }
            Some(sides)
        };
        let tie = |relation: &Relation, year: i32| {
            let (smaller, larger) = (sides(&relation.smaller, year)?, sides(&relation.larger, year)?);
            Some(Tie { smaller, larger, is_equal: relation.equal, has_rest: relation.rest })
        };
        let all = relations.iter().flat_map(|relation| years.iter().map(move |year| (relation, *year)));
        let ties: Vec<Tie> = all.filter_map(|(relation, year)| tie(relation, year)).collect();
        self.ties.extend(ties);
    }

    fn side(&self, node: usize, term: &Term) -> Option<Side> {
        let of = &self.nodes[node];
        let count = if term.is_base {
            of.summing.map(|[.., base]| base).or(of.denominator)
        } else {
            of.counts.first().copied()
        };
        Some(Side { node, count: count? })
    }
}

impl Linked<'_> {
    pub(super) fn add_relations(&mut self) {
        let model = self.model;
        for tie in &model.ties {
            let sides = || tie.smaller.iter().chain(&tie.larger);
            if !sides().all(|side| self.is_published(side.node)) {
                continue;
            }
            let sum = |sides: &[Side]| sides.iter().map(|side| self.value(side.count)).sum::<u64>();
            let (small, large) = (sum(&tie.smaller), sum(&tie.larger));
            let place = |side: &Side| self.cells[side.count];
            let larger = tie.larger.iter().map(|side| (place(side), 1));
            let terms: Vec<(Place, i64)> = larger.chain(tie.smaller.iter().map(|side| (place(side), -1))).collect();
            if small > large {
                continue;
            }
            if tie.is_equal && small == large {
                self.engine.equation(&terms, 0);
            } else if tie.has_rest {
                let rest = self.implied(large - small, tie.smaller[0].count);
                self.engine.equation(&[terms, vec![(rest, -1)]].concat(), 0);
            } else {
                self.engine.at_least(&terms, 0);
            }
        }
    }
}
