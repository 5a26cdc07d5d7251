"""Reading: what is loaded and what the latest run found, as frames in the storage system."""

from typing import Any

import geopandas as gpd
import pandas as pd
from sqlalchemy import Connection, RowMapping, text

from geo.crs import STORAGE

_FRAMES = {
    "kommune": "SELECT * FROM kommune WHERE verbund_id = :verbund ORDER BY role, name",
    "ortsteil": """
        SELECT o.*, k.name AS kommune, ST_Area(o.geom) / 1e6 AS area_km2
        FROM ortsteil o JOIN kommune k USING (verbund_id, ags)
        WHERE o.verbund_id = :verbund ORDER BY k.name, o.name""",
    "zentrum": """
        SELECT z.*, k.name AS kommune
        FROM zentrum z JOIN kommune k USING (verbund_id, ags)
        WHERE z.verbund_id = :verbund ORDER BY k.name, z.name""",
}


def read_frame(connection: Connection, table: str, verbund_id: str) -> gpd.GeoDataFrame:
    """All rows of kommune, ortsteil (with area_km2) or zentrum of a Verbund, EPSG:25832."""
    return _read_geo(connection, _FRAMES[table], {"verbund": verbund_id})


def read_facilities(
    connection: Connection,
    verbund_id: str,
    *,
    layer: str | None = None,
    bbox: tuple[float, float, float, float] | None = None,
) -> gpd.GeoDataFrame:
    """Facilities of a Verbund, optionally of one layer and within a box (west, south, east, north in degrees)."""
    west, south, east, north = bbox or (None, None, None, None)
    query = """
        SELECT f.*, coalesce(k.name, '') AS kommune
        FROM facility f LEFT JOIN kommune k USING (verbund_id, ags)
        WHERE f.verbund_id = :verbund
          AND (CAST(:layer AS text) IS NULL OR f.layer = :layer)
          AND (CAST(:west AS float) IS NULL
               OR f.geom && ST_Transform(ST_MakeEnvelope(:west, :south, :east, :north, 4326), 25832))
        ORDER BY f.layer, f.facility_id"""
    values = {
        "verbund": verbund_id,
        "layer": layer,
        "west": west,
        "south": south,
        "east": east,
        "north": north,
    }
    return _read_geo(connection, query, values)


def read_complete_areas(connection: Connection, verbund_id: str) -> gpd.GeoDataFrame:
    """Per layer the area for which it is known to be complete (union over its datasets), indexed by layer."""
    query = """
        SELECT layer, ST_Multi(ST_CollectionExtract(ST_UnaryUnion(ST_Collect(complete_area)), 3)) AS geom
        FROM dataset, unnest(layers) AS layer
        WHERE verbund_id = :verbund AND complete_area IS NOT NULL
        GROUP BY layer"""
    return _read_geo(connection, query, {"verbund": verbund_id}).set_index("layer")


def read_cells(connection: Connection, verbund_id: str) -> gpd.GeoDataFrame:
    """Cells of the population grid in the order of ``ordinal``; empty where none is loaded."""
    query = "SELECT * FROM cell WHERE verbund_id = :verbund ORDER BY ordinal"
    return _read_geo(connection, query, {"verbund": verbund_id})


def read_cell_result(connection: Connection, run_id: str, layer: str, mode: str) -> pd.DataFrame | None:
    """Figures of all cells of one layer and mode, row i is the cell with ordinal i; None without any."""
    query = text(
        """SELECT travel_time_s, distance_m, state, nearer_possible, snap_m, facility_snap_m FROM cell_result
           WHERE run_id = :run AND layer = :layer AND mode = :mode"""
    )
    row = connection.execute(query, {"run": run_id, "layer": layer, "mode": mode}).mappings().first()
    return None if row is None else pd.DataFrame(dict(row))


def list_runs(connection: Connection, verbund_id: str) -> list[RowMapping]:
    """All runs of a Verbund, the latest first."""
    query = text("SELECT * FROM run WHERE verbund_id = :verbund ORDER BY finished_at DESC")
    return list(connection.execute(query, {"verbund": verbund_id}).mappings())


