"""What if the timetable were another: new classes, new travel times, people gained."""

from datetime import date
from typing import Any

import pandas as pd

from geo.analysis.departures import departure_table
from geo.analysis.stop_groups import describe_groups
from geo.analysis.transit_change import Side, compare_sides, is_better
from geo.analysis.transit_scene import Timetable, TransitScene, compute_classes, compute_times, open_worlds
from geo.db import transit as stored
from geo.domain import DayType
from geo.network.door_to_door import DoorToDoor
from geo.network.timetable import Feed, trips_on
from geo.network.timetable_changes import find_added, measure_vehicle_km, read_change_settings
from geo.norms.gueteklassen import Method
from geo.render.german import format_minutes, format_number, format_people
from geo.results import TransitWhatIf, TransitWhatIfAsk, TransitWhatIfRow
from geo.service.opened import OpenVerbund
from geo.service.transit import (
    OpenTimetable,
    TransitRun,
    get_timetable,
    to_clock,
    to_method,
)
from geo.service.transit_asks import apply_ask, find_line_courses, get_line
from geo.service.transit_classes import sum_by_class
from geo.service.transit_opened import get_computed_run, get_scene, get_world
from geo.service.transit_times import target_title
from geo.units import SECONDS_PER_MINUTE

NO_CONNECTION = "keine Verbindung in der Hälfte der Minuten"


def answer_transit_whatif(opened: OpenVerbund, ask: TransitWhatIfAsk) -> TransitWhatIf:
    """Ortsteile that gain or lose by a change of the timetable.

    Raises
    ------
    NoDataError
        If no timetable has been loaded and computed, or it has no such day.
    InputError
        If the change is not complete or changes nothing (`geo.service.transit_asks.apply_ask`).
    NotFoundError
        If the line, an Ortsteil or the method is unknown.
    """
    method = to_method(ask.method)
    timetable = get_timetable(opened)
    run = get_computed_run(opened)
    world = get_world(opened, run, ask.day_type)
    on = world.transit.day.date
    with opened.connect() as connection:
        classes = stored.read_classes(connection, run.run_id, method=method.id)
        times = stored.read_times(connection, run.run_id, day_type=str(ask.day_type))
    scene = get_scene(opened)
    feed = apply_ask(timetable, scene, ask, on)
    before_classes = classes[classes["day_type"] == str(ask.day_type)].set_index("ortsteil_id")
    after_classes, after_times = _compute(scene, (timetable, world), feed, (ask.day_type, method))
    changes = compare_sides(Side(_letters(before_classes), times), Side(_letters(after_classes), after_times))
    return _answer(ask, (scene, timetable, feed), changes, (before_classes, after_classes), (run, on, method))


