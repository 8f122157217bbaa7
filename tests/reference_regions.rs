//! Regions through time: nothing is set beside a region that was not there, and what was made of others says so.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::Folder;

const FIRST: i32 = 2017;

/// Ninety children with a report in every year from 2017 to 2021, of 3,600.
fn project(files: &[(&str, String)]) -> Folder {
    let folder = Folder::project();
    for year in FIRST..=2021 {
        let rows: String = (0..90).map(|at| format!("M{at};B{at};03.02.{year};skole;12\n")).collect();
        folder.file(
            &format!("exports/{year}/bekymringsmelding.csv"),
            format!("melding_id;barn_id;mottatt;melder;alder\n{rows}"),
        );
    }
    for (name, content) in files {
        folder.file(&format!("reference/{name}"), content);
    }
    folder
}

fn reported(folder: &Folder) -> Vec<BTreeMap<String, String>> {
    let ran = folder.run(&["report", "-C", ".", "--aar", "2021", "--mangelliste", "nei"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let rows = folder.figures("reports/2021-aar");
    rows.rows().iter().filter(|row| row["indikator"] == "K1" && row["fordeling"].is_empty()).cloned().collect()
}

fn county(rows: &[BTreeMap<String, String>], year: i32) -> (String, String, String) {
    let is_it = |row: &&BTreeMap<String, String>| row["kommune"].starts_with("EKA") && row["aar"] == year.to_string();
    let row = rows.iter().find(is_it).unwrap_or_else(|| panic!("no county in {year}"));
    (row["kommune"].clone(), row["verdi"].clone(), row["status"].clone())
}

fn findings(folder: &Folder) -> Vec<Value> {
    let ran = folder.run(&["check", "-C", ".", "--aar", "2021", "--format", "json"]);
    let said: Value = serde_json::from_str(&ran.stdout).unwrap();
    said["findings"].as_array().unwrap().clone()
}

fn said<'f>(findings: &'f [Value], id: &str) -> Vec<&'f str> {
    findings.iter().filter(|it| it["id"] == id).map(|it| it["expected"].as_str().unwrap()).collect()
}

fn people(codes: &[(&str, i32, u32)]) -> String {
    let mut csv = "kommune;alder;kjonn;aar;antall\n".to_owned();
    for (code, year, count) in codes {
        for age in 0..18 {
            csv += &format!("{code};{age};gutt;{year};{count}\n{code};{age};jente;{year};{count}\n");
        }
    }
    csv
}

const COUNTIES: &str = "region;indikator;aar;verdi;teller;nevner\n\
    EKA04;K1;2018;5,0;500;10000\nEKA05;K1;2018;4,0;200;5000\n\
    EKA04;K1;2019;5,0;500;10000\nEKA05;K1;2019;4,0;;\n\
    EKA04;K1;2017;5,0;500;10000\n\
    EKA04;K1;2020;1,0;1;100\n\
    EKA34;K1;2018;9,9;99;1000\nEKA34;K1;2020;4,6;;\nEKA34;K1;2021;4,7;;\n";

#[test]
fn a_county_before_it_was_there_is_its_parts_where_both_have_counts() {
    let folder = project(&[("folkemengde.csv", people(&[("3418", 2022, 100)])), ("fylke.csv", COUNTIES.to_owned())]);
    let rows = reported(&folder);
    let row = |code: &str, value: &str, mark: &str| (code.to_owned(), value.to_owned(), mark.to_owned());
    assert_eq!(county(&rows, 2017), row("EKA34", "", ".."), "Oppland is not there");
    assert_eq!(
        county(&rows, 2018),
        row("EKA04+EKA05", "4.7", ""),
        "700 of 15,000, and neither 9.9 nor a mean of shares"
    );
    assert_eq!(county(&rows, 2019), row("EKA34", "", ".."), "a share alone cannot be added up");
    assert_eq!(county(&rows, 2020), row("EKA34", "4.6", ""));
    assert_eq!(county(&rows, 2021), row("EKA34", "4.7", ""));
    let own = rows.iter().find(|row| row["kommune"] == "3418" && row["aar"] == "2018").unwrap();
    assert_eq!(own["referanse_verdi"], "4.7");
    let found = findings(&folder);
    assert_eq!(said(&found, "C086").len(), 1);
    assert!(said(&found, "C086")[0].contains("EKA34") && said(&found, "C086")[0].contains("2018"), "{found:?}");
    assert!(said(&found, "C087")[0].contains("Hedmark og Oppland i 2017, 2019"), "{found:?}");
    let explained = folder.run(&["explain", "K1", "-C", ".", "--aar", "2021"]);
    assert_eq!(explained.code, 0, "{explained:?}");
}

