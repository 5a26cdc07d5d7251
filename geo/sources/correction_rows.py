"""Read what municipalities correct: one CSV per municipality, checked row by row."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import shapely
from geopandas import GeoDataFrame
from pydantic import BeforeValidator, Field, model_validator
from shapely.geometry.base import BaseGeometry

from geo.errors import InputError
from geo.layers import list_layers
from geo.schema import Key, MaybeDegrees, Name, Role, Row, Text, check_degrees
from geo.sources.rows import Record, read_csv, to_storage, validate_known

OUTLINE_PLAY_M = 500.0  # simplified outlines are up to 390 m off (data/ortsteile/README.md)

Action = Literal["add", "move", "close", "reclassify"]


def _empty_as_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _empty_as_false(value: object) -> object:
    return False if isinstance(value, str) and not value.strip() else value


class CorrectionRow(Row):
    """A row of a corrections file.

    Attributes
    ----------
    action
        ``add`` a facility, ``move`` it, ``close`` it, or ``reclassify`` it into another layer.
    facility_id
        As the map shows it; for ``add`` a new one.
    layer
        Of an added facility; the new one of a reclassified; of a closed one where it closes in this layer only.
    from_layer
        Old layer of a reclassified facility that stands in several.
    name, lat, lon
        Of an added facility; the new position of a moved one, EPSG:4326.
    role, reason, date
        Who says so (a role, never a person), why, and from which day on.
    valid_until
        Last day, for what is closed or moved for a time.
    beispiel
        An example, not applied.
    """

    action: Action
    facility_id: Key
    layer: Annotated[str, Field(pattern=r"^[a-z_]*$")]
    from_layer: Annotated[str, Field(pattern=r"^[a-z_]*$")] = ""
    name: Text
    lat: MaybeDegrees
    lon: MaybeDegrees
    role: Role
    reason: Name
    date: dt.date
    valid_until: Annotated[dt.date | None, BeforeValidator(_empty_as_none)] = None
    beispiel: Annotated[bool, BeforeValidator(_empty_as_false)] = False

    @model_validator(mode="after")
    def _complete(self) -> "CorrectionRow":
        if self.action in {"add", "move"}:
            if self.lat is None or self.lon is None:
                raise ValueError(f"{self.action} braucht lat und lon: bitte beide angeben")
            check_degrees(self.lat, self.lon)
        if self.action in {"add", "reclassify"} and not self.layer:
            raise ValueError(f"{self.action} braucht eine Einrichtungsart: bitte layer angeben")
        if self.action == "add" and not self.name:
            raise ValueError("add braucht einen Namen: bitte name angeben")
        if self.valid_until is not None and self.valid_until < self.date:
            raise ValueError("valid_until liegt vor date: bitte eines der beiden berichtigen")
        return self


@dataclass(frozen=True, slots=True)
class Correction:
    """A valid row, where it stands ("05570008.csv, Zeile 3"), and the municipality that it comes from."""

    where: str
    ags: str
    row: CorrectionRow


def read_corrections(folder: Path, kommunen: GeoDataFrame) -> tuple[Correction, ...]:
    """Read and check the corrections of all municipalities.

    Parameters
    ----------
    folder
        With one ``<ags>.csv`` per municipality; a file may hold the header alone. No folder: no corrections.
    kommunen
        Canonical frame: whose files are expected, and within which outline a facility may be put.

    Raises
    ------
    InputError
        The first thing that is wrong, as one German sentence.
    """
    outlines = dict(zip(kommunen["ags"], kommunen["geom"], strict=True))
    corrections = []
    for path in list_files(folder):
        if path.stem not in outlines:
            raise InputError(
                f"{path.name}: eine Kommune {path.stem} gibt es im Verbund nicht; bekannt sind "
                f"{', '.join(sorted(outlines))}: bitte die Datei nach dem Gemeindeschlüssel benennen."
            )
        for record in read_csv(path, CorrectionRow, may_be_empty=True):
            _validate_record(record, outlines[path.stem])
            corrections.append(Correction(record.where, path.stem, record.row))
    return tuple(corrections)


def list_files(folder: Path) -> list[Path]:
    """The corrections files of a folder, by name."""
    return sorted(folder.glob("*.csv"))


def _validate_record(record: Record[CorrectionRow], outline: BaseGeometry) -> None:
    row, layers = record.row, {layer.key for layer in list_layers()}
    for field in ("layer", "from_layer"):
        if getattr(row, field):
            validate_known(record, field, layers, "die Einrichtungsart")
    if row.lat is None or row.lon is None or row.beispiel:
        return
    away_m = shapely.distance(outline, to_storage([row.lon], [row.lat]).iloc[0])
    if away_m > OUTLINE_PLAY_M:
        away_km = f"{away_m / 1000:.1f}".replace(".", ",")
        raise InputError(
            f"{record.where}: „{row.name or row.facility_id}“ läge {away_km} km außerhalb der Kommune: "
            "bitte lat und lon berichtigen oder die Zeile in die Datei der anderen Kommune setzen."
        )
