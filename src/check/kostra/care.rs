//! What kind of measure a measure is, by Statistics Norway's definitions in the control specification.

use crate::acquire::{Law, Measure};

/// The act of 1992.
pub(super) const ACT_OF_1992: &str = "BVL";
/// The act of 2021, in force from 2023.
pub(super) const ACT_OF_2021: &str = "BVL2021";

/// «Omsorgstiltak»: the child is in the care of the municipality.
pub(super) fn is_care(measure: &Measure) -> bool {
    let is = |law: &Law, chapter: &str, section: &str| law.chapter == chapter && law.section == section;
    let basis = &measure.basis;
    let by_subsection = basis.subsections.iter().any(|subsection| ["2", "3"].contains(&subsection.as_str()));
    let with_care_order = measure.compared.iter().any(|law| is(law, "4", "12"));
    match basis.act.as_str() {
        ACT_OF_1992 => is(basis, "4", "12") || (is(basis, "4", "8") && (by_subsection || with_care_order)),
        ACT_OF_2021 => is(basis, "5", "1"),
        _ => false,
    }
}

/// «Plasseringstiltak»: the child lives outside the home.
pub(super) fn is_placement(measure: &Measure) -> bool {
    const PLACING: [&str; 11] = ["1.1", "1.2", "1.99", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.99", "8.2"];
    PLACING.contains(&measure.category.code.as_str())
}

/// All the places in acts that a measure names.
pub(super) fn laws(measure: &Measure) -> impl Iterator<Item = &Law> {
    std::iter::once(&measure.basis).chain(&measure.compared)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn care_by_act_chapter_section_and_subsection() {
        let law = |text: &str| {
            let parts: Vec<&str> = text.split(' ').collect();
            let subsections = parts.get(3).map(|part| (*part).to_owned()).into_iter().collect();
            Law { line: 1, act: parts[0].into(), chapter: parts[1].into(), section: parts[2].into(), subsections }
        };
        for (basis, compared, expected) in [
            ("BVL 4 12", "", true),
            ("BVL 4 12 1", "", true),
            ("BVL 4 8 2", "", true),
            ("BVL 4 8 3", "", true),
            ("BVL 4 8 1", "", false),
            ("BVL 4 8", "BVL 4 12", true),
            ("BVL 4 4", "BVL 4 12", false),
            ("BVL2021 5 1", "", true),
            ("BVL2021 4 12", "", false),
            ("BVL 5 1", "", false),
            ("1 4 12", "", false),
        ] {
            let compared = Some(compared).filter(|text| !text.is_empty()).map(law).into_iter().collect();
            let measure = Measure { basis: law(basis), compared, ..Measure::default() };
            assert_eq!(is_care(&measure), expected, "{basis}");
        }
    }
}
