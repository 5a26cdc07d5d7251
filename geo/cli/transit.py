"""``mitten pt …``: what a run says of bus and rail: timetable, stops, classes, travel times, mobility gaps."""

import json
from collections.abc import Sequence
from typing import Annotated

import typer

from geo import service
from geo.cli.answers import print_line
from geo.cli.data import VerbundOption
from geo.cli.database import JsonOption
from geo.cli.pt_whatif import whatif
from geo.cli.results import open_verbund
from geo.domain import DayType
from geo.render.german import format_date
from geo.results import Record
from geo.service.geojson import to_feature_collection

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
    app.command("cell-times")(cell_times)
    app.command("lines")(lines)
    app.command("departures")(departures)
    app.command("gaps")(gaps)
    app.command("whatif")(whatif)


def _print_records(records: Sequence[Record]) -> None:
    print(json.dumps([record.model_dump(mode="json") for record in records], ensure_ascii=False))


def timetable(verbund: VerbundOption = None, as_json: JsonOption = False) -> None:
    """Fahrplan: Gültigkeit, Stichtage, Prüfung, Lizenz."""
    info = service.read_timetable(open_verbund(verbund))
    if as_json:
        print(info.model_dump_json())
        return
    print_line(info.sentence)
    print_line(info.note)
    for day in info.reference_days:
        print_line(f"{day.title}: {day.reason}")
    for finding in info.findings:
        print_line(f"{finding.title}: {finding.text}")


def stops(
    method: MethodOption = "",
    day: DayOption = DayType.SCHOOL,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Haltestellen mit Kategorie und Takt; --json gibt GeoJSON."""
    found = service.read_stops(open_verbund(verbund), method, day)
    if as_json:
        print(json.dumps(to_feature_collection(found, "stop_id"), ensure_ascii=False))
        return
    for row in found.to_dict("records"):
        often = f", {row['interval_text']}" if row["interval_text"] else ""
        print_line(f"{row['name']}: {row['state_title']}{often}")


def classes(
    method: MethodOption = "",
    day: DayOption = DayType.SCHOOL,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Güteklasse je Ortsteil mit bester Haltestelle."""
    opened = open_verbund(verbund)
    rows = service.list_transit_classes(opened, method, day)
    if as_json:
        _print_records(rows)
        return
    headline = service.read_transit_headline(opened, method, day)
    print_line(headline.sentence)
    print_line(headline.note)
    if headline.date:
        print_line(f"Stichtag {format_date(headline.date)}.")
    for row in rows:
        stop = row.best_stop
        where = f" · {stop.name}, {stop.distance_text}, {stop.interval_text}" if stop else ""
        print_line(f"{row.ortsteil} ({row.kommune}): {row.text}{where}")


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
    opened = open_verbund(verbund)
    rows = service.list_transit_times(opened, zentrum=zentrum, target=target, day_type=day, window=window)
    if as_json:
        _print_records(rows)
        return
    if not rows:
        print_line(service.read_timetable(opened).sentence)
    for row in rows:
        to = f"{row.target_title} {row.target_name}".strip()
        home = f"; {row.return_text}" if row.return_text else ""
        print_line(f"{row.zentrum}, {row.window_title}: {to}: {row.text}{home}")


def cell_times(
    area: Annotated[str, typer.Argument(help="Kennung eines Ortsteils, oder Gemeindeschlüssel (AGS).")],
    target: Annotated[
        str,
        typer.Option("--target", help="grundzentrum, mittelzentrum, oberzentrum oder eine Einrichtungsart."),
    ] = "mittelzentrum",
    *,
    day: DayOption = DayType.SCHOOL,
    window: Annotated[str, typer.Option("--window", help="morning, noon oder afternoon.")] = "morning",
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Reisezeiten von jeder bewohnten 100-m-Zelle eines Ortsteils oder einer Kommune zu einem Ziel."""
    found = service.list_cell_times(open_verbund(verbund), area, target, day_type=day, window=window)
    if as_json:
        print(found.model_dump_json())
        return
    print_line(found.sentence)
    for cell in found.cells:
        print_line(f"{cell.cell_id}: {cell.text}" + (f" ({cell.target_name})" if cell.target_name else ""))


def lines(verbund: VerbundOption = None, as_json: JsonOption = False) -> None:
    """Linien des Fahrplans mit Kennung und Fahrten je Art von Tagen."""
    found = service.list_lines(open_verbund(verbund))
    if as_json:
        _print_records(found)
        return
    for line in found:
        trips = ", ".join(f"{day.title} {line.n_trips[day]}" for day in DayType if day in line.n_trips)
        print_line(f"{line.means} {line.name} ({line.agency}), Kennung {line.line}: {trips}")


def departures(
    stop_id: Annotated[str, typer.Argument(help="Kennung der Haltestelle (siehe mitten pt stops --json).")],
    day: DayOption = DayType.SCHOOL,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Abfahrten einer Haltestelle am Stichtag, je Linie und Richtung."""
    found = service.read_departures(open_verbund(verbund), stop_id, day)
    if as_json:
        print(found.model_dump_json())
        return
    print_line(found.sentence)
    for line in found.lines:
        times = " ".join(entry.text for entry in line.departures)
        print_line(f"{line.means} {line.name} nach {line.headsign}: {times}")


def gaps(
    zentrum: ZentrumOption = None,
    target: TargetOption = None,
    day: DayOption = DayType.SCHOOL,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Mobilitätslücken mit dem Vergleich der Abhilfen."""
    found = service.read_mobility_gaps(open_verbund(verbund), zentrum=zentrum, service=target, day_type=day)
    if as_json:
        print(found.model_dump_json())
        return
    print_line(found.sentence)
    for gap in found.gaps:
        print_line(f"{gap.ortsteil} ({gap.kommune}), {gap.text}. {gap.comparison}")
