//! Keyed pseudonyms: who is who, without the number that says who it is.

use std::fmt;
use std::io;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::Ident;
use super::identity::kind;

/// Bytes of a key.
pub(super) const KEY_BYTES: usize = 32;

/// What stands for an identifying text: the first 16 bytes of HMAC-SHA256 under the project's key.
///
/// Keyed, since about 2 · 10⁸ identity numbers are valid and a plain hash of each is computed in seconds. Two texts of a
/// million get the same pseudonym with probability 10⁻²⁷.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym([u8; 16]);

impl fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pseudonym(…)")
    }
}

/// The secret under which pseudonyms are made; cleared from memory when it is dropped.
///
/// # Examples
/// ```
/// use tryggtall::privacy::PseudonymKey;
/// let key = PseudonymKey::new(&[7; 32]);
/// assert_eq!(key.pseudonym("058115 75838"), key.pseudonym("5811575838"));
/// assert_eq!(format!("{key:?}"), "PseudonymKey(…)");
/// ```
#[derive(Clone)]
pub struct PseudonymKey {
    /// HMAC after the key block, so that a pseudonym costs two compressions and not four.
    keyed: Hmac<Sha256>,
}

impl PseudonymKey {
    /// The key made of these bytes.
    ///
    /// # Panics
    /// Never: HMAC takes a key of any length.
    pub fn new(bytes: &[u8; KEY_BYTES]) -> Self {
        Self { keyed: Hmac::new_from_slice(bytes).expect("HMAC takes a key of any length") }
    }

    /// A key for one run. Nothing derived from a key is ever output, so that runs under different keys give the same
    /// bytes.
    ///
    /// # Errors
    /// Where the operating system gives no randomness.
    pub fn random() -> io::Result<Self> {
        let bytes = random_bytes()?;
        Ok(Self::new(&bytes))
    }

    /// The pseudonym of an identifying text. White space around it, and within a number, makes no difference; nor does
    /// the leading zero that a spreadsheet drops.
    pub fn pseudonym(&self, id: &str) -> Pseudonym {
        let mut mac = self.keyed.clone();
        match normalised(id) {
            Some(number) => mac.update(number.reveal().as_bytes()),
            None => mac.update(id.trim().as_bytes()),
        }
        let digest = mac.finalize().into_bytes();
        let mut first = [0; 16];
        first.copy_from_slice(&digest[..16]);
        Pseudonym(first)
    }
}

impl fmt::Debug for PseudonymKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PseudonymKey(…)")
    }
}

/// Secret random bytes.
pub(super) fn random_bytes() -> io::Result<Zeroizing<[u8; KEY_BYTES]>> {
    let mut bytes = Zeroizing::new([0; KEY_BYTES]);
    getrandom::fill(bytes.as_mut()).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes)
}

/// A number without the white space people group it by, and with its leading zero; `None` for every other text.
pub(super) fn normalised(id: &str) -> Option<Ident> {
    let id = id.trim();
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_special = id.contains(char::is_whitespace) || (id.len() == 10 && is_digits(id));
    if !is_special {
        return None;
    }
    let mut number = String::with_capacity(id.len() + 1);
    number.push('0');
    number.extend(id.chars().filter(|letter| !letter.is_whitespace()));
    let padded = Ident::new(number);
    let number = &padded.reveal()[1..];
    if !is_digits(number) {
        return None;
    }
    let has_lost_its_zero = number.len() == 10 && kind(padded.reveal().as_bytes()).is_some();
    Some(if has_lost_its_zero { padded } else { Ident::new(number) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> PseudonymKey {
        let mut bytes = [0; KEY_BYTES];
        bytes.iter_mut().zip(0..).for_each(|(byte, at)| *byte = at);
        PseudonymKey::new(&bytes)
    }

    /// Expected values by Python's `hmac` module.
    #[test]
    fn is_the_first_half_of_hmac_sha256() {
        for (id, expected) in [
            ("05811575838", 0xb1af_2592_328f_689e_6e12_0314_e360_1771_u128),
            ("B2022-0097", 0x86b4_ea00_ccb6_1e74_4e84_4dc7_d53b_1edb),
        ] {
            assert_eq!(u128::from_be_bytes(key().pseudonym(id).0), expected, "{id}");
        }
    }

    #[test]
    fn the_same_number_written_in_two_ways_is_one() {
        let key = key();
        let same = ["05811575838", " 05811575838 ", "058115 75838", "0581 1575838", "058115\u{a0}75838", "5811575838"];
        for other in same {
            assert_eq!(key.pseudonym(other), key.pseudonym(same[0]), "{other}");
        }
        for other in ["05811575839", "1234567890", "01234567890", "B1", "B 1", "", "058115-75838"] {
            assert_ne!(key.pseudonym(other), key.pseudonym(same[0]), "{other}");
        }
        assert_ne!(key.pseudonym("1234567890"), key.pseudonym("01234567890"), "no number that lost a zero");
        assert_ne!(key.pseudonym("B 1"), key.pseudonym("B1"));
        let other = PseudonymKey::random().unwrap();
        assert_ne!(key.pseudonym("B1"), other.pseudonym("B1"));
    }

    #[test]
    fn nothing_secret_is_shown() {
        let id = "05811575838";
        let shown = format!("{:?} {:?} {:?}", key(), key().pseudonym(id), Ident::new(id));
        assert_eq!(shown, "PseudonymKey(…) Pseudonym(…) Ident(…)");
    }
}
