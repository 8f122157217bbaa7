//! Physical lines, counted once over the whole file.

/// Counts line ends up to a position that only moves forward.
pub(super) struct LineCounter<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl<'a> LineCounter<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), at: 0, line: 1 }
    }

    /// The line that the token at `position` begins on.
    pub(super) fn line_at(&mut self, position: u64) -> u32 {
        let position = usize::try_from(position).unwrap_or(usize::MAX).min(self.text.len());
        let passed = &self.text[self.at.min(position)..position];
        self.line += u32::try_from(memchr::memchr_iter(b'\n', passed).count()).unwrap_or(u32::MAX);
        self.at = position;
        self.line
    }
}
