"""Nearest facilities of points, and what points reach: the kernels joined with places snapped on streets.

A way from a point to a facility is: the straight way to the street, a share of an edge to one of its ends, the
quickest way to an end of the facility's edge, a share of that edge, the straight way from the street; or, on the
same edge, the piece between. Every figure includes the straight ways. None depends on the other points asked, nor
on the number of threads.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from geo.domain import State
from geo.network.graph import Float32Array, Int32Array
from geo.network.join import (
    facility_seeds,
    find_direct_ways,
    join_rows,
    price_arriving,
    price_leaving,
    take_points,
    to_seeds,
)
from geo.network.kernels import (
    Nearest,
    Reached,
    flood,
    many_to_many,
    one_to_many,
    search_rows,
)
from geo.network.parallel import map_in_order
from geo.network.router import Router
from geo.network.snap import Ends, Snap

REACHED, BEYOND_LIMIT, NOT_CONNECTED, OUTSIDE = 0, 1, 2, 3
STATES = (State.REACHED, State.BEYOND_LIMIT, State.NOT_CONNECTED, State.OUTSIDE_DATA_AREA)
"""What the codes of `NearestTable.state` mean: ``STATES[code]``. Missing data is not the network's to know."""


Key = TypeVar("Key", bound=Hashable)


class NearestTable(NamedTuple):
    """k nearest facilities of m points, ascending by time, then by facility.

    Attributes
    ----------
    facility
        int32 (m, k); position among the facilities, each at most once in a row; -1 behind the last one
        within the limit.
    time_ds
        int32 (m, k); deciseconds, -1 where there is no facility.
    length_m
        float32 (m, k); metres along that way, NaN where there is no facility.
    state
        uint8 (m,), of the nearest one: `REACHED`; `BEYOND_LIMIT` (a way exists, but none within the limit);
        `NOT_CONNECTED` (no way at all in the allowed direction, or no facility); `OUTSIDE` (the point
        lies outside of the known roads: what was found is a way, but a nearer one may be missing).
    """

    facility: Int32Array
    time_ds: Int32Array
    length_m: Float32Array
    state: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """One question: the k nearest of some facilities for some points, with one mode, within a limit."""

    router: Router
    origins: Snap
    facilities: Snap
    k: int
    limit_ds: int


def nearest_facilities(
    router: Router, origins: Snap, facilities: Snap, k: int, limit_ds: int
) -> NearestTable:
    """The k nearest facilities of each origin.

    Parameters
    ----------
    router
        Streets of one mode, prepared for searches.
    origins, facilities
        Points on its edges (`geo.network.snap.snap_points`).
    k
        1 to 5.
    limit_ds
        Greatest time of the whole way in deciseconds, inclusive.

    Returns
    -------
    NearestTable
        One row per origin.

    Raises
    ------
    InputError
        If k or the limit is out of range.
    """
    return _answer(Job(router, origins, facilities, k, limit_ds), price_leaving(router, origins))


def nearest_tables(jobs: Mapping[Key, Job], *, threads: int | None = None) -> dict[Key, NearestTable]:
    """Many questions (layers x modes) at once.

    Parameters
    ----------
    jobs
        Questions by any key. Those with the same router and origins share their preparation.
    threads
        How many searches run side by side; as many as there are processors if not given. Each needs
        4 + 12 k bytes per node.

    Returns
    -------
    dict
        Answers in the order of the questions, the same for every number of threads.
    """
    ends: dict[tuple[int, int], Ends] = {}
    for job in jobs.values():
        # Prepared here, not by whichever threads come first.
        _ = job.router.incoming
        place = (id(job.router), id(job.origins))
        if place not in ends:
            ends[place] = price_leaving(job.router, job.origins)
    answers = map_in_order(
        lambda job: _answer(job, ends[id(job.router), id(job.origins)]), list(jobs.values()), threads
    )
    return dict(zip(jobs, answers, strict=True))


