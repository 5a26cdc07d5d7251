"""Ways as flat arrays: what a file of OpenStreetMap holds of streets, before any mode is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ways:
    """Streets, paths and ferries of one or more files; ways stand in the order of their id.

    Attributes
    ----------
    way_id
        int64 (w,).
    tag_set
        int32 (w,); index into `tag_sets`.
    offset, node
        int64 (w + 1,) and int32 (r,); the nodes of way i are ``node[offset[i]:offset[i + 1]]``.
    node_id, node_xy
        int64 (n,), ascending, and float64 (n, 2); EPSG:25832, NaN where the file lacks the node.
    tag_sets
        The distinct sets of tags (keys of `geo.network.access.WAY_KEYS`).
    barrier_node, barrier_tag_set, barrier_tag_sets
        int32 (b,), int32 (b,) and sets of tags: the nodes with ``barrier=*``.
    box
        Bounds that the files state (west, south, east, north in EPSG:25832), one per file that states any.
    area
        Ground (EPSG:25832) inside of which nothing of the files was left out; None: nowhere.
    provenance
        Names, dates and checksums of the files.
    """

    way_id: npt.NDArray[np.int64]
    tag_set: npt.NDArray[np.int32]
    offset: npt.NDArray[np.int64]
    node: npt.NDArray[np.int32]
    node_id: npt.NDArray[np.int64]
    node_xy: npt.NDArray[np.float64]
    tag_sets: tuple[Mapping[str, str], ...]
    barrier_node: npt.NDArray[np.int32]
    barrier_tag_set: npt.NDArray[np.int32]
    barrier_tag_sets: tuple[Mapping[str, str], ...]
    box: tuple[tuple[float, float, float, float], ...] = ()
    area: BaseGeometry | None = None
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def segments(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Way, first and second node of every piece between two nodes that the file knows, shapes (s,).

        A way is cut where a node is missing (the edge of the data); doubled nodes are left out.
        """
        way = np.repeat(np.arange(len(self.way_id), dtype=np.int32), np.diff(self.offset))
        known = ~np.isnan(self.node_xy[:, 0])
        keep = way[:-1] == way[1:]
        keep &= (self.node[:-1] != self.node[1:]) & known[self.node[:-1]] & known[self.node[1:]]
        return way[:-1][keep], self.node[:-1][keep], self.node[1:][keep]
