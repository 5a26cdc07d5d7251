"""Similar projects: candidates by full text and letters, and the answers that people gave."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, text

from geo.db.matching_tables import MatchAnswer
from geo.db.security import WEB_ROLE

PROFILE = """
    SELECT p.project_id, p.title, p.summary, p.need, p.handlungsfelder, p.target_groups, p.phase, p.zentren, p.ags,
           p.modules, p.owner, p.beispiel
    FROM project p"""


def find_candidates(
    connection: Connection,
    verbund_id: str,
    *,
    beginnings: Mapping[str, float],
    inside: Sequence[str],
    need: str,
    most: int,
) -> Sequence[RowMapping]:
    """Projects that may be similar, as far as the connection's role sees them; best first.

    Parameters
    ----------
    beginnings
        Words that begin so, of letters and digits; with how much each counts.
    inside
        Letters that may stand anywhere in title or summary.
    need
        Layer; projects of the same need are candidates too.
    """
    found = text(f"""{PROFILE}
        JOIN mitten_similar_projects(:verbund, :terms, CAST(:weights AS real[]), :inside, :need, :most)
          WITH ORDINALITY AS f(found_id, place) ON p.project_id = f.found_id
        WHERE p.verbund_id = :verbund ORDER BY f.place""")
    patterns = [f"%{letters}%" for letters in inside]
    values = {
        "verbund": verbund_id, "terms": list(beginnings), "weights": list(beginnings.values()),
        "inside": patterns, "need": need, "most": most,
    }  # fmt: skip
    return connection.execute(found, values).mappings().all()


def find_profile(connection: Connection, verbund_id: str, project_id: str) -> RowMapping | None:
    """One project that is not deleted, as far as the connection's role sees it."""
    query = text(
        f"{PROFILE} WHERE p.verbund_id = :verbund AND p.project_id = :project AND p.deleted_at IS NULL"
    )
    return connection.execute(query, {"verbund": verbund_id, "project": project_id}).mappings().one_or_none()


def read_places(
    connection: Connection, verbund_id: str, zentren: Sequence[str]
) -> dict[str, tuple[float, float]]:
    """Positions of Zentren in metres, EPSG:25832; one that does not exist any more is left out."""
    query = text("""SELECT zentrum_id, ST_X(geom), ST_Y(geom) FROM zentrum
        WHERE verbund_id = :verbund AND zentrum_id = ANY(:zentren)""")
    rows = connection.execute(query, {"verbund": verbund_id, "zentren": list(zentren)})
    return {key: (x, y) for key, x, y in rows}


def read_shortfalls(
    connection: Connection, run_id: str, zentren: Sequence[str], mode: str
) -> dict[str, dict[str, float]]:
    """Shortfall by Zentrum and layer, as a share of the norm; gaps without a figure are left out."""
    query = text("""SELECT ortsteil_id, layer, shortfall_share FROM gap
        WHERE run_id = :run AND mode = :mode AND ortsteil_id = ANY(:zentren) AND shortfall_share IS NOT NULL""")
    found: dict[str, dict[str, float]] = {}
    for key, layer, share in connection.execute(
        query, {"run": run_id, "mode": mode, "zentren": list(zentren)}
    ):
        found.setdefault(key, {})[layer] = share
    return found


def insert_answer(connection: Connection, values: dict[str, Any]) -> None:
    """Keep an answer."""
    connection.execute(insert(MatchAnswer).values(**values))


def read_answers(connection: Connection, verbund_id: str) -> Sequence[RowMapping]:
    """Answers with the titles of both projects, the newest first, as far as the connection's role sees answer and both.

    Only the operator sees answers of projects that are gone: their texts are labels.
    """
    query = text("""
        SELECT a.*, coalesce(own.title, a.ask ->> 'title') AS title, other.title AS other_title
        FROM match_answer a
        JOIN project other ON other.verbund_id = a.verbund_id AND other.project_id = a.other_id
        LEFT JOIN project own ON own.verbund_id = a.verbund_id AND own.project_id = a.project_id
        WHERE a.verbund_id = :verbund
          AND (a.project_id = '' OR own.project_id IS NOT NULL OR current_setting('role') <> :web)
        ORDER BY a.answered_at DESC, a.answer_id""")
    return connection.execute(query, {"verbund": verbund_id, "web": WEB_ROLE}).mappings().all()


def read_answers_of(connection: Connection, verbund_id: str, project_id: str) -> dict[str, str]:
    """The last action by the other project, for a saved one."""
    query = text("""SELECT other_id, action FROM match_answer
        WHERE verbund_id = :verbund AND project_id = :project ORDER BY answered_at""")
    rows = connection.execute(query, {"verbund": verbund_id, "project": project_id})
    return {row.other_id: row.action for row in rows} if project_id else {}
