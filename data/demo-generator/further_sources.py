"""The rows of the further sources: surveys, milestones, courses, screenings, sessions, routines and what else the team reports.

Invented like the rest, with a generator of their own, so that the figures of the first sources stay as they are.
"""
import random
from datetime import date, timedelta

N = random.Random(341803)
KINDERGARTENS = [f"Barnehage {n}" for n in range(1, 9)]
SCHOOLS = [f"Skole {n}" for n in range(1, 7)]
UNITS = KINDERGARTENS + SCHOOLS
TERTIALS = (((1, 1), (4, 30)), ((5, 1), (8, 31)), ((9, 1), (12, 31)))


def pick(pairs):
    pairs = list(pairs)
    return N.choices([key for key, _ in pairs], weights=[weight for _, weight in pairs])[0]


def working_day(first, last):
    while True:
        day = first + timedelta(days=N.randrange((last - first).days + 1))
        if day.weekday() < 5 and day.month != 7:
            return day


def month_end(year, month):
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def between(low, value, high):
    return max(low, min(high, value))


# ---------------------------------------------------------------- steps of the collaboration ladder

WITHOUT_STEPS = {2024: {"Barnehage 8", "Skole 6"}, 2025: {"Skole 6"}}


def plans_with_steps(rows):
    """The counts of relay logs of 2024 and 2025, a row for each step; the sums of a unit and a date stay as they were."""
    state, out, latest = {}, [], {}
    for row in rows:
        unit, year = row["enhet"], row["dato"].year
        if row["plantype"] != "stafettlogg" or year < 2024 or unit in WITHOUT_STEPS[year]:
            out.append(row)
        else:
            steps = ("1", "2", "3") if row["enhetstype"] == "barnehage" else ("2", "3", "4")
            if unit not in state:
                state[unit] = {step: 0 for step in steps}
                for _ in range(latest[unit]):
                    state[unit][pick(zip(steps, (5, 3, 1)))] += 1
            now, opened, closed = state[unit], dict.fromkeys(steps, 0), dict.fromkeys(steps, 0)
            for _ in range(row["avsluttet"]):
                step = pick((step, now[step]) for step in steps)
                now[step] -= 1
                closed[step] += 1
            for _ in range(row["opprettet"]):
                step = pick(zip(steps, (6, 3, 1)))
                now[step] += 1
                opened[step] += 1
            assert sum(now.values()) == row["aktive"], row
            out += [{**row, "trinn": step, "aktive": now[step], "opprettet": opened[step], "avsluttet": closed[step]} for step in steps]
        if row["plantype"] == "stafettlogg":
            latest[unit] = row["aktive"]
    return out


def coordinators(days):
    """Counts of child coordinators. Skole 5 sent none for December 2023; Barnehage 5 stopped after September 2022."""
    active = {"Barnehage 2": 1, "Barnehage 5": 1, "Skole 2": 2, "Skole 3": 0, "Skole 5": 1}
    waiting = {unit: [0, 0] for unit in active}
    rows = []
    for day in days:
        for unit in active:
            before = active[unit]
            closed = sum(N.random() < (0.12 if day.month == 6 else 0.03) for _ in range(before))
            opened = int(N.random() < 0.1 and before - closed < 4 and day.month != 7)
            active[unit] += opened - closed
            waiting[unit][0] += opened
            waiting[unit][1] += closed
            if (unit == "Skole 5" and (day.year, day.month) == (2023, 12)) or (unit == "Barnehage 5" and day > date(2022, 9, 30)):
                continue
            rows.append({"dato": day, "enhet": unit, "enhetstype": "barnehage" if unit in KINDERGARTENS else "skole",
                         "plantype": "barnekoordinator", "aktive": active[unit], "opprettet": waiting[unit][0], "avsluttet": waiting[unit][1]})
            waiting[unit] = [0, 0]
    return rows


def all_plans(rows):
    rows = plans_with_steps(rows)
    days = sorted({row["dato"] for row in rows})
    extra = coordinators(days)
    return [row for day in days for row in rows + extra if row["dato"] == day]


def steps_of_referrals(rows):
    """A step for the referrals of 2024 and 2025; a child who is referred again has mostly come higher."""
    highest = {}
    for row in sorted(rows, key=lambda row: (row["mottatt"], row["henvisning_id"])):
        if row["mottatt"].year < 2024:
            highest.setdefault(row["barn_id"], None)
            continue
        before = highest.get(row["barn_id"])
        if N.random() < 0.07:
            continue
        if before is None:
            step = pick(((1, 4), (2, 30), (3, 40), (4, 18), (5, 8)))
        else:
            step = between(1, before + pick(((-1, 1), (0, 2), (1, 5), (2, 2))), 7)
        highest[row["barn_id"]] = max(step, before or 0)
        row["trinn"] = str(step)


# ---------------------------------------------------------------- need for measures, and what was offered

