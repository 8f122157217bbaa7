//! K1–K6: reports, investigations and measures of the child welfare service.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use tryggtall::units::Window;

use super::{
    Cell, Expected, Oracle, Project, Random, YEARS, age_on, believed, code, date, days_of, hold, last_of_month, written,
};

const SENDERS: [(&str, &[&str]); 4] =
    [("skole", &["11", "SFO"]), ("nav", &["6"]), ("politi", &["lensmann"]), ("anonym", &["23", "anonym melder"])];
const CONTENTS: [(&str, &[&str]); 2] = [("foreldres-somatiske-sykdom", &[]), ("foreldres-psykiske-lidelse", &[])];
const CONCLUSIONS: [(&str, &[&str]); 3] = [
    ("ikke-henlagt", &["2", "til undersøkelse"]),
    ("henlagt-aktive-tiltak", &["3"]),
    ("pagaende-undersokelse", &["4"]),
];
/// Category, spellings; the first three place the child outside the home.
const CATEGORIES: [(&str, &[&str]); 5] = [
    ("barnevernsinstitusjon", &["1.1", "institusjon"]),
    ("fosterhjem-familie-nettverk", &["2.1"]),
    ("bolig-med-oppfolging", &["8.2"]),
    ("andre-hjemmebaserte-tiltak", &["3.7"]),
    ("medisinsk-behandling", &["7.1"]),
];
const YES_NO: [(&str, &[&str]); 2] = [("ja", &["J", "1", "x"]), ("nei", &["N", "0"])];
const SEXES: [(&str, &[&str]); 3] = [("jente", &["J", "2"]), ("gutt", &["G", "male"]), ("ukjent", &["uoppgitt"])];
const HEADERS: [(&str, &str); 3] = [
    ("bekymringsmelding", "melding_id;barn_id;mottatt;konkludert;fodselsdato;alder;kjonn;melder;innhold;konklusjon"),
    ("undersokelse", "undersokelse_id;barn_id;start;slutt;fodselsdato;alder;kjonn;utvidet_frist"),
    ("barnevernstiltak", "tiltak_id;barn_id;start;slutt;fodselsdato;alder;kjonn;kategori;utenfor_hjemmet"),
];

/// A row of any of the three sources; what the source does not have is blank.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    id: usize,
    child: usize,
    start: NaiveDate,
    end: Option<NaiveDate>,
    born: Option<NaiveDate>,
    age: Option<i32>,
    sex: Option<&'static str>,
    senders: BTreeSet<&'static str>,
    contents: BTreeSet<&'static str>,
    conclusion: Option<&'static str>,
    /// Extended time of an investigation; outside the home as the service says of a measure.
    says: Option<bool>,
    category: Option<&'static str>,
}

/// What is true of a child, whether or not its rows say so.
struct Child {
    born: NaiveDate,
    sex: &'static str,
}

struct Rates {
    blank: usize,
    unknown: usize,
}

