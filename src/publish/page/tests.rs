use std::collections::BTreeSet;

use super::*;
use crate::compare::{Aims, judge};
use crate::protect::testing_book::{Book, Draft, break_down, count, indicator, measure, rich};
use crate::publish::appearance::Appearance;
use crate::publish::chart::charts;
use crate::publish::document::document;
use crate::units::Unit;

fn made(book: Book) -> String {
    let mut publishable = book.publishable();
    judge(&mut publishable, &Aims::default(), None);
    page(&document(&publishable, &charts(&publishable), &Appearance::default()))
}

/// The values of an attribute.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let pieces = page.split(&format!(" {attribute}=\"")).skip(1).collect::<Vec<_>>();
    pieces.into_iter().filter_map(|piece| piece.split('"').next()).collect()
}

#[test]
fn every_id_is_given_once_and_every_link_leads_somewhere() {
    let page = made(rich());
    let mut ids = BTreeSet::new();
    for id in values(&page, "id") {
        assert!(ids.insert(id), "{id} twice");
    }
    for attribute in ["href", "for", "aria-labelledby"] {
        let named = values(&page, attribute);
        assert!(!named.is_empty(), "{attribute}");
        for id in named.into_iter().flat_map(|it| it.split(' ')) {
            assert!(ids.contains(id.trim_start_matches('#')), "{attribute} {id}");
        }
    }
    values(&page, "value")
        .into_iter()
        .filter(|it| it.starts_with("indikator"))
        .for_each(|id| assert!(ids.contains(id)));
}

#[test]
fn nothing_is_fetched() {
    let page = made(rich());
    let without_names = page.replace("http://www.w3.org/2000/svg", "");
    for word in ["http:", "https:", "src=", "url(", "@import", "<link", "<iframe", "fetch("] {
        assert!(!without_names.contains(word), "{word}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn tables_have_captions_and_scopes_and_the_page_its_landmarks() {
    let page = made(rich());
    let count = |what: &str| page.matches(what).count();
    assert!(count("<table>") > 10);
    assert_eq!(count("<caption"), count("<table>"));
    assert_eq!(count("<tbody>\n<tr><th scope=\"row\""), count("<table>"));
    for once in ["<main ", "<header>", "<nav ", "<footer>", "<h1>", "class=\"skip\"", "<html lang=\"nb\">"] {
        assert_eq!(count(once), 1, "{once}");
    }
    assert_eq!(count("<figure>"), count("<svg "));
    assert!(count("<figure>") > 3);
    assert_eq!(count("class=\"rull bilde\""), count("<figure>"), "each in a box that may scroll");
    assert!(!page.contains("Skriv her"), "the team's text is in the draft");
    assert!(page.contains("<span aria-hidden=\"true\">:</span><span class=\"hort\">skjermet</span>"));
}

/// A picture is heard by its headline, which on a page stands as text beside it.
#[test]
fn every_picture_has_a_name_and_a_description() {
    let page = made(rich());
    let titles: Vec<&str> = page.split("-tittel\">").skip(1).filter_map(|rest| rest.split("</").next()).collect();
    assert_eq!(titles.len(), page.matches("<svg ").count());
    assert!(titles.iter().all(|title| !title.trim().is_empty()), "{titles:?}");
    let described = page.split("-beskrivelse\">").skip(1);
    assert!(described.into_iter().all(|rest| !rest.starts_with("</desc>")));
}

/// What is chosen on the screen takes nothing from the paper.
#[test]
fn what_is_seen_is_chosen_for_the_screen_only() {
    let (before, after) = STYLE.split_once("@media screen {").unwrap();
    let (screen, rest) = after.split_once("\n}\n").unwrap();
    assert!(screen.contains("data-visning") && screen.contains("#utvalg"));
    assert!(![before, rest].iter().any(|style| style.contains("data-visning") || style.contains("#utvalg")));
}

/// No level is left out on the way down.
#[test]
fn headings_go_down_one_level_at_a_time() {
    let page = made(rich());
    let levels: Vec<u32> = page
        .match_indices("<h")
        .filter_map(|(at, _)| page[at + 2..].chars().next().and_then(|letter| letter.to_digit(10)))
        .collect();
    assert_eq!(levels[0], 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}

/// A script with digits in it could hold a figure; ours has none.
#[test]
fn the_script_has_no_numbers() {
    assert!(!SCRIPT.bytes().any(|byte| byte.is_ascii_digit()));
}

#[test]
fn the_same_report_gives_the_same_bytes_and_no_withheld_number() {
    const SECRET: u32 = 918_273;
    let book = || {
        let totals = [Draft::Open(count(40)), Draft::Secret(count(SECRET))];
        let mut all = measure("K4", "Meldinger", Unit::Antall, 2024, &totals);
        break_down(&mut all, "melder", "Melder", &[("skole", "Skole", &[Draft::Secret(count(SECRET)); 2])]);
        Book::new().with(indicator("K4", "Meldinger", vec![all]))
    };
    let page = made(book());
    assert_eq!(page, made(book()));
    for written in ["918273", "918\u{a0}273", "918 273"] {
        assert!(!page.contains(written));
    }
}

#[test]
fn names_cannot_break_out() {
    let odd = "</h3><script>alert(\"x\")</script>'&";
    let one = measure("X1", odd, Unit::Antall, 2024, &[Draft::Open(count(40)); 2]);
    let page = made(Book::new().with(indicator("X1", odd, vec![one])));
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(made(Book::new()).contains("<main "), "also where there is nothing");
}
