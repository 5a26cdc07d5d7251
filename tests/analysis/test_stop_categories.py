"""The traps that decide rural results (methods.md, 1.5), each with a hand-made feed and an answer by hand.

All windows are 06:00 to 20:00, 840 minutes; an hourly bus departs 14 times in it.
"""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.departures import departure_table
from geo.analysis.stop_categories import best_categories, counted_kinds, stop_categories
from geo.analysis.stop_groups import describe_groups
from geo.domain import TripKind
from geo.norms.gueteklassen import get_method, list_methods
from tests.timetable import HOLIDAY, SCHOOL_DAY, every, make_feed

THERE, BACK = ["A", "B", "C"], ["C", "B", "A"]
METHODS = [method.id for method in list_methods()]


def found_at(rows, stop="B", method="oerok-2017", *, day=SCHOOL_DAY, kinds=None, **more):
    """Rows of a stop: vehicles, departures one way, interval, category."""
    feed = make_feed(rows, **more)
    feed = replace(
        feed, stops=feed.stops.with_columns(stop_name=pl.col("stop_id").str.split("#").list.first())
    )
    groups = describe_groups(feed.stops)
    table = stop_categories(departure_table(feed, groups, day), get_method(method), kinds)
    categories = [*get_method(method).categories, None]
    here = table.filter(pl.col("group") == groups.name.index(stop)) if stop in groups.name else table.clear()
    return [
        (row["vehicles"], row["departures_one_way"], row["interval_min"], categories[row["category"]])
        for row in here.iter_rows(named=True)
    ]


def hourly(stops, first="06:00", *, name="1", kind=3, service="weekday", **more):
    last = f"19:{first[3:]}"
    return every(60, first, last, (name, kind, stops, service, more))


BOTH_WAYS = hourly(THERE) + hourly(BACK, "06:30")


@pytest.mark.parametrize(
    ("method", "category"), [("oerok-2017", "VI"), ("are-2011", "V"), ("goat-standard-120", "7")]
)
def test_exactly_60_minutes(method, category):
    assert found_at(BOTH_WAYS, method=method) == [("bus", 14.0, 60.0, category)]


def test_one_minute_more_than_an_hour_drops():
    """One trip of the 14 missing each way: 840 / 13 = 64.6 min."""
    rows = hourly(THERE)[1:] + hourly(BACK, "06:30")[1:]
    assert found_at(rows, method="are-2011") == [("bus", 13.0, pytest.approx(64.6, abs=0.02), None)]


@pytest.mark.parametrize("method", METHODS)
def test_a_single_pole_for_both_directions_is_halved_once(method):
    (found,) = found_at(BOTH_WAYS, method=method)
    assert found[1:3] == (14.0, 60.0)


def test_two_poles_are_one_stop():
    """The same service at two poles of the same name, 40 m apart: the same interval."""
    stops = {"B#1": (500.0, 0.0), "B#2": (540.0, 0.0), "A": (0.0, 0.0), "C": (2000.0, 0.0)}
    rows = hourly(["A", "B#1", "C"]) + hourly(["C", "B#2", "A"], "06:30")
    assert found_at(rows, stops=stops) == [("bus", 14.0, 60.0, "VI")]


def test_poles_too_far_apart_for_one_stop_lose_nothing():
    stops = {"B#1": (500.0, 0.0), "B#2": (900.0, 0.0), "A": (0.0, 0.0), "C": (2000.0, 0.0)}
    rows = hourly(["A", "B#1", "C"]) + hourly(["C", "B#2", "A"], "06:30")
    assert found_at(rows, stops=stops) == [("bus", 14.0, 60.0, "VI")]


def test_duplicate_stops():
    """One pole, held twice by a feed under two names, each with half of the trips: 14 both ways, not 7."""
    stops = {"A": (0.0, 0.0), "B": (500.0, 0.0), "Dorf, B": (503.0, 0.0), "C": (2000.0, 0.0)}
    one = every(120, "06:00", "18:00", ("1", 3, THERE, "weekday")) + every(
        120, "06:30", "18:30", ("1", 3, BACK, "weekday")
    )
    two = every(120, "07:00", "19:00", ("1", 3, ["A", "Dorf, B", "C"], "weekday"))
    two += every(120, "07:30", "19:30", ("1", 3, ["C", "Dorf, B", "A"], "weekday"))
    assert found_at(one, stops=stops) == [("bus", 7.0, 120.0, "VII")]
    assert found_at(one + two, stops=stops) == [("bus", 14.0, 60.0, "VI")]


