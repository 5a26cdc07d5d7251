"""Compiled search on a day's timetable: the earliest arrival with at most k rides, for every departure of a range.

RAPTOR by rounds. Departures are worked through from the last to the first, and all labels stay: whoever leaves
earlier can still take what was found for those who leave later. Two things make that exact. A label of round k
means *at most* k rides, so it is compared with labels of as many rides or fewer, never with earlier ones of more
rides; and of each trip is remembered, per round, from which position on it was ridden, so that it is ridden
again only where that can lead to something new.

One footpath is walked between two rides; it already contains the minimum change time.

Sources: D. Delling, T. Pajor, R. Werneck, Round-Based Public Transit Routing, Transportation Science 49 (2015);
S. Witt, Trip-Based Public Transit Routing, ESA 2015 (the positions remembered per trip).
"""

from typing import NamedTuple

import numpy as np

from geo.network.kernels_net import Array, Whole, compiled
from geo.network.kernels_trips import (
    NONE,
    Answer,
    Best,
    Labels,
    Links,
    Patterns,
    new_answer,
    new_best,
    new_labels,
    note_answer,
    trace_back,
)

FRESH, HIT, CHANGED, QUEUED, ROUND, DEPARTURE = range(6)  # in `Work.tally`


class Work(NamedTuple):
    """Lists of a round, and in which round (or for which departure) something was last put on them.

    Attributes
    ----------
    fresh, is_fresh
        Stops that became ready to get on.
    hit, is_hit
        Stops that were reached.
    changed, is_changed
        Stops that were reached in any round for this departure.
    queue, is_queued, start, until
        Trips to ride, from which and up to which position.
    tally
        Lengths of the lists; numbers of the round and of the departure.
    """

    fresh: Array
    is_fresh: Array
    hit: Array
    is_hit: Array
    changed: Array
    is_changed: Array
    queue: Array
    is_queued: Array
    start: Array
    until: Array
    tally: Array


@compiled
def search_range(
    patterns: Patterns,
    footpaths: Links,
    ends: tuple[Links, Links],
    departure_s: Array,
    ask: tuple[int, int, int],
) -> Answer:
    """Search from one origin.

    ``ends`` are the walks of the origin (one row) to stops, and those of the stops to targets; departures
    descend; ``ask`` is the greatest number of rides, the limit in seconds, and the number of targets.
    """
    access, egress = ends
    n_rides, limit_s, n_targets = ask
    labels, work = new_labels(patterns, n_rides), _new_work(patterns)
    best, answer = new_best(n_targets), new_answer(len(departure_s), n_targets)
    for i in range(len(departure_s)):
        _set_out(labels, work, access, departure_s[i])
        for k in range(1, n_rides + 1):
            _board(patterns, labels, work, k)
            _ride(patterns, labels, work, (k, departure_s[i] + limit_s))
            _change(footpaths, labels, work, k)
        _arrive(patterns, labels, work, (access, footpaths, egress), best)
        note_answer(best, answer, i, (departure_s[i], limit_s))
    return answer


@compiled
def _new_work(patterns: Patterns) -> Work:
    n_stops, n_trips = len(patterns.at) - 1, len(patterns.pattern)
    return Work(
        np.empty(n_stops, np.int32), np.full(n_stops, np.int64(NONE)),
        np.empty(n_stops, np.int32), np.full(n_stops, np.int64(NONE)),
        np.empty(n_stops, np.int32), np.full(n_stops, np.int64(NONE)),
        np.empty(n_trips, np.int32), np.full(n_trips, np.int64(NONE)),
        np.empty(n_trips, np.int16), np.empty(n_trips, np.int16), np.zeros(6, np.int64),
    )  # fmt: skip


@compiled
def _set_out(labels: Labels, work: Work, access: Links, departure_s: Whole) -> None:
    """Walk from the origin to stops."""
    work.tally[FRESH], work.tally[CHANGED] = 0, 0
    work.tally[DEPARTURE] += 1
    for a in range(len(access.to)):
        _be_ready(labels, work, 0, (access.to[a], np.int32(departure_s + access.time_s[a]), np.int32(NONE)))


@compiled
def _be_ready(labels: Labels, work: Work, k: int, offer: tuple[Whole, Whole, Whole]) -> None:
    """Offer a stop a time to get on after k rides: stop, time, where from."""
    stop, ready_s, origin = offer
    if ready_s >= labels.ready_s[k, stop]:
        return
    if work.is_fresh[stop] != work.tally[ROUND]:
        work.is_fresh[stop] = work.tally[ROUND]
        work.fresh[work.tally[FRESH]] = stop
        work.tally[FRESH] += 1
    for j in range(k, len(labels.ready_s)):
        if ready_s >= labels.ready_s[j, stop]:
            break
        labels.ready_s[j, stop], labels.origin[j, stop] = ready_s, origin


