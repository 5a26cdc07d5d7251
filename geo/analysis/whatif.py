"""What a facility that opens or closes changes for places: figures before and after, judged as those of a run."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.analysis.compare import SAME_TIME_S
from geo.analysis.network_time import Located, Yardstick, judge_ways
from geo.network.engine import OUTSIDE, NearestTable, find_states
from geo.network.join import join_points, take_points
from geo.network.kernels import Nearest
from geo.network.router import Router
from geo.network.snap import Snap
from geo.network.whatif import WhatIf
from geo.units import SECONDS_PER_MINUTE

Rows = npt.NDArray[np.int64]
PEOPLE_COLUMNS = ["residents", "residents_norm", "residents_one_figure", "mean_minutes_gained"]


class Changed(NamedTuple):
    """Places whose figure changes.

    Attributes
    ----------
    place
        int64 (n,), ascending; positions among the places that are watched.
    figures
        DataFrame (n rows): ``before_…`` and ``after_…`` for each of the columns of
        `geo.analysis.network_time.judge_ways`, and ``gained_s`` (less is longer; NaN where one side has no figure).
    """

    place: Rows
    figures: pd.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """Places that are watched, for one layer and mode; ready to be asked for changes, by threads too.

    Attributes
    ----------
    router
        Streets of one mode.
    places, facilities
        From where, and to where.
    yardstick
        What the ways are held against; one entry per place.
    limit_ds
        How far is searched, deciseconds.
    """

    router: Router
    places: Snap
    facilities: Located
    yardstick: Yardstick
    limit_ds: int
    engine: WhatIf = field(init=False)

    def __post_init__(self) -> None:
        engine = WhatIf(self.router, self.facilities.snap, self.places, limit_ds=self.limit_ds)
        object.__setattr__(self, "engine", engine)

    def now(self, rows: Rows) -> pd.DataFrame:
        """Figures of some places as things are, as `judge_ways` gives them."""
        return self._judge(rows, self.engine.now.take(rows), self.facilities, self.facilities.snap)

    def add(self, new: Snap) -> Changed:
        """What changes if facilities open there."""
        ids = np.full(len(new.edge), "", dtype=object)
        joined = Located(np.append(self.facilities.ids, ids), join_points(self.facilities.snap, new))
        change = self.engine.add(new)
        after = self._judge(change.origin, change.origin_after, joined, joined.snap)
        return self._compare(change.origin, change.origin_before, after)

    def close(self, facility: int) -> Changed:
        """What changes if this facility closes (a position).

        Raises
        ------
        InputError
            If there is no such facility.
        """
        change = self.engine.close(facility)
        kept = np.flatnonzero(np.arange(len(self.facilities.ids)) != facility)
        left = take_points(self.facilities.snap, kept)
        after = self._judge(change.origin, change.origin_after, self.facilities, left)
        return self._compare(change.origin, change.origin_before, after)

    def _compare(self, rows: Rows, before: Nearest, after: pd.DataFrame) -> Changed:
        old = self._judge(rows, before, self.facilities, self.facilities.snap)
        gained_s = old["travel_time_s"] - after["travel_time_s"]
        differs = (gained_s.abs() > SAME_TIME_S) | (
            old["travel_time_s"].isna() != after["travel_time_s"].isna()
        )
        figures = old.add_prefix("before_").join(after.add_prefix("after_")).assign(gained_s=gained_s)
        kept = np.flatnonzero(differs)
        return Changed(rows[kept], figures.iloc[kept].reset_index(drop=True))

    def _judge(self, rows: Rows, nearest: Nearest, facilities: Located, open_ones: Snap) -> pd.DataFrame:
        """Figures of some places; ``open_ones`` are those of the facilities that one could go to."""
        here = take_points(self.places, rows)
        state = np.full(len(rows), OUTSIDE, np.uint8)
        if len(open_ones.edge):
            state = find_states(self.router, here, open_ones, nearest)
        yardstick = self.yardstick._replace(certain_s=self.yardstick.certain_s[rows])
        return judge_ways(NearestTable(*nearest, state), here, facilities, yardstick)


def count_people(changed: Changed, homes: pd.DataFrame) -> pd.DataFrame:
    """People whose way changes, per Ortsteil.

    Parameters
    ----------
    changed
        Of the homes.
    homes
        Columns ortsteil_id (missing outside of the Verbund) and residents, by position.

    Returns
    -------
    DataFrame
        `PEOPLE_COLUMNS` by ortsteil_id: people whose way changes; those of them who meet the norm then and not now,
        or now and not then; those with a figure on one side only; mean minutes won (less than 0: lost) of those with a
        figure on both, NaN without any.
    """
    figures = changed.figures
    met_before, met_after = (
        figures[f"{side}_norm_met"].fillna(value=False).to_numpy(dtype=bool) for side in ("before", "after")
    )
    people = homes["residents"].to_numpy()[changed.place]
    timed = figures["gained_s"].notna().to_numpy()
    minutes = figures["gained_s"].fillna(0.0).to_numpy() / SECONDS_PER_MINUTE
    counted = pd.DataFrame(
        {
            "ortsteil_id": homes["ortsteil_id"].to_numpy()[changed.place],
            "residents": people,
            "residents_norm": people * (met_before != met_after),
            "residents_one_figure": people * ~timed,
            "timed": people * timed,
            "minutes": people * minutes,
        }
    )
    sums = counted.groupby("ortsteil_id").sum()
    return sums.assign(mean_minutes_gained=sums["minutes"] / sums["timed"].where(sums["timed"] > 0))[
        PEOPLE_COLUMNS
    ]
