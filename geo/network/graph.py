"""A street graph of one mode as plain arrays, and its folder: arrays that load memory-mapped, geometry compressed."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.domain import Mode
from geo.errors import InputError
from geo.network.line_file import read_lines, write_lines

FORMAT_VERSION = 2
FERRY = 1  # bit of `edge_flags`: the time is that of the ship, whatever the speed of the traveller
CLOSED = 2  # bit of `edge_flags`: nobody enters from the side (ferry, motorway, tunnel); nothing snaps to it
NOT_ALLOWED = -1  # in `edge_fwd_ds` and `edge_bwd_ds`

MANIFEST = "manifest.json"
AREA = "data_area.wkb"
LINES = "edge_xy.arrow"
ARRAYS = (
    "node_xy", "component", "component_size", "edge_u", "edge_v", "edge_fwd_ds", "edge_bwd_ds",
    "edge_length_m", "edge_flags", "edge_offset", "edge_xy", "indptr", "head", "arc_ds", "arc_edge",
)  # fmt: skip
MAPPED = tuple(name for name in ARRAYS if name != "edge_xy")

Int32Array: TypeAlias = npt.NDArray[np.int32]
Int64Array: TypeAlias = npt.NDArray[np.int64]
Float32Array: TypeAlias = npt.NDArray[np.float32]
FloatArray: TypeAlias = npt.NDArray[np.float64]
UInt8Array: TypeAlias = npt.NDArray[np.uint8]


class Arcs(NamedTuple):
    """Directed arcs of n nodes in compressed rows.

    Attributes
    ----------
    indptr
        int64 (n + 1,); the arcs of node i are ``indptr[i]:indptr[i + 1]``.
    head
        int32 (a,); where the arc leads to (for incoming arcs: where it comes from).
    arc_ds
        int32 (a,); time in deciseconds, at least 1.
    arc_edge
        int32 (a,); the undirected edge below the arc.
    """

    indptr: Int64Array
    head: Int32Array
    arc_ds: Int32Array
    arc_edge: Int32Array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Graph:
    """Streets of one mode. Arrays may be read-only memory maps; coordinates are EPSG:25832, in whole millimetres.

    Attributes
    ----------
    mode
        Means of transport.
    node_xy
        float64 (n, 2); nodes in Morton (Z-curve) order.
    component
        int32 (n,); weakly connected component of each node: 0 is the largest, then by size.
    component_size
        int32 (c,); number of nodes of each component.
    edge_u, edge_v
        int32 (e,); ends of each undirected edge, a piece of street between two junctions. Equal on a loop.
    edge_fwd_ds, edge_bwd_ds
        int32 (e,); time from u to v and from v to u in deciseconds, rounded half up, at least 1;
        -1 where that direction is not allowed. The speed is the same all along an edge.
    edge_length_m
        float32 (e,); length along the geometry.
    edge_flags
        uint8 (e,); bits `FERRY` and `CLOSED`.
    edge_offset, edge_xy
        int64 (e + 1,) and float64 (k, 2); geometry of edge i from u to v is
        ``edge_xy[edge_offset[i]:edge_offset[i + 1]]``; metres, precise as the source is (OSM: 1 cm).
    indptr, head, arc_ds, arc_edge
        Out-going arcs, see `Arcs`. Each allowed direction of an edge is one arc, parallel edges are
        parallel arcs; a loop has none, because it never shortens a way.
    data_area
        Area inside of which roads are completely known.
    provenance
        Files, checksums, dates and rules that the graph was made from.
    """

    mode: Mode
    node_xy: FloatArray
    component: Int32Array
    component_size: Int32Array
    edge_u: Int32Array
    edge_v: Int32Array
    edge_fwd_ds: Int32Array
    edge_bwd_ds: Int32Array
    edge_length_m: Float32Array
    edge_flags: UInt8Array
    edge_offset: Int64Array
    edge_xy: FloatArray
    indptr: Int64Array
    head: Int32Array
    arc_ds: Int32Array
    arc_edge: Int32Array
    data_area: BaseGeometry
    provenance: Mapping[str, Any] = field(default_factory=dict)

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return len(self.node_xy)

    @property
    def n_edges(self) -> int:
        """Number of undirected edges."""
        return len(self.edge_u)

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays."""
        return int(sum(getattr(self, name).nbytes for name in ARRAYS))

    def forward(self) -> Arcs:
        """Out-going arcs."""
        return Arcs(self.indptr, self.head, self.arc_ds, self.arc_edge)

    def reverse(self) -> Arcs:
        """Incoming arcs, sorted by node, then origin, then edge; built anew, so keep the answer."""
        tail = np.repeat(np.arange(self.n_nodes, dtype=np.int32), np.diff(self.indptr))
        # Arcs already stand in the order of tail and edge: a stable sort by head keeps it.
        order = np.argsort(self.head, kind="stable")
        return Arcs(to_indptr(self.head, self.n_nodes), tail[order], self.arc_ds[order], self.arc_edge[order])


