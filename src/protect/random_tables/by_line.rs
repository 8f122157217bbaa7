//! The plain way: each line by itself, with one more cell withheld where it would give a small one back.

use std::collections::BTreeSet;

use super::super::suppress::{Kind, Line, Model};
use super::super::{Heading, testing};
use crate::compute::Aggregates;

/// Of each cell of the tables, whether it is withheld.
pub(super) fn withheld(aggregates: &Aggregates, threshold: i64) -> Vec<bool> {
    let Heading { municipality, .. } = testing::heading();
    let model = Model::new(aggregates, municipality.as_str());
    let value = |count: usize| i64::try_from(model.counts[count].value).unwrap();
    let mut hidden: BTreeSet<usize> =
        (0..model.counts.len()).filter(|count| (1..threshold).contains(&value(*count))).collect();
    let counts = |line: &Line| -> Vec<(usize, Vec<usize>)> {
        let of_total = model.nodes[line.total].counts.iter();
        let same = |total: usize, node: &usize| {
            let mut counts = model.nodes[*node].counts.iter().copied();
            counts.find(|count| model.counts[*count].meaning == model.counts[total].meaning && *count != total)
        };
        let line = |total: usize| (total, line.categories.iter().filter_map(|node| same(total, node)).collect());
        of_total.map(|total| line(*total)).collect()
    };
    let additive = model.lines.iter().filter(|line| !line.is_overlapping);
    let mut lines: Vec<(usize, Vec<usize>)> = additive.flat_map(counts).collect();
    // Count and rest make up the base.
    let shares = model.nodes.iter().filter_map(|node| node.summing);
    lines.extend(shares.map(|[count, rest, base]| (base, vec![count, rest])));
    while lines.iter().any(|(total, parts)| {
        let within: Vec<usize> = parts.iter().copied().filter(|it| hidden.contains(it)).collect();
        let candidates = parts.iter().copied().filter(|it| !hidden.contains(it) && value(*it) > 0);
        let smallest = candidates.min_by_key(|it| (value(*it), *it));
        let one_more = if hidden.contains(total) {
            smallest.filter(|_| within.is_empty())
        } else {
            let sum: i64 = within.iter().map(|it| value(*it)).sum();
            let others = i64::try_from(within.len()).unwrap() - 1;
            let is_covered = within.is_empty() || within.len() > 1 && sum - others >= threshold;
            smallest.or(Some(*total).filter(|it| value(*it) > 0)).filter(|_| !is_covered)
        };
        one_more.is_some_and(|count| hidden.insert(count))
    }) {}
    let is_withheld = |node: &super::super::suppress::Node| {
        node.kind == Kind::Printed && node.counts.iter().any(|count| hidden.contains(count))
    };
    model.nodes.iter().map(is_withheld).collect()
}
