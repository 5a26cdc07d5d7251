"""OpenStreetMap for a small area through Overpass and osmnx; the answer becomes an extract like any other.

osmnx asks, and keeps every answer in its cache folder, so the same question is not asked twice. The answers are
written to one ``.osm.pbf``: facilities and streets are then read by the same code as a downloaded file, with all
tags and ids. (osmnx's own graph turns ways with ``oneway=-1`` around and keeps the tag, and its frame of features
knows no nodes.)
"""

import hashlib
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import httpx2
import osmium
import requests
import shapely
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from geo.crs import EDGE, STORAGE
from geo.errors import FetchError, InputError
from geo.sources.checksum import sha256_file
from geo.sources.fetch import Fetched
from geo.sources.geofabrik import Extract, read_extract_date
from geo.sources.osm import layer_keys
from geo.sources.package import to_multipolygon

OVERPASS_URL = "https://overpass-api.de/api"
LICENCE = "ODbL 1.0"
MAX_AREA_KM2 = 1_000.0  # own setting: a large town with its surroundings; more is for an extract
TIMEOUT_S = 180.0
REACH_TIMEOUT_S = 10.0
STREETS = ['["highway"]', '["route"="ferry"]']
KINDS = ("node", "way", "relation")  # in the order that extracts keep

Element = dict[str, Any]


def fetch_overpass(
    area: BaseGeometry, cache_dir: Path, *, base_url: str = OVERPASS_URL, timeout_s: float = TIMEOUT_S
) -> Extract:
    """Ask Overpass for the streets and facilities of a small area, and write them as an extract.

    Parameters
    ----------
    area
        Polygon or MultiPolygon in EPSG:25832. Holes are filled, for Overpass knows none.
    cache_dir
        Each area gets a folder below: osmnx's answers and the extract. Delete it to ask anew.
    base_url
        Of an Overpass server.
    timeout_s
        For its answer.

    Returns
    -------
    Extract
        File, date of the data as the server states it, and the area for which it is complete.

    Raises
    ------
    InputError
        If the area is empty or too large.
    FetchError
        If the server cannot be reached, is overloaded, refuses or sends something else; then no extract is
        written, and answers that did come are kept.
    """
    asked = _fill(area)
    known = find_overpass(area, cache_dir, base_url=base_url)
    if known is not None:
        return known
    target = _target(asked, cache_dir)
    answers = target.parent / "answers"
    try:
        answers.mkdir(parents=True, exist_ok=True)
        with _osmnx_for(answers, base_url, timeout_s):
            _ask(asked)
        write_extract(read_answers(answers), target)
    except OSError as error:
        raise FetchError(
            f"{target.parent} lässt sich nicht schreiben: bitte Ordner und Platz prüfen."
        ) from error
    return _describe(target, asked, base_url, changed=True)


def find_overpass(area: BaseGeometry, cache_dir: Path, *, base_url: str = OVERPASS_URL) -> Extract | None:
    """The extract of an area as an earlier `fetch_overpass` left it, if it did; nobody is asked.

    Raises
    ------
    InputError
        If the area is empty or too large, or the extract is damaged.
    """
    asked = _fill(area)
    target = _target(asked, cache_dir)
    return _describe(target, asked, base_url, changed=False) if target.is_file() else None


def _target(asked: MultiPolygon, cache_dir: Path) -> Path:
    return cache_dir / hashlib.sha256(shapely.to_wkb(asked)).hexdigest()[:16] / "overpass.osm.pbf"


def _describe(path: Path, area: MultiPolygon, url: str, *, changed: bool) -> Extract:
    source = Fetched(
        path=path,
        url=url,
        date=read_extract_date(path),
        sha256=sha256_file(path),
        size=path.stat().st_size,
        licence=LICENCE,
        version="",
        changed=changed,
    )
    return Extract(source, area)


def read_answers(folder: Path) -> tuple[list[Element], str]:
    """Elements of all stored answers, each once, in the order of an extract; and the oldest date of the data.

    Parameters
    ----------
    folder
        Files as osmnx stores them: Overpass JSON with ``elements`` and ``osm3s.timestamp_osm_base``.

    Raises
    ------
    FetchError
        If a file is not in that form, or there is nothing in them.
    """
    elements: dict[tuple[int, int], Element] = {}
    dates = []
    for path in sorted(folder.glob("*.json")):
        try:
            answer = json.loads(path.read_text("utf-8"))
            dates.append(str(answer.get("osm3s", {}).get("timestamp_osm_base", "")))
            for element in answer["elements"]:
                elements[KINDS.index(element["type"]), int(element["id"])] = element
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise FetchError(
                f"Die gespeicherte Antwort {path} ist kein Overpass-JSON: bitte löschen und noch einmal starten."
            ) from error
    if not elements:
        raise FetchError(
            "Overpass kennt in diesem Gebiet weder Straßen noch Einrichtungen: bitte ein anderes Gebiet angeben."
        )
    return [elements[key] for key in sorted(elements)], min(filter(None, dates), default="")


