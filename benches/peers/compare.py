#!/usr/bin/env python3
"""How fast is one large export read by us, with every check made, and by polars' and DuckDB's own CSV readers?

    python3 -m venv venv && venv/bin/pip install -r benches/peers/requirements.txt
    venv/bin/python benches/peers/compare.py --rows 10000000 --rounds 5

All read the same file of `bekymringsmelding` (10 million rows are about 700 MB), in turn (A B C, A B C, ...), each time
in a process of its own. The peers read every column and parse the dates; ours does that, checks every cell, and accounts
for every row. A process says its own seconds, from before it opens the file until the columns stand in memory; what it
took to start (for the peers, Python and its imports) is left out. Peak memory is what the kernel says of the process.

Ours is `cargo bench --bench reading` with the file as its argument; `--ours CMD` is another command for it. Whatever is
run gets the path as its last argument, and its last line of output must be {"rows": n, "seconds": s}.
"""

import argparse
import json
import os
import pathlib
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

COLUMNS = ["melding_id", "barn_id", "mottatt", "melder", "fodselsdato", "kjonn", "konkludert", "kommune"]
DATES = ["mottatt", "fodselsdato", "konkludert"]
SENDERS = ["skole", "helsestasjon", "politi", "nav", "barnehage", "foresatte", "lege-sykehus", "anonym"]
TOGETHER = ["nav|politi", "skole|helsestasjon", "politi|barnevernsvakt"]
HERE = pathlib.Path(__file__).resolve()


def day(number, year, first_month, months):
    """A date that follows from the number; every month has 28 days."""
    return f"{1 + number % 28:02d}.{first_month + number // 28 % months:02d}.{year}"


def row(number):
    """One report. Multiplying by a prime spreads what is beside each other, the same way in every run."""
    mixed = number * 2_654_435_761 % 4_294_967_296
    sender = TOGETHER[mixed // 1000 % 3] if mixed % 1000 < 15 else SENDERS[mixed // 1000 % 8]
    received = day(number, 2025, 1, 6)
    concluded = "" if mixed % 100 == 7 else day(number, 2025, 7, 6)
    child = mixed % 900_000
    born = day(child, 2008 + child % 17, 1, 12)
    sex = "jente" if child % 2 else "gutt"
    return f"M{number};B{child};{received};{sender};{born};{sex};{concluded};3418"


def generate(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(";".join(COLUMNS) + "\n")
        for start in range(0, rows, 50_000):
            file.writelines(row(number) + "\n" for number in range(start, min(rows, start + 50_000)))


def read_with_polars(path):
    import polars

    start = time.perf_counter()
    frame = polars.scan_csv(path, separator=";", schema={name: polars.String for name in COLUMNS})
    frame = frame.with_columns(polars.col(name).str.to_date("%d.%m.%Y") for name in DATES).collect()
    return frame.height, time.perf_counter() - start


def read_with_duckdb(path):
    import duckdb

    start = time.perf_counter()
    connection = duckdb.connect()
    if threads := os.environ.get("PEER_THREADS"):
        connection.execute(f"SET threads = {int(threads)}")
    types = {name: "DATE" if name in DATES else "VARCHAR" for name in COLUMNS}
    connection.execute(
        f"CREATE TABLE export AS SELECT * FROM read_csv($path, delim = ';', header = true, columns = {types!r},"
        " dateformat = '%d.%m.%Y')",
        {"path": path},
    )
    (rows,) = connection.execute("SELECT count(*) FROM export").fetchone()
    return rows, time.perf_counter() - start


PEERS = {"polars": read_with_polars, "duckdb": read_with_duckdb}


def measure(command, path, threads):
    """Rows, seconds and peak memory in MB of one run in a process of its own."""
    environment = dict(os.environ)
    if threads:
        environment |= {"POLARS_MAX_THREADS": str(threads), "PEER_THREADS": str(threads)}
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen([*command, path], stdout=out, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{shlex.join(command)} ended with {process.returncode}")
        out.seek(0)
        said = json.loads(out.read().splitlines()[-1])
    # Linux counts in kB.
    return said["rows"], said["seconds"], usage.ru_maxrss / 1024


def our_command():
    """The benchmark's own executable, so that cargo is not measured."""
    build = ["cargo", "bench", "--no-run", "--bench", "reading", "--message-format", "json"]
    said = subprocess.run(build, cwd=HERE.parent.parent.parent, stdout=subprocess.PIPE, check=True, text=True).stdout
    messages = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    built = [it["executable"] for it in messages if it.get("executable") and it["target"]["name"] == "reading"]
    return [built[-1]]


def versions():
    import duckdb
    import polars

    return {"ours": "", "polars": polars.__version__, "duckdb": duckdb.__version__}


def table(runs):
    version = versions()
    print("| reader | rows counted | seconds, median (least-most) | of ours | rows/s | peak memory, MB |")
    print("|---|---|---|---|---|---|")
    base = statistics.median(seconds for _, seconds, _ in runs["ours"])
    for name, measured in runs.items():
        seconds = [it[1] for it in measured]
        median = statistics.median(seconds)
        rows = sorted({it[0] for it in measured})
        spread = f"{median:.2f} ({min(seconds):.2f}-{max(seconds):.2f})"
        peak = max(it[2] for it in measured)
        counted = "/".join(map(str, rows))
        ratio = f"{median / base:.2f}"
        print(f"| {name} {version[name]} | {counted} | {spread} | {ratio} | {rows[-1] / median:,.0f} | {peak:,.0f} |")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--file", help="where the export is, or is made; in the temporary folder by default")
    arguments.add_argument("--ours", help="the command that runs ours")
    arguments.add_argument("--threads", type=int, help="most threads that a peer may use; all by default")
    arguments.add_argument("--peer", choices=PEERS, help=argparse.SUPPRESS)
    arguments.add_argument("path", nargs="?", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.peer:
        rows, seconds = PEERS[given.peer](given.path)
        print(json.dumps({"rows": rows, "seconds": seconds}))
        return
    path = given.file or os.path.join(tempfile.gettempdir(), f"bekymringsmelding-{given.rows}.csv")
    if not os.path.exists(path):
        generate(path, given.rows)
    commands = {"ours": shlex.split(given.ours) if given.ours else our_command()}
    commands |= {name: [sys.executable, str(HERE), "--peer", name] for name in PEERS}
    runs = {name: [] for name in commands}
    for _ in range(given.rounds):
        for name, command in commands.items():
            runs[name].append(measure(command, path, given.threads))
    size = os.path.getsize(path) / 1_000_000
    threads = given.threads or "all"
    print(f"{given.rows:,} rows, {size:,.0f} MB; {given.rounds} rounds in turn; {os.cpu_count()} cores")
    print(f"threads of the peers: {threads}\n")
    table(runs)
    counted = {it[0] for measured in runs.values() for it in measured}
    if counted != {given.rows}:
        sys.exit(f"not every reader counted {given.rows} rows: {sorted(counted)}")


if __name__ == "__main__":
    main()
