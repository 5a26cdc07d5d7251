"""Rebuild the boundaries of the Ortsteile from what the folder ``data/ortsteile`` knows.

Per municipality, the best ground comes first: mapped polygons (``quellen/``), official Gemarkungen where the
boundary would otherwise be an estimate, and for what is left the Voronoi cells of the settlements. A polygon
that holds several centres is split by their cells.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import polars
import shapely
from geopandas import GeoDataFrame, GeoSeries
from shapely.geometry.base import BaseGeometry

from geo.crs import EDGE, STORAGE, validate_metric
from geo.domain import GeometrieQuelle
from geo.errors import InputError
from geo.sources.gemarkungen import fetch_gemarkungen, match_gemarkungen
from geo.tiling import validate_tiling, voronoi_ortsteile
from geo.tiling_mapped import tile_mapped

SLIVER_WIDTH_M = 300.0  # hand-drawn and simplified outlines differ by up to 390 m (data/ortsteile/README.md)
WHOLE_SHARE = 0.95  # an Ortsteil of which this share is one whole polygon counts as that polygon
DEGREE_DIGITS = 9  # 0.1 mm: a moved vertex on a border of 5 km shifts less than 0.3 m²
CENSUS_GRID = 3035  # ETRS89-LAEA, the grid of the census
DERIVED = {
    "quelle": GeometrieQuelle.ABGELEITET.value,
    "source": "Voronoi-Zellen der Ortslagen (BKG GN250) und Zentren, am Umring der Kommune geschnitten",
    "licence": "© BKG (2026), © GeoBasis-DE / BKG (2023), dl-de/by-2-0, Daten verändert",
    "date": "2024-12-31",
}
ESTIMATED = {quelle.value for quelle in GeometrieQuelle if quelle.estimated}
PIECE_COLUMNS = ["zentrum_id", "quelle", "source", "licence", "date", "geometry"]
COLUMNS = ["ortsteil_id", "name", "ags", "geometrie_quelle", "source", "licence", "date", "geometry"]


@dataclass(frozen=True)
class _Kommune:
    """What is known of one municipality, in EPSG:25832."""

    ags: str
    outline: BaseGeometry
    centres: GeoDataFrame  # index zentrum_id; name
    settlements: GeoSeries
    areas: GeoDataFrame  # PIECE_COLUMNS; mapped polygons


def build_ortsteile(folder: Path, gemarkungen: GeoDataFrame | None = None) -> GeoDataFrame:
    """Build one boundary polygon per Zentrum.

    Parameters
    ----------
    folder
        Folder with ``kommunen.geojson``, ``zentren.csv``, ``ortslagen.csv`` and ``quellen/*.geojson``.
    gemarkungen
        Official Gemarkungen as :func:`geo.sources.gemarkungen.read_gemarkungen` returns them; they replace
        boundaries that would otherwise be derived or split.

    Returns
    -------
    GeoDataFrame
        Columns ``COLUMNS``, one row per Zentrum ordered by ``ortsteil_id``, MultiPolygons in EPSG:25832 that
        tile each municipality to 1 m².

    Raises
    ------
    InputError
        If a file is missing or broken, or a centre lies outside its municipality.
    """
    parts = [_build_kommune(kommune, gemarkungen) for kommune in _read_kommunen(folder)]
    frame = GeoDataFrame(pd.concat(parts, ignore_index=True), geometry="geometry", crs=STORAGE)
    return frame.sort_values("ortsteil_id", ignore_index=True)[COLUMNS]


def write_ortsteile(frame: GeoDataFrame, path: Path) -> None:
    """Write Ortsteile as GeoJSON, the same bytes for the same geometry.

    Parameters
    ----------
    frame
        Result of :func:`build_ortsteile`.
    path
        File to write, in EPSG:4326, one feature per line.
    """
    validate_metric(frame, "Die Ortsteile")
    shapes = shapely.transform(frame.geometry.to_crs(EDGE).values, lambda xy: xy.round(DEGREE_DIGITS))
    # Ring start and direction depend on how the pieces were merged; the file must not.
    shapes = shapely.orient_polygons(shapely.normalize(shapes))
    rows = frame.drop(columns="geometry").to_dict("records")
    features = [
        {"type": "Feature", "properties": row, "geometry": shapely.geometry.mapping(shape)}
        for row, shape in zip(rows, shapes, strict=True)
    ]
    lines = [json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features]
    text = '{"type":"FeatureCollection","name":"ortsteile","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8")


def fetch_gemarkungen_of_members(folder: Path) -> GeoDataFrame:
    """Fetch the official Gemarkungen of every municipality of the Verbund, one box each.

    Parameters
    ----------
    folder
        As in :func:`build_ortsteile`.

    Raises
    ------
    FetchError
        If the service cannot be reached.
    """
    outlines = _read_layer(folder / "kommunen.geojson").query("role == 'kommune'").geometry
    frames = [fetch_gemarkungen(outline) for outline in outlines]
    return GeoDataFrame(pd.concat(frames, ignore_index=True), crs=STORAGE)


def grid_shares(parquet: Path, ortsteile: GeoDataFrame) -> pd.Series:
    """Share a municipality's residents among its Ortsteile as a 100 m census grid has them.

    A cell counts where its centre lies. The municipality code of the grid is not used: near the border it
    names the wrong side for whole streets.

    Parameters
    ----------
    parquet
        Grid with ``x`` and ``y`` (cell centre, EPSG:3035, metres) and ``pop_dasymetric`` (residents): Zensus
        2011, spread over dwellings, derived and not official.
    ortsteile
        Frame with ``ortsteil_id``, ``ags`` and polygons in EPSG:25832.

    Returns
    -------
    pandas.Series
        Share from 0 to 1, indexed by ``ortsteil_id``; sums to 1 per municipality. Missing where the grid has
        no resident in the whole municipality.

    Raises
    ------
    InputError
        If the grid cannot be read or lacks a column.
    """
    validate_metric(ortsteile, "Die Ortsteile")
    cells = _read_grid(parquet, ortsteile)
    cell, part = shapely.STRtree(ortsteile.geometry.values).query(
        cells.geometry.values, predicate="intersects"
    )
    cell, first = np.unique(cell, return_index=True)  # a centre on a common border counts once
    ids = ortsteile["ortsteil_id"].to_numpy()[part[first]]
    residents = pd.Series(cells["residents"].to_numpy()[cell]).groupby(ids).sum()
    residents = residents.reindex(ortsteile["ortsteil_id"], fill_value=0.0).rename("grid_share")
    total = residents.groupby(ortsteile["ags"].to_numpy()).transform("sum")
    return residents / total.where(total > 0)


def _read_grid(parquet: Path, ortsteile: GeoDataFrame) -> GeoDataFrame:
    """Residents per cell centre in the bounding box of the Ortsteile, EPSG:25832."""
    west, south, east, north = ortsteile.geometry.to_crs(CENSUS_GRID).total_bounds
    box = polars.col("x").is_between(west, east) & polars.col("y").is_between(south, north)
    try:
        cells = polars.read_parquet(parquet, columns=["x", "y", "pop_dasymetric"]).filter(box)
    except (OSError, polars.exceptions.PolarsError) as error:
        raise InputError(
            f"Das Bevölkerungsraster {parquet} ist nicht lesbar: bitte Pfad und Datei prüfen."
        ) from error
    centres = gpd.points_from_xy(cells["x"].to_numpy(), cells["y"].to_numpy(), crs=CENSUS_GRID)
    return GeoDataFrame({"residents": cells["pop_dasymetric"].to_numpy()}, geometry=centres).to_crs(STORAGE)


def _build_kommune(kommune: _Kommune, gemarkungen: GeoDataFrame | None) -> GeoDataFrame:
    areas = kommune.areas
    if gemarkungen is not None:
        areas = _with_gemarkungen(kommune, gemarkungen)
    pieces = _pieces(kommune, areas)
    parts = tile_mapped(kommune.outline, pieces.set_index("zentrum_id").geometry)
    parts = parts.reindex(kommune.centres.index)
    validate_tiling(kommune.outline, parts)
    described = pd.DataFrame([_describe(pieces, zentrum_id, part) for zentrum_id, part in parts.items()])
    described.insert(0, "ortsteil_id", parts.index)
    described.insert(1, "name", kommune.centres["name"].to_numpy())
    described.insert(2, "ags", kommune.ags)
    return GeoDataFrame(described, geometry=list(parts), crs=STORAGE)


def _with_gemarkungen(kommune: _Kommune, gemarkungen: GeoDataFrame) -> GeoDataFrame:
    """Put Gemarkungen before the mapped polygons for every Zentrum whose boundary would be an estimate."""
    held = [kommune.centres.index[kommune.centres.within(area)] for area in kommune.areas.geometry]
    mapped = {ids[0] for ids in held if len(ids) == 1}
    matched = match_gemarkungen(gemarkungen[gemarkungen["ags"] == kommune.ags], kommune.centres)
    better = matched[~matched["zentrum_id"].isin(mapped)]
    rest = kommune.areas.assign(geometry=kommune.areas.difference(shapely.union_all(better.geometry.values)))
    rest = rest[~rest.is_empty]
    return GeoDataFrame(pd.concat([better, rest], ignore_index=True), crs=STORAGE)


def _pieces(kommune: _Kommune, areas: GeoDataFrame) -> GeoDataFrame:
    """Labelled ground of a municipality: mapped polygons, split where needed, and cells for the rest."""
    named = set(areas["zentrum_id"])
    pieces: list[dict[str, Any]] = []
    for area in areas.to_dict("records"):
        inside = kommune.centres[kommune.centres.within(area["geometry"])].geometry
        inside = inside[~inside.index.isin(named - {area["zentrum_id"]})]
        if len(inside) < 2:
            pieces.append(area if inside.empty else _given_to(area, inside.index[0]))
            continue
        split = _split(area)
        for zentrum_id, cell in voronoi_ortsteile(area["geometry"], inside).items():
            pieces.append({**split, "zentrum_id": zentrum_id, "geometry": cell})
    rest = _without_slivers(kommune.outline.difference(shapely.union_all(list(areas.geometry))))
    if not rest.is_empty:
        cells = voronoi_ortsteile(kommune.outline, kommune.centres.geometry, kommune.settlements)
        for zentrum_id, cell in cells.intersection(rest).items():
            pieces.append({**DERIVED, "zentrum_id": zentrum_id, "geometry": cell})
    frame = GeoDataFrame(pieces, columns=PIECE_COLUMNS, geometry="geometry", crs=STORAGE)
    return frame[frame.area > 0]


def _given_to(area: dict[str, Any], zentrum_id: str) -> dict[str, Any]:
    """Label an area with the Zentrum in it, as split where the area was drawn for another."""
    return area if area["zentrum_id"] == zentrum_id else {**_split(area), "zentrum_id": zentrum_id}


def _split(area: dict[str, Any]) -> dict[str, Any]:
    source = f"{area['source']}; Fläche „{area['name']}“ durch Voronoi-Zellen der Zentren geteilt"
    return {**area, "quelle": GeometrieQuelle.GETEILT.value, "source": source}


def _without_slivers(rest: BaseGeometry) -> BaseGeometry:
    """Uncovered ground that is more than the play between two drawings of one border."""
    wide = [part for part in shapely.get_parts(rest) if not part.buffer(-SLIVER_WIDTH_M / 2).is_empty]
    return shapely.union_all(wide)


def _describe(pieces: GeoDataFrame, zentrum_id: str, part: BaseGeometry) -> dict[str, str]:
    """Say where an Ortsteil comes from: its largest piece, "geteilt" where that is not nearly all of it."""
    own = pieces[pieces["zentrum_id"] == zentrum_id]
    largest = own.loc[own.area.idxmax()]
    alike = own[own["quelle"] == largest["quelle"]]
    whole = shapely.union_all(alike.geometry.values).intersection(part).area >= WHOLE_SHARE * part.area
    estimated = largest["quelle"] in ESTIMATED
    source = "; ".join(alike["source"].unique())
    if not whole and not estimated:
        source = f"{source}; ergänzt um Voronoi-Zellen der Ortslagen (BKG GN250)"
    return {
        "geometrie_quelle": largest["quelle"] if whole or estimated else GeometrieQuelle.GETEILT.value,
        "source": source,
        "licence": largest["licence"],
        "date": largest["date"],
    }


def _read_kommunen(folder: Path) -> list[_Kommune]:
    outlines = _read_layer(folder / "kommunen.geojson").query("role == 'kommune'")
    centres = _read_points(folder / "zentren.csv").set_index("zentrum_id")
    settlements = _read_points(folder / "ortslagen.csv")
    layers = [_read_layer(path) for path in sorted((folder / "quellen").glob("*.geojson"))]
    areas = GeoDataFrame(pd.concat(layers, ignore_index=True), crs=STORAGE)
    area_ags = areas["zentrum_id"].map(centres["ags"])
    return [
        _Kommune(
            row.ags,
            row.geometry,
            centres[centres["ags"] == row.ags],
            settlements.geometry[settlements["ags"] == row.ags],
            areas[area_ags == row.ags],
        )
        for row in outlines.itertuples()
    ]


def _read_layer(path: Path) -> GeoDataFrame:
    try:
        layer = gpd.read_file(path).to_crs(STORAGE)
    except Exception as error:  # pyogrio raises many kinds, all meaning the same to the reader
        raise InputError(f"{path} ist nicht lesbar: bitte Pfad und GeoJSON-Format prüfen.") from error
    dates = layer.select_dtypes("datetime")
    return layer.assign(**{column: dates[column].dt.strftime("%Y-%m-%d") for column in dates})


def _read_points(path: Path) -> GeoDataFrame:
    try:
        table = pd.read_csv(path, dtype={"ags": str})
        points = gpd.points_from_xy(table["lon"], table["lat"], crs=EDGE)
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{path} ist nicht lesbar oder ohne Spalte ags, lat, lon: bitte prüfen.") from error
    return GeoDataFrame(table, geometry=points).to_crs(STORAGE)
