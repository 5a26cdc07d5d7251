"""Read the residents of 100-m cells: the Zensus 2022 grid as published, and the grid derived from 2011."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import polars
import shapely
from polars import DataFrame as PolarsFrame
from polars import col
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geo.crs import STORAGE
from geo.errors import InputError
from geo.sources.checksum import sha256_file
from geo.sources.package import DatasetRecord
from geo.sources.zensus_csv import ZENSUS_2022_COLUMNS, open_grid, read_blocks, read_header

CENSUS_GRID = 3035  # ETRS89-LAEA, the grid of the census (INSPIRE)
CELL_M = 100
DASYMETRIC_COLUMNS = ["x", "y", "pop_dasymetric"]
CELL_COLUMNS = ["cell_id", "x_m", "y_m", "residents"]
NO_NUMBER = ["", "-", "–", ".", "/"]  # signs that stand in place of a number: nothing is known, not 0
SMALL_NUMBERS = (
    "Kleine Zahlen je Zelle sind zur Geheimhaltung leicht verändert (Cell-Key-Methode, § 16 BStatG); einzelne "
    "Zellen nicht deuten, Teile ergeben nicht genau die Summe."
)
DERIVED_NUMBERS = (
    "Abgeleitet, nicht amtlich: die Einwohner des 1-km-Gitters sind auf die Wohnungen der 100-m-Zellen "
    "verteilt; einzelne Zellen nicht deuten."
)
ZENSUS_2022 = {
    "title": "Bevölkerung im 100-m-Gitter (Zensus 2022)",
    "source": "Statistische Ämter des Bundes und der Länder, Zensus 2022",
    "date": "2022-05-15",
    "note": SMALL_NUMBERS,
}
DASYMETRIC_2011 = {
    "title": "Bevölkerung im 100-m-Gitter (aus dem Zensus 2011 abgeleitet)",
    "source": "Statistische Ämter des Bundes und der Länder, Zensus 2011; auf Wohnungen verteilt",
    "date": "2011-05-09",
    "note": DERIVED_NUMBERS,
}
_LICENCE = "dl-de/by-2-0"
GRID_KEY = "bevoelkerung"  # key of the dataset
# Germany with its surroundings in EPSG:3035, metres: (west, south, east, north), generously rounded.
_GRID_RANGE = (3_900_000, 2_500_000, 4_800_000, 3_700_000)


@dataclass(frozen=True, slots=True)
class PopulationGrid:
    """Residents of 100-m cells, as read.

    Attributes
    ----------
    cells
        ``cell_id`` (INSPIRE id), ``x_m`` and ``y_m`` (centre, EPSG:3035, metres), ``residents`` (float64).
        Uninhabited cells are absent.
    dataset
        Provenance; ``note`` tells how far small numbers may be read.
    n_without_number
        Cells of the area for which the file holds a sign instead of a number; they are not in ``cells``.
    """

    cells: pd.DataFrame
    dataset: DatasetRecord
    n_without_number: int = 0


def read_zensus2022(path: Path, area: BaseGeometry) -> PopulationGrid:
    """Read the 100-m grid of the Zensus 2022, as CSV or in the zip in which it is published.

    Parameters
    ----------
    path
        ``Zensus2022_Bevoelkerungszahl_100m-Gitter.csv`` (semicolons, UTF-8 or Windows-1252) or the zip with it.
        Read in blocks of 8 MB, so that the whole of Germany needs no more memory than the area.
    area
        Cells whose centre lies in it are kept, EPSG:25832; buffer it, if people beyond the border count.

    Raises
    ------
    InputError
        If the file is missing, cut off, another grid, in another reference system, encoding or form, or
        holds no cell of the area.
    """
    box = _box(area)
    with open_grid(path) as stream:
        header = read_header(path, stream)
        kept = [_keep(_parse(path, header, block), box) for block in read_blocks(path, stream)]
    cells = _inside(polars.concat([*kept, _empty()]), area)
    known = cells.filter(col("residents").is_not_null())
    return _grid(path, known, cells.height - known.height, ZENSUS_2022)


def read_dasymetric2011(path: Path, area: BaseGeometry) -> PopulationGrid:
    """Read a 100-m grid derived from the Zensus 2011 (``x``, ``y``, ``pop_dasymetric``; EPSG:3035).

    Parameters
    ----------
    path
        Parquet file; only three columns are read.
    area
        As in `read_zensus2022`.

    Raises
    ------
    InputError
        If the file is missing, broken, lacks a column, lies in another reference system, or holds no cell
        of the area.
    """
    if not path.is_file():
        raise InputError(f"{path} fehlt: bitte die Datei ablegen oder den Pfad berichtigen.")
    try:
        lazy = polars.scan_parquet(path)
        names = lazy.collect_schema().names()
        missing = [name for name in DASYMETRIC_COLUMNS if name not in names]
        table = lazy.select(*DASYMETRIC_COLUMNS).collect() if not missing else PolarsFrame()
    except (OSError, polars.exceptions.PolarsError) as error:
        raise InputError(f"{path.name} ist keine vollständige Parquet-Datei: bitte neu ablegen.") from error
    if missing:
        raise InputError(
            f"{path.name}: die Spalte „{missing[0]}“ fehlt (vorhanden: {', '.join(names)}): bitte das "
            "100-m-Raster mit x, y, pop_dasymetric ablegen."
        )
    frame = table.select(
        _number(col("x")).alias("x_m"),
        _number(col("y")).alias("y_m"),
        _number(col("pop_dasymetric")).alias("residents"),
    )
    _validate_centres(path, frame)
    frame = frame.filter(col("residents") > 0).select(_cell_id(), "x_m", "y_m", "residents")
    return _grid(path, _inside(_keep(frame, _box(area)), area), 0, DASYMETRIC_2011)


def _grid(path: Path, cells: PolarsFrame, n_without_number: int, told: Mapping[str, str]) -> PopulationGrid:
    if cells.height == 0:
        raise InputError(
            f"{path.name} enthält keine bewohnte Zelle im Gebiet des Verbunds: bitte das Gitter ablegen, "
            "das ihn abdeckt."
        )
    if cells["cell_id"].n_unique() < cells.height:
        doubled = cells.filter(col("cell_id").is_duplicated())["cell_id"][0]
        raise InputError(f"{path.name}: die Zelle {doubled} steht doppelt: bitte die Originaldatei ablegen.")
    frame = pd.DataFrame({name: cells[name].to_numpy() for name in CELL_COLUMNS})
    dataset = DatasetRecord(
        key=GRID_KEY,
        url="https://www.zensus2022.de",
        licence=_LICENCE,
        attribution=f"© {told['source']}, {_LICENCE}",
        sha256=sha256_file(path),
        n_records=len(frame),
        title=told["title"],
        source=told["source"],
        date=told["date"],
        note=told["note"],
    )
    return PopulationGrid(frame.sort_values("cell_id", ignore_index=True), dataset, n_without_number)


def _box(area: BaseGeometry) -> tuple[float, float, float, float]:
    to_grid = Transformer.from_crs(STORAGE, CENSUS_GRID, always_xy=True)
    west, south, east, north = area.bounds
    return to_grid.transform_bounds(west, south, east, north, densify_pts=21)


def _parse(path: Path, header: list[str], block: str) -> PolarsFrame:
    try:
        texts = polars.read_csv(
            io.BytesIO(block.encode("utf-8")),
            separator=";",
            has_header=False,
            new_columns=header,
            infer_schema=False,
        ).select(ZENSUS_2022_COLUMNS)
    except polars.exceptions.PolarsError as error:
        raise InputError(
            f"{path.name}: eine Zeile hat nicht {len(header)} Felder: bitte die Originaldatei ablegen."
        ) from error
    text = col("Einwohner").fill_null("").str.strip_chars()
    numbers = texts.select(
        col("GITTER_ID_100m").alias("cell_id"),
        _number(col("x_mp_100m")).alias("x_m"),
        _number(col("y_mp_100m")).alias("y_m"),
        text.alias("text"),
        _number(text).alias("residents"),
    )
    _validate_residents(path, numbers)
    _validate_centres(path, numbers)
    if (numbers["cell_id"] != numbers.select(_cell_id())["cell_id"]).any():
        raise InputError(_other_crs(path, "die Mittelpunkte passen nicht zur Gitter-ID"))
    return numbers.select(CELL_COLUMNS).filter(col("residents").is_null() | (col("residents") > 0))


def _validate_residents(path: Path, numbers: PolarsFrame) -> None:
    strange = col("residents").is_null() & ~col("text").is_in(NO_NUMBER)
    wrong = numbers.filter(strange | (col("residents") < 0))
    if wrong.height:
        raise InputError(
            f"{path.name}, Zelle {wrong['cell_id'][0]}: „{wrong['text'][0]}“ ist keine Einwohnerzahl (der Zensus "
            "2011 schreibt -1 für unbewohnt): bitte das Gitter des Zensus 2022 ablegen."
        )


def _validate_centres(path: Path, cells: PolarsFrame) -> None:
    west, south, east, north = _GRID_RANGE
    inside = col("x_m").is_between(west, east) & col("y_m").is_between(south, north)
    centred = (col("x_m") % CELL_M == CELL_M / 2) & (col("y_m") % CELL_M == CELL_M / 2)
    wrong = cells.filter(~(inside & centred).fill_null(value=False))
    if wrong.height:
        at = f"x = {wrong['x_m'][0]}, y = {wrong['y_m'][0]}"
        raise InputError(_other_crs(path, f"{at} ist kein Mittelpunkt einer 100-m-Zelle"))


def _other_crs(path: Path, finding: str) -> str:
    return (
        f"{path.name} liegt nicht im Gitter EPSG:{CENSUS_GRID} ({finding}): bitte die Datei wie "
        "veröffentlicht ablegen, nicht umgerechnet."
    )


def _number(text: polars.Expr) -> polars.Expr:
    number = text.cast(polars.Float64, strict=False)
    return polars.when(number.is_finite()).then(number)


def _cell_id() -> polars.Expr:
    """INSPIRE id: lower left corner of the cell."""
    north, east = ((col(name) - CELL_M / 2).cast(polars.Int64).cast(polars.String) for name in ("y_m", "x_m"))
    return (polars.lit("CRS3035RES100mN") + north + "E" + east).alias("cell_id")


def _keep(cells: PolarsFrame, box: tuple[float, float, float, float]) -> PolarsFrame:
    west, south, east, north = box
    return cells.filter(col("x_m").is_between(west, east) & col("y_m").is_between(south, north))


def _inside(cells: PolarsFrame, area: BaseGeometry) -> PolarsFrame:
    """Cells whose centre lies in the area itself, not only in its box."""
    to_storage = Transformer.from_crs(CENSUS_GRID, STORAGE, always_xy=True)
    x, y = to_storage.transform(cells["x_m"].to_numpy(), cells["y_m"].to_numpy())
    shapely.prepare(area)
    return cells.filter(polars.Series(shapely.intersects_xy(area, x, y), dtype=polars.Boolean))


def _empty() -> PolarsFrame:
    return PolarsFrame(schema=dict.fromkeys(CELL_COLUMNS, polars.Float64) | {"cell_id": polars.String})
