//! What the tables of others mean to us: which of their figures stands beside which of ours, how a region and a year are
//! written, and what to ask for. One small TOML file a table, built in or the project's own (`reference/*.toml`).

mod read;
#[cfg(test)]
mod tests;
mod values;

use std::collections::BTreeMap;

use super::definitions::DefinitionFile;
use super::{fold, is_like};

/// All maps, the project's before the built-in ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReferenceMaps {
    maps: Vec<ReferenceMap>,
}

/// What one table means to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceMap {
    /// Id: the file's name without `.toml`.
    pub id: String,
    /// Name of the table.
    pub title: String,
    /// Who publishes it, as it is to be named.
    pub source: String,
    /// The licence it is published under.
    pub licence: String,
    /// What a reader of its figures must know.
    pub note: Option<String>,
    /// Where its figures stand.
    pub shape: Shape,
    /// Its figures.
    pub figures: Vec<ReferenceFigure>,
}

/// Where the figures of a table stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A table of Statistics Norway's that is asked for and answered in JSON-stat.
    Table(TableQuery),
    /// A file with a row for each region.
    File(FileShape),
}

/// A table of Statistics Norway's, and what is asked of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableQuery {
    /// Its number.
    pub table: String,
    /// Id of the dimension of regions.
    pub region: String,
    /// Regions are written as in the population (`34`, `0`) and not as in KOSTRA (`EKA34`, `EAK`).
    pub as_population: bool,
    /// Which regions are asked for.
    pub regions: Vec<RegionKind>,
    /// Id of the dimension of what is counted.
    pub contents: String,
    /// Contents that are asked for beside those of the figures.
    pub also: Vec<String>,
    /// Id of the dimension of years.
    pub time: String,
    /// The table's first year.
    pub first: i32,
    /// The other dimensions, with the categories that are asked for.
    pub fixed: Vec<(String, Vec<String>)>,
}

/// Whose figures are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegionKind {
    /// The plan's municipality and those it is reported with.
    Municipality,
    /// The plan's county.
    County,
    /// The country.
    Country,
}

/// A file with a row for each region, as folkehelse and Ungdata have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileShape {
    /// Patterns of its name.
    pub names: Vec<String>,
    /// The column of regions: a code, or a code before a name.
    pub region: String,
    /// The column of years.
    pub year: Option<String>,
    /// The year of all rows, where there is no such column.
    pub year_is: Option<i32>,
    /// Numbers have a comma before decimals and points between thousands, or the other way round; either where not set.
    pub has_comma: Option<bool>,
    /// Words for regions, with their codes.
    pub regions: BTreeMap<String, String>,
    /// Signs in place of a figure, with Statistics Norway's mark for the same.
    pub marks: BTreeMap<String, String>,
}

/// One figure of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReferenceFigure {
    /// The indicator or measure it stands beside; a name of its own where it is context.
    pub indicator: String,
    /// What it is counted in.
    pub unit: String,
    /// The figure itself; worked out from numerator and denominator where the table has none.
    pub value: Option<Cells>,
    /// What is counted.
    pub numerator: Option<Cells>,
    /// Out of how many.
    pub denominator: Option<Cells>,
    /// Youngest and oldest of the inhabitants it is set against, where the table does not give how many they are.
    pub population: Option<(i64, i64)>,
    /// It stands beside none of ours.
    pub is_context: bool,
    /// File, line and column of its definition.
    pub place: String,
}

/// Which cells of a table: a contents code or a column, and categories of other dimensions or columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cells {
    /// Contents code, or name of a column.
    pub code: String,
    /// The categories, by dimension or column.
    pub of: BTreeMap<String, String>,
}

impl Cells {
    /// The name under which these cells stand among the reference data, unless they are a figure of ours.
    pub fn series(&self) -> String {
        self.of.iter().fold(self.code.clone(), |name, (dimension, category)| format!("{name};{dimension}={category}"))
    }

    /// Whether a cell with these categories is one of them; a dimension that the table does not have is no hindrance.
    fn has(&self, code: &str, place: &BTreeMap<&str, &str>) -> bool {
        let fits = |(dimension, category): (&String, &String)| {
            place.get(dimension.as_str()).is_none_or(|found| found == category)
        };
        self.code == code && self.of.iter().all(fits)
    }
}

impl ReferenceFigure {
    /// What a share is multiplied by in its unit; a count has none.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::acquire::ReferenceFigure;
    /// let figure = |unit: &str| ReferenceFigure { unit: unit.into(), ..ReferenceFigure::default() };
    /// assert_eq!((figure("prosent").per(), figure("per-1000").per(), figure("antall").per()), (Some(100.0), Some(1000.0), None));
    /// ```
    pub fn per(&self) -> Option<f64> {
        match self.unit.as_str() {
            "prosent" => Some(100.0),
            "per-1000" => Some(1000.0),
            _ => None,
        }
    }
}

impl ReferenceMap {
    /// What the cells of a table are called among the reference data: the figure they are, or their own name.
    pub(super) fn name_of(&self, code: &str, place: &BTreeMap<&str, &str>) -> String {
        let is_value = |figure: &&ReferenceFigure| figure.value.as_ref().is_some_and(|cells| cells.has(code, place));
        if let Some(figure) = self.figures.iter().find(is_value) {
            return figure.indicator.clone();
        }
        let of = place.iter().map(|(dimension, category)| ((*dimension).to_owned(), (*category).to_owned())).collect();
        Cells { code: code.to_owned(), of }.series()
    }

    /// The names under which `cells` may stand among the reference data, the likeliest first.
    pub fn names_of(&self, cells: &Cells) -> Vec<String> {
        let place = cells.of.iter().map(|(dimension, category)| (dimension.as_str(), category.as_str())).collect();
        vec![self.name_of(&cells.code, &place), cells.code.clone()]
    }

