"""How commands answer: as JSON for scripts, or as sentences and a table on standard output."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from geo.domain import Mode
from geo.errors import ConfirmError, EditConflictError
from geo.progress import console
from geo.results import Record

LayerArgument = Annotated[str, typer.Argument(help="Einrichtungsart, z. B. supermarket.")]
ModeOption = Annotated[Mode, typer.Option("--mode", help="Verkehrsmittel.")]
DraftOption = Annotated[
    bool, typer.Option("--draft", help="Nur die Fassung, die „change“ liest, als JSON zum Bearbeiten.")
]
WIDE = 160  # columns where the answer goes into a file or another program


def print_json(record: Record | Sequence[Record]) -> None:
    """A record, or several, for scripts."""
    shown = (
        record.model_dump(mode="json")
        if isinstance(record, Record)
        else [each.model_dump(mode="json") for each in record]
    )
    print(json.dumps(shown, ensure_ascii=False))


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows below their heads; nothing where there is no row."""
    if not rows:
        return
    table = Table(box=None, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number < 2 else "right")
    for row in rows:
        table.add_row(*map(escape, row))
    Console(highlight=False, width=None if sys.stdout.isatty() else WIDE).print(table)


def print_line(text: str, style: str | None = None) -> None:
    """A sentence, unless it is empty; its colour only on a terminal."""
    if text:
        Console(highlight=False).print(text, style=style, markup=False, soft_wrap=True)


def print_fields(*fields: tuple[str, str]) -> None:
    """What a record says, one line each; what is empty is left out."""
    for label, text in fields:
        if text:
            print_line(f"{label}: {text}")


@contextmanager
def editing() -> Iterator[None]:
    """What an editor has to decide, in the words of the command line: a question, or the fields that differ."""
    try:
        yield
    except ConfirmError as error:
        raise ConfirmError(f"{error} Wenn ja: mit --confirm wiederholen.") from error
    except EditConflictError as error:
        for field in error.conflict["fields"]:
            told = f"{field['title']}: gespeichert „{field['before']}“, in der Datei „{field['after']}“"
            console.print(told, markup=False, soft_wrap=True)
        version = error.conflict["version"]
        raise EditConflictError(
            f"Inzwischen hat es jemand anderes geändert (Version {version}); nichts ist verloren: bitte je Feld "
            f"entscheiden und mit „version“: {version} noch einmal.",
            error.conflict,
        ) from error
