"""The project register: what there is, as far as the person who asks may see it."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, RowMapping

from geo.db import projects, read
from geo.db.projects import ProjectFilter
from geo.domain import Handlungsfeld, Phase, Visibility
from geo.errors import InputError
from geo.layers import list_layers
from geo.results import (
    Adoption,
    PhaseStep,
    Project,
    ProjectChange,
    ProjectContact,
    ProjectDraft,
    ProjectForm,
    ProjectInfo,
    ProjectList,
    Titled,
)
from geo.rights import may_edit, may_see
from geo.service.attachments import list_attachments
from geo.service.opened import OpenVerbund, get_verbund_row
from geo.service.project_rows import get_row, to_draft, to_project_info
from geo.service.project_words import ACTION_TITLES, FIELD_TITLES, to_field_changes
from geo.settings import Settings

MOST_SHOWN = 500
MOST_WORDS = 200


def list_projects(
    opened: OpenVerbund, wanted: ProjectFilter | None = None, *, limit: int = 50, offset: int = 0
) -> ProjectList:
    """A page of the projects that ``opened.person`` may see, best first where words are looked for.

    Raises
    ------
    InputError
        If the page or the words are out of bounds.
    """
    wanted = wanted or ProjectFilter()
    if not (1 <= limit <= MOST_SHOWN and offset >= 0):
        raise InputError(f"Eine Seite hat 1 bis {MOST_SHOWN} Projekte: bitte limit und offset berichtigen.")
    if len(wanted.words) > MOST_WORDS:
        raise InputError(f"Die Suche ist zu lang: bitte höchstens {MOST_WORDS} Zeichen eingeben.")
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        n_found, n_examples, rows = projects.search_projects(
            connection, opened.verbund_id, wanted, limit=limit, offset=offset
        )
        names = projects.read_names(connection, opened.verbund_id)
    return ProjectList(
        n_found=n_found,
        n_examples=n_examples,
        limit=limit,
        offset=offset,
        projects=[to_project_info(row, names) for row in rows],
    )


def read_project(opened: OpenVerbund, project_id: str) -> Project:
    """A project with all that belongs to it; a deleted one for those who may restore it.

    Raises
    ------
    NotFoundError
        If there is none of this id that the person may see.
    """
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        return assemble(connection, opened, get_row(connection, opened, project_id))


def list_project_changes(opened: OpenVerbund, project_id: str) -> list[ProjectChange]:
    """The history of a project, the newest first: roles, never names.

    Raises
    ------
    NotFoundError
        If there is none of this id that the person may see.
    """
    with opened.connect() as connection:
        get_row(connection, opened, project_id)
        rows = projects.list_changes(connection, opened.verbund_id, project_id)
        names = projects.read_names(connection, opened.verbund_id)
    return [
        ProjectChange(
            version=row["version"],
            changed_at=row["changed_at"],
            role=row["role"],
            action=row["action"],
            action_title=ACTION_TITLES.get(row["action"], row["action"]),
            fields=to_field_changes(row["changes"], names),
        )
        for row in reversed(rows)
    ]


def read_project_form(opened: OpenVerbund, settings: Settings) -> ProjectForm:
    """Words and limits of the form, and what the person may do with it."""
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        kommunen = read.read_frame(connection, "kommune", opened.verbund_id)
    members = kommunen[kommunen["role"] == "kommune"].sort_values("name")
    person = opened.person
    anywhere = may_edit(person, Visibility.NETWORK, [])
    return ProjectForm(
        phases=[Titled(key=phase, title=phase.title) for phase in Phase],
        handlungsfelder=[Titled(key=field, title=field.title) for field in Handlungsfeld],
        visibilities=[Titled(key=visibility, title=visibility.title) for visibility in Visibility],
        needs=[Titled(key=layer.key, title=layer.title) for layer in list_layers()],
        fields=[Titled(key=key, title=title) for key, title in FIELD_TITLES.items()],
        may_create=anywhere or bool(person.edits),
        kommunen=[
            Titled(key=ags, title=name)
            for ags, name in zip(members["ags"], members["name"], strict=True)
            if anywhere or ags in person.edits
        ],
        attachment_mb=settings.attachment_mb,
        attachments_most=settings.attachments_most,
    )


def assemble(connection: Connection, opened: OpenVerbund, row: RowMapping) -> Project:
    """A row of the register with all that belongs to it, in words."""
    names = projects.read_names(connection, opened.verbund_id)
    info, draft = to_project_info(row, names), to_draft(row)
    contact = _find_contact(connection, opened, info.project_id)
    return Project(
        info=info,
        draft=draft.model_copy(update={"contact": contact}),
        description=draft.description,
        lessons=draft.lessons,
        cost_eur=draft.cost_eur,
        funding=draft.funding,
        links=draft.links,
        modules=draft.modules,
        contact=contact,
        place_words=_place_words(info, draft),
        area=draft.area,
        phases=_list_phases(connection, opened, info.project_id),
        attachments=list_attachments(connection, opened.verbund_id, info.project_id),
        adoptions=_list_adoptions(connection, opened, info.project_id, names),
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        may_edit=may_edit(opened.person, info.visibility, info.ags),
    )


def _find_contact(connection: Connection, opened: OpenVerbund, project_id: str) -> ProjectContact | None:
    """Personal data are for people with an account only."""
    if not opened.person.is_member:
        return None
    row = projects.find_contact(connection, opened.verbund_id, project_id)
    return ProjectContact(**{name: row[name] for name in ProjectContact.model_fields}) if row else None


def _list_phases(connection: Connection, opened: OpenVerbund, project_id: str) -> list[PhaseStep]:
    """The phases that the history knows; a stated beginning counts before the day of the entry."""
    steps: list[PhaseStep] = []
    for change in projects.list_changes(connection, opened.verbund_id, project_id):
        changes = change["changes"]
        stated = changes.get("phase_since", (None, None))[1]
        since = date.fromisoformat(stated) if stated else change["changed_at"].date()
        if "phase" in changes:
            phase = Phase(changes["phase"][1])
            steps.append(PhaseStep(phase=phase, title=phase.title, since=since))
        elif stated and steps:
            steps[-1] = steps[-1].model_copy(update={"since": since})
    return steps


def _list_adoptions(
    connection: Connection, opened: OpenVerbund, project_id: str, names: Mapping[str, str]
) -> list[Adoption]:
    """Who took over modules; the title of a project only where the person may see it."""
    found = []
    for row in projects.list_adoptions(connection, opened.verbund_id, project_id):
        other = projects.find_project(connection, opened.verbund_id, row["by_project_id"])
        seen = (
            other is not None
            and other["deleted_at"] is None
            and may_see(opened.person, Visibility(other["visibility"]), other["ags"])
        )
        found.append(
            Adoption(
                adoption_id=row["adoption_id"],
                module=row["module"],
                ags=row["ags"],
                kommune=names.get(row["ags"], row["ags"]),
                by_project_id=row["by_project_id"] if seen else "",
                by_title=other["title"] if other is not None and seen else "",
                note=row["note"],
                role=row["role"],
                adopted_at=row["adopted_at"],
            )
        )
    return found


def _place_words(info: ProjectInfo, draft: ProjectDraft) -> str:
    where = ", ".join(info.zentren or info.kommunen)
    if draft.area is not None:
        return f"eigenes Gebiet{f' in {where}' if where else ''}"
    if not draft.places:
        return (
            f"{where}, ohne eigenen Ort"
            if where
            else "ohne Ort: das Projekt hängt an keinem Platz auf der Karte"
        )
    return where or "Ort auf der Karte, keiner Kommune zugeordnet"
