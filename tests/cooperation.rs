//! Municipalities reported together: each by itself, and the region from the rows of all, against plain loops.

use std::collections::BTreeSet;

use crate::harness::Folder;
use crate::random::Random;

const MEMBERS: [&str; 3] = ["3417", "3418", "3419"];

/// One report: municipality, child, month.
struct Report {
    municipality: String,
    child: usize,
    month: usize,
}

fn plan(common_ids: bool) -> String {
    format!(
        "[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n[samarbeid]\nnavn = \"Solør\"\nkommuner = {MEMBERS:?}\nfelles_id = {common_ids}\n"
    )
}

/// Reports of the three and of a fourth, a few with the municipality left out; referrals of two of them only.
fn project(random: &mut Random, common_ids: bool) -> (Folder, Vec<Report>) {
    let folder = Folder::new();
    folder.file("plan.toml", plan(common_ids));
    let mut csv = "melding_id;kommune;barn_id;mottatt;melder;innhold;fodselsdato;kjonn;konklusjon\n".to_owned();
    let mut reports = Vec::new();
    for number in 0..150 + random.below(60) {
        let at = random.below(4);
        let code = ["3417", "3418", "3419", "3401"][at];
        let (child, month) = (random.below(60), 1 + random.below(12));
        let written = if code == "3418" && random.below(5) == 0 { "" } else { code };
        csv += &format!(
            "M{number};{written};B{child};2024-{month:02}-10;skole;andre-forhold-barnet;{};jente;henlagt\n",
            // The same child has the same birth date, wherever it is known.
            format_args!("201{}-05-05", child % 8)
        );
        if at < 3 {
            reports.push(Report { municipality: code.to_owned(), child, month });
        }
    }
    folder.file("exports/2024/bekymringsmelding.csv", csv);
    let referrals =
        "henvisning_id;kommune;barn_id;mottatt;fra\nH1;3417;C1;2024-02-01;skole\nH2;3418;C2;2024-02-01;skole\n";
    folder.file("exports/2024/henvisning.csv", referrals);
    let mut people = "kommune,alder,kjonn,aar,antall\n".to_owned();
    for (code, each) in [("3417", 20), ("3418", 30), ("3419", 25), ("3401", 90)] {
        for age in 0..18 {
            for sex in ["jente", "gutt"] {
                people += &format!("{code},{age},{sex},2025,{each}\n");
            }
        }
    }
    folder.file("reference/folkemengde.csv", people);
    (folder, reports)
}

/// The value, numerator and denominator of a municipality or region.
fn row(folder: &Folder, bundle: &str, measure: &str, place: &str) -> [String; 4] {
    let figures = folder.figures(&format!("reports/{bundle}"));
    let found = figures.rows().iter().find(|row| {
        row["indikator"] == measure && row["kommune"] == place && row["aar"] == "2024" && row["fordeling"].is_empty()
    });
    let found = found.unwrap_or_else(|| panic!("no row {measure} {place}"));
    ["verdi", "teller", "nevner", "status"].map(|column| found[column].clone())
}

fn of(folder: &Folder, measure: &str, place: &str) -> [String; 4] {
    row(folder, "2024-aar-intern", measure, place)
}

#[test]
fn each_by_itself_and_the_region_from_the_rows_of_all() {
    for seed in 0..12 {
        let common_ids = seed % 2 == 0;
        let (folder, reports) = project(&mut Random(seed), common_ids);
        let ran = folder.run(&["report", "--aar", "2024", "--audience", "intern", "--mangelliste", "nei"]);
        assert_eq!(ran.code, 0, "seed {seed}: {ran:?}");
        let (mut in_all, mut children, mut apart) = (0, BTreeSet::new(), BTreeSet::new());
        for (code, inhabitants) in [("3417", 720), ("3418", 1080), ("3419", 900)] {
            let own: Vec<&Report> = reports.iter().filter(|report| report.municipality == code).collect();
            let different: BTreeSet<usize> = own.iter().map(|report| report.child).collect();
            assert_eq!(of(&folder, "K4", code)[1], own.len().to_string(), "seed {seed} {code}");
            let [_, counted, among, _] = of(&folder, "K1", code);
            assert_eq!((counted, among), (different.len().to_string(), inhabitants.to_string()), "seed {seed} {code}");
            in_all += own.len();
            apart.extend(different.iter().map(|child| (code, *child)));
            children.extend(different);
        }
        assert_eq!(of(&folder, "K4", "solor")[1], in_all.to_string(), "seed {seed}");
        let expected = if common_ids { children.len() } else { apart.len() };
        assert_eq!(of(&folder, "K1", "solor")[1..3], [expected.to_string(), "2700".to_owned()], "seed {seed}");
        let may = reports.iter().filter(|report| report.month <= 4).count();
        assert_eq!(folder.run(&["report", "--aar", "2024", "--vindu", "mai", "--audience", "intern"]).code, 0);
        assert_eq!(row(&folder, "2024-mai-intern", "K4", "solor")[1], may.to_string(), "seed {seed}");
    }
}

