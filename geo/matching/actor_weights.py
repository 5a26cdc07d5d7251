"""How offers count for what is looked for: read from ``data/matching/akteure.toml``."""

from enum import StrEnum
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from geo.domain import Phase, Resource
from geo.matching.vocabulary import FOLDER, WORD, fold, stem
from geo.matching.weight_file import read_weight_file


class ActorPart(StrEnum):
    """The parts of the score, in the order in which they are shown."""

    KIND = "kind"
    NEED = "need"
    HANDLUNGSFELD = "handlungsfeld"
    TEXT = "text"
    PHASE = "phase"
    TRAVEL_TIME = "travel_time"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LineText(_Table):
    """Similarity of two lines from which on they count as fully alike, and words that the kind says already."""

    full_at: float = Field(gt=0, le=1)
    filler: list[str]

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of the filler."""
        return frozenset(stem(fold(word)) for word in self.filler)

    def shorten(self, text: str) -> str:
        """A line without its filler."""
        return WORD.sub(lambda word: "" if stem(fold(word[0])) in self.stems else word[0], text)


class Kinds(_Table):
    """Kinds that may stand for each other, and how much such a one counts."""

    related_share: float = Field(ge=0, le=1)
    related: list[list[Resource]]

    def compare(self, one: Resource, other: Resource) -> float:
        """1 for the same kind, less for a related one, 0 for any other."""
        if one is other:
            return 1.0
        near = any(one in group and other in group for group in self.related)
        return self.related_share if near else 0.0


class Ways(_Table):
    """Kinds for which the way counts."""

    counts_for: list[Resource]


class Phases(_Table):
    """What a project needs most in each phase; all else counts ``other_share``."""

    other_share: float = Field(ge=0, le=1)
    idee: list[Resource]
    strategie: list[Resource]
    umsetzung: list[Resource]
    betrieb: list[Resource]
    beendet: list[Resource]

    def to_share(self, phase: Phase, kind: Resource) -> float:
        """How much a kind is needed in a phase."""
        return 1.0 if kind in getattr(self, phase.value) else self.other_share


class ActorLevels(_Table):
    """Scores from which on a word is used; below ``remote`` nothing is shown."""

    good: float
    fair: float
    remote: float

    def to_step(self, score: float) -> int:
        """Which level a score reaches: 3 the best, 0 not shown."""
        return sum(score >= level for level in (self.remote, self.fair, self.good))

    def to_words(self, score: float) -> str:
        """What users read beside a score."""
        return ("passt nicht", "passt vielleicht", "passt", "passt gut")[self.to_step(score)]


class TeamRules(_Table):
    """Score from which on an offer covers a wish, and how many may belong to a team."""

    covers_from: float = Field(ge=0, le=1)
    most_members: int = Field(ge=1)


class ActorWeights(_Table):
    """The whole file."""

    parts: dict[ActorPart, float]
    text: LineText
    kinds: Kinds
    travel: Ways
    phases: Phases
    levels: ActorLevels
    team: TeamRules


def read_actor_weights(folder: Path = FOLDER) -> ActorWeights:
    """Read ``akteure.toml``.

    Raises
    ------
    InputError
        If it is missing, a part has no weight, or a value is not possible.
    """
    return read_weight_file(folder / "akteure.toml", ActorWeights, ActorPart)
