"""One way as its legs: which trip, from where to where, and the walks between."""

from typing import NamedTuple

import numpy as np

from geo.network.kernels_raptor import search_once
from geo.network.kernels_trips import NEVER, NONE, Labels, Links, Patterns
from geo.network.raptor import Ask, Transit

WALK = -1
"""`Leg.trip` of a walk."""


class Leg(NamedTuple):
    """A ride or a walk.

    Attributes
    ----------
    trip
        Row of the trip in the feed; `WALK` on foot.
    from_stop, to_stop
        Rows of the stops; -1 for the origin and the target.
    begin_s, end_s
        Seconds after midnight. A walk begins as soon as one is there; the wait is between the legs.
    """

    trip: int
    from_stop: int
    to_stop: int
    begin_s: int
    end_s: int


def find_journey(
    transit: Transit, access: Links, egress: Links, departure_s: int, ask: Ask, *, target: int = 0
) -> list[Leg]:
    """The earliest way from an origin to a target with the fewest rides, leg by leg.

    Parameters
    ----------
    transit, access, egress, ask
        As in `geo.network.raptor.depart_at`.
    departure_s
        Departure, seconds after midnight.
    target
        Which of the targets.

    Returns
    -------
    list of Leg
        From the origin to the target; empty if there is no way within the limit. Of several equally good ways
        one; the arrival and the number of rides are those of `depart_at`.
    """
    patterns, rows = transit.day.forward
    labels = search_once(patterns, transit.footpaths, access, departure_s, (ask.rides, ask.limit_s))
    row = np.repeat(np.arange(transit.day.n_stops), np.diff(egress.first))
    ends = np.flatnonzero((egress.to == target) & (labels.ride_s[-1, row] < NEVER))
    offers = [
        (int(labels.ride_s[-1, row[end]]) + int(egress.time_s[end]), _count_rides(labels, row[end]), end)
        for end in ends.tolist()
    ]
    if not offers or min(offers)[0] - departure_s > ask.limit_s:
        return []
    arrival_s, n_rides, end = min(offers)
    stop = int(row[end])
    legs = [Leg(WALK, stop, NONE, arrival_s - int(egress.walk_s[end]), arrival_s)]
    for k in range(n_rides, 0, -1):
        ride = _to_ride(patterns, labels, (k, stop))
        legs.append(ride._replace(trip=int(transit.day.trip[rows[ride.trip]])))
        here, stop = ride.from_stop, int(labels.origin[k - 1, ride.from_stop])
        links, begin_s = (
            (transit.footpaths, int(labels.ride_s[k - 1, stop])) if stop != NONE else (access, departure_s)
        )
        walk_s = _find_walk(links, max(stop, 0), here)
        legs.append(Leg(WALK, stop, here, begin_s, begin_s + walk_s))
        if stop == NONE:
            break
    return legs[::-1]


def _count_rides(labels: Labels, stop: int) -> int:
    """Fewest rides that are as early as all."""
    return int(np.argmax(labels.ride_s[:, stop] == labels.ride_s[-1, stop]))


def _to_ride(patterns: Patterns, labels: Labels, end: tuple[int, int]) -> Leg:
    """The ride to a stop; its trip is that of the patterns."""
    k, stop = end
    trip, boarded = int(labels.trip[k, stop]), int(labels.boarded[k, stop])
    pattern = int(patterns.pattern[trip])
    first, n_trips = int(patterns.trip[pattern]), int(patterns.trip[pattern + 1] - patterns.trip[pattern])
    begin_s = patterns.departure_s[patterns.block[pattern] + boarded * n_trips + trip - first]
    here = int(patterns.stop[patterns.place[pattern] + boarded])
    return Leg(trip, here, stop, int(begin_s), int(labels.ride_s[k, stop]))


def _find_walk(links: Links, row: int, to: int) -> int:
    """Seconds of a walk that exists."""
    part = slice(links.first[row], links.first[row + 1])
    return int(links.walk_s[part][links.to[part] == to][0])
