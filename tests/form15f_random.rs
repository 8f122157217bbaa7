//! Random 15F files: rows and findings against plain loops over another XML reader's tree.
//!
//! The seed of a file that differs is printed; put it in `ONE_SEED` to see it alone.

use std::collections::BTreeSet;

use roxmltree::{Document, Node};
use tryggtall::check::{Expectation, SourceMaps, check};
use tryggtall::units::MunicipalityCode;

use crate::form15f_oracle::{day, elements, number, within_three_months};
use crate::kostra_rules::examine;
use crate::random::Random;

const FILES: u64 = 600;
const ONE_SEED: Option<u64> = None;
const YEAR: i32 = 2025;
const LAST_DAY: &str = "2025-12-31";

impl Random {
    /// A day from autumn 2024 to spring 2026, mostly in the year.
    fn date(&mut self) -> String {
        let month = self.below(18);
        let (year, month) =
            if month < 2 { (2024, 11 + month) } else { (2025 + (month - 2) / 12, 1 + (month - 2) % 12) };
        format!("{year}-{month:02}-{:02}", 1 + self.below(28))
    }

    /// An attribute that is sometimes not there.
    fn attribute(&mut self, name: &str, value: &str, missing_one_in: usize) -> String {
        if self.one_in(missing_one_in) { String::new() } else { format!(" {name}=\"{value}\"") }
    }

    /// A start and an end, in order or not, the end sometimes open.
    fn span(&mut self) -> String {
        let (start, end) = (self.date(), self.date());
        let open = 2 + self.below(4);
        self.attribute("StartDato", &start, 30) + &self.attribute("SluttDato", &end, open)
    }

    fn coded(&mut self, element: &str, codes: &[&str]) -> String {
        let code = self.of(codes);
        match self.below(3) {
            0 => format!("\n<{element} Kode=\"{code}\"><Presisering>mer å si</Presisering></{element}>"),
            1 => format!("\n<{element} Kode='{code}'><Presisering> </Presisering></{element}>"),
            _ => format!("<!-- {element} --><{element}\n  Kode=\"{code}\"/>"),
        }
    }

    fn some(&mut self, most: usize, mut one: impl FnMut(&mut Self) -> String) -> String {
        (0..self.below(most + 1)).map(|_| one(self)).collect()
    }
}

fn investigation(random: &mut Random, id: usize) -> String {
    let conclusion = random.of(&["1", "2", "3", "5"]);
    let attributes = random.span() + &random.attribute("Konklusjon", conclusion, 3);
    let extended = random.of(&["", "<UtvidetFrist Innvilget=\"1\"/>", "<UtvidetFrist Innvilget=\"2\"/>"]);
    let grounds = random.some(2, |random| random.coded("Vedtaksgrunnlag", &["1", "18"]));
    format!("\n<Undersokelse Id=\"U{id}\"{attributes}>{grounds}{extended}</Undersokelse>")
}

fn report(random: &mut Random, id: usize) -> String {
    let conclusion = random.of(&["1", "2", "3"]);
    let attributes = random.span() + &random.attribute("Konklusjon", conclusion, 3);
    let senders = random.some(3, |random| random.coded("Melder", &["1", "2", "11", "22"]));
    let contents = random.some(3, |random| random.coded("Saksinnhold", &["1", "2", "18", "19"]));
    let inner = if random.one_in(2) { investigation(random, id) } else { String::new() };
    format!("\n<Melding Id=\"M{id}\"{attributes}>{senders}{contents}{inner}</Melding>")
}

fn measure(random: &mut Random, id: usize) -> String {
    let law = |random: &mut Random, element: &str| {
        let (act, chapter) = (random.of(&["BVL", "BVL2021", "BL1981"]), random.of(&["3", "4", "0"]));
        let section = random.of(&["1", "12", "0"]);
        format!("\n<{element} Lov=\"{act}\" Kapittel=\"{chapter}\" Paragraf=\"{section}\"/>")
    };
    let span = random.span();
    let laws = law(random, "Lovhjemmel") + &random.some(2, |random| law(random, "JmfrLovhjemmel"));
    let category = random.coded("Kategori", &["1.1", "2.99", "3.7", "3.10"]);
    let revocation = random.some(1, |random| random.coded("Opphevelse", &["1", "4"]));
    format!("\n<Tiltak Id=\"T{id}\"{span}>{laws}{category}{revocation}</Tiltak>")
}

