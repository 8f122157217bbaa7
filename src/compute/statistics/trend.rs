//! Has a figure risen or fallen over the years? A trend needs five of them.

use std::collections::BTreeMap;

use super::normal::two_sided;
use super::percentile::middle;

/// With fewer years there is no trend to speak of: of four in perfect order, one of twelve is so by chance.
pub const FEWEST_YEARS: usize = 5;
/// Chance alone gives a trend this rarely.
const ALPHA: f64 = 0.05;
/// Up to here all orders are counted; above, the normal distribution is near.
const EXACT_UP_TO: usize = 10;

/// What the years say together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Trend {
    /// Fewer than [`FEWEST_YEARS`] years are known.
    TooShort,
    /// Chance alone could have given as much order.
    Unclear {
        /// The probability that it does.
        p: f64,
    },
    /// Higher by and by.
    Rising {
        /// Change in a year, in the figure's unit.
        slope: f64,
        /// The probability of as much order by chance.
        p: f64,
    },
    /// Lower by and by.
    Falling {
        /// Change in a year, in the figure's unit; negative.
        slope: f64,
        /// The probability of as much order by chance.
        p: f64,
    },
}

impl Trend {
    pub(super) fn of(slope: f64, p: f64) -> Self {
        if p < ALPHA && slope > 0.0 {
            Self::Rising { slope, p }
        } else if p < ALPHA && slope < 0.0 {
            Self::Falling { slope, p }
        } else {
            Self::Unclear { p }
        }
    }
}

/// The trend of figures of any kind.
///
/// - **Shape:** a year and its figure, in any order. Years may be missing. Figures that are no numbers are left out; a
///   year that stands twice counts once, with the last figure.
/// - **Units:** the slope is in the figure's unit a year.
/// - **Method:** [`mann_kendall`] says whether, [`theil_sen`] how much. Neither asks how the figures are distributed,
///   and one odd year does not make a trend. With five years only perfect order is a trend (p = 0.017), with six one
///   neighbouring pair may be turned.
///
/// # Examples
/// ```
/// use tryggtall::compute::{Trend, trend};
/// let years = [(2021, 4.0), (2022, 4.5), (2023, 4.6), (2024, 5.5), (2025, 6.0)];
/// assert!(matches!(trend(&years), Trend::Rising { slope, .. } if (slope - 0.5).abs() < 1e-12));
/// assert_eq!(trend(&years[1..]), Trend::TooShort);
/// ```
pub fn trend(points: &[(i32, f64)]) -> Trend {
    let years: BTreeMap<i32, f64> = points.iter().copied().filter(|(_, figure)| figure.is_finite()).collect();
    if years.len() < FEWEST_YEARS {
        return Trend::TooShort;
    }
    let figures: Vec<f64> = years.values().copied().collect();
    let points: Vec<(f64, f64)> = years.iter().map(|(year, figure)| (f64::from(*year), *figure)).collect();
    match (mann_kendall(&figures), theil_sen(&points)) {
        (Some(test), Some(slope)) => Trend::of(slope, test.p),
        _ => Trend::TooShort,
    }
}

/// How ordered a series is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Order {
    /// Pairs in which the later is higher, less those in which it is lower.
    pub s: i64,
    /// The probability of as much order, in either direction, by chance.
    pub p: f64,
}

/// Whether a series rises or falls.
///
/// - **Shape:** the figures in the order of time.
/// - **Missing:** `None` where there are none, or one is no number.
/// - **Method:** Mann (1945, Econometrica 13, 245-259). Up to ten figures all their orders are counted, those with ties
///   too (the inversions of a multiset: Kendall 1975, Rank Correlation Methods, 4th ed., for those without); above,
///   normal with the variance for ties and a continuity correction of 1 (Gilbert 1987, Statistical Methods for
///   Environmental Pollution Monitoring, 16.4).
///
/// # Examples
/// ```
/// use tryggtall::compute::mann_kendall;
/// let order = mann_kendall(&[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
/// assert_eq!(order.s, 10);
/// assert!((order.p - 2.0 / 120.0).abs() < 1e-15);
/// ```
pub fn mann_kendall(figures: &[f64]) -> Option<Order> {
    if figures.is_empty() || figures.iter().any(|figure| !figure.is_finite()) {
        return None;
    }
    let (mut rising, mut falling) = (0_i64, 0_i64);
    for (place, earlier) in figures.iter().enumerate() {
        for later in &figures[place + 1..] {
            rising += i64::from(later > earlier);
            falling += i64::from(later < earlier);
        }
    }
    let s = rising - falling;
    let ties = ties(figures);
    let p = if figures.len() <= EXACT_UP_TO { exact(rising + falling, s, &ties) } else { approximate(s, &ties) };
    Some(Order { s, p })
}

