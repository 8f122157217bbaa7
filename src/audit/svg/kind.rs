//! What a chart is of, by its name and what is published: never by what the drawing says of itself.

use super::super::figures::{CellRef, Row};
use super::super::published::Published;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A measure through the years, or its places or waits beside it.
    Totals,
    /// The categories of a breakdown, or how many stand where.
    Categories,
    /// The months of a year.
    Months,
    /// All months.
    Run,
    /// A panel for each unit.
    Units,
    /// Answers on the scale 1-6.
    Answers,
    /// All indicators.
    Overview,
    /// Who has delivered what.
    Deliveries,
    /// Municipalities beside each other.
    Municipalities,
}

/// Which figures a chart shows.
pub(super) struct Shown<'p> {
    pub(super) kind: Kind,
    /// Those that have marks of their own.
    pub(super) rows: Vec<&'p Row>,
    /// Those that stand beside them: other years, and the measure that nine of ten are within.
    pub(super) beside: Vec<&'p Row>,
}

/// The figures a chart is of; nothing where nothing of that name is published.
pub(super) fn of<'p>(stem: &str, published: &'p Published) -> Option<Shown<'p>> {
    let own = &published.manifest.municipality;
    let all: Vec<&Row> = published.figures.rows.iter().filter(|row| row.cell.place == *own).collect();
    let pick = |keep: &dyn Fn(&Row) -> bool| -> Vec<&'p Row> { all.iter().copied().filter(|row| keep(row)).collect() };
    let is_year = |row: &Row| row.cell.year == published.year;
    let found = |kind: Kind, rows: Vec<&'p Row>, beside: Vec<&'p Row>| {
        (!rows.is_empty()).then_some(Shown { kind, rows, beside })
    };
    if stem == "oversikt" {
        let rows = pick(&|row| is_year(row) && row.cell.breakdown.is_empty());
        return found(Kind::Overview, rows, Vec::new());
    }
    if stem == "rapportering" {
        let is_delivery = |row: &Row| dimensions(&row.cell) == ["enhet", "kilde"];
        return found(Kind::Deliveries, pick(&|row| is_year(row) && is_delivery(row)), Vec::new());
    }
    if let Some(measure) = stem.strip_suffix("-utvikling") {
        let is_month = |row: &Row| row.cell.indicator == measure && dimensions(&row.cell) == ["maaned"];
        return found(Kind::Run, pick(&is_month), Vec::new());
    }
    if let Some(measure) = stem.strip_suffix("-kommuner") {
        let is_one = |row: &&Row| row.cell.indicator == measure && row.cell.breakdown.is_empty() && is_year(row);
        let rows: Vec<&Row> = published.figures.rows.iter().filter(is_one).collect();
        return found(Kind::Municipalities, rows, Vec::new());
    }
    if let Some(indicator) = stem.strip_suffix("-svar") {
        let of = |row: &Row| row.cell.indicator.strip_prefix(indicator).is_some_and(|rest| rest.starts_with('-'));
        let is_answer = |row: &Row| is_year(row) && of(row) && dimensions(&row.cell) == ["svar"];
        let totals = pick(&|row| is_year(row) && of(row) && row.cell.breakdown.is_empty());
        return found(Kind::Answers, pick(&is_answer), totals);
    }
    let far = format!("{stem}-p90");
    let is_total = |row: &Row| row.cell.breakdown.is_empty();
    let totals = pick(&|row| row.cell.indicator == stem && is_total(row));
    if !totals.is_empty() {
        return found(Kind::Totals, totals, pick(&|row| row.cell.indicator == far && is_total(row)));
    }
    let broken_down = pick(&|row| !is_total(row) && is_named(&row.cell, stem));
    let (rows, before): (Vec<&Row>, Vec<&Row>) = broken_down.into_iter().partition(|row| is_year(row));
    let kind = match rows.first().map(|row| dimensions(&row.cell)).as_deref() {
        Some(["maaned"]) => Kind::Months,
        Some(["enhet"]) => Kind::Units,
        _ => Kind::Categories,
    };
    found(kind, rows, before)
}

/// The dimensions of a breakdown, in order of name.
fn dimensions(cell: &CellRef) -> Vec<&str> {
    let mut dimensions: Vec<&str> =
        cell.breakdown.split('|').filter_map(|pair| Some(pair.split_once('=')?.0)).collect();
    dimensions.sort_unstable();
    dimensions
}

fn is_named(cell: &CellRef, stem: &str) -> bool {
    let Some(rest) = stem.strip_prefix(cell.indicator.as_str()).and_then(|rest| rest.strip_prefix('-')) else {
        return false;
    };
    let mut dimensions = dimensions(cell);
    let straight = dimensions.join("-");
    dimensions.reverse();
    rest == straight || rest == dimensions.join("-")
}
