"""Files of projects in the database."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, select
from sqlalchemy.dialects.postgresql import insert

from geo.db.project_tables import ProjectAttachment

_TABLE = ProjectAttachment.__table__
_HEAD = [column for column in _TABLE.columns if column.name != "content"]


def list_attachments(connection: Connection, verbund_id: str, project_id: str) -> list[RowMapping]:
    """Files of a project without their content, the oldest first."""
    query = (
        select(*_HEAD)
        .where(_TABLE.c.verbund_id == verbund_id, _TABLE.c.project_id == project_id)
        .order_by(_TABLE.c.added_at, _TABLE.c.attachment_id)
    )
    return list(connection.execute(query).mappings())


def find_attachment(
    connection: Connection, verbund_id: str, project_id: str, attachment_id: str
) -> RowMapping | None:
    """A file with its content."""
    query = select(_TABLE).where(
        _TABLE.c.verbund_id == verbund_id,
        _TABLE.c.project_id == project_id,
        _TABLE.c.attachment_id == attachment_id,
    )
    return connection.execute(query).mappings().first()


def insert_attachment(connection: Connection, values: Mapping[str, Any]) -> None:
    """Keep a file."""
    connection.execute(insert(ProjectAttachment).values(**values))


def delete_attachment(connection: Connection, verbund_id: str, project_id: str, attachment_id: str) -> int:
    """Delete a file; tells how many there were (0 or 1)."""
    return connection.execute(
        delete(ProjectAttachment).where(
            ProjectAttachment.verbund_id == verbund_id,
            ProjectAttachment.project_id == project_id,
            ProjectAttachment.attachment_id == attachment_id,
        )
    ).rowcount
