//! The program from the outside: one binary, one module for each question. See `tests/README.md`.
#![expect(clippy::disallowed_methods, reason = "tests write the files that a user would")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should say where")]
#![expect(clippy::format_push_string, clippy::format_collect, reason = "small fixtures")]
#![expect(unreachable_pub, reason = "modules of one binary share their helpers")]

mod appearance;
mod as_people_write;
mod audit;
mod baseline;
mod bundle_is_golden;
mod charts;
mod coarsening;
mod comparison;
mod cooperation;
mod corpus;
mod coverage;
mod damage;
mod definitions;
mod demo_figures;
mod differential;
mod draft;
mod explain;
mod form15f_oracle;
mod form15f_random;
mod harness;
mod indicator_registry;
mod json_stat;
mod kostra_rules;
mod languages;
mod leaks;
mod linking;
mod mangelliste;
mod messages;
mod new_project;
mod oracles;
mod oracles_children;
mod population;
mod privacy;
mod project_key;
mod promises;
mod random;
mod read_back;
mod reference_regions;
mod reference_update;
mod relations;
mod replaying;
mod rings;
mod sequences;
mod simulation;
mod source_docs;
mod source_registry;
mod sources;
mod survey_of_26;
mod windows;
mod workbooks;
mod wrong_input;
