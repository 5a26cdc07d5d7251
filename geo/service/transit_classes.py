"""Quality class of every Ortsteil, by method and kind of days, and people per class."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.analysis.transit_classes import ZENTRUM
from geo.db import read
from geo.db import transit as stored
from geo.domain import DayType, Model, State, coarsen_people
from geo.norms.gueteklassen import Method
from geo.render.german import format_distance, format_people
from geo.results import OnDemandOffer, StopService, TransitClass, TransitHeadline
from geo.service.on_demand import read_offers, to_timetable_offers
from geo.service.opened import OpenVerbund
from geo.service.transit import (
    NO_CLASS,
    NO_TIMETABLE,
    TransitRun,
    read_transit_run,
    to_clock,
    to_day_type,
    to_iso,
    to_method,
)
from geo.service.transit_places import interval_text

STATE_TITLES = {
    State.BEYOND_LIMIT: NO_CLASS,
    State.NOT_CONNECTED: "keine bediente Haltestelle in der Nähe",
    State.OUTSIDE_DATA_AREA: State.OUTSIDE_DATA_AREA.title,
    State.DATA_MISSING: NO_TIMETABLE,
}
ONLY_STATIONS = "Gezeigt werden nur die Bahnhöfe."
DISTANCE_MODELS = {str(Model.NETWORK): "Fußweg im Straßennetz", str(Model.CROWFLY): Model.CROWFLY.title}


def list_transit_classes(
    opened: OpenVerbund, method: str = "", day_type: str = "school", *, ortsteil: str | None = None
) -> list[TransitClass]:
    """Class of each Ortsteil at its Zentrum, in the order of municipalities and names.

    Raises
    ------
    NotFoundError
        If there is no such method.
    NoDataError
        If nothing has been computed.
    """
    chosen, day = to_method(method), to_day_type(day_type)
    with opened.connect() as connection:
        run = read_transit_run(connection, opened)
        ortsteile = read.read_frame(connection, "ortsteil", opened.verbund_id)
        rows = stored.read_classes(connection, run.run_id, method=chosen.id, ortsteil_id=ortsteil)
        offers = read_offers(connection, opened)
    if ortsteil is not None:
        ortsteile = ortsteile[ortsteile["ortsteil_id"] == ortsteil]
    return to_classes(ortsteile, rows, (chosen, day, run), offers)


def to_classes(
    ortsteile: gpd.GeoDataFrame,
    rows: pd.DataFrame,
    asked: tuple[Method, DayType, TransitRun],
    offers: Mapping[str, list[OnDemandOffer]],
) -> list[TransitClass]:
    """Records of one kind of days; Ortsteile without a row have no timetable behind them."""
    day = asked[1]
    by_day: dict[str, dict[DayType, str]] = {}
    for row in rows[rows["state"] != str(State.DATA_MISSING)].to_dict("records"):
        by_day.setdefault(row["ortsteil_id"], {})[DayType(row["day_type"])] = _text(row["class_letter"]) or ""
    found = {row["ortsteil_id"]: row for row in rows[rows["day_type"] == str(day)].to_dict("records")}
    return [
        _to_class(
            place, found.get(place["ortsteil_id"]), by_day.get(place["ortsteil_id"], {}), asked
        ).model_copy(update={"on_demand": _offers_of(place, found, offers)})
        for place in ortsteile.to_dict("records")
    ]


def _offers_of(
    place: Mapping[Any, Any], rows: Mapping[str, Mapping[Any, Any]], offers: Mapping[str, list[OnDemandOffer]]
) -> list[OnDemandOffer]:
    """What runs when called: lines of the timetable, then what is kept by hand."""
    row = rows.get(place["ortsteil_id"])
    return [
        *to_timetable_offers(list(row["on_demand"]) if row else []),
        *offers.get(place["ortsteil_id"], []),
    ]


def _to_class(
    place: Mapping[Any, Any],
    row: Mapping[Any, Any] | None,
    by_day: dict[DayType, str],
    asked: tuple[Method, DayType, TransitRun],
) -> TransitClass:
    method, day, run = asked
    state = State(row["state"]) if row else State.DATA_MISSING
    letter = _text(row["class_letter"]) if row else None
    title = f"Güteklasse {letter}" if letter else STATE_TITLES[state]
    return TransitClass(
        ortsteil_id=place["ortsteil_id"],
        ortsteil=place["name"],
        ags=place["ags"],
        kommune=place["kommune"],
        method=method.id,
        day_type=day,
        date=to_iso(run.days.get(day)),
        state=state,
        state_title=title,
        class_letter=letter,
        class_with_school=_text(row["class_with_school"]) if row else None,
        text=title,
        best_stop=to_stop_service(row, method) if row else None,
        by_day={each: by_day[each] for each in DayType if each in by_day},
        on_demand=[],
        residents=_whole(place["residents"]),
        residents_scaled=_whole(place["residents_scaled"]),
        residents_estimated=bool(place["residents_estimated"]),
        residents_by_class=sum_by_class([row], method) if row else {},
        residents_basis=row["residents_basis"] if row else "zentrum",
        residents_worse=sum_worse([row]) if row else None,
        model=DISTANCE_MODELS.get(_text(row["model"]) or "", "") if row else "",
        run_id=run.run_id,
    )


def to_stop_service(row: Mapping[Any, Any], method: Method) -> StopService | None:
    """The stop that gives an Ortsteil its class; None where there is none."""
    if _text(row["stop_id"]) is None:
        return None
    titles = {group.key: group.title for group in method.groups}
    vehicles = _text(row["vehicles"]) or ""
    distance_m = _figure(row["distance_m"])
    return StopService(
        stop_id=row["stop_id"],
        name=row["stop_name"],
        distance_m=distance_m,
        distance_text="" if distance_m is None else format_distance(distance_m),
        group=vehicles,
        group_title=titles.get(vehicles, ""),
        category=_text(row["category"]),
        interval_min=_figure(row["interval_min"]),
        interval_text=interval_text(_figure(row["interval_min"])),
        waiting_interval_min=_figure(row["weighted_min"]),
        waiting_interval_text=interval_text(_figure(row["weighted_min"])),
        longest_gap_min=_figure(row["longest_gap_min"]),
        departures=_whole(row["departures"]) or 0,
        first_departure=to_clock(_figure(row["first_s"])),
        last_departure=to_clock(_figure(row["last_s"])),
    )


def sum_by_class(rows: Sequence[Mapping[Any, Any]], method: Method) -> dict[str, int]:
    """People of some Ortsteile by letter in the order of the method, those without a class last.

    Coarse where they are those of cells or addresses: who may change the timetable at will could subtract.
    """
    people = Counter[str]()
    for row in rows:
        people.update(row["residents_by_class"])
    to_whole = _to_whole(rows)
    return {letter: to_whole(people[letter]) for letter in (*method.classes, "") if letter in people}


def sum_worse(rows: Sequence[Mapping[Any, Any]]) -> int | None:
    """People of some Ortsteile whose class is worse than on a school day; None where that is not known."""
    known = [row for row in rows if not pd.isna(row["residents_worse"])]
    return _to_whole(known)(sum(row["residents_worse"] for row in known)) if known else None


def _to_whole(rows: Sequence[Mapping[Any, Any]]) -> Callable[[float], int]:
    return round if all(row["residents_basis"] == ZENTRUM for row in rows) else coarsen_people


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)


def _figure(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else round(float(value), 1)


def _whole(value: Any) -> int | None:
    return None if value is None or pd.isna(value) else round(float(value))


def read_transit_headline(opened: OpenVerbund, method: str = "", day_type: str = "school") -> TransitHeadline:
    """The sentence that comes first: how many Ortsteile have no quality class, how many people live there."""
    chosen, day = to_method(method), to_day_type(day_type)
    with opened.connect() as connection:
        run = read_transit_run(connection, opened)
        ortsteile = read.read_frame(connection, "ortsteil", opened.verbund_id)
        table = stored.read_classes(connection, run.run_id, method=chosen.id)
    rows = to_classes(ortsteile, table, (chosen, day, run), {})
    on = run.days.get(day)
    without = [row for row in rows if row.class_letter is None and row.state is not State.OUTSIDE_DATA_AREA]
    that_day = table[table["day_type"] == str(day)].to_dict("records")
    known = sum_by_class(that_day, chosen)
    return TransitHeadline(
        method=chosen.id,
        day_type=day,
        date=to_iso(on),
        figure=f"{len(without)} von {len(rows)}" if on else NO_TIMETABLE,
        sentence=_headline(chosen, day, rows, without, known) if on else _nothing_known(run, day),
        note=_note(rows, day, sum_worse(that_day)) if on else "" if run.computed else ONLY_STATIONS,
        residents_by_class=known,
        n_total=len(rows),
        n_without=len(without) if on else 0,
        run_id=run.run_id,
    )


def _nothing_known(run: TransitRun, day: DayType) -> str:
    if run.computed:
        return f"Der Fahrplan enthält keinen {day.title}."
    return "Ohne Fahrplan lässt sich nicht sagen, wie gut die Ortsteile mit Bus und Bahn erschlossen sind."


def _headline(
    method: Method,
    day: DayType,
    rows: list[TransitClass],
    without: list[TransitClass],
    people: dict[str, int],
) -> str:
    good = sum(people.get(letter, 0) for letter in method.classes)
    if not without:
        return (
            f"Alle {len(rows)} Ortsteile haben am {day.title} eine Güteklasse; rund um die Zentren wohnen "
            f"{format_people(good)} Menschen in einer Klasse."
        )
    verb = "hat" if len(without) == 1 else "haben"
    sentence = f"{len(without)} von {len(rows)} Ortsteilen {verb} am {day.title} keine Güteklasse"
    if people.get(""):
        sentence += f"; {format_people(people[''])} Menschen wohnen ohne"
    if good:
        sentence += (
            f", {format_people(good)} mit einer Klasse von {method.classes[0]} bis {method.classes[-1]}"
        )
    return sentence + "."


def _note(rows: list[TransitClass], day: DayType, worse: int | None) -> str:
    bases = {row.residents_basis for row in rows}
    notes = []
    if ZENTRUM in bases:
        only = "" if bases == {ZENTRUM} else " (wo kein Raster liegt)"
        notes.append(f"Einwohner am Zentrum ihres Ortsteils gezählt{only}.")
    if day is not DayType.SCHOOL and worse:
        notes.append(f"Eine schlechtere Klasse als am Schultag haben dann {format_people(worse)} Menschen.")
    return " ".join(notes)
