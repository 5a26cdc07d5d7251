"""A graph of an area only: inside, every snap and every way is that of the whole graph; what lies beyond says so."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.domain import Mode
from geo.network.graph import CLOSED
from geo.network.snap import FAR_M, price_direct, snap_points, to_ends
from geo.network.streets import build_graph
from geo.settings import Settings
from geo.sources.osm_ways import BESIDE_M, read_ways
from tests.network.points import WALK_KMH

N_PLACES = 150
# File, a place in the middle and how far the area reaches from it, metres.
TOWNS = {
    "vaduz": ("liechtenstein-valhalla.osm.pbf", (539_500, 5_221_000), 4_000),
    "heidelberg": ("heidelberg.osm.pbf", (477_500, 5_473_000), 3_000),
}


@cache
def both(town: str, mode: Mode):
    """Area, whole graph, graph of the area; places in the area."""
    name, middle, radius = TOWNS[town]
    file: Path = Settings().testdata / "osm" / name
    area = shapely.Point(middle).buffer(radius)
    whole = build_graph(read_ways([file]), mode)
    part = build_graph(read_ways([file], area=area), mode)
    places = np.random.default_rng(61).uniform(*np.reshape(area.bounds, (2, 2)), (N_PLACES * 2, 2))
    return area, whole, part, places[shapely.intersects_xy(area, *places.T)][:N_PLACES]


def lines(graph):
    owner = np.repeat(np.arange(graph.n_edges), np.diff(graph.edge_offset))
    return shapely.linestrings(graph.edge_xy, indices=owner)


def at(graph, snap):
    """Where on the ground the street was met, in whole centimetres."""
    spots = shapely.line_interpolate_point(lines(graph)[snap.edge], snap.fraction, normalized=True)
    return np.round(shapely.get_coordinates(spots), 2)


def times(graph, snap):
    """Deciseconds from every place to every place, and to every junction; infinite where there is no way."""
    tail = np.repeat(np.arange(graph.n_nodes), np.diff(graph.indptr))
    order = np.lexsort((graph.arc_ds, graph.head, tail))
    first = np.append(True, np.any(np.diff(np.column_stack([tail, graph.head])[order], axis=0), axis=1))
    kept = order[first]  # scipy adds parallel arcs up: only the quickest of them
    arcs = csr_array((graph.arc_ds[kept], (tail[kept], graph.head[kept])), shape=(graph.n_nodes,) * 2)
    leave, arrive = (to_ends(graph, snap, way, walk_kmh=WALK_KMH) for way in ("leave", "arrive"))
    cost = [np.where(ends.time_ds < 0, np.inf, ends.time_ds) for ends in (leave, arrive)]
    to_node = np.minimum(
        *(dijkstra(arcs, indices=leave.node[:, side]) + cost[0][:, side, None] for side in (0, 1))
    )
    to_place = np.minimum(*(to_node[:, arrive.node[:, side]] + cost[1][:, side] for side in (0, 1)))
    one, other = (
        np.repeat(np.arange(len(snap.edge)), len(snap.edge)),
        np.tile(np.arange(len(snap.edge)), len(snap.edge)),
    )
    same = np.flatnonzero(snap.edge[one] == snap.edge[other])
    direct, _ = price_direct(graph, pick(snap, one[same]), pick(snap, other[same]), walk_kmh=WALK_KMH)
    along = np.full(to_place.size, np.inf)
    along[same] = np.where(direct < 0, np.inf, direct)
    return np.minimum(to_place, along.reshape(to_place.shape)), to_node


def pick(snap, rows):
    return type(snap)(*(getattr(snap, name)[rows] for name in type(snap).__slots__))


@pytest.mark.parametrize("town", list(TOWNS))
@pytest.mark.parametrize("mode", list(Mode))
def test_a_place_inside_finds_the_same_street(testdata, town, mode):
    area, whole, part, places = both(town, mode)
    assert part.n_nodes < 0.8 * whole.n_nodes
    before, after = (snap_points(graph, places, island_nodes=0) for graph in (whole, part))
    near = ~before.far
    assert near.sum() > N_PLACES / 3
    assert np.array_equal(after.snap_m[near], before.snap_m[near])
    assert (at(part, after)[near] == at(whole, before)[near]).all()
    assert not after.outside.any() or not part.data_area.covers(area)


@pytest.mark.parametrize("town", list(TOWNS))
@pytest.mark.parametrize("mode", list(Mode))
def test_ways_that_stay_inside_take_as_long_as_before(testdata, town, mode):
    """Whoever is at a place sooner than at any junction outside of the area has not left it on the way."""
    area, whole, part, places = both(town, mode)
    before, after = (snap_points(graph, places, island_nodes=0) for graph in (whole, part))
    near = np.flatnonzero(~before.far)
    (whole_ds, to_node), (part_ds, _) = times(whole, pick(before, near)), times(part, pick(after, near))
    outside = ~shapely.intersects_xy(area, *whole.node_xy.T)
    escape = to_node[:, outside].min(axis=1)
    stays = whole_ds <= escape[:, None]
    assert stays.sum() > 200
    assert np.array_equal(part_ds[stays], whole_ds[stays])
    assert (part_ds >= whole_ds).all(), "with fewer streets no way is quicker"


def test_a_facility_at_the_edge_of_the_area_keeps_its_street(testdata):
    """Its street runs 400 m beyond the edge, and nowhere in the area."""
    _, whole, _, _ = both("vaduz", Mode.WALK)
    edge = np.flatnonzero((whole.edge_flags & CLOSED == 0) & (whole.edge_length_m > 100))[0]
    street = shapely.LineString(whole.edge_xy[whole.edge_offset[edge] : whole.edge_offset[edge + 1]])
    shop = street.interpolate(0.5, normalized=True)
    area = shapely.Point(shop.x + FAR_M + 1_000, shop.y).buffer(1_000)
    part = build_graph(read_ways([testdata / "osm" / TOWNS["vaduz"][0]], area=area), Mode.WALK)
    assert shapely.distance(shapely.multilinestrings([lines(part)]), shop)[0] < 1
    assert BESIDE_M > FAR_M


@pytest.mark.parametrize("town", list(TOWNS))
def test_a_place_beyond_is_outside_of_the_data(testdata, town):
    area, whole, part, _ = both(town, Mode.WALK)
    assert area.covers(part.data_area)
    inside = shapely.intersects_xy(area, *whole.node_xy.T)
    beyond = whole.node_xy[~inside & shapely.intersects_xy(whole.data_area, *whole.node_xy.T)][::50]
    assert len(beyond) > 20
    assert not snap_points(whole, beyond).outside.any()
    assert snap_points(part, beyond).outside.all()
    known = {
        "vaduz": 0.72,
        "heidelberg": 1.0,
    }  # beyond the Rhine lies Switzerland, of which the file knows little
    assert part.data_area.area / area.area == pytest.approx(known[town], abs=0.02)
