"""Reachability on the street network: the same table as the straight-line model, from real ways."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.analysis.limits import find_limit
from geo.analysis.travel_time import REACH_COLUMNS, BoolArray, FloatArray, Found, distance_to_edge, judge
from geo.crs import validate_metric
from geo.domain import Mode, Scope, State
from geo.layers.spec import LayerSpec
from geo.network.parameters import RunParameters
from geo.network.search import Streets, find_nearest, take
from geo.network.snap import Snap

DS_PER_SECOND = 10.0
DS_PER_MINUTE = 600.0


@dataclass(frozen=True, slots=True)
class Places:
    """Origins: ids, municipality (or None) and points in metres; all of one length."""

    ids: pd.Series
    ags: pd.Series
    points: gpd.GeoSeries


def reach_table_network(
    places: Places,
    facilities: gpd.GeoDataFrame,
    areas: Mapping[str, BaseGeometry],
    layers: tuple[LayerSpec, ...],
    streets: Streets,
    *,
    parameters: RunParameters,
    scopes: tuple[Scope, ...] = tuple(Scope),
) -> pd.DataFrame:
    """Reachability with the mode of one street graph.

    Parameters
    ----------
    places
        Where ways begin.
    facilities
        Columns facility_id, layer, ags, point geometry in metres.
    areas
        Per layer key the area for which its facilities are known completely.
    layers, parameters
        What is looked for, and the settings of the run.
    streets
        Graph of one mode, prepared for the search.
    scopes
        Which of anywhere and the own municipality is asked.

    Returns
    -------
    DataFrame
        As `geo.analysis.travel_time.reach_table`, for the graph's mode only, with snap distances.

    Raises
    ------
    CrsError
        If coordinates are degrees.
    """
    validate_metric(places.points, "Die Tabelle der Orte")
    validate_metric(facilities, "Die Tabelle der Einrichtungen")
    facilities = facilities.sort_values(["layer", "facility_id"], ignore_index=True)
    origins = streets.snap(_xy(places.points))
    targets = streets.snap(_xy(facilities.geometry))
    asked = _Asked(places, facilities, origins, targets, streets, parameters)
    parts = [_layer_rows(asked, layer, areas.get(layer.key), scopes) for layer in layers]
    return pd.concat(parts, ignore_index=True)[REACH_COLUMNS]


@dataclass(frozen=True, slots=True)
class _Asked:
    places: Places
    facilities: gpd.GeoDataFrame
    origins: Snap
    targets: Snap
    streets: Streets
    parameters: RunParameters

    @property
    def mode(self) -> Mode:
        return self.streets.graph.mode


def _layer_rows(
    asked: _Asked, layer: LayerSpec, area: BaseGeometry | None, scopes: tuple[Scope, ...]
) -> pd.DataFrame:
    ags = asked.places.ags.to_numpy(dtype=object)
    own_ags = asked.facilities["ags"].to_numpy(dtype=object)
    of_layer = np.flatnonzero(asked.facilities["layer"].to_numpy() == layer.key)
    everyone = np.arange(len(ags))
    frame = gpd.GeoDataFrame(geometry=asked.places.points)
    edge_m = distance_to_edge(frame, area)
    complete = ~np.isnan(edge_m)
    limit = find_limit(layer, asked.mode, asked.parameters)
    parts = []
    for scope in scopes:
        if scope is Scope.ANYWHERE:
            found = _find(asked, everyone, of_layer)
            certain = found.time_s <= edge_m / asked.streets.fastest_m_per_s
        else:
            found = _empty(asked)
            for key in pd.unique(ags[pd.notna(ags)]):
                here = np.flatnonzero(ags == key)
                _put(found, here, _find(asked, here, of_layer[own_ags[of_layer] == key]))
            certain = np.ones(len(ags), dtype=np.bool_)
        rows = judge(found, complete, certain, limit)
        parts.append(rows.assign(zentrum_id=asked.places.ids.to_numpy(), scope=str(scope)))
    return pd.concat(parts, ignore_index=True).assign(layer=layer.key, mode=str(asked.mode))


def _find(asked: _Asked, origins: npt.NDArray[Any], targets: npt.NDArray[Any]) -> Found:
    """Nearest of some facilities from some origins (positions)."""
    limit_ds = int(asked.parameters.search_min[asked.mode] * DS_PER_MINUTE)
    here, there = take(asked.origins, origins), take(asked.targets, targets)
    nearest = find_nearest(asked.streets, here, there, limit_ds)
    got = nearest.target >= 0
    chosen = np.where(got, nearest.target, len(targets))
    # One more than there are, to point at where nothing was found.
    ids = np.array([*asked.facilities["facility_id"].iloc[targets], None], dtype=object)
    snaps = np.append(there.snap_m, np.nan)
    return Found(
        facility_id=ids[chosen],
        time_s=np.where(got, nearest.time_ds / DS_PER_SECOND, np.inf),
        path_m=np.where(got, nearest.length_m.astype(np.float64), np.inf),
        absent=_absent(nearest.connected, there),
        outside=here.outside,
        snap_m=here.snap_m,
        facility_snap_m=snaps[chosen],
    )


def _absent(connected: BoolArray, targets: Snap) -> npt.NDArray[Any]:
    """State without a figure: beyond the search, or no way at all; outside where nothing is known here."""
    state = np.where(connected, str(State.BEYOND_LIMIT), str(State.NOT_CONNECTED)).astype(object)
    if not len(targets.edge):
        state[:] = str(State.OUTSIDE_DATA_AREA)
    return state


def _empty(asked: _Asked) -> Found:
    return _find(asked, np.arange(len(asked.places.ids)), np.empty(0, dtype=np.int64))


def _put(found: Found, here: npt.NDArray[Any], part: Found) -> None:
    for name in Found.__slots__:
        getattr(found, name)[here] = getattr(part, name)


def _xy(points: gpd.GeoSeries) -> FloatArray:
    return np.asarray(shapely.get_coordinates(points.to_numpy()), dtype=np.float64)