def _compute(
    scene: TransitScene,
    before: tuple[OpenTimetable, DoorToDoor],
    feed: Feed,
    asked: tuple[DayType, Method],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Classes (by Ortsteil) and travel times of the changed timetable."""
    (timetable, world), (day, method) = before, asked
    on, same_stops = world.transit.day.date, feed.stops.equals(timetable.feed.stops)
    groups = timetable.timetable.groups if same_stops else describe_groups(feed.stops)
    changed = Timetable(feed, groups, {day: on}, {day: departure_table(feed, groups, on)})
    classes = compute_classes(scene, changed, [method]).set_index("ortsteil_id")
    # Services on demand do not count, but for those that were added: that is what is asked.
    keep = ~feed.trips["on_demand"].to_numpy()
    keep[timetable.feed.trips.height :] = True
    footpaths = world.transit.footpaths if same_stops else None
    worlds = open_worlds(scene, changed, keep=keep, footpaths=footpaths)
    return classes, compute_times(scene, worlds, on_streets=False)


def _letters(classes: pd.DataFrame) -> pd.Series:
    return classes["class_letter"].astype(object).where(classes["class_letter"].notna(), None)


def _answer(
    ask: TransitWhatIfAsk,
    world: tuple[TransitScene, OpenTimetable, Feed],
    changes: pd.DataFrame,
    classes: tuple[pd.DataFrame, pd.DataFrame],
    about: tuple[TransitRun, date, Method],
) -> TransitWhatIf:
    (scene, timetable, feed), (run, on, method) = world, about
    places = scene.zentren.set_index("zentrum_id")
    rows = [
        _to_row(row, places) for row in changes.astype(object).where(changes.notna(), None).to_dict("records")
    ]
    rows.sort(key=lambda row: (-(row.residents or 0), row.ortsteil))
    before_km, after_km = (measure_vehicle_km(each, trips_on(each, on)) for each in (timetable.feed, feed))
    better = [row for row in rows if is_better(method, row.class_before, row.class_after)]
    flags = changes[["norm_gained", "return_gained", "return_later"]].itertuples(index=False)
    gained = dict(zip(changes["zentrum_id"], flags, strict=True))
    known = any(row.residents is not None for row in rows) or not rows
    counts = {
        "residents_concerned": _people(rows),
        "residents_class_better": _people(better),
        "residents_norm_met": _people([row for row in rows if gained[row.ortsteil_id][0]]),
        "residents_return_gained": _people([row for row in rows if gained[row.ortsteil_id][1]]),
        "residents_return_later": _people([row for row in rows if gained[row.ortsteil_id][2]]),
    }
    return TransitWhatIf(
        ask=ask,
        sentence=_sentence(ask, timetable, rows, counts),
        note=_note(ask, timetable, on),
        date=on.isoformat(),
        trips_added=len(find_added(timetable.feed, feed, on)),
        vehicle_km_added=round(after_km - before_km, 1),
        rows=rows,
        residents_by_class_before=sum_by_class(classes[0].to_dict("records"), method),
        residents_by_class_after=sum_by_class(classes[1].to_dict("records"), method),
        run_id=run.run_id,
        residents_concerned=counts["residents_concerned"] if known else None,
        residents_class_better=counts["residents_class_better"] if known else None,
        residents_norm_met=counts["residents_norm_met"] if known else None,
        residents_return_gained=counts["residents_return_gained"] if known else None,
        residents_return_later=counts["residents_return_later"] if known else None,
    )


def _to_row(row: dict[Any, Any], places: pd.DataFrame) -> TransitWhatIfRow:
    place = places.loc[row["zentrum_id"]]
    residents = place["residents_scaled"]
    target = row["target"] or ""
    return TransitWhatIfRow(
        ortsteil_id=row["zentrum_id"],
        ortsteil=place["name"],
        kommune=place["kommune"],
        class_before=row["class_before"],
        class_after=row["class_after"],
        target=target,
        target_title=target_title(target) if target else "",
        target_name=row["target_name"] or "",
        before_text=_time_text(row["before_s"], target),
        after_text=_time_text(row["after_s"], target),
        minutes_gained=None if row["minutes_gained"] is None else round(row["minutes_gained"], 1),
        norm_met_before=row["norm_before"],
        norm_met_after=row["norm_after"],
        return_before=to_clock(row["return_before_s"]) or None,
        return_after=to_clock(row["return_after_s"]) or None,
        residents=None if pd.isna(residents) else int(residents),
    )


def _time_text(seconds: float | None, target: str) -> str:
    if not target:
        return ""
    return NO_CONNECTION if seconds is None else format_minutes(seconds)


def _people(rows: list[TransitWhatIfRow]) -> int:
    return sum(row.residents or 0 for row in rows)


def _sentence(
    ask: TransitWhatIfAsk, timetable: OpenTimetable, rows: list[TransitWhatIfRow], counts: dict[str, int]
) -> str:
    what = _describe(ask, timetable)
    if not rows:
        return f"{what}: Für kein Zentrum ändert sich etwas."
    places = "einen Ortsteil" if len(rows) == 1 else f"{len(rows)} Ortsteile"
    sentence = f"{what}: Für {places} ändert sich Güteklasse, Weg oder Rückweg"
    if counts["residents_concerned"]:
        sentence += f", {format_people(counts['residents_concerned'])} Menschen wohnen dort"
    parts = [
        f"{words} {format_people(counts[name])}"
        for name, words in (
            ("residents_class_better", "eine bessere Güteklasse haben"),
            ("residents_norm_met", "eine Norm neu eingehalten ist für"),
            ("residents_return_gained", "am selben Tag zurück kommen neu"),
            ("residents_return_later", "später nach Hause können"),
        )
        if counts[name]
    ]
    return "; ".join([sentence, *parts]) + "."


def _describe(ask: TransitWhatIfAsk, timetable: OpenTimetable) -> str:
    if ask.action == "on_demand":
        n = len(set(ask.ortsteile))
        return f"Bedarfsverkehr alle {ask.interval_min} min in {'einem Ortsteil' if n == 1 else f'{n} Ortsteilen'}"
    name = get_line(timetable, ask).name
    if ask.action == "hourly":
        often = "stündlich" if ask.interval_min == SECONDS_PER_MINUTE else f"alle {ask.interval_min} min"
        return f"Linie {name} {often} von {ask.begin} bis {ask.end} Uhr"
    if ask.action == "add_stop":
        return f"Linie {name} mit einer Haltestelle mehr"
    return f"Linie {name} mit einer letzten Fahrt um {ask.time} Uhr"


def _note(ask: TransitWhatIfAsk, timetable: OpenTimetable, on: date) -> str:
    settings = read_change_settings()
    notes = {
        "hourly": "Neue Fahrten folgen dem üblichen Weg der Linie; sie kommen dazu, wo bis "
        f"{format_number(settings.same_trip_min)} min davor und danach nichts fährt.",
        "last_trip": "Die neue Fahrt folgt dem üblichen Weg der Linie, in beiden Richtungen.",
        "add_stop": f"Der Halt kostet {settings.stop_s} s und den Umweg mit "
        f"{format_number(settings.detour_kmh)} km/h; Anschlüsse danach sind später.",
        "on_demand": f"Gerechnet mit {format_number(settings.on_demand_kmh)} km/h auf der Luftlinie × "
        f"{format_number(settings.road_factor, 1)}; auf die Güteklasse wirkt Bedarfsverkehr nie.",
    }
    said = notes[ask.action]
    if ask.action not in ("hourly", "last_trip"):
        return said
    _, shown = find_line_courses(timetable, ask, on)
    if shown == on:
        return said
    kind = next(day.title for day, day_on in timetable.timetable.days.items() if day_on == shown)
    return f"{said} An diesem Tag fährt die Linie bisher nicht: Weg und Fahrzeiten sind die vom {kind}."
