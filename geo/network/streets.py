"""Build the street graph of one mode from ways: rules applied, simplified to junctions, in Morton order."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from geo.domain import Mode
from geo.errors import InputError
from geo.network.access import judge_barrier, judge_way
from geo.network.area import find_data_area
from geo.network.graph import FERRY, NOT_ALLOWED, Graph, build_arcs
from geo.network.rules import Rules, read_rules
from geo.network.simplify import Chains, find_chains, morton_code
from geo.network.ways import Ways
from geo.units import DS_PER_SECOND, METRES_PER_KM, SECONDS_PER_HOUR

Int32Array = npt.NDArray[np.int32]
Int64Array = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]


class _Passages(NamedTuple):
    """Distinct ways to pass: ``kmh`` (p, 2) forward and backward, ``flags`` (p,); and the number of each way.

    ``against[i]`` is the passage of way i as met against its drawn direction; -1 where the mode is kept out.
    """

    kmh: FloatArray
    flags: npt.NDArray[np.uint8]
    along: Int32Array
    against: Int32Array


class _Segments(NamedTuple):
    """Pieces between two nodes that the mode may pass: ends, passages as in `_Passages`."""

    a: Int32Array
    b: Int32Array
    along: Int32Array
    against: Int32Array


class _Edges(NamedTuple):
    """Pieces between junctions: ends (nodes of the segments), metres, passage, and the run of nodes of each."""

    u: Int32Array
    v: Int32Array
    length_m: FloatArray
    passage: Int32Array
    node_offset: Int64Array
    node: Int32Array


def build_graph(
    ways: Ways, mode: Mode, *, rules: Rules | None = None, data_area: BaseGeometry | None = None
) -> Graph:
    """Build the street graph of one mode.

    Parameters
    ----------
    ways
        Ways of all modes.
    mode
        Means of transport.
    rules
        Tables of access and speeds; those shipped if none are given.
    data_area
        Where roads are completely known (EPSG:25832), e.g. the border an extract was cut along; found
        with `geo.network.area.find_data_area` if not given.

    Returns
    -------
    Graph
        The same for the same ways, whatever the order of their files.

    Raises
    ------
    InputError
        If the mode may use none of the ways.
    """
    rules = rules or read_rules()
    passages = _judge_ways(ways, mode, rules)
    segments = _find_segments(ways, passages)
    if not len(segments.a):
        names = ", ".join(ways.provenance.get("files", ())) or "diesem Auszug"
        raise InputError(
            f"Im Straßennetz aus {names} gibt es keinen Weg, den man {mode.title} benutzen darf: "
            "bitte einen Auszug mit vollständigem Straßennetz angeben."
        )
    segments, node_xy = _cut_at_barriers(ways, segments, mode, rules)
    edges = _join(segments, node_xy)
    area = find_data_area(ways) if data_area is None else data_area
    provenance = {**ways.provenance, "rules": rules.checksum}
    return _to_graph(edges, node_xy, passages, mode=mode, data_area=area, provenance=provenance)


def _judge_ways(ways: Ways, mode: Mode, rules: Rules) -> _Passages:
    """Judge every distinct set of tags once, and number what came out."""
    judged = [judge_way(tags, mode, rules) for tags in ways.tag_sets]
    table = np.array(
        [(p.forward_kmh, p.backward_kmh, p.flags, p.duration_s) for p in judged], dtype=np.float64
    ).reshape(-1, 4)
    # A ferry's speed follows from the length of its way: each gets a row of its own behind the sets of tags.
    timed = np.flatnonzero(table[ways.tag_set, 3] > 0)
    row_of_way = ways.tag_set.astype(np.int64)
    if len(timed):
        row_of_way[timed] = len(table) + np.arange(len(timed))
        rows = table[ways.tag_set[timed]]
        kmh = _way_length_m(ways)[timed] / rows[:, 3] / METRES_PER_KM * SECONDS_PER_HOUR
        rows[:, :2] = np.where(rows[:, :2] > 0, kmh[:, None], 0.0)
        table = np.concatenate([table, rows])
    # Behind each passage stands the one that somebody meets who comes the other way.
    both = np.concatenate([table[:, :3], table[:, [1, 0, 2]]])
    distinct, number = np.unique(both, axis=0, return_inverse=True)
    is_open = (table[:, :2] > 0).any(axis=1)
    along, against = (
        np.where(is_open, part, -1).astype(np.int32)[row_of_way] for part in np.split(number.ravel(), 2)
    )
    return _Passages(distinct[:, :2], distinct[:, 2].astype(np.uint8), along, against)


def _way_length_m(ways: Ways) -> FloatArray:
    way, a, b = ways.segments()
    length = np.hypot(*(ways.node_xy[b] - ways.node_xy[a]).T)
    return np.asarray(np.bincount(way, weights=length, minlength=len(ways.way_id)))


def _find_segments(ways: Ways, passages: _Passages) -> _Segments:
    way, a, b = ways.segments()
    kept = passages.along[way] >= 0
    way = way[kept]
    return _Segments(a[kept], b[kept], passages.along[way], passages.against[way])


def _cut_at_barriers(
    ways: Ways, segments: _Segments, mode: Mode, rules: Rules
) -> tuple[_Segments, FloatArray]:
    """Give every segment that ends at a barrier an end of its own there: a dead end on each side."""
    passable = np.array([judge_barrier(tags, mode, rules) for tags in ways.barrier_tag_sets], dtype=np.bool_)
    blocked = np.zeros(len(ways.node_id), dtype=np.bool_)
    blocked[ways.barrier_node[~passable[ways.barrier_tag_set]]] = True
    a, b, extra = segments.a.copy(), segments.b.copy(), []
    n_nodes = len(ways.node_id)
    for ends in (a, b):
        cut = np.flatnonzero(blocked[ends])
        extra.append(ways.node_xy[ends[cut]])
        ends[cut] = n_nodes + np.arange(len(cut))
        n_nodes += len(cut)
    return segments._replace(a=a, b=b), np.concatenate([ways.node_xy, *extra])


def _join(segments: _Segments, node_xy: FloatArray) -> _Edges:
    chains: Chains = find_chains(*segments)
    ends = np.column_stack([segments.a, segments.b])
    step = chains.half & 1
    segment = chains.half >> 1
    tail, head = ends[segment, step], ends[segment, 1 - step]
    first, last = chains.offset[:-1], chains.offset[1:] - 1
    length = np.hypot(*(node_xy[head] - node_xy[tail]).T)
    passage = np.where(step == 0, segments.along[segment], segments.against[segment])
    # An edge of k segments has k + 1 nodes: the tails of all, and the head of the last.
    node = np.insert(tail, chains.offset[1:], head[last])
    node_offset = chains.offset + np.arange(len(chains.offset))
    return _Edges(tail[first], head[last], np.add.reduceat(length, first), passage[first], node_offset, node)


def _to_graph(edges: _Edges, node_xy: FloatArray, passages: _Passages, **about: object) -> Graph:
    """Number the junctions along the Z-curve, the edges by their ends, and price them."""
    is_junction = np.zeros(len(node_xy), dtype=np.bool_)
    is_junction[edges.u] = is_junction[edges.v] = True
    junction = np.flatnonzero(is_junction)
    junction = junction[np.argsort(morton_code(node_xy[junction]), kind="stable")]
    number = np.full(len(node_xy), -1, dtype=np.int32)
    number[junction] = np.arange(len(junction), dtype=np.int32)
    u, v = number[edges.u], number[edges.v]
    order = np.lexsort((np.arange(len(u)), np.maximum(u, v), np.minimum(u, v)))
    u, v, length = u[order], v[order], edges.length_m[order]
    fwd, bwd = (_to_ds(length, passages.kmh[edges.passage[order], side]) for side in (0, 1))
    count = np.diff(edges.node_offset)[order]
    offset = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    pick = np.arange(offset[-1]) + np.repeat(edges.node_offset[:-1][order] - offset[:-1], count)
    component, component_size = _components(u, v, len(junction))
    return Graph(
        node_xy=node_xy[junction],
        component=component,
        component_size=component_size,
        edge_u=u,
        edge_v=v,
        edge_fwd_ds=fwd,
        edge_bwd_ds=bwd,
        edge_length_m=length.astype(np.float32),
        edge_flags=passages.flags[edges.passage[order]],
        edge_offset=offset,
        edge_xy=node_xy[edges.node[pick]],
        **build_arcs(len(junction), u, v, fwd, bwd)._asdict(),
        **about,  # type: ignore[arg-type]
    )


def _to_ds(length_m: FloatArray, kmh: FloatArray) -> Int32Array:
    """Deciseconds rounded half up, at least 1; `NOT_ALLOWED` where the speed is 0."""
    metres_per_ds = kmh * METRES_PER_KM / SECONDS_PER_HOUR / DS_PER_SECOND
    open_way = kmh > 0
    exact = np.divide(length_m, metres_per_ds, out=np.zeros_like(length_m), where=open_way)
    return np.where(open_way, np.maximum(1, np.floor(exact + 0.5)), NOT_ALLOWED).astype(np.int32)


def _components(u: Int32Array, v: Int32Array, n_nodes: int) -> tuple[Int32Array, Int32Array]:
    """Weak components by size, the largest first; equals in the order of their first node."""
    links = coo_array((np.ones(len(u), dtype=np.int8), (u, v)), shape=(n_nodes, n_nodes))
    _, label = connected_components(links, directed=False)
    _, first, size = np.unique(label, return_index=True, return_counts=True)
    order = np.lexsort((first, -size))
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[label], size[order].astype(np.int32)


def change_speed(graph: Graph, factor: float) -> Graph:
    """The same streets for a traveller who is `factor` times as fast; ferries keep their time.

    Parameters
    ----------
    graph
        Graph at the speeds of the tables.
    factor
        E.g. 3.5 / 5 for older people on foot, 23 / 15 for a pedelec; every speed is scaled alike,
        whatever bounded it.

    Returns
    -------
    Graph
        Times rounded half up from those of `graph`: at most (0.05 / factor + 0.05) s off per edge.
    """
    if not factor > 0:
        raise InputError(f"Der Faktor der Geschwindigkeit muss größer als 0 sein, nicht {factor}.")

    def scaled(ds: Int32Array) -> Int32Array:
        slower = np.maximum(1, np.floor(ds / factor + 0.5)).astype(np.int32)
        return np.where((ds == NOT_ALLOWED) | (graph.edge_flags & FERRY > 0), ds, slower).astype(np.int32)

    fwd, bwd = scaled(graph.edge_fwd_ds), scaled(graph.edge_bwd_ds)
    values = {name: getattr(graph, name) for name in Graph.__slots__}
    arcs = build_arcs(graph.n_nodes, graph.edge_u, graph.edge_v, fwd, bwd)
    values |= {"edge_fwd_ds": fwd, "edge_bwd_ds": bwd, **arcs._asdict()}
    return Graph(**values | {"provenance": {**graph.provenance, "speed_factor": factor}})
