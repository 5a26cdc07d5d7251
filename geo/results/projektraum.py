"""Records of Projekträume: areas that planners have made their own."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from geo.domain import Visibility
from geo.results.areas import AreaPlace
from geo.results.base import Record, Titled
from geo.results.projects import FieldChange, ProjectInfo

Name = Annotated[str, Field(max_length=200)]
Notes = Annotated[str, Field(max_length=20_000)]
Keys = Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=200)]


class ProjektraumNew(Record):
    """Make a Projektraum of a computed area of the shown run; an empty name: that of the area."""

    area_id: Annotated[str, Field(max_length=200)]
    name: Name = ""
    notes: Notes = ""
    visibility: Visibility = Visibility.PUBLIC


class ProjektraumEdit(Record):
    """A Projektraum as somebody has left it; ``version`` is the one that they began with.

    ``members`` are ids of places: Zentren and partner places; ids of dissolved members may stay.
    """

    version: int
    name: Name
    notes: Notes
    members: Keys
    projects: Keys
    visibility: Visibility


class RaumMember(Record):
    """A member; ``place`` is None where it has been dissolved, its name stays."""

    place_id: str
    name: str
    kommune: str
    ags: str
    partner: bool
    place: AreaPlace | None
    text: str


class RaumCheck(Record):
    """One limit and whether the members keep it; None: it cannot be told."""

    key: str
    kept: bool | None
    text: str


class RaumDifference(Record):
    """What the shown run makes of the same area; hand work is never overwritten by it."""

    area_id: str | None
    added: list[AreaPlace]
    removed: list[str]
    sentence: str


class RaumChange(Record):
    """A line of the history."""

    version: int
    changed_at: datetime
    role: str
    text: str


class ProjektraumInfo(Record):
    """A Projektraum in a list."""

    raum_id: str
    name: str
    kind: str
    service: str
    service_title: str
    kommunen: list[Titled]
    n_members: int
    visibility: Visibility
    visibility_title: str
    checks_kept: bool
    sentence: str
    version: int


class Projektraum(Record):
    """A Projektraum with members, checks, difference to the shown run, projects and history."""

    info: ProjektraumInfo
    members: list[RaumMember]
    checks: list[RaumCheck]
    difference: RaumDifference
    reason: str
    notes: str
    projects: list[ProjectInfo]
    project_ids: list[str]
    residents: int
    residents_unknown: int
    changes: list[RaumChange]
    created_at: datetime
    changed_at: datetime
    may_edit: bool
    hub_id: str | None
    run_id: str
    model_note: str


class ProjektraumConflict(Record):
    """Two versions of one Projektraum: ``theirs`` is stored, ``mine`` was handed in; ``fields`` are where they differ.

    In ``fields``, ``before`` is theirs and ``after`` is mine, in words.
    """

    version: int
    mine: ProjektraumEdit
    theirs: ProjektraumEdit
    fields: list[FieldChange]
