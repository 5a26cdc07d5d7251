"""Door to door by bus and rail: for every minute of a window, walks included; never the best case alone.

A goal is one place, or the nearest of several facilities that is open on arrival. Of each window is told in how many
of its minutes there is a connection, and the quartiles over *all* its minutes: those without one count as the slowest.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from geo.network.door_minutes import Minutes, Targets, Ways, find_minutes
from geo.network.door_summary import HOMEWARD, SCHEMA, About, summarise
from geo.network.footpaths import build_footpaths
from geo.network.kernels_trips import Links
from geo.network.opening_hours import Opening, always_open, join_openings
from geo.network.raptor import Ask, Transit, depart_at, take_row, transpose
from geo.network.raptor_day import DAY_S, build_day
from geo.network.timetable import Feed
from geo.network.transit_parameters import TransitParameters
from geo.network.walks import Footing, Walks, to_links

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """Where people want to go.

    Attributes
    ----------
    key
        Names it in the table.
    xy
        Shape (m, 2), metres in EPSG:25832: one place, or the facilities of which the nearest open one is meant.
    opening
        When they are open on the day; None if that does not matter (a town centre).
    """

    key: str
    xy: FloatArray
    opening: Opening | None = None


@dataclass(frozen=True, slots=True, eq=False)
class DoorToDoor:
    """A day on which people travel.

    Attributes
    ----------
    transit
        Its trips and footpaths.
    walks
        Streets, or the straight line.
    stops
        Rows of the stops that are served at all, and their places.
    parameters
        Limits and windows.
    """

    transit: Transit
    walks: Walks
    stops: tuple[IntArray, FloatArray]
    parameters: TransitParameters


def open_day(
    feed: Feed,
    day: date,
    walks: Walks,
    parameters: TransitParameters,
    *,
    keep: BoolArray | None = None,
    footpaths: Links | None = None,
) -> DoorToDoor:
    """Make a day ready for questions; where nothing runs people walk.

    Parameters
    ----------
    feed, day
        Timetable and date.
    walks, parameters
        Streets or straight line; settings.
    keep
        Which trips count (`geo.network.raptor_day.build_day`); by default all but those on demand.
    footpaths
        Those of the feed, if they are at hand from another day.
    """
    built = build_day(feed, day, keep=keep, may_be_empty=True)
    xy = feed.stops.select("x", "y").to_numpy()
    served = np.unique(feed.stop_times["stop"].to_numpy()).astype(np.int64)
    served = served[np.isfinite(xy[served]).all(axis=1)]
    ways = build_footpaths(feed, walks, parameters) if footpaths is None else footpaths
    return DoorToDoor(Transit(built, ways), walks, (served, xy[served]), parameters)


def travel_table(
    world: DoorToDoor,
    origins_xy: FloatArray,
    goals: Sequence[Goal],
    *,
    and_back: bool = True,
    threads: int | None = None,
) -> pl.DataFrame:
    """How people get from places to goals and back on the same day, for every window.

    Parameters
    ----------
    world
        The day.
    origins_xy
        Shape (n, 2), metres in EPSG:25832.
    goals
        Where to.
    and_back
        Whether the way home is looked for; else ``return_share``, ``away_s`` and ``last_ride_s`` are missing.
    threads
        How many origins are searched side by side; as many as there are processors if not given.

    Returns
    -------
    DataFrame
        One row per origin, goal and window, in that order; seconds and metres:

        - ``state`` (`geo.domain.State`): reached if there is a connection in any minute; beyond_limit if there is only
          one that takes longer. ``reason``: why there is none (`geo.network.door_summary`).
        - ``target``: the facility that is mostly the nearest. ``share`` of the minutes with a connection,
          ``walk_share`` all the way on foot, ``closed_share`` with nothing open, ``hours_unknown_share`` with a
          facility whose hours are not known.
        - ``p25_s``, ``p50_s``, ``p75_s`` of the whole time over all minutes; missing where minutes without a connection
          reach into them. ``changes``, ``waiting_s``: medians of the minutes with one.
        - ``return_share`` of the minutes after which one is home the same day, having stayed; ``away_s``: median from
          leaving to being home, over all minutes; ``last_ride_s``: when one must leave ``target`` by the last bus or
          train home, seconds after midnight.
        - ``walk_s``: all the way on foot to the nearest; ``snap_m`` of the origin.

    Raises
    ------
    CrsError
        If coordinates are degrees.
    """
    asked = replace(_prepare(world, np.asarray(origins_xy, np.float64), goals), and_back=and_back)

    def answer(origin: int) -> list[dict[str, Any]]:
        return _rows_of(asked, origin)

    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        rows = [row for part in pool.map(answer, range(len(origins_xy))) for row in part]
    return pl.DataFrame(rows, schema=SCHEMA)


def travel_minutes(
    world: DoorToDoor, origins_xy: FloatArray, goals: Sequence[Goal], origin: int = 0
) -> tuple[IntArray, Minutes]:
    """The minutes behind a row of `travel_table`.

    Returns
    -------
    tuple
        Departures of all windows, one window after the other; and per departure (row) and goal (column) what
        people find who start at one of the origins.
    """
    asked = _prepare(world, np.asarray(origins_xy, np.float64), goals)
    departure_s = np.concatenate(asked.departures)
    minutes = find_minutes(
        world.transit, asked.ways, origin, asked.targets, departure_s=departure_s, parameters=world.parameters
    )
    return departure_s, minutes


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """A question, with the walks that serve all origins."""

    world: DoorToDoor
    goals: Sequence[Goal]
    targets: Targets
    ways: Ways
    footing: Footing
    departures: list[IntArray]
    and_back: bool = True


def _prepare(world: DoorToDoor, origins_xy: FloatArray, goals: Sequence[Goal]) -> _Asked:
    first = np.concatenate([[0], np.cumsum([len(goal.xy) for goal in goals])]).astype(np.int64)
    openings = [always_open(len(goal.xy)) if goal.opening is None else goal.opening for goal in goals]
    targets_xy = np.concatenate([np.empty((0, 2)), *(goal.xy for goal in goals)])
    return _Asked(
        world, goals, Targets(first, join_openings(openings)), find_ways(world, origins_xy, targets_xy),
        world.walks.stand(origins_xy), [world.parameters.departures_s(window) for window in world.parameters.windows],
    )  # fmt: skip


def find_ways(world: DoorToDoor, origins_xy: FloatArray, targets_xy: FloatArray) -> Ways:
    """All walks between origins, stops and targets, both ways."""
    walks, parameters, n = world.walks, world.parameters, world.transit.day.n_stops
    rows, stops_xy = world.stops

    def to_stops(xy: FloatArray) -> Links:
        pairs = walks.find_pairs(xy, stops_xy, parameters.access_s)
        return to_links(pairs._replace(target=rows[pairs.target]), len(xy))

    def from_stops(xy: FloatArray) -> Links:
        pairs = walks.find_pairs(stops_xy, xy, parameters.access_s)
        return to_links(pairs._replace(origin=rows[pairs.origin]), n)

    return Ways(
        access=to_stops(origins_xy),
        egress=from_stops(targets_xy),
        leaving=transpose(to_stops(targets_xy), n),
        coming_home=transpose(from_stops(origins_xy), len(origins_xy)),
        out_s=walks.to_matrix(origins_xy, targets_xy, parameters.limit_s),
        back_s=walks.to_matrix(targets_xy, origins_xy, parameters.limit_s),
    )


def _rows_of(asked: _Asked, origin: int) -> list[dict[str, Any]]:
    """Rows of the table for one origin."""
    world, first, ways = asked.world, asked.targets.first, asked.ways
    minutes = find_minutes(
        world.transit, ways, origin, asked.targets,
        departure_s=np.concatenate(asked.departures), parameters=world.parameters, and_back=asked.and_back,
    )  # fmt: skip
    ever = _find_ever(asked, origin)
    ends = np.cumsum([0, *(len(part) for part in asked.departures)])
    rows = []
    for g, goal in enumerate(asked.goals):
        here = slice(first[g], first[g + 1])
        foot_s = ways.out_s[origin, here]
        for w, window in enumerate(world.parameters.windows):
            part = minutes.part(slice(ends[w], ends[w + 1]), g)
            about = About(
                bool(asked.footing.outside[origin]), bool(np.diff(ways.access.first)[origin] > 0),
                asked.targets.opening.known[here], bool((asked.targets.opening.begin_s[here] < DAY_S).any()),
                bool(ever[w, here].any()),
            )  # fmt: skip
            rows.append(
                {"origin": origin, "goal": goal.key, "window": window.key}
                | summarise(part, asked.departures[w], about)
                | ({} if asked.and_back else dict.fromkeys(HOMEWARD))
                | {
                    "walk_s": int(foot_s[foot_s >= 0].min()) if (foot_s >= 0).any() else None,
                    "snap_m": float(asked.footing.snap_m[origin]),
                }
            )
    return rows


def _find_ever(asked: _Asked, origin: int) -> BoolArray:
    """Whether targets (columns) are reached at all by those who leave when a window begins (rows)."""
    world, ways = asked.world, asked.ways
    begin_s = np.array([part[0] for part in asked.departures])
    ask = Ask(world.parameters.rides, 2 * DAY_S, len(ways.back_s))
    answer = depart_at(world.transit, take_row(ways.access, origin), ways.egress, begin_s, ask)
    return np.asarray(answer.travel_s >= 0)
