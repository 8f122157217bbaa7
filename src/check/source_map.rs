//! How each source's columns are named, typed and read: `data/catalogue/sources/*.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::codelist::CodeList;
use super::format::{DateFormat, DecimalMark};
use crate::acquire::{fold, is_like};
use crate::lang::{Words, words_or_text};

/// One source: what a row is and which columns it has.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceMap {
    /// Source id, as in file names.
    pub id: String,
    /// Name in the users' words.
    #[serde(deserialize_with = "words_or_text")]
    pub title: Words,
    /// What one row is.
    #[serde(deserialize_with = "words_or_text")]
    pub row: Words,
    /// Fields that tell one row from another; empty where rows have no key.
    #[serde(default)]
    pub key: Vec<String>,
    /// Fields in which two records of the same thing may differ (an investigation that answers two reports).
    #[serde(default)]
    pub key_ignores: Vec<String>,
    /// Fields that name a row of another source by its field of the same name.
    #[serde(default)]
    pub refers: BTreeMap<String, String>,
    /// The register whose identifiers `barn_id` holds: sources of one service that name the same child alike.
    #[serde(default)]
    pub children: Option<String>,
    /// The service that the children of its rows are known to, a code of the list `tjeneste`.
    #[serde(default)]
    pub service: Option<String>,
    /// Each row counts as one of another source, which holds counts of the same.
    #[serde(default)]
    pub counts_as: Option<CountsAs>,
    /// Which dates place a row in a year.
    #[serde(default)]
    pub placed_by: Option<PlacedBy>,
    /// Groups of columns (`*` is any letters) of which a file has exactly one: a survey is wide or long.
    #[serde(default)]
    pub either: Vec<Vec<String>>,
    /// Headers that a project leaves unread on purpose.
    #[serde(skip)]
    pub ignore: Vec<String>,
    /// Names of a project's files that hold this source, beside `KILDE.csv`; `*` and `?` stand for letters.
    #[serde(skip)]
    pub files: Vec<String>,
    /// The columns.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
}

/// How a single event counts among counts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountsAs {
    /// The source that holds counts.
    pub source: String,
    /// Its field that is 1 for each row.
    pub one: String,
    /// Its fields that are 1 for yes and 0 for no.
    #[serde(default)]
    pub yes: Vec<String>,
}

/// Which dates place a row in a year.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlacedBy {
    /// The row belongs to the year of this date.
    pub date: Option<String>,
    /// The row belongs to every year that its span touches, from this date
    pub from: Option<String>,
    /// to this one, or on without end where it is blank.
    pub to: Option<String>,
    /// The row states its year.
    pub year: Option<String>,
}

/// One column.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Canonical name.
    pub name: String,
    /// How its text is read.
    #[serde(rename = "type")]
    pub kind: FieldKind,
    /// The closed list of its codes.
    pub codelist: Option<String>,
    /// The column must be there and no cell blank.
    #[serde(default)]
    pub required: bool,
    /// The column must be there, but a cell may be blank.
    #[serde(default)]
    pub blank_ok: bool,
    /// A cell's text is never echoed.
    #[serde(default)]
    pub identifying: bool,
    /// Other headers it goes by.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Stands for this many fields, `name` with 1, 2, … after it; `{n}` in an alias is the number.
    #[serde(default)]
    pub numbered: Option<u32>,
    /// Smallest number that can be.
    #[serde(default)]
    pub min: Option<f64>,
    /// Largest number that can be.
    #[serde(default)]
    pub max: Option<f64>,
    /// How many years after its file's a date may lie; two where not set. A plan, or a revision, may be further ahead.
    #[serde(default)]
    pub years_ahead: Option<i32>,
    /// The only way the project writes its dates here; any unmistakable way where not set.
    #[serde(skip)]
    pub format: Option<DateFormat>,
    /// What the project writes before decimals; either where not set and unmistakable.
    #[serde(skip)]
    pub decimal: Option<DecimalMark>,
}

