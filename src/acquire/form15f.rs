//! KOSTRA 15F: the file that every municipality's case system delivers to Statistics Norway.
//!
//! Streamed, so that the file's size does not matter. The format is `Barnevern > Avgiver, Individ*`, and in each
//! `Individ` concern reports (`Melding`, with `Melder`, `Saksinnhold` and `Undersokelse`) and measures (`Tiltak`).
//! Elements that no figure needs (plans, moves) are passed over by name.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::table::{Origin, RawTable};
use crate::lang::text;

/// The name the form goes by.
pub(super) const FORM: &str = "15F";

const REPORT: [&str; 9] =
    ["melding_id", "barn_id", "journalnummer", "kommune", "mottatt", "melder", "innhold", "konkludert", "konklusjon"];
const INVESTIGATION: [&str; 9] = [
    "undersokelse_id",
    "melding_id",
    "barn_id",
    "journalnummer",
    "kommune",
    "start",
    "slutt",
    "konklusjon",
    "utvidet_frist",
];
const MEASURE: [&str; 7] = ["tiltak_id", "barn_id", "journalnummer", "kommune", "start", "slutt", "kategori"];

/// Where each element that is read must stand.
const PARENTS: [(&str, &str); 9] = [
    ("Avgiver", "Barnevern"),
    ("Individ", "Barnevern"),
    ("Melding", "Individ"),
    ("Melder", "Melding"),
    ("Saksinnhold", "Melding"),
    ("Undersokelse", "Melding"),
    ("UtvidetFrist", "Undersokelse"),
    ("Tiltak", "Individ"),
    ("Kategori", "Tiltak"),
];

/// Elements of the schema that no figure needs.
const PASSED_OVER: [&str; 11] = [
    "Barnevern",
    "Presisering",
    "Vedtaksgrunnlag",
    "Lovhjemmel",
    "JmfrLovhjemmel",
    "Tiltaksgrunnlag",
    "Opphevelse",
    "Plan",
    "Flytting",
    "ArsakFra",
    "FlyttingTil",
];

/// Joins the codes of a multi-valued element in one cell.
pub(super) const BETWEEN_CODES: &str = "|";

/// Reads a 15F file into the three tables it holds.
///
/// # Errors
/// A sentence in the users' language that says what is wrong with the XML, without its content.
pub(super) fn read(xml: &str, origin: &Origin) -> Result<Vec<RawTable>, String> {
    let mut form = Form::new(origin);
    let mut reader = Reader::from_str(xml);
    let mut lines = LineCounter { text: xml.as_bytes(), at: 0, line: 1 };
    loop {
        let line = lines.line_at(reader.buffer_position());
        let event = reader.read_event();
        let broken = || text("finding.detail_xml", &[("line", &line.to_string())]);
        match event.map_err(|_| broken())? {
            Event::Start(element) => {
                form.stands_right(&element, line)?;
                form.open(&element, line, false).ok_or_else(broken)?;
            }
            Event::Empty(element) => {
                form.stands_right(&element, line)?;
                form.open(&element, line, true).ok_or_else(broken)?;
            }
            Event::End(element) => form.close(element.local_name().as_ref()),
            Event::DocType(_) => return Err(text("finding.detail_doctype", &[])),
            Event::Eof => break,
            _ => {}
        }
    }
    if !form.has_sender || !form.open_elements.is_empty() {
        return Err(text("finding.detail_not_15f", &[]));
    }
    if form.children == 0 {
        return Err(text("finding.detail_no_children", &[]));
    }
    Ok(form.tables())
}

/// Physical lines, counted once over the whole file.
struct LineCounter<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl LineCounter<'_> {
    /// The line that the next token begins on: white space before it is passed over.
    fn line_at(&mut self, position: u64) -> u32 {
        let position = usize::try_from(position).unwrap_or(usize::MAX).min(self.text.len());
        for byte in &self.text[self.at.min(position)..position] {
            self.line += u32::from(*byte == b'\n');
        }
        self.at = position;
        let ahead = self.text[position..].iter().take_while(|byte| byte.is_ascii_whitespace());
        self.line + u32::try_from(ahead.filter(|byte| **byte == b'\n').count()).unwrap_or(0)
    }
}

#[derive(Default)]
struct Child {
    id: String,
    journal: String,
}

