//! Which marks stand in tables: each is explained where it stands, and no other is.

use std::collections::BTreeSet;

use crate::lang::text;
use crate::protect::Cell;

use super::sheet::{Field, Grid, Sheet};

/// In the order in which they are explained.
const ALL: [Cell; 3] = [Cell::Withheld, Cell::Missing, Cell::NotApplicable];

/// The marks that are used somewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::publish) struct Marks(BTreeSet<&'static str>);

impl FromIterator<&'static str> for Marks {
    fn from_iter<I: IntoIterator<Item = &'static str>>(marks: I) -> Self {
        Self(marks.into_iter().collect())
    }
}

impl Marks {
    /// Those in one table.
    pub(in crate::publish) fn of(grid: &Grid) -> Self {
        let fields = grid.rows.iter().flatten();
        fields.filter_map(|field| if let Field::Mark(mark) = field { Some(*mark) } else { None }).collect()
    }

    /// Those in any of the sheets.
    pub(super) fn of_sheets<'s>(sheets: impl IntoIterator<Item = &'s Sheet>) -> Self {
        let grids = sheets.into_iter().filter_map(|sheet| sheet.body.grid());
        Self(grids.flat_map(|grid| Self::of(grid).0).collect())
    }

    /// What stands above a table; nothing where it has no marks.
    pub(in crate::publish) fn legend(&self) -> Option<String> {
        self.said("workbook.legend", "workbook.legend_mark")
    }

    /// A sentence with a part for each mark, both by their keys; nothing where there are no marks.
    pub(in crate::publish) fn said(&self, sentence: &'static str, part: &'static str) -> Option<String> {
        let parts = self.used().map(|cell| {
            let meaning = match cell {
                Cell::Withheld => text("report.withheld", &[]),
                Cell::Missing => text("report.missing", &[]),
                Cell::NotApplicable | Cell::Shown(_) => text("report.not_applicable", &[]),
            };
            text(part, &[("mark", cell.mark()), ("meaning", &meaning)])
        });
        let marks = parts.collect::<Vec<_>>().join(", ");
        let is_any = !marks.is_empty();
        is_any.then(|| text(sentence, &[("marks", &marks)]))
    }

    /// Each mark by its name, and what it means.
    pub(super) fn facts(&self) -> Vec<(String, String)> {
        self.meanings().map(|(mark, meaning)| (text("workbook.cover_mark", &[("mark", mark)]), meaning)).collect()
    }

    /// Each mark, and what it means.
    pub(super) fn meanings(&self) -> impl Iterator<Item = (&'static str, String)> {
        self.used().map(|cell| {
            let meaning = match cell {
                Cell::Withheld => text("workbook.cover_withheld", &[]),
                Cell::Missing => text("workbook.cover_missing", &[]),
                Cell::NotApplicable | Cell::Shown(_) => text("workbook.cover_not_applicable", &[]),
            };
            (cell.mark(), meaning)
        })
    }

    fn used(&self) -> impl Iterator<Item = Cell> {
        ALL.into_iter().filter(|cell| self.0.contains(cell.mark()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_used_is_explained() {
        let marks = |marks: &[&'static str]| marks.iter().copied().collect::<Marks>().legend();
        assert_eq!(marks(&[]), None);
        assert_eq!(marks(&["..", ".."]).unwrap(), "Tegn: «..» mangler.");
        assert_eq!(marks(&[".", ":"]).unwrap(), "Tegn: «:» skjermet, «.» ikke aktuelt.");
    }
}
