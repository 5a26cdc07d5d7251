"""Files of weights: read and checked alike, whatever they weigh."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from geo.errors import InputError

Read = TypeVar("Read", bound=BaseModel)


def read_weight_file(path: Path, model: type[Read], parts: Iterable[str]) -> Read:
    """Read a TOML file whose table ``parts`` has a weight for every part of a score.

    Raises
    ------
    InputError
        If it is missing, a part has no weight, or a value is not possible.
    """
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        weights = model.model_validate(values)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: Die Gewichte fehlen oder sind kein TOML ({error}).") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(
            f"{path}: Der Wert „{where}“ fehlt oder ist nicht möglich ({first['msg']})."
        ) from error
    given: dict[str, float] = values["parts"]
    missing = [part for part in parts if part not in given]
    if missing or min(given.values()) < 0 or not sum(given.values()):
        raise InputError(
            f"{path}: Jeder Teil braucht ein Gewicht ab 0, und eines muss größer sein; "
            f"es fehlt: {', '.join(missing) or 'keines'}."
        )
    return weights
