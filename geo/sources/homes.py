"""Places of residents of a Verbund: cells of a grid, or addresses where a municipality has given them."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from pyproj import Transformer

from geo.crs import STORAGE, validate_metric
from geo.domain import HomeKind
from geo.errors import InputError
from geo.sources.population import CELL_M, CENSUS_GRID
from geo.units import METRES_PER_KM

HOME_COLUMNS = ["cell_id", "kind", "ortsteil_id", "ags", "residents_grid", "residents", "geom"]
OF_SQUARE = "/"  # between the id of a 100-m cell and the number of an address in it
BESIDE_M = 500.0  # own setting: outlines are simplified by up to 390 m (docs/data-sources.md)
ADDRESS_KEY = "adressen-"  # key of a dataset, followed by the AGS


@dataclass(frozen=True, slots=True)
class AssignedAddresses:
    """Addresses of one municipality with their Ortsteil and scaled residents.

    Attributes
    ----------
    homes
        `HOME_COLUMNS`; ``cell_id`` is the 100-m cell of the census grid and a number in it, not the id of the
        address; ``residents`` are scaled so that they sum to the official total, as read where none is known.
    factor
        Official residents divided by those of the addresses; None without an official total.
    n_beside
        Addresses up to `BESIDE_M` outside of the outline; they count to the nearest Ortsteil.
    """

    homes: GeoDataFrame
    factor: float | None
    n_beside: int


def find_municipality(name: str, addresses: pd.DataFrame, ortsteile: GeoDataFrame) -> str:
    """AGS of the municipality in which most of the addresses lie.

    Raises
    ------
    InputError
        If none lies in the Verbund.
    """
    points = shapely.points(addresses["x_m"].to_numpy(), addresses["y_m"].to_numpy())
    _, area = shapely.STRtree(ortsteile.geometry.to_numpy()).query(points, predicate="intersects")
    if not len(area):
        raise InputError(
            f"{name}: keine Adresse liegt in einer Kommune des Verbunds: bitte Datei und Bezugssystem (EPSG:25832, "
            "oder Grad als lon und lat) prüfen."
        )
    return str(ortsteile["ags"].iloc[area].value_counts().sort_index(kind="stable").idxmax())


def assign_addresses(
    name: str, addresses: pd.DataFrame, ortsteile: GeoDataFrame, kommune: pd.Series
) -> AssignedAddresses:
    """Give every address its Ortsteil and scaled residents.

    Parameters
    ----------
    name
        Of the file, for errors.
    addresses
        As `geo.sources.addresses.AddressFile.addresses`.
    ortsteile
        ``ortsteil_id``, ``ags``, polygons in metres; only those of the municipality are used.
    kommune
        ``ags``, ``name``, ``residents`` (official total, may be missing).

    Raises
    ------
    InputError
        If an address lies more than `BESIDE_M` outside of the municipality.
    CrsError
        If areas are in degrees.
    """
    validate_metric(ortsteile, "Die Tabelle der Ortsteile")
    own = ortsteile[ortsteile["ags"] == kommune["ags"]].sort_values("ortsteil_id", ignore_index=True)
    placed = addresses.sort_values(["x_m", "y_m", "residents"], ignore_index=True)
    points = shapely.points(placed["x_m"].to_numpy(), placed["y_m"].to_numpy())
    tree = shapely.STRtree(own.geometry.to_numpy())
    (point, area), away_m = tree.query_nearest(points, return_distance=True)
    # On a common border several are as near: the smaller id counts, as for cells.
    found = pd.DataFrame({"point": point, "area": area, "away_m": away_m}).groupby("point").min()
    _validate_inside(name, placed, found["away_m"], str(kommune["name"]))
    residents = placed["residents"].to_numpy(dtype=np.float64)
    official = kommune["residents"]
    factor = None if pd.isna(official) else float(official) / float(residents.sum())
    homes = gpd.GeoDataFrame(
        {
            "cell_id": _number_in_squares(points),
            "kind": str(HomeKind.ADDRESS),
            "ortsteil_id": own["ortsteil_id"].to_numpy(dtype=object)[found["area"]],
            "ags": str(kommune["ags"]),
            "residents_grid": residents,
            "residents": residents * (1.0 if factor is None else factor),
            "geom": points,
        },
        geometry="geom",
        crs=STORAGE,
    )
    return AssignedAddresses(homes[HOME_COLUMNS], factor, int((found["away_m"] > 0).sum()))


def number_homes(homes: GeoDataFrame) -> GeoDataFrame:
    """Order places of residents, and tell in which square each is shown.

    Parameters
    ----------
    homes
        `HOME_COLUMNS`.

    Returns
    -------
    GeoDataFrame
        By ``cell_id``, with ``ordinal`` from 0, and ``shown``: the number of the 100-m cell, from 0 in the same order.
        All addresses of a cell, and the cell of the grid itself where it counts too, share it.
    """
    ordered = homes.sort_values("cell_id", ignore_index=True)
    square = ordered["cell_id"].str.partition(OF_SQUARE)[0]
    return ordered.assign(ordinal=range(len(ordered)), shown=pd.factorize(square)[0])


def _validate_inside(name: str, placed: pd.DataFrame, away_m: pd.Series, kommune: str) -> None:
    far = away_m[away_m > BESIDE_M]
    if far.empty:
        return
    at = placed.loc[far.index, "line"].idxmin()
    km = f"{far[at] / METRES_PER_KM:.1f}".replace(".", ",")
    raise InputError(
        f"{name}, Zeile {placed.loc[at, 'line']}: die Adresse liegt {km} km außerhalb von {kommune}: bitte die "
        "Koordinaten berichtigen oder die Zeile in die Datei ihrer Kommune schreiben."
    )


def _number_in_squares(points: npt.NDArray[np.object_]) -> list[str]:
    """Id of the census cell of each point, and a number in it by the order of the points."""
    to_grid = Transformer.from_crs(STORAGE, CENSUS_GRID, always_xy=True)
    x, y = to_grid.transform(*shapely.get_coordinates(points).T)
    west, south = ((np.floor(axis / CELL_M) * CELL_M).astype(np.int64) for axis in (x, y))
    square = pd.Series([f"CRS3035RES100mN{n}E{e}" for n, e in zip(south, west, strict=True)])
    number = square.groupby(square).cumcount() + 1
    return [f"{name}{OF_SQUARE}{n:04d}" for name, n in zip(square, number, strict=True)]
