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
def search_once(
    patterns: Patterns, footpaths: Links, access: Links, departure_s: int, ask: tuple[int, int]
) -> Labels:
    """Labels of one departure, from which a way can be followed back; ``ask`` is the number of rides and the limit."""
    n_rides, limit_s = ask
    labels, work = new_labels(patterns, n_rides), _new_work(patterns)
    _set_out(labels, work, access, departure_s)
    for k in range(1, n_rides + 1):
        _board(patterns, labels, work, k)
        _ride(patterns, labels, work, (k, departure_s + limit_s))
        _change(footpaths, labels, work, k)
    return labels


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
    ready_s, origin, fresh = labels.ready_s, labels.origin, work.fresh
    n_fresh = 0
    for a in range(len(access.to)):
        stop, there_s = access.to[a], np.int32(departure_s + access.time_s[a])
        if there_s >= ready_s[0, stop]:
            continue
        fresh[n_fresh] = stop
        n_fresh += 1
        for j in range(len(ready_s)):
            if there_s >= ready_s[j, stop]:
                break
            ready_s[j, stop], origin[j, stop] = there_s, NONE
    work.tally[FRESH], work.tally[CHANGED] = n_fresh, 0
    work.tally[DEPARTURE] += 1


@compiled
def _board(patterns: Patterns, labels: Labels, work: Work, k: int) -> None:
    """Queue the earliest trip of each pattern at each stop that became ready.

    Like the loops below in one piece, with arrays taken out of their tuples first: numba would count references at
    every use, and the whole search took eight times as long (measured).
    """
    at, at_pattern, at_position = patterns.at, patterns.at_pattern, patterns.at_position
    first_trip, block, departure_s = patterns.trip, patterns.block, patterns.departure_s
    ready_s, ridden = labels.ready_s[k - 1], labels.ridden
    fresh, queue, is_queued, start, until = work.fresh, work.queue, work.is_queued, work.start, work.until
    n_queued, now, n_rows = 0, work.tally[ROUND], len(ridden)
    for f in range(work.tally[FRESH]):
        stop = fresh[f]
        for a in range(at[stop], at[stop + 1]):
            pattern, position = at_pattern[a], at_position[a]
            first, end = np.int64(first_trip[pattern]), np.int64(first_trip[pattern + 1])
            trip = _catch(
                departure_s, block[pattern] + position * (end - first) - first, (first, end), ready_s[stop]
            )
            if trip >= end or position >= ridden[k, trip]:
                continue
            if is_queued[trip] != now:
                is_queued[trip] = now
                queue[n_queued] = trip
                n_queued += 1
                until[trip] = ridden[k, trip]
            start[trip] = position
            for j in range(k, n_rows):  # later trips of the pattern need not be ridden from there any more
                later = trip
                while later < end and ridden[j, later] > position:
                    ridden[j, later] = position
                    later += 1
    work.tally[QUEUED], work.tally[ROUND] = n_queued, now + 1


@compiled
def _catch(departure_s: Array, begin: Whole, trips: tuple[Whole, Whole], ready_s: Whole) -> Whole:
    """Earliest of a range of trips that leaves not before a time; the end of the range if none does."""
    low, high = trips
    while low < high:
        middle = (low + high) >> 1
        if departure_s[begin + middle] < ready_s:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _ride(patterns: Patterns, labels: Labels, work: Work, ask: tuple[int, Whole]) -> None:
    """Ride the queued trips as far as nobody rode them before, and get off where that is earlier."""
    k, last_s = ask
    first_trip, first_place, block, pattern_of = (
        patterns.trip,
        patterns.place,
        patterns.block,
        patterns.pattern,
    )
    stop_at, alight, arrival_s = patterns.stop, patterns.alight, patterns.arrival_s
    ride_s, trip_of, boarded = labels.ride_s, labels.trip, labels.boarded
    hit, is_hit, changed, is_changed = work.hit, work.is_hit, work.changed, work.is_changed
    n_hit, n_changed, now, departure = 0, work.tally[CHANGED], work.tally[ROUND], work.tally[DEPARTURE]
    n_rows = len(ride_s)
    for q in range(work.tally[QUEUED]):
        trip = work.queue[q]
        pattern, start = pattern_of[trip], work.start[trip]
        place, n_places = first_place[pattern], np.int64(first_place[pattern + 1] - first_place[pattern])
        begin = block[pattern] + (trip - first_trip[pattern]) * n_places
        for position in range(start + 1, min(np.int64(work.until[trip]) + 1, n_places)):
            there_s, stop = arrival_s[begin + position], stop_at[place + position]
            if there_s > last_s:
                break
            if not alight[place + position] or there_s >= ride_s[k, stop]:
                continue
            if is_hit[stop] != now:
                is_hit[stop] = now
                hit[n_hit] = stop
                n_hit += 1
            if is_changed[stop] != departure:
                is_changed[stop] = departure
                changed[n_changed] = stop
                n_changed += 1
            for j in range(k, n_rows):
                if there_s >= ride_s[j, stop]:
                    break
                ride_s[j, stop], trip_of[j, stop], boarded[j, stop] = there_s, trip, start
    work.tally[HIT], work.tally[CHANGED] = n_hit, n_changed


@compiled
def _change(footpaths: Links, labels: Labels, work: Work, k: int) -> None:
    """Walk from stops that were reached to those where one may get on."""
    first, to, time_s = footpaths.first, footpaths.to, footpaths.time_s
    ride_s, ready_s, origin = labels.ride_s[k], labels.ready_s, labels.origin
    fresh, is_fresh, hit = work.fresh, work.is_fresh, work.hit
    n_fresh, now, n_rows = 0, work.tally[ROUND], len(ready_s)
    for h in range(work.tally[HIT] if k < n_rows else 0):
        stop = hit[h]
        for f in range(first[stop], first[stop + 1]):
            there, there_s = to[f], np.int32(ride_s[stop] + time_s[f])
            if there_s >= ready_s[k, there]:
                continue
            if is_fresh[there] != now:
                is_fresh[there] = now
                fresh[n_fresh] = there
                n_fresh += 1
            for j in range(k, n_rows):
                if there_s >= ready_s[j, there]:
                    break
                ready_s[j, there], origin[j, there] = there_s, stop
    work.tally[FRESH] = n_fresh


@compiled
def _arrive(
    patterns: Patterns, labels: Labels, work: Work, walks: tuple[Links, Links, Links], best: Best
) -> None:
    """Walk on to the targets from stops that were reached earlier, or with fewer rides, than before."""
    first, to, time_s, walk_s = walks[2].first, walks[2].to, walks[2].time_s, walks[2].walk_s
    ride_s, best_s, best_rides = labels.ride_s, best.arrival_s, best.rides
    for c in range(work.tally[CHANGED]):
        stop, k = work.changed[c], 1
        arrival_s = ride_s[-1, stop]
        while ride_s[k, stop] > arrival_s:
            k += 1
        moving_s: Whole = np.int64(NONE)
        for e in range(first[stop], first[stop + 1]):
            target, there_s = to[e], arrival_s + time_s[e]
            if there_s < best_s[target] or (there_s == best_s[target] and k < best_rides[target]):
                if moving_s == NONE:
                    moving_s = trace_back(patterns, labels, walks, (k, stop))
                best_s[target], best_rides[target] = there_s, k
                best.moving_s[target], best.via[target] = moving_s + walk_s[e], stop
