//! Random projects against plain loops that know who each row is about, and so never read an identity.

use std::fmt::Write;

use super::*;
use crate::acquire::{Snapshot, acquire};
use crate::check::{Checked, Expectation, SourceMaps, check};
use crate::units::MunicipalityCode;

/// In the order of the maps, with the columns of a row; the register that names the child comes first.
const SOURCES: [(&str, &str, &str); 4] = [
    ("barnevernstiltak", "barnevern", "tiltak_id;barn_id;start;journalnummer"),
    ("bekymringsmelding", "barnevern", "melding_id;barn_id;mottatt;journalnummer;melder"),
    ("henvisning", "henvisning", "henvisning_id;barn_id;mottatt;fra"),
    ("undersokelse", "barnevern", "undersokelse_id;barn_id;start;journalnummer"),
];

const PROJECTS: u64 = 200;
const ONE_SEED: Option<u64> = None;

/// Who a row is about.
#[derive(Clone, PartialEq)]
enum Who {
    Number(String),
    Own(String),
    Incomplete(String),
}

struct Random(u64);

impl Random {
    /// Knuth's MMIX constants.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    /// A synthetic number (80 added to the month), with its check digits by Skatteetaten's weights.
    fn number(&mut self) -> String {
        loop {
            let (day, month, year) = (1 + self.below(28), 81 + self.below(12), 10 + self.below(10));
            let nine = format!("{day:02}{month}{year}{}", 500 + self.below(500));
            let found = (0..100).map(|check| format!("{nine}{check:02}")).find(|number| is_valid(number));
            if let Some(number) = found {
                return number;
            }
        }
    }

    /// A child as one row writes it, with a journal number for some.
    fn row(&mut self, people: &[Who]) -> (Who, String, String) {
        let who = people[self.below(people.len())].clone();
        let text = match &who {
            Who::Number(number) => match self.below(4) {
                0 => format!("{} {}", &number[..6], &number[6..]),
                1 => number.strip_prefix('0').unwrap_or(number).to_owned(),
                _ => number.clone(),
            },
            Who::Own(id) => id.clone(),
            Who::Incomplete(number) if self.below(2) == 0 => format!("{} {}", &number[..6], &number[6..]),
            Who::Incomplete(number) => number.clone(),
        };
        let journal = if self.below(2) == 0 { String::new() } else { format!("J{}", self.below(4)) };
        (who, text, journal)
    }
}

