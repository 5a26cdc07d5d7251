"""Official Gemarkungen of North Rhine-Westphalia: Geobasis NRW, ALKIS in the simplified exchange schema.

Service ``wfs_nw_alkis_vereinfacht``, feature type ``ave:KatasterBezirk``, licence dl-de/zero-2-0. The proxy
before the service refuses GeoJSON, ``CQL_FILTER`` and ``SRSNAME``, so the request is the plain one with
``BBOX``; the answer is GML 3.2 in EPSG:25832, east before north. A KatasterBezirk is a Gemarkung or a part of
one (Flur).
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import httpx2
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from shapely.geometry.base import BaseGeometry

from geo.crs import STORAGE, validate_metric
from geo.domain import GeometrieQuelle
from geo.errors import FetchError, InputError

WFS_URL = "https://www.wfs.nrw.de/geobasis/wfs_nw_alkis_vereinfacht"
TYPE_NAME = "ave:KatasterBezirk"
PAGE_SIZE = 500
TIMEOUT_S = 60.0
ATTRIBUTION = "Land NRW, Geobasis NRW: ALKIS, Gemarkung"
LICENCE = "dl-de/zero-2-0"
FIELDS = ["art", "name", "schluessel", "gmdschl", "aktualit"]


def fetch_gemarkungen(outline: BaseGeometry, *, client: httpx2.Client | None = None) -> GeoDataFrame:
    """Fetch the Gemarkungen that touch an area.

    Parameters
    ----------
    outline
        Area of interest in EPSG:25832; its bounding box is asked for.
    client
        HTTP client, for tests and proxies; a new one by default.

    Returns
    -------
    GeoDataFrame
        As :func:`read_gemarkungen`.

    Raises
    ------
    FetchError
        If the service cannot be reached or refuses.
    InputError
        If the answer is not the documented schema.
    """
    own = client or httpx2.Client(timeout=TIMEOUT_S, follow_redirects=True)
    try:
        pages = [_parse(body, WFS_URL) for body in _fetch_pages(own, outline.bounds)]
    finally:
        if client is None:
            own.close()
    frame = GeoDataFrame(pd.concat(pages, ignore_index=True), crs=STORAGE).drop_duplicates("schluessel")
    return _only_gemarkungen(frame, WFS_URL)


def read_gemarkungen(path: Path) -> GeoDataFrame:
    """Read Gemarkungen from a stored WFS answer (GML) or a GeoJSON with the same fields.

    Parameters
    ----------
    path
        File with ``name``, ``schluessel``, ``gmdschl`` and, if it also holds Fluren, ``art``.

    Returns
    -------
    GeoDataFrame
        Columns ``name``, ``ags``, ``schluessel``, ``date`` (may be empty) and polygons in EPSG:25832.

    Raises
    ------
    InputError
        If the file cannot be read, lacks a field or holds no Gemarkung.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} ist nicht lesbar: bitte den Pfad zur Gemarkungsdatei prüfen.") from error
    return _only_gemarkungen(_parse(content, str(path)), str(path))


def match_gemarkungen(gemarkungen: GeoDataFrame, centres: GeoDataFrame) -> GeoDataFrame:
    """Find the Zentrum that each Gemarkung belongs to.

    By name first; a Gemarkung of another name goes to the only Zentrum in it that has none by name. Others
    stay out.

    Parameters
    ----------
    gemarkungen
        Of one municipality, as :func:`read_gemarkungen`.
    centres
        Zentren of that municipality: points in EPSG:25832 with ``name``, indexed by ``zentrum_id``.

    Returns
    -------
    GeoDataFrame
        Columns ``zentrum_id``, ``name``, ``quelle``, ``source``, ``licence``, ``date`` and polygons.
    """
    validate_metric(centres, "Die Lage der Zentren")
    by_name = {_plain(name): zentrum_id for zentrum_id, name in centres["name"].items()}
    zentrum_id = gemarkungen["name"].map(lambda name: by_name.get(_plain(name)))
    free = centres[~centres.index.isin(zentrum_id.dropna())]
    for position in zentrum_id.index[zentrum_id.isna()]:
        inside = free.index[free.within(gemarkungen.geometry[position])]
        if len(inside) == 1:
            zentrum_id[position] = inside[0]
    matched = gemarkungen.assign(zentrum_id=zentrum_id).dropna(subset="zentrum_id")
    source = [
        f"{ATTRIBUTION} {name} ({key})"
        for name, key in zip(matched["name"], matched["schluessel"], strict=True)
    ]
    return matched.assign(quelle=GeometrieQuelle.GEMARKUNG.value, source=source, licence=LICENCE)


