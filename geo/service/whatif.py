"""What if a facility opened here, or that one closed: who gains and who loses, in minutes."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.analysis.gaps import limit_value
from geo.analysis.limits import Limit, find_limit
from geo.crs import EDGE, STORAGE
from geo.db import read
from geo.domain import State
from geo.errors import InputError, NotFoundError
from geo.layers import LayerSpec, get_layer
from geo.network.engine import NearestTable, nearest_facilities
from geo.network.parameters import RunParameters
from geo.network.router import Router
from geo.render.german import format_minutes, format_people, format_value
from geo.results import WhatIf, WhatIfAsk, WhatIfRow
from geo.service.catalogue import to_parameters
from geo.service.opened import OpenVerbund, get_run_row
from geo.service.streets import get_router
from geo.units import DS_PER_MINUTE, DS_PER_SECOND, SECONDS_PER_MINUTE

SAME_S = 0.5  # less is rounding, not a change
NOTE = "Gerechnet am Zentrum jedes Ortsteils; Einwohner auf die amtliche Zahl der Kommune umgerechnet."


@dataclass(frozen=True, slots=True)
class _Before:
    """What the run says of one layer and mode, one row per Zentrum, and what it was made from."""

    run_id: str
    reach: pd.DataFrame
    zentren: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame
    parameters: RunParameters


def answer_whatif(opened: OpenVerbund, ask: WhatIfAsk) -> WhatIf:
    """Ortsteile that gain by a new facility or lose by a closed one.

    Raises
    ------
    InputError
        If the place is missing or outside of the street data.
    NotFoundError
        If the layer or the facility is unknown.
    NoDataError
        If no street network is loaded.
    """
    layer = get_layer(ask.layer)
    before = _read_before(opened, ask)
    streets = get_router(opened, ask.mode, before.parameters)
    limit = find_limit(layer, ask.mode, before.parameters)
    if ask.action == "add":
        after_s, after_m, snap_m = _after_adding(ask, before, streets)
    else:
        after_s, after_m, snap_m = _after_closing(ask, before, streets)
    rows = _rows(before, limit, after_s, after_m)
    return _answer(ask, layer, rows, snap_m, before.run_id)


def _read_before(opened: OpenVerbund, ask: WhatIfAsk) -> _Before:
    with opened.connect() as connection:
        run = get_run_row(connection, opened)
        reach = read.read_reach(connection, run["run_id"], layer=ask.layer, mode=ask.mode)
        zentren = read.read_frame(connection, "zentrum", opened.verbund_id).set_index("zentrum_id")
        facilities = read.read_facilities(connection, opened.verbund_id, layer=ask.layer)
    places = zentren.loc[reach["zentrum_id"]]
    return _Before(run["run_id"], reach, places, facilities, to_parameters(run))


def _search(before: _Before, streets: Router, points: gpd.GeoSeries) -> tuple[NearestTable, np.ndarray, bool]:
    limit_ds = int(before.parameters.search_min[streets.graph.mode] * DS_PER_MINUTE)
    origins = streets.snap(shapely.get_coordinates(before.zentren.geometry.to_numpy()))
    targets = streets.snap(shapely.get_coordinates(points.to_numpy()))
    found = nearest_facilities(streets, origins, targets, 1, limit_ds)
    return found, targets.snap_m, bool(targets.outside.any())


def _after_adding(
    ask: WhatIfAsk, before: _Before, streets: Router
) -> tuple[pd.Series, pd.Series, float | None]:
    if ask.lon is None or ask.lat is None:
        raise InputError("Für eine neue Einrichtung fehlt der Ort: bitte lon und lat in Grad angeben.")
    point = gpd.GeoSeries(gpd.points_from_xy([ask.lon], [ask.lat]), crs=EDGE).to_crs(STORAGE)
    found, snap_m, outside = _search(before, streets, point)
    if outside:
        raise InputError(
            "Der gewählte Ort liegt außerhalb des geladenen Straßennetzes: bitte einen anderen wählen."
        )
    time_s = pd.Series(np.where(found.facility[:, 0] >= 0, found.time_ds[:, 0] / DS_PER_SECOND, np.inf))
    wins = time_s < before.reach["travel_time_s"].fillna(np.inf)
    after_s = before.reach["travel_time_s"].where(~wins, time_s)
    after_m = before.reach["distance_m"].where(~wins, pd.Series(found.length_m[:, 0], dtype=float))
    return after_s, after_m, round(float(snap_m[0]), 1)


def _after_closing(
    ask: WhatIfAsk, before: _Before, streets: Router
) -> tuple[pd.Series, pd.Series, float | None]:
    closed = before.facilities["facility_id"] == ask.facility_id
    if not closed.any():
        raise NotFoundError(
            f"Die Einrichtung „{ask.facility_id}“ gibt es in dieser Einrichtungsart nicht: bitte die Kennung prüfen."
        )
    found, _, _ = _search(before, streets, before.facilities.loc[~closed].geometry)
    hit = before.reach["facility_id"] == ask.facility_id
    got = found.facility[:, 0] >= 0
    time_s = pd.Series(np.where(got, found.time_ds[:, 0] / DS_PER_SECOND, np.nan))
    length = pd.Series(np.where(got, found.length_m[:, 0], np.nan))
    after_s = before.reach["travel_time_s"].where(~hit, time_s)
    return after_s, before.reach["distance_m"].where(~hit, length), None


def _rows(before: _Before, limit: Limit, after_s: pd.Series, after_m: pd.Series) -> list[WhatIfRow]:
    reach = before.reach
    gained_s = reach["travel_time_s"] - after_s
    appeared = reach["travel_time_s"].isna() & after_s.notna()
    gone = reach["travel_time_s"].notna() & after_s.isna()
    changed = reach.assign(after_s=after_s, after_m=after_m, gained_s=gained_s)[
        (gained_s.abs() > SAME_S) | appeared | gone
    ]
    changed = changed.sort_values("residents_scaled", ascending=False, na_position="last")
    value = limit_value(changed)
    after = limit_value(changed.assign(travel_time_s=changed["after_s"], distance_m=changed["after_m"]))
    return [
        WhatIfRow(
            ortsteil_id=row["zentrum_id"],
            ortsteil=row["zentrum"],
            kommune=row["kommune"],
            before_text=_text(value[index], limit, State(row["state"])),
            after_text=_text(after[index], limit, State.OUTSIDE_DATA_AREA),
            minutes_gained=None
            if pd.isna(row["gained_s"])
            else round(row["gained_s"] / SECONDS_PER_MINUTE, 1),
            residents=None if pd.isna(row["residents_scaled"]) else int(row["residents_scaled"]),
            norm_met_before=_met(value[index], limit),
            norm_met_after=_met(after[index], limit),
        )
        for index, row in changed.iterrows()
    ]


def _text(value: float, limit: Limit, state: State) -> str:
    return state.title if pd.isna(value) else format_value(value, limit.unit, limit.value)


def _met(value: float, limit: Limit) -> bool | None:
    return None if pd.isna(value) or limit.norm is None else bool(value <= limit.value)


def _answer(
    ask: WhatIfAsk, layer: LayerSpec, rows: list[WhatIfRow], snap_m: float | None, run_id: str
) -> WhatIf:
    known = [row.residents for row in rows if row.residents is not None]
    turned = [row for row in rows if bool(row.norm_met_before) != bool(row.norm_met_after)]
    met = sum(row.residents or 0 for row in turned) if known else None
    return WhatIf(
        ask=ask,
        sentence=_sentence(ask, layer, rows, sum(known) if known else None),
        note=NOTE,
        snap_m=snap_m,
        rows=rows,
        residents_concerned=sum(known) if known else None,
        residents_norm_met=met,
        run_id=run_id,
    )


def _sentence(ask: WhatIfAsk, layer: LayerSpec, rows: list[WhatIfRow], people: int | None) -> str:
    where = "hier" if ask.action == "add" else "ohne diese Einrichtung"
    if not rows:
        return f"{layer.title} {where}: Für kein Zentrum ändert sich der Weg {ask.mode.title}."
    best = max(rows, key=lambda row: abs(row.minutes_gained or 0.0))
    verb = "kürzer" if ask.action == "add" else "länger"
    count = "ein Ortsteil hat" if len(rows) == 1 else f"{len(rows)} Ortsteile haben"
    sentence = f"{layer.title} {where}: {count} {ask.mode.title} einen {verb}en Weg"
    if people:
        sentence += f", {format_people(people)} Menschen wohnen dort"
    if best.minutes_gained:
        time = format_minutes(abs(best.minutes_gained) * SECONDS_PER_MINUTE)
        sentence += f"; am meisten ändert sich {best.ortsteil} ({time})"
    return sentence + "."
