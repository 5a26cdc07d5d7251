"""Minute by minute from one place: how long to each goal, how much of it is waiting, and when home again."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geo.network.kernels_trips import Answer, Links
from geo.network.opening_hours import Opening
from geo.network.raptor import Ask, Transit, arrive_by, depart_at, take_row
from geo.network.transit_parameters import TransitParameters

BoolArray = npt.NDArray[np.bool_]
Int32Array = npt.NDArray[np.int32]
IntArray = npt.NDArray[np.int64]

FAR = np.int32(2**30)
"""Stands for no way inside of sums and minima; never leaves this module."""
NONE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """All walks that searches between m origins and t targets begin and end with.

    Attributes
    ----------
    access, egress
        Origins to stops, stops to targets.
    leaving, coming_home
        The way back, seen from its end: stops to targets that one leaves for them, origins from stops.
    out_s, back_s
        Direct walks from origins to targets, and from targets to origins: shapes (m, t) and (t, m), -1 where too far.
    """

    access: Links
    egress: Links
    leaving: Links
    coming_home: Links
    out_s: Int32Array
    back_s: Int32Array


class Targets(NamedTuple):
    """Targets of all goals, one goal after the other.

    Attributes
    ----------
    first
        int64 (g + 1,); targets of goal i are ``first[i]:first[i + 1]``.
    opening
        Their opening hours.
    """

    first: IntArray
    opening: Opening


class Minutes(NamedTuple):
    """What people at one place find, by departure (d,) and goal (g): shapes (d, g).

    Attributes
    ----------
    total_s
        int32; from the door to the goal that is nearest at that minute and open, -1 where there is none.
    rides
        int8; number of rides, 0 where walking all the way is as quick; -1 where there is no way.
    waiting_s
        int32; how much of it is waiting; -1 where there is no way.
    target
        int32; which of the goal's targets; -1 where there is no way.
    closed
        Whether targets can be reached, but none that is open.
    home_s
        int32; when one is home again after the stay, seconds after midnight; -1 if not on the same day.
    last_ride_s
        int32; when one must leave that target by the last bus or train that is home sooner than on foot; -1
        where none is.
    """

    total_s: Int32Array
    rides: npt.NDArray[np.int8]
    waiting_s: Int32Array
    target: Int32Array
    closed: BoolArray
    home_s: Int32Array
    last_ride_s: Int32Array

    def part(self, rows: slice, goal: int) -> "Minutes":
        """Some departures and one goal: arrays of one dimension."""
        return Minutes(
            self.total_s[rows, goal], self.rides[rows, goal], self.waiting_s[rows, goal],
            self.target[rows, goal], self.closed[rows, goal], self.home_s[rows, goal], self.last_ride_s[rows, goal],
        )  # fmt: skip


def find_minutes(
    transit: Transit,
    ways: Ways,
    origin: int,
    targets: Targets,
    *,
    departure_s: IntArray,
    parameters: TransitParameters,
    and_back: bool = True,
) -> Minutes:
    """Search from one origin, there and back.

    Parameters
    ----------
    transit, ways
        The day, and the walks of all origins and targets.
    origin
        Which of the origins.
    targets
        Which targets belong to which goal, and when they are open.
    departure_s
        Departures, seconds after midnight.
    parameters
        Limits, stay, hours.
    and_back
        Whether the way home is looked for; else there is none.

    Returns
    -------
    Minutes
        Nothing in it is slower than walking all the way.
    """
    n_targets = len(ways.back_s)
    ask = Ask(parameters.rides, parameters.limit_s, n_targets)
    answer = depart_at(transit, take_row(ways.access, origin), ways.egress, departure_s, ask)
    total_s, rides, waiting_s = _with_walking(answer, ways.out_s[origin], parameters.walk_s)
    shape = (len(departure_s), len(targets.first) - 1)
    target, closed = np.full(shape, NONE, np.int32), np.zeros(shape, np.bool_)
    open_s = np.where(
        targets.opening.is_open(departure_s[:, None] + total_s, parameters.open_s), total_s, FAR
    )
    for goal in range(shape[1]):
        part = slice(targets.first[goal], targets.first[goal + 1])
        if part.start == part.stop:
            continue
        nearest = part.start + open_s[:, part].argmin(axis=1)
        found = open_s[np.arange(shape[0]), nearest] < FAR
        target[:, goal] = np.where(found, nearest, NONE)
        closed[:, goal] = ~found & (total_s[:, part] < FAR).any(axis=1)
    picked = [_pick(part, target) for part in (total_s, rides, waiting_s)]
    ready_s = np.where(target == NONE, FAR, departure_s[:, None] + picked[0] + parameters.stay_s)
    none = np.full(shape, NONE, np.int32)
    home_s, last_s = (
        _find_way_home(transit, ways, origin, (target, ready_s), parameters) if and_back else (none, none)
    )
    within = np.where(target == NONE, NONE, target - targets.first[:-1]).astype(np.int32)
    return Minutes(picked[0], picked[1].astype(np.int8), picked[2], within, closed, home_s, last_s)


def _pick(values: npt.NDArray[np.integer], target: Int32Array) -> Int32Array:
    """Values (d, t) of the targets chosen (d, g); -1 where none is."""
    if not values.shape[1]:
        return target
    chosen = np.take_along_axis(values, np.maximum(target, 0), axis=1)
    return np.where(target == NONE, NONE, chosen).astype(np.int32)


def _with_walking(
    answer: Answer, walk_s: Int32Array, longest_s: int
) -> tuple[Int32Array, npt.NDArray[np.int8], Int32Array]:
    """Total time, rides and waiting; whoever is as quick on foot walks. Long walks alone are no connection."""
    ridden = answer.travel_s >= 0
    ride_s = np.where(ridden, answer.travel_s, FAR)
    foot_s = np.where(walk_s >= 0, walk_s, FAR)
    on_foot = (foot_s <= ride_s) & (ridden | (foot_s <= longest_s))
    total_s = np.where(on_foot, foot_s, ride_s).astype(np.int32)
    rides = np.where(on_foot, np.int8(0), answer.rides)
    waiting_s = np.where(on_foot, 0, answer.travel_s - answer.moving_s)
    return total_s, rides, waiting_s.astype(np.int32)


def _find_way_home(
    transit: Transit,
    ways: Ways,
    origin: int,
    stays: tuple[Int32Array, Int32Array],
    parameters: TransitParameters,
) -> tuple[Int32Array, Int32Array]:
    """When one is home again who is ready to leave, and the last ride home: by departure and goal."""
    target, ready_s = stays
    home_s, last_s = np.full(target.shape, NONE, np.int32), np.full(target.shape, NONE, np.int32)
    chosen = np.unique(target[target != NONE])
    earliest_s = int(ready_s.min(initial=int(FAR))) // parameters.step_s * parameters.step_s
    if earliest_s > parameters.home_by:
        return home_s, last_s
    # One search backwards from home, for every minute of arrival, serves all targets and all departures.
    arrival_s = np.append(np.arange(earliest_s, parameters.home_by, parameters.step_s), parameters.home_by)
    ask = Ask(parameters.rides, parameters.limit_s, len(chosen))
    answer = arrive_by(
        transit, take_row(ways.coming_home, origin), _keep_targets(ways.leaving, chosen), arrival_s, ask
    )
    ridden = answer.travel_s >= 0
    by_ride_s = np.where(ridden, arrival_s[:, None] - answer.travel_s, -FAR)
    back_s = ways.back_s[chosen, origin]
    may_walk = (back_s >= 0) & (ridden | (back_s <= parameters.walk_s))
    leave_s = np.maximum(by_ride_s, np.where(may_walk, arrival_s[:, None] - back_s, -FAR))
    leave_s = np.maximum.accumulate(leave_s, axis=0)
    for column, number in enumerate(chosen):
        at = target == number
        i = np.searchsorted(leave_s[:, column], ready_s[at], side="left")
        home_s[at] = np.where(i < len(arrival_s), arrival_s[np.minimum(i, len(arrival_s) - 1)], NONE)
        quicker = (back_s[column] < 0) | (answer.travel_s[:, column] < back_s[column])
        last = by_ride_s[quicker, column].max(initial=-FAR)
        last_s[at] = last if last > -FAR else NONE
    return home_s, last_s


def _keep_targets(links: Links, chosen: Int32Array) -> Links:
    """Links of stops to some targets only, numbered anew."""
    number = np.full(int(max(chosen.max(), links.to.max(initial=0))) + 1, NONE, np.int32)
    number[chosen] = np.arange(len(chosen))
    kept = number[links.to] != NONE
    first = np.concatenate([[0], np.cumsum(kept)])[links.first].astype(np.int32)
    return Links(first, number[links.to[kept]], links.time_s[kept], links.walk_s[kept])
