//! A child's element becomes what it says.

use super::elements::{Coded, Individual, Investigation, Law, Measure, Move, Plan, Report, Sender};
use super::node::Node;

pub(super) fn sender(node: &Node) -> Sender {
    Sender {
        line: node.line,
        organisation: node.take("Organisasjonsnummer"),
        year: node.take("Versjon"),
        municipality: node.take("Kommunenummer"),
        name: node.take("Kommunenavn"),
    }
}

pub(super) fn individual(node: &Node) -> Individual {
    Individual {
        line: node.line,
        journal: node.take("Journalnummer"),
        national: node.take("Fodselsnummer"),
        refugee: node.take("DUFnummer"),
        start: node.take("StartDato"),
        end: node.take("SluttDato"),
        closed: node.take("Avslutta3112"),
        district_number: node.take("Bydelsnummer"),
        district_name: node.take("Bydelsnavn"),
        reports: node.all("Melding").map(report).collect(),
        loose_investigations: Vec::new(),
        plans: node.all("Plan").map(plan).collect(),
        measures: node.all("Tiltak").map(measure).collect(),
        moves: node.all("Flytting").map(moved).collect(),
    }
}

fn report(node: &Node) -> Report {
    Report {
        line: node.line,
        id: node.take("Id"),
        start: node.take("StartDato"),
        end: node.take("SluttDato"),
        conclusion: node.take("Konklusjon"),
        senders: node.all("Melder").map(coded).collect(),
        contents: node.all("Saksinnhold").map(coded).collect(),
        investigation: node.first("Undersokelse").map(investigation),
    }
}

fn investigation(node: &Node) -> Investigation {
    Investigation {
        line: node.line,
        id: node.take("Id"),
        start: node.take("StartDato"),
        end: node.take("SluttDato"),
        conclusion: node.take("Konklusjon"),
        is_specified: node.is_specified(),
        extended: node.first("UtvidetFrist").map(|extension| extension.take("Innvilget")).unwrap_or_default(),
        grounds: node.all("Vedtaksgrunnlag").map(coded).collect(),
    }
}

fn plan(node: &Node) -> Plan {
    Plan { line: node.line, start: node.take("StartDato"), end: node.take("SluttDato") }
}

fn measure(node: &Node) -> Measure {
    Measure {
        line: node.line,
        id: node.take("Id"),
        start: node.take("StartDato"),
        end: node.take("SluttDato"),
        basis: node.first("Lovhjemmel").map(law).unwrap_or_default(),
        compared: node.all("JmfrLovhjemmel").map(law).collect(),
        category: node.first("Kategori").map(coded).unwrap_or_default(),
        revocation: node.first("Opphevelse").map(coded),
    }
}

fn moved(node: &Node) -> Move {
    Move { line: node.line, end: node.take("SluttDato") }
}

fn law(node: &Node) -> Law {
    let subsection = node.get("Ledd");
    Law {
        line: node.line,
        act: node.take("Lov"),
        chapter: node.take("Kapittel"),
        section: node.take("Paragraf"),
        subsections: (!subsection.is_empty()).then(|| subsection.to_owned()).into_iter().collect(),
    }
}

fn coded(node: &Node) -> Coded {
    Coded { line: node.line, code: node.take("Kode"), is_specified: node.is_specified() }
}
