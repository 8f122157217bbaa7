//! A text word by word, with its lines and the headings that they stand under.

use std::ops::Range;

use super::super::known::split;
use super::super::published::Published;

/// Marks around headings: one above this begins one of that level. Nobody writes them.
pub(in crate::audit) const BEGIN: char = '\u{E000}';
/// The end of a heading.
pub(in crate::audit) const END: char = '\u{E00F}';

/// What a line stands under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Section {
    /// Nothing yet.
    None,
    /// A heading of no indicator.
    Chapter,
    /// The heading of an indicator, by its id.
    Indicator(String),
}

/// A line of a text: which of its words, and under which of its sections.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) words: Range<usize>,
    pub(super) section: usize,
}

/// A text in pieces.
#[derive(Debug)]
pub(super) struct Pieces<'t> {
    pub(super) words: Vec<&'t str>,
    pub(super) lines: Vec<Line>,
    pub(super) sections: Vec<Section>,
}

impl<'t> Pieces<'t> {
    pub(super) fn of(text: &'t str, published: &Published) -> Self {
        let mut pieces = Self { words: Vec::new(), lines: Vec::new(), sections: vec![Section::None] };
        // The level of the heading that is open with its words, and that of the indicator.
        let (mut open, mut indicator): (Option<(u32, Vec<&str>)>, u32) = (None, 0);
        for line in text.split('\n') {
            let begin = pieces.words.len();
            for word in split(line) {
                match mark(word) {
                    Some(0) => {
                        let Some((level, words)) = open.take() else { continue };
                        let id = words.first().filter(|word| published.is_indicator(word));
                        let is_within = id.is_none() && indicator > 0 && level > indicator;
                        if !is_within {
                            indicator = if id.is_some() { level } else { 0 };
                            let section = id.map_or(Section::Chapter, |id| Section::Indicator((*id).to_owned()));
                            pieces.sections.push(section);
                        }
                    }
                    Some(level) => open = Some((level, Vec::new())),
                    None => {
                        if let Some((_, words)) = &mut open {
                            words.push(word);
                        }
                        pieces.words.push(word);
                    }
                }
            }
            let (words, section) = (begin..pieces.words.len(), pieces.sections.len() - 1);
            pieces.lines.push(Line { words, section });
        }
        pieces
    }
}

/// The level of the heading that a mark begins, or 0 where it ends one.
fn mark(word: &str) -> Option<u32> {
    let letter = word.chars().next().filter(|letter| word.len() == letter.len_utf8())?;
    match letter {
        END => Some(0),
        letter if (BEGIN..END).contains(&letter) => Some(u32::from(letter) - u32::from(BEGIN)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::figures::Figures;
    use super::super::super::manifest::Manifest;
    use super::*;

    #[test]
    fn lines_stand_under_the_heading_of_their_indicator() {
        let manifest = Manifest::parse("{\"tool\":{\"name\":\"tryggtall\"}}").unwrap();
        let header = "indikator,kommune,aar,vindu,fordeling,verdi,teller,nevner,enhet,nedre,ovre,referanse,referanse_verdi,vurdering,status";
        let figures =
            Figures::read(format!("{header}\nE3-barn,3418,2025,aar,,9,9,,antall,,,,,,\n").as_bytes()).unwrap();
        let published = Published::new(&manifest, &figures);
        let text = "a\n\u{E002}\nE3 Henvist\n\u{E00F}\nb\n\u{E003}\nOm\n\u{E00F}\nc d\n\u{E002}\nMetode\n\u{E00F}\ne";
        let pieces = Pieces::of(text, &published);
        assert_eq!(pieces.words, ["a", "E3", "Henvist", "b", "Om", "c", "d", "Metode", "e"]);
        let section = |word: usize| {
            let line = pieces.lines.iter().find(|line| line.words.contains(&word)).unwrap();
            pieces.sections[line.section].clone()
        };
        assert_eq!((section(0), section(8)), (Section::None, Section::Chapter));
        assert_eq!([section(3), section(6)], [const { "E3" }; 2].map(|id| Section::Indicator(id.to_owned())));
    }
}
