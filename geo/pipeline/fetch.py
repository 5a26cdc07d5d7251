"""OpenStreetMap for a Verbund: downloaded into the cache, and found there again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely
from geopandas import GeoDataFrame
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from geo.errors import InputError
from geo.network.parameters import read_parameters
from geo.progress import progress_bytes, step
from geo.settings import Settings
from geo.sources import geofabrik, overpass
from geo.sources.config import VerbundConfig, read_config, resolve_path
from geo.sources.geofabrik import Extract, validate_covered, wanted_area
from geo.sources.package import to_multipolygon
from geo.sources.verbund import read_verbund

GIVEN = "dateien.json"


@dataclass(frozen=True, slots=True)
class Streets:
    """OpenStreetMap files at hand, and the ground (EPSG:25832) of which they are read.

    Attributes
    ----------
    paths
        The files.
    wanted
        The Verbund and what lies around it.
    known
        Where the files hold everything, as the border says that they were cut along; None: to be found from
        what they hold.
    date
        Of the oldest data, ISO; empty where the files do not say.
    """

    paths: tuple[Path, ...]
    wanted: MultiPolygon
    known: BaseGeometry | None
    date: str

    @property
    def facility_area(self) -> MultiPolygon:
        """Ground whose facilities count."""
        return self.wanted if self.known is None else to_multipolygon(self.known.intersection(self.wanted))

    @property
    def street_area(self) -> BaseGeometry:
        """Ground whose streets count: the hull, so that the ways between scattered towns are whole."""
        hull = self.wanted.convex_hull
        return hull if self.known is None else self.known.intersection(hull)


def fetch_osm(settings: Settings, folder: Path, *, through_overpass: bool = False) -> tuple[Extract, ...]:
    """Download the OpenStreetMap data of a Verbund; what is here and has not changed is not sent again.

    Parameters
    ----------
    settings
        Cache folder and servers.
    folder
        Of the Verbund.
    through_overpass
        Ask Overpass for the area of the Verbund instead of downloading the extracts of its ``[fetch]``.

    Raises
    ------
    FetchError
        If a server cannot be reached or sends something else; what was there before is still there.
    InputError
        If ``verbund.toml`` names no extract, the extracts do not cover the Verbund, or the area is too large
        for Overpass.
    """
    config = read_config(folder)
    kommunen = read_verbund(folder).kommunen
    if through_overpass:
        base_url = settings.overpass_url or overpass.OVERPASS_URL
        with step("Straßen und Einrichtungen von Overpass holen"):
            area = _overpass_area(kommunen, config)
            return (overpass.fetch_overpass(area, _osm_dir(settings), base_url=base_url),)
    if config.fetch is None:
        raise InputError(
            f"Der Verbund „{config.id}“ nennt in verbund.toml unter [fetch] keinen Auszug: bitte ergänzen, oder "
            "für ein kleines Gebiet --overpass angeben."
        )
    base_url = settings.geofabrik_url or geofabrik.GEOFABRIK_URL
    extracts = geofabrik.fetch_osm(
        config.fetch, _osm_dir(settings), base_url=base_url, progress=progress_bytes
    )
    validate_covered(extracts, kommunen)
    return extracts


def find_streets(
    settings: Settings, folder: Path, kommunen: GeoDataFrame, *, fetched_only: bool = False
) -> Streets | None:
    """The OpenStreetMap files of a Verbund that are at hand, without asking any server.

    First those of its ``[osm]``, then those that ``mitten load osm FILE`` was given last (none, if one of these
    is gone: others do not take their place unasked), then the downloaded extracts, then the answer of Overpass.

    Parameters
    ----------
    settings
        Where downloads and graphs are kept.
    folder, kommunen
        Of the Verbund.
    fetched_only
        Only what ``mitten fetch osm`` has left.

    Raises
    ------
    FetchError
        If a downloaded file is damaged.
    InputError
        If the extracts do not cover the Verbund.
    """
    config = read_config(folder)
    if not fetched_only and config.osm is not None:
        paths = tuple(resolve_path(folder, file) for file in config.osm.file)
        return to_streets(config, kommunen, paths, date=config.osm.date)
    noted = None if fetched_only else find_noted(settings, config.id)
    if noted is not None:
        return None if noted.lost else to_streets(config, kommunen, noted.files, date=noted.date)
    extracts = _find_fetched(settings, config, kommunen)
    if not extracts:
        return None
    paths = tuple(extract.source.path for extract in extracts)
    dates = [extract.source.date for extract in extracts]
    known = shapely.union_all([extract.area for extract in extracts])
    return Streets(paths, _wanted(kommunen, config), known, min(filter(None, dates), default=""))


def to_streets(
    config: VerbundConfig, kommunen: GeoDataFrame, files: Sequence[Path], *, date: str = ""
) -> Streets:
    """Files whose border nobody states, for a Verbund."""
    return Streets(tuple(files), _wanted(kommunen, config), None, date)


def _find_fetched(settings: Settings, config: VerbundConfig, kommunen: GeoDataFrame) -> tuple[Extract, ...]:
    osm_dir = _osm_dir(settings)
    extracts = geofabrik.find_extracts(config.fetch, osm_dir) if config.fetch else ()
    if extracts:
        validate_covered(extracts, kommunen)
        return extracts
    if not any(osm_dir.glob("*/overpass.osm.pbf")):
        return ()
    try:
        answer = overpass.find_overpass(_overpass_area(kommunen, config), osm_dir)
    except InputError:  # too large for Overpass: what lies there is another Verbund's
        return ()
    return () if answer is None else (answer,)


@dataclass(frozen=True, slots=True)
class Noted:
    """Files that ``mitten load osm FILE`` was given last, and the date of their data (ISO)."""

    files: tuple[Path, ...]
    date: str

    @property
    def lost(self) -> tuple[Path, ...]:
        """Those that are not there any more."""
        return tuple(path for path in self.files if not path.is_file())


def note_given(settings: Settings, verbund_id: str, files: Sequence[Path], *, date: str = "") -> None:
    """Keep in mind that these files are the ones to use."""
    note = settings.network_dir / verbund_id / GIVEN
    note.write_text(json.dumps({"files": [str(path.resolve()) for path in files], "date": date}), "utf-8")


def forget_given(settings: Settings, verbund_id: str) -> None:
    """Use what was downloaded again, no longer the files that were given."""
    (settings.network_dir / verbund_id / GIVEN).unlink(missing_ok=True)


def find_noted(settings: Settings, verbund_id: str) -> Noted | None:
    """What `note_given` has noted."""
    note = settings.network_dir / verbund_id / GIVEN
    if not note.is_file():
        return None
    known = json.loads(note.read_text("utf-8"))
    if isinstance(known, list):  # written before dates were kept
        known = {"files": known, "date": ""}
    return Noted(tuple(Path(text) for text in known["files"]), known["date"])


def _osm_dir(settings: Settings) -> Path:
    return settings.cache_dir / "osm"


def _wanted(kommunen: GeoDataFrame, config: VerbundConfig) -> MultiPolygon:
    return wanted_area(kommunen, read_parameters(), config.fetch.buffer_km if config.fetch else None)


def _overpass_area(kommunen: GeoDataFrame, config: VerbundConfig) -> MultiPolygon:
    """Small, for Overpass answers for small areas only: the municipalities and 5 km, if nothing else is said."""
    if config.fetch is not None:
        return _wanted(kommunen, config)
    return wanted_area(kommunen, read_parameters(), geofabrik.MARGIN_KM)
