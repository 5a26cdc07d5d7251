"""``mitten pt whatif``: what another timetable would change."""

from typing import Annotated, Any

import typer
from pydantic import ValidationError

from geo import service
from geo.cli.answers import print_json, print_line, print_table
from geo.cli.data import VerbundOption
from geo.cli.database import JsonOption
from geo.cli.results import open_verbund
from geo.domain import DayType
from geo.errors import InputError
from geo.render.german import format_date, format_people
from geo.results import TransitWhatIf, TransitWhatIfAsk

NO_CLASS = "–"


def whatif(
    action: Annotated[
        str,
        typer.Argument(
            help="hourly (Takt), add_stop (Haltestelle), on_demand (Bedarfsverkehr) oder last_trip (letzte Fahrt)."
        ),
    ],
    *,
    line: Annotated[str | None, typer.Option("--line", help="Kennung der Linie (mitten pt lines).")] = None,
    interval: Annotated[int, typer.Option("--interval", help="Takt in Minuten.")] = 60,
    window: Annotated[str, typer.Option("--window", help="Von wann bis wann.")] = "06:00-20:00",
    time: Annotated[
        str | None, typer.Option("--time", help="Uhrzeit der letzten Fahrt, z. B. 22:30.")
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", help="Ort der neuen Haltestelle: Länge,Breite in Grad.")
    ] = None,
    ortsteil: Annotated[
        list[str] | None, typer.Option("--ortsteil", help="Ortsteil eines Bedarfsverkehrs; mehrfach möglich.")
    ] = None,
    day: Annotated[
        str, typer.Option("--day", help="Art von Tagen: school, holidays, saturday oder sunday.")
    ] = DayType.SCHOOL,
    method: Annotated[str, typer.Option("--method", help="Methode der Güteklassen, z. B. oerok-2017.")] = "",
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Was sich ändert, wenn der Fahrplan ein anderer wäre: Güteklassen, Reisezeiten, Menschen."""
    begin, _, end = window.partition("-")
    ask = _to_ask(
        action=action, line=line, interval_min=interval, begin=begin, end=end, time=time,
        ortsteile=ortsteil or [], day_type=day, method=method, **_to_place(at),
    )  # fmt: skip
    found = service.answer_transit_whatif(open_verbund(verbund), ask)
    if as_json:
        print_json(found)
    else:
        _print(found)


def _to_place(at: str | None) -> dict[str, float]:
    if at is None:
        return {}
    try:
        lon, lat = (float(part) for part in at.split(","))
    except ValueError as error:
        raise InputError(
            f"Der Ort „{at}“ braucht zwei Zahlen: Länge,Breite in Grad, z. B. 7.77,51.53."
        ) from error
    return {"lon": lon, "lat": lat}


def _to_ask(**values: Any) -> TransitWhatIfAsk:
    try:
        return TransitWhatIfAsk.model_validate(values)
    except ValidationError as error:
        wrong = ", ".join(str(part["loc"][0]) for part in error.errors())
        raise InputError(
            f"Die Frage ist so nicht zu beantworten, bitte prüfen: {wrong} (mitten pt whatif --help)."
        ) from error


def _print(found: TransitWhatIf) -> None:
    print_line(found.sentence)
    print_table(
        ("Ortsteil", "Kommune", "Klasse", "Ziel", "vorher", "nachher", "Einwohner"),
        [
            (
                row.ortsteil,
                row.kommune,
                f"{row.class_before or NO_CLASS} → {row.class_after or NO_CLASS}",
                f"{row.target_title} {row.target_name}".strip(),
                row.before_text,
                row.after_text,
                "unbekannt" if row.residents is None else format_people(row.residents),
            )
            for row in found.rows
        ],
    )
    print_line(f"Stichtag {format_date(found.date)} ({found.ask.day_type.title}). {found.note}")
