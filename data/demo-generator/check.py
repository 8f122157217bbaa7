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
from decimal import Decimal
from fractions import Fraction
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
            other = lookup.setdefault(fold(alias), row["id"])
            if other != row["id"] and dates[other][0] <= dates[row["id"]][1] and dates[row["id"]][0] <= dates[other][1]:
                problem(path.name, "shared alias", alias)
    codelists[path.stem], codelist_dates[path.stem] = lookup, dates

sources = {}
for path in sorted((DATA / "catalogue/sources").glob("*.toml")):
    source = tomllib.loads(path.read_text(encoding="utf-8"))
    names, fields = {}, {}
    for field in source["field"]:
        for number in range(1, field.get("numbered", 1) + 1):
            own = field["name"] + (str(number) if "numbered" in field else "")
            fields[own] = field
            for name in [own, *field["aliases"]]:
                if names.setdefault(fold(name.replace("{n}", str(number))), own) != own:
                    problem(path.name, "shared header", name)
    source["names"], source["fields"] = names, fields
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
    if missing := [f for f in source["fields"].values() if f.get("required") and f["name"] not in names]:
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
                if field.get("required") and not field.get("blank_ok"):
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
                    row[name] = Decimal(cell.replace(",", ".") if delimiter != "," else cell)
                elif kind == "code":
                    row[name] = codelists[field["codelist"]][fold(cell)]
                elif kind == "codes":
                    row[name] = [codelists[field["codelist"]][fold(part)] for part in cell.split("|")]
                elif kind == "kommune":
                    assert re.fullmatch(r"\d{4}", cell)
                    row[name] = cell
                else:
                    row[name] = cell
                if kind in ("integer", "decimal") and not field.get("min", 0) <= row[name] <= field.get("max", 10_000):
                    problem(path, number, name, "out of range")
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
years, files = {}, defaultdict(list)
for year in range(2021, 2026):
    data = defaultdict(list)
    for path in sorted((DEMO / "exports" / str(year)).rglob("*.*")):
        if path.suffix == ".xml":
            read = read_kostra(path, year)
        elif path.is_file():
            name = max((name for name in sources if re.match(name + r"[.-]", path.name)), key=len)
            read = {name: read_table(path, sources[name])}
        for name, rows in read.items():
            for row in rows:
                row[None] = path  # where it stands
            data[name] += rows
            files[year].append((path.relative_to(DEMO / "exports" / str(year)), name, rows))
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
            elif "from" in placed and row[placed["from"]] is not None:
                end = row.get(placed["to"])
                inside = row[placed["from"]] <= last and (end is None or end >= first)
                if end and (end < row[placed["from"]] or end > last):
                    problem(year, name, "span", row)
            else:
                inside = True
            path = row.pop(None)
            key = tuple(str(row.get(k)) for k in source["key"]) if source["key"] else json.dumps(row, default=str, sort_keys=True)
            if not source["key"] and seen.get(key, (None, None))[1] == path:
                key = len(seen), key  # without a key, equal rows of one file are two events
            if not inside:
                excluded[year, name]["outside"] += 1
            elif key in seen:
                excluded[year, name]["duplicate"] += 1
                if seen[key][0] != row:
                    problem(year, name, "conflicting rows", key)
            else:
                seen[key] = row, path
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
    counts = {}
    for row in data["stafettlogg"]:  # the steps of a unit and a date together
        own = counts.setdefault((row["dato"], row["enhet"], row["plantype"]), Counter())
        own.update({name: row[name] for name in ("aktive", "opprettet", "avsluttet")})
    for (_, *unit), row in sorted(counts.items()):
        unit = tuple(unit)
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
if [float(real["EKA34", k]) for k in ("K1", "K2", "K3")] != [5.0, 5.0, 4.4] or sum(r["status"] == ".." for r in reference) != 1 or len(reference) != 30:
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
                 "median_dager": (waits[(len(waits) - 1) // 2] + waits[len(waits) // 2]) / 2,
                 "ventedager": {"0-30": sum(day < 31 for day in waits), "31-60": sum(30 < day < 61 for day in waits), 
                                "over-60": sum(day > 60 for day in waits), "uten-samtale": len(rows) - len(waits)}}
    for indicator, plan in (("S1", "stafettlogg"), ("S2", "individuell-plan")):
        rows = [r for r in data["stafettlogg"] if r["plantype"] == plan and within(r["dato"])]
        at_end = [r for r in rows if r["dato"] == high]
        in_use = {r["enhet"] for r in at_end if r["aktive"] > 0}
        out[indicator] = {"aktive_ved_slutt": sum(r["aktive"] for r in at_end), "opprettet": sum(r["opprettet"] for r in rows),
                          "avsluttet": sum(r["avsluttet"] for r in rows), "enheter_i_bruk": len(in_use),
                          "enheter": len({r["enhet"] for r in rows})}
    return out


# ---- the further figures: every row adds to the cells it belongs to
questions = json.loads((HERE / "questions.json").read_text(encoding="utf-8"))
plan_file = tomllib.loads((DEMO / "plan.toml").read_text(encoding="utf-8"))


def key_of(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower().replace("å", "a").replace("æ", "ae").replace("ø", "o")).strip("-") if text else "ukjent"


def cells(names, rows):
    """Sums of each column of numbers per cell; a cell with a gap has None."""
    sums = {}
    for numbers, keys in rows:
        for cell in [(), *zip(names, keys)]:
            before = sums.get(cell, (0,) * len(numbers))
            sums[cell] = tuple(None if None in pair else sum(pair) for pair in zip(before, numbers)) if before else before
    return sums


def numbers_of(rows, *names):
    """(number, *keys): a sum and its breakdowns."""
    sums = cells(names, [((number,), keys) for number, *keys in rows])
    out = {"verdi": sums.get((), (0,))[0], **{name: {} for name in names}}
    for cell, (number,) in sums.items():
        if cell:
            out[cell[0]][cell[1]] = number
    return out


def shares_of(rows, *names):
    """(numerator, denominator, *keys)."""
    sums = cells(names, [((top, bottom), keys) for top, bottom, *keys in rows])
    pair = lambda both: None if None in both or not both[1] else {"teller": both[0], "nevner": both[1]}
    parts = {name: {key: pair(both) for (other, *rest), both in ((c, b) for c, b in sums.items() if c) for key in rest if other == name} for name in names}
    total = pair(sums.get((), (0, 0)))
    if total is None:
        return {"verdi": None, **parts} if any(v for part in parts.values() for v in part.values()) else None
    return total | parts


def median_of(values):
    values = sorted(values)
    return {"verdi": (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2, "antall": len(values)} if values else None


def newest(rows, per, high):
    rows = [r for r in rows if 0 <= (high - r["dato"]).days <= 45]
    best = {}
    for r in rows:
        best[per(r)] = max(best.get(per(r), r["dato"]), r["dato"])
    return [r for r in rows if r["dato"] == best[per(r)]]


def answers_of(name, rows):
    """(respondent, question, answer), from a wide or a long table."""
    for number, row in enumerate(rows):
        if "sporsmal" in row:
            yield row["svar_id"], row["sporsmal"], row["svar"], row
        else:
            yield from ((number, q["id"], row[q["id"]], row) for q in questions[name]["questions"])


def survival_median(spans):
    """The mass of those who left is passed on to those who came after them."""
    spans = sorted(spans, key=lambda s: (s[0], not s[1]))
    mass, gone, at = [Fraction(1, len(spans))] * len(spans), Fraction(0), Counter()
    for index, (days, met) in enumerate(spans):
        if met:
            at[days] += mass[index]
        elif later := len(spans) - index - 1:
            for other in range(index + 1, len(spans)):
                mass[other] += mass[index] / later
    for days in sorted(at):
        gone += at[days]
        if gone >= Fraction(1, 2):
            return days
    return None


def state_of(row, day):
    if row["status"] != "gjennomfort":
        return row["status"] or "ukjent"
    if row["gjennomfort"] is None:
        return "nadd-uten-dato"
    return "under-arbeid" if row["gjennomfort"] > day else "for-sent" if row["gjennomfort"] > row["planlagt"] else "i-tide"


def milestones_on(rows, day):
    states = [(r, state_of(r, day)) for r in rows]
    counts = Counter(state for _, state in states)
    not_reached = [r for r, state in states if state in ("under-arbeid", "ikke-startet", "ukjent")]
    overdue = [(day - r["planlagt"]).days for r in not_reached if r["planlagt"] < day]
    late = [(r["gjennomfort"] - r["planlagt"]).days for r, state in states if state == "for-sent"]
    return {"M1": {"verdi": len(rows), "tilstand": dict(sorted(counts.items()))},
            "M1-nadd": {"teller": len(rows) - len(not_reached) - counts["avbrutt"], "nevner": len(rows) - counts["avbrutt"]},
            "M1-forsinket": {"verdi": len(overdue)}, "M1-dager": median_of(overdue + late)}


def further(year, window):
    data, low = years[year], dt.date(year, 1, 1)
    high = {"aar": dt.date(year, 12, 31), "mai": dt.date(year, 4, 30), "september": dt.date(year, 8, 31)}[window]
    within = lambda d: d is not None and low <= d <= high
    have = lambda name: name in data and bool(data[name])
    out = {}

    rows = [r for r in data["henvisning"] if within(r["mottatt"])]
    spans = [((r["forste_samtale"] - r["mottatt"]).days, True) if within(r["forste_samtale"])
             else ((min(r["avsluttet"] or high, high) - r["mottatt"]).days, False) for r in rows]
    middle = survival_median(spans)
    theirs = expected[str(year)][window]["E3-ventetid-km"]
    out["E3-ventetid-km"] = theirs and {**theirs, "verdi": middle}
    if theirs is None and middle is not None:
        problem(year, window, "E3-ventetid-km", middle)
    if theirs and theirs["akkurat_halvparten"]:
        print("  exactly one half:", year, window)
    out["E3-ko"] = median_of([(high - r["mottatt"]).days for r in rows if not within(r["forste_samtale"]) and not within(r["avsluttet"])])

    if have("tiltaksbehov"):
        ends = lambda r: r["til_dato"] or (dt.date(year, 12, 31) if window == "aar" else None)
        rows = [r for r in data["tiltaksbehov"] if within(ends(r))]
        keys = lambda r: (key_of(r["tiltak"]), r["niva"])
        gap = lambda r: None if None in (r["behov"], r["tilbudt"]) else r["behov"] - r["tilbudt"]
        by = "tiltak", "niva"
        out |= {"E4": numbers_of([(r["behov"], *keys(r)) for r in rows], *by), "E4-tilbudt": numbers_of([(r["tilbudt"], *keys(r)) for r in rows], *by),
                "E4-dekning": shares_of([(r["tilbudt"], r["behov"], *keys(r)) for r in rows], *by), "E4-udekket": numbers_of([(gap(r), *keys(r)) for r in rows], *by),
                "E4-venter": numbers_of([(r["venter"], *keys(r)) for r in rows if ends(r) == max(map(ends, rows))], *by)}

    for indicator, name, by in (("E5", "brukerundersokelse", ("dimensjon", "sporsmal")), ("E6", "ansattundersokelse", ("dimensjon", "sporsmal", "enhet"))):
        if not have(name):
            continue
        asked = {q["id"]: q for q in questions[name]["questions"]}
        given = [(who, q, a, row) for who, q, a, row in answers_of(name, data[name]) if within(row["svar_dato"])]
        keys = lambda q, row: (asked[q]["dimension"], q, key_of(row.get("enhet")))[:len(by)]
        scale = [(abs(7 * asked[q]["reversed"] - int(a)), q, keys(q, row)) for _, q, a, row in given if a not in (None, "vet-ikke")]
        out[indicator] = shares_of([(value > 3, 1, *k) for value, _, k in scale], *by)
        out[indicator + "-snitt"] = shares_of([(value, 1, *k) for value, _, k in scale], *by)
        out[indicator + "-vet-ikke"] = shares_of([(a == "vet-ikke", 1, *keys(q, row)) for _, q, a, row in given if a is not None], *by)
        out[indicator + "-svarprosent"] = {"teller": len({who for who, *_ in given}), "nevner": plan_file["undersokelser"][name][str(year)]}
        for q in asked:
            spread = Counter(str(value) for value, other, _ in scale if other == q)
            out[f"{indicator}-{q}"] = {"teller": spread["4"] + spread["5"] + spread["6"], "nevner": spread.total(), "svar": {k: spread[k] for k in "123456"}}

    running = [r for r in data["barnevernstiltak"] if r["start"] <= high and not (r["slutt"] and r["slutt"] < low) and age(r, high) < 18]
    for measure, rows in (("K6", running), ("K6-slutt", [r for r in running if not r["slutt"] or r["slutt"] >= high])):
        out[measure] = {"teller": len({r["barn_id"] for r in rows if r["utenfor_hjemmet"] == "ja"}), "nevner": len({r["barn_id"] for r in rows})}

    logs = data["stafettlogg"]
    for measure, plan in (("S2", "individuell-plan"), ("S2-barnekoordinator", "barnekoordinator")):
        own = [r for r in logs if r["plantype"] == plan]
        out[measure] = numbers_of([(r["aktive"], r["enhetstype"]) for r in newest(own, lambda r: r["enhet"], high)], "enhetstype")
        out[measure + "-opprettet"] = {"verdi": sum(r["opprettet"] for r in own if within(r["dato"]))}
        out[measure + "-avsluttet"] = {"verdi": sum(r["avsluttet"] for r in own if within(r["dato"]))}
    out["S2-per-1000"] = {"teller": out["S2"]["verdi"], "nevner": inhabitants[year + (window == "aar")]}
    if any(r.get("trinn") for r in logs):
        own = [r for r in logs if r["plantype"] == "stafettlogg" and r["trinn"]]
        out["S3"] = numbers_of([(r["aktive"], r["trinn"], r["enhetstype"]) for r in newest(own, lambda r: (r["enhet"], r["trinn"]), high)], "trinn", "enhetstype")
        out["S3-henvisninger"] = numbers_of([(1, r["trinn"]) for r in data["henvisning"] if r["trinn"] and within(r["mottatt"])], "trinn")
        first_day = {}
        for r in (r for y in years if y <= year for r in years[y]["henvisning"] if r.get("trinn")):
            place = first_day.setdefault(r["barn_id"], {})
            place[r["trinn"]] = min(place.get(r["trinn"], r["mottatt"]), r["mottatt"])
        waits = []
        for place in first_day.values():
            days = sorted((day, step) for step, day in place.items())
            waits += [(b[0] - a[0]).days for a, b in zip(days, days[1:]) if b[0] > a[0] and int(b[1]) > int(a[1]) and within(b[0])]
        out["S3-tid"] = median_of(waits)

    contacts = set()
    for y in (y for y in years if y <= year):
        for name in ("bekymringsmelding", "undersokelse", "barnevernstiltak", "henvisning"):
            service = "barne-og-familieteamet" if name == "henvisning" else "barneverntjenesten"
            for r in years[y][name]:
                begins = r.get("mottatt") or r["start"]
                who = r["barn_id"]
                born, at = r.get("fodselsdato"), max(begins, low)
                grown = (born.replace(year=born.year + 18, day=28 if (born.month, born.day) == (2, 29) else born.day) <= at
                         if born else (r.get("alder") or 0) >= 18)
                ends = r["mottatt"] if "mottatt" in r else r["slutt"] or dt.date.max
                contacts.add((who, service, "now" if not grown and y == year and begins <= high and ends >= low else None, begins < low))
    now = {(who, service) for who, service, when, _ in contacts if when}
    people_now = Counter(who for who, _ in now)
    out["P1"] = {"verdi": len(people_now), "tjeneste": dict(sorted(Counter(service for _, service in now).items()))}
    new = len(set(people_now) - {who for who, _, _, before in contacts if before})
    out["P1-nye"] = {"teller": new, "nevner": len(people_now)} if year > min(years) else None
    out["P1-flere"] = {"teller": sum(n > 1 for n in people_now.values()), "nevner": len(people_now)}
    if year == 2025:  # identity numbers in the form, and none in the referrals
        out.update({"P1": None, "P1-nye": None, "P1-flere": None})

    if have("milepael"):
        out |= milestones_on(data["milepael"], high)
    if have("handlingsplan"):
        rows = data["handlingsplan"]
        tally = Counter(r["status"] for r in rows)
        out["H1"] = numbers_of([(1, r["niva"], r["status"] or "ukjent", key_of(r["koordinator"])) for r in rows], "niva", "status", "koordinator")
        out["H1-gjennomfort"] = {"teller": tally["gjennomfort"] + tally["i-drift"], "nevner": len(rows) - tally["avbrutt"]}
        out["H1-forsinket"] = {"verdi": sum(bool(r["frist"]) and r["frist"] < high and r["status"] in ("ikke-startet", "under-arbeid", None) for r in rows)}
    if have("kompetanse"):
        rows = [r for r in data["kompetanse"] if within(r["dato"])]
        out["C1"] = numbers_of([(r["deltakere"], key_of(r["kurs"]), key_of(r["enhet"])) for r in rows], "kurs", "enhet")
        out["C1-andel"] = shares_of([(r["deltakere"], r["malgruppe_antall"]) for r in rows])
        if have("enhet"):
            listed = {r["enhet"] for r in data["enhet"]}
            out["C1-uten"] = {"teller": len(listed - {r["enhet"] for r in rows if r["deltakere"]}), "nevner": len(listed)}
    if have("kartlegging"):
        said = {"ja": 1, "nei": 0}
        rows = [(r["utfort"], r["over_grense"], r["fulgt_opp"], r["verktoy"], key_of(r["enhet"])) for r in data["kartlegging"] if within(r["dato"])]
        rows += [(1, said.get(r["over_grense"]), said.get(r["fulgt_opp"]), r["verktoy"], key_of(r["enhet"])) for r in data.get("kartlegging-enkelt", []) if within(r["dato"])]
        out["T1"] = numbers_of([(done, tool, unit) for done, _, _, tool, unit in rows], "verktoy", "enhet")
        out["T1-over"] = shares_of([(over, done, tool, unit) for done, over, _, tool, unit in rows if over is not None], "verktoy", "enhet")
        out["T1-fulgt-opp"] = shares_of([(after, over) for _, over, after, _, _ in rows if over and after is not None])

    if have("kor_fit"):
        met = [r for y in years if y <= year for r in years[y].get("kor_fit", []) if r["dato"] <= high]
        cases = defaultdict(dict)
        for r in met:
            if r["ors"] is not None:
                cases[r["tjeneste"], r["klient_id"]][r["dato"]] = r
        closed, begun = [], []
        for (service, _), by_day in cases.items():
            first, last = by_day[min(by_day)], by_day[max(by_day)]
            if len(by_day) > 1 and within(last["dato"]):
                closed.append((service, last["ors"] - first["ors"], first["ors"], last["ors"], first["alder"]))
            if within(first["dato"]) and first["dato"] <= high - dt.timedelta(days=60):
                begun.append((len(by_day) < 2, 1))
        limits = [(limit, *rest) for *rest, years_old in closed if years_old is not None and years_old >= 6
                  for limit in [25 if years_old > 17 else 28 if years_old > 12 else 32]]
        scores = [r["srs"] for r in met if within(r["dato"]) and r["srs"] is not None]
        out["F1"] = shares_of([(change, 1, service) for service, change, *_ in closed], "tjeneste")
        out["F1-palitelig"] = shares_of([(change >= 5, 1, service) for service, change, *_ in closed], "tjeneste")
        out["F1-klinisk"] = shares_of([(after >= limit and change >= 5, 1) for limit, _, change, before, after in limits if before < limit])
        out["F1-srs"] = {"teller": sum(scores), "nevner": len(scores)}
        out["F1-frafall"] = shares_of(begun)
    if have("rutine"):
        rows = data["rutine"]
        approved = [r for r in rows if r["status"] not in ("ikke-startet", "under-arbeid")]
        out["Q1"] = shares_of([(r["status"] == "i-compilo", 1, key_of(r["enhet"])) for r in rows], "enhet")
        out["Q1-godkjent"] = {"teller": len(approved), "nevner": len(rows)}
        out["Q1-revisjon"] = {"verdi": sum((r["revideres"] or dt.date.max) < high for r in approved)}
    if have("modellelement"):
        out["D1"] = shares_of([(r["status"] == "pa-plass", 1, r["niva"], r["dimensjon"], "dimensjon={dimensjon}|niva={niva}".format(**r)) for r in data["modellelement"]],
                              "niva", "dimensjon", "dimensjon|niva")
    if have("enhet"):
        sent = defaultdict(set)  # what each source came with: the units it names, and the words of its paths
        for path, name, rows in files[year]:
            sent[name] |= {key_of(r["enhet"]) for r in rows if r.get("enhet")} | {("path", key_of(str(path)))}
            if name in ("bekymringsmelding", "undersokelse", "barnevernstiltak"):
                sent["kostra-15f"] |= sent[name]
        units_of = defaultdict(set)
        for r in data["enhet"]:
            units_of[r["kilde"]].add(r["enhet"])
        came, on_time = [], []
        for r in data["enhet"]:
            if r["frist"] and r["frist"] > high:
                continue
            marks, unit = sent[r["kilde"].replace("kor-fit", "kor_fit")], key_of(r["enhet"])
            here = bool(marks) and (len(units_of[r["kilde"]]) < 2 or unit in marks or any(isinstance(m, tuple) and unit in m[1] for m in marks))
            came.append((here, 1, unit, r["kilde"]))
            on_time.append((None if here and r["frist"] and not r["levert"] else bool(here and r["frist"] and r["levert"] <= r["frist"]), 1))
        out["R1"] = shares_of(came, "enhet", "kilde")
        out["R1-i-tide"] = shares_of(on_time)
    rows = sum(len(rows) for _, _, rows in files[year]) - sum(sum(v.values()) for (y, _), v in excluded.items() if y == year)
    out["R1-rader"] = {"teller": rows, "nevner": rows}
    return out


def same(mine, theirs):
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return set(mine) <= set(theirs) and all(same(mine[key], theirs[key]) for key in mine) and all(
            key in mine for key, value in theirs.items() if value is not None and isinstance(value, dict))
    if isinstance(mine, Decimal):
        return mine == Decimal(str(theirs))
    return mine == theirs and (mine is None) == (theirs is None)


expected = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
for year in years:
    for window in ("aar", "mai", "september"):
        theirs = expected[str(year)][window]
        mine = figures(year, window)
        for indicator, values in mine.items():
            if values != {key: theirs[indicator].get(key) for key in values}:
                problem(year, window, indicator, "differs:", values, theirs[indicator])
        more = further(year, window)
        for measure, value in more.items():
            if not same(value, theirs[measure]):
                problem(year, window, measure, "differs:", value, theirs[measure])
        for measure in set(theirs) - set(more) - set(mine):
            if theirs[measure] is not None:
                problem(year, window, measure, "is not counted here")
    for day, values in expected[str(year)].get("M1-pa-dato", {}).items():
        if not same(milestones_on(years[year]["milepael"], dt.date.fromisoformat(day)), values):
            problem(year, day, "milestones differ")
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
    # The demo has files of other hands too: the frozen baseline, the reference tables.
    if any(ours.get(path) != content for path, content in again.items()) or before != (HERE / "expected.json").read_bytes():
        problem("a second run gives other bytes")
    size = sum(map(len, ours.values()))
    print(f"{len(ours)} files, {size} bytes")
    if size > 1_500_000:
        problem("too large")

print("\n".join(problems) or "no problems")
sys.exit(bool(problems))
