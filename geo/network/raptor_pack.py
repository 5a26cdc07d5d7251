"""Calls of trips sorted into patterns without overtaking, as the compiled search on timetables needs them."""

import itertools
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geo.errors import InputError
from geo.network.graph import to_indptr
from geo.network.kernels_trips import UNRIDDEN, Patterns

BoolArray = npt.NDArray[np.bool_]
Int32Array = npt.NDArray[np.int32]
IntArray = npt.NDArray[np.int64]


class Calls(NamedTuple):
    """Stops that trips serve, one trip after the other: shapes (c,), but for ``first``.

    Attributes
    ----------
    first
        int64 (t + 1,); calls of trip i are ``first[i]:first[i + 1]``.
    stop, arrival_s, departure_s
        int32.
    board, alight
        Whether one may get on and off.
    """

    first: IntArray
    stop: Int32Array
    arrival_s: Int32Array
    departure_s: Int32Array
    board: BoolArray
    alight: BoolArray


class Packed(NamedTuple):
    """Patterns, and which trip of the calls each of their trips is."""

    patterns: Patterns
    row: IntArray


def to_entries(first: npt.NDArray[np.integer], rows: npt.NDArray[np.integer]) -> IntArray:
    """Positions of all entries of some rows, one row after the other; ``first`` says where each row begins."""
    count = np.diff(first)[rows]
    return np.asarray(np.repeat(first[rows] - np.cumsum(count) + count, count) + np.arange(count.sum()))


def take_trips(calls: Calls, rows: npt.NDArray[np.integer]) -> Calls:
    """Some of the trips, in that order."""
    at = to_entries(calls.first, rows)
    first = np.concatenate([[0], np.cumsum(np.diff(calls.first)[rows])]).astype(np.int64)
    return Calls(
        first, calls.stop[at], calls.arrival_s[at], calls.departure_s[at], calls.board[at], calls.alight[at]
    )


def mirror_calls(calls: Calls) -> Calls:
    """The same trips backwards in time: what was the last stop is the first, getting off is getting on."""
    trip = np.repeat(np.arange(len(calls.first) - 1), np.diff(calls.first))
    at = calls.first[trip] + calls.first[trip + 1] - 1 - np.arange(len(trip))
    return Calls(
        calls.first,
        calls.stop[at],
        -calls.departure_s[at],
        -calls.arrival_s[at],
        calls.alight[at],
        calls.board[at],
    )


def pack_calls(calls: Calls, n_stops: int) -> Packed:
    """Sort trips into patterns.

    Parameters
    ----------
    calls
        Of at least two calls per trip; times never fall within a trip.
    n_stops
        Number of stops.

    Returns
    -------
    Packed
        Trips of a pattern call at the same stops, with the same rules for getting on and off, and none
        arrives or leaves anywhere before an earlier one.

    Raises
    ------
    InputError
        If a trip has more calls than positions can count.
    """
    count = np.diff(calls.first)
    if count.max(initial=0) >= UNRIDDEN:
        raise InputError(
            f"Eine Fahrt im Fahrplan hat mehr als {UNRIDDEN - 1} Halte: bitte den Fahrplan prüfen."
        )
    lines = _split_overtaking(calls, _group_alike(calls))
    row = np.array([trip for line in lines for trip in line], np.int64)
    pattern = np.repeat(np.arange(len(lines), dtype=np.int32), [len(line) for line in lines])
    trip_first = to_indptr(pattern, len(lines))
    n_places = count[row[trip_first[:-1]]]
    place_first = np.concatenate([[0], np.cumsum(n_places)]).astype(np.int32)
    places = take_trips(calls, row[trip_first[:-1]])
    times = take_trips(calls, row)
    departure_s = np.empty_like(times.departure_s)
    departure_s[_by_position(pattern, trip_first, n_places)] = times.departure_s
    return Packed(
        Patterns(
            trip_first.astype(np.int32), place_first,
            times.first[trip_first], places.stop, places.alight, times.arrival_s, departure_s, pattern,
            *_board_index(places, n_stops),
        ),
        row,
    )  # fmt: skip


def _group_alike(calls: Calls) -> list[IntArray]:
    """Trips with the same stops and rules, in the order of their departure."""
    code = calls.stop.astype(np.int64) * 4 + calls.board * 2 + calls.alight
    bounds = calls.first.tolist()
    number: dict[bytes, int] = {}
    group = np.array(
        [number.setdefault(code[a:b].tobytes(), len(number)) for a, b in itertools.pairwise(bounds)],
        np.int64,
    )
    start_s, end_s = calls.departure_s[calls.first[:-1]], calls.arrival_s[calls.first[1:] - 1]
    order = np.lexsort((end_s, start_s, group))
    return np.split(order, to_indptr(group, len(number))[1:-1]) if len(order) else []


def _split_overtaking(calls: Calls, groups: list[IntArray]) -> list[list[int]]:
    """Split groups so that nobody overtakes: each trip follows the first line whose last trip stays ahead."""
    lines: list[list[int]] = []
    for trips in groups:
        n_calls = calls.first[trips[0] + 1] - calls.first[trips[0]]
        at = calls.first[trips][:, None] + np.arange(n_calls)
        times_s = np.concatenate([calls.arrival_s[at], calls.departure_s[at]], axis=1)
        if (times_s[1:] >= times_s[:-1]).all():
            lines.append(trips.tolist())
            continue
        begun: list[list[int]] = []
        for i in range(len(trips)):
            line = next((line for line in begun if (times_s[i] >= times_s[line[-1]]).all()), None)
            if line is None:
                begun.append([i])
            else:
                line.append(i)
        lines += [trips[line].tolist() for line in begun]
    return lines


def _by_position(pattern: Int32Array, trip_first: IntArray, n_places: IntArray) -> IntArray:
    """Where each call goes when the times of a pattern stand position by position."""
    n_trips = np.diff(trip_first)
    block = np.concatenate([[0], np.cumsum(n_trips * n_places)])
    calls_of_trip = n_places[pattern]
    trip = np.repeat(np.arange(len(pattern)), calls_of_trip)
    line = pattern[trip]
    position = np.arange(len(trip)) - np.repeat(np.cumsum(calls_of_trip) - calls_of_trip, calls_of_trip)
    return np.asarray(block[line] + position * n_trips[line] + trip - trip_first[line])


def _board_index(places: Calls, n_stops: int) -> tuple[Int32Array, Int32Array, npt.NDArray[np.int16]]:
    """Where one may get on at each stop; nobody gets on at the last call."""
    n_places = np.diff(places.first)
    pattern = np.repeat(np.arange(len(n_places)), n_places)
    position = np.arange(len(pattern)) - places.first[pattern]
    usable = np.flatnonzero(places.board & (position < n_places[pattern] - 1))
    order = usable[np.lexsort((position[usable], pattern[usable], places.stop[usable]))]
    return (
        to_indptr(places.stop[order], n_stops).astype(np.int32),
        pattern[order].astype(np.int32),
        position[order].astype(np.int16),
    )