fn child(random: &mut Random, number: usize) -> String {
    let identity = random.of(&["05811575838", "17850862176", "29822482072", "31921981514", "01838719836"]);
    let journal = if random.one_in(8) { "J0".to_owned() } else { format!("J{number}") };
    let closed = random.of(&["1", "2"]);
    let (start, end) = (random.date(), random.date());
    let attributes = random.attribute("StartDato", &start, 5) + &random.attribute("SluttDato", &end, 2);
    let mut ids = 1..;
    let reports = random.some(3, |random| report(random, ids.next().unwrap()));
    let plans = random.some(2, |random| format!("\n<Plan Id=\"P\"{}/>", random.span()));
    let measures = random.some(3, |random| measure(random, ids.next().unwrap()));
    let moves = random.some(1, |random| format!("\n<Flytting Id=\"F\" SluttDato=\"{}\"/>", random.date()));
    format!(
        "\n<Individ Journalnummer=\"{journal}\" Fodselsnummer=\"{identity}\"\n Avslutta3112=\"{closed}\"{attributes}>\
         {reports}{plans}{measures}{moves}</Individ>"
    )
}

fn form(random: &mut Random) -> String {
    let children: String = (1..=1 + random.below(6)).map(|number| child(random, number)).collect();
    let avgiver =
        "<Avgiver Organisasjonsnummer=\"318418004\" Versjon=\"2025\" Kommunenummer=\"3418\" Kommunenavn=\"Åsnes\"/>";
    format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<Barnevern>\n{avgiver}{children}\n</Barnevern>\n")
}

/// What plain loops say about one child.
struct Loops<'a> {
    document: &'a Document<'a>,
    said: Vec<(u32, &'static str)>,
}

impl<'a> Loops<'a> {
    fn say(&mut self, node: Node<'a, 'a>, rule: &'static str, is_wrong: bool) {
        if is_wrong {
            self.said.push((self.document.text_pos_at(node.range().start).row, rule));
        }
    }