/// How the text of a column is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    /// An identifier: compared, never shown.
    Id,
    /// A date.
    Date,
    /// One code of a list.
    Code,
    /// Several codes of a list.
    Codes,
    /// A whole number, not negative.
    Integer,
    /// A decimal number, not negative, or one of Statistics Norway's marks.
    Decimal,
    /// A name of a unit or of a region; open, shown as it stands.
    Name,
    /// A municipality number.
    Kommune,
    /// A calendar year.
    Year,
}

impl SourceMap {
    /// A map of the built-in catalogue.
    ///
    /// # Errors
    /// Every mistake in it.
    pub(super) fn parse(text: &str, lists: &BTreeMap<String, CodeList>) -> Result<Self, Vec<String>> {
        let mut map: Self = toml::from_str(text).map_err(|error| vec![error.to_string()])?;
        map.fields = map.fields.into_iter().flat_map(Field::numbers).collect();
        let errors = map.errors(lists);
        if errors.is_empty() { Ok(map) } else { Err(errors) }
    }

    /// The service whose own identifiers the source has: the register it comes from, else the source itself.
    pub fn service(&self) -> &str {
        self.children.as_deref().unwrap_or(&self.id)
    }

    /// Whether a header is left unread on purpose.
    pub(crate) fn ignores(&self, header: &str) -> bool {
        let folded = fold(header);
        self.ignore.iter().any(|it| fold(it) == folded)
    }

    /// The field that a header names.
    pub(crate) fn field_named(&self, header: &str) -> Option<usize> {
        let folded = fold(header);
        let names = |field: &Field| fold(&field.name) == folded || field.aliases.iter().any(|it| fold(it) == folded);
        self.fields.iter().position(names)
    }

    /// A field by canonical name.
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Every header that is known, read or not: how files are recognised.
    pub(super) fn spellings(&self) -> Vec<String> {
        let of_field =
            |field: &Field| [field.name.clone()].into_iter().chain(field.aliases.clone()).collect::<Vec<_>>();
        self.fields.iter().flat_map(of_field).chain(self.ignore.clone()).collect()
    }

    /// The fields that rows are told apart and placed in a year by: no project can do without.
    pub(super) fn needed(&self) -> Vec<String> {
        let placed = self.placed_by.clone().unwrap_or_default();
        let placed = [placed.date, placed.from, placed.to, placed.year].into_iter().flatten();
        placed.chain(self.key.clone()).chain(self.key_ignores.clone()).chain(self.refers.keys().cloned()).collect()
    }

    fn errors(&self, lists: &BTreeMap<String, CodeList>) -> Vec<String> {
        let mut errors = Vec::new();
        for field in &self.fields {
            if field.years_ahead.is_some_and(|years| field.kind != FieldKind::Date || years < 0) {
                errors.push(format!("field `{}`: `years_ahead` is for dates, and not negative", field.name));
            }
            let wants_list = matches!(field.kind, FieldKind::Code | FieldKind::Codes);
            let has_list = field.codelist.as_ref().is_some_and(|name| lists.contains_key(name));
            if wants_list != has_list {
                errors.push(format!("field `{}`: code list missing, unknown or out of place", field.name));
            }
        }
        let mut seen = BTreeMap::new();
        for (index, field) in self.fields.iter().enumerate() {
            for spelling in [&field.name].into_iter().chain(&field.aliases) {
                let other = seen.insert(fold(spelling), index);
                if other.is_some_and(|other| other != index) {
                    errors.push(format!("`{spelling}` names two fields"));
                }
            }
        }
        for name in self.needed() {
            if self.field(&name).is_none() {
                errors.push(format!("`{name}` is no field of this source"));
            }
        }
        for pattern in self.either.iter().flatten() {
            if !self.fields.iter().any(|field| is_like(pattern, &field.name)) {
                errors.push(format!("`{pattern}` is like no field of this source"));
            }
        }
        errors
    }
}

impl Field {
    /// The fields it stands for: itself, or as many as it is `numbered`.
    fn numbers(self) -> Vec<Self> {
        let Some(count) = self.numbered else { return vec![self] };
        let one = |n: u32| Self {
            name: format!("{}{n}", self.name),
            aliases: self.aliases.iter().map(|alias| alias.replace("{n}", &n.to_string())).collect(),
            numbered: None,
            ..self.clone()
        };
        (1..=count).map(one).collect()
    }
}