impl Row {
    fn random(random: &mut Random, source: usize, year: i32, children: &[Child], rates: &Rates) -> Self {
        let child = random.below(children.len());
        let start = if source > 0 && random.one_in(3) { random.day(year - 1) } else { random.day(year) };
        let days = match random.below(4) {
            0 => random.of(&[6, 7, 8, 9]),
            1 => random.of(&[89, 90, 91, 92, 93, 181, 182, 184, 185]),
            _ => i64::try_from(random.below(300)).unwrap() - 2,
        };
        let say = |random: &mut Random, blank: usize| !random.one_in(blank);
        let sure = say(random, rates.unknown);
        let age = start.year() - children[child].born.year();
        let is_report = source == 0;
        let some = |random: &mut Random, list: &[(&'static str, &[&str])], is_asked: bool| {
            let most = if is_asked { random.below(3) } else { 0 };
            (0..most).map(|_| list[random.below(list.len())].0).collect()
        };
        Self {
            id: random.below(90),
            child,
            start,
            end: random.maybe(3, |_| start + chrono::TimeDelta::days(days)),
            born: (sure && say(random, 4)).then_some(children[child].born),
            age: (sure && say(random, 2)).then_some(age.clamp(0, 27)),
            sex: if random.one_in(40) {
                Some("gutt")
            } else {
                random.of(&[Some(children[child].sex), Some(children[child].sex), Some("ukjent"), None])
            },
            senders: some(random, &SENDERS, is_report),
            contents: some(random, &CONTENTS, is_report),
            conclusion: random.maybe(rates.blank, |random| random.of(&CONCLUSIONS).0).filter(|_| is_report),
            says: random.maybe(2, |random| random.one_in(2)).filter(|_| !is_report),
            category: random.maybe(rates.blank.min(4), |random| random.of(&CATEGORIES).0).filter(|_| source == 2),
        }
    }

    fn line(&self, random: &mut Random, source: usize) -> String {
        let list = |random: &mut Random, codes: &BTreeSet<&str>, spellings: &[(&str, &[&str])]| {
            codes.iter().map(|it| code(random, spellings, Some(it))).collect::<Vec<_>>().join("|")
        };
        let [start, end, born] = [Some(self.start), self.end, self.born].map(|day| written(random, day));
        let age = self.age.map_or_else(String::new, |age| age.to_string());
        let sex = code(random, &SEXES, self.sex);
        let says = code(random, &YES_NO, self.says.map(|says| if says { "ja" } else { "nei" }));
        let rest = match source {
            0 => [
                list(random, &self.senders, &SENDERS),
                list(random, &self.contents, &CONTENTS),
                code(random, &CONCLUSIONS, self.conclusion),
            ]
            .join(";"),
            1 => says,
            _ => [code(random, &CATEGORIES, self.category), says].join(";"),
        };
        format!("R{};B{};{start};{end};{born};{age};{sex};{rest}", self.id, self.child)
    }

    /// Whether the check lets it through in a folder of the year.
    fn is_right(&self, source: usize, year: i32) -> bool {
        let is_in_order = self.end.is_none_or(|end| end >= self.start);
        let is_of_year = match source {
            0 => self.start.year() == year,
            _ => self.start.year() <= year && self.end.is_none_or(|end| end.year() >= year),
        };
        let age = match self.born {
            Some(born) if self.start < born => Some(if (born - self.start).num_days() <= 300 { 0 } else { 99 }),
            Some(born) => age_on(born, self.start),
            None => self.age,
        };
        is_in_order && is_of_year && age.is_none_or(|age| age <= 25)
    }

    fn is_placed(&self) -> Option<bool> {
        let of_category = |category| CATEGORIES[..3].iter().any(|(id, _)| *id == category);
        self.says.or_else(|| self.category.map(of_category))
    }

    fn is_in_time(&self, limit: &str) -> bool {
        let Some(end) = self.end else { return false };
        let days = (end - self.start).num_days();
        match limit {
            "K5" => days <= 7,
            "K5-toleranse" => days <= 8,
            _ => {
                let months = if self.says == Some(true) { 6 } else { 3 };
                let month = self.start.month0() + months;
                let (year, month) = (self.start.year() + i32::from(month >= 12), month % 12 + 1);
                end <= date(year, month, self.start.day().min(last_of_month(year, month)))
            }
        }
    }
}

struct ChildWelfare {
    /// By source and year; none where there is no file.
    rows: BTreeMap<(usize, i32), Vec<Row>>,
    /// By 1 January, sex and age.
    inhabitants: BTreeMap<(i32, &'static str, i64), usize>,
    groups: Vec<(i64, i64)>,
}

fn make(random: &mut Random) -> (Project, ChildWelfare) {
    let age_groups = random.of(&[&[(0, 5), (6, 12), (13, 17)][..], &[(0, 2), (4, 11), (13, 25)], &[(0, 17)]]).to_vec();
    let mut project = Project { age_groups: age_groups.clone(), ..Project::default() };
    let rates = Rates { blank: random.of(&[10_000, 6, 3]), unknown: random.share() };
    let children: Vec<Child> = (0..=random.below(30))
        .map(|_| {
            let year = 2003 + i32::try_from(random.below(23)).unwrap();
            Child { born: random.day(year), sex: random.of(&["jente", "gutt"]) }
        })
        .collect();
    let mut oracle = ChildWelfare { rows: BTreeMap::new(), inhabitants: BTreeMap::new(), groups: age_groups };
    for (source, year) in (0..3).flat_map(|source| YEARS.map(move |year| (source, year))) {
        if random.one_in(8) {
            continue;
        }
        let most = random.of(&[0, 4, 25, 50]);
        let mut rows: Vec<Row> =
            (0..random.below(most + 1)).map(|_| Row::random(random, source, year, &children, &rates)).collect();
        for _ in 0..random.below(1 + rows.len() / 6) {
            rows.push(rows[random.below(rows.len())].clone());
        }
        let lines: Vec<String> = rows.iter().map(|row| row.line(random, source)).collect();
        let right: Vec<Row> = rows.into_iter().filter(|row| row.is_right(source, year)).collect();
        let rows = project.export(HEADERS[source], year, &lines, believed(&right, |row| row.id.to_string()));
        oracle.rows.extend(rows.map(|rows| ((source, year), rows)));
    }
    let mut text = "aar;alder;kjonn;antall\n".to_owned();
    let gaps = random.of(&[10_000, 200]);
    for (year, age) in (2023..=2026).flat_map(|year| (0..20).map(move |age| (year, age))) {
        if year == 2026 && age == 0 && random.one_in(3) {
            break;
        }
        for sex in ["jente", "gutt"] {
            let count = if gaps == 200 && age > 4 && age < 13 { 0 } else { random.below(40) };
            if !random.one_in(gaps) {
                text += &format!("{year};{age};{sex};{count}\n");
                oracle.inhabitants.insert((year, sex, age), count);
            }
        }
    }
    project.reference("folkemengde", text);
    (project, oracle)
}

/// What a child is, over all its rows that count.
#[derive(Default)]
struct Settled {
    age: Option<i32>,
    sex: Option<&'static str>,
    placed: Option<bool>,
}

impl ChildWelfare {
    /// The rows of a measure with the child of each settled; none where the figure is missing.
    fn rows(&self, measure: &str, window: Window, year: i32) -> Option<Vec<(&Row, Settled)>> {
        let source = match measure {
            "K2" | "K5-undersokelse" => 1,
            "K1" | "K4" | "K5" | "K5-toleranse" => 0,
            _ => 2,
        };
        let (first, last) = days_of(window, year);
        let is_in = |row: &&Row| match measure {
            "K1" | "K4" | "K5" | "K5-toleranse" => first <= row.start && row.start <= last,
            "K5-undersokelse" => row.end.is_some_and(|end| first <= end && end <= last),
            "K3-slutt" | "K6-slutt" => row.start <= last && row.end.is_none_or(|end| end >= last),
            _ => row.start <= last && row.end.is_none_or(|end| end >= first),
        };
        let rows: Vec<&Row> = self.rows.get(&(source, year))?.iter().filter(is_in).collect();
        let settle = |row: &Row| {
            let mut child = Settled::default();
            for other in rows.iter().filter(|other| other.child == row.child) {
                let age = other.born.map_or(other.age, |born| age_on(born, last));
                child.age = child.age.max(age);
                let sex = other.sex.filter(|sex| *sex != "ukjent");
                // Of two sexes the one that is later in the code list.
                child.sex = if sex == Some("gutt") { sex } else { child.sex.or(sex) };
                child.placed = child.placed.max(other.is_placed());
            }
            child
        };
        let all: Vec<(&Row, Settled)> = rows.iter().map(|row| (*row, settle(row))).collect();
        if measure.starts_with("K4") || measure.starts_with("K5") {
            return Some(all);
        }
        let unknown = all.iter().filter(|(_, child)| child.age.is_none()).count();
        if unknown * 20 > all.len() {
            return None;
        }
        Some(all.into_iter().filter(|(_, child)| child.age.is_some_and(|age| age < 18)).collect())
    }

