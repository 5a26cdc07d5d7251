"""How the parts of the score count: read from ``data/matching/gewichte.toml``."""

import math
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from geo.matching.vectors import TextSettings
from geo.matching.vocabulary import FOLDER
from geo.matching.weight_file import read_weight_file


class Part(StrEnum):
    """The parts of the score, in the order in which they are shown."""

    NEED = "need"
    HANDLUNGSFELD = "handlungsfeld"
    TEXT = "text"
    TARGET_GROUP = "target_group"
    PHASE = "phase"
    GAPS = "gaps"
    TRAVEL_TIME = "travel_time"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Travel(_Table):
    """Straight-line model of the part travel time."""

    limit_min: float = Field(gt=0)
    detour_factor: float = Field(ge=1)
    speed_kmh: float = Field(gt=0)


class Needs(_Table):
    """Layers that answer to related needs, and how much a related one counts."""

    related_share: float = Field(ge=0, le=1)
    groups: list[list[str]]

    def is_related(self, one: str, other: str) -> bool:
        """Whether two layers stand in one group."""
        return any(one in group and other in group for group in self.groups)


class Levels(_Table):
    """Scores from which on a word is used; below ``remote`` nothing is shown."""

    very_similar: float
    similar: float
    remote: float

    def to_words(self, score: float) -> str:
        """What users read beside a score."""
        if score >= self.very_similar:
            return "sehr ähnlich"
        return "ähnlich" if score >= self.similar else "entfernt ähnlich"


class Calibration(_Table):
    """A logistic curve from score to the share of pairs that people called the same or related."""

    intercept: float
    slope: float

    def to_share(self, score: float) -> float:
        """Expected share of same-or-related pairs at a score."""
        return 1 / (1 + math.exp(-(self.intercept + self.slope * score)))


class Weights(_Table):
    """The whole file."""

    parts: dict[Part, float]
    text: TextSettings
    travel: Travel
    needs: Needs
    levels: Levels
    calibration: Calibration


def read_weights(folder: Path = FOLDER) -> Weights:
    """Read ``gewichte.toml``.

    Raises
    ------
    InputError
        If it is missing, a part has no weight, or a weight is no number.
    """
    return read_weight_file(folder / "gewichte.toml", Weights, Part)
