//! What every sheet carries: marks, header and footer, and the properties of the file.

use chrono::{Datelike, Days, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, XlsxError};

use crate::lang::text;
use crate::protect::Heading;
use crate::publish::period::document;
use crate::units::Audience;

/// Excel refuses headers of more than 255 characters; a name this long leaves room for the rest.
const LONGEST_NAME: usize = 60;

/// What every sheet carries.
#[derive(Debug)]
pub(super) struct Frame {
    /// Stands before the title where the book is not for everybody.
    pub(super) mark: Option<String>,
    /// Stands below the title where the figures are invented.
    pub(super) invented: Option<String>,
    /// Printed above every page, in the notation of the format; empty for a plain public book.
    pub(super) header: String,
    /// Printed below every page.
    pub(super) footer: String,
    title: String,
    author: String,
    subject: String,
    /// The last day the document is about.
    last: NaiveDate,
}

/// What a document says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::publish) struct About {
    /// Municipality and report.
    pub(in crate::publish) title: String,
    /// The municipality.
    pub(in crate::publish) author: String,
    /// What it is about.
    pub(in crate::publish) subject: String,
    /// Follows from the period alone, so that the same input gives the same bytes.
    pub(in crate::publish) created: NaiveDate,
    /// What no reader may miss: that it is internal, that the figures are invented.
    pub(in crate::publish) marks: Vec<String>,
}

/// What tells one of our documents from another.
struct Labels {
    mark: Option<String>,
    document: String,
    subject: String,
}

impl Frame {
    /// The frame of the report `heading` is about.
    pub(super) fn new(heading: &Heading) -> Self {
        let mark = (heading.audience == Audience::Intern).then(|| text("workbook.intern", &[]));
        let subject = text("workbook.subject", &[]);
        Self::with(heading, Labels { mark, document: document(heading), subject })
    }

    /// The frame of the list of what is to be corrected: internal, whoever the report is for.
    pub(super) fn of_corrections(heading: &Heading, document: String) -> Self {
        let mark = Some(text("corrections.mark", &[]));
        Self::with(heading, Labels { mark, document, subject: text("corrections.subject", &[]) })
    }

    fn with(heading: &Heading, labels: Labels) -> Self {
        let Labels { mark, document, subject } = labels;
        let invented = heading.synthetic.then(|| text("workbook.synthetic", &[]));
        let header: Vec<&str> = mark.iter().chain(&invented).map(String::as_str).collect();
        let header = match header.as_slice() {
            [] => String::new(),
            parts => format!("&C&10&\"Arial,Bold\"{}", literal(&parts.join(" · "))),
        };
        let page = text("workbook.page", &[("page", "&P"), ("pages", "&N")]);
        let short = |text: &str| text.chars().take(LONGEST_NAME).collect::<String>();
        let left = literal(&format!("{} · {}", municipality(&short(&heading.municipality_name)), short(&document)));
        Self {
            footer: format!("&L&9&\"Arial,Regular\"{left}&R&9&\"Arial,Regular\"{page}"),
            title: format!("{}: {document}", municipality(&heading.municipality_name)),
            author: municipality(&heading.municipality_name),
            subject,
            last: heading.windows.period(heading.window, heading.year.clamp(1899, 9998)).last,
            mark,
            invented,
            header,
        }
    }

    /// What every document says of itself, whatever its format.
    pub(in crate::publish) fn about(&self) -> About {
        About {
            title: self.title.clone(),
            author: self.author.clone(),
            subject: self.subject.clone(),
            created: self.created(),
            marks: self.mark.iter().chain(&self.invented).cloned().collect(),
        }
    }

    /// The day after the period: the earliest on which the report can be made.
    fn created(&self) -> NaiveDate {
        self.last.checked_add_days(Days::new(1)).unwrap_or(self.last)
    }

    /// The properties of the file. The date follows from the period alone, so that the same input gives the same bytes.
    ///
    /// # Errors
    /// Where the period ends outside the years that spreadsheets know.
    pub(super) fn properties(&self) -> Result<DocProperties, XlsxError> {
        let next = self.created();
        let part = |part: u32| u8::try_from(part).unwrap_or(1);
        let year = u16::try_from(next.year()).unwrap_or(1900);
        let created = ExcelDateTime::from_ymd(year, part(next.month()), part(next.day()))?;
        let properties = DocProperties::new().set_title(&self.title).set_author(&self.author);
        Ok(properties.set_subject(&self.subject).set_creation_datetime(&created))
    }
}

/// «Åsnes kommune».
pub(super) fn municipality(name: &str) -> String {
    text("workbook.municipality", &[("name", name)])
}

/// `&` begins a code in headers and footers.
fn literal(plain: &str) -> String {
    plain.replace('&', "&&")
}
