//! A bundle that was published, read back: what its manifest says and the rows of its figures, nothing but what its
//! readers have seen. What a last report says and what earlier reports show are both made from it.

use std::collections::BTreeMap;

use csv::StringRecord;
use serde_json::Value;

use crate::acquire::FileRecord;
use crate::protect::{Row, Shown};

/// What of a bundle is read.
pub(crate) const FILES: [&str; 2] = ["manifest.json", "data/indikatorer.csv"];

/// The columns that are read, in the order of the fields of [`TidyRow`].
const COLUMNS: [&str; 12] = [
    "indikator",
    "kommune",
    "aar",
    "fordeling",
    "verdi",
    "teller",
    "nevner",
    "enhet",
    "nedre",
    "ovre",
    "referanse_verdi",
    "status",
];

/// Why a bundle cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It is none, or not as one is written.
    NotOurs,
    /// Its figures are not those that its manifest speaks of.
    Changed,
    /// It was written before there was a column that is read today.
    Older,
}

/// What a bundle says of itself.
#[derive(Debug)]
pub(crate) struct Manifest {
    said: Value,
    record: FileRecord,
}

impl Manifest {
    /// None where it is not one of this program's.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let said: Value = serde_json::from_slice(bytes).ok()?;
        let manifest = Self { said, record: FileRecord::of(FILES[0], bytes) };
        (manifest.text("/tool/name") == Some(env!("CARGO_PKG_NAME"))).then_some(manifest)
    }

    /// What stands at a pointer, where it is text.
    pub(crate) fn text(&self, pointer: &str) -> Option<&str> {
        self.said.pointer(pointer).and_then(Value::as_str)
    }

    /// The bundle, with the bytes of its figures.
    pub(crate) fn with_rows(self, tidy: &[u8]) -> Result<ReadBack, Unread> {
        let record = FileRecord::of(FILES[1], tidy);
        let mut outputs = self.said["outputs"].as_array().ok_or(Unread::NotOurs)?.iter();
        let listed = outputs.find(|output| output["path"] == FILES[1]);
        if listed.is_none_or(|listed| listed["sha256"] != record.sha256.as_str()) {
            return Err(Unread::Changed);
        }
        let mut reader = csv::ReaderBuilder::new().from_reader(tidy);
        let headers = reader.headers().map_err(|_| Unread::NotOurs)?.clone();
        let place = |name: &str| headers.iter().position(|header| header == name);
        let mut places = [0; COLUMNS.len()];
        for (at, name) in places.iter_mut().zip(COLUMNS) {
            *at = place(name).ok_or(Unread::Older)?;
        }
        let records = reader.records().collect::<Result<_, _>>().map_err(|_| Unread::NotOurs)?;
        Ok(ReadBack { manifest: self, tidy: record, places, records })
    }
}

/// A bundle that was read back.
#[derive(Debug)]
pub(crate) struct ReadBack {
    manifest: Manifest,
    tidy: FileRecord,
    places: [usize; COLUMNS.len()],
    records: Vec<StringRecord>,
}

impl ReadBack {
    /// The bundle with these bytes as its [`FILES`].
    pub(crate) fn parse(manifest: &[u8], tidy: &[u8]) -> Result<Self, Unread> {
        Manifest::parse(manifest).ok_or(Unread::NotOurs)?.with_rows(tidy)
    }

    /// What stands at a pointer of the manifest, where it is text.
    pub(crate) fn text(&self, pointer: &str) -> Option<&str> {
        self.manifest.text(pointer)
    }

    /// All that the manifest says.
    pub(crate) fn said(&self) -> &Value {
        &self.manifest.said
    }

    /// The window of each year, as the manifest lists them; none where it does not.
    pub(crate) fn windows(&self) -> Option<&[Value]> {
        self.said()["windows"].as_array().map(Vec::as_slice)
    }

    /// The id of the window that it is about.
    pub(crate) fn window(&self) -> Option<&str> {
        self.windows()?.last()?["window"].as_str()
    }

