"""Links between Zentren of different municipalities: the first shared project areas."""

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.crs import validate_metric
from geo.domain import Mode, Model
from geo.network import crowfly
from geo.network.between import Ways, find_ways
from geo.network.parameters import RunParameters
from geo.network.router import Router
from geo.norms import get_norm
from geo.units import DS_PER_MINUTE, SECONDS_PER_MINUTE

FloatArray = npt.NDArray[np.float64]
LINK_COLUMNS = [
    "a_id", "b_id", "mode", "travel_time_s", "distance_m", "crow_m", "within",
    "nearest_of_kommunen", "nearest_of_a", "nearest_of_b", "model",
]  # fmt: skip


def link_limit_s(mode: Mode, parameters: RunParameters) -> float:
    """Longest travel time in seconds of a link: the run's norm where it speaks of the mode, else its limit."""
    norm = get_norm(parameters.link_norm)
    minutes = norm.value if norm.mode == mode else parameters.limit_min[mode]
    return minutes * SECONDS_PER_MINUTE


def find_street_ways(points: gpd.GeoSeries, router: Router, parameters: RunParameters) -> Ways:
    """Ways between places on the street network, within the search of the run; infinite where none is known.

    A way from or to a place beyond the known streets is not known, whatever the search finds inside of them.
    """
    snap = router.snap(np.asarray(shapely.get_coordinates(points.to_numpy())))
    limit_ds = int(parameters.search_min[router.graph.mode] * DS_PER_MINUTE)
    return find_ways(router, snap, snap, limit_ds)


def link_table(
    zentren: gpd.GeoDataFrame, mode: Mode, parameters: RunParameters, ways: Ways | None = None
) -> pd.DataFrame:
    """Pairs of Zentren across municipal borders that are near, or nearest although they are far.

    Parameters
    ----------
    zentren
        Columns zentrum_id, ags, point geometry in metres.
    mode, parameters
        Means of transport and settings of the run.
    ways
        Ways on the street network in the order of the rows; the straight-line model where None, and for
        pairs that the network does not join within the search.

    Returns
    -------
    DataFrame
        `LINK_COLUMNS`, one row per unordered pair (``a_id < b_id``) that is within the limit, or the
        nearest of its two municipalities, or the nearest partner of one of its two ends. The time is that of
        the slower direction; ``model`` says how it was made. Empty where there is only one municipality.

    Raises
    ------
    CrsError
        If coordinates are degrees.
    """
    validate_metric(zentren, "Die Tabelle der Zentren")
    order = np.argsort(zentren["zentrum_id"].to_numpy(dtype=object).astype(str), kind="stable")
    zentren = zentren.iloc[order]
    xy = np.asarray(shapely.get_coordinates(zentren.geometry.to_numpy()), dtype=np.float64)
    ids, ags = zentren["zentrum_id"].to_numpy(dtype=object), zentren["ags"].to_numpy(dtype=object)
    other = ags[:, None] != ags[None, :]
    crow_m = crowfly.distances(xy, xy)
    time_s, path_m, joined = _slower_way(crow_m, mode, parameters, ways, order)
    time_s = np.where(other, time_s, np.inf)
    first, second = np.nonzero(np.triu(other))
    pairs = pd.DataFrame({"a_id": ids[first], "b_id": ids[second], "crow_m": crow_m[first, second]})
    pairs["mode"] = str(mode)
    pairs["distance_m"] = path_m[first, second]
    pairs["travel_time_s"] = time_s[first, second]
    pairs["model"] = np.where(joined[first, second], str(Model.NETWORK), str(Model.CROWFLY))
    pairs["within"] = pairs["travel_time_s"] <= link_limit_s(mode, parameters)
    partner = time_s.argmin(axis=1) if len(pairs) else np.empty(0, dtype=np.int64)
    pairs["nearest_of_a"] = partner[first] == second
    pairs["nearest_of_b"] = partner[second] == first
    kommunen = [tuple(sorted(pair)) for pair in zip(ags[first], ags[second], strict=True)]
    shortest = pairs["travel_time_s"].groupby(pd.Series(kommunen, dtype=object)).idxmin()
    pairs["nearest_of_kommunen"] = pairs.index.isin(shortest)
    kept = pairs[["within", "nearest_of_kommunen", "nearest_of_a", "nearest_of_b"]].any(axis=1)
    return pairs[kept].sort_values(["travel_time_s", "a_id", "b_id"])[LINK_COLUMNS]


def _slower_way(
    crow_m: FloatArray,
    mode: Mode,
    parameters: RunParameters,
    ways: Ways | None,
    order: npt.NDArray[np.integer],
) -> tuple[FloatArray, FloatArray, npt.NDArray[np.bool_]]:
    """Time and length of the slower direction of each pair, and whether streets lead both ways."""
    path_m = crowfly.to_path_m(crow_m, parameters)
    time_s = crowfly.to_time_s(path_m, mode, parameters)
    if ways is None:
        return time_s, path_m, np.zeros(crow_m.shape, dtype=np.bool_)
    there_s, there_m = ways.time_s[np.ix_(order, order)], ways.path_m[np.ix_(order, order)]
    slower = there_s >= there_s.T
    joined = np.isfinite(there_s) & np.isfinite(there_s.T)
    both_s = np.where(slower, there_s, there_s.T)
    both_m = np.where(slower, there_m, there_m.T)
    return np.where(joined, both_s, time_s), np.where(joined, both_m, path_m), joined
