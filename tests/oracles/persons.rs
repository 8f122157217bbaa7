//! P1: children over services, each once, against plain loops.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};
use tryggtall::check::Linking;
use tryggtall::units::Window;

use super::Group;
use super::book::{Book, Dimension, Figure};
use super::project::{Folder, Project, days_of, folder, folders};
use super::random::{Random, date_or_blank, day, or_blank, written};

/// The linked sources: file, header, service.
const SOURCES: [(&str, &str, &str); 3] = [
    ("bekymringsmelding", "melding_id;barn_id;mottatt;alder;melder", "barneverntjenesten"),
    ("undersokelse", "undersokelse_id;barn_id;start;alder;slutt", "barneverntjenesten"),
    ("henvisning", "henvisning_id;barn_id;mottatt;alder;fra", "barne-og-familieteamet"),
];
/// So many in each of two groups that have nobody in common are named differently.
const ENOUGH_TO_MEET: usize = 20;

#[derive(Clone)]
struct Event {
    number: usize,
    child: usize,
    begins: NaiveDate,
    /// Investigations only; going on where not set.
    ends: Option<NaiveDate>,
    age: Option<u32>,
}

pub struct Persons([Vec<Folder<Event>>; 3]);

/// How a project is made: how many children each source knows, and where their numbers begin.
#[derive(Clone, Copy)]
struct Making {
    source: usize,
    rows: usize,
    children: usize,
    from: usize,
}

fn event(random: &mut Random, year: i32, making: Making) -> Event {
    let is_span = making.source == 1;
    let begins = if is_span && random.one_in(4) { random.day_in(year - 1) } else { random.day_about(year) };
    let ends = begins + Days::new(random.of(&[0, 30, 120, 400]));
    Event {
        number: random.below(3 * making.rows + 1),
        child: making.from + random.below(making.children),
        begins,
        ends: if is_span && !random.one_in(4) { Some(ends) } else { None },
        age: if random.one_in(5) { None } else { Some(random.of(&[0, 3, 9, 15, 16, 17, 18, 20])) },
    }
}

fn make(random: &mut Random, year: i32, making: Making) -> Folder<Event> {
    let mut numbers = BTreeSet::new();
    let count = random.below(making.rows + 1);
    let mut rows: Vec<Event> = (0..count).map(|_| event(random, year, making)).collect();
    rows.retain(|row| numbers.insert(row.number));
    let counts = move |row: &Event| {
        if making.source == 1 {
            row.begins <= day(year, 12, 31) && row.ends.is_none_or(|end| end >= day(year, 1, 1))
        } else {
            row.begins.year() == year
        }
    };
    Folder::keyed(random, year, rows, counts, move |_, row| {
        counts(row).then(|| Event { child: row.child + 1, ..row.clone() })
    })
}

/// What is known of one child.
#[derive(Default, Clone)]
struct Child {
    services: BTreeSet<&'static str>,
    is_new: bool,
}

fn never_meet(first: &BTreeSet<usize>, second: &BTreeSet<usize>) -> bool {
    first.len() >= ENOUGH_TO_MEET && second.len() >= ENOUGH_TO_MEET && first.intersection(second).next().is_none()
}

/// What the sources say up to the end of a window.
struct Seen {
    children: Vec<Child>,
    /// Two services that must know some of the same children have none in common.
    are_apart: bool,
    /// Nobody can say who is new: there is nothing earlier, or children were named in another way then.
    is_new_unknown: bool,
}

impl Persons {
    /// The events of a source up to a year, the latest version of each.
    fn newest(&self, source: usize, year: i32) -> Vec<(i32, &Event)> {
        let mut newest: BTreeMap<usize, (i32, &Event)> = BTreeMap::new();
        for folder in self.0[source].iter().filter(|folder| folder.year <= year) {
            newest.extend(folder.counted.iter().map(|row| (row.number, (folder.year, row))));
        }
        newest.into_values().collect()
    }

