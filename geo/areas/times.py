"""Travel times between places of all municipalities: Zentren of the Verbund and partner places beside it."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.crs import validate_metric
from geo.domain import Mode, Model
from geo.network import crowfly
from geo.network.between import Ways, find_ways
from geo.network.kernels import MAX_DS
from geo.network.parameters import RunParameters
from geo.network.router import Router
from geo.units import SECONDS_PER_MINUTE

FloatArray = npt.NDArray[np.float64]
TIME_COLUMNS = ["mode", "a_id", "b_id", "travel_time_s", "distance_m", "crow_m", "model"]


@dataclass(frozen=True, slots=True)
class PlaceWays:
    """Ways between n places, the slower direction of each pair; arrays of shape (n, n).

    Attributes
    ----------
    time_s, path_m, crow_m
        Seconds and metres of the way, metres of the straight line; infinite time where the streets know no way.
    on_network
        Where the way was found on the street network; elsewhere the straight-line model stands in.
    """

    time_s: FloatArray
    path_m: FloatArray
    crow_m: FloatArray
    on_network: npt.NDArray[np.bool_]


def measure_ways(
    points: gpd.GeoSeries, mode: Mode, parameters: RunParameters, ways: Ways | None = None
) -> PlaceWays:
    """Ways between all places with one mode.

    Parameters
    ----------
    points
        Places in metres.
    mode, parameters
        Means of transport and settings of the run.
    ways
        Ways on the street network in the order of the points; the straight-line model where None, and for pairs
        that it does not join (a partner may lie outside of the streets that are loaded).

    Raises
    ------
    CrsError
        If coordinates are degrees.
    """
    validate_metric(points, "Die Tabelle der Orte")
    xy = np.asarray(shapely.get_coordinates(points.to_numpy()), dtype=np.float64)
    crow_m = crowfly.distances(xy, xy)
    path_m = crowfly.to_path_m(crow_m, parameters)
    time_s = crowfly.to_time_s(path_m, mode, parameters)
    joined = np.zeros(crow_m.shape, dtype=np.bool_)
    if ways is not None:
        joined = np.isfinite(ways.time_s) & np.isfinite(ways.time_s.T)
        slower = ways.time_s >= ways.time_s.T
        time_s = np.where(joined, np.where(slower, ways.time_s, ways.time_s.T), time_s)
        path_m = np.where(joined, np.where(slower, ways.path_m, ways.path_m.T), path_m)
    # To a tenth of a second and metre: stored and used are the same.
    return PlaceWays(time_s.round(1), path_m.round(1), crow_m.round(1), joined)


@dataclass(frozen=True, slots=True)
class SiteTimes:
    """Times from n places to m sites, arrays of shape (n, m).

    Attributes
    ----------
    time_s
        Seconds of the way there, infinite where the streets know none.
    on_network
        Where it was found on the street network; elsewhere the straight-line model stands in.
    """

    time_s: FloatArray
    on_network: npt.NDArray[np.bool_]


def measure_site_times(
    places: gpd.GeoSeries, sites: gpd.GeoSeries, mode: Mode, parameters: RunParameters, router: Router | None
) -> SiteTimes:
    """Times from places to sites, at any distance.

    Parameters
    ----------
    places, sites
        Points in metres.
    mode, parameters
        Means of transport and settings of the run.
    router
        Streets of that mode; the straight-line model where None, and where an end lies outside of the streets.

    Raises
    ------
    CrsError
        If coordinates are degrees.
    """
    validate_metric(places, "Die Tabelle der Orte")
    validate_metric(sites, "Die Tabelle der Standorte")
    from_xy, to_xy = (
        np.asarray(shapely.get_coordinates(frame.to_numpy()), dtype=np.float64).reshape(-1, 2)
        for frame in (places, sites)
    )
    crow_m = crowfly.distances(from_xy, to_xy)
    time_s = crowfly.to_time_s(crowfly.to_path_m(crow_m, parameters), mode, parameters)
    if router is None or crow_m.size == 0:
        return SiteTimes(time_s, np.zeros(crow_m.shape, dtype=np.bool_))
    origins, targets = router.snap(from_xy), router.snap(to_xy)
    outside = origins.outside[:, None] | targets.outside[None, :]
    ways = find_ways(router, origins, targets, MAX_DS)
    return SiteTimes(np.where(outside, time_s, ways.time_s), ~outside)


def nearest_today_s(today: SiteTimes) -> FloatArray:
    """Seconds to the nearest of what there is today, shape (n,); infinite where there is nothing.

    As in a run, who lives on the streets is told the way along them: a straight line to what lies outside counts for
    those alone who lie outside themselves.
    """
    on_streets = today.on_network.any(axis=1, keepdims=True)
    known = np.where(on_streets & ~today.on_network, np.inf, today.time_s)
    nearest: FloatArray = known.min(axis=1, initial=np.inf)
    return nearest


def time_table(places: pd.DataFrame, ways: PlaceWays, mode: Mode, parameters: RunParameters) -> pd.DataFrame:
    """The long table of pairs that may matter.

    Parameters
    ----------
    places
        Columns place_id, ags, partner (bool), one row per place in the order of the ways.
    ways, mode, parameters
        As measured.

    Returns
    -------
    DataFrame
        `TIME_COLUMNS`, one row per unordered pair (``a_id < b_id``) within the run's ``areas.search_min``, and
        each Zentrum's nearest place of another municipality even beyond it. Sorted by time.
    """
    ids = places["place_id"].to_numpy(dtype=object).astype(str)
    ags = places["ags"].to_numpy(dtype=object).astype(str)
    n = len(ids)
    wanted = ways.time_s <= parameters.areas["search_min"] * SECONDS_PER_MINUTE
    if n > 1:
        abroad_s = np.where(ags[:, None] != ags[None, :], ways.time_s, np.inf)
        own = np.flatnonzero(~places["partner"].to_numpy(dtype=bool) & np.isfinite(abroad_s).any(axis=1))
        nearest = abroad_s[own].argmin(axis=1)
        wanted[own, nearest] = wanted[nearest, own] = True
    first, second = np.nonzero(wanted & (ids[:, None] < ids[None, :]))
    table = pd.DataFrame(
        {
            "mode": str(mode),
            "a_id": ids[first],
            "b_id": ids[second],
            "travel_time_s": ways.time_s[first, second],
            "distance_m": ways.path_m[first, second],
            "crow_m": ways.crow_m[first, second],
            "model": np.where(ways.on_network[first, second], str(Model.NETWORK), str(Model.CROWFLY)),
        }
    )
    return table.sort_values(["travel_time_s", "a_id", "b_id"], ignore_index=True)[TIME_COLUMNS]


def to_matrix(table: pd.DataFrame, place_ids: list[str]) -> FloatArray:
    """Square matrix of seconds from the long table of one mode: 0 on the diagonal, infinite where there is no row.

    Parameters
    ----------
    table
        Columns a_id, b_id, travel_time_s.
    place_ids
        Order of rows and columns; pairs with another place are left out.
    """
    position = pd.Series(range(len(place_ids)), index=place_ids)
    known = table[table["a_id"].isin(position.index) & table["b_id"].isin(position.index)]
    first, second = position[known["a_id"]].to_numpy(), position[known["b_id"]].to_numpy()
    matrix = np.full((len(place_ids), len(place_ids)), np.inf)
    np.fill_diagonal(matrix, 0.0)
    matrix[first, second] = matrix[second, first] = known["travel_time_s"]
    return matrix
