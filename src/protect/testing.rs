//! Publishables made by hand, for the tests of writers: only this room can make one.

use super::{Cell, Heading, Interval, Protection, Publishable, Quality, Shown};
use crate::compute::{Breakdown, Category, IndicatorTable, MeasureTable, Point};
use crate::units::{Audience, MunicipalityCode, Unit, Window};
use crate::windows::Windows;

/// A report of `indicators` for an invented municipality.
pub(crate) fn publishable(indicators: Vec<IndicatorTable<Cell>>) -> Publishable {
    publishable_with(heading(), indicators)
}

/// A report of `indicators` under `heading`.
pub(crate) fn publishable_with(heading: Heading, indicators: Vec<IndicatorTable<Cell>>) -> Publishable {
    let quality = Quality { accounts: Vec::new(), concealed_accounts: 0, findings: Vec::new(), concealed_findings: 0 };
    Publishable {
        heading,
        indicators,
        region: None,
        relations: Vec::new(),
        quality,
        protection: Protection::default(),
        kept: Vec::new(),
        corrected: std::collections::BTreeSet::new(),
        judgements: crate::compare::Judgements::default(),
    }
}

/// The year 2025 for an invented municipality.
pub(crate) fn heading() -> Heading {
    Heading {
        municipality: MunicipalityCode::parse("9901").unwrap(),
        municipality_name: "Fjellvik".to_owned(),
        year: 2025,
        window: Window::Aar,
        windows: Windows::default(),
        reporting_date: None,
        audience: Audience::Offentlig,
        policy: super::PrimaryPolicy::default(),
        detail: crate::compute::Detail::default(),
        threshold_reason: "vedtatt i planen".to_owned(),
        synthetic: true,
    }
}

/// An indicator with these measures; its id is that of the first.
pub(crate) fn indicator(measures: Vec<MeasureTable<Cell>>) -> IndicatorTable<Cell> {
    IndicatorTable {
        id: measures.first().map_or_else(String::new, |measure| measure.id.clone()),
        title: measures.first().map_or_else(String::new, |measure| measure.title.clone()),
        description: "Hva indikatoren sier.".to_owned(),
        method: "Hvordan det telles.".to_owned(),
        reference: "barnevernsloven § 2-1".to_owned(),
        measures,
    }
}

/// A measure whose totals end in 2025.
pub(crate) fn measure(id: &str, unit: Unit, totals: &[Cell]) -> MeasureTable<Cell> {
    let first = 2026 - i32::try_from(totals.len()).unwrap();
    MeasureTable {
        id: id.to_owned(),
        title: format!("Mål {id}"),
        unit_text: unit.id().to_owned(),
        unit,
        note: None,
        part_of: None,
        charts: crate::compute::Charts::All,
        totals: (first..).zip(totals).map(|(year, cell)| Point { year, cell: *cell, comparison: None }).collect(),
        breakdowns: Vec::new(),
        references: Vec::new(),
    }
}

/// A breakdown with one cell a category, for 2025.
pub(crate) fn breakdown(dimension: &str, categories: &[(&str, Cell)]) -> Breakdown<Cell> {
    let category = |(index, (label, cell)): (usize, &(&str, Cell))| Category {
        code: format!("c{index}"),
        label: (*label).to_owned(),
        cells: vec![*cell],
    };
    Breakdown {
        dimension: dimension.to_owned(),
        title: dimension.to_owned(),
        overlapping: false,
        years: vec![2025],
        categories: categories.iter().enumerate().map(category).collect(),
    }
}

/// A shown cell without an interval.
pub(crate) fn shown(value: f64) -> Cell {
    Cell::Shown(Shown { value, numerator: None, denominator: None, interval: None })
}

/// A shown cell with its 95 % interval.
pub(crate) fn shown_within(value: f64, lower: f64, upper: f64) -> Cell {
    Cell::Shown(Shown { value, numerator: None, denominator: None, interval: Some(Interval { lower, upper }) })
}
