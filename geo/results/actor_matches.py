"""Records of matching: who could help whom, and a team for a project."""

from pydantic import ConfigDict

from geo.results.base import Record
from geo.results.matching import SimilarPart


class ActorBrief(Record):
    """An actor as it is named beside a match."""

    actor_id: str
    name: str
    kind_title: str
    kommunen: list[str]
    beispiel: bool


class LineFit(Record):
    """How well an offer fits what is looked for.

    ``across``: between different municipalities. ``sentence`` is the reason that weighs most; ``parts`` are all.
    """

    wish: str
    wish_kind: str
    offer: str
    offer_kind: str
    across: bool
    score: float
    level: str
    sentence: str
    parts: list[SimilarPart]


class ActorMatch(Record):
    """An actor and the best of what connects it."""

    actor: ActorBrief
    fit: LineFit


class ProjectMatch(Record):
    """A project that an actor could join, and the best of what connects them."""

    project_id: str
    title: str
    kommunen: list[str]
    phase_title: str
    beispiel: bool
    fit: LineFit


class ActorMatches(Record):
    """Who offers what an actor looks for, who looks for what it offers, which projects it could join.

    By level of the score; of one level first those across municipal borders. ``note`` says how ways were measured.
    """

    sentence: str
    helpers: list[ActorMatch]
    seekers: list[ActorMatch]
    projects: list[ProjectMatch]
    note: str


class TeamMember(Record):
    """An actor of a team and the roles that it covers."""

    actor: ActorBrief
    across: bool
    sentence: str
    fits: list[LineFit]


class OpenRole(Record):
    """Something that a project looks for and nobody of the team offers."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "text": "Ladenraum mit ebenem Zugang",
                    "kind": "Räume",
                    "sentence": "Das bietet bisher niemand.",
                }
            ]
        }
    )

    text: str
    kind: str
    sentence: str


class ProjectTeam(Record):
    """Who could cover together what a project looks for; ``others`` fit too, but are not needed for it."""

    project_id: str
    sentence: str
    n_roles: int
    n_covered: int
    members: list[TeamMember]
    open_roles: list[OpenRole]
    others: list[ActorMatch]
    note: str
