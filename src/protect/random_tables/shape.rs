//! What is counted in a random world, and which tables are made of it.

use super::world::{DIMENSIONS, REASON, Random};
use crate::units::Window;

#[allow(clippy::struct_excessive_bools, reason = "each is drawn by itself")]
#[derive(Debug)]
pub(super) struct Shape {
    /// How many categories each dimension has.
    pub(super) sizes: Vec<usize>,
    pub(super) years: Vec<i32>,
    /// Into how many parts the year falls.
    pub(super) phases: usize,
    /// The breakdowns, and whether a row may stand in several categories.
    pub(super) breakdowns: Vec<(String, bool)>,
    /// Breakdowns that nobody prints, and that all that are printed are sums of.
    pub(super) beneath: Vec<String>,
    /// The share that was in time: count, rest and base.
    pub(super) has_share: bool,
    /// Those in time as a count of its own, part of all.
    pub(super) has_part: bool,
    /// All of so many inhabitants: the same count again.
    pub(super) has_rate: bool,
    pub(super) has_children: bool,
    /// How many reasons there are.
    pub(super) reasons: usize,
    /// Other municipalities of the region.
    pub(super) others: usize,
    /// The share is not broken down by the first dimension. What two windows of such a breakdown differ by is not kept.
    pub(super) is_share_whole: bool,
    /// Dimension, code and year of a category without data.
    pub(super) missing: Option<(String, String, i32)>,
    /// The reports, one after the other: year and window.
    pub(super) reports: Vec<(i32, Window)>,
}

/// How many kinds of worlds there are.
pub(super) const KINDS: u64 = 12;

impl Shape {
    /// Tables of two dimensions of three, and none of all: they go in a circle.
    pub(super) fn circle(random: &mut Random) -> Self {
        let mut shape = Self { years: vec![2025], ..Self::plain(random, 2) };
        let pairs = [[0, 1], [1, 2], [0, 2]].map(|pair| pair.map(|way| DIMENSIONS[way]).join("+"));
        shape.breakdowns = pairs.into_iter().map(|dimension| (dimension, false)).collect();
        shape.beneath = vec![DIMENSIONS[..3].join("+")];
        shape
    }

    pub(super) fn new(random: &mut Random, seed: u64) -> Self {
        let mut shape = Self::plain(random, seed % KINDS);
        match seed % KINDS {
            0 if random.one_in(2) => shape.lose(random),
            4 => (shape.has_share, shape.has_rate) = (true, random.one_in(2)),
            5 => (shape.has_part, shape.has_share) = (true, random.one_in(3)),
            6 => shape.add_windows(random),
            7 => {
                shape.add_windows(random);
                (shape.has_share, shape.has_part) = if random.one_in(2) { (true, false) } else { (false, true) };
            }
            8 => (shape.has_children, shape.has_share) = (true, random.one_in(4)),
            9 => {
                shape.reasons = 2 + random.below(2);
                shape.breakdowns.push((REASON.to_owned(), true));
                if random.one_in(2) {
                    let by = DIMENSIONS[0];
                    if shape.breakdowns.iter().all(|(dimension, _)| dimension != by) {
                        shape.beneath.push(by.to_owned());
                    }
                    shape.breakdowns.push((format!("{REASON}+{by}"), true));
                }
            }
            10 => {
                shape.others = 1 + random.below(3);
                if random.one_in(2) {
                    shape.add_windows(random);
                }
            }
            11 => {
                (shape.has_share, shape.has_part) = (true, random.one_in(2));
                (shape.has_rate, shape.has_children) = (random.one_in(2), random.one_in(2));
                shape.others = random.below(2);
                shape.reports.insert(0, (2024, Window::Aar));
            }
            _ => {}
        }
        shape
    }

