//! One row of a table: its cells as values, its year, its child, and what tells it from others.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::cell::{self, CellFault, Value};
use super::columns::same_name;
use super::header::Binding;
use super::identity::{age_on, birth_of_incomplete, holder};
use super::source_map::{Field, FieldKind, SourceMap, SourceMaps};
use crate::acquire::{RawTable, fold};
use crate::diagnostic::{Finding, Place, Rule};
use crate::lang::text;
use crate::units::{Period, day};

/// Pairs of fields of which the second may not lie before the first.
const IN_ORDER: [(&str, &str); 5] = [
    ("start", "slutt"),
    ("mottatt", "konkludert"),
    ("mottatt", "forste_samtale"),
    ("mottatt", "avsluttet"),
    ("fra_dato", "til_dato"),
];

/// Days before birth that a child can be reported.
const LONGEST_UNBORN: i64 = 300;

/// Nobody in these services is older: ettervern ends at 25 (barnevernsloven § 3-6).
const OLDEST: i64 = 25;

/// What makes two rows the same row: the year, and the key or (where rows have none) everything and the how-manieth
/// such row of its file it is, so that two equal contacts in one file are two, and an overlapping export adds none.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct RowKey {
    year: i32,
    cells: Box<[u8]>,
    ordinal: usize,
}

/// What a row says about its child.
pub(super) struct Child {
    pub(super) id: Option<String>,
    pub(super) born: Option<NaiveDate>,
    pub(super) age: Option<i64>,
    pub(super) sex: Option<i64>,
    pub(super) placement: Option<i64>,
    pub(super) finding: Option<Finding>,
}

/// A table with what is known of its columns.
pub(super) struct TableReader<'a> {
    pub(super) table: &'a RawTable,
    pub(super) binding: &'a Binding,
    pub(super) map: &'a SourceMap,
    pub(super) maps: &'a SourceMaps,
}

impl<'a> TableReader<'a> {
    pub(super) fn place(&self, row: usize) -> Place {
        self.table.origin.place().line(self.table.line(row))
    }

    fn cell_place(&self, row: usize, field: usize) -> Place {
        let place = self.place(row);
        match self.binding.column(field) {
            Some(column) => place.cell(column, &self.map.fields[field].name),
            None => place,
        }
    }

    pub(super) fn field(&self, name: &str) -> Option<usize> {
        self.map.fields.iter().position(|field| field.name == name)
    }

