//! Disclosure control: figures in, publishable figures out. There is no door around it.

mod publishable;
#[cfg(test)]
pub(crate) mod testing_book;

pub use publishable::{Cell, Heading, Interval, Protection, Publishable, Quality, Shown};
