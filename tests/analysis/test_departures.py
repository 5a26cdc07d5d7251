"""Departures of a day: which calls count, of which kind, in which direction."""

import numpy as np
import pytest

from geo.analysis.departures import departure_table, line_table
from geo.analysis.stop_groups import describe_groups
from geo.domain import TripKind
from tests.timetable import HOLIDAY, SATURDAY, SCHOOL_DAY, make_feed, seconds


def table(rows, day=SCHOOL_DAY, school=None, **more):
    feed = make_feed(rows, **more)
    groups = describe_groups(feed.stops)
    found = departure_table(feed, groups, day, school=school)
    return found, groups


def listed(rows, **more):
    found, groups = table(rows, **more)
    name = [*groups.name]
    return [
        (name[row["group"]], name[row["next_group"]], row["line"], row["departure_s"])
        for row in found.iter_rows(named=True)
    ]


def test_the_last_stop_is_no_departure():
    rows = [("1", 3, ["A", "B", "C"], ["06:00", "06:05-06:07", "06:10"], "school")]
    assert listed(rows) == [("A", "B", "3|1", seconds("06:00")), ("B", "C", "3|1", seconds("06:07"))]


def test_only_trips_of_the_day():
    rows = [
        ("1", 3, ["A", "B"], ["06:00", "06:05"], "school"),
        ("1", 3, ["A", "B"], ["07:00", "07:05"], "daily"),
    ]
    assert len(listed(rows)) == 2
    assert len(listed(rows, day=HOLIDAY)) == 1
    assert len(listed(rows, day=SATURDAY)) == 1


def test_where_nobody_may_board_is_no_departure():
    rows = [("1", 3, ["A", "B", "C"], ["06:00", "06:05", "06:10"], "school", {"pickup_type": [0, 1, 0]})]
    assert [stop for stop, *_ in listed(rows)] == ["A"]


def test_the_driver_is_asked_like_on_any_flag_stop():
    found, _ = table([("1", 3, ["A", "B"], ["06:00", "06:05"], "school", {"pickup_type": [3, 0]})])
    assert found["kind"].to_list() == [str(TripKind.REGULAR)]


def test_two_platforms_of_one_stop_are_one_departure():
    """A bus that moves on within its stop leaves it once, at the later time."""
    stops = {"A": (0.0, 0.0), "A2": (5.0, 0.0), "B": (900.0, 0.0)}
    rows = [("1", 3, ["A", "A2", "B"], ["06:00", "06:04", "06:10"], "school")]
    assert listed(rows, stops=stops) == [("A", "B", "3|1", seconds("06:04"))]


def test_kinds():
    rows = [
        ("1", 3, ["A", "B"], ["06:00", "06:05"], "school"),
        ("2", 3, ["A", "B"], ["07:00", "07:05"], "school", {"school": True}),
        ("3", 715, ["A", "B"], ["08:00", "08:05"], "school", {"on_demand": True}),
        ("4", 3, ["A", "B"], ["09:00", "09:05"], "school", {"on_demand": True, "school": True}),
        ("5", 3, ["A", "B"], ["10:00", "10:05"], "school", {"pickup_type": [2, 0]}),
    ]
    found, _ = table(rows)
    assert found["kind"].to_list() == ["regular", "school", "on_demand", "on_demand", "on_demand"]
    marked, _ = table(rows, school=np.array([True, False, False, False, False]))
    assert marked["kind"].to_list() == ["school", "regular", "on_demand", "on_demand", "on_demand"]


@pytest.mark.parametrize(
    ("second", "departures"),
    [
        (("1", 3, ["A", "B", "C"], ["06:00", "06:05", "06:10"], "school"), 2),  # the same trip again
        (("1", 3, ["A", "B"], ["06:00", "06:05"], "daily"), 2),  # a part of it, in another service
        (("1", 3, ["A", "C"], ["06:00", "06:10"], "school"), 3),  # elsewhere: another departure
        (("1", 3, ["A", "B"], ["06:01", "06:05"], "school"), 3),  # a minute later
        (("2", 3, ["A", "B"], ["06:00", "06:05"], "school"), 3),  # another line
    ],
)
def test_duplicate_trips(second, departures):
    assert (
        len(listed([("1", 3, ["A", "B", "C"], ["06:00", "06:05", "06:10"], "school"), second])) == departures
    )


def test_of_doubles_the_open_one_stays():
    rows = [
        ("1", 3, ["A", "B"], ["06:00", "06:05"], "school", {"on_demand": True}),
        ("1", 3, ["A", "B"], ["06:00", "06:05"], "school", {"school": True}),
        ("1", 3, ["A", "B"], ["06:00", "06:05"], "school"),
    ]
    found, _ = table(rows)
    assert found["kind"].to_list() == ["regular"]
    assert found["trip"].to_list() == [2]


def test_lines_by_name_not_by_route():
    names = [("R 51", 3), ("r51", 3), ("R51", 700), ("S1", 2)]
    feed = make_feed([(name, kind, ["A", "B"], ["06:00", "06:05"], "school") for name, kind in names])
    assert line_table(feed)["line"].to_list() == ["3|r51", "3|r51", "700|r51", "2|s1"]


def test_directions_by_id_where_the_line_has_both():
    there, back = ["A", "B", "C"], ["C", "B", "A"]
    rows = [
        ("1", 3, there, ["06:00", "06:05", "06:10"], "school", {"direction_id": 0}),
        ("1", 3, back, ["07:00", "07:05", "07:10"], "school", {"direction_id": 1}),
        ("2", 3, there, ["08:00", "08:05", "08:10"], "school", {"direction_id": 0}),
        ("2", 3, back, ["09:00", "09:05", "09:10"], "school", {"direction_id": 0}),
        ("3", 3, there, ["10:00", "10:05", "10:10"], "school"),
    ]
    found, _ = table(rows)
    at_b = found.filter(found["group"] == 1)
    # Line 2 says 0 both ways, line 3 nothing: there the next stop tells (2 + its group).
    assert at_b.select("line", "direction").rows() == [
        ("3|1", 0),
        ("3|1", 1),
        ("3|2", 4),
        ("3|2", 2),
        ("3|3", 4),
    ]


def test_no_trips_that_day():
    found, _ = table([("1", 3, ["A", "B"], ["06:00", "06:05"], "school")], day=HOLIDAY)
    assert found.height == 0
