//! One row of a table: its year, its child, and whether it can be.

use chrono::Datelike;

use super::cell::{CellFault, MISSING};
use super::children::{Children, Identity, Spelling, date_of};
use super::header::Binding;
use super::identity::age_on;
use super::parse::{FaultAt, Parsed, ParsedColumn};
use super::roles::{Roles, YEARS_AHEAD};
use super::source_map::SourceMap;
use crate::acquire::{Format, Origin};
use crate::diagnostic::{Finding, Place, Rule};
use crate::lang::text;
use crate::units::{Period, day, epoch_day};

/// Days before birth that a child can be reported.
pub(super) const LONGEST_UNBORN: i32 = 300;

/// Nobody in these services is older: ettervern ends at 25 (barnevernsloven § 3-6).
pub(super) const OLDEST: i32 = 25;

/// A date further from the file's year is a slip of the finger: no measure lasts longer than a childhood with ettervern,
/// and no export is taken years after its year.
const YEARS_BEFORE: i32 = 26;

/// What a row says about its child.
pub(super) struct Child {
    pub(super) identity: Identity,
    pub(super) born: i32,
    pub(super) age: i32,
    pub(super) sex: i32,
    pub(super) placement: i32,
}

/// The rows of a chunk, with what is known of their table.
pub(super) struct RowReader<'a> {
    pub(super) origin: &'a Origin,
    pub(super) map: &'a SourceMap,
    pub(super) binding: &'a Binding,
    pub(super) roles: &'a Roles,
    pub(super) parsed: &'a Parsed,
    /// For each field of identifiers, the number of each row's.
    pub(super) numbers: &'a [Vec<u32>],
}

impl<'a> RowReader<'a> {
    pub(super) fn place(&self, row: usize) -> Place {
        self.origin.place().line(self.parsed.chunk.line(row))
    }

    pub(super) fn cell_place(&self, row: usize, field: usize) -> Place {
        let place = self.place(row);
        match self.binding.column(field) {
            Some(_) if self.origin.format == Format::Mapped => {
                Place { field: Some(self.map.fields[field].name.clone()), ..place }
            }
            Some(column) => place.cell(column, &self.map.fields[field].name),
            None => place,
        }
    }

