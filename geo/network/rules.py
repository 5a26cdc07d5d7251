"""The tables of access and speeds (``access.toml``, ``speeds.toml``) as records, and their checksum."""

import hashlib
import tomllib
from functools import cache, cached_property
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from geo.domain import Mode

RULES_VERSION = 2  # raise it when code changes what a graph of the same tables looks like
TABLES = ("access.toml", "speeds.toml")


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Values(_Table):
    """Values of access keys, by what they mean."""

    allowed: frozenset[str]
    forbidden: frozenset[str]
    push: frozenset[str]


class Barriers(_Table):
    """Barriers that block a mode, and those that a car passes."""

    walk_blocks: frozenset[str]
    bike_blocks: frozenset[str]
    car_passes: frozenset[str]


class Area(_Table):
    """Modes that go along the outline of an area."""

    modes: frozenset[Mode]


class AccessTable(_Table):
    """``access.toml``."""

    keys: dict[Mode, tuple[str, ...]]
    opening_keys: dict[Mode, frozenset[str]]
    values: Values
    barrier: Barriers
    area: Area
    closed_service: dict[Mode, frozenset[str]]


class WayClass(_Table):
    """One class of way: speeds in km/h, None where the mode never uses it."""

    highway: str
    walk: float | None = None
    bike: float | None = None
    car: float | None = None
    closed: frozenset[Mode] = frozenset()
    push: bool = False
    through: bool = True
    source: str

    def speed_kmh(self, mode: Mode) -> float | None:
        """Speed of a mode, None where it never uses the class."""
        return {Mode.WALK: self.walk, Mode.BIKE: self.bike, Mode.CAR: self.car}[mode]


class Base(_Table):
    """Speeds in km/h that the table is written for."""

    walk: float
    bike: float
    push: float


class SpeedWord(_Table):
    """What a word in ``maxspeed`` means, in km/h."""

    word: str
    kmh: float = Field(gt=0)
    source: str = Field(min_length=1)


class Car(_Table):
    """How a car's speed follows from the limit."""

    rural_factor: float = Field(gt=0, le=1)
    min_kmh: float
    max_kmh: float
    words: tuple[SpeedWord, ...] = Field(alias="word")

    @cached_property
    def maxspeed_words(self) -> dict[str, float]:
        """Speed in km/h by word."""
        return {word.word: word.kmh for word in self.words}


class Ferry(_Table):
    """Speed in km/h of a ferry that tells no duration."""

    kmh: float
    source: str


class SpeedTable(_Table):
    """``speeds.toml``."""

    base: Base
    car: Car
    ferry: Ferry
    classes: tuple[WayClass, ...] = Field(alias="class")
    surface_cap: dict[Mode, dict[str, float]]
    tracktype_cap: dict[Mode, dict[str, float]]


class Rules(_Table):
    """Everything that tags are judged by."""

    access: AccessTable
    speeds: SpeedTable
    classes: dict[str, WayClass]
    checksum: str


@cache
def read_rules() -> Rules:
    """The tables as shipped; ``checksum`` (SHA-256) changes with every change of a table or of `RULES_VERSION`."""
    texts = [(files("geo.network") / name).read_text("utf-8") for name in TABLES]
    access, speeds = (tomllib.loads(text) for text in texts)
    table = SpeedTable.model_validate(speeds)
    return Rules(
        access=AccessTable.model_validate(access),
        speeds=table,
        classes={row.highway: row for row in table.classes},
        checksum=hashlib.sha256("\0".join([str(RULES_VERSION), *texts]).encode()).hexdigest(),
    )
