use serde_json::{Value, json};

use super::*;

const ORDER: (&str, &str) = (
    include_str!("../../../tests/fixtures/jsonstat/order.json"),
    include_str!("../../../tests/fixtures/jsonstat/order.csv"),
);
const HIERARCHY: (&str, &str) = (
    include_str!("../../../tests/fixtures/jsonstat/hierarchy.json"),
    include_str!("../../../tests/fixtures/jsonstat/hierarchy.csv"),
);
const STATES: (&str, &str) = (
    include_str!("../../../tests/fixtures/jsonstat/us-gsp.json"),
    include_str!("../../../tests/fixtures/jsonstat/us-gsp.csv"),
);
const SSB: &str = include_str!("../../../tests/fixtures/jsonstat/ssb-api.json");
const CASES: &str = include_str!("../../../tests/fixtures/jsonstat/validator_cases.json");

fn one(json: &str) -> Dataset {
    let mut datasets = read(json).unwrap();
    assert_eq!(datasets.len(), 1);
    datasets.remove(0)
}

/// The cells with labels, as json-stat.org publishes each sample beside it.
fn labelled(dataset: &Dataset) -> Vec<Vec<String>> {
    let row = |cell: Cell| {
        let label = |it: &Dimension| it.categories[it.category_of(cell.number)].label.clone();
        dataset.dimensions.iter().map(label).chain([cell.value.into_owned()]).collect()
    };
    dataset.cells().map(row).collect()
}

#[test]
fn samples_have_the_cells_of_their_published_csv() {
    for (json, published) in [ORDER, HIERARCHY, STATES] {
        let dataset = one(json);
        let mut reader = csv::Reader::from_reader(published.as_bytes());
        let header: Vec<String> = reader.headers().unwrap().iter().map(|name| name.trim().to_owned()).collect();
        let names: Vec<&str> = dataset.dimensions.iter().map(|it| it.label.as_str()).chain(["value"]).collect();
        assert_eq!(header, names);
        let rows: Vec<Vec<String>> = reader.deserialize().map(Result::unwrap).collect();
        assert_eq!(labelled(&dataset), rows);
    }
}

#[test]
fn the_first_edition_is_read_with_its_marks() {
    let dataset = one(SSB);
    let cells: Vec<Cell> = dataset.cells().collect();
    assert_eq!((cells.len(), dataset.len()), (1260, 1260));
    let missing: Vec<&Cell> = cells.iter().filter(|cell| cell.value.is_empty()).collect();
    assert_eq!(missing.len(), 390);
    assert!(missing.iter().all(|cell| !cell.status.is_empty()), "each says why");
    let first: Vec<&str> = cells.iter().take(3).map(|cell| cell.value.as_ref()).collect();
    assert_eq!(first, ["2036", "1481", "1496"]);
    let roles: Vec<_> = dataset.dimensions.iter().map(|it| (it.id.as_str(), it.role)).collect();
    let expected = [("Kjonn", None), ("Alder", None), ("ContentsCode", Some(Role::Metric)), ("Tid", Some(Role::Time))];
    assert_eq!(roles, expected);
}

#[test]
fn valid_cases_are_read_and_the_others_refused() {
    let cases: Vec<Value> = serde_json::from_str(CASES).unwrap();
    let mut read_cases = 0;
    for case in &cases {
        let found = read(&case["input"].to_string());
        // A missing unit is a lack that the reader may live with: the case has a code and is valid all the same.
        assert_eq!(found.is_ok(), case["expected"]["valid"] == true, "{}: {:?}", case["id"], found.err());
        read_cases += usize::from(found.is_ok());
    }
    assert_eq!((cases.len(), read_cases), (20, 5));
}

#[test]
fn a_file_cut_short_is_refused_and_never_a_panic() {
    for end in (0..SSB.trim_end().len()).step_by(97) {
        let cut = String::from_utf8_lossy(&SSB.as_bytes()[..end]);
        assert!(read(&cut).is_err(), "{end}");
    }
}

fn small() -> Value {
    json!({
        "version": "2.0", "class": "dataset", "id": ["x", "y"], "size": [2, 1],
        "dimension": {
            "x": {"category": {"index": {"b": 1, "a": 0}}},
            "y": {"category": {"label": {"only": "The only one"}}},
        },
        "value": [1, 2.5],
    })
}

#[test]
fn values_and_statuses_in_each_form() {
    for (why, value, status, expected) in [
        ("each", json!([1, null]), json!(["", ".."]), [("1", "", true), ("", "..", true)]),
        ("some", json!({"1": "x"}), json!({"0": ":"}), [("", ":", true), ("x", "", true)]),
        ("the same for all", json!({"0": 1.0}), json!("p"), [("1", "p", true), ("", "p", false)]),
        (
            "small and large",
            json!([0.000_01, 1e15]),
            Value::Null,
            [("0.00001", "", true), ("1000000000000000", "", true)],
        ),
    ] {
        let mut file = small();
        file["value"] = value;
        file["status"] = status;
        let dataset = one(&file.to_string());
        let cells: Vec<_> = dataset.cells().map(|it| (it.value.into_owned(), it.status, it.is_stated)).collect();
        let expected = expected.map(|(value, status, is_stated)| (value.to_owned(), status, is_stated));
        assert_eq!(cells, expected, "{why}");
        let codes: Vec<&str> = dataset.dimensions[0].categories.iter().map(|it| it.id.as_str()).collect();
        assert_eq!((codes, dataset.dimensions[1].categories[0].id.as_str()), (vec!["a", "b"], "only"));
    }
}

#[test]
fn hostile_shapes_are_refused() {
    let long = "x".repeat(LONGEST_TEXT + 1);
    let cases = [
        ("overflow", "/size", json!([u64::MAX, u64::MAX])),
        ("too many cells", "/size", json!([2, 4_000_000_000_u64])),
        ("no cells", "/size", json!([0, 1])),
        ("negative size", "/size", json!([-2, 1])),
        ("a size that is text", "/size", json!(["2", 1])),
        ("one id twice", "/id", json!(["x", "x"])),
        ("no id", "/id", json!([])),
        ("an id that is no text", "/id", json!(["x", 1])),
        ("no value", "/value", Value::Null),
        ("a value that is an object", "/value", json!([1, {}])),
        ("a place written another way", "/value", json!({"00": 1})),
        ("a negative place", "/value", json!({"-1": 1})),
        ("a status that is a number", "/status", json!([1, 2])),
        ("one place twice", "/dimension/x/category/index", json!({"a": 0, "b": 0})),
        ("one code twice", "/dimension/x/category/index", json!(["a", "a"])),
        ("a blank code", "/dimension/x/category/index", json!(["a", " "])),
        ("a long code", "/dimension/x/category/index", json!(["a", long])),
        ("no categories", "/dimension/x", json!({})),
        ("a dimension that is a list", "/dimension", json!([])),
        ("a role that is text", "/role", json!({"time": "x"})),
        ("a hierarchy that is text", "/dimension/x/category/child", json!({"a": "b"})),
        ("another edition", "/version", json!("3.0")),
        ("another class", "/class", json!("dimension")),
    ];
    assert!(read(&small().to_string()).is_ok());
    for (why, place, value) in cases {
        let mut file = small();
        let (parent, name) = place.rsplit_once('/').unwrap();
        file.pointer_mut(parent).unwrap()[name] = value;
        assert!(read(&file.to_string()).is_err(), "{why}");
    }
    for text in ["", "null", "[]", "{}", "{\"dataset\": 1}", "{\"version\": \"2.0\", \"class\": \"collection\"}"] {
        assert!(read(text).is_err(), "{text}");
    }
}
