"""Tiling: what a planner may rely on when an Ortsteil boundary was derived."""

import numpy as np
import pytest
import shapely
from geopandas import GeoSeries
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, Polygon, box

from geo.errors import CrsError, InputError
from geo.tiling import validate_tiling, voronoi_ortsteile

EAST, NORTH = 430_000.0, 5_700_000.0
SQUARE = box(EAST, NORTH, EAST + 4_000, NORTH + 4_000)


def points(**at: tuple[float, float]) -> GeoSeries:
    return GeoSeries({key: Point(EAST + x, NORTH + y) for key, (x, y) in at.items()}, crs=25832)


def test_two_centres_meet_halfway():
    parts = voronoi_ortsteile(SQUARE, points(west=(1_000, 2_000), east=(3_000, 2_000)))
    assert list(parts.index) == ["west", "east"]
    assert parts.area.tolist() == pytest.approx([8e6, 8e6])
    assert parts.geom_type.eq("MultiPolygon").all()


def test_satellite_moves_the_border_of_its_nearest_centre():
    centres = points(west=(500, 2_000), east=(3_500, 2_000))
    parts = voronoi_ortsteile(SQUARE, centres, points(hamlet=(1_900, 2_000)))
    assert parts.area["west"] > 2_600 * 4_000
    validate_tiling(SQUARE, parts)


def test_satellite_on_a_centre_changes_nothing():
    centres = points(west=(1_000, 2_000), east=(3_000, 2_000))
    assert (
        voronoi_ortsteile(SQUARE, centres, centres.copy())
        .geom_equals(voronoi_ortsteile(SQUARE, centres))
        .all()
    )


def test_exclave_without_centre_goes_whole_to_the_nearest_centre():
    exclave = box(EAST + 4_500, NORTH, EAST + 5_000, NORTH + 500)
    outline = MultiPolygon([SQUARE, exclave])
    parts = voronoi_ortsteile(outline, points(west=(1_000, 2_000), east=(3_000, 2_000)))
    validate_tiling(outline, parts)
    assert parts["east"].contains(exclave.representative_point())
    assert len(parts["east"].geoms) == 2


def test_every_part_with_one_centre_stays_whole():
    other = box(EAST + 4_500, NORTH, EAST + 8_500, NORTH + 4_000)
    outline = MultiPolygon([SQUARE, other])
    # The centre of the second part is nearer to much of the first part than that part's own centre.
    parts = voronoi_ortsteile(outline, points(a=(200, 2_000), b=(4_600, 2_000)))
    assert parts["a"].equals(MultiPolygon([SQUARE]))
    assert parts["b"].equals(MultiPolygon([other]))


def test_piece_cut_off_by_a_bay_joins_its_neighbour():
    # A U: the cell of "left" reaches across the bay into the right arm, where it would be an island.
    bay = box(EAST + 1_000, NORTH + 1_000, EAST + 3_000, NORTH + 4_000)
    outline = SQUARE.difference(bay)
    parts = voronoi_ortsteile(outline, points(left=(900, 3_500), foot=(3_500, 200)))
    validate_tiling(outline, parts)
    assert [len(part.geoms) for part in parts] == [1, 1]


def test_single_centre_takes_everything():
    parts = voronoi_ortsteile(SQUARE, points(only=(10, 10)))
    assert parts["only"].equals(MultiPolygon([SQUARE]))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 3_999), st.integers(1, 3_999)), min_size=1, max_size=25, unique=True),
    st.lists(st.tuples(st.integers(1, 3_999), st.integers(1, 3_999)), max_size=12),
)
def test_any_centres_tile_any_outline(centres, satellites):
    ring = Point(EAST + 2_000, NORTH + 2_000).buffer(2_900, quad_segs=7)
    outline = SQUARE.intersection(ring).union(box(EAST + 6_000, NORTH, EAST + 6_100, NORTH + 100))
    seeds = GeoSeries([Point(EAST + x, NORTH + y) for x, y in centres], crs=25832)
    seeds = seeds[seeds.within(outline)]
    if seeds.empty:
        return
    hamlets = GeoSeries([Point(EAST + x, NORTH + y) for x, y in satellites], crs=25832)
    parts = voronoi_ortsteile(outline, seeds, hamlets)
    validate_tiling(outline, parts)
    assert shapely.coverage_is_valid(parts.values)
    assert parts.intersects(seeds).all()


@pytest.mark.parametrize(
    ("centres", "sentence"),
    [
        (GeoSeries([], crs=25832), "kein Zentrum"),
        (points(far=(9_000, 9_000)), "far liegt außerhalb"),
        (points(a=(5, 5), b=(5, 5)), "liegt genau auf einem anderen"),
        (
            GeoSeries([Point(EAST + 1, NORTH + 1), Point(EAST + 9, NORTH + 9)], index=["a", "a"], crs=25832),
            "zweimal",
        ),
    ],
)
def test_centres_that_cannot_be_used_are_named(centres, sentence):
    with pytest.raises(InputError, match=sentence):
        voronoi_ortsteile(SQUARE, centres)


def test_degrees_are_refused():
    with pytest.raises(CrsError):
        voronoi_ortsteile(SQUARE, points(a=(5, 5)).to_crs(4326))


def test_bow_tie_is_named():
    bow_tie = Polygon([(EAST, NORTH), (EAST + 9, NORTH + 9), (EAST + 9, NORTH), (EAST, NORTH + 9)])
    with pytest.raises(InputError, match="tie"):
        validate_tiling(SQUARE, GeoSeries({"tie": bow_tie}, crs=25832))


def halves(shift_m: float = 0.0) -> GeoSeries:
    west = box(EAST, NORTH, EAST + 2_000, NORTH + 4_000)
    east = box(EAST + 2_000 + shift_m, NORTH, EAST + 4_000, NORTH + 4_000)
    return GeoSeries({"west": west, "east": east}, crs=25832)


def test_validate_accepts_a_tiling():
    validate_tiling(SQUARE, halves())


@pytest.mark.parametrize(
    ("shift_m", "sentence"),
    [(-5.0, "west und east überlappen sich um 20.000 m²"), (5.0, "Lücke von 20.000 m²")],
)
def test_validate_names_overlap_and_gap(shift_m, sentence):
    with pytest.raises(InputError, match=sentence):
        validate_tiling(SQUARE, halves(shift_m))


def test_validate_names_excess():
    parts = halves()
    parts["east"] = box(EAST + 2_000, NORTH, EAST + 4_001, NORTH + 4_000)
    with pytest.raises(InputError, match="east ragt über die Kommunengrenze"):
        validate_tiling(SQUARE, parts)


def test_validate_tolerates_less_than_a_square_metre():
    validate_tiling(SQUARE, halves(0.0002))


def test_validate_refuses_an_empty_list():
    with pytest.raises(InputError, match="keinen Ortsteil"):
        validate_tiling(SQUARE, GeoSeries([], crs=25832))


def test_arguments_stay_as_they_were():
    centres = points(west=(1_000, 2_000), east=(3_000, 2_000))
    before = np.array([point.wkb for point in centres])
    voronoi_ortsteile(SQUARE, centres, points(hamlet=(1_500, 500)))
    assert (np.array([point.wkb for point in centres]) == before).all()
