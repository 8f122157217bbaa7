//! One child in several sources of one service: told by a keyed pseudonym, and held against what the other sources say.
//!
//! Sources that a service exports from one register (`children` in their maps) share their identifiers. Children are not
//! looked up across services here: that needs a legal basis in the plan (`linking.rs`).

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;
use polars_core::prelude::DataFrame;

use super::cell::MISSING;
use super::children::{Children, Said};
use super::source_map::SourceMap;
use crate::acquire::Origin;
use crate::diagnostic::{Finding, Place, Rule};
use crate::privacy::{Pseudonym, PseudonymKey};

/// What the sources of each register say of its children.
pub(super) struct Registers<'a> {
    key: &'a PseudonymKey,
    /// One for each register that more than one source is here from: a single one has nothing to be held against.
    by_register: BTreeMap<String, HashMap<Pseudonym, Said, foldhash::fast::RandomState>>,
}

impl<'a> Registers<'a> {
    /// The registers of the sources that are here.
    pub(super) fn new<'m>(key: &'a PseudonymKey, sources: impl Iterator<Item = &'m SourceMap>) -> Self {
        let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
        sources.filter_map(|map| map.children.as_ref()).for_each(|name| *counts.entry(name).or_default() += 1);
        let shared = counts.into_iter().filter(|(_, count)| *count > 1);
        Self { key, by_register: shared.map(|(name, _)| (name.clone(), HashMap::default())).collect() }
    }

    /// Takes in a source's children, and returns the numbers of those of whom an earlier source said another birth date or
    /// sex.
    pub(super) fn take(&mut self, map: &SourceMap, children: &Children) -> BTreeSet<i32> {
        let mut disagreeing = BTreeSet::new();
        let register = map.children.as_ref().and_then(|name| self.by_register.get_mut(name));
        let Some(known) = register else { return disagreeing };
        for (number, text, said) in children.said() {
            let earlier = known.entry(self.key.pseudonym(text)).or_insert(said);
            let differs = |first: i32, now: i32| first != MISSING && now != MISSING && first != now;
            if differs(earlier.born, said.born) || differs(earlier.sex, said.sex) {
                disagreeing.insert(i32::try_from(number).unwrap_or(MISSING));
            }
        }
        disagreeing
    }
}

/// A finding at the first row of each of these children.
pub(super) fn findings(frame: &DataFrame, children: &BTreeSet<i32>, tables: &[Origin]) -> Vec<Finding> {
    let column = |name: &str| frame.column(name).ok()?.i32().ok();
    let (Some(ids), Some(files), Some(lines)) = (column("barn_id"), column("fil"), column("linje")) else {
        return Vec::new();
    };
    let mut left = children.clone();
    let mut findings = Vec::new();
    for row in 0..frame.height() {
        if left.is_empty() {
            break;
        }
        if !ids.get(row).is_some_and(|id| left.remove(&id)) {
            continue;
        }
        let origin = files.get(row).and_then(|file| tables.get(usize::try_from(file).ok()?));
        let line = lines.get(row).and_then(|line| u32::try_from(line).ok());
        if let (Some(origin), Some(line)) = (origin, line) {
            let place = Place { field: Some("barn_id".to_owned()), ..origin.place().line(line) };
            findings.push(Finding::new(Rule::ChildDisagrees, place));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::SourceMaps;
    use crate::check::dictionary::Hashing;

    fn source(rows: &[(&str, i32, i32)]) -> Children {
        let mut children = Children::new(&Hashing::default());
        for (text, born, sex) in rows {
            let number = children.number(text);
            let identity = children.identify(number, text, None, 2025);
            children.disagrees(identity.child, *born, *sex);
        }
        children
    }

    #[test]
    fn a_child_is_known_again_in_another_source_of_its_register() {
        let maps = SourceMaps::built_in().unwrap();
        let key = PseudonymKey::new(&[7; 32]);
        let reports = source(&[("05811575838", 100, 0), ("B2", 200, 1), ("B3", MISSING, 1), ("B4", 400, 0)]);
        let measures = source(&[("058115 75838", 100, 1), ("B2", 200, MISSING), ("B3", 300, 1), ("B4", 401, 0)]);
        let take = |registers: &mut Registers, map: &str, children: &Children| {
            registers.take(maps.get(map).unwrap(), children).len()
        };
        let sources = || ["bekymringsmelding", "barnevernstiltak", "henvisning"].map(|id| maps.get(id).unwrap());
        let mut registers = Registers::new(&key, sources().into_iter());
        assert_eq!(take(&mut registers, "bekymringsmelding", &reports), 0);
        assert_eq!(take(&mut registers, "barnevernstiltak", &measures), 2, "another sex, another birth date");
        let mut registers = Registers::new(&key, sources().into_iter());
        assert_eq!(take(&mut registers, "bekymringsmelding", &reports), 0);
        assert_eq!(take(&mut registers, "henvisning", &measures), 0, "another service is never linked");
    }
}
