//! Statistics Norway's control rules for KOSTRA 15F, so that a service sees before it delivers what will be refused.
//!
//! One file a rule, named by the fault; the lists below are all of them. A rule says where it is broken; [`Examiner`] makes
//! findings of it while the form is read. No finding here rejects a row: the general rules do that, for what makes our
//! figures wrong.

mod adult_in_care;
mod adult_without_measure;
mod care;
mod care_ended_without_reason;
mod category_not_specified;
mod child_closed_without_end;
mod child_ended_before_the_year;
mod child_ends_before_it_starts;
mod child_not_identified;
mod child_too_old;
mod child_without_anything;
mod child_without_district_name;
mod child_without_district_number;
mod closed_investigation_without_conclusion;
mod code_repeated;
mod concluded_report_without_contents;
mod concluded_report_without_sender;
mod contents_code_not_specified;
mod context;
mod date_out_of_range;
mod decision_without_grounds;
mod fault;
mod grounds_code_not_specified;
mod identification;
mod identity_number_in_several_journals;
mod identity_number_incomplete;
mod identity_number_invalid;
mod investigation_ends_after_the_child;
mod investigation_ends_before_it_starts;
mod investigation_ends_in_another_year;
mod investigation_open_since_spring;
mod investigation_open_though_child_is_closed;
mod investigation_past_its_deadline;
mod investigation_starts_before_the_child;
mod journal_number_repeated;
mod measure_ends_after_the_child;
mod measure_ends_before_it_starts;
mod measure_ends_in_another_year;
mod measure_open_though_child_is_closed;
mod measure_starts_before_the_child;
mod measure_under_the_wrong_act;
mod move_ends_after_the_child;
mod move_ends_before_the_child;
mod moved_investigation_not_specified;
mod placements_overlap;
mod plan_ends_after_the_child;
mod plan_ends_before_it_starts;
mod plan_open_though_child_is_closed;
mod plan_starts_before_the_child;
mod refugee_number_invalid;
mod report_concluded_late;
mod report_ends_after_the_child;
mod report_ends_before_it_starts;
mod report_open_though_child_is_closed;
mod report_starts_before_the_child;
mod revocation_not_specified;
mod school_child_in_kindergarten;
mod sender_code_not_specified;
mod sender_of_another_municipality;
mod sender_of_another_year;
mod sender_without_name;
mod sender_without_organisation;
mod youth_in_after_school_care;
mod zero_in_the_legal_basis;

#[cfg(test)]
mod testing;

use crate::acquire::{FormVisitor, Individual, Sender};
use crate::check::Ours;
use crate::diagnostic::{Finding, Kostra, Place, Rule};
use crate::units::MunicipalityCode;
use context::Context;
use fault::Fault;

/// A rule about the sender.
type SenderRule = fn(&Sender, &Context) -> Vec<Fault>;
/// A rule about one child.
type ChildRule = fn(&Individual, &Context) -> Vec<Fault>;
/// A rule about all the children of a file.
type FileRule = fn(&[Seen]) -> Vec<Fault>;

const ABOUT_THE_SENDER: [(Kostra, SenderRule); 4] = [
    (Kostra::SenderOfAnotherYear, sender_of_another_year::faults),
    (Kostra::SenderWithoutOrganisation, sender_without_organisation::faults),
    (Kostra::SenderOfAnotherMunicipality, sender_of_another_municipality::faults),
    (Kostra::SenderWithoutName, sender_without_name::faults),
];

