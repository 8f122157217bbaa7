//! A row on its own: whether it is about us, whether it is in order, and whether it belongs to the year.

use super::{Progress, SourceRows, exclusion};
use crate::check::cell::mark;
use crate::check::limits::{DatedCode, outdated};
use crate::check::parse::FaultAt;
use crate::check::reader::{RowReader, Year};
use crate::diagnostic::{Finding, Rule};
use crate::units::MunicipalityCode;

impl SourceRows<'_> {
    pub(super) fn judge(
        &mut self,
        reader: &RowReader,
        row: usize,
        (faults, dated): (&[FaultAt], &[DatedCode]),
        progress: &mut Progress,
    ) {
        if reader.text(row, reader.roles.municipality).is_some_and(|code| self.is_another(reader, code)) {
            // A reference file holds all the municipalities of the country: counted, but no finding a row.
            let is_export = reader.origin.year.is_some();
            let finding = is_export.then(|| {
                let finding = Finding::new(Rule::OtherMunicipality, reader.place(row));
                finding.with("municipality", self.ours.own.as_str())
            });
            return self.exclude(exclusion::OTHER_MUNICIPALITY, finding);
        }
        if self.has_another_number(reader, row) {
            return self.exclude(exclusion::OTHER_MUNICIPALITY, None);
        }
        if self.gives_no_figure(reader, row) {
            return self.exclude(exclusion::NO_FIGURE, Some(Finding::new(Rule::NoFigure, reader.place(row))));
        }
        if !faults.is_empty() {
            return self.reject(faults.iter().map(|fault| reader.cell_finding(fault)));
        }
        if let Some(finding) = reader.out_of_order(row) {
            return self.reject([finding]);
        }
        let year = reader.year(row);
        if progress.year.number != year {
            progress.year = Year::of(year);
        }
        if let Some(finding) = reader.outside(row, progress.year.days, year) {
            return self.exclude(exclusion::OUTSIDE_PERIOD, Some(finding));
        }
        if let Some(finding) = reader.far_date(row, &progress.year) {
            return self.reject([finding]);
        }
        if !dated.is_empty() {
            let outdated = outdated(reader, self.maps, dated, year);
            if outdated.iter().any(|finding| finding.severity.stops_publication()) {
                return self.reject(outdated);
            }
            self.findings.extend(outdated);
        }
        match reader.child(row, year, &mut self.children, &mut self.findings) {
            Ok(child) => self.count(reader, row, year, child.as_ref(), progress),
            Err(finding) => self.reject([*finding]),
        }
    }

    /// Statistics Norway's mark where inhabitants should be counted.
    fn gives_no_figure(&self, reader: &RowReader, row: usize) -> bool {
        let count = || self.map.fields.iter().position(|field| field.name == "antall");
        self.map.id == "folkemengde" && reader.text(row, count()).is_some_and(|text| mark(text).is_some())
    }

    /// Nobody, under a number that was not in use that year: who lived there stands under the number it had then.
    fn has_another_number(&self, reader: &RowReader, row: usize) -> bool {
        let code = reader.text(row, reader.roles.municipality).unwrap_or_default();
        let count = || self.map.fields.iter().position(|field| field.name == "antall");
        let is_nobody = || reader.text(row, count()).is_some_and(|text| text == "0" || mark(text).is_some());
        self.map.id == "folkemengde" && !crate::regions::existed(code, reader.year(row)) && is_nobody()
    }

    /// Another municipality's row is left out before its cells are looked at: its faults are not ours to mend.
    ///
    /// A reference file may also have counties and the country.
    fn is_another(&self, reader: &RowReader, code: &str) -> bool {
        if self.ours.has(code) {
            return false;
        }
        // A reference file has earlier years under the number that the municipality had then.
        let is_reference = reader.origin.year.is_none();
        let number = crate::regions::unmerged(code);
        match MunicipalityCode::parse(if is_reference { crate::regions::today(number) } else { number }) {
            Some(code) => !self.ours.has(code.as_str()),
            None => is_reference && crate::regions::is_no_municipality(code),
        }
    }
}
