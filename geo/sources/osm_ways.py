"""Read the streets of OpenStreetMap extracts (PBF or XML) in one pass, as flat arrays for `geo.network`."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import osmium
from pyproj import Transformer

from geo.crs import EDGE, STORAGE
from geo.errors import InputError
from geo.network.access import BARRIER_KEYS, WAY_KEYS
from geo.network.ways import Ways
from geo.sources.checksum import sha256_file

ON_DISK_BYTES = 200_000_000  # above, node positions go to a temporary file: they need 16 bytes each
IN_MEMORY, ON_DISK = "flex_mem", "sparse_file_array"
COORDINATE_PRECISION = 1e7  # osmium counts degrees in ten-millionths
UNDEFINED = 2_147_483_647  # osmium's coordinate of a node that the file lacks
BOX_DEGREES = 30.0  # a file that claims more than this covers no region: its header is not true


@dataclass
class _Harvest:
    """Arrays that grow while the files stream by."""

    way_id: "array[int]" = field(default_factory=lambda: array("q"))
    tag_set: "array[int]" = field(default_factory=lambda: array("i"))
    n_nodes: "array[int]" = field(default_factory=lambda: array("i"))
    ref: "array[int]" = field(default_factory=lambda: array("q"))
    x: "array[int]" = field(default_factory=lambda: array("i"))
    y: "array[int]" = field(default_factory=lambda: array("i"))
    tag_sets: dict[tuple[tuple[str, str], ...], int] = field(default_factory=dict)
    barrier_id: "array[int]" = field(default_factory=lambda: array("q"))
    barrier_tag_set: "array[int]" = field(default_factory=lambda: array("i"))
    barrier_tag_sets: dict[tuple[tuple[str, str], ...], int] = field(default_factory=dict)


def read_ways(paths: Sequence[Path]) -> Ways:
    """Read streets, paths, ferries and barriers.

    Parameters
    ----------
    paths
        Files (``.osm.pbf``, ``.osm``, ``.osm.gz``, ``.osm.bz2``), nodes before ways. A way in two of them
        counts once; a node that one lacks is taken from the other.

    Returns
    -------
    Ways
        Memory grows with the nodes on streets only; positions of the others lie in a temporary file
        where a file is large.

    Raises
    ------
    InputError
        If a file is missing, empty, truncated, no OpenStreetMap file, or if there is no street in any.
    """
    harvest = _Harvest()
    for path in paths:
        _validate_file(path)
        try:
            _read_file(path, harvest)
        except RuntimeError as error:  # osmium's word for anything it cannot parse
            raise InputError(
                f"{path.name} ist beschädigt, abgeschnitten oder kein OpenStreetMap-Auszug (.osm.pbf, .osm): "
                "bitte neu herunterladen."
            ) from error
    names = ", ".join(path.name for path in paths)
    if not harvest.way_id or min(harvest.x) == UNDEFINED:
        raise InputError(
            f"In {names} stehen keine Straßen (highway=*): bitte einen Auszug mit dem Straßennetz angeben."
        )
    return _to_ways(harvest, paths)


def _validate_file(path: Path) -> None:
    if not path.is_file():
        raise InputError(f"{path} fehlt: bitte den OpenStreetMap-Auszug ablegen oder den Pfad berichtigen.")
    if not path.stat().st_size:
        raise InputError(f"{path.name} ist leer: bitte den OpenStreetMap-Auszug neu herunterladen.")


def _read_file(path: Path, harvest: _Harvest) -> None:
    storage = ON_DISK if path.stat().st_size > ON_DISK_BYTES else IN_MEMORY
    barriers, streets = osmium.filter.KeyFilter("barrier"), osmium.filter.KeyFilter("highway", "route")
    barriers.enable_for(osmium.osm.NODE)
    streets.enable_for(osmium.osm.WAY)
    stream = osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY)
    stream = stream.with_locations(storage).with_filter(barriers).with_filter(streets)
    thing: Any  # osmium's union of kinds, told apart at run time
    for thing in stream:
        if thing.is_node():
            harvest.barrier_id.append(thing.id)
            harvest.barrier_tag_set.append(_number_of(thing.tags, BARRIER_KEYS, harvest.barrier_tag_sets))
        else:
            _take_way(thing, harvest)


def _number_of(tags: Any, keys: frozenset[str], known: dict[tuple[tuple[str, str], ...], int]) -> int:
    """Number of a set of tags; an equal set has the same number."""
    kept = tuple(sorted((tag.k, tag.v) for tag in tags if tag.k in keys))
    return known.setdefault(kept, len(known))


def _take_way(way: Any, harvest: _Harvest) -> None:
    if "highway" not in way.tags and way.tags.get("route") != "ferry":
        return
    nodes = list(way.nodes)
    harvest.way_id.append(way.id)
    harvest.tag_set.append(_number_of(way.tags, WAY_KEYS, harvest.tag_sets))
    harvest.n_nodes.append(len(nodes))
    harvest.ref.extend([node.ref for node in nodes])
    harvest.x.extend([node.x for node in nodes])
    harvest.y.extend([node.y for node in nodes])


def _to_ways(harvest: _Harvest, paths: Sequence[Path]) -> Ways:
    """Sort the ways by id, number their nodes, and turn degrees into metres."""
    ref = np.frombuffer(harvest.ref, dtype=np.int64)
    node_id, node = np.unique(ref, return_inverse=True)
    node_xy = _positions(harvest, node, len(node_id))
    way_id, first = np.unique(np.frombuffer(harvest.way_id, dtype=np.int64), return_index=True)
    n_nodes = np.frombuffer(harvest.n_nodes, dtype=np.int32).astype(np.int64)
    start = np.cumsum(n_nodes) - n_nodes
    offset = np.concatenate([[0], np.cumsum(n_nodes[first])])
    pick = np.arange(offset[-1]) + np.repeat(start[first] - offset[:-1], n_nodes[first])
    barrier_id, barrier_first = np.unique(
        np.array(harvest.barrier_id, dtype=np.int64), return_index=True
    )  # empty in many files, so no frombuffer
    on_way = np.isin(barrier_id, node_id)
    return Ways(
        way_id=way_id,
        tag_set=np.frombuffer(harvest.tag_set, dtype=np.int32)[first],
        offset=offset,
        node=node.astype(np.int32)[pick],
        node_id=node_id,
        node_xy=node_xy,
        tag_sets=tuple(dict(tags) for tags in harvest.tag_sets),
        barrier_node=np.searchsorted(node_id, barrier_id[on_way]).astype(np.int32),
        barrier_tag_set=np.array(harvest.barrier_tag_set, dtype=np.int32)[barrier_first][on_way],
        barrier_tag_sets=tuple(dict(tags) for tags in harvest.barrier_tag_sets),
        box=tuple(box for path in paths if (box := _find_box(path)) is not None),
        provenance=describe_files(paths),
    )


def _positions(harvest: _Harvest, node: npt.NDArray[np.intp], n_nodes: int) -> npt.NDArray[np.float64]:
    """Metres in EPSG:25832 by node, NaN where no file knows the node."""
    x, y = (np.frombuffer(values, dtype=np.int32) for values in (harvest.x, harvest.y))
    known = x != UNDEFINED
    degrees = np.full((n_nodes, 2), np.nan)
    degrees[node[known], 0] = x[known] / COORDINATE_PRECISION
    degrees[node[known], 1] = y[known] / COORDINATE_PRECISION
    return _to_metres(degrees)


def _to_metres(degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    transformer = Transformer.from_crs(EDGE, STORAGE, always_xy=True)
    known = ~np.isnan(degrees[:, 0])
    metres = np.full_like(degrees, np.nan)
    metres[known] = np.column_stack(transformer.transform(degrees[known, 0], degrees[known, 1]))
    return metres


def _find_box(path: Path) -> tuple[float, float, float, float] | None:
    """Bounds that the header of a file states, in EPSG:25832; None where there are none or untrue ones."""
    with osmium.io.Reader(str(path), osmium.osm.NOTHING) as reader:
        box = reader.header().box()
    if not box.valid():
        return None
    low, high = box.bottom_left, box.top_right
    if not (0 < high.lon - low.lon < BOX_DEGREES and 0 < high.lat - low.lat < BOX_DEGREES):
        return None
    corners = [(low.lon, low.lat), (low.lon, high.lat), (high.lon, low.lat), (high.lon, high.lat)]
    metres = _to_metres(np.array(corners))
    west, south = metres.min(axis=0)
    east, north = metres.max(axis=0)
    return float(west), float(south), float(east), float(north)


def describe_files(paths: Sequence[Path]) -> dict[str, Any]:
    """Names, checksums and data dates of extracts, as `geo.network.storage` keeps them with a graph.

    Raises
    ------
    InputError
        If a file is missing, empty or unreadable.
    """
    for path in paths:
        _validate_file(path)
    return {
        "files": [path.name for path in paths],
        "sha256": [sha256_file(path) for path in paths],
        "date": [_find_date(path) for path in paths],
        "attribution": "© OpenStreetMap contributors, ODbL",
    }


def _find_date(path: Path) -> str:
    """Date of the data as the header tells it, empty where it does not."""
    try:
        with osmium.io.Reader(str(path), osmium.osm.NOTHING) as reader:
            return str(reader.header().get("osmosis_replication_timestamp"))
    except RuntimeError as error:
        raise InputError(
            f"{path.name} ist beschädigt oder kein OpenStreetMap-Auszug (.osm.pbf, .osm): bitte neu herunterladen."
        ) from error
