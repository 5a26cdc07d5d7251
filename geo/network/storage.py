"""Keep street graphs on disk: one folder per mode, rebuilt only when input or rules change, never half written."""

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.domain import Mode
from geo.errors import InputError
from geo.network.area import find_data_area
from geo.network.graph import FORMAT_VERSION, Graph, read_graph, write_graph
from geo.network.rules import Rules, read_rules
from geo.network.streets import build_graph
from geo.network.ways import Ways


def open_graphs(
    folder: Path,
    provenance: Mapping[str, Any],
    read_ways: Callable[[], Ways],
    *,
    modes: Sequence[Mode] = tuple(Mode),
    area: BaseGeometry | None = None,
    data_area: BaseGeometry | None = None,
) -> dict[Mode, Graph]:
    """Open the stored graphs of some files; build those that are missing, old or damaged.

    Parameters
    ----------
    folder
        Where graphs are kept; made if missing. One sub-folder per mode.
    provenance
        Names and checksums of the files (`geo.sources.osm_ways.describe_files`).
    read_ways
        Reads the files; called only if something is to be built.
    modes
        Which graphs are wanted.
    area
        Ground (EPSG:25832) of which `read_ways` reads the streets; None: all of the files.
    data_area
        Where roads are completely known (EPSG:25832); found from the roads if not given.

    Returns
    -------
    dict
        Graph by mode; arrays are read-only memory maps.

    Raises
    ------
    InputError
        If the files cannot be read, or hold no way for a mode. What was stored before is still there.
    """
    rules = read_rules()
    key = fingerprint(provenance, rules, area, data_area)
    graphs = {mode: found for mode in modes if (found := _find_stored(folder / mode, key)) is not None}
    missing = [mode for mode in modes if mode not in graphs]
    if missing:
        ways = read_ways()
        known = find_data_area(ways) if data_area is None else data_area
        fresh: dict[Mode, Path] = {}
        try:
            # All of them before the first is put in place: a mode without any way leaves all as they were.
            for mode in missing:
                graph = build_graph(ways, mode, rules=rules, data_area=known)
                fresh[mode] = _write_beside(folder / mode, graph, key)
            for mode in missing:
                swap_folder(fresh[mode], folder / mode)
        finally:
            for path in fresh.values():
                shutil.rmtree(path, ignore_errors=True)
        graphs |= {mode: read_graph(folder / mode) for mode in missing}
    return {mode: graphs[mode] for mode in modes}


def fingerprint(
    provenance: Mapping[str, Any], rules: Rules, area: BaseGeometry | None, data_area: BaseGeometry | None
) -> str:
    """SHA-256 over all that a stored graph depends on: files, rules, format, and both areas of `open_graphs`."""
    parts = {
        "files": sorted(provenance["sha256"]),
        "rules": rules.checksum,
        "format": FORMAT_VERSION,
        "area": _to_text(area),
        "data_area": _to_text(data_area),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _to_text(area: BaseGeometry | None) -> str:
    return "" if area is None else str(shapely.to_wkb(shapely.normalize(area), hex=True))


def _find_stored(folder: Path, key: str) -> Graph | None:
    """The stored graph, if it is whole and was made from the same."""
    try:
        graph = read_graph(folder)
    except InputError:
        return None
    return graph if graph.provenance.get("fingerprint") == key else None


def _write_beside(folder: Path, graph: Graph, key: str) -> Path:
    """Write a graph into a folder beside its own: nobody ever opens half a graph."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        values = {name: getattr(graph, name) for name in Graph.__slots__}
        values["provenance"] = {**graph.provenance, "fingerprint": key}
        write_graph(Graph(**values), fresh)
        fresh.chmod(0o755)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return fresh


def swap_folder(fresh: Path, folder: Path) -> None:
    """Put a folder in the place of another (or of none); maps of the old one stay readable until closed."""
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    try:
        with contextlib.suppress(FileNotFoundError):
            folder.rename(old / folder.name)
        try:
            fresh.rename(folder)
        except OSError:
            if not folder.exists():  # else somebody was quicker and built the same graph
                (old / folder.name).rename(folder)
                raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
