//! How long it takes, when some still wait.

/// What is left waiting day by day, by Kaplan & Meier (1958).
#[derive(Debug, Clone, PartialEq)]
pub(in crate::compute) struct Curve {
    /// Each day on which something happened, and the share that still waits after it.
    steps: Vec<(i64, f64)>,
}

/// The curve of waits in days; `true` where what was waited for came, `false` where the wait is only known to have lasted
/// that long. On a day with both, what came counts first.
pub(in crate::compute) fn kaplan_meier(waits: &[(i64, bool)]) -> Curve {
    let mut sorted = waits.to_vec();
    sorted.sort_unstable();
    let (mut share, mut at_risk) = (1.0, sorted.len() as u64);
    let mut steps = Vec::new();
    for same_day in sorted.chunk_by(|left, right| left.0 == right.0) {
        let events = same_day.iter().filter(|(_, came)| *came).count() as u64;
        if events > 0 {
            share *= 1.0 - super::super::interval::float(events) / super::super::interval::float(at_risk);
            steps.push((same_day[0].0, share));
        }
        at_risk -= same_day.len() as u64;
    }
    Curve { steps }
}

impl Curve {
    /// The first day by which `share` (0-1) no longer wait; `None` where it never comes to that.
    pub(in crate::compute) fn quantile(&self, share: f64) -> Option<i64> {
        // One part in 10^12 makes up for the rounding of the products.
        self.steps.iter().find(|(_, left)| *left <= 1.0 - share + 1e-12).map(|(day, _)| *day)
    }

    #[cfg(test)]
    fn left_after(&self, day: i64) -> f64 {
        self.steps.iter().rev().find(|(step, _)| *step <= day).map_or(1.0, |(_, left)| *left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 6-mercaptopurine in acute leukaemia (Freireich et al. 1963), as printed in every textbook since.
    #[test]
    fn the_curve_of_freireich() {
        let came = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(|week| (week, true));
        let still = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(|week| (week, false));
        let curve = kaplan_meier(&[came.as_slice(), &still].concat());
        let printed =
            [(5, 1.0), (6, 0.857), (7, 0.807), (10, 0.753), (13, 0.690), (16, 0.627), (22, 0.538), (23, 0.448)];
        for (week, share) in printed {
            assert!((curve.left_after(week) - share).abs() < 5e-4, "{week}: {}", curve.left_after(week));
        }
        assert_eq!((curve.quantile(0.5), curve.quantile(0.9)), (Some(23), None));
    }

    /// Without anybody still waiting it is the share of those who waited longer, counted.
    #[test]
    fn plain_counts_where_nothing_is_cut_off() {
        let mut state = 7_u64;
        for round in 0..1_000 {
            let mut next = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                i64::try_from((state >> 33) % 40).unwrap()
            };
            let waits: Vec<(i64, bool)> = (0..1 + next()).map(|_| (next(), true)).collect();
            let curve = kaplan_meier(&waits);
            for day in 0..40 {
                let longer = waits.iter().filter(|(wait, _)| *wait > day).count() as f64 / waits.len() as f64;
                assert!((curve.left_after(day) - longer).abs() < 1e-9, "round {round} day {day}");
            }
        }
        assert_eq!(kaplan_meier(&[]).quantile(0.5), None);
        assert_eq!(kaplan_meier(&[(3, false)]).quantile(0.5), None);
    }
}
