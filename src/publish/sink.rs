//! The one place that writes. A bundle is written whole or not at all.

mod bundle;
mod foreign;
mod proposal;
mod written;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::diagnostic::IoFailure;
use crate::privacy::Scanned;
pub use bundle::{Bundle, Kept};
pub(super) use foreign::is_document;
use foreign::{above, is_bundle, manifest_of, not_ours, refuse_foreign};
pub use proposal::write_proposal;
pub(super) use written::Written;

/// Writes `bundle` as the folder `target`, replacing an earlier one.
///
/// Everything goes into a folder beside it first; the earlier bundle is moved aside only when the new one is complete,
/// and comes back if the last step fails.
///
/// # Errors
/// [`IoFailure`] with the path that could not be written; nothing half-written is left.
pub fn write_bundle(bundle: &Scanned<Bundle>, target: &Path) -> Result<(), IoFailure> {
    refuse_foreign(bundle, target)?;
    let unfinished = beside(target, "uferdig");
    let earlier = beside(target, "forrige");
    let written = remove(&unfinished)
        .and_then(|()| write_files(bundle, &unfinished))
        .and_then(|()| bundle.kept().iter().try_for_each(|kept| carry(&kept.record.path, target, &unfinished)));
    let swapped = written.and_then(|()| swap(&unfinished, target, &earlier));
    if swapped.is_err() {
        // The first failure is the one to tell; clearing up after it may fail for the same reason.
        let _ = fs::remove_dir_all(&unfinished);
    }
    swapped
}

/// Whether the folder `target` holds exactly the files of `bundle`.
pub fn holds(bundle: &Bundle, target: &Path) -> bool {
    let manifest = bundle.file("manifest.json").map(String::from_utf8_lossy).unwrap_or_default();
    let is_there = |(path, bytes): (&str, &[u8])| fs::read(target.join(path)).is_ok_and(|found| found == bytes);
    bundle.files().all(is_there) && not_ours(target, &manifest, &[]).is_none()
}

/// Writes files into a folder that may already hold others, never over one of them.
///
/// # Errors
/// [`IoFailure`] with the path that exists already or could not be written.
pub fn write_new_files(bundle: &Scanned<Bundle>, target: &Path) -> Result<(), IoFailure> {
    for (path, _) in bundle.files() {
        let path = target.join(path);
        // A file where a folder must be is seen before anything is written.
        let in_the_way = path.ancestors().skip(1).find(|above| above.is_file());
        if let Some(found) = in_the_way.or_else(|| path.exists().then_some(path.as_path())) {
            return Err(IoFailure::at(found)(std::io::Error::from(std::io::ErrorKind::AlreadyExists)));
        }
    }
    write_files(bundle, target)
}

/// Writes files with figures before disclosure control: each whole or not at all, never into the folder of a report, and
/// over an earlier one only where `replaces`. Gives where the earlier one is kept, which is where another file had to go.
///
/// # Errors
/// [`IoFailure`] with the path that exists already, lies in a report's folder, or could not be written.
pub fn write_internal(bundle: &Scanned<Bundle>, folder: &Path, replaces: bool) -> Result<Option<PathBuf>, IoFailure> {
    if let Some(shared) = above(&folder.join("x")).into_iter().find(|outer| is_bundle(&manifest_of(outer))) {
        return Err(IoFailure::at(shared)(std::io::Error::from(std::io::ErrorKind::PermissionDenied)));
    }
    let mut kept = None;
    for (name, bytes) in bundle.files() {
        let target = folder.join(name);
        let earlier = target.with_extension("forrige.json");
        if fs::read(&target).is_ok_and(|found| found == bytes) {
            continue;
        }
        if target.exists() && !replaces {
            return Err(IoFailure::at(target)(std::io::Error::from(std::io::ErrorKind::AlreadyExists)));
        }
        let unfinished = beside(&target, "uferdig");
        let mut file = Bundle::default();
        file.add(file_name(&unfinished), bytes);
        write_files(&file, folder)?;
        let had_earlier = target.exists();
        let moved = if had_earlier { fs::rename(&target, &earlier) } else { Ok(()) };
        if let Err(error) = moved.and_then(|()| fs::rename(&unfinished, &target)) {
            if had_earlier && !target.exists() {
                // The first failure is the one to tell.
                let _ = fs::rename(&earlier, &target);
            }
            let _ = fs::remove_file(&unfinished);
            return Err(IoFailure::at(target)(error));
        }
        kept = had_earlier.then_some(earlier);
    }
    Ok(kept)
}