    /// The rules that reports, investigations, plans and measures share. ISO dates sort as text.
    fn span(&mut self, child: Node<'a, 'a>, node: Node<'a, 'a>, [before, open, early]: [&'static str; 3]) {
        let get = |name| node.attribute(name).unwrap_or("");
        let own = |name| child.attribute(name).unwrap_or("");
        let (start, end) = (get("StartDato"), get("SluttDato"));
        self.say(node, before, !start.is_empty() && !end.is_empty() && end < start);
        let is_closed = own("Avslutta3112") == "1";
        self.say(node, open, is_closed && (end.is_empty() || own("SluttDato").is_empty() || end > LAST_DAY));
        self.say(node, early, !start.is_empty() && start < own("StartDato"));
    }

    fn report(&mut self, node: Node<'a, 'a>) {
        let (start, end) = (node.attribute("StartDato"), node.attribute("SluttDato"));
        let took = start.zip(end).map(|(start, end)| number(day(end)) - number(day(start)));
        self.say(node, "15F-M03", took.is_some_and(|days| days > 7));
        let is_concluded = ["1", "2"].contains(&node.attribute("Konklusjon").unwrap_or(""));
        let is_recent = end.is_some_and(|end| end >= "2025-01-01");
        self.say(node, "15F-M04", is_concluded && is_recent && elements(node, "Melder").count() == 0);
        for (list, others, rule) in [("Melder", &["22"][..], "15F-MR02"), ("Saksinnhold", &["18", "19"], "15F-SI02")] {
            let mut seen = BTreeSet::new();
            for coded in elements(node, list) {
                let code = coded.attribute("Kode").unwrap();
                self.say(coded, rule, others.contains(&code) && !is_specified(coded));
                self.say(coded, "15F-DOBBEL", !seen.insert(code));
            }
        }
    }

    fn investigation(&mut self, node: Node<'a, 'a>) {
        let (start, end) = (node.attribute("StartDato"), node.attribute("SluttDato"));
        let conclusion = node.attribute("Konklusjon").unwrap_or("");
        self.say(node, "15F-U02b", end.is_some_and(|end| !end.starts_with("2025-")));
        self.say(node, "15F-U04", end.is_some() && conclusion.is_empty());
        let has_grounds = elements(node, "Vedtaksgrunnlag").count() > 0;
        self.say(node, "15F-U07", ["1", "2"].contains(&conclusion) && !has_grounds);
        self.say(node, "15F-U08", end.is_none() && start.is_some_and(|start| start < "2025-07-01"));
        let is_extended = elements(node, "UtvidetFrist").any(|it| it.attribute("Innvilget") == Some("1"));
        let is_late = start.zip(end).is_some_and(|(start, end)| {
            let mut from = day(start);
            if is_extended {
                from = if from.1 > 9 { (from.0 + 1, from.1 - 9, from.2) } else { (from.0, from.1 + 3, from.2) };
            }
            !within_three_months(from, day(end))
        });
        self.say(node, "15F-FRIST", is_late);
    }

    fn measure(&mut self, node: Node<'a, 'a>) {
        let laws: Vec<_> = elements(node, "Lovhjemmel").chain(elements(node, "JmfrLovhjemmel")).collect();
        // No measure starts before 2023.
        let is_foreign = |law: &Node| !["BVL", "BVL2021"].contains(&law.attribute("Lov").unwrap());
        self.say(node, "15F-T24", node.attribute("StartDato").is_some() && laws.iter().any(is_foreign));
        for law in laws {
            let is_zero = ["Kapittel", "Paragraf"].iter().any(|name| law.attribute(*name) == Some("0"));
            self.say(law, "15F-L04", is_zero);
        }
        for category in elements(node, "Kategori") {
            let needs = ["2.99", "3.7"].contains(&category.attribute("Kode").unwrap());
            self.say(node, "15F-T07", needs && !is_specified(category));
        }
        for revocation in elements(node, "Opphevelse") {
            self.say(revocation, "15F-T08", revocation.attribute("Kode") == Some("4") && !is_specified(revocation));
        }
    }

    fn child(&mut self, child: Node<'a, 'a>) {
        let [reports, plans, measures] =
            ["Melding", "Plan", "Tiltak"].map(|name| elements(child, name).collect::<Vec<_>>());
        self.say(child, "15F-I06", reports.is_empty() && plans.is_empty() && measures.is_empty());
        for node in reports {
            self.span(child, node, ["15F-M02a", "15F-M02d", "15F-M02e"]);
            self.report(node);
            for node in elements(node, "Undersokelse") {
                self.span(child, node, ["15F-U02a", "15F-U02d", "15F-U02e"]);
                self.investigation(node);
            }
        }
        for node in plans {
            self.span(child, node, ["15F-P02a", "15F-P02d", "15F-P02e"]);
        }
        for node in measures {
            self.span(child, node, ["15F-T02a", "15F-T02d", "15F-T02e"]);
            self.measure(node);
        }
    }
}

fn is_specified(node: Node) -> bool {
    node.children().any(|it| it.has_tag_name("Presisering") && it.text().is_some_and(|text| !text.trim().is_empty()))
}

fn by_loops(xml: &str) -> (Vec<(u32, &'static str)>, [usize; 3]) {
    let document = Document::parse(xml).unwrap();
    let mut loops = Loops { document: &document, said: Vec::new() };
    let children: Vec<_> = elements(document.root_element(), "Individ").collect();
    for child in &children {
        loops.child(*child);
        let journal = child.attribute("Journalnummer");
        let times = children.iter().filter(|other| other.attribute("Journalnummer") == journal).count();
        loops.say(*child, "15F-I05", times > 1);
    }
    let count = |name| document.descendants().filter(|node| node.has_tag_name(name)).count();
    let rows = [count("Melding"), count("Undersokelse"), count("Tiltak")];
    loops.said.sort_unstable();
    (loops.said, rows)
}

/// The rules that the loops recompute.
const RULES: [&str; 27] = [
    "15F-I05",
    "15F-I06",
    "15F-M02a",
    "15F-M02d",
    "15F-M02e",
    "15F-M03",
    "15F-M04",
    "15F-MR02",
    "15F-SI02",
    "15F-DOBBEL",
    "15F-U02a",
    "15F-U02b",
    "15F-U02d",
    "15F-U02e",
    "15F-U04",
    "15F-U07",
    "15F-U08",
    "15F-FRIST",
    "15F-P02a",
    "15F-P02d",
    "15F-P02e",
    "15F-T02a",
    "15F-T02d",
    "15F-T02e",
    "15F-T07",
    "15F-T08",
    "15F-T24",
];

#[test]
fn random_forms_say_what_plain_loops_say() {
    let maps = SourceMaps::built_in().unwrap();
    let municipality = MunicipalityCode::parse("3418").unwrap();
    let key = tryggtall::privacy::PseudonymKey::new(&[7; 32]);
    let expected = Expectation::new(&municipality, YEAR, &key);
    let rules: BTreeSet<&str> = RULES.into_iter().chain(["15F-L04"]).collect();
    let mut ever = BTreeSet::new();
    for seed in ONE_SEED.map_or(0..FILES, |seed| seed..seed + 1) {
        let xml = form(&mut Random(seed));
        let bytes: Vec<u8> = xml.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
        let (acquired, findings) = examine(&bytes, YEAR, "3418");
        assert!(acquired.findings.is_empty(), "seed {seed}: {:?}", acquired.findings);
        let mut ours: Vec<_> = findings.iter().map(|it| (it.place.line.unwrap(), it.rule.id())).collect();
        ours.retain(|(_, rule)| rules.contains(rule));
        ours.sort_unstable();
        let (theirs, rows) = by_loops(&xml);
        assert_eq!(ours, theirs, "seed {seed}");
        let read: Vec<usize> = acquired.tables.iter().map(tryggtall::acquire::RawTable::rows).collect();
        assert_eq!(read, rows, "seed {seed}");
        ever.extend(theirs.iter().map(|(_, rule)| *rule));
        let checked = check(acquired, &maps, &expected).unwrap();
        assert!(checked.accounts.iter().all(tryggtall::check::RowAccount::balances), "seed {seed}");
    }
    assert!(ONE_SEED.is_some() || ever == rules, "never seen: {:?}", rules.difference(&ever));
}
