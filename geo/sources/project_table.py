"""Read a table of projects as offices have it: XLSX, or CSV as Excel writes it. Cells keep their place."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from geo.errors import InputError
from geo.normalise import clean_lines
from geo.sources.project_columns import HEADS

SHEET = "Projekte"
MOST_ROWS = 2000
MOST_COLUMNS = 100
MOST_UNPACKED = 100_000_000  # bytes; a table of that many rows has far fewer
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the spreadsheet names it ("C5"), with its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ProjectTable:
    """A table: its sheet, and per row the cells by the head of their column.

    ``merged`` names joined cells. ``own_keys`` tells that the column of keys names new projects (of another register).
    """

    sheet: str
    rows: tuple[dict[str, Cell], ...]
    merged: tuple[str, ...] = ()
    own_keys: bool = False


def read_project_table(name: str, content: bytes) -> ProjectTable:
    """Read a table of projects.

    Parameters
    ----------
    name
        Of the file, for sentences.
    content
        Its bytes: XLSX, or CSV in UTF-8 or Windows-1252 with semicolon, comma or tab.

    Raises
    ------
    InputError
        If it is no such table, is too large, or lacks the column of titles.
    """
    if not content.strip():
        raise InputError(f"{name} ist leer: bitte die Vorlage herunterladen und ausfüllen.")
    if content.startswith(ZIP):
        return _read_xlsx(name, content)
    if content.startswith(OLD_EXCEL):
        raise InputError(
            f"{name} ist eine alte oder geschützte Excel-Datei: bitte ohne Kennwort als XLSX speichern."
        )
    lines = csv.reader(io.StringIO(_decode(name, content), newline=""), delimiter=_delimiter(content))
    try:
        return ProjectTable("", _to_rows(name, enumerate(lines, start=1)))
    except csv.Error as error:
        raise InputError(f"{name} ist keine CSV-Tabelle: bitte als CSV oder XLSX speichern.") from error


def _decode(name: str, content: bytes) -> str:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ("utf-16",) if marked else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(f"{name} ist weder XLSX noch CSV: bitte die Tabelle in einem der beiden speichern.")


def _delimiter(content: bytes) -> str:
    head = content.split(b"\n", 1)[0].replace(b"\x00", b"").decode("latin-1")
    return max(";,\t", key=head.count)


def _read_xlsx(name: str, content: bytes) -> ProjectTable:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        if unpacked > MOST_UNPACKED:
            raise InputError(
                f"{name} ist ausgepackt zu groß: bitte nur das Blatt mit den Projekten speichern."
            )
        book = load_workbook(io.BytesIO(content), data_only=True)
    except InputError:
        raise
    except Exception as error:  # openpyxl raises many kinds on a damaged file
        raise InputError(f"{name} ist keine lesbare XLSX-Datei: bitte in Excel neu speichern.") from error
    sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
    merged = tuple(sorted(str(area) for area in sheet.merged_cells.ranges))
    if merged:
        return ProjectTable(sheet.title, (), merged)
    lines = enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1)
    return ProjectTable(sheet.title, _to_rows(name, ((row, map(_to_text, cells)) for row, cells in lines)))


def _to_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime | date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, float):
        return repr(value).removesuffix(".0").replace(".", ",")
    return str(value)


def _to_rows(name: str, lines: Iterable[tuple[int, Iterable[str]]]) -> tuple[dict[str, Cell], ...]:
    filled = _filled(lines)
    head = next(filled, None)
    heads = [text.strip() for text in head[1]] if head else []
    if "Titel" not in heads:
        raise InputError(
            f"{name}: die erste Zeile hat keine Spalte „Titel“: bitte die Vorlage verwenden und ihre Kopfzeile lassen."
        )
    unknown = [text for text in heads if text and text not in HEADS]
    doubled = [text for text in heads if text and heads.count(text) > 1]
    if unknown or doubled:
        raise InputError(
            f"{name}: die Spalte „{(unknown or doubled)[0]}“ {'ist unbekannt' if unknown else 'steht doppelt'}: "
            "bitte löschen oder wie in der Vorlage nennen."
        )
    rows: list[dict[str, Cell]] = []
    for number, cells in filled:
        if len(rows) == MOST_ROWS:
            raise InputError(f"{name} hat mehr als {MOST_ROWS} Zeilen: bitte in mehrere Dateien teilen.")
        _validate_headed(name, number, heads, cells)
        rows.append(
            {
                title: Cell(f"{get_column_letter(place)}{number}", _unquote(text))
                for place, (title, text) in enumerate(
                    zip_longest(heads, cells[: len(heads)], fillvalue=""), start=1
                )
                if title
            }
        )
    if not rows:
        raise InputError(f"{name} enthält nur die Kopfzeile: bitte die Zeilen ausfüllen.")
    return tuple(rows)


def _validate_headed(name: str, number: int, heads: list[str], cells: list[str]) -> None:
    """Refuse text that would be dropped without a word: in a column without a head."""
    for place, (head, text) in enumerate(zip_longest(heads, cells, fillvalue=""), start=1):
        if text.strip() and not head:
            raise InputError(
                f"{name}: über der Zelle {get_column_letter(place)}{number} („{text.strip()[:40]}“) steht kein "
                "Spaltenname: bitte die Zelle leeren oder die Spalte wie in der Vorlage nennen."
            )


def _filled(lines: Iterable[tuple[int, Iterable[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Lines that hold anything, with their number in the spreadsheet."""
    for number, cells in lines:
        texts = list(cells)
        if any(text.strip() for text in texts):
            yield number, texts


def _unquote(text: str) -> str:
    """Undo the quote that an export puts before what a spreadsheet would take for a formula."""
    tidy = clean_lines(text)
    return tidy[1:] if tidy.startswith("'") and tidy.lstrip("'").startswith(FORMULA_STARTS) else tidy
