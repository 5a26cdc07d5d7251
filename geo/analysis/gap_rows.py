"""Mobility gaps of a run as rows: with their ways and, where they were tried, the remedies."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from geo.analysis.destinations import read_mobility_settings
from geo.analysis.mobility_gaps import GAP_COLUMNS, mobility_gap_table
from geo.analysis.mobility_ways import find_ways, list_gap_layers
from geo.analysis.remedies import Effort, UnitCost, compare_options
from geo.analysis.remedy_trials import Bench, Trial, try_remedies
from geo.analysis.stop_pairs import StopPairs
from geo.analysis.transit_scene import Timetable, TransitScene
from geo.domain import DayType
from geo.network.door_to_door import DoorToDoor

ROW_COLUMNS = [*GAP_COLUMNS, "day_type", "ways", "remedies"]
SHOWN_OF_WAY = ("state", "value", "unit", "limit_value", "norm_id", "met", "return_met", "window")
NOT_TRIED: Mapping[str, Any] = {"trials": [], "basis": "not_tried"}


def judged_day() -> DayType:
    """The kind of days on which gaps stand without a timetable."""
    return DayType(read_mobility_settings()["gaps"]["day_type"])


def gap_rows(
    scene: TransitScene,
    reach: pd.DataFrame,
    times: pd.DataFrame,
    benches: Mapping[DayType, Bench],
    costs: Mapping[Effort, UnitCost],
) -> pd.DataFrame:
    """Gaps of all kinds of days.

    Parameters
    ----------
    scene
        Places and people.
    reach
        Reachability of the run.
    times
        Of all kinds of days; empty without a timetable: then bus and rail are not judged.
    benches
        For trying remedies, by kind of days; without one they are not tried.
    costs
        Unit costs, where there are any.

    Returns
    -------
    DataFrame
        ``ROW_COLUMNS``; ``ways`` and ``remedies`` are plain data.
    """
    residents = scene.zentren.set_index("zentrum_id")["residents_scaled"]
    days = list(dict.fromkeys(times["day_type"])) or [str(judged_day())]
    services = list_gap_layers(scene.layers)
    parts = [pd.DataFrame(columns=ROW_COLUMNS)]
    for day in days:
        ways = find_ways(reach, times[times["day_type"] == day], services)
        gaps = mobility_gap_table(ways, residents)
        described = _describe_ways(ways)
        keys = list(zip(gaps["ortsteil_id"], gaps["service"], strict=True))
        bench = benches.get(DayType(day))
        tried = {} if bench is None else _try_all(scene, gaps, bench, costs)
        parts.append(
            gaps.assign(
                day_type=day,
                ways=pd.Series([described[key] for key in keys], dtype=object),
                remedies=pd.Series([tried.get(key, dict(NOT_TRIED)) for key in keys], dtype=object),
            )
        )
    return pd.concat([part[ROW_COLUMNS].astype(object) for part in parts], ignore_index=True)


def make_benches(
    scene: TransitScene, timetable: Timetable, worlds: Mapping[DayType, DoorToDoor], near: StopPairs
) -> dict[DayType, Bench]:
    """What trials share, by kind of days that the timetable holds; ``near``: stops near the Zentren."""
    return {day: Bench(scene, timetable, day, world, near) for day, world in worlds.items()}


def _try_all(
    scene: TransitScene, gaps: pd.DataFrame, bench: Bench, costs: Mapping[Effort, UnitCost]
) -> dict[tuple[str, str], dict[str, Any]]:
    row_of = {key: row for row, key in enumerate(scene.zentren["zentrum_id"])}
    found = {}
    for ortsteil, services in gaps.groupby("ortsteil_id", sort=False)["service"]:
        for service, trials in try_remedies(bench, row_of[str(ortsteil)], services.tolist()).items():
            found[str(ortsteil), service] = _to_plain(trials, costs)
    return found


def _to_plain(trials: Sequence[Trial], costs: Mapping[Effort, UnitCost]) -> dict[str, Any]:
    ranked = compare_options([trial.option for trial in trials], costs)
    rows = [
        {
            **asdict(trial),
            "option": {**asdict(trial.option), "unit": str(trial.option.unit)},
            "cost_eur_a": cost,
            "rank": rank,
        }
        for trial, cost, rank in zip(trials, ranked.costs_eur_a, ranked.ranks, strict=True)
    ]
    return {"trials": rows, "basis": ranked.basis}


def _describe_ways(ways: pd.DataFrame) -> dict[tuple[str, str], dict[str, dict[str, Any]]]:
    """Ways of each Ortsteil and service by mode, as plain data."""
    found: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for row in ways.to_dict("records"):
        shown = {name: _plain(row[name]) for name in SHOWN_OF_WAY}
        found.setdefault((row["ortsteil_id"], row["service"]), {})[row["mode"]] = shown
    return found


def _plain(value: Any) -> Any:
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value
