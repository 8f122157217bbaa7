//! Tidy data.
use crate::protect::Publishable;

/// `indikatorer.csv`.
pub fn csv(publishable: &Publishable) -> String {
    publishable.heading().municipality.to_string()
}
