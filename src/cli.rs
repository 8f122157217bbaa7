//! The command line: what was typed becomes a job, what came of it becomes text and an exit code.

mod arguments;
mod baseline;
mod catalogue;
mod findings;
mod propose;
mod reference;
mod summary;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::diagnostic::{Failure, IoFailure};
use crate::lang::text;
use crate::pipeline::{self, Job, ListsIn, Outcome, UpdateJob};
use crate::privacy::{self, OutputScan, Scanned};
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
    Freeze { job: Job, replaces: bool, format: Format },
    Catalogue { root: PathBuf, format: Format },
    UpdateReference { job: UpdateJob },
    Propose { job: Job, format: Format },
    Explain { job: Job, id: String, with_lines: bool, format: Format },
    Audit { bundle: PathBuf, earlier: Vec<PathBuf>, format: Format },
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
    std::panic::set_hook(Box::new(|panic| complain(&internal_error(panic.location()))));
    let command = match arguments::parse(arguments) {
        Ok(command) => command,
        Err(error) => return usage(&error),
    };
    match execute(command) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => fail(&failure),
    }
}

/// What is said of a fault of ours: where it is. Its own words may quote a cell, as those about a slice of a text do.
fn internal_error(at: Option<&std::panic::Location>) -> String {
    let place = at.map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
    text("cli.internal_error", &[("place", &place)])
}

fn usage(error: &clap::Error) -> ExitCode {
    let sentence = error.render().to_string();
    if error.use_stderr() {
        // It repeats what was typed.
        complain(&sentence);
        return ExitCode::from(exit::DEFINITION);
    }
    say(&sentence);
    ExitCode::from(exit::FINE)
}

fn execute(command: Command) -> Result<u8, Failure> {
    match command {
        Command::Demo { folder } => demo(&folder),
        Command::Init { folder, municipality, year } => {
            init(&folder, &municipality, year)?;
            Ok(exit::FINE)
        }
        Command::Check { job, .. }
        | Command::Learn { job, .. }
        | Command::Report { job, .. }
        | Command::Propose { job, .. }
        | Command::Explain { job, .. }
            if job.year == 0 =>
        {
            let folder = job.root.join("exports").display().to_string();
            Err(Failure::Definition(text("cli.no_year", &[("folder", &folder)])))
        }
        Command::Catalogue { root, format } => {
            let definitions = pipeline::definitions(&root)?;
            say(&match format {
                Format::Text => catalogue::listing(&definitions),
                Format::Json => catalogue::json(&definitions),
            });
            Ok(exit::FINE)
        }
        Command::UpdateReference { job } => reference::update(&job),
        Command::Audit { bundle, earlier, format } => audit(&bundle, &earlier, format),
        Command::Freeze { job, replaces, format } => baseline::freeze(&job, replaces, format),
        Command::Check { job, format } => check(&job, format),
        Command::Learn { job, format } => learn(&job, format),
        Command::Report { job, format } => report(&job, format),
        Command::Propose { job, format } => propose::propose(&job, format),
        Command::Explain { job, id, with_lines, format } => explain(&job, &id, with_lines, format),
    }
}

fn explain(job: &Job, id: &str, with_lines: bool, format: Format) -> Result<u8, Failure> {
    let (outcome, answer) = pipeline::explain(job, id, with_lines)?;
    let result = match format {
        Format::Text => answer.text(),
        Format::Json => answer.json(),
    };
    print(&outcome, result, format)
}

/// Nothing of the audited files is repeated but names and places, and those masked.
fn audit(bundle: &Path, earlier: &[PathBuf], format: Format) -> Result<u8, Failure> {
    let report = crate::audit::audit(bundle, earlier)?;
    say(&match format {
        Format::Text => report.text(),
        Format::Json => report.json(),
    });
    Ok(if report.clean { exit::FINE } else { exit::FINDINGS })
}

/// The check, and then what the project could say about the files it stopped.
fn learn(job: &Job, format: Format) -> Result<u8, Failure> {
    let mut outcome = pipeline::check(job)?;
    let lists = pipeline::write_corrections(job, &mut outcome);
    let proposals = pipeline::learn(job, &mut outcome);
    let code = print(&outcome, said(&outcome, format, written(&lists)), format)?;
    let proposals = summary::proposals(&proposals?);
    // With JSON on standard output, words go beside it.
    match format {
        Format::Text => say(&proposals),
        Format::Json => complain(&proposals),
    }
    lists.map(|_| code)
}

