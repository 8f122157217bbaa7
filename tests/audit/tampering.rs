//! Each way to put a withheld figure back, or to break a bundle.

use super::{BOOK, Copy, demo, parts, zipped};
use crate::harness::Folder;

/// A number of nobody: the synthetic population's.
const NUMBER: &str = "05811575838";

/// A withheld row of the year reported: a category with fewer than the threshold.
const WITHHELD: &str = "E1,3418,2025,aar,fra=ppt,";

/// The sheet of E1, and the row of a category that is withheld in 2025.
fn sheet_of_e1(copy: &Copy) -> (String, String) {
    let parts = parts(&copy.read(BOOK));
    let is_e1 = |content: &str| content.contains("<dimension ref=\"A1:I");
    let texts = parts.iter().find(|(name, _)| name == "xl/sharedStrings.xml").unwrap().1.clone();
    let texts = String::from_utf8(texts).unwrap();
    let mark = texts.split("<si>").skip(1).position(|text| text.starts_with("<t>:</t>")).unwrap();
    let sheet = parts
        .iter()
        .filter(|(name, _)| name == "xl/worksheets/sheet7.xml")
        .find(|(_, content)| is_e1(std::str::from_utf8(content).unwrap()))
        .unwrap();
    (sheet.0.clone(), format!(" t=\"s\"><v>{mark}</v></c></row>"))
}

#[test]
fn a_number_in_the_data_is_found() {
    let copy = Copy::new();
    copy.change("data/indikatorer.csv", |csv| {
        let line = csv.lines().find(|line| line.starts_with(WITHHELD)).unwrap().to_owned();
        assert!(line.ends_with(':'), "{line}");
        csv.replace(&line, &format!("{WITHHELD}3,3,,antall,,,,,,"))
    });
    let found = copy.found("exact");
    assert!(found.iter().any(|leak| leak["fordeling"] == "fra=ppt" && leak["how"] == "small-shown"), "{found:?}");
    // Beside the mark that it is withheld.
    let copy = Copy::new();
    copy.change("data/indikatorer.csv", |csv| csv.replacen(&format!("{WITHHELD},"), &format!("{WITHHELD}3,"), 1));
    let found = copy.found("exact");
    assert!(found.iter().any(|leak| leak["fordeling"] == "fra=ppt" && leak["how"] == "printed"), "{found:?}");
    assert!(!copy.run().stdout.contains("\"detail\": \"3"), "what it is, is not said");
}

/// Every withheld category of a line but one is shown again: the total gives the last one back.
#[test]
fn a_line_that_gives_a_cell_back_is_found() {
    let copy = Copy::new();
    copy.change("data/indikatorer.csv", |csv| {
        let is_hidden = |line: &&str| line.starts_with("E1,3418,2025,aar,fra=") && line.ends_with(':');
        let hidden: Vec<String> = csv.lines().filter(is_hidden).map(str::to_owned).collect();
        // Eleven stand behind the four marks.
        assert_eq!(hidden.len(), 4);
        hidden.iter().skip(1).zip([5, 0, 0]).fold(csv, |csv, (line, count)| {
            let head = line.split(",,").next().unwrap();
            csv.replace(line, &format!("{head},{count},{count},,antall,,,,,,"))
        })
    });
    let found = copy.found("exact");
    assert!(found.iter().any(|leak| leak["indikator"] == "E1" && leak["how"] == "arithmetic"), "{found:?}");
}

#[test]
fn a_number_in_a_cell_is_found() {
    let copy = Copy::new();
    let (sheet, mark) = sheet_of_e1(&copy);
    copy.change_part(&sheet, |xml| xml.replacen(&mark, "><v>3</v></c></row>", 1));
    let found = copy.found("exact");
    assert!(found.iter().any(|leak| leak["indikator"] == "E1" && leak["how"] == "printed"), "{found:?}");
}

