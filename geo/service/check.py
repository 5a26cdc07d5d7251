"""A look over an installation: what is there, how old it is, what is missing."""

from datetime import date
from typing import Literal

from geo.analysis.gaps import limit_value
from geo.analysis.gate_words import SHOWN
from geo.db import actors, read
from geo.db.engine import validate_connection
from geo.errors import MittenError
from geo.layers import list_layers
from geo.render.german import format_date, format_number
from geo.results import GateFinding, Record
from geo.service.cells import find_cells, read_counted_text
from geo.service.fresh import VERBUND, find_newer
from geo.service.gate import read_gate
from geo.service.opened import OpenVerbund, get_run_row, get_verbund_row
from geo.service.streets import has_other_streets
from geo.tiling import validate_tiling

OLD_AFTER_DAYS = 365 * 2
NIGHTS_TO_DELETE = 2  # own setting: after these the job does not run
GONE = "Einwohner nach Adressen"  # a run knew some that are no longer loaded


class Finding(Record):
    """One line of the check: ``ok``, ``hint`` (good to know) or ``error`` (must be mended)."""

    level: Literal["ok", "hint", "error"]
    topic: str
    text: str


def check_installation(opened: OpenVerbund, today: date) -> list[Finding]:
    """Look at database, boundaries, data and results; an error ends the list where nothing more can be seen."""
    findings: list[Finding] = []
    for look in (
        _check_postgis,
        _check_places,
        _check_data,
        _check_timetable,
        _check_consents,
        _check_results,
    ):
        try:
            findings += look(opened, today)
        except MittenError as error:
            return [*findings, Finding(level="error", topic=_TOPICS[look.__name__], text=str(error))]
    return findings


_TOPICS = {
    "_check_postgis": "Datenbank",
    "_check_places": "Ortsteile",
    "_check_data": "Daten",
    "_check_timetable": "Fahrplan",
    "_check_consents": "Einwilligungen",
    "_check_results": "Ergebnisse",
}


def _check_postgis(opened: OpenVerbund, _today: date) -> list[Finding]:
    return [Finding(level="ok", topic="Datenbank", text=f"PostGIS {validate_connection(opened.engine)}")]


def _check_places(opened: OpenVerbund, _today: date) -> list[Finding]:
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        kommunen = read.read_frame(connection, "kommune", opened.verbund_id)
        ortsteile = read.read_frame(connection, "ortsteil", opened.verbund_id)
    members = kommunen[kommunen["role"] == "kommune"]
    for row in members.itertuples():
        validate_tiling(row.geom, ortsteile.loc[ortsteile["ags"] == row.ags, "geom"])
    derived = int(ortsteile["geometrie_quelle"].isin(["abgeleitet", "geteilt"]).sum())
    unknown = int(ortsteile["residents"].isna().sum())
    estimated = int(ortsteile["residents_estimated"].sum())
    text = f"{len(ortsteile)} Ortsteile in {len(members)} Kommunen, lückenlos und ohne Überlappung"
    findings = [Finding(level="ok", topic="Ortsteile", text=text)]
    if derived:
        findings.append(Finding(level="hint", topic="Ortsteile", text=f"{derived} Grenzen sind abgeleitet"))
    if estimated or unknown:
        text = f"Einwohner: {estimated} geschätzt, {unknown} ohne Daten"
        findings.append(Finding(level="hint", topic="Ortsteile", text=text))
    return findings


def _check_data(opened: OpenVerbund, today: date) -> list[Finding]:
    with opened.connect() as connection:
        datasets = read.read_datasets(connection, opened.verbund_id)
        counts = read.count_facilities(connection, opened.verbund_id)
        cells = find_cells(connection, opened)
        counted = "" if cells.empty else read_counted_text(connection, opened, cells)
    findings = []
    for row in datasets:
        text = (
            f"{row['title']}: {format_number(row['n_records'])} Datensätze, Stand {format_date(row['date'])}"
        )
        findings.append(Finding(level=_age_level(row["date"], today), topic="Daten", text=text))
    if counted:
        findings.append(Finding(level="ok", topic="Daten", text=counted.rstrip(".")))
    missing = [layer.title for layer in list_layers() if layer.key not in counts]
    if missing:
        findings.append(Finding(level="hint", topic="Daten", text=f"keine Daten: {', '.join(missing)}"))
    return findings


def _age_level(stated: str, today: date) -> Literal["ok", "hint"]:
    """Old data is worth a hint; a date that is only a year counts from its last day."""
    padded = {4: f"{stated}-12-31", 7: f"{stated}-28", 10: stated}.get(len(stated))
    try:
        age = today - date.fromisoformat(padded or "")
    except ValueError:
        return "hint"
    return "hint" if age.days > OLD_AFTER_DAYS else "ok"


def _check_timetable(opened: OpenVerbund, today: date) -> list[Finding]:
    """The gate's result with its examples; a Verbund without a timetable says so."""
    found = read_gate(opened, today)
    if not found:
        text = "kein Fahrplan geladen: „mitten fetch gtfs“ und „mitten load gtfs“"
        return [Finding(level="hint", topic="Fahrplan", text=text)]
    return [Finding(level=each.level, topic="Fahrplan", text=_with_examples(each)) for each in found]


def _with_examples(finding: GateFinding) -> str:
    """Finding, the rule that could mend it, and its examples in lines of their own."""
    rule = f" (Regel: {finding.rule})" if finding.rule else ""
    shown = [*finding.examples, *(["…"] if SHOWN == len(finding.examples) < finding.n else [])]
    return f"{finding.title}: {finding.text}{rule}" + "".join(f"\n    {example}" for example in shown)


def _check_consents(opened: OpenVerbund, today: date) -> list[Finding]:
    """Whether the nightly jobs delete what may not be kept any longer."""
    with opened.connect() as connection:
        count, oldest = actors.find_expired(connection, opened.verbund_id)
    if oldest is None:
        return []
    ended = "1 Einwilligung ist" if count == 1 else f"{count} Einwilligungen sind"
    text = (
        f"{ended} abgelaufen, die älteste am {format_date(oldest)}: „mitten projects retention“ und "
        "„mitten actors retention“ gehören in jede Nacht"
    )
    late = (today - oldest).days > NIGHTS_TO_DELETE
    return [Finding(level="error" if late else "hint", topic="Einwilligungen", text=text)]


def _check_results(opened: OpenVerbund, _today: date) -> list[Finding]:
    with opened.connect() as connection:
        run = get_run_row(connection, opened)
        reach = read.read_reach(connection, run["run_id"])
        verbund = get_verbund_row(connection, opened)
        datasets = read.read_datasets(connection, opened.verbund_id)
    figures = int(limit_value(reach).notna().sum())
    finished = format_date(run["finished_at"])
    text = f"Lauf {run['run_id']} vom {finished}: {format_number(figures)} Werte, "
    text += f"{format_number(len(reach) - figures)} ohne Daten"
    findings = [Finding(level="ok", topic="Ergebnisse", text=text)]
    titles = {VERBUND: "Orte und Grenzen"} | {row["key"]: row["title"] for row in datasets}
    newer = [titles.get(key, GONE) for key in sorted(find_newer(run, verbund, datasets))]
    newer += ["Straßennetz"] if has_other_streets(opened, run["datasets"]) else []
    if newer:
        text = f"neuer als der letzte Lauf: {', '.join(newer)}; bitte „mitten compute“ ausführen"
        findings.append(Finding(level="error", topic="Ergebnisse", text=text))
    return findings