@compiled
def _board(patterns: Patterns, labels: Labels, work: Work, k: int) -> None:
    """Queue the earliest trip of each pattern at each stop that became ready."""
    work.tally[QUEUED] = 0
    for f in range(work.tally[FRESH]):
        stop = work.fresh[f]
        for a in range(patterns.at[stop], patterns.at[stop + 1]):
            pattern, position = patterns.at_pattern[a], patterns.at_position[a]
            trip = _catch(patterns, pattern, position, labels.ready_s[k - 1, stop])
            if trip < patterns.trip[pattern + 1] and position < labels.ridden[k, trip]:
                _queue(labels, work, k, (trip, patterns.trip[pattern + 1], position))
    work.tally[ROUND] += 1


@compiled
def _catch(patterns: Patterns, pattern: Whole, position: Whole, ready_s: Whole) -> Whole:
    """Earliest trip of a pattern that leaves a position not before a time; the next pattern's first if none."""
    first, end = patterns.trip[pattern], patterns.trip[pattern + 1]
    begin = patterns.block[pattern] + np.int64(position) * (end - first) - first
    low, high = np.int64(first), np.int64(end)
    while low < high:
        middle = (low + high) >> 1
        if patterns.departure_s[begin + middle] < ready_s:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _queue(labels: Labels, work: Work, k: int, ride: tuple[Whole, Whole, Whole]) -> None:
    """Queue a trip (first of those up to an end) from a position; later ones need not be ridden from there."""
    trip, end, position = ride
    if work.is_queued[trip] != work.tally[ROUND]:
        work.is_queued[trip] = work.tally[ROUND]
        work.queue[work.tally[QUEUED]] = trip
        work.tally[QUEUED] += 1
        work.until[trip] = labels.ridden[k, trip]
    work.start[trip] = position
    for j in range(k, len(labels.ridden)):
        later = trip
        while later < end and labels.ridden[j, later] > position:
            labels.ridden[j, later] = position
            later += 1


@compiled
def _ride(patterns: Patterns, labels: Labels, work: Work, ask: tuple[int, Whole]) -> None:
    """Ride the queued trips as far as nobody rode them before, and get off where that is earlier."""
    k, last_s = ask
    work.tally[HIT] = 0
    for q in range(work.tally[QUEUED]):
        trip = work.queue[q]
        pattern, start = patterns.pattern[trip], work.start[trip]
        place, n_places = patterns.place[pattern], patterns.place[pattern + 1] - patterns.place[pattern]
        begin = patterns.block[pattern] + np.int64(trip - patterns.trip[pattern]) * n_places
        for position in range(start + 1, min(np.int64(work.until[trip]) + 1, np.int64(n_places))):
            arrival_s, stop = patterns.arrival_s[begin + position], patterns.stop[place + position]
            if arrival_s > last_s:
                break
            if patterns.alight[place + position] and arrival_s < labels.ride_s[k, stop]:
                _get_off(labels, work, (k, stop), (arrival_s, trip, start))


@compiled
def _get_off(labels: Labels, work: Work, where: tuple[int, Whole], ride: tuple[Whole, Whole, Whole]) -> None:
    k, stop = where
    arrival_s, trip, start = ride
    if work.is_hit[stop] != work.tally[ROUND]:
        work.is_hit[stop] = work.tally[ROUND]
        work.hit[work.tally[HIT]] = stop
        work.tally[HIT] += 1
    if work.is_changed[stop] != work.tally[DEPARTURE]:
        work.is_changed[stop] = work.tally[DEPARTURE]
        work.changed[work.tally[CHANGED]] = stop
        work.tally[CHANGED] += 1
    for j in range(k, len(labels.ride_s)):
        if arrival_s >= labels.ride_s[j, stop]:
            break
        labels.ride_s[j, stop], labels.trip[j, stop] = arrival_s, trip
        labels.boarded[j, stop] = start


@compiled
def _change(footpaths: Links, labels: Labels, work: Work, k: int) -> None:
    """Walk from stops that were reached to those where one may get on."""
    work.tally[FRESH] = 0
    for h in range(work.tally[HIT] if k < len(labels.ready_s) else 0):
        stop = work.hit[h]
        for f in range(footpaths.first[stop], footpaths.first[stop + 1]):
            ready_s = np.int32(labels.ride_s[k, stop] + footpaths.time_s[f])
            _be_ready(labels, work, k, (footpaths.to[f], ready_s, stop))


@compiled
def _arrive(
    patterns: Patterns, labels: Labels, work: Work, walks: tuple[Links, Links, Links], best: Best
) -> None:
    """Walk on to the targets from stops that were reached earlier, or with fewer rides, than before."""
    egress = walks[2]
    for c in range(work.tally[CHANGED]):
        stop, k = work.changed[c], 1
        arrival_s = labels.ride_s[-1, stop]
        while labels.ride_s[k, stop] > arrival_s:
            k += 1
        moving_s: Whole = np.int64(NONE)
        for e in range(egress.first[stop], egress.first[stop + 1]):
            target, there_s = egress.to[e], arrival_s + egress.time_s[e]
            here_s = best.arrival_s[target]
            if there_s < here_s or (there_s == here_s and k < best.rides[target]):
                if moving_s == NONE:
                    moving_s = trace_back(patterns, labels, walks, (k, stop))
                best.arrival_s[target], best.rides[target] = there_s, k
                best.moving_s[target], best.via[target] = moving_s + egress.walk_s[e], stop
