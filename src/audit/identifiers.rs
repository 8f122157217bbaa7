//! Identity numbers in bytes that come block by block. What is found is a place, never a number.

use super::finding::Identifier;
use crate::privacy::{identity_numbers, safe_path};

/// How much of a block is kept for the next: a number, and enough around it to tell it from a hash.
const OVERLAP: usize = 512;
/// A file that is full of them says no more by the rest.
const MOST: usize = 1_000;

/// A search through one file, or one part of one.
pub(super) struct Search {
    file: String,
    /// The last bytes so far, and where the first of them stands.
    kept: Vec<u8>,
    start: u64,
    /// Numbers before this place have been told.
    told: u64,
    pub(super) found: Vec<Identifier>,
}

impl Search {
    pub(super) fn new(file: &str) -> Self {
        Self { file: safe_path(file), kept: Vec::new(), start: 0, told: 0, found: Vec::new() }
    }

    /// Searches the name of the file itself; it is told as the first byte.
    pub(super) fn name(&mut self, name: &str) {
        if identity_numbers(name.as_bytes()).next().is_some() {
            self.tell(0);
        }
    }

    /// Searches the next block; after the last there is no other to wait for.
    pub(super) fn block(&mut self, block: &[u8], is_last: bool) {
        self.kept.extend_from_slice(block);
        let settled = if is_last { self.kept.len() } else { self.kept.len().saturating_sub(OVERLAP) };
        let places: Vec<u64> = identity_numbers(&self.kept)
            .map(|(range, _)| range.start)
            .filter(|start| *start < settled)
            .map(|start| self.start + start as u64)
            .filter(|place| *place >= self.told)
            .collect();
        for place in places {
            self.tell(place);
        }
        self.told = self.told.max(self.start + settled as u64);
        let dropped = settled.saturating_sub(OVERLAP);
        self.kept.drain(..dropped);
        self.start += dropped as u64;
    }

    fn tell(&mut self, offset: u64) {
        if self.found.len() < MOST {
            self.found.push(Identifier { file: self.file.clone(), offset });
        }
    }
}

/// The numbers in bytes that are there as a whole.
pub(super) fn search(file: &str, bytes: &[u8]) -> Vec<Identifier> {
    let mut search = Search::new(file);
    search.block(bytes, true);
    search.found
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "05811575838";

    #[test]
    fn a_number_is_found_wherever_the_blocks_end() {
        let text = format!("{}{NUMBER}{}058115 75838,", "x,".repeat(700), "y ".repeat(900));
        let whole: Vec<u64> = search("a.csv", text.as_bytes()).into_iter().map(|it| it.offset).collect();
        assert_eq!(whole, [1_400, 1_400 + 11 + 1_800]);
        for size in [1, 7, 100, 511, 512, 513, 1_405, 2_000] {
            let mut search = Search::new("a.csv");
            for block in text.as_bytes().chunks(size) {
                search.block(block, false);
            }
            search.block(&[], true);
            let found: Vec<u64> = search.found.iter().map(|it| it.offset).collect();
            assert_eq!(found, whole, "blocks of {size}");
        }
    }

    #[test]
    fn the_number_is_not_told() {
        let mut search = Search::new(&format!("a-{NUMBER}.csv"));
        search.name(&format!("a-{NUMBER}.csv"));
        assert_eq!(search.found, [Identifier { file: "a-….csv".to_owned(), offset: 0 }]);
    }
}
