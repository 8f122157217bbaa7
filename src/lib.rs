//! tryggtall: from a municipality's exports to figures it can stand by.
//!
//! One way through, left to right: `acquire -> check -> compute -> protect -> compare -> publish`; `pipeline` holds it on one screen.
//! A room imports only from rooms to its left. `Publishable` is made by `protect` alone, and every writer takes one.

pub mod acquire;

pub mod check;

pub mod compute;

pub mod disclosure;

pub mod protect;

pub mod compare;

pub mod publish;

pub mod audit;

pub mod pipeline;

pub mod project;

pub mod plan;

pub mod cli;

pub mod diagnostic;

pub mod lang;

pub mod reference;

pub mod regions;

pub mod units;

pub mod windows;

pub mod privacy;

mod catalogue;

mod rounded;

mod read_back;
