//! What may be typed.

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command as Parser, value_parser};

use super::{Command, Format};
use crate::lang::{self, Language, text};
use crate::pipeline::{Job, ListsIn, UpdateJob};
use crate::reference::Patience;
use crate::units::{Audience, Window};
use crate::windows::iso_date;

/// Reads a command line.
pub(super) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, clap::Error> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(language) = language_asked(&arguments) {
        lang::choose(language);
    }
    let matches = parser().try_get_matches_from(arguments)?;
    let (name, of_command) = matches.subcommand().unwrap_or(("", &matches));
    Ok(match name {
        "demo" => Command::Demo { folder: path(of_command, "DIR").unwrap_or_else(|| PathBuf::from("demo")) },
        "init" => Command::Init {
            folder: path(of_command, "DIR").unwrap_or_default(),
            municipality: of_command.get_one::<String>("kommune").cloned().unwrap_or_default(),
            year: of_command.get_one::<i32>("aar").copied().unwrap_or_default(),
        },
        "katalog" => Command::Catalogue {
            root: path(of_command, "root").unwrap_or_else(|| PathBuf::from(".")),
            format: format(of_command),
        },
        "baseline" => freeze(of_command.subcommand_matches("freeze").unwrap_or(of_command)),
        "reference" => update_reference(of_command.subcommand_matches("update").unwrap_or(of_command)),
        "check" if of_command.get_flag("learn") => Command::Learn { job: job(of_command), format: format(of_command) },
        "explain" => explain(of_command)?,
        "audit" => Command::Audit {
            bundle: path(of_command, "BUNDLE").unwrap_or_default(),
            earlier: of_command.get_many::<PathBuf>("earlier").into_iter().flatten().cloned().collect(),
            format: format(of_command),
        },
        "propose" => Command::Propose { job: job(of_command), format: format(of_command) },
        "check" => Command::Check { job: job(of_command), format: format(of_command) },
        _ => Command::Report { job: job(of_command), format: format(of_command) },
    })
}

/// The language is needed before the rest can be read: help and errors are said in it. What is no language is told later.
fn language_asked(arguments: &[OsString]) -> Option<Language> {
    let of = |(place, word): (usize, &OsString)| match word.to_str()?.strip_prefix("--lang")? {
        "" => Language::by_id(arguments.get(place + 1)?.to_str()?),
        rest => Language::by_id(rest.strip_prefix('=')?),
    };
    arguments.iter().take_while(|word| *word != "--").enumerate().find_map(of)
}

fn language() -> Arg {
    let ids = Language::ALL.map(Language::id);
    let lang = Arg::new("lang").long("lang").global(true).value_parser(PossibleValuesParser::new(ids));
    lang.help(text("cli.help_lang", &[]))
}

/// Where rows stand is told to those who may see small numbers, and to nobody else.
fn explain(matches: &ArgMatches) -> Result<Command, clap::Error> {
    let (job, with_lines) = (job(matches), matches.get_flag("linjer"));
    if with_lines && job.audience != Audience::Intern {
        return Err(parser().error(ErrorKind::ArgumentConflict, text("explain.lines_need_internal", &[])));
    }
    let id = matches.get_one::<String>("INDIKATOR").cloned().unwrap_or_default();
    Ok(Command::Explain { job, id, with_lines, format: format(matches) })
}

fn explain_parser() -> Parser {
    let lines = Arg::new("linjer").long("linjer").action(ArgAction::SetTrue);
    Parser::new("explain")
        .about(text("cli.about_explain", &[]))
        .arg(Arg::new("INDIKATOR").required(true).help(text("cli.help_indikator", &[])))
        .arg(root())
        .arg(year())
        .arg(window())
        .arg(audience())
        .arg(lines.help(text("cli.help_linjer", &[])))
        .arg(output_format())
}

fn propose_parser() -> Parser {
    let parser = Parser::new("propose").about(text("cli.about_propose", &[]));
    parser.arg(root()).arg(year()).arg(window()).arg(output_format())
}

