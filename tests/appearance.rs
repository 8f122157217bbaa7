//! Logo, colours and the order of the chapters: the same in every file, nothing of a foreign file in any of them, and
//! nothing else changed.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use resvg::tiny_skia::{Color, Pixmap};
use tryggtall::plan::Plan;

use crate::harness::{Folder, Ran, files_below};

const BUNDLE: &str = "demo/reports/2025-aar";
const BUNDLE_OF_DEMO: &str = "demo/2025-aar";
const PAGE: &str = "aarsrapport-2025.html";
const DRAFT: &str = "aarsrapport-2025.docx";
const BOOK: &str = "aarsrapport-2025.xlsx";
const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 50\"><metadata>Tegnet av Kari Nordmann</metadata>\
                    <path d=\"M10 0h30v30q-15 30-30 0z\" fill=\"#801650\"/><circle cx=\"80\" cy=\"25\" r=\"20\" fill=\"#f4c425\"/></svg>";
const ORDER: &str = "rekkefolge = [\"nokkeltall\", \"sammenlikning\", \"hovedfunn\"]";

/// The demo with a look of its own.
fn demo(section: &str, files: &[(&str, &[u8])]) -> Folder {
    let folder = Folder::new();
    for (name, bytes) in files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo")) {
        folder.file(&format!("demo/{name}"), bytes);
    }
    let plan = text(&folder.files("demo")["plan.toml"]);
    folder.file("demo/plan.toml", format!("{plan}\n[utseende]\n{section}\n"));
    for (name, bytes) in files {
        folder.file(&format!("demo/{name}"), bytes);
    }
    folder
}

/// The demo's bundle, as `bundle_is_golden` holds it.
fn usual() -> BTreeMap<String, Vec<u8>> {
    files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("reports").join(BUNDLE_OF_DEMO))
}

fn report(folder: &Folder) -> Ran {
    folder.run(&["report", "-C", "demo", "--aar", "2025"])
}

/// A bundle that was made without a complaint, and that the audit has nothing to say of.
fn made(section: &str, files: &[(&str, &[u8])]) -> BTreeMap<String, Vec<u8>> {
    let folder = demo(section, files);
    let ran = report(&folder);
    assert_eq!(ran.code, 0, "{ran:?}");
    let audit = folder.run(&["audit", BUNDLE]);
    assert_eq!(audit.code, 0, "{audit:?}");
    folder.files(BUNDLE)
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let (name, mut content) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut content).unwrap();
        parts.insert(name, content);
    }
    parts
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A photograph of a sign: larger than paper needs, and with notes of who took it.
fn photograph() -> Vec<u8> {
    let mut pixels = Pixmap::new(1_200, 400).unwrap();
    pixels.fill(Color::from_rgba8(128, 22, 80, 255));
    let png = pixels.encode_png().unwrap();
    let note = b"tEXtAuthor\0Kari Nordmann";
    let length = u32::try_from(note.len() - 4).unwrap().to_be_bytes();
    [&png[..33], &length, note, &[0; 4], &png[33..]].concat()
}

/// The headings of the chapters as readers of the two documents meet them.
fn chapters(files: &BTreeMap<String, Vec<u8>>) -> (Vec<String>, Vec<String>) {
    let page = text(&files[PAGE]);
    let of_page = page.split("<h2 id=\"").skip(1).filter_map(|rest| {
        let (id, rest) = rest.split_once('"')?;
        let heading = rest.split_once('>')?.1.split_once('<')?.0;
        id.ends_with("-overskrift").then(|| heading.to_owned())
    });
    let draft = text(&parts(&files[DRAFT])["word/document.xml"]);
    let of_draft = draft.split("\"Heading1\"").skip(1).filter_map(|rest| {
        let words = rest.split_once("<w:t xml:space=\"preserve\">")?.1;
        Some(words.split_once('<')?.0.to_owned())
    });
    (of_page.collect(), of_draft.collect())
}

