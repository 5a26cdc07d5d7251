"""Export of the register, and the template of its import: only what the person may see, nothing that runs."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import RowMapping

from geo.db import projects
from geo.db.projects import ProjectFilter
from geo.errors import InputError
from geo.results import ProjectDraft
from geo.service.export import FORMULA_STARTS
from geo.service.opened import OpenVerbund, get_verbund_row
from geo.service.project_rows import to_draft, to_project_info
from geo.sources.project_cells import Words, to_words
from geo.sources.project_columns import COLUMNS, HEADS, NEEDS, PHASES, VISIBILITIES
from geo.sources.project_table import MOST_ROWS, SHEET

TableFormat = Literal["csv", "xlsx"]
ProjectFormat = Literal["csv", "xlsx", "geojson"]
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}
MOST_EXPORTED = 100_000
WIDE, NARROW = 40, 18  # characters
LISTS = {"Bedarf": NEEDS, "Phase": PHASES, "Sichtbar für": VISIBILITIES}


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """A file to be handed out."""

    name: str
    media_type: str
    content: bytes


def export_projects(
    opened: OpenVerbund, file_format: str, wanted: ProjectFilter | None = None
) -> ProjectFile:
    """The projects of a search that the person may see, as a file; contacts are never part of it.

    Parameters
    ----------
    opened
        Where from and as whom.
    file_format
        ``csv`` (UTF-8 with BOM, semicolon), ``xlsx``: the columns of the import; ``geojson``: EPSG:4326.
    wanted
        What to look for; everything if not given.

    Raises
    ------
    InputError
        If there is no such format.
    """
    if file_format not in get_args(ProjectFormat):
        raise InputError(f"Das Format „{file_format}“ gibt es nicht; möglich sind: csv, xlsx, geojson.")
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        _, _, rows = projects.search_projects(
            connection, opened.verbund_id, wanted or ProjectFilter(), limit=MOST_EXPORTED, offset=0
        )
        known = projects.read_places(connection, opened.verbund_id)
        names = projects.read_names(connection, opened.verbund_id)
    if file_format == "geojson":
        return _to_file("geojson", _to_geojson(rows, names))
    words = to_words(known.kommunen, known.zentren, names)
    lines = [_to_line(row, words) for row in rows]
    return _to_file(file_format, _to_csv(lines) if file_format == "csv" else _to_xlsx(lines))


def write_template(file_format: str) -> ProjectFile:
    """The empty table for an import: German heads; as XLSX with hints and lists to choose from.

    Raises
    ------
    InputError
        If there is no such format.
    """
    if file_format not in get_args(TableFormat):
        raise InputError(f"Das Format „{file_format}“ gibt es nicht; möglich sind: csv, xlsx.")
    content = _to_csv([]) if file_format == "csv" else _to_xlsx([])
    return ProjectFile(f"projekte-vorlage.{file_format}", MEDIA_TYPES[file_format], content)


def _to_file(file_format: str, content: bytes) -> ProjectFile:
    return ProjectFile(f"projekte.{file_format}", MEDIA_TYPES[file_format], content)


def _to_line(row: RowMapping, words: Words) -> list[str]:
    draft: Mapping[str, Any] = to_draft(row).model_dump(mode="json")
    cells = [column.write(draft[column.field], words) for column in COLUMNS]
    return [row["project_id"], str(row["version"]), *cells]


def _to_csv(lines: list[list[str]]) -> bytes:
    """Text that a spreadsheet would run as a formula gets a quote before it; the import takes it off again."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADS)
    writer.writerows([_defused(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def _defused(text: str) -> str:
    """Also where quotes stand before it, so that the import takes off the one put here."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text


def _to_xlsx(lines: list[list[str]]) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    for number, line in enumerate([list(HEADS), *lines], start=1):
        for place, text in enumerate(line, start=1):
            cell = sheet.cell(number, place)
            # Set as text: openpyxl would make a formula of what begins with "=".
            cell.value, cell.data_type = _defused(text), "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place, head in enumerate(HEADS, start=1):
        sheet.cell(1, place).font = Font(bold=True)
        wide = head in {"Titel", "Kurzfassung", "Beschreibung", "Bausteine", "Was gelernt wurde"}
        sheet.column_dimensions[get_column_letter(place)].width = WIDE if wide else NARROW
    sheet.freeze_panes = "D2"
    _add_hints(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _add_hints(book: Workbook, sheet: Worksheet) -> None:
    hints = book.create_sheet("Hinweise")
    rows = [
        ("Spalte", "Was hineinkommt"),
        ("Kennung", "leer lassen, um ein Projekt neu einzutragen; sonst wie im Export"),
        ("Version", "wie im Export; so geht keine Änderung anderer verloren"),
        *((column.title, column.hint) for column in COLUMNS),
        ("", ""),
        ("Bedarf", "mögliche Wörter:"),
        *(("", title) for title in NEEDS.values()),
    ]
    for row in rows:
        hints.append(row)
    for cell in hints[1]:
        cell.font = Font(bold=True)
    hints.column_dimensions["A"].width, hints.column_dimensions["B"].width = NARROW, 2 * WIDE
    first_need = len(rows) - len(NEEDS) + 1
    for head, known in LISTS.items():
        formula = (
            f"Hinweise!$B${first_need}:$B${len(rows)}"
            if head == "Bedarf"
            else f'"{",".join(known.values())}"'
        )
        choice = DataValidation(type="list", formula1=formula, allow_blank=True)
        letter = get_column_letter(HEADS.index(head) + 1)
        choice.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
        sheet.add_data_validation(choice)


def _to_geojson(rows: list[RowMapping], names: Mapping[str, str]) -> bytes:
    features = []
    for row in rows:
        draft = to_draft(row)
        shown = to_project_info(row, names).model_dump(mode="json", exclude={"lon", "lat", "deleted"})
        more = draft.model_dump(
            mode="json",
            include={"description", "lessons", "cost_eur", "funding", "links", "modules", "seeks"},
        )
        features.append(
            {
                "type": "Feature",
                "id": row["project_id"],
                "properties": {**shown, **more},
                "geometry": _to_geometry(draft),
            }
        )
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _to_geometry(draft: ProjectDraft) -> dict[str, Any] | None:
    points = {"type": "MultiPoint", "coordinates": [[place.lon, place.lat] for place in draft.places]}
    parts = [*([points] if draft.places else []), *([draft.area] if draft.area else [])]
    if len(parts) < 2:
        return parts[0] if parts else None
    return {"type": "GeometryCollection", "geometries": parts}
