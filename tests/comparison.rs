//! Comparison from the outside: what a report says beside the county, the year before, a target and the last report.

use std::collections::BTreeMap;
use std::fs;

use crate::harness::{Folder, Ran};

type Row = BTreeMap<String, String>;

/// Reports by month and sender: so many on the tenth of each month.
fn reports(folder: &Folder, year: i32, per_month: usize) {
    let mut rows = String::from("melding_id,barn_id,mottatt,melder,innhold,fodselsdato,kjonn,konkludert,konklusjon\n");
    for (number, month) in (1..=12).flat_map(|month| (0..per_month).map(move |n| (n, month))) {
        let id = month * 100 + number;
        rows += &format!("M{id},B{id},{year}-{month:02}-10,skole,,2012-05-01,jente,{year}-{month:02}-12,\n");
    }
    folder.file(&format!("exports/{year}/bekymringsmelding.csv"), rows);
}

fn project(plan: &str) -> Folder {
    let folder = Folder::project();
    folder.file("plan.toml", format!("[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n{plan}"));
    for (year, per_month) in [(2023, 6), (2024, 6), (2025, 11)] {
        reports(&folder, year, per_month);
    }
    folder
}

fn report(folder: &Folder, year: &str, more: &[&str]) -> Ran {
    folder.run(&[&["report", "--aar", year, "--mangelliste", "nei"], more].concat())
}

fn comparisons(folder: &Folder, bundle: &str) -> Vec<Row> {
    let text = fs::read_to_string(folder.path().join(bundle).join("data/sammenlikninger.csv")).unwrap();
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(|row| row.unwrap()).collect()
}

fn one<'r>(rows: &'r [Row], measure: &str, against: &str) -> &'r Row {
    let found = rows.iter().find(|row| row["indikator"] == measure && row["mot"] == against);
    found.unwrap_or_else(|| panic!("no {measure} beside {against} in {rows:#?}"))
}

/// What stands on a sheet, row by row.
fn sheet(folder: &Folder, book: &str, name: &str) -> Vec<String> {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(folder.path().join(book)).unwrap();
    let Ok(range) = calamine::Reader::worksheet_range(&mut book, name) else { return Vec::new() };
    range.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ")).collect()
}

const BOOK: &str = "reports/2025-aar/aarsrapport-2025.xlsx";

