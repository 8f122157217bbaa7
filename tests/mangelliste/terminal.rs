//! What `check` says on a terminal.

use super::check;
use crate::harness::Folder;

#[test]
fn the_terminal_says_each_kind_once() {
    let folder = Folder::project();
    let mut rows = "melding_id;barn_id;mottatt;melder;alder\n".to_owned();
    for row in 2..=5 {
        rows.push_str(&format!("M{row};B{row};31.02.2025;skole;4\n"));
    }
    rows.push_str("M6;B6;05.02.2025;skol;4\nM7;B7;05.02.2025;skole;4\nM7;B7;05.02.2025;skole;4\n");
    folder.file("exports/2025/barnevern/bekymringsmelding.csv", rows);
    for source in ["undersokelse", "barnevernstiltak", "henvisning", "kapasitet", "stafettlogg", "henvendelse"] {
        folder.file(&format!("exports/2025/{source}.xyz"), "x");
    }
    let said = check(&folder).stdout.replace('\u{a0}', " ");
    let expected = "\
feil C013: ikke en dato – 4 funn
  gjør:     rett datoen i fagsystemet og eksporter på nytt
  ventet:   en dato som dd.mm.åååå eller åååå-mm-dd
  eksempel: exports/2025/barnevern/bekymringsmelding.csv, linje 2,
            kolonne C (mottatt)
  filer:    exports/2025/barnevern/bekymringsmelding.csv (4)

feil C015: ukjent kode
  gjør:     rett koden i fagsystemet; nærmeste er Skole
  ventet:   en av verdiene i kodelisten melder
  sted:     exports/2025/barnevern/bekymringsmelding.csv, linje 6,
            kolonne D (melder)

advarsel C017: samme rad to ganger
  gjør:     ingenting; raden er telt én gang
  ventet:   hver rad én gang; den første står i
            exports/2025/barnevern/bekymringsmelding.csv linje 7
  sted:     exports/2025/barnevern/bekymringsmelding.csv, linje 8

Lest:       1 filer med 7 rader = 1 brukt + 1 utelatt + 5 avvist
";
    for part in expected.split("\n\n") {
        assert!(said.contains(part.trim_end()), "{part}\n--- is not in\n{said}");
    }
    for id in ["C013", "C015", "C017", "C023"] {
        assert_eq!(said.matches(&format!(" {id}: ")).count(), 1, "{id}: {said}");
    }
    assert!(said.find("C007").unwrap() < said.find("C013").unwrap(), "unread files first: {said}");
    assert!(said.ends_with("Mangelliste: ./reports/2025-mangelliste/mangelliste-2025.xlsx\n             (alle funn; i samme mappe én fil for hver avsender)\n"), "{said}");
    assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
}
