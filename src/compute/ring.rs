//! Which tables hang together in a ring.
//!
//! Of tables by a and b, b and c, a and c there must be one by a, b and c in whole numbers, and that says more than the
//! three say two by two. Of tables without a ring it says nothing more (Beeri, Fagin, Maier, Yannakakis 1983; Vlach 1986).

use std::collections::BTreeSet;

/// The dimensions of a table.
pub(super) type Dimensions<'a> = BTreeSet<&'a str>;

/// The dimensions of the table that closes every ring of `tables`; none where there is no ring. What stands in one table
/// only, and tables within another, are taken away until nothing more goes (Graham 1979; Yu and Özsoyoğlu 1979).
pub(super) fn closing<'a>(tables: &BTreeSet<Dimensions<'a>>) -> Option<Dimensions<'a>> {
    let mut left = tables.clone();
    loop {
        let is_shared = |by: &&str| left.iter().filter(|table| table.contains(by)).count() > 1;
        let shared: BTreeSet<Dimensions> =
            left.iter().map(|table| table.iter().copied().filter(is_shared).collect()).collect();
        let is_within = |table: &&Dimensions| shared.iter().any(|other| *table != other && table.is_subset(other));
        let next: BTreeSet<Dimensions> = shared.iter().filter(|table| !is_within(table)).cloned().collect();
        if next.len() <= 1 {
            return None;
        }
        if next == left {
            return Some(next.into_iter().flatten().collect());
        }
        left = next;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Dimensions, closing};

    /// One letter a dimension.
    fn closed(tables: &[&'static str]) -> Option<String> {
        let dimensions =
            |table: &&'static str| -> Dimensions<'static> { (0..table.len()).map(|at| &table[at..=at]).collect() };
        let tables: BTreeSet<_> = tables.iter().map(dimensions).collect();
        closing(&tables).map(|closing| closing.into_iter().collect())
    }

    #[test]
    fn tables_in_a_row_and_in_a_star_have_no_ring() {
        for tables in [
            &["a"][..],
            &["ab"],
            &["a", "b", "c"],
            &["ab", "bc"],
            &["ab", "bc", "cd"],
            &["ab", "ac", "ad", "a"],
            &["abc", "ab", "bc", "ac"],
            &["abc", "bcd", "ab", "cd"],
        ] {
            assert_eq!(closed(tables), None, "{tables:?}");
        }
    }

    #[test]
    fn a_ring_is_closed_by_its_own_dimensions_only() {
        assert_eq!(closed(&["ab", "bc", "ac"]).as_deref(), Some("abc"));
        assert_eq!(closed(&["ab", "bc", "cd", "ad"]).as_deref(), Some("abcd"));
        // What hangs on it is not part of it.
        assert_eq!(closed(&["ab", "bc", "ac", "cd", "e", "a"]).as_deref(), Some("abc"));
        // Two rings with one dimension in common are closed by one table: all that hangs together in rings.
        assert_eq!(closed(&["ab", "bc", "ac", "cd", "de", "ce"]).as_deref(), Some("abcde"));
        assert_eq!(closed(&["abc", "bcd", "acd", "abd"]).as_deref(), Some("abcd"));
    }

    /// By the other definition: a ring is what keeps the tables from being put in an order in which what each shares
    /// with those before it is within one of them.
    #[test]
    fn there_is_a_ring_where_no_order_lets_each_hang_on_one() {
        const NAMES: [&str; 4] = ["a", "b", "c", "d"];
        let table = |set: usize| -> Dimensions<'static> {
            (0..4).filter(|at| set >> at & 1 == 1).map(|at| NAMES[at]).collect()
        };
        let mut rings = 0;
        for chosen in 1_u32..1 << 15 {
            let sets: Vec<usize> = (1..16).filter(|set| chosen >> (set - 1) & 1 == 1).collect();
            if sets.len() > 5 {
                continue;
            }
            let tables: BTreeSet<_> = sets.iter().map(|set| table(*set)).collect();
            let is_ring = !can_be_ordered(&mut Vec::new(), &sets);
            rings += usize::from(is_ring);
            assert_eq!(closing(&tables).is_some(), is_ring, "{tables:?}");
        }
        assert!(rings > 500, "{rings}");
    }

    fn can_be_ordered(before: &mut Vec<usize>, left: &[usize]) -> bool {
        left.is_empty()
            || (0..left.len()).any(|at| {
                let shared = before.iter().fold(0, |all, set| all | set) & left[at];
                if !before.is_empty() && !before.iter().any(|set| shared & !set == 0) {
                    return false;
                }
                let rest = [&left[..at], &left[at + 1..]].concat();
                before.push(left[at]);
                let can = can_be_ordered(before, &rest);
                before.pop();
                can
            })
    }
}
