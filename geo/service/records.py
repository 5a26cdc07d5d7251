"""A record out of a JSON file: what the API takes as a body, for whoever works on the command line."""

import json
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from geo.errors import InputError
from geo.results import Record
from geo.sources.rows import describe_error, read_bytes

RecordT = TypeVar("RecordT", bound=Record)


def read_record(model: type[RecordT], path: Path) -> RecordT:
    """Read a record, checked as the body of a request is.

    Parameters
    ----------
    model
        What is expected, such as `geo.results.ActorNew`.
    path
        A JSON file in UTF-8, with or without a byte order mark.

    Raises
    ------
    InputError
        If the file is missing, empty or no JSON (with line and column), or a field is wrong (the first one, by its
        path, such as ``draft.entries.1.text``; entries count from 1).
    """
    raw = read_bytes(path)
    try:
        content = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse)
    except json.JSONDecodeError as error:
        where = f"{path.name}, Zeile {error.lineno}, Spalte {error.colno}"
        raise InputError(f"{where}: das ist kein gültiges JSON: bitte dort berichtigen.") from error
    except (ValueError, RecursionError) as error:  # another encoding, NaN, brackets in thousands
        raise InputError(f"{path.name} ist keine JSON-Datei in UTF-8: bitte neu speichern.") from error
    if not isinstance(content, dict):
        raise InputError(f"{path.name} enthält keinen Datensatz: bitte mit {{ beginnen und mit }} enden.")
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise InputError(describe_error(error, path.name)) from error


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
