"""Reads the files of ../demo again, on its own, and compares what it finds with expected.json.

    python3 check.py

It shares no code with generate.py: other reading, other arithmetic. Standard library only (Python 3.11 or later).
"""
import csv
import datetime as dt
import json
import re
import subprocess
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parent
DEMO = DATA / "demo"
PLACED = set("1.1 1.2 1.99 2.1 2.2 2.3 2.4 2.5 2.6 2.99 8.2".split())
problems = []


def problem(*words):
    problems.append(" ".join(map(str, words)))


def fold(text):
    text = text.casefold()
    for old, new in (("å", "a"), ("aa", "a"), ("ø", "o"), ("oe", "o"), ("æ", "ae")):
        text = text.replace(old, new)
    return re.sub(r"[\s_-]", "", text)


# ---- catalogue
codelists, codelist_dates = {}, {}
for path in sorted((DATA / "catalogue/codelists").glob("*.csv")):
    lookup, dates = {}, {}
    for row in csv.DictReader(path.open(encoding="utf-8", newline="")):
        if row["id"] in dates:
            problem(path.name, "id twice", row["id"])
        dates[row["id"]] = (row["valid_from"] or "0", row["valid_to"] or "9")
        for alias in [row["id"], row["label"], *filter(None, row["aliases"].split("|"))]:
            if lookup.setdefault(fold(alias), row["id"]) != row["id"]:
                problem(path.name, "shared alias", alias)
    codelists[path.stem], codelist_dates[path.stem] = lookup, dates

sources = {}
for path in sorted((DATA / "catalogue/sources").glob("*.toml")):
    source = tomllib.loads(path.read_text(encoding="utf-8"))
    names = {}
    for field in source["field"]:
        for name in [field["name"], *field["aliases"]]:
            if names.setdefault(fold(name), field["name"]) != field["name"]:
                problem(path.name, "shared header", name)
    source["names"], source["fields"] = names, {f["name"]: f for f in source["field"]}
    if not {f["codelist"] for f in source["field"] if "codelist" in f} <= set(codelists):
        problem(path.name, "unknown code list")
    sources[source["id"]] = source


# ---- tables
def parse_date(text):
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return dt.date.fromisoformat(text)
    if re.fullmatch(r"\d\d\.\d\d\.\d{4}", text):
        return dt.datetime.strptime(text, "%d.%m.%Y").date()
    raise ValueError("date")


def read_table(path, source):
    raw = path.read_bytes()
    if raw.startswith(b"\xef\xbb\xbf"):
        text, encoding = raw[3:].decode("utf-8"), "utf-8-bom"
    else:
        try:
            text, encoding = raw.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            text, encoding = raw.decode("cp1252"), "windows-1252"
    lines = text.splitlines()
    best = max(((sum(fold(c) in source["names"] for c in line.split(d)), -i, d) for i, line in enumerate(lines[:8]) for d in ";,\t"))
    hits, index, delimiter = best[0], -best[1], best[2]
    headers = next(csv.reader([lines[index]], delimiter=delimiter))
    if hits != len(headers):
        problem(path, "unknown header in", headers)
    names = [source["names"].get(fold(h)) for h in headers]
    if len(set(names)) != len(names):
        problem(path, "header twice")
    if missing := [f for f in source["fields"].values() if f["required"] and f["name"] not in names]:
        problem(path, "missing", [f["name"] for f in missing])
    rows, formats = [], defaultdict(set)
    for number, cells in enumerate(csv.reader(lines[index + 1:], delimiter=delimiter), index + 2):
        if len(cells) != len(names):
            problem(path, number, "width")
            continue
        row = {}
        for name, cell in zip(names, cells):
            field = source["fields"][name]
            if cell == "":
                if field["required"]:
                    problem(path, number, "blank", name)
                row[name] = None
                continue
            if re.search(r"(?<!\d)\d{11}(?!\d)", cell):
                problem(path, number, "an eleven-digit number")
            kind = field["type"]
            try:
                if kind == "date":
                    row[name] = parse_date(cell)
                    formats[name].add(cell[2] == ".")
                elif kind in ("integer", "year"):
                    row[name] = int(cell)
                elif kind == "decimal":
                    row[name] = float(cell.replace(",", ".") if delimiter != "," else cell)
                elif kind == "code":
                    row[name] = codelists[field["codelist"]][fold(cell)]
                elif kind == "codes":
                    row[name] = [codelists[field["codelist"]][fold(part)] for part in cell.split("|")]
                elif kind == "kommune":
                    assert re.fullmatch(r"\d{4}", cell)
                    row[name] = cell
                else:
                    row[name] = cell
            except (ValueError, KeyError, AssertionError) as error:
                problem(path, number, name, kind, type(error).__name__)
                row[name] = None
        rows.append(row)
    for name, seen in formats.items():
        if len(seen) != 1:
            problem(path, "two date formats in", name)
    print(f"  {str(path.relative_to(DEMO)):58} {encoding:13} {delimiter!r:5} header line {index + 1}, {len(rows)} rows")
    return rows


