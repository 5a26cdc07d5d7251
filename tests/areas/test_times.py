"""Travel times between places: the model of each pair, what is kept, and the matrix made from it."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point

from geo.areas.times import (
    TIME_COLUMNS,
    SiteTimes,
    measure_site_times,
    measure_ways,
    nearest_today_s,
    time_table,
    to_matrix,
)
from geo.domain import Mode
from geo.errors import CrsError
from geo.network.between import Ways, find_ways
from geo.network.parameters import read_parameters
from geo.network.router import Router
from geo.norms import get_norm
from tests.network.desert import build_grid

PARAMETERS = read_parameters()
X_M = (0, 1000, 100_000)
PLACES = pd.DataFrame({"place_id": ["a", "b", "c"], "ags": ["1", "2", "2"], "partner": [False, False, True]})
POINTS = gpd.GeoSeries([Point(400_000 + x, 5_700_000) for x in X_M], crs=25832)


def test_the_limit_of_an_area_is_that_of_the_norm():
    assert PARAMETERS.areas["limit_min"] == get_norm(PARAMETERS.link_norm).value


def test_straight_line():
    ways = measure_ways(POINTS, Mode.CAR, PARAMETERS)
    # 1 km straight is 1.3 km of way, at 33 km/h 141.8 s.
    assert ways.time_s[0, 1] == pytest.approx(1300 / 33_000 * 3600, abs=0.05)
    assert not ways.on_network.any()


def test_streets_where_they_know_a_way_the_slower_direction_counts():
    inf = np.inf
    time_s = np.array([[0, 200, inf], [300, 0, 50], [inf, inf, 0]], dtype=float)
    path_m = np.array([[0, 2000, inf], [2500, 0, 500], [inf, inf, 0]], dtype=float)
    ways = measure_ways(POINTS, Mode.CAR, PARAMETERS, Ways(time_s, path_m))
    assert (ways.time_s[0, 1], ways.path_m[1, 0]) == (300, 2500)
    # Known in one direction only: not a way that one can rely on.
    assert not ways.on_network[1, 2]
    assert ways.time_s[1, 2] == ways.time_s[2, 1] == pytest.approx(99 * 1300 / 33_000 * 3600, abs=0.05)


def test_pairs_that_are_near_and_the_nearest_of_each_zentrum():
    places = PLACES.assign(ags=["1", "1", "2"])
    ways = measure_ways(POINTS, Mode.CAR, PARAMETERS)
    table = time_table(places, ways, Mode.CAR, PARAMETERS)
    assert list(table.columns) == TIME_COLUMNS
    # a-b is near; c lies 100 km away and is the nearest of another municipality for a and for b.
    assert list(zip(table["a_id"], table["b_id"], strict=True)) == [("a", "b"), ("b", "c"), ("a", "c")]
    assert set(table["model"]) == {"crowfly"}
    table = time_table(PLACES, ways, Mode.CAR, PARAMETERS)
    assert list(zip(table["a_id"], table["b_id"], strict=True)) == [("a", "b")]


def test_the_matrix_is_square_symmetric_and_infinite_where_nothing_is_known():
    table = time_table(PLACES, measure_ways(POINTS, Mode.CAR, PARAMETERS), Mode.CAR, PARAMETERS)
    matrix = to_matrix(table, ["b", "a", "c", "x"])
    assert matrix.shape == (4, 4)
    assert (matrix == matrix.T).all()
    assert (np.diag(matrix) == 0).all()
    assert matrix[0, 1] == pytest.approx(141.8, abs=0.05)
    assert np.isinf(matrix[2:, :2]).all()


def test_degrees_are_refused():
    with pytest.raises(CrsError):
        measure_ways(POINTS.to_crs(4326), Mode.CAR, PARAMETERS)


def test_one_place_alone():
    ways = measure_ways(POINTS[:1], Mode.CAR, PARAMETERS)
    assert time_table(PLACES[:1], ways, Mode.CAR, PARAMETERS).empty


def test_site_times_go_along_the_streets_and_beside_them_straight():
    """Blocks of 100 m: 200 m east and 100 m north are 300 m of street; a site 50 km off has no street."""
    town = Router(build_grid(11, 11, 100.0, Mode.CAR), PARAMETERS.speed_kmh[Mode.WALK])
    x, y = town.graph.node_xy.min(axis=0)
    places = gpd.GeoSeries([Point(x, y)], crs=25832)
    sites = gpd.GeoSeries([Point(x + 200, y + 100), Point(x + 50_000, y)], crs=25832)
    found = measure_site_times(places, sites, Mode.CAR, PARAMETERS, town)
    assert found.on_network.tolist() == [[True, False]]
    straight = measure_site_times(places, sites, Mode.CAR, PARAMETERS, None)
    assert not straight.on_network.any()
    assert found.time_s[0, 1] == straight.time_s[0, 1] == pytest.approx(50 * 1.3 / 33 * 3600)
    there = find_ways(town, town.snap(np.array([[x, y]])), town.snap(np.array([[x + 200, y + 100]])), 100_000)
    assert there.path_m[0, 0] == pytest.approx(300)
    assert found.time_s[0, 0] == there.time_s[0, 0]


def test_what_there_is_today_is_told_along_the_streets_where_one_lives_on_them():
    """The first place has a street to one site; the straight line to the other, nearer one is not believed."""
    today = SiteTimes(np.array([[500.0, 100.0], [900.0, 300.0]]), np.array([[True, False], [False, False]]))
    assert nearest_today_s(today).tolist() == [500.0, 300.0]
    assert nearest_today_s(SiteTimes(np.empty((2, 0)), np.empty((2, 0), dtype=bool))).tolist() == [np.inf] * 2
