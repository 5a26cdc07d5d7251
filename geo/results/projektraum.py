"""Records of Projekträume: areas that planners have made their own."""

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from geo.domain import Visibility
from geo.results.areas import AreaPlace
from geo.results.base import Record, Titled
from geo.results.projects import FieldChange, ProjectInfo
from geo.results.wishes import LongText, Short

Keys = Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=200)]


class ProjektraumNew(Record):
    """Make a Projektraum of a computed area of the shown run; an empty name: that of the area."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "area_id": "near-secondary_school-1",
                    "name": "Rund um Hemmerde",
                    "notes": "Erstes Treffen im Mai",
                    "visibility": "network",
                }
            ]
        }
    )

    area_id: Annotated[str, Field(max_length=200)]
    name: Short = ""
    notes: LongText = ""
    visibility: Visibility = Visibility.NETWORK


class ProjektraumEdit(Record):
    """A Projektraum as somebody has left it; ``version`` is the one that they began with.

    ``members`` are ids of places: Zentren and partner places; ids of dissolved members may stay.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "version": 1,
                    "name": "Rund um Hemmerde",
                    "notes": "Zweites Treffen im Juli",
                    "members": ["05978036-hemmerde", "05978036-stockum"],
                    "projects": ["dorfladen-digital-rinkerode"],
                    "visibility": "network",
                }
            ]
        }
    )

    version: int
    name: Short
    notes: LongText
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

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "raum_id": "rund-um-hemmerde-1a2b3c",
                    "name": "Rund um Hemmerde",
                    "kind": "near",
                    "service": "secondary_school",
                    "service_title": "Weiterführende Schule",
                    "kommunen": [{"key": "05978036", "title": "Unna"}],
                    "n_members": 2,
                    "visibility": "network",
                    "visibility_title": "das Netzwerk",
                    "checks_kept": False,
                    "sentence": "Alle Mitglieder liegen in einer Kommune.",
                    "version": 2,
                }
            ]
        }
    )

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
