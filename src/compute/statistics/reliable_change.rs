//! Limits of the Outcome and Session Rating Scales, as their authors give them.
//!
//! Miller & Duncan (2004), The Outcome and Session Rating Scales: administration and scoring manual: reliable change of
//! five points, clinical cut-off 25 for adults. Duncan, Sparks, Miller, Bohanske & Claud (2006), Giving youth a voice,
//! Journal of Brief Therapy 5(1): 28 for adolescents (13–17), 32 for children's own scores (6–12).

/// A change of so many points is more than the scale's own noise.
pub(in crate::compute) const RELIABLE_CHANGE: f64 = 5.0;

/// The score that parts those who seek help from others of that age; there is none for the youngest.
pub(in crate::compute) fn clinical_cut_off(age: i64) -> Option<f64> {
    match age {
        18.. => Some(25.0),
        13..=17 => Some(28.0),
        6..=12 => Some(32.0),
        _ => None,
    }
}