const ABOUT_A_CHILD: [(Kostra, ChildRule); 54] = [
    (Kostra::DateOutOfRange, date_out_of_range::faults),
    (Kostra::ChildEndsBeforeItStarts, child_ends_before_it_starts::faults),
    (Kostra::ChildEndedBeforeTheYear, child_ended_before_the_year::faults),
    (Kostra::ChildClosedWithoutEnd, child_closed_without_end::faults),
    (Kostra::ChildNotIdentified, child_not_identified::faults),
    (Kostra::ChildWithoutAnything, child_without_anything::faults),
    (Kostra::ChildTooOld, child_too_old::faults),
    (Kostra::AdultWithoutMeasure, adult_without_measure::faults),
    (Kostra::ChildWithoutDistrictNumber, child_without_district_number::faults),
    (Kostra::ChildWithoutDistrictName, child_without_district_name::faults),
    (Kostra::IdentityNumberInvalid, identity_number_invalid::faults),
    (Kostra::IdentityNumberIncomplete, identity_number_incomplete::faults),
    (Kostra::RefugeeNumberInvalid, refugee_number_invalid::faults),
    (Kostra::ReportEndsBeforeItStarts, report_ends_before_it_starts::faults),
    (Kostra::ReportEndsAfterTheChild, report_ends_after_the_child::faults),
    (Kostra::ReportOpenThoughChildIsClosed, report_open_though_child_is_closed::faults),
    (Kostra::ReportStartsBeforeTheChild, report_starts_before_the_child::faults),
    (Kostra::ReportConcludedLate, report_concluded_late::faults),
    (Kostra::ConcludedReportWithoutSender, concluded_report_without_sender::faults),
    (Kostra::ConcludedReportWithoutContents, concluded_report_without_contents::faults),
    (Kostra::SenderCodeNotSpecified, sender_code_not_specified::faults),
    (Kostra::ContentsCodeNotSpecified, contents_code_not_specified::faults),
    (Kostra::InvestigationEndsBeforeItStarts, investigation_ends_before_it_starts::faults),
    (Kostra::InvestigationEndsInAnotherYear, investigation_ends_in_another_year::faults),
    (Kostra::InvestigationEndsAfterTheChild, investigation_ends_after_the_child::faults),
    (Kostra::InvestigationOpenThoughChildIsClosed, investigation_open_though_child_is_closed::faults),
    (Kostra::InvestigationStartsBeforeTheChild, investigation_starts_before_the_child::faults),
    (Kostra::MovedInvestigationNotSpecified, moved_investigation_not_specified::faults),
    (Kostra::ClosedInvestigationWithoutConclusion, closed_investigation_without_conclusion::faults),
    (Kostra::DecisionWithoutGrounds, decision_without_grounds::faults),
    (Kostra::InvestigationOpenSinceSpring, investigation_open_since_spring::faults),
    (Kostra::GroundsCodeNotSpecified, grounds_code_not_specified::faults),
    (Kostra::PlanEndsBeforeItStarts, plan_ends_before_it_starts::faults),
    (Kostra::PlanEndsAfterTheChild, plan_ends_after_the_child::faults),
    (Kostra::PlanOpenThoughChildIsClosed, plan_open_though_child_is_closed::faults),
    (Kostra::PlanStartsBeforeTheChild, plan_starts_before_the_child::faults),
    (Kostra::MeasureEndsBeforeItStarts, measure_ends_before_it_starts::faults),
    (Kostra::MeasureEndsInAnotherYear, measure_ends_in_another_year::faults),
    (Kostra::MeasureEndsAfterTheChild, measure_ends_after_the_child::faults),
    (Kostra::MeasureOpenThoughChildIsClosed, measure_open_though_child_is_closed::faults),
    (Kostra::MeasureStartsBeforeTheChild, measure_starts_before_the_child::faults),
    (Kostra::CareEndedWithoutReason, care_ended_without_reason::faults),
    (Kostra::SchoolChildInKindergarten, school_child_in_kindergarten::faults),
    (Kostra::YouthInAfterSchoolCare, youth_in_after_school_care::faults),
    (Kostra::CategoryNotSpecified, category_not_specified::faults),
    (Kostra::RevocationNotSpecified, revocation_not_specified::faults),
    (Kostra::PlacementsOverlap, placements_overlap::faults),
    (Kostra::MeasureUnderTheWrongAct, measure_under_the_wrong_act::faults),
    (Kostra::AdultInCare, adult_in_care::faults),
    (Kostra::ZeroInTheLegalBasis, zero_in_the_legal_basis::faults),
    (Kostra::MoveEndsAfterTheChild, move_ends_after_the_child::faults),
    (Kostra::MoveEndsBeforeTheChild, move_ends_before_the_child::faults),
    (Kostra::InvestigationPastItsDeadline, investigation_past_its_deadline::faults),
    (Kostra::CodeRepeated, code_repeated::faults),
];

const ABOUT_THE_FILE: [(Kostra, FileRule); 2] = [
    (Kostra::IdentityNumberInSeveralJournals, identity_number_in_several_journals::faults),
    (Kostra::JournalNumberRepeated, journal_number_repeated::faults),
];

/// `Avslutta3112` of a child that was closed before the end of the year.
const CLOSED: &str = "1";

/// What must be remembered of a child until the whole file has been read.
struct Seen {
    line: u32,
    journal: String,
    national: String,
}

