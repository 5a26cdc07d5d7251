"""Streets drawn by hand and at random, and the times on them by scipy, for the tests of isochrones."""

import numpy as np
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely.geometry import LineString, box

from geo.analysis.pieces import Reached
from geo.domain import Mode
from geo.network.graph import Graph, build_arcs

METRE_PER_S = 1.25  # 4.5 km/h: 1 m takes 8 ds
EVERYWHERE = box(-1e5, -1e5, 1e5, 1e5)


def graph(nodes, edges, area=EVERYWHERE):
    """Streets: edges are (u, v, forward, backward, via points, flags), times from the length at 1.25 m/s."""
    xy = np.array(nodes, dtype=float)
    lines = [np.vstack([xy[u], *[np.array([p], float) for p in via], xy[v]]) for u, v, _, _, via, _ in edges]
    length = np.array([LineString(line).length for line in lines])
    ds = np.maximum(np.floor(length / METRE_PER_S * 10 + 0.5), 1).astype(np.int32)
    u, v = (np.array([edge[i] for edge in edges], dtype=np.int32) for i in (0, 1))
    fwd, bwd = (np.where([edge[i] for edge in edges], ds, -1).astype(np.int32) for i in (2, 3))
    arcs = build_arcs(len(xy), u, v, fwd, bwd)
    return Graph(
        mode=Mode.WALK, node_xy=xy, component=np.zeros(len(xy), np.int32),
        component_size=np.array([len(xy)], np.int32), edge_u=u, edge_v=v, edge_fwd_ds=fwd, edge_bwd_ds=bwd,
        edge_length_m=length.astype(np.float32), edge_flags=np.array([edge[5] for edge in edges], np.uint8),
        edge_offset=np.cumsum([0, *map(len, lines)]).astype(np.int64), edge_xy=np.vstack(lines),
        indptr=arcs.indptr, head=arcs.head, arc_ds=arcs.arc_ds, arc_edge=arcs.arc_edge, data_area=area,
    )  # fmt: skip


def street(u, v, *via, forward=True, backward=True, flags=0):
    return u, v, forward, backward, via, flags


def node_times(streets, seeds, limit=np.inf):
    """Times in ds of all nodes by scipy from (node, ds) seeds; infinite where not reached."""
    n = streets.n_nodes
    tail = np.concatenate([np.repeat(np.arange(n), np.diff(streets.indptr)), [n] * len(seeds)]).astype(int)
    head = np.concatenate([streets.head, [node for node, _ in seeds]]).astype(int)
    # scipy reads 0 as no arc; 1e-9 stands for no time.
    ds = np.concatenate([streets.arc_ds, [max(ds, 1e-9) for _, ds in seeds]])
    # Of parallel arcs the shortest counts; a sparse matrix would add them up.
    order = np.lexsort((ds, head, tail))
    tail, head, ds = tail[order], head[order], ds[order]
    first = np.ones(len(ds), dtype=bool)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    matrix = csr_array((ds[first].astype(float), (tail[first], head[first])), shape=(n + 1, n + 1))
    return dijkstra(matrix, indices=n, limit=limit)[:n]


def reached_from(time, edge, fraction, access_ds):
    node = np.flatnonzero(np.isfinite(time))
    return Reached(
        node, np.round(time[node]).astype(np.int64),
        np.array([edge]), np.array([fraction]), np.array([access_ds]),
    )  # fmt: skip


def search(streets, edge, fraction, access_ds=0):
    """All times from a place on an edge."""
    fwd, bwd = int(streets.edge_fwd_ds[edge]), int(streets.edge_bwd_ds[edge])
    seeds = [(streets.edge_v[edge], access_ds + np.ceil((1 - fraction) * fwd))] if fwd > 0 else []
    seeds += [(streets.edge_u[edge], access_ds + np.ceil(fraction * bwd))] if bwd > 0 else []
    return reached_from(node_times(streets, seeds), edge, fraction, access_ds)


def times_of(streets, reached):
    """Times of all nodes, infinite where not reached."""
    time = np.full(streets.n_nodes, np.inf)
    time[reached.node] = reached.node_ds
    return time


def time_at(streets, time, reached, edge, fraction):
    """Least time in ds of a place on an edge: from either end, or straight along from the origin."""
    fwd, bwd = int(streets.edge_fwd_ds[edge]), int(streets.edge_bwd_ds[edge])
    ways = [time[streets.edge_u[edge]] + fraction * fwd] if fwd > 0 else []
    ways += [time[streets.edge_v[edge]] + (1 - fraction) * bwd] if bwd > 0 else []
    ahead = fraction - reached.seed_fraction[0]
    if reached.seed_edge[0] == edge and ((fwd if ahead > 0 else bwd) > 0 or ahead == 0):
        ways.append(reached.seed_ds[0] + abs(ahead) * (fwd if ahead > 0 else bwd))
    return min(ways, default=np.inf)


def times_along(streets, time, reached, edges, shares):
    """`time_at` at every share of every edge: shape (edges, shares)."""
    ends = (
        (streets.edge_fwd_ds, streets.edge_u, shares),
        (streets.edge_bwd_ds, streets.edge_v, 1 - shares),
    )
    ways = [
        np.where(ds[edges, None] > 0, time[end[edges], None] + part * ds[edges, None], np.inf)
        for ds, end, part in ends
    ]
    least = np.minimum(*ways)
    for row in np.flatnonzero(edges == reached.seed_edge[0]):
        least[row] = [time_at(streets, time, reached, edges[row], share) for share in shares]
    return least


def line_of(streets, edge):
    return LineString(streets.edge_xy[streets.edge_offset[edge] : streets.edge_offset[edge + 1]])


@st.composite
def towns(draw):
    """Random streets: bends, one-ways, crossings without junction, islands, loops."""
    n = draw(st.integers(2, 9))
    place = st.tuples(st.integers(0, 60), st.integers(0, 60))
    nodes = [(10 * x, 10 * y) for x, y in draw(st.lists(place, min_size=n, max_size=n, unique=True))]
    edges = []
    for _ in range(draw(st.integers(1, 14))):
        u, v = draw(st.integers(0, n - 1)), draw(st.integers(0, n - 1))
        bends = [(10 * x, 10 * y + 3) for x, y in draw(st.lists(place, min_size=u == v, max_size=2))]
        forward, backward = draw(st.sampled_from([(True, True), (True, False), (False, True)]))
        edges.append(street(u, v, *bends, forward=forward, backward=backward))
    return graph(nodes, edges)
