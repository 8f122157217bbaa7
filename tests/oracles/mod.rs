//! Every measure against plain loops over the rows that a test has made up: values, counts, and what is missing.
//!
//! The loops follow what the measures are said to be and never look at what the product read. The seed of a project that
//! differs is printed with its files; put it in `ONE_SEED` to see it alone.

mod book;
mod measures;
mod needs;
mod outcome;
mod persons;
mod plans;
mod project;
mod random;
mod relays;
mod reporting;
mod routines;
mod surveys;
mod training;

use book::Book;
use project::{Catalogue, Project, WINDOWS};
use random::Random;
use tryggtall::units::Window;

const PROJECTS: u64 = 1_000;
const ONE_SEED: Option<u64> = None;

/// A group of indicators whose rows come from the same files.
pub trait Group: Sized {
    const INDICATORS: &'static [&'static str];

    /// A random project's rows.
    fn random(random: &mut Random) -> Self;

    /// The files of it.
    fn project(&self) -> Project;

    /// What plain loops over the rows say.
    fn expected(&self, window: Window, years: &[i32]) -> Book;
}

/// Holds 1,000 random projects against the loops, in every window.
#[expect(clippy::print_stdout, reason = "the seeds are part of what a test says")]
fn hold<G: Group>() {
    let catalogue = Catalogue::new();
    println!("{:?}: seeds 0 to {PROJECTS}", G::INDICATORS);
    let mut figures = 0;
    for seed in ONE_SEED.map_or(0..PROJECTS, |seed| seed..seed + 1) {
        let group = G::random(&mut Random::new(seed));
        let project = group.project();
        for window in WINDOWS {
            let book = group.expected(window, &project.years());
            let differences = book.differences(&project.compute(&catalogue, window), G::INDICATORS);
            let first = differences.iter().take(12).cloned().collect::<Vec<_>>().join("\n");
            assert!(differences.is_empty(), "seed {seed}, window {}:\n{first}\n{project}", window.id());
            figures += book.0.len();
        }
    }
    println!("{:?}: {figures} figures", G::INDICATORS);
}
