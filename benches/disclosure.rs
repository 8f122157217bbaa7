//! How long does disclosure control of linked cells take, elimination, attack, repair and pruning included?
//!
//! Run with `cargo bench --bench disclosure`. Quote the medians, and the machine. First the demo's tables through
//! `protect`, and the audit of its finished report. Then tables with all their margins, filled with reports that fall more
//! often in some categories than in others, so that many cells hold one to four.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints what it measured")]

#[path = "../src/disclosure/tests/cube.rs"]
mod cube;

use std::path::Path;
use std::time::Instant;

use tryggtall::acquire::{acquire, snapshots};
use tryggtall::audit::audit;
use tryggtall::check::{Checked, Expectation, SourceMaps, check};
use tryggtall::compute::{Detail, Indicators, ReferenceRole, Region, Request, compute};
use tryggtall::disclosure::{self, Outcome, Policy, withhold};
use tryggtall::plan::Plan;
use tryggtall::privacy::PseudonymKey;
use tryggtall::protect::{Before, Heading, Quality, protect};
use tryggtall::units::{Audience, Window};

const ROUNDS: usize = 3;
const YEAR: i32 = 2025;

fn main() {
    demo();
    many();
}

/// The demo's tables, without the changes since its baseline, and its finished report.
fn demo() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (plan, _) = Plan::read(&root.join("data/demo")).unwrap();
    let maps = SourceMaps::built_in().unwrap();
    let indicators = Indicators::built_in(&maps).unwrap();
    let (heading, request) = asked(&plan);
    let checked = checked(&root.join("data/demo"), &plan, &maps);
    let (mut times, mut of_audit) = (Vec::new(), Vec::new());
    let mut cells = (0, 0);
    for _ in 0..ROUNDS {
        let (aggregates, _) = compute(&checked, &maps, &indicators, &request);
        let quality =
            Quality { accounts: Vec::new(), concealed_accounts: 0, findings: Vec::new(), concealed_findings: 0 };
        let start = Instant::now();
        let publishable = protect(aggregates, heading.clone(), quality, &Before::default()).unwrap();
        times.push(start.elapsed().as_secs_f64());
        cells = (publishable.protection().cells, publishable.protection().withheld);
        let start = Instant::now();
        let report = audit(&root.join("reports/demo/2025-aar"), &[]).unwrap();
        of_audit.push(start.elapsed().as_secs_f64());
        assert!(report.clean);
    }
    println!("the demo's {} cells: {} withheld, median of {ROUNDS} {:5.2} s", cells.0, cells.1, median(&mut times));
    println!("the audit of the demo's report, median of {ROUNDS} {:5.2} s", median(&mut of_audit));
}

/// What the demo's plan asks for.
fn asked(plan: &Plan) -> (Heading, Request) {
    let detail = Detail { age_groups: plan.aldersgrupper.groups.clone(), coarsening: plan.coarsening() };
    let windows = plan.windows_for(Window::Aar, YEAR).unwrap();
    let region = |code: &str, role| Region { code: code.to_owned(), name: code.to_owned(), role };
    let request = Request {
        year: YEAR,
        window: Window::Aar,
        windows,
        detail: detail.clone(),
        regions: vec![
            region(&plan.sammenlikning.county, ReferenceRole::County),
            region(&plan.sammenlikning.country, ReferenceRole::Country),
        ],
        invited: plan.undersokelser.clone(),
        cooperation: None,
        reporting_date: None,
    };
    let heading = Heading {
        municipality: plan.municipality(),
        municipality_name: plan.kommune.name.clone(),
        year: YEAR,
        window: Window::Aar,
        windows,
        reporting_date: None,
        audience: Audience::Offentlig,
        policy: plan.personvern.policy(),
        threshold_reason: plan.personvern.reason.clone(),
        detail,
        synthetic: plan.rapport.synthetic,
    };
    (heading, request)
}

fn checked(root: &Path, plan: &Plan, maps: &SourceMaps) -> Checked {
    let (municipality, linking) = (plan.municipality(), plan.linking());
    let key = PseudonymKey::new(&[7; 32]);
    let expected = Expectation { linking: linking.as_ref(), ..Expectation::new(&municipality, YEAR, &key) };
    check(acquire(&snapshots(root).unwrap(), &maps.vocabulary()).unwrap(), maps, &expected).unwrap()
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Tables of 1 350 and of 13 759 cells.
fn many() {
    let (small, large) = (&[8, 9, 14][..], &[10, 11, 12, 7][..]);
    for (sizes, reports) in [(small, 1_500), (small, 6_000), (large, 3_000), (large, 30_000)] {
        let model = cube::linked(sizes, reports);
        let mut times = Vec::new();
        let mut withheld = Vec::new();
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let outcome = withhold(&model, &Policy::default());
            times.push(start.elapsed().as_secs_f64());
            let Outcome::Clean(clean) = outcome else { panic!("refused: {outcome:?}") };
            assert!(withheld.is_empty() || withheld == clean.cells, "the pattern depends on the run");
            withheld = clean.cells;
        }
        println!(
            "{:6} cells, {reports:6} reports: {:5} withheld, median of {ROUNDS} {:7.2} s",
            model.len(),
            withheld.len(),
            median(&mut times),
        );
    }
}
