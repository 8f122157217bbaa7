//! Cut-offs of the Outcome Rating Scale (ORS), its version for children (CORS) and the Session Rating Scale (SRS).
//!
//! - **Units:** points; each scale has four lines of 10, so 0-40. Higher is better.
//! - **Sources:** Miller & Duncan (2004), The Outcome and Session Rating Scales: administration and scoring manual,
//!   Chicago: Institute for the Study of Therapeutic Change (adults, reliable change, SRS). Duncan, Miller & Sparks
//!   (2003), The Child Outcome Rating Scale, Fort Lauderdale; Duncan, Sparks, Miller, Bohanske & Claud (2006), Giving
//!   youth a voice, Journal of Brief Therapy 5, 71-87 (children and adolescents).
//! - **Not for caretakers:** the cut-offs are for what clients say of themselves; caretakers' ratings of a child have
//!   others.
//!
//! "Reliable change" in the sense of Jacobson & Truax (1991, Journal of Consulting and Clinical Psychology 59, 12-19):
//! more than the scale's own error would make.

/// Below this an adult's ORS is in the clinical range.
pub const ADULT_CUT_OFF: f64 = 25.0;
/// Below this the ORS of someone aged 13-17 is in the clinical range.
pub const ADOLESCENT_CUT_OFF: f64 = 28.0;
/// Below this the CORS of a child aged 6-12 is in the clinical range.
pub const CHILD_CUT_OFF: f64 = 32.0;
/// From this many points on, up or down, a change between two ORS or CORS is reliable.
pub const RELIABLE_CHANGE: f64 = 5.0;
/// At or below this an SRS is a reason to talk about the alliance.
pub const ALLIANCE_CUT_OFF: f64 = 36.0;

/// The youngest whom the CORS is for.
const CHILD_FROM: u32 = 6;
/// The youngest whom the ORS is for.
const ADOLESCENT_FROM: u32 = 13;
/// From here on the adults' cut-off holds.
const ADULT_FROM: u32 = 18;

/// The cut-off of the ORS, or below 13 the CORS, at an age.
///
/// - **Units:** age in whole years, result in points.
/// - **Missing:** `None` below 6, where the scale for young children is a way to talk and has no score.
///
/// # Examples
/// ```
/// use tryggtall::compute::reliable_change::clinical_cut_off;
/// assert_eq!(clinical_cut_off(12), Some(32.0));
/// assert_eq!(clinical_cut_off(13), Some(28.0));
/// assert_eq!(clinical_cut_off(5), None);
/// ```
pub fn clinical_cut_off(age: u32) -> Option<f64> {
    match age {
        ADULT_FROM.. => Some(ADULT_CUT_OFF),
        ADOLESCENT_FROM.. => Some(ADOLESCENT_CUT_OFF),
        CHILD_FROM.. => Some(CHILD_CUT_OFF),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_at_the_birthdays() {
        let table = [
            (0, None),
            (5, None),
            (6, Some(32.0)),
            (12, Some(32.0)),
            (13, Some(28.0)),
            (17, Some(28.0)),
            (18, Some(25.0)),
        ];
        for (age, expected) in table {
            assert_eq!(clinical_cut_off(age), expected, "{age}");
        }
        assert_eq!(clinical_cut_off(u32::MAX), Some(25.0));
    }
}
