//! The project's key: a file outside the project, so that whoever gets the project alone gets no key to its children.
//!
//! The plan names the key by an id that says nothing; the file holds 32 random bytes as hexadecimal text.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::PseudonymKey;
use super::pseudonym::{KEY_BYTES, random_bytes};
use crate::diagnostic::{Failure, IoFailure};
use crate::lang::text;

/// Where keys lie where the user has not said so by `TRYGGTALL_NOKLER`.
const BELOW_SETTINGS: [&str; 2] = ["tryggtall", "nokler"];

/// A key that is to be written.
pub struct NewKey {
    /// Its id, for the plan.
    pub id: String,
    /// Where its file goes.
    pub path: PathBuf,
    /// The content of the file.
    pub content: Zeroizing<String>,
}

/// The folder of keys: `TRYGGTALL_NOKLER`, else `tryggtall/nokler` in the user's settings (`XDG_CONFIG_HOME`, `.config` in
/// `HOME`; `APPDATA` on Windows). `None` where the environment names none of them.
pub fn folder(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let named = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let settings = || {
        if cfg!(windows) {
            return named("APPDATA");
        }
        // The specification of XDG has relative paths ignored.
        let stated = named("XDG_CONFIG_HOME").filter(|path| path.is_absolute());
        stated.or_else(|| named("HOME").map(|home| home.join(".config")))
    };
    // Absolute, so that what `init` says holds from every folder.
    let chosen = named("TRYGGTALL_NOKLER").map(|path| std::path::absolute(&path).unwrap_or(path));
    chosen.or_else(|| Some(BELOW_SETTINGS.iter().fold(settings()?, |path, part| path.join(part))))
}

/// A new key for the project at `project`, to be written in `folder`.
///
/// # Errors
/// [`Failure::Definition`] where the folder of keys lies in the project; [`Failure::Io`] where there is no randomness.
pub fn new_key(folder: &Path, project: &Path) -> Result<NewKey, Failure> {
    refuse_inside(folder, project)?;
    let random = || random_bytes().map_err(IoFailure::at("getrandom"));
    let id = hex(&random()?[..8]).to_string();
    let mut content = hex(&random()?[..]);
    content.push('\n');
    Ok(NewKey { path: file(folder, &id), id, content })
}

/// Reads the key that the plan names.
///
/// # Errors
/// [`Failure::Definition`] with what is wrong and how to go on: no folder or file of that name, a folder in the project, a
/// file that others may read, or one that is no key. [`Failure::Io`] where the file cannot be read.
pub fn read(id: &str, folder: Option<&Path>, project: &Path) -> Result<PseudonymKey, Failure> {
    let Some(folder) = folder else { return Err(wrong("cli.key_no_folder", Path::new(""), id)) };
    if !is_id(id) {
        return Err(wrong("cli.key_bad_id", Path::new(""), id));
    }
    refuse_inside(folder, project)?;
    let path = file(folder, id);
    let content = match fs::read_to_string(&path).map(Zeroizing::new) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(wrong("cli.key_missing", &path, id)),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => return Err(wrong("cli.key_broken", &path, id)),
        content => content.map_err(IoFailure::at(&path))?,
    };
    if is_open_to_others(&path)? {
        return Err(wrong("cli.key_open", &path, id));
    }
    let bytes = bytes(content.trim()).ok_or_else(|| wrong("cli.key_broken", &path, id))?;
    Ok(PseudonymKey::new(&bytes))
}

fn wrong(sentence: &str, path: &Path, id: &str) -> Failure {
    Failure::Definition(text(sentence, &[("path", &path.display().to_string()), ("id", id)]))
}

fn file(folder: &Path, id: &str) -> PathBuf {
    folder.join(format!("{id}.nokkel"))
}

