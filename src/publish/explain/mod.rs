//! One figure explained: what it says, how it is counted, what it rests on. As text for people and as JSON for machines,
//! both from the same [`Answer`].

mod answer;
mod change;
mod figure;
mod files;
mod parts;
mod text;
mod words;

pub use answer::{Answer, Asked, Grounds};
