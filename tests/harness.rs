//! A project in a temporary folder, and the program run in it.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// A folder that is removed when the test is done.
pub struct Folder(PathBuf);

const PREFIX: &str = "tryggtall-test-";

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        static SWEPT: Once = Once::new();
        SWEPT.call_once(sweep);
        // A process gets the number of an earlier one again: the folder must be new, not merely there.
        let path = loop {
            let name = format!("{PREFIX}{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
            let path = std::env::temp_dir().join(name);
            match fs::create_dir(&path) {
                Ok(()) => break path,
                Err(error) => assert_eq!(error.kind(), ErrorKind::AlreadyExists, "{}: {error}", path.display()),
            }
        };
        Self(path)
    }

    /// A project for Åsnes without any exports.
    pub fn project() -> Self {
        let folder = Self::new();
        folder.file("plan.toml", "[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n");
        folder
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file, and the folders above it.
    pub fn file(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Runs the program in the folder.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, &[])
    }

    /// Runs the program in the folder with environment variables of its own.
    pub fn run_with(&self, arguments: &[&str], variables: &[(&str, &Path)]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_tryggtall"))
            .args(arguments)
            .current_dir(&self.0)
            // No font, locale or home of the machine may matter.
            .env_clear()
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        Ran {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Every file below a folder with its bytes.
    pub fn files(&self, below: &str) -> BTreeMap<String, Vec<u8>> {
        files_below(&self.0.join(below))
    }

    /// The tidy data of a bundle.
    pub fn figures(&self, bundle: &str) -> Figures {
        let text = fs::read_to_string(self.0.join(bundle).join("data/indikatorer.csv")).unwrap();
        Figures::parse(&text)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Removes what tests left that were killed, or that kept a folder in a `static`, which nobody drops.
fn sweep() {
    const HOUR: Duration = Duration::from_secs(3600);
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX)) {
        let changed = entry.metadata().and_then(|it| it.modified()).ok();
        if changed.and_then(|it| it.elapsed().ok()).is_some_and(|age| age > HOUR) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// What a run gave.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Every file below a folder with its bytes.
pub fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// The rows of `indikatorer.csv`, by column name.
pub struct Figures(Vec<BTreeMap<String, String>>);

impl Figures {
    fn parse(text: &str) -> Self {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        Self(reader.deserialize().map(|row| row.unwrap()).collect())
    }

    /// The row of Åsnes (or of the 15F sample's municipality) for a figure.
    pub fn row(&self, indicator: &str, year: i32, breakdown: &str) -> &BTreeMap<String, String> {
        self.find(indicator, year, breakdown).unwrap_or_else(|| panic!("no row {indicator} {year} {breakdown}"))
    }

    pub fn find(&self, indicator: &str, year: i32, breakdown: &str) -> Option<&BTreeMap<String, String>> {
        self.0.iter().find(|row| {
            row["indikator"] == indicator
                && row["aar"] == year.to_string()
                && row["fordeling"] == breakdown
                && !row["kommune"].starts_with('E')
        })
    }

    /// A count, where it is shown.
    pub fn count(&self, indicator: &str, year: i32, breakdown: &str) -> Option<u64> {
        self.row(indicator, year, breakdown)["teller"].parse().ok()
    }

    pub fn rows(&self) -> &[BTreeMap<String, String>] {
        &self.0
    }
}
