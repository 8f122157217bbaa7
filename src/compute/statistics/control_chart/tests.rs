use super::super::random::Random;
use super::*;

fn placed(figures: &[f64]) -> Vec<(usize, f64)> {
    figures.iter().copied().enumerate().collect()
}

fn drawn(figures: &[f64]) -> (ControlLimits, Vec<Signal>) {
    match phases(figures, &[]).remove(0).chart {
        Chart::Drawn { limits, signals } => (limits, signals),
        Chart::TooShort => panic!("{figures:?}"),
    }
}

fn signal(first: usize, last: usize, rule: SignalRule, direction: Direction) -> Signal {
    Signal { first, last, rule, direction }
}

/// The first is NIST's example (e-Handbook of Statistical Methods, 6.3.2.2: batch flow rates, mean 50.81, moving range
/// 1.8778, limits 45.8159 and 55.8041 with 3 / 1.128), the second Montgomery's (viscosity of primer paint: 33.52, 0.48,
/// 32.24 and 34.80). All digits by numpy.
#[test]
fn reproduces_published_limits() {
    let table: [(&[f64], [f64; 4]); 10] = [
        (
            &[49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1],
            [50.81, 1.877_777_777_778, 45.815_111_111_111, 55.804_888_888_889],
        ),
        (
            &[33.75, 33.05, 34.0, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.2, 33.62, 33.0, 33.54, 33.12, 33.84],
            [33.523_333_333_333, 0.480_714_285_714, 32.244_633_333_333, 34.802_033_333_333],
        ),
        (
            &[7.0, 18.0, 17.0, 4.0, 11.0, 29.0, 19.0, 15.0, 20.0, 18.0, 2.0, 19.0],
            [14.916_666_666_667, 9.454_545_454_545, -10.232_424_242_424, 40.065_757_575_758],
        ),
        (
            &[0.0, 29.0, 26.0, 15.0, 8.0, 17.0, 7.0, 6.0, 22.0, 15.0, 17.0, 26.0, 17.0],
            [15.769_230_769_231, 9.416_666_666_667, -9.279_102_564_103, 40.817_564_102_564],
        ),
        (
            &[15.0, 12.0, 20.0, 27.0, 4.0, 7.0, 20.0, 4.0, 27.0, 29.0, 16.0, 12.0, 23.0, 0.0, 21.0],
            [15.8, 12.142_857_142_857, -16.5, 48.1],
        ),
        (
            &[24.0, 2.0, 5.0, 24.0, 30.0, 18.0, 1.0, 9.0, 24.0, 0.0, 26.0, 27.0, 8.0, 15.0, 19.0, 23.0, 29.0, 28.0],
            [17.333_333_333_333, 11.411_764_705_882, -13.021_960_784_314, 47.688_627_450_98],
        ),
        (
            &[
                12.0, 22.0, 25.0, 29.0, 13.0, 12.0, 23.0, 25.0, 18.0, 14.0, 30.0, 29.0, 4.0, 28.0, 11.0, 3.0, 1.0, 4.0,
                15.0, 6.0,
            ],
            [16.2, 9.157_894_736_842, -8.16, 40.56],
        ),
        (&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0], [5.5, 1.0, 2.84, 8.16]),
        (&[5.0; 12], [5.0, 0.0, 5.0, 5.0]),
        (
            &[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0],
            [5.0, 0.727_272_727_273, 3.065_454_545_455, 6.934_545_454_545],
        ),
    ];
    for (figures, expected) in table {
        let found = limits(&placed(figures)).unwrap();
        let found = [found.mean, found.moving_range, found.lower, found.upper];
        let apart = found.iter().zip(expected).map(|(found, expected)| (found - expected).abs()).fold(0.0, f64::max);
        assert!(apart < 1e-11, "{figures:?}: {found:?}");
    }
}

/// NIST finds no flow rate, and Montgomery no batch, beyond the limits.
#[test]
fn published_series_are_in_control() {
    let paint = [33.75, 33.05, 34.0, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.2, 33.62, 33.0, 33.54, 33.12, 33.84];
    assert!(drawn(&paint).1.is_empty());
}

#[test]
fn twelve_points_make_limits_and_eleven_do_not() {
    let figures: Vec<f64> = (0..12).map(|month| f64::from(month % 3)).collect();
    assert_eq!(FEWEST_POINTS, 12);
    assert_eq!(phases(&figures[..11], &[])[0].chart, Chart::TooShort);
    assert!(matches!(phases(&figures, &[])[0].chart, Chart::Drawn { .. }));
    // A month without a number is no point.
    let gap: Vec<f64> = figures[..11].iter().copied().chain([f64::NAN]).collect();
    assert_eq!(phases(&gap, &[])[0].chart, Chart::TooShort);
}

