//! What an answer is made of. The keys of the JSON are these names, and stay; see `docs/explain.md`.

use serde::Serialize;
use serde_json::Number;

/// What is said of the indicator as a whole.
#[derive(Debug, Serialize)]
pub(super) struct Head {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) method: String,
    pub(super) reference: String,
    pub(super) valid_from: Option<i32>,
    pub(super) valid_to: Option<i32>,
    pub(super) definition_file: String,
}

/// One measure.
#[derive(Debug, Serialize)]
pub(super) struct Measure {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) unit: &'static str,
    pub(super) unit_text: String,
    pub(super) definition: Vec<Sentence>,
    pub(super) sources: Vec<OfSource>,
    pub(super) years: Vec<OfYear>,
    pub(super) breakdowns: Vec<Breakdown>,
    /// Of a change since the baseline.
    pub(super) change: Option<Change>,
}

/// What a change since the baseline is made of.
#[derive(Debug, Serialize)]
pub(super) struct Change {
    /// The measure that has changed.
    pub(super) measure: String,
    /// Null where the project has no baseline.
    pub(super) baseline: Option<Baseline>,
    /// Why it is not in the report, where it is not.
    pub(super) reason: Option<String>,
}

/// The baseline.
#[derive(Debug, Serialize)]
pub(super) struct Baseline {
    pub(super) year: i32,
    pub(super) first_day: String,
    pub(super) last_day: String,
    pub(super) file: String,
}

/// A sentence, and the part of the definition that it is made from.
#[derive(Debug, Serialize)]
pub(super) struct Sentence {
    pub(super) part: &'static str,
    pub(super) sentence: String,
}

/// A source with its files.
#[derive(Debug, Serialize)]
pub(super) struct OfSource {
    pub(super) source: String,
    pub(super) title: String,
    pub(super) role: &'static str,
    pub(super) files: Vec<OfFile>,
    /// Years of the report without a file.
    pub(super) years_without_file: Vec<i32>,
}

/// One file or sheet.
#[derive(Debug, Serialize)]
pub(super) struct OfFile {
    pub(super) year: Option<i32>,
    pub(super) file: String,
    pub(super) sheet: Option<String>,
    /// Null where it is left out.
    pub(super) rows: Option<FileRows>,
}

/// Where the rows of a file went.
#[derive(Debug, Serialize)]
pub(super) struct FileRows {
    pub(super) used: usize,
    pub(super) excluded: std::collections::BTreeMap<String, usize>,
    pub(super) rejected: usize,
}

/// One year.
#[derive(Debug, Serialize)]
pub(super) struct OfYear {
    pub(super) year: i32,
    /// Why there is no figure, where that is known.
    pub(super) reason: Option<String>,
    #[serde(flatten)]
    pub(super) figure: Figure,
    /// The 1 January whose population is the denominator.
    pub(super) population_year: Option<i32>,
    pub(super) comparison: Option<Comparison>,
    /// Of a change: the figure of the year; that of the baseline is what it is compared with.
    pub(super) measure: Option<Figure>,
    /// Null where rows are left out or not counted one by one.
    pub(super) rows: Option<Rows>,
    /// Of each source by itself, where what is counted comes from several.
    pub(super) rows_by_source: Vec<SourceRows>,
    pub(super) rows_concealed: bool,
    pub(super) lines: Option<Lines>,
}

/// A figure, or the mark that stands for it.
#[derive(Debug, Default, Serialize)]
pub(super) struct Figure {
    pub(super) value: Option<Number>,
    pub(super) numerator: Option<u64>,
    pub(super) denominator: Option<u64>,
    pub(super) lower: Option<Number>,
    pub(super) upper: Option<Number>,
    pub(super) status: &'static str,
    /// The same in words.
    #[serde(skip)]
    pub(super) words: String,
    #[serde(skip)]
    pub(super) interval: Option<String>,
}

/// The county; of a change the baseline.
#[derive(Debug, Serialize)]
pub(super) struct Comparison {
    pub(super) region: String,
    pub(super) name: String,
    pub(super) value: Option<Number>,
    pub(super) verdict: &'static str,
    #[serde(skip)]
    pub(super) words: String,
}

/// From all rows of the source to those used.
#[derive(Debug, Serialize)]
pub(super) struct Rows {
    /// Null where another year's number is left out.
    pub(super) source: Option<u64>,
    pub(super) other_folder: Option<u64>,
    /// Rows of the folders that the window reads.
    pub(super) read: u64,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) used: u64,
    pub(super) items: Option<Items>,
}

/// The rows of one source.
#[derive(Debug, Serialize)]
pub(super) struct SourceRows {
    /// The source's id; `source` among the rows is how many it has.
    pub(super) id: String,
    #[serde(flatten)]
    pub(super) rows: Rows,
}

/// What a rule left out.
#[derive(Debug, Serialize)]
pub(super) struct LeftOut {
    pub(super) rule: &'static str,
    pub(super) field: Option<String>,
    pub(super) sentence: String,
    pub(super) rows: u64,
}

/// What a view made of the rows.
#[derive(Debug, Serialize)]
pub(super) struct Items {
    pub(super) count: u64,
    pub(super) what: String,
}

/// Where the rows of a year stand.
#[derive(Debug, Serialize)]
pub(super) struct Lines {
    pub(super) used: Vec<FileLines>,
    pub(super) left_out: Vec<LeftOutLines>,
}

/// Lines of a file.
#[derive(Debug, Serialize)]
pub(super) struct FileLines {
    pub(super) file: String,
    pub(super) sheet: Option<String>,
    pub(super) lines: Vec<u32>,
}

/// Lines that a rule left out.
#[derive(Debug, Serialize)]
pub(super) struct LeftOutLines {
    pub(super) rule: &'static str,
    pub(super) field: Option<String>,
    pub(super) sentence: String,
    pub(super) files: Vec<FileLines>,
}

/// The categories of the year reported.
#[derive(Debug, Serialize)]
pub(super) struct Breakdown {
    pub(super) dimension: String,
    pub(super) title: String,
    pub(super) overlapping: bool,
    pub(super) categories: Vec<Category>,
}

/// One category.
#[derive(Debug, Serialize)]
pub(super) struct Category {
    pub(super) code: String,
    pub(super) label: String,
    #[serde(flatten)]
    pub(super) figure: Figure,
}