def test_one_direction_missing_in_the_feed():
    assert found_at(hourly(THERE)) == [("bus", 14.0, 60.0, "VI")]


def test_terminal_and_one_way_loop():
    assert found_at(BOTH_WAYS, "A") == [("bus", 14.0, 60.0, "VI")]
    assert found_at(BOTH_WAYS, "C") == [("bus", 14.0, 60.0, "VI")]
    loop = hourly(["Bf", "X", "Y", "Bf"])
    assert found_at(loop, "X") == found_at(loop, "Y") == [("bus", 14.0, 60.0, "VI")]


def test_two_lines_at_a_terminal_and_on_the_way():
    """Two hourly lines: every 30 minutes, at their common terminal as well as where both pass."""
    rows = BOTH_WAYS + hourly(["A", "B", "D"], "06:15", name="2") + hourly(["D", "B", "A"], "06:45", name="2")
    assert found_at(rows, "A") == found_at(rows, "B") == [("bus", 28.0, 30.0, "V")]


@pytest.mark.parametrize(("back", "one_way"), [(14, 14.0), (7, 10.5), (2, 8.0), (1, 14.0), (0, 14.0)])
def test_uneven_directions(back, one_way):
    """Half of all; a direction with less than a tenth of the other (1 of 14) is taken for none."""
    rows = hourly(THERE) + hourly(BACK, "06:30")[:back]
    assert found_at(rows)[0][1] == one_way


@pytest.mark.parametrize("ids", [(0, 1), (0, 0), (-1, -1)])
def test_directions_with_and_without_ids(ids):
    rows = hourly(THERE, direction_id=ids[0]) + hourly(BACK, "06:30", direction_id=ids[1])
    assert found_at(rows) == [("bus", 14.0, 60.0, "VI")]


def test_express_trips_do_not_make_another_direction():
    """A -> B -> C and A -> C straight: at A two next stops, one direction (by its id)."""
    rows = hourly(THERE, direction_id=0) + hourly(["A", "C"], "06:20", direction_id=0)
    rows += hourly(BACK, "06:30", direction_id=1)
    assert found_at(rows, "A") == [("bus", 28.0, 30.0, "V")]


@pytest.mark.parametrize("method", METHODS)
def test_duplicate_trips_do_not_double_the_service(method):
    (once,) = found_at(BOTH_WAYS, method=method)
    (twice,) = found_at(BOTH_WAYS + BOTH_WAYS + hourly(THERE, service="daily"), method=method)
    assert twice == once


def test_a_line_split_over_routes_is_one_line():
    """Each direction a route of its own, as feeds do: basic type 3 and the name written in two ways."""
    rows = hourly(THERE, name="R 51") + hourly(BACK, "06:30", name="r51")
    assert found_at(rows) == [("bus", 14.0, 60.0, "VI")]


def test_trains_named_by_their_number_are_halved_too():
    there = [row for i, row in enumerate(hourly(THERE, kind=2)) for row in [(f"RE {100 + 2 * i}", *row[1:])]]
    back = [(f"RE {101 + 2 * i}", *row[1:]) for i, row in enumerate(hourly(BACK, "06:30", kind=2))]
    assert found_at(there + back) == [("rail", 14.0, 60.0, "V")]


