//! One question over HTTP: limited in time, size and redirects, tried again where that can help.

use std::io;
use std::time::Duration;

use chrono::{DateTime, NaiveDate};
use ureq::{Agent, Body, Error, http};

use crate::lang::text;

/// Statistics Norway's service.
pub const SSB: &str = "https://data.ssb.no/api/pxwebapi/v2";

/// Largest answer, in bytes; a table of all regions and years is a tenth of it.
const LARGEST: u64 = 50 << 20;
/// Times a question is asked again.
const RETRIES: u32 = 3;
const REDIRECTS: u32 = 3;

/// How long is waited for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For the whole answer.
    pub answer: Duration,
    /// Before the question is asked again; twice as long each time.
    pub pause: Duration,
    /// At most, also where the server asks for more.
    pub longest_pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connect: seconds(10), answer: seconds(60), pause: seconds(2), longest_pause: seconds(60) }
    }
}

impl Patience {
    /// For a server close by that is known to answer badly.
    #[must_use]
    pub fn of_milliseconds(limit: u64) -> Self {
        let (limit, pause) = (Duration::from_millis(limit), Duration::from_millis(limit / 20));
        Self { connect: limit, answer: limit, pause, longest_pause: pause }
    }
}

/// What came back.
pub(super) struct Answer {
    pub(super) bytes: Vec<u8>,
    /// The server's date.
    pub(super) date: Option<NaiveDate>,
}

/// Asks one service.
pub(super) struct Client {
    agent: Agent,
    patience: Patience,
}

/// Why there is no answer.
struct Trouble {
    sentence: String,
    /// How long to wait before it is tried again; no use in trying where not set.
    again: Option<Again>,
}

enum Again {
    /// As long as we think.
    Soon,
    /// As long as the server says.
    After(Duration),
}

impl Client {
    /// A client for the service at `base`.
    ///
    /// # Errors
    /// A sentence where the address is neither protected nor on this machine.
    pub(super) fn new(base: &str, patience: Patience) -> Result<Self, String> {
        let is_local = is_local(base);
        let uri = base.parse::<http::Uri>().ok().filter(|uri| uri.host().is_some_and(|host| !host.is_empty()));
        if uri.is_none() || !(base.starts_with("https://") || is_local) {
            return Err(text("cli.update_address", &[("address", base)]));
        }
        let config = Agent::config_builder()
            .https_only(!is_local)
            .timeout_connect(Some(patience.connect))
            .timeout_global(Some(patience.answer))
            .max_redirects(REDIRECTS)
            .http_status_as_error(false)
            .user_agent(concat!("tryggtall/", env!("CARGO_PKG_VERSION")))
            .accept("application/json");
        let config = if is_local { config.proxy(None) } else { config };
        Ok(Self { agent: config.build().new_agent(), patience })
    }

    /// Asks, and asks again at most three times where the server is busy, slow or broke off.
    ///
    /// # Errors
    /// A sentence that says what was wrong the last time.
    pub(super) fn get(&self, url: &str) -> Result<Answer, String> {
        let mut pause = self.patience.pause;
        let mut tries = 0;
        loop {
            let Trouble { sentence, again } = match self.once(url) {
                Ok(answer) => return Ok(answer),
                Err(trouble) => trouble,
            };
            let Some(again) = again.filter(|_| tries < RETRIES) else {
                let times = (tries + 1).to_string();
                let in_vain = || text("cli.update_tried", &[("error", &sentence), ("times", &times)]);
                return Err(if tries > 0 { in_vain() } else { sentence });
            };
            let wanted = match again {
                Again::Soon => pause,
                Again::After(wanted) => wanted,
            };
            std::thread::sleep(wanted.min(self.patience.longest_pause));
            pause *= 2;
            tries += 1;
        }
    }

    fn once(&self, url: &str) -> Result<Answer, Trouble> {
        let mut response = self.agent.get(url).call().map_err(trouble)?;
        let status = response.status();
        if !status.is_success() {
            return Err(refused(status, &response));
        }
        let date = header(&response, "date").and_then(|text| DateTime::parse_from_rfc2822(text).ok());
        let date = date.map(|date| date.date_naive());
        let bytes = response.body_mut().with_config().limit(LARGEST).read_to_vec().map_err(trouble)?;
        Ok(Answer { bytes, date })
    }
}

/// Whether an unprotected address stays on this machine.
fn is_local(base: &str) -> bool {
    let host = base.strip_prefix("http://").and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    matches!(name, "localhost" | "127.0.0.1" | "::1")
}

fn header<'r>(response: &'r http::Response<Body>, name: &str) -> Option<&'r str> {
    response.headers().get(name)?.to_str().ok()
}

/// An answer that is no table.
fn refused(status: http::StatusCode, response: &http::Response<Body>) -> Trouble {
    let wanted = header(response, "retry-after").and_then(|text| text.trim().parse().ok()).map(Duration::from_secs);
    let again = (status.as_u16() == 429 || status.is_server_error()).then(|| wanted.map_or(Again::Soon, Again::After));
    let key = match status.as_u16() {
        400 => "cli.update_bad_question",
        404 => "cli.update_no_table",
        429 => "cli.update_busy",
        _ if status.is_server_error() => "cli.update_down",
        _ => "cli.update_status",
    };
    Trouble { sentence: text(key, &[("status", status.as_str())]), again }
}

fn trouble(error: Error) -> Trouble {
    let said = |key: &str| text(key, &[]);
    let soon = |sentence| Trouble { sentence, again: Some(Again::Soon) };
    let never = |sentence| Trouble { sentence, again: None };
    let detail = |error: &dyn std::fmt::Display| text("cli.update_connection", &[("detail", &error.to_string())]);
    match error {
        Error::Timeout(_) => soon(said("cli.update_slow")),
        Error::BodyExceedsLimit(_) => never(text("cli.update_large", &[("megabytes", &(LARGEST >> 20).to_string())])),
        Error::TooManyRedirects | Error::RedirectFailed => never(said("cli.update_redirects")),
        Error::HostNotFound => never(said("cli.update_offline")),
        Error::Io(error) => match error.kind() {
            io::ErrorKind::UnexpectedEof => soon(said("cli.update_broken_off")),
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => soon(said("cli.update_slow")),
            io::ErrorKind::ConnectionRefused => never(said("cli.update_offline")),
            _ => soon(detail(&error)),
        },
        // What is wrong with the address, the certificate or the proxy is wrong the next time as well.
        Error::BadUri(_) | Error::InvalidProxyUrl | Error::Tls(_) | Error::Rustls(_) => never(detail(&error)),
        error => soon(detail(&error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unprotected_addresses_stay_on_this_machine() {
        for (base, is_ok) in [
            (SSB, true),
            ("https://example.org/v2", true),
            ("http://localhost:8080/v2", true),
            ("http://127.0.0.1:1", true),
            ("http://[::1]:80/x", true),
            ("http://data.ssb.no/api", false),
            ("http://localhost.example.org", false),
            ("http://127.0.0.1.example.org/", false),
            ("http://localhost@example.org/", false),
            ("ftp://localhost/", false),
            ("https://", false),
            ("data.ssb.no", false),
            ("", false),
        ] {
            assert_eq!(Client::new(base, Patience::default()).is_ok(), is_ok, "{base}");
        }
    }
}
