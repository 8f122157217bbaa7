//! Statistics Norway's region codes in KOSTRA tables, with the names people use.

/// The name of a region code; the code itself where it is not known.
///
/// # Examples
/// ```
/// assert_eq!(tryggtall::regions::name("EKA34"), "Innlandet");
/// assert_eq!(tryggtall::regions::name("EKA99"), "EKA99");
/// ```
pub fn name(code: &str) -> String {
    named(include_str!("../data/catalogue/regions.csv"), code).unwrap_or(code).to_owned()
}

/// The name of a municipality of Innlandet.
pub(crate) fn municipality(code: &str) -> Option<&'static str> {
    named(include_str!("../data/catalogue/municipalities.csv"), code)
}

/// The name beside `code` in a list `code,name`.
fn named<'l>(list: &'l str, code: &str) -> Option<&'l str> {
    let mut rows = list.lines().skip(1).filter_map(|line| line.split_once(','));
    rows.find(|(known, _)| *known == code).map(|(_, name)| name)
}

/// The number of a municipality without the `K-` that Statistics Norway puts before one with all that has been merged
/// into it (`K_` in some tables); any other code as it is.
///
/// # Examples
/// ```
/// use tryggtall::regions::unmerged;
/// assert_eq!((unmerged("K-3418"), unmerged("K_3418"), unmerged("3418")), ("3418", "3418", "3418"));
/// assert_eq!((unmerged("K-34"), unmerged("EKA34")), ("K-34", "EKA34"));
/// ```
pub fn unmerged(code: &str) -> &str {
    let number = code.strip_prefix("K-").or_else(|| code.strip_prefix("K_"));
    number.filter(|number| number.len() == 4).unwrap_or(code)
}

/// Whether `code` is the code of a county, the country, a district or some other region that is no municipality.
///
/// What could be a municipality number that has been damaged is not: `301` has lost a zero, and `3418 Åsnes` has gained a
/// name. Both are faults to be mended, not rows about somebody else.
///
/// # Examples
/// ```
/// use tryggtall::regions::is_no_municipality;
/// assert!(["0", "34", "EAK", "EKA34", "030101a"].into_iter().all(is_no_municipality));
/// assert!(!["3418", "301", "K-3418", "3418 Åsnes", "Åsnes", "Grue"].into_iter().any(is_no_municipality));
/// ```
pub fn is_no_municipality(code: &str) -> bool {
    let is_code = code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    let is_name =
        code.bytes().all(|byte| byte.is_ascii_alphabetic()) && code.bytes().any(|byte| byte.is_ascii_lowercase());
    let mut numbers = code.split(|letter: char| !letter.is_ascii_digit());
    is_code && !is_name && !numbers.any(|number| matches!(number.len(), 3 | 4))
}
