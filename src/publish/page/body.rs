//! What stands on the page: the contents, the chapters, tables and figures.

use std::fmt::Write;

use crate::lang::text;
use crate::publish::appearance::Palette;
use crate::publish::chart;
use crate::publish::document::{Block, Document, Entry, Figure, Section, Table, without_headline};

use super::html::{element, escape};

/// The contents as links, and in the same place the choice of what to see, which the script shows.
pub(super) fn contents(document: &Document) -> String {
    let mut html = format!(
        "<nav aria-labelledby=\"innholdsliste\">\n<h2 id=\"innholdsliste\">{}</h2>\n<ol>\n",
        escape(&text("document.contents", &[]))
    );
    for chapter in &document.chapters {
        let _ = write!(html, "<li>{}", link(chapter));
        if !chapter.parts.is_empty() {
            html.push_str("\n<ol>\n");
            for part in &chapter.parts {
                let _ = writeln!(html, "<li>{}</li>", link(part));
            }
            html.push_str("</ol>\n");
        }
        html.push_str("</li>\n");
    }
    html.push_str("</ol>\n</nav>\n");
    html.push_str(&choices(document));
    html
}

fn link(section: &Section) -> String {
    format!("<a href=\"#{}\">{}</a>", escape(&section.id), escape(&section.heading))
}

/// Which area, and figures or tables. Without a script there is nothing to choose, and everything is there.
fn choices(document: &Document) -> String {
    let option = |section: &Section, inset: &str| {
        format!("<option value=\"{}\">{inset}{}</option>\n", escape(&section.id), escape(&section.heading))
    };
    let options: String = document
        .chapters
        .iter()
        .map(|chapter| {
            let parts: String = chapter.parts.iter().map(|part| option(part, "\u{2013} ")).collect();
            option(chapter, "") + &parts
        })
        .collect();
    let said = |key: &str| escape(key);
    format!(
        "<form id=\"valg\" hidden aria-label=\"{}\">\n<p><label for=\"omrade\">{}</label> <select id=\"omrade\">\n<option \
         value=\"\">{}</option>\n{options}</select></p>\n<fieldset>\n<legend>{}</legend>\n{}{}{}</fieldset>\n<p id=\"svar\" \
         role=\"status\"></p>\n</form>\n",
        said(&text("document.choices", &[])),
        said(&text("document.choose_area", &[])),
        said(&text("document.all_areas", &[])),
        said(&text("document.choose_view", &[])),
        radio("figur", &text("document.view_figures", &[]), true),
        radio("tabell", &text("document.view_tables", &[]), false),
        radio("begge", &text("document.view_both", &[]), false),
    )
}

fn radio(value: &str, words: &str, is_chosen: bool) -> String {
    let checked = if is_chosen { " checked" } else { "" };
    format!("<label><input type=\"radio\" name=\"visning\" value=\"{value}\"{checked}> {}</label>\n", escape(words))
}

/// Every chapter with its parts.
pub(super) fn chapters(document: &Document) -> String {
    let mut page = Page { palette: document.appearance.palette.clone(), ..Page::default() };
    for chapter in &document.chapters {
        page.section(chapter, 2);
    }
    page.html
}

/// The page while it is written.
#[derive(Debug, Default)]
struct Page {
    html: String,
    tables: usize,
    figures: usize,
    palette: Palette,
}

impl Page {
    fn section(&mut self, section: &Section, level: usize) {
        let id = escape(&section.id);
        let _ = write!(
            self.html,
            "<section id=\"{id}\" aria-labelledby=\"{id}-overskrift\">\n<h{level} id=\"{id}-overskrift\" tabindex=\"-1\">{}</h{level}>\n",
            escape(&section.heading)
        );
        for block in &section.blocks {
            self.block(block, level + 1);
        }
        for part in &section.parts {
            self.section(part, level + 1);
        }
        self.html.push_str("</section>\n");
    }

