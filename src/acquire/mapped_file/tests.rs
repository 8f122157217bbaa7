use super::super::{DefinitionFile, ReferenceMaps, Snapshot, acquire};
use super::*;

const HEDMARK: &str = r#"title = "Barn med barnevernstiltak 2018, etter kommune i Hedmark"
source = "Statistisk sentralbyrå"
licence = "NLOD"

[file]
names = ["barnev0304*.csv"]
region = "region"
year_is = 2018
regions = { "Heile landet" = "EAK", "Hedmark i alt" = "EKA04" }

[[figure]]
indicator = "tiltak-0-22"
unit = "per-1000"
context = true
value = "des31_per1000_0_22"
numerator = "des31_ialt"
"#;

fn acquired(name: &str, map: &str, csv: &str) -> Acquired {
    let file = DefinitionFile { path: "reference/kart.toml".into(), bytes: map.into() };
    let vocabulary = Vocabulary::default().with_references(ReferenceMaps::for_project(&[file]).unwrap());
    acquire(&[Snapshot::held(format!("reference/{name}"), None, csv.as_bytes())], &vocabulary).unwrap()
}

fn rows(table: &RawTable) -> Vec<String> {
    let cells = |row| (0..table.header.len()).map(|column| table.cell(row, column)).collect::<Vec<_>>().join(";");
    (0..table.rows()).map(cells).collect()
}

/// Statistics Norway's figures for 2018: children 0–22 years with measures at the year's end per 1,000.
#[test]
fn the_real_figures_of_2018_come_out() {
    let read = acquired(
        "barnev0304_2018_hedmark.csv",
        HEDMARK,
        include_str!("../../../tests/fixtures/ssb/barnev0304_2018_hedmark.csv"),
    );
    assert!(read.findings.is_empty(), "{:?}", read.findings);
    let [table] = read.tables.as_slice() else { panic!("{}", read.tables.len()) };
    let found = rows(table);
    for expected in
        ["EAK;tiltak-0-22;2018;26.8;39043;", "EKA04;tiltak-0-22;2018;28.8;1423;", "0425;tiltak-0-22;2018;49.1;77;"]
    {
        assert!(found.iter().any(|row| row == expected), "{expected}: {found:?}");
    }
    assert_eq!((table.rows(), table.asides.as_slice()), (24, &[(26, Aside::Note)][..]));
    assert_eq!(table.records(), 26, "the header, the rows and the note about the source");
}

const HEALTH: &str = r#"title = "Trivsel"
source = "Folkehelseinstituttet"
licence = "CC BY 4.0"

[file]
names = ["folkehelse*.csv"]
region = "GEO"
year = "AAR"
decimal = "komma"
marks = { "-" = ".", "skjult" = ":" }

[[figure]]
indicator = "trivsel"
unit = "prosent"
context = true
value = "RATE"
numerator = "TELLER"
denominator = "NEVNER"
where = { KJONN = "0" }

[[figure]]
indicator = "trivsel-gutter"
unit = "prosent"
context = true
value = "RATE"
where = { KJONN = "1" }
"#;

#[test]
fn each_figure_takes_its_rows_and_accounts_for_the_others() {
    let csv = "Folkehelsa\n\nGEO;AAR;KJONN;TELLER;NEVNER;RATE\n34;2025;0;1.234;10.000;12,3\n\
               3418;2025;0;:;:;:\n3418;2025;1;-;12;skjult\n0;2025;0;9;10;90.5\n0;2025;0;9\n";
    let read = acquired("folkehelse-2025.csv", HEALTH, csv);
    assert!(read.findings.is_empty(), "{:?}", read.findings);
    let [all, boys] = read.tables.as_slice() else { panic!("{}", read.tables.len()) };
    assert_eq!(
        rows(all),
        [
            "EKA34;trivsel;2025;12.3;1234;10000",
            "3418;trivsel;2025;:;:;:",
            // A point where the map says comma is no number.
            "EAK;trivsel;2025;90.5?;9;10",
        ]
    );
    assert_eq!(rows(boys), ["3418;trivsel-gutter;2025;:;;"]);
    assert_eq!(all.asides, [(6, Aside::OtherCategory)]);
    assert_eq!((all.faults.len(), boys.faults.len(), boys.asides.len()), (1, 1, 3));
    assert_eq!((all.records(), boys.records()), (8, 8));
    assert_eq!(all.origin.sheet.as_deref(), Some("trivsel"));
}

#[test]
fn a_file_without_the_columns_of_its_map_is_counted_and_refused() {
    let read = acquired("folkehelse.csv", HEALTH, "GEO;AAR;TELLER;RATE\n34;2025;1;2\n");
    let lacking: Vec<Rule> = read.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(lacking, [Rule::MissingColumn; 2], "KJONN and NEVNER, each once");
    assert_eq!(read.unread.iter().map(|(_, records, blank)| (*records, *blank)).collect::<Vec<_>>(), [(2, 0)]);
    assert!(acquired("folkehelse.csv", HEALTH, "navn;adresse\na;b\n").unread.len() == 1);
    assert_eq!(acquired("folkehelse.csv", HEALTH, "\n\n").findings[0].rule, Rule::EmptyFile);
}
