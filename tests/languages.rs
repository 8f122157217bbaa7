//! Everything that is said can be said in three languages, and no figure goes by which one it is.

use std::collections::BTreeSet;
use std::io::Read;

use tryggtall::lang::{Language, catalogue};

use crate::harness::Folder;

const BUNDLE: &str = "demo/reports/2025-aar";
const STEM: &str = "demo/reports/2025-aar/aarsrapport-2025";

fn demo(language: Language) -> Folder {
    let folder = Folder::new();
    let ran = folder.run(&["demo", "--lang", language.id()]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    folder
}

fn part(folder: &Folder, file: &str, part: &str) -> String {
    let bytes = std::fs::read(folder.path().join(file)).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(part).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// What a reader of the page meets: its text without tags, each on a line of its own.
fn words_of(page: &str) -> String {
    let body = &page[page.find("<body").unwrap()..page.rfind("<script").unwrap()];
    let text: String =
        body.split('<').filter_map(|piece| Some(piece.split_once('>')?.1)).collect::<Vec<_>>().join("\n");
    text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'")
}

/// Sentences of bokmål that the language has in other words.
fn foreign(language: Language) -> BTreeSet<&'static str> {
    let ours: BTreeSet<&str> = catalogue(language).values().map(String::as_str).collect();
    let is_foreign = |text: &&str| !text.contains('{') && text.split_whitespace().count() > 2 && !ours.contains(*text);
    catalogue(Language::Bokmaal).values().map(String::as_str).filter(is_foreign).collect()
}

#[test]
fn the_report_says_the_same_in_every_language() {
    let bokmaal = demo(Language::Bokmaal);
    let figures = |folder: &Folder| std::fs::read(folder.path().join(BUNDLE).join("data/indikatorer.csv")).unwrap();
    for language in [Language::Nynorsk, Language::English] {
        let folder = demo(language);
        assert_eq!(figures(&folder), figures(&bokmaal), "{language:?}");
        let audit = folder.run(&["audit", BUNDLE]);
        assert_eq!(audit.code, 0, "{language:?}: {}", audit.stdout);

        let page = std::fs::read_to_string(folder.path().join(format!("{STEM}.html"))).unwrap();
        assert!(page.contains(&format!("<html lang=\"{}\">", language.id())));
        let words = words_of(&page);
        let left: Vec<_> = foreign(language).into_iter().filter(|text| words.contains(*text)).collect();
        assert!(left.is_empty(), "{language:?}: {left:?}");

        let tag = language.tag();
        for (file, inner) in [("docx", "docProps/core.xml"), ("xlsx", "docProps/core.xml")] {
            let core = part(&folder, &format!("{STEM}.{file}"), inner);
            assert!(core.contains(&format!("<dc:language>{tag}</dc:language>")), "{file}: {core}");
        }
        assert!(
            part(&folder, &format!("{STEM}.docx"), "word/styles.xml").contains(&format!("<w:lang w:val=\"{tag}\""))
        );
        let chart = std::fs::read_to_string(folder.path().join(BUNDLE).join("figurer/K1.svg")).unwrap();
        assert!(chart.contains(&format!("xml:lang=\"{}\"", language.id())));
    }
}

#[test]
fn numbers_are_written_as_in_the_language() {
    let page = |language| {
        let folder = demo(language);
        words_of(&std::fs::read_to_string(folder.path().join(format!("{STEM}.html"))).unwrap())
    };
    let decimals = |text: &str, mark: char| {
        let letters: Vec<char> = text.chars().collect();
        letters.windows(3).filter(|it| it[0].is_ascii_digit() && it[1] == mark && it[2].is_ascii_digit()).count()
    };
    let (nynorsk, english) = (page(Language::Nynorsk), page(Language::English));
    assert!(decimals(&nynorsk, ',') > 1000, "{}", decimals(&nynorsk, ','));
    assert!(decimals(&english, '.') > 1000 && decimals(&english, ',') == 0, "{}", decimals(&english, ','));
}

/// The plan's language is that of the report; what is typed goes before it.
#[test]
fn the_plan_and_the_command_line_choose() {
    let folder = Folder::new();
    let plan = "[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n[rapport]\nsprak = \"nn\"\n";
    folder.file("plan.toml", plan);
    folder.file("exports/2025/henvendelse.csv", "dato;til;fra\n03.02.2025;ledande helsesjukepleiar;Skule\n");
    let said = |arguments: &[&str]| {
        let ran = folder.run(arguments);
        format!("{}{}", ran.stdout, ran.stderr)
    };
    assert!(said(&["check", "--aar", "2025"]).contains("uleselege"), "{}", said(&["check", "--aar", "2025"]));
    assert!(said(&["check", "--aar", "2025", "--lang", "en"]).contains("unreadable"));
    assert!(said(&["--lang=nb", "check", "--aar", "2025"]).contains("uleselige"));
    assert!(said(&["--help", "--lang", "en"]).contains("annual report"), "{}", said(&["--help", "--lang", "en"]));

    let ran = folder.run(&["check", "--lang", "sv"]);
    assert!(ran.code == 2 && ran.stderr.contains("nb") && ran.stderr.contains("nn"), "{ran:?}");
    folder.file("plan.toml", plan.replace("\"nn\"", "\"svensk\""));
    let ran = folder.run(&["check", "--aar", "2025"]);
    assert!(ran.code == 2 && ran.stderr.contains("svensk") && ran.stderr.contains("nb"), "{ran:?}");
}

/// What is read does not go by the language of the report: a label in any of them is known in all of them.
#[test]
fn labels_in_every_language_are_read_in_every_language() {
    let rows = "03.02.2025;ledende helsesykepleier;Skole\n04.02.2025;ledende helsesykepleier;Skule\n\
                05.02.2025;ledende helsesykepleier;School\n";
    for language in Language::ALL {
        let folder = Folder::project();
        folder.file("exports/2025/henvendelse.csv", format!("dato;til;fra\n{rows}"));
        let ran = folder.run(&["check", "--aar", "2025", "--format", "json", "--lang", language.id()]);
        let said: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(said["account"][0]["used"], 3, "{language:?}: {}", ran.stdout);
    }
}
