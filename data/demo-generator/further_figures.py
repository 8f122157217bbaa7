"""What the further measures should come to, by plain loops over the rows that are written. None is a missing figure, never 0."""
from datetime import date, timedelta
from fractions import Fraction

STALE = 45


def share(rows, breakdowns=()):
    """Rows of (numerator, denominator, {breakdown: key}); None in either makes a figure missing."""
    def of(some):
        top, bottom = 0, 0
        for over, under, _ in some:
            if over is None or under is None:
                return None
            top += over
            bottom += under
        return {"teller": top, "nevner": bottom} if bottom else None

    return split(rows, breakdowns, of)


def total(rows, breakdowns=()):
    """Rows of (number, {breakdown: key})."""
    def of(some):
        result = 0
        for number, _ in some:
            if number is None:
                return None
            result += number
        return {"verdi": result}

    out = split(rows, breakdowns, of)
    if out is not None:
        for breakdown in breakdowns:
            out[breakdown] = {key: value and value["verdi"] for key, value in out[breakdown].items()}
    return out


def split(rows, breakdowns, of):
    out = of(rows)
    parts = {}
    for breakdown in breakdowns:
        keys = []
        for row in rows:
            key = row[-1][breakdown]
            if key is not None and key not in keys:
                keys.append(key)
        parts[breakdown] = {key: of([row for row in rows if row[-1][breakdown] == key]) for key in sorted(keys)}
    if out is None:
        return {"verdi": None, **parts} if any(any(part.values()) for part in parts.values()) else None
    return {**out, **parts}


def mean(values, breakdowns=()):
    """Rows of (number of tenths or whole, {breakdown: key}) as a sum and how many."""
    return share([(value, 1, keys) for value, keys in values], breakdowns)


def middle(numbers):
    numbers = sorted(numbers)
    if not numbers:
        return None
    half = len(numbers) // 2
    value = numbers[half] if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2
    return {"verdi": value, "antall": len(numbers)}


def slug(text):
    out = ""
    for letter in text.lower():
        letter = {"å": "a", "æ": "ae", "ø": "o"}.get(letter, letter)
        if letter.isascii() and letter.isalnum():
            out += letter
        elif out and out[-1] != "-":
            out += "-"
    return out.strip("-")


def named(value):
    return slug(value) if value else "ukjent"


# ---------------------------------------------------------------- E3, E4

def waiting(rows, first, last):
    """Kaplan-Meier over the days to the first talk, and the queue on the last day."""
    spans, queue = [], []
    for row in rows:
        if row["mottatt"] > last:
            continue
        talk = row["forste_samtale"]
        ended = row["avsluttet"]
        if (talk is None or talk > last) and (ended is None or ended > last):
            queue.append((last - row["mottatt"]).days)
        if row["mottatt"] < first:
            continue
        if talk is not None and talk <= last:
            spans.append(((talk - row["mottatt"]).days, True))
        else:
            stop = ended if ended is not None and ended < last else last
            spans.append(((stop - row["mottatt"]).days, False))
    curve, median = Fraction(1), None
    for days in sorted({days for days, met in spans if met}):
        at_risk = sum(1 for other, _ in spans if other >= days)
        met = sum(1 for other, event in spans if event and other == days)
        curve *= Fraction(at_risk - met, at_risk)
        if curve <= Fraction(1, 2):
            median = {"verdi": days, "henvisninger": len(spans), "uten_samtale": sum(1 for _, event in spans if not event), "akkurat_halvparten": curve == Fraction(1, 2)}
            break
    return {"E3-ventetid-km": median, "E3-ko": middle(queue)}


def needs(data, year, window, first, last):
    if "tiltaksbehov" not in data:
        return dict.fromkeys(("E4", "E4-tilbudt", "E4-dekning", "E4-udekket", "E4-venter"))
    rows = []
    for row in data["tiltaksbehov"]:
        end = row["til_dato"]
        if end is None and window == "aar":
            rows.append((row, last))
        elif end is not None and first <= end <= last:
            rows.append((row, end))
    by = ("tiltak", "niva")
    keys = lambda row: {"tiltak": slug(row["tiltak"]), "niva": row["niva"]}
    newest = max(end for _, end in rows)
    return {
        "E4": total([(row["behov"], keys(row)) for row, _ in rows], by),
        "E4-tilbudt": total([(row["tilbudt"], keys(row)) for row, _ in rows], by),
        "E4-dekning": share([(row["tilbudt"], row["behov"], keys(row)) for row, _ in rows], by),
        "E4-udekket": total([(None if row["behov"] is None or row["tilbudt"] is None else row["behov"] - row["tilbudt"], keys(row)) for row, _ in rows], by),
        "E4-venter": total([(row["venter"], keys(row)) for row, end in rows if end == newest], by),
    }


