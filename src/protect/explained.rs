//! Numbers of rows are figures too: who knows how many rows were used, or left out by a rule, may know how many children
//! there are. What lies behind a measure therefore goes through disclosure control beside the figures themselves.
//!
//! What is left out is all numbers of rows of a source and a year at once, in the explanation of every measure, so that
//! two explanations side by side say no more than one. See `docs/explain.md`.

mod concealed;

use super::accounts::year_of;
use super::{Before, Heading, Publishable, Quality, Refusal, decided, publishable};
use crate::check::RowAccount;
use crate::compute::{Aggregates, Basis, Explanation, Role, RowSteps, YearRows};
use crate::units::Audience;
use concealed::Concealed;

/// What lies behind one measure, as far as it may be told.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// Measure id.
    pub measure: String,
    /// The sources, those that are counted first.
    pub sources: Vec<ExplainedSource>,
    /// The years, ascending without holes.
    pub years: Vec<ExplainedYear>,
}

/// A source with its files.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedSource {
    /// Source id.
    pub source: String,
    /// What it is read for.
    pub role: Role,
    /// Its files and sheets, in order of path.
    pub files: Vec<ExplainedFile>,
}

/// One file or sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedFile {
    /// The year of its folder; reference files have none.
    pub year: Option<i32>,
    /// Path relative to the project.
    pub file: String,
    /// Sheet, for workbooks.
    pub sheet: Option<String>,
    /// Where its rows went; none where that would give back what is withheld.
    pub account: Option<RowAccount>,
}

/// One year.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedYear {
    /// The year.
    pub year: i32,
    /// Whether there is a figure, and if not, why.
    pub basis: Basis,
    /// The rows.
    pub rows: Rows,
    /// The rows of each source by itself, where what is counted comes from several; for those who may see small numbers.
    pub by_source: Vec<(String, RowSteps)>,
    /// The 1 January whose population is the denominator.
    pub population: Option<i32>,
}

/// Numbers of rows.
#[derive(Debug, Clone, PartialEq)]
pub enum Rows {
    /// They may be told.
    Shown(RowSteps),
    /// They would give back what is withheld.
    Concealed,
    /// Rows are not counted one by one, or there are none.
    None,
}

/// As [`super::protect`], with what lies behind each measure.
///
/// For [`Audience::Intern`] nothing is left out.
///
/// # Errors
/// As [`super::protect`].
pub fn protect_explained(
    aggregates: Aggregates,
    heading: Heading,
    quality: Quality,
    before: &Before,
    behind: Vec<Explanation>,
) -> Result<(Publishable, Vec<Explained>), Refusal> {
    let accounts = quality.accounts.clone();
    let model = decided(&aggregates, &heading, before)?;
    let concealed = match heading.audience {
        Audience::Intern => Concealed::default(),
        Audience::Offentlig => {
            Concealed::of(&model, &aggregates.indicators, &behind, &accounts, heading.policy.threshold)
        }
    };
    let explained = behind.into_iter().map(|behind| told(behind, &accounts, &concealed));
    let explained = match heading.audience {
        Audience::Intern => explained.collect(),
        Audience::Offentlig => explained.map(without_sources).collect(),
    };
    Ok((publishable(aggregates, heading, quality, &model), explained))
}

fn told(behind: Explanation, accounts: &[RowAccount], concealed: &Concealed) -> Explained {
    let sources = behind.uses.iter().map(|uses| ExplainedSource {
        source: uses.source.clone(),
        role: uses.role,
        files: files(&uses.source, accounts, concealed),
    });
    let sources: Vec<ExplainedSource> = sources.collect();
    let Explanation { measure, family, years, .. } = behind;
    let is_hidden = |year: i32| family.iter().any(|source| concealed.has(source, year));
    let is_hidden_anywhere = family.iter().any(|source| concealed.has_any_year(source));
    let years = years.into_iter().map(|of_year| {
        let hides = is_hidden(of_year.year) || of_year.folders.iter().any(|year| is_hidden(*year));
        let rows = match &of_year.rows {
            None => Rows::None,
            Some(steps) if hides && !concealed.is_figure(&measure, of_year.year, steps) => Rows::Concealed,
            // All rows less those of the other years are those of the year that is withheld.
            Some(steps) if is_hidden_anywhere => Rows::Shown(RowSteps { everywhere: None, ..steps.clone() }),
            Some(steps) => Rows::Shown(steps.clone()),
        };
        let YearRows { year, basis, by_source, population, .. } = of_year;
        ExplainedYear { year, basis, rows, by_source, population }
    });
    let years = years.collect();
    Explained { measure, sources, years }
}

/// For the public: how children are spread over sources is more than the figures say.
fn without_sources(mut explained: Explained) -> Explained {
    explained.years.iter_mut().for_each(|year| year.by_source.clear());
    explained
}

fn files(source: &str, accounts: &[RowAccount], concealed: &Concealed) -> Vec<ExplainedFile> {
    let of_source = accounts.iter().filter(|account| account.source == source);
    let file = |account: &RowAccount| {
        let year = year_of(&account.file);
        let hides = year.is_some_and(|year| concealed.has(source, year));
        ExplainedFile {
            year,
            file: account.file.clone(),
            sheet: account.sheet.clone(),
            account: (!hides).then(|| account.clone()),
        }
    };
    of_source.map(file).collect()
}