def test_school_trips_only_where_the_method_counts_them():
    """Two trips a day each way for everybody, three more for pupils: 840 / 2 and 840 / 5."""
    rows = every(360, "07:00", "13:00", ("1", 3, THERE, "weekday")) + every(
        360, "08:00", "14:00", ("1", 3, BACK, "weekday")
    )
    pupils = every(180, "06:40", "12:40", ("1", 3, THERE, "school", {"school": True}))
    pupils += every(180, "07:40", "13:40", ("1", 3, BACK, "school", {"school": True}))
    assert found_at(rows + pupils) == [("bus", 2.0, 420.0, None)]
    assert found_at(rows + pupils, method="goat-standard-120") == [("bus", 5.0, 168.0, None)]
    assert found_at(rows + pupils, kinds=[TripKind.REGULAR, TripKind.SCHOOL]) == [("bus", 5.0, 168.0, "VIII")]
    assert found_at(rows + pupils, day=HOLIDAY, kinds=[TripKind.REGULAR, TripKind.SCHOOL]) == [
        ("bus", 2.0, 420.0, None)
    ]
    assert found_at(pupils) == []


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("kind", "more"), [(715, {"on_demand": True}), (3, {"on_demand": True}), (3, {"pickup_type": [2, 2, 2]})]
)
def test_on_demand_services_are_never_mixed_in(method, kind, more):
    called = hourly(THERE, "06:10", name="AST", kind=kind, **more) + hourly(
        BACK, "06:50", name="AST", kind=kind, **more
    )
    assert found_at(called, method=method) == []
    assert found_at(BOTH_WAYS + called, method=method) == found_at(BOTH_WAYS, method=method)
    assert TripKind.ON_DEMAND not in counted_kinds(get_method(method))


def test_the_better_of_train_and_bus_counts():
    """A train every two hours (VI) and a bus every 30 minutes (V): the bus."""
    trains = every(120, "06:05", "18:05", ("RB 1", 2, THERE, "weekday")) + every(
        120, "07:05", "19:05", ("RB 1", 2, BACK, "weekday")
    )
    buses = BOTH_WAYS + hourly(THERE, "06:20") + hourly(BACK, "06:50")
    assert found_at(trains + buses) == [("rail", 7.0, 120.0, "VI"), ("bus", 28.0, 30.0, "V")]
    feed = make_feed(trains + buses)
    groups = describe_groups(feed.stops)
    best = best_categories(
        stop_categories(departure_table(feed, groups, SCHOOL_DAY), get_method("oerok-2017"))
    )
    assert best.filter(pl.col("group") == 1)["vehicles"].to_list() == ["bus"]
    assert best["group"].to_list() == [0, 1, 2]


def test_goat_pools_all_departures_in_the_highest_group():
    """Its own way: 7 trains and 28 buses an hour way are 35 departures of a train, 24 min."""
    trains = every(120, "06:05", "18:05", ("RB 1", 2, THERE, "weekday")) + every(
        120, "07:05", "19:05", ("RB 1", 2, BACK, "weekday")
    )
    buses = BOTH_WAYS + hourly(THERE, "06:20") + hourly(BACK, "06:50")
    assert found_at(trains + buses, method="goat-standard-120") == [("rail", 35.0, 24.0, "3")]


def test_vehicles_that_a_method_leaves_out():
    assert found_at(hourly(THERE, kind=4)) == []
    assert found_at(hourly(THERE, kind=4), method="are-2011") == [("bus", 14.0, 60.0, "V")]
    assert found_at(hourly(THERE, kind=2), method="are-2011") == [("rail", 14.0, 60.0, "V")]  # never a node


def test_departures_outside_of_the_window_do_not_count():
    rows = every(60, "04:00", "05:00", ("1", 3, THERE, "weekday")) + every(
        60, "20:00", "25:00", ("1", 3, THERE, "weekday")
    )
    assert found_at(rows, "A") == []


def test_halving_can_be_off():
    method = get_method("oerok-2017").model_copy(update={"halving": "none"})
    feed = make_feed(BOTH_WAYS)
    groups = describe_groups(feed.stops)
    table = stop_categories(departure_table(feed, groups, SCHOOL_DAY), method)
    assert table["departures_one_way"].to_list() == [14.0, 28.0, 14.0]


@given(st.lists(st.tuples(st.integers(0, 47), st.booleans(), st.sampled_from(["1", "2"])), max_size=40))
def test_one_way_lies_between_half_and_all(calls):
    rows = [
        (name, 3, THERE if there else BACK, [f"{half // 2:02d}:{30 * (half % 2):02d}"] * 3, "weekday")
        for half, there, name in calls
    ]
    feed = make_feed(rows or [("1", 3, THERE, ["05:00", "05:01", "05:02"], "weekday")])
    groups = describe_groups(feed.stops)
    table = stop_categories(departure_table(feed, groups, SCHOOL_DAY), get_method("oerok-2017"))
    departures, one_way = table["departures"].to_numpy(), table["departures_one_way"].to_numpy()
    assert (one_way >= departures / 2).all()
    assert (one_way <= departures).all()
    assert np.allclose(table["interval_min"], 840 / one_way)
