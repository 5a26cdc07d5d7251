"""Edits keep rows and numbers together."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.network.timetable import NONE, SCHEMAS, trips_on
from geo.network.timetable_edit import (
    add_trips,
    drop_service_days,
    drop_short_trips,
    keep_trips,
    replace_stops,
)
from tests.timetable import HOLIDAY, SATURDAY, SCHOOL_DAY, make_feed


@pytest.fixture
def feed():
    return make_feed(
        [
            ("1", 3, ["A", "B", "C"], ["06:00", "06:10", "06:20"], "weekday"),
            ("1", 3, ["C", "B", "A"], ["07:00", "07:10-07:12", "07:20"], "daily"),
            ("2", 3, ["B", "D"], ["08:00", "08:10"], "saturday"),
        ],
        parents={"A": "Markt"},
        transfers=[("A", "B", 120), ("C", "B", 60), ("D", "A", 90)],
    )


def calls_of(feed, trip_id):
    """(stop_id, arrival_s, departure_s) of a trip."""
    trip = feed.trips["trip_id"].to_list().index(trip_id)
    calls = feed.stop_times.filter(pl.col("trip") == trip)
    return list(
        zip(
            feed.stops["stop_id"].gather(calls["stop"]), calls["arrival_s"], calls["departure_s"], strict=True
        )
    )


def assert_sound(feed):
    """Types as stated, numbers within the frames, calls sorted."""
    for name, schema in SCHEMAS.items():
        assert dict(getattr(feed, name).schema) == schema, name
    assert feed.stop_times["trip"].is_sorted()
    assert feed.stop_times["trip"].is_between(0, feed.trips.height - 1).all()
    assert feed.stop_times["stop"].is_between(0, feed.stops.height - 1).all()
    assert feed.stops["parent"].is_between(NONE, feed.stops.height - 1).all()
    assert feed.trips["service"].is_in(feed.services["service"].implode()).all()


def test_keep_trips(feed):
    fewer = keep_trips(feed, np.array([False, True, True]))
    assert_sound(fewer)
    assert fewer.trips["trip_id"].to_list() == ["1 1", "2 2"]
    assert calls_of(fewer, "2 2") == calls_of(feed, "2 2")
    assert feed.trips.height == 3  # the old one is unchanged


def test_a_stop_in_the_place_of_another(feed):
    # D becomes C: the trips there call at C, the transfers start there.
    fewer = replace_stops(feed, np.array([0, 1, 2, 2, 4]))
    assert_sound(fewer)
    assert fewer.stops["stop_id"].to_list() == ["A", "B", "C", "Markt"]
    assert fewer.stops["parent"].to_list() == [3, NONE, NONE, NONE]
    assert [stop for stop, _, _ in calls_of(fewer, "2 2")] == ["B", "C"]
    assert fewer.transfers.select("from_stop", "to_stop").rows() == [(0, 1), (2, 1), (2, 0)]


def test_two_calls_that_become_one(feed):
    fewer = replace_stops(feed, np.array([0, 0, 2, 3, 4]))  # B becomes A
    assert_sound(fewer)
    assert calls_of(fewer, "1 0") == [("A", 21_600, 22_200), ("C", 22_800, 22_800)]
    assert calls_of(fewer, "1 1") == [("C", 25_200, 25_200), ("A", 25_800, 26_400)]


def test_a_stop_left_out(feed):
    fewer = replace_stops(feed, np.array([0, NONE, 2, 3, 4]))
    assert_sound(fewer)
    assert [stop for stop, _, _ in calls_of(fewer, "1 0")] == ["A", "C"]
    assert fewer.trips["trip_id"].to_list() == ["1 0", "1 1"]  # the third has one call left
    assert fewer.transfers.height == 1


def test_a_station_left_out(feed):
    fewer = replace_stops(feed, np.array([0, 1, 2, 3, NONE]))
    assert_sound(fewer)
    assert fewer.stops["parent"].to_list() == [NONE] * 4


def test_no_short_trip_is_no_change(feed):
    assert drop_short_trips(feed) is feed


def test_days_on_which_trips_do_not_run(feed):
    cancelled = pl.DataFrame(
        {"trip": [0, 1, 2], "date": [SCHOOL_DAY, SATURDAY, SATURDAY]},
        schema={"trip": pl.Int32, "date": pl.Date},
    )
    fewer = drop_service_days(feed, cancelled)
    assert_sound(fewer)
    assert fewer.trips["trip_id"].to_list() == ["1 0", "1 1"]
    assert trips_on(fewer, SCHOOL_DAY).tolist() == [1]
    assert trips_on(fewer, HOLIDAY).tolist() == [0, 1]
    assert trips_on(fewer, SATURDAY).tolist() == []


def test_added_trips(feed):
    more = add_trips(feed, feed.trips[:1], feed.stop_times.filter(pl.col("trip") == 0))
    assert_sound(more)
    assert more.stop_times.filter(pl.col("trip") == 3)["arrival_s"].to_list() == [21_600, 22_200, 22_800]


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=24, unique=True),
)
def test_what_is_not_cancelled_runs_as_before(pairs):
    days = [date(2026, 11, day) for day in (23, 24, 25, 26)]
    services = {"a": days, "b": days[:2]}
    rows = [("1", 3, ["A", "B"], [f"{hour:02d}:00", f"{hour:02d}:30"], "ab"[hour % 2]) for hour in range(6)]
    feed = make_feed(rows, services=services)
    cancelled = pl.DataFrame(
        {"trip": [trip for trip, _ in pairs], "date": [days[day] for _, day in pairs]},
        schema={"trip": pl.Int32, "date": pl.Date},
    )
    fewer = drop_service_days(feed, cancelled)
    gone = {(trip, days[day]) for trip, day in pairs}
    for day in days:
        before = {
            feed.trips["trip_id"][int(trip)] for trip in trips_on(feed, day) if (int(trip), day) not in gone
        }
        assert {fewer.trips["trip_id"][int(trip)] for trip in trips_on(fewer, day)} == before
