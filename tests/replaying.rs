//! A server on this machine that answers as `PxWebApi` 2 does, and badly where it is told to.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

const UPDATED: &str = "2026-06-15T06:00:00Z";

/// What the server does with a question.
#[derive(Clone)]
pub enum Reply {
    /// These bytes, as they are.
    Raw(Vec<u8>),
    /// Nothing for so long, and then a good table.
    Slow(Duration),
    /// The headers, and then a byte at a time for ever.
    Trickle,
    /// A body without end.
    Endless,
    /// A good table.
    Good,
}

/// A server that gives each table its replies in turn, the last of them for ever, and a good one to every other table.
pub struct Server {
    pub address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub fn new(replies: &[(&str, Vec<Reply>)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let replies: BTreeMap<String, Vec<Reply>> =
            replies.iter().map(|(table, replies)| ((*table).to_owned(), replies.clone())).collect();
        let (replies, noted) = (Arc::new(Mutex::new(replies)), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (Ok(stream), replies, noted) = (stream, Arc::clone(&replies), Arc::clone(&noted)) else { return };
                std::thread::spawn(move || answer(stream, &replies, &noted));
            }
        });
        Self { address, asked }
    }

    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(mut stream: TcpStream, replies: &Mutex<BTreeMap<String, Vec<Reply>>>, asked: &Mutex<Vec<String>>) {
    let (mut request, mut byte) = (Vec::new(), [0]);
    while !request.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => request.push(byte[0]),
            _ => return,
        }
    }
    let text = String::from_utf8(request).unwrap();
    let path = text.split(' ').nth(1).unwrap_or_default().to_owned();
    let table = path.split("/tables/").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default().to_owned();
    asked.lock().unwrap().push(path.clone());
    let reply = {
        let mut replies = replies.lock().unwrap();
        match replies.get_mut(&table) {
            Some(left) if left.len() > 1 => left.remove(0),
            Some(left) => left[0].clone(),
            None => Reply::Good,
        }
    };
    let good = || ok(table_for(&path).to_string().as_bytes());
    let _ = match reply {
        Reply::Raw(bytes) => stream.write_all(&bytes),
        Reply::Good => stream.write_all(&good()),
        Reply::Slow(wait) => {
            std::thread::sleep(wait);
            stream.write_all(&good())
        }
        Reply::Trickle => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            (0..200).try_for_each(|_| {
                std::thread::sleep(Duration::from_millis(50));
                stream.write_all(b" ")
            })
        }
        Reply::Endless => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            let chunk = [format!("{:x}\r\n", 1 << 20).into_bytes(), vec![b' '; 1 << 20], b"\r\n".to_vec()].concat();
            (0..200).try_for_each(|_| stream.write_all(&chunk))
        }
    };
}

pub fn ok(body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nDate: Tue, 16 Jun 2026 07:00:00 GMT\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

pub fn status(line: &str, headers: &str) -> Reply {
    let body = "<html>feil</html>";
    let length = body.len();
    Reply::Raw(
        format!("HTTP/1.1 {line}\r\n{headers}Connection: close\r\nContent-Length: {length}\r\n\r\n{body}").into_bytes(),
    )
}

/// A table in the form that the service gives it, with the dimensions and categories that the address asks for.
pub fn table_for(path: &str) -> Value {
    let table = path.split("/tables/").nth(1).and_then(|rest| rest.split('/').next()).unwrap();
    let plain = path.replace("%5B", "[").replace("%5D", "]");
    let mut dimensions: Vec<(String, Vec<String>)> = plain
        .split('&')
        .filter_map(|part| part.strip_prefix("valueCodes[")?.split_once("]="))
        .map(|(id, codes)| (id.to_owned(), codes.split(',').map(str::to_owned).collect()))
        .collect();
    for (_, codes) in dimensions.iter_mut().filter(|(id, _)| id == "Tid") {
        let first: i32 = codes[0].trim_start_matches("from(").trim_end_matches(')').parse().unwrap();
        *codes = (first..=2026).map(|year| year.to_string()).collect();
    }
    let category = |(id, codes): &(String, Vec<String>)| {
        let unit: BTreeMap<&String, Value> = codes.iter().map(|code| (code, json!({"base": "prosent"}))).collect();
        let unit = if id == "ContentsCode" { json!({"index": codes, "unit": unit}) } else { json!({"index": codes}) };
        (id.clone(), json!({"label": id, "category": unit}))
    };
    let cells: usize = dimensions.iter().map(|(_, codes)| codes.len()).product();
    let bodies: serde_json::Map<String, Value> = dimensions.iter().map(category).collect();
    let geo = &dimensions[0].0;
    json!({
        "version": "2.0", "class": "dataset", "label": format!("{table}: laget for testen"), "updated": UPDATED,
        "id": dimensions.iter().map(|(id, _)| id).collect::<Vec<_>>(),
        "size": dimensions.iter().map(|(_, codes)| codes.len()).collect::<Vec<_>>(),
        "role": {"time": ["Tid"], "geo": [geo], "metric": ["ContentsCode"]},
        "dimension": bodies, "extension": {"px": {"tableid": table}},
        "value": (0..cells).map(|cell| cell % 10).collect::<Vec<_>>(),
    })
}