    fn raw(&self, row: usize, field: usize) -> &'a str {
        self.binding.column(field).map_or("", |column| self.table.cell(row, column))
    }

    /// The text of a named field where the cell is not blank.
    pub(super) fn text(&self, row: usize, name: &str) -> Option<&'a str> {
        self.field(name).map(|field| self.raw(row, field)).filter(|text| !text.is_empty())
    }

    fn date(&self, values: &[(Value, &str)], name: &str) -> Option<NaiveDate> {
        match values.get(self.field(name)?)?.0 {
            Value::Whole(epoch) => day(1970, 1, 1).checked_add_days(Days::new(u64::try_from(epoch).ok()?)),
            _ => None,
        }
    }

    fn whole(&self, values: &[(Value, &str)], name: &str) -> Option<i64> {
        match values.get(self.field(name)?)?.0 {
            Value::Whole(whole) => Some(whole),
            _ => None,
        }
    }

    /// A row that begins with «Sum» and leaves required cells blank adds others up.
    pub(super) fn is_total(&self, row: usize) -> bool {
        let cells = (0..self.table.header.len()).map(|column| self.table.cell(row, column));
        let first = cells.into_iter().find(|cell| !cell.is_empty()).map(fold).unwrap_or_default();
        let says_total = ["sum", "total", "totalt", "ialt", "sumtotalt", "delsum"].contains(&first.as_str());
        let lacks = |(index, field): (usize, &Field)| field.required && self.raw(row, index).is_empty();
        says_total && self.map.fields.iter().enumerate().any(lacks)
    }

    /// All cells of a row, or every finding about them.
    pub(super) fn values(&self, row: usize) -> Result<Vec<(Value, &'a str)>, Vec<Finding>> {
        let mut values = Vec::with_capacity(self.map.fields.len());
        let mut findings = Vec::new();
        for (index, field) in self.map.fields.iter().enumerate() {
            let raw = self.raw(row, index);
            let list = self.maps.list_of(field);
            match cell::read(raw, field.kind, list) {
                Ok(Value::Blank) if field.required && !field.blank_ok => {
                    let finding = Finding::new(Rule::MissingValue, self.cell_place(row, index));
                    findings.push(finding.with("field", &field.name));
                }
                Ok(value) => values.push((value, raw)),
                Err(fault) => findings.push(self.cell_finding(row, index, raw, fault)),
            }
        }
        if findings.is_empty() { Ok(values) } else { Err(findings) }
    }

    fn cell_finding(&self, row: usize, index: usize, raw: &str, fault: CellFault) -> Finding {
        let field = &self.map.fields[index];
        let place = self.cell_place(row, index);
        match fault {
            CellFault::NotADate => Finding::new(Rule::NotADate, place),
            CellFault::AmbiguousDate => Finding::new(Rule::AmbiguousDate, place),
            CellFault::NotANumber => Finding::new(Rule::NotANumber, place),
            CellFault::UnknownCode => {
                // The nearest code is ours to name; the cell's own text is not: it may hold anything.
                let near = self.maps.list_of(field).and_then(|list| list.nearest(raw));
                let near = near.map(|name| text("finding.suggest_code", &[("name", name)])).unwrap_or_default();
                let list = field.codelist.clone().unwrap_or_else(|| field.name.clone());
                Finding::new(Rule::UnknownCode, place).with("list", list).with("suggestion", near)
            }
        }
    }

    pub(super) fn out_of_order(&self, row: usize, values: &[(Value, &str)]) -> Option<Finding> {
        for (start, end) in IN_ORDER {
            let (Some(from), Some(to)) = (self.date(values, start), self.date(values, end)) else { continue };
            if to < from {
                let place = self.cell_place(row, self.field(end)?);
                return Some(Finding::new(Rule::EndBeforeStart, place).with("field", end).with("start", start));
            }
        }
        None
    }

    /// The year a row counts in: its folder's, or the one it states.
    pub(super) fn year(&self, values: &[(Value, &str)]) -> i32 {
        let stated = self.map.placed_by.as_ref().and_then(|placed| placed.year.as_deref()).unwrap_or("aar");
        let stated = self.whole(values, stated).and_then(|year| i32::try_from(year).ok());
        self.table.origin.year.or(stated).unwrap_or(0)
    }

    pub(super) fn outside(&self, row: usize, values: &[(Value, &str)], year: i32) -> Option<Finding> {
        let placed = self.map.placed_by.as_ref()?;
        let period = Period::year(year);
        let (name, is_inside) = if let Some(name) = &placed.date {
            (name, self.date(values, name).is_none_or(|date| period.contains(date)))
        } else {
            let from = placed.from.as_ref()?;
            let starts_in_time = self.date(values, from).is_none_or(|start| start <= period.last);
            let end = placed.to.as_ref().and_then(|to| self.date(values, to));
            (from, starts_in_time && end.is_none_or(|end| end >= period.first))
        };
        if is_inside {
            return None;
        }
        let place = self.cell_place(row, self.field(name)?);
        Some(Finding::new(Rule::OutsidePeriod, place).with("field", name).with("year", year.to_string()))
    }

    /// Who the row is about, as far as figures need it.
    pub(super) fn child(&self, row: usize, values: &[(Value, &str)], year: i32) -> Result<Child, Box<Finding>> {
        let mut child = Child { id: None, born: None, age: None, sex: None, placement: None, finding: None };
        let Some(id) = self.text(row, "barn_id") else { return Ok(child) };
        child.id = Some(id.to_owned());
        self.read_identity(row, id, year, &mut child);
        child.born = self.date(values, "fodselsdato").or(child.born);
        let event = self.event_date(values).unwrap_or_else(|| day(year, 12, 31));
        child.age = match child.born {
            // A concern about an unborn child: the date is when it is due.
            Some(due) if event < due && (due - event).num_days() <= LONGEST_UNBORN => None,
            Some(born) => Some(age_on(born, event).filter(|age| *age <= OLDEST).ok_or_else(|| self.odd_age(row))?),
            None => self.whole(values, "alder"),
        };
        if child.age.is_some_and(|age| age > OLDEST) {
            return Err(self.odd_age(row));
        }
        let unknown = self.sex_code("ukjent");
        child.sex = self.whole(values, "kjonn").filter(|sex| Some(*sex) != unknown).or(child.sex);
        child.placement = self.placement(values);
        Ok(child)
    }

    fn odd_age(&self, row: usize) -> Box<Finding> {
        let by_birth = self.text(row, "fodselsdato").map(|_| "fodselsdato");
        let by_age = self.text(row, "alder").map(|_| "alder");
        let name = by_birth.or(by_age).unwrap_or("barn_id");
        let place = self.field(name).map_or_else(|| self.place(row), |field| self.cell_place(row, field));
        let event = self.map.placed_by.as_ref().and_then(|placed| placed.date.clone().or_else(|| placed.from.clone()));
        Box::new(Finding::new(Rule::ImplausibleAge, place).with("field", event.unwrap_or_default()))
    }

    fn event_date(&self, values: &[(Value, &str)]) -> Option<NaiveDate> {
        let placed = self.map.placed_by.as_ref()?;
        self.date(values, placed.date.as_deref().or(placed.from.as_deref())?)
    }

    /// An identity number says birth and sex; one that fails its check digits says neither, and the journal number
    /// then tells children apart.
    fn read_identity(&self, row: usize, id: &str, year: i32, child: &mut Child) {
        // People write the number in groups: 058115 75838.
        let spaceless: String = id.chars().filter(|letter| !letter.is_whitespace()).collect();
        let id = spaceless.as_str();
        let is_digits = id.bytes().all(|byte| byte.is_ascii_digit());
        // A spreadsheet drops the leading zero of a number.
        let padded = if id.len() == 10 && is_digits { format!("0{id}") } else { id.to_owned() };
        if let Some(holder) = holder(&padded) {
            child.born = holder.born;
            child.sex = holder.is_male.and_then(|is_male| self.sex_code(if is_male { "gutt" } else { "jente" }));
            child.id = Some(padded);
        } else if is_digits && id.len() == 11 {
            child.born = birth_of_incomplete(id, day(year, 12, 31));
            if let Some(journal) = self.text(row, "journalnummer") {
                child.id = Some(format!("journal {journal}"));
            }
            let place = self.field("barn_id").map_or_else(|| self.place(row), |field| self.cell_place(row, field));
            child.finding = Some(Finding::new(Rule::IncompleteIdentity, place));
        }
    }

    fn sex_code(&self, id: &str) -> Option<i64> {
        self.maps.list("kjonn").and_then(|list| list.find(id)).map(i64::from)
    }

    /// 0 at home, 1 outside the home: as stated, else by Statistics Norway's list of placing measures
    /// («plasseringstiltak» in the 15F control specification).
    fn placement(&self, values: &[(Value, &str)]) -> Option<i64> {
        const PLACING: [&str; 11] = ["1.1", "1.2", "1.99", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.99", "8.2"];
        let yes = self.maps.list("janei").and_then(|list| list.find("ja")).map(i64::from);
        if let Some(stated) = self.whole(values, "utenfor_hjemmet") {
            return Some(i64::from(Some(stated) == yes));
        }
        let category = u32::try_from(self.whole(values, "kategori")?).ok()?;
        let list = self.maps.list("tiltak-kategori")?;
        Some(i64::from(PLACING.iter().any(|code| list.has_alias(category, code))))
    }

    /// What tells this row from others, and what it says: read values, so that the same date written two ways is the
    /// same date. The municipality is left out: rows about others are excluded before this.
    pub(super) fn key(
        &self,
        year: i32,
        values: &[(Value, &str)],
        child: &Child,
        ordinals: &mut HashMap<Box<[u8]>, usize>,
    ) -> (RowKey, Box<[u8]>) {
        let mut content = Vec::with_capacity(96);
        let mut key = Vec::with_capacity(24);
        for (field, (value, text)) in self.map.fields.iter().zip(values) {
            if field.kind == FieldKind::Kommune || self.map.key_ignores.contains(&field.name) {
                continue;
            }
            let name = (field.kind == FieldKind::Name).then(|| same_name(text));
            let id = child.id.as_deref().filter(|_| field.name == "barn_id");
            let text = id.or(name.as_deref()).unwrap_or(text);
            let start = content.len();
            value.encode(text, &mut content);
            if self.map.key.contains(&field.name) {
                key.extend_from_slice(&content[start..]);
            }
        }
        let content = content.into_boxed_slice();
        if self.map.key.is_empty() {
            let ordinal = ordinals.entry(content.clone()).and_modify(|count| *count += 1).or_insert(0);
            return (RowKey { year, cells: content.clone(), ordinal: *ordinal }, content);
        }
        (RowKey { year, cells: key.into_boxed_slice(), ordinal: 0 }, content)
    }
}