#[test]
fn last_year_target_and_direction_are_said() {
    let folder = project("[maal]\nK4 = 200\n[retning]\nK4 = \"ned\"\n");
    let ran = report(&folder, "2025", &[]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let rows = comparisons(&folder, "reports/2025-aar");
    let year = one(&rows, "K4", "aar-2024");
    let said = ["verdi", "mot_verdi", "forskjell", "styrke", "vurdering", "retning"].map(|name| year[name].as_str());
    assert_eq!(said, ["132", "72", "60", "99.8", "hoyere", "darligere"]);
    let target = one(&rows, "K4", "maal");
    assert_eq!([&target["mot_verdi"], &target["vurdering"], &target["retning"]], ["200", "lavere", "bedre"]);
    let found = sheet(&folder, BOOK, "Hovedfunn").join("\n");
    assert!(found.contains("Meldinger: 132 i 2025, opp fra 72 i 2024."), "{found}");
    assert!(found.contains("Etter planen er det dårligere.") && found.contains("Målet er nådd."), "{found}");
}

/// By the definitions: children of a window over inhabitants gather through the year, a share of the reports does not, and
/// none of the reports in time is no empty export.
#[test]
fn a_target_and_a_nought_go_by_what_is_counted() {
    let folder = project("[maal]\nK1 = 50\nK5 = 90\n[retning]\nK1 = \"ned\"\nK5 = \"opp\"\n");
    let ages = (2022..=2026)
        .flat_map(|year| (0..23).map(move |age| format!("3418,{age},jente,{year},20\n3418,{age},gutt,{year},20\n")));
    let population: String = ages.collect();
    folder.file("reference/folkemengde.csv", format!("kommune,alder,kjonn,aar,antall\n{population}"));
    let late = fs::read_to_string(folder.path().join("exports/2025/bekymringsmelding.csv")).unwrap();
    folder.file("exports/2025/bekymringsmelding.csv", late.replace("-12,\n", "-28,\n"));
    let beside_target = |bundle: &str, more: &[&str]| -> Vec<String> {
        assert_eq!(report(&folder, "2025", more).code, 0);
        let rows = comparisons(&folder, bundle);
        let at_target = rows.iter().filter(|row| row["mot"] == "maal");
        at_target.map(|row| ["indikator", "verdi", "vurdering"].map(|it| row[it].as_str()).join(" ")).collect()
    };
    assert_eq!(beside_target("reports/2025-aar", &[]), ["K1 18.3 lavere", "K5 0.0 lavere"]);
    assert_eq!(beside_target("reports/2025-mai", &["--vindu", "mai"]), ["K5 0.0 lavere"]);
}

/// Eleven a month after six is no ordinary month: limits from the moving ranges by hand.
#[test]
fn months_out_of_the_ordinary_are_found() {
    let folder = project("");
    assert_eq!(report(&folder, "2025", &[]).code, 0);
    let said = sheet(&folder, BOOK, "Utvikling");
    let months: Vec<_> = said.iter().filter(|row| row.contains("måneder") && row.starts_with("Meldinger |")).collect();
    assert!(months.iter().any(|row| row.contains("på rad over gjennomsnittet")), "{said:#?}");
    assert!(said.iter().any(|row| row.contains("en grunn til å spørre")), "{said:#?}");
    let front = sheet(&folder, BOOK, "Hovedfunn");
    assert!(!front.iter().any(|row| row.contains("på rad") || row.contains("en vanlig måned")), "{front:#?}");
}

#[test]
fn a_target_for_nothing_is_a_definition_error() {
    let folder = project("[maal]\nK99 = 1\nK4 = nan\n");
    let ran = report(&folder, "2025", &[]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("[maal] K4"), "{}", ran.stderr);
    folder.file("plan.toml", "[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n[maal]\nK99 = 1\n");
    let ran = report(&folder, "2025", &[]);
    assert!(ran.code == 2 && ran.stderr.contains("K99"), "{ran:?}");
}

const LAST: [&str; 2] = ["--forrige", "reports/2024-aar"];

/// Rows of 2024 come late, one a month, and then many: what was 72 is no longer what this year is set beside.
#[test]
fn what_was_corrected_is_no_certain_change() {
    let folder = project("");
    assert_eq!(report(&folder, "2024", &[]).code, 0);
    reports(&folder, 2024, 12);
    let ran = report(&folder, "2025", &LAST);
    assert_eq!(ran.code, 0, "{ran:?}");
    let said = sheet(&folder, BOOK, "Endret siden sist");
    assert!(said.iter().any(|row| row == "Rettet tall | Meldinger, 2024: 72 i forrige rapport, 144 nå. Rader er kommet til, rettet eller tatt bort."), "{said:#?}");
    assert!(!said.iter().any(|row| row.starts_with("Sikker endring | Meldinger:")), "{said:#?}");
    assert!(!said.iter().any(|row| row.contains("maaned=")), "totals only: {said:#?}");
    let beside = comparisons(&folder, "reports/2025-aar");
    assert_eq!(one(&beside, "K4", "aar-2024")["mot_verdi"], "144");
}

fn row_of(folder: &Folder, bundle: &str, start: &str) -> String {
    let tidy = fs::read_to_string(folder.path().join(bundle).join("data/indikatorer.csv")).unwrap();
    tidy.lines().find(|row| row.starts_with(start)).unwrap_or_else(|| panic!("{start}")).to_owned()
}

/// One report too many in last year's: whoever has both reports would see one child. The year stays as it was published,
/// whether the last report is named or not, and the report says so.
#[test]
fn a_year_that_was_corrected_by_few_stays_as_it_was_published() {
    let folder = project("");
    assert_eq!(report(&folder, "2024", &[]).code, 0);
    let before = row_of(&folder, "reports/2024-aar", "K4,3418,2024,aar,,");
    assert!(before.contains(",72,72,"), "{before}");
    let exports = folder.path().join("exports/2024/bekymringsmelding.csv");
    let as_published = fs::read_to_string(&exports).unwrap();
    let late = "M9999,B9999,2024-06-10,skole,,2012-05-01,jente,2024-06-12,\n";
    fs::write(&exports, as_published.clone() + late).unwrap();
    for named in [&[][..], &LAST[..]] {
        let ran = report(&folder, "2025", named);
        assert_eq!(ran.code, 0, "{ran:?}");
        let tidy = |bundle: &str| fs::read_to_string(folder.path().join(bundle).join("data/indikatorer.csv")).unwrap();
        let of_2024 = |text: &str| -> Vec<String> {
            text.lines().filter(|row| row.starts_with("K4") && row.contains(",3418,2024,")).map(str::to_owned).collect()
        };
        assert_eq!(of_2024(&tidy("reports/2024-aar")), of_2024(&tidy("reports/2025-aar")));
        let cover = sheet(&folder, BOOK, "Forside");
        assert!(
            cover.iter().any(|row| row.starts_with("Som publisert") && row.contains("bekymringsmelding 2024")),
            "{cover:#?}"
        );
        let quality = sheet(&folder, BOOK, "Datakvalitet");
        assert!(
            !quality.iter().any(|row| row.contains("exports/2024/bekymringsmelding")),
            "its rows say 73: {quality:#?}"
        );
        let both = folder.run(&["audit", "reports/2025-aar", "--earlier", "reports/2024-aar"]);
        assert!(!both.stdout.contains("regnes ut (") && !both.stdout.contains("sikkert er små"), "{}", both.stdout);
    }
    let ran = report(&folder, "2025", &[&LAST[..], &["--audience", "intern"]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    let now = row_of(&folder, "reports/2025-aar-intern", "K4,3418,2024,aar,,");
    assert!(now.contains(",73,73,"), "{now}");
}

/// Two of 2024 after April: whoever has the year and May would see two. The one that is published last withholds.
#[test]
fn what_lies_between_two_windows_is_not_given_away() {
    let folder = project("");
    let exports = folder.path().join("exports/2024/bekymringsmelding.csv");
    let whole = fs::read_to_string(&exports).unwrap();
    let months = ["2024-01", "2024-02", "2024-03", "2024-04"].map(|month| format!(",{month}-10,"));
    let is_kept = |row: &&str| {
        row.starts_with("melding_id")
            || months.iter().any(|month| row.contains(month))
            || row.starts_with("M600,")
            || row.starts_with("M601,")
    };
    fs::write(&exports, whole.lines().filter(is_kept).collect::<Vec<_>>().join("\n") + "\n").unwrap();
    assert_eq!(report(&folder, "2024", &[]).code, 0);
    let year = row_of(&folder, "reports/2024-aar", "K4,3418,2024,aar,,");
    assert!(!year.ends_with(':'), "{year}");
    let ran = report(&folder, "2025", &["--vindu", "mai"]);
    assert!(ran.code == 0 && !ran.stdout.contains("C088"), "{ran:?}");
    let may = row_of(&folder, "reports/2025-mai", "K4,3418,2024,mai,,");
    assert!(may.ends_with(':'), "{may}");
    let both = folder.run(&["audit", "reports/2025-mai", "--earlier", "reports/2024-aar"]);
    assert!(!both.stdout.contains("regnes ut (") && !both.stdout.contains("sikkert er små"), "{}", both.stdout);
}

/// The plan says that 2025 is counted in another system: nothing of it is called a change.
#[test]
fn a_break_of_the_series_is_no_change_since_the_last_report() {
    let folder = project("[[brudd]]\nmaal = \"K4\"\nfra = \"2025-01\"\naarsak = \"nytt fagsystem\"\n");
    assert_eq!(report(&folder, "2024", &[]).code, 0);
    assert_eq!(report(&folder, "2025", &LAST).code, 0);
    let said = sheet(&folder, BOOK, "Endret siden sist");
    assert!(
        said.iter().any(|row| row.starts_with("Ikke sammenliknet | Meldinger: ") && row.contains("nytt fagsystem")),
        "{said:#?}"
    );
    assert!(!said.iter().any(|row| row.starts_with("Sikker endring | Meldinger:")), "{said:#?}");
}

/// The last report is published, rows of 2023 come late, and a definition is changed: three things, told apart.
#[test]
fn what_has_changed_since_the_last_report_is_told_apart() {
    let folder = project("");
    assert_eq!(report(&folder, "2024", &[]).code, 0);
    let ran = report(&folder, "2025", &LAST);
    assert_eq!(ran.code, 0, "{ran:?}");
    let said = sheet(&folder, BOOK, "Endret siden sist");
    let certain: Vec<_> = said.iter().filter(|row| row.starts_with("Sikker endring")).collect();
    assert!(certain.iter().any(|row| row.contains("Meldinger: 132 i 2025, opp fra 72 i 2024.")), "{said:#?}");
    assert!(
        !said.iter().any(|row| row.starts_with("Rettet tall") || row.starts_with("Endret definisjon")),
        "{said:#?}"
    );

    reports(&folder, 2023, 12);
    let text = include_str!("../data/catalogue/indicators/K5.toml");
    let changed = text.replacen("limit = { days = 7 }", "limit = { days = 6 }", 1);
    assert_ne!(text, changed);
    folder.file("indicators/K5.toml", changed);
    let ran = report(&folder, "2025", &LAST);
    assert_eq!(ran.code, 0, "{ran:?}");
    let said = sheet(&folder, BOOK, "Endret siden sist");
    let place =
        |kind: &str| said.iter().position(|row| row.starts_with(kind)).unwrap_or_else(|| panic!("{kind}: {said:#?}"));
    assert!(place("Sikker endring") < place("Endret definisjon") && place("Endret definisjon") < place("Rettet tall"));
    let corrected = said.iter().find(|row| row.contains("Meldinger, 2023")).unwrap();
    assert!(corrected.contains("72 i forrige rapport, 144 nå"), "{corrected}");
    assert!(!said.iter().any(|row| row.starts_with("Sikker endring") && row.contains("innen 7 dager")), "{said:#?}");
}

#[test]
fn a_last_report_that_is_none_is_refused() {
    let folder = project("");
    assert_eq!(report(&folder, "2024", &[]).code, 0);
    let refused = |code: i32, why: &str| {
        let ran = report(&folder, "2025", &LAST);
        assert_eq!(ran.code, code, "{ran:?}");
        assert!(ran.stderr.contains(why), "{why}: {}", ran.stderr);
        assert!(!folder.path().join("reports/2025-aar").exists());
    };
    let tidy = folder.path().join("reports/2024-aar/data/indikatorer.csv");
    let original = fs::read_to_string(&tidy).unwrap();
    fs::write(&tidy, original.replace("72", "73")).unwrap();
    refused(2, "ikke lenger slik den ble publisert");
    fs::write(&tidy, "").unwrap();
    refused(2, "ikke lenger slik den ble publisert");
    fs::write(&tidy, &original).unwrap();
    let manifest = folder.path().join("reports/2024-aar/manifest.json");
    let whole = fs::read_to_string(&manifest).unwrap();
    for broken in ["", "{}", "[1]", "{\"tool\":{\"name\":\"tryggtall\"}}"] {
        fs::write(&manifest, broken).unwrap();
        refused(2, "ikke en rapport fra tryggtall");
    }
    fs::write(&manifest, whole.replacen("\"municipality\": \"3418\"", "\"municipality\": \"3417\"", 1)).unwrap();
    refused(2, "kommune 3417");
    fs::remove_file(&manifest).unwrap();
    refused(3, "manifest.json");
    fs::write(&manifest, whole).unwrap();
    assert_eq!(report(&folder, "2025", &LAST).code, 0);
    let later = folder.run(&["report", "--aar", "2024", "--mangelliste", "nei", "--forrige", "reports/2025-aar"]);
    assert!(later.code == 2 && later.stderr.contains("2025"), "{later:?}");
}

/// Nobody has changed it: it was written before there was a column that is read today.
#[test]
fn a_bundle_of_an_older_version_is_said_to_be_one() {
    let folder = project("");
    assert_eq!(report(&folder, "2024", &[]).code, 0);
    let [tidy, manifest] =
        ["data/indikatorer.csv", "manifest.json"].map(|it| folder.path().join("reports/2024-aar").join(it));
    let hash = || tryggtall::acquire::FileRecord::of("", &fs::read(&tidy).unwrap()).sha256;
    let (original, listed) = (fs::read_to_string(&tidy).unwrap(), hash());
    fs::write(&tidy, original.replacen("referanse_verdi", "referansetall", 1)).unwrap();
    let older = fs::read_to_string(&manifest).unwrap().replacen(&listed, &hash(), 1);
    fs::write(&manifest, older).unwrap();
    for (more, says) in
        [(&[][..], "reports/2024-aar er laget av en eldre utgave"), (&LAST, "forrige rapport: mappen er laget")]
    {
        let ran = report(&folder, "2025", more);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.stderr.contains(says) && ran.stderr.contains("eldre utgave"), "{says}: {}", ran.stderr);
        assert!(!ran.stderr.contains("ikke slik den ble laget"), "{}", ran.stderr);
        assert!(!folder.path().join("reports/2025-aar").exists());
    }
    // Made anew it is as today's.
    assert_eq!(report(&folder, "2024", &[]).code, 0);
    assert_eq!(fs::read_to_string(&tidy).unwrap(), original);
    assert_eq!(report(&folder, "2025", &LAST).code, 0);
}

/// Figures that only the team may see are not set beside those of a public report: the difference would show them.
#[test]
fn an_internal_report_is_not_set_beside_a_public_one() {
    let folder = project("");
    assert_eq!(report(&folder, "2024", &["--audience", "intern"]).code, 0);
    let last = ["--forrige", "reports/2024-aar-intern"];
    let ran = report(&folder, "2025", &last);
    assert!(ran.code == 2 && ran.stderr.contains("intern"), "{ran:?}");
    assert_eq!(report(&folder, "2025", &[&last[..], &["--audience", "intern"]].concat()).code, 0);
}

/// An evaluation in May is not set beside a whole year, but corrections of the same window would be.
#[test]
fn another_part_of_the_year_is_not_compared() {
    let folder = project("");
    assert_eq!(report(&folder, "2024", &[]).code, 0);
    assert_eq!(report(&folder, "2025", &[&LAST[..], &["--vindu", "mai"]].concat()).code, 0);
    let said = sheet(&folder, "reports/2025-mai/evaluering-mai-2025.xlsx", "Endret siden sist");
    assert!(said.iter().any(|row| row.contains("annen del av året")), "{said:#?}");
    assert!(!said.iter().any(|row| row.starts_with("Sikker endring") || row.starts_with("Rettet tall")), "{said:#?}");
}

/// Across a break nothing is set beside anything, a year's target for a count says nothing in May, and the baseline's count
/// is a count beside a change in per cent.
#[test]
fn breaks_targets_and_the_baseline_are_heard() {
    let plan = "[maal]\nK4 = 100\n[retning]\nK4 = \"ned\"\n";
    let folder = project(plan);
    let ran = folder.run(&["baseline", "freeze", "2023"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let beside = |bundle: &str, more: &[&str]| -> Vec<String> {
        assert_eq!(report(&folder, "2025", more).code, 0);
        let rows = comparisons(&folder, bundle);
        let of_k4 = rows.iter().filter(|row| row["indikator"] == "K4" || row["indikator"].starts_with("B1-K4"));
        let of_k4 = of_k4.filter(|row| !row["indikator"].starts_with("B1-K4-") || row["indikator"] == "B1-K4-relativ");
        let said = of_k4.filter(|row| row["aar"] == "2025");
        said.map(|row| ["indikator", "mot", "mot_verdi", "mot_enhet"].map(|it| row[it].as_str()).join(" ")).collect()
    };
    let all = [
        "K4 aar-2024 72 antall",
        "K4 maal 100 antall",
        "B1-K4 nullpunkt-2023 72 antall",
        "B1-K4-relativ nullpunkt-2023 72 antall",
    ];
    assert_eq!(beside("reports/2025-aar", &[]), all);
    let said = sheet(&folder, BOOK, "Sammenlikning").join("\n");
    assert!(said.contains("tallet i nullpunktet var 72. ") && !said.contains("72,0"), "{said}");
    assert_eq!(beside("reports/2025-mai", &["--vindu", "mai"]), ["K4 aar-2024 24 antall"]);
    let broken = "[[brudd]]\nmaal = \"K4\"\nfra = \"2025-01\"\naarsak = \"nytt fagsystem\"\n";
    folder.file("plan.toml", format!("[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n{plan}{broken}"));
    assert_eq!(beside("reports/2025-aar", &[]), ["K4 maal 100 antall"]);
    let figures = folder.figures("reports/2025-aar");
    assert_eq!(["K4", "B1-K4"].map(|id| figures.row(id, 2025, "")["vurdering"].as_str()), ["", ""]);
}

/// An export with nothing in it is no fall from last year, and reaches no target.
#[test]
fn an_empty_export_is_set_beside_nothing() {
    let folder = project("[maal]\nK4 = 100\n[retning]\nK4 = \"ned\"\n");
    assert_eq!(folder.run(&["baseline", "freeze", "2023"]).code, 0);
    reports(&folder, 2025, 0);
    assert_eq!(report(&folder, "2025", &[]).code, 0);
    assert_eq!(folder.figures("reports/2025-aar").row("K4", 2025, "")["verdi"], "0");
    let rows = comparisons(&folder, "reports/2025-aar");
    assert!(!rows.iter().any(|row| row["aar"] == "2025"), "{rows:#?}");
    let said = sheet(&folder, BOOK, "Hovedfunn").join("\n");
    assert!(!said.contains("nådd") && !said.contains("bedre"), "{said}");
}
