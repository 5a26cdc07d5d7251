"""Coordinate reference systems and the guard that refuses degrees where metres are needed."""

import shapely
from geopandas import GeoDataFrame, GeoSeries
from shapely.geometry.base import BaseGeometry

from geo.errors import CrsError

STORAGE = 25832  # ETRS89 / UTM 32N, official in North Rhine-Westphalia
EDGE = 4326  # GeoJSON, API, files that people exchange
TILES = 3857  # vector tiles
EDGE_LENGTH_M = 1000.0  # a straight line of the one system is bent in the other: edges are cut so short


def validate_metric(frame: GeoDataFrame | GeoSeries, where: str) -> None:
    """Refuse coordinates that are not metres.

    Parameters
    ----------
    frame
        Geometries to be measured.
    where
        German words naming the frame, for the sentence of the error.

    Raises
    ------
    CrsError
        If the frame has no reference system, or one in degrees.
    """
    if frame.crs is None:
        raise CrsError(
            f"{where} hat kein Koordinatenbezugssystem: bitte EPSG angeben (gespeichert wird in {STORAGE})."
        )
    if not frame.crs.is_projected:
        raise CrsError(
            f"{where} liegt in Grad ({frame.crs.to_string()}): bitte vorher nach EPSG:{STORAGE} umrechnen."
        )


def to_degrees(area: BaseGeometry) -> BaseGeometry:
    """Turn an area from EPSG:25832 into EPSG:4326, prepared for many tests; edges are cut to 1 km before."""
    short = shapely.segmentize(area, EDGE_LENGTH_M)
    degrees = GeoSeries([short], crs=STORAGE).to_crs(EDGE).iloc[0]
    shapely.prepare(degrees)
    return degrees
