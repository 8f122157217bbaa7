//! `15F-I09`.
//!
//! # What it checks
//! In Oslo, `Individ/@Bydelsnummer` is filled in.
//!
//! # Why
//! Oslo's figures are published by district.
//!
//! # Example
//! A child in Oslo without `Bydelsnummer`.
//!
//! # How to correct
//! Fill in the district in the case system.

use super::context::Context;
use super::fault::Fault;
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, context: &Context) -> Vec<Fault> {
    let is_wrong = context.is_oslo() && child.district_number.is_empty();
    is_wrong.then(|| Fault::at(child.line, "Individ/@Bydelsnummer")).into_iter().collect()
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
                ("there", "<Individ Bydelsnummer='02'></Individ>", &[]),
                ("missing", "<Individ></Individ>", &[1]),
                ("blank", "<Individ Bydelsnummer=' '></Individ>", &[1]),
            ],
        );
    }
}
