"""What a map sheet is drawn from: frames in metres, handed over by the service."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geopandas import GeoDataFrame

from geo.crs import validate_metric
from geo.errors import InputError, NotFoundError
from geo.results import ClassBreak

_COLUMNS: Final = {
    "ortsteile": ("ortsteil_id", "name", "ags", "geometrie_estimated", "class_letter"),
    "kommunen": ("ags", "name", "role"),
    "zentren": ("zentrum_id", "name"),
    "facilities": ("facility_id", "layer", "name"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MapScene:
    """All that the map of one Zentrum shows; every frame in EPSG:25832, further columns are ignored.

    Attributes
    ----------
    zentrum_id
        The Zentrum (and Ortsteil) of the sheet.
    layer, layer_title
        Layer of the choropleth, and what its classes say ("Weg zu Fuß zur nächsten Grundschule").
    limit_text
        Norm or limit of the classes, for the legend ("Norm 2 km, SchfkVO NRW").
    classes
        Classes of the legend, from good to poor.
    ortsteile
        All areas of the Verbund: ``ortsteil_id, name, ags, geometrie_estimated (bool), class_letter
        (str, empty or None without a figure)``.
    kommunen
        Municipalities and partners: ``ags, name, role ("kommune" | "partner")``, also ``licence``.
    zentren
        Points: ``zentrum_id, name``.
    facilities
        Points: ``facility_id, layer, name``; only those in the frame are drawn.
    """

    zentrum_id: str
    layer: str
    layer_title: str
    limit_text: str
    classes: Sequence[ClassBreak]
    ortsteile: GeoDataFrame
    kommunen: GeoDataFrame
    zentren: GeoDataFrame
    facilities: GeoDataFrame

    def validate(self) -> None:
        """Refuse frames without the columns, in degrees, or without the Zentrum.

        Raises
        ------
        InputError
            If a column is missing.
        CrsError
            If a frame is not in metres.
        NotFoundError
            If the Zentrum or its Ortsteil is not among the frames.
        """
        for name, columns in _COLUMNS.items():
            frame: GeoDataFrame = getattr(self, name)
            missing = [column for column in columns if column not in frame.columns]
            if missing:
                raise InputError(f"Kartentabelle „{name}“: Spalte {missing[0]} fehlt, bitte mitgeben.")
            validate_metric(frame, f"Kartentabelle „{name}“")
        for name, column in (("ortsteile", "ortsteil_id"), ("zentren", "zentrum_id")):
            if not (getattr(self, name)[column] == self.zentrum_id).any():
                raise NotFoundError(
                    f"Kartentabelle „{name}“: „{self.zentrum_id}“ fehlt, bitte die Kennung prüfen."
                )


@dataclass(frozen=True, slots=True)
class Mark:
    """A facility that the table names: its number there, and where it lies."""

    facility_id: str
    layer: str
    symbol: str
