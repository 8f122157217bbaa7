//! The page: one file with everything in it, read without a network, by keyboard and by ear, and printed. Written by hand
//! and escaped in one place; a template engine would cost more than the page has kinds of elements.

mod body;
mod html;

#[cfg(test)]
mod tests;

use super::document::Document;
use crate::lang::{spoken, text};
use html::escape;

const STYLE: &str = include_str!("page.css");
/// What the page runs.
pub(crate) const SCRIPT: &str = include_str!("page.js");

/// Nothing is fetched, and nothing is sent.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
                      form-action 'none'";

/// The report as a page.
pub(super) fn page(document: &Document) -> String {
    let about = &document.about;
    let (logo, look) = logo(document);
    let style = document.appearance.palette.in_text(STYLE);
    let (title, author) = (escape(&about.title), escape(&about.author));
    let language = spoken().id();
    let skip = escape(&text("document.skip", &[]));
    let selection = escape(&text("document.selection", &[]));
    let marks = about.marks.iter().map(|mark| ["<p class=\"mark\">", &escape(mark), "</p>\n"].concat());
    let marks = marks.collect::<String>();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"{POLICY}\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta \
         name=\"author\" content=\"{author}\">\n<meta name=\"color-scheme\" content=\"light\">\n<title>{title}</title>\n\
         <style>\n{style}{look}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#innhold\">{skip}</a>\n<header>\n{logo}<h1>{title}</h1>\n\
         {marks}<p id=\"utvalg\" hidden>{selection} <span id=\"utvalgt\"></span></p>\n</header>\n{}<main id=\"innhold\" tabindex=\"-1\">\n{}</main>\n<footer>\n<p>{title}</p>\n{marks}</footer>\n\
         <script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        body::contents(document),
        body::chapters(document)
    )
}

/// The logo as a picture within the page, and how it stands there; neither where there is none.
fn logo(document: &Document) -> (String, &'static str) {
    const LOOK: &str = ".logo { display: block; max-width: 100%; height: auto; margin-top: 1.5rem; }\n";
    let Some(logo) = &document.appearance.logo else { return (String::new(), "") };
    let (width, height) = logo.on_screen();
    let (uri, alt) = (logo.data_uri(), escape(logo.alt()));
    (format!("<img class=\"logo\" src=\"{uri}\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\">\n"), LOOK)
}