/// How many figures are equal, for each value.
fn ties(figures: &[f64]) -> Vec<usize> {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    // 0 and -0 are equal, though one sorts before the other.
    sorted.chunk_by(|a, b| a <= b && b <= a).map(<[f64]>::len).collect()
}

/// Of all orders of the figures, the part that has at least as much of it. How many orders have so many inversions is
/// the coefficient of a q-multinomial: groups are put in one by one.
fn exact(pairs: i64, s: i64, ties: &[usize]) -> f64 {
    let mut counts = vec![1.0];
    let mut placed = 0;
    for group in ties {
        // Each of the group's members, in among those before: `[placed + k] / [k]`, with `[k] = 1 + q + … + q^(k-1)`.
        for k in 1..=*group {
            counts = divided(&times(&counts, placed + k), k);
        }
        placed += group;
    }
    let all: f64 = counts.iter().sum();
    let orders = counts.iter().zip((0_i64..).map(|inversions| pairs - 2 * inversions));
    orders.filter(|(_, order)| order.abs() >= s.abs()).map(|(count, _)| count).sum::<f64>() / all
}

/// Times `1 + q + … + q^(k-1)`.
fn times(counts: &[f64], k: usize) -> Vec<f64> {
    let of = |power: usize| counts.get(power).copied().unwrap_or(0.0);
    (0..counts.len() + k - 1).map(|power| (power.saturating_sub(k - 1)..=power).map(of).sum()).collect()
}

/// Divided by `1 + q + … + q^(k-1)`, which leaves no remainder.
fn divided(counts: &[f64], k: usize) -> Vec<f64> {
    let mut quotient: Vec<f64> = Vec::with_capacity(counts.len());
    for count in &counts[..=counts.len() - k] {
        let before: f64 = quotient.iter().rev().take(k - 1).sum();
        quotient.push(count - before);
    }
    quotient
}

#[expect(clippy::cast_precision_loss, reason = "pairs of years are few")]
fn approximate(s: i64, ties: &[usize]) -> f64 {
    let spread = |n: f64| n * (n - 1.0) * (2.0 * n + 5.0) / 18.0;
    let n: f64 = ties.iter().map(|group| *group as f64).sum();
    let variance = spread(n) - ties.iter().map(|group| spread(*group as f64)).sum::<f64>();
    let beyond = (s.abs() - 1).max(0) as f64;
    // All equal: no variance, and no order either.
    if variance > 0.0 { two_sided(beyond / variance.sqrt()) } else { 1.0 }
}

/// The slope of a line through points: the median of the slopes between any two.
///
/// - **Shape:** abscissa and figure, in any order.
/// - **Missing:** `None` where no two have different abscissas, or a number is not one.
/// - **Method:** Theil (1950, Proceedings KNAW 53, 386-392), Sen (1968, JASA 63, 1379-1389). Over a quarter of the points may
///   be anything.
///
/// # Examples
/// ```
/// use tryggtall::compute::theil_sen;
/// let slope = theil_sen(&[(2019.0, 1.2), (2020.0, 1.1), (2021.0, 1.4), (2022.0, 1.6), (2023.0, 1.5), (2024.0, 2.0)]);
/// assert!((slope.unwrap() - 0.16).abs() < 1e-12);
/// ```
pub fn theil_sen(points: &[(f64, f64)]) -> Option<f64> {
    let mut slopes = Vec::new();
    for (place, (x, y)) in points.iter().enumerate() {
        for (later, figure) in &points[place + 1..] {
            let slope = (figure - y) / (later - x);
            // Equal abscissas: 0 / 0, or no finite number.
            if (later - x).abs() > 0.0 || (later - x).is_nan() {
                slopes.push(slope);
            }
        }
    }
    slopes.iter().all(|slope| slope.is_finite()).then(|| middle(slopes)).flatten()
}

#[cfg(test)]
mod tests;