#[derive(Default)]
struct Report {
    line: u32,
    id: String,
    received: String,
    concluded: String,
    conclusion: String,
    senders: Vec<String>,
    contents: Vec<String>,
    has_investigation: bool,
}

#[derive(Default)]
struct Investigation {
    line: u32,
    id: String,
    start: String,
    end: String,
    conclusion: String,
    extended: String,
}

#[derive(Default)]
struct Measure {
    line: u32,
    id: String,
    start: String,
    end: String,
    category: String,
}

/// What has been read so far: finished rows in the tables, open elements beside them.
struct Form {
    reports: RawTable,
    investigations: RawTable,
    measures: RawTable,
    municipality: String,
    has_sender: bool,
    children: usize,
    open_elements: Vec<String>,
    child: Child,
    report: Option<Report>,
    investigation: Option<Investigation>,
    measure: Option<Measure>,
}

impl Form {
    fn new(origin: &Origin) -> Self {
        let table = |source: &str, header: &[&str]| {
            let origin = Origin { source: source.to_owned(), ..origin.clone() };
            RawTable::new(origin, header.iter().map(|name| (*name).to_owned()).collect(), String::new())
        };
        Self {
            reports: table("bekymringsmelding", &REPORT),
            investigations: table("undersokelse", &INVESTIGATION),
            measures: table("barnevernstiltak", &MEASURE),
            municipality: String::new(),
            has_sender: false,
            children: 0,
            open_elements: Vec::new(),
            child: Child::default(),
            report: None,
            investigation: None,
            measure: None,
        }
    }

    fn tables(self) -> Vec<RawTable> {
        vec![self.reports, self.investigations, self.measures]
    }

    /// Refuses what would otherwise be booked on the wrong child or lost: an element of interest outside its parent or
    /// repeated where there may be one, and a name that the schema does not have.
    fn stands_right(&self, element: &BytesStart, line: u32) -> Result<(), String> {
        let name = element.local_name();
        let name: &str = name.as_ref();
        let wrong =
            |key: &str| Err(text(key, &[("element", &crate::privacy::mask(name)), ("line", &line.to_string())]));
        let Some((_, parent)) = PARENTS.iter().find(|(child, _)| *child == name) else {
            return if PASSED_OVER.contains(&name) { Ok(()) } else { wrong("finding.detail_unknown_element") };
        };
        let is_repeated = match name {
            "Kategori" => self.measure.as_ref().is_some_and(|measure| !measure.category.is_empty()),
            "Undersokelse" => self.report.as_ref().is_some_and(|report| report.has_investigation),
            _ => false,
        };
        if is_repeated || self.open_elements.last().map(String::as_str) != Some(*parent) {
            return wrong("finding.detail_misplaced");
        }
        Ok(())
    }

    /// Takes in one element; `None` where an attribute is broken.
    fn open(&mut self, element: &BytesStart, line: u32, is_empty: bool) -> Option<()> {
        let name = element.local_name();
        match name.as_ref() {
            "Avgiver" => self.sender(element)?,
            "Individ" => self.child(element)?,
            "Melding" => self.report = Some(report(element, line)?),
            "Melder" => self.code(element, |report| &mut report.senders)?,
            "Saksinnhold" => self.code(element, |report| &mut report.contents)?,
            "Undersokelse" => {
                self.investigation = Some(investigation(element, line)?);
                self.report.iter_mut().for_each(|report| report.has_investigation = true);
            }
            "UtvidetFrist" => self.extension(element)?,
            "Tiltak" => self.measure = Some(measure(element, line)?),
            "Kategori" => self.category(element)?,
            _ => {}
        }
        if is_empty {
            self.finish(name.as_ref());
        } else {
            self.open_elements.push(name.as_ref().to_owned());
        }
        Some(())
    }

    fn close(&mut self, name: &str) {
        self.open_elements.pop();
        self.finish(name);
    }

    fn finish(&mut self, name: &str) {
        match name {
            "Melding" => self.finish_report(),
            "Undersokelse" => self.finish_investigation(),
            "Tiltak" => self.finish_measure(),
            _ => {}
        }
    }

    fn sender(&mut self, element: &BytesStart) -> Option<()> {
        self.has_sender = true;
        let year = attribute(element, "Versjon")?;
        self.municipality = attribute(element, "Kommunenummer")?;
        for table in [&mut self.reports, &mut self.investigations, &mut self.measures] {
            table.origin.stated_year = Some(year.clone());
            table.origin.stated_municipality = Some(self.municipality.clone());
        }
        Some(())
    }

