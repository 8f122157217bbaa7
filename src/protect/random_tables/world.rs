//! An invented world: rows about children, each once, and every count that is made of them.

use std::collections::BTreeMap;

use super::shape::Shape;
use crate::units::Window;

/// A small generator with a known sequence (Knuth's MMIX constants).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Self(seed);
        // Neighbouring seeds begin alike.
        for _ in 0..8 {
            random.below(2);
        }
        random
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }

    pub(super) fn one_in(&mut self, limit: usize) -> bool {
        self.below(limit) == 0
    }

    /// Often none, mostly few.
    pub(super) fn count(&mut self) -> i64 {
        let limit = [4, 7, 8, 9, 24][self.below(5)];
        i64::try_from(self.below(limit).saturating_sub(1)).unwrap()
    }
}

/// Atoms, each once: a count is the sum of some of them.
pub(super) type Form = Vec<usize>;

/// The sum of factor times atom lies between two numbers.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) terms: Vec<(usize, i64)>,
    pub(super) least: i64,
    pub(super) most: i64,
}

/// No bound at all.
pub(super) const FAR: i64 = 1 << 40;

/// Where a figure stands: the window of its report, whether among the region's tables, measure, year, breakdown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    pub(super) window: Window,
    pub(super) is_region: bool,
    pub(super) measure: String,
    pub(super) year: i32,
    /// Empty for the total.
    pub(super) dimension: String,
    /// Empty for the total.
    pub(super) code: String,
}

impl At {
    /// In the municipality's own tables.
    pub(super) fn own(window: Window, (measure, year): (&str, i32), dimension: &str, code: &str) -> Self {
        let [measure, dimension, code] = [measure, dimension, code].map(str::to_owned);
        Self { window, is_region: false, measure, year, dimension, code }
    }
}

/// What is printed of the counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A count, by itself or of so many inhabitants.
    Count,
    /// Count, rest and base.
    Share,
    /// A category without data.
    Missing,
}

/// A figure as the sums it is made of.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub(super) kind: Kind,
    /// What is counted, and the atoms that are.
    pub(super) counts: Vec<(&'static str, Form)>,
}

/// A group of rows that nobody can split further by what is published.
struct Atom {
    year: i32,
    /// The part of the year: to April, to August, to December.
    phase: usize,
    /// The category in each dimension.
    codes: Vec<usize>,
    is_in_time: bool,
    /// What is no row of the municipality: a child, a reason, a row of another municipality.
    of: Of,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Rows,
    Children,
    /// The children of one category of the first dimension.
    ChildrenIn(usize),
    /// Rows with a reason; one row has one or more.
    Reason(usize),
    Elsewhere(usize),
}

pub(super) const ROWS: &str = "bekymringsmelding X Rows";
const IN_TIME: &str = "bekymringsmelding X in time";
const LATE: &str = "bekymringsmelding X late";
const CHILDREN: &str = "bekymringsmelding X Unique(\"barn_id\")";
pub(super) const REASON: &str = "arsak";
pub(super) const DIMENSIONS: [&str; 4] = ["fra", "kjonn", "melder", "utfall"];

/// The threshold where a plan says nothing.
pub(super) const USUAL: i64 = 5;

