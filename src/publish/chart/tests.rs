//! Hundreds of pseudo-random charts of both kinds, and what a reader must find in a few hand-made ones.

mod colours;
mod look;
mod random;

use super::canvas::Area;
use super::style::WIDTH;
use super::*;
use crate::compute::{ReferenceRole, ReferenceSeries, ReferenceValue};
use crate::protect::testing::{
    breakdown, heading, indicator, measure, publishable, publishable_with, shown, shown_within,
};
use crate::protect::{Cell, Heading, Publishable};
use crate::units::{Unit, Window};

fn only(measure: crate::compute::MeasureTable<Cell>) -> Vec<Chart> {
    charts(&publishable(vec![indicator(vec![measure])]))
}

fn county(name: &str, role: ReferenceRole, points: &[(i32, f64)]) -> ReferenceSeries {
    let points = points.iter().map(|(year, value)| (*year, ReferenceValue::Figure(*value))).collect();
    ReferenceSeries { region: "EKA34".to_owned(), name: name.to_owned(), role, points, basis: Vec::new() }
}

/// The elements called `name` as attribute lists.
fn elements<'a>(document: &'a roxmltree::Document<'a>, name: &str) -> Vec<roxmltree::Node<'a, 'a>> {
    document.descendants().filter(|node| node.has_tag_name(name)).collect()
}

fn number(node: roxmltree::Node<'_, '_>, attribute: &str) -> f64 {
    node.attribute(attribute).unwrap().parse().unwrap()
}

#[test]
fn texts_keep_apart_and_inside_in_hundreds_of_charts() {
    for seed in 0..400 {
        for chart in charts(&random::publishable(seed)) {
            let (canvas, height) = drawn(&chart);
            let texts = canvas.texts();
            for (index, (text, area)) in texts.iter().enumerate() {
                let inside = area.left >= 0.0 && area.right <= WIDTH && area.top >= 0.0 && area.bottom <= height;
                assert!(inside, "seed {seed}, {}: «{text}» at {area:?} leaves the chart", chart.stem);
                let covered: Option<&(String, Area)> = texts[..index].iter().find(|(_, other)| other.overlaps(*area));
                assert_eq!(covered, None, "seed {seed}, {}: «{text}» at {area:?} overlaps", chart.stem);
            }
        }
    }
}