#[test]
fn chapters_stand_in_the_plan_s_order_in_the_draft_and_on_the_page() {
    let usual = chapters(&usual()).0;
    let (page, draft) = chapters(&made(ORDER, &[]));
    assert_eq!(page, draft);
    assert_eq!(page.len(), usual.len(), "none is left out");
    assert_ne!(page, usual);
    let place = |name: &str| page.iter().position(|heading| heading.contains(name)).unwrap();
    assert!(place("Nøkkeltall") == 0 && place("Sammenlikning") == 1 && place("Hovedfunn") == 2, "{page:?}");
    let rest: Vec<&String> = usual.iter().filter(|heading| !page[..3].contains(heading)).collect();
    assert_eq!(page[3..].iter().collect::<Vec<_>>(), rest, "the others follow as they stood");
}

#[test]
fn the_logo_is_in_all_three_and_nothing_of_its_file_is() {
    for (name, file) in [("logo.svg", LOGO.as_bytes().to_vec()), ("bilder/logo.png", photograph())] {
        let section = format!("logo = \"{name}\"\nlogo_tekst = \"Våpenet til Åsnes & omegn\"");
        let files = made(&section, &[(name, &file)]);
        let (draft, book) = (parts(&files[DRAFT]), parts(&files[BOOK]));
        let logo = &draft["word/media/logo.png"];
        assert_eq!(&book["xl/media/image1.png"], logo);
        let pixels = Pixmap::decode_png(logo).unwrap();
        assert!(pixels.width() <= 709 && pixels.height() <= 295);
        let page = text(&files[PAGE]);
        assert_eq!(page.matches("<img class=\"logo\" src=\"data:image/png;base64,").count(), 1);
        for said in [&page, &text(&draft["word/document.xml"]), &text(&book["xl/drawings/drawing1.xml"])] {
            assert!(said.contains("Våpenet til Åsnes &amp; omegn"), "{name}");
        }
        let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
        let inputs = manifest["inputs"].as_array().unwrap();
        assert!(inputs.iter().any(|input| input["path"] == name && input["bytes"] == file.len()), "{name}");
        let all = files.values().chain(draft.values()).chain(book.values());
        for bytes in all {
            assert!(!bytes.windows(4).any(|four| four == b"Kari" || four == b"tEXt"), "{name}");
        }
        assert_eq!(files, made(&section, &[(name, &file)]), "{name}: the same bytes twice");
    }
    // Without words of its own it is called what the municipality is.
    let files = made("logo = \"logo.svg\"", &[("logo.svg", LOGO.as_bytes())]);
    assert!(text(&files[PAGE]).contains("alt=\"Åsnes kommune\""));
}

#[test]
fn colours_are_the_same_in_every_file() {
    let files = made("farge = \"#00573F\"\nfarge2 = \"#2B7CC1\"", &[]);
    let chart = text(&files["figurer/K1.svg"]);
    assert!(chart.contains("=\"#00573f\"") && !chart.contains("=\"#12436d\""), "{chart}");
    let page = text(&files[PAGE]);
    assert!(page.contains("color: #00573f") && !page.contains("#12436d") && page.contains("=\"#2b7cc1\""));
    let styles = text(&parts(&files[DRAFT])["word/styles.xml"]);
    assert!(styles.contains("w:val=\"00573F\"") && !styles.contains("12436D"));
    let book = parts(&files[BOOK]);
    let native: String =
        book.iter().filter(|(name, _)| name.starts_with("xl/charts/")).map(|(_, it)| text(it)).collect();
    assert!(native.contains("val=\"00573F\"") && native.contains("val=\"2B7CC1\"") && !native.contains("12436D"));
    // Figures are what they were.
    let usual = usual();
    assert_eq!(files["data/indikatorer.csv"], usual["data/indikatorer.csv"]);
    assert!(!text(&usual["manifest.json"]).contains("\"appearance\""));
}

