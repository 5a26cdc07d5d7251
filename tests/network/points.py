"""Small random street graphs with points on them, and their answers from networkx."""

import networkx as nx
import numpy as np
import shapely
from hypothesis import strategies as st

from geo.domain import Mode
from geo.network.graph import Graph, build_arcs
from geo.network.join import take_points
from geo.network.router import Router
from geo.network.snap import Snap, price_direct, to_ends
from tests.network.desert import ORIGIN

WALK_KMH = 5.0
LIMITS = st.sampled_from([0, 60, 150, 400, 100_000])


@st.composite
def streets(draw):
    """Up to eight junctions; one-way streets, loops, parallel streets, islands."""
    n = draw(st.integers(2, 8))
    node = st.integers(0, n - 1)
    time_ds = st.integers(1, 60)
    edges = draw(
        st.lists(
            st.tuples(node, node, time_ds | st.just(-1), time_ds, st.booleans(), st.integers(1, 90)),
            min_size=1,
            max_size=16,
        )
    )
    # One direction at least is open; which one is drawn.
    edges = [(u, v, b, a, m) if turned else (u, v, a, b, m) for u, v, a, b, turned, m in edges]
    u, v, fwd, bwd, length = (np.array([edge[i] for edge in edges], np.int32) for i in range(5))
    xy = np.asarray(ORIGIN) + np.column_stack([np.arange(n) * 40.0, np.arange(n) % 3 * 30.0])
    return Router(to_graph(xy, u, v, (fwd, bwd), length.astype(np.float32)), WALK_KMH)


def to_graph(xy, u, v, times, length_m):
    parts = nx.Graph()
    parts.add_nodes_from(range(len(xy)))
    parts.add_edges_from(zip(u.tolist(), v.tolist(), strict=True))
    pieces = sorted(nx.connected_components(parts), key=lambda piece: (-len(piece), min(piece)))
    component = np.empty(len(xy), np.int32)
    for number, piece in enumerate(pieces):
        component[list(piece)] = number
    return Graph(
        mode=Mode.WALK, node_xy=xy, component=component,
        component_size=np.array([len(piece) for piece in pieces], np.int32),
        edge_u=u, edge_v=v, edge_fwd_ds=times[0], edge_bwd_ds=times[1], edge_length_m=length_m,
        edge_flags=np.zeros(len(u), np.uint8), edge_offset=np.arange(0, 2 * len(u) + 1, 2, dtype=np.int64),
        edge_xy=xy[np.column_stack([u, v]).ravel()], **build_arcs(len(xy), u, v, *times)._asdict(),
        data_area=shapely.box(*xy.min(axis=0), *xy.max(axis=0)),
    )  # fmt: skip


@st.composite
def snaps(draw, graph, *, most=6):
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(0, graph.n_edges - 1), st.sampled_from([0.0, 0.25, 0.5, 1.0]),
                st.integers(0, 4), st.booleans(),
            ),
            max_size=most,
        )
    )  # fmt: skip
    edge = np.array([row[0] for row in rows], np.int32)
    component = graph.component[graph.edge_u[edge]]
    return Snap(
        edge, np.array([row[1] for row in rows], np.float64), np.array([row[2] for row in rows], np.float64),
        component, graph.component_size[component] < 3, np.array([row[3] for row in rows], np.bool_),
    )  # fmt: skip


def every_way(streets, origins, targets):
    """Time and length of every origin to every target, (inf, inf) where there is none; from networkx."""
    graph = nx.MultiDiGraph()
    g = streets.graph
    graph.add_nodes_from(range(g.n_nodes))
    for u, v, fwd, bwd, length in zip(
        g.edge_u, g.edge_v, g.edge_fwd_ds, g.edge_bwd_ds, g.edge_length_m, strict=True
    ):
        if fwd >= 0:
            graph.add_edge(int(u), int(v), weight=int(fwd) * 100_000 + int(length))
        if bwd >= 0:
            graph.add_edge(int(v), int(u), weight=int(bwd) * 100_000 + int(length))
    between = dict(nx.all_pairs_dijkstra_path_length(graph))
    leave = to_ends(g, origins, "leave", walk_kmh=streets.walk_kmh)
    arrive = to_ends(g, targets, "arrive", walk_kmh=streets.walk_kmh)
    ways = np.full((len(origins.edge), len(targets.edge), 2), np.inf)
    for i in range(len(origins.edge)):
        for j in range(len(targets.edge)):
            found = [_direct(streets, origins, targets, (i, j))]
            for a in range(2):
                for b in range(2):
                    cost = between[int(leave.node[i, a])].get(int(arrive.node[j, b]))
                    if cost is not None and leave.time_ds[i, a] >= 0 and arrive.time_ds[j, b] >= 0:
                        ds = int(leave.time_ds[i, a]) + cost // 100_000 + int(arrive.time_ds[j, b])
                        found.append(
                            (ds, float(leave.length_m[i, a] + cost % 100_000 + arrive.length_m[j, b]))
                        )
            ways[i, j] = min(found)
    return ways


def _direct(streets, origins, targets, pair):
    one, other = take_points(origins, np.array(pair[:1])), take_points(targets, np.array(pair[1:]))
    ds, length = price_direct(streets.graph, one, other, walk_kmh=streets.walk_kmh)
    return (int(ds[0]), float(length[0])) if ds[0] >= 0 else (np.inf, np.inf)
