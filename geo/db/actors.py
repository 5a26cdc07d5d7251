"""Actors: reading, searching, writing. Who may do so is decided in `geo.service`, and by the policies of the tables."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, text, update

from geo.db.actor_tables import Actor, ActorChange, ActorConsentRow, ActorEntryRow

SHORTEST_FORGIVEN = 5  # letters; as in the search of projects (migration 0016)
CONSENTED = "(a.kind <> 'person' OR mitten_consent_holds(a.verbund_id, a.actor_id))"
LIVE = f"a.verbund_id = :verbund AND a.deleted_at IS NULL AND {CONSENTED}"
FOUND = f"""
    FROM actor a
    WHERE {LIVE}
      AND (:words = '' OR a.search @@ websearch_to_tsquery('german', :words)
           OR CASE WHEN length(:words) < {SHORTEST_FORGIVEN} THEN position(lower(:words) in a.words) > 0
                   ELSE word_similarity(lower(:words), a.words) >= 0.5 END)
      AND (:kommune = '' OR :kommune = ANY(a.ags))
      AND (:kind = '' OR a.kind = :kind)
      AND ((:direction = '' AND :resource = '' AND :need = '' AND :handlungsfeld = '') OR EXISTS (
           SELECT FROM actor_entry e WHERE e.verbund_id = a.verbund_id AND e.actor_id = a.actor_id
             AND (:direction = '' OR e.direction = :direction) AND (:resource = '' OR e.resource = :resource)
             AND (:need = '' OR e.need = :need) AND (:handlungsfeld = '' OR e.handlungsfeld = :handlungsfeld)))"""


@dataclass(frozen=True, slots=True)
class ActorFilter:
    """What a search looks for; empty means everything. ``words`` are free text, typos allowed.

    ``direction``, ``resource``, ``need`` and ``handlungsfeld`` must hold for one and the same entry.
    """

    words: str = ""
    kommune: str = ""
    kind: str = ""
    direction: str = ""
    resource: str = ""
    need: str = ""
    handlungsfeld: str = ""


def search_actors(
    connection: Connection, verbund_id: str, wanted: ActorFilter, *, limit: int, offset: int
) -> tuple[int, int, list[RowMapping]]:
    """One page of what the person of the connection may see: best first where words are looked for, else by name.

    Returns
    -------
    int, int, list of RowMapping
        Number found, examples among them, rows of the page.
    """
    values = {"verbund": verbund_id, **asdict(wanted)}
    counts = text(f"SELECT count(*), count(*) FILTER (WHERE a.beispiel) {FOUND}")
    n_found, n_examples = connection.execute(counts, values).one()
    page = text(
        f"""SELECT a.* {FOUND}
            ORDER BY CASE WHEN :words = '' THEN 0 ELSE ts_rank(a.search, websearch_to_tsquery('german', :words))
                     + word_similarity(lower(:words), a.words) END DESC, a.name, a.actor_id
            LIMIT :limit OFFSET :offset"""
    )
    rows = connection.execute(page, {**values, "limit": limit, "offset": offset}).mappings()
    return n_found, n_examples, list(rows)


def find_actor(
    connection: Connection, verbund_id: str, actor_id: str, *, lock: bool = False
) -> RowMapping | None:
    """An actor, with ``consented``; with ``lock`` nobody else changes it until the transaction ends."""
    query = f"""SELECT a.*, {CONSENTED} AS consented FROM actor a
                WHERE a.verbund_id = :verbund AND a.actor_id = :actor AND a.deleted_at IS NULL"""
    values = {"verbund": verbund_id, "actor": actor_id}
    return connection.execute(text(query + (" FOR UPDATE" if lock else "")), values).mappings().first()


def list_entries(
    connection: Connection, verbund_id: str, actors: Sequence[str]
) -> dict[str, list[RowMapping]]:
    """What actors offer and look for, by actor, in their order."""
    table = ActorEntryRow.__table__
    query = (
        select(table)
        .where(table.c.verbund_id == verbund_id, table.c.actor_id.in_(actors))
        .order_by(table.c.actor_id, table.c.ordinal)
    )
    found: dict[str, list[RowMapping]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["actor_id"], []).append(row)
    return found


def read_lines(connection: Connection, verbund_id: str, direction: str, most: int) -> list[RowMapping]:
    """Entries of one direction with their actors, those changed last first, as far as the connection's role sees."""
    query = text(
        f"""SELECT e.*, a.name, a.kind, a.ags, a.zentren, a.beispiel
            FROM actor_entry e JOIN actor a USING (verbund_id, actor_id)
            WHERE {LIVE} AND e.direction = :direction
            ORDER BY a.changed_at DESC, a.actor_id, e.ordinal LIMIT :most"""
    )
    values = {"verbund": verbund_id, "direction": direction, "most": most}
    return list(connection.execute(query, values).mappings())


def read_seeking_projects(
    connection: Connection, verbund_id: str, project_id: str, most: int
) -> list[RowMapping]:
    """Projects that go on, with what they look for, or the one named whatever its phase; those changed last first."""
    query = text(
        """SELECT project_id, title, summary, need, handlungsfelder, phase, zentren, ags, seeks, beispiel
           FROM project
           WHERE verbund_id = :verbund AND deleted_at IS NULL
             AND (project_id = :project OR (:project = '' AND phase <> 'beendet'))
           ORDER BY changed_at DESC, project_id LIMIT :most"""
    )
    values = {"verbund": verbund_id, "project": project_id, "most": most}
    return list(connection.execute(query, values).mappings())


