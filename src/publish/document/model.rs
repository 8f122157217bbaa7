//! What stands in a report that is read from beginning to end: the Word draft and the page have this in common.

use crate::publish::appearance::Appearance;
use crate::publish::chart::Chart;
use crate::publish::workbook::tables::About;

/// A report.
#[derive(Debug)]
pub(in crate::publish) struct Document {
    /// Title, author, date, and what no reader may miss.
    pub(in crate::publish) about: About,
    /// The chapters, in reading order.
    pub(in crate::publish) chapters: Vec<Section>,
    /// Logo and colours.
    pub(in crate::publish) appearance: Appearance,
}

/// A chapter, or a part of one.
#[derive(Debug)]
pub(in crate::publish) struct Section {
    /// What links lead to: lower-case ASCII, unique in the document.
    pub(in crate::publish) id: String,
    /// Its heading.
    pub(in crate::publish) heading: String,
    /// What stands below it.
    pub(in crate::publish) blocks: Vec<Block>,
    /// Its parts; those of a part are none.
    pub(in crate::publish) parts: Vec<Section>,
}

/// One thing after another.
#[derive(Debug)]
pub(in crate::publish) enum Block {
    /// A paragraph.
    Paragraph(String),
    /// Findings, an item each.
    List(Vec<String>),
    /// What a reader must know of the table or figure above.
    Note(String),
    /// What the marks of the tables above mean. The draft says so before each of them.
    Legend(String),
    /// A heading within a part.
    Heading(String),
    /// Names with a text each.
    Facts(Vec<(String, String)>),
    /// A table.
    Table(Table),
    /// A chart with its figures.
    Figure(Box<Figure>),
    /// Where the team writes; in the draft only.
    Placeholder {
        /// What it is for, and by which it is known.
        name: String,
        /// What to write.
        prompt: String,
    },
}

/// A chart, and the same figures as a table.
#[derive(Debug)]
pub(in crate::publish) struct Figure {
    /// The chart; its headline is the caption.
    pub(in crate::publish) chart: Chart,
    /// Its figures, where they stand in a table of their own.
    pub(in crate::publish) table: Option<Table>,
    /// What the draft has of it; the page has it all.
    pub(in crate::publish) draft: Draft,
}

/// What the draft has of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::publish) enum Draft {
    /// The picture; its figures stand in the table that follows.
    Picture,
    /// The picture, then the table.
    Both,
    /// The table.
    Table,
    /// Neither: the page and the loose files have it.
    Nothing,
}

impl Draft {
    /// Whether the picture is in the draft.
    pub(in crate::publish) fn is_picture(self) -> bool {
        matches!(self, Self::Picture | Self::Both)
    }
}

/// A table: every row has as many entries as there are columns, and begins with what it is about.
#[derive(Debug, Clone)]
pub(in crate::publish) struct Table {
    /// What is in it.
    pub(in crate::publish) caption: String,
    /// The header row.
    pub(in crate::publish) columns: Vec<Head>,
    /// The rows below it.
    pub(in crate::publish) rows: Vec<Vec<Entry>>,
}

/// The header of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::publish) struct Head {
    /// Its words.
    pub(in crate::publish) text: String,
    /// Whether numbers stand below it.
    pub(in crate::publish) is_number: bool,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::publish) enum Entry {
    /// Words.
    Text(String),
    /// A number as it is printed.
    Number(String),
    /// A mark in the place of a number.
    Mark(&'static str),
    /// Nothing.
    Empty,
}

impl Entry {
    /// What is printed.
    pub(in crate::publish) fn as_str(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) => text,
            Self::Mark(mark) => mark,
            Self::Empty => "",
        }
    }
}

impl Section {
    /// A section without parts.
    pub(in crate::publish) fn new(id: &str, heading: String, blocks: Vec<Block>) -> Self {
        Self { id: id.to_owned(), heading, blocks, parts: Vec::new() }
    }
}

impl Document {
    /// The charts whose pictures the draft holds, in order.
    pub(in crate::publish) fn pictures(&self) -> Vec<&Chart> {
        let blocks = self
            .chapters
            .iter()
            .flat_map(|chapter| chapter.blocks.iter().chain(chapter.parts.iter().flat_map(|part| &part.blocks)));
        let pictures = blocks.filter_map(|block| match block {
            Block::Figure(figure) if figure.draft.is_picture() => Some(&figure.chart),
            _ => None,
        });
        pictures.collect()
    }
}
