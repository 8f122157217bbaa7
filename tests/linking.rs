//! Children looked up across services: only with a legal basis, and with nobody's number in what comes out.

use crate::harness::Folder;
use crate::privacy::secrets_in;

const NUMBER: &str = "05811575838";
const PLAN: &str = "[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n";
const BASIS: &str = "[kobling]\nrettsgrunnlag = \"barnevernsloven § 13-2 og samtykke\"\n";

/// Reports and referrals about children of whom one is in both, by a number that is written in two ways.
fn project(plan: &str) -> Folder {
    let folder = Folder::new();
    folder.file("plan.toml", format!("{PLAN}{plan}"));
    let mut reports = String::from("melding_id;barn_id;mottatt;melder\n");
    let mut referrals = String::from("henvisning_id;barn_id;mottatt;fra\n");
    for row in 0..12 {
        reports.push_str(&format!("M2025-{row:03};KLIENT-{row:04};03.02.2025;skole\n"));
        referrals.push_str(&format!("H2025-{row:03};PASIENT-{row:04};03.02.2025;skole\n"));
    }
    folder.file("exports/2025/bekymringsmelding.csv", format!("{reports}M2025-900;{NUMBER};04.02.2025;nav\n"));
    folder.file("exports/2025/henvisning.csv", format!("{referrals}H2025-900;{};04.02.2025;skole\n", &NUMBER[1..]));
    folder
}

#[test]
fn a_plan_that_may_not_link_is_refused() {
    let no_basis = "[kobling]\nkilder = [\"melding\", \"henvisning\"]\n";
    let ran = project(no_basis).run(&["report", "-C", ".", "--aar", "2025"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    for said in ["kobling.rettsgrunnlag", "«melding»", "to tjenester"] {
        assert!(ran.stderr.contains(said), "{said}: {ran:?}");
    }
}

#[test]
fn children_who_cannot_be_linked_are_said_by_number_and_never_by_name() {
    let folder = project(BASIS);
    let ran = folder.run(&["check", "-C", ".", "--aar", "2025", "--format", "json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let about = json["findings"].as_array().unwrap().iter().filter(|finding| finding["id"] == "C064");
    let said: Vec<&str> = about.filter_map(|finding| finding["expected"].as_str()).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said.iter().all(|said| said.contains("12 av 13 (92,3 prosent)")), "{said:?}");

    let ran = folder.run(&["report", "-C", ".", "--aar", "2025"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let written = folder.files("reports");
    assert_eq!(secrets_in(ran.stdout.as_bytes()), [""; 0]);
    assert!(written.keys().any(|path| path.ends_with("aarsrapport-2025.xlsx")));
    for (path, bytes) in written {
        assert_eq!(secrets_in(&bytes), [""; 0], "{path}");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for id in ["KLIENT-", "PASIENT-"] {
            assert!(!text.contains(id) && !ran.stdout.contains(id), "{id} in {path}");
        }
    }
}

#[test]
fn a_plan_that_does_not_link_says_nothing_of_it() {
    let folder = project("");
    let ran = folder.run(&["check", "-C", ".", "--aar", "2025", "--format", "json"]);
    assert!(ran.code == 0 && !ran.stdout.contains("C064"), "{ran:?}");
}
