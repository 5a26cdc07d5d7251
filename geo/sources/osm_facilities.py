"""Facilities out of OpenStreetMap extracts, for municipalities that are known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pydantic import ValidationError
from shapely.geometry.base import BaseGeometry

from geo.errors import InputError
from geo.layers import list_layers
from geo.schema import canonical_frame
from geo.sources.checksum import sha256_file, sha256_files
from geo.sources.config import OsmConfig
from geo.sources.osm import OsmExtract, read_osm
from geo.sources.package import DatasetRecord, to_multipolygon

FACILITIES_KEY = "osm"
OUTSIDE = -1
MIN_KNOWN_SHARE = 0.95  # own setting: of a municipality, for it to count as complete
MAX_UNCLEAR_SHARE = 0.1  # own setting: beyond it, "none found" would say too much


@dataclass(frozen=True, slots=True)
class OsmSource:
    """The extracts that were read, and what is said about them."""

    paths: Sequence[Path]
    config: OsmConfig
    extract: OsmExtract

    def describe(self, key: str, title: str, n_records: int, **more: Any) -> DatasetRecord:
        """Provenance of one kind of record from the extracts."""
        single = len(self.paths) == 1
        return DatasetRecord(
            key=key,
            title=title,
            source=f"OpenStreetMap ({', '.join(path.name for path in self.paths)})",
            url="https://www.openstreetmap.org/copyright",
            licence=self.config.licence,
            attribution=self.config.attribution,
            date=self.config.date,
            sha256=sha256_file(self.paths[0]) if single else sha256_files(self.paths),
            note=f"OpenStreetMap, Stand {self.config.date[:4]}: Vollständigkeit nicht geprüft",
            n_records=n_records,
            **more,
        )


def read_osm_facilities(
    path: Path | Sequence[Path],
    kommunen: GeoDataFrame,
    date: str,
    *,
    area: BaseGeometry | None = None,
    known: bool = False,
) -> tuple[DatasetRecord, GeoDataFrame]:
    """Read the facilities of extracts for municipalities that are already known.

    Parameters
    ----------
    path, kommunen
        The extract, or several; canonical frame.
    date
        Of the extract, ISO; of several, the oldest.
    area
        EPSG:25832. Only facilities inside are read; without it, all.
    known
        Whether the extracts hold everything in the area (`geo.sources.geofabrik`). Else facilities are complete
        in municipalities whose boundary the extracts hold whole, as far as they lie in the area.

    Returns
    -------
    DatasetRecord, GeoDataFrame
        The source ``osm`` and the canonical frame of facilities.

    Raises
    ------
    InputError
        If an extract cannot be read, or the date is none.
    """
    paths = [path] if isinstance(path, Path) else list(path)
    names = ", ".join(path.name for path in paths)
    try:
        config = OsmConfig(file=tuple(str(path) for path in paths), date=date)
    except ValidationError as error:
        raise InputError(
            f"Der Stand „{date}“ von {names} ist kein Datum: bitte als Jahr-Monat-Tag angeben, etwa 2026-11-01."
        ) from error
    extract = read_osm(paths, admin_level=config.admin_level, places=(), area=area)
    return describe_facilities(OsmSource(paths, config, extract), kommunen, area, known=known)


def bound_completeness(record: DatasetRecord, kommunen: GeoDataFrame, roads: BaseGeometry) -> DatasetRecord:
    """The same dataset, complete no farther than roads are known: a border that is whole may enclose a cut.

    Parameters
    ----------
    record, kommunen
        As `read_osm_facilities` gives and takes them.
    roads
        Where the extracts know all roads, EPSG:25832 (`geo.network.area.find_data_area`).
    """
    if record.complete_area is None:
        return record
    area = to_multipolygon(record.complete_area.intersection(roads))
    # Roads are counted in squares: a municipality at the border of its country is rarely inside to the metre.
    share = shapely.area(shapely.intersection(kommunen["geom"].to_numpy(), area)) / kommunen.area.to_numpy()
    kept = set(kommunen["ags"].to_numpy()[share >= MIN_KNOWN_SHARE])
    ags = tuple(key for key in record.complete_ags if key in kept)
    return replace(record, complete_ags=ags, complete_area=None if area.is_empty else area)


def describe_facilities(
    source: OsmSource, kommunen: GeoDataFrame, area: BaseGeometry | None = None, *, known: bool = False
) -> tuple[DatasetRecord, GeoDataFrame]:
    """Canonical frame of facilities, complete in the area if that is known, else where a municipality is."""
    extract = source.extract
    facilities = extract.facilities
    if area is not None:
        facilities = facilities[shapely.intersects(area, facilities["geom"].to_numpy())]
    owner = locate(facilities["geom"].to_numpy(), kommunen)
    keys = np.append(kommunen["ags"].to_numpy(object), "")  # OUTSIDE is the last
    frame = canonical_frame(
        "facilities",
        {
            **{name: facilities[name] for name in ("facility_id", "layer", "name", "attributes", "geom")},
            "dataset": [FACILITIES_KEY] * len(facilities),
            "ags": keys[owner],
        },
    )
    outlines = kommunen["geom"].to_numpy()
    if area is not None and known:
        complete, inside = to_multipolygon(area), shapely.covers(area, outlines)
    else:
        whole = shapely.union_all(extract.outlines["geom"].to_numpy())
        complete = to_multipolygon(whole if area is None else whole.intersection(area))
        inside = shapely.intersects(complete, shapely.point_on_surface(outlines))
        if area is not None:
            inside &= shapely.covers(area, outlines)
    record = source.describe(
        FACILITIES_KEY,
        "Einrichtungen aus OpenStreetMap",
        len(frame),
        layers=tuple(layer.key for layer in list_layers() if _is_told(extract, layer.key)),
        complete_ags=tuple(kommunen.loc[inside, "ags"]),
        complete_area=None if complete.is_empty else complete,
    )
    return record, frame


def _is_told(extract: OsmExtract, layer: str) -> bool:
    """Whether an extract tells where the facilities of a layer are: it holds some, and few that are unclear."""
    found, unclear = extract.found[layer], extract.unclear[layer]
    return found > 0 and unclear <= MAX_UNCLEAR_SHARE * (found + unclear)


def locate(points: np.ndarray[Any, Any], outlines: GeoDataFrame) -> np.ndarray[Any, Any]:
    """Position of the outline that each point lies in; ``OUTSIDE`` where there is none."""
    owner = np.full(len(points), OUTSIDE)
    tree = shapely.STRtree(outlines["geom"].to_numpy())
    point, outline = tree.query(points, predicate="intersects")
    # Written backwards, the first outline wins on a common border.
    owner[point[::-1]] = outline[::-1]
    return owner