    /// The categories a row is in.
    fn codes(&self, (row, child): &(&Row, Settled), by: &str) -> Vec<String> {
        let one = |code: Option<&str>| vec![code.unwrap_or("ukjent").to_owned()];
        match by {
            "" => vec![String::new()],
            "kjonn" => one(child.sex),
            "plassering" => one(child.placed.map(|placed| if placed { "utenfor" } else { "hjemme" })),
            "maaned" => vec![format!("{:02}", row.start.month())],
            "konklusjon" => one(row.conclusion),
            "melder" => row.senders.iter().map(|it| (*it).to_owned()).collect(),
            "innhold" => row.contents.iter().map(|it| (*it).to_owned()).collect(),
            _ => {
                let age = i64::from(child.age.unwrap());
                let group = self.groups.iter().find(|(from, to)| *from <= age && age <= *to);
                vec![group.map_or_else(|| "annen-alder".to_owned(), |(from, to)| format!("{from}-{}", to.min(&17)))]
            }
        }
    }

    fn inhabitants(&self, cell: &Cell) -> Option<usize> {
        let (mut ages, mut sexes) = ((0, 17), vec!["jente", "gutt"]);
        match cell.by {
            "kjonn" => sexes.retain(|sex| *sex == cell.code),
            "aldersgruppe" => {
                let (from, to) = cell.code.split_once('-').unwrap();
                ages = (from.parse().unwrap(), to.parse().unwrap());
            }
            _ => {}
        }
        let on = |year: i32| {
            let mut sum = 0;
            for sex in &sexes {
                for age in ages.0..=ages.1 {
                    sum += self.inhabitants.get(&(year, *sex, age))?;
                }
            }
            Some(sum)
        };
        // At the year's end for a whole year; the 1 January before where that is not there yet.
        let wanted = if cell.window == Window::Aar { cell.year + 1 } else { cell.year };
        on(wanted).or_else(|| on(wanted - 1))
    }
}

impl Oracle for ChildWelfare {
    const INDICATORS: &'static [(&'static str, &'static str)] = &[
        ("K1", include_str!("../../data/catalogue/indicators/K1.toml")),
        ("K2", include_str!("../../data/catalogue/indicators/K2.toml")),
        ("K3", include_str!("../../data/catalogue/indicators/K3.toml")),
        ("K4", include_str!("../../data/catalogue/indicators/K4.toml")),
        ("K5", include_str!("../../data/catalogue/indicators/K5.toml")),
        ("K6", include_str!("../../data/catalogue/indicators/K6.toml")),
    ];

