//! How fast are exports read, with every check made? Rows of `bekymringsmelding` through `acquire` and `check`, side by
//! side in one run with the `csv` crate reading the same bytes and checking nothing.
//!
//! Run with `cargo bench`. Quote the ratio and the medians, and the machine; `ROWS=1000000 cargo bench` for more rows.
//! With a file as its argument it reads that one, once: `benches/peers/compare.py` sets it beside its peers.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints what it measured")]

use std::fmt::Write;
use std::time::{Duration, Instant};

use tryggtall::acquire::{Snapshot, acquire, snapshots};
use tryggtall::check::{Expectation, SourceMaps, check};
use tryggtall::units::MunicipalityCode;

const ROUNDS: usize = 5;

fn main() {
    // `cargo bench` adds `--bench`.
    if let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) {
        return read_one(&path);
    }
    let rows = std::env::var("ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(200_000);
    let bytes = export(rows).into_bytes();
    let maps = SourceMaps::built_in().unwrap();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(timed(|| assert_eq!(read_and_check(&bytes, &maps), rows)));
        theirs.push(timed(|| assert_eq!(read_with_the_csv_crate(&bytes), rows)));
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!("{rows} rows, {} kB, median of {ROUNDS}", bytes.len() / 1000);
    println!("acquire + check   {:8.1} ms", ours * 1e3);
    println!("csv crate         {:8.1} ms", theirs * 1e3);
    println!("ratio             {:8.2}", ours / theirs);
}

/// Reads one file and says, for another program, how many rows count and how long it took: finding, hashing, reading and
/// checking it, as a report does.
fn read_one(path: &str) {
    let maps = SourceMaps::built_in().unwrap();
    let start = Instant::now();
    let project = std::env::temp_dir().join(format!("tryggtall-bench-{}", std::process::id()));
    let folder = project.join("exports/2025");
    std::fs::create_dir_all(&folder).unwrap();
    std::os::unix::fs::symlink(std::fs::canonicalize(path).unwrap(), folder.join("bekymringsmelding.csv")).unwrap();
    let files = snapshots(&project).unwrap();
    let bytes = files[0].record().unwrap().bytes;
    let rows = rows_that_count(&files, &maps);
    let seconds = start.elapsed().as_secs_f64();
    std::fs::remove_dir_all(&project).unwrap();
    println!("{{\"rows\": {rows}, \"seconds\": {seconds}, \"bytes\": {bytes}}}");
}

fn export(rows: usize) -> String {
    let senders = ["skole", "nav|politi", "foresatte", "helsestasjon"];
    let mut text = String::from("melding_id;barn_id;mottatt;melder;fodselsdato;kjonn;konkludert\n");
    for row in 0..rows {
        let (month, day) = (1 + row % 12, 1 + row % 28);
        let _ = writeln!(
            text,
            "M{row};B{};{day:02}.{month:02}.2025;{};{day:02}.{month:02}.{};jente;{day:02}.{month:02}.2025",
            row % 100_000,
            senders[row % 4],
            2008 + row % 17,
        );
    }
    text
}

fn read_and_check(bytes: &[u8], maps: &SourceMaps) -> usize {
    rows_that_count(&[Snapshot::held("exports/2025/bekymringsmelding.csv", Some(2025), bytes)], maps)
}

fn rows_that_count(files: &[Snapshot], maps: &SourceMaps) -> usize {
    let municipality = MunicipalityCode::parse("3418").unwrap();
    let key = tryggtall::privacy::PseudonymKey::new(&[7; 32]);
    let expected = Expectation::new(&municipality, 2025, &key);
    let checked = check(acquire(files, &maps.vocabulary()).unwrap(), maps, &expected).unwrap();
    checked.source("bekymringsmelding").unwrap().rows()
}

fn read_with_the_csv_crate(bytes: &[u8]) -> usize {
    csv::ReaderBuilder::new().delimiter(b';').from_reader(bytes).into_records().map(Result::unwrap).count()
}

fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}