fn demo(folder: &Path) -> Result<u8, Failure> {
    project::write_demo(folder)?;
    let job = Job {
        root: folder.to_owned(),
        year: DEMO_YEAR,
        window: Window::Aar,
        reporting_date: None,
        audience: Audience::Offentlig,
        out: None,
        corrections: ListsIn::Project,
        last: None,
    };
    report(&job, Format::Text)
}

fn check(job: &Job, format: Format) -> Result<u8, Failure> {
    let mut outcome = pipeline::check(job)?;
    let lists = pipeline::write_corrections(job, &mut outcome);
    let code = print(&outcome, said(&outcome, format, written(&lists)), format)?;
    lists.map(|_| code)
}

fn report(job: &Job, format: Format) -> Result<u8, Failure> {
    let mut outcome = pipeline::report(job)?;
    let lists = pipeline::write_corrections(job, &mut outcome);
    let list = written(&lists);
    let result = match (format, &outcome.published) {
        (Format::Text, Some(published)) => summary::report(job, &outcome, published, list),
        _ => said(&outcome, format, list),
    };
    let code = print(&outcome, result, format)?;
    if format == Format::Text && outcome.published.is_none() {
        complain(&text("cli.not_published", &[]));
    }
    lists.map(|_| code)
}

fn said(outcome: &Outcome, format: Format, list: Option<&Path>) -> String {
    match format {
        Format::Json => summary::json(outcome, list),
        Format::Text => findings::findings(outcome, list),
    }
}

/// What a run found is said also where the lists of it could not be written.
fn written(lists: &Result<Option<PathBuf>, Failure>) -> Option<&Path> {
    lists.as_ref().ok().and_then(Option::as_deref)
}

fn init(folder: &Path, municipality: &str, year: i32) -> Result<(), Failure> {
    let keys = privacy::key_file::folder(|name| std::env::var_os(name));
    let key = project::write_new(folder, municipality, year, keys.as_deref())?;
    let (shown, year) = (folder.display().to_string(), year.to_string());
    say(&text("cli.init_done", &[("folder", &shown), ("year", &year)]));
    match key {
        Some(path) => complain(&text("cli.key_done", &[("path", &path.display().to_string())])),
        None => complain(&text("cli.key_none", &[])),
    }
    Ok(())
}

/// Prints a result that holds no identity number; else nothing of it, and what was found.
fn print(outcome: &Outcome, result: String, format: Format) -> Result<u8, Failure> {
    match outcome.scan.pass(result) {
        Ok(result) => {
            print_line(&result)?;
            Ok(code_of(outcome))
        }
        Err(found) => {
            let instead = Outcome {
                findings: found,
                accounts: Vec::new(),
                heading: outcome.heading.clone(),
                published: None,
                scan: OutputScan::default(),
            };
            say(&said(&instead, format, None));
            complain(&text("cli.output_withheld", &[]));
            Ok(exit::FINDINGS)
        }
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
        std::io::ErrorKind::ResourceBusy => text("cli.io_open", &[]),
        std::io::ErrorKind::NotFound => text("cli.io_not_found", &[]),
        std::io::ErrorKind::NotADirectory => text("cli.io_not_a_folder", &[]),
        _ => failure.source.to_string(),
    };
    text("cli.io_error", &[("path", &path), ("reason", &reason)])
}

/// Results go to standard output. A reader that has gone away is no error of ours; a full disk is.
fn print_line(result: &Scanned<String>) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{}", result.trim_end()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(IoFailure::at("stdout")(error).into()),
        _ => Ok(()),
    }
}

/// What is no result of reading, also to standard output. A path that was typed may hold an identity number.
fn say(sentence: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{}", privacy::mask(sentence).trim_end());
}

/// Messages go to standard error: what is wrong must be said, so an identity number is masked and not withheld.
fn complain(sentence: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", privacy::mask(sentence).trim_end());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_ours_says_where_it_is() {
        let said = internal_error(Some(std::panic::Location::caller()));
        assert!(said.contains("cli.rs:"), "{said}");
    }
}
