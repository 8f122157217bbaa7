//! Every kind of chart from the outside: golden drawings of hard data, hundreds of random ones whose texts keep apart and whose
//! marks stay inside, and the same bytes each time. Boxes are measured here from the SVG text alone.

mod random;

#[path = "../examples/gallery/cases.rs"]
mod cases;

use std::collections::BTreeMap;
use std::path::PathBuf;

use tryggtall::publish::chart::{Chart, Plot, Weight, svg, width};

use crate::harness::files_below;

/// So many random charts of each kind.
const SEEDS: u64 = 150;

#[derive(Debug, Clone, Copy)]
struct Box {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

fn number(node: roxmltree::Node<'_, '_>, attribute: &str) -> f64 {
    node.attribute(attribute).map_or(0.0, |value| value.parse().unwrap())
}

/// The texts of a drawing and where they stand.
fn texts<'d>(document: &'d roxmltree::Document<'_>) -> Vec<(&'d str, Box)> {
    let all = document.descendants().filter(|node| node.has_tag_name("text"));
    let text = |node: roxmltree::Node<'d, '_>| {
        let (x, y, size) = (number(node, "x"), number(node, "y"), number(node, "font-size"));
        let weight = if node.attribute("font-weight").is_some() { Weight::Bold } else { Weight::Regular };
        let words = node.text().unwrap_or_default();
        let wide = width(words, size, weight);
        let left = match node.attribute("text-anchor") {
            Some("middle") => x - wide / 2.0,
            Some("end") => x - wide,
            _ => x,
        };
        assert!(size >= 9.0 && node.attribute("transform").is_none(), "«{words}» is small or does not lie");
        (words, Box { left, top: y - 0.8 * size, right: left + wide, bottom: y + 0.24 * size })
    };
    all.map(text).collect()
}

/// Every corner of every mark.
fn corners(document: &roxmltree::Document<'_>) -> Vec<(f64, f64)> {
    let mut corners = Vec::new();
    for node in document.descendants() {
        match node.tag_name().name() {
            "rect" if node.attribute("x").is_some() => {
                let (x, y) = (number(node, "x"), number(node, "y"));
                assert!(number(node, "width") >= 0.0 && number(node, "height") >= 0.0);
                corners.extend([(x, y), (x + number(node, "width"), y + number(node, "height"))]);
            }
            "line" => {
                corners.extend([(number(node, "x1"), number(node, "y1")), (number(node, "x2"), number(node, "y2"))]);
            }
            "circle" => {
                let (x, y, r) = (number(node, "cx"), number(node, "cy"), number(node, "r"));
                corners.extend([(x - r, y - r), (x + r, y + r)]);
            }
            "polyline" | "polygon" => {
                let points = node.attribute("points").unwrap_or_default().split(' ');
                corners.extend(points.map(|point| {
                    let (x, y) = point.split_once(',').unwrap();
                    (x.parse::<f64>().unwrap(), y.parse::<f64>().unwrap())
                }));
            }
            _ => {}
        }
    }
    corners
}

/// Nothing covers another text, and nothing leaves the paper.
fn check(chart: &Chart, why: &str) {
    let drawing = svg(chart);
    let document = roxmltree::Document::parse(&drawing).unwrap_or_else(|error| panic!("{why}: {error}"));
    let view: Vec<f64> =
        document.root_element().attribute("viewBox").unwrap().split(' ').map(|it| it.parse().unwrap()).collect();
    let (wide, tall) = (view[2], view[3]);
    let texts = texts(&document);
    for (index, (words, area)) in texts.iter().enumerate() {
        let is_inside = area.left >= -0.1 && area.right <= wide + 0.1 && area.top >= 0.0 && area.bottom <= tall;
        assert!(is_inside, "{why}: «{words}» at {area:?} leaves the chart");
        for (other, beside) in &texts[..index] {
            // Places are printed to a tenth.
            let apart = area.right <= beside.left + 0.15
                || beside.right <= area.left + 0.15
                || area.bottom <= beside.top + 0.15
                || beside.bottom <= area.top + 0.15;
            assert!(apart, "{why}: «{words}» {area:?} covers «{other}» {beside:?}");
        }
    }
    for (x, y) in corners(&document) {
        let is_inside = (-0.1..=wide + 0.1).contains(&x) && (-0.1..=tall + 0.1).contains(&y);
        assert!(is_inside, "{why}: a mark at {x}, {y} leaves the chart");
    }
    assert!(chart.table().rows.iter().all(|row| row.len() == chart.table().head.len()), "{why}: a ragged table");
    assert!(chart.alt.chars().count() > 20 && !chart.alt.contains("  "), "{why}: {}", chart.alt);
}

