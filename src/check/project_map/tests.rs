use super::*;
use crate::check::SourceMaps;

/// Places with a word of what is told there.
type Told = &'static [(&'static str, &'static str)];

fn merged(files: &[(&str, &str)]) -> Result<Merged, Vec<String>> {
    let built_in = SourceMaps::built_in().unwrap();
    let mut merged = Merged {
        maps: built_in.iter().map(|map| (map.id.clone(), map.clone())).collect(),
        lists: built_in.lists().map(|(name, list)| (name.to_owned(), list.clone())).collect(),
    };
    let files: Vec<DefinitionFile> = files
        .iter()
        .map(|(path, text)| DefinitionFile { path: format!("sources/{path}"), bytes: text.as_bytes().to_vec() })
        .collect();
    let errors = merge(&files, &mut merged);
    if errors.is_empty() { Ok(merged) } else { Err(errors) }
}

#[test]
fn everything_a_project_may_say_is_put_on_the_map() {
    let text = "\u{feff}source = \"henvisning\"\nfiles = [\"Uttrekk*.xlsx\"]\nignore = [\"Merknad\"]\n\
        [field.mottatt]\naliases = [\"Innk. BFT\"]\nformat = \"excel-1904\"\n\
        [field.alder]\ndecimal = \"point\"\n[field.fra]\nrequired = false\n\
        [field.arsak]\ncodelist = \"arsak-bft\"\nidentifying = true\n\
        [codes.instans]\nskole = [\"skulen\"]\n";
    let list = "id,label,aliases,valid_from,valid_to\nsinne,Sinne,raseri,2025-01-01,\n";
    let merged =
        merged(&[("henvisning.toml", text), ("kodelister/arsak-bft.csv", list)]).unwrap_or_else(|it| panic!("{it:?}"));
    let map = &merged.maps["henvisning"];
    let field = |name: &str| map.field(name).unwrap();
    assert_eq!(map.field_named("innk bft"), map.field_named("mottatt"));
    assert!(map.ignores("MERKNAD") && map.files == ["Uttrekk*.xlsx"]);
    assert_eq!(field("mottatt").format, Some(crate::check::DateFormat::Excel1904));
    assert_eq!(field("alder").decimal, Some(crate::check::DecimalMark::Point));
    assert!(!field("fra").required && field("arsak").identifying);
    let own = &merged.lists[field("fra").codelist.as_deref().unwrap()];
    let built_in = &merged.lists["instans"];
    assert_eq!(own.find("Skulen"), built_in.find("skole"), "the same code in the same place");
    assert_eq!(built_in.find("skulen"), None, "other sources read as before");
    assert_eq!(merged.lists[field("arsak").codelist.as_deref().unwrap()].find("Raseri"), Some(0));
}

#[test]
fn a_header_given_to_a_field_is_taken_from_the_one_that_had_it() {
    let text = "[field.konkludert]\naliases = [\"dato\"]\n";
    let merged = merged(&[("bekymringsmelding.toml", text)]).unwrap_or_else(|it| panic!("{it:?}"));
    let map = &merged.maps["bekymringsmelding"];
    let named = map.field_named("Dato").map(|field| map.fields[field].name.as_str());
    assert_eq!(named, Some("konkludert"));
}

#[test]
fn every_mistake_is_told_at_once_with_line_and_column() {
    let cases: [(&str, &str, Told); 12] = [
        ("syntax", "source = \"henvisning\n", &[("linje 1, kolonne", "TOML")]),
        (
            "unknown keys",
            "alias = 1\n[field.alder]\nnavn = \"x\"\n",
            &[("linje 1, kolonne 1", "«alias»"), ("linje 3, kolonne 1", "«navn»")],
        ),
        ("another source", "source = \"kapasitet\"\n", &[("linje 1, kolonne 10", "henvisning")]),
        ("no such field", "\n[field.motatt]\n", &[("linje 2, kolonne 8", "mente du mottatt")]),
        (
            "wrong types",
            "files = \"a\"\nignore = [1]\nfield = 3\n",
            &[("linje 3, kolonne 9", "tabell"), ("linje 1, kolonne 9", "liste"), ("linje 2, kolonne 11", "tekst")],
        ),
        ("unknown format", "[field.mottatt]\nformat = \"mm/dd/yyyy\"\n", &[("linje 2, kolonne 10", "excel-1904")]),
        ("format of a code", "[field.fra]\nformat = \"yyyy-mm-dd\"\n", &[("linje 2, kolonne 10", "format")]),
        (
            "no such list",
            "[field.fra]\ncodelist = \"borte\"\n[codes.melder]\n",
            &[("linje 2, kolonne 12", "borte"), ("linje 3, kolonne 8", "melder")],
        ),
        (
            "no such code, taken spelling",
            "[codes.instans]\nskol = [\"x\"]\nskole = [\"NAV\"]\n",
            &[("linje 2, kolonne 9", "«skol»"), ("linje 3, kolonne 10", "«NAV»")],
        ),
        (
            "needed",
            "[field.mottatt]\nrequired = false\n[field.barn_id]\nidentifying = false\n",
            &[("linje 2, kolonne 12", "utelates"), ("linje 4, kolonne 15", "skrus av")],
        ),
        (
            "two fields",
            "ignore = [\"Når\"]\n[field.mottatt]\naliases = [\"alder\", \"Når\"]\n[field.fra]\naliases = [\"\"]\n",
            &[
                ("linje 3, kolonne 12", "betyr allerede alder"),
                ("linje 3, kolonne 21", "betyr allerede ignore"),
                ("linje 5, kolonne 12", "tomt"),
            ],
        ),
        ("pattern", "files = [\"mappe/x.csv\"]\n", &[("linje 1, kolonne 10", "mønster")]),
    ];
    for (why, text, expected) in cases {
        let errors = merged(&[("henvisning.toml", text)]).err().unwrap_or_default();
        assert_eq!(errors.len(), expected.len(), "{why}: {errors:?}");
        for (place, word) in expected {
            let found = errors
                .iter()
                .any(|it| it.starts_with("sources/henvisning.toml, ") && it.contains(place) && it.contains(word));
            assert!(found, "{why}: {place} {word} in {errors:?}");
        }
    }
}

#[test]
fn files_that_are_no_definition_are_told_with_their_name() {
    let cases = [
        ("henvisninger.toml", "mente du henvisning"),
        ("henvisning.toml.txt", "KILDE.toml"),
        ("mappe/henvisning.toml", "KILDE.toml"),
        ("kodelister/kjonn.csv", "kan ikke byttes ut"),
        ("kodelister/ny.csv", "linje 2"),
    ];
    for (path, word) in cases {
        let errors = merged(&[(path, "id,label,aliases,valid_from,valid_to\nÅ,x,,,\n")]).err().unwrap_or_default();
        assert_eq!(errors.len(), 1, "{path}: {errors:?}");
        assert!(errors[0].contains(&format!("sources/{path}")) && errors[0].contains(word), "{errors:?}");
    }
}
