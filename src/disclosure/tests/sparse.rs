use super::draft::{Draft, Hierarchy};
use super::linked::by_line;
use super::*;

/// What each method leaves in 120 sparse tables of 4 x 3 x 3 with all their margins, zeros shown.
#[test]
fn elimination_alone_leaves_leaks_in_sparse_tables() {
    let mut leaking = [0; 4];
    let mut exact = [0; 4];
    let mut withheld = [0; 4];
    for seed in 0..120 {
        let mut draft = Draft::new(seed);
        draft.sparse(&[4, 3, 3]);
        let model = &draft.model;
        let policy = |method| Policy { method, ..Policy::default() };
        let patterns = [
            proposed(model, &policy(Method::EliminationOnly)),
            proposed(model, &policy(Method::EliminationWithSingletons)),
            Pattern { cells: by_line(&draft), shares: Vec::new() },
            decided(model).0,
        ];
        for (at, pattern) in patterns.iter().enumerate() {
            leaking[at] += usize::from(is_leaking(model, pattern, |demand| demand));
            exact[at] += usize::from(is_leaking(model, pattern, |it| Demand { goal: Goal::Other, ..it }));
            withheld[at] += pattern.cells.iter().filter(|it| **it).count();
        }
    }
    // Elimination, elimination with singletons, each line by itself, the full method.
    assert_eq!(exact, [51, 27, 41, 0], "tables with a cell that can be worked out");
    assert_eq!(
        leaking,
        [120, 119, 104, 0],
        "tables with a cell that can be worked out, by its mark too, or is proven small"
    );
    let cells = 120 * 5 * 4 * 4;
    assert!(withheld[3] < withheld[2] + withheld[2] / 50, "{withheld:?} of {cells}");
}

/// Whether a sensitive cell has no witness of what is asked for it.
fn is_leaking(model: &Model, pattern: &Pattern, asked: impl Fn(Demand) -> Demand) -> bool {
    let links = Links::new(model);
    let demands = demands(model, pattern, &Policy::default()).into_iter().map(asked).collect();
    let mut attack = Attack::new(model, &links, pattern.clone(), demands);
    !attack.run().is_empty()
}

impl Draft {
    fn sparse(&mut self, sizes: &[usize]) {
        self.is_sparse = true;
        self.table(sizes, Hierarchy::None);
    }
}
