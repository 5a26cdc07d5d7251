"""Ways between places on the streets: what links, shared areas and shared sites are made of."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.network.engine import travel_matrix
from geo.network.router import Router
from geo.network.snap import Snap
from geo.units import DS_PER_SECOND

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ways:
    """Times in seconds and lengths in metres, shape (n, m); row i, column j: from i to j, infinite where unknown."""

    time_s: FloatArray
    path_m: FloatArray


def find_ways(router: Router, origins: Snap, targets: Snap, limit_ds: int) -> Ways:
    """Ways from every origin to every target.

    Parameters
    ----------
    router
        Streets of one mode.
    origins, targets
        n and m points on its edges.
    limit_ds
        Greatest time in deciseconds, inclusive.

    Returns
    -------
    Ways
        Infinite beyond the limit, and where an end lies outside of the known streets: a way that leaves them is
        not known, whatever the search finds inside of them.
    """
    time_ds, length_m = travel_matrix(router, origins, targets, limit_ds)
    there = (time_ds >= 0) & ~origins.outside[:, None] & ~targets.outside[None, :]
    return Ways(np.where(there, time_ds / DS_PER_SECOND, np.inf), np.where(there, length_m, np.inf))
