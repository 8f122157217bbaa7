//! A published figure as what it was estimated from, so that its interval is known at every level and not only at 95 %.

use crate::compute::{
    Interval, Level, Tails, binomial_tails, exact_p_of_difference, exact_p_of_share, float, poisson, poisson_tails,
    smallest_alpha, wilson,
};
use crate::protect::Shown;
use crate::units::Unit;

/// The 97.5th percentile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;
/// From this many events on Byar's approximation is used.
const BYAR_FROM: u64 = 10;
/// What a figure was estimated from, recognised by its own 95 % interval: whoever has the published row can do the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Estimate {
    /// A share of so many independent answers, which need not be whole (Wilson).
    Share { share: f64, n: f64, per: f64 },
    /// So many events, each worth `scale` (Byar, or exact Poisson).
    Count { events: u64, scale: f64 },
    /// A value with its distance to both limits at one standard error.
    Around { value: f64, below: f64, above: f64 },
}

impl Estimate {
    /// None where the figure has no interval: everybody was counted, and nothing is uncertain.
    pub(super) fn of(shown: &Shown, unit: Unit) -> Option<Self> {
        let interval = shown.interval?;
        let per = unit.per();
        Self::share(shown, interval, per)
            .or_else(|| Self::count(shown, interval, per))
            .or_else(|| Self::cluster_share(shown, interval, per))
            .or_else(|| Self::around(shown))
    }

    /// By its value and limits alone.
    pub(super) fn around(shown: &Shown) -> Option<Self> {
        let interval = shown.interval?;
        let (below, above) = ((shown.value - interval.lower) / Z, (interval.upper - shown.value) / Z);
        let is_sound = below >= 0.0 && above >= 0.0 && (below + above).is_finite();
        is_sound.then_some(Self::Around { value: shown.value, below, above })
    }

    /// Of so many, each counted.
    fn share(shown: &Shown, interval: Interval, per: f64) -> Option<Self> {
        let (numerator, denominator) = shown.numerator.zip(shown.denominator)?;
        let limits = wilson(numerator, denominator)?;
        let is_share = is_near(limits.lower * per, interval.lower) && is_near(limits.upper * per, interval.upper);
        let n = float(denominator);
        is_share.then(|| Self::Share { share: float(numerator) / n, n, per })
    }

    /// Of answers of which one person gave several: as many as Wilson's limits tell of independent ones.
    fn cluster_share(shown: &Shown, interval: Interval, per: f64) -> Option<Self> {
        let (numerator, denominator) = shown.numerator.zip(shown.denominator)?;
        if numerator > denominator || denominator == 0 {
            return None;
        }
        let share = float(numerator) / float(denominator);
        let limit = if share > 0.5 { interval.lower } else { interval.upper } / per;
        let z = Level::P95.z();
        let n = z * z * limit * (1.0 - limit) / (share - limit).powi(2);
        let found = Self::Share { share, n, per };
        let (lower, upper) = found.limits(z);
        let is_share = n > 0.0 && n <= float(denominator) * (1.0 + 1e-9);
        (is_share && is_near(lower, interval.lower) && is_near(upper, interval.upper)).then_some(found)
    }

    fn count(shown: &Shown, interval: Interval, per: f64) -> Option<Self> {
        let events = shown.numerator?;
        let scale = shown.denominator.map_or(1.0, |denominator| per / float(denominator));
        let limits = poisson(events);
        let is_count = is_near(limits.lower * scale, interval.lower) && is_near(limits.upper * scale, interval.upper);
        is_count.then_some(Self::Count { events, scale })
    }

    /// The value in its unit.
    pub(super) fn value(&self) -> f64 {
        match *self {
            Self::Share { share, per, .. } => share * per,
            Self::Count { events, scale } => float(events) * scale,
            Self::Around { value, .. } => value,
        }
    }

