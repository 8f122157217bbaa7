"""Writes the demo project in ../demo: invented children in an invented Åsnes, the same bytes every time.

    python3 generate.py [FOLDER]

Standard library only. Randomness comes from one generator with a fixed seed, and the clock is never read.
"""
import csv
import io
import json
import random
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import quoteattr

sys.dont_write_bytecode = True
import further_figures
import further_sources

HERE = Path(__file__).resolve().parent
DEMO = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "demo"
CODELISTS = HERE.parent / "catalogue" / "codelists"
R = random.Random(3418)

MUNICIPALITY, NAME = "3418", "Åsnes"
FIRST, LAST = 2021, 2025
YEARS = range(FIRST, LAST + 1)
# 2020 is simulated too, so that 2021 begins with open investigations and running measures; it is not exported.
CHILDREN_REPORTED = {2020: 92, 2021: 96, 2022: 91, 2023: 99, 2024: 94, 2025: 90}
CHILDREN_INVESTIGATED = {2020: 78, 2021: 96, 2022: 94, 2023: 97, 2024: 92, 2025: 88}
CHILDREN_WITH_MEASURES = {2020: 84, 2021: 87, 2022: 84, 2023: 82, 2024: 85, 2025: 79}
REPORTS = {2020: 138, 2021: 142, 2022: 129, 2023: 158, 2024: 147, 2025: 136}
TURNING_18 = {2020: 3, 2021: 4, 2022: 3, 2023: 5, 2024: 4, 2025: 3}
NEW_PLACEMENTS = {2020: 3, 2021: 3, 2022: 2, 2023: 4, 2024: 4, 2025: 4}
INHABITANTS_0_17 = {2021: 1310, 2022: 1300, 2023: 1288, 2024: 1281, 2025: 1270, 2026: 1262}
REFERRALS = {2021: 58, 2022: 66, 2023: 71, 2024: 78, 2025: 63}
CONTACTS = {
    "ledende-helsesykepleier": {2021: 152, 2022: 161, 2023: 158, 2024: 174, 2025: 183},
    "familiens-hus": {2021: 151, 2022: 178, 2023: 196, 2024: 214, 2025: 232},
}
PLACEMENT_CODES = {"1.1", "1.2", "1.99", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.99", "8.2"}
NEEDS_DETAIL = {
    "Melder": {"22"},
    "Saksinnhold": {"18", "19"},
    "Vedtaksgrunnlag": {"18", "19"},
    "Kategori": {"1.99", "2.99", "3.7", "3.99", "4.99", "5.99", "6.99", "7.99", "8.99"},
}
WINDOWS = {"aar": (12, 31), "mai": (4, 30), "september": (8, 31)}
AGE_GROUPS = (("0-5", 0, 5), ("6-12", 6, 12), ("13-15", 13, 15), ("16-17", 16, 17))


# ---------------------------------------------------------------- small tools

def read_codelist(name):
    with open(CODELISTS / f"{name}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["id"]: {
            "label": row["label"],
            "code": row["aliases"].split("|")[0],
            "from": row["valid_from"] or "0001-01-01",
            "to": row["valid_to"] or "9999-12-31",
        }
        for row in rows
    }


LISTS = {
    name: read_codelist(name)
    for name in (
        "melder", "innhold", "melding-konklusjon", "undersokelse-konklusjon", "tiltak-kategori", "kjonn", "janei",
        "henvendelse-til", "instans", "tema", "arsak", "form", "enhetstype", "plantype", "tjeneste", "trinn", "niva", "svar",
        "milepael-status", "handlingsplan-status", "modellniva", "modelldimensjon", "modell-status", "verktoy", "rutine-status", "sektor", "kilde",
    )
}
QUESTIONS = json.loads((HERE / "questions.json").read_text(encoding="utf-8"))
INVITED = {"brukerundersokelse": {2023: 120, 2025: 130}, "ansattundersokelse": {2023: 160, 2025: 165}}
CATEGORY_OF_CODE = {entry["code"]: key for key, entry in LISTS["tiltak-kategori"].items()}


def valid(codelist, key, day):
    entry = LISTS[codelist][key]
    return entry["from"] <= day.isoformat() <= entry["to"]


def weighted(pairs):
    pairs = list(pairs)
    return R.choices([key for key, _ in pairs], weights=[weight for _, weight in pairs])[0]


def weighted_sample(items, weight, count):
    keyed = sorted(((R.random() ** (1.0 / weight(item)), index) for index, item in enumerate(items)), reverse=True)
    assert len(keyed) >= count, (len(keyed), count)
    return [items[index] for _, index in keyed[:count]]


def age_on(born, day):
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def year_end(year):
    return date(year, 12, 31)


def add_months(day, months):
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(day)


def birthday(born, age):
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def random_day(first, last):
    return first + timedelta(days=R.randrange((last - first).days + 1))


MONTH_WEIGHTS = (1.05, 1.0, 1.1, 0.95, 1.1, 1.05, 0.55, 0.9, 1.15, 1.1, 1.15, 0.85)


def busy_day(first, last):
    """A day in the span, with few on weekends and in July."""
    while True:
        day = random_day(first, last)
        keep = MONTH_WEIGHTS[day.month - 1] / 1.15
        if day.weekday() >= 5:
            keep *= 0.15
        if R.random() < keep:
            return day


def awkward(day):
    """Days on which a span's end would be counted differently by an inclusive and an exclusive rule."""
    return (day.month, day.day) in {(1, 1), (12, 31), (4, 30), (8, 31)}


def office_day(day):
    while day.weekday() >= 5 or (day.month, day.day) in {(1, 1), (5, 1), (5, 17), (12, 24), (12, 25), (12, 26)}:
        day += timedelta(days=1)
    return day


# ---------------------------------------------------------------- people

class Child:
    counters = {}

    def __init__(self, born, sex, first_year):
        number = Child.counters.get(first_year, 0) + R.randrange(1, 4)
        Child.counters[first_year] = number
        self.id = f"B{first_year}-{number:04d}"
        self.born, self.sex, self.first_year = born, sex, first_year
        self.reports, self.investigations, self.measures = [], [], []
        self.last_seen = first_year

    def age(self, day):
        return age_on(self.born, day)


class Report:
    def __init__(self, child, received):
        self.child, self.received = child, received
        self.concluded = self.conclusion = self.investigation = None
        self.senders, self.contents = [], []
        child.reports.append(self)


class Investigation:
    def __init__(self, report, start):
        self.report, self.child, self.start = report, report.child, start
        self.conclusion = None
        kind = R.random()
        self.extended = False
        if kind < 0.80:
            low, high = 25, 86
        elif kind < 0.90:
            low, high, self.extended = 100, 172, True
        elif kind < 0.97 or start.year >= 2025:
            low, high = 97, 140
        else:
            low, high, self.extended = 190, 215, True
        while True:
            self.end = start + timedelta(days=R.randint(low, high))
            if not awkward(self.end) and self.end.weekday() < 5:
                break
        report.investigation = self
        report.child.investigations.append(self)

    def overlaps(self, first, last):
        return self.start <= last and self.end >= first


class Measure:
    def __init__(self, child, code, start, end, care_order=False, aftercare=False):
        while awkward(end):
            end -= timedelta(days=1)
        assert start <= end and start >= max(child.born, date(2013, 1, 1)), (child.born, start, end)
        self.child, self.code, self.start, self.end = child, code, start, end
        self.care_order, self.aftercare = care_order, aftercare
        self.placed = code in PLACEMENT_CODES
        child.measures.append(self)

    def overlaps(self, first, last):
        return self.start <= last and self.end >= first


CHILDREN = []


def new_child(year, age):
    """A child who is `age` on 31 December of `year`."""
    first = date(year - age, 1, 1)
    last = date(year - age, 12, 31) if age else date(year, 10, 31)
    child = Child(random_day(first, last), "gutt" if R.random() < 0.54 else "jente", year)
    CHILDREN.append(child)
    return child


REPORT_AGES = {0: 3.0, 1: 3.5, 2: 4, 3: 4.5, 4: 5, 5: 5, 6: 5.5, 7: 6, 8: 6, 9: 6, 10: 6, 11: 6, 12: 6.5, 13: 7.5, 14: 8,
               15: 8, 16: 7, 17: 6}


# ---------------------------------------------------------------- what a report says

