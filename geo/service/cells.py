"""The population grid on request: what is loaded, and the figures of its cells for the map."""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, RowMapping

from geo.analysis.limits import Limit, find_limit
from geo.analysis.squares import pick_typical
from geo.db import read
from geo.domain import HomeKind, Mode, Scope, State
from geo.errors import NoDataError
from geo.layers import get_layer
from geo.network.parameters import RunParameters
from geo.render.style import class_breaks, classify
from geo.results import CellsInfo, CellValues
from geo.service.area_words import join_words
from geo.service.catalogue import to_parameters
from geo.service.figures import to_mode
from geo.service.fresh import ADDRESSES
from geo.service.kept import Kept
from geo.service.opened import OpenVerbund, get_run_row, get_verbund_row
from geo.units import SECONDS_PER_MINUTE

CELL_M = 100.0
MOST_GRIDS = 2
NO_CLASS = "-"
STATES = list(State)
_grids: Kept[tuple[object, ...], gpd.GeoDataFrame] = Kept(MOST_GRIDS)
NO_CELLS = (
    "Der Lauf kennt keine Zellen: bitte mit Straßennetz und Bevölkerungsraster „mitten compute“ ausführen."
)


@dataclass(frozen=True, slots=True)
class CellReach:
    """Ways of all cells for one layer and mode: ``frame`` row i is the cell with ordinal i, ``cells`` likewise."""

    frame: pd.DataFrame
    cells: gpd.GeoDataFrame
    mode: Mode
    limit: Limit
    parameters: RunParameters
    run_id: str


def find_cells(connection: Connection, opened: OpenVerbund) -> gpd.GeoDataFrame:
    """Cells in the order of ``ordinal``; empty where no grid is loaded. Kept until anything is loaded anew."""
    stamp = get_verbund_row(connection, opened)["loaded_at"]
    key = (opened.engine, opened.verbund_id, stamp)
    cells = _grids.get(key, lambda: read.read_cells(connection, opened.verbund_id))
    return cells.copy(deep=False)  # a column that somebody adds is his own


def read_cells_info(opened: OpenVerbund) -> CellsInfo:
    """The population grid of a Verbund.

    Raises
    ------
    NoDataError
        If none is loaded.
    """
    with opened.connect() as connection:
        cells = get_cells(find_cells(connection, opened))
        ortsteile = read.read_frame(connection, "ortsteil", opened.verbund_id)
        datasets = {row["key"]: row for row in read.read_datasets(connection, opened.verbund_id)}
        counted = read_counted_text(connection, opened, cells)
    inside = cells[cells["ortsteil_id"].notna()]
    sums = inside.groupby("ags")[["residents", "residents_grid"]].sum()
    source = datasets["bevoelkerung"]
    empty = sorted(set(ortsteile["ortsteil_id"]) - set(inside["ortsteil_id"]))
    return CellsInfo(
        n_cells=int(cells["shown"].max()) + 1,
        n_addresses=int((cells["kind"] == HomeKind.ADDRESS).sum()),
        counted_text=counted,
        width_m=CELL_M,
        residents=round(float(inside["residents"].sum())),
        factors=(sums["residents"] / sums["residents_grid"]).round(4).to_dict(),
        ortsteile_without_cells=empty,
        source=source["attribution"],
        date=source["date"],
        note=" ".join([source["note"], *_notes_of_addresses(datasets)]),
    )


def _notes_of_addresses(datasets: Mapping[str, RowMapping]) -> list[str]:
    return [row["note"] for key, row in sorted(datasets.items()) if key.startswith(ADDRESSES)]


def read_counted_text(connection: Connection, opened: OpenVerbund, cells: gpd.GeoDataFrame) -> str:
    """One sentence on where people are counted: in cells of the grid, or at addresses."""
    by_address = cells["kind"] == HomeKind.ADDRESS
    if not by_address.any():
        return "Menschen sind in 100-m-Zellen gezählt."
    kommunen = read.read_frame(connection, "kommune", opened.verbund_id).set_index("ags")["name"]
    members = set(cells.loc[cells["ortsteil_id"].notna(), "ags"])
    given = sorted(kommunen[list(set(cells.loc[by_address, "ags"]))])
    if len(given) == len(members):
        return "Menschen sind an ihrer Adresse gezählt."
    return f"Menschen sind in 100-m-Zellen gezählt, in {join_words(given)} an ihrer Adresse."


