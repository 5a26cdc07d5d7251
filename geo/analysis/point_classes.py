"""Classes of places: every stop near by with its category, the best class counts."""

from collections.abc import Collection

import numpy as np
import polars as pl

from geo.analysis.gueteklasse import NONE, classify
from geo.analysis.stop_categories import CATEGORY_SCHEMA, counted_departures, stop_categories
from geo.analysis.stop_pairs import StopPairs
from geo.domain import State, TripKind
from geo.norms.gueteklassen import Method

WORST = 127
"""In place of "none" where codes are compared."""
KINDS_OF_STATE = tuple(str(state) for state in State)
POINT_SCHEMA = {
    "point": pl.Int64,
    "state": pl.Enum(KINDS_OF_STATE),
    "code": pl.Int8,
    "stop": pl.Int64,
    "distance_m": pl.Float64,
    **CATEGORY_SCHEMA,
}


def pole_categories(
    departures: pl.DataFrame, method: Method, kinds: Collection[TripKind] | None = None
) -> pl.DataFrame:
    """Category of every pole: that of its group of stops, for the vehicles that depart at it.

    Parameters
    ----------
    departures, method, kinds
        As in `geo.analysis.stop_categories.stop_categories`.

    Returns
    -------
    DataFrame
        ``stop`` (row of ``feed.stops``) and ``CATEGORY_SCHEMA``; one row per pole and group of vehicles, also without
        category. Ways are measured to poles, not to the middle of a stop: who walks to the train walks to its platform.
    """
    categories = stop_categories(departures, method, kinds)
    poles = counted_departures(departures, method, kinds).select("group", "stop", "rank").unique()
    if method.combine == "pooled_in_best_group":
        return poles.select("group", "stop").unique().join(categories, on="group").sort("stop")
    keys = pl.Series([group.key for group in method.groups], dtype=pl.String)
    named = poles.with_columns(vehicles=keys.gather(poles["rank"].cast(pl.UInt32))).drop("rank")
    return named.join(categories, on=["group", "vehicles"]).sort("stop", "vehicles")


def rate_points(pairs: StopPairs, poles: pl.DataFrame, method: Method) -> pl.DataFrame:
    """Class of every place.

    Parameters
    ----------
    pairs
        Places and poles at least as far as the last ring of the method.
    poles
        As `pole_categories` returns them.
    method
        The table.

    Returns
    -------
    DataFrame
        ``POINT_SCHEMA``, one row per place in their order. ``code`` is a position in ``method.classes`` or -1.
        ``state``: ``reached``, there is a class; ``beyond_limit``, a served stop lies within the last ring, but the
        method gives no class; ``not_connected``, none lies there; ``outside_data_area``. The stop is the one that gives
        the class (of equal classes the one with the better category, then the nearer), or the best there is; missing
        where there is none.
    """
    near_by = (pairs.distance_m <= method.rings[-1].upper_m) & ~pairs.outside[pairs.point]
    table = pl.DataFrame(
        {"point": pairs.point[near_by], "stop": pairs.stop[near_by], "distance_m": pairs.distance_m[near_by]},
        schema={"point": pl.Int64, "stop": pl.Int64, "distance_m": pl.Float64},
    )
    near = table.join(poles.with_columns(pl.col("stop").cast(pl.Int64)), on="stop")
    code = classify(method, near["category"].to_numpy(), near["distance_m"].to_numpy())
    near = near.with_columns(code=pl.Series(code, dtype=pl.Int8))
    keys = [pl.when(pl.col(name) == NONE).then(WORST).otherwise(name) for name in ("code", "category")]
    best = near.sort("point", *keys, "distance_m", "stop").group_by("point", maintain_order=True).first()
    points = pl.DataFrame(
        {"point": np.arange(len(pairs.outside)), "outside": pairs.outside},
        schema={"point": pl.Int64, "outside": pl.Boolean},
    )
    state = (
        pl.when("outside")
        .then(pl.lit(str(State.OUTSIDE_DATA_AREA)))
        .when(pl.col("code").is_null())
        .then(pl.lit(str(State.NOT_CONNECTED)))
        .when(pl.col("code") == NONE)
        .then(pl.lit(str(State.BEYOND_LIMIT)))
        .otherwise(pl.lit(str(State.REACHED)))
    )
    found = points.join(best, on="point", how="left", maintain_order="left").with_columns(state=state)
    return found.with_columns(pl.col("code").fill_null(NONE)).select(
        pl.col(name).cast(kind) for name, kind in POINT_SCHEMA.items()
    )
