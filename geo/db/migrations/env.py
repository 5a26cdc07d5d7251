"""Alembic's entry: migrates over the connection that `geo.db.migrate` hands in."""

from typing import Any

from alembic import context

from geo.db.migrate import is_ours
from geo.db.tables import Base


def _include(_object: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    return kind != "table" or is_ours(name)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_object=_include,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
