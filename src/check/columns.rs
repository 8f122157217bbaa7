//! Typed columns under construction.

use std::collections::HashMap;

use polars_core::prelude::{Column, DataFrame, IdxCa, IdxSize, NamedFrom, PolarsResult, Series};

use super::cell::{Mark, Value};
use super::source_map::{FieldKind, SourceMap};

/// The rows of one source, column by column.
pub(super) struct Columns {
    names: Vec<String>,
    builders: Vec<Builder>,
    /// Rows that stay; a row can be taken back when a later one contradicts it.
    keep: Vec<bool>,
    provenance: Vec<(i64, i64, i64)>,
}

enum Builder {
    Whole(Vec<Option<i64>>),
    Decimal {
        values: Vec<Option<f64>>,
        marks: Vec<Option<i64>>,
    },
    Several(Vec<Vec<i64>>),
    /// An identifier: only the numbers stay, the texts are let go of with the builder.
    Id {
        values: Vec<Option<i64>>,
        dictionary: Dictionary,
    },
    /// A name: `Barnehage 1` and `barnehage 1` are one unit, shown as it was first written.
    Name {
        values: Vec<Option<i64>>,
        dictionary: Dictionary,
    },
}

/// Text to numbers in order of first appearance.
#[derive(Default)]
struct Dictionary {
    by_text: HashMap<String, i64>,
    texts: Vec<String>,
}

impl Dictionary {
    /// The number of `text` among those that are `same` as it.
    fn intern(&mut self, text: &str, same: &str) -> i64 {
        if let Some(known) = self.by_text.get(same) {
            return *known;
        }
        let next = i64::try_from(self.texts.len()).unwrap_or(i64::MAX);
        self.by_text.insert(same.to_owned(), next);
        self.texts.push(text.to_owned());
        next
    }
}

/// A finished source.
pub(super) struct Finished {
    /// One row per used row; codes, ids and names as numbers, dates as days since 1970.
    pub(super) frame: DataFrame,
    /// For each multi-valued field, one row per row and code.
    pub(super) exploded: Vec<(String, DataFrame)>,
    /// The dictionaries of the fields that are open names.
    pub(super) names: Vec<(String, Vec<String>)>,
}

impl Columns {
    pub(super) fn new(map: &SourceMap) -> Self {
        let builder = |kind: FieldKind| match kind {
            FieldKind::Id => Builder::Id { values: Vec::new(), dictionary: Dictionary::default() },
            FieldKind::Name | FieldKind::Kommune => {
                Builder::Name { values: Vec::new(), dictionary: Dictionary::default() }
            }
            FieldKind::Codes => Builder::Several(Vec::new()),
            FieldKind::Decimal => Builder::Decimal { values: Vec::new(), marks: Vec::new() },
            FieldKind::Date | FieldKind::Code | FieldKind::Integer | FieldKind::Year => Builder::Whole(Vec::new()),
        };
        Self {
            names: map.fields.iter().map(|field| field.name.clone()).collect(),
            builders: map.fields.iter().map(|field| builder(field.kind)).collect(),
            keep: Vec::new(),
            provenance: Vec::new(),
        }
    }

    /// Adds a row and returns its place.
    pub(super) fn push(&mut self, values: &[(Value, &str)], provenance: (i64, i64, i64)) -> usize {
        for (builder, (value, text)) in self.builders.iter_mut().zip(values) {
            builder.push(value, text);
        }
        self.provenance.push(provenance);
        self.keep.push(true);
        self.keep.len() - 1
    }

    /// Takes a row back; false where it was gone already.
    pub(super) fn withdraw(&mut self, row: usize) -> bool {
        std::mem::replace(&mut self.keep[row], false)
    }

    /// The columns as frames, withdrawn rows left out.
    pub(super) fn finish(self, derived: &[(&str, Vec<Option<i64>>)]) -> PolarsResult<Finished> {
        let rows: Vec<usize> = (0..self.keep.len()).filter(|row| self.keep[*row]).collect();
        let mut columns = vec![
            whole("aarsmappe", rows.iter().map(|row| Some(self.provenance[*row].0))),
            whole("fil", rows.iter().map(|row| Some(self.provenance[*row].1))),
            whole("linje", rows.iter().map(|row| Some(self.provenance[*row].2))),
        ];
        for (name, values) in derived {
            columns.push(whole(name, rows.iter().map(|row| values[*row])));
        }
        let mut names = Vec::new();
        let mut several = Vec::new();
        for (name, builder) in self.names.into_iter().zip(self.builders) {
            match builder {
                Builder::Whole(values) => columns.push(whole(&name, rows.iter().map(|row| values[*row]))),
                Builder::Decimal { values, marks } => {
                    let kept: Vec<Option<f64>> = rows.iter().map(|row| values[*row]).collect();
                    columns.push(Series::new(name.as_str().into(), kept).into());
                    columns.push(whole(&format!("{name}_merke"), rows.iter().map(|row| marks[*row])));
                }
                Builder::Id { values, .. } => columns.push(whole(&name, rows.iter().map(|row| values[*row]))),
                Builder::Name { values, dictionary } => {
                    columns.push(whole(&name, rows.iter().map(|row| values[*row])));
                    names.push((name, dictionary.texts));
                }
                Builder::Several(values) => several.push((name, values)),
            }
        }
        let frame = DataFrame::new(rows.len(), columns)?;
        let exploded = several
            .into_iter()
            .map(|(name, values)| Ok((name.clone(), explode(&frame, &name, &rows, &values)?)))
            .collect::<PolarsResult<_>>()?;
        Ok(Finished { frame, exploded, names })
    }
}

impl Builder {
    fn push(&mut self, value: &Value, text: &str) {
        let whole_of = |value: &Value| match value {
            Value::Whole(whole) => Some(*whole),
            _ => None,
        };
        match self {
            Self::Whole(values) => values.push(whole_of(value)),
            Self::Decimal { values, marks } => {
                values.push(if let Value::Decimal(decimal) = value { Some(*decimal) } else { None });
                marks.push(if let Value::Mark(mark) = value { Some(mark_number(*mark)) } else { None });
            }
            Self::Several(values) => {
                values.push(if let Value::Several(codes) = value { codes.clone() } else { Vec::new() });
            }
            Self::Id { values, dictionary } => {
                values.push(matches!(value, Value::Text).then(|| dictionary.intern(text, text)));
            }
            Self::Name { values, dictionary } => {
                values.push(matches!(value, Value::Text).then(|| dictionary.intern(text, &same_name(text))));
            }
        }
    }
}

/// How a name is compared: lower case, one space between words.
pub(super) fn same_name(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Marks as numbers in a column: 1 missing, 2 withheld, 3 not possible.
fn mark_number(mark: Mark) -> i64 {
    match mark {
        Mark::Missing => 1,
        Mark::Withheld => 2,
        Mark::NotPossible => 3,
    }
}

fn whole(name: &str, values: impl Iterator<Item = Option<i64>>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into()
}

fn explode(frame: &DataFrame, name: &str, rows: &[usize], values: &[Vec<i64>]) -> PolarsResult<DataFrame> {
    let mut places: Vec<IdxSize> = Vec::new();
    let mut codes = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        for code in &values[*row] {
            places.push(IdxSize::try_from(place).unwrap_or(IdxSize::MAX));
            codes.push(Some(*code));
        }
    }
    let mut exploded = frame.take(&IdxCa::from_vec("rad".into(), places))?;
    exploded.with_column(whole(name, codes.into_iter()))?;
    Ok(exploded)
}
