"""What rows of input files must look like, and the frames that are made of them.

Canonical frames (columns of `geo.db.tables` without ``verbund_id``; geometries in EPSG:25832 in the column
``geom``; text is never missing but empty; ``Int64`` may be missing):

========== ============================================================================================
kommunen   ags, name, role, residents (Int64), residents_date, residents_source, source, licence,
           geom (MultiPolygon)
ortsteile  ortsteil_id, ags, name, geometrie_quelle, source, licence, date, residents (Int64),
           residents_scaled (Int64), residents_estimated (bool), residents_date, residents_source,
           geom (MultiPolygon)
zentren    zentrum_id, ags, name, kind, position_source, position_estimated (bool), note, geom (Point)
facilities facility_id, layer, dataset, name, ags, attributes (dict of text), geom (Point)
projects   project_id, title, summary, need, handlungsfelder (list), phase (key), ags (list), zentren (list),
           owner, beispiel (bool), seeks (list of `geo.results.Wish` as JSON), geom (Point or None)
========== ============================================================================================
"""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from geo.crs import STORAGE
from geo.domain import GeometrieQuelle, Handlungsfeld
from geo.normalise import clean_text, slug

LAT_RANGE = (44.0, 58.0)  # Germany and its neighbours: where EPSG:25832 is fit to measure in,
LON_RANGE = (1.0, 19.0)  # and so far apart from the latitudes that swapped values show

COLUMNS: dict[str, list[str]] = {
    "kommunen": [
        *("ags", "name", "role", "residents", "residents_date", "residents_source"),
        *("source", "licence", "geom"),
    ],
    "ortsteile": [
        *("ortsteil_id", "ags", "name", "geometrie_quelle", "source", "licence", "date"),
        *("residents", "residents_scaled", "residents_estimated"),
        *("residents_date", "residents_source", "geom"),
    ],
    "zentren": [
        *("zentrum_id", "ags", "name", "kind"),
        *("position_source", "position_estimated", "note", "geom"),
    ],
    "facilities": ["facility_id", "layer", "dataset", "name", "ags", "attributes", "geom"],
    "projects": [
        *("project_id", "title", "summary", "need", "handlungsfelder", "phase"),
        *("ags", "zentren", "owner", "beispiel", "seeks", "geom"),
    ],
}
_DTYPES = {
    "residents": "Int64",
    "residents_scaled": "Int64",
    "residents_estimated": "bool",
    "position_estimated": "bool",
    "beispiel": "bool",
}
_OBJECTS = {"attributes", "handlungsfelder", "zentren", "seeks", "geom"}


def canonical_frame(table: str, columns: dict[str, Any]) -> gpd.GeoDataFrame:
    """Put columns into a frame of the canonical form, also when there is no row.

    Parameters
    ----------
    table
        Key of ``COLUMNS``.
    columns
        Values per column, geometries in EPSG:25832 under ``geom``; further columns are left out.

    Returns
    -------
    GeoDataFrame
        Columns in their order and type, a fresh index from 0.
    """
    data = {name: _column(table, name, columns[name]) for name in COLUMNS[table]}
    return gpd.GeoDataFrame(data, geometry="geom", crs=STORAGE)


def _column(table: str, name: str, values: Iterable[Any]) -> "pd.Series[Any]":
    cells = list(values)
    if name == "geom":
        return gpd.GeoSeries(cells, crs=STORAGE)
    if name in _OBJECTS or (table == "projects" and name == "ags"):
        held = np.empty(len(cells), dtype=object)
        held[:] = cells
        return pd.Series(held)
    return pd.Series(cells, dtype=_DTYPES.get(name, "str"))


def _empty_as_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _date_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _parts(value: object) -> object:
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    return value


def _field_keys(value: object) -> object:
    """Fields of action may be written as people do: "Mobilität;Wohnen"."""
    parts = _parts(value)
    return [slug(str(part)) for part in parts] if isinstance(parts, list) else parts


def _none_as_empty(value: object) -> object:
    return "" if value is None else value


