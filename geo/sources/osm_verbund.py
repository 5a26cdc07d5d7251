"""A Verbund out of OpenStreetMap: municipalities, Zentren, Ortsteile and facilities from one set of extracts."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame, GeoSeries
from pydantic import ValidationError
from shapely.geometry.base import BaseGeometry

from geo.crs import STORAGE
from geo.domain import GeometrieQuelle
from geo.errors import InputError
from geo.layers import list_layers
from geo.normalise import slug
from geo.schema import canonical_frame
from geo.sources.checksum import sha256_file, sha256_files
from geo.sources.config import OsmConfig
from geo.sources.ortsteile import Places, with_residents
from geo.sources.osm import OsmExtract, read_osm
from geo.sources.osm_residents import kommune_residents, published_residents, shareable_totals
from geo.sources.package import DatasetRecord, to_multipolygon, validate_places
from geo.tiling import voronoi_ortsteile

FACILITIES_KEY = "osm"
OUTSIDE = -1
MAX_UNCLEAR_SHARE = 0.1  # own setting: beyond it, "none found" would say too much
PLACE_KINDS = {
    "city": "Stadt",
    "town": "Stadt",
    "village": "Dorf",
    "hamlet": "Weiler",
    "borough": "Stadtbezirk",
    "suburb": "Stadtteil",
    "quarter": "Quartier",
    "neighbourhood": "Nachbarschaft",
}


@dataclass(frozen=True, slots=True)
class _Source:
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


def read_osm_verbund(
    paths: Sequence[Path], config: OsmConfig, members: Sequence[str] = ()
) -> tuple[Places, GeoDataFrame, tuple[DatasetRecord, ...]]:
    """Read the places and facilities of a Verbund out of OpenStreetMap extracts.

    Parameters
    ----------
    paths
        The extracts.
    config
        ``[osm]`` of ``verbund.toml``.
    members
        Codes of the municipalities that belong; none given: every one that is complete in the extracts.

    Returns
    -------
    Places, GeoDataFrame, tuple of DatasetRecord
        Checked places with their sources, the canonical frame of facilities (also of those beyond the border,
        with an empty ``ags``), and the source of the facilities.

    Raises
    ------
    InputError
        If an extract cannot be read or lacks a municipality.
    """
    extract = read_osm(paths, admin_level=config.admin_level, places=config.places)
    source = _Source(paths, config, extract)
    outlines = _choose(source, members)
    zentren = _zentren(outlines, extract.places, config.date)
    kommunen = _kommunen(outlines, zentren, config)
    canonical = canonical_frame("zentren", zentren)
    ortsteile = _ortsteile(kommunen, zentren, config)
    validate_places(kommunen, ortsteile, canonical)
    published = int(ortsteile["residents"].notna().sum())
    datasets = (
        source.describe("kommunen", "Umrisse der Kommunen", len(kommunen)),
        source.describe("ortsteile", "Grenzen der Ortsteile", len(ortsteile)),
        source.describe("zentren", "Zentren", len(zentren)),
        *([source.describe("einwohner", "Einwohner der Ortsteile", published)] if published else []),
    )
    record, facilities = _facilities(source, kommunen)
    return Places(kommunen, ortsteile, canonical, datasets), facilities, (record,)


def read_osm_facilities(
    path: Path | Sequence[Path], kommunen: GeoDataFrame, date: str, *, area: BaseGeometry | None = None
) -> tuple[DatasetRecord, GeoDataFrame]:
    """Read the facilities of extracts for municipalities that are already known.

    Parameters
    ----------
    path, kommunen
        The extract, or several; canonical frame.
    date
        Of the extract, ISO; of several, the oldest.
    area
        EPSG:25832: where the extracts hold everything (`geo.sources.geofabrik`). Only facilities inside are
        read, and they are complete there; without it, in municipalities whose boundary the extracts hold whole.

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
    return _facilities(_Source(paths, config, extract), kommunen, area)


def _choose(source: _Source, members: Sequence[str]) -> GeoDataFrame:
    """Outlines of the municipalities that belong, with their key ``ags``, in the order of the keys."""
    config, outlines = source.config, source.extract.outlines
    name = ", ".join(path.name for path in source.paths)
    if outlines.empty:
        raise InputError(
            f"{name} enthält keine vollständige Gemeindegrenze mit admin_level={config.admin_level}: "
            "bitte einen größeren Auszug nehmen oder admin_level in verbund.toml berichtigen."
        )
    keyed = outlines.assign(ags=config.key_prefix + outlines["code"].map(slug))
    missing = [ags for ags in members if ags not in set(keyed["ags"])]
    if missing:
        shown = ", ".join(
            f"{row.ags} {row.name}" for row in keyed.sort_values("ags").head(12).itertuples(index=False)
        )
        raise InputError(
            f"Die Kommune „{missing[0]}“ (members in verbund.toml) liegt nicht vollständig in {name}; "
            f"dort liegen {shown}: bitte den Schlüssel berichtigen oder einen größeren Auszug nehmen."
        )
    chosen = keyed[keyed["ags"].isin(members)] if members else keyed
    doubled = chosen.loc[chosen["ags"].duplicated(), "ags"]
    if len(doubled):
        raise InputError(
            f"In {name} tragen zwei Gemeinden den Schlüssel „{doubled.iloc[0]}“: "
            "bitte admin_level in verbund.toml berichtigen."
        )
    return chosen.sort_values("ags", ignore_index=True)


