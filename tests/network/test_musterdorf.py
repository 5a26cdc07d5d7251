"""Musterdorf on a walk: every trap of a street network, with travel times that anybody can check by hand.

Names of places are those of the nodes in ``musterdorf.osm``. In metres: 0.002 degrees to the east are 138.9, 0.001
degrees to the north 111.3, and half a step east with one north 131.1 (Pythagoras). On foot 5 km/h, 0.72 s per metre.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.domain import Mode
from geo.network.engine import NOT_CONNECTED, OUTSIDE, REACHED, nearest_facilities
from geo.network.router import Router
from geo.network.rules import read_rules
from geo.network.snap import snap_points
from geo.network.streets import build_graph
from geo.network.whatif import WhatIf
from geo.sources.osm_ways import read_ways

MUSTERDORF = Path(__file__).with_name("musterdorf.osm")
A, B, C, D, E = 1, 2, 3, 4, 5  # along the main street, 138.9 m apart; E is where the data end
TIP = 6  # of the one-way street, 131.1 m from B and from C
FOOT = 11  # of the steps, 111.3 m below C
PLATFORM = 15  # end of the road that the bridge carries over the main street
ISLAND = (30, 31)
EAST, NORTH, SLANT = 138.9, 111.3, 131.1
CAR_STREET = read_rules().speeds.car.rural_factor * 25.0  # residential and unclassified, km/h
CAR_MAIN = read_rules().speeds.car.rural_factor * 50.0
LIMIT_DS = 36_000
ROUNDING_S = 0.6  # metres to a decimetre, times to a decisecond per edge


@cache
def village(mode, *, east_end=False):
    """Streets, and the file's ways; with ``east_end`` the data end at E."""
    ways = read_ways([MUSTERDORF])
    area = None
    if east_end:
        x, y = places(E)[0]
        area = shapely.box(x - 2_000, y - 2_000, x + 1, y + 2_000)
    return Router(build_graph(ways, mode, data_area=area), 5.0)


@cache
def known():
    ways = read_ways([MUSTERDORF])
    return dict(zip(ways.node_id.tolist(), ways.node_xy, strict=True))


def places(*nodes):
    return np.array([known()[node] for node in nodes])


def snap(router, xy):
    return snap_points(router.graph, np.asarray(xy), index=router.index, island_nodes=5)


def seconds(mode, start, goal):
    """Time of the quickest way between two places, None where there is none."""
    router = village(mode)
    ends = [snap(router, places(end) if isinstance(end, int) else [end]) for end in (start, goal)]
    table = nearest_facilities(router, *ends, 1, LIMIT_DS)
    return None if table.state[0] == NOT_CONNECTED else table.time_ds[0, 0] / 10


def at(kmh, *metres):
    return sum(metres) / kmh * 3.6


def test_a_one_way_street_is_driven_one_way_only():
    """Cars come back by C and the main street; bicycles may ride against it; walkers never ask."""
    assert seconds(Mode.CAR, B, TIP) == pytest.approx(at(CAR_STREET, SLANT), abs=ROUNDING_S)
    back = at(CAR_STREET, SLANT) + at(CAR_MAIN, EAST)
    assert seconds(Mode.CAR, TIP, B) == pytest.approx(back, abs=ROUNDING_S)
    for mode, kmh in ((Mode.BIKE, 15), (Mode.WALK, 5)):
        assert seconds(mode, B, TIP) == seconds(mode, TIP, B) == pytest.approx(at(kmh, SLANT), abs=ROUNDING_S)


def test_steps_are_for_walkers_only():
    """A bicycle goes round by D: the main street, the path at 13 km/h, and is pushed along the footway."""
    path, footway = np.hypot(EAST / 2, 2 * NORTH), np.hypot(EAST / 2, NORTH)
    assert seconds(Mode.WALK, C, FOOT) == pytest.approx(at(2.5, NORTH), abs=ROUNDING_S)
    round_by_d = at(15, EAST) + at(13, path) + at(5, footway)
    assert seconds(Mode.BIKE, C, FOOT) == pytest.approx(round_by_d, abs=ROUNDING_S)


def test_the_bridge_joins_nothing_that_it_crosses():
    """From the road on the bridge to a house on the main street, 35 m from below: back by the tip and C."""
    house = places(C)[0] + 0.75 * (places(D)[0] - places(C)[0])
    away = np.hypot(*(house - (places(C)[0] + places(D)[0]) / 2))
    assert away == pytest.approx(EAST / 4, abs=0.1)
    metres = 2 * NORTH + EAST + SLANT + 0.75 * EAST
    assert seconds(Mode.WALK, PLATFORM, house) == pytest.approx(at(5, metres), abs=ROUNDING_S)


def test_an_island_is_marked_and_not_connected():
    assert seconds(Mode.WALK, *ISLAND) == pytest.approx(at(5, EAST), abs=ROUNDING_S)
    router = village(Mode.WALK)
    here, town = snap(router, places(ISLAND[0])), snap(router, places(A))
    assert (here.island.tolist(), town.island.tolist()) == ([True], [False])
    assert here.component[0] != town.component[0]
    for ends in ((here, town), (town, here)):
        table = nearest_facilities(router, *ends, 1, LIMIT_DS)
        assert (table.state[0], table.facility[0, 0]) == (NOT_CONNECTED, -1)


def test_where_the_data_end_a_place_is_outside_and_never_unreachable():
    """The street goes on beyond E, in a node that the file lacks. Whoever stands there is told so."""
    router = village(Mode.WALK, east_end=True)
    beyond = places(E) + np.array([[120.0, 0.0]])
    town, end, outside = (snap(router, xy) for xy in (places(D), places(E), beyond))
    assert [point.outside[0] for point in (town, end, outside)] == [False, False, True]
    table = nearest_facilities(router, end, town, 1, LIMIT_DS)
    assert (table.state[0], table.time_ds[0, 0] / 10) == (REACHED, pytest.approx(at(5, EAST), abs=ROUNDING_S))
    assert nearest_facilities(router, outside, town, 1, LIMIT_DS).state[0] == OUTSIDE
    nobody = snap(router, np.empty((0, 2)))
    assert nearest_facilities(router, outside, nobody, 1, LIMIT_DS).state[0] == OUTSIDE


@pytest.mark.parametrize("mode", list(Mode))
def test_two_facilities_at_the_same_node_are_two(mode):
    """Both stand at D: the first is named first, both in the same time; if it closes, the other is as near."""
    router = village(mode)
    origins, both = snap(router, places(A, B, TIP)), snap(router, places(D, D))
    table = nearest_facilities(router, origins, both, 2, LIMIT_DS)
    assert table.facility.tolist() == [[0, 1]] * 3
    assert np.array_equal(table.time_ds[:, 0], table.time_ds[:, 1])
    assert np.array_equal(table.length_m[:, 0], table.length_m[:, 1])
    kmh = {Mode.WALK: 5, Mode.BIKE: 15, Mode.CAR: CAR_MAIN}[mode]
    assert table.time_ds[0, 0] / 10 == pytest.approx(at(kmh, 3 * EAST), abs=ROUNDING_S)
    one = nearest_facilities(router, origins, snap(router, places(D)), 2, LIMIT_DS)
    assert one.facility.tolist() == [[0, -1]] * 3
    assert np.array_equal(one.time_ds[:, 0], table.time_ds[:, 0])
    closed = WhatIf(router, both, origins, limit_ds=LIMIT_DS).close(0)
    assert closed.origin_after.facility[:, 0].tolist() == [1, 1, 1]
    assert np.array_equal(closed.origin_after.time_ds[:, 0], table.time_ds[:, 0])
