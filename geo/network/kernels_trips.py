"""Trips of a day, walks, labels and answers as arrays for the compiled search; ways followed back."""

from typing import NamedTuple

import numpy as np

from geo.network.kernels_net import Array, Whole, compiled

NONE = -1
NEVER = np.int32(2**30)
UNRIDDEN = np.int16(2**15 - 1)
"""Position from which a trip was ridden, where it was not. No trip has as many stops."""


class Patterns(NamedTuple):
    """Trips of a day. Those of a pattern serve the same stops alike, and none overtakes another.

    Attributes
    ----------
    trip
        int32 (p + 1,); trips of pattern i are ``trip[i]:trip[i + 1]``, ascending in time.
    place
        int32 (p + 1,); positions of pattern i are ``place[i]:place[i + 1]`` of ``stop`` and ``alight``.
    block
        int64 (p + 1,); where the times of pattern i begin.
    stop, alight
        int32 and bool; stop of each position, and whether one may get off there.
    arrival_s
        int32; per pattern trip after trip: ``block + trip * positions + position``.
    departure_s
        int32; per pattern position after position: ``block + position * trips + trip``.
    pattern
        int32 (t,); pattern of each trip.
    at, at_pattern, at_position
        int32 (n + 1,), int32, int16; where one may get on at stop i: ``at[i]:at[i + 1]``.
    """

    trip: Array
    place: Array
    block: Array
    stop: Array
    alight: Array
    arrival_s: Array
    departure_s: Array
    pattern: Array
    at: Array
    at_pattern: Array
    at_position: Array


class Links(NamedTuple):
    """Walks from rows to places: those of row i are ``first[i]:first[i + 1]``.

    Attributes
    ----------
    first
        int32 (rows + 1,).
    to
        int32; stop, place or target.
    time_s
        int32; how long after the start one is ready: between two rides with the minimum change time.
    walk_s
        int32; the walk alone.
    """

    first: Array
    to: Array
    time_s: Array
    walk_s: Array


class Answer(NamedTuple):
    """Shape (departures, targets) each; of the earliest arrivals the one with the fewest rides.

    Attributes
    ----------
    travel_s
        int32; from the departure to the arrival at the target, -1 where no way was found within the limit.
    moving_s
        int32; how much of it is walking and riding. The rest is waiting.
    rides
        int8; number of rides.
    via
        int32; stop where one gets off last.
    """

    travel_s: Array
    moving_s: Array
    rides: Array
    via: Array


class Best(NamedTuple):
    """Earliest arrival at each target so far; otherwise as `Answer`."""

    arrival_s: Array
    moving_s: Array
    rides: Array
    via: Array


class Labels(NamedTuple):
    """What is known of each stop or trip after at most k rides (row k).

    Attributes
    ----------
    ride_s, ready_s
        Earliest arrival by vehicle, and earliest time to get on.
    trip, boarded
        The ride that led to ``ride_s``, and the position where one got on.
    origin
        Stop from where one walked to be ready; -1 if from the origin.
    ridden
        First position of each trip from which it, or an earlier one of its pattern, was ridden.
    """

    ride_s: Array
    ready_s: Array
    trip: Array
    boarded: Array
    origin: Array
    ridden: Array


@compiled
def new_labels(patterns: Patterns, n_rides: int) -> Labels:
    """Nothing is known yet."""
    n_stops, n_trips = len(patterns.at) - 1, len(patterns.pattern)
    return Labels(
        np.full((n_rides + 1, n_stops), NEVER),
        np.full((n_rides, n_stops), NEVER),
        np.empty((n_rides + 1, n_stops), np.int32),
        np.empty((n_rides + 1, n_stops), np.int16),
        np.empty((n_rides, n_stops), np.int32),
        np.full((n_rides + 1, n_trips), UNRIDDEN),
    )


@compiled
def new_best(n_targets: int) -> Best:
    """No target was reached yet."""
    return Best(
        np.full(n_targets, NEVER),
        np.full(n_targets, np.int32(NONE)),
        np.full(n_targets, np.int8(NONE)),
        np.full(n_targets, np.int32(NONE)),
    )


@compiled
def new_answer(n_departures: int, n_targets: int) -> Answer:
    """No way was found yet."""
    shape = (n_departures, n_targets)
    return Answer(
        np.full(shape, np.int32(NONE)),
        np.full(shape, np.int32(NONE)),
        np.full(shape, np.int8(NONE)),
        np.full(shape, np.int32(NONE)),
    )


@compiled
def note_answer(best: Best, answer: Answer, i: int, ask: tuple[Whole, Whole]) -> None:
    """Keep what is best now as the answer for departure i; ``ask`` is its time and the limit."""
    departure_s, limit_s = ask
    best_s, rides, moving_s, via = best.arrival_s, best.rides, best.moving_s, best.via
    for target in range(len(best_s)):
        if best_s[target] - departure_s <= limit_s:
            answer.travel_s[i, target], answer.rides[i, target] = best_s[target] - departure_s, rides[target]
            answer.moving_s[i, target], answer.via[i, target] = moving_s[target], via[target]


@compiled
def trace_back(
    patterns: Patterns, labels: Labels, walks: tuple[Links, Links, Links], end: tuple[int, Whole]
) -> Whole:
    """Seconds of walking and riding on the way to a stop with at most k rides, followed back to the origin.

    ``walks`` are access, footpaths and egress; ``end`` is k and the stop.
    """
    access, footpaths, _ = walks
    k, stop = end
    moving_s: Whole = np.int64(0)
    while True:
        trip, boarded = labels.trip[k, stop], labels.boarded[k, stop]
        pattern = patterns.pattern[trip]
        first, n_trips = patterns.trip[pattern], patterns.trip[pattern + 1] - patterns.trip[pattern]
        at = patterns.block[pattern] + np.int64(boarded) * n_trips + (trip - first)
        moving_s += np.int64(labels.ride_s[k, stop] - patterns.departure_s[at])
        there = patterns.stop[patterns.place[pattern] + boarded]
        k -= 1
        stop = labels.origin[k, there]
        if stop == NONE:
            return moving_s + _walk_s(access, 0, there)
        moving_s += _walk_s(footpaths, stop, there)


@compiled
def _walk_s(links: Links, row: Whole, to: Whole) -> Whole:
    for i in range(links.first[row], links.first[row + 1]):
        if links.to[i] == to:
            return np.int64(links.walk_s[i])
    return np.int64(0)
