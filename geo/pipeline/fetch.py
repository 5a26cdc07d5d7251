"""OpenStreetMap for a Verbund: downloaded into the cache, and found there again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely
from geopandas import GeoDataFrame
from shapely.geometry.base import BaseGeometry

from geo.domain import Mode
from geo.errors import InputError
from geo.network.graph import Graph
from geo.network.parameters import read_parameters
from geo.network.storage import open_graphs
from geo.progress import progress_bytes, step
from geo.settings import Settings
from geo.sources import geofabrik, overpass
from geo.sources.config import VerbundConfig, read_config, resolve_path
from geo.sources.geofabrik import Extract, data_area, wanted_area
from geo.sources.osm_ways import describe_files, read_ways
from geo.sources.verbund import read_verbund

GIVEN = "dateien.json"


@dataclass(frozen=True, slots=True)
class Streets:
    """OpenStreetMap files at hand.

    Attributes
    ----------
    paths
        The files.
    area
        Where they hold everything, EPSG:25832; None: to be found from what they hold.
    date
        Of the oldest data, ISO; empty where the files do not say.
    """

    paths: tuple[Path, ...]
    area: BaseGeometry | None
    date: str


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
            return (
                overpass.fetch_overpass(_wanted(kommunen, config), _osm_dir(settings), base_url=base_url),
            )
    if config.fetch is None:
        raise InputError(
            f"Der Verbund „{config.id}“ nennt in verbund.toml unter [fetch] keinen Auszug: bitte ergänzen, oder "
            "für ein kleines Gebiet --overpass angeben."
        )
    base_url = settings.geofabrik_url or geofabrik.GEOFABRIK_URL
    extracts = geofabrik.fetch_osm(
        config.fetch, _osm_dir(settings), base_url=base_url, progress=progress_bytes
    )
    data_area(extracts, _wanted(kommunen, config), kommunen)
    return extracts


def find_streets(settings: Settings, folder: Path, *, fetched_only: bool = False) -> Streets | None:
    """The OpenStreetMap files of a Verbund that are at hand, without asking any server.

    First those of its ``[osm]``, then those that ``mitten load osm FILE`` was given last, then the downloaded
    extracts, then the answer of Overpass.

    Parameters
    ----------
    settings
        Where downloads and graphs are kept.
    folder
        Of the Verbund.
    fetched_only
        Only what ``mitten fetch osm`` has left.

    Raises
    ------
    FetchError
        If a downloaded file is damaged.
    """
    config = read_config(folder)
    given = () if fetched_only else _find_given(settings, folder, config)
    if given:
        return Streets(given, None, "")
    osm_dir = _osm_dir(settings)
    extracts = geofabrik.find_extracts(config.fetch, osm_dir) if config.fetch else ()
    if not extracts and not any(osm_dir.glob("*/overpass.osm.pbf")):
        return None
    kommunen = read_verbund(folder).kommunen
    wanted = _wanted(kommunen, config)
    if not extracts:
        try:
            answer = overpass.find_overpass(wanted, osm_dir)
        except InputError:  # too large for Overpass: what lies there is another Verbund's
            answer = None
        if answer is None:
            return None
        extracts = (answer,)
    dates = [extract.source.date for extract in extracts]
    paths = tuple(extract.source.path for extract in extracts)
    return Streets(paths, data_area(extracts, wanted, kommunen), min(filter(None, dates), default=""))


def build_network_of_files(settings: Settings, verbund_id: str, files: Sequence[Path]) -> dict[Mode, Graph]:
    """Build the street graphs of a Verbund from given files, and keep in mind that they are the ones to use.

    Raises
    ------
    InputError
        If a file is damaged, or holds no way for a mode; graphs that were built before are still there.
    """
    folder = settings.network_dir / verbund_id
    with step(f"Straßennetz bauen ({', '.join(path.name for path in files)})"):
        graphs = open_graphs(folder, describe_files(files), lambda: read_ways(files))
    (folder / GIVEN).write_text(json.dumps([str(path.resolve()) for path in files]), "utf-8")
    return graphs


def forget_given(settings: Settings, verbund_id: str) -> None:
    """Use what was downloaded again, no longer the files that were given."""
    (settings.network_dir / verbund_id / GIVEN).unlink(missing_ok=True)


def _find_given(settings: Settings, folder: Path, config: VerbundConfig) -> tuple[Path, ...]:
    if config.osm is not None:
        return tuple(resolve_path(folder, file) for file in config.osm.file)
    note = settings.network_dir / config.id / GIVEN
    if not note.is_file():
        return ()
    paths = tuple(Path(text) for text in json.loads(note.read_text("utf-8")))
    return paths if all(path.is_file() for path in paths) else ()


def _osm_dir(settings: Settings) -> Path:
    return settings.cache_dir / "osm"


def _wanted(kommunen: GeoDataFrame, config: VerbundConfig) -> BaseGeometry:
    """Ground that counts for a Verbund; without ``[fetch]`` its municipalities and a margin."""
    if config.fetch is not None:
        return wanted_area(kommunen, config.fetch, read_parameters())
    members = kommunen.loc[kommunen["role"] == "kommune", "geom"].to_numpy()
    return shapely.union_all(members).buffer(geofabrik.MARGIN_M)
