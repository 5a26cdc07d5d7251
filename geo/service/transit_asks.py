"""A change of the timetable as asked, checked and applied: from the words of a request to a changed feed."""

from collections.abc import Sequence
from datetime import date

import geopandas as gpd
import numpy as np
import polars as pl
import shapely

from geo.analysis.transit_scene import TransitScene
from geo.crs import EDGE, STORAGE
from geo.domain import Rank
from geo.errors import InputError, NotFoundError
from geo.network.courses import Course, find_usual_courses
from geo.network.new_stop import add_stop
from geo.network.timetable import Feed, trips_on
from geo.network.timetable_changes import Place, add_departure, add_on_demand, raise_frequency
from geo.results import TransitWhatIfAsk
from geo.service.transit import LineRow, OpenTimetable, to_clock
from geo.units import SECONDS_PER_MINUTE

NEW_STOP = "Neue Haltestelle"


def apply_ask(opened: OpenTimetable, scene: TransitScene, ask: TransitWhatIfAsk, on: date) -> Feed:
    """The changed timetable.

    Raises
    ------
    InputError
        If the change is not complete, the last trip would not be the last, or the line does not run: at all, or on
        that day where it shall get another stop.
    NotFoundError
        If the line or an Ortsteil is unknown.
    """
    feed = opened.feed
    window_s = _to_window(ask)
    if ask.action == "on_demand":
        return _add_on_demand(feed, scene, ask, on, window_s)
    routes = get_line(opened, ask).routes
    if ask.action == "add_stop":
        return add_stop(feed, routes, on, _to_place(ask))
    courses, _ = find_line_courses(opened, ask, on)
    if ask.action == "hourly":
        return raise_frequency(feed, courses, on, window_s, ask.interval_min * int(SECONDS_PER_MINUTE))
    if ask.time is None:
        raise InputError("Für eine spätere letzte Fahrt fehlt die Uhrzeit: bitte time angeben, z. B. 22:30.")
    time_s = to_seconds(ask.time)
    last_s = [int(course.departures_s.max()) for course in courses if len(course.departures_s)]
    if len(last_s) == len(courses) and time_s <= min(last_s):
        raise InputError(
            f"Die letzte Fahrt der Linie beginnt um {to_clock(min(last_s))} Uhr: bitte eine spätere Uhrzeit wählen."
        )
    return add_departure(feed, courses, on, time_s)


def find_line_courses(opened: OpenTimetable, ask: TransitWhatIfAsk, on: date) -> tuple[list[Course], date]:
    """Courses of the line that is changed, and the day that shows them: another reference day where it does not run.

    Raises
    ------
    InputError
        If no line is named, or it runs on no reference day.
    NotFoundError
        If there is no such line.
    """
    days = [day for day in opened.timetable.days.values() if day is not None]
    return find_usual_courses(opened.feed, get_line(opened, ask).routes, on, days)


def get_line(opened: OpenTimetable, ask: TransitWhatIfAsk) -> LineRow:
    """The line that is changed.

    Raises
    ------
    InputError
        If none is named.
    NotFoundError
        If there is none of this key.
    """
    if not ask.line:
        raise InputError("Es fehlt die Linie: bitte line angeben, eine Kennung aus /api/pt/lines.")
    if ask.line not in opened.lines:
        raise NotFoundError(f"Die Linie „{ask.line}“ gibt es im Fahrplan nicht: bitte die Kennung prüfen.")
    return opened.lines[ask.line]


def to_seconds(clock: str) -> int:
    """Seconds of a time like "22:30"."""
    hours, _, minutes = clock.partition(":")
    return (int(hours) * 60 + int(minutes)) * int(SECONDS_PER_MINUTE)


def _to_window(ask: TransitWhatIfAsk) -> tuple[int, int]:
    begin, end = to_seconds(ask.begin), to_seconds(ask.end)
    if end <= begin:
        raise InputError(
            f"Das Zeitfenster {ask.begin} bis {ask.end} endet vor seinem Beginn: bitte tauschen."
        )
    return begin, end


def _to_place(ask: TransitWhatIfAsk) -> Place:
    if ask.lon is None or ask.lat is None:
        raise InputError("Für eine neue Haltestelle fehlt der Ort: bitte lon und lat in Grad angeben.")
    point = gpd.GeoSeries(gpd.points_from_xy([ask.lon], [ask.lat]), crs=EDGE).to_crs(STORAGE).iloc[0]
    return Place(ask.name.strip() or NEW_STOP, point.x, point.y)


def _add_on_demand(
    feed: Feed, scene: TransitScene, ask: TransitWhatIfAsk, on: date, window_s: tuple[int, int]
) -> Feed:
    """One area per municipality, each with the stop that is nearest to its centre."""
    if not ask.ortsteile:
        raise InputError("Für einen Bedarfsverkehr fehlen die Ortsteile: bitte ortsteile angeben.")
    known = scene.zentren.set_index("zentrum_id")
    unknown = [ortsteil for ortsteil in ask.ortsteile if ortsteil not in known.index]
    if unknown:
        raise NotFoundError(
            f"Den Ortsteil „{unknown[0]}“ gibt es im Verbund nicht: bitte die Kennung prüfen."
        )
    interval_s = ask.interval_min * int(SECONDS_PER_MINUTE)
    for origins, destinations in scene.trips:
        wanted = [key for key in dict.fromkeys(ask.ortsteile) if key in origins.ids]
        centre = next(d for d in destinations if d.key == Rank.GRUNDZENTRUM)
        if not wanted:
            continue
        if not len(centre.xy):
            raise InputError(
                f"Für die Kommune von „{known.loc[wanted[0], 'name']}“ ist kein Zentrum bekannt, zu dem gefahren wird."
            )
        places = [
            Place(known.loc[key, "name"], known.loc[key].geom.x, known.loc[key].geom.y) for key in wanted
        ]
        hub = find_hub(feed, on, centre.xy[0])
        feed = add_on_demand(feed, on, places, hub, window_s=window_s, interval_s=interval_s)
    return feed


def find_hub(feed: Feed, on: date, xy: Sequence[float]) -> int:
    """The stop served on a day that lies nearest to a place.

    Raises
    ------
    InputError
        If nothing runs on that day.
    """
    running = pl.Series("trip", trips_on(feed, on), dtype=pl.Int32)
    served = feed.stop_times.filter(pl.col("trip").is_in(running.implode()))["stop"].unique().sort()
    if served.is_empty():
        raise InputError(f"Am {on:%d.%m.%Y} fährt nichts: bitte einen anderen Tag wählen.")
    stops = feed.stops.select("x", "y").to_numpy()[served.to_numpy()]
    apart_m = shapely.distance(shapely.points(stops), shapely.Point(xy))
    return int(served[int(np.argmin(apart_m))])
