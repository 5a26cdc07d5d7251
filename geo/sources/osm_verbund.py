"""A Verbund out of OpenStreetMap: municipalities, Zentren, Ortsteile and facilities from one set of extracts."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame, GeoSeries

from geo.crs import STORAGE
from geo.domain import GeometrieQuelle
from geo.errors import InputError
from geo.network.parameters import read_parameters
from geo.normalise import slug
from geo.schema import canonical_frame
from geo.sources.config import OsmConfig
from geo.sources.geofabrik import wanted_area
from geo.sources.ortsteile import Places, with_residents
from geo.sources.osm import read_osm
from geo.sources.osm_facilities import OUTSIDE, OsmSource, describe_facilities, locate
from geo.sources.osm_residents import kommune_residents, published_residents, shareable_totals
from geo.sources.package import DatasetRecord, validate_places
from geo.tiling import voronoi_ortsteile

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
        Checked places with their sources, the canonical frame of facilities (also of those around the Verbund,
        with an empty ``ags``), and the source of the facilities.

    Raises
    ------
    InputError
        If an extract cannot be read or lacks a municipality.
    """
    extract = read_osm(paths, admin_level=config.admin_level, places=config.places)
    source = OsmSource(paths, config, extract)
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
    area = wanted_area(kommunen, read_parameters())
    record, facilities = describe_facilities(source, kommunen, area)
    return Places(kommunen, ortsteile, canonical, datasets), facilities, (record,)


def _choose(source: OsmSource, members: Sequence[str]) -> GeoDataFrame:
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
    owner = locate(places["geom"].to_numpy(), outlines)
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
