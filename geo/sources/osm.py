"""Read OpenStreetMap extracts (PBF or XML) as a stream: municipalities, places, facilities of every layer."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from shapely.geometry.base import BaseGeometry

from geo.crs import EDGE, STORAGE, to_degrees
from geo.errors import InputError
from geo.layers import list_layers, match_layers
from geo.layers.spec import Tags, matches_rule
from geo.normalise import clean_text, find_duplicates, to_points

KEPT_TAGS = ("brand", "operator", "opening_hours", "wheelchair", "capacity", "beds")
CODE_TAGS = ("de:amtlicher_gemeindeschluessel", "ISO3166-2", "ref")
LABEL_ROLES = ("admin_centre", "label")  # the better first
ON_DISK_BYTES = 200_000_000  # above, node positions go to a temporary file: they need 16 bytes each
IN_MEMORY, ON_DISK = "flex_mem", "sparse_file_array"

_OUTLINE = ("osm_id", "name", "code", "population", "date", "source", "label", "geom")
_PLACE = ("osm_id", "name", "place", "population", "date", "source", "geom")
_FACILITY = ("facility_id", "layer", "name", "brand", "n_attributes", "attributes", "geom")


@dataclass(frozen=True, slots=True)
class OsmExtract:
    """What extracts hold that Mitten can use; geometries in EPSG:25832 in the column ``geom``.

    Attributes
    ----------
    outlines
        Administrative boundaries of the wanted level that are complete in the extract: osm_id ("relation/1"),
        name, code, population (Int64), date, source, label (Point or None: where the map writes the name),
        geom (MultiPolygon).
    places
        Named place nodes of the wanted kinds: osm_id, name, place, population, date, source, geom (Point).
    facilities
        facility_id, layer, name, attributes, geom (Point); doubled ones are left out.
    found
        Number of objects per layer before doubled ones were left out; 0 where the extract holds none.
    unclear
        Number of objects per layer that could belong to it but tell neither so nor otherwise.
    """

    outlines: GeoDataFrame
    places: GeoDataFrame
    facilities: GeoDataFrame
    found: Mapping[str, int]
    unclear: Mapping[str, int]


@dataclass
class _Harvest:
    """Rows collected while the files stream by; geometries as WKB in degrees."""

    admin_level: str
    kinds: frozenset[str]
    outlines: dict[str, dict[str, Any]] = field(default_factory=dict)
    labels: dict[int, dict[str, Any]] = field(default_factory=dict)
    places: dict[str, dict[str, Any]] = field(default_factory=dict)
    facilities: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    unclear: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    area: BaseGeometry | None = None  # in degrees, prepared

    def covers(self, wkb: str, *, whole: bool = False) -> bool:
        """Whether the point that stands for an object lies in the area; ``whole``: whether any of it does."""
        if self.area is None:
            return True
        shape = np.array([shapely.from_wkb(wkb)], dtype=object)
        return bool(shapely.intersects(self.area, shape if whole else to_points(shape))[0])


def read_osm(
    paths: Sequence[Path], *, admin_level: int, places: Sequence[str], area: BaseGeometry | None = None
) -> OsmExtract:
    """Read what Mitten needs out of OpenStreetMap extracts.

    Parameters
    ----------
    paths
        Files (``.osm.pbf``, ``.osm``, ``.osm.gz``, ``.osm.bz2``). What stands in two of them counts once.
    admin_level
        Of the boundaries that are municipalities.
    places
        Values of ``place`` to collect.
    area
        In EPSG:25832. Of what stands outside of it nothing is kept, so that a small part of a large extract
        needs little memory; outlines that reach into it stay whole.

    Returns
    -------
    OsmExtract
        Memory grows with what is found; node positions of a large file lie in a temporary file.

    Raises
    ------
    InputError
        If a file is missing, empty, truncated or no OpenStreetMap file.
    """
    harvest = _Harvest(str(admin_level), frozenset(places), area=None if area is None else to_degrees(area))
    for path in paths:
        _validate_file(path)
        try:
            _read_file(path, harvest)
        except RuntimeError as error:  # osmium's word for anything it cannot parse
            raise InputError(
                f"{path.name} ist beschädigt, abgeschnitten oder kein OpenStreetMap-Auszug (.osm.pbf, .osm): "
                "bitte neu herunterladen."
            ) from error
    facilities = _drop_doubled(_to_frame(harvest.facilities.values(), _FACILITY))
    found = Counter(layer for _, layer in harvest.facilities)
    outlines = _to_frame(harvest.outlines.values(), _OUTLINE)
    labels = gpd.GeoSeries(shapely.from_wkb(np.array(outlines["label"], dtype=object)), crs=EDGE)
    return OsmExtract(
        outlines.assign(label=labels.to_crs(STORAGE).to_numpy()),
        _to_frame(harvest.places.values(), _PLACE),
        facilities,
        {layer.key: found[layer.key] for layer in list_layers()},
        {layer.key: len(harvest.unclear[layer.key]) for layer in list_layers()},
    )


def _validate_file(path: Path) -> None:
    if not path.is_file():
        raise InputError(f"{path} fehlt: bitte den OpenStreetMap-Auszug ablegen oder den Pfad berichtigen.")
    if not path.stat().st_size:
        raise InputError(f"{path.name} ist leer: bitte den OpenStreetMap-Auszug neu herunterladen.")


def _read_file(path: Path, harvest: _Harvest) -> None:
    """Stream one file: relations in a first pass, everything else in the second."""
    wanted = osmium.filter.KeyFilter("boundary", "place", *layer_keys())
    kinds = osmium.osm.NODE | osmium.osm.RELATION | osmium.osm.AREA
    storage = ON_DISK if path.stat().st_size > ON_DISK_BYTES else IN_MEMORY
    stream = (
        osmium.FileProcessor(str(path))
        .with_locations(storage)
        .with_areas(wanted)
        .with_filter(osmium.filter.EntityFilter(kinds))
        .with_filter(wanted)
    )
    to_wkb = osmium.geom.WKBFactory()
    n_objects = 0
    thing: Any  # osmium's union of kinds, told apart at run time
    for thing in stream:
        n_objects += 1
        if thing.is_relation():
            _take_label(thing, stream.node_location_storage, to_wkb, harvest)
        elif thing.is_node():
            if thing.location.valid():
                _take(f"node/{thing.id}", dict(thing.tags), to_wkb.create_point(thing), harvest)
        elif thing.num_rings()[0]:
            kind = "way" if thing.from_way() else "relation"
            tags = dict(thing.tags)
            if _is_outline(tags, harvest) or match_layers(tags) or _unclear_layers(tags):
                _take(f"{kind}/{thing.orig_id()}", tags, to_wkb.create_multipolygon(thing), harvest)
    if not n_objects:
        raise InputError(
            f"{path.name} enthält weder Gemeinden noch Orte noch Einrichtungen: bitte einen anderen Auszug nehmen."
        )


@cache
def layer_keys() -> tuple[str, ...]:
    """For every rule of every layer one key without which no object fulfils it."""
    rules = [rule for layer in list_layers() for rule in layer.rules]
    needed = [
        next(key for key, wanted in rule.items() if not matches_rule({key: wanted}, {})) for rule in rules
    ]
    return tuple(sorted(set(needed)))


def _take(osm_id: str, tags: dict[str, str], wkb: str, harvest: _Harvest) -> None:
    """Put one object where it belongs; a relation may be an outline, a node a place, both a facility."""
    name = clean_text(tags.get("name"))
    outline = osm_id.startswith("relation/") and bool(name) and _is_outline(tags, harvest)
    if outline and harvest.covers(wkb, whole=True):
        code = next((tags[key] for key in CODE_TAGS if tags.get(key)), osm_id.partition("/")[2])
        harvest.outlines.setdefault(
            osm_id,
            {"osm_id": osm_id, "name": name, "code": code, "geom": wkb, **_residents(tags)}
            | {"label": None}
            | harvest.labels.get(int(osm_id.partition("/")[2]), {}),
        )
    if not harvest.covers(wkb):
        return
    if osm_id.startswith("node/") and name and tags.get("place") in harvest.kinds:
        place = {"osm_id": osm_id, "name": name, "place": tags["place"], "geom": wkb}
        harvest.places.setdefault(osm_id, place | _residents(tags))
    attributes = {key: clean_text(tags[key]) for key in KEPT_TAGS if clean_text(tags.get(key))}
    for layer in _unclear_layers(tags):
        harvest.unclear[layer].add(osm_id)
    for layer in match_layers(tags):
        row: dict[str, Any] = {
            "facility_id": f"osm:{osm_id}",
            "layer": layer,
            "name": name,
            "attributes": attributes,
        }
        row |= {"brand": attributes.get("brand", ""), "n_attributes": len(attributes), "geom": wkb}
        harvest.facilities.setdefault((f"osm:{osm_id}", layer), row)


def _unclear_layers(tags: Tags) -> list[str]:
    """Layers that an object of no layer might belong to, for all that its tags tell."""
    asked = [layer for layer in list_layers() if layer.candidate and matches_rule(layer.candidate, tags)]
    return [layer.key for layer in asked] if asked and not match_layers(tags) else []


def _is_outline(tags: Tags, harvest: _Harvest) -> bool:
    return tags.get("boundary") == "administrative" and tags.get("admin_level") == harvest.admin_level


def _residents(tags: Tags) -> dict[str, Any]:
    """``population`` where it is a plain number, with its date and source."""
    digits = tags.get("population", "").replace(" ", "")
    return {
        "population": int(digits) if digits.isdecimal() else None,
        "date": clean_text(tags.get("population:date")),
        "source": clean_text(tags.get("source:population") or tags.get("population:source")),
    }


def _take_label(relation: Any, locations: Any, to_wkb: Any, harvest: _Harvest) -> None:
    """Remember where the centre of a municipality is marked; its area is assembled later in the stream."""
    if not _is_outline(dict(relation.tags), harvest):
        return
    nodes = {member.role: member.ref for member in relation.members if member.type == "n"}
    for role in LABEL_ROLES:
        if role in nodes:
            try:
                location = locations.get(nodes[role])
            except KeyError:  # the node lies outside the extract
                continue
            harvest.labels[relation.id] = {"label": to_wkb.create_point(location)}
            return


def _to_frame(rows: Any, columns: tuple[str, ...]) -> GeoDataFrame:
    """Rows with WKB in degrees as a frame in EPSG:25832."""
    listed = list(rows)
    data = {name: pd.Series([row[name] for row in listed], dtype=object) for name in columns}
    if "population" in data:
        data["population"] = data["population"].astype("Int64")
    geometries = shapely.from_wkb(np.array([row["geom"] for row in listed], dtype=object))
    data["geom"] = gpd.GeoSeries(geometries, crs=EDGE).to_crs(STORAGE)
    return GeoDataFrame(data, geometry="geom", crs=STORAGE)


def _drop_doubled(facilities: GeoDataFrame) -> GeoDataFrame:
    """Leave out doubled facilities and put each on one point."""
    kept = facilities.drop(find_duplicates(facilities).index).reset_index(drop=True)
    points = gpd.GeoSeries(to_points(kept["geom"].to_numpy()), crs=STORAGE)
    return kept.set_geometry(points.rename("geom"))[["facility_id", "layer", "name", "attributes", "geom"]]
