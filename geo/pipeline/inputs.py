"""Everything of a loaded Verbund that a run is computed from."""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection

from geo.analysis.remedies import Effort, UnitCost
from geo.db import areas as stored_areas
from geo.db import read
from geo.db import transit as stored


@dataclass(frozen=True, slots=True)
class RunInputs:
    """Frames of a loaded Verbund.

    Attributes
    ----------
    zentren, ortsteile, cells, facilities, centres
        Tables of the same names, EPSG:25832.
    areas
        Per layer key the area where it is known completely.
    costs
        Unit costs, where there are any.
    partners
        Partner places of municipalities beside the Verbund, EPSG:25832.
    """

    zentren: gpd.GeoDataFrame
    ortsteile: gpd.GeoDataFrame
    cells: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame
    areas: Mapping[str, BaseGeometry]
    centres: gpd.GeoDataFrame
    costs: Mapping[Effort, UnitCost]
    partners: gpd.GeoDataFrame


def read_inputs(connection: Connection, verbund_id: str) -> RunInputs:
    """Read a loaded Verbund."""
    return RunInputs(
        zentren=read.read_frame(connection, "zentrum", verbund_id),
        ortsteile=read.read_frame(connection, "ortsteil", verbund_id),
        cells=read.read_cells(connection, verbund_id),
        facilities=read.read_facilities(connection, verbund_id),
        areas=read.read_complete_areas(connection, verbund_id)["geom"].to_dict(),
        centres=stored.read_centres(connection, verbund_id),
        costs={
            Effort(row["kind"]): UnitCost(row["eur_a"], row["source"], row["date"])
            for row in stored.read_unit_costs(connection, verbund_id)
        },
        partners=stored_areas.read_partners(connection, verbund_id),
    )
