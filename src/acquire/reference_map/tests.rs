use super::*;

const FILE: &str = r#"title = "Trivsel på skolen"
source = "Ungdata"
licence = "CC BY 4.0"

[file]
names = ["ungdata*.csv"]
region = "Geografi"
year = "År"
decimal = "komma"
regions = { "Hele landet" = "EAK" }
marks = { "-" = ".." }

[[figure]]
indicator = "trivsel"
unit = "prosent"
context = true
value = "Andel"
where = { "Kjønn" = "Alle" }
"#;

fn maps(text: &str) -> Result<ReferenceMaps, Vec<String>> {
    ReferenceMaps::for_project(&[DefinitionFile { path: "reference/ungdata.toml".into(), bytes: text.into() }])
}

#[test]
fn a_project_adds_maps_and_replaces_built_in_ones() {
    let built_in = ReferenceMaps::built_in().unwrap();
    let with_own = maps(FILE).unwrap();
    assert_eq!(with_own.iter().count(), built_in.iter().count() + 1);
    let (map, shape) = with_own.of_file("Ungdata 2025.CSV").unwrap();
    assert_eq!((map.id.as_str(), shape.has_comma), ("ungdata", Some(true)));
    let replaced = [DefinitionFile { path: "reference/12615.toml".into(), bytes: FILE.into() }];
    let replaced = ReferenceMaps::for_project(&replaced).unwrap();
    assert_eq!(replaced.iter().count(), built_in.iter().count());
    assert!(replaced.figure("K1").is_none());
}

#[test]
fn every_mistake_is_told_at_once_with_its_place() {
    let cases: [(&str, &str, &str); 14] = [
        ("year = \"År\"", "year = \"År\"\nyear_is = 2018", "linje 5"),
        ("year = \"År\"", "", "enten year"),
        ("unit = \"prosent\"", "unit = \"pst\"", "linje 15, kolonne 8: «pst» er ikke blant antall, prosent"),
        ("value = \"Andel\"", "verdi = \"Andel\"", "linje 17, kolonne 1: ukjent nøkkel «verdi»"),
        ("value = \"Andel\"", "value = 7", "linje 17, kolonne 9"),
        ("value = \"Andel\"", "", "tallet trenger value"),
        ("\"..\" }", "\"?\" }", "«?» er ikke blant"),
        ("\"komma\"", "\"kolon\"", "komma, punktum"),
        ("[\"ungdata*.csv\"]", "[\"../ungdata.csv\"]", "mønster"),
        ("licence = \"CC BY 4.0\"", "", "licence mangler"),
        ("[file]", "[fil]", "ukjent nøkkel «fil»"),
        ("context = true", "context = \"ja\"", "true eller false"),
        ("context = true", "population = [17, 0]", "yngste og eldste"),
        ("title = ", "title ", "ikke gyldig TOML"),
    ];
    for (from, to, expected) in cases {
        let errors = maps(&FILE.replacen(from, to, 1)).unwrap_err();
        assert!(errors.iter().any(|error| error.contains(expected)), "{to}: {errors:?}");
        assert!(errors.iter().all(|error| error.starts_with("reference/ungdata.toml, linje ")), "{errors:?}");
    }
    let two = FILE.replace("unit = \"prosent\"", "unit = \"pst\"").replace("licence = \"CC BY 4.0\"", "");
    assert_eq!(maps(&two).unwrap_err().len(), 2);
}

#[test]
fn mistakes_in_what_is_asked_for() {
    let built_in = crate::catalogue::files("reference", "toml").into_iter().find(|(id, _)| *id == "12275").unwrap().1;
    let cases = [
        ("table = \"12275\"", "table = \"1227\"", "fem sifre"),
        ("\"0\", \"1\", \"2\"]", "\"1\", \"2\"]", "KOKbvfunksjon0000 = 0 står ikke i fixed"),
        ("\"0\", \"1\", \"2\"]", "\"0\", \"1&2\"]", "bare bokstaver"),
        (
            "where = { KOKalder0000 = \"F000-017\", KOKbvfunksjon0000 = \"0\" }",
            "",
            "flere kategorier av KOKbvfunksjon0000",
        ),
        ("first = 2015", "first = 15", "årstall"),
        ("\"land\"]", "\"verden\"]", "kommune, fylke, land"),
        ("[query]", "[file]", "ukjent nøkkel «table»"),
    ];
    for (from, to, expected) in cases {
        let changed = built_in.replacen(from, to, 1);
        assert_ne!(changed, built_in, "{from}");
        let errors = maps(&changed).unwrap_err();
        assert!(errors.iter().any(|error| error.contains(expected)), "{to}: {errors:?}");
    }
}

#[test]
fn cells_are_named_by_the_figure_they_are_or_by_themselves() {
    let maps = ReferenceMaps::built_in().unwrap();
    let map = maps.of_table("12275").next().unwrap();
    let place = |age, function| BTreeMap::from([("KOKalder0000", age), ("KOKbvfunksjon0000", function)]);
    let name = |code, age, function| map.name_of(code, &place(age, function));
    assert_eq!(name("KOSbvbarntiltaka0001", "F000-017", "0"), "K3");
    assert_eq!(
        name("KOSbvbarntiltaka0001", "F000-017", "2"),
        "KOSbvbarntiltaka0001;KOKalder0000=F000-017;KOKbvfunksjon0000=2"
    );
    let (_, outside) = maps.figure("K6").unwrap();
    let counted = outside.numerator.as_ref().unwrap();
    assert_eq!(map.names_of(counted)[0], name("KOSbvbarntiltaka0000", "F000-017", "2"));
    assert_eq!((maps.indicator("KOSbvbarnmelding0001"), maps.indicator("KOSannet0000")), ("K1", "KOSannet0000"));
}

#[test]
fn regions_are_words_of_the_map_codes_or_codes_before_a_name() {
    let shape = FileShape { regions: BTreeMap::from([("Heile landet".into(), "EAK".into())]), ..FileShape::default() };
    for (cell, code) in [
        ("heile landet", "EAK"),
        ("0425 Åsnes", "0425"),
        ("K-3418", "3418"),
        ("34 Innlandet", "EKA34"),
        ("0", "EAK"),
        ("Solør", "Solør"),
    ] {
        assert_eq!(shape.region_code(cell), code);
    }
}