#[test]
fn hidden_places_of_a_workbook_are_found() {
    let odd = |copy: &Copy| copy.found("unexplained");
    let has = |found: &[serde_json::Value], problem: &str| found.iter().any(|odd| odd["problem"] == problem);

    let copy = Copy::new();
    copy.change_part("xl/workbook.xml", |xml| {
        xml.replacen("<sheet name=\"E1\"", "<sheet state=\"veryHidden\" name=\"E1\"", 1)
    });
    assert!(has(&odd(&copy), "hidden-sheet"));

    let copy = Copy::new();
    copy.change_part("xl/worksheets/sheet7.xml", |xml| xml.replacen("<row r=\"9\"", "<row hidden=\"1\" r=\"9\"", 1));
    assert!(has(&odd(&copy), "hidden-row"));

    let copy = Copy::new();
    copy.add_part("xl/comments1.xml", "<comments><t>tre fra PPT: 3</t></comments>");
    assert!(has(&odd(&copy), "comment"));

    let copy = Copy::new();
    let name = "<definedNames><definedName name=\"ppt\">3</definedName>";
    copy.change_part("xl/workbook.xml", |xml| xml.replacen("<definedNames>", name, 1));
    assert!(has(&odd(&copy), "defined-name"));

    let copy = Copy::new();
    copy.change_part("docProps/core.xml", |xml| xml.replacen("Årsrapport 2025", "Årsrapport 2025, 3 fra PPT", 1));
    assert!(has(&odd(&copy), "number"));

    let copy = Copy::new();
    let cache = "<c:chart><c:numRef><c:f>'E1'!$E$9:$I$9</c:f><c:numCache><c:pt idx=\"4\"><c:v>3</c:v></c:pt></c:numCache>\
                 </c:numRef></c:chart>";
    copy.add_part("xl/charts/chart900.xml", cache);
    let report = copy.run();
    assert!(report.code == 1 && report.stdout.contains("chart900.xml"), "{}", report.stdout);
}

#[test]
fn numbers_and_bars_in_a_chart_are_found() {
    const CHART: &str = "figurer/E1-fra.svg";
    let chart = if demo().join(CHART).is_file() { CHART } else { "figurer/E3-fra.svg" };
    let bar = "<rect x=\"66.6\" y=\"53.4\" width=\"40\" height=\"11\" fill=\"#12436d\"/></svg>";
    let whisker = "<line x1=\"66.6\" y1=\"53.4\" x2=\"90\" y2=\"53.4\" stroke=\"#1f1f1f\" stroke-width=\"1.1\"/></svg>";
    for (why, from, to) in [
        ("a text", "</svg>", "<text x=\"1\" y=\"1\">3</text></svg>"),
        ("white text", "</svg>", "<text fill=\"#ffffff\" x=\"1\" y=\"1\">PPT 3</text></svg>"),
        ("the description", "</desc>", " PPT har 3.</desc>"),
        ("an attribute", "</svg>", "<line data-verdi=\"3\" x1=\"1\" x2=\"2\" y1=\"1\" y2=\"1\"/></svg>"),
        ("a comment", "</svg>", "<!-- 3 --></svg>"),
        ("a bar", "</svg>", bar),
        ("an interval", "</svg>", whisker),
    ] {
        let copy = Copy::new();
        copy.change(chart, |svg| svg.replacen(from, to, 1));
        let found = copy.found("unexplained");
        assert!(found.iter().any(|odd| odd["file"] == chart), "{why}: {found:?}");
    }
    let copy = Copy::new();
    let png = chart.replace("svg", "png");
    let pixels = copy.read(&png);
    copy.put(&png, [&pixels[..], b"PPT 3"].concat());
    assert!(!copy.found("unexplained").is_empty(), "after the end of a picture");
}

#[test]
fn other_files_and_changed_bytes_are_found() {
    let copy = Copy::new();
    copy.0.file("b/figurer/.skjult.txt", "3");
    let found = copy.found("hash_mismatches");
    assert_eq!((&found[0]["file"], &found[0]["problem"]), (&"figurer/.skjult.txt".into(), &"not-listed".into()));

    let copy = Copy::new();
    let mut svg = copy.read("figurer/K1.svg");
    svg.push(b' ');
    copy.0.file("b/figurer/K1.svg", svg);
    assert_eq!(copy.found("hash_mismatches")[0]["problem"], "changed");

    let copy = Copy::new();
    std::fs::remove_file(copy.0.path().join("b/figurer/K1.png")).unwrap();
    assert_eq!(copy.found("hash_mismatches")[0]["problem"], "missing");
}

