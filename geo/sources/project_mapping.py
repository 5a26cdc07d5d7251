"""Projects of another register: a folder of JSON files and a small mapping file become rows of the table of import."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from geo.errors import InputError
from geo.normalise import clean_lines
from geo.sources.package import Strict
from geo.sources.project_cells import escape
from geo.sources.project_columns import HEADS, KEY
from geo.sources.project_table import Cell, ProjectTable
from geo.sources.rows import describe_error, read_toml

PLACEHOLDER = re.compile(r"\{([A-Za-z0-9_.]+)\}")
DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
MOST_FILES = 2000


class Rule(Strict):
    """How a column is filled: a text with ``{path}``, or entries of a list.

    ``values`` translates what is found; ``latest`` takes the entry of the list with the greatest of this name;
    ``entries`` makes a line of each entry, its parts apart by ``|``; ``day`` keeps only whole dates.
    """

    text: str = ""
    list_at: str = ""
    latest: str = ""
    entries: tuple[str, ...] = ()
    values: dict[str, str] = Field(default_factory=dict)
    day: bool = False


class ProjectMapping(Strict):
    """A mapping file: title, note, ``key`` (path of the id) and a rule or a plain text per column."""

    title: str
    note: str = ""
    key: Annotated[str, Field(min_length=1)]
    columns: dict[str, Rule | str]


def read_mapped_projects(folder: Path, mapping: Path) -> ProjectTable:
    """Read the JSON files of a folder, one project each, as a mapping file says.

    Raises
    ------
    InputError
        If the mapping is wrong, the folder holds no JSON file, or one is none.
    """
    rules = _read_mapping(mapping)
    files = sorted(folder.glob("*.json"))
    if not files:
        raise InputError(f"{folder} enthält keine JSON-Dateien: bitte den Ordner mit den Projekten angeben.")
    if len(files) > MOST_FILES:
        raise InputError(f"{folder} enthält mehr als {MOST_FILES} Dateien: bitte aufteilen.")
    rows = tuple(_to_row(file, rules) for file in files)
    return ProjectTable(folder.name, rows, own_keys=True)


def _read_mapping(path: Path) -> ProjectMapping:
    try:
        found = TypeAdapter(ProjectMapping).validate_python(read_toml(path))
    except ValidationError as error:
        raise InputError(describe_error(error, path.name)) from error
    unknown = [head for head in found.columns if head not in HEADS]
    if unknown or "Titel" not in found.columns:
        wrong = f"die Spalte „{unknown[0]}“ ist unbekannt" if unknown else "die Spalte „Titel“ fehlt"
        raise InputError(f"{path.name}: {wrong}: möglich sind {', '.join(HEADS)}.")
    return found


def _to_row(file: Path, rules: ProjectMapping) -> dict[str, Cell]:
    try:
        record = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{file.name} ist keine JSON-Datei: bitte neu herunterladen.") from error
    if not isinstance(record, dict):
        raise InputError(f"{file.name} enthält kein Projekt: bitte je Datei eines ablegen.")
    row = {KEY: Cell(f"{file.name}, {rules.key}", _words(find(record, rules.key)))}
    for head, rule in rules.columns.items():
        row[head] = Cell(f"{file.name}, {head}", clean_lines(_fill(record, rule)))
    return row


def _fill(record: Mapping[str, Any], rule: Rule | str) -> str:
    if isinstance(rule, str):
        return rule
    if rule.list_at:
        return _fill_from_list(find(record, rule.list_at), rule)
    return _finish(_to_text(record, rule.text), rule)


def _fill_from_list(entries: Any, rule: Rule) -> str:
    if not isinstance(entries, list):
        return ""
    held = [entry for entry in entries if isinstance(entry, dict)]
    if rule.latest:
        # A date in words ("Vorplanung") is no date: it never is the latest.
        last = max(held, key=lambda entry: _date_or_nothing(entry.get(rule.latest)), default={})
        return _finish(_to_text(last, rule.text), rule)
    return "\n".join(" | ".join(escape(_words(entry.get(name))) for name in rule.entries) for entry in held)


def _date_or_nothing(value: Any) -> str:
    text = _words(value)
    return text if text[:1].isdecimal() else ""


def _finish(text: str, rule: Rule) -> str:
    if rule.day:
        return text if DAY.match(text) else ""
    return rule.values.get(text, text)


def _to_text(record: Mapping[str, Any], text: str) -> str:
    """A text with its placeholders filled; empty where one of them is missing."""
    found = {path: _words(find(record, path)) for path in PLACEHOLDER.findall(text)}
    if found and not all(found.values()):
        return ""
    return PLACEHOLDER.sub(lambda match: found[match[1]], text)


def find(record: Any, path: str) -> Any:
    """What stands at a path such as ``coordinates.lat`` or ``sources.0.url``; None where nothing does."""
    for part in path.split("."):
        if isinstance(record, dict):
            record = record.get(part)
        elif isinstance(record, list) and part.isdecimal():
            record = record[int(part)] if int(part) < len(record) else None
        else:
            return None
    return record


def _words(value: Any) -> str:
    if value is None or isinstance(value, dict):
        return ""
    return ", ".join(map(_words, value)) if isinstance(value, list) else str(value)