def reachable(router: Router, origins: Snap, limit_ds: int, *, threads: int | None = None) -> Reached:
    """All nodes within a limit of each origin, along the traffic.

    Parameters
    ----------
    router, origins
        Streets of one mode, and m points on its edges.
    limit_ds
        Greatest time in deciseconds, inclusive.
    threads
        As in `nearest_tables`.

    Returns
    -------
    Reached
        Nodes ascending per origin. Parts of edges follow from their ends (`geo.analysis.pieces`).
    """
    seeds = to_seeds(price_leaving(router, origins))
    return one_to_many(router.outgoing, seeds, len(origins.edge), limit_ds, threads=threads)


def travel_matrix(
    router: Router, origins: Snap, targets: Snap, limit_ds: int, *, threads: int | None = None
) -> tuple[Int32Array, Float32Array]:
    """Times and lengths from every origin to every target.

    Parameters
    ----------
    router, origins, targets
        Streets of one mode; m and t points on its edges.
    limit_ds, threads
        As in `reachable`.

    Returns
    -------
    tuple of int32 and float32 (m, t)
        Deciseconds and metres; -1 and NaN beyond the limit. The search runs from the side with fewer points; the
        last digit of a length (a float32 sum) follows it.
    """
    leave, arrive = to_seeds(price_leaving(router, origins)), to_seeds(price_arriving(router, targets))
    n_origins, n_targets = len(origins.edge), len(targets.edge)
    turned = n_targets < n_origins
    net, near, far = (router.incoming, arrive, leave) if turned else (router.outgoing, leave, arrive)
    shape = (min(n_origins, n_targets), max(n_origins, n_targets))
    time_ds, length_m = many_to_many(net, near, far, shape, limit_ds, threads=threads)
    if turned:
        time_ds, length_m = time_ds.T.copy(), length_m.T.copy()
    i, j, direct_ds, direct_m = find_direct_ways(router, origins, targets)
    old_ds, old_m = time_ds[i, j], length_m[i, j]
    better = (old_ds < 0) | (direct_ds < old_ds) | ((direct_ds == old_ds) & (direct_m < old_m))
    better &= direct_ds <= limit_ds
    time_ds[i[better], j[better]], length_m[i[better], j[better]] = direct_ds[better], direct_m[better]
    return time_ds, length_m


def _answer(job: Job, ends: Ends) -> NearestTable:
    seeds = facility_seeds(job.router, job.facilities)
    rows = search_rows(job.router.incoming, seeds, job.k, job.limit_ds)
    numbers = np.arange(len(job.facilities.edge), dtype=np.int32)
    nearest = join_rows(job.router, rows, (job.origins, ends), (job.facilities, numbers), job.limit_ds)
    return NearestTable(*nearest, find_states(job.router, job.origins, job.facilities, nearest))


def find_states(router: Router, origins: Snap, facilities: Snap, nearest: Nearest) -> npt.NDArray[np.uint8]:
    """What the figures of points are.

    Parameters
    ----------
    router, origins, facilities
        As in `nearest_facilities`.
    nearest
        What was found for the origins.

    Returns
    -------
    uint8 (m,)
        Codes of `STATES`. The sweep for any way at all runs only where something was not found.
    """
    state = np.full(len(origins.edge), REACHED, dtype=np.uint8)
    missing = np.flatnonzero(nearest.facility[:, 0] < 0)
    if len(missing):
        points = take_points(origins, missing)
        ends = price_leaving(router, points)
        connected = flood(router.incoming, facility_seeds(router, facilities))
        leads_on = (ends.time_ds >= 0) & connected[ends.node]
        state[missing] = np.where(leads_on.any(axis=1), BEYOND_LIMIT, NOT_CONNECTED)
        state[missing[find_direct_ways(router, points, facilities)[0]]] = BEYOND_LIMIT
    state[origins.outside] = OUTSIDE
    return state
