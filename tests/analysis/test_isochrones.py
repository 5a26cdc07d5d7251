"""Isochrones: what they claim is reached in time, proved against scipy; bridges, one-ways, parallel streets."""

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, box

from geo.analysis.isochrones import IsochroneSettings, edges_in_box, isochrones
from geo.analysis.pieces import invert_pieces, merge_pieces, reached_pieces, to_lines
from geo.domain import Mode
from geo.errors import InputError
from geo.network.graph import CLOSED
from geo.network.snap import snap_points, to_ends
from geo.network.streets import build_graph
from geo.sources.osm_ways import read_ways
from tests.analysis.small_streets import (
    graph,
    line_of,
    node_times,
    reached_from,
    search,
    street,
    time_at,
    times_along,
    times_of,
    towns,
)

WALKER = IsochroneSettings(width_m=40, walk_kmh=4.5, cut_m=2)  # tolerance 32 s


def test_a_straight_street_by_hand():
    """400 m of street, start in the middle, 80 s: 100 m either way, a strip of 40 m around."""
    streets = graph([(0, 0), (400, 0)], [street(0, 1)])
    found = isochrones(streets, search(streets, 0, 0.5), [80], WALKER).iloc[0]
    assert found["street_m"] == pytest.approx(200)
    assert found["tolerance_s"] == pytest.approx(32)
    area = found["geometry"]
    assert area.covers(Point(299, 0))
    assert area.covers(Point(200, 39))
    assert not area.covers(Point(200, 41))
    # Behind the end the strip is rounded: 40 m beyond it are 32 s more, just within the tolerance.
    assert area.covers(Point(337, 0))
    assert not area.covers(Point(341, 0))
    assert found["complete"]


def test_the_parallel_street_is_not_claimed():
    """Two streets 20 m apart, joined nowhere: the strip of one ends at the other."""
    streets = graph([(0, 0), (300, 0), (0, 20), (300, 20)], [street(0, 1), street(2, 3)])
    area = isochrones(streets, search(streets, 0, 0.5), [100], WALKER)["geometry"][0]
    assert area.covers(Point(150, 15))
    assert not area.intersects(line_of(streets, 1))
    assert not area.covers(Point(150, 30))  # beyond the other street
    assert area.covers(Point(150, -30))


def test_a_bridge_claims_nothing_of_the_street_below():
    streets = graph([(0, 0), (200, 0), (100, -100), (100, 100)], [street(0, 1), street(2, 3)])
    area = isochrones(streets, search(streets, 0, 0.0), [200], WALKER)["geometry"][0]
    assert area.covers(Point(50, 0))
    assert area.covers(Point(150, 0))
    assert not area.intersects(line_of(streets, 1))


def test_against_the_oneway_is_not_reached():
    """From the middle only east; the western half would need a way round that does not exist."""
    streets = graph([(0, 0), (400, 0)], [street(0, 1, backward=False)])
    area = isochrones(streets, search(streets, 0, 0.5), [1000], WALKER)["geometry"][0]
    assert area.covers(Point(399, 0))
    assert not area.covers(Point(150, 0))
    assert not area.covers(Point(190, 0))


def test_a_hairpin_is_cut_out_of_its_own_strip():
    """Out 300 m, 10 m across, 300 m back: after 100 m the way back lies 10 m away, but 410 m on foot."""
    streets = graph([(0, 0), (0, 10)], [street(0, 1, (300, 0), (300, 10))])
    area = isochrones(streets, search(streets, 0, 0.0), [80], WALKER)["geometry"][0]
    assert area.covers(Point(50, 0))
    assert not area.covers(Point(50, 10))
    assert not area.covers(Point(80, 30))


def test_nobody_leaves_a_ferry_on_the_way():
    streets = graph([(0, 0), (400, 0), (600, 0)], [street(0, 1, flags=CLOSED), street(1, 2)])
    area = isochrones(streets, search(streets, 0, 0.0), [400], WALKER)["geometry"][0]
    assert not area.covers(Point(200, 0))
    assert area.covers(Point(450, 0))


