//! The command line: what was typed becomes a job, what came of it becomes text and an exit code.

mod arguments;
mod summary;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::diagnostic::Failure;
use crate::lang::text;
use crate::pipeline::{self, Job, Outcome};
use crate::units::{Audience, Window};
use crate::{diagnostic, project};

/// The year the demo reports.
const DEMO_YEAR: i32 = 2025;

/// What a command is to do.
#[derive(Debug, Clone)]
enum Command {
    Demo { folder: PathBuf },
    Init { folder: PathBuf, municipality: String, year: i32 },
    Check { job: Job, format: Format },
    Learn { job: Job, format: Format },
    Report { job: Job, format: Format },
}

/// For people or for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Json,
}

/// Exit codes, as the contract fixes them.
mod exit {
    pub(super) const FINE: u8 = 0;
    pub(super) const FINDINGS: u8 = 1;
    pub(super) const DEFINITION: u8 = 2;
    pub(super) const IO: u8 = 3;
}

/// Runs the program with the arguments it was started with.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> ExitCode {
    let command = match arguments::parse(arguments) {
        Ok(command) => command,
        Err(error) => return usage(&error),
    };
    match execute(command) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => fail(&failure),
    }
}

fn usage(error: &clap::Error) -> ExitCode {
    // Nobody is left to tell if printing fails.
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { exit::DEFINITION } else { exit::FINE })
}

fn execute(command: Command) -> Result<u8, Failure> {
    match command {
        Command::Demo { folder } => demo(&folder),
        Command::Init { folder, municipality, year } => {
            project::write_new(&folder, &municipality, year)?;
            let (shown, year) = (folder.display().to_string(), year.to_string());
            say(&text("cli.init_done", &[("folder", &shown), ("year", &year)]));
            Ok(exit::FINE)
        }
        Command::Check { job, .. } | Command::Learn { job, .. } | Command::Report { job, .. } if job.year == 0 => {
            let folder = job.root.join("exports").display().to_string();
            Err(Failure::Definition(text("cli.no_year", &[("folder", &folder)])))
        }
        Command::Check { job, format } => {
            let outcome = pipeline::check(&job)?;
            print_findings(&outcome, format);
            Ok(code_of(&outcome))
        }
        Command::Learn { job, format } => learn(&job, format),
        Command::Report { job, format } => report(&job, format),
    }
}

/// The check, and then what the project could say about the files it stopped.
fn learn(job: &Job, format: Format) -> Result<u8, Failure> {
    let outcome = pipeline::check(job)?;
    print_findings(&outcome, format);
    let proposals = summary::proposals(&pipeline::learn(job)?);
    // With JSON on standard output, words go beside it.
    match format {
        Format::Text => say(&proposals),
        Format::Json => complain(&proposals),
    }
    Ok(code_of(&outcome))
}

fn demo(folder: &Path) -> Result<u8, Failure> {
    project::write_demo(folder)?;
    let job =
        Job { root: folder.to_owned(), year: DEMO_YEAR, window: Window::Aar, audience: Audience::Offentlig, out: None };
    report(&job, Format::Text)
}

fn report(job: &Job, format: Format) -> Result<u8, Failure> {
    let outcome = pipeline::report(job)?;
    match (format, &outcome.published) {
        (Format::Json, _) => say(&summary::json(&outcome)),
        (Format::Text, Some(published)) => say(&summary::report(job, &outcome, published)),
        (Format::Text, None) => {
            say(&summary::findings(&outcome));
            complain(&text("cli.not_published", &[]));
        }
    }
    Ok(code_of(&outcome))
}

fn print_findings(outcome: &Outcome, format: Format) {
    match format {
        Format::Json => say(&summary::json(outcome)),
        Format::Text => say(&summary::findings(outcome)),
    }
}

fn code_of(outcome: &Outcome) -> u8 {
    let stops = outcome.findings.iter().any(|finding| finding.severity.stops_publication());
    if stops { exit::FINDINGS } else { exit::FINE }
}

fn fail(failure: &Failure) -> ExitCode {
    let (code, sentence) = match failure {
        Failure::Definition(error) => (exit::DEFINITION, text("cli.definition_error", &[("error", error)])),
        Failure::Io(failure) => (exit::IO, io_sentence(failure)),
    };
    complain(&sentence);
    ExitCode::from(code)
}

fn io_sentence(failure: &diagnostic::IoFailure) -> String {
    let path = failure.path.display().to_string();
    let reason = match failure.source.kind() {
        std::io::ErrorKind::PermissionDenied => text("cli.io_denied", &[]),
        std::io::ErrorKind::StorageFull => text("cli.io_full", &[]),
        std::io::ErrorKind::AlreadyExists => text("cli.io_exists", &[]),
        std::io::ErrorKind::NotFound => text("cli.io_not_found", &[]),
        _ => failure.source.to_string(),
    };
    text("cli.io_error", &[("path", &path), ("reason", &reason)])
}

/// Results go to standard output. A reader that has gone away is no error of ours.
fn say(sentence: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{}", sentence.trim_end());
}

/// Messages go to standard error.
fn complain(sentence: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", sentence.trim_end());
}
