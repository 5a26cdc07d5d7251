"""Extracts of OpenStreetMap from Geofabrik: fetch them, read their date and borders, and see how far they reach.

Geofabrik keeps whole the areas that cross the border of an extract, so an outline that is complete in the file
says nothing about what lies in it. The ``.poly`` file beside each extract is the exact border of the cut
(download.geofabrik.de/technical.html): only inside of it are roads and facilities known.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import geopandas as gpd
import httpx2
import osmium
import shapely
from geopandas import GeoDataFrame
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from geo.crs import EDGE, STORAGE, validate_metric
from geo.domain import Mode
from geo.errors import FetchError, InputError
from geo.layers import list_layers
from geo.network.parameters import RunParameters
from geo.norms import get_norm
from geo.sources.config import FetchConfig
from geo.sources.fetch import Expected, Fetched, Patience, Report, fetch_file, read_record
from geo.sources.package import to_multipolygon
from geo.units import METRES_PER_KM

GEOFABRIK_URL = "https://download.geofabrik.de"
MARGIN_KM = 5.0  # own setting: beyond the farthest norm
MINUTES_PER_HOUR = 60.0
EDGE_LENGTH_DEGREES = 0.01  # a straight line of the one system is bent in the other
OUTSIDE_PLAY_M = 500.0  # simplified outlines are up to 390 m off (data/ortsteile/README.md)


class ShowProgress(Protocol):
    """A context like `geo.progress.progress_bytes`: a title in, a function to report bytes to out."""

    def __call__(self, title: str) -> AbstractContextManager[Report]:
        """Begin to show."""


@dataclass(frozen=True, slots=True)
class Extract:
    """An extract that is in place.

    Attributes
    ----------
    source
        File, address, checksum; its date is that of the data (replication timestamp of the header).
    area
        Inside of it the extract holds everything, EPSG:25832.
    """

    source: Fetched
    area: MultiPolygon


def fetch_osm(
    config: FetchConfig,
    cache_dir: Path,
    *,
    base_url: str = GEOFABRIK_URL,
    client: httpx2.Client | None = None,
    progress: ShowProgress | None = None,
    patience: Patience | None = None,
) -> tuple[Extract, ...]:
    """Download the extracts of a Verbund and their borders; what is here and has not changed is not sent again.

    Parameters
    ----------
    config
        ``[fetch]`` of ``verbund.toml``.
    cache_dir
        Where the files go.
    base_url
        Geofabrik or a mirror with the same paths.
    client, patience
        As in `geo.sources.fetch.fetch_file`.
    progress
        `geo.progress.progress_bytes`, or nothing.

    Returns
    -------
    tuple of Extract
        In the order of the configuration.

    Raises
    ------
    FetchError
        If a file cannot be had or is no extract; what was there before is still there.
    """
    show = progress or (lambda title: nullcontext(lambda done, total: None))
    extracts = []
    for path in config.extracts:
        name, url = path.rpartition("/")[2], f"{base_url.rstrip('/')}/{path}"
        more: dict[str, Any] = {"client": client, "licence": config.licence, "patience": patience}
        border = fetch_file(f"{url}.poly", cache_dir / f"{name}.poly", **more)
        file = f"{name}-latest.osm.pbf"
        with show(f"{file} herunterladen") as report:
            source = fetch_file(
                f"{url}-latest.osm.pbf",
                cache_dir / file,
                expected=Expected(md5_url=f"{url}-latest.osm.pbf.md5"),
                progress=report,
                **more,
            )
        extracts.append(_describe(source, border.path))
    return tuple(extracts)


def find_extracts(config: FetchConfig, cache_dir: Path) -> tuple[Extract, ...]:
    """The extracts of a Verbund as an earlier `fetch_osm` left them; empty if one of them is missing.

    Raises
    ------
    FetchError
        If a file is damaged.
    """
    found = []
    for path in config.extracts:
        name = path.rpartition("/")[2]
        source, border = read_record(cache_dir / f"{name}-latest.osm.pbf"), cache_dir / f"{name}.poly"
        if source is None or not border.is_file():
            return ()
        found.append(_describe(source, border))
    return tuple(found)


def _describe(source: Fetched, border: Path) -> Extract:
    try:
        return Extract(replace(source, date=read_extract_date(source.path) or source.date), read_poly(border))
    except InputError as error:
        raise FetchError(str(error)) from error


def read_extract_date(path: Path) -> str:
    """Day of the data (ISO) as the header of an extract states it; empty where it does not.

    Raises
    ------
    InputError
        If it is no extract.
    """
    if not path.is_file():
        raise InputError(f"{path} fehlt: bitte den OpenStreetMap-Auszug ablegen oder den Pfad berichtigen.")
    try:
        with osmium.io.Reader(str(path), osmium.osm.NOTHING) as reader:
            header = reader.header()
            stamp = header.get("osmosis_replication_timestamp") or header.get("timestamp")
    except RuntimeError as error:
        raise InputError(
            f"{path.name} ist beschädigt oder kein OpenStreetMap-Auszug (.osm.pbf, .osm): bitte neu herunterladen."
        ) from error
    return str(stamp)[: len("2026-11-01")]


def read_poly(path: Path) -> MultiPolygon:
    """Read a border in the polygon filter format of Osmosis; sections that begin with ``!`` are holes.

    Returns
    -------
    MultiPolygon
        In EPSG:25832.

    Raises
    ------
    InputError
        If the file is not in that format.
    """
    wrong = f"{path.name} ist keine Grenze im Format .poly: bitte neu herunterladen."
    try:
        lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
        rings = _read_rings([line for line in lines if line][1:])
        outer = shapely.union_all([ring for hole, ring in rings if not hole])
        holes = shapely.union_all([ring for hole, ring in rings if hole])
        area = shapely.segmentize(outer.difference(holes), EDGE_LENGTH_DEGREES)
    except (OSError, ValueError, IndexError, shapely.GEOSException) as error:
        raise InputError(wrong) from error
    if area.is_empty:
        raise InputError(wrong)
    return to_multipolygon(gpd.GeoSeries([area], crs=EDGE).to_crs(STORAGE).iloc[0])


def _read_rings(lines: list[str]) -> list[tuple[bool, BaseGeometry]]:
    """Sections "name, positions, END" up to the last END."""
    rings = []
    while lines[0] != "END":
        end = lines.index("END")
        points = [tuple(map(float, line.split())) for line in lines[1:end]]
        rings.append((lines[0].startswith("!"), shapely.make_valid(shapely.Polygon(points))))
        lines = lines[end + 1 :]
    return rings


def buffer_m(parameters: RunParameters) -> float:
    """How far beyond the border of a Verbund roads and facilities count, in metres of straight line.

    The farthest that a run looks by car: the norms that its layers are held to, the norm that links Zentren,
    and the limit for layers without a norm; at the run's speed and detour, as in `geo.network.crowfly`; and
    5 km. Norms that no run can judge (ranks of centres, timetables) do not count.
    """
    norms = [get_norm(key) for layer in list_layers() for key in layer.norms] + [
        get_norm(parameters.link_norm)
    ]
    judged = [
        norm
        for norm in norms
        if norm.mode == Mode.CAR and (not norm.requires or norm.id == parameters.link_norm)
    ]
    metres_per_min = parameters.speed_kmh[Mode.CAR] * METRES_PER_KM / MINUTES_PER_HOUR
    ways_m = [norm.value * (metres_per_min if norm.unit == "min" else 1.0) for norm in judged]
    farthest_m = max([*ways_m, parameters.limit_min[Mode.CAR] * metres_per_min])
    return farthest_m / parameters.detour_factor + MARGIN_KM * METRES_PER_KM


def wanted_area(
    kommunen: GeoDataFrame, parameters: RunParameters, buffer_km: float | None = None
) -> MultiPolygon:
    """Municipalities of a Verbund (not its partners) and the ground around that counts.

    Parameters
    ----------
    kommunen
        Canonical frame.
    parameters, buffer_km
        How far the ground around reaches; not given: `buffer_m` of the run.

    Returns
    -------
    MultiPolygon
        In EPSG:25832, in whole metres: the same for the same outlines, to the last bit.

    Raises
    ------
    CrsError
        If the outlines are not in metres.
    """
    validate_metric(kommunen, "Die Tabelle der Kommunen")
    distance_m = buffer_km * METRES_PER_KM if buffer_km else buffer_m(parameters)
    area = shapely.union_all(_members(kommunen)["geom"].to_numpy()).buffer(distance_m)
    return to_multipolygon(shapely.normalize(shapely.set_precision(area, 1.0)))


def validate_covered(extracts: Sequence[Extract], kommunen: GeoDataFrame) -> None:
    """Hold extracts to the municipalities of a Verbund; of the ground around they may lack some.

    Raises
    ------
    InputError
        If one is not covered.
    """
    known = shapely.union_all([extract.area for extract in extracts])
    members = _members(kommunen)
    inner = shapely.buffer(members["geom"].to_numpy(), -OUTSIDE_PLAY_M)
    missing = members.loc[~shapely.covers(known, inner), "name"].tolist()
    if missing:
        names = ", ".join(extract.source.path.name for extract in extracts)
        raise InputError(
            f"{missing[0]} liegt nicht ganz in {names}: bitte in [fetch] der verbund.toml den Auszug ergänzen, "
            "der die Kommune enthält."
        )


def _members(kommunen: GeoDataFrame) -> GeoDataFrame:
    return kommunen[kommunen["role"] == "kommune"].sort_values("ags")