fn kind(plot: &Plot) -> &'static str {
    match plot {
        Plot::Years(_) => "years",
        Plot::Categories(_) => "categories",
        Plot::Overview(_) => "overview",
        Plot::Likert(_) => "likert",
        Plot::Months(_) => "months",
        Plot::Run(_) => "run",
        Plot::Units(_) => "units",
        Plot::Funnel(_) => "funnel",
        Plot::Strip(_) => "strip",
        Plot::Matrix(_) => "matrix",
        Plot::Waits(_) => "waits",
        Plot::Capacity(_) => "capacity",
    }
}

fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/charts/golden")
}

#[test]
fn the_gallery_is_as_it_was_looked_at() {
    let made: BTreeMap<String, Vec<u8>> =
        cases::all().iter().map(|chart| (format!("{}.svg", chart.stem), svg(chart).into_bytes())).collect();
    if std::env::var_os("TRYGGTALL_GOLDEN").is_some_and(|value| value == "overwrite") {
        let _ = std::fs::remove_dir_all(golden());
        std::fs::create_dir_all(golden()).unwrap();
        for (name, drawing) in &made {
            std::fs::write(golden().join(name), drawing).unwrap();
        }
    }
    let expected = files_below(&golden());
    assert_eq!(made.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (name, drawing) in &made {
        assert!(drawing == &expected[name], "{name} differs: look at it, then TRYGGTALL_GOLDEN=overwrite");
    }
    let again: Vec<Vec<u8>> = cases::all().iter().map(|chart| svg(chart).into_bytes()).collect();
    assert!(again.iter().all(|drawing| made.values().any(|it| it == drawing)), "two runs differ");
}

#[test]
fn texts_keep_apart_and_nothing_leaves_the_paper_in_the_gallery() {
    let mut kinds = std::collections::BTreeSet::new();
    for chart in cases::all() {
        check(&chart, &chart.stem);
        kinds.insert(kind(&chart.plot));
    }
    assert_eq!(kinds.len(), 12, "{kinds:?}");
}

#[test]
fn texts_keep_apart_and_nothing_leaves_the_paper_in_random_charts_of_every_kind() {
    let mut drawn = BTreeMap::new();
    for seed in 0..SEEDS {
        for chart in random::charts(seed) {
            check(&chart, &format!("seed {seed}, {}", chart.stem));
            *drawn.entry(kind(&chart.plot)).or_insert(0) += 1;
        }
    }
    assert_eq!(drawn.len(), 12, "{drawn:?}");
}

/// Whatever a withheld figure was, the drawing is the same: there is nothing in the model to draw it from. What the others of
/// its row are may not show either, where together they would give it.
#[test]
fn a_row_with_a_withheld_answer_or_state_has_no_part_to_measure() {
    let stems = ["svar-skjermet", "milepaeler"];
    for chart in cases::all().into_iter().filter(|chart| stems.contains(&chart.stem.as_str())) {
        let drawing = svg(&chart);
        let document = roxmltree::Document::parse(&drawing).unwrap();
        let words: Vec<(&str, Box)> = texts(&document);
        for (_, area) in words.iter().filter(|(words, area)| *words == "skjermet" && area.left < 300.0) {
            let middle = f64::midpoint(area.top, area.bottom);
            let rects =
                document.descendants().filter(|node| node.has_tag_name("rect") && node.attribute("x").is_some());
            let mut beside = rects
                .filter(|node| (number(*node, "y")..number(*node, "y") + number(*node, "height")).contains(&middle));
            assert_eq!(beside.next(), None, "{}", chart.stem);
        }
    }
}
