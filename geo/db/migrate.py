"""Schema migrations with Alembic, run over a connection of ours: no ini file, no second URL."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from geo.db import (  # noqa: F401 (so that their tables are known)
    account_tables,
    actor_tables,
    area_tables,
    matching_tables,
    project_tables,
    projektraum_tables,
    timetable_tables,
    transit_tables,
)
from geo.db.tables import Base
from geo.errors import DatabaseError

SCRIPTS = Path(__file__).parent / "migrations"
LOCK = 616_1  # one migration at a time, whoever starts first


def is_ours(table: str | None) -> bool:
    """Whether a table is one of Mitten's (and not PostGIS's own)."""
    return table in Base.metadata.tables


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine) -> bool:
    """Bring the schema to the newest revision; tell whether anything had to be done.

    Raises
    ------
    DatabaseError
        If the schema is of a newer version of the program; nothing is changed.
    """
    scripts = ScriptDirectory(str(SCRIPTS))
    with engine.connect() as connection:
        before = MigrationContext.configure(connection).get_current_revision()
        if before == scripts.get_current_head():
            return False
        if before is not None and before not in {script.revision for script in scripts.walk_revisions()}:
            raise DatabaseError(
                f"Die Datenbank gehört zu einer neueren Version von Mitten (Stand {before}): bitte diese "
                "installieren (git pull, make run) oder eine ältere Sicherung einspielen."
            )
        connection.rollback()
        with connection.begin():
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            command.upgrade(_config(connection), "head")
    return True


def find_differences(engine: Engine) -> list[object]:
    """What the tables in the database lack against `geo.db.tables`; empty when they agree."""
    with engine.connect() as connection:
        options = {
            "compare_type": True,
            "include_object": lambda _o, name, kind, *_: kind != "table" or is_ours(name),
        }
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, Base.metadata))