# ---- KOSTRA
def read_number(number):
    digits = [int(c) for c in number]
    for weights in ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)):
        if sum(d * w for d, w in zip(digits, weights)) % 11:
            problem("control digit")
    day, month, year, individual = int(number[:2]), int(number[2:4]), int(number[4:6]), int(number[6:9])
    if not 81 <= month <= 92 or not (500 <= individual <= 999 and year <= 39):
        problem("not a synthetic number of 2000-2039")
    return dt.date(2000 + year, month - 80, day), "gutt" if individual % 2 else "jente"


def read_kostra(path, year):
    raw = path.read_bytes()
    assert raw.startswith(b'<?xml version="1.0" encoding="ISO-8859-1"?>')
    root = ET.fromstring(raw)
    giver = root.find("Avgiver").attrib
    if (giver["Versjon"], giver["Kommunenummer"], giver["Kommunenavn"]) != (str(year), "3418", "Åsnes") or len(giver["Organisasjonsnummer"]) != 9:
        problem("Avgiver", giver)
    day = lambda e, name: dt.date.fromisoformat(e.get(name)) if e.get(name) else None
    code = lambda name, value: codelists[name][fold(value)]
    end_of_year, before = dt.date(year, 12, 31), dt.date(year - 1, 12, 31)
    out = {"bekymringsmelding": [], "undersokelse": [], "barnevernstiltak": []}
    seen = Counter()
    for person in root.findall("Individ"):
        born, sex = read_number(person.get("Fodselsnummer"))
        child = {"barn_id": person.get("Journalnummer"), "fodselsdato": born, "kjonn": sex}
        seen[person.get("Journalnummer")] += 1
        seen[person.get("Fodselsnummer")] += 1
        seen[person.get("Id")] += 1
        begin, finish, closed = day(person, "StartDato"), day(person, "SluttDato"), person.get("Avslutta3112") == "1"
        order = [e.tag for e in person]
        if order != sorted(order, key=["Melding", "Plan", "Tiltak"].index) or not ({"Melding", "Plan", "Tiltak"} & set(order)):
            problem("order of elements")
        if closed != (finish is not None) or (finish and (finish < before or finish > end_of_year or finish < begin)):
            problem("person's end date")
        age = year - born.year
        if age > 25 or (age > 18 and "Tiltak" not in order):
            problem("age and measures", age)
        for item in person.iter():
            if item.tag in ("Melding", "Undersokelse", "Plan", "Tiltak"):
                start, end = day(item, "StartDato"), day(item, "SluttDato")
                if start < begin or start < born or start > end_of_year:
                    problem(item.tag, item.get("Id"), "start")
                if end and (end < start or end > end_of_year or (finish and end > finish)):
                    problem(item.tag, item.get("Id"), "end")
                if closed and not end:
                    problem(item.tag, item.get("Id"), "open in a closed case")
                if item.tag in ("Undersokelse", "Tiltak") and end and end.year != year:
                    problem(item.tag, item.get("Id"), "ends in another year")
            needs = {"Melder": {"22"}, "Saksinnhold": {"18", "19"}, "Vedtaksgrunnlag": {"18", "19"},
                     "Kategori": {"3.7"} | {f"{n}.99" for n in range(1, 9)}}.get(item.tag, ())
            if item.tag in ("Melder", "Saksinnhold", "Vedtaksgrunnlag", "Kategori"):
                if (item.get("Kode") in needs) != (item.find("Presisering") is not None):
                    problem(item.tag, item.get("Kode"), "detail")
        for report in person.findall("Melding"):
            out["bekymringsmelding"].append(child | {
                "melding_id": report.get("Id"), "mottatt": day(report, "StartDato"), "konkludert": day(report, "SluttDato"),
                "melder": [code("melder", e.get("Kode")) for e in report.findall("Melder")],
                "innhold": [code("innhold", e.get("Kode")) for e in report.findall("Saksinnhold")],
                "konklusjon": code("melding-konklusjon", report.get("Konklusjon")) if report.get("Konklusjon") else None})
            if (report.get("SluttDato") is None) != (report.get("Konklusjon") is None):
                problem(report.get("Id"), "conclusion without date")
            for inquiry in report.findall("Undersokelse"):
                value = inquiry.get("Konklusjon")
                if (inquiry.get("SluttDato") is None) != (value is None):
                    problem(inquiry.get("Id"), "conclusion without date")
                if value in ("1", "2") and not inquiry.findall("Vedtaksgrunnlag"):
                    problem(inquiry.get("Id"), "no grounds")
                if value == "5" and inquiry.find("Presisering") is None:
                    problem(inquiry.get("Id"), "detail")
                out["undersokelse"].append(child | {
                    "undersokelse_id": inquiry.get("Id"), "melding_id": report.get("Id"), "start": day(inquiry, "StartDato"),
                    "slutt": day(inquiry, "SluttDato"), "konklusjon": code("undersokelse-konklusjon", value) if value else None})
        for measure in person.findall("Tiltak"):
            category, law = measure.find("Kategori").get("Kode"), measure.find("Lovhjemmel").attrib
            old = day(measure, "StartDato") <= dt.date(2022, 12, 31)
            care = (law["Lov"], law["Kapittel"], law["Paragraf"]) in {("BVL", "4", "12"), ("BVL2021", "5", "1")}
            if law["Lov"] != ("BVL" if old else "BVL2021") or (care and age > 18):
                problem(measure.get("Id"), "legal basis")
            if care and measure.get("SluttDato") and measure.find("Opphevelse") is None:
                problem(measure.get("Id"), "no reason for ending")
            if (category == "4.1" and age >= 7) or (category == "4.2" and age >= 11):
                problem(measure.get("Id"), "age", age, "and", category)
            out["barnevernstiltak"].append(child | {
                "tiltak_id": measure.get("Id"), "start": day(measure, "StartDato"), "slutt": day(measure, "SluttDato"),
                "kategori": code("tiltak-kategori", category), "utenfor_hjemmet": "ja" if category in PLACED else "nei"})
    if [k for k, n in seen.items() if n > 1]:
        problem("a person twice in the KOSTRA file")
    print(f"  {str(path.relative_to(DEMO)):58} iso-8859-1    xml   {len(root.findall('Individ'))} persons, "
          + ", ".join(f"{len(rows)} {name}" for name, rows in out.items()))
    return out


