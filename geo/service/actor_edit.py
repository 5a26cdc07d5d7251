"""Changing actors: rights, consent, versions, history; all in one transaction each."""

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping

from geo.db import actors, projects
from geo.domain import ActorKind
from geo.errors import EditConflictError
from geo.normalise import slug
from geo.results import ActorConflict, ActorConsent, ActorDraft, ActorEdit, ActorNew, ActorProfile
from geo.rights import validate_may_edit
from geo.service import audit
from geo.service.actor_checks import complete_draft, validate_consent
from geo.service.actor_rows import assemble, get_editable_row, get_row, is_mine
from geo.service.actor_words import find_changed, to_field_changes, to_search_words
from geo.service.days import today
from geo.service.opened import OpenVerbund, get_verbund_row

LONGEST_KEY = 60


def create_actor(opened: OpenVerbund, new: ActorNew) -> ActorProfile:
    """Enter an organisation, or a person who has agreed to it.

    Raises
    ------
    ForbiddenError
        If the person may not edit for one of its municipalities.
    InputError
        If a person comes without consent, a consent does not hold, or a place or need is unknown.
    """
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        draft = complete_draft(connection, opened, new.draft, None)
        validate_may_edit(opened.person, draft.visibility, draft.ags)
        validate_consent(draft, new.consent, today())
        key = _new_key(draft)
        values = {**_to_values(draft), "kind": draft.kind, "account_id": opened.person.account_id or ""}
        actors.insert_actor(connection, opened.verbund_id, key, values)
        if new.consent is not None:
            actors.write_consent(connection, opened.verbund_id, key, new.consent.model_dump())
        actors.write_entries(connection, opened.verbund_id, key, _to_entries(draft))
        _note(connection, opened, key, "created", [])
        audit.record(connection, opened, "Akteur eingetragen", audit.to_number(audit.ACTOR, key))
        connection.commit()
        return assemble(connection, opened, get_row(connection, opened, key))


def change_actor(opened: OpenVerbund, actor_id: str, edit: ActorEdit) -> ActorProfile:
    """Change an actor that nobody has changed since ``edit.version``.

    Raises
    ------
    EditConflictError
        If somebody has: with both versions and the fields in which they differ; nothing is changed or lost.
    NotFoundError, ForbiddenError, InputError
        As `create_actor`.
    """
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        row = get_editable_row(connection, opened, actor_id)
        stored = assemble(connection, opened, row).draft
        draft = complete_draft(connection, opened, edit.draft, stored)
        validate_may_edit(opened.person, draft.visibility, draft.ags)
        if row["version"] != edit.version:
            raise _to_conflict(connection, opened, row, stored, draft)
        changed = find_changed(stored, draft)
        if changed:
            actors.update_actor(connection, opened.verbund_id, actor_id, _to_values(draft))
            actors.write_entries(connection, opened.verbund_id, actor_id, _to_entries(draft))
            _note(connection, opened, actor_id, "changed", changed)
            audit.record(connection, opened, "Akteur geändert", audit.to_number(audit.ACTOR, actor_id))
            connection.commit()
        return assemble(connection, opened, get_row(connection, opened, actor_id))


def delete_actor(opened: OpenVerbund, actor_id: str) -> None:
    """Delete an actor for good, with entries, consent and history.

    An example of the Verbund's files leaves a mark, so that the next load does not bring it back.

    Raises
    ------
    NotFoundError, ForbiddenError
        If there is none that may be seen, or it may not be edited.
    """
    with opened.connect() as connection:
        row = _get_removable_row(connection, opened, actor_id)
        if row["seeded"]:
            actors.write_consent(connection, opened.verbund_id, actor_id, None)
            now = datetime.now(UTC)
            actors.update_actor(connection, opened.verbund_id, actor_id, {"deleted_at": now})
        else:
            actors.delete_actor(connection, opened.verbund_id, actor_id)
        audit.record(connection, opened, "Akteur gelöscht", audit.to_number(audit.ACTOR, actor_id))
        connection.commit()


