"""Reachability on the street network: the same table as the straight-line model, from real ways."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.analysis.limits import Limit, find_limit
from geo.analysis.reach_groups import ReachGroups
from geo.analysis.travel_time import (
    REACH_COLUMNS,
    FloatArray,
    Found,
    distance_to_edge,
    judge,
)
from geo.crs import validate_metric
from geo.domain import Scope
from geo.layers.spec import LayerSpec
from geo.network.engine import STATES, NearestTable
from geo.network.parameters import RunParameters
from geo.network.router import Router
from geo.network.snap import Snap, distance_to_data_edge
from geo.units import DS_PER_MINUTE, DS_PER_SECOND

STATE_KEYS = np.array([str(state) for state in STATES], dtype=object)


@dataclass(frozen=True, slots=True)
class Places:
    """Origins, all of one length.

    Attributes
    ----------
    ids, ags, points
        Id, municipality (or None) and point in metres.
    edge_m
        Per layer key the metres to the edge of the area where its facilities are known completely, NaN outside.
    """

    ids: pd.Series
    ags: pd.Series
    points: gpd.GeoSeries
    edge_m: Mapping[str, FloatArray]


def to_places(
    ids: pd.Series, ags: pd.Series, points: gpd.GeoSeries, areas: Mapping[str, BaseGeometry]
) -> Places:
    """Origins of a whole run, for all its modes.

    Parameters
    ----------
    ids, ags, points
        As in `Places`.
    areas
        Per layer key the area for which its facilities are known completely; a missing key means nowhere.

    Raises
    ------
    CrsError
        If coordinates are degrees.
    """
    validate_metric(points, "Die Tabelle der Orte")
    # Many layers share the area of their dataset.
    distinct = {area.wkb: area for area in areas.values()}
    distance = {wkb: distance_to_edge(points, area) for wkb, area in distinct.items()}
    return Places(ids, ags, points, {layer: distance[area.wkb] for layer, area in areas.items()})


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """Facilities on the streets of one mode: ids and snapped points, of one length."""

    ids: npt.NDArray[np.object_]
    snap: Snap


class Yardstick(NamedTuple):
    """What ways to a layer are held against.

    Attributes
    ----------
    limit
        Norm or general limit.
    certain_s
        Per origin: no facility outside of the area where the layer and the streets are known completely can be
        nearer than this. NaN where the origin lies outside of the area of the layer.
    searched_s
        How far was searched: where nothing was found, nothing that is known is nearer than this.
    """

    limit: Limit
    certain_s: FloatArray
    searched_s: float


def reach_table_network(
    places: Places,
    facilities: gpd.GeoDataFrame,
    layers: tuple[LayerSpec, ...],
    router: Router,
    *,
    parameters: RunParameters,
) -> pd.DataFrame:
    """Reachability with the mode of one street graph, anywhere and in the own municipality.

    Parameters
    ----------
    places
        Where ways begin.
    facilities
        Columns facility_id, layer, ags, point geometry in metres.
    layers, parameters
        What is looked for, and the settings of the run.
    router
        Streets of one mode, at the speeds of the run.

    Returns
    -------
    DataFrame
        As `geo.analysis.travel_time.reach_table`, for the router's mode only, with snap distances.

    Raises
    ------
    CrsError
        If coordinates are degrees.
    """
    parts = iterate_reach(places, facilities, layers, router, parameters=parameters)
    return pd.concat([part for _, part in parts], ignore_index=True)[REACH_COLUMNS]


def iterate_reach(
    places: Places,
    facilities: gpd.GeoDataFrame,
    layers: tuple[LayerSpec, ...],
    router: Router,
    *,
    parameters: RunParameters,
    scopes: tuple[Scope, ...] = tuple(Scope),
) -> Iterator[tuple[LayerSpec, pd.DataFrame]]:
    """As `reach_table_network`, layer by layer: the long table of many cells is never whole in memory.

    Parameters
    ----------
    places, facilities, layers, router, parameters
        As there.
    scopes
        Which of anywhere and the own municipality is asked.

    Yields
    ------
    tuple
        A layer, and its rows: for each scope all places in their order. All searches are done, over threads,
        before the first comes out.
    """
    validate_metric(facilities, "Die Tabelle der Einrichtungen")
    facilities = facilities.sort_values(["layer", "facility_id"], ignore_index=True)
    origins = router.snap(_xy(places.points))
    targets = Located(facilities["facility_id"].to_numpy(dtype=object), router.snap(_xy(facilities.geometry)))
    mode, street_edge_m = router.graph.mode, distance_to_data_edge(router.graph, _xy(places.points))
    limit_ds = int(parameters.search_min[mode] * DS_PER_MINUTE)
    groups = ReachGroups.of(places.ags, facilities, targets.snap.outside, scopes)
    tables = groups.search(router, origins, targets.snap, limit_ds)
    nowhere = np.full(len(places.ids), np.nan)
    for layer in layers:
        certain_s = certain_within(places.edge_m.get(layer.key, nowhere), street_edge_m, router)
        limit = find_limit(layer, mode, parameters)
        parts = []
        for scope in scopes:
            nearest = groups.merge(tables, layer.key, scope)
            yardstick = Yardstick(limit, groups.sure(certain_s, layer.key, scope), limit_ds / DS_PER_SECOND)
            rows = judge_ways(nearest, origins, targets, yardstick)
            parts.append(rows.assign(zentrum_id=places.ids.to_numpy(), scope=str(scope)))
        yield layer, pd.concat(parts, ignore_index=True).assign(layer=layer.key, mode=str(mode))


def judge_ways(
    nearest: NearestTable, origins: Snap, facilities: Located, yardstick: Yardstick
) -> pd.DataFrame:
    """State, norm and figures of the nearest facility of each origin, for one layer, mode and scope.

    Parameters
    ----------
    nearest
        One row per origin; only the first of its k facilities counts. They are positions in ``facilities``.
    origins, facilities
        From where, and to where.
    yardstick
        What the ways are held against.

    Returns
    -------
    DataFrame
        As `geo.analysis.travel_time.judge`, in the order of the origins.
    """
    facility, time_s = nearest.facility[:, 0], nearest.time_ds[:, 0] / DS_PER_SECOND
    got = facility >= 0
    # One more than there are, to point at where nothing was found.
    chosen = np.where(got, facility, len(facilities.ids))
    found = Found(
        facility_id=np.array([*facilities.ids, None], dtype=object)[chosen],
        time_s=np.where(got, time_s, np.inf),
        path_m=np.where(got, nearest.length_m[:, 0].astype(np.float64), np.inf),
        absent=STATE_KEYS[nearest.state],
        outside=origins.outside,
        snap_m=origins.snap_m,
        facility_snap_m=np.append(facilities.snap.snap_m, np.nan)[chosen],
    )
    certain = np.where(got, found.time_s, yardstick.searched_s) <= yardstick.certain_s
    return judge(found, ~np.isnan(yardstick.certain_s), certain, yardstick.limit)


def certain_within(edge_m: FloatArray, street_edge_m: FloatArray, router: Router) -> FloatArray:
    """Seconds below which nothing beyond what is known can be nearer.

    Parameters
    ----------
    edge_m
        Per origin the metres to the edge of the area where a layer is known completely, NaN outside.
    street_edge_m
        The same for the streets, 0 outside (`geo.network.snap.distance_to_data_edge`).
    router
        Streets.

    Returns
    -------
    float64 (m,)
        NaN where the layer is not known completely. A way that leaves the known streets takes longer.
    """
    return np.asarray(np.minimum(edge_m, street_edge_m) / router.fastest_m_per_s)


def _xy(points: gpd.GeoSeries) -> FloatArray:
    return np.asarray(shapely.get_coordinates(points.to_numpy()), dtype=np.float64)
