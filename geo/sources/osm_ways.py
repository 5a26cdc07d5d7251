"""Read the streets of OpenStreetMap extracts (PBF or XML) in one pass, as flat arrays for `geo.network`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import osmium
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geo.crs import EDGE, STORAGE, to_degrees
from geo.errors import InputError
from geo.network.access import BARRIER_KEYS, WAY_KEYS
from geo.network.line_file import to_whole_millimetres
from geo.network.ways import Ways
from geo.sources.checksum import sha256_file
from geo.sources.way_harvest import COORDINATE_PRECISION, UNDEFINED, Block, Harvest

ON_DISK_BYTES = 200_000_000  # above, node positions go to a temporary file: they need 16 bytes each
IN_MEMORY, ON_DISK = "flex_mem", "sparse_file_array"
# Own setting, a little more than `geo.network.snap.FAR_M`: a place at the edge of the area finds the street that
# it would find without one.
BESIDE_M = 500.0
BOX_DEGREES = 30.0  # a file that claims more than this covers no region: its header is not true


def read_ways(paths: Sequence[Path], *, area: BaseGeometry | None = None) -> Ways:
    """Read streets, paths, ferries and barriers.

    Parameters
    ----------
    paths
        Files (``.osm.pbf``, ``.osm``, ``.osm.gz``, ``.osm.bz2``), nodes before ways. A way in two of them
        counts once; a node that one lacks is taken from the other.
    area
        In EPSG:25832. Ways that do not come within 500 m of it are let go while the files stream by; those
        that do are kept whole. None: all.

    Returns
    -------
    Ways
        Memory grows with the nodes on the streets of the area; positions of all nodes lie in a temporary
        file where a file is large.

    Raises
    ------
    InputError
        If a file is missing, empty, truncated, no OpenStreetMap file, or if there is no street in any, or
        none in the area.
    """
    harvest = Harvest(None if area is None else to_degrees(area.buffer(BESIDE_M)))
    for path in paths:
        _validate_file(path)
        try:
            _read_file(path, harvest)
        except RuntimeError as error:  # osmium's word for anything it cannot parse
            raise InputError(
                f"{path.name} ist beschädigt, abgeschnitten oder kein OpenStreetMap-Auszug (.osm.pbf, .osm): "
                "bitte neu herunterladen."
            ) from error
    block = harvest.to_block()
    if not (block.x != UNDEFINED).any():
        raise InputError(_describe_lack(harvest, ", ".join(path.name for path in paths)))
    return _to_ways(block, harvest, paths, area)


def _describe_lack(harvest: Harvest, names: str) -> str:
    if harvest.n_ways and harvest.near is not None:
        return (
            f"In {names} liegen keine Straßen im Gebiet des Verbunds und seines Umkreises: bitte den Auszug "
            "angeben, der ihn enthält."
        )
    return f"In {names} stehen keine Straßen (highway=*): bitte einen Auszug mit dem Straßennetz angeben."


def _validate_file(path: Path) -> None:
    if not path.is_file():
        raise InputError(f"{path} fehlt: bitte den OpenStreetMap-Auszug ablegen oder den Pfad berichtigen.")
    if not path.stat().st_size:
        raise InputError(f"{path.name} ist leer: bitte den OpenStreetMap-Auszug neu herunterladen.")


def _read_file(path: Path, harvest: Harvest) -> None:
    storage = ON_DISK if path.stat().st_size > ON_DISK_BYTES else IN_MEMORY
    barriers, streets = osmium.filter.KeyFilter("barrier"), osmium.filter.KeyFilter("highway", "route")
    barriers.enable_for(osmium.osm.NODE)
    streets.enable_for(osmium.osm.WAY)
    stream = osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY)
    stream = stream.with_locations(storage).with_filter(barriers).with_filter(streets)
    thing: Any  # osmium's union of kinds, told apart at run time
    for thing in stream:
        if thing.is_node():
            harvest.take_barrier(thing, BARRIER_KEYS)
        elif "highway" in thing.tags or thing.tags.get("route") == "ferry":
            harvest.take_way(thing, WAY_KEYS)


def _to_ways(block: Block, harvest: Harvest, paths: Sequence[Path], area: BaseGeometry | None) -> Ways:
    """Sort the ways by id, number their nodes, and turn degrees into metres."""
    node_id, node = np.unique(block.ref, return_inverse=True)
    node_xy = _positions(block, node, len(node_id))
    way_id, first = np.unique(block.way_id, return_index=True)
    n_nodes = block.n_nodes.astype(np.int64)
    start = np.cumsum(n_nodes) - n_nodes
    offset = np.concatenate([[0], np.cumsum(n_nodes[first])])
    pick = np.arange(offset[-1]) + np.repeat(start[first] - offset[:-1], n_nodes[first])
    used, tag_set = np.unique(block.tag_set[first], return_inverse=True)
    tag_sets = list(harvest.tag_sets)
    barrier_id, barrier_first = np.unique(
        np.array(harvest.barrier_id, dtype=np.int64), return_index=True
    )  # empty in many files, so no frombuffer
    on_way = np.isin(barrier_id, node_id)
    return Ways(
        way_id=way_id,
        tag_set=tag_set.astype(np.int32),
        offset=offset,
        node=node.astype(np.int32)[pick],
        node_id=node_id,
        node_xy=node_xy,
        tag_sets=tuple(dict(tag_sets[number]) for number in used),
        barrier_node=np.searchsorted(node_id, barrier_id[on_way]).astype(np.int32),
        barrier_tag_set=np.array(harvest.barrier_tag_set, dtype=np.int32)[barrier_first][on_way],
        barrier_tag_sets=tuple(dict(tags) for tags in harvest.barrier_tag_sets),
        box=tuple(box for path in paths if (box := _find_box(path)) is not None),
        area=area,
        provenance=describe_files(paths),
    )


def _positions(block: Block, node: npt.NDArray[np.intp], n_nodes: int) -> npt.NDArray[np.float64]:
    """EPSG:25832 by node, in whole millimetres; NaN where no file knows the node."""
    known = block.x != UNDEFINED
    degrees = np.full((n_nodes, 2), np.nan)
    degrees[node[known], 0] = block.x[known] / COORDINATE_PRECISION
    degrees[node[known], 1] = block.y[known] / COORDINATE_PRECISION
    return _to_metres(degrees)


def _to_metres(degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    transformer = Transformer.from_crs(EDGE, STORAGE, always_xy=True)
    known = ~np.isnan(degrees[:, 0])
    metres = np.full_like(degrees, np.nan)
    metres[known] = np.column_stack(transformer.transform(degrees[known, 0], degrees[known, 1]))
    return to_whole_millimetres(metres)


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
        "attribution": "© OpenStreetMap-Mitwirkende, ODbL",
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
