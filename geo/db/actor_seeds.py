"""Actors that come with the files of a Verbund: they never overwrite what people have edited, added or taken away."""

from typing import Any

import pandas as pd
from sqlalchemy import Connection, delete, func, insert, select, update

from geo.db.actor_tables import Actor, ActorEntryRow
from geo.db.actors import add_change, write_entries
from geo.domain import ActorKind, Visibility

ROLE = "Verbund"
ADDED, RENEWED = "seeded", "reseeded"


def write_actor_seeds(connection: Connection, verbund_id: str, rows: pd.DataFrame) -> int:
    """Bring the actors of a Verbund's files up to these, inside the caller's transaction; tells how many there are.

    New ones are added. One that nobody has touched is renewed where the file says something else, and goes where the
    file no longer has it. One that people have changed or taken away stays as it is.

    Parameters
    ----------
    rows
        ``actor_id``, ``name``, ``about``, ``ags``, ``zentren``, ``beispiel``, ``entries`` (`geo.sources.actors`).
    """
    query = select(Actor.actor_id, Actor.seeded, Actor.by_hand).where(Actor.verbund_id == verbund_id)
    known = {row.actor_id: row.seeded and not row.by_hand for row in connection.execute(query)}
    records: list[dict[str, Any]] = rows.to_dict("records")
    gone = {key for key, untouched in known.items() if untouched} - {row["actor_id"] for row in records}
    if gone:
        connection.execute(delete(Actor).where(Actor.verbund_id == verbund_id, Actor.actor_id.in_(gone)))
    for row in records:
        entries, values = row["entries"], _to_values(row)
        key = row["actor_id"]
        if key not in known:
            new = {"verbund_id": verbund_id, "actor_id": key, "seeded": True, **values}
            connection.execute(insert(Actor).values(**new).inline())
            write_entries(connection, verbund_id, key, entries)
            add_change(connection, verbund_id, key, {"role": ROLE, "action": ADDED, "fields": []})
        elif known[key]:
            _renew(connection, verbund_id, key, values, entries)
    return len(records)


def _to_values(row: dict[str, Any]) -> dict[str, Any]:
    words = " ".join([row["name"], row["about"], *(entry["text"] for entry in row["entries"])]).lower()
    kept = {name: row[name] for name in ("name", "about", "ags", "zentren")}
    who = {"kind": ActorKind.ORGANISATION.value, "visibility": Visibility.PUBLIC.value}
    return {**kept, **who, "beispiel": bool(row["beispiel"]), "words": words}


def _renew(
    connection: Connection, verbund_id: str, key: str, values: dict[str, Any], entries: list[dict[str, Any]]
) -> None:
    """Write a seed again where it differs; a new version, so that a form opened before notices."""
    mine = (Actor.verbund_id == verbund_id, Actor.actor_id == key)
    old = connection.execute(select(*(getattr(Actor, name) for name in values)).where(*mine)).mappings().one()
    fields = [name for name, value in values.items() if old[name] != value and name != "words"]
    columns = [
        getattr(ActorEntryRow, name) for name in ("direction", "resource", "text", "need", "handlungsfeld")
    ]
    held = connection.execute(
        select(*columns)
        .where(ActorEntryRow.verbund_id == verbund_id, ActorEntryRow.actor_id == key)
        .order_by(ActorEntryRow.ordinal)
    ).mappings()
    if [dict(entry) for entry in held] != entries:
        fields.append("entries")
    if not fields:
        return
    connection.execute(
        update(Actor).where(*mine).values(**values, version=Actor.version + 1, changed_at=func.now())
    )
    write_entries(connection, verbund_id, key, entries)
    add_change(connection, verbund_id, key, {"role": ROLE, "action": RENEWED, "fields": fields})
