"""Figures by 100-m cell: their classes for the map, people within reach, supply per head, Nahversorgung."""

import numpy as np
import pandas as pd
import shapely

from geo.analysis.catchment import CatchmentMethod, Variant, two_step_catchment
from geo.analysis.coverage import coverage_table, norm_table
from geo.analysis.limits import Limit, find_limit
from geo.analysis.nahversorgung import component_table, read_method, score_table
from geo.db import read
from geo.domain import Mode, Scope, State
from geo.errors import NoDataError
from geo.layers import get_layer
from geo.network.search import DS_PER_SECOND, find_nearest, take
from geo.render.german import format_number
from geo.render.style import class_breaks, classify
from geo.results import CellsInfo, CellValues, CoverageRow, NahversorgungRow, SupplyRow
from geo.service.catalogue import to_parameters
from geo.service.figures import to_mode
from geo.service.opened import OpenVerbund, get_run_row, get_verbund_row
from geo.service.streets import NETWORK_LOCK, get_streets

CELL_M = 100.0
SECONDS_PER_MINUTE = 60.0
NO_CLASS = "-"
PER = 1000.0  # supply per so many people
STATES = list(State)


def read_cells_info(opened: OpenVerbund) -> CellsInfo:
    """The population grid of a Verbund.

    Raises
    ------
    NoDataError
        If none is loaded.
    """
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        cells = _get_cells(read.read_cells(connection, opened.verbund_id))
        ortsteile = read.read_frame(connection, "ortsteil", opened.verbund_id)
        datasets = {row["key"]: row for row in read.read_datasets(connection, opened.verbund_id)}
    inside = cells[cells["ortsteil_id"].notna()]
    sums = inside.groupby("ags")[["residents", "residents_grid"]].sum()
    source = datasets["bevoelkerung"]
    empty = sorted(set(ortsteile["ortsteil_id"]) - set(inside["ortsteil_id"]))
    return CellsInfo(
        n_cells=len(cells),
        width_m=CELL_M,
        residents=round(float(inside["residents"].sum())),
        factors=(sums["residents"] / sums["residents_grid"]).round(4).to_dict(),
        ortsteile_without_cells=empty,
        source=source["attribution"],
        date=source["date"],
        note=source["note"],
    )


def _get_cells(cells: pd.DataFrame) -> pd.DataFrame:
    if cells.empty:
        raise NoDataError("Es ist kein Bevölkerungsraster geladen: bitte „mitten load raster“ ausführen.")
    return cells


def read_cell_values(opened: OpenVerbund, layer: str, mode: str) -> CellValues:
    """Classes and figures of all cells for one layer and mode, in the order of their ordinal.

    Raises
    ------
    NoDataError
        If no grid is loaded, or the run was made without one.
    """
    frame, limit, run_id = _read_values(opened, layer, mode)
    value = frame["distance_m"] if limit.unit == "m" else frame["travel_time_s"] / SECONDS_PER_MINUTE
    letters = classify(value.to_numpy(dtype=np.float64), class_breaks(limit.value, limit.unit))
    return CellValues(
        layer=layer,
        mode=to_mode(mode),
        unit=limit.unit,
        letters="".join(letter or NO_CLASS for letter in letters),
        states="".join(str(position) for position in frame["state"]),
        state_keys=STATES,
        values=[None if np.isnan(number) else round(float(number), 1) for number in value],
        run_id=run_id,
    )


def _read_values(opened: OpenVerbund, layer: str, mode: str) -> tuple[pd.DataFrame, Limit, str]:
    spec, means = get_layer(layer), to_mode(mode)
    with opened.connect() as connection:
        run = get_run_row(connection, opened)
        _get_cells(read.read_cells(connection, opened.verbund_id))
        frame = read.read_cell_result(connection, run["run_id"], layer, mode)
    if frame is None:
        raise NoDataError(
            "Der Lauf kennt keine Zellen: bitte mit Straßennetz und Bevölkerungsraster „mitten compute“ ausführen."
        )
    return frame, find_limit(spec, means, to_parameters(run)), run["run_id"]


def list_coverage(opened: OpenVerbund, layer: str, mode: str) -> list[CoverageRow]:
    """People within 5 to 30 minutes of a layer, and those who miss its norm, per Ortsteil and for the Verbund."""
    frame, limit, run_id = _read_values(opened, layer, mode)
    with opened.connect() as connection:
        cells = read.read_cells(connection, opened.verbund_id)
        names = read.read_frame(connection, "ortsteil", opened.verbund_id).set_index("ortsteil_id")
    reach = frame.assign(
        cell_id=cells["cell_id"],
        layer=layer,
        mode=mode,
        scope=str(Scope.ANYWHERE),
        state=[str(STATES[position]) for position in frame["state"]],
        limit_value=limit.value,
        limit_unit=limit.unit,
        norm_id=limit.norm.id if limit.norm else None,
    )
    within = coverage_table(reach, cells)
    norms = norm_table(reach, cells).set_index(["area_kind", "area_id"])
    rows = []
    for (kind, area), part in within.groupby(["area_kind", "area_id"], sort=False):
        if kind == "kommune":
            continue
        judged = norms.loc[(kind, area)] if (kind, area) in norms.index else None
        place = names.loc[area] if kind == "ortsteil" else None
        rows.append(
            CoverageRow(
                ortsteil_id=area,
                ortsteil="Verbund" if place is None else place["name"],
                kommune="" if place is None else place["kommune"],
                layer=layer,
                mode=to_mode(mode),
                residents=round(float(part["residents"].iloc[0]), 1),
                within={
                    f"{m:g}": round(float(n), 1)
                    for m, n in zip(part["minutes"], part["residents_within"], strict=True)
                },
                norm_id=limit.norm.id if limit.norm else None,
                residents_missed=None if judged is None else round(float(judged["residents_missed"]), 1),
                poverty_share=_number(judged, "poverty_share"),
                poverty_gap=_number(judged, "poverty_gap"),
                run_id=run_id,
            )
        )
    return rows