    fn block(&mut self, block: &Block, level: usize) {
        match block {
            Block::Paragraph(text) => self.html.push_str(&element("p", text)),
            Block::Note(text) | Block::Legend(text) => {
                let _ = writeln!(self.html, "<p class=\"merknad\">{}</p>", escape(text));
            }
            Block::Heading(text) => self.html.push_str(&element(&format!("h{level}"), text)),
            Block::List(items) => {
                let items: String = items.iter().map(|item| element("li", item)).collect();
                let _ = write!(self.html, "<ul>\n{items}</ul>\n");
            }
            Block::Facts(facts) => {
                let facts: String =
                    facts.iter().map(|(name, words)| element("dt", name) + &element("dd", words)).collect();
                let _ = write!(self.html, "<dl>\n{facts}</dl>\n");
            }
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            // The team's text is in the draft.
            Block::Placeholder { .. } => {}
        }
    }

    /// A figure and its table in one place; the script shows the one or the other.
    fn figure(&mut self, figure: &Figure) {
        self.figures += 1;
        let chart = &figure.chart;
        let switched = if figure.table.is_some() { " class=\"bytt\"" } else { "" };
        let id = format!("figur-{}", self.figures);
        let title = escape(&chart.title);
        let _ = write!(self.html, "<div{switched}>\n<figure>\n<figcaption id=\"{id}\"><strong>{title}</strong>");
        if !chart.subtitle.is_empty() {
            let _ = write!(self.html, " {}", escape(&chart.subtitle));
        }
        // Where it is wider than the screen it scrolls; the script makes it a stop for the keyboard then, and only then.
        let drawn = self.palette.in_drawing(chart::svg_named(&without_headline(chart), &chart.title));
        let _ = write!(
            self.html,
            "</figcaption>\n<div class=\"rull bilde\" role=\"group\" aria-labelledby=\"{id}\">\n{drawn}</div>\n\
             </figure>\n"
        );
        if let Some(table) = &figure.table {
            self.table(table);
        }
        self.html.push_str("</div>\n");
    }

    fn table(&mut self, table: &Table) {
        if table.columns.is_empty() || table.rows.is_empty() {
            return;
        }
        self.tables += 1;
        let id = format!("tabell-{}", self.tables);
        let _ = write!(
            self.html,
            "<div class=\"rull\" role=\"group\" aria-labelledby=\"{id}\" tabindex=\"0\">\n<table>\n<caption id=\"{id}\">{}\
             </caption>\n<thead>\n<tr>",
            escape(&table.caption)
        );
        for head in &table.columns {
            let class = if head.is_number { " class=\"tall\"" } else { "" };
            let _ = write!(self.html, "<th scope=\"col\"{class}>{}</th>", escape(&head.text));
        }
        self.html.push_str("</tr>\n</thead>\n<tbody>\n");
        for row in &table.rows {
            self.row(table, row);
        }
        self.html.push_str("</tbody>\n</table>\n</div>\n");
    }

    fn row(&mut self, table: &Table, row: &[Entry]) {
        self.html.push_str("<tr>");
        for (at, (entry, head)) in row.iter().zip(&table.columns).enumerate() {
            let class = if head.is_number { " class=\"tall\"" } else { "" };
            let said = match entry {
                Entry::Mark(mark) => mark_of(mark),
                entry => escape(entry.as_str()),
            };
            let _ = match at {
                0 => write!(self.html, "<th scope=\"row\"{class}>{said}</th>"),
                _ => write!(self.html, "<td{class}>{said}</td>"),
            };
        }
        self.html.push_str("</tr>\n");
    }
}

/// A mark is seen as it is in the other tables, and heard as what it means.
fn mark_of(mark: &str) -> String {
    let meaning = match mark {
        ":" => text("report.withheld", &[]),
        ".." => text("report.missing", &[]),
        "." => text("report.not_applicable", &[]),
        _ => return escape(mark),
    };
    format!("<span aria-hidden=\"true\">{}</span><span class=\"hort\">{}</span>", escape(mark), escape(&meaning))
}
