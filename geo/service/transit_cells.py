"""Bus and rail by inhabited cell: classes of a run, and travel times of an area on request."""

from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.analysis.destinations import Destination, Origins, list_centres, list_services
from geo.analysis.network_time import to_places
from geo.analysis.squares import to_squares
from geo.analysis.transit_scene import TransitScene
from geo.analysis.transit_times import time_table
from geo.crs import EDGE
from geo.db import read
from geo.db import transit as stored
from geo.domain import State, coarsen_people, hide_few
from geo.errors import InputError, NoDataError, NotFoundError
from geo.network.transit_parameters import Window, read_transit_parameters
from geo.norms import get_norm
from geo.render.german import format_limit, format_number, format_people
from geo.results import TransitCellClasses, TransitCellTime, TransitCellTimes
from geo.service.catalogue import to_norm_info
from geo.service.cells import NO_CLASS, find_cells, find_shown, get_cells
from geo.service.opened import OpenVerbund
from geo.service.transit import to_day_type, to_iso, to_method
from geo.service.transit_opened import get_computed_run, get_scene, get_world
from geo.service.transit_times import RANKS, check_target, state_title, target_title, time_text, to_minutes
from geo.units import SECONDS_PER_MINUTE

NO_CLASSES = (
    "Der Lauf kennt keine Güteklassen von Zellen: "
    "bitte mit Fahrplan und Bevölkerungsraster „mitten compute“ ausführen."
)
MOST_CELLS = 1_000
"""Own setting: so many are searched in seconds, also on a timetable of the size of a Land."""


def list_cell_times(
    opened: OpenVerbund, area: str, target: str, *, day_type: str = "school", window: str = "morning"
) -> TransitCellTimes:
    """Travel times from every inhabited cell of an area, searched on request.

    Parameters
    ----------
    opened
        Where from.
    area
        Id of an Ortsteil, or AGS of a municipality.
    target
        ``grundzentrum``, ``mittelzentrum``, ``oberzentrum`` or the key of a layer.
    day_type, window
        Kind of days, and key of a window of departures.

    Raises
    ------
    NotFoundError
        If there is no such area, target or window.
    InputError
        If the area has too many cells.
    NoDataError
        If no grid is loaded, no timetable is loaded and computed, or it has no such day.
    """
    check_target(target)
    day, chosen = to_day_type(day_type), _get_window(window)
    title, cells = _read_area(opened, area)
    run = get_computed_run(opened)
    world = get_world(opened, run, day)
    scene = get_scene(opened)
    limited = replace(world, parameters=world.parameters.model_copy(update={"windows": (chosen,)}))
    origins, destination = _to_question(opened, scene, cells, target)
    table = time_table(limited, day, origins, [destination], and_back=False)
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    residents = cells["residents"].to_numpy(dtype=np.float64)
    met = (
        (table["p50_s"] <= destination.limit_min * SECONDS_PER_MINUTE)
        .fillna(value=False)
        .to_numpy(dtype=bool)
    )
    silent = table["state"].isin([str(State.DATA_MISSING), str(State.OUTSIDE_DATA_AREA)]).to_numpy() & ~met
    everybody = float(residents.sum())
    people = round(everybody)
    within, unknown = (coarsen_people(float(residents[at].sum()), everybody) for at in (met, silent))
    return TransitCellTimes(
        area=area,
        area_title=title,
        target=target,
        target_title=target_title(target),
        day_type=day,
        date=world.transit.day.date.isoformat(),
        window=window,
        window_title=chosen.title,
        sentence=_sentence((title, target, chosen), (people, within, unknown), destination),
        norm=to_norm_info(get_norm(destination.norm_id)) if destination.norm_id else None,
        limit_min=destination.limit_min,
        limit_text=format_limit(destination.limit_min, "min"),
        residents=people,
        residents_within=within,
        residents_unknown=unknown,
        cells=_to_records(cells, rows),
        run_id=run.run_id,
    )


def read_cell_classes(opened: OpenVerbund, method: str = "", day_type: str = "school") -> TransitCellClasses:
    """Quality classes of all 100-m cells by a method on a kind of days, in the order of the tiles.

    Of a cell with several addresses that of a typical one: half of its people have no worse class.

    Raises
    ------
    NoDataError
        If no grid is loaded, or the run was made without grid or timetable, or it has no such day.
    """
    chosen, day = to_method(method), to_day_type(day_type)
    run = get_computed_run(opened)
    with opened.connect() as connection:
        cells = get_cells(find_cells(connection, opened))
        row = stored.find_cell_classes(connection, run.run_id, chosen.id, str(day))
    if row is None:
        raise NoDataError(NO_CLASSES)
    letters, states = (np.array(list(row[name])) for name in ("letters", "states"))
    rank = np.where(letters == NO_CLASS, ord("Z"), [ord(letter) for letter in letters])
    shown = find_shown(cells, rank)
    return TransitCellClasses(
        method=chosen.id,
        day_type=day,
        date=to_iso(run.days.get(day)),
        letters="".join(letters[shown]),
        states="".join(states[shown]),
        state_keys=list(State),
        run_id=run.run_id,
    )


