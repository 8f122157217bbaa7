//! The share of answers of which one person gave several.

use super::super::interval::{Interval, float, score};
use super::mean::linearised;

/// The share of favourable answers where each respondent gave several, and its interval.
///
/// - **Shape:** one pair per respondent: favourable answers, and answers. All answers weigh the same.
/// - **Units:** fractions 0-1.
/// - **Missing:** leave missing answers out of both; who answered nothing does not count. `None` where nobody answered,
///   or someone has more favourable answers than answers.
/// - **Method:** ratio estimator; Wilson's interval on the answers divided by the design effect (Korn & Graubard 1998,
///   Survey Methodology 24, 193-201, who do so with the exact interval; without their correction for degrees of
///   freedom). The design effect is the linearised variance between respondents over that of as many independent
///   answers, at least 1: a questionnaire never tells more than its answers. With one answer each it is Wilson's
///   interval.
/// - **One respondent, or all answers alike:** there is no variance to see, and taking the answers as independent would
///   claim the most where least is known; each respondent then counts as one answer.
///
/// # Examples
/// ```
/// use tryggtall::compute::{share_of_clusters, wilson};
/// let (share, interval) = share_of_clusters(&[(4, 4), (3, 4), (0, 2), (4, 4), (1, 3)]).unwrap();
/// assert!((share - 12.0 / 17.0).abs() < 1e-12);
/// assert!(interval.lower < wilson(12, 17).unwrap().lower);
/// assert_eq!(share_of_clusters(&[(1, 1), (0, 1), (1, 1)]).unwrap().1, wilson(2, 3).unwrap());
/// ```
pub fn share_of_clusters(clusters: &[(u64, u64)]) -> Option<(f64, Interval)> {
    if clusters.iter().any(|(favourable, answers)| favourable > answers) {
        return None;
    }
    let answered = clusters.iter().filter(|(_, answers)| *answers > 0);
    let pairs = answered.map(|(favourable, answers)| (float(*favourable), float(*answers)));
    let (share, _) = linearised(pairs.clone())?;
    let (events, n) = pairs.clone().fold((0.0, 0.0), |(events, n), pair| (events + pair.0, n + pair.1));
    let effect = design_effect(pairs, events, n);
    Some((share, score(events / effect, n / effect)))
}

fn design_effect(pairs: impl Iterator<Item = (f64, f64)> + Clone, events: f64, n: f64) -> f64 {
    let respondents = pairs.clone().map(|_| 1.0).sum::<f64>();
    if respondents < 2.0 || events <= 0.0 || events >= n || respondents >= n {
        return n / respondents;
    }
    // Over n - 1, as the variance between respondents is over one less than they are.
    let independent = events / n * ((n - events) / n) / (n - 1.0);
    let between = linearised(pairs).and_then(|(_, estimate)| estimate).map_or(0.0, |estimate| estimate.variance);
    (between / independent).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::super::super::interval::wilson;
    use super::super::random::Random;
    use super::*;

    #[test]
    fn one_answer_each_is_wilson() {
        for n in 1..60 {
            for events in 0..=n {
                let mut clusters: Vec<_> = (0..n).map(|person| (u64::from(person < events), 1)).collect();
                clusters.push((0, 0));
                assert_eq!(share_of_clusters(&clusters).unwrap().1, wilson(events, n).unwrap(), "{events} {n}");
            }
        }
    }

    /// Who answers the same to everything has given one answer: the design effect is the number of questions.
    #[test]
    fn identical_answers_count_once() {
        const SEED: u64 = 31;
        let mut random = Random(SEED);
        for _ in 0..500 {
            let (people, questions) = (2 + random.below(40), 2 + random.below(9));
            let pleased = random.below(people + 1);
            let clusters: Vec<_> =
                (0..people).map(|person| (if person < pleased { questions } else { 0 }, questions)).collect();
            let (_, found) = share_of_clusters(&clusters).unwrap();
            // n - 1 answers against people - 1 respondents: the exact effect for identical answers.
            let (n, m) = (float(people * questions), float(people));
            let unanimous = pleased == 0 || pleased == people;
            let counted = if unanimous { m } else { n * (m - 1.0) / (n - 1.0) };
            let expected = score(float(pleased) / m * counted, counted);
            let apart = (found.lower - expected.lower).abs() + (found.upper - expected.upper).abs();
            assert!(apart < 1e-10, "seed {SEED}: {people} {questions} {pleased} {found:?}");
        }
    }

    /// Never narrower than if all answers were independent, and always around the share.
    #[test]
    fn never_claims_more_than_its_answers() {
        const SEED: u64 = 37;
        let mut random = Random(SEED);
        for _ in 0..2_000 {
            let mut person = || {
                let answers = random.below(8);
                (random.below(answers + 1), answers)
            };
            let clusters: Vec<_> = (0..12).map(|_| person()).collect();
            let sum = |of: fn(&(u64, u64)) -> u64| clusters.iter().map(of).sum::<u64>();
            let (events, n) = (sum(|pair| pair.0), sum(|pair| pair.1));
            let Some((share, found)) = share_of_clusters(&clusters) else {
                assert_eq!(n, 0, "seed {SEED}");
                continue;
            };
            let plain = wilson(events, n).unwrap();
            let wide = found.upper - found.lower >= plain.upper - plain.lower - 1e-12;
            let around = 0.0 <= found.lower && found.lower <= share && share <= found.upper && found.upper <= 1.0;
            assert!(wide && around, "seed {SEED}: {clusters:?} {found:?} {plain:?}");
        }
    }

    #[test]
    fn few_and_odd() {
        assert!(share_of_clusters(&[]).is_none() && share_of_clusters(&[(0, 0)]).is_none());
        assert!(share_of_clusters(&[(2, 1), (0, 3)]).is_none());
        let (share, alone) = share_of_clusters(&[(3, 4)]).unwrap();
        assert!((share - 0.75).abs() < 1e-12);
        assert_eq!(alone, score(0.75, 1.0));
        let (_, pleased) = share_of_clusters(&[(9, 9), (9, 9), (9, 9)]).unwrap();
        assert_eq!(pleased, wilson(3, 3).unwrap());
        for huge in [(u64::MAX, u64::MAX), (0, u64::MAX), (u64::MAX / 2, u64::MAX)] {
            let (share, found) = share_of_clusters(&[huge, (1, 2), (u64::MAX / 3, u64::MAX)]).unwrap();
            assert!(found.lower <= share && share <= found.upper, "{huge:?}: {found:?}");
        }
    }
}
