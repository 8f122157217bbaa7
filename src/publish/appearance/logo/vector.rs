//! An SVG becomes pixels. It may draw, and nothing else: what fetches, runs, moves or writes is refused by name, so that
//! nobody wonders why a part of the logo is missing.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::roxmltree::{Document, Node, ParsingOptions};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

use super::{BOX_PIXELS, Drawn, Unfit, is_line, on_paper};

const SVG: &str = "http://www.w3.org/2000/svg";
/// More nodes, deeper ones or more copies than logos have.
const MOST_NODES: u32 = 50_000;
const DEEPEST: usize = 64;
const MOST_COPIES: usize = 200;
/// Elements that run, fetch, move or hold something that is no drawing; filters may take for ever.
const FOREIGN: [&str; 13] = [
    "script",
    "foreignObject",
    "image",
    "feImage",
    "filter",
    "animate",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "set",
    "a",
    "iframe",
    "handler",
];
const LETTERS: [&str; 4] = ["text", "tspan", "textPath", "tref"];

pub(super) fn read(bytes: &[u8]) -> Result<Drawn, Unfit> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unfit::Kind)?.trim_start_matches('\u{feff}');
    if !text.trim_start().starts_with('<') {
        return Err(Unfit::Kind);
    }
    // Drawing programs write a document type; entities of it are counted and never fetched.
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|_| Unfit::Damaged)?;
    if !document.root_element().has_tag_name((SVG, "svg")) {
        return Err(Unfit::Kind);
    }
    only_draws(&document)?;
    let options = Options {
        // Nothing is read from disk or from the file itself, whatever was overlooked above.
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(&document, &options).map_err(|_| Unfit::Damaged)?;
    drawn(&tree)
}

fn drawn(tree: &Tree) -> Result<Drawn, Unfit> {
    let (width, height) = (tree.size().width(), tree.size().height());
    if !width.is_finite() || !height.is_finite() || is_line(width, height) {
        return Err(Unfit::Shape);
    }
    #[expect(clippy::cast_precision_loss, reason = "some hundreds")]
    let (most_wide, most_tall) = (BOX_PIXELS.0 as f32, BOX_PIXELS.1 as f32);
    let scale = (most_wide / width).min(most_tall / height);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the box, and the cast saturates"
    )]
    let side = |side: f32, most: u32| ((side * scale).round() as u32).clamp(1, most);
    let mut pixels = Pixmap::new(side(width, BOX_PIXELS.0), side(height, BOX_PIXELS.1)).ok_or(Unfit::Shape)?;
    resvg::render(tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    Ok((pixels, on_paper((f64::from(width), f64::from(height)), f64::INFINITY)))
}

/// Whether a drawing does nothing but draw.
fn only_draws(document: &Document) -> Result<(), Unfit> {
    let (mut copies, mut depth, mut at) = (0, 0_usize, document.root());
    // Without recursion: how deep a file goes is what is to be found out.
    loop {
        allowed(at)?;
        copies += usize::from(at.has_tag_name((SVG, "use")));
        if copies > MOST_COPIES || depth > DEEPEST {
            return Err(Unfit::Foreign(format!("<{}>", at.tag_name().name())));
        }
        if let Some(child) = at.first_child() {
            (at, depth) = (child, depth + 1);
            continue;
        }
        loop {
            if let Some(next) = at.next_sibling() {
                at = next;
                break;
            }
            let Some(parent) = at.parent() else { return Ok(()) };
            (at, depth) = (parent, depth.saturating_sub(1));
        }
    }
}

fn allowed(node: Node) -> Result<(), Unfit> {
    if node.is_pi() && node.pi().is_some_and(|it| it.target.eq_ignore_ascii_case("xml-stylesheet")) {
        return Err(Unfit::Foreign("<?xml-stylesheet?>".to_owned()));
    }
    let is_style = node.parent_element().is_some_and(|it| it.tag_name().name() == "style");
    if is_style && node.text().is_some_and(fetches) {
        return Err(Unfit::Foreign("<style>".to_owned()));
    }
    // What other programs note for themselves is not drawn.
    if !node.is_element() || node.tag_name().namespace().is_some_and(|it| it != SVG) {
        return Ok(());
    }
    let name = node.tag_name().name();
    if FOREIGN.iter().any(|foreign| foreign.eq_ignore_ascii_case(name)) {
        return Err(Unfit::Foreign(format!("<{name}>")));
    }
    if LETTERS.contains(&name) {
        return Err(Unfit::Letters);
    }
    if name == "use" && is_nested(node) {
        return Err(Unfit::Foreign("<use>".to_owned()));
    }
    let odd = node.attributes().find(|attribute| {
        let (name, value) = (attribute.name().to_ascii_lowercase(), attribute.value().trim());
        let is_link = matches!(name.as_str(), "href" | "src") && !value.starts_with('#');
        name.starts_with("on") || is_link || fetches(value)
    });
    odd.map_or(Ok(()), |attribute| Err(Unfit::Foreign(attribute.name().to_owned())))
}

/// A copy of copies of copies: a short file with a long drawing.
fn is_nested(node: Node) -> bool {
    let target = node.attributes().find(|attribute| attribute.name() == "href").map(|it| it.value().trim());
    let Some(id) = target.and_then(|target| target.strip_prefix('#')) else { return false };
    let mut named = node.document().descendants().filter(|it| it.attribute("id") == Some(id));
    named.any(|target| target.descendants().any(|inner| inner.has_tag_name((SVG, "use"))))
}

/// Styles that name something outside the drawing.
fn fetches(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    let mut links = style.split("url(").skip(1).map(|rest| rest.trim_start_matches([' ', '\'', '"', '\t', '\n', '\r']));
    style.contains("@import") || style.contains("javascript:") || links.any(|link| !link.starts_with('#'))
}
