"""Methods that grade public transport ("Güteklassen"), as data: one file per method, found by this package.

A file says which vehicles form a group, which interval gives a group which category, and which category gives
which class at which distance (`geo.norms.gueteklassen.method`). A new file is a new method. How to write one:
docs/gueteklassen.md.
"""

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import ValidationError

from geo.errors import InputError, NotFoundError
from geo.norms.gueteklassen.method import KNOWN_ROUTE_TYPES, NO_CLASS, Group, IntervalStep, Method, Ring

__all__ = [
    "KNOWN_ROUTE_TYPES",
    "NO_CLASS",
    "Group",
    "IntervalStep",
    "Method",
    "Ring",
    "default_method",
    "get_method",
    "list_methods",
    "parse_method",
]


def parse_method(text: str, name: str) -> Method:
    """Read a method file.

    Parameters
    ----------
    text
        TOML.
    name
        Of the file, without its ending; must be the id of the method.

    Raises
    ------
    InputError
        If it is no TOML or does not say all that a method needs; one German sentence.
    """
    try:
        method = Method.model_validate(tomllib.loads(text))
        if method.id != name:
            raise ValueError(f"die id „{method.id}“ ist nicht der Name der Datei")
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in found["loc"])
        what = (
            str(found.get("ctx", {}).get("error", ""))
            or f"die Angabe „{place}“ fehlt oder hat die falsche Form"
        )
        raise InputError(f"Die Methode {name}.toml ist unbrauchbar: {what}.") from error
    except ValueError as error:
        raise InputError(f"Die Methode {name}.toml ist unbrauchbar: {error}.") from error
    return method


@cache
def list_methods() -> tuple[Method, ...]:
    """All methods: the default one first, then by id.

    Raises
    ------
    InputError
        If a file is unusable, or not exactly one method is the default.
    """
    found = sorted(path.name for path in files(__name__).iterdir() if path.name.endswith(".toml"))
    methods = [
        parse_method((files(__name__) / name).read_text("utf-8"), name.removesuffix(".toml"))
        for name in found
    ]
    defaults = [method.id for method in methods if method.default]
    if len(defaults) != 1:
        raise InputError(f"Genau eine Methode muss default = true sagen, nicht {len(defaults)}.")
    return tuple(sorted(methods, key=lambda method: (not method.default, method.id)))


def default_method() -> Method:
    """The method that is shown where none is chosen."""
    return list_methods()[0]


def get_method(method_id: str) -> Method:
    """The method of this id.

    Raises
    ------
    NotFoundError
        If there is none; names those that there are.
    """
    for method in list_methods():
        if method.id == method_id.strip().casefold():
            return method
    known = ", ".join(method.id for method in list_methods())
    raise NotFoundError(f"Die Methode „{method_id}“ gibt es nicht; möglich sind: {known}.")
