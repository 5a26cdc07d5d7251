"""Cells of a population grid: which Ortsteil they belong to, and how they add up to the official total."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pyproj import Transformer

from geo.crs import STORAGE, validate_metric
from geo.sources.population import CELL_M, CENSUS_GRID

NEARBY_M = 500.0  # own setting: a settlement without an inhabited cell so near is reported
CORNERS = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * CELL_M / 2
CELL_FRAME_COLUMNS = ["cell_id", "ortsteil_id", "ags", "residents_grid", "residents", "on_border", "geom"]
BORDER_RULE = (
    "Eine Zelle zählt ganz zu dem Ortsteil, in dem ihr Mittelpunkt liegt (genau auf einer Grenze: zu dem mit "
    "der kleineren Kennung); der Anteil der Menschen in Zellen, die eine Grenze schneidet, steht daneben."
)


@dataclass(frozen=True, slots=True)
class AssignedCells:
    """Cells with their Ortsteil and scaled residents.

    Attributes
    ----------
    cells
        ``cell_id``, ``ortsteil_id`` and ``ags`` (missing outside), ``residents_grid`` as read, ``residents``
        scaled (float64; as read where no official total is known), ``on_border`` (the cell reaches into
        another Ortsteil or out of all of them), ``geom`` (centre, EPSG:25832).
    kommunen
        Per ``ags`` with cells or a total: ``n_cells``, ``residents_grid``, ``residents_official`` (Int64),
        ``factor`` = official / grid; missing where one of the two is, or the grid has nobody there.
    ortsteile
        Per ``ortsteil_id``: ``ags``, ``n_cells``, ``residents``, ``border_share`` (share of the residents in
        cells on a border; missing without residents). ``n_cells`` = 0: an Ortsteil without cells.
    """

    cells: GeoDataFrame
    kommunen: pd.DataFrame
    ortsteile: pd.DataFrame

    @property
    def ortsteile_without_cells(self) -> list[str]:
        """Ids of Ortsteile in which the grid knows nobody."""
        return [str(key) for key in self.ortsteile.index[self.ortsteile["n_cells"] == 0]]


def assign_cells(grid: pd.DataFrame, ortsteile: GeoDataFrame, kommunen: GeoDataFrame) -> AssignedCells:
    """Give every cell its Ortsteil, municipality and scaled residents.

    Parameters
    ----------
    grid
        ``cell_id``, ``x_m``, ``y_m`` (centre, EPSG:3035), ``residents``; unique ids.
    ortsteile
        ``ortsteil_id``, ``ags``, polygons in metres.
    kommunen
        ``ags``, ``residents`` (official total, may be missing), polygons in metres; partners and neighbours
        beside the members give cells outside of the Ortsteile their municipality and factor.

    Returns
    -------
    AssignedCells
        Sums per municipality equal the official total (to float precision) wherever the grid has residents.
        Cells outside of everything stay, unscaled: their people count as demand.

    Raises
    ------
    CrsError
        If areas are in degrees.
    """
    validate_metric(ortsteile, "Die Tabelle der Ortsteile")
    validate_metric(kommunen, "Die Tabelle der Kommunen")
    ortsteile = ortsteile.sort_values("ortsteil_id", ignore_index=True)
    kommunen = kommunen.sort_values("ags", ignore_index=True)
    points = _to_storage(grid)
    part = _first_area(points, ortsteile)
    kommune = _first_area(points, kommunen)
    by_part = _label(ortsteile["ags"], part)
    by_outline = _label(kommunen["ags"], kommune)
    # Ortsteile and outlines are drawn apart: inside the Ortsteile they decide; a member's outline beyond
    # its Ortsteile is drawing error, and its people belong to nobody's total.
    by_outline[pd.Series(by_outline).isin(ortsteile["ags"]).to_numpy()] = None
    cells = gpd.GeoDataFrame(
        {
            "cell_id": grid["cell_id"].to_numpy(dtype=object),
            "ortsteil_id": _label(ortsteile["ortsteil_id"], part),
            "ags": np.where(part >= 0, by_part, by_outline),
            "residents_grid": grid["residents"].to_numpy(dtype=np.float64),
            "on_border": _on_border(grid, ortsteile, part),
            "geom": points,
        },
        geometry="geom",
        crs=STORAGE,
    )
    table = _factors(cells, kommunen.set_index("ags")["residents"])
    factor = cells["ags"].map(table["factor"]).astype(np.float64).fillna(1.0)
    cells["residents"] = cells["residents_grid"] * factor
    return AssignedCells(cells[CELL_FRAME_COLUMNS], table, _describe_parts(cells, ortsteile))


def find_places_without_cells(
    places: GeoDataFrame, cells: GeoDataFrame, within_m: float = NEARBY_M
) -> pd.Series:
    """Settlements or Zentren around which nobody lives according to the grid.

    Parameters
    ----------
    places
        Points in metres.
    cells
        As `AssignedCells.cells`.
    within_m
        Greatest distance in metres from the place to the centre of an inhabited cell.

    Returns
    -------
    Series of bool
        Index of ``places``; true where no inhabited cell lies so near.
    """
    validate_metric(places, "Die Tabelle der Orte")
    inhabited = cells.geometry.to_numpy()[cells["residents"].to_numpy() > 0]
    found = shapely.STRtree(inhabited).query(places.geometry.to_numpy(), "dwithin", within_m)[0]
    alone = np.ones(len(places), dtype=bool)
    alone[found] = False
    return pd.Series(alone, index=places.index)


def _to_storage(grid: pd.DataFrame, shift: NDArray[np.float64] | None = None) -> NDArray[np.object_]:
    to_storage = Transformer.from_crs(CENSUS_GRID, STORAGE, always_xy=True)
    dx, dy = (0.0, 0.0) if shift is None else shift
    x, y = to_storage.transform(grid["x_m"].to_numpy() + dx, grid["y_m"].to_numpy() + dy)
    points: NDArray[np.object_] = shapely.points(x, y)
    return points


def _first_area(points: NDArray[np.object_], areas: GeoDataFrame) -> NDArray[np.int64]:
    """Row of the first area that holds each point, -1 where none does (of equals the first row)."""
    point, area = shapely.STRtree(areas.geometry.to_numpy()).query(points, predicate="intersects")
    found = np.full(len(points), len(areas), dtype=np.int64)
    np.minimum.at(found, point, area)
    return np.where(found == len(areas), -1, found)


def _label(names: pd.Series, row: NDArray[np.int64]) -> NDArray[np.object_]:
    """Name of each row number, None for -1."""
    return np.array([*names, None], dtype=object)[row]


def _on_border(grid: pd.DataFrame, ortsteile: GeoDataFrame, part: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a corner of the cell lies elsewhere than its centre; never for cells outside."""
    inside = part >= 0
    differs = np.zeros(int(inside.sum()), dtype=bool)
    for corner in CORNERS:
        differs |= _first_area(_to_storage(grid[inside], corner), ortsteile) != part[inside]
    on_border = np.zeros(len(grid), dtype=bool)
    on_border[inside] = differs
    return on_border


