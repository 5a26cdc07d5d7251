"""What near areas are asked of, and what an answer is: places, limits, areas with their bounds."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearQuestion:
    """Places that could share a service; arrays of shape (n,), times of shape (n, n).

    Attributes
    ----------
    ags
        Municipality of each place.
    in_need
        Whether the place misses the norm of the service.
    people
        Residents, whole numbers; 0 where they are not known (partners).
    time_s
        Seconds between places, symmetric, infinite where far.
    limit_s, min_residents, max_members
        What an area must keep.
    """

    ags: npt.NDArray[np.object_]
    in_need: BoolArray
    people: IntArray
    time_s: FloatArray
    limit_s: float
    min_residents: float
    max_members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NearSolution:
    """Areas and how good they are.

    Attributes
    ----------
    hub
        (n,) hub of the area that each place belongs to, -1 where none.
    covered, covered_bound
        People in need inside areas, and the most that any solution could cover.
    total_s, total_bound_s
        Sum of the times to the hubs, and the least that any solution covering as many could have.
    seconds
        Of computing.
    """

    hub: IntArray
    covered: int
    covered_bound: int
    total_s: int
    total_bound_s: int
    seconds: float

    @property
    def covered_gap(self) -> float:
        """Share of the bound that is not covered; 0 where proven best."""
        return 0.0 if self.covered_bound == 0 else 1 - self.covered / self.covered_bound

    @property
    def total_gap(self) -> float:
        """Share of the time that might be saved; 0 where proven best."""
        return 0.0 if self.total_s == 0 else 1 - self.total_bound_s / self.total_s


def weights(question: NearQuestion) -> IntArray:
    """People in need of each place; one where a place in need does not know its residents."""
    return np.where(question.in_need, np.maximum(question.people, 1), 0).astype(np.int64)


def find_parts(question: NearQuestion) -> Iterator[IntArray]:
    """Places that hang together within the limit, where there are two municipalities and somebody in need."""
    near = question.time_s <= question.limit_s
    # Places that are not in need only serve those that are: who is near none of them is left out.
    useful = question.in_need | near[:, question.in_need].any(axis=1)
    places = np.flatnonzero(useful)
    graph = csr_array(near[np.ix_(places, places)])
    _, label = connected_components(graph, directed=False)
    for number in range(label.max() + 1 if len(label) else 0):
        part = places[label == number]
        if question.in_need[part].any() and len(set(question.ags[part])) > 1:
            yield part
