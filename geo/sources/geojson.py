"""Read areas from GeoJSON files; whatever is wrong becomes one German sentence with its place."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import MultiPolygon, shape
from shapely.geometry.base import BaseGeometry

from geo.crs import EDGE, STORAGE
from geo.errors import InputError
from geo.schema import check_degrees
from geo.sources.rows import Record, RowT, read_text, validate_row

_EDGE_NAMES = ("CRS84", "EPSG::4326", "EPSG:4326")


@dataclass(frozen=True, slots=True)
class Feature(Record[RowT]):
    """A valid object of a GeoJSON file with its area in EPSG:25832."""

    geom: MultiPolygon


def read_geojson(path: Path, model: type[RowT]) -> list[Feature[RowT]]:
    """Read areas from a GeoJSON file (EPSG:4326) through a row model.

    Returns
    -------
    list of Feature
        One per object, in the order of the file; valid MultiPolygons in EPSG:25832.

    Raises
    ------
    InputError
        Names file, object, property, what is wrong and how to mend it.
    """
    features = _json_features(path)
    rows, areas = [], []
    for number, feature in enumerate(features, start=1):
        where = f"{path.name}, Objekt {number}"
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            raise InputError(f"{where}: kein GeoJSON-Feature mit Eigenschaften: bitte neu exportieren.")
        rows.append(Record(where, validate_row(model, properties, where)))
        areas.append(_area(feature.get("geometry"), where))
    metric = gpd.GeoSeries(areas, crs=EDGE).to_crs(STORAGE)
    return [Feature(record.where, record.row, geom) for record, geom in zip(rows, metric, strict=True)]


def _json_features(path: Path) -> list[Any]:
    try:
        content = json.loads(read_text(path))
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise InputError(
            f"{path.name}, Zeile {line}: das GeoJSON ist beschädigt oder abgeschnitten: "
            "bitte neu exportieren."
        ) from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not features:
        raise InputError(f"{path.name} enthält keine GeoJSON-Objekte (features): bitte neu exportieren.")
    crs = json.dumps(content.get("crs") or _EDGE_NAMES[0])
    if not any(name in crs for name in _EDGE_NAMES):
        raise InputError(
            f"{path.name} liegt nicht in EPSG:4326: bitte mit Längen- und Breitengrad exportieren."
        )
    return features


def _area(geometry: object, where: str) -> MultiPolygon:
    try:
        area: BaseGeometry = shape(geometry)
    except Exception as error:  # shapely raises whatever the broken mapping provokes
        raise InputError(f"{where}: die Geometrie ist unlesbar: bitte neu exportieren.") from error
    if area.geom_type not in {"Polygon", "MultiPolygon"} or area.is_empty:
        raise InputError(
            f"{where}: die Geometrie ist keine Fläche ({area.geom_type}): bitte als Polygon zeichnen."
        )
    coordinates = shapely.get_coordinates(area)
    try:
        for lon, lat in (coordinates.min(axis=0), coordinates.max(axis=0)):
            check_degrees(float(lat), float(lon))
    except ValueError as error:
        raise InputError(f"{where}: {error}.") from error
    if not np.isfinite(coordinates).all() or not area.is_valid:
        reason = shapely.is_valid_reason(area)
        raise InputError(f"{where}: die Fläche überschneidet sich selbst ({reason}): bitte neu zeichnen.")
    return area if isinstance(area, MultiPolygon) else MultiPolygon([area])