def _factors(cells: GeoDataFrame, totals: pd.Series) -> pd.DataFrame:
    grouped = cells.groupby("ags")["residents_grid"].agg(["size", "sum"])
    keys = sorted({*totals.index[totals.notna()], *grouped.index})
    table = pd.DataFrame(index=pd.Index(keys, name="ags", dtype=object))
    table["n_cells"] = grouped["size"].reindex(table.index).fillna(0).astype("int64")
    table["residents_grid"] = grouped["sum"].reindex(table.index).fillna(0.0)
    table["residents_official"] = totals.reindex(table.index).astype("Int64")
    factor = table["residents_official"].astype("Float64") / table["residents_grid"].where(
        table["residents_grid"] > 0
    )
    table["factor"] = factor.astype("Float64")
    return table


def _describe_parts(cells: GeoDataFrame, ortsteile: GeoDataFrame) -> pd.DataFrame:
    index = pd.Index(ortsteile["ortsteil_id"], name="ortsteil_id")
    frame = pd.DataFrame({"ags": ortsteile["ags"].to_numpy()}, index=index)
    inside = cells[cells["ortsteil_id"].notna()]
    grouped = inside.groupby("ortsteil_id")["residents"]
    on_border = inside[inside["on_border"]].groupby("ortsteil_id")["residents"].sum()
    frame["n_cells"] = grouped.size().reindex(index).fillna(0).astype("int64")
    frame["residents"] = grouped.sum().reindex(index).fillna(0.0)
    share = on_border.reindex(index).fillna(0.0) / frame["residents"].where(frame["residents"] > 0)
    frame["border_share"] = share.astype("Float64")
    return frame
