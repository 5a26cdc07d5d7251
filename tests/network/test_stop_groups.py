"""Poles of one stop belong together, stops of two villages do not."""

import polars as pl

from geo.network.stop_groups import SAME_NAME_M, SAME_SPOT_M, group_stops
from geo.network.timetable import NONE, SCHEMAS
from geo.sources.gtfs import read_gtfs


def stops_of(*rows):
    """Rows (name, x, y, location_type, parent)."""
    full = [(f"s{i}", name, x, y, kind, parent, "") for i, (name, x, y, kind, parent) in enumerate(rows)]
    return pl.DataFrame(full, schema=SCHEMAS["stops"], orient="row")


def test_platforms_of_a_station_wherever_they_lie():
    stops = stops_of(("Gleis 1", 0, 0, 0, 2), ("Gleis 2", 900, 0, 0, 2), ("Bahnhof", 400, 0, 1, NONE))
    assert group_stops(stops).tolist() == [0, 0, 0]


def test_poles_of_one_name():
    far = SAME_NAME_M + 1
    stops = stops_of(
        ("Kirche", 0, 0, 0, NONE),
        ("KIRCHE", 20, 0, 0, NONE),  # the other side of the road
        ("Markt", 10, 0, 0, NONE),  # between them, but of another name
        ("Kirche", 20 + far, 0, 0, NONE),  # the church of the next village
        ("", 0, 0, 0, NONE),
        ("", 0, 0, 0, NONE),
    )
    assert group_stops(stops).tolist() == [0, 0, 2, 3, 4, 5]


def test_one_pole_under_two_names():
    spot, near = SAME_SPOT_M, SAME_SPOT_M + 0.1
    stops = stops_of(
        ("Hemmerde, Bf", 0, 0, 0, NONE), ("Unna-Hemmerde", spot, 0, 0, NONE), ("X", spot + near, 0, 0, NONE)
    )
    assert group_stops(stops).tolist() == [0, 0, 2]


def test_a_pole_beside_a_station_of_its_name():
    stops = stops_of(("Bahnhof", 0, 0, 0, NONE), ("Gleis 1", 90, 0, 0, 2), ("Bahnhof", 100, 0, 1, NONE))
    assert group_stops(stops).tolist() == [0, 0, 0]


def test_no_stop_and_no_position():
    assert group_stops(stops_of()).tolist() == []
    lost = stops_of(("Kirche", None, None, 0, NONE), ("Kirche", 0, 0, 0, NONE), ("Kirche", None, None, 0, 1))
    assert group_stops(lost).tolist() == [0, 1, 1]


def test_the_real_feed(testdata):
    stops = read_gtfs(testdata / "gtfs" / "vrn_gtfs_cut.zip").stops
    grouped = stops.with_columns(group=pl.Series(group_stops(stops)))
    # 38 stations are stated; the poles of the others are found by name.
    station = grouped.filter(pl.col("stop_name") == "Heidelberg, Hauptbahnhof")["group"].unique()
    assert len(station) == 1
    platforms = grouped.filter(pl.col("group") == station[0])
    assert platforms.height == 8
    assert platforms["stop_name"].str.starts_with("Heidelberg, Hauptbahnhof").all()
    village = grouped.filter(pl.col("stop_name") == "Neuenheim, Jahnstraße")
    assert village.height == 6
    assert village["group"].n_unique() == 1
    assert 150 < grouped["group"].n_unique() < 250
