//! How fast are exports read, with every check made? Rows of `bekymringsmelding` through `acquire` and `check`, side by
//! side in one run with the `csv` crate reading the same bytes and checking nothing.
//!
//! Run with `cargo bench`. Quote the ratio and the medians, and the machine; `ROWS=1000000 cargo bench` for more rows.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints what it measured")]

use std::fmt::Write;
use std::time::{Duration, Instant};

use tryggtall::acquire::{Snapshot, acquire};
use tryggtall::check::{Expectation, RejectedRows, SourceMaps, check};
use tryggtall::units::MunicipalityCode;

const ROUNDS: usize = 5;

fn main() {
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
    let file =
        Snapshot { path: "exports/2025/bekymringsmelding.csv".to_owned(), year: Some(2025), bytes: bytes.to_owned() };
    let municipality = MunicipalityCode::parse("3418").unwrap();
    let key = tryggtall::privacy::PseudonymKey::new(&[7; 32]);
    let expected =
        Expectation { municipality: &municipality, year: 2025, rejected_rows: RejectedRows::Stop, key: &key };
    let checked = check(acquire(&[file], &maps.vocabulary()), maps, &expected);
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