    fn seen(&self, window: Window, year: i32) -> Seen {
        let (first, last) = days_of(window, year);
        let mut now: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        let (mut services, mut earlier): (BTreeMap<usize, BTreeSet<&'static str>>, BTreeSet<usize>) =
            (BTreeMap::new(), BTreeSet::new());
        let (mut has_earlier, mut is_renamed) = (false, false);
        for (source, (_, _, service)) in SOURCES.iter().enumerate() {
            let (mut of_now, mut before) = (BTreeSet::new(), BTreeSet::new());
            for (of_folder, event) in self.newest(source, year) {
                if event.begins > last {
                    continue;
                }
                if of_folder == year {
                    of_now.insert(event.child)
                } else {
                    before.insert(event.child)
                };
                if event.begins < first {
                    earlier.insert(event.child);
                }
                let lasts = if source == 1 { event.ends.is_none_or(|end| end >= first) } else { event.begins >= first };
                if of_folder == year && lasts && event.age.is_none_or(|age| age < 18) {
                    services.entry(event.child).or_default().insert(service);
                }
            }
            has_earlier |= !before.is_empty();
            is_renamed |= never_meet(&of_now, &before);
            now.entry(service).or_default().extend(of_now);
        }
        let child =
            |(child, services): (usize, BTreeSet<&'static str>)| Child { services, is_new: !earlier.contains(&child) };
        let groups: Vec<&BTreeSet<usize>> = now.values().collect();
        Seen {
            children: services.into_iter().map(child).collect(),
            are_apart: never_meet(groups[0], groups[1]),
            is_new_unknown: !has_earlier || is_renamed,
        }
    }
}

impl Group for Persons {
    const INDICATORS: &'static [&'static str] = &["P1"];

    fn random(random: &mut Random) -> Self {
        // Now and then enough children to see that two sources name them differently.
        let is_large = random.one_in(6);
        let (rows, children) = if is_large { (90, 45) } else { (14, 9) };
        let apart = if is_large && random.one_in(2) { random.below(3) } else { 3 };
        let of = |random: &mut Random, source: usize| {
            let from = if source == apart { 1_000 } else { 0 };
            let renamed_from = if is_large && random.one_in(4) { 2025 } else { 9_999 };
            folders(random, |random, year| {
                let from = if year >= renamed_from { 2_000 } else { from };
                make(random, year, Making { source, rows, children, from })
            })
        };
        Self([of(random, 0), of(random, 1), of(random, 2)])
    }

    fn project(&self) -> Project {
        let sources = SOURCES.map(|(source, ..)| source.to_owned()).into();
        let mut project = Project::linked(Linking { sources, common_ids: true });
        for (place, (source, header, _)) in SOURCES.iter().enumerate() {
            let cells = |row: &Event| {
                let last = if place == 1 { date_or_blank(row.ends) } else { "skole".to_owned() };
                let ids = [format!("X{}", row.number), format!("B{}", row.child)];
                [&ids[..], &[written(row.begins), or_blank(row.age), last]].concat()
            };
            for folder in &self.0[place] {
                project.export(&format!("{source}.csv"), folder, header, cells);
            }
        }
        project
    }

    fn expected(&self, window: Window, years: &[i32]) -> Book {
        let mut book = Book::default();
        let seen = |year: i32| folder(&self.0[2], year).map(|_| self.seen(window, year)).filter(|it| !it.are_apart);
        let all: Vec<(i32, Option<Vec<Child>>)> =
            years.iter().map(|year| (*year, seen(*year).map(|seen| seen.children))).collect();
        let services =
            [Dimension::new("tjeneste", &|child: &Child| child.services.iter().map(ToString::to_string).collect())];
        book.measure("P1", &all, &services, |children, _| Figure::count(children.len() as u64));
        book.measure("P1-flere", &all, &[], |children, _| {
            Figure::share(children.iter().filter(|child| child.services.len() > 1).count(), children.len())
        });
        let known = |year: &i32| (*year, seen(*year).filter(|it| !it.is_new_unknown).map(|seen| seen.children));
        let known: Vec<(i32, Option<Vec<Child>>)> = years.iter().map(known).collect();
        book.measure("P1-nye", &known, &[], |children, _| {
            Figure::share(children.iter().filter(|child| child.is_new).count(), children.len())
        });
        book
    }
}

#[test]
fn children_over_services_are_what_plain_loops_say() {
    super::hold::<Persons>();
}
