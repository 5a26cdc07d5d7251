"""Remedies of mobility gaps, tried: the changed timetable is searched, the missing piece of path is looked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from geo.analysis.destinations import Destination, Origins, read_mobility_settings
from geo.analysis.mobility_gaps import transit_ways
from geo.analysis.mobility_ways import limits_of
from geo.analysis.remedies import Effort, Kind, Option, find_missing_link
from geo.analysis.stop_pairs import StopPairs
from geo.analysis.transit_scene import Timetable, TransitScene
from geo.analysis.transit_times import time_table
from geo.domain import DayType, Mode
from geo.errors import InputError
from geo.network.courses import Course, find_usual_courses
from geo.network.door_to_door import DoorToDoor, open_day
from geo.network.engine import reachable
from geo.network.router import Router
from geo.network.timetable import Feed
from geo.network.timetable_changes import add_departure, find_added, measure_vehicle_km, raise_frequency
from geo.units import DS_PER_SECOND, METRES_PER_KM, SECONDS_PER_HOUR

FloatArray = npt.NDArray[np.float64]
NEAREST_FACILITIES = 3  # own setting: so many of a layer, as the crow flies, are looked at for a missing path


@dataclass(frozen=True, slots=True)
class Trial:
    """A remedy that was tried for one service, and what it was tried with.

    Attributes
    ----------
    option
        Kind, effort, whether it mends.
    stop, line
        Names of the nearest stop and of its line; empty for a path.
    facility
        Where the missing path leads to; empty else.
    trips_added
        A day.
    why_not
        Key of the reason where it could not be tried: ``no_stop``, ``no_line``, ``no_streets``, ``not_on_foot``,
        ``too_far``, ``nothing_added``.
    """

    option: Option
    stop: str = ""
    line: str = ""
    facility: str = ""
    trips_added: int = 0
    why_not: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """What trials of one kind of days share.

    Attributes
    ----------
    scene, timetable
        Places and streets; the timetable as it is.
    day
        Kind of days.
    world
        That day as it is.
    pairs
        Stops near the Zentren, in the order of ``scene.zentren``.
    """

    scene: TransitScene
    timetable: Timetable
    day: DayType
    world: DoorToDoor
    pairs: StopPairs

    @property
    def on(self) -> date:
        """The date."""
        return self.world.transit.day.date


def try_remedies(bench: Bench, zentrum: int, services: Sequence[str]) -> dict[str, list[Trial]]:
    """Try all remedies for the gaps of one Zentrum.

    Parameters
    ----------
    bench
        What trials share.
    zentrum
        Row of ``scene.zentren``.
    services
        Layers and ranks that are gaps there.

    Returns
    -------
    dict
        Per service three trials, in the order stop_service, evening_trip, footpath.
    """
    settings = read_mobility_settings()["remedies"]
    trips = _trips_of(bench.scene, zentrum, services)
    nearest = _find_nearest_line(bench, zentrum)
    service: dict[str, Trial]
    evening: dict[str, Trial]
    if isinstance(nearest, str):
        service = dict.fromkeys(services, _untried("stop_service", Effort.VEHICLE_KM, nearest))
        evening = dict.fromkeys(services, _untried("evening_trip", Effort.VEHICLE_KM, nearest))
    else:
        stop, line, courses = nearest
        window_s = _to_seconds(settings["begin"]), _to_seconds(settings["end"])
        feed = bench.timetable.feed
        oftener = raise_frequency(feed, courses, bench.on, window_s, int(settings["interval_min"]) * 60)
        later = add_departure(feed, courses, bench.on, _to_seconds(settings["evening"]))
        about = Trial(Option("stop_service", None, None, Effort.VEHICLE_KM), stop=stop, line=line)
        service = _try_feed(bench, oftener, trips, about)
        also = replace(about, option=replace(about.option, kind="evening_trip"))
        evening = _try_feed(bench, later, trips, also)
    paths = {name: _try_path(bench.scene, zentrum, trips, name) for name in services}
    return {name: [service[name], evening[name], paths[name]] for name in services}


def _untried(kind: Kind, unit: Effort, why: str) -> Trial:
    return Trial(Option(kind, None, None, unit), why_not=why)


def _trips_of(
    scene: TransitScene, zentrum: int, services: Sequence[str]
) -> tuple[Origins, list[Destination]]:
    """One Zentrum and the destinations that are gaps there."""
    for origins, destinations in scene.trips:
        here = np.flatnonzero(origins.rows == zentrum)
        if len(here):
            alone = Origins([origins.ids[here[0]]], origins.xy[here], origins.rows[here], origins.ags)
            wanted = [d for d in destinations if d.key in services]
            return alone, [replace(d, edge_m=d.edge_m[here]) for d in wanted]
    raise IndexError(zentrum)


def _find_nearest_line(bench: Bench, zentrum: int) -> tuple[str, str, list[Course]] | str:
    """Nearest stop with a line, the line and its courses; or why there is none."""
    radius_m = float(read_mobility_settings()["remedies"]["stop_radius_m"])
    pairs, groups = bench.pairs, bench.timetable.groups
    here = np.flatnonzero((pairs.point == zentrum) & (pairs.distance_m <= radius_m))
    if not len(here):
        return "no_stop"
    feed = bench.timetable.feed
    for row in here[np.argsort(pairs.distance_m[here], kind="stable")]:
        group = groups.group[pairs.stop[row]]
        poles = np.flatnonzero(groups.group == group)
        line = _busiest_line(feed, poles)
        if line is None:
            continue
        name, routes = line
        courses = _courses_on(bench, routes)
        if courses:
            return groups.name[group], name, courses
    return "no_line"


def _busiest_line(feed: Feed, poles: npt.NDArray[np.integer]) -> tuple[str, list[int]] | None:
    """The line with the most trips at some poles on any day: its name and routes; not on demand."""
    calls = feed.stop_times.filter(pl.col("stop").is_in(poles.tolist())).select("trip").unique()
    trips = feed.trips.with_row_index("trip").with_columns(pl.col("trip").cast(pl.Int32))
    found = calls.join(trips.filter(~pl.col("on_demand")), on="trip")
    if found.is_empty():
        return None
    names = feed.routes.with_row_index("route").with_columns(pl.col("route").cast(pl.Int32))
    by_line = (
        found.join(names, on="route")
        .group_by("route_type", "route_short_name", "agency_name")
        .agg(n=pl.len(), routes=pl.col("route").unique().sort())
        .sort("n", "route_short_name", descending=[True, False])
    )
    best = by_line.row(0, named=True)
    return str(best["route_short_name"]), list(best["routes"])


def _courses_on(bench: Bench, routes: list[int]) -> list[Course]:
    """Courses of a line; of another reference day where it does not run on this one; none where on none."""
    days = [on for on in bench.timetable.days.values() if on is not None]
    try:
        courses, _ = find_usual_courses(bench.timetable.feed, routes, bench.on, days)
    except InputError:
        return []
    return courses


def _try_feed(
    bench: Bench, feed: Feed, trips: tuple[Origins, list[Destination]], about: Trial
) -> dict[str, Trial]:
    """Search a changed timetable from one Zentrum."""
    added = find_added(bench.timetable.feed, feed, bench.on)
    keys = [destination.key for destination in trips[1]]
    if not len(added):
        return dict.fromkeys(keys, replace(about, why_not="nothing_added"))
    footpaths = bench.world.transit.footpaths
    world = open_day(feed, bench.on, bench.scene.walks, bench.scene.transit, footpaths=footpaths)
    table = time_table(world, bench.day, *trips)
    travel = table.rename(columns={"zentrum_id": "ortsteil_id", "target": "service"})
    ways = transit_ways(travel, limits_of(keys)).set_index("service")
    effort = measure_vehicle_km(feed, added)
    return {
        key: replace(
            about,
            option=replace(
                about.option,
                mends=bool(ways.loc[key, "met"]) and bool(ways.loc[key, "return_met"]),
                effort=effort,
            ),
            trips_added=len(added),
        )
        for key in keys
    }


def _try_path(
    scene: TransitScene, zentrum: int, trips: tuple[Origins, list[Destination]], service: str
) -> Trial:
    """Look for the shortest piece of path that brings a facility within the norm for the way on foot."""
    router = scene.routers.get(Mode.WALK)
    if router is None:
        return _untried("footpath", Effort.PATH_M, "no_streets")
    limit_m = scene.walk_limit_m.get(service)
    destination = next((d for d in trips[1] if d.key == service), None)
    if limit_m is None or destination is None or not len(destination.xy):
        return _untried("footpath", Effort.PATH_M, "not_on_foot")
    xy = trips[0].xy[0]
    apart_m = np.hypot(*(destination.xy - xy).T)
    near = np.argsort(apart_m, kind="stable")[:NEAREST_FACILITIES]
    near = near[apart_m[near] <= limit_m]
    best: tuple[float, int] | None = None
    here_xy, here_m = _walk_from(router, xy, limit_m)
    for i in near:
        there_xy, there_m = _walk_from(router, destination.xy[i], limit_m)
        link = find_missing_link(here_xy, here_m, there_xy, there_m, limit_m)
        if link is not None and (best is None or link.length_m < best[0]):
            best = link.length_m, int(i)
    if best is None:
        return _untried("footpath", Effort.PATH_M, "too_far")
    option = Option("footpath", True, best[0], Effort.PATH_M)
    return Trial(option, facility=destination.names[best[1]])


def _walk_from(router: Router, xy: FloatArray, limit_m: float) -> tuple[FloatArray, FloatArray]:
    """Nodes within a length of walk from a place, the place itself first: positions and metres."""
    snap = router.snap(xy.reshape(1, 2))
    limit_ds = int(limit_m / (router.walk_kmh * METRES_PER_KM / SECONDS_PER_HOUR) * DS_PER_SECOND)
    found = reachable(router, snap, limit_ds)
    nodes = router.graph.node_xy[found.node]
    length_m = found.length_m.astype(np.float64)
    kept = length_m <= limit_m
    return np.vstack([xy.reshape(1, 2), nodes[kept]]), np.concatenate([[0.0], length_m[kept]])


def _to_seconds(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 3600 + int(minutes) * 60