impl Seen {
    fn of(child: &Individual) -> Self {
        Self { line: child.line, journal: child.journal.clone(), national: child.national.clone() }
    }
}

/// A fault at each of the children, with the lines of the others.
fn each_with_others(same: &[&Seen], field: &'static str) -> Vec<Fault> {
    const MOST_SHOWN: usize = 5;
    let fault = |at: usize| {
        let others = same.iter().enumerate().filter(|(other, _)| *other != at).take(MOST_SHOWN);
        let lines: Vec<String> = others.map(|(_, other)| other.line.to_string()).collect();
        Fault::at(same[at].line, field).with("others", lines.join(", "))
    };
    (0..same.len()).map(fault).collect()
}

/// Looks at each form while it is read, and collects what the rules find.
pub struct Examiner<'a> {
    ours: Ours<'a>,
    findings: Vec<Finding>,
    file: String,
    /// None where no year is known to hold the form against, or the form is another's: its rows are all rejected.
    context: Option<Context>,
    seen: Vec<Seen>,
    /// Findings there were before the file.
    before: usize,
}

impl<'a> Examiner<'a> {
    /// An examiner for the forms of a municipality; a form's year is that of its folder.
    pub fn new(municipality: &'a MunicipalityCode) -> Self {
        Self::of(Ours::only(municipality))
    }

    /// An examiner for the forms of several municipalities.
    pub fn of(ours: Ours<'a>) -> Self {
        Self { ours, findings: Vec::new(), file: String::new(), context: None, seen: Vec::new(), before: 0 }
    }

    /// What was found in all the forms.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// Makes findings of a rule's faults; `individual` is the line at which the child begins.
    fn say(&mut self, context: &Context, rule: Kostra, individual: Option<u32>, faults: Vec<Fault>) {
        for fault in faults {
            let place = Place { field: Some(fault.field.to_owned()), ..Place::file(&self.file).line(fault.line) };
            let mut finding = Finding::new(Rule::Kostra(rule), place)
                .with("individ", individual.unwrap_or(fault.line).to_string())
                .with("year", context.year.to_string())
                .with("previous", (context.year - 1).to_string())
                .with("municipality", context.municipality.as_str())
                .with("earliest", context.earliest().format("%d.%m.%Y").to_string())
                .with("latest", context.latest().format("%d.%m.%Y").to_string());
            for (name, value) in fault.values {
                finding = finding.with(name, value);
            }
            self.findings.push(finding);
        }
    }
}

impl FormVisitor for Examiner<'_> {
    fn begin(&mut self, file: &str, year: Option<i32>) {
        file.clone_into(&mut self.file);
        self.context = year.map(|year| Context { year, municipality: self.ours.own.clone() });
        self.before = self.findings.len();
        self.seen.clear();
    }

    fn sender(&mut self, sender: &Sender) {
        let Some(mut context) = self.context.take() else { return };
        if let Some(of_another) = self.ours.find(&sender.municipality) {
            context.municipality = of_another.clone();
        }
        for (rule, faults) in ABOUT_THE_SENDER {
            self.say(&context, rule, None, faults(sender, &context));
        }
        let is_ours = sender.year == context.year.to_string() && sender.municipality == context.municipality.as_str();
        self.context = Some(context).filter(|_| is_ours);
    }

    fn individual(&mut self, individual: &Individual) {
        let Some(context) = self.context.take() else { return };
        for (rule, faults) in ABOUT_A_CHILD {
            self.say(&context, rule, Some(individual.line), faults(individual, &context));
        }
        self.seen.push(Seen::of(individual));
        self.context = Some(context);
    }

    fn finish(&mut self) {
        let Some(context) = self.context.take() else { return };
        for (rule, faults) in ABOUT_THE_FILE {
            self.say(&context, rule, None, faults(&self.seen));
        }
        self.seen.clear();
    }

    fn discard(&mut self) {
        self.findings.truncate(self.before);
        self.seen.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_run_once() {
        let about_sender = ABOUT_THE_SENDER.iter().map(|(rule, _)| *rule);
        let about_child = ABOUT_A_CHILD.iter().map(|(rule, _)| *rule);
        let about_file = ABOUT_THE_FILE.iter().map(|(rule, _)| *rule);
        let mut run: Vec<Kostra> = about_sender.chain(about_child).chain(about_file).collect();
        // The only one about bytes: they are decoded before there is a form.
        run.push(Kostra::EncodingDisagrees);
        run.sort_unstable();
        assert_eq!(run, Kostra::ALL);
    }
}