#[test]
fn identity_numbers_are_found_in_every_kind_of_file() {
    type Put = (&'static str, fn(&Copy));
    let put: [Put; 6] = [
        ("data/indikatorer.csv", |copy| {
            copy.change("data/indikatorer.csv", |csv| csv.replacen("E1,", &format!("{NUMBER},"), 1));
        }),
        ("figurer/K1.svg", |copy| {
            copy.change("figurer/K1.svg", |svg| svg.replacen("</desc>", &format!(" {NUMBER}</desc>"), 1));
        }),
        ("figurer/K1.png", |copy| {
            copy.put("figurer/K1.png", [&copy.read("figurer/K1.png")[..], NUMBER.as_bytes()].concat());
        }),
        ("aarsrapport-2025.xlsx!docProps/core.xml", |copy| {
            copy.change_part("docProps/core.xml", |xml| {
                xml.replacen("Årsrapport", &format!("058115 {}", &NUMBER[6..]), 1)
            });
        }),
        ("rapport.html", |copy| copy.put("rapport.html", format!("<p data-x='{NUMBER}'>"))),
        ("aarsrapport-2025.docx!word/document.xml", |copy| {
            let part = ("word/document.xml".to_owned(), format!("<w><t>{NUMBER}</t></w>").into_bytes());
            copy.put("aarsrapport-2025.docx", zipped(&[part]));
        }),
    ];
    for (file, put) in put {
        let copy = Copy::new();
        put(&copy);
        let found = copy.found("identifiers");
        assert!(found.iter().any(|it| it["file"] == file), "{file}: {found:?}");
        assert!(!copy.run().stdout.contains(&NUMBER[6..]), "the number is not repeated");
    }
}

#[test]
fn damaged_and_hostile_files_are_said() {
    let copy = Copy::new();
    let book = copy.read(BOOK);
    copy.put(BOOK, &book[..book.len() / 2]);
    assert_eq!(copy.found("unreadable")[0]["problem"], "damaged");

    // 600 MB of zeros in less than one.
    let copy = Copy::new();
    let zeros = vec![0_u8; 600 << 20];
    copy.put(BOOK, zipped(&[("xl/workbook.xml".to_owned(), zeros)]));
    assert_eq!(copy.found("unreadable")[0]["problem"], "too-large");

    // A gigabyte that takes no room on disk.
    let copy = Copy::new();
    let file = std::fs::File::create(copy.0.path().join("b/figurer/K1.svg")).unwrap();
    file.set_len(1 << 30).unwrap();
    let report = copy.run();
    assert!(report.code == 1 && report.stdout.contains("too-large"), "{}", report.stdout);
}

/// Whatever bytes a bundle holds, the audit ends and says one of its four words.
#[test]
fn a_hundred_altered_bundles_end_well() {
    let files = crate::harness::files_below(demo());
    let names = ["data/indikatorer.csv", "manifest.json", BOOK, "figurer/K1.svg", "figurer/E1.png"];
    let mut state = 20_250_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below.max(1)
    };
    let folder = Folder::new();
    for name in names {
        folder.file(&format!("b/{name}"), &files[name]);
    }
    for round in 0..100 {
        let name = names[random(names.len())];
        let mut bytes = files[name].clone();
        for _ in 0..=random(20) {
            let at = random(bytes.len());
            match random(4) {
                0 => bytes.truncate(at),
                1 => bytes.insert(at, b"0,\n<>:\"/9"[random(9)]),
                _ if at < bytes.len() => bytes[at] = b"0123456789,.:<>/\"&\xFF\x00"[random(20)],
                _ => {}
            }
        }
        folder.file(&format!("b/{name}"), &bytes);
        let ran = folder.run(&["audit", "b"]);
        assert!([0, 1, 2].contains(&ran.code) && !ran.stderr.contains(".rs:"), "round {round}, {name}: {ran:?}");
        folder.file(&format!("b/{name}"), &files[name]);
    }
}
