"""Shapes of GeoJSON answers; all other answers are the records of `geo.results`."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class Feature(BaseModel):
    """A GeoJSON feature in EPSG:4326."""

    type: Literal["Feature"] = "Feature"
    id: str
    properties: dict[str, Any]
    geometry: dict[str, Any] | None


class FeatureCollection(BaseModel):
    """A GeoJSON feature collection in EPSG:4326 (RFC 7946)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "FeatureCollection",
                    "features": [
                        {
                            "type": "Feature",
                            "id": "05978036-hemmerde",
                            "properties": {
                                "zentrum_id": "05978036-hemmerde",
                                "name": "Hemmerde",
                                "kommune": "Unna",
                            },
                            "geometry": {"type": "Point", "coordinates": [7.8118, 51.5477]},
                        }
                    ],
                }
            ]
        }
    )

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[Feature]
