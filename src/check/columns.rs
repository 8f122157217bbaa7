//! Typed columns under construction.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use polars_core::prelude::{
    Column, DataFrame, DataType, Int32Chunked, IntoSeries, NamedFrom, PolarsResult, Scalar, Series,
};

use super::cell::MISSING;
use super::parse::ParsedColumn;
use super::source_map::{FieldKind, SourceMap};

/// What a row says in one field, as it is compared with other rows: a number, a date, a code, the number of a text or of
/// a set of codes; [`MISSING`] where there is nothing. Decimals are compared by their bits.
pub(super) type Slot = i64;

/// The slot of a blank cell.
pub(super) const BLANK: Slot = MISSING as Slot;

/// The sets of codes that the multi-valued fields of a source hold, numbered as they come.
#[derive(Default)]
pub(super) struct SetLists(Vec<Mutex<Sets>>);

#[derive(Default)]
struct Sets {
    by_codes: HashMap<Vec<i32>, i32>,
    sets: Vec<Vec<i32>>,
}

impl SetLists {
    fn new(fields: usize) -> Self {
        Self((0..fields).map(|_| Mutex::default()).collect())
    }

    /// The number of a set of codes in a field.
    pub(super) fn number(&self, field: usize, codes: Vec<i32>) -> i32 {
        let mut sets = self.of(field);
        if let Some(known) = sets.by_codes.get(&codes) {
            return *known;
        }
        let number = i32::try_from(sets.sets.len()).unwrap_or(i32::MAX);
        sets.by_codes.insert(codes.clone(), number);
        sets.sets.push(codes);
        number
    }

    /// The codes of the set with this number.
    pub(super) fn codes(&self, field: usize, number: i32) -> Vec<i32> {
        let sets = self.of(field);
        usize::try_from(number).ok().and_then(|number| sets.sets.get(number).cloned()).unwrap_or_default()
    }

    fn of(&self, field: usize) -> MutexGuard<'_, Sets> {
        self.0[field].lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The rows of one source, column by column.
pub(super) struct Columns {
    names: Vec<String>,
    builders: Vec<Builder>,
    /// Rows that stay; a row can be taken back when a later one contradicts it.
    keep: Vec<bool>,
    added: Vec<(&'static str, Wholes)>,
}

enum Builder {
    Whole(Wholes),
    Decimal {
        values: Vec<f64>,
        marks: Wholes,
    },
    Several(Wholes),
    /// A name: `Barnehage 1` and `barnehage 1` are one unit, shown as it was first written.
    Name(Wholes),
}

/// Whole numbers of which most columns have only one, or none.
#[derive(Default)]
struct Wholes {
    /// So far every row has said this.
    same: Option<(i32, usize)>,
    values: Vec<i32>,
}

impl Wholes {
    fn push(&mut self, value: i32) {
        match &mut self.same {
            Some((same, count)) if *same == value => *count += 1,
            Some((same, count)) => {
                self.values = vec![*same; *count];
                self.values.push(value);
                self.same = None;
            }
            None if self.values.is_empty() => self.same = Some((value, 1)),
            None => self.values.push(value),
        }
    }

    fn extend(&mut self, values: &[i32]) {
        let Some(first) = values.first() else { return };
        let value = self.same.map_or(*first, |(same, _)| same);
        let may_be_same = self.values.is_empty() && values.iter().all(|it| *it == value);
        if may_be_same {
            self.extend_same(value, values.len());
            return;
        }
        if let Some((same, count)) = self.same.take() {
            self.values = vec![same; count];
        }
        self.values.extend_from_slice(values);
    }

    fn extend_same(&mut self, value: i32, rows: usize) {
        match &mut self.same {
            Some((same, count)) if *same == value => *count += rows,
            None if self.values.is_empty() => self.same = Some((value, rows)),
            _ => (0..rows).for_each(|_| self.push(value)),
        }
    }

    fn get(&self, row: usize) -> i32 {
        self.same.map_or_else(|| self.values[row], |(same, _)| same)
    }

