"""Large graphs for measuring: copies of one real street graph side by side, joined by short streets."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from geo.domain import Mode
from geo.network.graph import Float32Array, Graph, Int32Array, build_arcs
from geo.network.simplify import morton_code
from geo.network.streets import build_graph
from geo.sources.osm_ways import read_ways

GAP_M = 50.0  # between two copies
BRIDGES = 8  # streets from each copy to the next one east and north
BRIDGE_M = 83.0
BRIDGE_DS = 600
NODES_PER_FACILITY, FEWEST_FACILITIES = 1000, 10
SEED = 1
EXTRACTS = {
    "liechtenstein": "liechtenstein-valhalla.osm.pbf",
    "heidelberg": "heidelberg.osm.pbf",
    "north-bayreuth": "north-bayreuth.osm.gz",
}
MODEL = "heidelberg-walk"
"""The real graph that large ones are made of."""


def read_real(testdata: Path) -> dict[str, Graph]:
    """Graphs of all modes of each extract as Mitten itself builds them, by ``extract-mode``."""
    graphs = {}
    for name, file in EXTRACTS.items():
        ways = read_ways([testdata / "osm" / file])
        for mode in (Mode.WALK, Mode.BIKE, Mode.CAR):
            graphs[f"{name}-{mode}"] = build_graph(ways, mode)
    return graphs


def replicate(real: Graph, n_nodes: int) -> Graph:
    """Copies in a near-square grid until there are at least ``n_nodes`` nodes, all in one Morton order.

    Each copy is joined to its eastern and northern neighbour by `BRIDGES` two-way streets between the
    outermost nodes of their largest components. Geometry is the straight line between the ends.
    """
    n_copies = -(-n_nodes // real.n_nodes)
    columns = int(np.ceil(np.sqrt(n_copies)))
    xy = real.node_xy
    size = xy.max(axis=0) - xy.min(axis=0) + GAP_M
    place = np.column_stack(np.divmod(np.arange(n_copies), columns))
    shift = np.repeat(np.arange(n_copies) * real.n_nodes, real.n_edges)
    u, v = np.tile(real.edge_u, n_copies) + shift, np.tile(real.edge_v, n_copies) + shift
    bridge_u, bridge_v = _bridges(real, place)
    more = len(bridge_u)
    every_xy = np.concatenate([xy + at[::-1] * size for at in place])
    return _in_order(
        every_xy,
        np.concatenate([u, bridge_u]),
        np.concatenate([v, bridge_v]),
        (
            np.concatenate([np.tile(real.edge_fwd_ds, n_copies), np.full(more, BRIDGE_DS)]).astype(np.int32),
            np.concatenate([np.tile(real.edge_bwd_ds, n_copies), np.full(more, BRIDGE_DS)]).astype(np.int32),
        ),
        np.concatenate([np.tile(real.edge_length_m, n_copies), np.full(more, BRIDGE_M, np.float32)]),
    )


def pick_facilities(graph: Graph, seed: int = SEED) -> npt.NDArray[np.int32]:
    """One node in `NODES_PER_FACILITY`, at random: about as dense as supermarkets; a few in small graphs."""
    rng = np.random.default_rng(seed)
    count = max(graph.n_nodes // NODES_PER_FACILITY, FEWEST_FACILITIES)
    return rng.choice(graph.n_nodes, count, replace=False).astype(np.int32)


def _bridges(
    real: Graph, place: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    main = np.flatnonzero(real.component == 0)
    order = {axis: main[np.argsort(real.node_xy[main, axis], kind="stable")] for axis in (0, 1)}
    number = {tuple(at): i for i, at in enumerate(place.tolist())}
    u, v = [], []
    for (row, column), i in number.items():
        for axis, other in ((0, (row, column + 1)), (1, (row + 1, column))):
            if other in number:
                u.append(order[axis][-BRIDGES:] + i * real.n_nodes)
                v.append(order[axis][:BRIDGES] + number[other] * real.n_nodes)
    empty = np.empty(0, np.int64)
    return np.concatenate([empty, *u]), np.concatenate([empty, *v])


def _in_order(
    xy: npt.NDArray[np.float64],
    u: npt.NDArray[np.int64],
    v: npt.NDArray[np.int64],
    times: tuple[Int32Array, Int32Array],
    length_m: Float32Array,
) -> Graph:
    order = np.argsort(morton_code(xy), kind="stable")
    new = np.empty(len(order), np.int32)
    new[order] = np.arange(len(order), dtype=np.int32)
    new_u, new_v, xy = new[u], new[v], np.ascontiguousarray(xy[order])
    return Graph(
        mode=Mode.WALK, node_xy=xy,
        component=np.zeros(len(xy), np.int32), component_size=np.array([len(xy)], np.int32),
        edge_u=new_u, edge_v=new_v, edge_fwd_ds=times[0], edge_bwd_ds=times[1], edge_length_m=length_m,
        edge_flags=np.zeros(len(u), np.uint8),
        edge_offset=np.arange(0, 2 * len(u) + 1, 2, dtype=np.int64),
        edge_xy=xy[np.column_stack([new_u, new_v]).ravel()],
        **build_arcs(len(xy), new_u, new_v, *times)._asdict(),
        data_area=shapely.box(*xy.min(axis=0), *xy.max(axis=0)),
    )  # fmt: skip
