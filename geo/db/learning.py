"""What the network learns from: projects, adopted modules, and answers, as far as the connection's role sees them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, text

from geo.db.similar import PROFILE


def read_profiles(connection: Connection, verbund_id: str, most: int) -> Sequence[RowMapping]:
    """Projects that are not deleted, those that were changed last first."""
    query = text(f"""{PROFILE} WHERE p.verbund_id = :verbund AND p.deleted_at IS NULL
        ORDER BY p.changed_at DESC, p.project_id LIMIT :most""")
    return connection.execute(query, {"verbund": verbund_id, "most": most}).mappings().all()


def read_adoptions(
    connection: Connection, verbund_id: str, since: datetime | None, until: datetime | None
) -> Sequence[RowMapping]:
    """Adopted modules with their project, within a period."""
    query = text("""
        SELECT a.project_id, a.module, a.ags, a.by_project_id, p.title, p.ags AS from_ags, p.modules, p.need, p.beispiel
        FROM project_adoption a JOIN project p USING (verbund_id, project_id)
        WHERE a.verbund_id = :verbund AND p.deleted_at IS NULL
          AND a.adopted_at >= coalesce(CAST(:since AS timestamptz), '-infinity')
          AND a.adopted_at < coalesce(CAST(:until AS timestamptz), 'infinity')
        ORDER BY a.adopted_at, a.adoption_id""")
    return connection.execute(query, _period(verbund_id, since, until)).mappings().all()


def read_joined(
    connection: Connection, verbund_id: str, since: datetime | None, until: datetime | None
) -> Sequence[RowMapping]:
    """Pairs of projects that an answer joined or linked, within a period, each pair once.

    Who joins before saving has no project of their own (``project_id`` is empty): their municipalities join.
    """
    query = text("""
        SELECT DISTINCT a.project_id, a.other_id, coalesce(own.ags, a.ags) AS own_ags, other.ags AS other_ags,
               other.need
        FROM match_answer a
        LEFT JOIN project own ON own.verbund_id = a.verbund_id AND own.project_id = a.project_id
          AND own.deleted_at IS NULL
        JOIN project other ON other.verbund_id = a.verbund_id AND other.project_id = a.other_id
        WHERE a.verbund_id = :verbund AND other.deleted_at IS NULL
          AND (own.project_id IS NOT NULL AND a.action IN ('join', 'link') OR a.project_id = '' AND a.action = 'join')
          AND a.answered_at >= coalesce(CAST(:since AS timestamptz), '-infinity')
          AND a.answered_at < coalesce(CAST(:until AS timestamptz), 'infinity')
        ORDER BY a.project_id, a.other_id""")
    return connection.execute(query, _period(verbund_id, since, until)).mappings().all()


def read_raeume(connection: Connection, verbund_id: str) -> Sequence[RowMapping]:
    """Projekträume that are not deleted, with the municipalities that own them together."""
    query = text(
        "SELECT ags, service AS need, members FROM projektraum WHERE verbund_id = :verbund AND deleted_at IS NULL"
    )
    return connection.execute(query, {"verbund": verbund_id}).mappings().all()


def read_members(connection: Connection, verbund_id: str) -> dict[str, str]:
    """Names of the municipalities of a Verbund by AGS, its partners not among them."""
    query = text(
        "SELECT ags, name FROM kommune WHERE verbund_id = :verbund AND role = 'kommune' ORDER BY name, ags"
    )
    return {row.ags: row.name for row in connection.execute(query, {"verbund": verbund_id})}


def _period(verbund_id: str, since: datetime | None, until: datetime | None) -> dict[str, object]:
    return {"verbund": verbund_id, "since": since, "until": until}