    fn figure(&self, cell: Cell) -> Expected {
        let Some(mut rows) = self.rows(cell.measure, cell.window, cell.year) else { return Expected::Missing };
        rows.retain(|row| self.codes(row, cell.by).contains(&cell.code.to_owned()));
        let different =
            |rows: &[&(&Row, Settled)]| rows.iter().map(|(row, _)| row.child).collect::<BTreeSet<_>>().len();
        let children = different(&rows.iter().collect::<Vec<_>>());
        match cell.measure {
            "K4" => Expected::count(rows.len()),
            "K5" | "K5-toleranse" | "K5-undersokelse" => {
                let in_time = rows.iter().filter(|(row, _)| row.is_in_time(cell.measure)).count();
                Expected::percent(in_time, rows.len())
            }
            "K6" | "K6-slutt" => {
                let placed = rows.iter().filter(|(row, _)| row.is_placed() == Some(true)).collect::<Vec<_>>();
                Expected::percent(different(&placed), children)
            }
            _ if cell.by != "plassering" && ["ukjent", "annen-alder"].contains(&cell.code) => Expected::NotApplicable,
            _ => self.inhabitants(&cell).map_or(Expected::Missing, |all| Expected::percent(children, all)),
        }
    }

    fn used(&self, measure: &str, window: Window, by: &str) -> BTreeSet<String> {
        let rows = YEARS.filter_map(|year| self.rows(measure, window, year)).flatten();
        rows.flat_map(|row| self.codes(&row, by)).collect()
    }
}

#[test]
fn child_welfare_equals_plain_loops() {
    hold("child welfare", make);
}