# ---------------------------------------------------------------- E5, E6

def survey(indicator, rows, questions, invited, first, last):
    names = [indicator, f"{indicator}-snitt", f"{indicator}-vet-ikke", f"{indicator}-svarprosent"] + [f"{indicator}-{q['id']}" for q in questions]
    if rows is None:
        return dict.fromkeys(names)
    by = ("dimensjon", "sporsmal") + (("enhet",) if indicator == "E6" else ())
    respondents, answers, said = 0, [], []
    for row in rows:
        if not first <= row["svar_dato"] <= last:
            continue
        respondents += 1
        for question in questions:
            answer = row[question["id"]]
            if answer is None:
                continue
            keys = {"dimensjon": question["dimension"], "sporsmal": question["id"], "enhet": slug(row.get("enhet") or "")}
            if answer == "vet-ikke":
                said.append((1, 1, keys))
                continue
            value = 7 - int(answer) if question["reversed"] else int(answer)
            said.append((0, 1, keys))
            answers.append((value, keys))
    out = {
        names[0]: share([(int(value >= 4), 1, keys) for value, keys in answers], by),
        names[1]: mean(answers, by),
        names[2]: share(said, by),
        names[3]: {"teller": respondents, "nevner": invited},
    }
    for question in questions:
        own = [value for value, keys in answers if keys["sporsmal"] == question["id"]]
        out[f"{indicator}-{question['id']}"] = {
            "teller": sum(1 for value in own if value >= 4), "nevner": len(own), "svar": {str(k): own.count(k) for k in range(1, 7)}} if own else None
    return out


# ---------------------------------------------------------------- K6, S2, S3, P1

def placed(data, first, last, age_on):
    inside, outside, inside_end, outside_end = set(), set(), set(), set()
    for row in data["barnevernstiltak"]:
        if row["start"] > last or (row["slutt"] is not None and row["slutt"] < first) or age_on(row["fodselsdato"], last) > 17:
            continue
        running = row["slutt"] is None or row["slutt"] >= last
        inside.add(row["barn_id"])
        if running:
            inside_end.add(row["barn_id"])
        if row["utenfor_hjemmet"] == "ja":
            outside.add(row["barn_id"])
            if running:
                outside_end.add(row["barn_id"])
    return {"K6": {"teller": len(outside), "nevner": len(inside)}, "K6-slutt": {"teller": len(outside_end), "nevner": len(inside_end)}}


def readings(rows, plan, first, last, per):
    """The rows of each unit's (or unit's and step's) latest date, not older than 45 days."""
    newest = {}
    for row in rows:
        if row["plantype"] == plan and last - timedelta(days=STALE) <= row["dato"] <= last:
            key = tuple(row.get(name) for name in per)
            if key not in newest or row["dato"] > newest[key]:
                newest[key] = row["dato"]
    return [row for row in rows if row["plantype"] == plan and newest.get(tuple(row.get(name) for name in per)) == row["dato"]]


def plans(data, first, last, children):
    rows, out = data["stafettlogg"], {}
    for indicator, plan, opened, closed in (("S2", "individuell-plan", "S2-opprettet", "S2-avsluttet"),
                                            ("S2-barnekoordinator", "barnekoordinator", "S2-barnekoordinator-opprettet", "S2-barnekoordinator-avsluttet")):
        out[indicator] = total([(row["aktive"], {"enhetstype": row["enhetstype"]}) for row in readings(rows, plan, first, last, ("enhet",))], ("enhetstype",))
        within = [row for row in rows if row["plantype"] == plan and first <= row["dato"] <= last]
        out[opened] = total([(row["opprettet"], {}) for row in within])
        out[closed] = total([(row["avsluttet"], {}) for row in within])
    out["S2-per-1000"] = {"teller": out["S2"]["verdi"], "nevner": children}
    return out


