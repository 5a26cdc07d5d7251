"""What a ``verbund.toml`` may say, and where it is found."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from geo.errors import InputError, NotFoundError
from geo.schema import Key
from geo.settings import Settings
from geo.sources.package import FileKey, IsoDate, Provenance, Strict
from geo.sources.rows import describe_error, read_toml

CONFIG_NAME = "verbund.toml"
TESTDATA_VARIABLE = "MITTEN_TESTDATA"

PlaceKind = Literal["city", "town", "village", "hamlet", "borough", "suburb", "quarter", "neighbourhood"]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class OsmConfig(Strict):
    """``[osm]``: a Verbund whose places and facilities come out of OpenStreetMap extracts.

    Attributes
    ----------
    file
        One extract or several (PBF or XML) that together hold the municipalities whole.
    date, licence, attribution
        Of the extract.
    admin_level
        Of the municipalities: 8 in most regions, 6 for German cities that form a district of their own.
    places
        Values of ``place`` that become Zentren.
    key_prefix
        Put before the code of a municipality, so that codes of two countries never meet.
    """

    file: Annotated[tuple[str, ...], BeforeValidator(_as_list), Field(min_length=1)]
    date: IsoDate
    licence: str = "ODbL 1.0"
    attribution: str = "© OpenStreetMap-Mitwirkende"
    admin_level: int = Field(default=8, ge=2, le=11)
    places: tuple[PlaceKind, ...] = ("city", "town", "village")
    key_prefix: Annotated[str, Field(pattern=r"^[a-z0-9-]*$")] = ""


class FetchConfig(Strict):
    """``[fetch]``: the OpenStreetMap extracts of Geofabrik that cover a Verbund.

    Attributes
    ----------
    extracts
        Paths on the server without ending: "europe/germany/nordrhein-westfalen/muenster-regbez".
    buffer_km
        How far beyond the municipalities roads and facilities count; not given: `geo.sources.geofabrik.buffer_m`.
    licence, attribution
        Of the extracts.
    """

    extracts: tuple[Annotated[str, Field(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)*$")], ...] = Field(min_length=1)
    buffer_km: float | None = Field(default=None, gt=0, le=200)
    licence: str = "ODbL 1.0"
    attribution: str = "© OpenStreetMap-Mitwirkende"


class GtfsConfig(Strict):
    """``[gtfs]``: the timetable of a Verbund.

    Attributes
    ----------
    url
        Where ``mitten fetch gtfs`` downloads it; ``MITTEN_GTFS_URL`` goes first.
    md5_url
        Where its MD5 checksum stands, if anywhere.
    file
        A file that lies ready, in the place of a download.
    date, licence, attribution
        Of the timetable; without a date that of the newest table in it.
    land
        State whose school holidays count ("nrw"); not given: that of the municipalities.
    buffer_km
        How far beyond the municipalities trips are read; not given: `geo.pipeline.timetable.BUFFER_KM`.
    korrekturen
        File of rules, `docs/timetable.md`.
    """

    url: Annotated[str, Field(pattern=r"^(https?://.+)?$")] = ""
    md5_url: Annotated[str, Field(pattern=r"^(https?://.+)?$")] = ""
    file: str = ""
    date: IsoDate | Literal[""] = ""
    licence: str = ""
    attribution: str = ""
    land: str = ""
    buffer_km: float | None = Field(default=None, gt=0, le=300)
    korrekturen: str = ""


class VerbundConfig(Strict):
    """A ``verbund.toml``; paths are relative to its folder, ``${VARIABLE}`` comes from the environment."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: str = Field(min_length=1)
    subtitle: str = ""
    kommunen: str = ""
    ortsteile: str = ""
    zentren: str = ""
    einwohner: str = ""
    bestand: str = ""
    projekte: str = ""
    akteure: str = ""
    members: tuple[Key, ...] = ()
    korrekturen: str = ""
    bedarfsverkehr: str = ""
    raenge: str = ""
    partner: str = ""
    kosten: str = ""
    osm: OsmConfig | None = None
    fetch: FetchConfig | None = None
    gtfs: GtfsConfig | None = None
    provenance: Mapping[FileKey, Provenance] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_source(self) -> "VerbundConfig":
        files = ("kommunen", "ortsteile", "zentren", "einwohner", "bestand")
        named = [key for key in files if getattr(self, key)]
        if self.osm is not None and named:
            raise ValueError(f"[osm] und {named[0]} schließen einander aus: bitte eines von beiden löschen")
        if self.osm is None:
            missing = [key for key in files[:3] if not getattr(self, key)]
            if missing:
                raise ValueError(
                    f"die Angabe „{missing[0]}“ fehlt: bitte die Datei nennen oder [osm] ergänzen"
                )
            if not self.members:
                raise ValueError("die Angabe „members“ fehlt: bitte die AGS der Kommunen nennen")
        doubled = [ags for ags in self.members if self.members.count(ags) > 1]
        if doubled:
            raise ValueError(f"members nennt „{doubled[0]}“ doppelt: bitte einmal löschen")
        return self


def read_config(folder: Path) -> VerbundConfig:
    """Read and check the ``verbund.toml`` of a folder.

    Raises
    ------
    InputError
        If it is missing, no TOML, or a key is missing, unknown or wrong.
    """
    path = folder / CONFIG_NAME
    try:
        return VerbundConfig.model_validate(read_toml(path))
    except ValidationError as error:
        raise InputError(describe_error(error, path.name)) from error


def find_verbund(name_or_path: str | Path, verbuende_dir: Path) -> Path:
    """Folder of a Verbund.

    Parameters
    ----------
    name_or_path
        Name of a folder below ``verbuende_dir``, or path of any folder with a ``verbund.toml`` (or of the
        file itself).
    verbuende_dir
        Folder that holds one folder per Verbund.

    Raises
    ------
    NotFoundError
        If neither exists; names the known ones.
    """
    path = Path(name_or_path)
    for folder in (verbuende_dir / path, path, path.parent if path.name == CONFIG_NAME else path):
        if (folder / CONFIG_NAME).is_file():
            return folder
    known = ", ".join(folder.name for folder in _folders(verbuende_dir))
    raise NotFoundError(
        f"Ein Verbund „{name_or_path}“ ist weder als Name noch als Ordner mit {CONFIG_NAME} zu finden; "
        f"bekannt sind: {known or 'keine'}."
    )


def list_verbuende(verbuende_dir: Path) -> list[VerbundConfig]:
    """Descriptions of all Verbünde that lie ready, by the name of their folder.

    Raises
    ------
    InputError
        If a ``verbund.toml`` is wrong.
    """
    return [read_config(folder) for folder in _folders(verbuende_dir)]


def resolve_path(folder: Path, text: str) -> Path:
    """Expand ``${VARIABLE}`` in a path and anchor it at the folder of the ``verbund.toml``.

    Raises
    ------
    InputError
        If the variable is not set (``MITTEN_TESTDATA`` has a default).
    """

    def expand(match: re.Match[str]) -> str:
        name = match.group(1)
        if name == TESTDATA_VARIABLE:
            return str(Settings().testdata.resolve())
        if name not in os.environ:
            raise InputError(f"{CONFIG_NAME}: die Umgebungsvariable {name} ist nicht gesetzt: bitte setzen.")
        return os.environ[name]

    return folder / re.sub(r"\$\{(\w+)\}", expand, text)


def _folders(verbuende_dir: Path) -> list[Path]:
    return sorted(path.parent for path in verbuende_dir.glob(f"*/{CONFIG_NAME}"))