def give_consent(opened: OpenVerbund, actor_id: str, consent: ActorConsent) -> ActorProfile:
    """Keep a consent with its contact in the place of the earlier one.

    Raises
    ------
    NotFoundError, ForbiddenError
        If there is none that may be seen, or it may not be edited.
    InputError
        If the consent does not hold today, or for too long.
    """
    with opened.connect() as connection:
        row = get_editable_row(connection, opened, actor_id)
        draft = assemble(connection, opened, row).draft
        validate_consent(draft, consent, today())
        actors.write_consent(connection, opened.verbund_id, actor_id, consent.model_dump())
        _note(connection, opened, actor_id, "consented", [])
        audit.record(connection, opened, "Einwilligung eingetragen", audit.to_number(audit.ACTOR, actor_id))
        connection.commit()
        return assemble(connection, opened, get_row(connection, opened, actor_id))


def withdraw_consent(opened: OpenVerbund, actor_id: str) -> None:
    """Take a consent back: a person goes at once with everything, of an organisation the contact.

    Raises
    ------
    NotFoundError, ForbiddenError
        If there is none that may be seen, or it may not be edited.
    """
    with opened.connect() as connection:
        row = _get_removable_row(connection, opened, actor_id)
        if row["kind"] == ActorKind.PERSON:
            actors.delete_actor(connection, opened.verbund_id, actor_id)
        else:
            actors.write_consent(connection, opened.verbund_id, actor_id, None)
            _note(connection, opened, actor_id, "withdrawn", [])
        audit.record(connection, opened, "Einwilligung zurückgezogen", audit.to_number(audit.ACTOR, actor_id))
        connection.commit()


def _get_removable_row(connection: Connection, opened: OpenVerbund, actor_id: str) -> RowMapping:
    """Row of an actor that may be edited; a person also by the account that entered it, whatever its rights are now."""
    row = get_row(connection, opened, actor_id)
    if row["kind"] == ActorKind.PERSON and is_mine(opened, row):
        return row
    return get_editable_row(connection, opened, actor_id)


def _to_values(draft: ActorDraft) -> dict[str, Any]:
    """Columns of the table; who it is stays as it began."""
    fields = draft.model_dump(mode="json", exclude={"entries", "kind"})
    return {**fields, "words": to_search_words(draft)}


def _to_entries(draft: ActorDraft) -> list[dict[str, Any]]:
    entries = [entry.model_dump(mode="json") for entry in draft.entries]
    return [{**entry, "handlungsfeld": entry["handlungsfeld"] or ""} for entry in entries]


def _to_conflict(
    connection: Connection, opened: OpenVerbund, row: RowMapping, stored: ActorDraft, draft: ActorDraft
) -> EditConflictError:
    names = projects.read_names(connection, opened.verbund_id)
    fields = to_field_changes(stored, draft, names)
    conflict = ActorConflict(version=row["version"], mine=draft, theirs=stored, fields=fields)
    return EditConflictError(
        "Jemand anderes hat den Akteur inzwischen geändert. Nichts ist verloren: bitte die Unterschiede ansehen, "
        "je Feld eine Fassung wählen und noch einmal speichern.",
        conflict.model_dump(mode="json"),
    )


def _note(connection: Connection, opened: OpenVerbund, key: str, action: str, fields: list[str]) -> None:
    change = {"role": opened.person.role_title, "action": action, "fields": fields}
    actors.add_change(connection, opened.verbund_id, key, change)


def _new_key(draft: ActorDraft) -> str:
    """An id that nobody else has: readable for an organisation, of a person it must not tell the name."""
    if draft.kind is ActorKind.PERSON:
        return f"person-{uuid.uuid4().hex[:12]}"
    stem = slug(draft.name)[:LONGEST_KEY].strip("-") or "akteur"
    return f"{stem}-{uuid.uuid4().hex[:6]}"