/// Writes a secret as a new file that only its owner may read, and the folders above it likewise.
///
/// # Errors
/// [`IoFailure`] with the path that exists already or could not be written.
pub fn write_secret(content: &str, path: &Path) -> Result<(), IoFailure> {
    let mut folders = fs::DirBuilder::new();
    folders.recursive(true);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        folders.mode(0o700);
        options.mode(0o600);
    }
    if let Some(parent) = path.parent() {
        folders.create(parent).map_err(IoFailure::at(parent))?;
    }
    #[expect(clippy::disallowed_methods, reason = "this is the sink")]
    let mut file = options.open(path).map_err(IoFailure::at(path))?;
    file.write_all(content.as_bytes()).and_then(|()| file.sync_all()).map_err(IoFailure::at(path))
}

/// Writes files over earlier ones of the same names, each whole or not at all: what is there stays until what takes its
/// place is on the disk.
///
/// # Errors
/// [`IoFailure`] with the path that could not be written.
pub fn replace_files(bundle: &Scanned<Bundle>, folder: &Path) -> Result<(), IoFailure> {
    fs::create_dir_all(folder).map_err(IoFailure::at(folder))?;
    for (name, bytes) in bundle.files() {
        let target = folder.join(name);
        let unfinished = beside(&target, "uferdig");
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[expect(clippy::disallowed_methods, reason = "this is the sink")]
        let written = options
            .open(&unfinished)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
            .and_then(|()| fs::rename(&unfinished, &target));
        if let Err(error) = written {
            // The first failure is the one to tell.
            let _ = fs::remove_file(&unfinished);
            return Err(IoFailure::at(target)(error));
        }
    }
    Ok(())
}

/// Copies a person's file into the folder that takes the old one's place.
fn carry(name: &str, from: &Path, to: &Path) -> Result<(), IoFailure> {
    let path = from.join(name);
    fs::copy(&path, to.join(name)).map(drop).map_err(IoFailure::at(&path))
}

fn write_files(bundle: &Bundle, folder: &Path) -> Result<(), IoFailure> {
    fs::create_dir_all(folder).map_err(IoFailure::at(folder))?;
    for (path, bytes) in bundle.files() {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(IoFailure::at(parent))?;
        }
        #[expect(clippy::disallowed_methods, reason = "this is the sink")]
        fs::write(&path, bytes).map_err(IoFailure::at(&path))?;
    }
    Ok(())
}

fn swap(unfinished: &Path, target: &Path, earlier: &Path) -> Result<(), IoFailure> {
    remove(earlier)?;
    let had_earlier = target.exists();
    if had_earlier {
        fs::rename(target, earlier).map_err(IoFailure::at(target))?;
    }
    if let Err(error) = fs::rename(unfinished, target) {
        if had_earlier {
            fs::rename(earlier, target).map_err(IoFailure::at(target))?;
        }
        return Err(IoFailure::at(target)(error));
    }
    // The new bundle is in place; a remainder of the earlier one is cleared at the next run.
    let _ = fs::remove_dir_all(earlier);
    Ok(())
}

fn remove(folder: &Path) -> Result<(), IoFailure> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(IoFailure::at(folder)(error)),
        _ => Ok(()),
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn beside(target: &Path, word: &str) -> PathBuf {
    let name = file_name(target);
    target.with_file_name(format!(".{name}.{word}"))
}