def _within(part: pd.DataFrame) -> dict[str, float]:
    rows = zip(part["minutes"], part["residents_within"], strict=True)
    return {f"{minutes:g}": round(float(residents), 1) for minutes, residents in rows}


def _number(row: pd.Series | None, name: str) -> float | None:
    return None if row is None or pd.isna(row[name]) else round(float(row[name]), 4)


def list_supply(opened: OpenVerbund, layer: str, mode: str, method: str = "2sfca") -> list[SupplyRow]:
    """Facilities per 1,000 people within the limit of the layer, by a floating catchment method.

    Every facility counts as one: capacities are not known. The catchment is the limit of the layer in time; the
    enhanced variants weigh with a Gaussian whose standard deviation is half of it. Both are settings, not norms.
    """
    variant, means, spec = Variant(method), to_mode(mode), get_layer(layer)
    frame, limit, run_id = _read_values(opened, layer, mode)
    with opened.connect() as connection:
        parameters = to_parameters(get_run_row(connection, opened))
        cells = read.read_cells(connection, opened.verbund_id)
        facilities = read.read_facilities(connection, opened.verbund_id, layer=layer)
        names = read.read_frame(connection, "ortsteil", opened.verbund_id).set_index("ortsteil_id")
    streets = get_streets(opened, means, parameters)
    speed = parameters.speed_kmh[means] / 3.6
    catchment_s = limit.value * SECONDS_PER_MINUTE if limit.unit == "min" else limit.value / speed
    with NETWORK_LOCK:
        homes = streets.snap(shapely.get_coordinates(cells.geometry.to_numpy()))
        targets = streets.snap(shapely.get_coordinates(facilities.geometry.to_numpy()))
    pairs = []
    for j in range(len(facilities)):
        found = find_nearest(streets, homes, take(targets, np.array([j])), int(catchment_s * DS_PER_SECOND))
        near = np.flatnonzero(found.target >= 0)
        pairs.append(
            pd.DataFrame(
                {
                    "origin_id": near,
                    "facility_id": facilities["facility_id"].iloc[j],
                    "travel_time_s": found.time_ds[near] / DS_PER_SECOND,
                }
            )
        )
    origins = pd.DataFrame(
        {"demand": cells["residents"], "inside": cells["ortsteil_id"].notna()}, index=cells["ordinal"]
    )
    chosen = CatchmentMethod(variant, catchment_s, None if variant is Variant.TWO_STEP else catchment_s / 2)
    supply = pd.Series(1.0, index=facilities["facility_id"])
    joined = (
        pd.concat(pairs) if pairs else pd.DataFrame({"origin_id": [], "facility_id": [], "travel_time_s": []})
    )
    access = two_step_catchment(joined, origins, supply, chosen).origins["access"]
    told = pd.Series([str(STATES[p]) for p in frame["state"]]) != str(State.DATA_MISSING)
    cells = cells.assign(access=access.to_numpy() * cells["residents"].to_numpy(), told=told.to_numpy())
    sums = cells.groupby("ortsteil_id").agg(
        access=("access", "sum"), residents=("residents", "sum"), told=("told", "all")
    )
    return [
        SupplyRow(
            ortsteil_id=str(area),
            ortsteil=names.loc[area, "name"],
            kommune=names.loc[area, "kommune"],
            layer=spec.key,
            mode=means,
            method=str(variant),
            supply_per_1000=round(row.access / row.residents * PER, 3)
            if row.told and row.residents > 0
            else None,
            state=State.REACHED if row.told else State.DATA_MISSING,
            run_id=run_id,
        )
        for area, row in zip(sums.index, sums.itertuples(), strict=True)
    ]


def list_nahversorgung(opened: OpenVerbund) -> list[NahversorgungRow]:
    """The five BBSR services within 1,000 m on foot, counted at each Zentrum; a range where data is missing."""
    method = read_method()
    with opened.connect() as connection:
        run = get_run_row(connection, opened)
        reach = read.read_reach(connection, run["run_id"], mode=str(Mode.WALK))
    frame = reach.rename(columns={"zentrum_id": "origin_id"})
    places = frame.drop_duplicates("origin_id").set_index("origin_id")
    scores = score_table(component_table(frame, places.index, method), method)
    return [
        NahversorgungRow(
            ortsteil_id=str(key),
            ortsteil=places.loc[key, "zentrum"],
            kommune=places.loc[key, "kommune"],
            points_known=float(row.points_known),
            points_possible=float(row.points_possible),
            text=_points_text(float(row.points_known), float(row.points_possible), method.most),
            residents=None if pd.isna(places.loc[key, "residents"]) else int(places.loc[key, "residents"]),
            run_id=run["run_id"],
        )
        for key, row in zip(scores.index, scores.itertuples(), strict=True)
    ]


def _points_text(known: float, possible: float, most: float) -> str:
    if known == possible:
        return f"{format_number(known)} von {format_number(most)}"
    return f"{format_number(known)} bis {format_number(possible)} von {format_number(most)}, Daten fehlen"
