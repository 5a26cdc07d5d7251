"""Time and distance from every Zentrum to the nearest facility, with the state of each figure."""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.analysis.gaps import NO_FIGURE
from geo.analysis.limits import Limit, find_limit
from geo.crs import validate_metric
from geo.domain import Mode, Scope, State
from geo.layers.spec import LayerSpec
from geo.network import crowfly
from geo.network.parameters import RunParameters
from geo.units import SECONDS_PER_MINUTE

REACH_COLUMNS = [
    "zentrum_id", "layer", "mode", "scope", "state", "facility_id", "travel_time_s", "distance_m",
    "snap_m", "facility_snap_m", "limit_value", "limit_unit", "norm_id", "norm_met", "nearer_possible",
]  # fmt: skip

NONE_THERE = State.NOT_CONNECTED
"""The own municipality is known completely and has no such facility: nothing there to lead to, whatever the data."""

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Nearest:
    """Nearest known facility of each Zentrum: ids (or None), straight line in metres (or infinite).

    ``absent`` is the state where there is none although facilities are known completely.
    """

    facility_id: npt.NDArray[np.object_]
    crow_m: FloatArray
    absent: State = State.OUTSIDE_DATA_AREA


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a model found for each origin with one mode; arrays of shape (n,).

    Attributes
    ----------
    facility_id
        Nearest known facility, None where none was found.
    time_s, path_m
        Of the way there; infinite where none was found.
    absent
        The state where none was found although facilities are known completely.
    outside
        Whether the origin itself lies outside of what the model knows.
    snap_m, facility_snap_m
        From origin and facility to the street; NaN where the model snaps to nothing.
    """

    facility_id: npt.NDArray[np.object_]
    time_s: FloatArray
    path_m: FloatArray
    absent: npt.NDArray[np.object_]
    outside: BoolArray
    snap_m: FloatArray
    facility_snap_m: FloatArray


def reach_table(
    zentren: gpd.GeoDataFrame,
    facilities: gpd.GeoDataFrame,
    areas: Mapping[str, BaseGeometry],
    layers: tuple[LayerSpec, ...],
    parameters: RunParameters,
) -> pd.DataFrame:
    """Reachability of every layer from every Zentrum, with every mode, anywhere and in the own municipality.

    Parameters
    ----------
    zentren
        Columns zentrum_id, ags, point geometry in metres.
    facilities
        Columns facility_id, layer, ags, point geometry in metres.
    areas
        Per layer key the area (same system) for which its facilities are known to be complete;
        a missing key means nowhere.
    layers, parameters
        What is looked for, and the settings of the run.

    Returns
    -------
    DataFrame
        One row per Zentrum, layer, mode and scope with `REACH_COLUMNS`. ``travel_time_s`` and
        ``distance_m`` are missing where the state says so.

    Raises
    ------
    CrsError
        If coordinates are degrees.

    Notes
    -----
    The nearest known facility is an upper bound: one that nobody mapped can only be nearer. So within
    the limit the state is *reached* wherever the Zentrum lies. Beyond the limit it is *beyond limit*
    only inside the complete area, else *data missing*; ``nearer_possible`` marks a figure that a
    facility outside the complete area could beat.
    """
    validate_metric(zentren, "Die Tabelle der Zentren")
    validate_metric(facilities, "Die Tabelle der Einrichtungen")
    groups = {str(key): frame for key, frame in facilities.groupby("layer")}
    parts = [
        _layer_rows(
            zentren, groups.get(layer.key, facilities.iloc[:0]), areas.get(layer.key), layer, parameters
        )
        for layer in layers
    ]
    return pd.concat(parts, ignore_index=True)[REACH_COLUMNS]


def _layer_rows(
    zentren: gpd.GeoDataFrame,
    facilities: gpd.GeoDataFrame,
    area: BaseGeometry | None,
    layer: LayerSpec,
    parameters: RunParameters,
) -> pd.DataFrame:
    edge_m = distance_to_edge(zentren.geometry, area)
    found = {
        Scope.ANYWHERE: _nearest(zentren, facilities),
        Scope.OWN_KOMMUNE: _nearest_own(zentren, facilities),
    }
    parts = []
    for scope, nearest in found.items():
        # Inside the own municipality nothing beyond its border can be nearer.
        certain_m = edge_m if scope is Scope.ANYWHERE else np.where(np.isnan(edge_m), np.nan, np.inf)
        for mode in Mode:
            rows = _mode_rows(nearest, certain_m, mode, find_limit(layer, mode, parameters), parameters)
            parts.append(
                rows.assign(zentrum_id=zentren["zentrum_id"].to_numpy(), scope=str(scope), mode=str(mode))
            )
    return pd.concat(parts, ignore_index=True).assign(layer=layer.key)


def distance_to_edge(places: gpd.GeoSeries, area: BaseGeometry | None) -> FloatArray:
    """Metres from each place to the edge of the complete area; NaN outside of it."""
    if area is None or area.is_empty:
        return np.full(len(places), np.nan)
    points, edge = places.to_numpy(), area.boundary
    shapely.prepare([area, edge])
    return np.where(shapely.covers(area, points), shapely.distance(edge, points), np.nan)


def _coordinates(frame: gpd.GeoDataFrame) -> FloatArray:
    return np.asarray(shapely.get_coordinates(frame.geometry.to_numpy()), dtype=np.float64)


def _nearest(zentren: gpd.GeoDataFrame, facilities: gpd.GeoDataFrame) -> Nearest:
    # Sorted by id, so that of two equally near facilities the same one is always named.
    facilities = facilities.sort_values("facility_id")
    index, crow_m = crowfly.nearest(_coordinates(zentren), _coordinates(facilities))
    ids = np.array([*facilities["facility_id"], None], dtype=object)
    return Nearest(ids[index], crow_m)


def _nearest_own(zentren: gpd.GeoDataFrame, facilities: gpd.GeoDataFrame) -> Nearest:
    facility_id = np.full(len(zentren), None, dtype=object)
    crow_m = np.full(len(zentren), np.inf)
    own = dict(list(facilities.groupby("ags")))
    for ags, rows in zentren.reset_index(drop=True).groupby("ags"):
        if ags not in own:
            continue
        nearest = _nearest(rows, own[ags])
        facility_id[rows.index] = nearest.facility_id
        crow_m[rows.index] = nearest.crow_m
    return Nearest(facility_id, crow_m, NONE_THERE)


def _mode_rows(
    nearest: Nearest,
    certain_m: FloatArray,
    mode: Mode,
    limit: Limit,
    parameters: RunParameters,
) -> pd.DataFrame:
    path_m = crowfly.to_path_m(nearest.crow_m, parameters)
    n = len(path_m)
    found = Found(
        facility_id=nearest.facility_id,
        time_s=crowfly.to_time_s(path_m, mode, parameters),
        path_m=path_m,
        absent=np.full(n, str(nearest.absent), dtype=object),
        outside=np.zeros(n, dtype=np.bool_),
        snap_m=np.full(n, np.nan),  # the straight-line model snaps to nothing
        facility_snap_m=np.full(n, np.nan),
    )
    return judge(found, ~np.isnan(certain_m), nearest.crow_m <= certain_m, limit)


def judge(found: Found, complete: BoolArray, certain: BoolArray, limit: Limit) -> pd.DataFrame:
    """State, norm and figures of what a model found, for one layer, mode and scope.

    Parameters
    ----------
    found
        Ways of the model.
    complete
        Whether the origin lies where the layer is known completely.
    certain
        Whether no facility outside of that area can be nearer than the one found, or than was searched where
        none was.
    limit
        What the ways are held against.

    Returns
    -------
    DataFrame
        The columns of `REACH_COLUMNS` that follow from it, in the order of the origins.
    """
    value = found.path_m if limit.unit == "m" else found.time_s / SECONDS_PER_MINUTE
    known = np.isfinite(value) & ~found.outside
    within = known & (value <= limit.value)
    state = np.where(complete, found.absent, str(State.DATA_MISSING))
    state[found.outside] = str(State.OUTSIDE_DATA_AREA)
    state[known & complete] = str(State.BEYOND_LIMIT)
    state[known & ~complete] = str(State.DATA_MISSING)
    state[within] = str(State.REACHED)
    shown = within | (known & complete)
    searched_in_vain = ~known & np.isin(state, NO_FIGURE)
    judged = (shown | searched_in_vain) & (limit.norm is not None)
    norm_met = pd.array(within, dtype="boolean")
    norm_met[~judged] = pd.NA
    return pd.DataFrame(
        {
            "state": state,
            "facility_id": pd.Series(found.facility_id, dtype=object).where(shown, None),
            "travel_time_s": np.where(shown, found.time_s, np.nan),
            "distance_m": np.where(shown, found.path_m, np.nan),
            "snap_m": found.snap_m,
            "facility_snap_m": np.where(shown, found.facility_snap_m, np.nan),
            "limit_value": limit.value,
            "limit_unit": limit.unit,
            "norm_id": limit.norm.id if limit.norm else None,
            "norm_met": norm_met,
            "nearer_possible": (shown & ~(complete & certain)) | (searched_in_vain & ~certain),
        }
    )