# ---- reading the project
years = {}
for year in range(2021, 2026):
    data = defaultdict(list)
    for path in sorted((DEMO / "exports" / str(year)).rglob("*.*")):
        if path.suffix == ".xml":
            for name, rows in read_kostra(path, year).items():
                data[name] += rows
        elif path.is_file():
            name = re.match(r"[a-z]+", path.name)[0]
            data[name] += read_table(path, sources[name])
    years[year] = data

excluded = defaultdict(Counter)
for year, data in years.items():
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    for name, rows in data.items():
        source, kept, seen = sources[name], [], {}
        for row in rows:
            placed = source.get("placed_by", {})
            if "date" in placed:
                inside = first <= row[placed["date"]] <= last
            elif "from" in placed:
                end = row.get(placed["to"])
                inside = row[placed["from"]] <= last and (end is None or end >= first)
                if end and (end < row[placed["from"]] or end > last):
                    problem(year, name, "span", row)
            else:
                inside = True
            key = tuple(str(row.get(k)) for k in source["key"]) if source["key"] else json.dumps(row, default=str, sort_keys=True)
            if not inside:
                excluded[year, name]["outside"] += 1
            elif key in seen:
                excluded[year, name]["duplicate"] += 1
                if seen[key] != row:
                    problem(year, name, "conflicting rows", key)
            else:
                seen[key] = row
                kept.append(row)
            when = row.get("mottatt") or row.get("dato") or row.get("start") or first
            for column, field in source["fields"].items():
                if "codelist" in field and row.get(column):
                    for value in row[column] if isinstance(row[column], list) else [row[column]]:
                        low, high = codelist_dates[field["codelist"]][value]
                        for day in {when, row.get("slutt") or row.get("konkludert") or when} if "konklusjon" == column else {when}:
                            if not low <= day.isoformat() <= high:
                                problem(year, name, column, value, "not valid", day)
            for a, b in (("mottatt", "konkludert"), ("mottatt", "forste_samtale"), ("forste_samtale", "avsluttet"), ("fodselsdato", "mottatt"),
                         ("fodselsdato", "start"), ("mottatt", "vedtak_dato"), ("vedtak_dato", "forste_samtale")):
                if row.get(a) and row.get(b) and row[a] > row[b]:
                    problem(year, name, a, "after", b)
            if row.get("slutt") and (row["slutt"].month, row["slutt"].day) in {(1, 1), (4, 30), (8, 31), (12, 31)}:
                problem(year, name, "ends on a window's edge")
        data[name] = kept