#[test]
fn a_member_without_rows_makes_the_region_missing() {
    let (folder, _) = project(&mut Random(7), true);
    let ran = folder.run(&["report", "--aar", "2024", "--audience", "intern", "--format", "json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(of(&folder, "E3", "3417")[1], "1");
    assert_eq!(of(&folder, "E3", "3419")[3], "..", "nothing came");
    assert_eq!(of(&folder, "E3", "solor")[3], "..", "so the sum is missing and not smaller");
    let result: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let account = result["account"].as_array().unwrap().iter().find(|it| it["source"] == "bekymringsmelding").unwrap();
    assert!(
        account["excluded"]["other_municipality"].as_u64().unwrap() > 10,
        "a fourth municipality's rows: {account}"
    );
}

/// A reader who knows the region and all but one of its municipalities knows the last one too.
#[test]
fn the_region_gives_no_municipality_back() {
    let mut withheld = 0;
    for seed in 0..12 {
        let folder = Folder::new();
        folder.file("plan.toml", plan(true));
        let mut random = Random(seed);
        let mut csv = "melding_id;kommune;barn_id;mottatt;melder;innhold;fodselsdato;kjonn;konklusjon\n".to_owned();
        let counts = MEMBERS.map(|_| 1 + random.below(12));
        let mut number = 0;
        for (code, count) in MEMBERS.iter().zip(counts) {
            for _ in 0..count {
                number += 1;
                csv += &format!(
                    "M{number};{code};B{number};2024-02-10;skole;andre-forhold-barnet;2015-05-05;jente;henlagt\n"
                );
            }
        }
        folder.file("exports/2024/bekymringsmelding.csv", csv);
        assert_eq!(folder.run(&["report", "--aar", "2024"]).code, 0);
        let shown = MEMBERS.map(|code| row(&folder, "2024-aar", "K4", code)[1].parse::<usize>().ok());
        let total = row(&folder, "2024-aar", "K4", "solor")[1].parse::<usize>().ok();
        for ((code, count), shown) in MEMBERS.iter().zip(counts).zip(shown) {
            assert!(shown.is_none_or(|shown| shown == count && count >= 5), "seed {seed} {code}: {counts:?}");
        }
        let hidden: Vec<usize> =
            counts.iter().zip(shown).filter(|(_, shown)| shown.is_none()).map(|(count, _)| *count).collect();
        withheld += hidden.len();
        if total.is_some() && !hidden.is_empty() {
            let largest = hidden.iter().sum::<usize>() - (hidden.len() - 1);
            assert!(hidden.len() >= 2 && largest >= 5, "seed {seed}: {counts:?} {shown:?} {total:?}");
        }
    }
    assert!(withheld > 10, "{withheld}");
}

#[test]
fn every_mistake_in_the_section_is_said_at_once() {
    let folder = Folder::project();
    folder.file(
        "plan.toml",
        "[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n[samarbeid]\nnavn = \" \"\nkommuner = [\"3417\", \"3417\", \"9999\"]\n",
    );
    let ran = folder.run(&["katalog"]);
    assert_eq!(ran.code, 2);
    for said in ["samarbeid.navn", "9999", "minst to ulike", "planens egen kommune, 3418"] {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
}
