"""The project register: reading, searching, writing."""

import geopandas as gpd
from sqlalchemy import Connection, text

from geo.crs import STORAGE

_ALL = "SELECT * FROM project WHERE verbund_id = :verbund AND deleted_at IS NULL ORDER BY title, project_id"


def read_projects(connection: Connection, verbund_id: str) -> gpd.GeoDataFrame:
    """All projects of a Verbund that are not deleted, EPSG:25832; the caller leaves out what may not be seen."""
    return gpd.read_postgis(
        text(_ALL), connection, geom_col="geom", crs=STORAGE, params={"verbund": verbund_id}
    )
