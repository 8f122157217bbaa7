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
mod tests;
