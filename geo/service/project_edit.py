"""Changing the register: rights, checks against what is loaded, versions, history; all in one transaction each."""

import uuid
from datetime import UTC, datetime
from typing import Any

import shapely
from geoalchemy2.shape import from_shape
from geopandas import GeoSeries
from shapely.geometry import shape
from sqlalchemy import Connection, RowMapping

from geo.crs import EDGE, STORAGE
from geo.db import projects
from geo.errors import EditConflictError
from geo.normalise import slug
from geo.results import Project, ProjectConflict, ProjectDraft, ProjectEdit, ProjectNew
from geo.rights import validate_may_edit
from geo.service import audit
from geo.service.opened import OpenVerbund, get_verbund_row
from geo.service.project_checks import complete_draft
from geo.service.project_rows import get_editable_row, get_row
from geo.service.project_words import to_changes, to_field_changes
from geo.service.projects import assemble

LONGEST_KEY = 60


def create_project(opened: OpenVerbund, new: ProjectNew) -> Project:
    """Add a project.

    Raises
    ------
    ForbiddenError
        If the person may not edit for one of its municipalities.
    InputError
        If the need, a municipality or an Ortsteil is unknown, or the area is none.
    ConfirmError
        If a place lies outside the municipalities named and ``confirm`` is not set.
    """
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        key = add_project(connection, opened, new)
        note_project(connection, opened, "Projekt eingetragen", key)
        connection.commit()
        return assemble(connection, opened, get_row(connection, opened, key))


def change_project(opened: OpenVerbund, project_id: str, edit: ProjectEdit) -> Project:
    """Change a project that nobody has changed since ``edit.version``.

    Raises
    ------
    EditConflictError
        If somebody has: with both versions and the fields in which they differ; nothing is changed or lost.
    NotFoundError, ForbiddenError, InputError, ConfirmError
        As `create_project`.
    """
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        if rewrite_project(connection, opened, project_id, edit):
            note_project(connection, opened, "Projekt geändert", project_id)
        connection.commit()
        return assemble(connection, opened, get_row(connection, opened, project_id))


def delete_project(opened: OpenVerbund, project_id: str) -> None:
    """Take a project out of the register; it can be restored, its contact is deleted for good.

    Raises
    ------
    NotFoundError, ForbiddenError
        If there is none, or it may not be edited.
    """
    with opened.connect() as connection:
        row = get_editable_row(connection, opened, project_id)
        if row["deleted_at"] is None:
            now = datetime.now(UTC)
            version = projects.update_project(connection, opened.verbund_id, project_id, {"deleted_at": now})
            projects.write_contact(connection, opened.verbund_id, project_id, None)
            _note(connection, opened, project_id, {"version": version, "action": "deleted", "changes": {}})
            note_project(connection, opened, "Projekt gelöscht", project_id)
            connection.commit()


def restore_project(opened: OpenVerbund, project_id: str) -> Project:
    """Bring a deleted project back.

    Raises
    ------
    NotFoundError, ForbiddenError
        If there is none, or it may not be edited.
    """
    with opened.connect() as connection:
        row = get_editable_row(connection, opened, project_id)
        if row["deleted_at"] is not None:
            version = projects.update_project(connection, opened.verbund_id, project_id, {"deleted_at": None})
            _note(connection, opened, project_id, {"version": version, "action": "restored", "changes": {}})
            note_project(connection, opened, "Projekt wiederhergestellt", project_id)
            connection.commit()
        return assemble(connection, opened, get_row(connection, opened, project_id))


def add_project(
    connection: Connection, opened: OpenVerbund, new: ProjectNew, *, action: str = "created", key: str = ""
) -> str:
    """Add a project inside the caller's transaction; tells its id. Errors as `create_project`."""
    draft = complete_draft(connection, opened, new, None)
    validate_may_edit(opened.person, draft.visibility, draft.ags)
    key = key or _new_key(draft.title)
    projects.insert_project(connection, opened.verbund_id, key, _to_values(draft))
    _write_contact(connection, opened, key, draft)
    _note(connection, opened, key, {"version": 1, "action": action, "changes": to_changes(None, draft)})
    return key


def rewrite_project(
    connection: Connection,
    opened: OpenVerbund,
    project_id: str,
    edit: ProjectEdit,
    *,
    action: str = "changed",
) -> bool:
    """Change a project inside the caller's transaction; tells whether anything differed. Errors as `change_project`."""
    row = get_editable_row(connection, opened, project_id)
    stored = assemble(connection, opened, row).draft
    draft = complete_draft(connection, opened, edit, stored)
    validate_may_edit(opened.person, draft.visibility, draft.ags)
    changes = to_changes(stored, draft)
    if row["version"] != edit.version:
        raise _to_conflict(connection, opened, row, stored, draft)
    if not changes:
        return False
    version = projects.update_project(connection, opened.verbund_id, project_id, _to_values(draft))
    _write_contact(connection, opened, project_id, draft)
    _note(connection, opened, project_id, {"version": version, "action": action, "changes": changes})
    return True


def _to_conflict(
    connection: Connection, opened: OpenVerbund, row: RowMapping, stored: ProjectDraft, draft: ProjectDraft
) -> EditConflictError:
    fields = to_field_changes(to_changes(stored, draft), projects.read_names(connection, opened.verbund_id))
    conflict = ProjectConflict(version=row["version"], mine=draft, theirs=stored, fields=fields)
    return EditConflictError(
        "Jemand anderes hat das Projekt inzwischen geändert. Nichts ist verloren: bitte die Unterschiede ansehen, "
        "je Feld eine Fassung wählen und noch einmal speichern.",
        conflict.model_dump(mode="json"),
    )


def _to_values(draft: ProjectDraft) -> dict[str, Any]:
    """Columns of the table; geometries in EPSG:25832."""
    fields = draft.model_dump(mode="json", exclude={"places", "area", "contact", "phase_since"})
    points = [shapely.Point(place.lon, place.lat) for place in draft.places]
    return {
        **fields,
        "phase_since": draft.phase_since,
        "geom": _store(shapely.MultiPoint(points)) if points else None,
        "area": _store(shape(draft.area)) if draft.area else None,
    }


def _store(geometry: Any) -> Any:
    stored = GeoSeries([geometry], crs=EDGE).to_crs(STORAGE).iloc[0]
    return from_shape(stored, srid=STORAGE, extended=True)


def _write_contact(connection: Connection, opened: OpenVerbund, key: str, draft: ProjectDraft) -> None:
    contact = draft.contact.model_dump() if draft.contact else None
    projects.write_contact(connection, opened.verbund_id, key, contact)


def _note(connection: Connection, opened: OpenVerbund, key: str, change: dict[str, Any]) -> None:
    projects.add_change(connection, opened.verbund_id, key, {**change, "role": opened.person.role_title})


def note_project(connection: Connection, opened: OpenVerbund, action: str, project_id: str) -> None:
    """Write a change into the audit log: which project, by a number that tells nothing of its text."""
    audit.record(connection, opened, action, audit.to_number(audit.PROJECT, project_id))


def _new_key(title: str) -> str:
    """A short readable id that nobody else has, seen or not."""
    stem = slug(title)[:LONGEST_KEY].strip("-") or "projekt"
    return f"{stem}-{uuid.uuid4().hex[:6]}"
