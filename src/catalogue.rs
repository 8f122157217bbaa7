//! The built-in catalogue (`data/catalogue/`), embedded in the binary.

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use serde::de::DeserializeOwned;

static CATALOGUE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/catalogue");

/// The files of a folder with the given extension, as (stem, text), sorted by name.
pub(crate) fn files(folder: &str, extension: &str) -> Vec<(&'static str, &'static str)> {
    let files = CATALOGUE.get_dir(folder).into_iter().flat_map(Dir::files);
    let mut found: Vec<_> = files
        .filter(|file| file.path().extension().is_some_and(|found| found == extension))
        .filter_map(|file| Some((file.path().file_stem()?.to_str()?, file.contents_utf8()?)))
        .collect();
    found.sort_unstable();
    found
}

/// The measures of the built-in indicators, as far as `T` reads them.
pub(crate) fn measures<T: DeserializeOwned>() -> Vec<T> {
    #[derive(Deserialize)]
    #[serde(bound = "T: DeserializeOwned")]
    struct Definition<T> {
        #[serde(default = "Vec::new")]
        measure: Vec<T>,
    }
    let definitions = files("indicators", "toml").into_iter().filter_map(|(_, text)| toml::from_str(text).ok());
    definitions.flat_map(|definition: Definition<T>| definition.measure).collect()
}

/// Whether a measure is a built-in one.
pub(crate) fn is_measure(id: &str) -> bool {
    static IDS: std::sync::OnceLock<std::collections::BTreeSet<String>> = std::sync::OnceLock::new();
    #[derive(Deserialize)]
    struct Measure {
        id: String,
    }
    IDS.get_or_init(|| measures().into_iter().map(|Measure { id }| id).collect()).contains(id)
}

/// Every file of the catalogue as (path, bytes), sorted by path: what the catalogue's hash is taken over.
pub(crate) fn all_files() -> Vec<(String, &'static [u8])> {
    fn walk(folder: &Dir<'static>, found: &mut Vec<(String, &'static [u8])>) {
        found.extend(folder.files().map(|file| (file.path().to_string_lossy().replace('\\', "/"), file.contents())));
        folder.dirs().for_each(|inner| walk(inner, found));
    }
    let mut found = Vec::new();
    walk(&CATALOGUE, &mut found);
    found.sort_unstable();
    found
}
