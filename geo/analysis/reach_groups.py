"""Places and facilities that belong together: everybody and all of a layer, or a municipality and its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.analysis.travel_time import NONE_THERE, BoolArray, FloatArray
from geo.domain import Scope
from geo.network.engine import OUTSIDE, STATES, Job, NearestTable, nearest_tables
from geo.network.join import take_points
from geo.network.kernels import NONE
from geo.network.router import Router
from geo.network.snap import Snap

Rows: TypeAlias = npt.NDArray[np.int64]
Group: TypeAlias = tuple[Scope, str]
"""Places that ask for the same facilities: all (anywhere), or those of a municipality for its own."""


@dataclass(frozen=True, slots=True)
class ReachGroups:
    """Who asks for what: rows of places by group, rows of facilities by layer and group (see `Group`).

    To a facility outside of the known roads no way is known: it is in ``beyond``, and not searched for.
    """

    n_places: int
    places: dict[Group, Rows]
    facilities: dict[tuple[str, Group], Rows]
    beyond: set[tuple[str, Group]]

    @classmethod
    def of(
        cls, ags: pd.Series, facilities: gpd.GeoDataFrame, outside: BoolArray, scopes: tuple[Scope, ...]
    ) -> "ReachGroups":
        """Groups of places and facilities; ``outside``: facilities that lie outside of the known roads."""
        groups, found = cls(len(ags), {}, {}, set()), {}
        if Scope.ANYWHERE in scopes:
            groups.places[Scope.ANYWHERE, ""] = np.arange(groups.n_places)
            for layer, rows in facilities.groupby("layer").indices.items():
                found[str(layer), (Scope.ANYWHERE, "")] = rows
        if Scope.OWN_KOMMUNE in scopes:
            ags = ags.reset_index(drop=True)
            for own, rows in ags.groupby(ags).indices.items():
                groups.places[Scope.OWN_KOMMUNE, str(own)] = rows
            for (layer, own), rows in facilities.groupby(["layer", "ags"]).indices.items():
                found[layer, (Scope.OWN_KOMMUNE, own)] = rows
        groups.beyond.update(key for key, rows in found.items() if outside[rows].any())
        groups.facilities.update(
            {key: rows[~outside[rows]] for key, rows in found.items() if not outside[rows].all()}
        )
        return groups

    def search(
        self, router: Router, origins: Snap, facilities: Snap, limit_ds: int
    ) -> dict[tuple[str, Group], NearestTable]:
        """Nearest facility of every group with one that could be near."""
        here = {group: take_points(origins, rows) for group, rows in self.places.items()}
        jobs = {
            (layer, group): Job(router, here[group], take_points(facilities, rows), 1, limit_ds)
            for (layer, group), rows in self.facilities.items()
            if group in here
        }
        return nearest_tables(jobs)

    def sure(self, certain_s: FloatArray, layer: str, scope: Scope) -> FloatArray:
        """Anywhere what is nearer may be unknown; inside the own municipality only beyond the known roads."""
        if scope is Scope.ANYWHERE:
            return certain_s
        sure_s = np.where(np.isnan(certain_s), np.nan, np.inf)
        for group, rows in self.places.items():
            if (layer, group) in self.beyond:
                sure_s[rows] = certain_s[rows]
        return sure_s

    def merge(
        self, tables: Mapping[tuple[str, Group], NearestTable], layer: str, scope: Scope
    ) -> NearestTable:
        """Answer for all places; where a group has no facility on known roads, what that means."""
        n = self.n_places
        whole = NearestTable(
            np.full((n, 1), NONE, np.int32),
            np.full((n, 1), NONE, np.int32),
            np.full((n, 1), np.nan, np.float32),
            np.full(n, OUTSIDE, np.uint8),
        )
        for group, rows in self.places.items():
            table = tables.get((layer, group))
            if group[0] is not scope:
                continue
            if table is not None:
                number = np.append(self.facilities[layer, group], NONE)
                whole.facility[rows] = number[table.facility]
                whole.time_ds[rows], whole.length_m[rows] = table.time_ds, table.length_m
                whole.state[rows] = table.state
            elif scope is Scope.OWN_KOMMUNE and (layer, group) not in self.beyond:
                whole.state[rows] = STATES.index(NONE_THERE)
        return whole
