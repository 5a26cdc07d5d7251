"""Walks between places and stops: on the street network, or by the straight line where no streets are known.

Times are whole seconds, rounded up: nobody catches a bus by rounding.
"""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from geo.domain import Mode, Model
from geo.network import crowfly
from geo.network.engine import travel_matrix
from geo.network.graph import to_indptr
from geo.network.join import take_points
from geo.network.kernels_trips import NONE, Links
from geo.network.pairs import pairs_within
from geo.network.parameters import RunParameters
from geo.network.router import Router

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
Int32Array = npt.NDArray[np.int32]
IntArray = npt.NDArray[np.int64]

DS_PER_SECOND = 10  # whole, so that times stay whole numbers
ROUND_OFF_S = 1e-6  # times of the straight line are no exact numbers: what lies within that is not rounded up


class Pairs(NamedTuple):
    """Walks found: origin, target and seconds, shapes (k,)."""

    origin: IntArray
    target: IntArray
    time_s: IntArray


class Footing(NamedTuple):
    """How places stand on the streets, shapes (m,).

    Attributes
    ----------
    snap_m
        float64; straight way to the street in metres, 0 in the straight-line model.
    outside
        Whether the place lies outside of the area whose streets are known.
    """

    snap_m: FloatArray
    outside: BoolArray


class Walks(Protocol):
    """A way to find out how long walks take."""

    @property
    def model(self) -> Model:
        """What the times are made with."""

    def find_pairs(self, origins_xy: FloatArray, targets_xy: FloatArray, limit_s: int) -> Pairs:
        """All walks within a limit."""

    def to_matrix(self, origins_xy: FloatArray, targets_xy: FloatArray, limit_s: int) -> Int32Array:
        """Seconds from every origin to every target, -1 beyond the limit."""

    def stand(self, xy: FloatArray) -> Footing:
        """How places stand on the streets."""


def find_links(walks: Walks, origins_xy: FloatArray, targets_xy: FloatArray, limit_s: int) -> Links:
    """Walks from every origin to the targets within a limit.

    Parameters
    ----------
    walks
        Street network or straight line.
    origins_xy, targets_xy
        Shapes (m, 2) and (t, 2), metres in EPSG:25832.
    limit_s
        Longest walk in seconds, inclusive.

    Returns
    -------
    Links
        m rows, targets ascending; both times are that of the walk.
    """
    pairs = walks.find_pairs(origins_xy, targets_xy, limit_s)
    return to_links(pairs, len(origins_xy))


def to_links(pairs: Pairs, n_rows: int) -> Links:
    """Pairs as rows, targets ascending; of several walks of a pair the quickest."""
    order = np.lexsort((pairs.time_s, pairs.target, pairs.origin))
    origin, target, time_s = (part[order] for part in pairs)
    first = np.ones(len(order), np.bool_)
    first[1:] = (origin[1:] != origin[:-1]) | (target[1:] != target[:-1])
    kept_s = time_s[first].astype(np.int32)
    return Links(
        to_indptr(origin[first], n_rows).astype(np.int32), target[first].astype(np.int32), kept_s, kept_s
    )


@dataclass(frozen=True, slots=True)
class CrowflyWalks:
    """The straight-line model: straight line times detour factor at walking speed."""

    parameters: RunParameters

    @property
    def model(self) -> Model:
        """The straight-line model."""
        return Model.CROWFLY

    def find_pairs(self, origins_xy: FloatArray, targets_xy: FloatArray, limit_s: int) -> Pairs:
        """All pairs within the limit."""
        metre_s = float(self._time_s(np.array([1.0]))[0])
        if not (len(origins_xy) and len(targets_xy)):
            return Pairs(*(np.empty(0, np.int64) for _ in range(3)))
        found = cKDTree(origins_xy).sparse_distance_matrix(
            cKDTree(targets_xy), (limit_s + 2 * ROUND_OFF_S) / metre_s, output_type="ndarray"
        )
        time_s = _round_up(self._time_s(found["v"]))
        near = time_s <= limit_s
        return Pairs(found["i"][near], found["j"][near], time_s[near])

    def to_matrix(self, origins_xy: FloatArray, targets_xy: FloatArray, limit_s: int) -> Int32Array:
        """Seconds of every pair."""
        time_s = _round_up(self._time_s(crowfly.distances(origins_xy, targets_xy)))
        return np.where(time_s <= limit_s, time_s, NONE).astype(np.int32)

    def stand(self, xy: FloatArray) -> Footing:
        """Every place stands where it is; nothing is known to lie outside."""
        return Footing(np.zeros(len(xy)), np.zeros(len(xy), np.bool_))

    def _time_s(self, crow_m: FloatArray) -> FloatArray:
        return crowfly.to_time_s(crowfly.to_path_m(crow_m, self.parameters), Mode.WALK, self.parameters)


@dataclass(frozen=True, slots=True)
class StreetWalks:
    """Shortest walks on the street network.

    Where one of both ends lies outside of the area whose streets are known, the straight line stands in: stops
    beyond the data would else lose their changes.

    Attributes
    ----------
    streets
        Graph of mode walk.
    beyond
        The straight-line model for what lies outside.
    """

    streets: Router
    beyond: CrowflyWalks

    @property
    def model(self) -> Model:
        """The street network."""
        return Model.NETWORK

    def find_pairs(self, origins_xy: FloatArray, targets_xy: FloatArray, limit_s: int) -> Pairs:
        """All pairs within the limit."""
        origins, targets = self.streets.snap(origins_xy), self.streets.snap(targets_xy)
        crow = self.beyond.find_pairs(origins_xy, targets_xy, limit_s)
        beyond = origins.outside[crow.origin] | targets.outside[crow.target]
        within, there = np.flatnonzero(~origins.outside), np.flatnonzero(~targets.outside)
        ways = pairs_within(
            self.streets, take_points(origins, within), take_points(targets, there), limit_s * DS_PER_SECOND
        )
        found = Pairs(within[ways.origin], there[ways.target], _ds_to_s(ways.time_ds))
        return Pairs(
            *(np.concatenate(columns) for columns in zip(_take_pairs(crow, beyond), found, strict=True))
        )

    def to_matrix(self, origins_xy: FloatArray, targets_xy: FloatArray, limit_s: int) -> Int32Array:
        """Seconds of every pair."""
        origins, targets = self.streets.snap(origins_xy), self.streets.snap(targets_xy)
        time_ds, _ = travel_matrix(self.streets, origins, targets, limit_s * DS_PER_SECOND)
        time_s = np.where(time_ds < 0, NONE, _ds_to_s(time_ds))
        crow_s = self.beyond.to_matrix(origins_xy, targets_xy, limit_s)
        return np.where(origins.outside[:, None] | targets.outside, crow_s, time_s).astype(np.int32)

    def stand(self, xy: FloatArray) -> Footing:
        """Snap to the nearest street."""
        snap = self.streets.snap(xy)
        return Footing(snap.snap_m, snap.outside)


def _take_pairs(pairs: Pairs, kept: BoolArray) -> Pairs:
    return Pairs(*(part[kept] for part in pairs))


def _ds_to_s(time_ds: npt.NDArray[np.integer]) -> IntArray:
    return -(-time_ds.astype(np.int64) // DS_PER_SECOND)


def _round_up(time_s: FloatArray) -> IntArray:
    return np.ceil(time_s - ROUND_OFF_S).astype(np.int64)