    /// The query of a table of Statistics Norway's.
    pub fn query(&self) -> Option<&TableQuery> {
        match &self.shape {
            Shape::Table(query) => Some(query),
            Shape::File(_) => None,
        }
    }

    /// Every contents code that is asked for, each once.
    ///
    /// # Examples
    /// ```
    /// let maps = tryggtall::acquire::ReferenceMaps::built_in().unwrap();
    /// let map = maps.iter().find(|map| map.id == "12615").unwrap();
    /// assert_eq!(map.contents(), ["KOSbvbarnmelding0001", "KOSbvbarnmelding0000"]);
    /// ```
    pub fn contents(&self) -> Vec<String> {
        let of_figure = |figure: &ReferenceFigure| {
            let cells = [&figure.value, &figure.numerator, &figure.denominator];
            cells.into_iter().flatten().map(|cells| cells.code.clone()).collect::<Vec<_>>()
        };
        let also = self.query().map(|query| query.also.clone()).unwrap_or_default();
        let mut codes: Vec<String> = Vec::new();
        for code in self.figures.iter().flat_map(of_figure).chain(also) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes
    }
}

impl ReferenceMaps {
    /// The maps of the built-in catalogue.
    ///
    /// # Errors
    /// Every mistake at once, each with file, line and column.
    pub fn built_in() -> Result<Self, Vec<String>> {
        let files = crate::catalogue::files("reference", "toml");
        let path = |name: &str| format!("reference/{name}.toml");
        Self::read(files.into_iter().map(|(name, text)| (path(name), name.to_owned(), text)))
    }

    /// The built-in maps with a project's own before them; one with the id of a built-in map takes its place.
    ///
    /// # Errors
    /// Every mistake at once, each with file, line and column.
    pub fn for_project(files: &[DefinitionFile]) -> Result<Self, Vec<String>> {
        let (mut errors, mut texts) = (Vec::new(), Vec::new());
        for file in files {
            let stem = file.path.rsplit('/').next().and_then(|name| name.strip_suffix(".toml"));
            // Notepad puts a mark before the text.
            let content = std::str::from_utf8(&file.bytes).map(|text| text.trim_start_matches('\u{feff}'));
            match (stem, content) {
                (Some(stem), Ok(content)) => texts.push((file.path.clone(), stem.to_owned(), content)),
                _ => errors.push(format!("{}: {}", file.path, crate::lang::text("cli.plan_not_utf8", &[]))),
            }
        }
        let own = Self::read(texts).map_err(|found| errors.extend(found)).unwrap_or_default();
        let built_in = Self::built_in().map_err(|found| errors.extend(found)).unwrap_or_default();
        let ids: Vec<&String> = own.maps.iter().map(|map| &map.id).collect();
        let others = built_in.maps.iter().filter(|map| !ids.contains(&&map.id)).cloned();
        let maps = own.maps.iter().cloned().chain(others).collect();
        if errors.is_empty() { Ok(Self { maps }) } else { Err(errors) }
    }

    fn read<'t>(files: impl IntoIterator<Item = (String, String, &'t str)>) -> Result<Self, Vec<String>> {
        let (mut maps, mut errors) = (Vec::new(), Vec::new());
        for (path, id, text) in files {
            match read::read(&path, &id, text) {
                Ok(map) => maps.push(map),
                Err(found) => errors.extend(found),
            }
        }
        if errors.is_empty() { Ok(Self { maps }) } else { Err(errors) }
    }

    /// The maps, the project's first.
    pub fn iter(&self) -> impl Iterator<Item = &ReferenceMap> {
        self.maps.iter()
    }

    /// The first figure that stands beside an indicator, with its map.
    pub fn figure(&self, indicator: &str) -> Option<(&ReferenceMap, &ReferenceFigure)> {
        self.maps.iter().find_map(|map| map.figures.iter().find(|it| it.indicator == indicator).map(|it| (map, it)))
    }

    /// The maps of a table of Statistics Norway's.
    pub(super) fn of_table(&self, table: &str) -> impl Iterator<Item = &ReferenceMap> {
        self.maps.iter().filter(move |map| map.query().is_some_and(|query| query.table == table))
    }

    /// The indicator whose figure a contents code is, in whichever table; the code itself where it is none of ours.
    pub(super) fn indicator<'n>(&'n self, code: &'n str) -> &'n str {
        let is_it = |figure: &&ReferenceFigure| figure.value.as_ref().is_some_and(|cells| cells.code == code);
        let figures = self.maps.iter().filter(|map| map.query().is_some()).flat_map(|map| &map.figures);
        figures.into_iter().find(is_it).map_or(code, |figure| figure.indicator.as_str())
    }

    /// The map of a file with this name.
    pub(super) fn of_file(&self, name: &str) -> Option<(&ReferenceMap, &FileShape)> {
        let fits = |shape: &FileShape| shape.names.iter().any(|pattern| is_like(pattern, name));
        self.maps.iter().find_map(|map| match &map.shape {
            Shape::File(shape) if fits(shape) => Some((map, shape)),
            _ => None,
        })
    }
}

impl FileShape {
    /// The code of a region as a cell has it: one of the map's words, a code, or a code before a name (`0425 Åsnes`).
    pub(super) fn region_code(&self, cell: &str) -> String {
        let folded = fold(cell);
        if let Some((_, code)) = self.regions.iter().find(|(word, _)| fold(word) == folded) {
            return code.clone();
        }
        let first = cell.split_whitespace().next().unwrap_or_default();
        let is_number = matches!(first.len(), 2 | 4) && first.bytes().all(|byte| byte.is_ascii_digit());
        crate::regions::canonical(if is_number { first } else { cell }).into_owned()
    }
}