NEEDS = (  # measure, level, unit, families a third of a year, share offered, places
    ("ICDP", "universell", "Helsestasjon", 14, 0.98, 16),
    ("COS-P", "universell", "Familiens hus", 12, 0.95, 12),
    ("COS-P", "selektiv", "Familiens hus", 9, 0.75, 8),
    ("COS-P", "indikert", "Barneverntjenesten", 5, 0.70, 4),
    ("Foreldrekurs Gleding", "universell", None, 18, 1.02, 20),
    ("Familieveiledning", "selektiv", "Familiens hus", 13, 0.70, 10),
    ("Familieveiledning", "indikert", "Barne- og familieteamet", 8, 0.68, 6),
    ("Samtalegruppe for barn", "selektiv", "Helsestasjon", 7, 0.60, 5),
    ("Barn i sorg", "selektiv", "Helsestasjon", 3, 0.55, 3),
    ("Lavterskel psykolog", "indikert", "Psykisk helse og rus", 11, 0.60, 8),
)


def needs_of_year(year):
    rows = []
    for third, (first, last) in enumerate(TERTIALS):
        for name, level, unit, size, share, places in NEEDS:
            if name == "Samtalegruppe for barn" and year == 2022:
                continue
            need = max(0, round(N.gauss(size, size * 0.2)) + (year - 2022) // 2)
            offered = max(0, round(need * share + N.gauss(0, 1)))
            rows.append({"tiltak": name, "niva": level, "enhet": unit, "behov": need, "tilbudt": offered,
                         "venter": max(0, need - offered - N.randrange(2)), "plasser": places,
                         "fra_dato": date(year, *first), "til_dato": date(year, *last)})
            if (year, third, name) == (2023, 2, "Lavterskel psykolog"):
                rows[-1]["behov"] = None
            if (year, third, name) == (2025, 0, "Lavterskel psykolog"):
                rows[-1]["venter"] = None
    if year == 2024:  # counted once for the whole year, without dates
        rows.append({"tiltak": "Mestringsuke 40", "niva": "universell", "enhet": None, "behov": 52, "tilbudt": 47, "venter": 0, "plasser": None,
                     "fra_dato": None, "til_dato": None})
    return rows


# ---------------------------------------------------------------- surveys

GROUPS = (("Foreldre", 6), ("Ungdom", 2), ("Andre foresatte", 1))
STAFF_UNITS = [(unit, 9) for unit in KINDERGARTENS[:5]] + [(unit, 4) for unit in KINDERGARTENS[5:]] + [(unit, 11) for unit in SCHOOLS[:4]] \
    + [("Skole 5", 6), ("Skole 6", 3), ("Helsestasjon", 5), ("Familiens hus", 4), ("Barneverntjenesten", 6), ("Barne- og familieteamet", 3),
       ("Psykisk helse og rus", 4), ("PPT", 2)]


def survey(questions, respondents, first, last, level, year):
    """One row for each respondent. `questions` are those of the question list."""
    shift = {q["id"]: N.gauss(0, 0.35) for q in questions}
    rows = []
    for _ in range(respondents):
        own = N.gauss(level, 0.8)
        row = {"svar_dato": working_day(first, last)}
        for question in questions:
            chance = N.random()
            if chance < 0.025:
                answer = None
            elif chance < 0.085:
                answer = "vet-ikke"
            else:
                value = between(1, round(N.gauss(own + shift[question["id"]], 0.9)), 6)
                answer = str(7 - value if question["reversed"] else value)
            row[question["id"]] = answer
        if all(row[q["id"]] is None for q in questions):
            row[questions[0]["id"]] = "4"
        rows.append(row)
    rows.sort(key=lambda row: row["svar_dato"])
    for index, row in enumerate(rows, 1):
        row["svar_id"] = f"R{year}-{index:03d}"
    return rows


def user_survey(year, questions):
    if year == 2023:
        rows = survey(questions, 64, date(2023, 3, 13), date(2023, 5, 26), 4.1, year)
    else:
        rows = survey(questions, 71, date(2025, 3, 10), date(2025, 6, 6), 4.4, year)
    for row in rows:
        row["gruppe"] = pick(GROUPS)
    return rows


def staff_survey(year, questions):
    if year == 2023:
        rows = survey(questions, 104, date(2023, 2, 27), date(2023, 5, 12), 3.9, year)
    else:
        rows = survey(questions, 112, date(2025, 3, 3), date(2025, 5, 23), 4.3, year)
    for row in rows:
        row["enhet"] = pick(STAFF_UNITS)
    return rows


def long_form(rows, questions):
    return [{"svar_dato": row["svar_dato"], "gruppe": row["gruppe"], "svar_id": row["svar_id"], "sporsmal": q["id"], "svar": row[q["id"]]}
            for row in rows for q in questions]


# ---------------------------------------------------------------- milestones, plan, model

# The nine milestones of the project plan of 2018, with its dates and states. The days on which the first two were reached are invented.
MILESTONES = (
    ("1", "Informasjon om Åsnesmodellen er gitt til aktuelle ledere og ansatte (på sektor- og enhetsnivå)", date(2018, 12, 31), "gjennomfort",
     "Prosjektleder", date(2018, 12, 19)),
    ("2", "Forankring i kommunens politiske og administrative ledelse", date(2019, 4, 30), "gjennomfort", "Prosjektleder, sektorledere",
     date(2019, 5, 20)),
    ("3", "Rutiner/prosedyrer og hjelpemidler er ferdigstilt, godkjent og lagt inn i Compilo", date(2019, 9, 30), "under-arbeid",
     "Prosjektleder, enhetsledere", None),
    ("4", "Åsnesmodellen er oppdatert på nettsiden", date(2019, 9, 30), "under-arbeid", "Prosjektleder", None),
    ("5", "Kompetansehevingsplan planlagt, avtalt og nedtegnet", date(2019, 9, 30), "under-arbeid", "Prosjektleder, ledende helsesykepleier", None),
    ("6", "Rutine/prosedyre for opplæring av nyansatte og for evaluering og videreutvikling av modellen er godkjent og lagt inn i Compilo",
     date(2019, 9, 30), "under-arbeid", "Prosjektleder, styringsgruppe", None),
    ("7", "Opplæring og gjennomgang av innholdselementene i Åsnesmodellen er gitt på sektornivå og enhetsledernivå, og plan for implementering "
     "i enhetene er laget", date(2019, 10, 15), None, "Prosjektleder, sektorledere, enhetsledere", None),
    ("8", "Implementering initiert/startet i alle aktuelle enheter", date(2019, 12, 10), None, "Prosjektleder, enhetsledere", None),
    ("9", "Prosess med implementering av modell i alle aktuelle enheter har ført til resultater på enhetsnivå og individnivå", date(2020, 12, 31),
     None, "Enhetsledere, sektorledere", None),
)


def milestones(year):
    """As they stand in each year's plan: 2023 does not yet say when the second one was reached."""
    names = ("nr", "beskrivelse", "planlagt", "status", "ansvar", "gjennomfort")
    rows = [dict(zip(names, values)) for values in MILESTONES]
    if year == 2023:
        rows[1]["gjennomfort"] = None
    return rows


ACTIONS = (  # measure, level, services, coordinator, deadline (month, day) of 2025 or None, state 2024, state 2025
    ("Samordning av lokale rus- og kriminalitetsforebyggende tiltak", "universell", "Politiråd, koordineringsgruppe, arbeidsgrupper", "SLT-koordinator", None, "i-drift", "i-drift"),
    ("Utsett! på foreldremøter på ungdomsskolen", "universell", "Ulike tjenester, etter sertifisering", "SLT-koordinator", (6, 20), "under-arbeid", "gjennomfort"),
    ("Identifisering av barn i risiko og handlingskompetanse", "universell", "Ressursgruppe BIR", "Familiens hus", (12, 1), "under-arbeid", "under-arbeid"),
    ("Forebygge utenforskap", "universell", "Bibliotek, ungdomshus, Natteravner, ferieklubb, kulturskole, lag og foreninger, BUA", "Strategisk team", None, "i-drift", "i-drift"),
    ("Foreldremøter med kunnskapsbasert innhold", "universell", "Skole, barnehage, ulike tjenester", "Sektorleder oppvekst", (10, 1), "ikke-startet", "under-arbeid"),
    ("Foreldreveiledning ICDP", "universell", "Helsestasjonen, barnehage og skole", "Familiens hus", (6, 1), "under-arbeid", "i-drift"),
    ("Foreldreveiledning COS-P", "universell", "Barnehage, skole, helsestasjon", "Familiens hus", (6, 1), "i-drift", "i-drift"),
    ("Psykologisk førstehjelp i barne- og ungdomsskolene", "universell", "Helsesykepleier, skolehelsetjenesten, sosiallærer", None, (9, 1), "under-arbeid", "under-arbeid"),
    ("Voldsforebygging, «Jeg vet» i barnehage og grunnskole", "universell", "Skole, helsesykepleier, skolehelsetjenesten", None, (12, 15), "ikke-startet", None),
    ("Foreldrekurs Gleding, trygt og godt barnehagemiljø", "universell", "Barnehager", "Barnehagemyndighet", (4, 15), "under-arbeid", "gjennomfort"),
    ("Kostholdsprosjekt i barnehager og SFO", "universell", "Friskliv, barnehager, SFO og foresatte", "Friskliv", (5, 31), "under-arbeid", "avbrutt"),
    ("Fysisk aktivitet og motorisk utvikling i barnehagen", "universell", "Friskliv, barnehager og foresatte", "Friskliv", None, "i-drift", "i-drift"),
    ("Ungdataundersøkelse", "universell", "Korus Øst, skoler", "SLT-koordinator", (5, 10), "ikke-startet", "gjennomfort"),
    ("Mestringsuke 40", "universell", "Ungdomsskole, politi, friskliv, skolehelsetjenesten, foresatte, NAV", "SLT-koordinator", (10, 5), "gjennomfort", "gjennomfort"),
    ("Tilbakemeldingskultur og brukermedvirkning", "universell", "Alle tjenester", "Strategisk team", (11, 1), "under-arbeid", "under-arbeid"),
    ("Observasjoner etter Kvello-modellen i barnehagene", "selektiv", "Barnevern, PPT, helsesykepleiere, barnehage, logoped, fysioterapeut", "Ledende helsesykepleier", None, "i-drift", "i-drift"),
    ("Kartlegging og samhandling 0-6 år", "selektiv", "Koordineringsgruppe for Tidlig innsats Kvello", "Familiens hus", (3, 31), "under-arbeid", "gjennomfort"),
    ("Foreldreveiledning COS-P", "selektiv", "Barnehage, skole, barnevern", "Familiens hus", (8, 15), "under-arbeid", "under-arbeid"),
    ("Pårørendearbeid, ivaretakelse av barn som pårørende", "selektiv", "Aktuelle tjenester, hjemmetjenesten, helsestasjonen", "Familiens hus", (12, 31), "ikke-startet", "under-arbeid"),
    ("Sikre tverrfaglig samhandling med fokus på livsmestring", "selektiv", "Kommunen og frivillige organisasjoner", "Strategisk team", (9, 15), "ikke-startet", "ikke-startet"),
    ("Tettere oppfølging av psykisk syke foresatte", "indikert", "Psykisk helse og rus, Barne- og familieteamet", None, (6, 30), "under-arbeid", "under-arbeid"),
    ("Flyt samspill: stafettlogg, individuell plan og barnekoordinator", "indikert", "Alle ansatte som møter barn", "Strategisk team", None, "i-drift", "i-drift"),
    ("Veiledning i saker om utsatte barn, samarbeidsfora og fokusmøter", "indikert", "Barnehagehelseteam, skolehelseteam", "Leder barnevern", None, "i-drift", "i-drift"),
    ("Samarbeidsavtale med spesialisthelsetjenesten", "indikert", "Kommunen og BUP", "Leder barnevern", (3, 1), "under-arbeid", "gjennomfort"),
)


def actions(year):
    rows = []
    for name, level, services, coordinator, deadline, state, later in ACTIONS:
        rows.append({"tiltak": name, "niva": level, "tjenester": services, "koordinator": coordinator,
                     "frist": date(2025, *deadline) if deadline else None, "status": state if year == 2024 else later})
        if year == 2024 and name.startswith(("Foreldrekurs", "Kostholdsprosjekt", "Mestringsuke")):
            rows[-1]["frist"] = rows[-1]["frist"].replace(year=2024)
    return rows


NOT, PARTLY, DONE = "ikke-pa-plass", "delvis", "pa-plass"
MODEL = (  # level, dimension, element, state 2023, 2024, 2025: the table of the evaluation of the model municipalities
    ("kommune", "kultur", "Forankring, oppslutning om modellen hos kommunens toppledelse krever kontinuerlig fokus", PARTLY, DONE, DONE),
    ("kommune", "kultur", "Rapportere til politisk nivå og administrativ ledelse med jevne mellomrom", PARTLY, PARTLY, DONE),
    ("kommune", "kultur", "Bruke lokalpressen som redskap for å skape blest og positiv omtale", NOT, NOT, NOT),
    ("kommune", "kultur", "Markere positiv utvikling og oppnådde målsetninger", NOT, PARTLY, PARTLY),
    ("kommune", "struktur", "Vedta målsetninger for tidlig intervensjon og helhetlig, systematisk oppfølging i kommuneplanen", NOT, DONE, DONE),
    ("kommune", "struktur", "Vedta resultat- og aktivitetsmål i handlingsprogram og årlig økonomiplan", NOT, PARTLY, PARTLY),
    ("kommune", "struktur", "Sikre at vedtatte målsetninger gjøres gjeldende for alle tjenester som møter målgruppen", PARTLY, PARTLY, DONE),
    ("kommune", "struktur", "Utarbeide målsetninger som er så konkrete at det er mulig å måle resultater", NOT, NOT, PARTLY),
    ("kommune", "struktur", "Definere ansvar for at arbeidet evalueres og nødvendige justeringer iverksettes", PARTLY, DONE, DONE),
    ("etat", "kultur", "Gjennomføre felles opplæring for alle faginstanser som skal arbeide med målgruppen", PARTLY, PARTLY, PARTLY),
    ("etat", "kultur", "Arbeide aktivt med å sikre positive holdninger til samarbeid på tvers av etater og faginstanser", PARTLY, DONE, DONE),
    ("etat", "kultur", "Arbeide aktivt med å fjerne rutiner og holdninger som hindrer samarbeid på tvers", NOT, PARTLY, PARTLY),
    ("etat", "kultur", "Informasjonsutveksling mellom faginstanser om framdriften: felles ledermøter", DONE, DONE, DONE),
    ("etat", "kultur", "Sikre etterlevelsen av tverretatlige rutiner og virksomme, kunnskapsbaserte tiltak", NOT, NOT, PARTLY),
    ("etat", "struktur", "Ta inn målsetninger for tidlig intervensjon i lederavtalene", NOT, NOT, NOT),
    ("etat", "struktur", "Organisere faginstansene som skal arbeide med målgruppen i samme enhet", PARTLY, PARTLY, DONE),
    ("etat", "struktur", "Samlokalisere faginstansene som skal arbeide med målgruppen", PARTLY, PARTLY, PARTLY),
    ("etat", "struktur", "Etablere faste møtearenaer som følger kommunens «årshjul»", DONE, DONE, DONE),
    ("etat", "struktur", "Etablere tverretatlige rutiner og prosedyrer som fremmer samarbeid", PARTLY, DONE, DONE),
    ("etat", "struktur", "Sikre at tiltak som benyttes er virksomme og fundert på kunnskapsbaserte metoder", NOT, PARTLY, DONE),
    ("individ", "kultur", "Sikre riktig bruk av metoder og prosedyrer for screening og identifisering", PARTLY, PARTLY, DONE),
    ("individ", "kultur", "Sikre riktig bruk av metoder og prosedyrer for oppfølging (tiltak)", PARTLY, PARTLY, PARTLY),
    ("individ", "kultur", "Etablere tverrfaglige konsultasjonsteam", DONE, DONE, DONE),
    ("individ", "kultur", "Etablere arenaer hvor fagpersoner kan diskutere etiske dilemma", NOT, NOT, PARTLY),
    ("individ", "kultur", "Utarbeide felles samtykkeskjema for alle instanser som møter målgruppen", PARTLY, DONE, DONE),
    ("individ", "struktur", "Sikre at kun anerkjente metoder for screening og identifisering benyttes", PARTLY, DONE, DONE),
    ("individ", "struktur", "Sikre at kun anerkjente metoder for oppfølging benyttes (tiltak)", NOT, PARTLY, PARTLY),
    ("individ", "struktur", "Utarbeide handlingsveiledere med en trinn-for-trinn-veiledning", DONE, DONE, DONE),
    ("individ", "struktur", "Gjøre handlingsveiledere med tilhørende rutiner tilgjengelig for alle (intranett, kvalitetssystem)", PARTLY, PARTLY, DONE),
    ("individ", "struktur", "Ta inn psykisk helse og rus i oppstartssamtaler og foreldresamtaler i barnehagene", NOT, PARTLY, PARTLY),
    ("individ", "struktur", "Sikre at alle ansatte kjenner sitt ansvar for å observere og vet hva de skal gjøre", NOT, NOT, PARTLY),
)
ANSWERS_FOR = {"kommune": "Sektorleder oppvekst", "etat": "Enhetsledere", "individ": "Fagansvarlig i tjenesten"}


def model_elements(year):
    return [{"niva": level, "dimensjon": dimension, "element": element, "status": states[year - 2023], "ansvar": ANSWERS_FOR[level]}
            for level, dimension, element, *states in MODEL]


# ---------------------------------------------------------------- courses, routines

COURSES = {
    2022: (("Fra bekymring til handling", (3, 17)), ("ICDP", (9, 22))),
    2023: (("Fra bekymring til handling", (2, 9)), ("Flyt samspill", (5, 11)), ("COS-P", (10, 19))),
    2024: (("Flyt samspill", (1, 25)), ("Samtale med barn", (4, 11)), ("Barn i risiko", (9, 5)), ("COS-P", (11, 14))),
    2025: (("Fra bekymring til handling", (2, 13)), ("Flyt samspill", (4, 3)), ("Samtale med barn", (6, 12)), ("Barn i risiko", (10, 23))),
}
TARGETS = {unit: 8 + index for index, unit in enumerate(KINDERGARTENS)} | {unit: 17 + 3 * index for index, unit in enumerate(SCHOOLS)} \
    | {"Helsestasjon": 11, "Familiens hus": 5, "Barneverntjenesten": 14, "Barne- og familieteamet": 4, "Psykisk helse og rus": 9, "PPT": 6, "NAV": 12}
NO_COURSE_2025 = {"Barnehage 6", "Skole 6", "NAV"}


def courses(year):
    rows = []
    for number, (name, day) in enumerate(COURSES[year]):
        for unit, target in TARGETS.items():
            if N.random() >= 0.55 or (year == 2025 and unit in NO_COURSE_2025):
                continue
            rows.append({"dato": date(year, *day), "kurs": name, "enhet": unit, "deltakere": max(1, round(target * N.betavariate(3, 2))),
                         "malgruppe_antall": target + N.randrange(3)})
        if (year, number) == (2025, 2):
            rows.append({"dato": date(year, *day), "kurs": name, "enhet": "Skole 6", "deltakere": 0, "malgruppe_antall": TARGETS["Skole 6"]})
    if year == 2023:
        rows[-2]["deltakere"] = None
    if year == 2024:
        rows[-3]["malgruppe_antall"] = None
    return rows


ROUTINES = ("Identifisering av barn i risiko", "Oppfølging av barn i risiko", "Barn som pårørende", "Bekymringsmelding til barneverntjenesten",
            "Bruk av stafettlogg", "Opplæring av nyansatte i modellen")
ROUTINE_UNITS = UNITS + ["Helsestasjon", "Familiens hus", "Barneverntjenesten", "Psykisk helse og rus"]
ROUTINE_STATES = ("ikke-startet", "under-arbeid", "godkjent", "i-compilo")


def routines():
    """The list as it stands in 2023, 2024 and 2025."""
    years = {2023: [], 2024: [], 2025: []}
    for routine in ROUTINES:
        for unit in ROUTINE_UNITS:
            if routine == "Bruk av stafettlogg" and unit not in UNITS:
                continue
            state, approved, revision = pick(((0, 3), (1, 4), (2, 2), (3, 3))), None, None
            for year in years:
                if year > 2023 and state < 3:
                    state = min(3, state + pick(((0, 4), (1, 5), (2, 1))))
                if state >= 2 and approved is None:
                    approved = working_day(date(year - (year == 2023), 2, 1), date(year - (year == 2023), 12, 10))
                    revision = None if N.random() < 0.1 else approved.replace(year=approved.year + pick(((1, 3), (2, 6))), day=min(28, approved.day))
                elif revision and revision.year < year and N.random() < 0.5:
                    approved, revision = revision, revision.replace(year=revision.year + 2)
                years[year].append({"rutine": routine, "enhet": unit, "status": ROUTINE_STATES[state], "dato": approved, "revideres": revision})
    return years


# ---------------------------------------------------------------- screenings

TOOLS = (  # tool, units, months, screenings at a time, above the limit, followed up, first year
    ("epds", ("Helsestasjon",), range(1, 13), 5, 0.14, 0.9, 2022),
    ("tweak", ("Helsestasjon",), range(1, 13), 5, 0.05, 0.8, 2022),
    ("trygghet-og-vold", ("Helsestasjon",), range(1, 13), 6, 0.07, 0.85, 2023),
    ("asq", ("Helsestasjon", "Familiens hus"), range(2, 13, 2), 7, 0.12, 0.8, 2022),
    ("kvello", KINDERGARTENS, (4, 10), 12, 0.16, 0.75, 2022),
    ("tras", ("Barnehage 2", "Barnehage 5"), (3, 6, 9, 12), 6, None, None, 2022),
)


def screenings(year):
    rows = []
    for month in range(1, 13):
        for tool, units, months, size, above, followed, first_year in TOOLS:
            if month not in months or year < first_year or (month == 7 and tool != "epds"):
                continue
            for unit in units:
                done = max(0, round(N.gauss(size, size * 0.3)))
                over = None if above is None or N.random() < 0.03 else sum(N.random() < above for _ in range(done))
                after = None if over is None or (over and N.random() < 0.06) else sum(N.random() < followed for _ in range(over))
                rows.append({"dato": month_end(year, month), "verktoy": tool, "enhet": unit, "utfort": done, "over_grense": over, "fulgt_opp": after})
                if (year, month, tool, unit) == (2022, 10, "kvello", "Barnehage 7"):
                    rows[-1].update(utfort=None, over_grense=None, fulgt_opp=None)
    return rows


def single_screenings(year):
    """Other tools and units than in the counts, so that nothing stands twice."""
    rows = []
    for tool, unit, count, above in (("sdq", "Barne- og familieteamet", 46, 0.45), ("audit", "Psykisk helse og rus", 23, 0.3)):
        for _ in range(count):
            over = None if N.random() < 0.05 else "ja" if N.random() < above else "nei"
            after = None if over != "ja" or N.random() < 0.08 else "ja" if N.random() < 0.8 else "nei"
            rows.append({"dato": working_day(date(year, 1, 8), date(year, 12, 18)), "verktoy": tool, "enhet": unit, "over_grense": over, "fulgt_opp": after})
    rows.sort(key=lambda row: (row["dato"], row["verktoy"], str(row["over_grense"]), str(row["fulgt_opp"])))
    return rows


# ---------------------------------------------------------------- sessions

CASES = {2023: 27, 2024: 31, 2025: 29}
SERVICES = (("barne-og-familieteamet", 12), ("familiens-hus", 6), ("psykisk-helse-og-rus", 8))


def sessions():
    """Sessions 2023-2025. Only a session that is neither among a case's first two nor its last may lack its scores."""
    rows, client = [], 0
    for year, count in CASES.items():
        for index in range(count):
            service = pick(SERVICES)
            client += 1
            if year > 2023 and index % 12 == 5:  # somebody who also comes to another service
                client -= 1
                name = N.choice(sorted({row["klient_id"] for row in rows if row["tjeneste"] != service}
                                       - {row["klient_id"] for row in rows if row["tjeneste"] == service}))
            else:
                name = f"K{client:03d}"
            age = pick([(a, 1) for a in range(4, 6)] + [(a, 4) for a in range(6, 18)] if service != "psykisk-helse-og-rus"
                       else [(a, 2) for a in range(16, 18)] + [(a, 1) for a in range(18, 45)])
            age = None if N.random() < 0.04 else age
            day = working_day(date(year, 1, 9), date(year, 12, 12))
            number = 1 if N.random() < 0.16 else N.randrange(2, 12)
            ors, slope, srs = N.gauss(20.5, 5.5), N.gauss(1.35, 0.9), N.gauss(34.5, 2.5)
            case = []
            for session in range(number):
                if day > date(2025, 12, 19):
                    break
                case.append({"klient_id": name, "tjeneste": service, "dato": day, "alder": None if age is None else age + (day.year > year),
                             "ors": round(between(0.5, ors + slope * session + N.gauss(0, 2.2), 40), 1),
                             "srs": None if N.random() < 0.1 else round(between(8, srs + N.gauss(0, 2.2), 40), 1)})
                day += timedelta(days=N.choice((14, 14, 21, 21, 28, 35)))
                while day.weekday() > 4 or day.month == 7:
                    day += timedelta(days=1)
            for row in case[2:-1]:
                if N.random() < 0.05:
                    row["ors"] = row["srs"] = None
            rows += case
    rows.sort(key=lambda row: (row["dato"], row["klient_id"], row["tjeneste"]))
    return rows


# ---------------------------------------------------------------- who should send what

SECTOR = {"Helsestasjon": "helse-omsorg-velferd", "Psykisk helse og rus": "helse-omsorg-velferd", "NAV": "andre", "Strategisk team": "andre"}
ROLES = {"Barneverntjenesten": "Leder barnevern", "Helsestasjon": "Ledende helsesykepleier", "Familiens hus": "Leder Familiens hus",
         "Strategisk team": "Rådgiver oppvekst", "PPT": "Leder PPT", "NAV": "Leder NAV", "Psykisk helse og rus": "Avdelingsleder",
         "Barne- og familieteamet": "Teamleder"}


def expected_exports(year):
    """A row for each unit, source and deadline; in 2024 some deadlines and days of delivery are not filled in."""
    rows = []

    def due(unit, source, deadline, sent=True):
        role = ROLES.get(unit, "Styrer" if unit in KINDERGARTENS else "Rektor")
        late = N.random() < 0.18
        day = deadline and deadline + timedelta(days=N.randrange(1, 24) if late else -N.randrange(0, 12))
        if year == 2024 and N.random() < 0.1:
            day = None
        rows.append({"enhet": unit, "sektor": SECTOR.get(unit, "oppvekst"), "kilde": source, "frist": deadline, "kontakt": role,
                     "levert": min(day, date(year, 12, 31)) if day and sent else None})

    for unit in UNITS:
        for month, day in ((4, 22), (8, 25), (12, 10)):
            due(unit, "stafettlogg", date(year, month, day))
        due(unit, "kompetanse", date(year, 12, 10), year == 2024 or unit != "Barnehage 6")
        due(unit, "rutine", date(year, 12, 10))
        if year == 2025:
            due(unit, "ansattundersokelse", date(2025, 6, 2))
    for unit in ("Helsestasjon", "Familiens hus", "Barneverntjenesten"):
        due(unit, "kompetanse", date(year, 12, 10))
    for unit in ("Helsestasjon", "Familiens hus", "NAV"):
        due(unit, "henvendelse", date(year, 8, 25), unit != "NAV")
    for unit in ("Helsestasjon", "PPT"):
        due(unit, "kartlegging", date(year, 4, 22), unit != "PPT")
    for unit in ("Barne- og familieteamet", "Familiens hus", "Psykisk helse og rus"):
        due(unit, "kor-fit", date(year, 12, 10))
    for unit in ("Helsestasjon", "Familiens hus", "Psykisk helse og rus", "Barneverntjenesten"):
        due(unit, "tiltaksbehov", date(year, 12, 20))
    due("Barne- og familieteamet", "henvisning", None if year == 2024 else date(year, 4, 22))
    due("Strategisk team", "kapasitet", date(year, 8, 25))
    due("Strategisk team", "milepael", date(year, 4, 22))
    due("Strategisk team", "handlingsplan", date(year, 4, 22))
    due("Strategisk team", "modellelement", date(year, 12, 10))
    if year == 2025:
        due("Barneverntjenesten", "kostra-15f", date(2025, 12, 31))
        due("Barne- og familieteamet", "kartlegging-enkelt", date(2025, 12, 10))
        due("Psykisk helse og rus", "kartlegging-enkelt", date(2025, 12, 10))
        due("Strategisk team", "brukerundersokelse", date(2025, 6, 13))
    else:
        for source in ("bekymringsmelding", "undersokelse", "barnevernstiltak"):
            due("Barneverntjenesten", source, date(2024, 12, 20))
    return rows


# ---------------------------------------------------------------- all of it

def all_rows(questions):
    """Year, then source, then rows; `files` of write() says how they are sent."""
    out = {year: {} for year in range(2021, 2026)}
    for year in (2022, 2023, 2024, 2025):
        out[year].update(tiltaksbehov=needs_of_year(year), kompetanse=courses(year), kartlegging=screenings(year))
    for year in (2023, 2025):
        out[year]["brukerundersokelse"] = user_survey(year, questions["brukerundersokelse"]["questions"])
        out[year]["ansattundersokelse"] = staff_survey(year, questions["ansattundersokelse"]["questions"])
    listed, met = routines(), sessions()
    for year in (2023, 2024, 2025):
        out[year].update(milepael=milestones(year), modellelement=model_elements(year), rutine=listed[year],
                         kor_fit=[row for row in met if row["dato"].year == year])
    for year in (2024, 2025):
        out[year].update(handlingsplan=actions(year), enhet=expected_exports(year))
    out[2025]["kartlegging-enkelt"] = single_screenings(2025)
    return out


def write(exports, years, questions, write_table):
    """Every file of these sources, in the forms that different senders give them."""
    excel = {"delimiter": ";", "dates": "no", "crlf": True}
    windows = {**excel, "encoding": "cp1252"}
    numbers = {name: [q["id"] for q in questions[name]["questions"]] for name in questions}
    need = ["tiltak", "niva", "enhet", "behov", "tilbudt", "venter", "plasser", "fra_dato", "til_dato"]
    course = ["dato", "kurs", "enhet", "deltakere", "malgruppe_antall"]
    screening = ["dato", "verktoy", "enhet", "utfort", "over_grense", "fulgt_opp"]
    session = ["klient_id", "tjeneste", "dato", "alder", "ors", "srs"]
    milestone = ["nr", "beskrivelse", "planlagt", "status", "ansvar", "gjennomfort"]
    action = ["tiltak", "niva", "tjenester", "koordinator", "frist", "status"]
    element = ["niva", "dimensjon", "element", "status", "ansvar"]
    routine = ["rutine", "enhet", "status", "dato", "revideres"]
    unit = ["enhet", "sektor", "kilde", "frist", "kontakt", "levert"]

    def put(year, source, columns, folder="", name=None, rows=None, **kw):
        path = exports / str(year) / folder / f"{name or source}.csv"
        write_table(path, source, years[year][source] if rows is None else rows, columns, **kw)

    put(2022, "tiltaksbehov", need)
    put(2022, "kompetanse", course, **excel)
    put(2022, "kartlegging", screening)

    put(2023, "tiltaksbehov", need, style="label", **windows, headers={
        "tiltak": "Navn på tiltak", "niva": "Nivå for tiltak", "behov": "Meldt behov", "tilbudt": "Fått tilbud", "venter": "På venteliste",
        "plasser": "Antall plasser", "fra_dato": "Fra og med", "til_dato": "Til og med"})
    put(2023, "kompetanse", course)
    put(2023, "kartlegging", screening, style="label", **excel, headers={
        "dato": "Måned", "verktoy": "Kartleggingsverktøy", "utfort": "Antall utført", "over_grense": "Over grensen", "fulgt_opp": "Fulgte opp"})
    put(2023, "brukerundersokelse", ["svar_dato", "gruppe", "svar_id", "sporsmal", "svar"],
        rows=long_form(years[2023]["brukerundersokelse"], questions["brukerundersokelse"]["questions"]),
        headers={"svar_dato": "Innsendt dato", "gruppe": "Målgruppe", "svar_id": "Respondent"})
    put(2023, "ansattundersokelse", ["svar_dato", "enhet"] + numbers["ansattundersokelse"], style="label", **windows, headers={
        "svar_dato": "Besvart dato", "enhet": "Arbeidssted", **{q: f"Spørsmål {q[1:]}" for q in numbers["ansattundersokelse"]}})
    put(2023, "kor_fit", session, **excel, headers={"klient_id": "Klient", "tjeneste": "Team", "dato": "Samtaledato", "ors": "ORS", "srs": "SRS"})
    put(2023, "milepael", milestone)
    put(2023, "modellelement", element)
    put(2023, "rutine", routine, **excel)

    put(2024, "tiltaksbehov", need, **excel)
    put(2024, "kompetanse", course, style="label", headers={"dato": "Kursdato", "kurs": "Kursnavn", "enhet": "Arbeidssted", "deltakere": "Antall deltakere",
                                                            "malgruppe_antall": "Antall i målgruppen"}, **windows)
    put(2024, "kartlegging", screening)
    for service in ("barne-og-familieteamet", "familiens-hus", "psykisk-helse-og-rus"):
        own = [row for row in years[2024]["kor_fit"] if row["tjeneste"] == service]
        put(2024, "kor_fit", session, name=f"kor_fit-{service}", rows=own, **(excel if service == "familiens-hus" else {}))
    put(2024, "milepael", milestone, style="label", **windows, headers={
        "nr": "Milepæl", "beskrivelse": "Milepælen er oppnådd når", "planlagt": "Planlagt ferdig dato", "gjennomfort": "Ferdig dato"})
    put(2024, "modellelement", element, style="label", **excel)
    put(2024, "rutine", routine, style="label", **windows, headers={"rutine": "Rutine/prosedyre", "enhet": "Avdeling", "revideres": "Neste revisjon"})
    put(2024, "handlingsplan", action, **excel)
    put(2024, "enhet", unit, style="label", **windows, headers={"enhet": "Avsender", "kilde": "Skal sende", "frist": "Leveringsfrist"})

    put(2025, "tiltaksbehov", need, "strategisk-team")
    put(2025, "kompetanse", course, "strategisk-team")
    put(2025, "rutine", routine, "strategisk-team")
    put(2025, "milepael", milestone, "strategisk-team")
    put(2025, "handlingsplan", action, "strategisk-team", style="label", **windows, headers={"tjenester": "Hvilke tjenester", "koordinator": "Hovedansvarlig"})
    put(2025, "modellelement", element, "strategisk-team")
    put(2025, "brukerundersokelse", ["svar_dato", "gruppe"] + numbers["brukerundersokelse"], "strategisk-team")
    put(2025, "ansattundersokelse", ["svar_dato", "enhet"] + numbers["ansattundersokelse"], "strategisk-team", **excel,
        headers={q: f"Spm {q[1:]}" for q in numbers["ansattundersokelse"]})
    put(2025, "enhet", unit)
    for sender, units in (("helsestasjon", {"Helsestasjon", "Familiens hus"}), ("barnehager", set(KINDERGARTENS))):
        put(2025, "kartlegging", screening, sender, rows=[row for row in years[2025]["kartlegging"] if row["enhet"] in units],
            **(excel if sender == "barnehager" else {}))
    for sender, name in (("barne-og-familieteamet", "Barne- og familieteamet"), ("psykisk-helse-og-rus", "Psykisk helse og rus")):
        put(2025, "kartlegging-enkelt", ["dato", "verktoy", "enhet", "over_grense", "fulgt_opp"], sender,
            rows=[row for row in years[2025]["kartlegging-enkelt"] if row["enhet"] == name], **(excel if sender.startswith("psykisk") else {}))
    for service in ("barne-og-familieteamet", "familiens-hus", "psykisk-helse-og-rus"):
        put(2025, "kor_fit", session, service, rows=[row for row in years[2025]["kor_fit"] if row["tjeneste"] == service],
            **({"style": "label", **windows} if service.startswith("psykisk") else {}))
