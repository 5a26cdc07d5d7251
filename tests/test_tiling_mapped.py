"""Tiling of mapped polygons: gaps, overlaps and what sticks out."""

import pytest
import shapely
from geopandas import GeoSeries
from shapely.geometry import Polygon, box

from geo.errors import CrsError, InputError
from geo.tiling import validate_tiling
from geo.tiling_mapped import tile_mapped

EAST, NORTH = 430_000.0, 5_700_000.0
SQUARE = box(EAST, NORTH, EAST + 4_000, NORTH + 4_000)


def test_mapped_polygons_lose_gaps_overlaps_and_what_sticks_out():
    west = box(EAST - 50, NORTH, EAST + 2_010, NORTH + 4_000)
    east = box(EAST + 2_000, NORTH, EAST + 3_990, NORTH + 3_950)
    parts = tile_mapped(SQUARE, GeoSeries({"west": west, "east": east}, crs=25832))
    validate_tiling(SQUARE, parts)
    assert shapely.coverage_is_valid(parts.values)
    assert parts.area["east"] == pytest.approx(2_000 * 4_000, rel=0.01)


def test_mapped_pieces_of_one_id_are_merged():
    pieces = GeoSeries(
        [
            box(EAST, NORTH, EAST + 1_000, NORTH + 4_000),
            box(EAST + 1_000, NORTH, EAST + 4_000, NORTH + 4_000),
        ],
        index=["a", "a"],
        crs=25832,
    )
    assert tile_mapped(SQUARE, pieces)["a"].area == pytest.approx(SQUARE.area)


def test_mapped_polygon_outside_its_municipality_is_named():
    polygons = GeoSeries({"here": SQUARE, "away": box(0, 0, 10, 10)}, crs=25832)
    with pytest.raises(InputError, match="away"):
        tile_mapped(SQUARE, polygons)


def test_gap_along_two_polygons_is_shared_at_the_nearest_place():
    # A strip of 100 m runs along the south of both: each must get the piece below itself.
    west = box(EAST, NORTH + 100, EAST + 1_500, NORTH + 4_000)
    east = box(EAST + 1_500, NORTH + 100, EAST + 4_000, NORTH + 4_000)
    parts = tile_mapped(SQUARE, GeoSeries({"west": west, "east": east}, crs=25832))
    validate_tiling(SQUARE, parts)
    assert shapely.coverage_is_valid(parts.values)
    assert parts.area["west"] == pytest.approx(1_500 * 4_000, abs=2_000)


def test_degrees_are_refused():
    with pytest.raises(CrsError):
        tile_mapped(SQUARE, GeoSeries({"a": box(7, 51, 8, 52)}, crs=4326))


def test_bow_tie_is_named():
    bow_tie = Polygon([(EAST, NORTH), (EAST + 9, NORTH + 9), (EAST + 9, NORTH), (EAST, NORTH + 9)])
    with pytest.raises(InputError, match="tie"):
        tile_mapped(SQUARE, GeoSeries({"tie": bow_tie}, crs=25832))
