//! Statistics Norway's region codes, with the names people use and the years in which each was in use.
//!
//! The history is data: `data/catalogue/regions.csv` has the counties and the country as KOSTRA tables write them,
//! `data/catalogue/municipalities.csv` the municipalities of Innlandet, today's and those they were before 2020.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const REGIONS: &str = include_str!("../data/catalogue/regions.csv");
const MUNICIPALITIES: &str = include_str!("../data/catalogue/municipalities.csv");

/// A region as one of the lists has it.
#[derive(Debug, Clone, Copy)]
struct Listed {
    code: &'static str,
    name: &'static str,
    /// First year; always, where not set.
    from: Option<i32>,
    /// Last year; still, where not set.
    until: Option<i32>,
    /// What it became part of, whole.
    successor: &'static str,
}

impl Listed {
    fn existed(self, year: i32) -> bool {
        self.from.is_none_or(|from| from <= year) && self.until.is_none_or(|until| year <= until)
    }
}

fn listed(list: &'static str) -> impl Iterator<Item = Listed> {
    list.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let (code, name) = (cells.next()?, cells.next()?);
        let mut year = || cells.next().and_then(|cell| cell.parse().ok());
        let (from, until) = (year(), year());
        Some(Listed { code, name, from, until, successor: cells.next().unwrap_or_default() })
    })
}

fn all() -> impl Iterator<Item = Listed> {
    listed(REGIONS).chain(listed(MUNICIPALITIES))
}

/// Asked for every row of a population file.
static BY_CODE: LazyLock<BTreeMap<&str, Listed>> = LazyLock::new(|| all().map(|known| (known.code, known)).collect());

fn find(code: &str) -> Option<Listed> {
    BY_CODE.get(code).copied()
}

/// The name of a region code; the code itself where it is not known.
///
/// # Examples
/// ```
/// assert_eq!(tryggtall::regions::name("EKA34"), "Innlandet");
/// assert_eq!(tryggtall::regions::name("EKA99"), "EKA99");
/// ```
pub fn name(code: &str) -> String {
    listed(REGIONS).find(|known| known.code == code).map_or(code, |known| known.name).to_owned()
}

/// The name of a municipality of Innlandet as it is today.
pub(crate) fn municipality(code: &str) -> Option<&'static str> {
    listed(MUNICIPALITIES).find(|known| known.code == code && known.until.is_none()).map(|known| known.name)
}

/// One spelling of a region, whichever table it stands in: `K-3418`, `K_3418` and `3418` are a municipality, `34` (the
/// population's spelling) and `EKA34` (KOSTRA's) a county, `0` and `EAK` the country.
///
/// # Examples
/// ```
/// use tryggtall::regions::canonical;
/// assert_eq!((canonical("K-3418"), canonical("34"), canonical("0")), ("3418".into(), "EKA34".into(), "EAK".into()));
/// assert_eq!((canonical("EAKUO"), canonical("EKG05")), ("EAKUO".into(), "EKG05".into()));
/// ```
pub fn canonical(code: &str) -> Cow<'_, str> {
    let is_county = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_digit());
    match code {
        "0" => Cow::Borrowed("EAK"),
        county if is_county => Cow::Owned(format!("EKA{county}")),
        other => Cow::Borrowed(unmerged(other)),
    }
}

/// How the population tables write a region: a county by its two digits, the country as `0`.
///
/// # Examples
/// ```
/// use tryggtall::regions::in_population;
/// assert_eq!((in_population("EKA34"), in_population("EAK"), in_population("3418")), ("34", "0", "3418"));
/// ```
pub fn in_population(code: &str) -> &str {
    if code == "EAK" { "0" } else { code.strip_prefix("EKA").unwrap_or(code) }
}

/// Whether a region was there in a year. One that is in no list is taken to have been.
///
/// # Examples
/// ```
/// use tryggtall::regions::existed;
/// assert!(existed("EKA34", 2020) && !existed("EKA34", 2019) && existed("EKA04", 2019) && !existed("0425", 2020));
/// ```
pub fn existed(code: &str, year: i32) -> bool {
    find(code).is_none_or(|known| known.existed(year))
}

/// What a region was made of in a year before it was there: the regions that became part of it, whole. Nothing where it
/// was there itself, or where no list says.
///
/// # Examples
/// ```
/// use tryggtall::regions::parts;
/// assert_eq!(parts("EKA34", 2019), ["EKA04", "EKA05"]);
/// assert_eq!(parts("3418", 2018), ["0425"]);
/// assert!(parts("EKA34", 2020).is_empty() && parts("EKA31", 2022).is_empty());
/// ```
pub fn parts(code: &str, year: i32) -> Vec<&'static str> {
    if existed(code, year) {
        return Vec::new();
    }
    all().filter(|known| known.successor == code && known.existed(year)).map(|known| known.code).collect()
}

/// Every code that a region and its parts have had from a year on: its own, then those before it.
///
/// # Examples
/// ```
/// use tryggtall::regions::since;
/// assert_eq!(since("EKA34", 2018), ["EKA34", "EKA04", "EKA05"]);
/// assert_eq!(since("3418", 2021), ["3418"]);
/// ```
pub fn since(code: &str, first: i32) -> Vec<String> {
    std::iter::once(code.to_owned()).chain(parts(code, first).into_iter().map(str::to_owned)).collect()
}

/// What a municipality of an earlier year is today; any other code as it is.
///
/// # Examples
/// ```
/// assert_eq!((tryggtall::regions::today("0425"), tryggtall::regions::today("3418")), ("3418", "3418"));
/// ```
pub fn today(code: &str) -> &str {
    let is_ended = |known: &Listed| known.until.is_some() && code.len() == 4;
    find(code).filter(is_ended).map_or(code, |known| known.successor)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_has_one_row_and_becomes_what_is_listed_or_has_left_the_county() {
        let codes: Vec<&str> = all().map(|known| known.code).collect();
        let different: std::collections::BTreeSet<&&str> = codes.iter().collect();
        assert_eq!(different.len(), codes.len());
        for ended in all().filter(|known| !known.successor.is_empty()) {
            let next = ended.until.unwrap() + 1;
            match find(ended.successor) {
                Some(became) => assert_eq!(became.from, Some(next), "{}", ended.code),
                // Jevnaker and Lunner went to Viken.
                None => assert!(["3053", "3054"].contains(&ended.successor), "{}", ended.code),
            }
        }
    }

    #[test]
    fn the_forty_six_of_innlandet_were_as_many_before() {
        let today: Vec<Listed> = listed(MUNICIPALITIES).filter(|known| known.until.is_none()).collect();
        assert_eq!(today.len(), 46);
        for known in today {
            let before = parts(known.code, 2019);
            let [before] = before.as_slice() else { panic!("{} was {before:?}", known.code) };
            assert_eq!(find(before).map(|it| it.name), Some(known.name));
            assert_eq!(today_of(before), known.code);
        }
        assert!(municipality("0425").is_none() && municipality("3418") == Some("Åsnes"));
    }

    fn today_of(code: &str) -> &str {
        super::today(code)
    }
}
