"""Rules do what they say, say what they did, and leave the rest alone."""

from datetime import date

import polars as pl
import pytest

from geo.analysis.gate_checks import find_duplicate_trips, find_one_way_lines
from geo.analysis.gate_rules import RuleFile, apply_rules
from geo.analysis.gate_words import to_finding
from geo.network.timetable import trips_on
from geo.sources.gtfs import read_gtfs
from geo.sources.rows import to_storage
from tests.network.test_timetable_edit import assert_sound, calls_of
from tests.timetable import SCHOOL_DAY, SUNDAY, make_feed

TODAY = date(2026, 11, 26)
SIGNED = {"role": "Kreis Coesfeld, ÖPNV", "reason": "geprüft", "date": "2026-11-01"}
THERE = ("1", 3, ["A", "B", "C"], ["06:00", "06:10-06:12", "06:20"], "daily")


def correct(feed, *rules):
    """Apply rules given as dicts; the feed and the findings."""
    parsed = RuleFile.model_validate({"rule": [SIGNED | rule for rule in rules]}).rule
    changed, cases = apply_rules(feed, parsed, TODAY)
    assert_sound(changed)
    return changed, [to_finding(case) for case in cases]


def test_duplicate_trips_run_once_a_day():
    feed = make_feed([(*THERE[:4], "school"), THERE])
    changed, (finding,) = correct(feed, {"action": "drop_duplicate_trips"})
    assert trips_on(changed, SCHOOL_DAY).tolist() == [0]
    assert trips_on(changed, SUNDAY).tolist() == [1]
    assert find_duplicate_trips(changed).is_empty()
    assert finding.text == "doppelte Fahrten gestrichen: 1 (Kreis Coesfeld, ÖPNV, 01.11.2026): geprüft"
    assert finding.level == "ok"


def test_trips_by_id():
    feed = make_feed([THERE, THERE])
    changed, (finding,) = correct(feed, {"action": "drop_trips", "trip_ids": ["1 0", "fort"]})
    assert changed.trips["trip_id"].to_list() == ["1 1"]
    assert "gestrichen: 1 " in finding.text


def test_stops_by_id():
    feed = make_feed([THERE, ("2", 3, ["B2", "C"], ["08:00", "08:10"], "daily")])
    changed, _ = correct(feed, {"action": "merge_stops", "keep": "B", "stop_ids": ["B2"]})
    assert changed.stops["stop_id"].to_list() == ["A", "B", "C"]
    assert [stop for stop, _, _ in calls_of(changed, "2 1")] == ["B", "C"]


def test_all_stops_at_one_place_the_busier_stays():
    feed = make_feed(
        [
            THERE,
            ("2", 3, ["B2", "C"], ["08:00", "08:10"], "daily"),
            ("2", 3, ["B2", "A"], ["09:00", "09:10"], "daily"),
        ],
        stops={"A": (0, 0), "B": (1000, 0), "B2": (1002, 0), "B3": (1004, 0), "C": (2000, 0)},
    )
    changed, (finding,) = correct(feed, {"action": "merge_duplicate_stops"})
    assert sorted(changed.stops["stop_id"]) == ["A", "B2", "C"]
    assert "zusammengelegt: 2 " in finding.text


def test_a_stop_is_moved():
    feed = make_feed([THERE], stops={"B": (None, None)})
    changed, _ = correct(feed, {"action": "move_stop", "stop_id": "B", "lat": 51.76, "lon": 8.05})
    (point,) = to_storage([8.05], [51.76])
    row = changed.stops.filter(pl.col("stop_id") == "B").row(0, named=True)
    assert (row["x"], row["y"]) == pytest.approx((point.x, point.y))
    assert changed.stops.filter(pl.col("stop_id") != "B").equals(feed.stops.filter(pl.col("stop_id") != "B"))


