use super::*;
use crate::acquire::{Snapshot, acquire};

fn learn(path: &str, text: &str) -> Vec<Proposal> {
    let maps = SourceMaps::built_in().unwrap();
    let file = Snapshot::held(format!("exports/2025/{path}"), Some(2025), text.as_bytes());
    proposals(acquire(&[file], &maps.vocabulary()).unwrap(), &[], &maps).unwrap()
}

#[test]
fn unknown_headers_are_given_to_the_field_they_are_like() {
    let text = "henvisning_id;barn_id;Motatt dato;fra;Fargekode;Ring 12345678;ola@nordmann.no\nH1;B1;x;skole;;;\n";
    let [proposal] = learn("henvisning.csv", text).try_into().unwrap();
    assert_eq!((proposal.source.as_str(), proposal.headers), ("henvisning", 4));
    assert!(
        proposal.toml.contains("[field.mottatt]\n# «Motatt dato» (filer: 1)\naliases = [\"Motatt dato\"]"),
        "{}",
        proposal.toml
    );
    assert!(proposal.toml.contains("# ignore = [\"Fargekode\"]"), "{}", proposal.toml);
    for hidden in ["12345678", "ola@", "H1", "B1"] {
        assert!(!proposal.toml.contains(hidden), "{hidden}: {}", proposal.toml);
    }
    let read: Result<toml::Table, _> = toml::from_str(&proposal.toml);
    assert!(read.is_ok(), "{read:?}");
}

#[test]
fn a_spelling_is_repeated_only_where_many_children_have_it() {
    let mut text = String::from("henvisning_id;barn_id;mottatt;fra\n");
    let mut row = 0;
    let mut add = |child: usize, from: &str| {
        row += 1;
        let _ = writeln!(text, "H{row};B{child};05.03.2025;{from}");
    };
    for child in 0..6 {
        add(child, "skulen");
        add(child, "tlf 99");
        add(1, "Kari Nordmann");
        add(child, "en lang setning om hva som skjedde hjemme");
    }
    add(9, "Storgata");
    let [proposal] = learn("henvisning.csv", &text).try_into().unwrap();
    assert_eq!((proposal.headers, proposal.codes), (0, 5));
    assert!(
        proposal.toml.contains("[codes.instans]\n# «skulen» (rader: 6)\n# \"skole\" = [\"skulen\"]"),
        "{}",
        proposal.toml
    );
    for hidden in ["Kari", "Storgata", "99", "setning", "B1", "05.03"] {
        assert!(!proposal.toml.contains(hidden), "{hidden}: {}", proposal.toml);
    }
}

#[test]
fn nothing_is_proposed_for_files_that_can_be_read() {
    assert!(learn("henvisning.csv", "henvisning_id;barn_id;mottatt;fra\nH1;B1;05.03.2025;skole\n").is_empty());
}

#[test]
fn two_headers_of_one_file_are_never_the_same_field() {
    let text = "henvisning_id;barn_id;fra;Motatt dato;Mottatdato\nH1;B1;skole;x;y\n";
    let [proposal] = learn("henvisning.csv", text).try_into().unwrap();
    assert_eq!(proposal.toml.matches("[field.mottatt]").count(), 1);
    assert!(proposal.toml.contains("aliases = [\"Motatt dato\"]"), "{}", proposal.toml);
}

#[test]
fn a_field_the_file_can_do_without_is_never_taken_for_granted() {
    let text = "henvisning_id;barn_id;mottatt;fra;Kommentar\nH1;B1;05.03.2025;skole;hei\n";
    let [proposal] = learn("henvisning.csv", text).try_into().unwrap();
    assert!(proposal.toml.contains("\n# [field.kommune]\n# aliases = [\"Kommentar\"]"), "{}", proposal.toml);
    let read: toml::Table = toml::from_str(&proposal.toml).unwrap();
    assert_eq!(read.keys().collect::<Vec<_>>(), ["source"]);
}

#[test]
fn text_is_quoted_as_toml_wants_it() {
    assert_eq!(quoted("a\"b\\c\u{1}"), "\"a\\\"b\\\\c\\u0001\"");
}

#[test]
fn a_probable_header_is_learned_from_as_well() {
    let maps = SourceMaps::built_in().unwrap();
    let header = ["Hvem henviser", "Barn-IDen", "Motatt datum"].map(str::to_owned).to_vec();
    let found = proposals(Acquired::default(), &[("henvisning".to_owned(), header)], &maps).unwrap();
    assert_eq!(found.len(), 1);
    for field in ["[field.barn_id]", "[field.mottatt]"] {
        assert!(found[0].toml.contains(field), "{}", found[0].toml);
    }
}
