//! The demo's bundle in `reports/demo/` is what the program makes, byte for byte.

use std::path::PathBuf;

use crate::harness::{Folder, files_below};

fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("reports/demo/2025-aar")
}

#[test]
fn demo_gives_the_golden_bundle_and_twice_the_same() {
    let folder = Folder::new();
    let first = folder.run(&["demo"]);
    assert_eq!(first.code, 0, "{first:?}");
    let made = folder.files("demo/reports/2025-aar");
    assert!(made.contains_key("aarsrapport-2025.xlsx") && made.contains_key("figurer/K1.svg"));
    if std::env::var_os("TRYGGTALL_GOLDEN").is_some_and(|value| value == "overwrite") {
        let _ = std::fs::remove_dir_all(golden());
        for (path, bytes) in &made {
            let path = golden().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
    let expected = files_below(&golden());
    let names = |files: &std::collections::BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&made), names(&expected), "the bundle holds other files than reports/demo/2025-aar");
    for (path, bytes) in &made {
        assert!(bytes == &expected[path], "{path} differs from reports/demo/2025-aar/{path}");
    }
    let size: usize = made.values().map(Vec::len).sum();
    // Some 120 charts, each as SVG and as PNG at 300 dpi, and again in the draft and on the page.
    assert!(size < 18_000_000, "{size} bytes");

    let second = folder.run(&["demo"]);
    assert_eq!((second.code, &second.stdout), (0, &first.stdout));
    assert!(folder.files("demo/reports/2025-aar") == made, "two runs differ");
}

#[test]
fn the_summary_says_where_every_row_went() {
    let folder = Folder::new();
    let ran = folder.run(&["demo", "eksempel"]);
    let line = ran.stdout.lines().find(|line| line.starts_with("Lest:")).unwrap().replace('\u{a0}', "");
    let numbers: Vec<u64> =
        line.split(|letter: char| !letter.is_ascii_digit()).filter_map(|it| it.parse().ok()).collect();
    let [files, rows, used, excluded, rejected] = numbers[..] else { panic!("{line}") };
    assert_eq!(rows, used + excluded + rejected);
    assert_eq!(files, 77);
    let readme = include_str!("../README.md").replace('\u{a0}', " ");
    for line in ran.stdout.replace('\u{a0}', " ").lines().filter(|line| {
        line.contains(" = ") || line.contains("skjermet") || line.starts_with("Funn:") || line.starts_with("Hovedfunn:")
    }) {
        assert!(readme.contains(line), "the README shows another summary than: {line}");
    }
    assert!(ran.stdout.contains("eksempel/reports/2025-aar/aarsrapport-2025.xlsx"), "{}", ran.stdout);
}
