"""The real Rhein-Neckar feed: departures recounted in plain Python, and stops whose timetable is known."""

import csv
import io
import zipfile
from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest

from geo.analysis.departures import departure_table
from geo.analysis.stop_categories import best_categories, stop_categories
from geo.analysis.stop_groups import describe_groups
from geo.norms.gueteklassen import get_method
from geo.sources.gtfs import read_gtfs

TUESDAY, SUNDAY = date(2022, 9, 20), date(2022, 9, 25)


@pytest.fixture(scope="module")
def path(testdata):
    return testdata / "gtfs" / "vrn_gtfs_cut.zip"


@pytest.fixture(scope="module")
def feed(path):
    return read_gtfs(path)


@pytest.fixture(scope="module")
def groups(feed):
    return describe_groups(feed.stops)


def recount(path, groups, stop_ids, day):
    """Departures per group of stops, read row by row: one per line, next group and minute."""
    with zipfile.ZipFile(path) as archive:
        tables = {
            name: list(csv.DictReader(io.TextIOWrapper(archive.open(f"{name}.txt"), "utf-8-sig")))
            for name in ("routes", "trips", "calendar", "calendar_dates", "stop_times")
        }
    text, weekday = day.strftime("%Y%m%d"), day.strftime("%A").lower()
    running = {
        row["service_id"]
        for row in tables["calendar"]
        if row[weekday] == "1" and row["start_date"] <= text <= row["end_date"]
    }
    for row in tables["calendar_dates"]:
        if row["date"] == text:
            (running.add if row["exception_type"] == "1" else running.discard)(row["service_id"])
    line = {
        r["route_id"]: (r["route_type"], r["route_short_name"].lower().replace(" ", ""))
        for r in tables["routes"]
    }
    trips = {row["trip_id"]: line[row["route_id"]] for row in tables["trips"] if row["service_id"] in running}
    group = dict(zip(stop_ids, groups.group.tolist(), strict=True))
    calls = defaultdict(list)
    for row in tables["stop_times"]:
        if row["trip_id"] in trips:
            calls[row["trip_id"]].append((int(row["stop_sequence"]), row))
    found = defaultdict(set)
    for trip, rows in calls.items():
        ordered = [row for _, row in sorted(rows, key=lambda pair: pair[0])]
        for here, there in pairwise(ordered):
            a, b = group[here["stop_id"]], group[there["stop_id"]]
            if a != b and here["pickup_type"] != "1":
                found[a].add((trips[trip], b, here["departure_time"][:-3].zfill(5)))
    return {key: len(departures) for key, departures in found.items()}


@pytest.mark.parametrize("day", [TUESDAY, SUNDAY])
def test_recounted_row_by_row(path, feed, groups, day):
    expected = recount(path, groups, feed.stops["stop_id"].to_list(), day)
    assert len(expected) > 100
    found = departure_table(feed, groups, day).group_by("group").len()
    assert dict(found.rows()) == expected


def test_stops_whose_timetable_is_known(feed, groups):
    """Line 24 runs every 10 minutes by day, the village bus 757 about hourly."""
    table = stop_categories(departure_table(feed, groups, TUESDAY), get_method("oerok-2017"))
    best = {groups.name[row["group"]]: row for row in best_categories(table).iter_rows(named=True)}
    tram, village = best["Heidelberg, Christuskirche"], best["Gaiberg, Ev. Kirche"]
    assert tram["vehicles"] == "tram"
    assert 9 < tram["interval_min"] <= 10
    assert village["vehicles"] == "bus"
    assert 60 <= village["interval_min"] < 90