def get_cells(cells: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The cells, if there are any.

    Raises
    ------
    NoDataError
        If no grid is loaded.
    """
    if cells.empty:
        raise NoDataError("Es ist kein Bevölkerungsraster geladen: bitte „mitten load raster“ ausführen.")
    return cells


def read_cell_values(opened: OpenVerbund, layer: str, mode: str) -> CellValues:
    """Classes, times and figures of all 100-m cells for one layer and mode, in the order of the tiles.

    Of a cell with several addresses those of a typical one: half of its people have no longer way.

    Raises
    ------
    NoDataError
        If no grid is loaded, or the run was made without one.
    """
    reach = read_cell_reach(opened, layer, mode)
    limit = reach.limit
    frame = reach.frame.iloc[find_shown(reach.cells, reach.frame["travel_time_s"])]
    minutes = frame["travel_time_s"].to_numpy(dtype=np.float64) / SECONDS_PER_MINUTE
    value = frame["distance_m"].to_numpy(dtype=np.float64) if limit.unit == "m" else minutes
    letters = classify(value, class_breaks(limit.value, limit.unit))
    return CellValues(
        layer=layer,
        mode=reach.mode,
        unit=limit.unit,
        letters="".join(letter or NO_CLASS for letter in letters),
        states="".join(str(position) for position in frame["state"]),
        state_keys=STATES,
        values=_rounded(value),
        minutes=_rounded(minutes),
        snaps=_tens(frame["snap_m"]),
        facility_snaps=_tens(frame["facility_snap_m"]),
        run_id=reach.run_id,
    )


def find_shown(cells: gpd.GeoDataFrame, order: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Ordinal of the place that stands for each 100-m cell, by the number of the tiles (`pick_typical`)."""
    residents = cells["residents"].to_numpy(dtype=np.float64)
    return pick_typical(order, residents, cells["shown"].to_numpy(dtype=np.int64))


def _rounded(figures: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[float | None]:
    return [None if np.isnan(figure) else round(float(figure), 1) for figure in figures]


def _tens(metres: pd.Series) -> list[int | None]:
    """Whole tens, as they are printed: with the last metre an address could be found."""
    return [None if pd.isna(metre) else 10 * round(metre / 10) for metre in metres]


def read_cell_reach(opened: OpenVerbund, layer: str, mode: str) -> CellReach:
    """Ways of all cells, with the limit of the layer.

    Raises
    ------
    NoDataError
        If no grid is loaded, or the run was made without one.
    """
    spec, means = get_layer(layer), to_mode(mode)
    with opened.connect() as connection:
        run = get_run_row(connection, opened)
        cells = get_cells(find_cells(connection, opened))
        frame = read.read_cell_result(connection, run["run_id"], layer, mode)
    if frame is None:
        raise NoDataError(NO_CELLS)
    parameters = to_parameters(run)
    limit = find_limit(spec, means, parameters)
    return CellReach(frame, cells, means, limit, parameters, run["run_id"])


def find_norm_reach(
    connection: Connection, opened: OpenVerbund, run_id: str, mode: Mode, limits: dict[str, Limit]
) -> tuple[pd.DataFrame, gpd.GeoDataFrame] | None:
    """Ways of all cells for several layers, as `geo.analysis.coverage` reads them; None where the run has none."""
    cells = find_cells(connection, opened)
    if cells.empty:
        return None
    parts = []
    for layer, limit in limits.items():
        frame = read.read_cell_result(connection, run_id, layer, mode)
        if frame is not None:
            parts.append(to_long(frame, cells, layer, mode, limit))
    return (pd.concat(parts, ignore_index=True), cells) if parts else None


def to_long(
    frame: pd.DataFrame, cells: gpd.GeoDataFrame, layer: str, mode: Mode, limit: Limit
) -> pd.DataFrame:
    """Packed figures of one layer as the long table that the analyses read."""
    names = np.array([str(state) for state in STATES], dtype=object)
    return frame.assign(
        cell_id=cells["cell_id"],
        layer=layer,
        mode=str(mode),
        scope=str(Scope.ANYWHERE),
        state=names[frame["state"].to_numpy(dtype=np.int64)],
        limit_value=limit.value,
        limit_unit=limit.unit,
        norm_id=limit.norm.id if limit.norm else None,
    )
