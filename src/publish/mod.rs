//! Publishable figures become files. Every writer takes a [`crate::protect::Publishable`] and returns bytes.

mod reference;
mod rounded;

pub mod tidy;

pub mod workbook;

pub use rounded::Rounded;
