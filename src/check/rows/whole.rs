//! A chunk in which nothing is odd, taken in column by column.

use super::{Added, Derived, Finding, MISSING, ParsedColumn, Progress, Roles, RowReader, Rule, SourceRows, mask};

impl SourceRows<'_> {
    /// Takes in a chunk in which every row counts.
    pub(super) fn take_whole(&mut self, reader: &RowReader, derived: &Derived, known: usize, progress: &mut Progress) {
        let (parsed, rows, year) = (reader.parsed, reader.parsed.chunk.rows(), progress.year.number);
        let first = u32::try_from(known).unwrap_or(u32::MAX);
        self.seen.note_new(year, first, rows, &self.columns);
        progress.totals.add_all(parsed, &reader.roles.numbers);
        let numbers: Vec<Vec<i32>> = (0..self.texts.len()).map(|field| self.numbers_of(reader, field)).collect();
        if let Some(child) = reader.roles.child {
            let said = reader.numbers[child].iter().zip(derived.born.iter().zip(&derived.sex)).enumerate();
            for (row, (child, (born, sex))) in said {
                if self.children.disagrees(*child, *born, *sex) {
                    self.findings.push(Finding::new(Rule::ChildDisagrees, reader.place_of_child(row)));
                }
            }
            let is_unknown = |(born, age): &(&i32, &i32)| **born == MISSING && **age == MISSING;
            progress.unknown_age += derived.born.iter().zip(&derived.age).filter(is_unknown).count();
        } else {
            progress.unknown_age += rows;
        }
        let lines: Vec<i32> = (0..rows).map(|row| i32::try_from(parsed.chunk.line(row)).unwrap_or(i32::MAX)).collect();
        let Derived { born, age, sex, placement } = derived;
        let each = [born, age, sex, placement].map(|values| Added::Each(values));
        let added = [Added::Same(year), Added::Same(progress.file), Added::Each(&lines)].into_iter().chain(each);
        self.columns.extend(&parsed.columns, &numbers, rows, &added.collect::<Vec<_>>());
        self.account().used += rows;
    }

    /// The numbers of a field's texts in a chunk, [`MISSING`] where a cell is blank.
    fn numbers_of(&mut self, reader: &RowReader, field: usize) -> Vec<i32> {
        let whole = |number: u32| i32::try_from(number).unwrap_or(MISSING);
        let ParsedColumn::Name(column) = &reader.parsed.columns[field] else {
            return reader.numbers[field].iter().map(|number| whole(*number)).collect();
        };
        let (mut before, mut number) = ("", MISSING);
        let mut numbers = Vec::with_capacity(reader.parsed.chunk.rows());
        for row in 0..reader.parsed.chunk.rows() {
            let text = reader.parsed.chunk.cell(row, *column);
            if text != before || row == 0 {
                (before, number) =
                    (text, if text.is_empty() { MISSING } else { whole(self.name(reader, row, field, text)) });
            }
            numbers.push(number);
        }
        numbers
    }

    /// The number of a name; one that is new and holds an identity number is said.
    pub(super) fn name(&mut self, reader: &RowReader, row: usize, field: usize, text: &str) -> u32 {
        let (number, is_new) = self.texts[field].number(text);
        if is_new && mask(text) != text {
            let finding = Finding::new(Rule::IdentityInName, reader.cell_place(row, field));
            self.named.push(finding.with("field", &self.map.fields[field].name));
        }
        number
    }
}

/// Whether the identifiers that tell a chunk's rows apart were never read before, and are all different.
pub(super) fn are_new(roles: &Roles, numbers: &[Vec<u32>], known: usize) -> bool {
    let is_next = |(number, next): (&u32, usize)| usize::try_from(*number) == Ok(next);
    roles.key.first().is_some_and(|key| numbers[*key].iter().zip(known..).all(is_next))
}