def write_extract(answers: tuple[list[Element], str], target: Path) -> None:
    """Write elements as an extract; it is in place whole or not at all.

    Raises
    ------
    FetchError
        If an element lacks what its kind must have.
    """
    elements, stamp = answers
    header = osmium.io.Header()
    header.set("generator", "mitten")
    if stamp:
        header.set("osmosis_replication_timestamp", stamp)
    part = target.with_name(f"part.{target.name}")  # osmium tells the format by the ending
    try:
        with osmium.SimpleWriter(str(part), header=header, overwrite=True) as writer:
            for element in elements:
                _write(writer, element)
    except (KeyError, TypeError, ValueError) as error:
        part.unlink(missing_ok=True)
        raise FetchError(
            "Overpass lieferte unvollständige Daten: bitte später noch einmal versuchen."
        ) from error
    part.replace(target)


def _write(writer: Any, element: Element) -> None:
    common = {"id": int(element["id"]), "tags": element.get("tags", {})}
    if element["type"] == "node":
        location = (float(element["lon"]), float(element["lat"]))
        writer.add_node(osmium.osm.mutable.Node(location=location, **common))
    elif element["type"] == "way":
        writer.add_way(osmium.osm.mutable.Way(nodes=list(element["nodes"]), **common))
    else:
        members = [(each["type"][0], int(each["ref"]), each["role"]) for each in element["members"]]
        writer.add_relation(osmium.osm.mutable.Relation(members=members, **common))


def _fill(area: BaseGeometry) -> MultiPolygon:
    parts = shapely.get_parts(to_multipolygon(shapely.normalize(area)))
    filled = to_multipolygon(shapely.union_all(shapely.polygons(shapely.get_exterior_ring(parts))))
    if filled.is_empty:
        raise InputError("Das Gebiet für Overpass ist leer: bitte eine Kommune mit Umriss angeben.")
    if filled.area > MAX_AREA_KM2 * 1e6:
        raise InputError(
            f"Das Gebiet ist mit {filled.area / 1e6:.0f} km² zu groß für Overpass (höchstens {MAX_AREA_KM2:.0f}): "
            "bitte einen Auszug laden (mitten fetch osm ohne --overpass) oder eine einzelne Kommune angeben."
        )
    return filled


def _ask(area: MultiPolygon) -> None:
    """Let osmnx fill its cache with facilities and streets."""
    import osmnx  # late: it brings matplotlib and scikit-learn, which would slow down every command

    polygon = gpd.GeoSeries([area], crs=STORAGE).to_crs(EDGE).iloc[0]
    questions: tuple[Callable[[], object], ...] = (
        lambda: osmnx.features_from_polygon(polygon, dict.fromkeys(layer_keys(), True)),
        lambda: osmnx.graph_from_polygon(polygon, custom_filter=STREETS),
    )
    for question in questions:
        try:
            question()
        except InterruptedError:  # osmnx's CacheOnlyInterruptError: all answers are stored
            continue
        except requests.RequestException as error:
            raise FetchError(
                "Overpass ist nicht erreichbar: bitte Internetverbindung prüfen oder einen Auszug laden "
                "(mitten fetch osm ohne --overpass)."
            ) from error
        except ValueError as error:  # osmnx on anything that is no JSON
            raise FetchError(
                "Overpass antwortete nicht mit Daten: bitte später noch einmal versuchen."
            ) from error


@contextmanager
def _osmnx_for(answers: Path, base_url: str, timeout_s: float) -> Iterator[None]:
    """Set osmnx up for one server and folder, and put everything back: its settings are global."""
    import osmnx

    wanted: dict[str, Any] = {
        "cache_folder": answers,
        "use_cache": True,
        "cache_only_mode": True,
        "overpass_url": base_url,
        "requests_timeout": timeout_s,
        "requests_kwargs": {"hooks": {"response": _refuse}},
        # Without an answer osmnx would sleep for a minute before it finds out that there is no network.
        "overpass_rate_limit": _is_reachable(base_url),
        "doh_url_template": None,  # no name lookups at third parties
    }
    before = {name: getattr(osmnx.settings, name) for name in wanted}
    lookup = socket.getaddrinfo  # osmnx replaces it for the whole process
    try:
        for name, value in wanted.items():
            setattr(osmnx.settings, name, value)
        yield
    finally:
        socket.getaddrinfo = lookup
        for name, value in before.items():
            setattr(osmnx.settings, name, value)


def _is_reachable(base_url: str) -> bool:
    try:
        return httpx2.get(f"{base_url.rstrip('/')}/status", timeout=REACH_TIMEOUT_S).is_success
    except httpx2.HTTPError:
        return False


def _refuse(response: requests.Response, *_: Any, **__: Any) -> None:
    """Stop at answers that osmnx would wait for without end (429, 504) or pass over (a remark instead of data)."""
    if response.request.method != "POST":
        return
    if response.status_code in {429, 504}:
        raise FetchError(
            f"Overpass ist überlastet (Fehler {response.status_code}): bitte in einigen Minuten noch einmal versuchen."
        )
    if not response.ok:
        raise FetchError(
            f"Overpass lehnt die Anfrage ab (Fehler {response.status_code}): bitte die Adresse prüfen."
        )
    if b'"remark"' in response.content[-2_000:]:
        raise FetchError(
            "Overpass brach die Anfrage ab (Zeit oder Speicher): bitte ein kleineres Gebiet angeben."
        )
