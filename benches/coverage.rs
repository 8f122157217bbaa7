//! How often do the 95 % intervals hold the truth, and how many reports in which nothing differs say «higher»?
//!
//! Run with `cargo bench --bench coverage`; `DRAWS=1000000` for more. The seed is fixed: twice the same is twice the
//! same. `tests/coverage.rs` asserts what is printed here, with fewer draws. `docs/methods.md` quotes it.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints what it measured")]
#![expect(unreachable_pub, reason = "shared with the tests")]

#[path = "../tests/random.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod random;
#[path = "../tests/simulation.rs"]
mod simulation;

use random::Random;
use simulation::{
    COUNTS, SHARES, Together, false_reports, newcombe_covers, poisson_at_a_point, poisson_covers, wilson_at_a_point,
    wilson_covers,
};

const SEED: u64 = 1927;

fn main() {
    let draws = std::env::var("DRAWS").ok().and_then(|draws| draws.parse().ok()).unwrap_or(100_000);
    let mut random = Random(SEED);
    println!("seed {SEED}, {draws} draws a line; coverage of 95 % intervals");
    for band @ (n, share) in SHARES {
        let wilson = 100.0 * wilson_covers(&mut random, draws, band);
        let newcombe = 100.0 * newcombe_covers(&mut random, draws, band);
        let of = format!("{:.1}-{:.0} % of {:.0}-{:.0}", 100.0 * share.0, 100.0 * share.1, n.0, n.1);
        println!("{of:24} Wilson {wilson:5.1}   Newcombe {newcombe:5.1}");
    }
    for band in COUNTS {
        let poisson = 100.0 * poisson_covers(&mut random, draws, band);
        println!("{:24} Byar and exact {poisson:5.1}", format!("counts {:.0}-{:.0}", band.0, band.1));
    }
    println!("at single points, without drawing: lowest and highest");
    for n in [20, 50, 100, 300, 1_000, 3_000] {
        let shares = (1..=120).map(|step| f64::from(step) / 200.0);
        println!("{:24} Wilson {}", format!("0.5-60 % of {n}"), ends(shares.map(|share| wilson_at_a_point(n, share))));
    }
    for (low, high) in COUNTS {
        let means = (0..=400).map(|step| low + (high - low) * f64::from(step) / 400.0);
        println!("{:24} Byar and exact {}", format!("counts {low:.0}-{high:.0}"), ends(means.map(poisson_at_a_point)));
    }
    println!("reports of 25 figures in which nothing differs, and that say «higher» of something, of 100");
    for (what, together) in [("independent", Together::Independent), ("in groups of five", Together::InGroups)] {
        let found = false_reports(&mut random, draws / 5, together);
        let [plain, ours, exact] = [found.uncorrected, found.corrected, found.exact].map(|part| 100.0 * part);
        println!(
            "{what:24} uncorrected {plain:.1}   score test corrected {ours:.1}   exact tails corrected {exact:.1}"
        );
    }
}

fn ends(coverages: impl Iterator<Item = f64>) -> String {
    let (low, high) = coverages.fold((1.0_f64, 0.0_f64), |(low, high), next| (low.min(next), high.max(next)));
    format!("{:.1}-{:.1}", 100.0 * low, 100.0 * high)
}