print("excluded:", {f"{k[0]} {k[1]}": dict(v) for k, v in excluded.items()})
if {k: dict(v) for k, v in excluded.items() if k[1] != "bekymringsmelding"} != {(2024, "henvendelse"): {"duplicate": 3}, (2023, "henvisning"): {"outside": 3}}:
    problem("exclusions are not the deliberate ones")

# The same child has the same birth date and sex everywhere; the same case has the same dates from year to year.
people, cases = {}, {}
for year, data in years.items():
    for name in ("bekymringsmelding", "undersokelse", "barnevernstiltak"):
        for row in data[name]:
            for column in ("fodselsdato", "kjonn"):
                if row.get(column) and people.setdefault((row["barn_id"], column), row[column]) != row[column]:
                    problem("child", row["barn_id"], column)
            if name == "barnevernstiltak" and (row["utenfor_hjemmet"] == "ja") != (row["kategori"] in {codelists["tiltak-kategori"][fold(c)] for c in PLACED}):
                problem("placed", row["tiltak_id"])
    for name, key in (("undersokelse", "undersokelse_id"), ("barnevernstiltak", "tiltak_id")):
        for row in data[name]:
            if row["slutt"] is None and year < 2025 and row[key] not in {r[key] for r in years[year + 1][name]}:
                problem(row[key], "open at year's end and gone the next year")
            if cases.setdefault(row[key], row["start"]) != row["start"]:
                problem(row[key], "other start")
    known = {r["melding_id"] for r in data["bekymringsmelding"]}
    for row in data["undersokelse"]:
        if row["melding_id"][1:5] == str(year) and row["melding_id"] not in known:
            problem(row["undersokelse_id"], "report not in the export")
    previous = {}
    for row in sorted(data["stafettlogg"], key=lambda r: r["dato"]):
        unit = row["enhet"], row["plantype"]
        if unit in previous and previous[unit] + row["opprettet"] - row["avsluttet"] != row["aktive"] or not 0 <= row["aktive"] <= 14:
            problem(year, unit, "does not add up")
        previous[unit] = row["aktive"]
    if len({r["enhet"] for r in data["stafettlogg"]}) != 14 or len({r["dato"] for r in data["stafettlogg"]}) != 12:
        problem(year, "units or months")

