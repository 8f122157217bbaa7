//! What could be shown in less detail, and a request with it.

use crate::compute::{Merge, Omission, Request};

/// What could be shown in less detail.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Categories become one.
    Merge(Merge),
    /// Age groups become these.
    Ages(Vec<(i64, i64)>),
    /// Every three months become one.
    Quarters,
    /// A breakdown is left out.
    LeaveOut(Omission),
}

impl Change {
    /// The request with it.
    pub(super) fn applied(&self, request: &Request) -> Request {
        let mut request = request.clone();
        match self {
            Self::Merge(merge) => request.detail.coarsening.merges.push(merge.clone()),
            Self::Ages(groups) => request.detail.age_groups.clone_from(groups),
            Self::Quarters => request.detail.coarsening.merges.extend(quarters()),
            Self::LeaveOut(omission) => request.detail.coarsening.left_out.push(omission.clone()),
        }
        request
    }

    /// Whether both speak of the same category, or of all ages.
    pub(super) fn excludes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Merge(one), Self::Merge(other)) => {
                one.dimension == other.dimension && one.codes.iter().any(|code| other.codes.contains(code))
            }
            (Self::Ages(_), Self::Ages(_)) => true,
            _ => false,
        }
    }
}

/// Each three months of a year as one category.
pub fn quarters() -> Vec<Merge> {
    let quarter = |first: u32| Merge {
        dimension: "maaned".to_owned(),
        codes: (first..first + 3).map(|month| format!("{month:02}")).collect(),
        name: None,
    };
    [1, 4, 7, 10].map(quarter).to_vec()
}
