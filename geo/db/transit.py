"""Reading what a Verbund says of centres, costs and services on demand, and what a run found of bus and rail."""

from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
from sqlalchemy import Connection, RowMapping, text

from geo.crs import STORAGE


def read_centres(connection: Connection, verbund_id: str) -> gpd.GeoDataFrame:
    """Towns whose rank is known, EPSG:25832, by name."""
    query = text("SELECT * FROM centre WHERE verbund_id = :verbund ORDER BY name, ags")
    values = {"verbund": verbund_id}
    return gpd.read_postgis(query, connection, geom_col="geom", crs=STORAGE, params=values)


def read_unit_costs(connection: Connection, verbund_id: str) -> list[RowMapping]:
    """Unit costs: kind, eur_a, source, date."""
    query = text("SELECT kind, eur_a, source, date FROM unit_cost WHERE verbund_id = :verbund ORDER BY kind")
    return list(connection.execute(query, {"verbund": verbund_id}).mappings())


def read_on_demand(connection: Connection, verbund_id: str, today: date) -> list[RowMapping]:
    """Services on demand that have not ended, as kept by hand, by name."""
    query = text(
        """SELECT name, kind, ortsteile, days, hours, booking, source, date, note FROM on_demand_service
           WHERE verbund_id = :verbund AND (valid_until IS NULL OR valid_until >= :today)
           ORDER BY name, ags, service_id"""
    )
    return list(connection.execute(query, {"verbund": verbund_id, "today": today}).mappings())


def read_run_days(connection: Connection, run_id: str) -> list[RowMapping]:
    """Dates of the kinds of days of a run; none where it was made without a timetable."""
    query = text("SELECT day_type, date FROM pt_run_day WHERE run_id = :run")
    return list(connection.execute(query, {"run": run_id}).mappings())


def read_services(
    connection: Connection,
    run_id: str,
    method: str,
    day_type: str,
    bbox: tuple[float, float, float, float] | None = None,
) -> gpd.GeoDataFrame:
    """Stops of a run with their figures (missing where nothing departs that day), EPSG:25832, by name."""
    west, south, east, north = bbox or (None, None, None, None)
    query = text(
        """SELECT s.stop_id, s.name, s.lines, s.geom, v.vehicles, v.category, v.interval_min, v.departures,
                  v.weighted_min, v.longest_gap_min, v.first_s, v.last_s, v.n_regular, v.n_school, v.n_on_demand
           FROM pt_run_stop s
           LEFT JOIN pt_service v
             ON v.run_id = s.run_id AND v.stop_id = s.stop_id AND v.method = :method AND v.day_type = :day
           WHERE s.run_id = :run
             AND (CAST(:west AS float) IS NULL
                  OR s.geom && ST_Transform(ST_MakeEnvelope(:west, :south, :east, :north, 4326), 25832))
           ORDER BY s.name, s.stop_id"""
    )
    box = {"west": west, "south": south, "east": east, "north": north}
    values: dict[str, Any] = {"run": run_id, "method": method, "day": day_type, **box}
    return gpd.read_postgis(query, connection, geom_col="geom", crs=STORAGE, params=values)


def read_classes(
    connection: Connection, run_id: str, *, method: str | None = None, ortsteil_id: str | None = None
) -> pd.DataFrame:
    """Classes of a run, of all kinds of days."""
    query = """SELECT * FROM pt_class WHERE run_id = :run
                 AND (CAST(:method AS text) IS NULL OR method = :method)
                 AND (CAST(:ortsteil AS text) IS NULL OR ortsteil_id = :ortsteil)"""
    return _read(connection, query, {"run": run_id, "method": method, "ortsteil": ortsteil_id})


def find_cell_classes(connection: Connection, run_id: str, method: str, day_type: str) -> RowMapping | None:
    """Packed classes of all cells (letters, states); None where the run has none."""
    query = text(
        "SELECT letters, states FROM pt_cell_class WHERE run_id = :run AND method = :method AND day_type = :day"
    )
    values = {"run": run_id, "method": method, "day": day_type}
    return connection.execute(query, values).mappings().first()


def read_times(
    connection: Connection,
    run_id: str,
    *,
    zentrum_id: str | None = None,
    target: str | None = None,
    day_type: str | None = None,
    window: str | None = None,
) -> pd.DataFrame:
    """Travel times of a run with the names of places and people, in the order of municipalities and names."""
    query = """
        SELECT t.*, z.name AS zentrum, z.ags, k.name AS kommune, o.residents_scaled
        FROM pt_time t
        JOIN run ON run.run_id = t.run_id
        JOIN zentrum z ON z.verbund_id = run.verbund_id AND z.zentrum_id = t.zentrum_id
        JOIN kommune k ON k.verbund_id = z.verbund_id AND k.ags = z.ags
        JOIN ortsteil o ON o.verbund_id = z.verbund_id AND o.ortsteil_id = z.zentrum_id
        WHERE t.run_id = :run
          AND (CAST(:zentrum AS text) IS NULL OR t.zentrum_id = :zentrum)
          AND (CAST(:target AS text) IS NULL OR t.target = :target)
          AND (CAST(:day AS text) IS NULL OR t.day_type = :day)
          AND (CAST(:window AS text) IS NULL OR t.window = :window)
        ORDER BY k.name, z.name, t.target, t.day_type, t.window"""
    values = {"run": run_id, "zentrum": zentrum_id, "target": target, "day": day_type, "window": window}
    return _read(connection, query, values)


def read_gaps(
    connection: Connection,
    run_id: str,
    *,
    ortsteil_id: str | None = None,
    service: str | None = None,
    day_type: str | None = None,
) -> pd.DataFrame:
    """Mobility gaps of a run with the names of places and people, most people first."""
    query = """
        SELECT g.*, o.name AS ortsteil, o.ags, k.name AS kommune, o.residents AS residents_stated,
               o.residents_scaled, o.residents_estimated
        FROM pt_gap g
        JOIN run ON run.run_id = g.run_id
        JOIN ortsteil o ON o.verbund_id = run.verbund_id AND o.ortsteil_id = g.ortsteil_id
        JOIN kommune k ON k.verbund_id = o.verbund_id AND k.ags = o.ags
        WHERE g.run_id = :run
          AND (CAST(:ortsteil AS text) IS NULL OR g.ortsteil_id = :ortsteil)
          AND (CAST(:service AS text) IS NULL OR g.service = :service)
          AND (CAST(:day AS text) IS NULL OR g.day_type = :day)
        ORDER BY g.rank_people NULLS LAST, g.rank_shortfall NULLS LAST, g.ortsteil_id, g.service"""
    values = {"run": run_id, "ortsteil": ortsteil_id, "service": service, "day": day_type}
    return _read(connection, query, values)


def _read(connection: Connection, query: str, values: dict[str, Any]) -> pd.DataFrame:
    return pd.read_sql(text(query), connection, params=values)
