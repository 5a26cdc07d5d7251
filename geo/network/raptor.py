"""Searches on a day's timetable: earliest arrivals of departures, latest departures of arrivals.

Between two rides one walks once, to a stop that a footpath leads to (`Transit.footpaths`), which contains the
minimum change time; a footpath from a stop to itself is a change at that stop. Before the first ride and after
the last one walks as the links of origin and targets say. To get on at the very moment one is ready is allowed.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geo.errors import InputError
from geo.network.graph import to_indptr
from geo.network.kernels_raptor import search_range
from geo.network.kernels_trips import NONE, Answer, Links, Patterns
from geo.network.raptor_day import Day
from geo.network.raptor_pack import to_entries

__all__ = [
    "MAX_RIDES",
    "NONE",
    "Answer",
    "Ask",
    "Links",
    "Transit",
    "arrive_by",
    "depart_at",
    "take_row",
    "transpose",
]

MAX_RIDES = 8


class Ask(NamedTuple):
    """How far a search goes.

    Attributes
    ----------
    rides
        Greatest number of rides, 1 to `MAX_RIDES`.
    limit_s
        Longest time from departure to arrival in seconds, inclusive.
    n_targets
        How many targets there are.
    """

    rides: int
    limit_s: int
    n_targets: int


@dataclass(frozen=True, eq=False)
class Transit:
    """A day's trips and the ways between its stops.

    Attributes
    ----------
    day
        What runs.
    footpaths
        From stop to stop, rows and columns as in the feed (`geo.network.footpaths`).
    """

    day: Day
    footpaths: Links

    @cached_property
    def footpaths_back(self) -> Links:
        """The same from their ends."""
        return transpose(self.footpaths, self.day.n_stops)


def depart_at(
    transit: Transit, access: Links, egress: Links, departure_s: npt.NDArray[np.integer], ask: Ask
) -> Answer:
    """Earliest arrivals at all targets for departures from one origin.

    Parameters
    ----------
    transit
        Trips and footpaths.
    access
        Walks of the origin to stops: one row.
    egress
        Walks of all stops to targets.
    departure_s
        Seconds after noon minus 12 hours, shape (d,), in any order.
    ask
        Number of rides, limit, number of targets.

    Returns
    -------
    Answer
        Shapes (d, targets), rows as asked. Ways without a ride are not among them.

    Raises
    ------
    InputError
        If the number of rides is out of range.
    """
    return _search(
        transit.day.forward.patterns, transit.footpaths, (access, egress), np.asarray(departure_s), ask
    )


def arrive_by(
    transit: Transit, access: Links, egress: Links, arrival_s: npt.NDArray[np.integer], ask: Ask
) -> Answer:
    """Latest departures from all origins for arrivals at one target: the search runs backwards.

    Parameters
    ----------
    transit, ask
        As in `depart_at`; ``n_targets`` is the number of origins.
    access
        Walks to the target from stops, seen from the target: one row (`transpose`).
    egress
        Walks of origins to stops, seen from the stops.
    arrival_s
        When one must be there at the latest, shape (d,), in any order.

    Returns
    -------
    Answer
        ``travel_s`` is the time from the latest departure to the arrival asked for; ``via`` the first stop.
    """
    return _search(
        transit.day.backward.patterns, transit.footpaths_back, (access, egress), -np.asarray(arrival_s), ask
    )


def transpose(links: Links, n_columns: int) -> Links:
    """The same walks, from their ends."""
    row = np.repeat(np.arange(len(links.first) - 1, dtype=np.int32), np.diff(links.first))
    order = np.argsort(links.to, kind="stable")
    return Links(
        to_indptr(links.to, n_columns).astype(np.int32), row[order], links.time_s[order], links.walk_s[order]
    )


def take_row(links: Links, row: int) -> Links:
    """One row, as links of one row."""
    at = to_entries(links.first, np.array([row]))
    return Links(np.array([0, len(at)], np.int32), links.to[at], links.time_s[at], links.walk_s[at])


def _search(
    patterns: Patterns,
    footpaths: Links,
    ends: tuple[Links, Links],
    start_s: npt.NDArray[np.integer],
    ask: Ask,
) -> Answer:
    if not 1 <= ask.rides <= MAX_RIDES:
        raise InputError(
            f"Eine Fahrt mit Bus und Bahn darf 1 bis {MAX_RIDES} Teilfahrten haben, nicht {ask.rides}."
        )
    order = np.argsort(-start_s, kind="stable")
    found = search_range(
        patterns,
        footpaths,
        ends,
        np.ascontiguousarray(start_s[order], np.int64),
        (ask.rides, ask.limit_s, ask.n_targets),
    )
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    if np.array_equal(back, np.arange(len(back))):
        return found
    return Answer(*(part[back] for part in found))
