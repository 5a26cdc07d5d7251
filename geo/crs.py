"""Coordinate reference systems and the guard that refuses degrees where metres are needed."""

from geopandas import GeoDataFrame, GeoSeries

from geo.errors import CrsError

STORAGE = 25832  # ETRS89 / UTM 32N, official in North Rhine-Westphalia
EDGE = 4326  # GeoJSON, API, files that people exchange
TILES = 3857  # vector tiles


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