print("reference:")
people_rows = read_table(DEMO / "reference/folkemengde-07459.csv", sources["folkemengde"])
reference = read_table(DEMO / "reference/ssb-barnevern.csv", sources["referanse"])
inhabitants = Counter()
for row in people_rows:
    if row["alder"] <= 17:
        inhabitants[row["aar"]] += row["antall"]
if dict(inhabitants) != {2021: 1310, 2022: 1300, 2023: 1288, 2024: 1281, 2025: 1270, 2026: 1262} or len(people_rows) != 276:
    problem("inhabitants", dict(inhabitants))
real = {(r["region"], r["indikator"]): r["verdi"] for r in reference if r["aar"] == 2021}
if [real["EKA34", k] for k in ("K1", "K2", "K3")] != [5.0, 5.0, 4.4] or sum(r["status"] == ".." for r in reference) != 1 or len(reference) != 30:
    problem("reference figures")


# ---- the figures, by grouping instead of looping
def age(row, day):
    if "fodselsdato" not in row:
        return row["alder"]
    born = row["fodselsdato"]
    return (int(day.strftime("%Y%m%d")) - int(born.strftime("%Y%m%d"))) // 10000


def months_later(day, months):
    first = dt.date(day.year + (day.month + months - 1) // 12, (day.month + months - 1) % 12 + 1, 1)
    following = dt.date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + dt.timedelta(days=day.day - 1), following - dt.timedelta(days=1))


