"""What ferrobus' answers have of their own: our search by its rules, one after the other, and ways looked at."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse.csgraph import floyd_warshall

from benchmarks.transit import best_seconds
from geo.network.kernels_raptor import search_once
from geo.network.raptor import Ask, Links, Transit, depart_at
from geo.network.raptor_day import Day
from geo.network.raptor_journey import WALK, Leg, find_journey
from geo.network.raptor_pack import Calls
from geo.network.walks import Pairs, to_links

Figures = dict[str, Any]
Array = npt.NDArray[Any]

RIDES = 3
DEPARTURES_S = np.array([22_620, 27_780, 43_500, 59_460, 67_800])  # 6:17, 7:43, 12:05, 16:31, 18:50
FAR, NONE, NO_LIMIT_S = 10**8, -1, 2 * 86_400


class Found(NamedTuple):
    """What ferrobus said: times (origin, departure, target), its walks, and where a place may begin or end."""

    travel_s: Array
    stops_to_stops: Array
    origins_to_stops: Array
    targets_to_stops: Array
    origins_to_targets: Array
    origins_near: Array
    targets_near: Array


def to_matrix_links(seconds: Array) -> Links:
    """Links of a matrix of seconds, -1 where there is no walk."""
    i, j = np.nonzero(seconds >= 0)
    return to_links(Pairs(i, j, seconds[i, j].astype(np.int64)), len(seconds))


def ask_ours(transit: Transit, access: list[Links], egress: Links, found: Found) -> tuple[Array, float]:
    """Our times, on foot where that is quicker; and the median time of one departure."""
    ask = Ask(RIDES, NO_LIMIT_S, found.travel_s.shape[2])
    seconds = [
        best_seconds(3, lambda row=row: depart_at(transit, row, egress, DEPARTURES_S[1:2], ask))
        for row in access[:20]
    ]
    times = []
    for row, walk_s in zip(access, found.origins_to_targets, strict=True):
        travel_s = depart_at(transit, row, egress, DEPARTURES_S, ask).travel_s
        times.append(np.minimum(_or_far(travel_s), _or_far(walk_s)))
    return np.array(times), float(np.median(seconds))


def ask_leniently(day: Day, found: Found, walks: Array) -> tuple[Array, Array]:
    """The same as ferrobus allows it.

    First: one may walk from stop to stop as often and as long as one likes, without a ride too. Second: besides,
    whoever gets on a vehicle that stands at a stop counts as there when it came, even if that was before.
    """
    known = np.where(walks >= 0, np.maximum(walks, 1e-6), np.inf)
    far = floyd_warshall(known)
    every = np.where(np.isfinite(far), np.rint(far), NONE).astype(np.int64)

    def lengthen(ways: Array) -> Array:
        least = (_or_far(ways)[:, :, None] + _or_far(every)[None]).min(axis=1)
        return np.where(least < FAR, least, NONE)

    transit = Transit(day, to_matrix_links(every))
    begin, end = lengthen(found.origins_to_stops), lengthen(found.targets_to_stops)
    access = [to_matrix_links(row[None]) for row in begin]
    by_ride_s = ask_ours(transit, access, to_matrix_links(end.T.copy()), found)[0]
    on_foot_s = (_or_far(begin)[:, None, :] + _or_far(end)[None]).min(axis=2)[:, None, :]
    chained_s = np.minimum(by_ride_s, on_foot_s)
    hasty_s = np.array(
        [[_arrive_hastily(transit, row, at, end) for at in DEPARTURES_S.tolist()] for row in access]
    )
    return chained_s, np.minimum(chained_s, hasty_s)


def _arrive_hastily(transit: Transit, access: Links, departure_s: int, end: Array) -> Array:
    """Times to targets by walks from stops where a vehicle stands that one gets on, counted from when it came."""
    calls, patterns = transit.day.calls, transit.day.forward.patterns
    labels = search_once(patterns, transit.footpaths, access, departure_s, (RIDES, NO_LIMIT_S))
    on = (
        calls.board & (labels.ready_s[-1, calls.stop] <= calls.departure_s) & (calls.arrival_s >= departure_s)
    )
    came_s = np.full(transit.day.n_stops, FAR)
    np.minimum.at(came_s, calls.stop[on], calls.arrival_s[on])
    return np.asarray((came_s[None] + _or_far(end)).min(axis=1) - departure_s)


def _or_far(seconds: Array) -> Array:
    return np.where(seconds >= 0, seconds, FAR)


def look_at(transit: Transit, access: list[Links], egress: Links, cases: Array) -> Figures:
    """Of answers where ours is earlier: whether the way is real, and whether it gets on farther along the line."""
    calls = transit.day.calls
    real, farther = 0, 0
    for origin, departure, target in cases.tolist():
        at, ask = int(DEPARTURES_S[departure]), Ask(RIDES, NO_LIMIT_S, len(egress.first))
        legs = find_journey(transit, access[origin], egress, at, ask, target=target)
        rides = [leg for leg in legs if leg.trip != WALK]
        real += not rides or _is_real(transit, calls, legs)
        farther += any(
            _waits_if_earlier(transit, access[origin], at, k, ride) for k, ride in enumerate(rides)
        )
    return {
        "ours_earlier_and_real": real,
        "ours_earlier_by_a_trip_caught_at_a_later_stop_of_its_line": farther,
    }


def _is_real(transit: Transit, calls: Calls, legs: list[Leg]) -> bool:
    """Whether a way can be gone: rides as the timetable says, no walk shorter than ferrobus' own, in order."""
    row_of = {int(trip): row for row, trip in enumerate(transit.day.trip)}
    for before, leg in zip([None, *legs], legs, strict=False):
        if before is not None and (leg.begin_s < before.end_s or leg.from_stop != before.to_stop):
            return False
        if leg.trip == WALK:
            continue
        part = slice(calls.first[row_of[leg.trip]], calls.first[row_of[leg.trip] + 1])
        on = (
            (calls.stop[part] == leg.from_stop) & (calls.departure_s[part] == leg.begin_s) & calls.board[part]
        )
        off = (calls.stop[part] == leg.to_stop) & (calls.arrival_s[part] == leg.end_s) & calls.alight[part]
        if not (on.any() and off.any() and np.flatnonzero(on)[0] < np.flatnonzero(off)[-1]):
            return False
    return True


def _waits_if_earlier(transit: Transit, access: Links, departure_s: int, k: int, ride: Leg) -> bool:
    """Whether the line is reached at an earlier stop too, where only a later trip can be caught or none."""
    patterns, rows = transit.day.forward
    labels = search_once(patterns, transit.footpaths, access, departure_s, (RIDES, NO_LIMIT_S))
    trip = int(np.flatnonzero(transit.day.trip[rows] == ride.trip)[0])
    line = patterns.pattern[trip]
    first, n_trips = patterns.trip[line], patterns.trip[line + 1] - patterns.trip[line]
    for position, stop in enumerate(patterns.stop[patterns.place[line] : patterns.place[line + 1]].tolist()):
        begin = patterns.block[line] + position * n_trips
        if stop == ride.from_stop and patterns.departure_s[begin + trip - first] == ride.begin_s:
            return False
        caught = np.searchsorted(patterns.departure_s[begin : begin + n_trips], labels.ready_s[k, stop])
        if caught > trip - first:
            return True
    return False
