//! `15F-I10`.
//!
//! # What it checks
//! In Oslo, `Individ/@Bydelsnavn` is filled in.
//!
//! # Why
//! Oslo's figures are published by district.
//!
//! # Example
//! A child in Oslo without `Bydelsnavn`.
//!
//! # How to correct
//! Fill in the district in the case system.

use super::context::Context;
use super::fault::Fault;
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, context: &Context) -> Vec<Fault> {
    let is_wrong = context.is_oslo() && child.district_name.is_empty();
    is_wrong.then(|| Fault::at(child.line, "Individ/@Bydelsnavn")).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases_in;

    #[test]
    fn every_case() {
        cases_in(
            "0301",
            super::faults,
            &[
                ("there", "<Individ Bydelsnavn='02'></Individ>", &[]),
                ("missing", "<Individ></Individ>", &[1]),
                ("blank", "<Individ Bydelsnavn=' '></Individ>", &[1]),
            ],
        );
    }
}
