"""Quality classes per Ortsteil: at the Zentrum, people by class, best stop, what differs between kinds of days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl

from geo.analysis.gueteklasse import NONE
from geo.analysis.point_classes import pole_categories, rate_points
from geo.analysis.stop_groups import StopGroups
from geo.analysis.stop_pairs import StopPairs
from geo.analysis.stop_service import stop_table, way_table
from geo.domain import DayType, State, TripKind
from geo.norms.gueteklassen import Method

WITH_SCHOOL = (TripKind.REGULAR, TripKind.SCHOOL)
GRID, ADDRESSES, ZENTRUM = "grid", "addresses", "zentrum"
CLASS_COLUMNS = [
    "ortsteil_id", "method", "day_type", "state", "class_letter", "class_with_school", "stop_id", "stop_name",
    "distance_m", "vehicles", "category", "interval_min", "departures", "weighted_min", "longest_gap_min",
    "first_s", "last_s", "model", "residents_basis", "residents_by_class", "residents_unknown", "residents_worse",
]  # fmt: skip
COUNT_COLUMNS = ["departures", "first_s", "last_s"]
FIGURE_COLUMNS = [
    "distance_m", "interval_min", "weighted_min", "longest_gap_min", "residents_unknown", "residents_worse",
]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """Places where people live: Zentren, or cells of a population grid.

    Attributes
    ----------
    ortsteil_id
        object (n,); the Ortsteil of each place.
    residents
        float64 (n,); people, NaN where unknown.
    pairs
        Stops near by, per kind of distance of a method: "network" and "crow".
    basis
        object (n,); what each place is: `GRID` or `ADDRESSES`; None: Zentren.
    """

    ortsteil_id: npt.NDArray[np.object_]
    residents: npt.NDArray[np.float64]
    pairs: Mapping[str, StopPairs]
    basis: npt.NDArray[np.object_] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Rated:
    """Ratings of one method on one kind of days: at the Zentren, there with school trips, and where people live."""

    zentren: pl.DataFrame
    with_school: pl.DataFrame
    homes: pl.DataFrame


def class_table(
    days: Mapping[DayType, pl.DataFrame | None],
    groups: StopGroups,
    methods: Iterable[Method],
    zentren: Settled,
    cells: Settled | None = None,
) -> pd.DataFrame:
    """Quality class of every Ortsteil by every method on every kind of days.

    Parameters
    ----------
    days
        Departures of the reference day of each kind (`geo.analysis.departures.departure_table`); None where the
        timetable holds no such day, or none is loaded.
    groups
        The stops of the timetable, put together.
    methods
        Which are computed.
    zentren
        One place per Ortsteil, with its residents.
    cells
        Where people live, if a grid is loaded. Ortsteile without a cell, or all of them without a grid, are
        counted at their Zentrum (``residents_basis``).

    Returns
    -------
    DataFrame
        `CLASS_COLUMNS`, one row per Ortsteil, method and kind of days, in the order given. Missing text is None, a
        missing figure NaN, a missing count NA. ``state`` as in
        `geo.analysis.point_classes.rate_points`, and ``data_missing`` without departures: then there is no
        class, no stop, and nobody is counted. ``class_letter`` is missing where there is none; ``class_with_school``
        counts trips for pupils too. ``residents_by_class``: people by letter, "" for no class;
        ``residents_unknown``: people where nothing is known. ``residents_worse``: people whose class is worse than on a
        school day; missing where the school day is not known. Times are seconds of the service day.
    """
    parts = []
    for method in methods:
        rated = {day: _rate(found, method, zentren, cells) for day, found in days.items()}
        school = rated.get(DayType.SCHOOL)
        for day, found in days.items():
            here = rated[day]
            if found is None or here is None:
                part = _no_timetable(zentren)
            else:
                part = _at_zentren(here, found, groups, method, zentren)
                part = part.join(_people(here, school, method, zentren, cells), on="ortsteil_id")
            parts.append(part.assign(method=method.id, day_type=str(day)))
    table = pd.concat([part[CLASS_COLUMNS].astype(object) for part in parts], ignore_index=True)
    table[COUNT_COLUMNS] = table[COUNT_COLUMNS].astype("Int64")
    table[FIGURE_COLUMNS] = table[FIGURE_COLUMNS].astype("float64")
    text = table.columns.difference([*COUNT_COLUMNS, *FIGURE_COLUMNS])
    table[text] = table[text].where(table[text].notna(), None)
    return table


def compare_days(table: pd.DataFrame) -> pd.DataFrame:
    """The class of every kind of days side by side.

    Parameters
    ----------
    table
        As `class_table` returns it.

    Returns
    -------
    DataFrame
        One row per Ortsteil and method: ``ortsteil_id``, ``method``, and per kind of days the letter, "" for no class,
        missing where nothing is known (``data_missing``, ``outside_data_area``).
    """
    known = ~table["state"].isin([str(State.DATA_MISSING), str(State.OUTSIDE_DATA_AREA)])
    letter = table["class_letter"].where(table["class_letter"].notna(), "").where(known, None)
    wide = table.assign(letter=letter).pivot(
        index=["ortsteil_id", "method"], columns="day_type", values="letter"
    )
    days = [str(day) for day in DayType if str(day) in wide.columns]
    return wide[days].rename_axis(columns=None).reset_index()


def _rate(
    departures: pl.DataFrame | None, method: Method, zentren: Settled, cells: Settled | None
) -> Rated | None:
    if departures is None:
        return None
    poles = pole_categories(departures, method)
    pairs = zentren.pairs[method.distance]
    at_zentren = rate_points(pairs, poles, method)
    with_school = rate_points(pairs, pole_categories(departures, method, WITH_SCHOOL), method)
    homes = at_zentren if cells is None else rate_points(cells.pairs[method.distance], poles, method)
    return Rated(at_zentren, with_school, homes)


def _at_zentren(
    rated: Rated, departures: pl.DataFrame, groups: StopGroups, method: Method, zentren: Settled
) -> pd.DataFrame:
    """State, class and best stop of each Zentrum."""
    service = stop_table(way_table(departures, method.window)).select(
        "group", "weighted_min", "longest_gap_min", "first_s", "last_s"
    )
    found = rated.zentren.join(service, on="group", how="left", maintain_order="left")
    group = found["group"].to_list()
    columns: dict[str, Any] = found.drop("point", "code", "stop", "group", "departures_one_way").to_dict(
        as_series=False
    )
    return pd.DataFrame(columns).assign(
        ortsteil_id=zentren.ortsteil_id,
        class_letter=_letters(rated.zentren, method),
        class_with_school=_letters(rated.with_school, method),
        category=[None if c is None or c == NONE else method.categories[c] for c in found["category"]],
        stop_id=[None if number is None else groups.stop_id[number] for number in group],
        stop_name=[None if number is None else groups.name[number] for number in group],
        model=str(zentren.pairs[method.distance].model),
    )


def _people(
    rated: Rated, school: Rated | None, method: Method, zentren: Settled, cells: Settled | None
) -> pd.DataFrame:
    """People by class, per Ortsteil: in cells where there are any, else all at the Zentrum."""
    at_zentren = _homes(rated.zentren, None if school is None else school.zentren, method, zentren)
    counted = at_zentren.assign(basis=ZENTRUM)
    if cells is not None:
        in_cells = _homes(rated.homes, None if school is None else school.homes, method, cells)
        left = at_zentren[~at_zentren["ortsteil_id"].isin(in_cells["ortsteil_id"])]
        basis = GRID if cells.basis is None else cells.basis
        counted = pd.concat([in_cells.assign(basis=basis), left.assign(basis=ZENTRUM)])
    counted = counted[counted["ortsteil_id"].notna()]
    people = counted.groupby(["ortsteil_id", "letter"], sort=True)["residents"].sum()
    letters = {key: part.droplevel(0).to_dict() for key, part in people.groupby(level=0)}
    by_ortsteil = counted.groupby("ortsteil_id", sort=False)
    return pd.DataFrame(
        {
            "residents_basis": by_ortsteil["basis"].first(),
            "residents_by_class": pd.Series({key: letters.get(key, {}) for key in by_ortsteil.groups}),
            "residents_unknown": by_ortsteil["unknown"].sum(),
            "residents_worse": by_ortsteil["worse"].sum(min_count=1),
        }
    )


def _homes(rated: pl.DataFrame, school: pl.DataFrame | None, method: Method, homes: Settled) -> pd.DataFrame:
    """Per place: its people, the letter they have (missing where nothing is known), and those who have a worse one."""
    unknown = (rated["state"] == str(State.OUTSIDE_DATA_AREA)).to_numpy()
    people = np.nan_to_num(homes.residents)
    letter = np.array(_letters(rated, method), dtype=object)
    letter[letter == None] = ""  # noqa: E711 (elementwise)
    letter[unknown] = None
    worse = np.full(len(people), np.nan)
    if school is not None:
        here, there = (
            table["code"].cast(pl.Int16).replace(NONE, len(method.classes)).to_numpy()
            for table in (rated, school)
        )
        worse = np.where((here > there) & ~unknown, people, 0.0)
    return pd.DataFrame(
        {
            "ortsteil_id": homes.ortsteil_id,
            "residents": people,
            "letter": letter,
            "unknown": np.where(unknown, people, 0.0),
            "worse": worse,
        }
    )


def _no_timetable(zentren: Settled) -> pd.DataFrame:
    rows = pd.DataFrame({"ortsteil_id": zentren.ortsteil_id, "state": str(State.DATA_MISSING)})
    return rows.reindex(columns=CLASS_COLUMNS).assign(
        residents_by_class=[{} for _ in zentren.ortsteil_id], residents_basis=ZENTRUM
    )


def _letters(rated: pl.DataFrame, method: Method) -> list[str | None]:
    return [None if code == NONE else method.classes[code] for code in rated["code"]]