fn is_valid(number: &str) -> bool {
    let sum = |weights: &[u32]| -> u32 {
        number.chars().zip(weights).map(|(digit, weight)| digit.to_digit(10).unwrap() * weight).sum()
    };
    sum(&[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]).is_multiple_of(11)
        && sum(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

fn people(random: &mut Random) -> Vec<Who> {
    let mut people: Vec<Who> = (0..=random.below(12)).map(|_| Who::Number(random.number())).collect();
    people.extend((0..=random.below(8)).map(|id| Who::Own(format!("B{id}"))));
    // A system whose ids are numbers, and one whose ids are long.
    people.extend([Who::Own("4711".to_owned()), Who::Own("KLIENT-0012".to_owned())]);
    for number in ["01011600100", "01011655555", "02031799999"] {
        assert!(!is_valid(number));
        people.push(Who::Incomplete(number.to_owned()));
    }
    people
}

/// The files of two years, and for each source who its rows are about and what the row's journal number is.
type Rows = Vec<Vec<(Who, String)>>;

fn project(random: &mut Random) -> (Vec<Snapshot>, Rows) {
    let people = people(random);
    let (mut files, mut rows) = (Vec::new(), Vec::new());
    for (source, register, header) in SOURCES {
        let mut of_source = Vec::new();
        for year in [2024, 2025] {
            let mut text = format!("{header}\n");
            for row in 0..random.below(20) {
                let (who, child, journal) = random.row(&people);
                let day = format!("{:02}.{:02}.{year}", 1 + random.below(28), 1 + random.below(12));
                let journal = if register == "barnevern" { journal } else { String::new() };
                let last = match source {
                    "bekymringsmelding" => format!("{journal};{}", ["skole", "skole|nav", ""][random.below(3)]),
                    "henvisning" => "skole".to_owned(),
                    _ => journal.clone(),
                };
                let _ = writeln!(text, "R{year}-{row};{child};{day};{last}");
                of_source.push((who, journal));
            }
            files.push(Snapshot::held(format!("exports/{year}/{source}.csv"), Some(year), text.as_bytes()));
        }
        rows.push(of_source);
    }
    (files, rows)
}

fn checked(files: &[Snapshot], linking: Option<&Linking>, key: u8) -> Checked {
    let maps = SourceMaps::built_in().unwrap();
    let (municipality, key) = (MunicipalityCode::parse("3418").unwrap(), PseudonymKey::new(&[key; 32]));
    let expected = Expectation { linking, ..Expectation::new(&municipality, 2025, &key) };
    check(acquire(files, &maps.vocabulary()).unwrap(), &maps, &expected).unwrap()
}

fn persons(checked: &Checked, source: &str) -> Option<Vec<i32>> {
    let column = checked.source(source)?.frame.column(PERSON).ok()?;
    Some(column.i32().unwrap().iter().map(Option::unwrap).collect())
}

/// Where a row's child means the same child, and what it is called there.
fn meaning(who: &Who, journal: &str, (source, register): (&str, &str), has_common_ids: bool) -> (String, String) {
    match who {
        Who::Number(number) => ("all".to_owned(), number.clone()),
        Who::Own(id) if has_common_ids => ("all".to_owned(), id.clone()),
        Who::Own(id) => (format!("register {register}"), id.clone()),
        Who::Incomplete(number) if journal.is_empty() => (format!("source {source}"), number.clone()),
        Who::Incomplete(_) => (format!("source {source}"), journal.to_owned()),
    }
}

fn expected(rows: &Rows, linking: &Linking) -> BTreeMap<String, (Vec<i32>, Linkable)> {
    let mut known: Vec<(String, String)> = Vec::new();
    let mut all = BTreeMap::new();
    for ((source, register, _), rows) in SOURCES.iter().zip(rows) {
        if !linking.sources.iter().any(|linked| linked == source) {
            continue;
        }
        let (mut numbers, mut counts) = (Vec::new(), Linkable { rows: rows.len(), ..Linkable::default() });
        for (who, journal) in rows {
            let meaning = meaning(who, journal, (source, register), linking.common_ids);
            let reaches_out = meaning.0 == "all";
            let number = known.iter().position(|it| *it == meaning).unwrap_or(known.len());
            if number == known.len() {
                known.push(meaning);
            }
            let number = i32::try_from(number).unwrap();
            let is_first = !numbers.contains(&number);
            counts.children += usize::from(is_first);
            counts.linkable_children += usize::from(is_first && reaches_out);
            counts.linkable_rows += usize::from(reaches_out);
            numbers.push(number);
        }
        all.insert((*source).to_owned(), (numbers, counts));
    }
    all
}

#[test]
fn random_projects_come_to_what_plain_loops_do() {
    let (mut across, mut unlinked) = (0, 0);
    for seed in ONE_SEED.map_or(0..PROJECTS, |seed| seed..seed + 1) {
        let mut random = Random(seed * 2 + 1);
        let (files, rows) = project(&mut random);
        let usual = SOURCES.map(|(source, ..)| source.to_owned());
        let sources = if random.below(3) == 0 { usual[1..3].to_vec() } else { usual.to_vec() };
        let linking = Linking { sources, common_ids: random.below(3) == 0 };
        let expected = expected(&rows, &linking);
        let checked = checked(&files, Some(&linking), 7);
        assert!(checked.accounts.iter().all(|account| account.rejected == 0), "seed {seed}: {:?}", checked.findings);
        for (source, ..) in SOURCES {
            let numbers = expected.get(source).map(|(numbers, _)| numbers.clone());
            assert_eq!(persons(&checked, source), numbers, "seed {seed}, {source}");
        }
        let counts: BTreeMap<String, Linkable> = expected.iter().map(|(id, (_, it))| (id.clone(), *it)).collect();
        assert_eq!(checked.linkable, counts, "seed {seed}");
        let said = checked.findings.iter().filter(|finding| finding.rule == Rule::NotLinkable).count();
        let lacking = counts.values().filter(|it| it.linkable_children < it.children).count();
        assert_eq!(said, lacking, "seed {seed}");
        unlinked += lacking;
        across += usize::from(expected.values().any(|(numbers, _)| {
            numbers.iter().any(|it| expected.values().filter(|(others, _)| others.contains(it)).count() == 4)
        }));
    }
    if ONE_SEED.is_none() {
        assert!(across > 20 && unlinked > 100, "{across} {unlinked}");
    }
}

#[test]
fn without_the_plans_word_nothing_is_linked_and_no_key_shows() {
    let (files, _) = project(&mut Random(11));
    let plain = checked(&files, None, 7);
    for (source, ..) in SOURCES {
        assert!(plain.source(source).unwrap().frame.column(PERSON).is_err());
    }
    assert!(plain.linkable.is_empty() && plain.findings.iter().all(|it| it.rule != Rule::NotLinkable));
    let sources = SOURCES.map(|(source, ..)| source.to_owned()).to_vec();
    let linking = Linking { sources, common_ids: false };
    let (first, second) = (checked(&files, Some(&linking), 7), checked(&files, Some(&linking), 8));
    for (source, ..) in SOURCES {
        assert_eq!(persons(&first, source), persons(&second, source), "the key decides nothing");
    }
    assert_eq!(first.findings, second.findings);
    for finding in first.findings.iter().filter(|it| it.rule == Rule::NotLinkable) {
        let said = format!("{} {}", finding.expected(), finding.action());
        assert!(!said.contains('…') && !said.contains("B1") && !said.contains("KLIENT"), "{said}");
    }
}
