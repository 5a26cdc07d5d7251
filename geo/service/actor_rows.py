"""Rows of actors: who may have one, and the records that they become."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, RowMapping

from geo.db import actors, projects
from geo.domain import Visibility
from geo.errors import NotFoundError
from geo.results import (
    ActorChangeInfo,
    ActorConsent,
    ActorDraft,
    ActorEntry,
    ActorEntryInfo,
    ActorInfo,
    ActorProfile,
)
from geo.rights import may_edit, may_see_actor, validate_may_edit
from geo.service.actor_words import ACTION_TITLES, FIELD_TITLES
from geo.service.opened import OpenVerbund
from geo.service.wish_words import to_wish_words

ENTRY_FIELDS = ("direction", "resource", "text", "need", "handlungsfeld")


def is_mine(opened: OpenVerbund, row: RowMapping) -> bool:
    """Whether the asking account entered an actor."""
    return bool(row["account_id"]) and row["account_id"] == opened.person.account_id


def get_row(connection: Connection, opened: OpenVerbund, actor_id: str, *, lock: bool = False) -> RowMapping:
    """Row of an actor that the person may see.

    Raises
    ------
    NotFoundError
        If there is none: the same words whether it does not exist or may not be seen.
    """
    row = actors.find_actor(connection, opened.verbund_id, actor_id, lock=lock)
    if row is not None:
        mine = is_mine(opened, row)
        if may_see_actor(
            opened.person, Visibility(row["visibility"]), row["ags"], consented=row["consented"], mine=mine
        ):
            return row
    raise NotFoundError(f"Den Akteur „{actor_id}“ gibt es nicht, oder er ist nicht für alle sichtbar.")


def get_editable_row(connection: Connection, opened: OpenVerbund, actor_id: str) -> RowMapping:
    """Row of an actor that the person may edit, locked until the transaction ends.

    Raises
    ------
    NotFoundError, ForbiddenError
        If there is none that may be seen, or it may not be edited.
    """
    row = get_row(connection, opened, actor_id)
    validate_may_edit(opened.person, Visibility(row["visibility"]), row["ags"])
    return get_row(connection, opened, actor_id, lock=True)


def to_draft(row: RowMapping, entries: Sequence[RowMapping]) -> ActorDraft:
    """An actor as a form holds it."""
    held = {name: row[name] for name in ActorDraft.model_fields if name != "entries"}
    return ActorDraft(
        **held, entries=[ActorEntry(**{name: entry[name] for name in ENTRY_FIELDS}) for entry in entries]
    )


def to_actor_info(row: RowMapping, entries: Sequence[RowMapping], names: Mapping[str, str]) -> ActorInfo:
    """A row with its words; what has no name any more keeps its id."""
    draft = to_draft(row, entries)
    return ActorInfo(
        actor_id=row["actor_id"],
        kind=draft.kind,
        kind_title=draft.kind.title,
        name=draft.name,
        about=draft.about,
        ags=draft.ags,
        kommunen=[names.get(key, key) for key in draft.ags],
        zentrum_ids=draft.zentren,
        zentren=[names.get(key, key) for key in draft.zentren],
        entries=[
            ActorEntryInfo(direction=entry.direction, **to_wish_words(entry)) for entry in draft.entries
        ],
        visibility=draft.visibility,
        visibility_title=draft.visibility.title,
        beispiel=draft.beispiel,
        version=row["version"],
    )


def assemble(connection: Connection, opened: OpenVerbund, row: RowMapping) -> ActorProfile:
    """An actor with all that belongs to it, in words."""
    key = row["actor_id"]
    entries = actors.list_entries(connection, opened.verbund_id, [key]).get(key, [])
    names = projects.read_names(connection, opened.verbund_id)
    return ActorProfile(
        info=to_actor_info(row, entries, names),
        draft=to_draft(row, entries),
        consent=_find_consent(connection, opened, row),
        changes=[
            ActorChangeInfo(
                changed_at=change["changed_at"],
                role=change["role"],
                action_title=ACTION_TITLES.get(change["action"], change["action"]),
                fields=[FIELD_TITLES.get(field, field) for field in change["fields"]],
            )
            for change in actors.list_changes(connection, opened.verbund_id, key)
        ],
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        may_edit=may_edit(opened.person, Visibility(row["visibility"]), row["ags"]),
        is_mine=is_mine(opened, row),
    )


def _find_consent(connection: Connection, opened: OpenVerbund, row: RowMapping) -> ActorConsent | None:
    """Personal data are for people with an account of the Verbund, and not beyond the consent."""
    if not (opened.person.is_member or is_mine(opened, row)):
        return None
    found = actors.find_consent(connection, opened.verbund_id, row["actor_id"])
    if found is None or not found["holds"]:
        return None
    return ActorConsent(**{name: found[name] for name in ActorConsent.model_fields})