def to_indptr(row: npt.NDArray[np.integer], n_rows: int) -> Int64Array:
    """Where each row begins, shape (n_rows + 1,), for entries that stand sorted by row."""
    indptr = np.zeros(n_rows + 1, dtype=np.int64)
    np.cumsum(np.bincount(row, minlength=n_rows), out=indptr[1:])
    return indptr


def build_arcs(
    n_nodes: int, edge_u: Int32Array, edge_v: Int32Array, edge_fwd_ds: Int32Array, edge_bwd_ds: Int32Array
) -> Arcs:
    """Out-going arcs of undirected edges, sorted by tail, head and edge.

    Parameters
    ----------
    n_nodes
        Number of nodes.
    edge_u, edge_v, edge_fwd_ds, edge_bwd_ds
        As in `Graph`.

    Returns
    -------
    Arcs
        Without loops.
    """
    number = np.arange(len(edge_u), dtype=np.int32)
    no_loop = edge_u != edge_v
    fwd = no_loop & (edge_fwd_ds != NOT_ALLOWED)
    bwd = no_loop & (edge_bwd_ds != NOT_ALLOWED)
    tail = np.concatenate([edge_u[fwd], edge_v[bwd]])
    head = np.concatenate([edge_v[fwd], edge_u[bwd]])
    arc_ds = np.concatenate([edge_fwd_ds[fwd], edge_bwd_ds[bwd]])
    arc_edge = np.concatenate([number[fwd], number[bwd]])
    order = np.lexsort((arc_edge, head, tail))
    return Arcs(to_indptr(tail, n_nodes), head[order], arc_ds[order], arc_edge[order])


def write_graph(graph: Graph, folder: Path) -> None:
    """Write a graph into an existing, empty folder: geometry compressed, one ``.npy`` per other array, manifest last.

    Parameters
    ----------
    graph
        What to write.
    folder
        Where to; `geo.network.storage` puts it in place in one step.
    """
    files: dict[str, dict[str, Any]] = {}
    for name in MAPPED:
        array = np.ascontiguousarray(getattr(graph, name))
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
        files[f"{name}.npy"] = {"dtype": str(array.dtype), "shape": list(array.shape)}
    write_lines(folder / LINES, graph.edge_xy)
    (folder / AREA).write_bytes(shapely.to_wkb(graph.data_area))
    files |= {LINES: {}, AREA: {}}
    for name, entry in files.items():
        entry["crc32"] = _crc32(folder / name)
    manifest = {
        "format": FORMAT_VERSION,
        "mode": str(graph.mode),
        "provenance": dict(graph.provenance),
        "files": files,
    }
    (folder / MANIFEST).write_text(
        json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True), "utf-8"
    )


def read_graph(folder: Path) -> Graph:
    """Read a graph that `write_graph` wrote; its arrays are read-only, all but the geometry memory maps.

    Raises
    ------
    InputError
        If the folder is missing, of another version, incomplete or damaged (every file has a checksum).
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        if manifest["format"] != FORMAT_VERSION:
            raise ValueError("another format")
        if set(manifest["files"]) != {f"{name}.npy" for name in MAPPED} | {LINES, AREA}:
            raise ValueError("other files")
        for name, entry in manifest["files"].items():
            if _crc32(folder / name) != entry["crc32"]:
                raise ValueError(name)
        # As plain arrays over the map: Numba knows no np.memmap.
        maps = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in MAPPED}
        arrays = {name: np.asarray(array) for name, array in maps.items()}
        arrays["edge_xy"] = read_lines(folder / LINES)
        area = shapely.from_wkb((folder / AREA).read_bytes())
        return Graph(mode=Mode(manifest["mode"]), data_area=area, provenance=manifest["provenance"], **arrays)
    except (OSError, ValueError, KeyError, TypeError, shapely.errors.ShapelyError) as error:
        raise InputError(
            f"Das gespeicherte Straßennetz in {folder} fehlt, ist veraltet oder beschädigt: "
            "bitte den Ordner löschen und das Netz neu aufbauen."
        ) from error


def _crc32(path: Path) -> int:
    value = 0
    with path.open("rb") as file:
        while block := file.read(1 << 22):
            value = zlib.crc32(block, value)
    return value
