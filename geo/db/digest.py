"""What happened to projects and Projekträume in a period, as far as the connection's role sees them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, text


def read_added(
    connection: Connection, verbund_id: str, since: datetime, until: datetime
) -> Sequence[RowMapping]:
    """Projects that came into the register and are not deleted, by title."""
    query = text("""
        SELECT project_id, title, ags, phase, beispiel FROM project
        WHERE verbund_id = :verbund AND deleted_at IS NULL AND created_at >= :since AND created_at < :until
        ORDER BY title, project_id""")
    return connection.execute(query, _period(verbund_id, since, until)).mappings().all()


def read_moved(
    connection: Connection, verbund_id: str, since: datetime, until: datetime
) -> Sequence[RowMapping]:
    """Changes of the phase of projects that are not deleted, by title, the oldest first."""
    query = text("""
        SELECT p.project_id, p.title, p.ags, p.beispiel,
               c.changes -> 'phase' ->> 0 AS before, c.changes -> 'phase' ->> 1 AS after
        FROM project_change c JOIN project p USING (verbund_id, project_id)
        WHERE c.verbund_id = :verbund AND p.deleted_at IS NULL AND c.changed_at >= :since AND c.changed_at < :until
          AND c.changes -> 'phase' ->> 0 IS NOT NULL
        ORDER BY p.title, p.project_id, c.ordinal""")
    return connection.execute(query, _period(verbund_id, since, until)).mappings().all()


def read_raeume(
    connection: Connection, verbund_id: str, since: datetime, until: datetime
) -> Sequence[RowMapping]:
    """Projekträume that were made and are not deleted, by name."""
    query = text("""
        SELECT raum_id, name, ags, service, members FROM projektraum
        WHERE verbund_id = :verbund AND deleted_at IS NULL AND created_at >= :since AND created_at < :until
        ORDER BY name, raum_id""")
    return connection.execute(query, _period(verbund_id, since, until)).mappings().all()


def _period(verbund_id: str, since: datetime, until: datetime) -> dict[str, object]:
    return {"verbund": verbund_id, "since": since, "until": until}