def test_where_the_data_end_the_area_says_so():
    """Within a square of the edge (250 m) more could lie beyond; outside of the data nothing is claimed."""
    streets = graph([(0, 0), (400, 0)], [street(0, 1)], area=box(-500, -500, 640, 500))
    table = isochrones(streets, search(streets, 0, 0.25), [40, 300], WALKER)
    assert table["complete"].tolist() == [True, False]
    cut = graph([(0, 0), (400, 0)], [street(0, 1)], area=box(-100, -100, 260, 100))
    assert not isochrones(cut, search(cut, 0, 0.25), [300], WALKER)["geometry"][0].covers(Point(300, 0))


def test_nothing_reached_is_an_empty_area():
    streets = graph([(0, 0), (400, 0)], [street(0, 1)])
    found = isochrones(streets, search(streets, 0, 0.5, access_ds=9000), [60], WALKER).iloc[0]
    assert found["geometry"].is_empty
    assert found["street_m"] == 0


def test_a_hull_fills_the_block_but_not_the_island():
    """A block of 300 m with an unconnected yard inside: the hull claims the block, never the yard."""
    corners = [(0, 0), (300, 0), (300, 300), (0, 300), (140, 150), (160, 150)]
    ring = [street(0, 1), street(1, 2), street(2, 3), street(3, 0), street(4, 5)]
    streets = graph(corners, ring)
    reached = search(streets, 0, 0.0)
    filled = IsochroneSettings(width_m=40, walk_kmh=4.5, cut_m=2, hull_ratio=1.0)
    hull = isochrones(streets, reached, [2000], filled)["geometry"][0]
    strips = isochrones(streets, reached, [2000], WALKER)["geometry"][0]
    assert hull.covers(Point(150, 220))
    assert not strips.covers(Point(150, 220))
    assert not hull.intersects(line_of(streets, 4))


@pytest.mark.parametrize("limits", [[], [0], [-5], [np.nan], [np.inf]])
def test_bad_limits_get_one_sentence(limits):
    streets = graph([(0, 0), (400, 0)], [street(0, 1)])
    with pytest.raises(InputError, match="Zeitgrenze"):
        isochrones(streets, search(streets, 0, 0.5), limits, WALKER)


@pytest.mark.parametrize("change", [{"width_m": 1}, {"cut_m": 0}, {"walk_kmh": 0}, {"hull_ratio": 2}])
def test_bad_settings_get_one_sentence(change):
    with pytest.raises(InputError):
        IsochroneSettings(**{"width_m": 40, "walk_kmh": 5, "cut_m": 2, **change})


@settings(max_examples=60, deadline=None)
@given(
    streets=towns(), pick=st.integers(0, 99), fraction=st.floats(0, 1),
    limits=st.tuples(st.integers(20, 300), st.integers(20, 300)),
    hull=st.sampled_from([None, 0.0, 0.5, 1.0]),
)  # fmt: skip
def test_every_claimed_place_is_reached_in_time(streets, pick, fraction, limits, hull):
    reached = search(streets, pick % streets.n_edges, fraction, access_ds=50)
    drawn = IsochroneSettings(width_m=40, walk_kmh=4.5, cut_m=2, hull_ratio=hull)
    table = isochrones(streets, reached, limits, drawn)
    places = [(edge, share) for edge in range(streets.n_edges) for share in np.linspace(0, 1, 41)]
    points = np.array([line_of(streets, edge).interpolate(share, normalized=True) for edge, share in places])
    nodes = times_of(streets, reached)
    time = np.array([time_at(streets, nodes, reached, edge, share) for edge, share in places])
    along = times_along(streets, nodes, reached, np.arange(streets.n_edges), np.linspace(0, 1, 41))
    assert along.ravel() == pytest.approx(time)
    assert len(places) > 0
    # Between two places that were looked at a street may be late: how far apart they are on the longest.
    apart = streets.edge_length_m.max() / 40
    for row in table.itertuples():
        claimed = shapely.covers(row.geometry, points)
        late_ds = (row.limit_s + row.tolerance_s) * 10
        assert (time[claimed] <= late_ds + 1e-6).all()
        # And nothing that is reached is left out, but within the cut along a street reached late.
        late = shapely.multipoints(points[time > late_ds])
        far = shapely.distance(points, late) if not late.is_empty else np.full(len(points), np.inf)
        early = (time <= row.limit_s * 10) & (far > max(40, apart + 2))
        assert claimed[early].all()
    areas = list(table["geometry"])
    for small, great in pairwise(areas):
        assert small.difference(great.buffer(1e-6)).is_empty