def _get_window(key: str) -> Window:
    windows = {window.key: window for window in read_transit_parameters().windows}
    if key not in windows:
        raise NotFoundError(f"Das Zeitfenster „{key}“ gibt es nicht; möglich sind: {', '.join(windows)}.")
    return windows[key]


def _read_area(opened: OpenVerbund, area: str) -> tuple[str, gpd.GeoDataFrame]:
    """Name of an area, and its 100-m cells, each from its centre."""
    with opened.connect() as connection:
        ortsteile = read.read_frame(connection, "ortsteil", opened.verbund_id).set_index("ortsteil_id")
        cells = get_cells(find_cells(connection, opened))
    if area in ortsteile.index:
        title, inside = str(ortsteile.loc[area, "name"]), cells["ortsteil_id"] == area
    elif (ortsteile["ags"] == area).any():
        title = str(ortsteile.loc[ortsteile["ags"] == area, "kommune"].iloc[0])
        inside = (cells["ags"] == area) & cells["ortsteil_id"].notna()
    else:
        raise NotFoundError(f"Einen Ortsteil oder eine Kommune „{area}“ gibt es im Verbund nicht.")
    chosen = to_squares(cells[inside])
    if chosen.empty:
        raise NoDataError(f"In {title} liegt keine bewohnte Zelle des Bevölkerungsrasters.")
    if len(chosen) > MOST_CELLS:
        raise InputError(
            f"{title} hat {format_number(len(chosen))} bewohnte Zellen, gesucht wird von höchstens "
            f"{format_number(MOST_CELLS)}: bitte einen Ortsteil angeben."
        )
    return title, chosen


def _to_question(
    opened: OpenVerbund, scene: TransitScene, cells: gpd.GeoDataFrame, target: str
) -> tuple[Origins, Destination]:
    """From where to where: the cells stand in the place of the Zentren of their municipality."""
    ids = cells["cell_id"].astype(str).tolist()
    xy = shapely.get_coordinates(cells.geometry.to_numpy())
    origins = Origins(ids, xy, np.arange(len(ids)), str(cells["ags"].iloc[0]))
    if target in RANKS:
        centres = list_centres(origins, scene.zentren, scene.centres)
        return origins, next(each for each in centres if each.key == target)
    with opened.connect() as connection:
        areas = read.read_complete_areas(connection, opened.verbund_id)["geom"].to_dict()
    edge_m = to_places(cells["cell_id"], cells["ags"], cells.geometry, areas).edge_m
    layers = [layer for layer in scene.layers if layer.key == target]
    found = list_services(origins, scene.facilities, layers, edge_m)
    if not found:
        raise NoDataError(f"{target_title(target)}: keine Daten, es ist keine Einrichtung erfasst.")
    return origins, found[0]


def _to_records(cells: gpd.GeoDataFrame, rows: list[dict[Any, Any]]) -> list[TransitCellTime]:
    points = cells.geometry.to_crs(EDGE)
    return [_to_record(*parts) for parts in zip(cells.to_dict("records"), points, rows, strict=True)]


def _to_record(cell: dict[Any, Any], point: shapely.Point, row: dict[Any, Any]) -> TransitCellTime:
    state = State(row["state"])
    return TransitCellTime(
        cell_id=row["zentrum_id"],
        lon=round(point.x, 6),
        lat=round(point.y, 6),
        ortsteil_id=cell["ortsteil_id"],
        residents=hide_few(cell["residents"]),
        state=state,
        state_title=state_title(row, state),
        target_name=row["target_name"],
        share_connected=None if row["share"] is None else round(row["share"], 3),
        p25_min=to_minutes(row["p25_s"]),
        p50_min=to_minutes(row["p50_s"]),
        p75_min=to_minutes(row["p75_s"]),
        text=time_text(row),
        nearer_possible=bool(row["nearer_possible"]),
        norm_met=row["norm_met"],
    )


def _sentence(asked: tuple[str, str, Window], people: tuple[int, int, int], destination: Destination) -> str:
    title, target, window = asked
    everybody, within, unknown = people
    to = target_title(target)
    said = (
        f"{title}: {format_people(within)} von {format_people(everybody)} Menschen sind mit Bus und Bahn "
        f"({window.title}) in mindestens der Hälfte der Minuten binnen "
        f"{format_limit(destination.limit_min, 'min')} am Ziel: {to}"
    )
    return f"{said}; über {format_people(unknown)} lässt sich nichts sagen." if unknown else f"{said}."
