//! Data and Kodebok: the rows of `indikatorer.csv`, and what the codes in them mean.

use std::collections::BTreeSet;

use crate::compute::{MeasureTable, Verdict};
use crate::lang::text;
use crate::protect::{Cell, Publishable};
use crate::publish::Rounded;
use crate::publish::period::days;
use crate::publish::tidy::{self, COLUMNS, TidyRow};
use crate::units::{Unit, Window};

use super::marks::Marks;
use super::sheet::{Body, Column, Field, Grid, Sheet};

/// Columns whose values are texts; the others hold numbers.
const TEXTS: [&str; 8] = ["indikator", "kommune", "vindu", "fordeling", "enhet", "referanse", "vurdering", "status"];

/// The tidy rows, cell by cell as in the file.
pub(super) fn sheet(publishable: &Publishable) -> Sheet {
    let column =
        |name: &'static str| if TEXTS.contains(&name) { Column::text(name, 240) } else { Column::number(name) };
    let rows = tidy::rows(publishable).iter().map(row).collect();
    Sheet {
        name: text("workbook.data", &[]),
        is_fixed: true,
        charts: Vec::new(),
        title: text("workbook.data_title", &[]),
        lines: vec![text("workbook.data_about", &[]), text("workbook.for_machines", &[])],
        body: Body::Machine(Grid { columns: COLUMNS.map(column).into(), rows }),
    }
}

fn row(row: &TidyRow) -> Vec<Field> {
    let figure = |figure: &Option<Rounded>| figure.clone().map_or(Field::Empty, Field::Figure);
    let count = |count: Option<u64>| count.map_or(Field::Empty, Field::Count);
    let code = |code: &str| if code.is_empty() { Field::Empty } else { Field::text(code) };
    vec![
        code(&row.indicator),
        code(&row.region),
        Field::Year(row.year),
        code(row.window),
        code(&row.breakdown),
        figure(&row.value),
        count(row.numerator),
        count(row.denominator),
        code(row.unit),
        figure(&row.lower),
        figure(&row.upper),
        code(&row.reference),
        figure(&row.reference_value),
        code(row.verdict),
        if row.status.is_empty() { Field::Empty } else { Field::Mark(row.status) },
    ]
}

/// Every code in the sheet Data with its meaning.
pub(super) fn codebook(publishable: &Publishable) -> Sheet {
    let mut codes = Codes::default();
    let heading = publishable.heading();
    codes.add("kommune", heading.municipality.as_str(), &heading.municipality_name);
    codes.add("vindu", heading.window.id(), &days(heading));
    for measure in publishable.indicators().iter().flat_map(|indicator| &indicator.measures) {
        codes.add_measure(measure);
    }
    if let Some(region) = publishable.region() {
        codes.add("kommune", &region.id, &region.name);
        let breakdowns = region.indicators.iter().flat_map(|it| &it.measures).flat_map(|it| &it.breakdowns);
        breakdowns.flat_map(|it| &it.categories).for_each(|it| codes.add("kommune", &it.code, &it.label));
    }
    for verdict in [Verdict::Higher, Verdict::Lower, Verdict::Uncertain] {
        codes.add("vurdering", verdict.id(), &verdict_meaning(verdict));
    }
    for (mark, meaning) in tidy::rows(publishable).iter().map(|row| row.status).collect::<Marks>().meanings() {
        codes.add("status", mark, &meaning);
    }
    let columns = vec![
        Column::text(text("workbook.column_column", &[]), 120),
        Column::text(text("workbook.column_code", &[]), 280),
        Column::text(text("workbook.column_meaning", &[]), 520),
    ];
    Sheet {
        name: text("workbook.codebook", &[]),
        is_fixed: true,
        charts: Vec::new(),
        title: text("workbook.codebook_title", &[]),
        lines: Vec::new(),
        body: Body::Table(Grid { columns, rows: codes.rows() }),
    }
}

fn verdict_meaning(verdict: Verdict) -> String {
    match verdict {
        Verdict::Higher => text("workbook.verdict_higher", &[]),
        Verdict::Lower => text("workbook.verdict_lower", &[]),
        Verdict::Uncertain => text("workbook.verdict_uncertain", &[]),
    }
}

/// Column, code and meaning; each once, in the order of the tidy columns and then as first met.
#[derive(Default)]
struct Codes {
    met: BTreeSet<[String; 3]>,
    in_order: Vec<[String; 3]>,
}

impl Codes {
    fn add(&mut self, column: &str, code: &str, meaning: &str) {
        let entry = [column, code, meaning].map(str::to_owned);
        if self.met.insert(entry.clone()) {
            self.in_order.push(entry);
        }
    }

    fn add_measure(&mut self, measure: &MeasureTable<Cell>) {
        // Title and unit whole, as the tables have them: this is what a code is looked up by.
        let meaning = text("document.caption", &[("title", &measure.title), ("unit", &measure.unit_text)]);
        self.add("indikator", &measure.id, &meaning);
        self.add("enhet", measure.unit.id(), &unit_meaning(measure.unit));
        let compared = measure.totals.iter().filter_map(|point| point.comparison.as_ref());
        for beside in compared.filter(|_| measure.references.is_empty()) {
            self.add("referanse", &beside.region, &beside.name);
        }
        for series in &measure.references {
            self.add("kommune", &series.region, &series.name);
            self.add("vindu", Window::Aar.id(), &text("report.days_year", &[]));
        }
        for breakdown in &measure.breakdowns {
            for category in &breakdown.categories {
                let code = breakdown.key(category);
                self.add("fordeling", &code, &format!("{}: {}", breakdown.title, category.label));
            }
        }
    }

    fn rows(mut self) -> Vec<Vec<Field>> {
        self.in_order.sort_by_key(|[column, ..]| COLUMNS.iter().position(|name| name == column));
        self.in_order.into_iter().map(|entry| entry.map(Field::Text).into()).collect()
    }
}

fn unit_meaning(unit: Unit) -> String {
    match unit {
        Unit::Antall => text("workbook.unit_antall", &[]),
        Unit::Prosent => text("workbook.unit_prosent", &[]),
        Unit::Dager => text("workbook.unit_dager", &[]),
        Unit::Per1000 => text("workbook.unit_per_1000", &[]),
        Unit::Skala => text("workbook.unit_skala", &[]),
        Unit::Poeng => text("workbook.unit_poeng", &[]),
    }
}
