"""Connections: to the private cluster, or to the PostGIS server that ``MITTEN_DATABASE_URL`` names."""

from typing import Any

from psycopg import Connection
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from geo.db.cluster import Cluster
from geo.errors import DatabaseError
from geo.settings import Settings
from geo.units import TIME_ZONE

DRIVER = "postgresql+psycopg"


def open_engine(settings: Settings) -> Engine:
    """A pool of connections to the database of this installation.

    Raises
    ------
    DatabaseError
        If the URL is of another database than PostgreSQL.
    """
    url = settings.database_url or Cluster(settings.state_dir).url
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            url = f"{DRIVER}://{url.removeprefix(scheme)}"
    if not url.startswith(f"{DRIVER}://"):
        raise DatabaseError(
            "MITTEN_DATABASE_URL muss mit postgresql:// beginnen: Mitten rechnet nur mit PostGIS."
        )
    engine = create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=8)
    event.listen(engine, "connect", _set_clock)
    return engine


def _set_clock(connection: Connection[Any], _record: object) -> None:
    """Let ``current_date`` be the day in Germany, also on a server elsewhere: consents end by it."""
    connection.execute(f"SET TIME ZONE '{TIME_ZONE.key}'")
    connection.commit()


def validate_connection(engine: Engine) -> str:
    """The PostGIS version of the server.

    Raises
    ------
    DatabaseError
        If the server does not answer or has no PostGIS.
    """
    try:
        with engine.connect() as connection:
            return str(connection.scalar(text("SELECT postgis_lib_version()")))
    except OperationalError as error:
        raise DatabaseError(
            "Die Datenbank antwortet nicht: bitte mit „mitten db start“ starten oder MITTEN_DATABASE_URL prüfen."
        ) from error
    except SQLAlchemyError as error:
        raise DatabaseError(
            "Der Datenbank fehlt PostGIS: bitte dort CREATE EXTENSION postgis ausführen."
        ) from error
