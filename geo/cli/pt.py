"""``mitten pt``: intervals and quality classes of bus and rail, worked out from what is typed in."""

import json
import re
from math import isfinite
from typing import Annotated

import numpy as np
import typer

from geo.analysis.gueteklasse import rate
from geo.analysis.intervals import measure_intervals
from geo.cli.database import JsonOption
from geo.errors import InputError
from geo.norms.gueteklassen import default_method, get_method
from geo.render.german import format_number
from geo.units import SECONDS_PER_MINUTE

app = typer.Typer(
    help="Bus und Bahn: Fahrplan, Takt, Güteklassen, Reisezeiten, Lücken.", no_args_is_help=True
)

DEFAULT_WINDOW = "06:00-20:00"
LATEST_HOUR = 48  # hours of a service day run on after midnight
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")


@app.command("interval")
def interval(
    times: Annotated[
        list[str] | None,
        typer.Argument(metavar="ZEIT...", help="Abfahrten in einer Richtung, z. B. 06:50 07:10 25:10."),
    ] = None,
    window: Annotated[
        str, typer.Option("--window", help="Zeitfenster; sein Ende gehört nicht dazu.")
    ] = DEFAULT_WINDOW,
    as_json: JsonOption = False,
) -> None:
    """Takt von Abfahrten: im Mittel, und nach Wartezeit gewichtet.

    Mit --json: window, departures (Abfahrten im Fenster), plain_interval_min (Länge des Fensters geteilt durch die
    Abfahrten), waiting_weighted_interval_min (doppelte mittlere Wartezeit), longest_gap_min, first_departure,
    last_departure. Minuten auf eine Stelle gerundet; ohne Abfahrt im Fenster null.
    """
    if not times:
        raise InputError("Es fehlen die Abfahrten: bitte Uhrzeiten angeben, z. B. 06:50 07:10 12:30.")
    begin, end = _to_window(window)
    minutes = np.unique([_to_minutes(text) for text in times])
    found = measure_intervals(
        (minutes * SECONDS_PER_MINUTE).astype(np.int64),
        np.zeros(len(minutes), dtype=np.int64),
        1,
        (int(begin * SECONDS_PER_MINUTE), int(end * SECONDS_PER_MINUTE)),
    )
    within = minutes[(minutes >= begin) & (minutes < end)]
    answer = {
        "window": f"{_to_clock(begin)}-{_to_clock(end)}",
        "departures": int(found.departures[0]),
        "plain_interval_min": _rounded(found.plain_min[0]),
        "waiting_weighted_interval_min": _rounded(found.weighted_min[0]),
        "longest_gap_min": _rounded(found.longest_gap_min[0]),
        "first_departure": _to_clock(within[0]) if len(within) else None,
        "last_departure": _to_clock(within[-1]) if len(within) else None,
    }
    if as_json:
        print(json.dumps(answer))
    elif not len(within):
        print(f"Keine Abfahrt von {_to_clock(begin)} bis vor {_to_clock(end)} Uhr: kein Takt.")
    else:
        for line in _interval_lines(answer):
            print(line)


@app.command("class")
def gueteklasse(
    method: Annotated[
        str, typer.Option("--method", help="Methode, z. B. oerok-2017, are-2011, goat-standard-120.")
    ] = "",
    group: Annotated[str, typer.Option("--group", help="Verkehrsmittel, z. B. bus, tram, rail.")] = "",
    interval: Annotated[
        str, typer.Option("--interval", metavar="MINUTEN", help="Takt in einer Richtung.")
    ] = "",
    distance: Annotated[
        str, typer.Option("--distance", metavar="METER", help="Entfernung zur Haltestelle.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Kategorie einer Haltestelle und Güteklasse eines Ortes in ihrer Nähe.

    Mit --json: method, group, interval_min, distance_m, category, class; category und class sind null, wo die Methode
    keine vergibt. Methoden und Verkehrsmittel stehen in docs/reference/gueteklassen.md.
    """
    chosen = get_method(method) if method else default_method()
    if not group:
        known = ", ".join(part.key for part in chosen.groups)
        raise InputError(f"Es fehlt das Verkehrsmittel: bitte --group angeben, möglich sind: {known}.")
    part = chosen.find_group(group)
    interval_min = _to_number("--interval", interval, "60")
    distance_m = _to_number("--distance", distance, "250")
    rating = rate(chosen, part.key, interval_min, distance_m)
    if as_json:
        answer = {
            "method": chosen.id,
            "group": part.key,
            "interval_min": interval_min,
            "distance_m": distance_m,
            "category": rating.category,
            "class": rating.gueteklasse,
        }
        print(json.dumps(answer))
        return
    head = f"{part.title}, alle {_short(interval_min)} min, {_short(distance_m)} m ({chosen.title})"
    if rating.category is None:
        words = "keine Kategorie, keine Güteklasse: so selten wertet die Methode nicht."
    elif rating.gueteklasse is None:
        words = f"Kategorie {rating.category}, keine Güteklasse: so weit weg wertet die Methode nicht."
    else:
        words = f"Kategorie {rating.category}, Güteklasse {rating.gueteklasse}."
    print(f"{head}: {words}")


def _interval_lines(answer: dict[str, object]) -> list[str]:
    words = {
        "plain_interval_min": "Takt im Mittel",
        "waiting_weighted_interval_min": "Takt nach Wartezeit",
        "longest_gap_min": "Längste Lücke",
    }
    figures = [f"{title}: {_short(float(str(answer[key])))} min" for key, title in words.items()]
    count = int(str(answer["departures"]))
    noun = "Abfahrt" if count == 1 else "Abfahrten"
    return [
        f"{count} {noun}, Fenster {answer['window']} Uhr",
        *figures,
        f"Erste {answer['first_departure']} Uhr, letzte {answer['last_departure']} Uhr",
    ]


def _to_minutes(text: str) -> int:
    match = _CLOCK.fullmatch(text.strip())
    if match is None or int(match[1]) >= LATEST_HOUR:
        raise InputError(
            f"„{text}“ ist keine Uhrzeit: bitte Stunde und Minute mit Doppelpunkt schreiben, z. B. 06:50 "
            "(nach Mitternacht weiterzählen: 25:10)."
        )
    return 60 * int(match[1]) + int(match[2])


def _to_window(text: str) -> tuple[int, int]:
    begin, separator, end = text.replace("–", "-").partition("-")
    if not separator:
        raise InputError(f"Das Zeitfenster „{text}“ braucht Beginn und Ende, z. B. {DEFAULT_WINDOW}.")
    bounds = _to_minutes(begin), _to_minutes(end)
    if bounds[1] <= bounds[0]:
        raise InputError(
            f"Das Zeitfenster „{text}“ endet vor seinem Beginn: bitte das spätere Ende angeben "
            "(nach Mitternacht weiterzählen: 20:00-25:00)."
        )
    return bounds


def _to_number(option: str, text: str, example: str) -> float:
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        what = f"„{text}“ ist keine Zahl" if text.strip() else "die Zahl fehlt"
        raise InputError(f"{option}: {what}, bitte z. B. {option} {example} angeben.")
    return number


def _to_clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _rounded(minutes: float) -> float | None:
    return round(float(minutes), 1) if isfinite(minutes) else None


def _short(value: float) -> str:
    return format_number(value, 0 if value == int(value) else 1)
