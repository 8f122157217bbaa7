//! tryggtall: from a municipality's exports to figures it can stand by.
pub mod units;

mod catalogue;

pub mod lang;

pub mod diagnostic;

pub mod acquire;

pub mod check;

pub mod compute;

pub mod protect;

pub mod publish;
