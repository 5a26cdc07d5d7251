"""What people write, cleaned and bounded; and what projects and actors need. Markup stays text."""

from collections.abc import Callable
from typing import Annotated

from pydantic import BeforeValidator, Field

from geo.domain import Handlungsfeld, Resource
from geo.normalise import clean_lines, clean_text, slug
from geo.results.base import Record

MOST_ENTRIES = 50
_RESOURCES = {slug(word): each for each in Resource for word in (each.value, each.title)}
_FIELDS = {slug(word): each for each in Handlungsfeld for word in (each.value, each.title)}


def _without_blanks(values: object) -> object:
    """Leave out empty entries, and doubled ones."""
    if not isinstance(values, list):
        return values
    cleaned = (clean_text(value) if isinstance(value, str) else value for value in values)
    return list(dict.fromkeys(value for value in cleaned if value != ""))


def _cleaned(clean: Callable[[str], str]) -> BeforeValidator:
    return BeforeValidator(lambda value: clean(value) if isinstance(value, str) else value)


Line = Annotated[str, _cleaned(clean_text)]
Short = Annotated[Line, Field(max_length=200)]
Title = Annotated[Line, Field(min_length=1, max_length=200)]
Summary = Annotated[Line, Field(max_length=1000)]
LongText = Annotated[str, _cleaned(clean_lines), Field(max_length=20_000)]
Key = Annotated[Line, Field(max_length=100)]
Keys = Annotated[list[Key], BeforeValidator(_without_blanks), Field(max_length=MOST_ENTRIES)]


def read_resource(value: object) -> object:
    """A resource by its key or its German word."""
    return _RESOURCES.get(slug(value), value) if isinstance(value, str) else value


def read_field(value: object) -> object:
    """A Handlungsfeld by its key or its German word; empty is none."""
    if not isinstance(value, str):
        return value
    return _FIELDS.get(slug(value), value) if value.strip() else None


AnyResource = Annotated[Resource, BeforeValidator(read_resource)]
AnyField = Annotated[Handlungsfeld | None, BeforeValidator(read_field)]


class Wish(Record):
    """Something that is needed: of which kind, in words, for which need (a layer) and Handlungsfeld if it has any."""

    resource: AnyResource
    text: Title
    need: Key = ""
    handlungsfeld: AnyField = None
