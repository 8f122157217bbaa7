//! Rows that have been seen before: within a file, or in an export that overlaps it.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::columns::{Columns, Slot};
use super::roles::Roles;
use super::source_map::{FieldKind, SourceMap};

type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// The rows of one source by what tells them apart: their key, or (where rows have none) everything they say, who sent
/// them, and the how-manieth such row of its file each is. Two equal contacts in one file are two, and so are those of two
/// senders; an export of the same sender that overlaps adds none.
pub(super) struct Seen {
    by: By,
}

enum By {
    /// One identifier: its number is the place in a list, one list a year. No hash, and four bytes a row.
    Identifier { field: usize, years: BTreeMap<i32, Vec<u32>> },
    /// Year and the fields of the key.
    Key(Map<Box<[Slot]>, u32>),
    /// Year, everything, and the how-manieth.
    Everything { rows: Map<Box<[Slot]>, u32>, in_this_file: Map<Box<[Slot]>, u32>, sender: Slot },
}

/// What a row is to those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meeting {
    New,
    /// The same as this row.
    Same(usize),
    /// The same key as this row, and something else said.
    Contradicts(usize),
}

const NONE: u32 = u32::MAX;

impl Seen {
    pub(super) fn new(map: &SourceMap, roles: &Roles) -> Self {
        let by = match roles.key.as_slice() {
            [] => By::Everything { rows: Map::default(), in_this_file: Map::default(), sender: 0 },
            [one] if map.fields[*one].kind == FieldKind::Id => By::Identifier { field: *one, years: BTreeMap::new() },
            _ => By::Key(Map::default()),
        };
        Self { by }
    }

    /// A new file begins, from a sender of this number.
    pub(super) fn next_file(&mut self, from: usize) {
        if let By::Everything { in_this_file, sender, .. } = &mut self.by {
            in_this_file.clear();
            *sender = Slot::try_from(from).unwrap_or(Slot::MAX);
        }
    }

    /// Remembers rows that are all new, whose identifiers are numbered on from `first`; false where rows are told apart
    /// by more than one identifier.
    pub(super) fn note_new(&mut self, year: i32, first: u32, rows: usize, columns: &Columns) -> bool {
        let By::Identifier { years, .. } = &mut self.by else { return false };
        let seen = years.entry(year).or_default();
        let next = u32::try_from(columns.len()).unwrap_or(NONE);
        seen.resize(first as usize, NONE);
        seen.extend((next..).take(rows));
        true
    }

    /// Compares a row with those before it; a new one is remembered as the next that `columns` takes.
    pub(super) fn meet(&mut self, year: i32, slots: &[Slot], roles: &Roles, columns: &Columns) -> Meeting {
        let next = u32::try_from(columns.len()).unwrap_or(NONE);
        let before = match &mut self.by {
            By::Identifier { field, years } => identifier(years.entry(year).or_default(), slots[*field], next),
            By::Key(rows) => remember(rows, key_of(year, slots, &roles.key), next),
            By::Everything { rows, in_this_file, sender } => {
                let mut content = key_of(year, slots, &roles.content).into_vec();
                let count = in_this_file.entry(content.clone().into_boxed_slice()).or_insert(0);
                content.extend([Slot::from(*count), *sender]);
                *count += 1;
                remember(rows, content.into_boxed_slice(), next)
            }
        };
        let Some(before) = before else { return Meeting::New };
        let is_same = columns.stays(before) && columns.says(before, slots, &roles.content);
        if is_same { Meeting::Same(before) } else { Meeting::Contradicts(before) }
    }
}

fn key_of(year: i32, slots: &[Slot], fields: &[usize]) -> Box<[Slot]> {
    std::iter::once(Slot::from(year)).chain(fields.iter().map(|field| slots[*field])).collect()
}

fn remember(rows: &mut Map<Box<[Slot]>, u32>, key: Box<[Slot]>, next: u32) -> Option<usize> {
    if let Some(before) = rows.get(&key) {
        return Some(*before as usize);
    }
    rows.insert(key, next);
    None
}

fn identifier(rows: &mut Vec<u32>, number: Slot, next: u32) -> Option<usize> {
    // A key is never blank: its fields are required.
    let number = usize::try_from(number).ok()?;
    if number >= rows.len() {
        rows.resize(number + 1, NONE);
    }
    if rows[number] == NONE {
        rows[number] = next;
        return None;
    }
    Some(rows[number] as usize)
}
