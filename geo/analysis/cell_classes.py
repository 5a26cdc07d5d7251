"""Quality classes of the cells of a population grid, packed for the map: one character per cell."""

from collections.abc import Iterable, Mapping

import pandas as pd
import polars as pl

from geo.analysis.gueteklasse import NONE
from geo.analysis.point_classes import pole_categories, rate_points
from geo.analysis.transit_classes import Settled
from geo.domain import DayType, State
from geo.norms.gueteklassen import Method

NO_CLASS = "-"
STATES = tuple(str(state) for state in State)
CELL_CLASS_COLUMNS = ["method", "day_type", "letters", "states"]


def cell_class_table(
    days: Mapping[DayType, pl.DataFrame | None], methods: Iterable[Method], cells: Settled
) -> pd.DataFrame:
    """Class of every cell by every method on every kind of days.

    Parameters
    ----------
    days
        Departures by kind of days, as in `geo.analysis.transit_classes.class_table`; None without such a day.
    methods
        Which are computed.
    cells
        Where people live.

    Returns
    -------
    DataFrame
        `CELL_CLASS_COLUMNS`, one row per method and kind of days that has a day. ``letters``: one character per cell in
        their order, ``-`` where there is no class; ``states``: the position of its state
        (`geo.analysis.point_classes.rate_points`) in `STATES`.
    """
    rows = []
    for method in methods:
        for day, departures in days.items():
            if departures is None:
                continue
            rated = rate_points(cells.pairs[method.distance], pole_categories(departures, method), method)
            letters = "".join(NO_CLASS if code == NONE else method.classes[code] for code in rated["code"])
            states = "".join(str(STATES.index(state)) for state in rated["state"])
            rows.append((method.id, str(day), letters, states))
    return pd.DataFrame(rows, columns=CELL_CLASS_COLUMNS)
