"""Which stops lie near which places, and how far: found once, used for every method, day and what-if."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from geo.domain import Model
from geo.network.pairs import pairs_within
from geo.network.router import Router
from geo.units import DS_PER_SECOND, METRES_PER_KM, SECONDS_PER_HOUR

SLOWEST = 0.5  # of the walking speed: where steps slow people down, the search must still reach the last ring

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class StopPairs:
    """Pairs of a place and a stop within some distance; each pair at most once.

    Attributes
    ----------
    point, stop
        int64 (p,); row of the place, row of ``feed.stops``.
    distance_m
        float64 (p,); metres from the place to the stop.
    outside
        bool (n places,); whether the place lies where nothing is known, so that no answer can be given.
    model
        How distances were made: on streets, or by the straight line.
    detour_factor
        What straight lines were multiplied by; 1 where the straight line itself is meant, or streets were used.
    """

    point: IntArray
    stop: IntArray
    distance_m: FloatArray
    outside: BoolArray
    model: Model
    detour_factor: float = 1.0


def find_crow_pairs(
    points_xy: FloatArray, stops_xy: FloatArray, radius_m: float, detour_factor: float = 1.0
) -> StopPairs:
    """Pairs by the straight line.

    Parameters
    ----------
    points_xy, stops_xy
        Shapes (n, 2) and (m, 2), metres of one projected system; stops without position (NaN) are near nothing.
    radius_m
        Greatest distance, inclusive.
    detour_factor
        1 for methods that speak of the straight line; that of the run where it stands in for streets.

    Returns
    -------
    StopPairs
        With ``model`` crowfly, and no place outside.
    """
    placed = np.flatnonzero(np.isfinite(stops_xy).all(axis=1))
    outside = np.zeros(len(points_xy), dtype=np.bool_)
    if not len(placed) or not len(points_xy):
        none = np.empty(0, dtype=np.int64)
        return StopPairs(none, none.copy(), np.empty(0), outside, Model.CROWFLY, detour_factor)
    near = cKDTree(points_xy).sparse_distance_matrix(
        cKDTree(stops_xy[placed]), radius_m / detour_factor, output_type="ndarray"
    )
    return StopPairs(
        point=near["i"].astype(np.int64),
        stop=placed[near["j"]],
        distance_m=near["v"] * detour_factor,
        outside=outside,
        model=Model.CROWFLY,
        detour_factor=detour_factor,
    )


def find_street_pairs(
    router: Router, points_xy: FloatArray, stops_xy: FloatArray, radius_m: float
) -> StopPairs:
    """Pairs by the way on foot.

    Parameters
    ----------
    router
        Streets of mode walk.
    points_xy, stops_xy, radius_m
        As in `find_crow_pairs`; the radius is a length of way, straight ways to the street included.

    Returns
    -------
    StopPairs
        With ``model`` network. ``distance_m`` is the length of the quickest way. Places outside of the
        area whose streets are known are marked: what is found for them may not be the nearest.
    """
    placed = np.flatnonzero(np.isfinite(stops_xy).all(axis=1))
    origins = router.snap(points_xy)
    limit_s = radius_m / METRES_PER_KM / router.walk_kmh * SECONDS_PER_HOUR / SLOWEST
    found = pairs_within(router, origins, router.snap(stops_xy[placed]), int(limit_s * DS_PER_SECOND))
    near = found.length_m <= radius_m
    return StopPairs(
        point=found.origin[near],
        stop=placed[found.target[near]],
        distance_m=found.length_m[near].astype(np.float64),
        outside=origins.outside,
        model=Model.NETWORK,
    )
