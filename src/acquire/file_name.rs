//! Which source a file holds, by its name.

use std::collections::BTreeSet;

use super::{Vocabulary, is_like};
use crate::diagnostic::{Finding, Place, Rule};

/// A project's own names of files: a pattern and the source it means.
pub(crate) type Patterns = Vec<(String, String)>;

/// `KILDE`, `KILDE-anything` (the longest source id wins), or a name that the project has given a source.
///
/// A file that could be two sources is neither: a finding says so.
pub(super) fn source_of(
    path: &str,
    name: &str,
    stem: &str,
    vocabulary: &Vocabulary,
) -> Result<Option<String>, Box<Finding>> {
    let stem = plain(stem);
    let fits = |source: &&str| {
        let id = plain(source);
        stem == id || stem.strip_prefix(&id).is_some_and(|rest| rest.starts_with('-'))
    };
    let by_id = vocabulary.sources().filter(fits).max_by_key(|source| source.len());
    let by_pattern = vocabulary.1.iter().filter(|(pattern, _)| is_like(pattern, name)).map(|(_, id)| id.as_str());
    let found: BTreeSet<&str> = by_id.into_iter().chain(by_pattern).collect();
    if found.len() > 1 {
        let both = found.into_iter().collect::<Vec<_>>().join(", ");
        return Err(Box::new(Finding::new(Rule::AmbiguousFileName, Place::file(path)).with("sources", both)));
    }
    Ok(found.first().map(|source| (*source).to_owned()))
}

/// `kor_fit` and `KOR-FIT`, `milepæl` and `milepael`: one name. Decomposed letters are what macOS gives files.
fn plain(name: &str) -> String {
    let lower = name.to_lowercase().replace("a\u{30a}", "å");
    lower.replace('_', "-").replace('å', "a").replace('ø', "o").replace('æ', "ae")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_patterns_name_sources_and_never_two() {
        let names = ["kartlegging", "kartlegging-enkelt", "kor_fit", "milepael", "undersokelse"];
        let vocabulary = Vocabulary::new(names.map(|name| (name.to_owned(), Vec::new()))).with_files(vec![
            ("Uttrekk*.xlsx".to_owned(), "milepael".to_owned()),
            ("*enkelt*".to_owned(), "kor_fit".to_owned()),
        ]);
        let cases = [
            ("kartlegging-enkelt-hst.csv", Err(())),
            ("kartlegging-host.csv", Ok(Some("kartlegging"))),
            ("kartlegginger.csv", Ok(None)),
            ("kor-fit.csv", Ok(Some("kor_fit"))),
            ("KOR_FIT-høst.csv", Ok(Some("kor_fit"))),
            ("milepæl.csv", Ok(Some("milepael"))),
            ("undersøkelse-1.csv", Ok(Some("undersokelse"))),
            ("undersokelse_1.csv", Ok(Some("undersokelse"))),
            ("uttrekk mai.XLSX", Ok(Some("milepael"))),
            ("annet.csv", Ok(None)),
        ];
        for (name, expected) in cases {
            let stem = name.rsplit_once('.').unwrap().0;
            let found = source_of(name, name, stem, &vocabulary).map_err(|_| ());
            assert_eq!(found, expected.map(|id| id.map(str::to_owned)), "{name}");
        }
    }
}