    /// The column, of the rows that stay.
    fn finish(self, name: &str, keep: &[bool], kept: usize) -> Column {
        if let Some((same, _)) = self.same {
            let scalar = if same == MISSING { Scalar::null(DataType::Int32) } else { Scalar::from(same) };
            return Column::new_scalar(name.into(), scalar, kept);
        }
        let values = if kept == keep.len() {
            self.values
        } else {
            self.values.into_iter().zip(keep).filter(|(_, stays)| **stays).map(|(value, _)| value).collect()
        };
        whole(name, values)
    }
}

/// What is added to the rows of a chunk.
pub(super) enum Added<'a> {
    /// The same to each.
    Same(i32),
    /// To each its own.
    Each(&'a [i32]),
}

/// The codes of a multi-valued field, row by row: rows that say the same share one set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Several {
    numbers: Vec<i32>,
    sets: Vec<Vec<i32>>,
}

impl Several {
    /// Row by row the codes of each.
    pub(crate) fn of_rows(rows: Vec<Vec<i32>>) -> Self {
        let numbers = (0..rows.len()).map(|row| i32::try_from(row).unwrap_or(i32::MAX)).collect();
        Self { numbers, sets: rows }
    }

    /// The codes of a row; none where it has none.
    pub(crate) fn codes(&self, row: usize) -> &[i32] {
        let number = self.numbers.get(row).and_then(|number| usize::try_from(*number).ok());
        number.and_then(|number| self.sets.get(number)).map_or(&[], Vec::as_slice)
    }
}

/// A finished source.
pub(super) struct Finished {
    /// One row per used row; codes, ids and names as numbers, dates as days since 1970.
    pub(super) frame: DataFrame,
    /// The codes of each row, for each multi-valued field.
    pub(super) several: Vec<(String, Several)>,
    /// The texts of the fields that are open names.
    pub(super) names: Vec<(String, Vec<String>)>,
}

impl Columns {
    /// Empty columns for a source, with the names of those that are added to each row.
    pub(super) fn new(map: &SourceMap, added: &[&'static str]) -> (Self, SetLists) {
        let builder = |kind: FieldKind| match kind {
            FieldKind::Name | FieldKind::Kommune => Builder::Name(Wholes::default()),
            FieldKind::Codes => Builder::Several(Wholes::default()),
            FieldKind::Decimal => Builder::Decimal { values: Vec::new(), marks: Wholes::default() },
            _ => Builder::Whole(Wholes::default()),
        };
        let columns = Self {
            names: map.fields.iter().map(|field| field.name.clone()).collect(),
            builders: map.fields.iter().map(|field| builder(field.kind)).collect(),
            keep: Vec::new(),
            added: added.iter().map(|name| (*name, Wholes::default())).collect(),
        };
        (columns, SetLists::new(map.fields.len()))
    }

    /// Number of rows, with those that were taken back.
    pub(super) fn len(&self) -> usize {
        self.keep.len()
    }

    /// Adds a row.
    pub(super) fn push(&mut self, slots: &[Slot], added: &[i32]) {
        for (builder, slot) in self.builders.iter_mut().zip(slots) {
            builder.push(*slot);
        }
        for ((_, column), value) in self.added.iter_mut().zip(added) {
            column.push(*value);
        }
        self.keep.push(true);
    }

    /// Adds the rows of a chunk whose texts have these numbers, field by field.
    pub(super) fn extend(&mut self, parsed: &[ParsedColumn], numbers: &[Vec<i32>], rows: usize, added: &[Added]) {
        for ((builder, column), numbers) in self.builders.iter_mut().zip(parsed).zip(numbers) {
            match (builder, column) {
                (Builder::Whole(values) | Builder::Several(values), ParsedColumn::Whole(read)) => values.extend(read),
                (Builder::Decimal { values, marks }, ParsedColumn::Decimal(read, read_marks)) => {
                    values.extend_from_slice(read);
                    marks.extend(read_marks);
                }
                (Builder::Decimal { values, marks }, _) => {
                    values.resize(values.len() + rows, f64::NAN);
                    marks.extend_same(MISSING, rows);
                }
                (Builder::Whole(values) | Builder::Name(values), ParsedColumn::Id(..) | ParsedColumn::Name(_)) => {
                    values.extend(numbers);
                }
                (Builder::Whole(values) | Builder::Several(values) | Builder::Name(values), _) => {
                    values.extend_same(MISSING, rows);
                }
            }
        }
        for ((_, column), added) in self.added.iter_mut().zip(added) {
            match added {
                Added::Same(value) => column.extend_same(*value, rows),
                Added::Each(values) => column.extend(values),
            }
        }
        self.keep.resize(self.keep.len() + rows, true);
    }

    /// Whether a row says the same as `slots` in these fields.
    pub(super) fn says(&self, row: usize, slots: &[Slot], fields: &[usize]) -> bool {
        fields.iter().all(|field| self.builders[*field].slot(row) == slots[*field])
    }

    /// Takes a row back; false where it was gone already.
    pub(super) fn withdraw(&mut self, row: usize) -> bool {
        std::mem::replace(&mut self.keep[row], false)
    }

    /// Whether a row has not been taken back.
    pub(super) fn stays(&self, row: usize) -> bool {
        self.keep[row]
    }

    /// A value that was added to a row.
    pub(super) fn added(&self, row: usize, column: usize) -> i32 {
        self.added[column].1.get(row)
    }

    /// The columns as frames, withdrawn rows left out.
    pub(super) fn finish(self, sets: &SetLists, mut shown: Vec<Vec<String>>) -> PolarsResult<Finished> {
        let kept = self.keep.iter().filter(|stays| **stays).count();
        let mut columns = Vec::new();
        for (name, values) in self.added {
            columns.push(values.finish(name, &self.keep, kept));
        }
        let (mut names, mut several) = (Vec::new(), Vec::new());
        for (index, (name, builder)) in self.names.into_iter().zip(self.builders).enumerate() {
            match builder {
                Builder::Whole(values) => columns.push(values.finish(&name, &self.keep, kept)),
                Builder::Decimal { values, marks } => {
                    let stay = values.into_iter().zip(&self.keep).filter(|(_, stays)| **stays);
                    let numbers: Vec<Option<f64>> =
                        stay.map(|(value, _)| Some(value).filter(|it| !it.is_nan())).collect();
                    columns.push(Series::new(name.as_str().into(), numbers).into());
                    columns.push(marks.finish(&format!("{name}_merke"), &self.keep, kept));
                }
                Builder::Name(values) => {
                    columns.push(values.finish(&name, &self.keep, kept));
                    names.push((name, std::mem::take(&mut shown[index])));
                }
                Builder::Several(values) => several.push((index, name, values)),
            }
        }
        let frame = DataFrame::new(kept, columns)?;
        let codes = |(index, name, values): (usize, String, Wholes)| {
            let stay = (0..self.keep.len()).filter(|row| self.keep[*row]).map(|row| values.get(row));
            (name, Several { numbers: stay.collect(), sets: std::mem::take(&mut sets.of(index).sets) })
        };
        let several = several.into_iter().map(codes).collect();
        Ok(Finished { frame, several, names })
    }
}

impl Builder {
    fn push(&mut self, slot: Slot) {
        match self {
            Self::Whole(values) | Self::Several(values) | Self::Name(values) => {
                values.push(i32::try_from(slot).unwrap_or(MISSING));
            }
            Self::Decimal { values, marks } => {
                let (value, mark) = from_slot(slot);
                values.push(value);
                marks.push(mark);
            }
        }
    }

