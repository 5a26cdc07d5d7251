"""The trips of one day, ready for the search on timetables, forwards and backwards.

A day begins at noon minus twelve hours, which is midnight but for the two days on which clocks change; from 3 in
the morning on, its seconds are those of the clock on every day. The trips of the day before that run on after
midnight belong to it, and those of the next day up to the end of its own night.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geo.errors import NoDataError
from geo.network.graph import to_indptr
from geo.network.raptor_pack import Calls, Packed, mirror_calls, pack_calls, take_trips
from geo.network.timetable import NOT_AVAILABLE, PHONE_AGENCY, Feed, trips_on
from geo.units import TIME_ZONE

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

NOON = 12
DAY_S = 86_400
NIGHT_END_S = 28 * 3600
"""Trips of the next day that begin before 4 in the morning still belong to this night. Own setting."""


@dataclass(frozen=True, eq=False)
class Day:
    """A day's trips.

    Attributes
    ----------
    date
        Its date.
    n_stops
        Number of stops; their indices are those of the feed.
    calls
        What the trips serve; times in seconds after noon minus 12 hours of the date.
    trip
        int64 (t,); row of each trip in the feed.
    shift_days
        int64 (t,); -1 for trips of the service day before, 1 for those of the next.
    left_out
        How many trips were left out, by reason: ``on_demand`` (only this date's), ``one_stop``, ``back_in_time``.
    """

    date: date
    n_stops: int
    calls: Calls
    trip: IntArray
    shift_days: IntArray
    left_out: Mapping[str, int]

    @cached_property
    def forward(self) -> Packed:
        """Packed for searches that begin with a departure."""
        return pack_calls(self.calls, self.n_stops)

    @cached_property
    def backward(self) -> Packed:
        """Packed for searches that begin with an arrival: all runs backwards, and times are negative."""
        return pack_calls(mirror_calls(self.calls), self.n_stops)


def build_day(
    feed: Feed,
    day: date,
    *,
    keep: BoolArray | None = None,
    on_demand: bool = False,
    may_be_empty: bool = False,
) -> Day:
    """Take the trips of a day out of a feed.

    Parameters
    ----------
    feed
        The timetable.
    day
        The date.
    keep
        Which trips of the feed count, shape (trips,); by default all that do not run on demand only.
    on_demand
        Whether trips and calls that must be booked count as well.
    may_be_empty
        Whether a day without trips is a day: people still walk.

    Returns
    -------
    Day
        Trips with one call, or with times that fall, are left out and counted.

    Raises
    ------
    NoDataError
        If no trip of that service day is left, and ``may_be_empty`` is not set.
    """
    booked = feed.trips["on_demand"].to_numpy()
    kept = np.asarray(keep, np.bool_) if keep is not None else ~booked | on_demand
    last_s = feed.stop_times["departure_s"].max()
    shifts = range(-(int(last_s) // DAY_S) if isinstance(last_s, int) else 0, 2)
    parts = [_trips_kept(feed, day + timedelta(days=shift), kept) for shift in shifts]
    if not may_be_empty and not len(parts[shifts.index(0)]):
        raise NoDataError(f"Im Fahrplan fährt am {day:%d.%m.%Y} nichts: bitte einen anderen Tag wählen.")
    trip = np.concatenate(parts)
    shift = np.repeat(np.asarray(shifts, np.int64), [len(part) for part in parts])
    offset_s = np.array([_noon_distance_s(day, days) for days in shifts])
    calls = _read_calls(feed, trip, offset_s[shift - shifts[0]], on_demand=on_demand)
    good, left_out = _find_good(calls, shift)
    left_out["on_demand"] = int((booked & ~kept)[trips_on(feed, day)].sum())
    return Day(day, feed.stops.height, take_trips(calls, good), trip[good], shift[good], left_out)


def _trips_kept(feed: Feed, day: date, kept: BoolArray) -> IntArray:
    trips = trips_on(feed, day)
    return trips[kept[trips]]


def _noon_distance_s(day: date, days: int) -> int:
    """Seconds from noon of a day to noon some days later; one hour more or less where clocks change."""
    here, there = (
        datetime(d.year, d.month, d.day, NOON, tzinfo=TIME_ZONE).timestamp()
        for d in (day, day + timedelta(days=days))
    )
    return int(there - here)


def _read_calls(feed: Feed, trip: IntArray, offset_s: IntArray, *, on_demand: bool) -> Calls:
    """Calls of these rows of the feed, their times moved."""
    names = ("trip", "stop", "arrival_s", "departure_s", "pickup_type", "drop_off_type")
    columns = {name: feed.stop_times[name].to_numpy() for name in names}
    closed = [NOT_AVAILABLE] if on_demand else [NOT_AVAILABLE, PHONE_AGENCY]
    whole = Calls(
        to_indptr(columns["trip"], feed.trips.height),
        columns["stop"].astype(np.int32),
        columns["arrival_s"].astype(np.int32),
        columns["departure_s"].astype(np.int32),
        ~np.isin(columns["pickup_type"], closed),
        ~np.isin(columns["drop_off_type"], closed),
    )
    calls = take_trips(whole, trip)
    moved_s = np.repeat(offset_s, np.diff(calls.first)).astype(np.int32)
    return calls._replace(arrival_s=calls.arrival_s + moved_s, departure_s=calls.departure_s + moved_s)


def _find_good(calls: Calls, shift: IntArray) -> tuple[IntArray, dict[str, int]]:
    """Trips that can be ridden on this day; how many of them cannot be used."""
    count = np.diff(calls.first)
    trip = np.repeat(np.arange(len(count)), count)
    same_trip = trip[1:] == trip[:-1]
    falls = calls.arrival_s > calls.departure_s
    falls[1:] |= same_trip & (calls.arrival_s[1:] < calls.departure_s[:-1])
    one_stop = count < 2
    back = np.bincount(trip, weights=falls, minlength=len(count)) > 0
    begin = np.where(one_stop, 0, calls.departure_s[np.minimum(calls.first[:-1], len(trip) - 1)])
    end = np.where(one_stop, 0, calls.arrival_s[calls.first[1:] - 1])
    today = (shift == 0) | ((shift < 0) & (end > 0)) | ((shift > 0) & (begin < NIGHT_END_S))
    left_out = {"one_stop": int((one_stop & today).sum()), "back_in_time": int((back & today).sum())}
    return np.flatnonzero(today & ~one_stop & ~back), left_out