def pick_senders(age, day):
    young, school = age <= 5, age >= 6
    weights = {
        "barnet-selv": 2.5 if age >= 12 else 0.1,
        "foresatte": 10, "familie-ellers": 3.5, "andre-privatpersoner": 4, "barneverntjenesten": 7, "nav": 6,
        "barnevernsvakt": 6, "politi": 11, "barnehage": 14 if 1 <= age <= 5 else 0,
        "helsestasjon": 12 if young else 4.5, "skole": 20 if school else 0, "ppt": 1.5 if age >= 3 else 0,
        "psykisk-helsevern-barn-unge": 4 if school else 0.3, "psykisk-helsevern-voksne": 3.5,
        "lege-sykehus-tannlege": 4.5 if day < date(2024, 8, 1) else 0, "lege-sykehus": 4.5 if day.year >= 2025 else 0,
        "tannlege": 1.6 if day.year >= 2025 and age >= 3 else 0, "familievernkontor": 0.8, "rustjeneste": 1.5,
        "krisesenter": 1.6, "asylmottak": 0.4, "utekontakt": 0.5 if age >= 12 else 0, "frivillige": 0.4,
        "andre-offentlige": 2.5, "anonym": 4,
    }
    count = 3 if R.random() < 0.015 else 2 if R.random() < 0.08 else 1
    chosen = []
    while len(chosen) < count:
        key = weighted(weights.items())
        if weights[key] and key not in chosen:
            assert valid("melder", key, day), (key, day)
            chosen.append(key)
    return chosen


def pick_contents(age, day):
    weights = {
        "foreldres-somatiske-sykdom": 1, "foreldres-psykiske-lidelse": 9, "foreldres-rusmisbruk": 11,
        "manglende-beskyttelse": 7, "manglende-stimulering-og-regulering": 5, "manglende-sensitivitet": 6,
        "manglende-oppfolging-barnehage-skole": 6 if age >= 1 else 0, "konflikt-foreldre-bor-hver-for-seg": 8,
        "manglende-oppfolging-helsetjenester": 2, "foreldres-kognitive-vansker": 1.5, "vedvarende-lavinntekt": 2,
        "foreldres-kriminalitet": 1.5, "hoy-grad-av-konflikt": 9, "vold-i-hjemmet": 10, "manglende-grunnleggende-omsorg": 6,
        "fysisk-vold": 6, "psykisk-vold": 4, "seksuelle-overgrep": 2, "mangler-omsorgsperson": 1,
        "barnets-psykiske-lidelse": 5 if age >= 6 else 0.3, "barnets-rusmisbruk": 5 if age >= 13 else 0,
        "barnets-relasjonsvansker": 2.5, "barnets-atferd": 8 if age >= 6 else 1,
        "barnets-kriminelle-handlinger": 3.5 if age >= 13 else 0, "menneskehandel": 0.05, "barnets-kognitive-vansker": 1.5,
        "negativ-sosial-kontroll": 0.8 if age >= 10 else 0, "andre-forhold-familien": 4, "andre-forhold-barnet": 4,
    }
    options = [(key, weight) for key, weight in weights.items() if weight and valid("innhold", key, day)]
    count = weighted(((1, 50), (2, 35), (3, 15)))
    chosen = []
    while len(chosen) < count:
        key = weighted(options)
        if key not in chosen:
            chosen.append(key)
    return chosen


def conclusion_delay():
    kind = R.random()
    if kind < 0.905:
        return weighted(((0, 4), (1, 8), (2, 9), (3, 12), (4, 14), (5, 17), (6, 20), (7, 16)))
    return weighted(((8, 5), (9, 3), (10, 2), (11, 1), (12, 1)))


# ---------------------------------------------------------------- measures

HOME_MEASURES = {
    "young": (("3.9", 26), ("3.6", 10), ("3.5", 7), ("3.8", 5), ("3.10", 10), ("4.1", 12), ("4.5", 12), ("3.99", 6),
              ("5.1", 4), ("6.2", 4), ("3.7", 3)),
    "middle": (("3.9", 24), ("3.2", 8), ("3.10", 10), ("4.5", 13), ("4.6", 10), ("4.3", 10), ("4.2", 5), ("7.3", 4),
               ("6.2", 4), ("6.4", 4), ("4.4", 4), ("3.7", 3)),
    "teen": (("3.9", 21), ("3.1", 6), ("3.3", 6), ("4.6", 12), ("4.8", 7), ("4.3", 7), ("5.4", 5), ("7.3", 9), ("6.4", 7),
             ("4.5", 5), ("4.4", 5), ("3.10", 6)),
}


def home_code(child, start, other=None):
    age = child.age(start)
    group = "young" if age <= 5 else "middle" if age <= 12 else "teen"
    while True:
        code = weighted(HOME_MEASURES[group])
        if code == other or (code == "4.1" and not 1 <= age <= 3) or (code == "4.2" and not 6 <= age <= 8):
            continue
        return code


def until_18(child, start, end):
    """The span cut at the day before the 18th birthday; whether it was cut."""
    limit = birthday(child.born, 18) - timedelta(days=1)
    return (limit, True) if end > limit else (end, False)


def aftercare(child, placed):
    """Measures after 18, for those who want them."""
    if R.random() >= (0.6 if placed else 0.2):
        return
    start = birthday(child.born, 18)
    code = weighted((("8.2", 4), ("2.2", 4))) if placed else weighted((("4.6", 3), ("8.1", 2), ("3.9", 2), ("4.8", 2)))
    end = min(start + timedelta(days=R.randint(200, 1500)), birthday(child.born, 22) + timedelta(days=200))
    Measure(child, code, start, end, aftercare=True)


