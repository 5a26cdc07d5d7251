"""The straight-line model ("Luftlinienmodell"): straight line times detour factor, at a mean speed.

It stands in where no street network is loaded (methods.md, section 4); every figure made so says so.
"""

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from geo.domain import Mode
from geo.network.parameters import RunParameters
from geo.units import METRES_PER_KM, SECONDS_PER_HOUR

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


def nearest(origins_xy: FloatArray, targets_xy: FloatArray) -> tuple[IntArray, FloatArray]:
    """Nearest target of each origin along the straight line.

    Parameters
    ----------
    origins_xy, targets_xy
        Shapes (n, 2) and (m, 2), metres in one projected system, m >= 0.

    Returns
    -------
    tuple of arrays of shape (n,)
        Index of the nearest target (-1 where there is none; the lowest index of equals) and the
        straight-line distance in metres (infinite where there is none).
    """
    if len(targets_xy) == 0 or len(origins_xy) == 0:
        return np.full(len(origins_xy), -1, dtype=np.int64), np.full(len(origins_xy), np.inf)
    crow_m, index = cKDTree(targets_xy).query(origins_xy)
    return np.asarray(index, dtype=np.int64), np.asarray(crow_m, dtype=np.float64)


def distances(a_xy: FloatArray, b_xy: FloatArray) -> FloatArray:
    """Straight-line distances in metres of every a to every b, shape (len(a), len(b))."""
    return np.asarray(np.hypot(a_xy[:, None, 0] - b_xy[None, :, 0], a_xy[:, None, 1] - b_xy[None, :, 1]))


def to_path_m(crow_m: FloatArray, parameters: RunParameters) -> FloatArray:
    """Length of the way in metres that the model assumes for a straight line in metres."""
    return np.asarray(crow_m * parameters.detour_factor)


def to_time_s(path_m: FloatArray, mode: Mode, parameters: RunParameters) -> FloatArray:
    """Travel time in seconds for ways in metres at the mean speed of the mode."""
    return np.asarray(path_m / (parameters.speed_kmh[mode] * METRES_PER_KM) * SECONDS_PER_HOUR)
