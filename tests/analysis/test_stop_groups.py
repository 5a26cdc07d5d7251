"""Stops that are one stop for people: hand-placed poles."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from geo.analysis.stop_groups import describe_groups
from geo.network.stop_groups import SAME_NAME_M, SAME_SPOT_M
from tests.timetable import make_feed


def groups_of(stops, parents=None):
    """Groups of stops; of "Kirche#1" the name is "Kirche"."""
    feed = make_feed([], stops=stops, parents=parents)
    named = feed.stops.with_columns(stop_name=pl.col("stop_id").str.split("#").list.first())
    return describe_groups(named)


@pytest.mark.parametrize(
    ("apart_m", "together"),
    [(0.0, True), (40.0, True), (SAME_NAME_M, True), (SAME_NAME_M + 1, False), (5000.0, False)],
)
def test_same_name_nearby(apart_m, together):
    found = groups_of({"Kirche#1": (0.0, 0.0), "Kirche#2": (apart_m, 0.0)})
    assert (len(found) == 1) == together


@pytest.mark.parametrize(
    ("apart_m", "together"), [(0.0, True), (SAME_SPOT_M, True), (SAME_SPOT_M + 0.1, False), (140.0, False)]
)
def test_other_name_at_the_same_spot(apart_m, together):
    found = groups_of({"Hemmerde, Bf": (0.0, 0.0), "Unna-Hemmerde": (apart_m, 0.0)})
    assert (len(found) == 1) == together


def test_writing_of_names_does_not_matter():
    found = groups_of({"Kirche #1": (0.0, 0.0), "KIRCHE#2": (100.0, 0.0), "Kirche  #3": (200.0, 0.0)})
    assert len(found) == 1


def test_a_station_holds_its_stops_however_far():
    stops = {"Bf": (0.0, 0.0), "Gleis 1": (300.0, 0.0), "Gleis 2": (-300.0, 0.0), "Markt": (900.0, 0.0)}
    found = groups_of(stops, {"Gleis 1": "Bf", "Gleis 2": "Bf"})
    assert found.group.tolist() == [0, 0, 0, 1]
    assert found.name == ["Bf", "Markt"]
    assert found.stop_id == ["Bf", "Markt"]
    # People board at the platforms: their middle is the place, not the point of the station.
    assert found.xy.tolist() == [[0.0, 0.0], [900.0, 0.0]]


def test_place_of_a_station_without_platforms():
    assert groups_of({"Bf": (7.0, 8.0), "X": (5e3, 0.0)}, {"X": "Bf"}).xy.tolist() == [[5e3, 0.0]]


def test_others_between_make_a_chain():
    found = groups_of({f"Kirche#{i}": (SAME_NAME_M * i, 0.0) for i in range(4)})
    assert len(found) == 1


def test_a_stop_without_a_name_is_no_namesake():
    assert len(groups_of({"#1": (0.0, 0.0), "#2": (0.0, 0.0)})) == 2


def test_groups_are_numbered_by_their_first_stop():
    stops = {"A#1": (0.0, 0.0), "B#1": (1e4, 0.0), "A#2": (50.0, 0.0), "B#2": (1e4, 50.0), "C": (2e4, 0.0)}
    found = groups_of(stops)
    assert found.group.tolist() == [0, 1, 0, 1, 2]
    assert np.allclose(found.xy, [[25.0, 0.0], [1e4, 25.0], [2e4, 0.0]])


def test_no_stops():
    feed = make_feed([])
    assert len(describe_groups(replace(feed).stops)) == 0
