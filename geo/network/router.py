"""A street graph with what all searches on it share: the grid over its edges, and its arcs packed both ways."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geo.domain import Mode
from geo.network.graph import FERRY, Graph
from geo.network.kernels import Net, pack_incoming, pack_outgoing
from geo.network.parameters import RunParameters, read_parameters
from geo.network.snap import Snap, snap_points
from geo.network.snap_index import SnapIndex, build_index
from geo.network.streets import change_speed
from geo.units import DS_PER_SECOND


@dataclass(frozen=True, eq=False)
class Router:
    """Streets of one mode, ready to be searched; keep one per graph. Threads may share it.

    Attributes
    ----------
    graph
        Streets of one mode.
    walk_kmh
        Speed of the straight way between a point and the street.
    """

    graph: Graph
    walk_kmh: float

    @cached_property
    def index(self) -> SnapIndex:
        """Grid over the edges."""
        return build_index(self.graph)

    @cached_property
    def outgoing(self) -> Net:
        """Arcs along the traffic."""
        return pack_outgoing(self.graph)

    @cached_property
    def incoming(self) -> Net:
        """Arcs against the traffic: searches from facilities run on these."""
        return pack_incoming(self.graph)

    @cached_property
    def fastest_m_per_s(self) -> float:
        """Highest speed of any edge on land: nothing outside the data can be nearer than this allows."""
        graph = self.graph
        best_ds = np.maximum(graph.edge_fwd_ds, graph.edge_bwd_ds)
        kept = (best_ds > 0) & (graph.edge_flags & FERRY == 0) & (graph.edge_length_m > 1)
        return float((graph.edge_length_m[kept] / (best_ds[kept] / DS_PER_SECOND)).max())

    def snap(self, xy: npt.NDArray[np.float64]) -> Snap:
        """Nearest edge of each point (EPSG:25832)."""
        return snap_points(self.graph, xy, index=self.index)


def to_router(graph: Graph, parameters: RunParameters) -> Router:
    """Streets at the speeds of a run: walking and cycling scale with their setting, cars go by their table.

    Parameters
    ----------
    graph
        As it was built, at the default speeds.
    parameters
        Settings of the run.
    """
    mode, factor = graph.mode, 1.0
    if mode is not Mode.CAR:
        factor = parameters.speed_kmh[mode] / read_parameters().speed_kmh[mode]
    return Router(graph if factor == 1.0 else change_speed(graph, factor), parameters.speed_kmh[Mode.WALK])