def _zentren(outlines: GeoDataFrame, places: GeoDataFrame, date: str) -> pd.DataFrame:
    """Places inside the municipalities; where there is none, the point that stands for the municipality."""
    owner = _locate(places["geom"].to_numpy(), outlines)
    inside = owner != OUTSIDE
    found = places[inside].assign(
        ags=outlines["ags"].to_numpy()[owner[inside]],
        kind=places.loc[inside, "place"].map(PLACE_KINDS),
        position_source=f"OpenStreetMap, Stand {date}",
        position_estimated=False,
        note="",
    )
    bare = outlines[~outlines["ags"].isin(found["ags"])]
    rows = pd.concat([found, _stand_ins(bare)], ignore_index=True).sort_values(["ags", "name", "osm_id"])
    ids = rows["ags"] + "-" + rows["name"].map(slug)
    # Two hamlets of one name in one municipality: the id of the object keeps them apart.
    numbers = rows["osm_id"].str.partition("/")[2]
    ids = ids.mask(ids.duplicated(keep=False) | ids.str.endswith("-"), ids + "-" + numbers)
    return rows.assign(zentrum_id=ids).reset_index(drop=True)


def _stand_ins(outlines: GeoDataFrame) -> pd.DataFrame:
    """One estimated Zentrum for each of these municipalities."""
    areas, labels = outlines["geom"].to_numpy(), outlines["label"].to_numpy()
    labelled = shapely.intersects(areas, labels)
    return pd.DataFrame(
        {
            "osm_id": outlines["osm_id"],
            "name": outlines["name"],
            "ags": outlines["ags"],
            "kind": "Gemeinde",
            "population": outlines["population"],
            "date": outlines["date"],
            "source": outlines["source"],
            "position_source": np.where(
                labelled, "OpenStreetMap, Mitte der Gemeindegrenze", "Punkt in der Gemeinde"
            ),
            "position_estimated": True,
            "note": "OpenStreetMap kennt hier keinen Ort: Lage geschätzt",
            "geom": np.where(labelled, labels, shapely.point_on_surface(areas)),
        }
    )


def _kommunen(outlines: GeoDataFrame, zentren: pd.DataFrame, config: OsmConfig) -> GeoDataFrame:
    residents = kommune_residents(outlines, zentren)
    columns = {
        "ags": outlines["ags"],
        "name": outlines["name"],
        "role": ["kommune"] * len(outlines),
        "source": [f"OpenStreetMap, {osm_id}" for osm_id in outlines["osm_id"]],
        "licence": [config.licence] * len(outlines),
        "geom": outlines["geom"],
    }
    return canonical_frame("kommunen", columns | {name: residents[name] for name in residents})


def _ortsteile(kommunen: GeoDataFrame, zentren: pd.DataFrame, config: OsmConfig) -> GeoDataFrame:
    rows = []
    for kommune in kommunen.itertuples():
        own = zentren[zentren["ags"] == kommune.ags].set_index("zentrum_id")
        cells = voronoi_ortsteile(kommune.geom, GeoSeries(own["geom"], crs=STORAGE))
        whole = len(own) == 1
        quelle = GeometrieQuelle.OSM if whole else GeometrieQuelle.ABGELEITET
        source = kommune.source if whole else f"Voronoi-Zellen der Orte in {kommune.source}"
        for zentrum_id, cell in cells.items():
            row = {"ortsteil_id": zentrum_id, "ags": kommune.ags, "name": own.loc[zentrum_id, "name"]}
            row |= {"geometrie_quelle": quelle.value, "source": source, "geom": cell}
            rows.append(row | {"licence": config.licence, "date": config.date})
    frame = GeoDataFrame(rows, geometry="geom", crs=STORAGE)
    published = published_residents(zentren, kommunen)
    return canonical_frame("ortsteile", with_residents(frame, published, shareable_totals(kommunen, zentren)))


def _facilities(
    source: _Source, kommunen: GeoDataFrame, known: BaseGeometry | None = None
) -> tuple[DatasetRecord, GeoDataFrame]:
    """Canonical frame of facilities; complete in the known area, else where a municipality is complete."""
    extract = source.extract
    facilities = extract.facilities
    owner = _locate(facilities["geom"].to_numpy(), kommunen)
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
    if known is None:
        area = to_multipolygon(shapely.union_all(extract.outlines["geom"].to_numpy()))
        inside = shapely.intersects(area, shapely.point_on_surface(outlines))
    else:
        area = to_multipolygon(known)
        inside = shapely.covers(area, outlines)
    record = source.describe(
        FACILITIES_KEY,
        "Einrichtungen aus OpenStreetMap",
        len(frame),
        layers=tuple(layer.key for layer in list_layers() if _is_told(extract, layer.key)),
        complete_ags=tuple(kommunen.loc[inside, "ags"]),
        complete_area=None if area.is_empty else area,
    )
    return record, frame


def _is_told(extract: OsmExtract, layer: str) -> bool:
    """Whether an extract tells where the facilities of a layer are: it holds some, and few that are unclear."""
    found, unclear = extract.found[layer], extract.unclear[layer]
    return found > 0 and unclear <= MAX_UNCLEAR_SHARE * (found + unclear)


def _locate(points: np.ndarray[Any, Any], outlines: GeoDataFrame) -> np.ndarray[Any, Any]:
    """Position of the outline that each point lies in; ``OUTSIDE`` where there is none."""
    owner = np.full(len(points), OUTSIDE)
    tree = shapely.STRtree(outlines["geom"].to_numpy())
    point, outline = tree.query(points, predicate="intersects")
    # Written backwards, the first outline wins on a common border.
    owner[point[::-1]] = outline[::-1]
    return owner
