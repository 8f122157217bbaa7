//! A form's children become the rows of three sources.

use std::collections::BTreeSet;

use super::elements::{Coded, Individual, Investigation, Measure, Report, Sender};
use crate::acquire::table::{Origin, RawTable};

const REPORT: [&str; 9] =
    ["melding_id", "barn_id", "journalnummer", "kommune", "mottatt", "melder", "innhold", "konkludert", "konklusjon"];
const INVESTIGATION: [&str; 9] = [
    "undersokelse_id",
    "melding_id",
    "barn_id",
    "journalnummer",
    "kommune",
    "start",
    "slutt",
    "konklusjon",
    "utvidet_frist",
];
const MEASURE: [&str; 12] = [
    "tiltak_id",
    "barn_id",
    "journalnummer",
    "kommune",
    "start",
    "slutt",
    "kategori",
    "lov",
    "kapittel",
    "paragraf",
    "ledd",
    "opphevelse",
];

/// Joins the codes of a multi-valued element in one cell.
const BETWEEN_CODES: &str = "|";

/// What splits a cell into several codes; one code may hold none of it.
const SPLITS_CELLS: [char; 4] = ['|', ';', ',', '\n'];

/// Stands where a code should: no list has it, so the row is rejected.
const NO_CODE: &str = "?";

/// The rows read so far.
pub(super) struct Tables {
    reports: RawTable,
    investigations: RawTable,
    measures: RawTable,
    municipality: String,
}

impl Tables {
    pub(super) fn new(origin: &Origin) -> Self {
        let table = |source: &str, header: &[&str]| {
            let origin = Origin { source: source.to_owned(), ..origin.clone() };
            RawTable::new(origin, header.iter().map(|name| (*name).to_owned()).collect(), String::new())
        };
        Self {
            reports: table("bekymringsmelding", &REPORT),
            investigations: table("undersokelse", &INVESTIGATION),
            measures: table("barnevernstiltak", &MEASURE),
            municipality: String::new(),
        }
    }

    pub(super) fn sender(&mut self, sender: &Sender) {
        self.municipality.clone_from(&sender.municipality);
        for table in [&mut self.reports, &mut self.investigations, &mut self.measures] {
            table.origin.stated_year = Some(sender.year.clone());
            table.origin.stated_municipality = Some(sender.municipality.clone());
        }
    }

    pub(super) fn add(&mut self, child: &Individual) {
        for report in &child.reports {
            self.report(child, report);
            if let Some(investigation) = &report.investigation {
                self.investigation(child, &scoped(child, &report.id), investigation);
            }
        }
        for investigation in &child.loose_investigations {
            self.investigation(child, "", investigation);
        }
        for measure in &child.measures {
            self.measure(child, measure);
        }
    }

    fn report(&mut self, child: &Individual, report: &Report) {
        let cells: [&str; 9] = [
            &scoped(child, &report.id),
            name_of(child),
            &child.journal,
            &self.municipality,
            &report.start,
            &joined(&report.senders),
            &joined(&report.contents),
            &report.end,
            &report.conclusion,
        ];
        self.reports.push_text(report.line, &cells);
    }

    fn investigation(&mut self, child: &Individual, report: &str, investigation: &Investigation) {
        let extended = match investigation.extended.as_str() {
            "1" => "ja",
            "2" => "nei",
            other => other,
        };
        let cells: [&str; 9] = [
            &scoped(child, &investigation.id),
            report,
            name_of(child),
            &child.journal,
            &self.municipality,
            &investigation.start,
            &investigation.end,
            &investigation.conclusion,
            extended,
        ];
        self.investigations.push_text(investigation.line, &cells);
    }

    fn measure(&mut self, child: &Individual, measure: &Measure) {
        let revocation = measure.revocation.as_ref().map_or("", |revocation| &revocation.code);
        let cells: [&str; 12] = [
            &scoped(child, &measure.id),
            name_of(child),
            &child.journal,
            &self.municipality,
            &measure.start,
            &measure.end,
            &measure.category.code,
            &measure.basis.act,
            &measure.basis.chapter,
            &measure.basis.section,
            &measure.basis.subsections.join(BETWEEN_CODES),
            revocation,
        ];
        self.measures.push_text(measure.line, &cells);
    }

    pub(super) fn into_tables(self) -> Vec<RawTable> {
        vec![self.reports, self.investigations, self.measures]
    }
}

/// A child goes by identity number, else by DUF number, else by journal number.
fn name_of(child: &Individual) -> &str {
    [&child.national, &child.refugee, &child.journal].into_iter().find(|name| !name.is_empty()).map_or("", |name| name)
}

/// Ids are unique within a child only, so they are read together with it.
fn scoped(child: &Individual, id: &str) -> String {
    if id.is_empty() { String::new() } else { format!("{}/{id}", name_of(child)) }
}

/// All codes in one cell, in the order of the file, each once.
///
/// A code that holds what splits cells is no code; it must not become two. Nor must a blank one become none.
fn joined(codes: &[Coded]) -> String {
    let mut seen = BTreeSet::new();
    let written =
        |code: &Coded| if code.code.is_empty() { NO_CODE.to_owned() } else { code.code.replace(SPLITS_CELLS, NO_CODE) };
    let unique = codes.iter().map(written).filter(|code| seen.insert(code.clone()));
    unique.collect::<Vec<_>>().join(BETWEEN_CODES)
}
