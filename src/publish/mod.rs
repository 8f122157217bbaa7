//! Publishable figures become files. Every writer takes a [`crate::protect::Publishable`] and returns bytes.

pub mod chart;

pub mod tidy;