    /// The definition of each measure as a hash.
    pub(crate) fn definitions(&self) -> BTreeMap<String, String> {
        let definitions = self.said()["definitions"].as_object().into_iter().flatten();
        definitions.filter_map(|(id, hash)| Some((id.clone(), hash.as_str()?.to_owned()))).collect()
    }

    /// The figures, row by row.
    pub(crate) fn rows(&self) -> impl Iterator<Item = TidyRow<'_>> {
        self.records.iter().map(|record| {
            let fields = self.places.map(|at| record.get(at).unwrap_or_default());
            let [measure, place, year, breakdown, value, numerator, denominator, unit, lower, upper, beside, status] =
                fields;
            let counts = (numerator.parse().ok(), denominator.parse().ok());
            TidyRow { measure, place, year, breakdown, value, counts, unit, limits: (lower, upper), beside, status }
        })
    }

    /// The records of its files, under the name of its folder.
    pub(crate) fn files(&self, folder: &str) -> [FileRecord; 2] {
        let named = |record: &FileRecord| FileRecord { path: format!("{folder}/{}", record.path), ..record.clone() };
        [named(&self.manifest.record), named(&self.tidy)]
    }
}

/// A row of the figures, as it is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TidyRow<'a> {
    /// Measure id.
    pub(crate) measure: &'a str,
    /// Number of the municipality, or id of the region.
    pub(crate) place: &'a str,
    /// The year.
    pub(crate) year: &'a str,
    /// `dimension=code`; empty for the total.
    pub(crate) breakdown: &'a str,
    /// As printed.
    pub(crate) value: &'a str,
    /// Numerator and denominator.
    pub(crate) counts: (Option<u64>, Option<u64>),
    /// Id of the unit.
    pub(crate) unit: &'a str,
    /// Limits of the interval.
    pub(crate) limits: (&'a str, &'a str),
    /// The figure that it is set beside.
    pub(crate) beside: &'a str,
    /// A mark where it is no figure.
    pub(crate) status: &'a str,
}

impl TidyRow<'_> {
    /// The figure, as exact as what is printed lets it be; none where it is no figure.
    pub(crate) fn shown(&self) -> Option<Shown> {
        Row { value: self.value, counts: self.counts, limits: self.limits }.shown(self.unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = "K4,3418,2024,,72,72,,antall,,,,";

    fn read(header: &str) -> Result<ReadBack, Unread> {
        let tidy = format!("{header}\n{ROW}\n");
        let hash = FileRecord::of("", tidy.as_bytes()).sha256;
        let manifest = serde_json::json!({
            "tool": { "name": env!("CARGO_PKG_NAME") },
            "outputs": [{ "path": FILES[1], "sha256": hash }],
        });
        ReadBack::parse(manifest.to_string().as_bytes(), tidy.as_bytes())
    }

    #[test]
    fn rows_are_read_by_the_names_of_their_columns() {
        let bundle = read(&COLUMNS.join(",")).unwrap();
        let rows: Vec<_> = bundle.rows().collect();
        assert_eq!((rows.len(), rows[0].measure, rows[0].counts), (1, "K4", (Some(72), None)));
        assert_eq!(rows[0].shown().map(|shown| shown.value), Some(72.0));
    }

    /// Its hash is right, so nobody has changed it.
    #[test]
    fn a_bundle_without_a_column_of_today_is_older() {
        for column in COLUMNS {
            let header = COLUMNS.map(|name| if name == column { "noe_annet" } else { name }).join(",");
            assert_eq!(read(&header).unwrap_err(), Unread::Older, "{column}");
        }
    }

    #[test]
    fn what_is_not_as_written_is_not_ours() {
        for manifest in ["", "[1]", "{}", "{\"tool\":{\"name\":\"tryggtall\"}}"] {
            assert_eq!(ReadBack::parse(manifest.as_bytes(), b"").unwrap_err(), Unread::NotOurs, "{manifest}");
        }
        assert_eq!(read(&format!("{},ekstra", COLUMNS.join(","))).unwrap_err(), Unread::NotOurs);
    }
}