def figures(year, window):
    data, low = years[year], dt.date(year, 1, 1)
    high = {"aar": dt.date(year, 12, 31), "mai": dt.date(year, 4, 30), "september": dt.date(year, 8, 31)}[window]
    within = lambda d: d is not None and low <= d <= high
    touches = lambda r: r["start"] <= high and not (r["slutt"] and r["slutt"] < low)
    minors = lambda rows: {r["barn_id"] for r in rows if age(r, high) < 18}
    received = [r for r in data["bekymringsmelding"] if within(r["mottatt"])]
    child = {r["barn_id"]: r for r in received if age(r, high) < 18}
    group = lambda a: "0-5" if a < 6 else "6-12" if a < 13 else "13-15" if a < 16 else "16-17"
    measures = [r for r in data["barnevernstiltak"] if touches(r)]
    running = [r for r in measures if not r["slutt"] or r["slutt"] >= high]
    placed = lambda rows: [r for r in rows if r["utenfor_hjemmet"] == "ja"]
    concluded = [(r["konkludert"] - r["mottatt"]).days for r in received if r["konkludert"]]
    closed = [r for r in data["undersokelse"] if within(r["slutt"])]
    limit = lambda r: 6 if r.get("utvidet_frist") == "ja" else 3
    count = lambda values: dict(sorted(Counter(values).items()))
    out = {
        "K1": {"barn": len(child), "aldersgruppe": count(group(age(r, high)) for r in child.values()), "kjonn": count(r["kjonn"] for r in child.values())},
        "K2": {"barn": len(minors(r for r in data["undersokelse"] if touches(r)))},
        "K3": {"barn": len(minors(measures)), "ved_slutt": len(minors(running)), "utenfor_hjemmet": len(minors(placed(measures))),
               "utenfor_hjemmet_ved_slutt": len(minors(placed(running))),
               "ettervern_18_pluss": len({r["barn_id"] for r in measures if age(r, high) >= 18})},
        "K4": {"meldinger": len(received), "melder": count(k for r in received for k in r["melder"]),
               "innhold": count(k for r in received for k in r["innhold"]),
               "konklusjon": count(r["konklusjon"] or "ikke-konkludert" for r in received)},
        "K5": {"meldinger_konkludert": len(concluded), "innen_7_dager": sum(d < 8 for d in concluded), "innen_8_dager": sum(d < 9 for d in concluded),
               "undersokelser_avsluttet": len(closed), "innen_3_maneder": sum(r["slutt"] <= months_later(r["start"], 3) for r in closed),
               "innen_frist": sum(r["slutt"] <= months_later(r["start"], limit(r)) for r in closed)},
    }
    for indicator, to in (("E1", "ledende-helsesykepleier"), ("E2", "familiens-hus")):
        rows = [r for r in data["henvendelse"] if r["til"] == to and within(r["dato"])]
        out[indicator] = {"henvendelser": len(rows), "fra": count(r["fra"] for r in rows)}
    rows = [r for r in data["henvisning"] if within(r["mottatt"])]
    waits = sorted((r["forste_samtale"] - r["mottatt"]).days for r in rows if within(r["forste_samtale"]))
    out["E3"] = {"henvisninger": len(rows), "barn": len({r["barn_id"] for r in rows}), "venter_ved_slutt": len(rows) - len(waits),
                 "median_dager": (waits[(len(waits) - 1) // 2] + waits[len(waits) // 2]) / 2}
    for indicator, plan in (("S1", "stafettlogg"), ("S2", "individuell-plan")):
        rows = [r for r in data["stafettlogg"] if r["plantype"] == plan and within(r["dato"])]
        at_end = [r for r in rows if r["dato"] == high]
        out[indicator] = {"aktive_ved_slutt": sum(r["aktive"] for r in at_end), "opprettet": sum(r["opprettet"] for r in rows),
                          "avsluttet": sum(r["avsluttet"] for r in rows), "enheter_i_bruk": sum(r["aktive"] > 0 for r in at_end),
                          "enheter": len({r["enhet"] for r in rows})}
    return out


expected = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
for year in years:
    for window in ("aar", "mai", "september"):
        mine = figures(year, window)
        for indicator, values in mine.items():
            if values != expected[str(year)][window][indicator]:
                problem(year, window, indicator, "differs:", values, expected[str(year)][window][indicator])
    e = expected[str(year)]["aar"]
    shares = [e[k]["barn"] * 100 / inhabitants[year + 1] for k in ("K1", "K2", "K3")]
    other = [e[k]["barn"] * 100 / inhabitants[year] for k in ("K1", "K2", "K3")]
    print(year, "shares of inhabitants at the year's end", [f"{s:.2f}" for s in shares], "at its start", [f"{s:.2f}" for s in other],
          "placed", e["K3"]["utenfor_hjemmet"], "18 on 31.12:", len([r for r in years[year]["bekymringsmelding"] if age(r, dt.date(year, 12, 31)) == 18]),
          "unconcluded:", e["K4"]["konklusjon"].get("ikke-konkludert", 0),
          "in 7 days: %.1f %%" % (100 * e["K5"]["innen_7_dager"] / e["K5"]["meldinger_konkludert"]),
          "late:", sorted((r["konkludert"] - r["mottatt"]).days for r in years[year]["bekymringsmelding"] if r["konkludert"] and (r["konkludert"] - r["mottatt"]).days > 7)[-1])
    if not all(5.8 <= s <= 8 for s in shares):
        problem(year, "share out of range")
e = expected["2021"]["aar"]
if (e["K1"]["barn"], e["K2"]["barn"], e["K3"]["barn"]) != (96, 96, 87):
    problem("2021 is not 96, 96, 87")
tomllib.loads((DEMO / "plan.toml").read_text(encoding="utf-8"))

# ---- the same bytes again
with tempfile.TemporaryDirectory() as folder:
    before = (HERE / "expected.json").read_bytes()
    subprocess.run([sys.executable, str(HERE / "generate.py"), folder], check=True, capture_output=True)
    ours = {p.relative_to(DEMO): p.read_bytes() for p in DEMO.rglob("*") if p.is_file()}
    again = {p.relative_to(folder): p.read_bytes() for p in Path(folder).rglob("*") if p.is_file()}
    if ours != again or before != (HERE / "expected.json").read_bytes():
        problem("a second run gives other bytes")
    size = sum(map(len, ours.values()))
    print(f"{len(ours)} files, {size} bytes")
    if size > 1_500_000:
        problem("too large")

print("\n".join(problems) or "no problems")
sys.exit(bool(problems))
