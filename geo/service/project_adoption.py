"""Modules of projects that other places take over; contacts whose consent has ended."""

import uuid

from geo.db import projects
from geo.domain import Visibility
from geo.errors import ForbiddenError, InputError
from geo.results import AdoptionNew, Project
from geo.rights import validate_may_edit
from geo.service.opened import OpenVerbund
from geo.service.project_edit import note_project
from geo.service.project_rows import get_row
from geo.service.projects import assemble


def adopt_module(opened: OpenVerbund, project_id: str, new: AdoptionNew) -> Project:
    """Note that a municipality takes over a module of a project.

    Raises
    ------
    InputError
        If the project offers no such module, or the municipality's project does not exist.
    NotFoundError, ForbiddenError
        If the project may not be seen, or the person may not edit for the municipality.
    """
    with opened.connect() as connection:
        row = get_row(connection, opened, project_id)
        validate_may_edit(opened.person, Visibility.NETWORK, [new.ags])
        names = projects.read_names(connection, opened.verbund_id)
        if new.module not in {module["key"] for module in row["modules"]}:
            raise InputError(
                f"Das Projekt bietet keinen Baustein „{new.module}“ an: bitte einen der genannten wählen."
            )
        if new.ags not in names:
            raise InputError(f"Die Kommune „{new.ags}“ ist unbekannt: bitte den AGS berichtigen.")
        if new.by_project_id:
            get_row(connection, opened, new.by_project_id)
        key = {"verbund_id": opened.verbund_id, "project_id": project_id, "adoption_id": uuid.uuid4().hex}
        projects.insert_adoption(connection, {**key, **new.model_dump(), "role": opened.person.role_title})
        note_project(connection, opened, "Baustein übernommen", project_id)
        connection.commit()
        return assemble(connection, opened, get_row(connection, opened, project_id))


def delete_expired_contacts(opened: OpenVerbund) -> int:
    """Delete contacts whose consent has ended; a job for every night.

    Raises
    ------
    ForbiddenError
        Unless the operator runs it.
    """
    if not opened.person.operator:
        raise ForbiddenError(
            "Aufräumen darf nur der Betrieb: bitte „mitten projects retention“ auf dem Server ausführen."
        )
    with opened.connect() as connection:
        count = projects.delete_expired_contacts(connection)
        connection.commit()
    return count
