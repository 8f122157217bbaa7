//! Shares and means of answers, when one person gives several of them.

use super::super::interval::{Interval, float};
use super::student::upper_97_5;

const Z: f64 = 1.959_963_984_540_054;

/// The share of favourable answers with a 95 % interval, as fractions. Each cluster is one person: favourable answers, and
/// all answers.
///
/// The answers of one person are alike, so as many answers say less than as many people would. The variance is that of a
/// ratio of cluster totals (Cochran 1977, 6.3); Wilson's interval is taken on the effective number of answers, the number
/// over the design effect (Korn & Graubard 1998), which is never let below 1. With one answer each it is Wilson's interval.
pub(in crate::compute) fn share_of_clusters(clusters: &[(u64, u64)]) -> Option<(f64, Interval)> {
    let all: u64 = clusters.iter().map(|(_, all)| all).sum();
    let yes: u64 = clusters.iter().map(|(yes, _)| yes).sum();
    if all == 0 || yes > all {
        return None;
    }
    let (share, n, people) = (float(yes) / float(all), float(all), float(clusters.len() as u64));
    let plain = share * (1.0 - share) / n;
    let design = if plain > 0.0 && clusters.len() > 1 {
        let off = |(yes, all): &(u64, u64)| (float(*yes) - share * float(*all)).powi(2);
        let variance = clusters.iter().map(off).sum::<f64>() / (n * n) * people / (people - 1.0);
        // As if from n - 1, so that one answer each is a design effect of one.
        (variance / (plain * people / (people - 1.0))).max(1.0)
    } else {
        // Nothing is known of how alike the answers of one are: each person counts once.
        n / people
    };
    Some((share, wilson(share, n / design)))
}

/// Wilson's interval for a share of an effective number, which need not be whole.
fn wilson(share: f64, n: f64) -> Interval {
    let centre = share + Z * Z / (2.0 * n);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    let is_end = |end: f64| (share - end).abs() < 1e-15;
    Interval {
        lower: if is_end(0.0) { 0.0 } else { ((centre - spread) / scale).max(0.0) },
        upper: if is_end(1.0) { 1.0 } else { ((centre + spread) / scale).min(1.0) },
    }
}

/// The mean of values with its 95 % interval. Each cluster is one person: the sum of its values, and how many.
///
/// Student's interval on the totals of the clusters, one degree of freedom less than there are; no interval of one
/// cluster, whose spread nobody knows. With one value each it is the ordinary interval of a mean.
pub(in crate::compute) fn mean_of_clusters(clusters: &[(f64, u64)]) -> Option<(f64, Option<Interval>)> {
    let all: u64 = clusters.iter().map(|(_, all)| all).sum();
    if all == 0 {
        return None;
    }
    let n = float(all);
    let mean = clusters.iter().map(|(sum, _)| sum).sum::<f64>() / n;
    if clusters.len() < 2 {
        return Some((mean, None));
    }
    let people = float(clusters.len() as u64);
    let off = |(sum, all): &(f64, u64)| (sum - mean * float(*all)).powi(2);
    let variance = clusters.iter().map(off).sum::<f64>() / (n * n) * people / (people - 1.0);
    let half = upper_97_5(people - 1.0) * variance.sqrt();
    Some((mean, Some(Interval { lower: mean - half, upper: mean + half })))
}

#[cfg(test)]
mod tests {
    use super::super::super::interval::wilson as plain_wilson;
    use super::*;

    #[test]
    fn one_answer_each_is_the_plain_interval() {
        for (yes, all) in [(0, 5), (1, 16), (23, 26), (65, 100), (7, 7), (1, 1)] {
            let clusters: Vec<(u64, u64)> = (0..all).map(|person| (u64::from(person < yes), 1)).collect();
            let (share, interval) = share_of_clusters(&clusters).unwrap();
            let plain = plain_wilson(yes, all).unwrap();
            assert!((share - float(yes) / float(all)).abs() < 1e-15);
            let distance = (interval.lower - plain.lower).abs() + (interval.upper - plain.upper).abs();
            assert!(distance < 1e-12, "{yes}/{all}: {interval:?} {plain:?}");
        }
        assert!(share_of_clusters(&[]).is_none() && share_of_clusters(&[(0, 0)]).is_none());
    }

    /// Ten people who each say the same nine times know no more than ten answers do.
    #[test]
    fn people_who_agree_with_themselves_count_once() {
        let clusters: Vec<(u64, u64)> = (0..10).map(|person| (if person < 6 { 9 } else { 0 }, 9)).collect();
        let (_, interval) = share_of_clusters(&clusters).unwrap();
        let once = plain_wilson(6, 10).unwrap();
        assert!((interval.lower - once.lower).abs() < 1e-12 && (interval.upper - once.upper).abs() < 1e-12);
        let (_, alone) = share_of_clusters(&[(9, 9)]).unwrap();
        assert!((alone.lower - plain_wilson(1, 1).unwrap().lower).abs() < 1e-12);
    }

    /// Altman & Bland: 2, 4, 4, 4, 5, 5, 7, 9 has mean 5 and standard deviation 2.138; t with 7 degrees is 2.364624.
    #[test]
    fn the_interval_of_a_plain_mean() {
        let clusters = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0].map(|value| (value, 1));
        let (mean, interval) = mean_of_clusters(&clusters).unwrap();
        let half = 2.364_624_251_6 * (32.0_f64 / 7.0).sqrt() / 8.0_f64.sqrt();
        let interval = interval.unwrap();
        assert!((mean - 5.0).abs() < 1e-12 && (interval.upper - 5.0 - half).abs() < 1e-8);
        assert_eq!(mean_of_clusters(&[(9.0, 3)]), Some((3.0, None)));
        assert_eq!(mean_of_clusters(&[]), None);
    }
}