    fn slot(&self, row: usize) -> Slot {
        match self {
            Self::Whole(values) | Self::Several(values) | Self::Name(values) => Slot::from(values.get(row)),
            Self::Decimal { values, marks } => decimal_slot(values[row], marks.get(row)),
        }
    }
}

/// A decimal number or its mark as a slot. Numbers are not negative, so neither are their bits, and marks and the blank
/// can be negative slots.
pub(super) fn decimal_slot(value: f64, mark: i32) -> Slot {
    if mark == MISSING && value.is_nan() {
        BLANK
    } else if mark == MISSING {
        i64::from_ne_bytes(value.to_bits().to_ne_bytes())
    } else {
        -Slot::from(mark)
    }
}

fn from_slot(slot: Slot) -> (f64, i32) {
    match slot {
        BLANK => (f64::NAN, MISSING),
        slot if slot < 0 => (f64::NAN, i32::try_from(-slot).unwrap_or(MISSING)),
        slot => (f64::from_bits(u64::from_ne_bytes(slot.to_ne_bytes())), MISSING),
    }
}

/// How a name is compared: lower case, one space between words.
pub(crate) fn same_name(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A column of whole numbers, null where a value is [`MISSING`].
pub(super) fn whole(name: &str, values: Vec<i32>) -> Column {
    if values.contains(&MISSING) {
        let values: Vec<Option<i32>> =
            values.into_iter().map(|value| Some(value).filter(|it| *it != MISSING)).collect();
        return Series::new(name.into(), values).into();
    }
    Int32Chunked::from_vec(name.into(), values).into_series().into()
}