#[test]
fn a_municipality_keeps_its_people_when_it_gets_another_number() {
    let denominators = |people: String| {
        let rows = reported(&project(&[("folkemengde.csv", people)]));
        let of = |row: &BTreeMap<String, String>| (row["aar"].clone(), row["nevner"].clone());
        rows.iter().filter(|row| row["kommune"] == "3418").map(of).collect::<BTreeMap<_, _>>()
    };
    let expected = |figures: [&str; 5]| {
        (FIRST..).map(|year| year.to_string()).zip(figures.map(str::to_owned)).collect::<BTreeMap<_, _>>()
    };
    let of_each =
        [("0425", 2018, 110), ("0425", 2019, 109), ("3418", 2020, 108), ("3418", 2021, 107), ("3418", 2022, 106)];
    let all = expected(["3960", "3924", "3888", "3852", "3816"]);
    assert_eq!(denominators(people(&of_each)), all);
    // As the service answers where both numbers are asked for in every year: nobody lives where there is no such number.
    let nobody = [("3418", 2018, 0), ("3418", 2019, 0), ("0425", 2020, 0), ("0425", 2021, 0), ("0425", 2022, 0)];
    assert_eq!(denominators(people(&[&nobody[..], &of_each].concat())), all);
    let marked = people(&of_each) + people(&nobody).replace(";0\n", ";.\n").split_once('\n').unwrap().1;
    assert_eq!(denominators(marked.clone()), all);
    let findings = findings(&project(&[("folkemengde.csv", marked)]));
    assert!(said(&findings, "C091").is_empty(), "no mark is said of a number that was not in use");
    let merged: Vec<(&str, i32, u32)> =
        (2018..).zip([110, 109, 108, 107, 106]).map(|(year, it)| ("K-3418", year, it)).collect();
    assert_eq!(denominators(people(&merged)), all);
    let today: Vec<(&str, i32, u32)> =
        (2018..).zip([110, 109, 108, 107, 106]).map(|(year, it)| ("3418", year, it)).collect();
    assert_eq!(denominators(people(&today)), all, "written under today's number");
}

fn table(id: &str, dimensions: &[(&str, Vec<String>)], value: impl Fn(&[&str]) -> Value) -> String {
    let mut rows: Vec<Vec<&str>> = vec![Vec::new()];
    for (_, codes) in dimensions {
        let mut longer = Vec::new();
        for row in &rows {
            longer.extend(codes.iter().map(|code| [row.as_slice(), &[code.as_str()]].concat()));
        }
        rows = longer;
    }
    let bodies: serde_json::Map<String, Value> = dimensions
        .iter()
        .map(|(id, codes)| {
            let unit: BTreeMap<&String, Value> = codes.iter().map(|code| (code, json!({"base": "x"}))).collect();
            ((*id).to_owned(), json!({"category": {"index": codes, "unit": unit}}))
        })
        .collect();
    let table = json!({
        "version": "2.0", "class": "dataset", "extension": {"px": {"tableid": id}},
        "id": dimensions.iter().map(|(id, _)| id).collect::<Vec<_>>(),
        "size": dimensions.iter().map(|(_, codes)| codes.len()).collect::<Vec<_>>(),
        "role": {"time": ["Tid"], "geo": [dimensions[0].0], "metric": ["ContentsCode"]},
        "dimension": bodies, "value": rows.iter().map(|row| value(row)).collect::<Vec<_>>(),
    });
    table.to_string()
}

