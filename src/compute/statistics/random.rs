//! Reproducible random numbers for the tests of this folder.

use super::super::interval::float;

/// Vigna's splitmix64: short, and the same on every machine.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// `0..bound`; the bias of the remainder is no matter here.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// `0.0..1.0`.
    pub(crate) fn unit(&mut self) -> f64 {
        float(self.next() >> 11) / float(1 << 53)
    }
}
