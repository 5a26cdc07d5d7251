"""The gate finds what was put into a feed, and nothing else."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from geo.analysis.gate import check_feed, drop_unusable
from geo.analysis.gate_checks import find_duplicate_trips, find_one_way_lines, find_speeding_calls
from geo.analysis.gate_words import Case, _read_words, to_finding
from geo.analysis.reference_days import choose_reference_days
from geo.domain import DayType
from geo.norms.ferien import get_calendar
from geo.sources.gtfs import read_gtfs
from tests.sources.gtfs_files import TABLES, edit, write_gtfs
from tests.timetable import SCHOOL_DAY, SUNDAY, make_feed

THERE = ("1", 3, ["A", "B", "C"], ["06:00", "06:10", "06:20"], "daily")
BACK = ("1", 3, ["C", "B", "A"], ["07:00", "07:10", "07:20"], "daily")


def findings(feed, calendar="nrw"):
    """Findings by code."""
    days = choose_reference_days(feed, get_calendar(calendar))
    return {case.code: to_finding(case) for case in check_feed(feed, days)}


def test_a_sound_feed():
    found = findings(make_feed([THERE, BACK]))
    assert list(found) == ["counts", "validity", "reference_days"]
    assert found["counts"].text.startswith("2 Fahrten auf 1 Linien, 6 Halte an 3 Haltestellen")
    assert found["validity"].text == "vom 20.10.2026 bis 24.11.2026, 36 Tage"
    assert {finding.level for finding in found.values()} == {"ok"}


class TestDuplicateTrips:
    def test_same_line_stops_and_times(self):
        found = findings(make_feed([THERE, THERE, BACK]))["duplicate_trips"]
        assert found.n == 1
        assert found.examples == ["Linie 1, Fahrt 1 1 = 1 0 (4 Tage)"]
        assert found.rule == "drop_duplicate_trips"

    def test_counts_by_day(self):
        feed = make_feed([THERE, (*THERE[:4], "sunday"), BACK])
        assert find_duplicate_trips(feed).rows() == [(1, SUNDAY, 0)]

    @pytest.mark.parametrize(
        "other",
        [
            ("2", *THERE[1:]),  # another line
            ("1", 3, ["A", "B", "D"], *THERE[3:]),  # other stops
            ("1", 3, ["A", "B", "C"], ["06:00", "06:10", "06:21"], "daily"),  # a minute later
            ("1", 3, ["A", "B", "C"], ["06:00", "06:09-06:10", "06:20"], "daily"),  # arrives sooner
            ("1", 3, ["A", "B"], ["06:00", "06:10"], "daily"),  # shorter
        ],
    )
    def test_what_is_no_duplicate(self, other):
        assert find_duplicate_trips(make_feed([THERE, other])).is_empty()

    def test_other_days_are_no_duplicate(self):
        rows = [(*THERE[:4], "school"), (*THERE[:4], "holidays")]
        assert find_duplicate_trips(make_feed(rows)).is_empty()

    def test_another_pole_of_the_stop_and_another_deliverer_are(self):
        feed = make_feed(
            [THERE, ("1", 700, ["A2", "B", "C"], *THERE[3:])],
            stops={"A": (0, 0), "A2": (20, 0)},
            parents={"A": "Markt", "A2": "Markt"},
        )
        assert find_duplicate_trips(feed)["trip"].unique().to_list() == [1]

    def test_three_of_a_kind(self):
        found = find_duplicate_trips(make_feed([(*THERE[:4], "school")] * 3))
        assert found.rows() == [(1, SCHOOL_DAY, 0), (2, SCHOOL_DAY, 0)]


class TestOneWayLines:
    def test_there_and_not_back(self):
        found = findings(make_feed([THERE, THERE]))["one_way_lines"]
        assert (found.n, found.examples) == (1, ["1 (Verkehrsbetrieb): 2 Fahrten A → C"])

    @pytest.mark.parametrize(
        "back",
        [
            BACK,
            ("1", 3, ["C", "X", "A"], *BACK[3:]),  # another way back
            ("1", 3, ["B", "A"], ["07:00", "07:10"], "daily"),  # a part of it
        ],
    )
    def test_both_ways(self, back):
        assert find_one_way_lines(make_feed([THERE, back])).is_empty()

    def test_back_is_another_route_of_the_same_line(self):
        feed = make_feed([THERE, BACK])
        split = pl.concat([feed.routes, feed.routes]).with_columns(route_id=pl.Series(["hin", "rück"]))
        trips = feed.trips.with_columns(route=pl.Series([0, 1], dtype=pl.Int32))
        assert find_one_way_lines(replace(feed, routes=split, trips=trips)).is_empty()

    def test_another_line_back_does_not_help(self):
        assert find_one_way_lines(make_feed([THERE, ("2", *BACK[1:])])).height == 2

    def test_a_circle_has_one_direction(self):
        ring = ("R", 3, ["A", "B", "C", "A"], ["06:00", "06:10", "06:20", "06:30"], "daily")
        assert find_one_way_lines(make_feed([ring])).is_empty()

    def test_the_pole_across_the_road_is_the_same_stop(self):
        back = ("1", 3, ["C", "B2", "A2"], *BACK[3:])
        parents = {"A": "a", "A2": "a", "B": "b", "B2": "b"}
        assert find_one_way_lines(make_feed([THERE, back], parents=parents)).is_empty()


class TestSpeeds:
    # Stops of a hand-made feed lie 1 km apart.
    @pytest.mark.parametrize(
        ("kind", "seconds", "too_fast"),
        [
            (3, "06:00:00", False),  # 1 km in "0 minutes": with the minute of rounding 60 km/h
            (4, "06:00:00", False),
            (7, "06:00:00", False),
        ],
    )
    def test_minutes_are_rounded(self, kind, seconds, too_fast):
        feed = make_feed([("1", kind, ["A", "B"], ["06:00", seconds], "daily")])
        assert (find_speeding_calls(feed).height > 0) is too_fast

    @pytest.mark.parametrize(
        ("kind", "km", "minutes", "too_fast"),
        [
            (3, 10, 4, False),  # 10 km in 4 + 1 min: 120 km/h
            (3, 10.1, 4, True),
            (700, 10.1, 4, True),
            (0, 10.1, 4, True),
            (2, 10.1, 4, False),  # a train may
            (101, 27, 4, True),  # but not 324 km/h
            (4, 7, 4, True),  # a ship that does 84
            (1100, 25, 4, False),
        ],
    )
    def test_limits_by_kind(self, kind, km, minutes, too_fast):
        feed = make_feed(
            [("1", kind, ["A", "B"], ["06:00", f"06:{minutes:02d}"], "daily")],
            stops={"A": (0, 0), "B": (km * 1000, 0)},
        )
        assert (find_speeding_calls(feed).height > 0) is too_fast

    def test_words(self):
        feed = make_feed([THERE], stops={"A": (0, 0), "B": (60_000, 0), "C": (120_000, 0)})
        found = findings(feed)["impossible_speeds"]
        assert found.n == 1  # a trip, not its two calls
        assert found.examples == ["Linie 1, Fahrt 1 0: A → B, 60,0\u00a0km in 10 min"]


class TestBackwards:
    ROW = ("1", 3, ["C", "B", "A"], ["07:00", "07:10", "07:05"], "daily")

    def test_named_and_left_out(self):
        feed = make_feed([THERE, self.ROW, BACK])
        found = findings(feed)["backward_trips"]
        assert (found.n, found.examples) == (1, ["Linie 1, Fahrt 1 1: A um 07:05"])
        usable = drop_unusable(feed)
        assert usable.trips["trip_id"].to_list() == ["1 0", "1 2"]
        assert usable.stop_times["trip"].to_list() == [0] * 3 + [1] * 3

    def test_leaving_before_arriving(self):
        feed = make_feed([("1", 3, ["A", "B"], ["06:00", "06:10-06:09"], "daily")])
        assert findings(feed)["backward_trips"].n == 1

    def test_standing_still_is_no_way_back(self):
        feed = make_feed([("1", 3, ["A", "B"], ["06:00", "06:00"], "daily"), BACK])
        assert "backward_trips" not in findings(feed)
        assert drop_unusable(feed) is feed


class TestStops:
    def test_without_a_position(self):
        feed = make_feed(
            [THERE, BACK, ("2", 3, ["B", "D"], ["08:00", "08:05"], "daily")], stops={"B": (None, None)}
        )
        found = findings(feed)["unplaced_stops"]
        assert (found.n, found.examples) == (1, ["B (B)"])
        usable = drop_unusable(feed)
        assert usable.stops["stop_id"].to_list() == ["A", "C", "D"]
        assert usable.trips["trip_id"].to_list() == ["1 0", "1 1"]  # the other has one call left
        assert usable.stop_times["arrival_s"].to_list() == [21_600, 22_800, 25_200, 26_400]

    def test_where_nothing_stops(self):
        feed = make_feed([THERE, BACK], stops={"Wald": (9e5, 9e5)}, parents={"A": "Markt"})
        found = findings(feed)["unserved_stops"]
        assert (found.n, found.examples) == (1, ["Wald (Wald)"])  # a station is no place to board

    @pytest.mark.parametrize(
        ("away_m", "platforms", "n"),
        [(3, ("", ""), 1), (3, ("1", "2"), 0), (3, ("1", "1"), 1), (6, ("", ""), 0)],
    )
    def test_two_at_one_place(self, away_m, platforms, n):
        feed = make_feed([THERE, BACK], stops={"A": (0, 0), "B": (away_m, 0)})
        codes = pl.Series([*platforms, ""], dtype=pl.String)
        feed = replace(feed, stops=feed.stops.with_columns(platform_code=codes))
        assert findings(feed).get("duplicate_stops", Case("", 0)).n == n


class TestValidity:
    def test_missing_reference_days(self):
        feed = make_feed([THERE, BACK], services={"daily": [SCHOOL_DAY]})
        found = findings(feed)
        assert found["reference_days"].n == 1
        assert found["missing_reference_days"].n == len(DayType) - 1
        assert found["missing_reference_days"].level == "hint"
        assert (
            found["missing_reference_days"]
            .examples[0]
            .startswith("Ferientag: der Fahrplan vom 24.11.2026 bis")
        )

    def test_no_day_at_all(self):
        feed = make_feed([THERE], services={"daily": []} | {"other": [SCHOOL_DAY]})
        feed = replace(feed, services=feed.services.clear())
        found = findings(feed)
        assert found["no_service"].level == "error"
        assert found["idle_trips"].n == 1

    def test_trips_without_a_day(self):
        feed = make_feed([THERE, (*BACK[:4], "nie")], services={"daily": [SCHOOL_DAY], "nie": []})
        assert findings(feed)["idle_trips"].examples == ["Linie 1, Fahrt 1 1"]

    def test_the_thin_end(self):
        days = [date(2026, 11, 2) + timedelta(days=number) for number in range(28)]
        rows = [THERE, BACK, ("2", 3, ["A", "B"], ["06:00", "06:10"], "early")]
        found = findings(make_feed(rows, services={"daily": days, "early": days[:14]}))["thin_end"]
        assert (found.n, found.examples) == (1, ["2 (Verkehrsbetrieb)"])
        assert found.text.startswith("ab 16.11.2026 fährt eine Linie nicht mehr")


def test_on_demand_and_unknown_vehicles():
    rows = [THERE, BACK, ("AST", 715, ["A", "B"], ["09:00", "09:10"], "daily", {"on_demand": True})]
    found = findings(make_feed([*rows, ("?", -1, ["A", "B"], ["09:00", "09:10"], "daily")]))
    assert (found["on_demand_trips"].n, found["on_demand_trips"].level) == (1, "ok")
    assert found["on_demand_trips"].examples == ["AST (Verkehrsbetrieb): 1"]
    assert found["unknown_route_types"].examples == ["? (Verkehrsbetrieb)"]


def test_what_reading_came_across_is_told(tmp_path):
    changes = edit("stops.txt", "A,Markt,51.7501,8.0401", "A,Markt,,") | {"pathways.txt": "pathway_id\n"}
    found = findings(read_gtfs(write_gtfs(tmp_path / "a.zip", changes)))
    assert found["positions_of_the_station"].examples == ["A"]
    assert found["left_aside"].examples == ["pathways.txt"]
    assert "gelesen wurden 6 Haltestellen und 10 Halte" in found["counts"].text


def test_stop_at_null_island_and_a_trip_back_in_time_in_a_file(tmp_path):
    changes = edit("stops.txt", "C,Schule,51.7700,8.0600", "C,Schule,0,0") | {
        "stop_times.txt": TABLES["stop_times.txt"].replace("08:30:00,08:30:00,E", "07:30:00,07:30:00,E")
    }
    feed = read_gtfs(write_gtfs(tmp_path / "a.zip", changes))
    found = findings(feed)
    assert found["unplaced_stops"].examples == ["Schule (C)"]
    assert found["backward_trips"].n == 1
    usable = drop_unusable(feed)
    assert np.isfinite(usable.stops.select("x", "y").to_numpy()).all()
    assert usable.trips["trip_id"].to_list() == ["T1", "T2"]


def test_every_word_can_be_said():
    values = dict.fromkeys(
        ("lines", "calls", "stops", "stations", "stops_read", "calls_read", "first", "last", "limit", "what",
         "role", "since", "reason"), "x",
    )  # fmt: skip
    words = _read_words()
    assert len(words) > 30
    for code in words:
        for n in (1, 2000):
            finding = to_finding(Case(code, n, values=values))
            assert finding.text
            assert "{" not in finding.text
            assert finding.title


def test_the_real_feed(testdata):
    feed = read_gtfs(testdata / "gtfs" / "vrn_gtfs_cut.zip")
    found = findings(feed, "bw")
    # Looked up in the file: line 20 has this trip twice on 29 Sundays and holidays, under two services.
    assert found["duplicate_trips"].examples == [
        "Linie RNV 20, Fahrt vrn-19-20-1-2-1-H-0-Special#5-87-6 = vrn-19-20-1-2-1-H-0-Special#16-7-5 (29 Tage)"
    ]
    # A bus in the place of the tram, in the small hours.
    assert found["one_way_lines"].examples == [
        "RNV 5 (RNV Rhein-Neckar-Verkehr GmbH): 2 Fahrten Käfertal, Bahnhof → Mannheim, Hauptbahnhof"
    ]
    assert found["duplicate_stops"].n == 10
    assert found["thin_end"].text.startswith("ab 03.10.2022")
    assert not {"backward_trips", "impossible_speeds", "unplaced_stops", "unserved_stops"} & set(found)
    assert drop_unusable(feed) is feed
