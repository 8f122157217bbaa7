//! Whose rows count: the municipality's, and those of the municipalities it is reported with.

use crate::units::MunicipalityCode;

/// The municipality that a project is for, and those it is reported together with.
#[derive(Debug, Clone, Copy)]
pub struct Ours<'a> {
    /// The municipality that the project is for.
    pub own: &'a MunicipalityCode,
    /// The others; its own may be among them.
    pub others: &'a [MunicipalityCode],
}

impl<'a> Ours<'a> {
    /// One municipality alone.
    pub fn only(own: &'a MunicipalityCode) -> Self {
        Self { own, others: &[] }
    }

    /// Whether a code is one of theirs, written as it is here.
    pub fn has(self, code: &str) -> bool {
        self.find(code).is_some()
    }

    /// The municipality of theirs that has this code.
    pub fn find(self, code: &str) -> Option<&'a MunicipalityCode> {
        std::iter::once(self.own).chain(self.others).find(|known| known.as_str() == code)
    }
}