def read_long_reach(connection: Connection, run_id: str) -> pd.DataFrame:
    """The long table of a run as it was written, both scopes."""
    return _read(connection, "SELECT * FROM reachability WHERE run_id = :run", {"run": run_id})


def read_datasets(connection: Connection, verbund_id: str) -> list[RowMapping]:
    """Sources of a Verbund, without their areas."""
    query = text(
        """SELECT key, title, source, url, licence, attribution, date, sha256, note, layers, complete_ags, n_records
           FROM dataset WHERE verbund_id = :verbund ORDER BY key"""
    )
    return list(connection.execute(query, {"verbund": verbund_id}).mappings())


def count_facilities(connection: Connection, verbund_id: str) -> dict[str, int]:
    """Number of facilities by layer."""
    query = text("SELECT layer, count(*) AS n FROM facility WHERE verbund_id = :verbund GROUP BY layer")
    return {row["layer"]: row["n"] for row in connection.execute(query, {"verbund": verbund_id}).mappings()}


def find_verbund(connection: Connection, verbund_id: str) -> RowMapping | None:
    """The row of a Verbund, if it is loaded."""
    query = text("SELECT * FROM verbund WHERE verbund_id = :verbund")
    return connection.execute(query, {"verbund": verbund_id}).mappings().first()


def list_verbuende(connection: Connection) -> list[RowMapping]:
    """All loaded Verbünde."""
    return list(connection.execute(text("SELECT * FROM verbund ORDER BY title")).mappings())


def find_run(connection: Connection, verbund_id: str, run_id: str | None = None) -> RowMapping | None:
    """The run of this id, or the latest of a Verbund."""
    query = text(
        """SELECT * FROM run WHERE verbund_id = :verbund AND (CAST(:run AS text) IS NULL OR run_id = :run)
           ORDER BY finished_at DESC LIMIT 1"""
    )
    return connection.execute(query, {"verbund": verbund_id, "run": run_id}).mappings().first()


def read_reach(
    connection: Connection,
    run_id: str,
    *,
    zentrum_id: str | None = None,
    layer: str | None = None,
    mode: str | None = None,
) -> pd.DataFrame:
    """Rows of the long table, the ones of the own municipality beside those of anywhere.

    One row per Zentrum, layer and mode; columns of ``reachability`` for anywhere, and ``own_state``,
    ``own_facility``, ``own_travel_time_s``, ``own_distance_m`` for the own municipality, ``own_none`` where it
    is known to have none, with the names of Zentrum, Ortsteil's residents, facility and municipalities.
    """
    query = """
        SELECT r.*, z.name AS zentrum, z.ags, k.name AS kommune,
               ot.residents, ot.residents_scaled, ot.residents_estimated,
               f.name AS facility, fk.name AS facility_kommune,
               own.state AS own_state, fo.name AS own_facility,
               own.travel_time_s AS own_travel_time_s, own.distance_m AS own_distance_m,
               own.state <> 'data_missing' AND here.ags IS NULL AS own_none
        FROM reachability r
        JOIN run ON run.run_id = r.run_id
        JOIN reachability own
          ON (own.run_id, own.zentrum_id, own.layer, own.mode) = (r.run_id, r.zentrum_id, r.layer, r.mode)
         AND own.scope = 'own_kommune'
        JOIN zentrum z ON z.verbund_id = run.verbund_id AND z.zentrum_id = r.zentrum_id
        JOIN kommune k ON k.verbund_id = z.verbund_id AND k.ags = z.ags
        JOIN ortsteil ot ON ot.verbund_id = z.verbund_id AND ot.ortsteil_id = z.zentrum_id
        LEFT JOIN facility f
          ON f.verbund_id = run.verbund_id AND f.facility_id = r.facility_id AND f.layer = r.layer
        LEFT JOIN kommune fk ON fk.verbund_id = f.verbund_id AND fk.ags = f.ags
        LEFT JOIN facility fo
          ON fo.verbund_id = run.verbund_id AND fo.facility_id = own.facility_id AND fo.layer = own.layer
        LEFT JOIN (SELECT DISTINCT verbund_id, layer, ags FROM facility) here
          ON here.verbund_id = run.verbund_id AND here.layer = r.layer AND here.ags = z.ags
        WHERE r.run_id = :run AND r.scope = 'anywhere'
          AND (CAST(:zentrum AS text) IS NULL OR r.zentrum_id = :zentrum)
          AND (CAST(:layer AS text) IS NULL OR r.layer = :layer)
          AND (CAST(:mode AS text) IS NULL OR r.mode = :mode)
        ORDER BY k.name, z.name, r.layer, r.mode"""
    values = {"run": run_id, "zentrum": zentrum_id, "layer": layer, "mode": mode}
    return _read(connection, query, values)


