//! Where the rows stand: file, sheet and line, and never what a cell holds.

use std::collections::BTreeMap;

use crate::check::MISSING;
use crate::compute::columns::Columns;
use crate::compute::selection::LeftOut;
use crate::diagnostic::Place;

/// Where the rows of one year stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    /// The rows used.
    pub used: Vec<FileLines>,
    /// The rows that each rule left out; those of other years' folders are not among them.
    pub left_out: Vec<(LeftOut, Vec<FileLines>)>,
}

/// Lines of one file, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLines {
    /// Path relative to the project.
    pub file: String,
    /// Sheet, for workbooks.
    pub sheet: Option<String>,
    /// One line a row.
    pub lines: Vec<u32>,
}

impl Lines {
    pub(super) fn of(columns: &Columns, tables: &[Place], used: &[u32], left_out: Vec<(LeftOut, Vec<u32>)>) -> Self {
        let places = |rows: &[u32]| places(columns, tables, rows);
        let left_out = left_out.into_iter().map(|(rule, rows)| (rule, places(&rows))).collect();
        Self { used: places(used), left_out }
    }

    /// Those of several sources, each rule once.
    pub(crate) fn joined<'l>(all: impl IntoIterator<Item = &'l Self>) -> Self {
        let (mut used, mut left_out) = (Vec::new(), BTreeMap::<LeftOut, Vec<FileLines>>::new());
        for lines in all {
            used.extend(lines.used.iter().cloned());
            for (rule, files) in &lines.left_out {
                left_out.entry(rule.clone()).or_default().extend(files.iter().cloned());
            }
        }
        Self { used, left_out: left_out.into_iter().collect() }
    }
}

fn places(columns: &Columns, tables: &[Place], rows: &[u32]) -> Vec<FileLines> {
    let (files, lines) = (columns.whole("fil"), columns.whole("linje"));
    let mut by_file: BTreeMap<i32, Vec<u32>> = BTreeMap::new();
    for row in rows.iter().map(|row| *row as usize).filter(|row| files[*row] != MISSING) {
        by_file.entry(files[row]).or_default().extend(u32::try_from(lines[row]).ok());
    }
    let named = by_file.into_iter().filter_map(|(file, mut lines)| {
        let place = tables.get(usize::try_from(file).ok()?)?;
        lines.sort_unstable();
        Some(FileLines { file: place.file.clone(), sheet: place.sheet.clone(), lines })
    });
    named.collect()
}
