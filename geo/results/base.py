"""What all result records share."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Unit = Literal["m", "min"]


class Record(BaseModel):
    """Base of all results: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Titled(Record):
    """A key and its German words."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"key": "05978036", "title": "Unna"}]})

    key: str
    title: str
