//! What must not be found out: the plan's policy.

use super::suppress::CountId;

/// Which counts of people are secrets.
///
/// ```
/// use tryggtall::protect::PrimaryPolicy;
///
/// // What the plan has where it says nothing: 1 to 4, and the answers of fewer than five.
/// let usual = PrimaryPolicy::default();
/// assert_eq!((usual.threshold, usual.answers, usual.hides_zeros), (5, 5, false));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrimaryPolicy {
    /// Counts from 1 up to one less.
    pub threshold: u64,
    /// Figures of fewer answers than this; never below the threshold.
    pub answers: u64,
    /// That there are none: then a withheld figure may be nought as well.
    pub hides_zeros: bool,
    /// That a group is all of what it is a part of: whoever is in the whole is in it.
    pub hides_full: bool,
    /// Whether somebody who is alone in a group may take himself away from others.
    pub guards_against_insiders: bool,
}

impl Default for PrimaryPolicy {
    fn default() -> Self {
        Self { threshold: 5, answers: 5, hides_zeros: false, hides_full: false, guards_against_insiders: false }
    }
}

impl PrimaryPolicy {
    /// What is small of a count.
    pub(super) fn limit_of(&self, count: &CountId) -> u64 {
        if count.is_of_answers() { self.answers } else { self.threshold }
    }

    /// The usual policy with another threshold.
    pub fn below(threshold: u64) -> Self {
        Self { threshold, answers: threshold, ..Self::default() }
    }
}