def test_the_way_back():
    more = {"direction_id": 0, "pickup_type": [0, 0, 1], "drop_off_type": [1, 0, 0]}
    feed = make_feed([(*THERE, more), ("2", 3, ["A", "B"], ["06:00", "06:10"], "daily")])
    changed, (finding,) = correct(feed, {"action": "mirror_direction", "line": "1", "wait_min": 5})
    # There: A 06:00, B 06:10 to 06:12, C 06:20. Back: C 06:25, B 06:33 to 06:35, A 06:45.
    assert calls_of(changed, "1 0#gegen") == [
        ("C", 23_100, 23_100),
        ("B", 23_580, 23_700),
        ("A", 24_300, 24_300),
    ]
    trip = changed.trips.row(2, named=True)
    assert (trip["direction_id"], trip["trip_headsign"], trip["service"]) == (
        1,
        "A",
        feed.trips["service"][0],
    )
    back = changed.stop_times.filter(pl.col("trip") == 2)
    assert back["stop_sequence"].to_list() == [1, 2, 3]
    assert back["pickup_type"].to_list() == [0, 0, 1]
    assert find_one_way_lines(changed)["route_short_name"].to_list() == ["2"]
    assert finding.text.startswith("Gegenrichtung geschätzt: 1 ")


def test_the_way_back_of_one_agency_only():
    _, (finding,) = correct(
        make_feed([THERE]), {"action": "mirror_direction", "line": "1", "agency": "Andere", "wait_min": 5}
    )
    assert finding.code == "idle_rule"


@pytest.mark.parametrize(
    "rule",
    [
        {"action": "drop_duplicate_trips"},
        {"action": "drop_trips", "trip_ids": ["fort"]},
        {"action": "merge_stops", "keep": "A", "stop_ids": ["fort"]},
        {"action": "merge_stops", "keep": "fort", "stop_ids": ["A"]},
        {"action": "merge_duplicate_stops"},
        {"action": "move_stop", "stop_id": "fort", "lat": 51, "lon": 8},
        {"action": "mirror_direction", "line": "99", "wait_min": 0},
    ],
)
def test_a_rule_that_meets_nothing_says_so_and_changes_nothing(rule):
    feed = make_feed([THERE])
    changed, (finding,) = correct(feed, rule)
    assert (finding.code, finding.level) == ("idle_rule", "hint")
    assert changed.stop_times.equals(feed.stop_times)
    assert changed.stops.equals(feed.stops)


@pytest.mark.parametrize("span", [{"date": "2026-12-01"}, {"valid_until": "2026-11-25"}, {"beispiel": True}])
def test_a_rule_out_of_its_time_or_an_example_is_passed_over(span):
    feed = make_feed([THERE, THERE])
    changed, found = correct(feed, {"action": "drop_duplicate_trips"} | span)
    assert (changed, found) == (feed, [])


def test_rules_act_in_their_order():
    feed = make_feed([THERE])
    rules = [
        {"action": "mirror_direction", "line": "1", "wait_min": 0},
        {"action": "drop_trips", "trip_ids": ["1 0#gegen"]},
    ]
    assert correct(feed, *rules)[0].trips.height == 1
    assert correct(feed, *rules[::-1])[0].trips.height == 2


def test_the_real_feed(testdata):
    feed = read_gtfs(testdata / "gtfs" / "vrn_gtfs_cut.zip")
    changed, found = correct(
        feed,
        {"action": "drop_duplicate_trips"},
        {"action": "merge_duplicate_stops"},
        {
            "action": "mirror_direction",
            "line": "RNV 5",
            "agency": "RNV Rhein-Neckar-Verkehr GmbH",
            "wait_min": 5,
        },
    )
    assert [finding.n for finding in found][:2] == [1, 10]
    assert find_duplicate_trips(changed).is_empty()
    sunday = date(2022, 6, 19)
    assert len(trips_on(changed, sunday)) > len(trips_on(feed, sunday))
