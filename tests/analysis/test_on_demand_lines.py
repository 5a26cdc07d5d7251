"""Which on-demand lines come near a place."""

from dataclasses import replace

import numpy as np

from geo.analysis.departures import departure_table
from geo.analysis.on_demand_lines import on_demand_lines
from geo.analysis.stop_groups import describe_groups
from geo.analysis.stop_pairs import find_crow_pairs
from tests.timetable import SATURDAY, SCHOOL_DAY, make_feed

STOPS = {"Dorf": (0.0, 0.0), "Weiler": (1000.0, 0.0), "Markt": (9000.0, 0.0)}
ROWS = [
    ("1", 3, ["Dorf", "Markt"], ["07:00", "07:20"], "weekday"),
    ("AST 2", 715, ["Dorf", "Weiler", "Markt"], ["09:00", "09:10", "09:30"], "weekday", {"on_demand": True}),
    ("AST 2", 715, ["Dorf", "Weiler", "Markt"], ["11:00", "11:10", "11:30"], "weekday", {"on_demand": True}),
    ("Rufbus", 3, ["Weiler", "Markt"], ["20:00", "20:20"], "saturday", {"pickup_type": [2, 2]}),
]
PLACES = np.array([(0.0, 100.0), (1000.0, 0.0), (500.0, 400.0), (90000.0, 0.0)])


def names(day, radius_m=1000.0, outside=None):
    feed = make_feed(ROWS, stops=STOPS)
    departures = departure_table(feed, describe_groups(feed.stops), day)
    pairs = find_crow_pairs(PLACES, feed.stops.select("x", "y").to_numpy(), 1500.0)
    if outside:
        pairs = replace(pairs, outside=np.array(outside))
    return on_demand_lines(feed, departures, pairs, radius_m)


def test_lines_near_by():
    assert names(SCHOOL_DAY) == [["AST 2"], ["AST 2"], ["AST 2"], []]
    assert names(SATURDAY) == [[], ["Rufbus"], ["Rufbus"], []]
    assert names(SCHOOL_DAY, radius_m=300.0) == [["AST 2"], ["AST 2"], [], []]


def test_outside_nothing_is_said():
    assert names(SCHOOL_DAY, outside=[True, False, False, False])[:2] == [[], ["AST 2"]]
