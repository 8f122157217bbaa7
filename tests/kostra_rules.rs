//! Statistics Norway's own test files give the findings that its control specification says, at the right lines.

use std::sync::OnceLock;

use tryggtall::acquire::{Acquired, Snapshot, acquire_with};
use tryggtall::check::{Examiner, Expectation, SourceMaps, check};
use tryggtall::diagnostic::{Finding, Severity};
use tryggtall::units::MunicipalityCode;

use crate::harness::Folder;

/// The form read and examined, in its folder's year.
pub fn examine(bytes: &[u8], year: i32, municipality: &str) -> (Acquired, Vec<Finding>) {
    static MAPS: OnceLock<SourceMaps> = OnceLock::new();
    let maps = MAPS.get_or_init(|| SourceMaps::built_in().unwrap());
    let code = MunicipalityCode::parse(municipality).unwrap();
    let mut examiner = Examiner::new(&code);
    let file = Snapshot::held(format!("exports/{year}/15F.xml"), Some(year), bytes);
    let acquired = acquire_with(&[file], &maps.vocabulary(), &mut examiner).unwrap();
    (acquired, examiner.into_findings())
}

/// Lines and rules, sorted.
fn said(bytes: &[u8], year: i32, municipality: &str) -> Vec<(u32, &'static str)> {
    let (acquired, findings) = examine(bytes, year, municipality);
    assert!(acquired.findings.is_empty(), "{:?}", acquired.findings);
    let mut said: Vec<_> = findings.iter().map(|it| (it.place.line.unwrap(), it.rule.id())).collect();
    said.sort_unstable();
    said
}

/// One line of the lists below: the line of the element, and the rules it breaks.
fn listed(list: &str) -> Vec<(u32, String)> {
    let mut all = Vec::new();
    for line in list.lines().filter(|line| !line.trim().is_empty()) {
        let (number, rules) = line.trim().split_once(' ').unwrap();
        all.extend(rules.split(' ').map(|rule| (number.parse().unwrap(), format!("15F-{rule}"))));
    }
    all.sort();
    all
}

fn agrees(bytes: &[u8], year: i32, municipality: &str, list: &str) {
    let said: Vec<(u32, String)> =
        said(bytes, year, municipality).into_iter().map(|(line, rule)| (line, rule.to_owned())).collect();
    assert_eq!(said, listed(list));
}

/// Written from the file and the specification. The journal number of each child says which rule it is there for.
///
/// Four rules are named in it and not broken: `Individ K 02d` has an end date, `Individ K 07` got a synthetic identity
/// number that makes it 25, `Plan K 2b` is no rule any more, and the measures for `Tiltak K 4` and `Lovhjemmel K 2` and
/// `K 3` are under `Lov="1"`, which makes them no care measures but breaks `Tiltak K 24`.
const FAULTS: &str = "
5 I02a I06
7 I02b I06
9 I02b I06
11 I03 I11 I12
15 I04
19 I04
23 I05
27 I05
31 I06
35 T24
42 I08
46 I11
53 M02a
60 M02c
67 M02d
75 M02e
82 M03
89 M04
95 M05
103 MR02
112 SI02
113 SI02
122 U02a
132 U02b
142 U02c
152 U02d
162 U02e
172 U03
180 U04
188 U07
196 U08
206 VG02
207 VG02
214 P02a
222 P02c
226 P02d
230 P02e
235 T02a T24
242 T02b T24
249 T02c T24
256 T02d T24
263 T02e T24
270 T24
274 T24
278 T24
285 T05 T24
292 T06 T24
299 T07 T24
306 T24
309 T08
314 T09 T24
318 T09 T24
322 T24
330 T24
333 T08
335 T24
338 T08
340 T24
343 T08
348 T24
355 T24
362 T24
372 T24
373 L04
376 T24
377 L04";

#[test]
fn the_file_with_one_fault_for_each_rule() {
    agrees(include_bytes!("fixtures/Testfil_04_FEIL_2020_15F_for_3401.xml"), 2020, "3401", FAULTS);
}

/// What Statistics Norway calls right, breaks none of its rules; one investigation took longer than the act allows.
#[test]
fn the_file_without_faults() {
    let bytes = include_bytes!("fixtures/Testfil_21_OK_2020_15F_for_3401.xml");
    agrees(bytes, 2020, "3401", "58 FRIST");
    let (_, findings) = examine(bytes, 2020, "3401");
    assert!(findings.iter().all(|finding| finding.severity == Severity::Warning));
}

#[test]
fn the_file_with_a_sender_without_code() {
    let bytes = include_bytes!("fixtures/Testfil_05_FEIL_2020_15F_for_3401_feil_i_melding_mangler_kode.xml");
    agrees(bytes, 2020, "3401", "6 M04");
}

/// The DUF number in it is not one, and the investigation took four months.
#[test]
fn the_file_with_all_fields_is_read_whole() {
    let bytes = include_bytes!("fixtures/testfile_all_fields_set.xml");
    agrees(bytes, 2020, "0301", "4 I19\n15 FRIST");
    let (acquired, _) = examine(bytes, 2020, "0301");
    let rows: Vec<_> = acquired.tables.iter().map(|table| (table.origin.source.as_str(), table.rows())).collect();
    assert_eq!(rows, [("bekymringsmelding", 1), ("undersokelse", 1), ("barnevernstiltak", 1)]);
    let maps = SourceMaps::built_in().unwrap();
    let municipality = MunicipalityCode::parse("0301").unwrap();
    let key = tryggtall::privacy::PseudonymKey::new(&[7; 32]);
    let expected = Expectation::new(&municipality, 2020, &key);
    let checked = check(acquired, &maps, &expected).unwrap();
    assert!(!checked.stops_publication(), "{:?}", checked.findings);
    assert_eq!(checked.accounts.iter().map(|account| account.used).collect::<Vec<_>>(), [1, 1, 1]);
}