    /// The limits so many standard errors away.
    pub(super) fn limits(&self, z: f64) -> (f64, f64) {
        match *self {
            Self::Share { share, n, per } => {
                let (centre, scale) = (2.0 * n * share + z * z, 2.0 * (n + z * z));
                let spread = z * (z * z + 4.0 * n * share * (1.0 - share)).sqrt();
                (((centre - spread) / scale).max(0.0) * per, ((centre + spread) / scale).min(1.0) * per)
            }
            Self::Count { events, scale } => {
                let (lower, upper) = if events >= BYAR_FROM { byar(events, z) } else { exact(events, z) };
                (lower * scale, upper * scale)
            }
            Self::Around { value, below, above } => (value - z * below, value + z * above),
        }
    }

    /// Whether the interval of a level clears a fixed value.
    pub(super) fn clears(&self, reference: f64, level: Level) -> bool {
        let (lower, upper) = self.limits(level.z());
        lower > reference || upper < reference
    }

    /// Whether the interval of the difference clears zero.
    pub(super) fn differs(&self, other: &Self, level: Level) -> bool {
        let (lower, upper) = self.difference_at(other, level.z());
        lower > 0.0 || upper < 0.0
    }

    /// How often chance gives as much distance from a fixed value: by the exact tails, for a correction for many
    /// comparisons looks at what is rare, and there the intervals' own formulas say too little.
    pub(super) fn p_against(&self, reference: f64) -> Option<f64> {
        let by_interval = || smallest_alpha(|z| Some(interval(self.limits(z))), reference);
        match *self {
            Self::Share { share, n, per } => {
                let exact = whole(share, n).and_then(|(events, n)| exact_p_of_share(events, n, reference / per));
                if is_whole(n) { exact } else { larger(exact, by_interval()) }
            }
            Self::Count { events, scale } => poisson_tails(events, reference / scale).map(Tails::two_sided),
            Self::Around { .. } => by_interval(),
        }
    }

    /// How often chance gives as much distance between the two.
    pub(super) fn p_between(&self, other: &Self) -> Option<f64> {
        let by_interval = || smallest_alpha(|z| Some(interval(self.difference_at(other, z))), 0.0);
        match (*self, *other) {
            (Self::Share { share, n, .. }, Self::Share { share: beside, n: m, .. }) => {
                let both = whole(beside, m).zip(whole(share, n));
                let exact = both.and_then(|(other, own)| exact_p_of_difference(other, own));
                if is_whole(n) && is_whole(m) { exact } else { larger(exact, by_interval()) }
            }
            // Of so many events, each is this one's with a chance that goes by what the two were counted among.
            (Self::Count { events, scale }, Self::Count { events: beside, scale: other }) => {
                let chance = other / (scale + other);
                binomial_tails(events, events.checked_add(beside)?, chance).map(Tails::two_sided)
            }
            _ => by_interval(),
        }
    }

    /// 95 % interval of this less the other: the limits of both put together (Newcombe 1998; Zou & Donner 2008).
    pub(super) fn difference(&self, other: &Self) -> Interval {
        interval(self.difference_at(other, Level::P95.z()))
    }

    fn difference_at(&self, other: &Self, z: f64) -> (f64, f64) {
        let ((lower, upper), (other_lower, other_upper)) = (self.limits(z), other.limits(z));
        let (value, beside) = (self.value(), other.value());
        let difference = value - beside;
        (
            difference - (value - lower).hypot(other_upper - beside),
            difference + (upper - value).hypot(beside - other_lower),
        )
    }
}

fn interval((lower, upper): (f64, f64)) -> Interval {
    Interval { lower, upper }
}

/// The less certain of the two; nothing where one is not known.
fn larger(first: Option<f64>, second: Option<f64>) -> Option<f64> {
    first.zip(second).map(|(first, second)| first.max(second))
}

pub(super) fn is_whole(n: f64) -> bool {
    (n - n.round()).abs() < 1e-9 * n.max(1.0)
}