fn parser() -> Parser {
    Parser::new("tryggtall")
        .version(env!("CARGO_PKG_VERSION"))
        .about(text("cli.about", &[]))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .arg(language())
        .subcommand(Parser::new("demo").about(text("cli.about_demo", &[])).arg(folder(false)))
        .subcommand(
            Parser::new("init")
                .about(text("cli.about_init", &[]))
                .arg(folder(true))
                .arg(Arg::new("kommune").long("kommune").default_value("3418").help(text("cli.help_kommune", &[])))
                .arg(year().default_value("2025")),
        )
        .subcommand(
            Parser::new("check")
                .about(text("cli.about_check", &[]))
                .arg(root())
                .arg(year())
                .arg(window())
                .arg(reporting_date())
                .arg(corrections())
                .arg(Arg::new("learn").long("learn").action(ArgAction::SetTrue).help(text("cli.help_learn", &[])))
                .arg(output_format()),
        )
        .subcommand(baseline())
        .subcommand(reference())
        .subcommand(Parser::new("katalog").about(text("cli.about_catalogue", &[])).arg(root()).arg(output_format()))
        .subcommand(
            Parser::new("report")
                .about(text("cli.about_report", &[]))
                .arg(root())
                .arg(year().required(true))
                .arg(window())
                .arg(reporting_date())
                .arg(audience())
                .arg(
                    Arg::new("out")
                        .long("out")
                        .value_name("DIR")
                        .value_parser(value_parser!(PathBuf))
                        .help(text("cli.help_out", &[])),
                )
                .arg(
                    Arg::new("forrige")
                        .long("forrige")
                        .value_name("DIR")
                        .value_parser(value_parser!(PathBuf))
                        .help(text("cli.help_forrige", &[])),
                )
                .arg(corrections())
                .arg(output_format()),
        )
        .subcommand(propose_parser())
        .subcommand(explain_parser())
        .subcommand(audit_parser())
}

fn audit_parser() -> Parser {
    let folder = |name: &'static str| Arg::new(name).value_name("BUNDLE").value_parser(value_parser!(PathBuf));
    Parser::new("audit")
        .about(text("cli.about_audit", &[]))
        .arg(folder("BUNDLE").required(true).help(text("cli.help_bundle", &[])))
        .arg(
            folder("earlier")
                .long("earlier")
                .num_args(1..)
                .action(ArgAction::Append)
                .help(text("cli.help_earlier", &[])),
        )
        .arg(output_format())
}

fn window() -> Arg {
    one_of("vindu", &Window::ALL.map(Window::id), "cli.help_vindu")
}

fn audience() -> Arg {
    one_of("audience", &["offentlig", "intern"], "cli.help_audience")
}

/// A command below `baseline`, so that others may come beside it.
fn baseline() -> Parser {
    let freeze = Parser::new("freeze")
        .about(text("cli.about_freeze", &[]))
        .arg(year_value(Arg::new("aar")).required(true))
        .arg(root())
        .arg(window())
        .arg(Arg::new("erstatt").long("erstatt").action(ArgAction::SetTrue).help(text("cli.help_erstatt", &[])))
        .arg(output_format());
    Parser::new("baseline")
        .about(text("cli.about_baseline", &[]))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(freeze)
}

/// A command below `reference`, likewise.
fn reference() -> Parser {
    let date = Arg::new("dato").long("dato").value_name("DATO").value_parser(date).help(text("cli.help_dato", &[]));
    let address = Arg::new("base-url").long("base-url").value_name("URL").help(text("cli.help_base_url", &[]));
    // For tests against a server that answers badly.
    let limit = Arg::new("millisekunder").long("millisekunder").value_parser(value_parser!(u64)).hide(true);
    let update =
        Parser::new("update").about(text("cli.about_update", &[])).arg(root()).arg(address).arg(date).arg(limit);
    Parser::new("reference")
        .about(text("cli.about_reference", &[]))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(update)
}

fn update_reference(matches: &ArgMatches) -> Command {
    let limit = matches.try_get_one::<u64>("millisekunder").ok().flatten().copied();
    let job = UpdateJob {
        root: path(matches, "root").unwrap_or_else(|| PathBuf::from(".")),
        base_url: word(matches, "base-url").map(str::to_owned),
        date: matches.try_get_one::<NaiveDate>("dato").ok().flatten().copied(),
        patience: limit.map_or_else(Patience::default, Patience::of_milliseconds),
    };
    Command::UpdateReference { job }
}

