"""Where the known streets end: supply and links claim no way beyond, though a road stands in the graph there."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.areas.near import find_street_ways, link_table
from geo.crs import STORAGE
from geo.domain import Mode
from geo.network.parameters import read_parameters
from geo.network.router import to_router
from geo.service.supply import find_pairs
from tests.network.desert import ORIGIN, build_grid

BLOCK_M = 100.0
KNOWN_COLUMNS = 5  # of nine: the streets east of them are in the graph, but not completely known


@pytest.fixture(scope="module", params=[Mode.WALK, Mode.CAR])
def router(request):
    graph = build_grid(9, 3, BLOCK_M, request.param)
    area = shapely.box(
        ORIGIN[0] - BLOCK_M, ORIGIN[1] - BLOCK_M,
        ORIGIN[0] + (KNOWN_COLUMNS - 0.5) * BLOCK_M, ORIGIN[1] + 3 * BLOCK_M,
    )  # fmt: skip
    return to_router(replace(graph, data_area=area), read_parameters())


def at(*columns):
    """Points on junctions of the first row."""
    points = shapely.points([[ORIGIN[0] + column * BLOCK_M, ORIGIN[1]] for column in columns])
    return gpd.GeoSeries(points, crs=STORAGE)


def test_supply_counts_no_facility_and_no_cell_beyond(router):
    cells = gpd.GeoDataFrame({"cell_id": ["a", "b"]}, geometry=at(0, 8))
    facilities = gpd.GeoDataFrame({"facility_id": ["near", "beyond"]}, geometry=at(3, 7))
    pairs = find_pairs(router, cells, facilities, 3600)
    assert list(zip(pairs["origin_id"], pairs["facility_id"], strict=True)) == [(0, "near")]
    # With the whole area known, both cells reach both.
    whole = to_router(replace(router.graph, data_area=shapely.box(0, 0, 1e7, 1e7)), read_parameters())
    assert len(find_pairs(whole, cells, facilities, 3600)) == 4


def test_no_way_on_streets_leads_out_of_what_is_known(router):
    ways = find_street_ways(at(0, 3, 8), router, read_parameters())
    known = np.array([[True, True, False], [True, True, False], [False, False, False]])
    assert (np.isfinite(ways.time_s) == known).all()
    assert (np.isfinite(ways.path_m) == known).all()


def test_a_link_beyond_stands_in_the_straight_line_model(router):
    zentren = gpd.GeoDataFrame({"zentrum_id": ["a", "b", "c"], "ags": ["1", "2", "3"]}, geometry=at(0, 3, 8))
    mode, parameters = router.graph.mode, read_parameters()
    table = link_table(zentren, mode, parameters, find_street_ways(zentren.geometry, router, parameters))
    straight = link_table(zentren, mode, parameters)
    on_streets, model = (frame.set_index(["a_id", "b_id"])["distance_m"] for frame in (table, straight))
    assert on_streets["a", "b"] == pytest.approx(3 * BLOCK_M)
    assert dict(zip(table["b_id"] + table["a_id"], table["model"], strict=True)) == {
        "ba": "network", "ca": "crowfly", "cb": "crowfly"
    }  # fmt: skip
    pd.testing.assert_series_equal(
        on_streets.drop(("a", "b")).sort_index(), model.drop(("a", "b")).sort_index()
    )
