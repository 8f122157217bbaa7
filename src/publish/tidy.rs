//! Tidy data: one row per figure, for machines and for the workbook's sheet Data.

use crate::compute::changed;
use crate::compute::{
    Breakdown, MUNICIPALITIES, MeasureTable, Point, ReferenceRole, ReferenceSeries, ReferenceValue, RegionTables,
    Verdict,
};
use crate::protect::{Cell, Heading, Publishable};
use crate::units::{Unit, Window};

use super::{Rounded, reference};

pub mod comparisons;
#[cfg(test)]
mod tests;

/// The columns of `indikatorer.csv`, in order.
pub const COLUMNS: [&str; 15] = [
    "indikator",
    "kommune",
    "aar",
    "vindu",
    "fordeling",
    "verdi",
    "teller",
    "nevner",
    "enhet",
    "nedre",
    "ovre",
    "referanse",
    "referanse_verdi",
    "vurdering",
    "status",
];

/// One row of the tidy data. Texts that do not apply are empty.
#[derive(Debug, Clone, PartialEq)]
pub struct TidyRow {
    /// Measure id.
    pub indicator: String,
    /// Municipality number, or the region code of a county or the country.
    pub region: String,
    /// Calendar year.
    pub year: i32,
    /// Window id.
    pub window: &'static str,
    /// `dimension=code`; empty for the total.
    pub breakdown: String,
    /// The figure.
    pub value: Option<Rounded>,
    /// Events, children or answers that count.
    pub numerator: Option<u64>,
    /// Of how many.
    pub denominator: Option<u64>,
    /// Unit id.
    pub unit: &'static str,
    /// Lower limit of the 95 % interval.
    pub lower: Option<Rounded>,
    /// Upper limit of the 95 % interval.
    pub upper: Option<Rounded>,
    /// Region code of the county the figure is set beside, or the baseline of a change.
    pub reference: String,
    /// The county's figure, or the frozen one.
    pub reference_value: Option<Rounded>,
    /// Verdict id.
    pub verdict: &'static str,
    /// `:`, `..`, `.` or nothing.
    pub status: &'static str,
}

impl TidyRow {
    /// The row as the file has it, in the order of [`COLUMNS`].
    pub fn fields(&self) -> [String; COLUMNS.len()] {
        let figure = |figure: &Option<Rounded>| figure.as_ref().map(|rounded| rounded.as_str().to_owned());
        let count = |count: Option<u64>| count.map(|count| count.to_string());
        [
            self.indicator.clone(),
            self.region.clone(),
            self.year.to_string(),
            self.window.to_owned(),
            self.breakdown.clone(),
            figure(&self.value).unwrap_or_default(),
            count(self.numerator).unwrap_or_default(),
            count(self.denominator).unwrap_or_default(),
            self.unit.to_owned(),
            figure(&self.lower).unwrap_or_default(),
            figure(&self.upper).unwrap_or_default(),
            self.reference.clone(),
            figure(&self.reference_value).unwrap_or_default(),
            self.verdict.to_owned(),
            self.status.to_owned(),
        ]
    }

    fn new(measure: &MeasureTable<Cell>, region: &str, year: i32, window: Window) -> Self {
        Self {
            indicator: measure.id.clone(),
            region: region.to_owned(),
            year,
            window: window.id(),
            breakdown: String::new(),
            value: None,
            numerator: None,
            denominator: None,
            unit: measure.unit.id(),
            lower: None,
            upper: None,
            reference: String::new(),
            reference_value: None,
            verdict: "",
            status: "",
        }
    }

    fn own(measure: &MeasureTable<Cell>, heading: &Heading, year: i32, cell: &Cell) -> Self {
        let row = Self::new(measure, heading.municipality.as_str(), year, heading.window);
        let Some(shown) = cell.shown() else { return Self { status: cell.mark(), ..row } };
        let Some(value) = Rounded::shown(shown, measure.unit) else {
            return Self { status: Cell::Missing.mark(), ..row };
        };
        Self {
            value: Some(value),
            numerator: shown.numerator,
            denominator: shown.denominator,
            lower: shown.interval.and_then(|interval| Rounded::of(interval.lower, measure.unit)),
            upper: shown.interval.and_then(|interval| Rounded::of(interval.upper, measure.unit)),
            ..row
        }
    }
}

/// `data/indikatorer.csv`.
///
/// # Panics
/// Never: every row has as many fields as there are columns, and writing to memory does not fail.
pub fn csv(publishable: &Publishable) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(COLUMNS).expect("writing to memory does not fail");
    for row in rows(publishable) {
        writer.write_record(row.fields()).expect("every row has as many fields as there are columns");
    }
    let bytes = writer.into_inner().expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("the csv writer adds ASCII to what is already UTF-8")
}