    /// A child goes by identity number, else by DUF number, else by journal number.
    fn child(&mut self, element: &BytesStart) -> Option<()> {
        self.children += 1;
        let journal = attribute(element, "Journalnummer")?;
        let national = attribute(element, "Fodselsnummer")?;
        let refugee = attribute(element, "DUFnummer")?;
        let id = [national, refugee, journal.clone()].into_iter().find(|id| !id.trim().is_empty());
        self.child = Child { id: id.unwrap_or_default(), journal };
        Some(())
    }

    fn code(&mut self, element: &BytesStart, list: fn(&mut Report) -> &mut Vec<String>) -> Option<()> {
        let code = attribute(element, "Kode")?;
        if let Some(report) = &mut self.report {
            list(report).push(code);
        }
        Some(())
    }

    fn extension(&mut self, element: &BytesStart) -> Option<()> {
        let granted = attribute(element, "Innvilget")?;
        if let Some(investigation) = &mut self.investigation {
            investigation.extended = match granted.trim() {
                "1" => "ja".to_owned(),
                "2" => "nei".to_owned(),
                other => other.to_owned(),
            };
        }
        Some(())
    }

    fn category(&mut self, element: &BytesStart) -> Option<()> {
        let code = attribute(element, "Kode")?;
        if let Some(measure) = &mut self.measure {
            measure.category = code;
        }
        Some(())
    }

    /// Ids are unique within a child only, so they are read together with it.
    fn scoped(&self, id: &str) -> String {
        format!("{}/{}", self.child.id, id)
    }

    fn finish_report(&mut self) {
        let Some(report) = self.report.take() else { return };
        let id = self.scoped(&report.id);
        let (senders, contents) = (report.senders.join(BETWEEN_CODES), report.contents.join(BETWEEN_CODES));
        let cells: [&str; 9] = [
            &id,
            &self.child.id,
            &self.child.journal,
            &self.municipality,
            &report.received,
            &senders,
            &contents,
            &report.concluded,
            &report.conclusion,
        ];
        self.reports.push_text(report.line, &cells);
    }

    fn finish_investigation(&mut self) {
        let Some(investigation) = self.investigation.take() else { return };
        let id = self.scoped(&investigation.id);
        let report = self.report.as_ref().map_or_else(String::new, |report| self.scoped(&report.id));
        let cells: [&str; 9] = [
            &id,
            &report,
            &self.child.id,
            &self.child.journal,
            &self.municipality,
            &investigation.start,
            &investigation.end,
            &investigation.conclusion,
            &investigation.extended,
        ];
        self.investigations.push_text(investigation.line, &cells);
    }

    fn finish_measure(&mut self) {
        let Some(measure) = self.measure.take() else { return };
        let id = self.scoped(&measure.id);
        let cells: [&str; 7] = [
            &id,
            &self.child.id,
            &self.child.journal,
            &self.municipality,
            &measure.start,
            &measure.end,
            &measure.category,
        ];
        self.measures.push_text(measure.line, &cells);
    }
}

fn report(element: &BytesStart, line: u32) -> Option<Report> {
    Some(Report {
        line,
        id: attribute(element, "Id")?,
        received: attribute(element, "StartDato")?,
        concluded: attribute(element, "SluttDato")?,
        conclusion: attribute(element, "Konklusjon")?,
        ..Report::default()
    })
}

fn investigation(element: &BytesStart, line: u32) -> Option<Investigation> {
    Some(Investigation {
        line,
        id: attribute(element, "Id")?,
        start: attribute(element, "StartDato")?,
        end: attribute(element, "SluttDato")?,
        conclusion: attribute(element, "Konklusjon")?,
        ..Investigation::default()
    })
}

fn measure(element: &BytesStart, line: u32) -> Option<Measure> {
    Some(Measure {
        line,
        id: attribute(element, "Id")?,
        start: attribute(element, "StartDato")?,
        end: attribute(element, "SluttDato")?,
        ..Measure::default()
    })
}

/// An attribute's value, empty where it is absent; `None` where the markup or an entity is broken.
fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    for attribute in element.attributes() {
        let attribute = attribute.ok()?;
        if attribute.key.local_name().as_ref() == name {
            return quick_xml::escape::unescape(&attribute.value).ok().map(std::borrow::Cow::into_owned);
        }
    }
    Some(String::new())
}