Text = Annotated[str, BeforeValidator(_none_as_empty), AfterValidator(clean_text)]
Name = Annotated[str, AfterValidator(clean_text), Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/-]*$")]
Parts = Annotated[list[str], BeforeValidator(_parts)]
DateText = Annotated[Text, BeforeValidator(_date_text)]
Residents = Annotated[Annotated[int, Field(ge=0)] | None, BeforeValidator(_empty_as_none)]
Share = Annotated[Annotated[float, Field(ge=0, le=1)] | None, BeforeValidator(_empty_as_none)]
MaybeDegrees = Annotated[float | None, BeforeValidator(_empty_as_none)]


def _no_person(text: str) -> str:
    if "@" in text:
        raise ValueError(
            "eine Rolle angeben, etwa „Stadtverwaltung, Schulamt“, keine Person und keine Adresse"
        )
    return text


Role = Annotated[Name, AfterValidator(_no_person)]
"""Who says so: an office, never a person."""


class Row(BaseModel):
    """A row of an input file; columns it does not know are left out."""

    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True)


class PointRow(Row):
    """A row with a place, in degrees (EPSG:4326)."""

    lat: float
    lon: float

    @model_validator(mode="after")
    def _in_range(self) -> "PointRow":
        check_degrees(self.lat, self.lon)
        return self


class KommuneRow(Row):
    """Properties of an outline in ``kommunen.geojson``."""

    ags: Key
    name: Name
    population: Residents = None
    population_date: DateText = ""
    population_source: Text = ""
    source: Text
    licence: Text


class OrtsteilRow(Row):
    """Properties of a boundary in ``ortsteile.geojson``."""

    ortsteil_id: Key
    name: Name
    ags: Key
    geometrie_quelle: GeometrieQuelle
    source: Text
    licence: Text
    date: DateText


class ZentrumRow(PointRow):
    """A row of ``zentren.csv``."""

    zentrum_id: Key
    name: Name
    ags: Key
    kind: Text
    position_source: Text
    position_estimated: bool
    note: Text = ""


class EinwohnerRow(Row):
    """A row of ``einwohner.csv``."""

    zentrum_id: Key
    population: Residents
    date: DateText
    source: Text
    grid_share: Share = None


class FacilityRow(PointRow):
    """A row of a stock of facilities; further columns become attributes."""

    model_config = ConfigDict(extra="allow")

    facility_id: Key
    layer: Key
    name: Text
    ags: Annotated[str, Field(pattern=r"^([A-Za-z0-9][A-Za-z0-9-]*)?$")]
    kind: Text
    source: Text


class ProjectRow(Row):
    """A row of ``projekte.csv``."""

    project_id: Key
    title: Name
    summary: Text
    need: Key
    handlungsfelder: Annotated[list[Handlungsfeld], BeforeValidator(_field_keys)]
    phase: Literal["Idee", "Strategie", "Umsetzung", "Betrieb", "beendet"]
    zentren: Parts
    owner: Text
    beispiel: bool
    seeks: str = ""
    lat: MaybeDegrees
    lon: MaybeDegrees

    @model_validator(mode="after")
    def _in_range(self) -> "ProjectRow":
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat und lon gehören zusammen: bitte beide angeben oder beide leer lassen")
        if self.lat is not None and self.lon is not None:
            check_degrees(self.lat, self.lon)
        return self


def check_degrees(lat: float, lon: float) -> None:
    """Refuse a position that cannot be meant.

    Raises
    ------
    ValueError
        German words on what is wrong: swapped, metres, or too far away.
    """
    if _within(lat, LAT_RANGE) and _within(lon, LON_RANGE):
        return
    if _within(lat, LON_RANGE) and _within(lon, LAT_RANGE):
        raise ValueError(f"lat {lat:g} und lon {lon:g} sind vertauscht: bitte die Werte tauschen")
    if abs(lat) > 180 or abs(lon) > 180:
        raise ValueError(f"lat {lat:g} und lon {lon:g} sind keine Grad: bitte nach EPSG:4326 umrechnen")
    raise ValueError(
        f"lat {lat:g} und lon {lon:g} liegen nicht in Mitteleuropa "
        f"(Breite {LAT_RANGE[0]:g} bis {LAT_RANGE[1]:g}, Länge {LON_RANGE[0]:g} bis {LON_RANGE[1]:g}): "
        "bitte die Lage berichtigen"
    )


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]