def read_gaps(
    connection: Connection,
    run_id: str,
    *,
    zentrum_id: str | None = None,
    layer: str | None = None,
    mode: str | None = None,
) -> pd.DataFrame:
    """Gaps of a run in their order: most people first, then the largest shortfall."""
    query = """
        SELECT g.ortsteil_id, g.layer, g.mode, g.norm_id, g.shortfall, g.shortfall_share, g.rank_people,
               g.rank_shortfall, g.run_id, o.residents, g.residents AS residents_scaled,
               o.name AS ortsteil, o.ags, k.name AS kommune, o.residents_estimated,
               r.travel_time_s, r.distance_m, r.limit_value, r.limit_unit, r.state, r.nearer_possible
        FROM gap g
        JOIN run ON run.run_id = g.run_id
        JOIN reachability r ON (r.run_id, r.zentrum_id, r.layer, r.mode) = (g.run_id, g.ortsteil_id, g.layer, g.mode)
         AND r.scope = 'anywhere'
        JOIN ortsteil o ON o.verbund_id = run.verbund_id AND o.ortsteil_id = g.ortsteil_id
        JOIN kommune k ON k.verbund_id = o.verbund_id AND k.ags = o.ags
        WHERE g.run_id = :run
          AND (CAST(:zentrum AS text) IS NULL OR g.ortsteil_id = :zentrum)
          AND (CAST(:layer AS text) IS NULL OR g.layer = :layer)
          AND (CAST(:mode AS text) IS NULL OR g.mode = :mode)
        ORDER BY g.rank_people NULLS LAST, g.rank_shortfall, g.ortsteil_id, g.layer"""
    return _read(connection, query, {"run": run_id, "zentrum": zentrum_id, "layer": layer, "mode": mode})


def read_links(connection: Connection, run_id: str, mode: str) -> pd.DataFrame:
    """Links of a run with both ends' names and positions (degrees), nearest first."""
    query = """
        SELECT l.*,
               a.name AS a_name, a.ags AS a_ags, ka.name AS a_kommune,
               ST_X(ST_Transform(a.geom, 4326)) AS a_lon, ST_Y(ST_Transform(a.geom, 4326)) AS a_lat,
               b.name AS b_name, b.ags AS b_ags, kb.name AS b_kommune,
               ST_X(ST_Transform(b.geom, 4326)) AS b_lon, ST_Y(ST_Transform(b.geom, 4326)) AS b_lat
        FROM link l
        JOIN run ON run.run_id = l.run_id
        JOIN zentrum a ON a.verbund_id = run.verbund_id AND a.zentrum_id = l.a_id
        JOIN kommune ka ON ka.verbund_id = a.verbund_id AND ka.ags = a.ags
        JOIN zentrum b ON b.verbund_id = run.verbund_id AND b.zentrum_id = l.b_id
        JOIN kommune kb ON kb.verbund_id = b.verbund_id AND kb.ags = b.ags
        WHERE l.run_id = :run AND l.mode = :mode
        ORDER BY l.travel_time_s, l.a_id, l.b_id"""
    return _read(connection, query, {"run": run_id, "mode": mode})


def _read(connection: Connection, query: str, values: dict[str, Any]) -> pd.DataFrame:
    return pd.read_sql(text(query), connection, params=values)


def _read_geo(connection: Connection, query: str, values: dict[str, Any]) -> gpd.GeoDataFrame:
    return gpd.read_postgis(text(query), connection, geom_col="geom", crs=STORAGE, params=values)
