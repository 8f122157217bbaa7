//! A text that says who somebody is.

use std::fmt;

use zeroize::Zeroize;

/// An identifying text: its `Debug` shows nothing, it has neither `Display` nor `Serialize`, and its memory is cleared
/// when it is dropped.
///
/// # Examples
/// ```
/// use tryggtall::privacy::Ident;
/// let child = Ident::new("05811575838");
/// assert_eq!(format!("{child:?}"), "Ident(…)");
/// ```
/// It cannot be printed:
/// ```compile_fail
/// use tryggtall::privacy::Ident;
/// let child = Ident::new("05811575838");
/// format!("{child}");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Ident(String);

impl Ident {
    /// Takes in a text; the caller's own copy is the caller's to clear.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for comparing and for [`super::PseudonymKey::pseudonym`].
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ident(…)")
    }
}

impl Drop for Ident {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