/// So many events of so many independent answers, as whole numbers; fewer answers rather than more.
pub(super) fn whole(share: f64, n: f64) -> Option<(u64, u64)> {
    let n = if is_whole(n) { n.round() } else { n.floor() };
    let events = (share * n).round();
    let is_count = |number: f64| (0.0..9e15).contains(&number);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "both are whole and in range")]
    let counts = (events as u64, n as u64);
    (is_count(n) && is_count(events)).then_some(counts)
}

fn byar(events: u64, z: f64) -> (f64, f64) {
    let limit = |count: f64, sign: f64| {
        (count * (1.0 - 1.0 / (9.0 * count) + sign * z / (3.0 * count.sqrt())).max(0.0).powi(3)).max(0.0)
    };
    let (lower, upper) = (limit(float(events), -1.0), limit(float(events) + 1.0, 1.0));
    // Around zero standard errors the two cross: the value itself is between them.
    (lower.min(float(events)), upper.max(float(events)))
}

/// The means at which so many or more, and so many or fewer, are as unlikely as `z` standard errors.
fn exact(events: u64, z: f64) -> (f64, f64) {
    let tail = crate::compute::normal_tail(z);
    let bisect = |holds: &dyn Fn(f64) -> bool, highest: f64| {
        let (mut low, mut high) = (0.0, highest);
        for _ in 0..70 {
            let middle = f64::midpoint(low, high);
            if holds(middle) { low = middle } else { high = middle }
        }
        f64::midpoint(low, high)
    };
    let tails = |mean: f64| poisson_tails(events, mean);
    let lower = bisect(&|mean| tails(mean).is_some_and(|tails| tails.at_least < tail), float(events));
    let upper = bisect(&|mean| tails(mean).is_some_and(|tails| tails.at_most > tail), 1_000.0);
    (if events == 0 { 0.0 } else { lower }, upper.max(float(events)))
}