pub(super) struct World {
    pub(super) shape: Shape,
    /// Counts below it are small.
    pub(super) threshold: i64,
    /// How many there are of each atom.
    pub(super) truth: Vec<i64>,
    /// What everybody knows beside what is published.
    pub(super) rules: Vec<Rule>,
    atoms: Vec<Atom>,
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let shape = Shape::new(&mut random, seed);
        Self::of(shape, random)
    }

    pub(super) fn of(shape: Shape, mut random: Random) -> Self {
        let mut world = Self { shape, threshold: USUAL, truth: Vec::new(), rules: Vec::new(), atoms: Vec::new() };
        for year in world.shape.years.clone() {
            for phase in 0..world.shape.phases {
                world.add_rows(&mut random, year, phase);
                world.add_reasons(&mut random, year, phase);
                for other in 0..world.shape.others {
                    world.add(year, phase, Of::Elsewhere(other), random.count());
                }
            }
            if world.shape.has_children {
                world.add_children(&mut random, year);
            }
        }
        world
    }

    fn add(&mut self, year: i32, phase: usize, of: Of, count: i64) -> usize {
        self.atoms.push(Atom { year, phase, codes: Vec::new(), is_in_time: false, of });
        self.truth.push(count);
        self.truth.len() - 1
    }

    fn add_rows(&mut self, random: &mut Random, year: i32, phase: usize) {
        let all: usize = self.shape.sizes.iter().product();
        for cell in 0..all {
            let codes = codes(&self.shape.sizes, cell);
            let ends: &[bool] = if self.shape.is_timed() { &[true, false] } else { &[false] };
            for is_in_time in ends {
                let at = self.add(year, phase, Of::Rows, random.count());
                self.atoms[at].codes.clone_from(&codes);
                self.atoms[at].is_in_time = *is_in_time;
            }
        }
    }

    /// Each row has one reason or more: of a reason there are at most all, and of all reasons together at least as many.
    fn add_reasons(&mut self, random: &mut Random, year: i32, phase: usize) {
        for code in 0..self.shape.sizes[0] {
            let rows = self.form(&(0..self.shape.phases), |atom| {
                atom.year == year && atom.phase == phase && atom.of == Of::Rows && atom.codes[0] == code
            });
            let all = self.value(&rows);
            let mut left = all;
            let mut reasons = Vec::new();
            for reason in 0..self.shape.reasons {
                let is_last = reason + 1 == self.shape.reasons;
                let most = usize::try_from(all).unwrap() + 1;
                let drawn = i64::try_from(random.below(most)).unwrap();
                let count = if is_last { drawn.max(left) } else { drawn };
                left -= count.min(left);
                let at = self.add(year, phase, Of::Reason(reason), count);
                self.atoms[at].codes = vec![code];
                self.at_most(&[at], &rows);
                reasons.push(at);
            }
            if !reasons.is_empty() {
                self.at_most(&rows, &reasons);
            }
        }
    }

    /// Children: at most as many as the rows about them, and one may stand in several categories.
    fn add_children(&mut self, random: &mut Random, year: i32) {
        let mut of_codes = Vec::new();
        for code in 0..self.shape.sizes[0] {
            let rows = self.form(&(0..1), |atom| atom.year == year && atom.of == Of::Rows && atom.codes[0] == code);
            let all = self.value(&rows);
            let fewer = i64::try_from(random.below(3)).unwrap();
            let at = self.add(year, 0, Of::ChildrenIn(code), (all - fewer).max(all.min(1)));
            self.at_most(&[at], &rows);
            of_codes.push(at);
        }
        let (most, sum) = (of_codes.iter().map(|at| self.truth[*at]).max().unwrap_or(0), self.value(&of_codes));
        let fewer = i64::try_from(random.below(4)).unwrap();
        let all = self.add(year, 0, Of::Children, (sum - fewer).max(most));
        for at in &of_codes {
            self.at_most(&[*at], &[all]);
        }
        self.at_most(&[all], &of_codes);
        let rows = self.form(&(0..1), |atom| atom.year == year && atom.of == Of::Rows);
        self.at_most(&[all], &rows);
    }

    fn at_most(&mut self, fewer: &[usize], more: &[usize]) {
        let terms = more.iter().map(|at| (*at, 1)).chain(fewer.iter().map(|at| (*at, -1))).collect();
        self.rules.push(Rule { terms, least: 0, most: FAR });
    }

    pub(super) fn value(&self, form: &[usize]) -> i64 {
        form.iter().map(|at| self.truth[*at]).sum()
    }

    fn form(&self, phases: &std::ops::Range<usize>, is_in: impl Fn(&Atom) -> bool) -> Form {
        (0..self.atoms.len()).filter(|at| phases.contains(&self.atoms[*at].phase) && is_in(&self.atoms[*at])).collect()
    }

    /// What a figure is made of.
    pub(super) fn figure(&self, at: &At) -> Figure {
        let phases = 0..phases(at.window).min(self.shape.phases);
        let wanted = Self::wanted(at);
        let year = at.year;
        let rows = |is_in: &dyn Fn(&Atom) -> bool| {
            let is_own =
                |atom: &Atom| atom.of == Of::Rows && wanted.iter().all(|(way, code)| atom.codes[*way] == *code);
            self.form(&phases, |atom| atom.year == year && is_own(atom) && is_in(atom))
        };
        let of = |of: Of| self.form(&phases, |atom| atom.year == year && atom.of == of);
        let count = |meaning, form| Figure { kind: Kind::Count, counts: vec![(meaning, form)] };
        let other = at.code.strip_prefix("99").and_then(|code| code.parse::<usize>().ok()).filter(|code| *code > 1);
        match at.measure.as_str() {
            "X1" if at.is_region && at.code.is_empty() => {
                let others = (0..self.shape.others).flat_map(|other| of(Of::Elsewhere(other)));
                count(ROWS, rows(&|_| true).into_iter().chain(others).collect())
            }
            "X1" if at.is_region && other.is_some() => count(ROWS, of(Of::Elsewhere(other.unwrap_or(2) - 2))),
            "X1" if at.dimension.split('+').any(|dimension| dimension == REASON) => {
                count(ROWS, self.reasons(at, &phases))
            }
            "X2" => {
                let child = wanted.first().map_or(Of::Children, |(_, code)| Of::ChildrenIn(*code));
                count(CHILDREN, of(child))
            }
            "X1-b" => count(IN_TIME, rows(&|atom| atom.is_in_time)),
            "X1-s" => Figure {
                kind: Kind::Share,
                counts: vec![
                    (IN_TIME, rows(&|atom| atom.is_in_time)),
                    (LATE, rows(&|atom| !atom.is_in_time)),
                    (ROWS, rows(&|_| true)),
                ],
            },
            _ => {
                let is_missing = self
                    .shape
                    .missing
                    .as_ref()
                    .is_some_and(|it| *it == (at.dimension.clone(), at.code.clone(), at.year));
                Figure { kind: if is_missing { Kind::Missing } else { Kind::Count }, ..count(ROWS, rows(&|_| true)) }
            }
        }
    }

    /// Dimensions and the categories wanted in them.
    fn wanted(at: &At) -> Vec<(usize, usize)> {
        let way = |dimension: &str| DIMENSIONS.iter().position(|known| *known == dimension);
        let pairs = at.dimension.split('+').zip(at.code.split('+'));
        pairs.filter_map(|(dimension, code)| Some((way(dimension)?, code.get(1..)?.parse().ok()?))).collect()
    }

    fn reasons(&self, at: &At, phases: &std::ops::Range<usize>) -> Form {
        let named = at.dimension.split('+').zip(at.code.split('+')).collect::<BTreeMap<&str, &str>>();
        let reason = named[REASON][1..].parse().unwrap();
        let wanted = Self::wanted(at);
        self.form(phases, |atom| {
            let is_of = |(way, code): &(usize, usize)| *way != 0 || atom.codes[0] == *code;
            atom.year == at.year && atom.of == Of::Reason(reason) && wanted.iter().all(is_of)
        })
    }
}

/// How many parts of the year a window has.
pub(super) fn phases(window: Window) -> usize {
    match window {
        Window::Mai => 1,
        Window::September => 2,
        _ => 3,
    }
}

fn codes(sizes: &[usize], mut cell: usize) -> Vec<usize> {
    let code = |size: &usize| {
        let code = cell % size;
        cell /= size;
        code
    };
    sizes.iter().map(code).collect()
}
