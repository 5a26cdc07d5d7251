"""Ways as they stream out of a file: flat arrays that grow, without the ways that lie outside of an area."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

COORDINATE_PRECISION = 1e7  # osmium counts degrees in ten-millionths
UNDEFINED = 2_147_483_647  # osmium's coordinate of a node that the file lacks
BLOCK_NODES = 1_000_000  # nodes of ways that are held at once before those outside of the area are let go

TagSets = dict[tuple[tuple[str, str], ...], int]


class Block(NamedTuple):
    """Ways in the order of the file.

    Attributes
    ----------
    way_id, tag_set, n_nodes
        int64, int32 and int32, shape (w,).
    ref, x, y
        int64, int32 and int32, shape (r,): the nodes of all ways one after the other; ten-millionths of a
        degree, `UNDEFINED` where the file lacks the node.
    """

    way_id: npt.NDArray[np.int64]
    tag_set: npt.NDArray[np.int32]
    n_nodes: npt.NDArray[np.int32]
    ref: npt.NDArray[np.int64]
    x: npt.NDArray[np.int32]
    y: npt.NDArray[np.int32]


_TYPE_CODES = ("q", "i", "i", "q", "i", "i")  # of `array`, for the fields of a `Block`


def _open_block() -> "list[array[int]]":
    return [array(code) for code in _TYPE_CODES]


@dataclass
class Harvest:
    """What was kept so far; ``near`` is where (degrees, prepared), None: everywhere.

    A way is let go only if the box around it misses that ground, so whatever touches it is kept whole.
    """

    near: BaseGeometry | None = None
    tag_sets: TagSets = field(default_factory=dict)
    barrier_id: "array[int]" = field(default_factory=lambda: array("q"))
    barrier_tag_set: "array[int]" = field(default_factory=lambda: array("i"))
    barrier_tag_sets: TagSets = field(default_factory=dict)
    _open: "list[array[int]]" = field(default_factory=_open_block)
    _kept: list[Block] = field(default_factory=list)
    n_ways: int = 0  # that the files hold, inside and outside

    def take_way(self, way: Any, keys: frozenset[str]) -> None:
        """Add a way of osmium's stream."""
        nodes = list(way.nodes)
        if not nodes:
            return
        way_id, tag_set, n_nodes, ref, x, y = self._open
        way_id.append(way.id)
        tag_set.append(_number_of(way.tags, keys, self.tag_sets))
        n_nodes.append(len(nodes))
        ref.extend([node.ref for node in nodes])
        x.extend([node.x for node in nodes])
        y.extend([node.y for node in nodes])
        if len(ref) >= BLOCK_NODES:
            self._close()

    def take_barrier(self, node: Any, keys: frozenset[str]) -> None:
        """Add a barrier of osmium's stream."""
        self.barrier_id.append(node.id)
        self.barrier_tag_set.append(_number_of(node.tags, keys, self.barrier_tag_sets))

    def to_block(self) -> Block:
        """All that was kept."""
        self._close()
        kept, self._kept = self._kept, []
        return Block(*(np.concatenate(parts) for parts in zip(*kept, strict=True)))

    def _close(self) -> None:
        block = Block(*(np.array(values) for values in self._open))
        self._open = _open_block()
        self.n_ways += len(block.way_id)
        self._kept.append(block if self.near is None else _inside(block, self.near))


def _number_of(tags: Iterable[Any], keys: frozenset[str], known: TagSets) -> int:
    """Number of a set of tags; an equal set has the same number."""
    kept = tuple(sorted((tag.k, tag.v) for tag in tags if tag.k in keys))
    return known.setdefault(kept, len(known))


def _inside(block: Block, area: BaseGeometry) -> Block:
    """The ways whose box meets the area (degrees, prepared)."""
    if not len(block.way_id):
        return block
    start = np.cumsum(block.n_nodes) - block.n_nodes
    known = block.x != UNDEFINED
    # A node that the file lacks is UNDEFINED in both: it can be no minimum, and must be no maximum.
    west, south = (np.minimum.reduceat(values, start) for values in (block.x, block.y))
    east, north = (
        np.maximum.reduceat(np.where(known, values, -UNDEFINED), start) for values in (block.x, block.y)
    )
    low_x, low_y, high_x, high_y = np.array(area.bounds) * COORDINATE_PRECISION
    kept = (west <= high_x) & (east >= low_x) & (south <= high_y) & (north >= low_y)
    near = np.flatnonzero(kept)
    box = shapely.box(*(side[near] / COORDINATE_PRECISION for side in (west, south, east, north)))
    kept[near] = shapely.intersects(area, box)
    of_node = np.repeat(kept, block.n_nodes)
    return Block(
        *(values[kept] for values in (block.way_id, block.tag_set, block.n_nodes)),
        *(values[of_node] for values in (block.ref, block.x, block.y)),
    )
