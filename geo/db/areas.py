"""Reading shared project areas: partner places, travel times between places, areas, twins."""

from typing import Any

import geopandas as gpd
import pandas as pd
from sqlalchemy import Connection, text

from geo.crs import STORAGE

# All places that an area may hold, with names; residents are those scaled to the official total.
_PLACES = """
    SELECT z.zentrum_id AS place_id, z.name, z.ags, k.name AS kommune, FALSE AS partner,
           ARRAY[]::text[] AS networks, o.residents_scaled AS residents, o.residents_estimated, z.geom
    FROM zentrum z
    JOIN kommune k ON k.verbund_id = z.verbund_id AND k.ags = z.ags
    JOIN ortsteil o ON o.verbund_id = z.verbund_id AND o.ortsteil_id = z.zentrum_id
    WHERE z.verbund_id = :verbund
    UNION ALL
    SELECT place_id, name, ags, kommune, TRUE, networks, NULL, TRUE, geom
    FROM partner_place WHERE verbund_id = :verbund"""


def read_partners(connection: Connection, verbund_id: str) -> gpd.GeoDataFrame:
    """Partner places of a Verbund, EPSG:25832."""
    query = text("SELECT * FROM partner_place WHERE verbund_id = :verbund ORDER BY kommune, name")
    return gpd.read_postgis(query, connection, geom_col="geom", crs=STORAGE, params={"verbund": verbund_id})


def read_area_places(connection: Connection, verbund_id: str) -> gpd.GeoDataFrame:
    """Zentren and partner places: place_id, name, ags, kommune, partner, networks, residents, geom (EPSG:25832)."""
    query = text(f"SELECT * FROM ({_PLACES}) AS place ORDER BY place_id")
    return gpd.read_postgis(query, connection, geom_col="geom", crs=STORAGE, params={"verbund": verbund_id})


def read_times(
    connection: Connection,
    run_id: str,
    mode: str,
    *,
    place_id: str | None = None,
    limit_s: float | None = None,
) -> pd.DataFrame:
    """Travel times of a run with one mode, nearest first; of one place, and up to a limit, where asked."""
    query = """
        SELECT a_id, b_id, travel_time_s, distance_m, crow_m, model FROM place_time
        WHERE run_id = :run AND mode = :mode
          AND (CAST(:place AS text) IS NULL OR a_id = :place OR b_id = :place)
          AND (CAST(:limit AS float) IS NULL OR travel_time_s <= :limit)
        ORDER BY travel_time_s, a_id, b_id"""
    return _read(connection, query, {"run": run_id, "mode": mode, "place": place_id, "limit": limit_s})


def read_areas(
    connection: Connection, run_id: str, *, kind: str | None = None, service: str | None = None
) -> pd.DataFrame:
    """Areas of a run, most people in need first."""
    query = """
        SELECT * FROM area
        WHERE run_id = :run
          AND (CAST(:kind AS text) IS NULL OR kind = :kind)
          AND (CAST(:service AS text) IS NULL OR service = :service)
        ORDER BY kind, residents_in_need DESC, area_id"""
    return _read(connection, query, {"run": run_id, "kind": kind, "service": service})


def read_members(connection: Connection, run_id: str) -> pd.DataFrame:
    """Members of all areas of a run."""
    query = (
        "SELECT * FROM area_member WHERE run_id = :run ORDER BY area_id, time_to_hub_s NULLS LAST, place_id"
    )
    return _read(connection, query, {"run": run_id})


def read_solutions(connection: Connection, run_id: str) -> dict[str, dict[str, Any]]:
    """How well the near areas of each service were found."""
    query = text("SELECT service, figures FROM area_solution WHERE run_id = :run ORDER BY service")
    return {row["service"]: row["figures"] for row in connection.execute(query, {"run": run_id}).mappings()}


def read_twins(connection: Connection, run_id: str, *, place_id: str | None = None) -> pd.DataFrame:
    """Pairs of twins of a run, most alike first; of one Zentrum where asked."""
    query = """
        SELECT a_id, b_id, distance, both_missed, both_met FROM twin
        WHERE run_id = :run AND (CAST(:place AS text) IS NULL OR a_id = :place OR b_id = :place)
        ORDER BY distance, a_id, b_id"""
    return _read(connection, query, {"run": run_id, "place": place_id})


def _read(connection: Connection, query: str, values: dict[str, Any]) -> pd.DataFrame:
    return pd.read_sql(text(query), connection, params=values)