fn is_near(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-9 * left.abs().max(right.abs()).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compute::{difference_of_counts, difference_of_shares};

    fn share(numerator: u64, denominator: u64) -> Shown {
        let Interval { lower, upper } = wilson(numerator, denominator).unwrap();
        Shown {
            value: float(numerator) / float(denominator) * 100.0,
            numerator: Some(numerator),
            denominator: Some(denominator),
            interval: Some(Interval { lower: lower * 100.0, upper: upper * 100.0 }),
        }
    }

    fn count(events: u64) -> Shown {
        Shown { value: float(events), numerator: Some(events), denominator: None, interval: Some(poisson(events)) }
    }

    fn rate(events: u64, of: u64) -> Shown {
        let (interval, scale) = (poisson(events), 1000.0 / float(of));
        Shown {
            value: float(events) * scale,
            numerator: Some(events),
            denominator: Some(of),
            interval: Some(Interval { lower: interval.lower * scale, upper: interval.upper * scale }),
        }
    }

    fn every() -> Vec<(Shown, Unit)> {
        let mut all = Vec::new();
        for n in [1, 7, 40, 333, 1_310] {
            for events in (0..=n).step_by(1 + usize::try_from(n).unwrap() / 17) {
                all.push((share(events, n), Unit::Prosent));
                all.push((count(events), Unit::Antall));
                all.push((rate(events, n), Unit::Per1000));
            }
        }
        let around = Interval { lower: 3.1, upper: 4.4 };
        all.push((Shown { value: 3.9, numerator: None, denominator: None, interval: Some(around) }, Unit::Skala));
        all
    }

    /// At 95 % every estimate gives back the interval it was recognised by, and its value lies within at any level.
    #[test]
    fn gives_the_published_interval_back() {
        for (shown, unit) in every() {
            let (estimate, interval) = (Estimate::of(&shown, unit).unwrap(), shown.interval.unwrap());
            let (lower, upper) = estimate.limits(Z);
            assert!(is_near(lower, interval.lower) && is_near(upper, interval.upper), "{shown:?} {estimate:?}");
            let is_of_its_kind = match unit {
                Unit::Prosent => matches!(estimate, Estimate::Share { .. }),
                Unit::Antall | Unit::Per1000 => matches!(estimate, Estimate::Count { .. }),
                _ => matches!(estimate, Estimate::Around { .. }),
            };
            assert!(is_of_its_kind, "{shown:?} {estimate:?}");
            for z in [0.0, 0.1, 1.0, 3.09, 6.0] {
                let (lower, upper) = estimate.limits(z);
                assert!(lower <= shown.value + 1e-9 && shown.value <= upper + 1e-9, "{shown:?} {z} {lower} {upper}");
            }
        }
    }

    /// The level is between none and all, and the exact tails agree with the exact intervals of small counts: below five
    /// per cent just where the published interval clears the value.
    #[test]
    fn the_level_and_the_interval_agree() {
        for (shown, unit) in every() {
            let (estimate, interval) = (Estimate::of(&shown, unit).unwrap(), shown.interval.unwrap());
            let is_exact = matches!(estimate, Estimate::Count { events: 0..BYAR_FROM, .. } | Estimate::Around { .. });
            let width = interval.upper - interval.lower;
            for step in 0..40_u32 {
                let reference = (interval.lower + width * (f64::from(step) / 20.0 - 0.5)).max(0.0);
                if unit == Unit::Prosent && reference > 100.0 {
                    continue;
                }
                let clears = interval.lower > reference || interval.upper < reference;
                let at_edge = is_near(interval.lower, reference) || is_near(interval.upper, reference);
                let p = estimate.p_against(reference).unwrap();
                assert!(at_edge || estimate.clears(reference, Level::P95) == clears, "{shown:?} {reference}");
                assert!(at_edge || !is_exact || (p < 0.05) == clears, "{shown:?} {reference} {p}");
                assert!((0.0..=1.0).contains(&p), "{shown:?} {reference} {p}");
            }
        }
    }

    /// Wider at every higher level: without that the smallest level would not be one.
    #[test]
    fn limits_widen() {
        for (shown, unit) in every() {
            let estimate = Estimate::of(&shown, unit).unwrap();
            let mut last = estimate.limits(0.0);
            for step in 1..80_u32 {
                let now = estimate.limits(f64::from(step) / 10.0);
                assert!(now.0 <= last.0 + 1e-9 && now.1 >= last.1 - 1e-9, "{shown:?} {step} {last:?} {now:?}");
                last = now;
            }
        }
    }

    /// Twice the smaller tail, added up term by term.
    #[test]
    fn shares_and_counts_are_judged_by_their_exact_tails() {
        for (events, n, reference) in [(97_u64, 1_310_u64, 5.0), (88, 1_310, 4.4), (3, 20, 30.0), (40, 50, 70.0)] {
            let estimate = Estimate::of(&share(events, n), Unit::Prosent).unwrap();
            let chance: f64 = reference / 100.0;
            let mut term = (1.0 - chance).powf(float(n));
            let (mut below, mut above) = (0.0, 0.0);
            for k in 0..=n {
                below += if k <= events { term } else { 0.0 };
                above += if k >= events { term } else { 0.0 };
                term *= float(n - k) / float(k + 1) * chance / (1.0 - chance);
            }
            let (expected, found) = ((2.0 * f64::min(below, above)).min(1.0), estimate.p_against(reference).unwrap());
            assert!((found - expected).abs() < 1e-9, "{events} {n} {found} {expected}");
        }
        for (events, mean) in [(3_u64, 9.0_f64), (8, 2.5), (0, 4.0), (149, 120.0)] {
            let estimate = Estimate::of(&count(events), Unit::Antall).unwrap();
            let mut term = (-mean).exp();
            let (mut below, mut above) = (0.0, 0.0);
            for k in 0..1_000 {
                below += if k <= events { term } else { 0.0 };
                above += if k >= events { term } else { 0.0 };
                term *= mean / float(k + 1);
            }
            let (expected, found) = ((2.0 * f64::min(below, above)).min(1.0), estimate.p_against(mean).unwrap());
            assert!((found - expected).abs() < 1e-9, "{events} {mean}: {found} {expected}");
        }
    }

    /// 149 after 100: each of 249 events is this year's with one half.
    #[test]
    fn counts_are_judged_beside_each_other() {
        let [own, other] = [count(149), count(100)].map(|it| Estimate::of(&it, Unit::Antall).unwrap());
        let mut term = 0.5_f64.powi(249);
        let mut above = 0.0;
        for k in 0..=249_u64 {
            above += if k >= 149 { term } else { 0.0 };
            term *= float(249 - k) / float(k + 1);
        }
        assert!((own.p_between(&other).unwrap() - 2.0 * above).abs() < 1e-12);
        let [own, other] = [rate(30, 1_000), rate(10, 500)].map(|it| Estimate::of(&it, Unit::Per1000).unwrap());
        let expected = binomial_tails(30, 40, 2.0 / 3.0).unwrap().two_sided();
        assert!((own.p_between(&other).unwrap() - expected).abs() < 1e-12);
    }

    /// Answers of which one person gave several count for fewer: the level is never better than either way says.
    #[test]
    fn answers_that_belong_together_count_for_fewer() {
        let (value, interval) = crate::compute::share_of_clusters(&[(4, 4), (3, 4), (0, 2), (4, 4), (1, 3)]).unwrap();
        let interval = Some(Interval { lower: interval.lower * 100.0, upper: interval.upper * 100.0 });
        let shown = Shown { value: value * 100.0, numerator: Some(12), denominator: Some(17), interval };
        let estimate = Estimate::of(&shown, Unit::Prosent).unwrap();
        assert!(matches!(estimate, Estimate::Share { n, .. } if n < 17.0 && !is_whole(n)), "{estimate:?}");
        let p = estimate.p_against(20.0).unwrap();
        assert!(p >= exact_p_of_share(12, 17, 0.2).unwrap() && p <= 1.0, "{p}");
    }

    #[test]
    fn differences_are_those_of_newcombe_and_of_counts() {
        for (a, n, b, m) in [(56, 70, 48, 80), (9, 10, 3, 10), (97, 1_310, 80, 1_290)] {
            let [own, other] = [share(a, n), share(b, m)].map(|it| Estimate::of(&it, Unit::Prosent).unwrap());
            let (_, expected) = difference_of_shares((b, m), (a, n)).unwrap();
            let found = own.difference(&other);
            assert!((found.lower / 100.0 - expected.lower).abs() < 1e-12, "{found:?} {expected:?}");
            assert!((found.upper / 100.0 - expected.upper).abs() < 1e-12, "{found:?} {expected:?}");
        }
        let [own, other] = [count(149), count(100)].map(|it| Estimate::of(&it, Unit::Antall).unwrap());
        let (_, expected) = difference_of_counts(100, 149);
        let found = own.difference(&other);
        assert!(is_near(found.lower, expected.lower) && is_near(found.upper, expected.upper));
        assert!(own.differs(&other, Level::P95) && !own.differs(&own, Level::P95));
    }

    #[test]
    fn odd_values_end() {
        let odd = |value: f64, lower: f64, upper: f64| {
            let interval = Some(Interval { lower, upper });
            Estimate::of(&Shown { value, numerator: None, denominator: None, interval }, Unit::Dager)
        };
        assert!(odd(1.0, 2.0, 3.0).is_none() && odd(f64::NAN, 0.0, 1.0).is_none());
        let point = odd(2.0, 2.0, 2.0).unwrap();
        assert!(point.p_against(2.0) > Some(0.999) && point.p_against(3.0) < Some(1e-12));
        let all = Estimate::of(&share(20, 20), Unit::Prosent).unwrap();
        assert!(all.p_against(100.0) > Some(0.999) && all.p_against(f64::NAN).is_none());
    }
}
