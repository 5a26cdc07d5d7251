"""The timetable search against the oracle on random days: departures, arrivals, ranges, and what must always hold."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError
from geo.network.raptor import Ask, Links, Transit, arrive_by, depart_at, take_row, transpose
from geo.network.raptor_day import Day
from geo.network.raptor_pack import Calls
from tests.network.connections import best_at_target, list_links, list_trips, scan_connections

LIMIT_S = 60
TIMES = np.arange(0, 40)


def to_links(rows, n_rows):
    rows = sorted(rows)
    first = np.searchsorted([row for row, _, _ in rows], np.arange(n_rows + 1)).astype(np.int32)
    to, walk_s = (np.array([entry[i] for entry in rows], np.int32) for i in (1, 2))
    return Links(first, to, walk_s, walk_s)


@st.composite
def days(draw):
    """Up to seven stops and ten trips; loops, overtaking, waiting, closed doors, and rides of no time."""
    n_stops = draw(st.integers(2, 7))
    stop = st.integers(0, n_stops - 1)
    shapes = draw(st.lists(st.lists(stop, min_size=2, max_size=6), min_size=1, max_size=4))
    trips = []
    for _ in range(draw(st.integers(1, 10))):
        stops = draw(st.sampled_from(shapes))
        n = len(stops)
        steps = draw(st.lists(st.integers(0, 8), min_size=2 * n, max_size=2 * n))
        times = draw(st.integers(-10, 40)) + np.cumsum(steps)
        doors = draw(st.lists(st.sampled_from([3, 3, 3, 1, 2, 0]), min_size=n, max_size=n))
        trips.append((stops, times[::2], times[1::2], doors))
    first = np.concatenate([[0], np.cumsum([len(trip[0]) for trip in trips])])
    stops, arrival, departure, doors = (np.concatenate([trip[i] for trip in trips]) for i in range(4))
    calls = Calls(
        first, stops.astype(np.int32), arrival.astype(np.int32), departure.astype(np.int32),
        doors & 1 > 0, doors & 2 > 0,
    )  # fmt: skip
    n_trips = len(trips)
    day = Day(date(2026, 11, 24), n_stops, calls, np.arange(n_trips), np.zeros(n_trips, np.int64), {})
    pairs = draw(st.dictionaries(st.tuples(stop, stop), st.integers(0, 12), max_size=12))
    return Transit(day, to_links([(a, b, s) for (a, b), s in pairs.items()], n_stops))


@st.composite
def questions(draw):
    """A day, walks of one origin to stops, and of stops to three targets."""
    transit = draw(days())
    stop = st.integers(0, transit.day.n_stops - 1)
    access = draw(st.dictionaries(stop, st.integers(0, 9), max_size=3))
    egress = draw(st.dictionaries(st.tuples(stop, st.integers(0, 2)), st.integers(0, 9), max_size=5))
    return (
        transit,
        to_links([(0, s, w) for s, w in access.items()], 1),
        to_links([(s, t, w) for (s, t), w in egress.items()], transit.day.n_stops),
    )


def ask_oracle(transit, access, egress, departure_s, rides):
    trips, footpaths = list_trips(transit.day.calls), list_links(transit.footpaths)
    arrivals = scan_connections(trips, footpaths, list_links(access)[0], departure_s, rides)
    ends = list_links(transpose(egress, 3))
    return [best_at_target(arrivals, ends[target], departure_s, LIMIT_S) for target in range(3)]


@settings(max_examples=400)
@given(question=questions(), rides=st.integers(1, 4))
def test_range_agrees_with_the_oracle_at_every_departure(question, rides):
    transit, access, egress = question
    answer = depart_at(transit, access, egress, TIMES, Ask(rides, LIMIT_S, 3))
    for i, departure_s in enumerate(TIMES.tolist()):
        expected = ask_oracle(transit, access, egress, departure_s, rides)
        assert list(zip(answer.travel_s[i].tolist(), answer.rides[i].tolist(), strict=True)) == expected


@settings(max_examples=200)
@given(question=questions(), rides=st.integers(1, 4))
def test_range_equals_single_departures(question, rides):
    transit, access, egress = question
    ask = Ask(rides, LIMIT_S, 3)
    together = depart_at(transit, access, egress, TIMES, ask)
    for i in range(len(TIMES)):
        alone = depart_at(transit, access, egress, TIMES[i : i + 1], ask)
        assert np.array_equal(alone.travel_s[0], together.travel_s[i])
        assert np.array_equal(alone.rides[0], together.rides[i])


@settings(max_examples=200)
@given(question=questions(), rides=st.integers(1, 4), data=st.data())
def test_arrivals_are_consistent_with_departures(question, rides, data):
    """By the latest departure one is there in time, and leaving later one is not."""
    transit, access, egress = question
    target = data.draw(st.integers(0, 2))
    ask = Ask(rides, 10_000, 1)
    to_target = take_row(transpose(egress, 3), target)
    back = arrive_by(transit, to_target, transpose(access, transit.day.n_stops), TIMES, ask)
    for i, arrival_s in enumerate(TIMES.tolist()):
        travel_s = int(back.travel_s[i, 0])
        latest = arrival_s - travel_s
        departures = np.arange(-30, arrival_s + 1)
        out = depart_at(transit, access, egress, departures, Ask(rides, 10_000, 3)).travel_s[:, target]
        in_time = departures[(out >= 0) & (departures + out <= arrival_s)]
        if travel_s < 0:
            assert not len(in_time)
        else:
            assert latest == in_time.max(initial=latest)
            assert latest in in_time or latest < departures[0]


@settings(max_examples=200)
@given(question=questions(), rides=st.integers(1, 3))
def test_what_always_holds(question, rides):
    transit, access, egress = question
    answer = depart_at(transit, access, egress, TIMES, Ask(rides, LIMIT_S, 3))
    found = answer.travel_s >= 0
    arrival = np.where(found, TIMES[:, None] + answer.travel_s, 10**9)
    assert ((answer.rides >= 1) == found).all()
    assert (answer.rides <= rides).all()
    assert (answer.travel_s <= LIMIT_S).all()
    assert (answer.moving_s[found] >= 0).all()
    assert (answer.moving_s <= answer.travel_s).all()
    assert ((answer.via >= 0) == found).all()
    # Within the limit nobody who leaves later arrives earlier.
    far = depart_at(transit, access, egress, TIMES, Ask(rides, 10_000, 3))
    late = np.where(far.travel_s >= 0, TIMES[:, None] + far.travel_s, 10**9)
    assert (np.diff(late, axis=0) >= 0).all()
    assert (late <= arrival).all()
    more = depart_at(transit, access, egress, TIMES, Ask(rides + 1, LIMIT_S, 3))
    assert (np.where(more.travel_s >= 0, TIMES[:, None] + more.travel_s, 10**9) <= arrival).all()


@settings(max_examples=100)
@given(question=questions())
def test_no_trip_of_a_pattern_overtakes(question):
    for packed in (question[0].day.forward, question[0].day.backward):
        patterns, n_calls = packed.patterns, 0
        for i in range(len(patterns.trip) - 1):
            n_trips = patterns.trip[i + 1] - patterns.trip[i]
            n_places = patterns.place[i + 1] - patterns.place[i]
            begin, end = patterns.block[i], patterns.block[i + 1]
            assert end - begin == n_trips * n_places
            arrival = patterns.arrival_s[begin:end].reshape(n_trips, n_places)
            departure = patterns.departure_s[begin:end].reshape(n_places, n_trips).T
            assert (np.diff(arrival, axis=0) >= 0).all()
            assert (np.diff(departure, axis=0) >= 0).all()
            assert (departure >= arrival).all()
            n_calls += int(end - begin)
        assert n_calls == len(question[0].day.calls.stop)
        assert sorted(packed.row.tolist()) == list(range(len(packed.row)))


def test_refuses_no_ride_and_too_many():
    one = Calls(
        np.array([0, 2]), np.array([0, 1], np.int32), np.array([0, 5], np.int32), np.array([0, 5], np.int32),
        np.ones(2, np.bool_), np.ones(2, np.bool_),
    )  # fmt: skip
    transit = Transit(
        Day(date(2026, 11, 24), 2, one, np.zeros(1, np.int64), np.zeros(1, np.int64), {}), to_links([], 2)
    )
    for rides in (0, 9):
        with pytest.raises(InputError, match="1 bis 8"):
            depart_at(transit, to_links([], 1), to_links([], 2), TIMES, Ask(rides, 60, 1))
