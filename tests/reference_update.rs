//! Fetching tables: from a server on this machine that answers well, and badly in every way there is.

use std::net::TcpListener;
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Folder, Ran};
use crate::replaying::{Reply, Server, ok, status, table_for};

const LIMIT: &str = "1500";

fn project() -> Folder {
    let folder = Folder::project();
    folder.file(
        "exports/2025/bekymringsmelding.csv",
        "melding_id;barn_id;mottatt;melder;alder\nM1;B1;03.02.2025;skole;12\n",
    );
    folder
}

fn update(folder: &Folder, server: &Server) -> Ran {
    let address = format!("{}/api/pxwebapi/v2/", server.address);
    folder.run(&["reference", "update", "-C", ".", "--base-url", &address, "--millisekunder", LIMIT])
}

#[test]
fn every_table_is_stored_with_its_question_its_hash_and_its_age() {
    let (folder, server) = (project(), Server::new(&[]));
    let ran = update(&folder, &server);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    assert!(ran.stdout.contains("Hentet 8 av 8 tabeller") && ran.stdout.contains("2026-06-15"), "{ran:?}");
    let stored = folder.files("reference");
    let tables = ["07459", "07459-fylke", "12275", "12279", "12286", "12305", "12615", "12870"];
    let mut expected: Vec<String> =
        tables.iter().flat_map(|table| ["hentet.toml", "json"].map(|end| format!("ssb-{table}.{end}"))).collect();
    expected.sort_unstable();
    assert_eq!(stored.keys().cloned().collect::<Vec<_>>(), expected);
    let note = String::from_utf8(stored["ssb-12615.hentet.toml"].clone()).unwrap();
    for line in [
        "tabell = \"12615\"",
        "hentet = \"2026-06-16\"",
        "oppdatert = \"2026-06-15T06:00:00Z\"",
        "lisens = \"CC BY 4.0\"",
        "/api/pxwebapi/v2/tables/12615/data?lang=no&outputFormat=json-stat2&valueCodes%5BKOKkommuneregion0000%5D=3418,EKA34,EAK",
    ] {
        assert!(note.contains(line), "{line}: {note}");
    }
    let asked = server.asked();
    assert!(asked.iter().all(|path| path.contains("from(2021)") && path.len() < 2000), "{asked:?}");
    let again = update(&folder, &server);
    assert_eq!((again.code, folder.files("reference")), (0, stored), "the same answers are the same files");
    let ran = folder.run(&["reference", "update", "--base-url", &server.address, "--dato", "2026-07-01"]);
    let note = folder.files("reference").remove("ssb-12615.hentet.toml").unwrap();
    assert!(ran.code == 0 && String::from_utf8(note).unwrap().contains("hentet = \"2026-07-01\""));
}

