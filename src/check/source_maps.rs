//! All source maps with their code lists: the built-in ones, and a project's own on top of them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::codelist::CodeList;
use super::project_map;
use super::source_map::{Field, SourceMap};
use crate::acquire::{FileRecord, ReferenceMaps, Vocabulary};
use crate::diagnostic::Failure;

/// All source maps with their code lists.
#[derive(Debug, Clone)]
pub struct SourceMaps {
    maps: Arc<BTreeMap<String, SourceMap>>,
    lists: BTreeMap<String, CodeList>,
    references: Arc<ReferenceMaps>,
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
                Err(found) => {
                    let said =
                        |it: super::codelist::ListError| format!("codelists/{name}.csv:{}: {}", it.line, it.sentence);
                    errors.extend(found.into_iter().map(said));
                }
            }
        }
        let mut maps = BTreeMap::new();
        for (name, text) in crate::catalogue::files("sources", "toml") {
            match SourceMap::parse(text, &lists) {
                Ok(map) => drop(maps.insert(map.id.clone(), map)),
                Err(found) => errors.extend(found.into_iter().map(|error| format!("sources/{name}.toml: {error}"))),
            }
        }
        let references = ReferenceMaps::built_in().map_err(|found| errors.extend(found)).unwrap_or_default();
        let references = Arc::new(references);
        if errors.is_empty() { Ok(Self { maps: Arc::new(maps), lists, references }) } else { Err(errors) }
    }

    /// The built-in maps with what the project at `root` says in `sources/` and `reference/*.toml` on top, and the
    /// files that say it.
    ///
    /// # Errors
    /// [`Failure::Definition`] with every mistake of every file, each with its line and column; [`Failure::Io`] where
    /// one cannot be read.
    pub fn for_project(root: &Path) -> Result<(Self, Vec<FileRecord>), Failure> {
        let built_in = Self::built_in().map_err(|errors| Failure::Definition(errors.join("\n")))?;
        let files = crate::acquire::definition_files(root)?;
        let about_tables = crate::acquire::reference_map_files(root)?;
        let Self { maps, lists, .. } = built_in;
        let mut merged = project_map::Merged { maps: Arc::unwrap_or_clone(maps), lists };
        let mut errors = project_map::merge(&files, &mut merged);
        let references = ReferenceMaps::for_project(&about_tables).map_err(|found| errors.extend(found));
        if !errors.is_empty() {
            return Err(Failure::Definition(errors.join("\n")));
        }
        let references = Arc::new(references.unwrap_or_default());
        // Those of `reference/` are among the inputs as they are.
        let records = files.iter().map(|file| FileRecord::of(&file.path, &file.bytes)).collect();
        Ok((Self { maps: Arc::new(merged.maps), lists: merged.lists, references }, records))
    }

    /// The same maps, with codes read as they are meant in `year`.
    pub(crate) fn in_year(&self, year: Option<i32>) -> Self {
        let lists = self.lists.iter().map(|(name, list)| (name.clone(), list.in_year(year))).collect();
        Self { maps: Arc::clone(&self.maps), lists, references: Arc::clone(&self.references) }
    }

    /// What the tables of others mean to us.
    pub fn references(&self) -> &ReferenceMaps {
        &self.references
    }

    /// The map of a source.
    pub fn get(&self, source: &str) -> Option<&SourceMap> {
        self.maps.get(source)
    }

    /// A code list.
    pub fn list(&self, name: &str) -> Option<&CodeList> {
        self.lists.get(name)
    }

    /// The code lists in order of name.
    pub fn lists(&self) -> impl Iterator<Item = (&str, &CodeList)> {
        self.lists.iter().map(|(name, list)| (name.as_str(), list))
    }

    /// The code list of a field, where it has one.
    pub(crate) fn list_of(&self, field: &Field) -> Option<&CodeList> {
        field.codelist.as_deref().and_then(|name| self.list(name))
    }

    /// The names of all columns, for finding delimiters and headers, and of the files that hold them.
    pub fn vocabulary(&self) -> Vocabulary {
        let files = self.maps.values().flat_map(|map| map.files.iter().map(|glob| (glob.clone(), map.id.clone())));
        let names = self.maps.values().map(|map| (map.id.clone(), map.spellings()));
        Vocabulary::new(names).with_files(files.collect()).with_references(ReferenceMaps::clone(&self.references))
    }

    /// The sources in order of id.
    pub fn iter(&self) -> impl Iterator<Item = &SourceMap> {
        self.maps.values()
    }
}