#[test]
fn marks_stay_inside_in_hundreds_of_charts() {
    for seed in 0..400 {
        for chart in charts(&random::publishable(seed)) {
            let svg = svg(&chart);
            let document = roxmltree::Document::parse(&svg).unwrap();
            let view_box: Vec<f64> =
                document.root_element().attribute("viewBox").unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
            for rect in elements(&document, "rect") {
                let (right, bottom) = match rect.attribute("x") {
                    Some(_) => (number(rect, "x") + number(rect, "width"), number(rect, "y") + number(rect, "height")),
                    None => (number(rect, "width"), number(rect, "height")),
                };
                assert!(right <= view_box[2] && bottom <= view_box[3], "seed {seed}, {}", chart.stem);
            }
            for line in elements(&document, "line") {
                let inside = ["x1", "x2"].iter().all(|x| (0.0..=view_box[2]).contains(&number(line, x)))
                    && ["y1", "y2"].iter().all(|y| (0.0..=view_box[3]).contains(&number(line, y)));
                assert!(inside, "seed {seed}, {}: {line:?}", chart.stem);
            }
        }
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    for seed in 0..20 {
        let [first, second] = [0, 1].map(|_| charts(&random::publishable(seed)));
        assert_eq!(first, second, "seed {seed}");
        let drawings = |charts: &[Chart]| charts.iter().map(svg).collect::<Vec<_>>();
        assert_eq!(drawings(&first), drawings(&second), "seed {seed}");
    }
}

#[test]
fn columns_and_bars_start_at_zero_and_are_proportional() {
    let mut counts = measure("K1", Unit::Antall, &[shown(10.0), shown(0.0), shown(40.0)]);
    counts.breakdowns = vec![breakdown("melder", &[("Skole", shown(30.0)), ("Politi", shown(10.0))])];
    let charts = only(counts);
    let stems: Vec<&str> = charts.iter().map(|chart| chart.stem.as_str()).collect();
    assert_eq!(stems, ["K1", "K1-melder"]);

    let columns = svg(&charts[0]);
    let document = roxmltree::Document::parse(&columns).unwrap();
    let rects = elements(&document, "rect");
    assert_eq!(rects.len(), 3, "the ground and two columns: a zero has none");
    let foot = |rect| number(rect, "y") + number(rect, "height");
    assert!((foot(rects[1]) - foot(rects[2])).abs() < 0.11);
    assert!((number(rects[2], "height") / number(rects[1], "height") - 4.0).abs() < 0.05);

    let bars = svg(&charts[1]);
    let document = roxmltree::Document::parse(&bars).unwrap();
    let rects = elements(&document, "rect");
    assert!((number(rects[1], "x") - number(rects[2], "x")).abs() < 0.01);
    assert!((number(rects[1], "width") / number(rects[2], "width") - 3.0).abs() < 0.05);
}

#[test]
fn withheld_and_missing_have_words_and_no_mark() {
    let mut counts = measure("K1", Unit::Antall, &[Cell::Missing, Cell::Withheld, shown(8.0)]);
    counts.breakdowns = vec![breakdown(
        "melder",
        &[("Skole", Cell::Withheld), ("Politi", shown(8.0)), ("Lege", Cell::Missing), ("Andre", Cell::NotApplicable)],
    )];
    for chart in only(counts) {
        let svg = svg(&chart);
        let document = roxmltree::Document::parse(&svg).unwrap();
        assert_eq!(elements(&document, "rect").len(), 2, "{}", chart.stem);
        assert_eq!(svg.matches(">skjermet<").count(), 1, "{}", chart.stem);
        assert_eq!(svg.matches(">mangler<").count(), 1, "{}", chart.stem);
        assert!(chart.footer[0].starts_with("Skjermet:"), "{:?}", chart.footer);
    }
}

#[test]
fn nothing_but_withheld_cells_shows_no_scale() {
    let charts = only(measure("K1", Unit::Prosent, &[Cell::Withheld; 4]));
    let svg = svg(&charts[0]);
    assert_eq!(svg.matches(">skjermet<").count(), 4);
    assert!(!svg.contains('%') && !svg.contains("<circle"));
    assert!(charts[0].alt.ends_with("Ingen tall kan vises."));
}

#[test]
fn categories_keep_the_order_of_the_code_list() {
    let mut counts = measure("K4", Unit::Antall, &[shown(9.0)]);
    counts.breakdowns = vec![breakdown("melder", &[("B", shown(5.0)), ("A", shown(7.0)), ("C", Cell::Withheld)])];
    let (canvas, _) = drawn(&only(counts)[1]);
    let mut names: Vec<_> =
        canvas.texts().iter().filter(|(text, _)| ["A", "B", "C"].contains(&text.as_str())).collect();
    names.sort_by(|a, b| a.1.top.total_cmp(&b.1.top));
    assert_eq!(names.iter().map(|(text, _)| text.as_str()).collect::<String>(), "BAC");
}

#[test]
fn a_breakdown_that_is_all_missing_has_no_chart() {
    let mut counts = measure("K4", Unit::Antall, &[shown(9.0)]);
    let mut other_year = breakdown("alder", &[("0–5", shown(5.0))]);
    other_year.years = vec![2024];
    counts.breakdowns = vec![breakdown("melder", &[("A", Cell::Missing), ("B", Cell::Missing)]), other_year];
    assert_eq!(only(counts).len(), 1);
}

#[test]
fn shares_are_dots_with_interval_beside_county_and_country() {
    let mut share = measure("K2", Unit::Prosent, &[shown_within(20.0, 12.0, 31.0), shown_within(25.0, 16.0, 37.0)]);
    share.references = vec![
        county("Innlandet", ReferenceRole::County, &[(2024, 22.0), (2025, 24.5)]),
        county("Norge", ReferenceRole::Country, &[(2024, 21.0)]),
    ];
    let chart = &only(share)[0];
    let svg = svg(chart);
    assert_eq!(svg.matches("<circle").count(), 3, "two years and the legend");
    assert_eq!(svg.matches("#f46a25").count(), 3);
    assert!(svg.contains(">Innlandet<") && svg.contains(">Norge<"));
    assert!(svg.contains(">20,0\u{a0}%<") && svg.contains(">25,0\u{a0}%<"));
    assert_eq!(
        chart.alt,
        "Punktdiagram: Mål K2. Fjellvik, 2024–2025. Siste viste tall er 25,0\u{a0}% i 2025, mot 24,5\u{a0}% i Innlandet."
    );
}

#[test]
fn counts_stand_alone_and_unseen_references_leave_no_trace() {
    let mut counts = measure("K1", Unit::Antall, &[shown(9.0)]);
    counts.references = vec![county("Innlandet", ReferenceRole::County, &[(2025, 4_000.0)])];
    assert!(!svg(&only(counts)[0]).contains("Innlandet"));
    let mut share = measure("K2", Unit::Prosent, &[shown(9.0)]);
    share.references = vec![county("Innlandet", ReferenceRole::County, &[(2010, 90.0)])];
    assert!(!svg(&only(share)[0]).contains("Innlandet"));
}

#[test]
fn a_document_names_and_describes_itself() {
    let mut counts = measure("K1", Unit::Antall, &[shown(9.0)]);
    counts.title = "Barn & <unge>".to_owned();
    let may = Heading { window: Window::Mai, ..heading() };
    let chart = charts(&publishable_with(may, vec![indicator(vec![counts])])).remove(0);
    assert_eq!(chart.subtitle, "Antall. Fjellvik, januar–april 2025");
    let svg = svg(&chart);
    let document = roxmltree::Document::parse(&svg).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    assert_eq!(root.attribute("width"), Some("160mm"));
    let id = |name| elements(&document, name)[0].attribute("id").unwrap().to_owned();
    assert_eq!(root.attribute("aria-labelledby"), Some(format!("{} {}", id("title"), id("desc")).as_str()));
    assert_eq!(elements(&document, "title")[0].text(), Some("Barn & <unge>"));
    assert_eq!(elements(&document, "desc")[0].text(), Some(chart.alt.as_str()));
    assert!(chart.footer.iter().any(|line| line.contains("Oppdiktede tall")));
    assert!(elements(&document, "text").iter().all(|text| number(*text, "font-size") >= 9.0));
}

#[test]
fn school_years_are_called_by_both_their_years() {
    let mut counts = measure("K1", Unit::Antall, &[shown(7.0), shown(9.0)]);
    counts.breakdowns = vec![breakdown("melder", &[("Skole", shown(9.0))])];
    let school = Heading { window: Window::Skoleaar, ..heading() };
    let charts = charts(&publishable_with(school, vec![indicator(vec![counts])]));
    let (years, categories) = (&charts[0], &charts[1]);
    assert_eq!(years.subtitle, "Antall. Fjellvik, skoleårene 2023/24–2024/25");
    assert_eq!(categories.subtitle, "Antall. Fjellvik, skoleåret 2024/25");
    assert!(years.alt.ends_with("Siste viste tall er 9 i 2024/25."), "{}", years.alt);
    let svg = svg(years);
    assert!(svg.contains(">2023/24<") && svg.contains(">2024/25<") && !svg.contains(">2025<"));
}

#[test]
fn survives_figures_that_no_municipality_has() {
    let wild = [f64::NAN, f64::INFINITY, -5.0, 1e300, f64::MAX, 1e-300].map(shown);
    for unit in [Unit::Antall, Unit::Prosent, Unit::Dager, Unit::Per1000] {
        let mut measure = measure("K1", unit, &wild);
        measure.breakdowns = vec![breakdown("melder", &wild.map(|cell| ("Et navn", cell)))];
        for chart in only(measure) {
            assert!(roxmltree::Document::parse(&svg(&chart)).is_ok());
        }
    }
    assert!(only(measure("K1", Unit::Antall, &[])).is_empty());
}

#[test]
fn the_picture_is_160_mm_at_300_dpi_and_the_same_each_time() {
    let chart = &only(measure("K1", Unit::Antall, &[shown(3.0), shown(9.0)]))[0];
    let picture = png(&svg(chart)).unwrap();
    let width = u32::from_be_bytes(picture[16..20].try_into().unwrap());
    assert_eq!(width, 1890);
    // 11 811 dots to the metre are 300 to the inch; the checksum is that of another program.
    let resolution = [&b"\0\0\0\x09pHYs"[..], &[0, 0, 46, 35, 0, 0, 46, 35, 1], &[0x78, 0xa5, 0x3f, 0x76]].concat();
    assert_eq!(picture[33..33 + resolution.len()], resolution);
    assert_eq!(picture, png(&svg(chart)).unwrap());
    assert!(matches!(png("ikke svg"), Err(PngError::Svg(_))));
}
