"""Frames as GeoJSON (RFC 7946): EPSG:4326, six decimals (about 0.1 m), an id per feature."""

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.crs import EDGE
from geo.results import Isochrone

DECIMALS = 6


def to_feature_collection(frame: gpd.GeoDataFrame, id_column: str) -> dict[str, Any]:
    """Feature collection of a frame in any known system; missing values become null.

    Parameters
    ----------
    frame
        Geometries and columns; every column but the geometry becomes a property.
    id_column
        Column that also becomes the id of the feature.
    """
    geometries = shapely.transform(frame.geometry.to_crs(EDGE).to_numpy(), lambda xy: xy.round(DECIMALS))
    table = pd.DataFrame(frame.drop(columns=frame.geometry.name)).astype(object)
    records = table.where(table.notna(), None).to_dict("records")
    features = [
        {"type": "Feature", "id": record[id_column], "properties": record, "geometry": shape}
        for record, shape in zip(records, (g.__geo_interface__ for g in geometries), strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def to_area_collection(areas: Sequence[Isochrone]) -> dict[str, Any]:
    """Feature collection of isochrones, the largest first so that the smaller are drawn above it."""
    features = [
        {
            "type": "Feature",
            "id": f"{area.zentrum_id} {area.minutes:g}",
            "properties": area.model_dump(mode="json", exclude={"geometry"}),
            "geometry": area.geometry,
        }
        for area in sorted(areas, key=lambda area: -area.minutes)
    ]
    return {"type": "FeatureCollection", "features": features}
