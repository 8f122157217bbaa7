//! How each source's columns are named, typed and read: `data/catalogue/sources/*.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::codelist::CodeList;
use crate::acquire::{Vocabulary, fold};

/// One source: what a row is and which columns it has.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceMap {
    /// Source id, as in file names.
    pub id: String,
    /// Name in the users' words.
    pub title: String,
    /// What one row is.
    pub row: String,
    /// Fields that tell one row from another; empty where rows have no key.
    #[serde(default)]
    pub key: Vec<String>,
    /// Fields in which two records of the same thing may differ (an investigation that answers two reports).
    #[serde(default)]
    pub key_ignores: Vec<String>,
    /// Fields that name a row of another source by its field of the same name.
    #[serde(default)]
    pub refers: BTreeMap<String, String>,
    /// Which dates place a row in a year.
    #[serde(default)]
    pub placed_by: Option<PlacedBy>,
    /// The columns.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
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

/// All source maps with their code lists.
#[derive(Debug, Clone)]
pub struct SourceMaps {
    maps: BTreeMap<String, SourceMap>,
    lists: BTreeMap<String, CodeList>,
}

impl SourceMaps {
    /// The maps of the built-in catalogue.
    ///
    /// # Errors
    /// Every definition error at once, each with its file.
    pub fn built_in() -> Result<Self, Vec<String>> {
        let mut errors = Vec::new();
        let mut lists = BTreeMap::new();
        for (name, text) in crate::catalogue::files("codelists", "csv") {
            match CodeList::parse(text) {
                Ok(list) => drop(lists.insert(name.to_owned(), list)),
                Err(error) => errors.push(format!("codelists/{name}.csv: {error}")),
            }
        }
        let mut maps = BTreeMap::new();
        for (name, text) in crate::catalogue::files("sources", "toml") {
            match toml::from_str::<SourceMap>(text) {
                Ok(map) => {
                    errors.extend(map.errors(&lists).into_iter().map(|error| format!("sources/{name}.toml: {error}")));
                    maps.insert(map.id.clone(), map);
                }
                Err(error) => errors.push(format!("sources/{name}.toml: {error}")),
            }
        }
        if errors.is_empty() { Ok(Self { maps, lists }) } else { Err(errors) }
    }

    /// The map of a source.
    pub fn get(&self, source: &str) -> Option<&SourceMap> {
        self.maps.get(source)
    }

    /// A code list.
    pub fn list(&self, name: &str) -> Option<&CodeList> {
        self.lists.get(name)
    }

    /// The code list of a field, where it has one.
    pub(crate) fn list_of(&self, field: &Field) -> Option<&CodeList> {
        field.codelist.as_deref().and_then(|name| self.list(name))
    }

    /// The names of all columns, for finding delimiters and headers.
    pub fn vocabulary(&self) -> Vocabulary {
        Vocabulary::new(self.maps.values().map(|map| (map.id.clone(), map.spellings())))
    }

    /// The sources in order of id.
    pub fn iter(&self) -> impl Iterator<Item = &SourceMap> {
        self.maps.values()
    }
}

impl SourceMap {
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

    fn spellings(&self) -> Vec<String> {
        self.fields.iter().flat_map(|field| [field.name.clone()].into_iter().chain(field.aliases.clone())).collect()
    }

    fn errors(&self, lists: &BTreeMap<String, CodeList>) -> Vec<String> {
        let mut errors = Vec::new();
        for field in &self.fields {
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
        let placed = self.placed_by.clone().unwrap_or_default();
        let named = [placed.date, placed.from, placed.to, placed.year].into_iter().flatten();
        for name in named.chain(self.key.clone()).chain(self.key_ignores.clone()).chain(self.refers.keys().cloned()) {
            if self.field(&name).is_none() {
                errors.push(format!("`{name}` is no field of this source"));
            }
        }
        errors
    }
}