    /// The text of a field where the cell is not blank.
    pub(super) fn text(&self, row: usize, field: Option<usize>) -> Option<&'a str> {
        let column = self.binding.column(field?)?;
        Some(self.parsed.chunk.cell(row, column)).filter(|text| !text.is_empty())
    }

    /// A field's date, code or whole number; [`MISSING`] where there is none.
    pub(super) fn whole(&self, row: usize, field: Option<usize>) -> i32 {
        match field.map(|field| &self.parsed.columns[field]) {
            Some(ParsedColumn::Whole(values)) => values[row],
            _ => MISSING,
        }
    }

    pub(super) fn cell_finding(&self, fault: &FaultAt) -> Finding {
        let row = fault.row as usize;
        let Some(field) = fault.field else {
            let place = self.place(row).column(fault.column.unwrap_or_default());
            return Finding::new(Rule::UnnamedColumn, place);
        };
        let place = self.cell_place(row, field);
        let field = &self.map.fields[field];
        match &fault.fault {
            CellFault::NotADate => Finding::new(Rule::NotADate, place),
            CellFault::AmbiguousDate => Finding::new(Rule::AmbiguousDate, place),
            CellFault::NotANumber => Finding::new(Rule::NotANumber, place),
            CellFault::Missing => Finding::new(Rule::MissingValue, place).with("field", &field.name),
            CellFault::Unnamed => Finding::new(Rule::UnnamedColumn, place),
            CellFault::OutOfBounds => {
                let bound = |bound: Option<f64>| bound.map(|it| it.to_string()).unwrap_or_default();
                Finding::new(Rule::OutOfBounds, place).with("min", bound(field.min)).with("max", bound(field.max))
            }
            CellFault::UnknownCode { nearest } => {
                let near = nearest.as_deref().map(|name| text("finding.suggest_code", &[("name", name)]));
                let list = field.codelist.clone().unwrap_or_else(|| field.name.clone());
                Finding::new(Rule::UnknownCode, place).with("list", list).with("suggestion", near.unwrap_or_default())
            }
        }
    }

    pub(super) fn out_of_order(&self, row: usize) -> Option<Finding> {
        let is_wrong = |(start, end): &&(usize, usize)| {
            let (from, to) = (self.whole(row, Some(*start)), self.whole(row, Some(*end)));
            from != MISSING && to != MISSING && to < from
        };
        let (start, end) = self.roles.in_order.iter().find(is_wrong)?;
        let name = |field: usize| self.map.fields[field].name.as_str();
        let finding = Finding::new(Rule::EndBeforeStart, self.cell_place(row, *end));
        Some(finding.with("field", name(*end)).with("start", name(*start)))
    }

    /// A date so far from the year that it must be a slip.
    pub(super) fn far_date(&self, row: usize, year: &Year) -> Option<Finding> {
        let is_far = |(field, ahead): &&(usize, i32)| {
            let date = self.whole(row, Some(*field));
            date != MISSING && !year.is_near(date, *ahead)
        };
        let (field, ahead) = *self.roles.dates.iter().find(is_far)?;
        let (from, to) = (year.number - YEARS_BEFORE, year.number + ahead);
        let finding = Finding::new(Rule::ImplausibleDate, self.cell_place(row, field));
        let finding = finding.with("field", &self.map.fields[field].name);
        Some(finding.with("from", from.to_string()).with("to", to.to_string()))
    }

    /// The year a row counts in: its folder's, or the one it states.
    pub(super) fn year(&self, row: usize) -> i32 {
        let stated = self.whole(row, self.roles.stated_year);
        self.origin.year.unwrap_or(if stated == MISSING { 0 } else { stated })
    }

    pub(super) fn outside(&self, row: usize, days: (i32, i32), year: i32) -> Option<Finding> {
        let field = self.roles.event?;
        let (from, until) = (self.whole(row, Some(field)), self.whole(row, self.roles.until));
        let starts_in_time = from == MISSING || from <= days.1;
        let is_inside = if self.roles.is_span {
            starts_in_time && (until == MISSING || until >= days.0)
        } else {
            starts_in_time && (from == MISSING || from >= days.0)
        };
        if is_inside {
            return None;
        }
        let finding = Finding::new(Rule::OutsidePeriod, self.cell_place(row, field));
        Some(finding.with("field", &self.map.fields[field].name).with("year", year.to_string()))
    }

    /// Who the row is about, as far as figures need it, and what is odd about it.
    pub(super) fn child(
        &self,
        row: usize,
        year: i32,
        children: &mut Children,
        findings: &mut Vec<Finding>,
    ) -> Result<Option<Child>, Box<Finding>> {
        let Some((field, id)) = self.roles.child.zip(self.text(row, self.roles.child)) else { return Ok(None) };
        let identity = children.identify(self.numbers[field][row], id, self.text(row, self.roles.journal), year);
        let stated = self.whole(row, self.roles.born);
        let born = if stated == MISSING { identity.born } else { stated };
        let age = self.age(row, born, year)?;
        let sex_of_number = identity.is_male.map_or(MISSING, |is| if is { self.roles.boy } else { self.roles.girl });
        let stated_sex = self.whole(row, self.roles.sex);
        let is_stated = stated_sex != MISSING && stated_sex != self.roles.unknown_sex;
        let sex = if is_stated { stated_sex } else { sex_of_number };
        self.note_spelling(row, identity.spelling, findings);
        let contradicts = |stated: i32, number: i32| stated != MISSING && number != MISSING && stated != number;
        let is_certain = identity.spelling != Spelling::Incomplete;
        if is_certain && (contradicts(stated, identity.born) || (is_stated && contradicts(stated_sex, sex_of_number))) {
            findings.push(Finding::new(Rule::IdentityDisagrees, self.place_of_child(row)));
        }
        if children.disagrees(identity.child, born, sex) {
            findings.push(Finding::new(Rule::ChildDisagrees, self.place_of_child(row)));
        }
        Ok(Some(Child { identity, born, age, sex, placement: self.placement(row) }))
    }

    fn age(&self, row: usize, born: i32, year: i32) -> Result<i32, Box<Finding>> {
        let event = self.whole(row, self.roles.event);
        let event = if event == MISSING { epoch_day(day(year.clamp(1900, 2100), 12, 31)) } else { event };
        let age = if born == MISSING {
            self.whole(row, self.roles.age)
        } else if event < born && born - event <= LONGEST_UNBORN {
            // A concern about an unborn child: the date is when it is due.
            MISSING
        } else {
            let age = date_of(born).zip(date_of(event)).and_then(|(born, event)| age_on(born, event));
            age.and_then(|age| i32::try_from(age).ok()).ok_or_else(|| self.odd_age(row))?
        };
        if age > OLDEST { Err(self.odd_age(row)) } else { Ok(age) }
    }

    fn odd_age(&self, row: usize) -> Box<Finding> {
        let is_filled = |field: &Option<usize>| self.text(row, *field).is_some();
        let said_by = [self.roles.born, self.roles.age].into_iter().find(is_filled).flatten().or(self.roles.child);
        let place = said_by.map_or_else(|| self.place(row), |field| self.cell_place(row, field));
        let event = self.roles.event.map(|field| self.map.fields[field].name.clone());
        Box::new(Finding::new(Rule::ImplausibleAge, place).with("field", event.unwrap_or_default()))
    }

    fn note_spelling(&self, row: usize, spelling: Spelling, findings: &mut Vec<Finding>) {
        let rule = match spelling {
            Spelling::Whole => return,
            Spelling::LeadingZeroLost => Rule::LeadingZeroLost,
            Spelling::Incomplete => Rule::IncompleteIdentity,
        };
        findings.push(Finding::new(rule, self.place_of_child(row)));
    }

    pub(super) fn place_of_child(&self, row: usize) -> Place {
        self.roles.child.map_or_else(|| self.place(row), |field| self.cell_place(row, field))
    }

    /// 0 at home, 1 outside the home: as stated, else by the category of the measure.
    fn placement(&self, row: usize) -> i32 {
        self.roles.placement(self.whole(row, self.roles.outside_home), self.whole(row, self.roles.category))
    }
}

/// First and last day of a year, and the first day of the earliest year around it in which a date can be.
pub(super) struct Year {
    pub(super) number: i32,
    pub(super) days: (i32, i32),
    earliest: i32,
    /// The last day of the usual years ahead.
    latest: i32,
}

impl Year {
    pub(super) fn of(year: i32) -> Self {
        let span = |from: i32, to: i32| {
            let (first, last) = (Period::year(from.clamp(1900, 2100)).first, Period::year(to.clamp(1900, 2100)).last);
            (epoch_day(first), epoch_day(last))
        };
        debug_assert!(date_of(span(year, year).0).is_some_and(|first| first.ordinal() == 1));
        let (earliest, latest) = span(year - YEARS_BEFORE, year + YEARS_AHEAD);
        Self { number: year, days: span(year, year), earliest, latest }
    }

    /// Whether a date can be, in a field whose dates may lie so many years ahead.
    pub(super) fn is_near(&self, date: i32, ahead: i32) -> bool {
        let within =
            |ahead: i32| date <= epoch_day(Period::year((self.number.saturating_add(ahead)).clamp(1900, 2100)).last);
        date >= self.earliest && if ahead == YEARS_AHEAD { date <= self.latest } else { within(ahead) }
    }
}
