"""``mitten pt …``: what a run says of bus and rail: timetable, stops, classes, travel times, mobility gaps."""

import json
from collections.abc import Sequence
from typing import Annotated

import typer

from geo import service
from geo.cli.data import VerbundOption
from geo.cli.database import JsonOption, open_started
from geo.domain import DayType
from geo.progress import console
from geo.results import Record
from geo.service.geojson import to_feature_collection
from geo.settings import Settings

DayOption = Annotated[
    str, typer.Option("--day", help="Art von Tagen: school, holidays, saturday oder sunday.")
]
MethodOption = Annotated[str, typer.Option("--method", help="Methode der Güteklassen, z. B. oerok-2017.")]
ZentrumOption = Annotated[str | None, typer.Option("--zentrum", help="Kennung eines Zentrums.")]
TargetOption = Annotated[
    str | None,
    typer.Option("--target", help="grundzentrum, mittelzentrum, oberzentrum oder eine Einrichtungsart."),
]


def register(app: typer.Typer) -> None:
    """Add the commands to ``mitten pt``."""
    app.command("timetable")(timetable)
    app.command("stops")(stops)
    app.command("classes")(classes)
    app.command("times")(times)
    app.command("gaps")(gaps)


def _opened(verbund: str | None) -> service.OpenVerbund:
    settings = Settings()
    return service.to_opened(open_started(settings), settings, verbund)


def _print_records(records: Sequence[Record]) -> None:
    print(json.dumps([record.model_dump(mode="json") for record in records], ensure_ascii=False))


def _tell(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def timetable(verbund: VerbundOption = None, as_json: JsonOption = False) -> None:
    """Fahrplan: Gültigkeit, Stichtage, Prüfung, Lizenz."""
    info = service.read_timetable(_opened(verbund))
    if as_json:
        print(info.model_dump_json())
        return
    _tell(info.sentence)
    if info.note:
        _tell(info.note)
    for day in info.reference_days:
        _tell(f"{day.title}: {day.reason}")
    for finding in info.findings:
        _tell(f"{finding.title}: {finding.text}")


def stops(
    method: MethodOption = "",
    day: DayOption = DayType.SCHOOL,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Haltestellen mit Kategorie und Takt; --json gibt GeoJSON."""
    found = service.read_stops(_opened(verbund), method, day)
    if as_json:
        print(json.dumps(to_feature_collection(found, "stop_id"), ensure_ascii=False))
        return
    for row in found.to_dict("records"):
        often = f", {row['interval_text']}" if row["interval_text"] else ""
        _tell(f"{row['name']}: {row['state_title']}{often}")


def classes(
    method: MethodOption = "",
    day: DayOption = DayType.SCHOOL,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Güteklasse je Ortsteil mit bester Haltestelle."""
    opened = _opened(verbund)
    rows = service.list_transit_classes(opened, method, day)
    if as_json:
        _print_records(rows)
        return
    headline = service.read_transit_headline(opened, method, day)
    _tell(headline.sentence)
    if headline.note:
        _tell(headline.note)
    for row in rows:
        stop = row.best_stop
        where = f" · {stop.name}, {stop.distance_text}, {stop.interval_text}" if stop else ""
        _tell(f"{row.ortsteil} ({row.kommune}): {row.text}{where}")


def times(
    *,
    zentrum: ZentrumOption = None,
    target: TargetOption = None,
    day: DayOption = DayType.SCHOOL,
    window: Annotated[str | None, typer.Option("--window", help="morning, noon oder afternoon.")] = None,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Reisezeiten von Tür zu Tür mit Bus und Bahn, mit letzter Heimfahrt."""
    opened = _opened(verbund)
    rows = service.list_transit_times(opened, zentrum=zentrum, target=target, day_type=day, window=window)
    if as_json:
        _print_records(rows)
        return
    if not rows:
        _tell(service.read_timetable(opened).sentence)
    for row in rows:
        to = f"{row.target_title} {row.target_name}".strip()
        home = f"; {row.return_text}" if row.return_text else ""
        _tell(f"{row.zentrum}, {row.window_title}: {to}: {row.text}{home}")


def gaps(
    zentrum: ZentrumOption = None,
    target: TargetOption = None,
    day: DayOption = DayType.SCHOOL,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Mobilitätslücken mit dem Vergleich der Abhilfen."""
    found = service.read_mobility_gaps(_opened(verbund), zentrum=zentrum, service=target, day_type=day)
    if as_json:
        print(found.model_dump_json())
        return
    _tell(found.sentence)
    for gap in found.gaps:
        _tell(f"{gap.ortsteil} ({gap.kommune}), {gap.text}. {gap.comparison}")
