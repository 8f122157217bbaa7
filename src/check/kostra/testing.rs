//! The tables of cases: a form around the case's elements, read by the reader itself.

use super::context::Context;
use super::fault::Fault;
use super::{ChildRule, FileRule, Seen, SenderRule};
use crate::acquire::{FormVisitor, Individual, Sender, Snapshot, Vocabulary, acquire_with};
use crate::units::MunicipalityCode;

const YEAR: i32 = 2025;
const AVGIVER: &str = "<Avgiver Versjon='2025' Kommunenummer='3418' Kommunenavn='X' Organisasjonsnummer='318418004'/>";

/// Why, the elements, and the lines at which the rule is broken.
pub(super) type Case = (&'static str, &'static str, &'static [u32]);

/// Runs a rule about a child over its cases, in Åsnes in 2025. The case begins on line 1.
pub(super) fn cases(rule: ChildRule, cases: &[Case]) {
    cases_in("3418", rule, cases);
}

/// The same in another municipality.
pub(super) fn cases_in(municipality: &str, rule: ChildRule, cases: &[Case]) {
    for (why, xml, expected) in cases {
        let mut visitor = Visitor { context: context(municipality), rule: Some(rule), ..Visitor::new() };
        visitor.read(&format!("<Barnevern>{AVGIVER}{xml}</Barnevern>"), why);
        assert_eq!(lines(&visitor.faults), *expected, "{why}");
    }
}

/// Runs a rule about a whole file over its cases.
pub(super) fn file_cases(rule: FileRule, cases: &[Case]) {
    for (why, xml, expected) in cases {
        let mut visitor = Visitor::new();
        visitor.read(&format!("<Barnevern>{AVGIVER}{xml}</Barnevern>"), why);
        assert_eq!(lines(&rule(&visitor.seen)), *expected, "{why}");
    }
}

/// Runs a rule about the sender over its cases.
pub(super) fn sender_cases(rule: SenderRule, cases: &[Case]) {
    for (why, xml, expected) in cases {
        let mut visitor = Visitor { sender_rule: Some(rule), ..Visitor::new() };
        visitor.read(&format!("<Barnevern>{xml}<Individ/></Barnevern>"), why);
        assert_eq!(lines(&visitor.faults), *expected, "{why}");
    }
}

fn context(municipality: &str) -> Context {
    Context { year: YEAR, municipality: MunicipalityCode::parse(municipality).unwrap() }
}

fn lines(faults: &[Fault]) -> Vec<u32> {
    faults.iter().map(|fault| fault.line).collect()
}

struct Visitor {
    context: Context,
    rule: Option<ChildRule>,
    sender_rule: Option<SenderRule>,
    faults: Vec<Fault>,
    seen: Vec<Seen>,
}

impl Visitor {
    fn new() -> Self {
        Self { context: context("3418"), rule: None, sender_rule: None, faults: Vec::new(), seen: Vec::new() }
    }

    fn read(&mut self, xml: &str, why: &str) {
        let path = "exports/2025/15F.xml".to_owned();
        let file = Snapshot::held(path, Some(YEAR), xml.as_bytes());
        let acquired = acquire_with(&[file], &Vocabulary::default(), self).unwrap();
        assert!(acquired.findings.is_empty(), "{why}: {}", acquired.findings[0].action());
    }
}

impl FormVisitor for Visitor {
    fn begin(&mut self, _: &str, _: Option<i32>) {}
    fn sender(&mut self, sender: &Sender) {
        self.faults.extend(self.sender_rule.iter().flat_map(|rule| rule(sender, &self.context)));
    }
    fn individual(&mut self, child: &Individual) {
        self.faults.extend(self.rule.iter().flat_map(|rule| rule(child, &self.context)));
        self.seen.push(Seen::of(child));
    }
    fn finish(&mut self) {}
    fn discard(&mut self) {}
}
