"""Records of similar projects: what is asked, what is shown, what people made of it."""

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from geo.domain import Handlungsfeld, MatchAction, Phase
from geo.results.base import Record, Titled

MOST_SIMILAR = 20

Keys = Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=50)]


class SimilarAsk(Record):
    """What has been written so far; title or summary are enough.

    ``project_id`` leaves a saved project out of its own answer.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "title": "Dorfladen Hemmerde",
                    "summary": "Ein Laden, den das Dorf selbst betreibt, mit Brot, Milch und Paketannahme.",
                    "need": "convenience",
                    "zentren": ["05978036-hemmerde"],
                }
            ]
        }
    )

    title: Annotated[str, Field(max_length=200)] = ""
    summary: Annotated[str, Field(max_length=1000)] = ""
    need: Annotated[str, Field(max_length=100)] = ""
    handlungsfelder: Annotated[list[Handlungsfeld], Field(max_length=len(Handlungsfeld))] = Field(
        default_factory=list
    )
    target_groups: Keys = Field(default_factory=list)
    phase: Phase | None = None
    zentren: Keys = Field(default_factory=list)
    project_id: Annotated[str, Field(max_length=100)] = ""
    limit: Annotated[int, Field(ge=1, le=MOST_SIMILAR)] = 5


class SimilarPart(Record):
    """A part of the score: ``share`` from 0 to 1, None where one of both says nothing; ``weight`` after scaling."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "part": "need",
                    "title": "Bedarf",
                    "weight": 0.3,
                    "share": 1.0,
                    "reason": "beide decken denselben Bedarf: Dorfladen",
                }
            ]
        }
    )

    part: str
    title: str
    weight: float
    share: float | None
    reason: str


class SimilarProject(Record):
    """A project that is like the draft. ``likelihood``: share of pairs with this score that people called alike.

    ``answer`` is what was made of this pair before, None if nothing.
    """

    project_id: str
    title: str
    summary: str
    kommunen: list[str]
    phase_title: str
    owner: str
    beispiel: bool
    modules: list[Titled]
    score: float
    likelihood: float
    level: str
    sentence: str
    parts: list[SimilarPart]
    answer: MatchAction | None


class Similar(Record):
    """Projects that are like the draft, the most similar first; ``note`` says what the score knows nothing about."""

    sentence: str
    note: str
    projects: list[SimilarProject]


class SimilarAnswerNew(Record):
    """What somebody made of a similar project; *nicht dasselbe* needs its reason."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ask": {
                        "title": "Dorfladen Hemmerde",
                        "summary": "Ein Laden, den das Dorf selbst betreibt.",
                        "need": "convenience",
                    },
                    "other_id": "dorfladen-digital-rinkerode",
                    "action": "different",
                    "reason": "dort geht es um Pakete, hier um Lebensmittel",
                }
            ]
        }
    )

    ask: SimilarAsk
    other_id: Annotated[str, Field(min_length=1, max_length=100)]
    action: MatchAction
    reason: Annotated[str, Field(max_length=1000)] = ""


class SimilarAnswer(Record):
    """An answer that is kept: roles, never names."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "answer_id": "a1",
                    "project_id": "",
                    "title": "Dorfladen Hemmerde",
                    "other_id": "dorfladen-digital-rinkerode",
                    "other_title": "Digitaler Dorfladen Rinkerode",
                    "action": "different",
                    "action_title": "nicht dasselbe",
                    "reason": "dort geht es um Pakete, hier um Lebensmittel",
                    "score": 0.61,
                    "role": "Redaktion einer Kommune",
                    "answered_at": "2026-11-01T09:30:00Z",
                }
            ]
        }
    )

    answer_id: str
    project_id: str
    title: str
    other_id: str
    other_title: str
    action: MatchAction
    action_title: str
    reason: str
    score: float
    role: str
    answered_at: datetime