fn freeze(matches: &ArgMatches) -> Command {
    let replaces = matches.try_get_one::<bool>("erstatt").ok().flatten().copied().unwrap_or_default();
    Command::Freeze { job: job(matches), replaces, format: format(matches) }
}

fn corrections() -> Arg {
    Arg::new("mangelliste")
        .long("mangelliste")
        .value_name("DIR|nei")
        .value_parser(value_parser!(PathBuf))
        .help(text("cli.help_mangelliste", &[]))
}

fn folder(is_required: bool) -> Arg {
    Arg::new("DIR").value_parser(value_parser!(PathBuf)).required(is_required).help(text("cli.help_dir", &[]))
}

fn root() -> Arg {
    Arg::new("root")
        .short('C')
        .value_name("DIR")
        .default_value(".")
        .value_parser(value_parser!(PathBuf))
        .help(text("cli.help_root", &[]))
}

fn year() -> Arg {
    year_value(Arg::new("aar").long("aar")).help(text("cli.help_aar", &[]))
}

fn year_value(arg: Arg) -> Arg {
    arg.value_name("AAR").value_parser(value_parser!(i32).range(2000..=2099))
}

fn reporting_date() -> Arg {
    Arg::new("per").long("per").value_name("DATO").value_parser(date).help(text("cli.help_per", &[]))
}

fn date(written: &str) -> Result<NaiveDate, String> {
    iso_date(written).ok_or_else(|| text("cli.not_a_date", &[]))
}

/// The first value is the default.
fn one_of(name: &'static str, values: &[&'static str], help: &str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_parser(PossibleValuesParser::new(values.iter().copied()))
        .default_value(values.first().copied().unwrap_or_default())
        .help(text(help, &[]))
}

fn output_format() -> Arg {
    one_of("format", &["text", "json"], "cli.help_format")
}

fn path(matches: &ArgMatches, name: &str) -> Option<PathBuf> {
    matches.try_get_one::<PathBuf>(name).ok().flatten().cloned()
}

fn word<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    matches.try_get_one::<String>(name).ok().flatten().map(String::as_str)
}

fn format(matches: &ArgMatches) -> Format {
    if word(matches, "format") == Some("json") { Format::Json } else { Format::Text }
}

fn job(matches: &ArgMatches) -> Job {
    let root = path(matches, "root").unwrap_or_else(|| PathBuf::from("."));
    let year = matches.get_one::<i32>("aar").copied().or_else(|| newest_year(&root)).unwrap_or(0);
    let window = Window::ALL.into_iter().find(|window| word(matches, "vindu") == Some(window.id()));
    let is_internal = word(matches, "audience") == Some(Audience::Intern.id());
    Job {
        year,
        window: window.unwrap_or(Window::Aar),
        reporting_date: matches.try_get_one::<NaiveDate>("per").ok().flatten().copied(),
        audience: if is_internal { Audience::Intern } else { Audience::Offentlig },
        corrections: lists_in(matches.try_get_one::<PathBuf>("mangelliste").ok().flatten().cloned()),
        out: matches.try_get_one::<PathBuf>("out").ok().flatten().cloned(),
        last: matches.try_get_one::<PathBuf>("forrige").ok().flatten().cloned(),
        root,
    }
}

/// `nei` is no folder: `./nei` is.
fn lists_in(written: Option<PathBuf>) -> ListsIn {
    match written {
        None => ListsIn::Project,
        Some(word) if word.as_os_str() == "nei" => ListsIn::Nowhere,
        Some(folder) => ListsIn::Folder(folder),
    }
}

/// Where `check` or `explain` is not told a year: the newest that has a folder of exports.
fn newest_year(root: &std::path::Path) -> Option<i32> {
    let folders = std::fs::read_dir(root.join("exports")).ok()?;
    let names = folders.filter_map(|folder| folder.ok()?.file_name().into_string().ok());
    names.filter(|name| name.len() == 4).filter_map(|name| name.parse().ok()).max()
}
