//! A map as it is written: every value with its place, and every mistake at once.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::values::Reader;
use super::{Cells, FileShape, ReferenceFigure, ReferenceMap, RegionKind, Shape, TableQuery};
use crate::lang::text;

/// Units of the tidy data, and two that no figure of ours has.
const UNITS: [&str; 8] = ["antall", "prosent", "dager", "per-1000", "skala-1-6", "poeng", "kroner", "arsverk"];
/// Statistics Norway's marks.
const MARKS: [&str; 3] = [".", "..", ":"];
const REGION_KINDS: [(&str, RegionKind); 3] =
    [("kommune", RegionKind::Municipality), ("fylke", RegionKind::County), ("land", RegionKind::Country)];

const KEYS: [&str; 7] = ["title", "source", "licence", "note", "query", "file", "figure"];
const QUERY_KEYS: [&str; 9] =
    ["table", "region", "regions", "as_population", "contents", "also", "time", "first", "fixed"];
const FILE_KEYS: [&str; 7] = ["names", "region", "year", "year_is", "decimal", "regions", "marks"];
const FIGURE_KEYS: [&str; 8] =
    ["indicator", "unit", "value", "numerator", "denominator", "population", "context", "where"];

/// Reads one file.
///
/// # Errors
/// Every mistake, with file, line and column.
pub(super) fn read(path: &str, id: &str, content: &str) -> Result<ReferenceMap, Vec<String>> {
    let mut reader = Reader { path, text: content, errors: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(content);
    for error in &errors {
        let sentence = text("cli.source_toml", &[("error", error.message())]);
        reader.error(error.span().map_or(0, |span| span.start), &sentence);
    }
    if !errors.is_empty() {
        return Err(reader.errors);
    }
    let map = reader.map(id, table.get_ref());
    match map {
        Some(map) if reader.errors.is_empty() => Ok(map),
        _ => Err(reader.errors),
    }
}

impl Reader<'_> {
    fn map(&mut self, id: &str, table: &DeTable) -> Option<ReferenceMap> {
        let mut map = ReferenceMap {
            id: id.to_owned(),
            title: String::new(),
            source: String::new(),
            licence: String::new(),
            note: None,
            shape: Shape::File(FileShape::default()),
            figures: Vec::new(),
        };
        let mut shapes = Vec::new();
        for (key, key_at, value, at) in self.entries_of(table, &KEYS) {
            match key {
                "title" => map.title = self.string(value, at),
                "source" => map.source = self.string(value, at),
                "licence" => map.licence = self.string(value, at),
                "note" => map.note = Some(self.string(value, at)),
                "query" => shapes.push((key_at, Shape::Table(self.query(value, at)))),
                "file" => shapes.push((key_at, Shape::File(self.file(value, at)))),
                _ => map.figures = self.figures(value, at),
            }
        }
        for (key, found) in [("title", &map.title), ("source", &map.source), ("licence", &map.licence)] {
            if found.is_empty() {
                self.error(0, &text("cli.reference_lacks", &[("key", key)]));
            }
        }
        if shapes.len() != 1 {
            let at = shapes.get(1).map_or(0, |(at, _)| *at);
            self.error(at, &text("cli.reference_one_shape", &[]));
        }
        map.shape = shapes.into_iter().next()?.1;
        let has_also = map.query().is_some_and(|query| !query.also.is_empty());
        if map.figures.is_empty() && !has_also {
            self.error(0, &text("cli.reference_lacks", &[("key", "[[figure]]")]));
        }
        self.check_dimensions(&map);
        Some(map)
    }

    /// Whatever a figure tells categories of must be asked for.
    fn check_dimensions(&mut self, map: &ReferenceMap) {
        let Some(query) = map.query() else { return };
        for figure in &map.figures {
            for cells in [&figure.value, &figure.numerator, &figure.denominator].into_iter().flatten() {
                let is_open =
                    |(dimension, asked): &&(String, Vec<String>)| asked.len() > 1 && !cells.of.contains_key(dimension);
                for (dimension, _) in query.fixed.iter().filter(is_open) {
                    let values = [("dimension", dimension.as_str())];
                    self.errors.push(format!("{}: {}", figure.place, text("cli.reference_open", &values)));
                }
                for (dimension, category) in &cells.of {
                    let asked = query.fixed.iter().find(|(known, _)| known == dimension);
                    if !asked.is_some_and(|(_, categories)| categories.contains(category)) {
                        let values = [("dimension", dimension.as_str()), ("category", category)];
                        self.errors.push(format!("{}: {}", figure.place, text("cli.reference_not_asked", &values)));
                    }
                }
            }
        }
    }

    fn query(&mut self, value: &DeValue, at: usize) -> TableQuery {
        let mut query =
            TableQuery { contents: "ContentsCode".to_owned(), time: "Tid".to_owned(), ..TableQuery::default() };
        for (key, _, value, at) in self.entries(value, at, &QUERY_KEYS) {
            match key {
                "table" => query.table = self.string(value, at),
                "region" => query.region = self.string(value, at),
                "regions" => query.regions = self.region_kinds(value, at),
                "as_population" => query.as_population = self.boolean(value, at),
                "contents" => query.contents = self.string(value, at),
                "also" => query.also = self.strings(value, at),
                "time" => query.time = self.string(value, at),
                "first" => query.first = self.year(value, at),
                _ => {
                    let dimensions = self.any_entries(value, at);
                    query.fixed =
                        dimensions.into_iter().map(|(key, value, at)| (key, self.strings(value, at))).collect();
                }
            }
        }
        let is_number = query.table.len() == 5 && query.table.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number {
            self.error(at, &text("cli.reference_table_number", &[]));
        }
        let missing =
            [("region", query.region.is_empty()), ("regions", query.regions.is_empty()), ("first", query.first == 0)];
        for (key, _) in missing.into_iter().filter(|(_, is_missing)| *is_missing) {
            self.error(at, &text("cli.reference_lacks", &[("key", key)]));
        }
        let words = [&query.region, &query.contents, &query.time].into_iter().chain(&query.also);
        let fixed = query.fixed.iter().flat_map(|(dimension, codes)| std::iter::once(dimension).chain(codes));
        if words.chain(fixed).any(|word| !is_code(word)) {
            self.error(at, &text("cli.reference_code", &[]));
        }
        query
    }

    fn region_kinds(&mut self, value: &DeValue, at: usize) -> Vec<RegionKind> {
        let mut kinds = Vec::new();
        for word in self.strings(value, at) {
            match REGION_KINDS.iter().find(|(known, _)| *known == word) {
                Some((_, kind)) => kinds.push(*kind),
                None => self.not_among(at, &word, &REGION_KINDS.map(|(known, _)| known)),
            }
        }
        kinds
    }

    fn file(&mut self, value: &DeValue, at: usize) -> FileShape {
        let mut shape = FileShape::default();
        for (key, _, value, at) in self.entries(value, at, &FILE_KEYS) {
            match key {
                "names" => shape.names = self.strings(value, at),
                "region" => shape.region = self.string(value, at),
                "year" => shape.year = Some(self.string(value, at)),
                "year_is" => shape.year_is = Some(self.year(value, at)),
                "decimal" => {
                    let written = self.string(value, at);
                    shape.has_comma = Some(written == "komma");
                    if !["komma", "punktum"].contains(&written.as_str()) {
                        self.not_among(at, &written, &["komma", "punktum"]);
                    }
                }
                "regions" => shape.regions = self.words(value, at),
                _ => {
                    shape.marks = self.words(value, at);
                    if let Some(wrong) = shape.marks.values().find(|mark| !MARKS.contains(&mark.as_str())).cloned() {
                        self.not_among(at, &wrong, &MARKS);
                    }
                }
            }
        }
        let is_pattern = |name: &String| !name.trim().is_empty() && !name.contains(['/', '\\']);
        if shape.names.is_empty() || !shape.names.iter().all(is_pattern) {
            self.error(at, &text("cli.source_pattern", &[]));
        }
        if shape.region.is_empty() {
            self.error(at, &text("cli.reference_lacks", &[("key", "region")]));
        }
        if shape.year.is_some() == shape.year_is.is_some() {
            self.error(at, &text("cli.reference_one_year", &[]));
        }
        shape
    }

    fn figures(&mut self, value: &DeValue, at: usize) -> Vec<ReferenceFigure> {
        let Some(array) = value.as_array() else {
            self.error(at, &text("cli.source_wants_table", &[]));
            return Vec::new();
        };
        array.iter().map(|item| self.figure(item.get_ref(), item.span().start)).collect()
    }

    fn figure(&mut self, value: &DeValue, at: usize) -> ReferenceFigure {
        let (line, column) = self.position(at);
        let values = [("file", self.path), ("line", line.as_str()), ("column", &column)];
        let mut figure = ReferenceFigure { place: text("cli.reference_place", &values), ..ReferenceFigure::default() };
        let mut of = BTreeMap::new();
        for (key, _, value, at) in self.entries(value, at, &FIGURE_KEYS) {
            match key {
                "indicator" => figure.indicator = self.string(value, at),
                "unit" => {
                    figure.unit = self.string(value, at);
                    if !UNITS.contains(&figure.unit.as_str()) {
                        let unit = figure.unit.clone();
                        self.not_among(at, &unit, &UNITS);
                    }
                }
                "value" => figure.value = Some(self.cells(value, at)),
                "numerator" => figure.numerator = Some(self.cells(value, at)),
                "denominator" => figure.denominator = Some(self.cells(value, at)),
                "population" => figure.population = self.ages(value, at),
                "context" => figure.is_context = self.boolean(value, at),
                _ => of = self.words(value, at),
            }
        }
        // What is said of all its cells; what one of them says for itself goes before.
        for cells in [&mut figure.value, &mut figure.numerator, &mut figure.denominator].into_iter().flatten() {
            for (dimension, category) in &of {
                cells.of.entry(dimension.clone()).or_insert_with(|| category.clone());
            }
        }
        for (key, found) in [("indicator", &figure.indicator), ("unit", &figure.unit)] {
            if found.is_empty() {
                self.error(at, &text("cli.reference_lacks", &[("key", key)]));
            }
        }
        let is_worked_out = figure.numerator.is_some() && figure.denominator.is_some() && figure.per().is_some();
        if figure.value.is_none() && !is_worked_out {
            self.error(at, &text("cli.reference_no_value", &[]));
        }
        figure
    }

    /// A code or a column by itself, or with categories: `{ code = "…", KOKalder0000 = "F000-017" }`.
    fn cells(&mut self, value: &DeValue, at: usize) -> Cells {
        if let Some(code) = value.as_str() {
            return self.coded(Cells { code: code.to_owned(), of: BTreeMap::new() }, at);
        }
        let mut of = self.words(value, at);
        let code = of.remove("code").unwrap_or_default();
        self.coded(Cells { code, of }, at)
    }

    fn coded(&mut self, cells: Cells, at: usize) -> Cells {
        if cells.code.trim().is_empty() {
            self.error(at, &text("cli.source_empty", &[]));
        }
        cells
    }
}

/// What can stand in an address as it is, and as the name of a series.
fn is_code(word: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'.');
    !word.is_empty() && word.bytes().all(fits)
}