#[test]
fn each_signal_is_found_where_it_is() {
    use Direction::{Down, Up};
    use SignalRule::{Beyond, Drift, Shift};
    let mut beyond: Vec<f64> = (0..20).map(|month| f64::from(month % 2)).collect();
    beyond[7] = 9.0;
    assert!(drawn(&beyond).1.contains(&signal(7, 7, Beyond, Up)));
    // Eight above, eight below, and seven that are no signal.
    let saw = |level: f64, count: u32| (0..count).map(move |month| level + f64::from(month % 2));
    let shift: Vec<f64> = saw(10.0, 8).chain(saw(5.0, 8)).collect();
    assert_eq!(drawn(&shift).1, [signal(0, 7, Shift, Up), signal(8, 15, Shift, Down)]);
    let seven: Vec<f64> = saw(10.0, 7).chain(saw(5.0, 7)).collect();
    assert!(drawn(&seven).1.is_empty());
    // Six points are five steps; five points are none.
    let drift = [5.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 2.0, 8.0, 3.0, 7.0, 4.0, 6.0];
    assert_eq!(drawn(&drift).1, [signal(1, 6, Drift, Up)]);
    let five = [5.0, 3.0, 4.0, 5.0, 6.0, 7.0, 2.0, 8.0, 3.0, 7.0, 4.0, 6.0];
    assert!(drawn(&five).1.is_empty());
    let falling: Vec<f64> = drift.iter().map(|figure| -figure).collect();
    assert_eq!(drawn(&falling).1, [signal(1, 6, Drift, Down)]);
    // A month without a number ends no row; two equal ones do.
    let gap = [5.0, 3.0, 4.0, 5.0, f64::NAN, 6.0, 7.0, 8.0, 2.0, 8.0, 3.0, 7.0, 4.0, 6.0];
    assert_eq!(drawn(&gap).1, [signal(1, 7, Drift, Up)]);
    let equal = [5.0, 3.0, 4.0, 5.0, 5.0, 6.0, 7.0, 2.0, 8.0, 3.0, 7.0, 4.0, 6.0];
    assert!(drawn(&equal).1.is_empty());
}

/// By plain loops: a point is in a shift if some eight in a row around it are on its side, and so for a drift.
#[test]
fn agrees_with_plain_loops() {
    const SEED: u64 = 73;
    let mut random = Random(SEED);
    for _ in 0..400 {
        let count = 12 + random.below(30);
        let mut level = 0.0;
        let figures: Vec<f64> = (0..count)
            .map(|_| {
                level += float(random.below(3)) - 1.0;
                level + float(random.below(4))
            })
            .collect();
        let (limits, signals) = drawn(&figures);
        let inside = |rule: SignalRule, place: usize| {
            signals.iter().any(|signal| signal.rule == rule && signal.first <= place && place <= signal.last)
        };
        let starts = |place: usize, length: usize| {
            (place.saturating_sub(length - 1)..=place)
                .filter(move |start| start + length <= usize::try_from(count).unwrap())
        };
        for place in 0..figures.len() {
            let beyond = figures[place] > limits.upper || figures[place] < limits.lower;
            assert_eq!(beyond, inside(SignalRule::Beyond, place), "seed {SEED}: {figures:?} {place}");
            let shift = starts(place, 8).any(|start| {
                let eight = &figures[start..start + 8];
                eight.iter().all(|figure| *figure > limits.mean) || eight.iter().all(|figure| *figure < limits.mean)
            });
            assert_eq!(shift, inside(SignalRule::Shift, place), "seed {SEED}: {figures:?} {place}");
            let drift = starts(place, 6).any(|start| {
                let six = &figures[start..start + 6];
                (1..6).all(|at| six[at] > six[at - 1]) || (1..6).all(|at| six[at] < six[at - 1])
            });
            assert_eq!(drift, inside(SignalRule::Drift, place), "seed {SEED}: {figures:?} {place}");
        }
    }
}

/// What chance alone does to normal figures, as the documentation says it: 4, 12 and 20 of 100 series.
#[test]
fn signals_of_nothing_are_as_frequent_as_it_says() {
    const SEED: u64 = 97;
    let mut random = Random(SEED);
    for (count, expected) in [(12, 60..110), (24, 200..290), (36, 350..460)] {
        let normal = |random: &mut Random| {
            (-2.0 * (1.0 - random.unit()).ln()).sqrt() * (std::f64::consts::TAU * random.unit()).cos()
        };
        let mut found = 0;
        for _ in 0..2_000 {
            let figures: Vec<f64> = (0..count).map(|_| normal(&mut random)).collect();
            found += u32::from(!drawn(&figures).1.is_empty());
        }
        assert!(expected.contains(&found), "seed {SEED}: {count} points, {found} of 2,000");
    }
}

#[test]
fn phases_need_their_own_points() {
    let figures: Vec<f64> = (0..40).map(|month| f64::from(month % 5)).collect();
    let at = |first: usize| Break { first, reason: format!("reason {first}") };
    let found = phases(&figures, &[at(25), at(12), at(40), at(99)]);
    let shape: Vec<_> = found.iter().map(|phase| (phase.first, phase.places, phase.reason.as_deref())).collect();
    assert_eq!(shape, [(0, 12, None), (12, 13, Some("reason 12")), (25, 15, Some("reason 25"))]);
    assert!(found.iter().all(|phase| matches!(phase.chart, Chart::Drawn { .. })));
    let found = phases(&figures, &[at(0), at(11), at(30)]);
    let short: Vec<_> = found.iter().map(|phase| phase.chart == Chart::TooShort).collect();
    assert_eq!(short, [true, false, true]);
    assert_eq!(found[0].reason.as_deref(), Some("reason 0"));
    // The limits of a phase are those of its points alone.
    let alone = phases(&figures[11..30], &[]);
    match (&alone[0].chart, &found[1].chart) {
        (Chart::Drawn { limits: alone, .. }, Chart::Drawn { limits: within, .. }) => assert_eq!(alone, within),
        other => panic!("{other:?}"),
    }
}

#[test]
fn ends_on_any_input() {
    let empty = phases(&[], &[Break { first: 0, reason: String::new() }]);
    assert!(empty.iter().all(|phase| phase.places == 0 && phase.chart == Chart::TooShort));
    assert_eq!(phases(&[f64::NAN; 30], &[])[0].chart, Chart::TooShort);
    assert_eq!(phases(&[f64::MAX; 30], &[])[0].chart, Chart::TooShort);
    assert!(drawn(&[3.0; 30]).1.is_empty());
    let far = Break { first: usize::MAX, reason: String::new() };
    assert_eq!(phases(&[1.0; 12], &[far]).len(), 1);
}
