//! The published figures: `data/indikatorer.csv`, and the comparisons made of them.

use std::collections::BTreeMap;

use super::number::Printed;

/// Where a figure belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// Measure id.
    pub indicator: String,
    /// Municipality, county or country.
    pub place: String,
    /// The year.
    pub year: i32,
    /// The part of the year.
    pub window: String,
    /// `dimension=code`; empty for the total.
    pub breakdown: String,
}

/// One row of the tidy data.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) cell: CellRef,
    pub(super) value: Option<Printed>,
    pub(super) numerator: Option<i64>,
    pub(super) denominator: Option<i64>,
    /// The interval.
    pub(super) limits: Option<(Printed, Printed)>,
    pub(super) reference: String,
    pub(super) reference_value: Option<Printed>,
    pub(super) status: String,
    /// All fields as they stand.
    pub(super) fields: Vec<String>,
    /// Line of the file, the header being the first.
    pub(super) line: usize,
}

impl Row {
    /// Whether the figure is withheld.
    pub(super) fn is_withheld(&self) -> bool {
        self.status == ":"
    }
}

/// A comparison: an own figure beside another.
#[derive(Debug, Clone)]
pub(super) struct Comparison {
    pub(super) cell: CellRef,
    /// What it is set beside: a region, `aar-2024`, `nullpunkt-2021`, `maal`.
    pub(super) against: String,
    pub(super) value: Option<Printed>,
    pub(super) against_value: Option<Printed>,
    pub(super) difference: Option<Printed>,
    pub(super) numbers: Vec<i64>,
    /// How many fields the line has.
    pub(super) width: usize,
    pub(super) line: usize,
}

/// Everything that is published as data.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures {
    pub(super) columns: Vec<String>,
    /// Those of the comparisons.
    pub(super) comparison_columns: Vec<String>,
    pub(super) rows: Vec<Row>,
    pub(super) comparisons: Vec<Comparison>,
    /// Place of each row by its cell; the first, where there are two.
    pub(super) by_cell: BTreeMap<CellRef, usize>,
    /// Lines that could not be read as a figure.
    pub(super) odd: Vec<usize>,
}

/// More rows than any report has.
const MOST_ROWS: usize = 1_000_000;

impl Figures {
    /// Reads the tidy data; nothing where the header is another.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut figures = Self::default();
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        figures.columns = reader.headers().ok()?.iter().map(str::to_owned).collect();
        let place = |name: &str| figures.columns.iter().position(|column| column == name);
        let names = ["indikator", "kommune", "aar", "vindu", "fordeling", "verdi", "teller", "nevner", "status"];
        let [indicator, region, year, window, breakdown, value, numerator, denominator, status] = names.map(place);
        let [reference, reference_value, lower, upper] = ["referanse", "referanse_verdi", "nedre", "ovre"].map(place);
        if [indicator, year, window, breakdown, value, status].contains(&None) {
            return None;
        }
        for (record, line) in reader.records().zip(2..).take(MOST_ROWS) {
            let Ok(record) = record else {
                figures.odd.push(line);
                continue;
            };
            let field = |place: Option<usize>| place.and_then(|place| record.get(place)).unwrap_or_default();
            let whole = |place| Printed::parse(field(place)).and_then(Printed::whole);
            let numbers = [value, numerator, denominator, reference_value].map(field);
            let is_odd = numbers.iter().any(|number| !number.is_empty() && Printed::parse(number).is_none());
            let (Ok(year), false) = (field(year).parse(), is_odd) else {
                figures.odd.push(line);
                continue;
            };
            let cell = CellRef {
                indicator: field(indicator).to_owned(),
                place: field(region).to_owned(),
                year,
                window: field(window).to_owned(),
                breakdown: field(breakdown).to_owned(),
            };
            figures.by_cell.entry(cell.clone()).or_insert(figures.rows.len());
            figures.rows.push(Row {
                cell,
                value: Printed::parse(field(value)),
                numerator: whole(numerator),
                denominator: whole(denominator),
                limits: Printed::parse(field(lower)).zip(Printed::parse(field(upper))),
                reference: field(reference).to_owned(),
                reference_value: Printed::parse(field(reference_value)),
                status: field(status).to_owned(),
                fields: record.iter().map(str::to_owned).collect(),
                line,
            });
        }
        Some(figures)
    }

    /// Reads the comparisons.
    pub(super) fn read_comparisons(&mut self, bytes: &[u8]) -> Option<()> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let columns: Vec<String> = reader.headers().ok()?.iter().map(str::to_owned).collect();
        let place = |name: &str| columns.iter().position(|column| column == name);
        let names = ["indikator", "kommune", "aar", "vindu", "mot", "verdi", "mot_verdi", "forskjell"];
        let [indicator, region, year, window, against, value, against_value, difference] = names.map(place);
        if [indicator, year, against, difference].contains(&None) {
            return None;
        }
        for (record, line) in reader.records().zip(2..).take(MOST_ROWS) {
            let record = record.ok()?;
            let field = |place: Option<usize>| place.and_then(|place| record.get(place)).unwrap_or_default();
            let number = |place| Printed::parse(field(place));
            self.comparisons.push(Comparison {
                cell: CellRef {
                    indicator: field(indicator).to_owned(),
                    place: field(region).to_owned(),
                    year: field(year).parse().ok()?,
                    window: field(window).to_owned(),
                    breakdown: String::new(),
                },
                against: field(against).to_owned(),
                value: number(value),
                against_value: number(against_value),
                difference: number(difference),
                width: record.len(),
                numbers: record.iter().filter_map(Printed::parse).map(|number| number.millionths).collect(),
                line,
            });
        }
        self.comparison_columns = columns;
        Some(())
    }

    /// The row of a figure.
    pub(super) fn row(&self, cell: &CellRef) -> Option<&Row> {
        self.by_cell.get(cell).and_then(|place| self.rows.get(*place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "indikator,kommune,aar,vindu,fordeling,verdi,teller,nevner,enhet,nedre,ovre,referanse,referanse_verdi,vurdering,status\n";

    #[test]
    fn reads_rows_and_says_which_are_odd() {
        let text = format!(
            "{HEADER}K1,3418,2025,aar,,7.4,96,1300,prosent,6,9,,,,\nK1,3418,x,aar,,,,,,,,,,,:\nK1,3418,2025,aar,kjonn=jente,,,,prosent,,,,,,:\n"
        );
        let figures = Figures::read(text.as_bytes()).unwrap();
        assert_eq!((figures.rows.len(), figures.odd), (2, vec![3]));
        assert_eq!((figures.rows[0].numerator, figures.rows[0].denominator), (Some(96), Some(1300)));
        assert!(figures.rows[1].is_withheld());
        assert!(Figures::read(b"a,b\n1,2\n").is_none() && Figures::read(b"").is_none());
    }
}