def _fetch_pages(client: httpx2.Client, bounds: tuple[float, float, float, float]) -> Iterator[bytes]:
    start = 0
    while True:
        body = _fetch(client, bounds, start)
        yield body
        returned = re.search(rb'numberReturned="(\d+)"', body)
        if returned is None or int(returned[1]) < PAGE_SIZE:
            return
        start += PAGE_SIZE


def _fetch(client: httpx2.Client, bounds: tuple[float, float, float, float], start: int) -> bytes:
    box = ",".join(f"{value:.3f}" for value in bounds)
    params = {
        "SERVICE": "WFS",
        "VERSION": "2.0.0",
        "REQUEST": "GetFeature",
        "TYPENAMES": TYPE_NAME,
        "BBOX": f"{box},urn:ogc:def:crs:EPSG::{STORAGE}",
        "COUNT": str(PAGE_SIZE),
        "STARTINDEX": str(start),
    }
    try:
        response = client.get(WFS_URL, params=params)
        response.raise_for_status()
    except httpx2.HTTPStatusError as error:
        status = error.response.status_code
        raise FetchError(
            f"Geobasis NRW antwortet auf die Abfrage der Gemarkungen mit Status {status}: "
            "bitte später erneut versuchen."
        ) from error
    except httpx2.HTTPError as error:
        raise FetchError(
            "Der Dienst von Geobasis NRW für Gemarkungen ist nicht erreichbar: bitte die Internetverbindung "
            "prüfen oder eine gespeicherte Antwort mit --gemarkungen DATEI angeben."
        ) from error
    return response.content


def _parse(content: bytes, where: str) -> GeoDataFrame:
    if b"ExceptionReport" in content[:2000]:
        reason = re.search(rb"<(?:\w+:)?ExceptionText>([^<]*)<", content)
        said = reason[1].decode("utf-8", "replace").strip() if reason else "ohne Begründung"
        raise FetchError(f"{where} weist die Anfrage ab ({said}): bitte später erneut versuchen.")
    try:
        frame = gpd.read_file(content)
    except Exception as error:  # pyogrio raises many kinds, all meaning the same to the reader
        raise InputError(
            f"{where} enthält keine lesbaren Gemarkungen: bitte GML oder GeoJSON angeben."
        ) from error
    if frame.empty or not isinstance(frame, GeoDataFrame):
        return GeoDataFrame(columns=FIELDS, geometry=[], crs=STORAGE)
    return frame.set_crs(STORAGE) if frame.crs is None else frame.to_crs(STORAGE)


def _only_gemarkungen(frame: GeoDataFrame, where: str) -> GeoDataFrame:
    missing = {"name", "schluessel", "gmdschl"} - set(frame.columns)
    if missing:
        raise InputError(
            f"In {where} fehlt das Feld {min(missing)}: bitte ave:KatasterBezirk unverändert speichern."
        )
    if "art" in frame:
        frame = frame[frame["art"] == "Gemarkung"]
    if frame.empty:
        raise InputError(
            f"{where} enthält keine Gemarkung: bitte Gebiet und Objektart (ave:KatasterBezirk) prüfen."
        )
    date = frame["aktualit"].astype(str).str.slice(0, 10) if "aktualit" in frame else ""
    data = {
        "name": frame["name"],
        "ags": frame["gmdschl"].astype(str),
        "schluessel": frame["schluessel"].astype(str),
    }
    shapes = shapely.make_valid(shapely.force_2d(frame.geometry.values))
    plain = pd.DataFrame(data).assign(date=date)
    return GeoDataFrame(plain, geometry=shapes, crs=STORAGE).reset_index(drop=True)


def _plain(name: str) -> str:
    """Name for comparison: "Unna-Mitte", "Unna-Stadt" and "Unna-Kirchspiel" are one place, as is "Unna"."""
    word = name.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    word = unicodedata.normalize("NFKD", word)
    return re.sub(r"[- ](mitte|stadt|kirchspiel)$", "", word).strip()