fn owned(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

/// The counts stand in SSB's table, the inhabitants in another: together they make a share that can be added up.
#[test]
fn counts_of_one_table_and_inhabitants_of_another_make_the_parts() {
    let years: Vec<String> = (2017..=2022).map(|year| year.to_string()).collect();
    let reports = table(
        "12615",
        &[
            ("KOKkommuneregion0000", owned(&["3418", "EKA04", "EKA05", "EKA34", "EAK"])),
            ("ContentsCode", owned(&["KOSbvbarnmelding0001", "KOSbvbarnmelding0000"])),
            ("Tid", years[..5].to_vec()),
        ],
        |row| match (row, row[2] < "2020") {
            (["EKA34", ..], true) | (["EKA04" | "EKA05", ..], false) => Value::Null,
            (["EKA04", "KOSbvbarnmelding0000", _], _) => json!(500),
            (["EKA05", "KOSbvbarnmelding0000", _], _) => json!(200),
            (["EKA04", ..], _) => json!(5.0),
            (["EKA05", ..], _) => json!(4.0),
            ([_, "KOSbvbarnmelding0001", _], _) => json!(4.6),
            _ => json!(700),
        },
    );
    let ages: Vec<String> = (0..25).map(|age| format!("{age:03}")).collect();
    let inhabitants = table(
        "07459",
        &[
            ("Region", owned(&["34", "04", "05", "0"])),
            ("Kjonn", owned(&["1", "2"])),
            ("Alder", ages),
            ("ContentsCode", owned(&["Personer1"])),
            ("Tid", years),
        ],
        // Eighteen ages of both sexes: 10,008 and 5,004.
        |row| match (row[0], row[4] < "2020") {
            ("04", true) => json!(278),
            ("05", true) => json!(139),
            ("04" | "05", false) | ("34", true) => json!(0),
            _ => json!(400),
        },
    );
    let folder = project(&[
        ("folkemengde.csv", people(&[("3418", 2022, 100)])),
        ("ssb-12615.json", reports),
        ("ssb-07459-fylke.json", inhabitants),
    ]);
    let rows = reported(&folder);
    assert_eq!(county(&rows, 2018), ("EKA04+EKA05".into(), "4.7".into(), String::new()), "700 of 15,012");
    // 1 January 2020 has only Innlandet: there is no denominator for the parts at the end of 2019.
    assert_eq!(county(&rows, 2019), ("EKA34".into(), String::new(), "..".into()));
    assert_eq!(county(&rows, 2021).1, "4.6");
    assert!(said(&findings(&folder), "C086").is_empty());
}

const MAP: &str = "title = \"Barn med barnevernstiltak 2018\"\nsource = \"Statistisk sentralbyrå\"\nlicence = \"NLOD\"\n\
    [file]\nnames = [\"barnev0304*.csv\"]\nregion = \"region\"\nyear_is = 2018\n\
    regions = { \"Heile landet\" = \"EAK\", \"Hedmark i alt\" = \"EKA04\" }\n\
    [[figure]]\nindicator = \"tiltak-0-22\"\nunit = \"per-1000\"\ncontext = true\nvalue = \"des31_per1000_0_22\"\nnumerator = \"des31_ialt\"\n";

#[test]
fn a_file_of_statistics_norways_is_read_by_a_small_map_and_accounted_for() {
    let csv = include_str!("fixtures/ssb/barnev0304_2018_hedmark.csv");
    let folder = project(&[("barnev0304_2018_hedmark.csv", csv.to_owned()), ("tiltak.toml", MAP.to_owned())]);
    let ran = folder.run(&["check", "-C", ".", "--aar", "2021", "--format", "json"]);
    let checked: Value = serde_json::from_str(&ran.stdout).unwrap();
    let account = checked["account"].as_array().unwrap().iter().find(|it| it["source"] == "referanse").unwrap();
    assert_eq!((&account["rows"], &account["header"], &account["used"]), (&json!(26), &json!(1), &json!(24)));
    assert_eq!(account["excluded"], json!({"note": 1}));
    let katalog = folder.run(&["katalog", "-C", "."]);
    assert_eq!(katalog.code, 0, "{katalog:?}");
    folder.file("reference/tiltak.toml", MAP.replace("context = true\n", ""));
    let ran = folder.run(&["katalog", "-C", "."]);
    assert!(ran.code == 2 && ran.stderr.contains("heter tiltak-0-22"), "{ran:?}");
    folder.file("reference/tiltak.toml", MAP.replace("context = true\n", "").replace("\"tiltak-0-22\"", "\"K3\""));
    let ran = folder.run(&["katalog", "-C", "."]);
    assert!(ran.code == 2 && ran.stderr.contains("K3 er i prosent, ikke i per-1000"), "{ran:?}");
}