def insert_actor(connection: Connection, verbund_id: str, actor_id: str, values: Mapping[str, Any]) -> None:
    """Add an actor that people wrote."""
    row = {"verbund_id": verbund_id, "actor_id": actor_id, **values}
    # Inline, no RETURNING: a person is not seen before its consent stands beside it.
    connection.execute(insert(Actor).values(**row, by_hand=True).inline())


def update_actor(connection: Connection, verbund_id: str, actor_id: str, values: Mapping[str, Any]) -> None:
    """Change an actor; its version counts on."""
    connection.execute(
        update(Actor)
        .where(Actor.verbund_id == verbund_id, Actor.actor_id == actor_id)
        .values(**values, by_hand=True, version=Actor.version + 1, changed_at=func.clock_timestamp())
    )


def write_entries(
    connection: Connection, verbund_id: str, actor_id: str, entries: Sequence[Mapping[str, Any]]
) -> None:
    """Replace what an actor offers and looks for."""
    mine = (ActorEntryRow.verbund_id == verbund_id, ActorEntryRow.actor_id == actor_id)
    connection.execute(delete(ActorEntryRow).where(*mine))
    key = {"verbund_id": verbund_id, "actor_id": actor_id}
    rows = [{**key, "ordinal": ordinal, **entry} for ordinal, entry in enumerate(entries, start=1)]
    if rows:
        connection.execute(insert(ActorEntryRow), rows)


def delete_actor(connection: Connection, verbund_id: str, actor_id: str) -> None:
    """Delete an actor with entries, consent and history, for good."""
    connection.execute(delete(Actor).where(Actor.verbund_id == verbund_id, Actor.actor_id == actor_id))


def find_consent(connection: Connection, verbund_id: str, actor_id: str) -> RowMapping | None:
    """The consent of an actor, as far as the connection's role sees it; ``holds`` tells whether it has not ended."""
    table = ActorConsentRow.__table__
    holds = (table.c.expires_on >= func.current_date()).label("holds")
    query = select(table, holds).where(table.c.verbund_id == verbund_id, table.c.actor_id == actor_id)
    return connection.execute(query).mappings().first()


def write_consent(
    connection: Connection, verbund_id: str, actor_id: str, consent: Mapping[str, Any] | None
) -> None:
    """Keep a consent with its contact in the place of an earlier one, or delete it."""
    mine = (ActorConsentRow.verbund_id == verbund_id, ActorConsentRow.actor_id == actor_id)
    if consent is None:
        connection.execute(delete(ActorConsentRow).where(*mine))
    # Changed in place: between deletion and insertion a person would be out of sight for its own editor.
    elif find_consent(connection, verbund_id, actor_id) is not None:
        connection.execute(update(ActorConsentRow).where(*mine).values(**consent))
    else:
        row = {"verbund_id": verbund_id, "actor_id": actor_id, **consent}
        connection.execute(insert(ActorConsentRow).values(**row).inline())


def delete_expired(connection: Connection) -> tuple[int, int]:
    """Delete people and contacts of all Verbünde whose consent has ended; tells how many of each."""
    persons = text(
        """DELETE FROM actor a WHERE a.kind = 'person'
           AND NOT mitten_consent_holds(a.verbund_id, a.actor_id)"""
    )
    n_persons = connection.execute(persons).rowcount
    gone = delete(ActorConsentRow).where(ActorConsentRow.expires_on < func.current_date())
    return n_persons, connection.execute(gone).rowcount


def find_expired(connection: Connection, verbund_id: str) -> tuple[int, date | None]:
    """How many consents of actors and contacts of projects have ended and are still there; since when the oldest."""
    query = text(
        """SELECT count(*), min(expires_on) FROM (
               SELECT expires_on FROM actor_consent WHERE verbund_id = :verbund
               UNION ALL SELECT expires_on FROM project_contact WHERE verbund_id = :verbund) AS consents
           WHERE expires_on < current_date"""
    )
    count, oldest = connection.execute(query, {"verbund": verbund_id}).one()
    return count, oldest


def add_change(connection: Connection, verbund_id: str, actor_id: str, change: Mapping[str, Any]) -> None:
    """Put a change (role, action, fields) at the end of an actor's history."""
    last = (
        select(func.coalesce(func.max(ActorChange.ordinal), 0) + 1)
        .where(ActorChange.verbund_id == verbund_id, ActorChange.actor_id == actor_id)
        .scalar_subquery()
    )
    row = {"verbund_id": verbund_id, "actor_id": actor_id, "ordinal": last, **change}
    connection.execute(insert(ActorChange).values(**row, changed_at=func.clock_timestamp()).inline())


def list_changes(connection: Connection, verbund_id: str, actor_id: str) -> list[RowMapping]:
    """The history of an actor, the newest first."""
    table = ActorChange.__table__
    query = (
        select(table)
        .where(table.c.verbund_id == verbund_id, table.c.actor_id == actor_id)
        .order_by(table.c.ordinal.desc())
    )
    return list(connection.execute(query).mappings())