/// An id is part of a file name, so it may hold nothing that leads elsewhere.
fn is_id(id: &str) -> bool {
    (4..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// A key in the project would be copied and shared with it.
fn refuse_inside(folder: &Path, project: &Path) -> Result<(), Failure> {
    let is_inside = resolved(folder).starts_with(resolved(project));
    if is_inside { Err(wrong("cli.key_inside", folder, "")) } else { Ok(()) }
}

/// The path without links and dots, also where its last parts do not exist yet.
fn resolved(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let existing = absolute.ancestors().find_map(|above| Some((above, fs::canonicalize(above).ok()?)));
    let Some((above, real)) = existing else { return absolute };
    absolute.strip_prefix(above).map_or(absolute.clone(), |rest| real.join(rest))
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> Result<bool, IoFailure> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = fs::metadata(path).map_err(IoFailure::at(path))?;
    Ok(metadata.permissions().mode() & 0o077 != 0)
}

/// Elsewhere than on Unix a file in the user's settings is the user's own.
#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> Result<bool, IoFailure> {
    Ok(false)
}

fn hex(bytes: &[u8]) -> Zeroizing<String> {
    // Room for the line end as well: growing would leave a copy behind.
    let mut text = Zeroizing::new(String::with_capacity(2 * bytes.len() + 1));
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    for byte in bytes {
        text.extend([digit(byte >> 4), digit(byte & 15)]);
    }
    text
}

fn bytes(text: &str) -> Option<Zeroizing<[u8; KEY_BYTES]>> {
    let mut bytes = Zeroizing::new([0; KEY_BYTES]);
    let digits = text.as_bytes();
    if digits.len() != 2 * KEY_BYTES {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let value = |digit: u8| char::from(digit).to_digit(16);
        *byte = u8::try_from(value(pair[0])? << 4 | value(pair[1])?).ok()?;
    }
    // Zeros are what a broken disk or an empty template gives, not what chance gives.
    bytes.iter().any(|byte| *byte != 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_the_users_choice_before_the_settings() {
        let with = |set: &[(&str, &str)]| {
            folder(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value)))
        };
        assert_eq!(with(&[]), None);
        assert_eq!(with(&[("TRYGGTALL_NOKLER", "/k"), ("HOME", "/h")]), Some("/k".into()));
        if cfg!(unix) {
            assert_eq!(with(&[("XDG_CONFIG_HOME", "/x"), ("HOME", "/h")]), Some("/x/tryggtall/nokler".into()));
            assert_eq!(with(&[("XDG_CONFIG_HOME", "x"), ("HOME", "/h")]), Some("/h/.config/tryggtall/nokler".into()));
            assert_eq!(with(&[("TRYGGTALL_NOKLER", ""), ("HOME", "/h")]), Some("/h/.config/tryggtall/nokler".into()));
        }
    }

    #[test]
    fn a_key_comes_back_as_it_was_written() {
        let new = new_key(Path::new("/nokler"), Path::new("/prosjekt")).unwrap();
        assert!(is_id(&new.id) && new.path.ends_with(format!("{}.nokkel", new.id)));
        let content = new.content.trim();
        assert_eq!(*hex(&bytes(content).unwrap()[..]), *content);
        let other = new_key(Path::new("/nokler"), Path::new("/prosjekt")).unwrap();
        assert!(other.id != new.id && other.content != new.content);
    }

    #[test]
    fn what_is_no_key_is_none() {
        for text in ["", "ab", &"0".repeat(64), &"g".repeat(64), &"a".repeat(63), &"a".repeat(66), &"æ".repeat(32)] {
            assert!(bytes(text).is_none(), "{text}");
        }
        for id in ["", "../a-b", "a/b/c", "abc", "a.nokkel", "æøåæ"] {
            assert!(!is_id(id), "{id}");
        }
    }

    #[test]
    fn a_folder_of_keys_in_the_project_is_refused() {
        let inside = |folder, project| new_key(Path::new(folder), Path::new(project)).is_err();
        assert!(inside("/prosjekt/nokler", "/prosjekt"));
        assert!(inside("/prosjekt", "/prosjekt"));
        assert!(inside("nokler", "."));
        assert!(!inside("/prosjekt-nokler", "/prosjekt"));
    }
}
