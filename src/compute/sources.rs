//! The sources that were checked, each with its columns, and what has been selected from them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::columns::Columns;
use super::definition::Measure;
use super::joined::joined;
use super::moment::Moment;
use super::selection::{Selection, select};
use crate::check::{Checked, SourceMap, SourceMaps};

/// All sources; every selection of rows is made once, whichever measures and breakdowns count it.
pub(super) struct Sources<'a> {
    pub(super) checked: &'a Checked,
    pub(super) maps: &'a SourceMaps,
    columns: BTreeMap<String, Columns<'a>>,
    selected: RefCell<BTreeMap<String, Rc<Selection>>>,
    /// Only the rows of some municipalities are here.
    pub(super) is_part: bool,
}

/// The municipalities whose rows are counted.
pub(super) struct Part {
    /// Their numbers.
    pub(super) municipalities: Vec<String>,
    /// The one that rows without a number are about.
    pub(super) own: String,
    /// An id means the same child in all of them.
    pub(super) common_ids: bool,
}

/// County and country figures are nobody's rows.
const REFERENCE: &str = "referanse";

impl<'a> Sources<'a> {
    /// All rows of all sources; those of some municipalities only, where they are named.
    pub(super) fn new(checked: &'a Checked, maps: &'a SourceMaps, of: Option<&Part>) -> Self {
        let of_map = |map: &SourceMap| {
            let source = checked.source(&map.id)?;
            Some((map.id.clone(), Columns::of_source(source, map, maps)))
        };
        let mut columns = counted_together(maps.iter().filter_map(of_map).collect(), maps);
        for (_, columns) in columns.iter_mut().filter(|(id, _)| *id != REFERENCE) {
            if let Some(part) = of {
                columns.only_of(part);
            }
        }
        Self { checked, maps, columns, selected: RefCell::default(), is_part: of.is_some() }
    }

    /// The columns of a source; none where no file of it could be read.
    pub(super) fn columns(&self, source: &str) -> Option<&Columns<'a>> {
        self.columns.get(source)
    }

    /// Whether children of a source are known again in others.
    pub(super) fn is_linked(&self, source: &str) -> bool {
        self.checked.source(source).is_some_and(|source| source.frame.column("person").is_ok())
    }

    /// The rows that count for a measure, as far as it is known which: measures that count the same rows share them.
    pub(super) fn selected(&self, columns: &Columns, measure: &Measure, moment: &Moment) -> Rc<Selection> {
        let Measure { source, rows, conditions, not, before, age, .. } = measure;
        let key = format!("{source} {rows:?} {conditions:?} {not:?} {before:?} {age:?} {moment:?}");
        if let Some(known) = self.selected.borrow().get(&key) {
            return Rc::clone(known);
        }
        let selection = Rc::new(select(columns, measure, moment));
        self.selected.borrow_mut().insert(key, Rc::clone(&selection));
        selection
    }
}

/// Single events added to the counts of the same thing, where a source map says so.
fn counted_together<'a>(
    mut columns: BTreeMap<String, Columns<'a>>,
    maps: &SourceMaps,
) -> BTreeMap<String, Columns<'a>> {
    for map in maps.iter() {
        let Some(rule) = &map.counts_as else { continue };
        let Some(single) = columns.remove(&map.id) else { continue };
        let Some(target) = maps.get(&rule.source) else { continue };
        let counts = columns.remove(&rule.source);
        columns.insert(rule.source.clone(), joined(counts, &single, rule, target));
        columns.insert(map.id.clone(), single);
    }
    columns
}