/// Every figure of the report: measure by measure the totals, the breakdowns, then county and country.
pub fn rows(publishable: &Publishable) -> Vec<TidyRow> {
    let heading = publishable.heading();
    let measures = publishable.indicators().iter().flat_map(|indicator| &indicator.measures);
    let own = measures.flat_map(|measure| measure_rows(measure, reference_unit(publishable, measure), heading));
    own.chain(publishable.region().into_iter().flat_map(|region| region_rows(region, heading))).collect()
}

/// Each measure of a region: the region's totals, then those of its other municipalities.
fn region_rows(region: &RegionTables<Cell>, heading: &Heading) -> Vec<TidyRow> {
    let mut rows = Vec::new();
    for measure in region.indicators.iter().flat_map(|indicator| &indicator.measures) {
        let row = |place: &str, year: i32, cell: &Cell| TidyRow {
            region: place.to_owned(),
            ..TidyRow::own(measure, heading, year, cell)
        };
        rows.extend(measure.totals.iter().map(|point| row(&region.id, point.year, &point.cell)));
        for breakdown in measure.breakdowns.iter().filter(|breakdown| breakdown.dimension == MUNICIPALITIES) {
            let others = breakdown.categories.iter().filter(|it| it.code != heading.municipality.as_str());
            for category in others {
                let cells = breakdown.years.iter().zip(&category.cells);
                rows.extend(cells.map(|(year, cell)| row(&category.code, *year, cell)));
            }
        }
    }
    rows
}

/// The unit of what stands beside a figure: of a change since the baseline, also in per cent, that of what has changed.
fn reference_unit(publishable: &Publishable, measure: &MeasureTable<Cell>) -> Unit {
    let id = changed(&measure.id).unwrap_or(&measure.id);
    let mut measures = publishable.indicators().iter().flat_map(|indicator| &indicator.measures);
    measures.find(|it| it.id == id).map_or(measure.unit, |it| it.unit)
}

fn measure_rows(measure: &MeasureTable<Cell>, beside: Unit, heading: &Heading) -> Vec<TidyRow> {
    let mut rows: Vec<TidyRow> =
        measure.totals.iter().map(|point| total_row(measure, beside, heading, point)).collect();
    for breakdown in &measure.breakdowns {
        rows.extend(breakdown_rows(measure, heading, breakdown));
    }
    for series in &measure.references {
        rows.extend(series.points.iter().map(|&(year, value)| reference_row(measure, series, year, value)));
    }
    rows
}

fn total_row(measure: &MeasureTable<Cell>, beside: Unit, heading: &Heading, point: &Point<Cell>) -> TidyRow {
    let row = TidyRow::own(measure, heading, point.year, &point.cell);
    let Some((region, value)) = county_figure(measure, beside, point) else { return row };
    let compared = point.comparison.as_ref().filter(|_| row.value.is_some());
    let verdict = compared.and_then(|comparison| comparison.verdict).map_or("", Verdict::id);
    TidyRow { reference: region.to_owned(), reference_value: Some(value), verdict, ..row }
}

fn county_figure<'a>(
    measure: &'a MeasureTable<Cell>,
    beside: Unit,
    point: &'a Point<Cell>,
) -> Option<(&'a str, Rounded)> {
    if let Some(comparison) = &point.comparison {
        return Some((&comparison.region, Rounded::of(comparison.value, beside)?));
    }
    let county = reference::series(measure, ReferenceRole::County)?;
    Some((&county.region, reference::figure(county, point.year, measure.unit).ok()?))
}

fn breakdown_rows<'a>(
    measure: &'a MeasureTable<Cell>,
    heading: &'a Heading,
    breakdown: &'a Breakdown<Cell>,
) -> impl Iterator<Item = TidyRow> + 'a {
    breakdown.categories.iter().flat_map(move |category| {
        breakdown.years.iter().zip(&category.cells).map(move |(&year, cell)| TidyRow {
            breakdown: breakdown.key(category),
            ..TidyRow::own(measure, heading, year, cell)
        })
    })
}

/// Reference figures are published by calendar year, whatever part of the year the report is about.
fn reference_row(measure: &MeasureTable<Cell>, series: &ReferenceSeries, year: i32, value: ReferenceValue) -> TidyRow {
    let row = TidyRow::new(measure, &series.region_in(year), year, Window::Aar);
    match reference::rounded(value, measure.unit) {
        Ok(figure) => TidyRow { value: Some(figure), ..row },
        Err(mark) => TidyRow { status: mark, ..row },
    }
}