def steps(data, folders, year, first, last):
    out = dict.fromkeys(("S3", "S3-henvisninger", "S3-tid"))
    if not any(row.get("trinn") for row in data["henvisning"]):
        return out
    logged = [row for row in data["stafettlogg"] if row.get("trinn") is not None]
    out["S3"] = total([(row["aktive"], {"trinn": row["trinn"], "enhetstype": row["enhetstype"]})
                       for row in readings(logged, "stafettlogg", first, last, ("enhet", "trinn"))], ("trinn", "enhetstype"))
    out["S3-henvisninger"] = total([(1, {"trinn": row["trinn"]}) for row in data["henvisning"]
                                    if row.get("trinn") is not None and first <= row["mottatt"] <= last], ("trinn",))
    reached = {}
    for folder in sorted(folders):
        if folder > year:
            continue
        for row in folders[folder]["henvisning"]:
            if row.get("trinn") is not None:
                own = reached.setdefault(row["barn_id"], {})
                own[row["trinn"]] = min(row["mottatt"], own.get(row["trinn"], row["mottatt"]))
    days = []
    for own in reached.values():
        ladder = sorted((day, int(step)) for step, day in own.items())
        for (before, low), (after, high) in zip(ladder, ladder[1:]):
            if after > before and high > low and first <= after <= last:
                days.append((after - before).days)
    out["S3-tid"] = middle(days)
    return out


SERVICE_OF = {"bekymringsmelding": "barneverntjenesten", "undersokelse": "barneverntjenesten", "barnevernstiltak": "barneverntjenesten",
              "henvisning": "barne-og-familieteamet"}


def reached_children(folders, year, first, last, name, age_on):
    """`name` gives the person of a row: folder, source, row. A span counts where it overlaps the window, and from its first
    day on, for a child that has not turned 18 by then."""
    services, earlier = {}, set()
    for folder, data in folders.items():
        if folder > year:
            continue
        for source, service in SERVICE_OF.items():
            for row in data[source]:
                start = row["mottatt"] if "mottatt" in row else row["start"]
                end = row["mottatt"] if "mottatt" in row else row["slutt"]
                person = name(folder, source, row)
                if start < first:
                    earlier.add(person)
                born = row.get("fodselsdato")
                age = age_on(born, max(start, first)) if born else row.get("alder")
                is_child = age is None or age < 18
                if is_child and folder == year and start <= last and (end is None or end >= first):
                    services.setdefault(person, set()).add(service)
    return {
        "P1": {"verdi": len(services), "tjeneste": {service: sum(1 for own in services.values() if service in own)
                                                    for service in sorted(set(SERVICE_OF.values()))}},
        # In the first year nobody can know who is new.
        "P1-nye": {"teller": sum(1 for person in services if person not in earlier), "nevner": len(services)} if year > min(folders) else None,
        "P1-flere": {"teller": sum(1 for own in services.values() if len(own) > 1), "nevner": len(services)},
    }


# ---------------------------------------------------------------- M1, H1, C1, T1

def milestones(rows, day):
    if rows is None:
        return dict.fromkeys(("M1", "M1-nadd", "M1-forsinket", "M1-dager"))
    states, overdue, late = {}, 0, []
    for row in rows:
        done = row["gjennomfort"]
        if row["status"] == "gjennomfort" and (done is None or done <= day):
            state = "nadd-uten-dato" if done is None else "i-tide" if done <= row["planlagt"] else "for-sent"
            if state == "for-sent":
                late.append((done - row["planlagt"]).days)
        else:
            state = "under-arbeid" if row["status"] == "gjennomfort" else row["status"] or "ukjent"
            if state != "avbrutt" and row["planlagt"] < day:
                overdue += 1
                late.append((day - row["planlagt"]).days)
        states[state] = states.get(state, 0) + 1
    reached = sum(states.get(state, 0) for state in ("i-tide", "for-sent", "nadd-uten-dato"))
    return {"M1": {"verdi": len(rows), "tilstand": dict(sorted(states.items()))},
            "M1-nadd": {"teller": reached, "nevner": len(rows) - states.get("avbrutt", 0)},
            "M1-forsinket": {"verdi": overdue}, "M1-dager": middle(late)}


