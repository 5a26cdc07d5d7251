"""What all result records share."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Unit = Literal["m", "min"]


class Record(BaseModel):
    """Base of all results: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Titled(Record):
    """A key and its German words."""

    key: str
    title: str
