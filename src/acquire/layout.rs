//! Where a table begins: its header is known by the names that the source's columns may have, in whatever kind of
//! file it stands.

use super::{Vocabulary, fold};

/// Title rows above the header are few; a header further down is a second table.
pub(super) const HEADER_WITHIN: usize = 40;

/// The column names of one source.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    source: &'a str,
    vocabulary: &'a Vocabulary,
}

impl<'a> Names<'a> {
    pub(super) fn of(source: &'a str, vocabulary: &'a Vocabulary) -> Self {
        Self { source, vocabulary }
    }

    /// Whether `cell` names a column.
    pub(super) fn knows(self, cell: &str) -> bool {
        self.vocabulary.knows(self.source, &fold(cell))
    }

    /// How many of `cells` name a column.
    pub(super) fn hits<'c>(self, cells: impl IntoIterator<Item = &'c str>) -> usize {
        cells.into_iter().filter(|cell| self.knows(cell)).count()
    }

    /// Whether the names stand in two rows, one part above the other or some in each; cells with their columns.
    ///
    /// The lower row then names columns that the upper one does not, and holds nothing else: a row of data does.
    pub(super) fn are_split(self, upper: &[(usize, &str)], lower: &[(usize, &str)]) -> bool {
        let above = |column: usize| upper.iter().find(|(at, _)| *at == column).map(|(_, cell)| *cell);
        let completes = |(column, cell): &(usize, &str)| {
            self.knows(cell) || above(*column).is_some_and(|upper| self.knows(&format!("{upper} {cell}")))
        };
        if lower.is_empty() || !lower.iter().all(completes) {
            return false;
        }
        let known = |row: &[(usize, &str)]| self.hits(row.iter().map(|(_, cell)| *cell));
        let is_below = |column: usize| lower.iter().any(|(at, _)| *at == column);
        let only_above = upper.iter().filter(|(column, cell)| !is_below(*column) && self.knows(cell)).count();
        let together = lower.len() + only_above;
        together >= 2 && together > known(upper).max(known(lower))
    }
}

/// One known name may be a word in a title; two make a header, or the one column of a one-column table.
pub(super) fn makes_header(hits: usize, width: usize) -> bool {
    hits >= 2 || (hits == 1 && width == 1)
}

/// Below a header only a row that is mostly names is another one: values may happen to be names too.
pub(super) fn makes_another_header(hits: usize, filled: usize) -> bool {
    hits >= 2 && 2 * hits > filled
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells with their columns.
    type Cells = &'static [(usize, &'static str)];

    #[test]
    fn a_header_in_two_rows_is_told_from_titles_and_data() {
        let names = ["mottatt dato", "barn id", "melder", "melding_id"].map(str::to_owned).to_vec();
        let vocabulary = Vocabulary::new([("kilde".to_owned(), names)]);
        let names = Names::of("kilde", &vocabulary);
        let cases: [(&str, Cells, Cells, bool); 6] = [
            ("one part above the other", &[(0, "Mottatt"), (1, "Barn")], &[(0, "dato"), (1, "id")], true),
            ("some names in each", &[(0, "melding_id"), (1, "Melding")], &[(1, "melder")], true),
            ("group titles", &[(0, "Saken")], &[(0, "melder"), (1, "barn id")], false),
            ("data below", &[(0, "melder"), (1, "barn id")], &[(0, "nav"), (1, "B1")], false),
            ("the same names again", &[(0, "melder"), (1, "barn id")], &[(0, "melder"), (1, "barn id")], false),
            ("nothing below", &[(0, "melder"), (1, "barn id")], &[], false),
        ];
        for (why, upper, lower, expected) in cases {
            assert_eq!(names.are_split(upper, lower), expected, "{why}");
        }
    }
}
