//! A project in memory, and what the product makes of it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use tryggtall::acquire::{Snapshot, acquire};
use tryggtall::check::{Expectation, Linking, SourceMaps, check};
use tryggtall::compute::{Aggregates, Detail, Indicators, Request, compute};
use tryggtall::privacy::PseudonymKey;
use tryggtall::units::{MunicipalityCode, Window};
use tryggtall::windows::Windows;

use super::random::{Random, day};

/// The folders that may be there. 2024 is a leap year.
pub const YEARS: [i32; 3] = [2023, 2024, 2025];
pub const REPORTED: i32 = 2025;
pub const WINDOWS: [Window; 3] = [Window::Aar, Window::Mai, Window::September];
const AGE_GROUPS: [(i64, i64); 3] = [(0, 5), (6, 12), (13, 17)];

/// First and last day of a window; written down here and not asked of the product.
pub fn days_of(window: Window, year: i32) -> (NaiveDate, NaiveDate) {
    let last = match window {
        Window::Mai => day(year, 4, 30),
        Window::September => day(year, 8, 31),
        _ => day(year, 12, 31),
    };
    (day(year, 1, 1), last)
}

/// Files, and what the plan says.
#[derive(Default, Clone)]
pub struct Project {
    files: Vec<(String, Option<i32>, String)>,
    delivered: BTreeSet<i32>,
    invited: BTreeMap<String, BTreeMap<i32, u64>>,
    reporting_date: Option<NaiveDate>,
    linking: Option<Linking>,
}

/// The definitions of the product, read once.
pub struct Catalogue {
    pub maps: SourceMaps,
    pub indicators: Indicators,
}

impl Catalogue {
    pub fn new() -> Self {
        let maps = SourceMaps::built_in().unwrap();
        let indicators = Indicators::built_in(&maps).unwrap();
        Self { maps, indicators }
    }
}

impl Project {
    pub fn judged_on(reporting_date: Option<NaiveDate>) -> Self {
        Self { reporting_date, ..Self::default() }
    }

    /// Whose children are looked up in each other.
    pub fn linked(linking: Linking) -> Self {
        Self { linking: Some(linking), ..Self::default() }
    }

    /// How many were asked to answer a survey, by year.
    pub fn ask(&mut self, survey: &str, invited: &BTreeMap<i32, u64>) {
        self.invited.insert(survey.to_owned(), invited.clone());
    }

    pub fn export<T: Clone>(
        &mut self,
        path: &str,
        folder: &Folder<T>,
        header: &str,
        cells: impl Fn(&T) -> Vec<String>,
    ) {
        let lines: String = folder.written.iter().map(|row| cells(row).join(";") + "\n").collect();
        let year = folder.year;
        self.files.push((format!("exports/{year}/{path}"), Some(year), format!("{header}\n{lines}")));
        self.delivered.extend(folder.is_delivered().then_some(year));
    }

    /// A file of `reference/`.
    pub fn reference(&mut self, name: &str, text: &str) {
        self.files.push((format!("reference/{name}.csv"), None, text.to_owned()));
    }

    /// From the first folder with a file that says something to the year reported.
    pub fn years(&self) -> Vec<i32> {
        let first = self.delivered.first().copied().unwrap_or(REPORTED);
        (first..=REPORTED).collect()
    }

    pub fn compute(&self, catalogue: &Catalogue, window: Window) -> Aggregates {
        let snapshot =
            |(path, year, text): &(String, Option<i32>, String)| Snapshot::held(path.clone(), *year, text.as_bytes());
        let files: Vec<Snapshot> = self.files.iter().map(snapshot).collect();
        let (municipality, key) = (MunicipalityCode::parse("3418").unwrap(), PseudonymKey::new(&[7; 32]));
        let expected =
            Expectation { linking: self.linking.as_ref(), ..Expectation::new(&municipality, REPORTED, &key) };
        let acquired = acquire(&files, &catalogue.maps.vocabulary()).unwrap();
        let checked = check(acquired, &catalogue.maps, &expected).unwrap();
        assert!(checked.accounts.iter().all(tryggtall::check::RowAccount::balances));
        let request = Request {
            year: REPORTED,
            window,
            windows: Windows::default(),
            detail: Detail { age_groups: AGE_GROUPS.to_vec(), ..Detail::default() },
            regions: Vec::new(),
            invited: self.invited.clone(),
            cooperation: None,
            reporting_date: self.reporting_date,
        };
        compute(&checked, &catalogue.maps, &catalogue.indicators, &request).0
    }
}

impl std::fmt::Display for Project {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (path, _, text) in &self.files {
            writeln!(f, "--- {path}\n{text}")?;
        }
        writeln!(f, "invited {:?}, reporting date {:?}", self.invited, self.reporting_date)
    }
}

/// The rows of one folder: as they are written, and those of them that count.
#[derive(Clone)]
pub struct Folder<T> {
    pub year: i32,
    pub written: Vec<T>,
    pub counted: Vec<T>,
}

impl<T: Clone> Folder<T> {
    /// Rows with a key: some stand twice and count once, some are said twice and differently and count not at all.
    pub fn keyed(
        random: &mut Random,
        year: i32,
        rows: Vec<T>,
        counts: impl Fn(&T) -> bool,
        other: impl Fn(&mut Random, &T) -> Option<T>,
    ) -> Self {
        let (mut written, mut counted) = (Vec::new(), Vec::new());
        let last = rows.len().saturating_sub(1);
        for (place, row) in rows.into_iter().enumerate() {
            written.push(row.clone());
            let contradicted = if place < last && random.one_in(15) { other(random, &row) } else { None };
            match contradicted {
                Some(other) => written.push(other),
                None => counted.extend(counts(&row).then(|| row.clone())),
            }
            if random.one_in(12) {
                written.push(row);
            }
        }
        Self { year, written, counted }
    }

    /// A file without rows says that there is nothing; one whose rows all belong elsewhere says nothing of the year.
    fn is_delivered(&self) -> bool {
        self.written.is_empty() || !self.counted.is_empty()
    }
}

/// The folder of a year, if the source has one.
pub fn folder<T: Clone>(folders: &[Folder<T>], year: i32) -> Option<&Folder<T>> {
    folders.iter().find(|folder| folder.year == year && folder.is_delivered())
}

/// Folders of some of the years.
pub fn folders<T>(random: &mut Random, mut make: impl FnMut(&mut Random, i32) -> Folder<T>) -> Vec<Folder<T>> {
    let mut folders = Vec::new();
    for year in YEARS {
        if !random.one_in(7) {
            folders.push(make(random, year));
        }
    }
    folders
}
