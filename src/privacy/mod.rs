//! Identity numbers are safe from the moment they are read: what they are, how children are told apart without keeping
//! them, and how nothing is written that holds one.
//!
//! Stands beside the rooms: any of them may use it, and it uses none of them.

mod ident;
pub(crate) mod identity;
pub mod key_file;
mod pseudonym;
mod scan;
mod search;
mod tokens;

pub use ident::Ident;
pub use pseudonym::{Pseudonym, PseudonymKey};
pub use scan::{IdBook, KnownIds, OutputScan, Outputs, Scanned};
pub(crate) use search::identity_numbers;
pub use search::{mask, number_alike, safe_path};