@settings(max_examples=60, deadline=None)
@given(streets=towns(), pick=st.integers(0, 99), fraction=st.floats(0, 1), limit=st.integers(0, 4000))
def test_pieces_and_the_rest_make_the_whole(streets, pick, fraction, limit):
    reached = search(streets, pick % streets.n_edges, fraction)
    pieces = reached_pieces(streets, reached, limit)
    rest = invert_pieces(pieces, np.arange(streets.n_edges))
    length = np.array([line_of(streets, edge).length for edge in range(streets.n_edges)])
    assert length.sum() == pytest.approx(
        shapely.length(to_lines(streets, pieces)).sum() + shapely.length(to_lines(streets, rest)).sum()
    )
    middles = (rest.start + rest.end) / 2
    assert all(
        time_at(streets, times_of(streets, reached), reached, edge, share) > limit - 1e-6
        for edge, share in zip(rest.edge, middles, strict=True)
    )


def test_intervals_join_by_hand():
    pieces = merge_pieces(
        np.array([3, 1, 1, 1]), np.array([0.2, 0.5, 0.0, 0.3]), np.array([1, 0.9, 0.4, 0.45])
    )
    assert pieces.edge.tolist() == [1, 1, 3]
    assert pieces.start.tolist() == [0.0, 0.5, 0.2]
    assert pieces.end.tolist() == [0.45, 0.9, 1.0]
    rest = invert_pieces(pieces, np.array([1, 2, 3]))
    assert rest.edge.tolist() == [1, 1, 2, 3]
    assert rest.start.tolist() == [0.45, 0.9, 0.0, 0.0]
    assert rest.end.tolist() == [0.5, 1.0, 1.0, 0.2]


def test_lines_follow_the_bends_and_boxes_find_them():
    streets = graph([(0, 0), (100, 100)], [street(0, 1, (100, 0))])
    pieces = merge_pieces(np.array([0]), np.array([0.25]), np.array([0.75]))
    assert to_lines(streets, pieces)[0].equals(LineString([(50, 0), (100, 0), (100, 50)]))
    assert edges_in_box(streets, np.array([90.0, 10, 95, 20])).tolist() == [0]
    assert edges_in_box(streets, np.array([101.0, 0, 200, 200])).tolist() == []


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(Mode))
def test_real_streets_of_liechtenstein(testdata, mode):
    """Every place on the network around three Zentren that the areas claim is reached in time."""
    streets = build_graph(read_ways([testdata / "osm" / "liechtenstein-valhalla.osm.pbf"]), mode)
    homes = gpd.GeoSeries(gpd.points_from_xy([9.5209, 9.5252, 9.5450], [47.1410, 47.2117, 47.1066]), crs=4326)
    snap = snap_points(streets, shapely.get_coordinates(homes.to_crs(25832).to_numpy()))
    ends = to_ends(streets, snap, "leave", walk_kmh=5.0)
    n_claimed = 0
    for i in range(len(homes)):
        seeds = [(node, ds) for node, ds in zip(ends.node[i], ends.time_ds[i], strict=True) if ds >= 0]
        time = node_times(streets, seeds, limit=12_000)
        reached = reached_from(time, snap.edge[i], snap.fraction[i], round(snap.snap_m[i] / 5.0 * 36))
        table = isochrones(streets, reached, [300, 600, 900])
        assert table.geometry.is_valid.all()
        assert table.geometry.area.is_monotonic_increasing
        near, share = edges_in_box(streets, table.total_bounds), np.linspace(0, 1, 9)
        lines = to_lines(streets, merge_pieces(near, np.zeros(len(near)), np.ones(len(near))))
        points = shapely.line_interpolate_point(lines[:, None], share[None, :], normalized=True)
        exact = times_along(streets, time, reached, near, share)
        for row in table.itertuples():
            shapely.prepare(row.geometry)
            claimed = shapely.covers(row.geometry, points)
            n_claimed += claimed.sum()
            # 1 ds: the ways to both ends of the first edge are rounded each.
            assert (exact[claimed] <= (row.limit_s + row.tolerance_s) * 10 + 1).all()
    assert n_claimed > 5000
