//! Samples and reports drawn at random from a truth that is known, for `coverage.rs` and `benches/coverage.rs`.

use tryggtall::compute::{
    Interval, benjamini_hochberg, binomial_tails, difference_of_shares, exact_p_of_share, p_of_count, p_of_share,
    poisson, poisson_tails, wilson,
};

use crate::random::Random;

/// Lowest and highest.
pub type Range = (f64, f64);

/// Those asked and true shares, from the rarest.
pub const SHARES: [(Range, Range); 9] = [
    ((20.0, 100.0), (0.005, 0.02)),
    ((100.0, 500.0), (0.005, 0.02)),
    ((500.0, 3_000.0), (0.005, 0.02)),
    ((20.0, 100.0), (0.02, 0.1)),
    ((100.0, 500.0), (0.02, 0.1)),
    ((500.0, 3_000.0), (0.02, 0.1)),
    ((20.0, 100.0), (0.1, 0.6)),
    ((100.0, 500.0), (0.1, 0.6)),
    ((500.0, 3_000.0), (0.1, 0.6)),
];

/// True mean counts.
pub const COUNTS: [Range; 4] = [(3.0, 10.0), (10.0, 30.0), (30.0, 100.0), (100.0, 400.0)];

pub fn unit(random: &mut Random) -> f64 {
    const PARTS: u32 = 1 << 31;
    // Never 0, which has no logarithm.
    (f64::from(u32::try_from(random.below(PARTS as usize)).unwrap()) + 0.5) / f64::from(PARTS)
}

/// As often from each doubling.
pub fn within(random: &mut Random, (low, high): Range) -> f64 {
    low * (high / low).powf(unit(random))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some thousands, and positive")]
fn people(random: &mut Random, range: Range) -> u64 {
    within(random, range).round() as u64
}

fn binomial(random: &mut Random, n: u64, share: f64) -> u64 {
    (0..n).map(|_| u64::from(unit(random) < share)).sum()
}

fn count(random: &mut Random, mean: f64) -> u64 {
    let (mut waited, mut events) = (-unit(random).ln(), 0);
    while waited < mean {
        waited -= unit(random).ln();
        events += 1;
    }
    events
}

fn covers(interval: Interval, truth: f64) -> bool {
    interval.lower <= truth && truth <= interval.upper
}

/// The part of `draws` for which `hit` holds.
fn part(draws: u32, mut hit: impl FnMut() -> bool) -> f64 {
    f64::from((0..draws).map(|_| u32::from(hit())).sum::<u32>()) / f64::from(draws)
}

pub fn wilson_covers(random: &mut Random, draws: u32, (n, share): (Range, Range)) -> f64 {
    part(draws, || {
        let (n, share) = (people(random, n), within(random, share));
        covers(wilson(binomial(random, n, share), n).unwrap(), share)
    })
}

pub fn poisson_covers(random: &mut Random, draws: u32, mean: Range) -> f64 {
    part(draws, || {
        let mean = within(random, mean);
        covers(poisson(count(random, mean)), mean)
    })
}

/// Both sides from the same band, with true shares of their own.
pub fn newcombe_covers(random: &mut Random, draws: u32, (n, share): (Range, Range)) -> f64 {
    part(draws, || {
        let mut side = || {
            let (n, share) = (people(random, n), within(random, share));
            ((binomial(random, n, share), n), share)
        };
        let ((a, before), (b, after)) = (side(), side());
        covers(difference_of_shares(a, b).unwrap().1, after - before)
    })
}

/// The probability, without drawing, that Wilson's interval of `n` holds `share`.
pub fn wilson_at_a_point(n: u64, share: f64) -> f64 {
    let chance = |events: u64| {
        let tails = binomial_tails(events, n, share).unwrap();
        tails.at_most + tails.at_least - 1.0
    };
    (0..=n).filter(|events| covers(wilson(*events, n).unwrap(), share)).map(chance).sum()
}

/// The same of the interval of a count.
pub fn poisson_at_a_point(mean: f64) -> f64 {
    let chance = |events: u64| {
        let tails = poisson_tails(events, mean).unwrap();
        tails.at_most + tails.at_least - 1.0
    };
    (0..1_000).filter(|events| covers(poisson(*events), mean)).map(chance).sum()
}

/// How the figures of a report hang together.
#[derive(Clone, Copy, PartialEq)]
pub enum Together {
    /// Not at all.
    Independent,
    /// In groups of five that have half their people in common.
    InGroups,
}

/// One figure of a report, as good as the county's but for chance.
struct Figure {
    higher: bool,
    /// As its interval says.
    p: Option<f64>,
    /// By the exact tails.
    exact: Option<f64>,
}

/// Fifteen shares and ten counts.
fn report(random: &mut Random, together: Together) -> Vec<Figure> {
    let mut figures = Vec::new();
    for group in 0..5 {
        let (n, share) = (people(random, (10.0, 1_500.0)), within(random, (0.005, 0.6)));
        let mean = within(random, (1.5, 200.0));
        let half = |random: &mut Random| if group < 3 { binomial(random, n, share) } else { count(random, mean) };
        let common = half(random);
        for _ in 0..5 {
            let shared = if together == Together::InGroups { common } else { half(random) };
            let events = shared + half(random);
            figures.push(if group < 3 {
                let exact = exact_p_of_share(events, 2 * n, share);
                Figure { higher: float(events) > share * float(2 * n), p: p_of_share(events, 2 * n, share), exact }
            } else {
                let p = p_of_count(events, 2.0 * mean);
                Figure { higher: float(events) > 2.0 * mean, p, exact: p }
            });
        }
    }
    figures
}

fn float(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// The part of reports that say «higher» of anything.
#[derive(Debug)]
pub struct FalseReports {
    /// Where the interval alone decides.
    pub uncorrected: f64,
    /// Where the p-values of the intervals are corrected.
    pub corrected: f64,
    /// Where the exact tails are corrected, and the interval agrees.
    pub exact: f64,
}

pub fn false_reports(random: &mut Random, draws: u32, together: Together) -> FalseReports {
    let mut found = [0; 3];
    let below = |p: Option<f64>| p.is_some_and(|p| p < 0.05);
    for _ in 0..draws {
        let figures = report(random, together);
        let corrected =
            |of: fn(&Figure) -> Option<f64>| benjamini_hochberg(&figures.iter().map(of).collect::<Vec<_>>());
        let (ours, exact) = (corrected(|figure| figure.p), corrected(|figure| figure.exact));
        let rows = || figures.iter().zip(&ours).zip(&exact).filter(|((figure, _), _)| figure.higher && below(figure.p));
        found[0] += u32::from(rows().next().is_some());
        found[1] += u32::from(rows().any(|((_, ours), _)| below(*ours)));
        found[2] += u32::from(rows().any(|(_, exact)| below(*exact)));
    }
    let [uncorrected, corrected, exact] = found.map(|found| f64::from(found) / f64::from(draws));
    FalseReports { uncorrected, corrected, exact }
}
