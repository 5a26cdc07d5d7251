"""Links between Zentren of different municipalities: the first shared project areas."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import validate_metric
from geo.domain import Mode
from geo.network import crowfly
from geo.network.parameters import RunParameters
from geo.norms import get_norm

SECONDS_PER_MINUTE = 60.0
LINK_COLUMNS = [
    "a_id", "b_id", "mode", "travel_time_s", "distance_m", "crow_m", "within",
    "nearest_of_kommunen", "nearest_of_a", "nearest_of_b",
]  # fmt: skip


def link_limit_s(mode: Mode, parameters: RunParameters) -> float:
    """Longest travel time in seconds of a link: the run's norm where it speaks of the mode, else its limit."""
    norm = get_norm(parameters.link_norm)
    minutes = norm.value if norm.mode == mode else parameters.limit_min[mode]
    return minutes * SECONDS_PER_MINUTE


def link_table(zentren: gpd.GeoDataFrame, mode: Mode, parameters: RunParameters) -> pd.DataFrame:
    """Pairs of Zentren across municipal borders that are near, or nearest although they are far.

    Parameters
    ----------
    zentren
        Columns zentrum_id, ags, point geometry in metres.
    mode, parameters
        Means of transport and settings of the run.

    Returns
    -------
    DataFrame
        `LINK_COLUMNS`, one row per unordered pair (``a_id < b_id``) that is within the limit, or the
        nearest of its two municipalities, or the nearest partner of one of its two ends. Empty where
        there is only one municipality.

    Raises
    ------
    CrsError
        If coordinates are degrees.
    """
    validate_metric(zentren, "Die Tabelle der Zentren")
    zentren = zentren.sort_values("zentrum_id")
    xy = np.asarray(shapely.get_coordinates(zentren.geometry.to_numpy()), dtype=np.float64)
    ids, ags = zentren["zentrum_id"].to_numpy(dtype=object), zentren["ags"].to_numpy(dtype=object)
    other = ags[:, None] != ags[None, :]
    crow_m = np.where(other, crowfly.distances(xy, xy), np.inf)
    first, second = np.nonzero(np.triu(other))
    pairs = pd.DataFrame({"a_id": ids[first], "b_id": ids[second], "crow_m": crow_m[first, second]})
    pairs["mode"] = str(mode)
    pairs["distance_m"] = crowfly.to_path_m(pairs["crow_m"].to_numpy(), parameters)
    pairs["travel_time_s"] = crowfly.to_time_s(pairs["distance_m"].to_numpy(), mode, parameters)
    pairs["within"] = pairs["travel_time_s"] <= link_limit_s(mode, parameters)
    partner = crow_m.argmin(axis=1) if len(pairs) else np.empty(0, dtype=np.int64)
    pairs["nearest_of_a"] = partner[first] == second
    pairs["nearest_of_b"] = partner[second] == first
    kommunen = [tuple(sorted(pair)) for pair in zip(ags[first], ags[second], strict=True)]
    shortest = pairs["crow_m"].groupby(pd.Series(kommunen, dtype=object)).idxmin()
    pairs["nearest_of_kommunen"] = pairs.index.isin(shortest)
    kept = pairs[["within", "nearest_of_kommunen", "nearest_of_a", "nearest_of_b"]].any(axis=1)
    return pairs[kept].sort_values(["travel_time_s", "a_id", "b_id"])[LINK_COLUMNS]