    /// A count by one to four dimensions, of one or two years.
    fn plain(random: &mut Random, kind: u64) -> Self {
        let sizes = match kind {
            1 | 5 => vec![2 + random.below(3), 2 + random.below(2)],
            2 => vec![2 + random.below(2), 2, 2],
            3 => vec![2, 2, 2, 2],
            4 | 9 | 11 => vec![2 + random.below(2), 2],
            6 => vec![2 + random.below(3)],
            7 | 10 => vec![2, 1 + random.below(2)],
            _ => vec![2 + random.below(4)],
        };
        let years = if kind == 3 || random.one_in(3) && kind != 11 { vec![2025] } else { vec![2024, 2025] };
        let (printed, beneath) = crossed(random, sizes.len());
        Self {
            sizes,
            years,
            phases: 1,
            breakdowns: printed.into_iter().map(|dimension| (dimension, false)).collect(),
            beneath,
            has_share: false,
            has_part: false,
            has_rate: false,
            has_children: false,
            reasons: 0,
            others: 0,
            is_share_whole: false,
            missing: None,
            reports: vec![(2025, Window::Aar)],
        }
    }

    /// Some of the reports of two years: last year's, May, September, the year.
    fn add_windows(&mut self, random: &mut Random) {
        self.is_share_whole = true;
        self.phases = 3;
        let last = [(2024, Window::Aar), (2025, Window::Mai), (2025, Window::September)];
        let reports = last.into_iter().filter(|(year, _)| self.years.contains(year) && !random.one_in(4));
        self.reports = reports.chain([(2025, Window::Aar)]).collect();
    }

    /// A category is not there in one year.
    fn lose(&mut self, random: &mut Random) {
        let code = format!("c{}", random.below(self.sizes[0]));
        self.missing = Some((DIMENSIONS[0].to_owned(), code, self.years[random.below(self.years.len())]));
    }

    /// Whether rows are told apart by whether they were in time.
    pub(super) fn is_timed(&self) -> bool {
        self.has_share || self.has_part
    }

    /// The categories of a breakdown.
    pub(super) fn codes(&self, dimension: &str) -> Vec<String> {
        let mut codes = vec![String::new()];
        for part in dimension.split('+') {
            let way = DIMENSIONS.iter().position(|known| *known == part);
            let size = way.map_or(self.reasons, |way| self.sizes[way]);
            let longer = |code: &String| {
                let joined = move |next: usize| match code.as_str() {
                    "" => format!("c{next}"),
                    code => format!("{code}+c{next}"),
                };
                (0..size).map(joined).collect::<Vec<_>>()
            };
            codes = codes.iter().flat_map(longer).collect();
        }
        codes
    }
}

/// Whether tables that agree on what they share are always those of one table with all their dimensions.
fn are_in_line(mut sets: Vec<usize>) -> bool {
    loop {
        let before = sets.clone();
        let is_alone = |way: &usize| before.iter().filter(|set| **set >> way & 1 == 1).count() == 1;
        let alone: usize = (0..DIMENSIONS.len()).filter(is_alone).map(|way| 1 << way).sum();
        let without: Vec<usize> = before.iter().map(|set| set & !alone).collect();
        let is_needed = |place: usize| {
            let within = |other: usize| {
                let (one, all) = (without[place], without[other]);
                one & all == one && (one != all || other < place)
            };
            !(0..without.len()).any(|other| other != place && within(other))
        };
        sets = (0..without.len()).filter(|place| is_needed(*place)).map(|place| without[place]).collect();
        if sets.len() <= 1 || sets == before {
            return sets.len() <= 1;
        }
    }
}

/// Breakdowns by some of the ways the dimensions can be put together, always one at least, and those beneath them.
fn crossed(random: &mut Random, ways: usize) -> (Vec<String>, Vec<String>) {
    let all = 1_usize << ways;
    let named = |set: usize| {
        let within = (0..ways).filter(|way| set >> way & 1 == 1).map(|way| DIMENSIONS[way]);
        within.collect::<Vec<_>>().join("+")
    };
    let mut sets: Vec<usize> = (1..all).filter(|_| !random.one_in(3)).collect();
    if sets.is_empty() {
        sets.push(1 + random.below(all - 1));
    }
    // Tables that go in a circle (ab, bc, ac) are sums of one by all dimensions, which is printed too or is not.
    let mut beneath = Vec::new();
    if !are_in_line(sets.clone()) {
        if random.one_in(2) { &mut sets } else { &mut beneath }.push(all - 1);
    }
    // One dimension before two: the order of a report.
    sets.sort_by_key(|set| (set.count_ones(), *set));
    let all = |sets: Vec<usize>| sets.into_iter().map(named).collect();
    (all(sets), all(beneath))
}
