//! The figures of a KOSTRA 15F file against plain loops over its XML, with another XML reader.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use roxmltree::{Document, Node};

use crate::harness::Folder;

/// What plain loops count.
#[derive(Debug, Default)]
struct Counted {
    children: BTreeSet<String>,
    reports: u64,
    by_sender: BTreeMap<String, u64>,
    concluded: u64,
    within_7_days: u64,
    closed: u64,
    within_3_months: u64,
}

pub type Day = (i32, u32, u32);

pub fn day(text: &str) -> Day {
    let parts: Vec<&str> = text.split('-').collect();
    (parts[0].parse().unwrap(), parts[1].parse().unwrap(), parts[2].parse().unwrap())
}

/// Days since year 0, by adding up months.
pub fn number((year, month, day): Day) -> i64 {
    let is_leap = |year: i32| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let years: i64 = (0..year).map(|year| if is_leap(year) { 366 } else { 365 }).sum();
    let lengths = [31, if is_leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    years + lengths[..month as usize - 1].iter().sum::<i64>() + i64::from(day)
}

/// Whether `to` is no later than the same day three months on, or that month's last day where it is shorter.
pub fn within_three_months(from: Day, to: Day) -> bool {
    let (year, month) = if from.1 > 9 { (from.0 + 1, from.1 - 9) } else { (from.0, from.1 + 3) };
    let first_of_next = if month == 12 { number((year + 1, 1, 1)) } else { number((year, month + 1, 1)) };
    let last = (number((year, month, 1)) + i64::from(from.2) - 1).min(first_of_next - 1);
    number(to) <= last
}

pub fn elements<'a>(node: Node<'a, 'a>, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.children().filter(move |child| child.has_tag_name(name))
}

fn count(xml: &str, year: i32) -> Counted {
    let document = Document::parse(xml).unwrap();
    let mut counted = Counted::default();
    for child in elements(document.root_element(), "Individ") {
        let identity = child.attribute("Fodselsnummer").unwrap();
        let mut investigations = BTreeSet::new();
        for report in elements(child, "Melding") {
            let received = day(report.attribute("StartDato").unwrap());
            for investigation in elements(report, "Undersokelse") {
                let start = day(investigation.attribute("StartDato").unwrap());
                let Some(end) = investigation.attribute("SluttDato").map(day) else { continue };
                // The same investigation may answer several reports.
                if end.0 == year && investigations.insert(investigation.attribute("Id").unwrap()) {
                    counted.closed += 1;
                    counted.within_3_months += u64::from(within_three_months(start, end));
                }
            }
            if received.0 != year {
                continue;
            }
            counted.reports += 1;
            counted.children.insert(identity.to_owned());
            for sender in elements(report, "Melder") {
                *counted.by_sender.entry(sender.attribute("Kode").unwrap().to_owned()).or_default() += 1;
            }
            if let Some(concluded) = report.attribute("SluttDato").map(day) {
                counted.concluded += 1;
                counted.within_7_days += u64::from(number(concluded) - number(received) <= 7);
            }
        }
    }
    counted
}

fn project(municipality: &str, year: i32, xml: &[u8]) -> Folder {
    let folder = Folder::new();
    folder.file("plan.toml", format!("[kommune]\nnummer = \"{municipality}\"\nnavn = \"X\"\n"));
    folder.file(&format!("exports/{year}/15F_{municipality}.xml"), xml);
    // All the children of a test file are of some age below 18; a thousand of each makes the shares computable.
    let ages: String = (0..=17)
        .map(|age| format!("{municipality},{age},jente,{0},500\n{municipality},{age},gutt,{0},500\n", year + 1))
        .collect();
    folder.file("reference/folkemengde.csv", format!("kommune,alder,kjonn,aar,antall\n{ages}"));
    folder
}

fn agrees(municipality: &str, year: i32, bytes: &[u8]) {
    let folder = project(municipality, year, bytes);
    let ran = folder.run(&["report", "-C", ".", "--aar", &year.to_string(), "--audience", "intern"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let figures = folder.figures(&format!("reports/{year}-aar-intern"));
    let xml: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let theirs = count(&xml, year);
    assert!(theirs.reports > 0 && theirs.closed > 0, "the file has something to count");

    assert_eq!(figures.count("K4", year, ""), Some(theirs.reports));
    let share = |measure: &str| {
        let row = figures.row(measure, year, "");
        (row["teller"].parse().unwrap_or(0), row["nevner"].parse().unwrap_or(0))
    };
    assert!(theirs.concluded >= theirs.within_7_days);
    assert_eq!(share("K5"), (theirs.within_7_days, theirs.reports));
    assert_eq!(share("K5-undersokelse"), (theirs.within_3_months, theirs.closed));
    let list = tryggtall::check::SourceMaps::built_in().unwrap();
    let list = list.list("melder").unwrap();
    for (code, count) in &theirs.by_sender {
        let id = &list.get(list.find(code).unwrap()).unwrap().id;
        assert_eq!(figures.count("K4", year, &format!("melder={id}")), Some(*count), "sender {code}");
    }
    let shown: u64 = figures
        .rows()
        .iter()
        .filter(|row| row["fordeling"].starts_with("melder="))
        .map(|row| row["teller"].parse::<u64>().unwrap())
        .sum();
    assert_eq!(shown, theirs.by_sender.values().sum::<u64>());
}

#[test]
fn the_demos_form() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo/exports/2025/barnevern/15F_2025_3418.xml");
    agrees("3418", 2025, &std::fs::read(path).unwrap());
}

/// Statistics Norway's own sample (MIT), with every sender and content.
#[test]
fn statistics_norways_sample() {
    let bytes = include_bytes!("fixtures/Testfil_21_OK_2020_15F_for_3401.xml");
    agrees("3401", 2020, bytes);
}

/// The number of children is checked where ages are known: the demo's children are all children of their year.
#[test]
fn children_are_counted_once() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo/exports/2025/barnevern/15F_2025_3418.xml");
    let bytes = std::fs::read(path).unwrap();
    let xml: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let theirs = count(&xml, 2025).children;
    // Ages on 31 December: ddmm(+80)yy with the individual number's century.
    let under_18 = theirs.iter().filter(|number| {
        let pair = |at: usize| number[at..at + 2].parse::<i32>().unwrap();
        2025 - (2000 + pair(4)) < 18
    });
    let expected = under_18.count() as u64;
    let folder = project("3418", 2025, &bytes);
    let ran = folder.run(&["report", "-C", ".", "--aar", "2025"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(folder.figures("reports/2025-aar").count("K1", 2025, ""), Some(expected));
}
