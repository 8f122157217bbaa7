//! The program from the outside: one binary, one module for each question. See `tests/README.md`.
#![expect(clippy::disallowed_methods, reason = "tests write the files that a user would")]

mod bundle_is_golden;
mod demo_figures;
mod form15f_oracle;
mod harness;
mod messages;
mod new_project;
mod wrong_input;
