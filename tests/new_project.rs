//! `init`, canonical files dropped in, `report`: what a new user does.

use crate::harness::Folder;

fn filled() -> Folder {
    let folder = Folder::new();
    let ran = folder.run(&["init", "x", "--kommune", "3418", "--aar", "2025"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let mut reports =
        String::from("melding_id,barn_id,mottatt,melder,innhold,fodselsdato,kjonn,konkludert,konklusjon\n");
    let mut population = String::from("kommune,alder,kjonn,aar,antall\n");
    for child in 0..40 {
        let (month, sex) = (1 + child % 12, if child % 2 == 0 { "jente" } else { "gutt" });
        reports.push_str(&format!(
            "M{child},B{},2025-{month:02}-10,skole|nav,,2012-05-01,{sex},2025-{month:02}-15,\n",
            child % 30
        ));
    }
    for age in 0..=17 {
        population.push_str(&format!("3418,{age},jente,2026,35\n3418,{age},gutt,2026,36\n"));
    }
    folder.file("x/exports/2025/bekymringsmelding.csv", reports);
    folder.file("x/reference/folkemengde.csv", population);
    folder.file("x/reference/referanse.csv", "region,indikator,aar,verdi\nEKA34,K1,2025,4.8\nEAK,K1,2025,:\n");
    folder
}

#[test]
fn canonical_files_make_a_report() {
    let folder = filled();
    let ran = folder.run(&["report", "-C", "x", "--aar", "2025"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let figures = folder.figures("x/reports/2025-aar");
    let children = figures.row("K1", 2025, "");
    assert_eq!((children["teller"].as_str(), children["nevner"].as_str()), ("30", "1278"));
    assert_eq!((children["verdi"].as_str(), children["vurdering"].as_str()), ("2.3", "lavere"));
    assert_eq!(figures.count("K4", 2025, ""), Some(40));
    assert_eq!(figures.count("K4", 2025, "melder=skole"), Some(40));
    assert_eq!(figures.count("K4", 2025, "melder=nav"), Some(40));
    assert_eq!(figures.count("K5", 2025, ""), Some(40));
    let country = figures.rows().iter().find(|row| row["kommune"] == "EAK").unwrap();
    assert_eq!((country["verdi"].as_str(), country["status"].as_str()), ("", ":"));
}

#[test]
fn the_evaluations_have_their_own_windows_and_names() {
    let folder = filled();
    for (window, count, document) in
        [("mai", 16, "evaluering-mai-2025"), ("september", 28, "evaluering-september-2025")]
    {
        let ran = folder.run(&["report", "-C", "x", "--aar", "2025", "--vindu", window]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let bundle = format!("x/reports/2025-{window}");
        assert!(folder.files(&bundle).contains_key(&format!("{document}.xlsx")));
        assert_eq!(folder.figures(&bundle).count("K4", 2025, ""), Some(count), "{window}");
    }
}

#[test]
fn init_never_writes_over_a_file() {
    let folder = filled();
    let again = folder.run(&["init", "x"]);
    assert_eq!(again.code, 3, "{again:?}");
    assert!(again.stderr.contains("finnes allerede"), "{again:?}");
    assert_eq!(folder.run(&["init", "y", "--kommune", "34"]).code, 2);
    assert!(folder.files("y").is_empty());
}

#[test]
fn the_internal_bundle_is_its_own_folder_with_its_mark() {
    let folder = filled();
    let ran = folder.run(&["report", "-C", "x", "--aar", "2025", "--audience", "intern"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let files = folder.files("x/reports/2025-aar-intern");
    let manifest = String::from_utf8(files["manifest.json"].clone()).unwrap();
    assert!(manifest.contains("\"audience\": \"intern\""), "{manifest}");
    assert!(folder.files("x/reports/2025-aar").is_empty());
    // What is sent by itself says so too; what programs read has the same names in both.
    let is_marked = |name: &&String| {
        name.starts_with("data/")
            || name.as_str() == "manifest.json"
            || name.rsplit_once('.').unwrap().0.ends_with("-intern")
    };
    assert_eq!(files.keys().filter(|name| !is_marked(name)).collect::<Vec<_>>(), [""; 0]);
    assert!(files.contains_key("aarsrapport-2025-intern.xlsx"), "{:?}", files.keys());
    assert!(
        files.keys().any(|name| name.starts_with("figurer/") && name.ends_with("-intern.svg")),
        "{:?}",
        files.keys()
    );

    assert_eq!(folder.run(&["report", "-C", "x", "--aar", "2025"]).code, 0);
    for out in ["x/reports/2025-aar", "x/reports/2025-AAR", "x/reports/2026-aar", "elsewhere/2025-mai"] {
        let into_public = ["report", "-C", "x", "--aar", "2025", "--audience", "intern", "--out", out];
        let ran = folder.run(&into_public);
        assert_eq!(ran.code, 2, "internal figures never take a public bundle's place: {ran:?}");
    }
}
