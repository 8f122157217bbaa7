//! The audit of finished bundles: the demo's is clean, and whatever is put back into one is found.

mod cases;
mod documents;
mod people;
mod random;
mod tampering;

use std::io::{Read, Write};
use std::path::Path;
use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use crate::harness::{Folder, Ran, files_below};

const BOOK: &str = "aarsrapport-2025.xlsx";

/// The demo's bundle, made once.
fn demo() -> &'static Path {
    static DEMO: OnceLock<Folder> = OnceLock::new();
    static PATH: OnceLock<std::path::PathBuf> = OnceLock::new();
    let folder = DEMO.get_or_init(|| {
        let folder = Folder::new();
        assert_eq!(folder.run(&["demo"]).code, 0);
        folder
    });
    PATH.get_or_init(|| folder.path().join("demo/reports/2025-aar"))
}

/// A copy of the demo's bundle in which files may be changed.
struct Copy(Folder);

impl Copy {
    fn new() -> Self {
        let folder = Folder::new();
        for (path, bytes) in files_below(demo()) {
            folder.file(&format!("b/{path}"), bytes);
        }
        Self(folder)
    }

    fn read(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.0.path().join("b").join(path)).unwrap()
    }

    /// Changes a file and the manifest with it, as somebody careful would.
    fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        self.0.file(&format!("b/{path}"), &bytes);
        let mut manifest: serde_json::Value = serde_json::from_slice(&self.read("manifest.json")).unwrap();
        let hash: String = Sha256::digest(bytes.as_ref()).iter().map(|byte| format!("{byte:02x}")).collect();
        let outputs = manifest["outputs"].as_array_mut().unwrap();
        outputs.retain(|output| output["path"] != path);
        outputs.push(serde_json::json!({ "path": path, "sha256": hash, "bytes": bytes.as_ref().len() }));
        self.0.file("b/manifest.json", serde_json::to_string_pretty(&manifest).unwrap());
    }

    fn change(&self, path: &str, change: impl Fn(String) -> String) {
        let before = String::from_utf8(self.read(path)).unwrap();
        let after = change(before.clone());
        assert!(before != after, "nothing was changed in {path}");
        self.put(path, after);
    }

    /// Changes one part of the workbook.
    fn change_part(&self, part: &str, change: impl Fn(String) -> String) {
        let mut parts = parts(&self.read(BOOK));
        let place = parts.iter().position(|(name, _)| name == part).unwrap();
        let after = change(String::from_utf8(parts[place].1.clone()).unwrap());
        assert!(after.as_bytes() != parts[place].1, "nothing was changed in {part}");
        parts[place].1 = after.into_bytes();
        self.put(BOOK, zipped(&parts));
    }

    fn add_part(&self, part: &str, content: &str) {
        let mut parts = parts(&self.read(BOOK));
        parts.push((part.to_owned(), content.as_bytes().to_vec()));
        self.put(BOOK, zipped(&parts));
    }

    fn run(&self) -> Ran {
        self.0.run(&["audit", "b", "--format", "json"])
    }

    /// What is found of one kind; the exit code must say so too.
    fn found(&self, kind: &str) -> Vec<serde_json::Value> {
        let ran = self.run();
        assert_eq!(ran.code, 1, "{ran:?}");
        let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(report["clean"], false);
        report[kind].as_array().unwrap().clone()
    }
}

fn parts(book: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let count = archive.len();
    let part = |place| {
        let mut part = archive.by_index(place).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        (part.name().unwrap().into_owned(), content)
    };
    (0..count).map(part).collect()
}

fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn the_demo_is_clean() {
    let folder = Folder::new();
    let path = demo().display().to_string();
    let ran = folder.run(&["audit", &path, "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(demo().join("manifest.json")).unwrap()).unwrap();
    assert_eq!([&report["cells"], &report["withheld"]], ["cells", "withheld"].map(|it| &manifest["protection"][it]));
    for kind in ["exact", "narrow", "hash_mismatches", "identifiers", "unexplained", "unreadable"] {
        assert_eq!(report[kind].as_array().map(Vec::len), Some(0), "{kind}");
    }
    let text = folder.run(&["audit", &path]);
    assert!(text.code == 0 && text.stdout.contains("Ingen ting funnet"), "{text:?}");
    let both = folder.run(&["audit", &path, "--earlier", &path]);
    assert_eq!(both.code, 0, "beside itself: {}", both.stdout);
}

#[test]
fn what_is_no_bundle_is_said() {
    let folder = Folder::new();
    folder.file("tom/x/y.txt", "");
    folder.file("annen/manifest.json", "{\"name\": \"noe annet\"}");
    folder.file("tekst/manifest.json", "ikke json");
    folder.file("eldre/manifest.json", "{\"tool\": {\"name\": \"tryggtall\"}, \"outputs\": []}");
    for name in ["tom", "annen", "tekst", "eldre"] {
        assert_eq!(folder.run(&["audit", name]).code, 2, "{name}");
    }
    for name in ["finnes-ikke", "tekst/manifest.json"] {
        assert_eq!(folder.run(&["audit", name]).code, 3, "{name}");
    }
    assert_eq!(folder.run(&["audit"]).code, 2);
}
