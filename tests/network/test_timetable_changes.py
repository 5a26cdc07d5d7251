"""What-ifs on the timetable: hand-made feeds, answers that a person can count."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from geo.errors import InputError
from geo.network.courses import find_courses, find_usual_courses
from geo.network.new_stop import add_stop, find_insertion
from geo.network.timetable import NONE, SCHEMAS, trips_on
from geo.network.timetable_changes import (
    Place,
    add_departure,
    add_on_demand,
    find_added,
    measure_vehicle_km,
    raise_frequency,
)
from tests.timetable import HOLIDAY, ORIGIN, SCHOOL_DAY, SUNDAY, make_feed, seconds

THERE, BACK = ["A", "B", "C"], ["C", "B", "A"]
LINE = [
    ("Bus 1", 3, THERE, ["06:10", "06:15", "06:20"], "weekday"),
    ("Bus 1", 3, THERE, ["07:10", "07:15", "07:20"], "weekday"),
    ("Bus 1", 3, THERE, ["12:40", "12:46", "12:51"], "weekday"),
    ("Bus 1", 3, BACK, ["06:30", "06:35", "06:40"], "weekday"),
    ("Bus 2", 3, ["A", "D"], ["08:00", "08:20"], "daily"),
]
WINDOW = seconds("06:00"), seconds("10:00")


@pytest.fixture
def feed():
    return make_feed(LINE)


def departures(feed, day, stop, headsign=None):
    """Clock times at a stop, rising, of trips that go on."""
    calls = feed.stop_times.filter(
        pl.col("trip").is_in(pl.Series(trips_on(feed, day), dtype=pl.Int32).implode())
    )
    calls = calls.filter(pl.col("stop_sequence") < pl.col("stop_sequence").max().over("trip"))
    calls = calls.filter(feed.stops["stop_name"].gather(calls["stop"]) == stop)
    if headsign:
        calls = calls.filter(feed.trips["trip_headsign"].gather(calls["trip"]) == headsign)
    return [f"{t // 3600:02d}:{t // 60 % 60:02d}" for t in sorted(calls["departure_s"].to_list())]


def check_rows(feed):
    """The form that every reader of a feed relies on."""
    for name, schema in SCHEMAS.items():
        assert dict(getattr(feed, name).schema) == schema, name
    calls = feed.stop_times
    assert calls["trip"].is_sorted()
    times = calls.with_columns(late=pl.col("arrival_s") < pl.col("departure_s").shift(1).over("trip"))
    assert not times["late"].fill_null(value=False).any()
    assert (calls["arrival_s"] <= calls["departure_s"]).all()
    assert calls["stop"].max() < feed.stops.height
    assert calls["trip"].max() == feed.trips.height - 1


def test_courses_there_and_back(feed):
    there, back = find_courses(feed, [0], SCHOOL_DAY)
    assert (there.begin, there.end, back.begin, back.end) == ("A", "C", "C", "A")
    assert there.departures_s.tolist() == [seconds("06:10"), seconds("07:10"), seconds("12:40")]
    assert back.departures_s.tolist() == [seconds("06:30")]
    # Running times of 10, 10 and 11 minutes: the one in the middle takes 10.
    assert there.trip in (0, 1)


def test_a_line_that_does_not_run_on_that_day(feed):
    with pytest.raises(InputError, match=r"fährt am 22\.11\.2026 nicht"):
        find_courses(feed, [0], SUNDAY)


def test_courses_of_another_day_have_no_departures(feed):
    there, back = find_courses(feed, [0], SCHOOL_DAY)
    courses, shown = find_usual_courses(feed, [0], SUNDAY, [SUNDAY, HOLIDAY, SCHOOL_DAY])
    assert shown == HOLIDAY
    assert [course.trip for course in courses] == [there.trip, back.trip]
    assert [len(course.departures_s) for course in courses] == [0, 0]
    with pytest.raises(InputError, match=r"fährt am 22\.11\.2026 nicht"):
        find_usual_courses(feed, [0], SUNDAY, [SUNDAY])


def test_directions_by_their_id_where_no_trip_leads_back_by_name():
    rows = [
        ("Bus 1", 3, ["A", "B", "C"], ["06:00", "06:05", "06:10"], "weekday", {"direction_id": 0}),
        ("Bus 1", 3, ["C", "B", "Z"], ["06:30", "06:35", "06:40"], "weekday", {"direction_id": 1}),
    ]
    courses = find_courses(make_feed(rows), [0], SCHOOL_DAY)
    assert [(course.begin, course.end) for course in courses] == [("A", "C"), ("C", "Z")]


def test_hourly_fills_what_is_missing_at_the_minute_of_the_line(feed):
    changed = raise_frequency(feed, find_courses(feed, [0], SCHOOL_DAY), SCHOOL_DAY, WINDOW, 3600)
    check_rows(changed)
    assert departures(changed, SCHOOL_DAY, "A", "C") == ["06:10", "07:10", "08:10", "09:10", "12:40"]
    assert departures(changed, SCHOOL_DAY, "C", "A") == ["06:30", "07:30", "08:30", "09:30"]
    assert len(find_added(feed, changed, SCHOOL_DAY)) == 5
    # 5 trips of 2 km as the crow flies, road factor 1.3
    assert measure_vehicle_km(changed, find_added(feed, changed, SCHOOL_DAY)) == pytest.approx(5 * 2 * 1.3)


def test_the_change_is_of_that_day_and_leaves_the_feed_alone(feed):
    changed = raise_frequency(feed, find_courses(feed, [0], SCHOOL_DAY), SCHOOL_DAY, WINDOW, 3600)
    assert (
        departures(changed, HOLIDAY, "A", "C")
        == departures(feed, HOLIDAY, "A", "C")
        == ["06:10", "07:10", "12:40"]
    )
    assert feed.trips.height == len(LINE)
    assert changed.trips[: len(LINE)].equals(feed.trips)


def test_hourly_twice_adds_nothing(feed):
    once = raise_frequency(feed, find_courses(feed, [0], SCHOOL_DAY), SCHOOL_DAY, WINDOW, 3600)
    twice = raise_frequency(once, find_courses(once, [0], SCHOOL_DAY), SCHOOL_DAY, WINDOW, 3600)
    assert twice.trips.equals(once.trips)


def test_other_courses_of_the_line_count_where_they_serve_the_same_ends():
    rows = [*LINE, ("Bus 1", 3, ["A", "X", "B", "C"], ["08:12", "08:14", "08:18", "08:23"], "weekday")]
    feed = make_feed(rows)
    changed = raise_frequency(feed, find_courses(feed, [0], SCHOOL_DAY), SCHOOL_DAY, WINDOW, 3600)
    assert departures(changed, SCHOOL_DAY, "A", "C") == ["06:10", "07:10", "08:12", "09:10", "12:40"]


def test_a_later_last_trip_both_ways(feed):
    changed = add_departure(feed, find_courses(feed, [0], SCHOOL_DAY), SCHOOL_DAY, seconds("22:30"))
    check_rows(changed)
    assert departures(changed, SCHOOL_DAY, "A", "C")[-1] == "22:30"
    assert departures(changed, SCHOOL_DAY, "C", "A")[-1] == "22:30"
    last = changed.stop_times.filter(pl.col("trip") == changed.trips.height - 1)
    assert (last["departure_s"] - last["departure_s"][0]).to_list() == [0, 300, 600]


def test_a_last_trip_that_is_there_is_not_added(feed):
    changed = add_departure(feed, find_courses(feed, [0], SCHOOL_DAY), SCHOOL_DAY, seconds("12:35"))
    assert departures(changed, SCHOOL_DAY, "A", "C") == departures(feed, SCHOOL_DAY, "A", "C")
    assert len(find_added(feed, changed, SCHOOL_DAY)) == 1  # the way back


def test_pupils_trips_are_no_service_but_may_be_the_template():
    feed = make_feed([("Bus 9", 3, THERE, ["07:00", "07:05", "07:10"], "school", {"school": True})])
    changed = add_departure(feed, find_courses(feed, [0], SCHOOL_DAY), SCHOOL_DAY, seconds("07:00"))
    assert changed.trips["school"].to_list() == [True, False]
    assert departures(changed, SCHOOL_DAY, "A") == ["07:00", "07:00"]


def test_an_on_demand_area(feed):
    place = Place("Weiler", ORIGIN[0] + 1_000, ORIGIN[1] + 5_000)  # 5 km beside B
    changed = add_on_demand(feed, SCHOOL_DAY, [place], 1, window_s=WINDOW, interval_s=3600)
    check_rows(changed)
    added = find_added(feed, changed, SCHOOL_DAY)
    assert len(added) == 8  # four hours, both ways
    assert changed.trips["on_demand"].gather(added).all()
    assert set(changed.trips["trip_headsign"].gather(added)) == {"B", "Weiler"}
    assert changed.routes["route_type"][-1] == 715
    ride = changed.stop_times.filter(pl.col("trip") == added[0])
    assert ride["stop"].to_list() == [feed.stops.height, 1]
    # 5 km x 1.3 at 30 km/h
    assert ride["arrival_s"][1] - ride["departure_s"][0] == 780
    assert departures(changed, SCHOOL_DAY, "A", "C") == departures(feed, SCHOOL_DAY, "A", "C")


def test_a_new_stop_between_two_others(feed):
    place = Place("Neu", ORIGIN[0] + 500, ORIGIN[1])  # halfway from A to B, no detour
    changed = add_stop(feed, [0], SCHOOL_DAY, place)
    check_rows(changed)
    assert changed.stops["stop_name"][-1] == "Neu"
    assert departures(changed, SCHOOL_DAY, "Neu", "C") == ["06:13", "07:13", "12:43"]
    first = changed.stop_times.filter(pl.col("trip") == 0)
    # half of five minutes, 30 s there, the rest 30 s later
    assert (first["arrival_s"] - seconds("06:10")).to_list() == [0, 150, 330, 630]
    assert first["departure_s"][1] - first["arrival_s"][1] == 30
    assert first["stop_sequence"].to_list() == [1, 2, 3, 4]
    assert changed.stop_times.filter(pl.col("trip") == 4).equals(feed.stop_times.filter(pl.col("trip") == 4))


def test_a_new_stop_that_costs_a_detour(feed):
    place = Place("Neu", ORIGIN[0] + 500, ORIGIN[1] + 500)
    changed = add_stop(feed, [0], SCHOOL_DAY, place)
    legs = np.hypot(500, 500)
    detour_s = (2 * legs - 1_000) * 1.3 / (25_000 / 3600)
    first = changed.stop_times.filter(pl.col("trip") == 0)
    assert first["arrival_s"][2] - seconds("06:15") == pytest.approx(detour_s + 30, abs=1)


@pytest.mark.parametrize(
    ("x", "name", "expected"), [(-600, "A", ["Neu", "A", "B", "C"]), (2_600, "C", ["A", "B", "C", "Neu"])]
)
def test_a_new_stop_beyond_the_end_lengthens_the_line(feed, x, name, expected):
    changed = add_stop(feed, [0], SCHOOL_DAY, Place("Neu", ORIGIN[0] + x, ORIGIN[1]))
    check_rows(changed)
    first = changed.stop_times.filter(pl.col("trip") == 0)
    assert changed.stops["stop_name"].gather(first["stop"]).to_list() == expected
    others = first.filter(pl.col("stop") != feed.stops.height)
    assert (others["arrival_s"] - seconds("06:10")).to_list() == [0, 300, 600]
    # 600 m x 1.3 at 25 km/h
    assert abs(first["arrival_s"][-1] - first["arrival_s"][-2]) >= 112


def test_too_far_from_the_line(feed):
    with pytest.raises(InputError, match="Umweg"):
        add_stop(feed, [0], SCHOOL_DAY, Place("Neu", ORIGIN[0], ORIGIN[1] + 9_000))
    with pytest.raises(InputError, match="fährt am"):
        add_stop(feed, [0], date(2026, 11, 25), Place("Neu", *ORIGIN))


def test_insertion_of_a_place_on_a_stop_costs_nothing():
    xy = np.array([[0.0, 0.0], [1_000.0, 0.0], [2_000.0, 0.0]])
    found = find_insertion(xy, Place("Neu", 1_000.0, 0.0), 1.3)
    assert found.position in (1, 2)
    assert found.detour_m == pytest.approx(0)
    assert find_insertion(xy, Place("Neu", -300.0, 0.0), 1.0) == (0, 0.0, 300.0, 0.0)


def test_nothing_added_is_no_way():
    feed = make_feed(LINE)
    assert measure_vehicle_km(feed, np.empty(0, np.int64)) == 0
    assert NONE not in feed.stop_times["stop"]
