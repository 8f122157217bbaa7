use super::*;

const HEADER: &str = "id,label,aliases,valid_from,valid_to,replaced_by\n";

fn list(rows: &str) -> Result<CodeList, Vec<ListError>> {
    CodeList::parse(&format!("{HEADER}{rows}"))
}

#[test]
fn finds_by_any_spelling_and_refuses_a_shared_one() {
    let list = CodeList::parse("id,label,aliases,valid_from,valid_to\nskole,Skole,11|skolen,,\n").unwrap();
    assert_eq!((list.find("SKOLE "), list.find("11"), list.find("skol")), (Some(0), Some(0), None));
    assert_eq!(list.nearest("skol"), Some("Skole"));
    assert!(CodeList::parse("id,label,aliases,valid_from,valid_to\na,A,x,,\nb,B,X,,\n").is_err());
}

#[test]
fn a_spelling_may_go_from_one_code_to_the_next_and_is_read_by_year() {
    let list = list("old,Gammel,rus,,2025-12-31,\nnew,Ny,Rus,2026-01-01,,\n").unwrap();
    let cases = [
        ("rus", Some(2025), 0),
        ("RUS", Some(2025), 0),
        ("rus", Some(2026), 1),
        ("Rus", Some(2027), 1),
        ("rus", None, 0),
        ("new", None, 1),
        ("new", Some(2020), 1),
    ];
    for (text, year, code) in cases {
        assert_eq!(list.find_in(text, year), Some(code), "{text} {year:?}");
        assert_eq!(list.in_year(year).find(text), Some(code), "{text} {year:?}");
    }
}

#[test]
fn valid_years_have_both_ends() {
    let list = list("a,A,,2013-01-01,2024-12-31,b|c\nb,B,,2025-01-01,,\nc,C,,,2024-06-30,\nd,D,x,,,\n").unwrap();
    let cases = [
        (0, 2012, false),
        (0, 2013, true),
        (0, 2024, true),
        (0, 2025, false),
        (1, 2024, false),
        (1, 2099, true),
        (2, 2024, true),
        (2, 1900, true),
        (3, 1, true),
        (9, 2020, false),
    ];
    for (code, year, expected) in cases {
        assert_eq!(list.valid_in(code, year), expected, "{code} {year}");
    }
    let ids = |code, year| list.successor(code, year).iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(0, 2025), ["b"], "c is gone by then");
    assert!(ids(3, 2025).is_empty());
}

#[test]
fn a_successor_without_a_word_about_it_shares_a_spelling() {
    let list = list("old,Gammel,rus,,2025-12-31,\nnew,Ny,rus,2026-01-01,,\n").unwrap();
    assert_eq!(list.successor(0, 2026).iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["new"]);
    assert!(list.successor(0, 2025).is_empty());
}

#[test]
fn every_mistake_is_told_with_its_line() {
    let errors = list("Å,A,,,,\na,A,,2013-13-01,,\nb,B\nc,C,x,,,\nd,D,X,,,\nc,E,,,,\n").unwrap_err();
    assert_eq!(errors.iter().map(|it| it.line).collect::<Vec<_>>(), [2, 3, 4, 6, 7]);
    let overlapping = list("a,A,x,2020-01-01,2022-12-31,\nb,B,x,2022-01-01,,\n").unwrap_err();
    assert_eq!(overlapping[0].line, 3, "both in 2022");
}

#[test]
fn an_alias_can_be_added_but_not_taken() {
    let mut list = list("a,A,x,,,\nb,B,,,,\n").unwrap();
    list.add_alias("b", "Y").unwrap();
    assert_eq!(list.find("y"), Some(1));
    assert!(list.add_alias("b", "x").is_err() && list.add_alias("z", "q").is_err());
}