def actions(rows, day):
    if rows is None:
        return dict.fromkeys(("H1", "H1-gjennomfort", "H1-forsinket"))
    keys = lambda row: {"niva": row["niva"], "status": row["status"] or "ukjent", "koordinator": named(row["koordinator"])}
    kept = [row for row in rows if row["status"] != "avbrutt"]
    return {"H1": total([(1, keys(row)) for row in rows], ("niva", "status", "koordinator")),
            "H1-gjennomfort": share([(int(row["status"] in ("gjennomfort", "i-drift")), 1, {}) for row in kept]),
            "H1-forsinket": {"verdi": sum(1 for row in kept if row["frist"] and row["frist"] < day and row["status"] not in ("gjennomfort", "i-drift"))}}


def courses(data, first, last):
    out = dict.fromkeys(("C1", "C1-andel", "C1-uten"))
    if "kompetanse" not in data:
        return out
    rows = [row for row in data["kompetanse"] if first <= row["dato"] <= last]
    by = ("kurs", "enhet")
    keys = lambda row: {"kurs": slug(row["kurs"]), "enhet": slug(row["enhet"])}
    out["C1"] = total([(row["deltakere"], keys(row)) for row in rows], by)
    out["C1-andel"] = share([(row["deltakere"], row["malgruppe_antall"], {}) for row in rows])
    if "enhet" in data:
        units = {slug(row["enhet"]) for row in data["enhet"]}
        trained = {slug(row["enhet"]) for row in rows if row["deltakere"] is not None and row["deltakere"] > 0}
        out["C1-uten"] = {"teller": len(units - trained), "nevner": len(units)}
    return out


def screenings(data, first, last):
    if "kartlegging" not in data:
        return dict.fromkeys(("T1", "T1-over", "T1-fulgt-opp"))
    rows = [row for row in data["kartlegging"] if first <= row["dato"] <= last]
    number = {"ja": 1, "nei": 0, None: None}
    for row in data.get("kartlegging-enkelt", []):
        if first <= row["dato"] <= last:
            rows.append({**row, "utfort": 1, "over_grense": number[row["over_grense"]], "fulgt_opp": number[row["fulgt_opp"]]})
    by = ("verktoy", "enhet")
    keys = lambda row: {"verktoy": row["verktoy"], "enhet": slug(row["enhet"])}
    return {"T1": total([(row["utfort"], keys(row)) for row in rows], by),
            "T1-over": share([(row["over_grense"], row["utfort"], keys(row)) for row in rows if row["over_grense"] is not None], by),
            "T1-fulgt-opp": share([(row["fulgt_opp"], row["over_grense"], {}) for row in rows
                                   if row["over_grense"] and row["fulgt_opp"] is not None])}


# ---------------------------------------------------------------- F1

def cut_off(age):
    if age is None or age < 6:
        return None
    return 320 if age <= 12 else 280 if age <= 17 else 250


def sessions(folders, year, first, last):
    names = ("F1", "F1-palitelig", "F1-klinisk", "F1-srs", "F1-frafall")
    if "kor_fit" not in folders[year]:
        return dict.fromkeys(names)
    cases, scores = {}, []
    for folder in sorted(folders):
        if folder > year:
            continue
        for row in folders[folder].get("kor_fit", []):
            if row["dato"] > last:
                continue
            if row["srs"] is not None and row["dato"] >= first:
                scores.append((round(row["srs"] * 10), {}))
            if row["ors"] is not None:
                cases.setdefault((row["klient_id"], row["tjeneste"]), []).append((row["dato"], round(row["ors"] * 10), row["alder"]))
    changes, crossed, begun = [], [], []
    for (_, service), met in sorted(cases.items()):
        met.sort(key=lambda session: session[0])
        (start, before, age), (end, after, _) = met[0], met[-1]
        if len(met) >= 2 and end >= first:
            changes.append((after - before, {"tjeneste": service}))
            limit = cut_off(age)
            if limit is not None and before < limit:
                crossed.append((int(after >= limit and after - before >= 50), 1, {}))
        if start >= first and (last - start).days >= 60:
            begun.append((int(len(met) == 1), 1, {}))
    by = ("tjeneste",)
    out = {"F1": mean(changes, by), "F1-palitelig": share([(int(change >= 50), 1, keys) for change, keys in changes], by),
           "F1-klinisk": share(crossed), "F1-srs": mean(scores), "F1-frafall": share(begun)}
    for measure in ("F1", "F1-srs"):  # tenths of a point until here
        for part in [out[measure], *(out[measure] or {}).get("tjeneste", {}).values()]:
            if part:
                part["teller"] = part["teller"] / 10
    return out


