"""Classes of places: stops near by, the best class counts, and the state where there is none."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.departures import departure_table
from geo.analysis.point_classes import pole_categories, rate_points
from geo.analysis.stop_groups import describe_groups
from geo.analysis.stop_pairs import find_crow_pairs
from geo.domain import Model
from geo.norms.gueteklassen import get_method, list_methods
from tests.timetable import SCHOOL_DAY, SUNDAY, every, make_feed

# A village bus, hourly both ways (VI), and a train every 30 minutes (IV) at a station 2 km away.
STOPS = {"Dorf": (0.0, 0.0), "Markt": (9000.0, 0.0), "Bf": (2000.0, 0.0), "Hbf": (9000.0, 5000.0)}
ROWS = (
    every(60, "06:00", "19:00", ("1", 3, ["Dorf", "Markt"], "weekday"))
    + every(60, "06:30", "19:30", ("1", 3, ["Markt", "Dorf"], "weekday"))
    + every(30, "06:00", "19:30", ("RB", 2, ["Bf", "Hbf"], "weekday"))
)


def rate(points, method="oerok-2017", day=SCHOOL_DAY, rows=ROWS, stops=STOPS, radius_m=1500.0, outside=None):
    feed = make_feed(rows, stops=stops)
    departures = departure_table(feed, describe_groups(feed.stops), day)
    pairs = find_crow_pairs(np.array(points, dtype=float), feed.stops.select("x", "y").to_numpy(), radius_m)
    if outside is not None:
        pairs = replace(pairs, outside=np.array(outside))
    chosen = get_method(method)
    return rate_points(pairs, pole_categories(departures, chosen), chosen)


def letters(found, method="oerok-2017"):
    names = [*get_method(method).classes, "-"]
    return "".join(names[code] for code in found["code"])


def test_by_hand():
    """VI: E F G within 300, 500, 750 m. IV: C at 300 m. Halfway, at 1,000 m: F of the station beats nothing."""
    found = rate([(0, 250), (0, 500), (0, 750), (0, 751), (2000, 300), (1000, 0)])
    assert letters(found) == "EFG-CF"
    assert found["vehicles"].to_list() == ["bus", "bus", "bus", "bus", "rail", "rail"]
    assert found["state"].to_list() == ["reached"] * 3 + ["beyond_limit"] + ["reached"] * 2
    assert found["distance_m"].to_list() == [250, 500, 750, 751, 300, 1000]
    assert found["interval_min"].to_list() == [60, 60, 60, 60, 30, 30]


def test_the_best_class_counts_not_the_nearest_stop():
    stops = {**STOPS, "Bf": (600.0, 0.0)}
    found = rate([(0, 0), (100, 0)], stops=stops)
    # On the spot of the bus stop (VI, E) the station at 600 m gives E too: of equals the better category.
    assert letters(found) == "ED"
    assert found["vehicles"].to_list() == ["rail", "rail"]


def test_no_stop_within_the_last_ring():
    found = rate([(0, 1251), (0, 5000)])
    assert found["state"].to_list() == ["not_connected"] * 2
    assert found["stop"].to_list() == [None, None]


def test_without_departures_that_day_nothing_is_served():
    found = rate([(0, 0)], day=SUNDAY)
    assert found["state"].to_list() == ["not_connected"]
    assert found["code"].to_list() == [-1]


def test_too_seldom_for_a_class():
    rows = [("1", 3, ["Dorf", "Markt"], ["07:00", "07:30"], "weekday")]
    found = rate([(0, 0)], rows=rows)
    assert (found["state"][0], found["code"][0], found["interval_min"][0]) == ("beyond_limit", -1, 840.0)


def test_outside_is_no_answer():
    found = rate([(0, 0), (0, 0)], outside=[True, False])
    assert found["state"].to_list() == ["outside_data_area", "reached"]
    assert found["code"].to_list() == [-1, 4]


def test_straight_line_methods():
    found = rate([(0, 299), (0, 300), (2000, 300)], "are-2011")
    assert letters(found, "are-2011") == "D-D"  # V: D below 300 m; rail IV: D from 300 m on
    assert letters(rate([(0, 300)], "goat-standard-120"), "goat-standard-120") == "F"


def test_ways_lead_to_the_poles_where_the_vehicles_stop():
    """Bus and train are one stop by name, 200 m long: who lives at the bus pole walks 200 m to the train."""
    stops = {"Bf#bus": (0.0, 0.0), "Bf#zug": (200.0, 0.0), "Markt": (9e3, 0.0), "Hbf": (9e3, 5e3)}
    rows = every(60, "06:00", "19:00", ("1", 3, ["Bf#bus", "Markt"], "weekday"))
    rows += every(30, "06:00", "19:30", ("RB", 2, ["Bf#zug", "Hbf"], "weekday"))
    feed = make_feed(rows, stops=stops)
    feed = replace(
        feed, stops=feed.stops.with_columns(stop_name=pl.col("stop_id").str.split("#").list.first())
    )
    groups = describe_groups(feed.stops)
    assert len(groups) == 3
    poles = pole_categories(departure_table(feed, groups, SCHOOL_DAY), get_method("oerok-2017"))
    assert poles.filter(pl.col("group") == 0).select("stop", "vehicles", "category").rows() == [
        (0, "bus", 5),
        (2, "rail", 3),
    ]
    pooled = pole_categories(departure_table(feed, groups, SCHOOL_DAY), get_method("goat-standard-120"))
    assert pooled.filter(pl.col("group") == 0)["vehicles"].to_list() == ["rail", "rail"]


def test_pairs_by_the_straight_line():
    stops = np.array([[0.0, 0.0], [np.nan, np.nan], [100.0, 0.0]])
    pairs = find_crow_pairs(np.array([[0.0, 0.0], [1000.0, 0.0]]), stops, 100.0)
    assert sorted(zip(pairs.point, pairs.stop, pairs.distance_m, strict=True)) == [(0, 0, 0.0), (0, 2, 100.0)]
    assert pairs.model is Model.CROWFLY
    longer = find_crow_pairs(np.array([[0.0, 0.0]]), stops, 129.0, 1.3)
    assert longer.stop.tolist() == [0]
    assert find_crow_pairs(np.array([[0.0, 0.0]]), stops, 131.0, 1.3).distance_m.tolist() == [0.0, 130.0]
    assert len(find_crow_pairs(np.empty((0, 2)), stops, 100.0).point) == 0
    assert len(find_crow_pairs(np.array([[0.0, 0.0]]), np.empty((0, 2)), 100.0).point) == 0


@pytest.mark.parametrize("method", [method.id for method in list_methods()])
@given(st.lists(st.floats(0, 2000), min_size=1, max_size=20))
def test_never_better_farther_away(method, distances):
    """Along a line that leads away from everything."""
    found = rate([(0, -distance) for distance in sorted(distances)], method)
    ranks = [code if code >= 0 else 99 for code in found["code"]]
    assert ranks == sorted(ranks)
