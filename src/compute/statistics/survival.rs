//! Time to an event where some have not had it yet.

use super::super::interval::{Z, float};

/// Survival this close to a level has reached it: products of fractions miss it by rounding only.
const ROUNDING: f64 = 1e-9;

/// The Kaplan-Meier estimate: who still waits, by day.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    steps: Vec<Step>,
}

/// A day with events.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The day.
    pub day: i64,
    /// Those who had waited until this day.
    pub at_risk: u64,
    /// Events on this day.
    pub events: u64,
    /// Share still without event after this day, 0-1.
    pub survival: f64,
    /// Greenwood's sum: the variance of `ln(survival)`; infinite where nobody is left.
    pub log_variance: f64,
}

/// The share still without event after each day, where some were last seen without one.
///
/// - **Shape:** one pair per person, in any order: days, and whether they end in the event (else the person was last
///   seen then).
/// - **Units:** days, from where the wait began; zero and below are days like any other.
/// - **Missing:** leave people without days out. Nobody, or no event, gives a curve without steps.
/// - **Method:** Kaplan & Meier (1958, Journal of the American Statistical Association 53, 457-481), variance by
///   Greenwood (1926). Events come before last sightings on the same day: who was last seen then was still at risk.
///
/// # Examples
/// ```
/// use tryggtall::compute::kaplan_meier;
/// let curve = kaplan_meier(&[(5, true), (8, false), (8, true), (12, true), (20, false)]);
/// assert!((curve.survival(8) - 0.6).abs() < 1e-12);
/// assert_eq!(curve.quantile(0.5), Some(12));
/// assert_eq!(curve.quantile(0.9), None);
/// ```
pub fn kaplan_meier(times: &[(i64, bool)]) -> Curve {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let mut steps = Vec::new();
    let (mut at_risk, mut survival, mut log_variance) = (sorted.len() as u64, 1.0, 0.0);
    for same_day in sorted.chunk_by(|one, other| one.0 == other.0) {
        let events = same_day.iter().filter(|(_, event)| *event).count() as u64;
        if let (Some(&(day, _)), true) = (same_day.first(), events > 0) {
            let (before, after) = (float(at_risk), float(at_risk - events));
            survival *= after / before;
            log_variance += float(events) / before / after;
            steps.push(Step { day, at_risk, events, survival, log_variance });
        }
        at_risk -= same_day.len() as u64;
    }
    Curve { steps }
}

impl Curve {
    /// The days with events, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The share still without event after `day`, 0-1; after the last day seen, that of the last step.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::compute::kaplan_meier;
    /// let curve = kaplan_meier(&[(3, true), (7, true)]);
    /// assert_eq!([2, 3, 7].map(|day| curve.survival(day)), [1.0, 0.5, 0.0]);
    /// ```
    pub fn survival(&self, day: i64) -> f64 {
        let passed = self.steps.partition_point(|step| step.day <= day);
        passed.checked_sub(1).and_then(|last| self.steps.get(last)).map_or(1.0, |step| step.survival)
    }

    /// The first day after which the fraction `p` has had the event.
    ///
    /// - **Missing:** `None` where that was not reached, or `p` is not above 0 and at most 1.
    /// - **Method:** smallest day with survival at or below `1 - p`. Where the curve runs level there, R's `survfit`
    ///   gives the middle of the level; this gives its start, a day on which something happened.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::compute::kaplan_meier;
    /// assert_eq!(kaplan_meier(&[(3, true), (7, true)]).quantile(0.5), Some(3));
    /// ```
    pub fn quantile(&self, p: f64) -> Option<i64> {
        let asked = p > 0.0 && p <= 1.0;
        let reached = self.steps.iter().find(|step| step.survival <= 1.0 - p + ROUNDING);
        reached.filter(|_| asked).map(|step| step.day)
    }

    /// The 95 % limits of the median, each on its own.
    ///
    /// - **Units:** days.
    /// - **Missing:** an upper limit that was not reached is `None`: the median may be any later day. Where everyone
    ///   has the event on the first day with events there is no variance to see, and neither limit.
    /// - **Method:** Brookmeyer & Crowley (1982, Biometrics 38, 29-41): the days whose survival cannot be told from one
    ///   half, on the log-log scale, as in SAS's LIFETEST and R's `survfit(conf.type = "log-log")`.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::compute::kaplan_meier;
    /// let weeks = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23].map(|week| (week, true));
    /// assert_eq!(kaplan_meier(&weeks).median_interval(), (Some(4), Some(11)));
    /// ```
    pub fn median_interval(&self) -> (Option<i64>, Option<i64>) {
        let first = |sign: f64| self.steps.iter().find(|step| step.distance(sign) >= 0.0).map(|step| step.day);
        (first(1.0), first(-1.0))
    }
}

impl Step {
    /// How far the limit of the hazard on the side of `sign` is above that of a survival of one half, on the log-log
    /// scale. With nobody left it is not a number, which is never above.
    fn distance(&self, sign: f64) -> f64 {
        let hazard = -self.survival.ln();
        hazard.ln() + sign * Z * self.log_variance.sqrt() / hazard - std::f64::consts::LN_2.ln()
    }
}

#[cfg(test)]
mod tests;
