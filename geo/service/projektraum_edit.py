"""Changing Projekträume: rights, versions, history; each change in one transaction."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping

from geo.db import areas as stored_areas
from geo.db import projektraeume as stored
from geo.domain import Visibility
from geo.errors import EditConflictError, InputError, NotFoundError
from geo.normalise import clean_text, slug
from geo.results import AreaPlace, Projektraum, ProjektraumConflict, ProjektraumEdit, ProjektraumNew
from geo.rights import validate_may_edit
from geo.service import audit
from geo.service.areas import Known, read_known, to_areas
from geo.service.opened import OpenVerbund
from geo.service.projektraeume import assemble, find_projects, get_row
from geo.service.projektraum_words import describe_changes, list_differences

LONGEST_KEY = 60
LEAST_MEMBERS = 2


def create_raum(opened: OpenVerbund, new: ProjektraumNew) -> Projektraum:
    """Make a Projektraum of a computed area of the shown run.

    Raises
    ------
    NotFoundError
        If the run has no such area.
    ForbiddenError
        If the person may not edit for one of its municipalities.
    """
    with opened.connect() as connection:
        known = read_known(connection, opened)
        run_id = known.run["run_id"]
        areas = stored_areas.read_areas(connection, run_id)
        areas = areas[areas["area_id"] == new.area_id]
        found = to_areas(areas, stored_areas.read_members(connection, run_id), known)
        if not found:
            raise NotFoundError(f"Den Raum „{new.area_id}“ gibt es im gezeigten Lauf nicht.")
        area = found[0]
        members = [to_kept(member.place) for member in area.members]
        name = clean_text(new.name) or area.title
        values = {
            "verbund_id": opened.verbund_id,
            "raum_id": f"{slug(name)[:LONGEST_KEY].strip('-') or 'raum'}-{uuid.uuid4().hex[:6]}",
            "name": name,
            "kind": area.kind,
            "service": area.service,
            "area_id": area.area_id,
            "run_id": run_id,
            "limit_min": known.parameters.areas["limit_min"],
            "min_residents": known.parameters.areas["min_residents"],
            "members": members,
            "computed": members,
            "ags": _owners(members),
            "notes": new.notes,
            "projects": [],
            "visibility": str(new.visibility),
        }
        validate_may_edit(opened.person, new.visibility, values["ags"])
        stored.add_row(connection, values)
        _note(connection, opened, values["raum_id"], 1, f"aus dem Raum „{area.title}“ angelegt")
        _record(connection, opened, "Projektraum angelegt", values["raum_id"])
        connection.commit()
        return assemble(connection, opened, get_row(connection, opened, values["raum_id"]))


def change_raum(opened: OpenVerbund, raum_id: str, edit: ProjektraumEdit) -> Projektraum:
    """Change a Projektraum that nobody has changed since ``edit.version``.

    Raises
    ------
    EditConflictError
        If somebody has: with both versions; nothing is changed or lost.
    NotFoundError, ForbiddenError
        If there is none that may be seen, or it may not be edited.
    InputError
        If the name is blank, or a member or project is unknown.
    """
    with opened.connect() as connection:
        row = get_row(connection, opened, raum_id)
        validate_may_edit(opened.person, Visibility(row["visibility"]), row["ags"])
        row = get_row(connection, opened, raum_id, lock=True)
        known = read_known(connection, opened)
        wanted = dict.fromkeys([*row["projects"], *edit.projects])
        titles = {info.project_id: info.title for info in find_projects(connection, opened, list(wanted))}
        if row["version"] != edit.version:
            raise _to_conflict(row, edit, known, titles)
        values = _to_values(edit, row, known, set(titles))
        validate_may_edit(opened.person, edit.visibility, values["ags"])
        text = describe_changes(dict(row), values)
        if text:
            version = stored.change_row(connection, opened.verbund_id, raum_id, values)
            _note(connection, opened, raum_id, version, text)
            _record(connection, opened, "Projektraum geändert", raum_id)
            connection.commit()
        return assemble(connection, opened, get_row(connection, opened, raum_id))


def delete_raum(opened: OpenVerbund, raum_id: str) -> None:
    """Take a Projektraum off the list; its row and history stay in the database.

    Raises
    ------
    NotFoundError, ForbiddenError
        If there is none that may be seen, or it may not be edited.
    """
    with opened.connect() as connection:
        row = get_row(connection, opened, raum_id)
        validate_may_edit(opened.person, Visibility(row["visibility"]), row["ags"])
        now = {"deleted_at": datetime.now(UTC)}
        version = stored.change_row(connection, opened.verbund_id, raum_id, now)
        _note(connection, opened, raum_id, version, "gelöscht")
        _record(connection, opened, "Projektraum gelöscht", raum_id)
        connection.commit()


def to_kept(place: AreaPlace) -> dict[str, Any]:
    """A member as it is stored: what is needed to name it once it is gone."""
    return place.model_dump(include={"place_id", "name", "kommune", "ags", "partner"})


def _to_values(edit: ProjektraumEdit, row: RowMapping, known: Known, projects: set[str]) -> dict[str, Any]:
    name = clean_text(edit.name)
    if not name:
        raise InputError("Der Projektraum braucht einen Namen.")
    held = {member["place_id"]: member for member in row["members"]}
    members = []
    for key in dict.fromkeys(edit.members):
        if key not in known.places and key not in held:
            raise InputError(f"Den Ort „{key}“ gibt es nicht: bitte aus der Liste wählen.")
        members.append(to_kept(known.places[key]) if key in known.places else held[key])
    if len(members) < LEAST_MEMBERS:
        raise InputError("Ein Projektraum braucht mindestens zwei Mitglieder.")
    unknown = [key for key in edit.projects if key not in projects and key not in row["projects"]]
    if unknown:
        raise InputError(f"Das Projekt „{unknown[0]}“ gibt es nicht: bitte aus der Liste wählen.")
    return {
        "name": name,
        "notes": edit.notes,
        "members": members,
        # What the person does not see stays: nobody takes away what they do not know of.
        "projects": list(dict.fromkeys([*edit.projects, *(k for k in row["projects"] if k not in projects)])),
        "ags": _owners(members),
        "visibility": str(edit.visibility),
    }


def _owners(members: list[dict[str, Any]]) -> list[str]:
    """Municipalities that own a Projektraum together: those of its members."""
    return sorted({member["ags"] for member in members})


def _to_conflict(
    row: RowMapping, mine: ProjektraumEdit, known: Known, titles: Mapping[str, str]
) -> EditConflictError:
    theirs = ProjektraumEdit(
        version=row["version"],
        name=row["name"],
        notes=row["notes"],
        members=[member["place_id"] for member in row["members"]],
        projects=[key for key in row["projects"] if key in titles],
        visibility=row["visibility"],
    )
    names = {member["place_id"]: member["name"] for member in row["members"]}
    names |= {key: place.name for key, place in known.places.items()}
    fields = list_differences(theirs, mine, names, titles)
    conflict = ProjektraumConflict(version=row["version"], mine=mine, theirs=theirs, fields=fields)
    return EditConflictError(
        "Jemand anderes hat den Projektraum inzwischen geändert. Nichts ist verloren: bitte die Unterschiede "
        "ansehen, je Feld eine Fassung wählen und noch einmal speichern.",
        conflict.model_dump(mode="json"),
    )


def _note(connection: Connection, opened: OpenVerbund, raum_id: str, version: int, text: str) -> None:
    values = {"verbund_id": opened.verbund_id, "raum_id": raum_id, "version": version, "text": text}
    stored.note_change(connection, {**values, "role": opened.person.role_title})


def _record(connection: Connection, opened: OpenVerbund, action: str, raum_id: str) -> None:
    audit.record(connection, opened, action, audit.to_number(audit.RAUM, raum_id))