/// An empty section is none.
#[test]
fn a_plan_that_says_nothing_changes_nothing() {
    let usual = usual();
    let mut files = made("", &[]);
    let manifest = text(&files.remove("manifest.json").unwrap());
    let without_plan =
        |text: &str| text.lines().filter(|line| !line.starts_with("  \"plan\"")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(without_plan(&manifest), without_plan(&text(&usual["manifest.json"])));
    for (name, bytes) in &files {
        assert_eq!(Some(bytes), usual.get(name), "{name}");
    }
}

/// Refused with the file and what to do, by every command that reads the plan, and without a report.
#[test]
fn a_file_that_is_no_logo_stops_the_report() {
    let svg = |inside: &str| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inside}<path d=\"M0 0h9v9z\"/></svg>").into_bytes()
    };
    let mut huge = photograph();
    huge[16..20].copy_from_slice(&[0, 1, 0, 0]);
    let truncated = photograph()[..200].to_vec();
    let cases: [(&str, Option<Vec<u8>>, &str); 9] = [
        ("logo.svg", None, "fant ikke"),
        ("logo.svg", Some(svg("<script>alert(1)</script>")), "<script>"),
        ("logo.svg", Some(svg("<image href=\"https://example.org/a.png\"/>")), "<image>"),
        ("logo.svg", Some(svg("<use href=\"../plan.toml#a\"/>")), "href"),
        ("logo.png", Some(huge), "65\u{a0}536"),
        ("logo.png", Some(truncated), "skadet"),
        ("logo.png", Some(b"Dette er ikke en logo".to_vec()), "verken SVG eller PNG"),
        ("logo.png", Some(vec![0; 3 << 20]), "2 MB"),
        ("../logo.svg", Some(LOGO.into()), "prosjektmappen"),
    ];
    for (name, file, said) in cases {
        let held: Vec<(&str, &[u8])> = file.iter().map(|file| (name, file.as_slice())).collect();
        let folder = demo(&format!("logo = \"{name}\""), &held);
        for arguments in [&["report", "-C", "demo", "--aar", "2025"][..], &["katalog", "-C", "demo"]] {
            let ran = folder.run(arguments);
            assert_eq!(ran.code, 2, "{name} {said}: {ran:?}");
            assert!(ran.stderr.contains(said) && ran.stderr.contains("utseende.logo"), "{name} {said}: {}", ran.stderr);
        }
        assert!(folder.files(BUNDLE).is_empty(), "{name} {said}");
    }
}

#[test]
fn colours_and_chapters_that_are_none_are_told_at_once() {
    let folder = demo("farge = \"#F46A25\"\nrekkefolge = [\"omraader\", \"plan\", \"plan\"]", &[]);
    let ran = report(&folder);
    assert_eq!(ran.code, 2, "{ran:?}");
    for said in ["#F46A25", "4,5", "«omraader»", "omrader", "«plan» står to ganger"] {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
    let (_, rest) = ran.stderr.split_once("som holder, er ").unwrap();
    let plan = format!("[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n[utseende]\nfarge = \"{}\"\n", &rest[..7]);
    assert!(Plan::parse(&plan).is_ok(), "{plan}");
}

/// The picture that the manifest names, and no other; colours that a plan could have.
#[test]
fn the_audit_sees_another_picture_and_other_colours() {
    let folder = demo("logo = \"logo.svg\"\nfarge = \"#801650\"", &[("logo.svg", LOGO.as_bytes())]);
    assert_eq!(report(&folder).code, 0);
    let files = folder.files(BUNDLE);
    let change = |file: &str, from: &str, to: &str| {
        let changed = text(&files[file]).replacen(from, to, 1);
        assert_ne!(changed.as_bytes(), files[file], "{file}");
        folder.file(&format!("{BUNDLE}/{file}"), changed);
        let ran = folder.run(&["audit", BUNDLE, "--format", "json"]);
        folder.file(&format!("{BUNDLE}/{file}"), &files[file]);
        let found: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        let odd = found["unexplained"].as_array().unwrap().iter();
        odd.filter_map(|odd| odd["problem"].as_str()).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(change(PAGE, "base64,iVBOR", "base64,iVBOS").contains(&"picture".to_owned()));
    assert!(change(PAGE, "data:image/png;base64,", "data:image/svg+xml;base64,").contains(&"picture".to_owned()));
    assert!(change(PAGE, "</header>", "<img src=\"data:text/html,17345\"></header>").contains(&"number".to_owned()));
    assert!(change("manifest.json", "\"main\": \"#801650\"", "\"main\": \"#FFFFFF\"").contains(&"colours".to_owned()));
    let without = change("manifest.json", "\"main\": \"#801650\"", "\"main\": \"#00573F\"");
    assert!(without.contains(&"colours".to_owned()), "drawn in other colours than it says: {without:?}");
}