# ---------------------------------------------------------------- Q1, D1, R1

def routines(rows, day):
    if rows is None:
        return dict.fromkeys(("Q1", "Q1-godkjent", "Q1-revisjon"))
    done = ("godkjent", "i-compilo")
    return {"Q1": share([(int(row["status"] == "i-compilo"), 1, {"enhet": slug(row["enhet"])}) for row in rows], ("enhet",)),
            "Q1-godkjent": share([(int(row["status"] in done), 1, {}) for row in rows]),
            "Q1-revisjon": {"verdi": sum(1 for row in rows if row["status"] in done and row["revideres"] and row["revideres"] < day)}}


def model(rows):
    if rows is None:
        return {"D1": None}
    fields = "dimensjon|niva"
    keys = lambda row: {"niva": row["niva"], "dimensjon": row["dimensjon"], fields: f"dimensjon={row['dimensjon']}|niva={row['niva']}"}
    return {"D1": share([(int(row["status"] == "pa-plass"), 1, keys(row)) for row in rows], ("niva", "dimensjon", fields))}


FORM_15F = ("bekymringsmelding", "undersokelse", "barnevernstiltak")


def reporting(data, files, last):
    """`files`: path below the year's folder, source, rows. Whether a file is there does not depend on the window."""
    if "enhet" not in data:
        return dict.fromkeys(("R1", "R1-i-tide"))
    senders = {}
    for row in data["enhet"]:
        senders.setdefault(row["kilde"], set()).add(row["enhet"])

    def received(unit, source):
        wanted = FORM_15F if source == "kostra-15f" else ("kor_fit",) if source == "kor-fit" else (source,)
        own = [(path, rows) for path, name, rows in files if name in wanted]
        return bool(own) and (len(senders[source]) == 1 or any(
            slug(unit) in slug(path) or any(slug(row.get("enhet") or "") == slug(unit) for row in rows) for path, rows in own))

    all_rows, in_time = [], []
    for row in data["enhet"]:
        if row["frist"] is not None and row["frist"] > last:
            continue
        there = received(row["enhet"], row["kilde"])
        all_rows.append((int(there), 1, {"enhet": slug(row["enhet"]), "kilde": row["kilde"]}))
        unknown = there and row["levert"] is None and row["frist"] is not None
        in_time.append((None if unknown else int(there and row["frist"] is not None and row["levert"] <= row["frist"]), 1, {}))
    return {"R1": share(all_rows, ("enhet", "kilde")), "R1-i-tide": share(in_time)}


# ---------------------------------------------------------------- all of them

def figures(year, window, last, folders, files, questions, invited, children, age_on):
    """`folders`: per year the rows of each source, without those that count for another year; `files`: as for reporting()."""
    data, first = folders[year], date(year, 1, 1)
    out = {}
    out.update(waiting(data["henvisning"], first, last))
    out.update(needs(data, year, window, first, last))
    for indicator, source in (("E5", "brukerundersokelse"), ("E6", "ansattundersokelse")):
        out.update(survey(indicator, data.get(source), questions[source]["questions"], invited[source].get(year), first, last))
    out.update(placed(data, first, last, age_on))
    out.update(plans(data, first, last, children))
    out.update(steps(data, folders, year, first, last))
    # The 15F of 2025 has identity numbers: nobody in it is known from another file.
    out.update(reached_children(folders, year, first, last, lambda folder, source, row: row["barn_id"], age_on))
    if year == 2025:  # the form has identity numbers and the referrals have not: nobody can be known again
        out.update({"P1": None, "P1-nye": None, "P1-flere": None})
    out.update(milestones(data.get("milepael"), last))
    out.update(actions(data.get("handlingsplan"), last))
    out.update(courses(data, first, last))
    out.update(screenings(data, first, last))
    out.update(sessions(folders, year, first, last))
    out.update(routines(data.get("rutine"), last))
    out.update(model(data.get("modellelement")))
    out.update(reporting(data, files, last))
    surveys = ("brukerundersokelse", "ansattundersokelse")  # in the long form a respondent is several rows
    used = sum(len(rows) for source, rows in data.items() if source not in surveys) + sum(len(rows) for _, source, rows in files if source in surveys)
    out["R1-rader"] = {"teller": used, "nevner": used}
    return out
