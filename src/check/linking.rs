//! One child in sources of several services: a number that means the same person in all of them, where the plan names a
//! legal basis for looking children up across services.
//!
//! An identity number means the same person everywhere. A system's own id means the same person in the sources of its
//! register only, unless the plan says that all linked services use one common id. An incomplete number, and the journal
//! number that stands in its place, mean nobody outside their source. The pseudonyms are forgotten when the check ends.

use std::collections::BTreeMap;

use hashbrown::HashMap;
use polars_core::prelude::PolarsResult;

use super::CheckedSource;
use super::cell::MISSING;
use super::children::{Children, Reach};
use super::columns::whole;
use super::source_map::SourceMap;
use crate::diagnostic::{Finding, Place, Rule};
use crate::lang::decimal;
use crate::privacy::{Pseudonym, PseudonymKey};

/// The column that [`super::check`] adds to each linked source.
pub(crate) const PERSON: &str = "person";

/// What the plan says of looking children up across services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linking {
    /// The sources whose children are looked up in each other.
    pub sources: Vec<String>,
    /// Whether all of them name a child by one common id, and not each service by its own.
    pub common_ids: bool,
}

/// How much of a linked source could be looked up in other services.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Linkable {
    /// Children in the source.
    pub children: usize,
    /// Those of them whose identity means the same child in other services.
    pub linkable_children: usize,
    /// Rows that count.
    pub rows: usize,
    /// Those of them that are about such a child.
    pub linkable_rows: usize,
}

/// The persons of all linked sources, numbered as they first appear.
pub(super) struct Persons<'a> {
    key: &'a PseudonymKey,
    linking: Option<&'a Linking>,
    /// By where an identity means the same child: a register, or [`EVERYWHERE`].
    known: BTreeMap<String, HashMap<Pseudonym, i32, foldhash::fast::RandomState>>,
    next: i32,
    linkable: BTreeMap<String, Linkable>,
}

/// No register has this name.
const EVERYWHERE: &str = "";

impl<'a> Persons<'a> {
    pub(super) fn new(key: &'a PseudonymKey, linking: Option<&'a Linking>) -> Self {
        Self { key, linking, known: BTreeMap::new(), next: 0, linkable: BTreeMap::new() }
    }

    /// Adds [`PERSON`] to a source that is linked; any other stays as it is.
    pub(super) fn take(
        &mut self,
        map: &SourceMap,
        children: &Children,
        source: &mut CheckedSource,
    ) -> PolarsResult<()> {
        let is_linked = self.linking.is_some_and(|linking| linking.sources.contains(&map.id));
        let Some(ids) = source.frame.column("barn_id").ok().filter(|_| is_linked) else { return Ok(()) };
        let ids: Vec<Option<u32>> = ids.i32()?.iter().map(|id| id.and_then(|id| u32::try_from(id).ok())).collect();
        let mut persons: BTreeMap<u32, (i32, bool)> = BTreeMap::new();
        let mut counts = Linkable { rows: ids.len(), ..Linkable::default() };
        for child in ids.iter().flatten() {
            let (_, reaches_out) = *persons.entry(*child).or_insert_with(|| self.number(map, children, *child));
            counts.linkable_rows += usize::from(reaches_out);
        }
        counts.children = persons.len();
        counts.linkable_children = persons.values().filter(|(_, reaches_out)| *reaches_out).count();
        self.linkable.insert(map.id.clone(), counts);
        let person = |id: &Option<u32>| {
            let found = id.and_then(|id| persons.get(&id));
            found.map_or(MISSING, |(person, _)| *person)
        };
        let column = ids.iter().map(person).collect();
        source.frame.with_column(whole(PERSON, column))?;
        Ok(())
    }

    /// The number of a child that a source has not shown before, and whether other services may know it by the same.
    fn number(&mut self, map: &SourceMap, children: &Children, child: u32) -> (i32, bool) {
        let (text, reach) = children.counted_by(child);
        let has_common_ids = self.linking.is_some_and(|linking| linking.common_ids);
        let scope = match reach {
            Reach::Everywhere => EVERYWHERE,
            Reach::Register if has_common_ids => EVERYWHERE,
            Reach::Register => map.service(),
            Reach::Source => return (self.next(), false),
        };
        let pseudonym = self.key.pseudonym(text);
        let known = self.known.entry(scope.to_owned()).or_default().get(&pseudonym).copied();
        let person = known.unwrap_or_else(|| self.next());
        self.known.entry(scope.to_owned()).or_default().insert(pseudonym, person);
        (person, scope == EVERYWHERE)
    }

    fn next(&mut self) -> i32 {
        self.next += 1;
        self.next - 1
    }

    /// How much could be looked up, by source.
    pub(super) fn into_linkable(self) -> BTreeMap<String, Linkable> {
        self.linkable
    }
}

/// A finding for each source with children who cannot be looked up in other services: how many, never who.
pub(super) fn findings(linkable: &BTreeMap<String, Linkable>, year: i32) -> Vec<Finding> {
    let lacking = linkable.iter().filter(|(_, it)| it.linkable_children < it.children);
    let finding = |(source, it): (&String, &Linkable)| {
        let count = it.children - it.linkable_children;
        let share = 100.0 * share(count, it.children);
        Finding::new(Rule::NotLinkable, Place::file(&format!("exports/{year}")))
            .with("source", source)
            .with("count", count.to_string())
            .with("children", it.children.to_string())
            .with("share", decimal(share, 1))
    };
    lacking.map(finding).collect()
}

fn share(part: usize, whole: usize) -> f64 {
    let float = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from);
    float(part) / float(whole)
}

#[cfg(test)]
mod tests;
