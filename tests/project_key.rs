//! The key that identity numbers become pseudonyms under.

use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::{Folder, Ran};

const KEYS: &str = "TRYGGTALL_NOKLER";
const REPORT: [&str; 5] = ["report", "-C", "x", "--aar", "2025"];

/// A project made by `init`, its folder of keys beside it.
struct Made {
    folder: Folder,
    keys: PathBuf,
}

impl Made {
    fn new() -> Self {
        let folder = Folder::new();
        let keys = folder.path().join("hemmelig/nokler");
        let made = Self { folder, keys };
        let ran = made.run(&["init", "x", "--kommune", "3418", "--aar", "2025"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let key = made.key();
        assert!(ran.stderr.contains(key.to_str().unwrap()) && ran.stderr.contains("sikkerhetskopi"), "{ran:?}");
        let mut rows = String::from("melding_id,barn_id,mottatt,melder,konkludert\n");
        for child in 0..12 {
            rows.push_str(&format!("M2025-{child:04},B2025-{child:04},2025-03-10,skole,2025-03-12\n"));
        }
        made.folder.file("x/exports/2025/bekymringsmelding.csv", rows);
        made
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.folder.run_with(arguments, &[(KEYS, &self.keys)])
    }

    fn key(&self) -> PathBuf {
        let mut found = fs::read_dir(&self.keys).unwrap().map(|entry| entry.unwrap().path());
        let key = found.next().unwrap();
        assert!(found.next().is_none(), "one key");
        key
    }

    fn plan(&self) -> String {
        fs::read_to_string(self.folder.path().join("x/plan.toml")).unwrap()
    }

    /// The report must be refused as a definition error that says `sentence`, and nothing written.
    fn refused(&self, variables: &[(&str, &Path)], sentence: &str) {
        let ran = self.folder.run_with(&REPORT, variables);
        assert!(ran.code == 2 && ran.stderr.contains(sentence), "{sentence}: {ran:?}");
        assert!(self.folder.files("x/reports").is_empty());
    }
}

#[test]
fn init_makes_a_key_that_only_the_owner_reads() {
    let made = Made::new();
    let key = made.key();
    let content = fs::read_to_string(&key).unwrap();
    assert_eq!(content.trim().len(), 64);
    let id = key.file_stem().unwrap().to_str().unwrap();
    assert!(made.plan().contains(&format!("nokkel = \"{id}\"")), "{}", made.plan());
    let below = made.folder.files("x");
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(content.trim());
    assert!(!below.values().any(|bytes| holds(bytes)), "the key is in the project");
    assert_eq!(made.run(&REPORT).code, 0);
    assert!(!made.folder.files("x").values().any(|bytes| holds(bytes)), "the key is in the report");

    assert_eq!(made.run(&["init", "x"]).code, 3);
    assert_eq!(fs::read_to_string(made.key()).unwrap(), content, "a second init leaves one key, the first");
}

#[test]
fn a_key_that_cannot_be_used_says_how_to_go_on() {
    let made = Made::new();
    let (key, keys) = (made.key(), [(KEYS, made.keys.as_path())]);
    let content = fs::read_to_string(&key).unwrap();
    made.refused(&[], "TRYGGTALL_NOKLER");
    made.refused(&[(KEYS, Path::new("andre"))], "sikkerhetskopien");
    made.refused(&[(KEYS, Path::new("x/nokler"))], "utenfor");
    for broken in ["", "ab", &"0".repeat(64), &content.trim().replace(|_: char| true, "g"), "\u{e6}"] {
        fs::write(&key, broken).unwrap();
        made.refused(&keys, "ingen nøkkel");
    }
    fs::write(&key, [0xff, 0xfe]).unwrap();
    made.refused(&keys, "ingen nøkkel");
    fs::write(&key, &content).unwrap();
    assert_eq!(made.run(&REPORT).code, 0, "and then it works again");
    fs::remove_file(&key).unwrap();
    let ran = made.run(&REPORT);
    assert!(ran.code == 2 && ran.stderr.contains("blir tallene de samme"), "{ran:?}");
    made.folder.file("x/plan.toml", made.plan().replace("nokkel = \"", "nokkel = \"../"));
    let ran = made.run(&REPORT);
    assert!(ran.code == 2 && ran.stderr.contains("personvern.nokkel"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn a_key_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let made = Made::new();
    let rights = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((rights(&made.key()), rights(&made.keys)), (0o600, 0o700));
    for open in [0o640, 0o604, 0o610] {
        fs::set_permissions(made.key(), fs::Permissions::from_mode(open)).unwrap();
        made.refused(&[(KEYS, &made.keys)], "chmod 600");
    }
    std::os::unix::fs::symlink(made.folder.path().join("x"), made.folder.path().join("lenke")).unwrap();
    made.refused(&[(KEYS, Path::new("lenke/nokler"))], "utenfor");
}

#[test]
fn without_a_place_for_keys_the_project_goes_without() {
    let folder = Folder::new();
    let ran = folder.run(&["init", "x"]);
    assert!(ran.code == 0 && ran.stderr.contains("Ingen nøkkel"), "{ran:?}");
    let home = folder.path().join("hjem");
    assert_eq!(folder.run_with(&["init", "y"], &[("HOME", &home)]).code, 0);
    assert_eq!(folder.files("hjem/.config/tryggtall/nokler").len(), 1);
    let inside = folder.path().join("z/nokler");
    let ran = folder.run_with(&["init", "z"], &[(KEYS, &inside)]);
    assert!(ran.code == 2 && folder.files("z").is_empty(), "{ran:?}");
}

/// Nothing derived from a key is output: another key, or none, gives the same bytes.
#[test]
fn no_figure_depends_on_the_key() {
    let made = Made::new();
    let first = made.run(&REPORT);
    assert_eq!(first.code, 0, "{first:?}");
    let bundle = made.folder.files("x/reports/2025-aar");
    assert!(bundle.len() > 3);
    let other = fs::read_to_string(made.key()).unwrap().trim().chars().rev().collect::<String>();
    fs::write(made.key(), other).unwrap();
    let second = made.run(&REPORT);
    assert_eq!(second.stdout, first.stdout);
    assert!(made.folder.files("x/reports/2025-aar") == bundle, "another key, other bytes");

    // Without a key in the plan every run has its own. The plan's hash stands in the manifest, so two such runs.
    let plan = made.plan();
    let without = plan.lines().filter(|line| !line.starts_with("nokkel")).collect::<Vec<_>>().join("\n");
    made.folder.file("x/plan.toml", without);
    let runs = [(); 2].map(|()| {
        assert_eq!(made.folder.run(&REPORT).code, 0);
        made.folder.files("x/reports/2025-aar")
    });
    assert!(runs[0] == runs[1], "two runs, other bytes");
    for (path, bytes) in runs[0].iter().filter(|(path, _)| *path != "manifest.json") {
        assert!(bytes == &bundle[path], "{path} depends on the key");
    }
}