/// A sender with nothing filled in: said by its own rules, and the rows are another's (`C027`).
#[test]
fn the_file_with_an_empty_sender() {
    let bytes = include_bytes!("fixtures/Testfil_01_FEIL_2020_15F_ugyldig_xml.xml");
    agrees(bytes, 2020, "3401", "3 A02 A03 A04 A06");
    let folder = Folder::new();
    folder.file("plan.toml", "[kommune]\nnummer = \"3401\"\nnavn = \"X\"\n");
    folder.file("exports/2020/15F.xml", bytes);
    let ran = folder.run(&["check", "-C", ".", "--aar", "2020"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stdout.contains("C027") && ran.stdout.contains("15F-A04"), "{ran:?}");
}

/// The rules' findings are warnings, rows are rejected by the general rules alone, and nothing of a child is repeated.
#[test]
fn findings_say_no_value_and_reject_no_row() {
    let folder = Folder::new();
    folder.file("plan.toml", "[kommune]\nnummer = \"3401\"\nnavn = \"X\"\n");
    folder.file("exports/2020/15F.xml", include_bytes!("fixtures/Testfil_04_FEIL_2020_15F_for_3401.xml"));
    let ran = folder.run(&["check", "-C", ".", "--aar", "2020", "--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let findings = said["findings"].as_array().unwrap();
    let of_forms = findings.iter().filter(|finding| finding["id"].as_str().unwrap().starts_with("15F-"));
    assert!(of_forms.clone().count() > 80);
    assert!(of_forms.clone().all(|finding| finding["severity"] == "warning"));
    for secret in ["03811199248", "Meldingskontroll", "Individ K", "2020-01-10", "T22"] {
        assert!(!ran.stdout.contains(secret), "{secret}");
    }
    let late = of_forms.clone().find(|finding| finding["id"] == "15F-M03").unwrap();
    let expected = late["expected"].as_str().unwrap();
    assert!(expected.contains("7 dager") && expected.contains("8 dager"), "{expected}");
    assert_eq!((&late["line"], &late["field"]), (&82.into(), &"Melding/@SluttDato".into()));
    assert!(late["action"].as_str().unwrap().contains("linje 80"), "the child's own line: {late}");
}

/// How many reports were late is what «within the deadline» may withhold: the public edition does not say it.
#[test]
fn the_public_edition_counts_no_findings_about_children() {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo/exports/2025/barnevern/15F_2025_3418.xml");
    let folder = Folder::project();
    folder.file("exports/2025/15F.xml", std::fs::read(path).unwrap());
    let shown = |audience: &str, mark: &str| {
        let ran = folder.run(&["report", "-C", ".", "--aar", "2025", "--audience", audience]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let path = folder.path().join(format!("reports/2025-aar{mark}/aarsrapport-2025{mark}.xlsx"));
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
        let sheet = calamine::Reader::worksheet_range(&mut book, "Funn").unwrap();
        sheet.used_cells().map(|(_, _, cell)| format!("{cell}\n")).collect::<String>()
    };
    let internal = shown("intern", "-intern");
    let public = shown("offentlig", "");
    assert!(internal.contains("15F-M03") && internal.contains("15F-FRIST"), "{internal}");
    assert!(!public.contains("15F-M03") && !public.contains("15F-FRIST"), "{public}");
    assert!(public.contains("2 slag funn"), "{public}");
}

/// The bytes decide what is read; a declaration that says something else is said.
#[test]
fn a_declaration_that_disagrees_with_the_bytes_is_said() {
    let xml =
        "<Barnevern><Avgiver Versjon=\"2025\" Kommunenummer=\"3418\" Kommunenavn=\"Åsnes\"/><Individ/></Barnevern>";
    let utf8 = xml.as_bytes().to_vec();
    let latin1: Vec<u8> = xml.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    for (why, declared, bytes, expected) in [
        ("Latin-1 as declared", "ISO-8859-1", &latin1, false),
        ("UTF-8 as declared", "UTF-8", &utf8, false),
        ("UTF-8 declared as Latin-1", "ISO-8859-1", &utf8, true),
        ("Latin-1 declared as UTF-8", "UTF-8", &latin1, true),
    ] {
        let mut file = format!("<?xml version=\"1.0\" encoding=\"{declared}\"?>\n").into_bytes();
        file.extend_from_slice(bytes);
        let (acquired, _) = examine(&file, 2025, "3418");
        let is_said = acquired.findings.iter().any(|finding| finding.rule.id() == "15F-TEGNSETT");
        assert_eq!((is_said, acquired.tables.len()), (expected, 3), "{why}");
    }
}

/// A file that turns out to be broken says so, and nothing of what stood before the break.
#[test]
fn a_broken_file_gives_no_findings_of_its_children() {
    let xml = "<Barnevern><Avgiver Versjon=\"2025\" Kommunenummer=\"3418\"/><Individ/><Individ>";
    let (acquired, findings) = examine(xml.as_bytes(), 2025, "3418");
    assert_eq!(acquired.findings.iter().map(|finding| finding.rule.id()).collect::<Vec<_>>(), ["C001"]);
    assert!(findings.is_empty());
}