def home_measures(child, start, days):
    end, cut = until_18(child, start, start + timedelta(days=days))
    code = home_code(child, start)
    first_end = min(end, start + timedelta(days=540)) if code in {"4.1", "4.2"} else end
    Measure(child, code, start, first_end)
    if first_end < end:
        Measure(child, "3.9", start + timedelta(days=R.randint(10, 60)), end)
    elif R.random() < 0.4 and (end - start).days > 120:
        later = start + timedelta(days=R.randint(14, (end - start).days // 2))
        second = home_code(child, later, code)
        if second not in {"4.1", "4.2"}:
            Measure(child, second, later, max(later + timedelta(days=40), end - timedelta(days=R.randint(0, 60)))
                    if later + timedelta(days=40) <= end else end)
    if cut:
        aftercare(child, False)


def placement(child, start, days, care_order):
    end, cut = until_18(child, start, start + timedelta(days=days))
    age = child.age(start)
    if age >= 13 and R.random() < 0.35:
        code = "1.1"
    else:
        options = [("2.2", 10), ("2.1", 5), ("2.3", 1)]
        if start.year >= 2021:
            options.append(("2.6", 1))
        code = weighted(options)
    if code == "2.2" and (end - start).days > 200 and R.random() < 0.4:
        middle = start + timedelta(days=R.randint(40, 120))
        Measure(child, "2.5", start, middle, care_order=False)
        last = child.measures[-1].end
        Measure(child, code, last + timedelta(days=1), end, care_order)
    else:
        Measure(child, code, start, end, care_order)
    if cut:
        aftercare(child, True)


def initial_measures():
    base = date(2020, 1, 1)
    for index in range(62):
        placed = index < 12
        age = weighted((a, w) for a, w in REPORT_AGES.items() if (a >= 3 if placed else a >= 1) and a <= 17)
        first_year = R.randint(min(2019, max(2014 if placed else 2017, 2020 - age + 1)), 2019)
        child = new_child(2020, age)
        child.id = f"B{first_year}-{index * 3 + R.randrange(1, 4):04d}"
        earliest = max(child.born + timedelta(days=20), date(first_year, 1, 1))
        start = random_day(earliest, date(first_year, 12, 20)) if earliest < date(first_year, 12, 20) else earliest
        if placed:
            remaining = R.randint(400, 3600)
            placement(child, start, (base - start).days + remaining, R.random() < 0.7)
        else:
            home_measures(child, start, (base - start).days + R.randint(60, 1250))
    for index in range(9):
        child = new_child(2020, R.randint(18, 21))
        child.id = f"B{R.randint(2013, 2016)}-{500 + index:04d}"
        start = birthday(child.born, 18)
        end = birthday(child.born, 22) - timedelta(days=R.randint(0, 500))
        if end <= start:
            end = start + timedelta(days=400)
        Measure(child, weighted((("8.2", 4), ("2.2", 3), ("4.6", 1))), start, end, aftercare=True)


# ---------------------------------------------------------------- a year of child welfare

def children_overlapping(items, year):
    first, last = date(year, 1, 1), year_end(year)
    return {child for child in CHILDREN
            if child.age(last) <= 17 and any(item.overlaps(first, last) for item in getattr(child, items))}


def simulate(year, pending):
    first, last = date(year, 1, 1), year_end(year)

    # Reports left unconcluded at the turn of the year.
    for report in pending:
        report.concluded = office_day(date(year, 1, R.randint(2, 4)))
        if R.random() < 0.6 and report.child.age(last) <= 17:
            report.conclusion = "ikke-henlagt"
            Investigation(report, min(report.concluded, report.received + timedelta(days=7)))
            if report.investigation.start.year < year:
                report.investigation.start = first + timedelta(days=1)
        else:
            report.conclusion = "henlagt"

    carried = children_overlapping("investigations", year)

    # Who is reported, and how often.
    known = [child for child in CHILDREN if child.age(last) <= 17 and child.born < date(year, 1, 1)]
    repeat = weighted_sample(known, lambda child: 1.0 / (1 + (year - child.last_seen)), round(CHILDREN_REPORTED[year] * 0.42))
    reported = repeat + [new_child(year, weighted(REPORT_AGES.items()))
                         for _ in range(CHILDREN_REPORTED[year] - len(repeat))]
    adults = []
    while len(adults) < TURNING_18[year]:
        child = new_child(year, 18)
        if birthday(child.born, 18) > date(year, 3, 15):
            adults.append(child)
        else:
            CHILDREN.remove(child)
    counts = {child.id: 1 for child in reported}
    for _ in range(REPORTS[year] - len(reported) - len(adults)):
        counts[weighted((child.id, 1 if counts[child.id] == 1 else 0.5 if counts[child.id] < 4 else 0.02) for child in reported)] += 1
    fresh = []
    for child in reported + adults:
        begin = max(first, child.born + timedelta(days=3))
        stop = min(date(year, 12, 23), birthday(child.born, 18) - timedelta(days=20))
        days = set()
        while len(days) < counts.get(child.id, 1):
            days.add(busy_day(begin, stop))
        for day in sorted(days):
            fresh.append(Report(child, day))
        child.last_seen = year

    # Which of them are investigated.
    need = CHILDREN_INVESTIGATED[year] - len(carried)
    options = [child for child in reported if child not in carried]
    chosen = weighted_sample(options, lambda child: 1.0 + 0.5 * counts[child.id], need)
    again = [child for child in reported if child in carried and R.random() < 0.25]
    late = [child for child in options if child not in chosen and child.age(last) <= 16]
    left = R.sample(late, 2 if year in (2022, 2024, 2025) else 1)
    for child in left:
        report = [r for r in child.reports if r in fresh][-1]
        report.received = date(year, 12, R.randint(27, 30))
    for report in fresh:
        if report.child in left and report.received >= date(year, 12, 27):
            continue
        report.concluded = report.received + timedelta(days=conclusion_delay())
        if report.concluded.weekday() >= 5 and R.random() < 0.8:
            report.concluded -= timedelta(days=min(report.concluded.weekday() - 4, (report.concluded - report.received).days))
        report.concluded = min(report.concluded, date(year, 12, 30))
    for child in chosen + again:
        own = [r for r in fresh if r.child is child]
        if child in carried:
            clear = [r for r in own if all(i.end < r.received for i in child.investigations)]
            if not clear:
                continue
            report = clear[0]
        else:
            report = own[0] if R.random() < 0.6 else R.choice(own)
        report.conclusion = "ikke-henlagt"
        Investigation(report, min(report.concluded, report.received + timedelta(days=7)))
    for child in adults[: 1 if year % 2 else 2]:
        report = [r for r in fresh if r.child is child][0]
        report.conclusion = "ikke-henlagt"
        Investigation(report, min(report.concluded, report.received + timedelta(days=7)))

    # Investigations that close this year, and the measures that follow.
    have = children_overlapping("measures", year)
    need = CHILDREN_WITH_MEASURES[year] - len(have)
    closing = sorted((i for child in CHILDREN for i in child.investigations if i.end.year == year and i.conclusion is None),
                     key=lambda i: (i.end, i.child.id))
    eligible, seen = [], set()
    for investigation in closing:
        child = investigation.child
        if child.age(last) <= 17 and child not in have and child.id not in seen and investigation.end <= date(year, 12, 12):
            seen.add(child.id)
            eligible.append(investigation)
    assert 0 < need <= len(eligible), (year, need, len(eligible))
    granted = R.sample(eligible, need)
    granted_children = {investigation.child.id for investigation in granted}
    placements_left = NEW_PLACEMENTS[year]
    for investigation in closing:
        child = investigation.child
        if investigation in granted:
            start = min(office_day(investigation.end + timedelta(days=R.randint(0, 18))), date(year, 12, 30))
            if placements_left and child.age(start) <= 16 and R.random() < 0.4:
                placements_left -= 1
                court = R.random() < 0.7
                investigation.conclusion = "begjaering-nemnda" if court else "vedtak-om-tiltak"
                placement(child, start, R.randint(700, 3000), court)
            else:
                investigation.conclusion = "vedtak-om-tiltak"
                home_measures(child, start, round(R.triangular(200, 1800, 500)))
        elif investigation.end > date(year, 12, 12) and child not in have and child.id not in granted_children \
                and child.age(year_end(year + 1)) <= 17 and R.random() < 0.4:
            investigation.conclusion = "vedtak-om-tiltak"
            home_measures(child, date(year + 1, 1, R.randint(3, 20)), round(R.triangular(200, 1800, 500)))
        elif child in have and child.age(last) <= 17 and R.random() < 0.35 and investigation.end <= date(year, 12, 12) \
                and not any(m.placed and m.end >= investigation.end for m in child.measures):
            investigation.conclusion = "vedtak-om-tiltak"
            start = min(office_day(investigation.end + timedelta(days=R.randint(0, 15))), date(year, 12, 30))
            end, _ = until_18(child, start, start + timedelta(days=R.randint(120, 500)))
            code = home_code(child, start)
            Measure(child, "3.9" if code in {"4.1", "4.2"} else code, start, end)
        else:
            options = [("henlagt-tjenestens-vurdering", 70), ("henlagt-partens-onske", 16), ("henlagt-flytting", 6)]
            if investigation.start.year >= 2022:
                options.append(("henlagt-henvist", 8))
            investigation.conclusion = weighted(options)

    # What became of the other reports.
    for report in fresh:
        report.senders = pick_senders(report.child.age(report.received), report.received)
        report.contents = pick_contents(report.child.age(report.received), report.received)
        if report.concluded is None or report.conclusion is not None:
            continue
        child, day = report.child, report.concluded
        if any(i.start <= day <= i.end or (i.report is not report and i.report.received <= day <= i.end)
               for i in child.investigations):
            report.conclusion = "pagaende-undersokelse"
        elif any(m.start <= day <= m.end for m in child.measures) and R.random() < 0.8:
            report.conclusion = "henlagt-aktive-tiltak"
        else:
            report.conclusion = "henlagt"
    return [report for report in fresh if report.concluded is None]


def number(items, letter, day, width):
    counters = {}
    for item in sorted(items, key=lambda i: (day(i), i.child.id)):
        year = day(item).year
        counters[year] = counters.get(year, 0) + 1
        item.id = f"{letter}{year}-{counters[year]:0{width}d}"


# ---------------------------------------------------------------- rows as they stand in each year's export

def rows_of_year(year):
    first, last = date(year, 1, 1), year_end(year)
    reports, investigations, measures = [], [], []
    for child in CHILDREN:
        for r in child.reports:
            if r.received.year == year:
                done = r.concluded is not None and r.concluded <= last
                reports.append({
                    "melding_id": r.id, "barn_id": child.id, "mottatt": r.received, "melder": r.senders,
                    "innhold": r.contents, "fodselsdato": child.born, "alder": child.age(last), "kjonn": child.sex,
                    "konkludert": r.concluded if done else None, "konklusjon": r.conclusion if done else None,
                })
        for i in child.investigations:
            if i.overlaps(first, last):
                done = i.end <= last
                known = done or last >= i.start + timedelta(days=80)
                investigations.append({
                    "undersokelse_id": i.id, "melding_id": i.report.id, "barn_id": child.id, "start": i.start,
                    "slutt": i.end if done else None, "konklusjon": i.conclusion if done else None,
                    "utvidet_frist": "ja" if i.extended and known else "nei",
                    "fodselsdato": child.born, "kjonn": child.sex,
                })
        for m in child.measures:
            if m.overlaps(first, last):
                measures.append({
                    "tiltak_id": m.id, "barn_id": child.id, "start": m.start, "slutt": m.end if m.end <= last else None,
                    "kategori": CATEGORY_OF_CODE[m.code], "utenfor_hjemmet": "ja" if m.placed else "nei",
                    "fodselsdato": child.born, "kjonn": child.sex,
                })
    reports.sort(key=lambda row: row["melding_id"])
    investigations.sort(key=lambda row: row["undersokelse_id"])
    measures.sort(key=lambda row: row["tiltak_id"])
    return {"bekymringsmelding": reports, "undersokelse": investigations, "barnevernstiltak": measures}


CONTACT_FROM = {
    "ledende-helsesykepleier": (("fastlege", 20), ("psykisk-helse-og-rus", 12), ("nav", 9), ("barnehage", 14), ("skole", 16),
                                ("jordmor", 9), ("barneverntjenesten", 8), ("ppt", 4), ("familiens-hus", 4),
                                ("barne-og-familieteamet", 3), ("spesialisthelsetjenesten", 5), ("politi", 1.2),
                                ("krisesenter", 0.8), ("foreldre", 8), ("andre", 2)),
    "familiens-hus": (("foreldre", 38), ("helsestasjon", 16), ("barnehage", 10), ("skole", 8), ("jordmor", 6), ("nav", 4),
                      ("barneverntjenesten", 5), ("barnet-selv", 4), ("fastlege", 4), ("ppt", 2),
                      ("psykisk-helse-og-rus", 3), ("krisesenter", 0.6), ("andre", 2)),
}
TOPICS = (("foreldreveiledning", 22), ("samspill", 14), ("psykisk-helse", 13), ("rus", 6), ("vold", 4), ("skolefravaer", 7),
          ("atferd", 9), ("samlivsbrudd", 8), ("okonomi", 5), ("barn-som-parorende", 6), ("sorg", 2), ("sosialt", 5),
          ("sovn-og-mat", 8), ("flerspraklighet", 2), ("annet", 3))
FORMS = (("telefon", 45), ("oppmote", 22), ("digital", 15), ("skriftlig", 8), ("mote", 10))


AGES_OF_SENDER = {"barnehage": (1, 5), "skole": (6, 17), "ppt": (3, 17), "jordmor": (0, 1), "barnet-selv": (12, 17)}
AGES_OF_TOPIC = {"skolefravaer": (6, 17), "sovn-og-mat": (0, 6), "utvikling-og-laering": (2, 12), "psykisk-helse": (5, 17)}


def fits(age, *spans):
    return age is None or all(low <= age <= high for low, high in spans)


def contacts_of_year(year):
    rows, seen = [], set()
    for to, counts in CONTACTS.items():
        while sum(row["til"] == to for row in rows) < counts[year]:
            row = {
                "dato": office_day(busy_day(date(year, 1, 4), date(year, 12, 20))), "til": to, "fra": weighted(CONTACT_FROM[to]),
                "tema": weighted(TOPICS), "form": weighted(FORMS),
                "barn_alder": None if R.random() < 0.06 else weighted((a, 3 if a <= 6 else 1.6) for a in range(18)),
                "ny_familie": ("ja" if R.random() < 0.42 else "nei") if to == "familiens-hus" else None,
            }
            if not fits(row["barn_alder"], AGES_OF_SENDER.get(row["fra"], (0, 17)), AGES_OF_TOPIC.get(row["tema"], (0, 17))):
                continue
            key = (row["dato"], to, row["fra"], row["tema"], row["form"])
            if key not in seen:
                seen.add(key)
                rows.append(row)
    rows.sort(key=lambda row: (row["dato"], row["til"], row["fra"], row["tema"], row["form"]))
    return rows


REFERRED_BY = (("skole", 22), ("foreldre", 18), ("helsestasjon", 18), ("barnehage", 11), ("fastlege", 10),
               ("barneverntjenesten", 8), ("ppt", 4), ("familiens-hus", 4), ("psykisk-helse-og-rus", 3), ("nav", 2.5),
               ("spesialisthelsetjenesten", 2), ("jordmor", 1.5), ("andre", 1))
REASONS = (("psykisk-helse", 22), ("foreldreveiledning", 18), ("samspill", 12), ("atferd", 10), ("skolefravaer", 9),
           ("samlivsbrudd", 8), ("sosialt", 6), ("barn-som-parorende", 6), ("rus", 3), ("sorg", 2), ("vold", 2),
           ("utvikling-og-laering", 3), ("sovn-og-mat", 3), ("annet", 2))


def referrals():
    """Every referral 2021-2025, with what later happened to it."""
    rows, own = [], []
    for year in YEARS:
        last, children, made = year_end(year), [], []
        pool = [c for c in CHILDREN if c.age(last) <= 17 and c.born < date(year, 1, 1) and year - 4 <= c.first_year <= year]
        while len(made) < REFERRALS[year]:
            kind = R.random()
            if kind < 0.10 and children:
                child = R.choice(children)
            elif kind < 0.20 and own:
                child = R.choice(own)
            elif kind < 0.42:
                child = R.choice(pool)
            else:
                age = weighted((a, 3 if a < 5 else 6) for a in range(18))
                child = Child(random_day(date(year - age, 1, 1), date(year - age, 8, 31)),
                              "gutt" if R.random() < 0.5 else "jente", year)
            begin = max(date(year, 1, 4), child.born + timedelta(days=30))
            if begin > date(year, 12, 20) or child.age(last) > 17:
                continue
            received = office_day(busy_day(begin, date(year, 12, 20)))
            children.append(child)
            wait = min(120, max(5, round(R.lognormvariate(3.35, 0.62))))
            talk = None if R.random() < 0.04 else office_day(received + timedelta(days=wait))
            decided = office_day(received + timedelta(days=R.randint(1, 4)))
            age = child.age(received)
            made.append({
                "barn_id": child.id, "mottatt": received,
                "fra": weighted((key, w) for key, w in REFERRED_BY if fits(age, AGES_OF_SENDER.get(key, (0, 17)))),
                "arsak": weighted((key, w) for key, w in REASONS if fits(age, AGES_OF_TOPIC.get(key, (0, 17)))),
                "alder": age, "kjonn": child.sex, "vedtak_dato": decided, "forste_samtale": talk,
                "avsluttet": office_day(talk + timedelta(days=R.randint(40, 330))) if talk else None,
            })
        made.sort(key=lambda row: (row["mottatt"], row["barn_id"]))
        for index, row in enumerate(made, 1):
            rows.append({"henvisning_id": f"H{year}-{index:03d}", **row})
        own += [c for c in children if c not in own]
    return rows


def as_known_on(row, day):
    return {key: None if key in ("vedtak_dato", "forste_samtale", "avsluttet") and value and value > day else value
            for key, value in row.items()}


def capacity_of_year(year):
    rows = []
    for half, (first, last) in enumerate(((date(year, 1, 1), date(year, 6, 30)), (date(year, 7, 1), year_end(year)))):
        step = (year - FIRST) * 2 + half
        rows.append({"tjeneste": "barne-og-familieteamet", "fra_dato": first, "til_dato": last, "plasser": min(70, 60 + step + step % 3),
                     "arsverk": (2.5, 2.5, 2.8, 2.8, 3.0, 3.0, 3.0, 3.2, 3.2, 3.2)[step]})
        rows.append({"tjeneste": "familiens-hus", "fra_dato": first, "til_dato": last, "plasser": 40 + 2 * (step // 2),
                     "arsverk": (1.2, 1.2, 1.5, 1.5, 1.5, 1.8, 1.8, 1.8, 2.0, 2.0)[step]})
    return rows


def plans():
    """Monthly counts of plans in use: last month's, plus opened, less closed."""
    units = [(f"Barnehage {n}", "barnehage") for n in range(1, 9)] + [(f"Skole {n}", "skole") for n in range(1, 7)]
    series = [(unit, kind, "stafettlogg") for unit, kind in units]
    series += [(unit, kind, "individuell-plan") for unit, kind in units if unit in {"Barnehage 3", "Skole 1", "Skole 4"}]
    active = {}
    for unit, kind, plan in series:
        active[unit, plan] = R.randint(0, 2) if plan == "individuell-plan" else R.randint(0, 4 if kind == "barnehage" else 6)
    active["Barnehage 8", "stafettlogg"] = 0
    rows = []
    for year in YEARS:
        for month in range(1, 13):
            day = add_months(date(year, month, 1), 1) - timedelta(days=1)
            for unit, kind, plan in series:
                before = active[unit, plan]
                limit = 3 if plan == "individuell-plan" else 14
                rate = 0.08 if plan == "individuell-plan" else (0.5 if kind == "barnehage" else 0.75)
                asleep = unit == "Barnehage 8" and (year, month) < (2022, 9)
                opened = 0 if month == 7 or asleep else sum(R.random() < rate / 2 for _ in range(3))
                closed = sum(R.random() < (0.25 if month == 6 else 0.07) for _ in range(before)) if month != 7 else 0
                opened = min(opened, limit - before + closed)
                active[unit, plan] = before + opened - closed
                rows.append({"dato": day, "enhet": unit, "enhetstype": kind, "plantype": plan, "aktive": active[unit, plan],
                             "opprettet": opened, "avsluttet": closed})
    return rows


def population():
    """Inhabitants by age and sex on 1 January: cohorts a year older each year, adjusted to the totals."""
    table = {}
    for age in range(23):
        size = 58 + round(age * 1.7) if age <= 17 else 80
        boys = round(size * (0.49 + R.random() * 0.04))
        table[2021, age] = [size - boys, boys]
    for year in range(2022, 2027):
        births = R.randint(54, 62)
        table[year, 0] = [births // 2, births - births // 2]
        for age in range(1, 23):
            drop = 2 if age >= 19 else 0
            table[year, age] = [max(0, n + R.choice((-1, 0, 0, 0, 1)) - drop) for n in table[year - 1, age - 1]]
    for year, total in INHABITANTS_0_17.items():
        while (gap := total - sum(sum(table[year, age]) for age in range(18))) != 0:
            table[year, R.randrange(18)][R.randrange(2)] += 1 if gap > 0 else -1
    return [{"kommune": MUNICIPALITY, "alder": age, "kjonn": sex, "aar": year, "antall": table[year, age][index]}
            for year in INHABITANTS_0_17 for age in range(23) for index, sex in enumerate(("jente", "gutt"))]


# ---------------------------------------------------------------- writing

def text(value, codelist, style, dates, comma):
    if value is None:
        return ""
    if isinstance(value, list):
        return "|".join(text(item, codelist, style, dates, comma) for item in value)
    if isinstance(value, date):
        return value.isoformat() if dates == "iso" else value.strftime("%d.%m.%Y")
    if isinstance(value, float):
        return str(value).replace(".", ",") if comma else str(value)
    if codelist and style != "id":
        return LISTS[codelist][value][style]
    return str(value)


CODELIST_OF = {
    "bekymringsmelding": {"melder": "melder", "innhold": "innhold", "konklusjon": "melding-konklusjon", "kjonn": "kjonn"},
    "undersokelse": {"konklusjon": "undersokelse-konklusjon", "utvidet_frist": "janei", "kjonn": "kjonn"},
    "barnevernstiltak": {"kategori": "tiltak-kategori", "utenfor_hjemmet": "janei", "kjonn": "kjonn"},
    "henvendelse": {"til": "henvendelse-til", "fra": "instans", "tema": "tema", "form": "form", "ny_familie": "janei"},
    "henvisning": {"fra": "instans", "arsak": "arsak", "kjonn": "kjonn", "trinn": "trinn"},
    "kapasitet": {"tjeneste": "tjeneste"},
    "stafettlogg": {"enhetstype": "enhetstype", "plantype": "plantype", "trinn": "trinn"},
    "tiltaksbehov": {"niva": "niva"},
    "brukerundersokelse": {"svar": "svar", **{f"q{n}": "svar" for n in range(1, 10)}},
    "ansattundersokelse": {f"q{n}": "svar" for n in range(1, 13)},
    "milepael": {"status": "milepael-status"},
    "handlingsplan": {"niva": "niva", "status": "handlingsplan-status"},
    "modellelement": {"niva": "modellniva", "dimensjon": "modelldimensjon", "status": "modell-status"},
    "kompetanse": {},
    "kartlegging": {"verktoy": "verktoy"},
    "kartlegging-enkelt": {"verktoy": "verktoy", "over_grense": "janei", "fulgt_opp": "janei"},
    "kor_fit": {"tjeneste": "tjeneste"},
    "rutine": {"status": "rutine-status"},
    "enhet": {"sektor": "sektor", "kilde": "kilde"},
    "folkemengde": {"kjonn": "kjonn"},
    "referanse": {},
}
# What was written: path, source, rows.
WRITTEN = []
# Lists without KOSTRA codes have labels or everyday short forms instead.
SHORT_SEX = {"jente": "J", "gutt": "G"}


def write_table(path, source, rows, columns, delimiter=",", encoding="utf-8", dates="iso", style="id", headers=None,
                titles=(), crlf=False, short_sex=False, constant=None):
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n" if crlf else "\n")
    for title in titles:
        writer.writerow([title] + [""] * (len(columns) - 1)) if title else buffer.write("\r\n" if crlf else "\n")
    writer.writerow([(headers or {}).get(name, name) for name in columns])
    lists = CODELIST_OF[source]
    for row in rows:
        cells = []
        for name in columns:
            value = (constant or {}).get(name, row.get(name))
            if short_sex and name == "kjonn":
                cells.append(SHORT_SEX[value])
            else:
                codelist = lists.get(name)
                used = style
                if style == "code" and codelist not in {"melder", "innhold", "melding-konklusjon", "undersokelse-konklusjon",
                                                        "tiltak-kategori"}:
                    used = "id"
                cells.append(text(value, codelist, used, dates, delimiter != ","))
        writer.writerow(cells)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue().encode(encoding))
    WRITTEN.append((path.relative_to(DEMO), source, rows))


# ---------------------------------------------------------------- KOSTRA 15F

def control_digits(nine):
    numbers = [int(c) for c in nine]
    first = -sum(n * w for n, w in zip(numbers, (3, 7, 6, 1, 8, 9, 4, 5, 2))) % 11
    second = -sum(n * w for n, w in zip(numbers + [first], (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))) % 11
    return None if 10 in (first, second) else f"{first}{second}"


def synthetic_number(child, taken):
    """A number in the synthetic series (month + 80), so that it can never be somebody's."""
    assert 2000 <= child.born.year <= 2039
    while True:
        individual = R.randrange(500, 1000)
        if (individual % 2 == 1) != (child.sex == "gutt"):
            continue
        nine = f"{child.born.day:02d}{child.born.month + 80:02d}{child.born.year % 100:02d}{individual:03d}"
        digits = control_digits(nine)
        if digits and nine + digits not in taken:
            taken.add(nine + digits)
            return nine + digits


def element(depth, name, attributes, children=()):
    pad = "    " * depth
    head = pad + "<" + name + "".join(f" {key}={quoteattr(str(value))}" for key, value in attributes if value is not None)
    if not children:
        return [head + "/>"]
    return [head + ">"] + list(children) + [f"{pad}</{name}>"]


def coded(depth, name, code, key="Kode"):
    detail = ["    " * (depth + 1) + "<Presisering>Oppdiktet presisering</Presisering>"] if code in NEEDS_DETAIL[name] else []
    return element(depth, name, [(key, code)], detail)


def legal_basis(measure):
    old = measure.start <= date(2022, 12, 31)
    if measure.aftercare:
        chapter, section = ("1", "3") if old else ("3", "6")
    elif measure.care_order:
        chapter, section = ("4", "12") if old else ("5", "1")
    elif measure.placed:
        chapter, section = ("4", "4") if old else ("3", "2")
    else:
        chapter, section = ("4", "4") if old else ("3", "1")
    return [("Lov", "BVL" if old else "BVL2021"), ("Kapittel", chapter), ("Paragraf", section), ("Ledd", "1")]


def write_kostra(path, year):
    first, last = date(year, 1, 1), year_end(year)
    code = {name: {key: entry["code"] for key, entry in LISTS[name].items()}
            for name in ("melder", "innhold", "melding-konklusjon", "undersokelse-konklusjon")}
    organisation = next(f"3184180{n:01d}" + str(d) for n in range(10)
                        for d in [-sum(int(c) * w for c, w in zip(f"3184180{n}", (3, 2, 7, 6, 5, 4, 3, 2))) % 11] if d < 10)
    lines = ['<?xml version="1.0" encoding="ISO-8859-1"?>', "<Barnevern>"]
    lines += element(1, "Avgiver", [("Organisasjonsnummer", organisation), ("Versjon", year),
                                    ("Kommunenummer", MUNICIPALITY), ("Kommunenavn", NAME)])
    taken, count = set(), 0
    for child in sorted(CHILDREN, key=lambda c: c.id):
        reports = [r for r in child.reports if r.received.year == year or (r.received < first and (
            (r.concluded and r.concluded >= first) or (r.investigation and r.investigation.overlaps(first, last))))]
        measures = [m for m in child.measures if m.overlaps(first, last)]
        if not reports and not measures:
            continue
        count += 1
        starts, ends, is_open = [], [], False
        body = []

        def span(start, end):
            nonlocal is_open
            starts.append(start)
            if end is None or end > last:
                is_open = True
                return [("StartDato", start), ("SluttDato", None)]
            ends.append(end)
            return [("StartDato", start), ("SluttDato", end)]

        for r in sorted(reports, key=lambda r: r.id):
            done = r.concluded is not None and r.concluded <= last
            inner = [line for key in r.senders for line in coded(3, "Melder", code["melder"][key])]
            inner += [line for key in r.contents for line in coded(3, "Saksinnhold", code["innhold"][key])]
            i = r.investigation
            if i and i.overlaps(first, last):
                closed = i.end <= last
                conclusion = code["undersokelse-konklusjon"][i.conclusion] if closed else None
                grounds = []
                if conclusion == "5":
                    grounds.append("    " * 4 + "<Presisering>Oppdiktet presisering</Presisering>")
                if conclusion in ("1", "2"):
                    grounds += [line for key in r.contents for line in coded(4, "Vedtaksgrunnlag", code["innhold"][key])]
                inner += element(3, "Undersokelse", [("Id", i.id)] + span(i.start, i.end) + [("Konklusjon", conclusion)], grounds)
                if closed and conclusion in ("1", "2") and not any(m.start <= last and m.end >= i.end for m in child.measures):
                    is_open = True
            body += element(2, "Melding", [("Id", r.id)] + span(r.received, r.concluded if done else None)
                            + [("Konklusjon", code["melding-konklusjon"][r.conclusion] if done else None)], inner)
        if measures:
            main = min(measures, key=lambda m: m.start)
            end = max(m.end for m in measures)
            body += element(2, "Plan", [("Id", "P" + main.id[1:])] + span(main.start, end)
                            + [("Plantype", "5" if main.aftercare and main.start.year >= 2023 else "1")])
        for m in sorted(measures, key=lambda m: m.id):
            inner = element(3, "Lovhjemmel", legal_basis(m)) + coded(3, "Kategori", m.code)
            if m.care_order and m.end <= last:
                of_age = m.end >= birthday(child.born, 18) - timedelta(days=3)
                inner += element(3, "Opphevelse", [("Kode", "2" if of_age else "1")])
            body += element(2, "Tiltak", [("Id", m.id)] + span(m.start, m.end), inner)
        lines += element(1, "Individ", [
            ("Id", f"I{count}"), ("Journalnummer", child.id), ("Fodselsnummer", synthetic_number(child, taken)),
            ("StartDato", min(starts)), ("SluttDato", None if is_open else max(ends)), ("Saksbehandler", "Saksbehandler 1"),
            ("Avslutta3112", 2 if is_open else 1)], body)
    lines.append("</Barnevern>")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(("\n".join(lines) + "\n").encode("iso-8859-1"))


# ---------------------------------------------------------------- expected figures, by plain loops over the exported rows

def age_of(row, day):
    return age_on(row["fodselsdato"], day) if row.get("fodselsdato") else row["alder"]


def expected_window(year, window, data):
    first, last = date(year, 1, 1), date(year, *WINDOWS[window])
    out = {}

    children, groups, sexes = set(), {}, {}
    for row in data["bekymringsmelding"]:
        age = age_of(row, last)
        if first <= row["mottatt"] <= last and age <= 17 and row["barn_id"] not in children:
            children.add(row["barn_id"])
            group = next(name for name, low, high in AGE_GROUPS if low <= age <= high)
            groups[group] = groups.get(group, 0) + 1
            sexes[row["kjonn"]] = sexes.get(row["kjonn"], 0) + 1
    out["K1"] = {"barn": len(children), "aldersgruppe": dict(sorted(groups.items())), "kjonn": dict(sorted(sexes.items()))}

    children = set()
    for row in data["undersokelse"]:
        if row["start"] <= last and (row["slutt"] is None or row["slutt"] >= first) and age_of(row, last) <= 17:
            children.add(row["barn_id"])
    out["K2"] = {"barn": len(children)}

    active, at_end, outside, outside_at_end, aftercare_children = set(), set(), set(), set(), set()
    for row in data["barnevernstiltak"]:
        if row["start"] > last or (row["slutt"] is not None and row["slutt"] < first):
            continue
        if age_of(row, last) > 17:
            aftercare_children.add(row["barn_id"])
            continue
        running = row["slutt"] is None or row["slutt"] >= last
        active.add(row["barn_id"])
        if running:
            at_end.add(row["barn_id"])
        if row["utenfor_hjemmet"] == "ja":
            outside.add(row["barn_id"])
            if running:
                outside_at_end.add(row["barn_id"])
    out["K3"] = {"barn": len(active), "ved_slutt": len(at_end), "utenfor_hjemmet": len(outside),
                 "utenfor_hjemmet_ved_slutt": len(outside_at_end), "ettervern_18_pluss": len(aftercare_children)}

    total, senders, contents, conclusions, concluded, in_7, in_8 = 0, {}, {}, {}, 0, 0, 0
    for row in data["bekymringsmelding"]:
        if not first <= row["mottatt"] <= last:
            continue
        total += 1
        for key in row["melder"]:
            senders[key] = senders.get(key, 0) + 1
        for key in row["innhold"]:
            contents[key] = contents.get(key, 0) + 1
        key = row["konklusjon"] or "ikke-konkludert"
        conclusions[key] = conclusions.get(key, 0) + 1
        if row["konkludert"] is not None:
            days = (row["konkludert"] - row["mottatt"]).days
            concluded += 1
            in_7 += days <= 7
            in_8 += days <= 8
    out["K4"] = {"meldinger": total, "melder": dict(sorted(senders.items())), "innhold": dict(sorted(contents.items())),
                 "konklusjon": dict(sorted(conclusions.items()))}

    closed, in_3, in_limit = 0, 0, 0
    for row in data["undersokelse"]:
        if row["slutt"] is None or not first <= row["slutt"] <= last:
            continue
        closed += 1
        in_3 += row["slutt"] <= add_months(row["start"], 3)
        in_limit += row["slutt"] <= add_months(row["start"], 6 if row["utvidet_frist"] == "ja" else 3)
    out["K5"] = {"meldinger_konkludert": concluded, "innen_7_dager": in_7, "innen_8_dager": in_8,
                 "undersokelser_avsluttet": closed, "innen_3_maneder": in_3, "innen_frist": in_limit}

    for indicator, to in (("E1", "ledende-helsesykepleier"), ("E2", "familiens-hus")):
        total, senders = 0, {}
        for row in data["henvendelse"]:
            if row["til"] == to and first <= row["dato"] <= last:
                total += 1
                senders[row["fra"]] = senders.get(row["fra"], 0) + 1
        out[indicator] = {"henvendelser": total, "fra": dict(sorted(senders.items()))}

    total, children, waiting, waits = 0, set(), 0, []
    bands = dict.fromkeys(("0-30", "31-60", "over-60", "uten-samtale"), 0)
    for row in data["henvisning"]:
        if first <= row["mottatt"] <= last:
            total += 1
            children.add(row["barn_id"])
            if row["forste_samtale"] is None or row["forste_samtale"] > last:
                waiting += 1
                bands["uten-samtale"] += 1
            else:
                days = (row["forste_samtale"] - row["mottatt"]).days
                waits.append(days)
                bands["0-30" if days <= 30 else "31-60" if days <= 60 else "over-60"] += 1
    waits.sort()
    middle = len(waits) // 2
    out["E3"] = {"henvisninger": total, "barn": len(children), "venter_ved_slutt": waiting,
                 "median_dager": None if not waits else waits[middle] if len(waits) % 2 else (waits[middle - 1] + waits[middle]) / 2,
                 "ventedager": bands}

    for indicator, plan in (("S1", "stafettlogg"), ("S2", "individuell-plan")):
        active, opened, closed, units, using = 0, 0, 0, set(), set()
        for row in data["stafettlogg"]:
            if row["plantype"] == plan and first <= row["dato"] <= last:
                units.add(row["enhet"])
                opened += row["opprettet"]
                closed += row["avsluttet"]
                if row["dato"] == last:
                    active += row["aktive"]
                    if row["aktive"] > 0:
                        using.add(row["enhet"])
        out[indicator] = {"aktive_ved_slutt": active, "opprettet": opened, "avsluttet": closed,
                          "enheter_i_bruk": len(using), "enheter": len(units)}
    return out


# ---------------------------------------------------------------- the project

PLAN = """# Demoprosjekt: hva rapporten gjelder, og hvordan den skal lages.

# Kommunen rapporten gjelder.
[kommune]
nummer = "3418"
navn = "Åsnes"

# Om rapporten.
[rapport]
syntetisk = true            # oppdiktede tall: det står på hver side

# Vern av små tall: færre enn terskelen vises ikke i den offentlige rapporten.
[personvern]
terskel = 5
begrunnelse = "I en kommune med rundt 1 300 barn kan tall på én til fire barn kjennes igjen av dem som bor der."

# Hvem Åsnes sammenliknes med: regionkodene i referansefilene.
[sammenlikning]
fylke = "EKA34"             # Innlandet
land = "EAK"                # hele landet

# Hvor mange som ble spurt i hver undersøkelse.
[undersokelser]
brukerundersokelse = { 2023 = 120, 2025 = 130 }
ansattundersokelse = { 2023 = 160, 2025 = 165 }

# Barn kobles på tvers av tjenestene (P1). Dataene er oppdiktet, og tjenestene i demoen bruker samme løpenummer.
[kobling]
rettsgrunnlag = "Oppdiktede data: demoen trenger ingen hjemmel"
felles_id = true

# Året som senere år sammenliknes med. Tallene er frosset i baseline/2021.json.
[nullpunkt]
aar = 2021
"""

README = """# Demoprosjekt for Åsnes

Et helt prosjekt med eksporter for 2021-2025, til å prøve verktøyet på og til å vise fram.

**Alle barn, meldinger, undersøkelser, tiltak, henvendelser, henvisninger, svar, samtaler og tellinger her er oppdiktet.** Ingen rad
handler om noe virkelig barn, ingen enhet er en virkelig barnehage eller skole, ingen tjeneste har sendt noe, og fødselsnumrene i KOSTRA-filen er syntetiske (måned + 80) og kan ikke tilhøre noen.
Antall barn i 2021 er valgt slik at andelene blir de kommunen selv har oppgitt for 2021 (7,4 %, 7,4 % og 6,7 %); resten er tilfeldig.

| mappe | innhold |
|---|---|
| `plan.toml` | hvilken kommune, terskel for små tall, hvem det sammenliknes med, hvor mange som ble spurt i undersøkelsene |
| `exports/2021` ... `exports/2025` | eksporter slik tjenestene kan sende dem: ulike skilletegn, tegnsett, datoformer og overskrifter |
| `exports/2025/barnevern` | barnevernets tre kilder i én KOSTRA 15F-fil |
| `exports/2025/strategisk-team` | milepæler, handlingsplan, modellelementer, undersøkelser, kurs, rutiner og tiltaksbehov |
| `exports/2025/enhet.csv` | hvem som skal sende hva, når det skulle vært sendt, og når det kom |
| `baseline` | nullpunktet: tallene for 2021, frosset med `tryggtall baseline freeze 2021` (laget av programmet, ikke av generatoren) |
| `reference` | folkemengde og tall for fylket og landet, se `reference/README.md` |

Ordlyden i tre kilder er hentet fra offentlige dokumenter: milepælene, med planlagte datoer og status, fra kommunens prosjektplan av 2018,
tiltakene i handlingsplanen fra Plan for forebyggende arbeid 2024–2027, og modellens elementer fra evalueringen av modellkommunene.
Dagene milepælene ble nådd, og status, frister og alt annet ved de to siste, er oppdiktet.

Med vilje er det lagt inn noe som skal holdes utenfor og gjøres rede for: noen like rader i overlappende filer (henvendelser 2024), tre
henvisninger datert utenfor året (2023), og i KOSTRA-filen meldinger fra 2024 som hører til undersøkelser som varte inn i 2025. I 2023
har meldingene kolonnen `alder` (hele år per 31. desember) i stedet for fødselsdato. Noen tall mangler (behov og deltakere i 2023, en
målgruppe i 2024, en venteliste i 2025), og tre enheter sendte i 2025 ikke det de skulle.
"""

REFERENCE_README = """# Referansetall i demoprosjektet

| fil | innhold | virkelig? |
|---|---|---|
| `folkemengde-07459.csv` | innbyggere i Åsnes 0-22 år per 1. januar 2021-2026, i SSB-tabell 07459s form | nei, oppdiktet for demoen |
| `ssb-barnevern.csv` | K1, K2 og K3 (prosent av barn 0-17 år) for Innlandet (`EKA34`) og landet (`EAK`) 2021-2025 | bare tre tall, se under |

**Virkelige er bare tallene for Innlandet i 2021: K1 5,0, K2 5,0 og K3 4,4.** De står i Åsnes kommunes Plan for forebyggende innsats
2024-2027. Alle andre tall i `ssb-barnevern.csv` er oppdiktet for demoen, nær disse. `..` i kolonnen `status` betyr at tallet mangler.

Hent virkelige tall fra SSBs statistikkbank før et prosjekt brukes til noe annet enn demonstrasjon.
"""

REFERENCE = {
    "EKA34": {"K1": ("5.0", "4.9", "5.1", "5.0", "4.8"), "K2": ("5.0", "4.9", "5.0", "4.9", "4.7"), "K3": ("4.4", "4.3", "4.2", "4.1", "4.1")},
    "EAK": {"K1": ("4.2", "4.3", "4.4", "4.4", "4.3"), "K2": (None, "4.3", "4.4", "4.3", "4.2"), "K3": ("3.7", "3.6", "3.5", "3.5", "3.4")},
}


def write_project(years, contacts, referred, planned, people, further):
    exports = DEMO / "exports"
    windows = {"delimiter": ";", "encoding": "cp1252", "dates": "no", "crlf": True}
    excel = {"delimiter": ";", "dates": "no", "crlf": True}
    report_columns = ["melding_id", "barn_id", "mottatt", "melder", "innhold", "fodselsdato", "kjonn", "konkludert", "konklusjon"]
    investigation_columns = ["undersokelse_id", "melding_id", "barn_id", "start", "slutt", "konklusjon", "utvidet_frist", "fodselsdato", "kjonn"]
    measure_columns = ["tiltak_id", "barn_id", "start", "slutt", "kategori", "utenfor_hjemmet", "fodselsdato", "kjonn"]
    contact_columns = ["dato", "til", "fra", "tema", "form", "barn_alder", "ny_familie"]
    referral_columns = ["henvisning_id", "barn_id", "mottatt", "fra", "arsak", "alder", "kjonn", "vedtak_dato", "forste_samtale", "avsluttet"]
    capacity_columns = ["tjeneste", "fra_dato", "til_dato", "plasser", "arsverk"]
    plan_columns = ["dato", "enhet", "enhetstype", "plantype", "aktive", "opprettet", "avsluttet"]

    def report(year, **kw):
        columns = kw.pop("columns", report_columns)
        write_table(exports / f"{year}/bekymringsmelding.csv", "bekymringsmelding", years[year]["bekymringsmelding"], columns, **kw)

    def investigation(year, **kw):
        write_table(exports / f"{year}/undersokelse.csv", "undersokelse", years[year]["undersokelse"], investigation_columns, **kw)

    def measure(year, **kw):
        write_table(exports / f"{year}/barnevernstiltak.csv", "barnevernstiltak", years[year]["barnevernstiltak"], measure_columns, **kw)

    def contact(year, name, rows, **kw):
        write_table(exports / f"{year}/{name}.csv", "henvendelse", rows, contact_columns, **kw)

    def referral(year, rows, **kw):
        write_table(exports / f"{year}/henvisning.csv", "henvisning", rows, referral_columns + ["trinn"] * (year >= 2024), **kw)

    def to(year, who):
        return [row for row in contacts[year] if row["til"] == who]

    report(2021, style="label", **windows, headers={
        "melding_id": "Meldingsnr", "barn_id": "Barn-ID", "mottatt": "Mottatt dato", "melder": "Meldt av", "innhold": "Saksinnhold",
        "fodselsdato": "Fødselsdato", "kjonn": "Kjønn", "konkludert": "Konkludert dato", "konklusjon": "Konklusjon"})
    investigation(2021, **windows)
    measure(2021, delimiter=";", encoding="utf-8-sig", dates="no", crlf=True)
    contact(2021, "henvendelse", contacts[2021])
    referral(2021, referred[2021])

    report(2022)
    investigation(2022, style="label", titles=("Undersøkelser i barneverntjenesten", "Åsnes kommune, 2022", "Uttrekk per 31.12.2022", ""), **windows)
    measure(2022)
    contact(2022, "henvendelse-helsesykepleier", to(2022, "ledende-helsesykepleier"))
    contact(2022, "henvendelse-familiens-hus", to(2022, "familiens-hus"), style="label", **windows)
    referral(2022, referred[2022], **excel)

    report(2023, style="code", short_sex=True, columns=[c if c != "fodselsdato" else "alder" for c in report_columns])
    investigation(2023)
    measure(2023, style="code", **excel)
    contact(2023, "henvendelse", contacts[2023], **excel)
    outside = [as_known_on(row, date(2023, 1, 10)) for row in referred[2022][-2:]]
    outside_after = [as_known_on(row, date(2024, 1, 10)) for row in referred[2024][:1]]
    referral(2023, outside + referred[2023] + outside_after)

    report(2024, style="label", **excel, columns=["kommune"] + report_columns, constant={"kommune": MUNICIPALITY}, headers={
        "melding_id": "Saksnummer", "barn_id": "Klientnr", "mottatt": "Dato mottatt", "melder": "Melder", "innhold": "Innhold",
        "fodselsdato": "Født", "kjonn": "Kjønn", "konkludert": "Konklusjonsdato", "konklusjon": "Utfall", "kommune": "Kommunenr"})
    investigation(2024, **excel, headers={"barn_id": "Klientnr", "start": "Startdato", "slutt": "Sluttdato", "melding_id": "Meldingsnr"})
    measure(2024, style="label")
    spring = [row for row in contacts[2024] if row["dato"] <= date(2024, 6, 30)]
    overlap = spring[-2]["dato"]
    autumn = [row for row in contacts[2024] if row["dato"] > date(2024, 6, 30)]
    repeated = [row for row in spring if row["dato"] >= overlap]
    contact(2024, "henvendelse-januar-juni", spring)
    contact(2024, "henvendelse-juni-desember", repeated + autumn)
    referral(2024, referred[2024], style="label", **windows)

    write_kostra(exports / "2025/barnevern/15F_2025_3418.xml", 2025)
    contact(2025, "helsestasjon/henvendelse-helsestasjon", to(2025, "ledende-helsesykepleier"), **excel)
    contact(2025, "familiens-hus/henvendelse-familiens-hus", to(2025, "familiens-hus"))
    referral(2025, referred[2025])

    for year in YEARS:
        rows = [row for row in planned if row["dato"].year == year]
        columns = plan_columns + ["trinn"] * (year >= 2024)
        if year == 2022:
            write_table(exports / "2022/stafettlogg.tsv", "stafettlogg", rows, columns, delimiter="\t")
        elif year in (2021, 2024):
            write_table(exports / f"{year}/stafettlogg.csv", "stafettlogg", rows, columns, style="label", **excel)
        else:
            write_table(exports / f"{year}/stafettlogg.csv", "stafettlogg", rows, columns)
        kw = excel if year in (2021, 2024) else {}
        columns = ["kommune"] + capacity_columns if year == 2024 else capacity_columns
        write_table(exports / f"{year}/kapasitet.csv", "kapasitet", capacity_of_year(year), columns,
                    constant={"kommune": MUNICIPALITY} if year == 2024 else None, **kw)

    further_sources.write(exports, further, QUESTIONS, write_table)

    write_table(DEMO / "reference/folkemengde-07459.csv", "folkemengde", people, ["kommune", "alder", "kjonn", "aar", "antall"])
    figures = [{"region": region, "indikator": indicator, "aar": year, "verdi": value, "status": ".." if value is None else None}
               for region, indicators in REFERENCE.items() for indicator, values in indicators.items()
               for year, value in zip(YEARS, values)]
    write_table(DEMO / "reference/ssb-barnevern.csv", "referanse", figures, ["region", "indikator", "aar", "verdi", "status"])
    for name, content in (("plan.toml", PLAN), ("README.md", README), ("reference/README.md", REFERENCE_README)):
        (DEMO / name).write_bytes(content.encode("utf-8"))
    return len(repeated)


def files_of_year(year, data):
    """Path below the year's folder, source and rows; the 15F file is one for each of its three sources."""
    top = Path("exports") / str(year)
    files = [(path.relative_to(top).as_posix(), source, rows) for path, source, rows in WRITTEN if path.parts[:2] == top.parts]
    if year == 2025:
        files += [("barnevern/15F_2025_3418.xml", source, data[source]) for source in further_figures.FORM_15F]
    return files


def main():
    initial_measures()
    pending = []
    for year in range(2020, LAST + 1):
        pending = simulate(year, pending)
    every = lambda name: [item for child in CHILDREN for item in getattr(child, name)]
    number(every("reports"), "M", lambda r: r.received, 4)
    number(every("investigations"), "U", lambda i: i.start, 3)
    number(every("measures"), "T", lambda m: m.start, 3)
    assert len({child.id for child in CHILDREN}) == len(CHILDREN)

    years = {year: rows_of_year(year) for year in YEARS}
    contacts = {year: contacts_of_year(year) for year in YEARS}
    all_referrals = referrals()
    further_sources.steps_of_referrals(all_referrals)
    referred = {year: [as_known_on(row, year_end(year)) for row in all_referrals if row["mottatt"].year == year] for year in YEARS}
    planned, people = further_sources.all_plans(plans()), population()
    further = further_sources.all_rows(QUESTIONS)

    # baseline/ is the program's own: `tryggtall baseline freeze 2021` writes it, and a test holds it to that.
    for folder in ("exports", "reference"):
        shutil.rmtree(DEMO / folder, ignore_errors=True)
    repeated = write_project(years, contacts, referred, planned, people, further)

    expected, folders = {}, {}
    for year in YEARS:
        data = dict(years[year])
        if year == 2023:  # that year's export has the age on 31 December and no birth date
            data["bekymringsmelding"] = [{k: v for k, v in row.items() if k != "fodselsdato"} for row in data["bekymringsmelding"]]
        if year == 2025:  # KOSTRA 15F has no field for an extended limit
            data["undersokelse"] = [{**row, "utvidet_frist": None} for row in data["undersokelse"]]
        data.update(henvendelse=contacts[year], henvisning=referred[year],
                    stafettlogg=[row for row in planned if row["dato"].year == year])
        folders[year] = {**data, **further[year], "kapasitet": capacity_of_year(year)}
        files = files_of_year(year, data)
        expected[str(year)] = {
            "folkemengde_0_17": {"1_januar": INHABITANTS_0_17[year], "31_desember": INHABITANTS_0_17[year + 1]},
            **{window: expected_window(year, window, data) for window in WINDOWS},
        }
        for window, (month, day) in WINDOWS.items():
            children = INHABITANTS_0_17[year + 1 if window == "aar" else year]
            more = further_figures.figures(year, window, date(year, month, day), folders, files, QUESTIONS, INVITED, children, age_on)
            out = expected[str(year)][window]
            out["S2"].update(more.pop("S2"))
            out.update(more)
        if "milepael" in further[year]:  # as the plan stood on earlier days
            expected[str(year)]["M1-pa-dato"] = {day.isoformat(): further_figures.milestones(further[year]["milepael"], day)
                                                 for day in (date(2019, 1, 31), date(2019, 5, 10), date(2019, 10, 1), date(2020, 12, 31))}
    (HERE / "expected.json").write_bytes((json.dumps(expected, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))

    print(f"repeated rows in henvendelse 2024: {repeated}")
    print("aar  vindu      K1  K2  K3 31. ute | K4  7d/konk  avsl 3m frist |  E1  E2  E3 barn vent | S1 akt S2")
    for year in YEARS:
        for window in WINDOWS:
            e = expected[str(year)][window]
            print(f"{year} {window:9} {e['K1']['barn']:3} {e['K2']['barn']:3} {e['K3']['barn']:3} {e['K3']['ved_slutt']:3} "
                  f"{e['K3']['utenfor_hjemmet']:3} | {e['K4']['meldinger']:3} {e['K5']['innen_7_dager']:3}/{e['K5']['meldinger_konkludert']:3} "
                  f"{e['K5']['undersokelser_avsluttet']:3} {e['K5']['innen_3_maneder']:3} {e['K5']['innen_frist']:3} | "
                  f"{e['E1']['henvendelser']:3} {e['E2']['henvendelser']:3} {e['E3']['henvisninger']:3} {e['E3']['barn']:3} "
                  f"{e['E3']['venter_ved_slutt']:3} | {e['S1']['aktive_ved_slutt']:3} {e['S2']['aktive_ved_slutt']:3}")


if __name__ == "__main__":
    main()
