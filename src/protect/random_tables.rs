//! Random sets of linked tables through [`super::protect`], and a reader who tries every filling that agrees with them.
//!
//! Tables of one to four dimensions, shares, parts of other measures, unique children, overlapping reasons,
//! municipalities of a region, two years, windows in each other with the reports of before. The reader knows what a
//! figure means and what is printed; of the product's model and its engine he knows nothing.

mod by_line;
mod reader;
mod search;
mod shape;
mod tables;
mod world;

use reader::{Reader, Seen, seen};
use shape::KINDS;
use tables::{Report, aggregates, reports};
use world::{At, World};

/// How many sets; fixed seeds.
const SETS: u64 = 6_000;

fn all_seen(reports: &[Report]) -> Vec<(At, Seen)> {
    reports.iter().flat_map(seen).collect()
}

/// How many sets to look at: fewer or others while something is looked for.
fn seeds() -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|it| it.parse().ok());
    let first = number("FIRST").unwrap_or(0);
    first..first + number("SEEDS").unwrap_or(SETS)
}

#[test]
fn no_small_count_follows_from_what_is_published() {
    let (mut refused, mut asked, mut unsure) = (0, 0, 0);
    let mut found = Vec::new();
    let mut of_kind = [0; KINDS as usize];
    for seed in seeds() {
        let world = World::new(seed);
        let Some(reports) = reports(&world) else {
            refused += 1;
            of_kind[usize::try_from(seed % KINDS).unwrap()] += 1;
            continue;
        };
        let all = all_seen(&reports);
        let reader = Reader::new(&world, &all);
        let attack = reader.attack(&reader.known(&all));
        asked += attack.asked;
        unsure += attack.unsure.len();
        found.extend(attack.found.iter().map(|what| format!("{seed} (kind {}): {what}", seed % KINDS)));
    }
    println!("refused {refused} {of_kind:?}, asked {asked}, unsure {unsure}, found {}", found.len());
    assert!(found.is_empty(), "{found:#?}");
}
