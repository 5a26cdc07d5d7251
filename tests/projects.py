"""People and drafts that tests of the register share."""

from dataclasses import replace

from geo import service
from geo.domain import Role
from geo.results import ProjectDraft, ProjectEdit, ProjectNew
from geo.rights import Grant, Person
from geo.service import ProjectFilter

UNNA, SIEGEN, DRENSTEINFURT = "05978036", "05970040", "05570016"
HEMMERDE = "05978036-hemmerde"
IN_HEMMERDE = {"lon": 7.8118, "lat": 51.5477}
IN_SIEGEN = {"lon": 8.0243, "lat": 50.8748}


def person(*grants: Grant) -> Person:
    return Person("konto-1", "Ada", frozenset(grants))


READER = person(Grant(Role.READER, UNNA))
EDITOR = person(Grant(Role.EDITOR, UNNA))
OTHER_EDITOR = person(Grant(Role.EDITOR, SIEGEN))
COORDINATOR = person(Grant(Role.COORDINATOR))
ADMIN = person(Grant(Role.ADMIN))

CONTACT = {
    "name": "Ada Muster",
    "mail": "ada@example.org",
    "purpose": "Fragen anderer Kommunen",
    "consented_on": "2026-01-01",
    "expires_on": "2099-12-31",
}


def draft(**fields) -> ProjectDraft:
    return ProjectDraft.model_validate(
        {"title": "Dorfladen Hemmerde", "need": "convenience", "zentren": [HEMMERDE], **fields}
    )


def new(confirm=False, **fields) -> ProjectNew:
    return ProjectNew(draft=draft(**fields), confirm=confirm)


def edit(project, confirm=False, **fields) -> ProjectEdit:
    changed = ProjectDraft.model_validate({**project.draft.model_dump(), **fields})
    return ProjectEdit(draft=changed, version=project.info.version, confirm=confirm)


def as_(opened, person):
    return replace(opened, person=person)


def titles(opened, **wanted):
    return [
        found.title for found in service.list_projects(opened, ProjectFilter(**wanted), limit=500).projects
    ]
