"""Footpaths for changes, by hand: stops 100 m apart, minimum times, rules of the timetable."""

import numpy as np
import polars as pl

from geo.network.footpaths import build_footpaths
from geo.network.parameters import read_parameters
from geo.network.timetable import MIN_TIME, NOT_POSSIBLE, RECOMMENDED, SCHEMAS, TIMED
from geo.network.transit_parameters import read_transit_parameters
from geo.network.walks import CrowflyWalks
from tests.timetable import make_feed

CROW = CrowflyWalks(read_parameters())
PARAMETERS = read_transit_parameters({"footpath_min": 5})  # 320 m of straight line
STOPS = {"A": (0.0, 0.0), "B": (100.0, 0.0), "C": (5000.0, 0.0), "D": (0.0, 100.0)}
# 100 m x 1.3 at 5 km/h take 93.6 s, rounded up; the change takes two minutes more.
WALK_S, CHANGE_S = 94, 120


def footpaths(rules=(), parents=None):
    places = {name: (x + 400_000, y + 5_700_000) for name, (x, y) in STOPS.items()}
    places |= {"Station": (400_000.0, 5_700_000.0)} if parents else {}
    feed = make_feed(
        [("1", 3, ["A", "B", "C"], ["08:00", "08:10", "08:20"], "school")], stops=places, parents=parents
    )
    names = feed.stops["stop_id"].to_list()
    rows = [(names.index(a), names.index(b), kind, time_s) for a, b, kind, time_s in rules]
    transfers = pl.DataFrame(rows, schema=SCHEMAS["transfers"], orient="row")
    feed = type(feed)(
        feed.stops, feed.routes, feed.trips, feed.stop_times, feed.services, transfers, feed.provenance
    )
    links = build_footpaths(feed, CROW, PARAMETERS)
    assert len(links.first) == feed.stops.height + 1
    row = np.repeat(np.arange(feed.stops.height), np.diff(links.first))
    return {
        names[a] + names[b]: (time_s, walk_s)
        for a, b, time_s, walk_s in zip(
            row.tolist(), links.to.tolist(), links.time_s.tolist(), links.walk_s.tolist(), strict=True
        )
    }


SAME = (CHANGE_S, 0)
NEAR = (WALK_S + CHANGE_S, WALK_S)
PLAIN = {"AA": SAME, "AB": NEAR, "BA": NEAR, "BB": SAME, "CC": SAME}


def test_walk_and_change_between_stops_that_are_served():
    """D is as near as B, but no trip calls there; C is too far."""
    assert footpaths() == PLAIN


def test_the_timetable_states_minimum_times():
    stated = footpaths([("A", "B", MIN_TIME, 300), ("A", "A", MIN_TIME, 60), ("A", "C", MIN_TIME, 900)])
    assert stated == PLAIN | {"AB": (300, WALK_S), "AA": (60, 0), "AC": (900, 900)}
    # Shorter than our walk: those who wrote the timetable know a shorter one.
    assert footpaths([("A", "B", MIN_TIME, 30)])["AB"] == (30, 30)
    assert footpaths([("A", "B", MIN_TIME, -1)]) == PLAIN


def test_timed_recommended_and_impossible_changes():
    assert footpaths([("A", "B", TIMED, -1)]) == PLAIN | {"AB": (WALK_S, WALK_S)}
    assert footpaths([("A", "A", TIMED, -1)])["AA"] == (0, 0)
    assert footpaths([("A", "B", RECOMMENDED, -1), ("A", "C", RECOMMENDED, -1)]) == PLAIN
    assert footpaths([("A", "C", TIMED, -1)]) == PLAIN  # who knows how far that is
    without = {pair: times for pair, times in PLAIN.items() if pair not in {"AB", "BB"}}
    assert footpaths([("A", "B", NOT_POSSIBLE, -1), ("B", "B", NOT_POSSIBLE, -1)]) == without
    assert footpaths([("A", "B", 4, -1)]) == PLAIN


def test_a_rule_for_a_station_holds_at_its_stops_unless_they_have_their_own():
    parents = {"A": "Station", "B": "Station"}
    station = ("Station", "Station", MIN_TIME, 240)
    everywhere = {pair: (240, walk_s) for pair, (_, walk_s) in PLAIN.items() if pair != "CC"} | {"CC": SAME}
    assert footpaths([station], parents) == everywhere
    for rules in ([station, ("A", "B", MIN_TIME, 100)], [("A", "B", MIN_TIME, 100), station]):
        assert footpaths(rules, parents) == everywhere | {"AB": (100, WALK_S)}