#[test]
fn what_was_fetched_is_read_and_its_age_is_said() {
    let (folder, server) = (project(), Server::new(&[]));
    assert_eq!(update(&folder, &server).code, 0);
    let findings = |folder: &Folder, year: &str| {
        folder.file(
            &format!("exports/{year}/bekymringsmelding.csv"),
            format!("melding_id;barn_id;mottatt;melder;alder\nM1;B1;03.02.{year};skole;12\n"),
        );
        let ran = folder.run(&["check", "-C", ".", "--aar", year, "--format", "json"]);
        let said: Value = serde_json::from_str(&ran.stdout).unwrap();
        let of =
            |it: &Value| (it["id"].as_str().unwrap().to_owned(), it["file"].as_str().unwrap_or_default().to_owned());
        let all: Vec<_> = said["findings"].as_array().unwrap().iter().map(of).collect();
        all.into_iter().filter(|(_, file)| file.starts_with("reference/")).collect::<Vec<_>>()
    };
    let ids = |found: Vec<(String, String)>| found.into_iter().map(|(id, _)| id).collect::<Vec<_>>();
    assert_eq!(ids(findings(&folder, "2025")), vec!["C083"; 8], "changed in June of the year after");
    assert_eq!(ids(findings(&folder, "2026")).iter().filter(|id| *id == "C084").count(), 8, "older than the year");
    let changed = folder.files("reference").remove("ssb-12615.json").unwrap();
    folder.file("reference/ssb-12615.json", [changed, b"\n".to_vec()].concat());
    let found = findings(&folder, "2025");
    assert!(found.contains(&("C085".to_owned(), "reference/ssb-12615.json".to_owned())), "{found:?}");
    std::fs::remove_file(folder.path().join("reference/ssb-12286.json")).unwrap();
    assert_eq!(findings(&folder, "2025").len(), 7, "a note without its file says nothing");
    let ran = folder.run(&["report", "-C", ".", "--aar", "2025"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let figures = folder.figures("reports/2025-aar");
    let county =
        figures.rows().iter().find(|row| row["indikator"] == "K1" && row["kommune"] == "EKA34" && row["aar"] == "2025");
    assert!(county.is_some_and(|row| !row["verdi"].is_empty()));
}

/// Replies, and what is said of them.
fn bad_replies() -> Vec<(&'static str, Vec<Reply>, &'static str)> {
    let path = "/tables/12615/data?lang=no&valueCodes%5BKOKkommuneregion0000%5D=EKA34\
                &valueCodes%5BContentsCode%5D=KOSbvbarnmelding0001,KOSbvbarnmelding0000&valueCodes%5BTid%5D=from(2025)";
    let changed = |change: fn(&mut Value)| {
        let mut table = table_for(path);
        change(&mut table);
        vec![Reply::Raw(ok(table.to_string().as_bytes()))]
    };
    let whole = table_for(path).to_string();
    let promised = ok(whole.as_bytes());
    vec![
        ("slow", vec![Reply::Slow(Duration::from_secs(10))], "ikke i tide"),
        ("a byte at a time", vec![Reply::Trickle], "ikke i tide"),
        ("broken JSON", vec![Reply::Raw(ok(&whole.as_bytes()[..whole.len() / 2]))], "feil i JSON"),
        ("no JSON", vec![Reply::Raw(ok(b"takk"))], "feil i JSON"),
        ("nothing", vec![Reply::Raw(ok(b""))], "feil i JSON"),
        ("a web page", vec![Reply::Raw(ok(b"\n<!DOCTYPE html><html></html>"))], "nettside"),
        ("no UTF-8", vec![Reply::Raw(ok(b"{\"a\": \"\xe5\"}"))], "UTF-8"),
        ("another JSON", vec![Reply::Raw(ok(b"{\"title\": \"Bad request\"}"))], "JSON-stat"),
        ("404", vec![status("404 Not Found", "")], "404"),
        ("400", vec![status("400 Bad Request", "")], "400"),
        ("403", vec![status("403 Forbidden", "")], "403"),
        ("429 for ever", vec![status("429 Too Many Requests", "Retry-After: 86400\r\n")], "prøvd 4 ganger"),
        ("503 for ever", vec![status("503 Service Unavailable", "Retry-After: i morgen\r\n")], "prøvd 4 ganger"),
        ("broken off", vec![Reply::Raw(promised[..promised.len() - 100].to_vec())], "brutt av"),
        ("no HTTP", vec![Reply::Raw(b"hei\r\n\r\n".to_vec())], "forbindelsen svikter"),
        ("hung up", vec![Reply::Raw(Vec::new())], "12615  ikke hentet"),
        ("another table", changed(|table| table["extension"]["px"]["tableid"] = json!("12616")), "tabell 12616"),
        ("no values", changed(|table| table["value"] = json!([null, null, null, null])), "ingen tall"),
        ("too few values", changed(|table| table["value"] = json!([1])), "12615  ikke hentet"),
        (
            "contents missing",
            changed(|table| {
                table["dimension"]["ContentsCode"]["category"]["index"] =
                    json!(["KOSbvbarnmelding0001", "KOSannet0000"]);
                table["dimension"]["ContentsCode"]["category"]["unit"] = Value::Null;
            }),
            "mangler KOSbvbarnmelding0000",
        ),
        (
            "a dimension renamed",
            changed(|table| {
                let body = table["dimension"]["KOKkommuneregion0000"].take();
                table["dimension"].as_object_mut().unwrap().remove("KOKkommuneregion0000");
                table["dimension"]["Region"] = body;
                table["id"][0] = json!("Region");
                table["role"]["geo"] = json!(["Region"]);
            }),
            "KOKkommuneregion0000",
        ),
        (
            "an open dimension",
            changed(|table| {
                table["id"] = json!(["KOKalder0000", "KOKkommuneregion0000", "ContentsCode", "Tid"]);
                table["size"] = json!([2, 1, 2, 2]);
                table["dimension"]["KOKalder0000"] = json!({"category": {"index": ["a", "b"]}});
                table["value"] = json!([1, 2, 3, 4, 5, 6, 7, 8]);
            }),
            "KOKalder0000",
        ),
    ]
}

#[test]
fn a_bad_answer_changes_nothing_and_keeps_no_other_table_from_being_fetched() {
    let good = Server::new(&[]);
    let folder = project();
    assert_eq!(update(&folder, &good).code, 0);
    let before = folder.files("reference");
    for (why, replies, said) in bad_replies() {
        let server = Server::new(&[("12615", replies)]);
        let ran = update(&folder, &server);
        assert_eq!(ran.code, 3, "{why}: {ran:?}");
        assert!(ran.stderr.contains(said) && ran.stderr.contains("12615"), "{why}: {ran:?}");
        assert!(ran.stderr.contains("er som før") && ran.stdout.contains("Hentet 7 av 8"), "{why}: {ran:?}");
        let after = folder.files("reference");
        for file in ["ssb-12615.json", "ssb-12615.hentet.toml"] {
            assert_eq!(after[file], before[file], "{why}");
        }
        assert_eq!(after.len(), before.len(), "{why}: nothing half-written is left");
    }
    let empty = project();
    let ran = update(&empty, &Server::new(&[("12615", vec![status("404 Not Found", "")])]));
    assert!(ran.code == 3 && !ran.stderr.contains("er som før"), "{ran:?}");
    assert_eq!(empty.files("reference").len(), 14);
}

#[test]
fn an_answer_that_is_too_large_or_sent_in_a_ring_is_given_up() {
    let folder = project();
    let run = |reply: Reply| {
        let server = Server::new(&[("12615", vec![reply])]);
        let address = format!("{}/v2", server.address);
        // Fifty megabytes take their time.
        let ran = folder.run(&["reference", "update", "--base-url", &address, "--millisekunder", "20000"]);
        let times = server.asked().iter().filter(|path| path.contains("/tables/12615/")).count();
        assert_eq!(ran.code, 3, "{ran:?}");
        (ran.stderr, times)
    };
    let (said, times) = run(Reply::Endless);
    assert!(said.contains("over 50 MB") && times == 1, "{said} {times}");
    let (said, times) = run(status("302 Found", "Location: /tables/12615/data\r\n"));
    assert!(said.contains("sender videre i ring") && times == 4, "{said} {times}");
}

#[test]
fn a_busy_server_is_asked_again_and_then_answers() {
    let replies = vec![
        status("429 Too Many Requests", "Retry-After: 0\r\n"),
        status("503 Service Unavailable", ""),
        Reply::Raw(Vec::new()),
        Reply::Good,
    ];
    let (folder, server) = (project(), Server::new(&[("12615", replies)]));
    let ran = update(&folder, &server);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(server.asked().iter().filter(|path| path.contains("/tables/12615/")).count(), 4);
}

#[test]
fn what_cannot_be_asked_is_said_before_anything_is() {
    let folder = project();
    for address in ["http://data.ssb.no/api", "ftp://localhost", "data.ssb.no", ""] {
        let ran = folder.run(&["reference", "update", "--base-url", address]);
        assert!(ran.code == 2 && ran.stderr.contains("https://"), "{address}: {ran:?}");
    }
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let ran = folder.run(&["reference", "update", "--base-url", &format!("http://{nobody}"), "--millisekunder", LIMIT]);
    assert!(
        ran.code == 3 && ran.stderr.contains("får ikke kontakt") && ran.stdout.contains("Hentet 0 av 8"),
        "{ran:?}"
    );
    folder.file("reference/eget.toml", "title = \"Uten resten\"\n");
    let ran = folder.run(&["reference", "update", "--base-url", "http://localhost:1"]);
    assert!(ran.code == 2 && ran.stderr.contains("reference/eget.toml, linje 1"), "{ran:?}");
    let ran = folder.run(&["katalog", "-C", "."]);
    assert!(ran.code == 2 && ran.stderr.contains("reference/eget.toml, linje 1"), "{ran:?}");
    let empty = Folder::new();
    assert_eq!(empty.run(&["reference", "update"]).code, 2, "no plan");
}
