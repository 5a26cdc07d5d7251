"""Projekträume: reading and writing. Who may do so is decided in `geo.service`, and by the policies of the tables."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from geo.db.projektraum_tables import ProjektraumChange, ProjektraumRow


def list_rows(connection: Connection, verbund_id: str) -> list[RowMapping]:
    """Projekträume of a Verbund that are not deleted, by name; the caller leaves out what may not be seen."""
    query = (
        select(ProjektraumRow.__table__)
        .where(ProjektraumRow.verbund_id == verbund_id, ProjektraumRow.deleted_at.is_(None))
        .order_by(ProjektraumRow.name, ProjektraumRow.raum_id)
    )
    return list(connection.execute(query).mappings())


def find_row(
    connection: Connection, verbund_id: str, raum_id: str, *, lock: bool = False
) -> RowMapping | None:
    """A Projektraum that is not deleted; with ``lock`` nobody else changes it until the transaction ends."""
    query = select(ProjektraumRow.__table__).where(
        ProjektraumRow.verbund_id == verbund_id,
        ProjektraumRow.raum_id == raum_id,
        ProjektraumRow.deleted_at.is_(None),
    )
    return connection.execute(query.with_for_update() if lock else query).mappings().first()


def add_row(connection: Connection, values: Mapping[str, Any]) -> None:
    """Add a Projektraum."""
    connection.execute(insert(ProjektraumRow).values(**values))


def change_row(connection: Connection, verbund_id: str, raum_id: str, values: Mapping[str, Any]) -> int:
    """Change a Projektraum; tells its new version."""
    query = (
        update(ProjektraumRow)
        .where(ProjektraumRow.verbund_id == verbund_id, ProjektraumRow.raum_id == raum_id)
        .values(**values, version=ProjektraumRow.version + 1, changed_at=func.now())
        .returning(ProjektraumRow.version)
    )
    return int(connection.execute(query).scalar_one())


def note_change(connection: Connection, values: Mapping[str, Any]) -> None:
    """Add a line to the history."""
    connection.execute(insert(ProjektraumChange).values(**values))


def list_changes(connection: Connection, verbund_id: str, raum_id: str) -> list[RowMapping]:
    """History of a Projektraum, the newest first."""
    query = (
        select(ProjektraumChange.__table__)
        .where(ProjektraumChange.verbund_id == verbund_id, ProjektraumChange.raum_id == raum_id)
        .order_by(ProjektraumChange.version.desc())
    )
    return list(connection.execute(query).mappings())
