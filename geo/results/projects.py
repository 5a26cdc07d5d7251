"""Records of the project register: what is shown."""

from datetime import date, datetime
from typing import Any

from pydantic import ConfigDict
from pydantic.config import JsonDict

from geo.domain import Phase, Visibility
from geo.results.base import Record, Titled
from geo.results.project_edit import Funding, ProjectContact, ProjectDraft, ProjectLink, ProjectModule

EXAMPLE: JsonDict = {
    "project_id": "dorfladen-digital-rinkerode",
    "title": "Digitaler Dorfladen Rinkerode",
    "summary": "Ein Laden für den täglichen Bedarf, der rund um die Uhr öffnet.",
    "need": "convenience",
    "need_title": "Dorfladen",
    "handlungsfelder": ["Wirtschaft", "Zivilgesellschaft"],
    "target_groups": ["ältere Menschen"],
    "phase": "strategie",
    "phase_title": "Strategie",
    "phase_since": "2026-03-01",
    "ags": ["05570016"],
    "kommunen": ["Drensteinfurt"],
    "zentrum_ids": ["05570016-rinkerode"],
    "zentren": ["Rinkerode"],
    "owner": "Beispiel",
    "visibility": "public",
    "visibility_title": "öffentlich",
    "beispiel": True,
    "version": 1,
    "deleted": False,
    "lon": 7.6851,
    "lat": 51.8452,
    "points": [[7.6851, 51.8452]],
}


class ProjectInfo(Record):
    """A project of the register in a list; ``beispiel`` marks records that are examples and not real.

    An Ortsteil that no longer exists stands in ``zentrum_ids`` and, under its id, in ``zentren``. ``lon`` and ``lat``
    (degrees) are those of the first of its places, ``points`` (longitude, latitude) all of them.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    project_id: str
    title: str
    summary: str
    need: str
    need_title: str
    handlungsfelder: list[str]
    target_groups: list[str]
    phase: Phase
    phase_title: str
    phase_since: date | None
    ags: list[str]
    kommunen: list[str]
    zentrum_ids: list[str]
    zentren: list[str]
    owner: str
    visibility: Visibility
    visibility_title: str
    beispiel: bool
    version: int
    deleted: bool
    lon: float | None
    lat: float | None
    points: list[tuple[float, float]]


class ProjectList(Record):
    """A page of what a search found: ``n_found`` in all, ``n_examples`` of them invented."""

    n_found: int
    n_examples: int
    limit: int
    offset: int
    projects: list[ProjectInfo]


class Attachment(Record):
    """A file of a project; ``size_text`` in words."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "attachment_id": "f1",
                    "name": "Grundriss.pdf",
                    "media_type": "application/pdf",
                    "size": 182000,
                    "size_text": "0,2 MB",
                    "sha256": "9f86d081",
                    "added_at": "2026-11-01T09:30:00Z",
                }
            ]
        }
    )

    attachment_id: str
    name: str
    media_type: str
    size: int
    size_text: str
    sha256: str
    added_at: datetime


class Adoption(Record):
    """A module of the project that another place has taken over."""

    adoption_id: str
    module: str
    ags: str
    kommune: str
    by_project_id: str
    by_title: str
    note: str
    role: str
    adopted_at: datetime


class PhaseStep(Record):
    """Since when a project has been in a phase, as its history knows it."""

    phase: Phase
    title: str
    since: date


class FieldChange(Record):
    """One field before and after, in words that people read."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"field": "phase", "title": "Phase", "before": "Idee", "after": "Strategie"}]
        }
    )

    field: str
    title: str
    before: str
    after: str


class ProjectChange(Record):
    """A change: when, by somebody of which role, what; roles, never names."""

    version: int
    changed_at: datetime
    role: str
    action: str
    action_title: str
    fields: list[FieldChange]


class Project(Record):
    """A project with all that belongs to it.

    ``draft`` is what a form begins with. ``place_words`` says where it lies, also that it has no place. ``contact`` is
    None for those without an account and once its consent has ended.
    """

    info: ProjectInfo
    draft: ProjectDraft
    description: str
    lessons: str
    cost_eur: int | None
    funding: list[Funding]
    links: list[ProjectLink]
    modules: list[ProjectModule]
    contact: ProjectContact | None
    place_words: str
    area: dict[str, Any] | None
    phases: list[PhaseStep]
    attachments: list[Attachment]
    adoptions: list[Adoption]
    created_at: datetime
    changed_at: datetime
    may_edit: bool


class ProjectConflict(Record):
    """Two versions of one project: ``theirs`` is stored, ``mine`` was handed in; ``fields`` is where they differ."""

    version: int
    mine: ProjectDraft
    theirs: ProjectDraft
    fields: list[FieldChange]


class ProjectForm(Record):
    """What a form offers: words, limits, and whether the person may add projects and for which municipalities."""

    phases: list[Titled]
    handlungsfelder: list[Titled]
    visibilities: list[Titled]
    needs: list[Titled]
    fields: list[Titled]
    may_create: bool
    kommunen: list[Titled]
    attachment_mb: int
    attachments_most: int


class CellProblem(Record):
    """What is wrong in one cell of a file: where, what, how to mend it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "sheet": "Projekte",
                    "cell": "B3",
                    "column": "Kommunen",
                    "value": "Atlantis",
                    "message": "die Kommune „Atlantis“ ist unbekannt: möglich sind Unna, Siegen",
                }
            ]
        }
    )

    sheet: str
    cell: str
    column: str
    value: str
    message: str


class ProjectImport(Record):
    """What an import would do, or has done: nothing is written before every cell is right.

    ``n_kept``: projects of another register that came in before and stay as they are.
    """

    n_rows: int
    n_new: int
    n_changed: int
    n_kept: int
    problems: list[CellProblem]
    questions: list[CellProblem]
    titles: list[str]
    written: bool
    sentence: str
