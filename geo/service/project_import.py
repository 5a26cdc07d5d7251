"""Import of projects from a table: every cell is checked by what would really be written; then all or nothing."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection

from geo.db import projects
from geo.errors import (
    ConfirmError,
    EditConflictError,
    ForbiddenError,
    InputError,
    MittenError,
    NotFoundError,
)
from geo.normalise import slug
from geo.results import CellProblem, ProjectDraft, ProjectEdit, ProjectImport, ProjectNew
from geo.rights import validate_may_write
from geo.service import audit
from geo.service.opened import OpenVerbund, get_verbund_row
from geo.service.project_edit import LONGEST_KEY, add_project, rewrite_project
from geo.service.project_rows import get_row
from geo.service.projects import assemble
from geo.sources.project_cells import Words, to_words
from geo.sources.project_columns import COLUMNS, KEY, VERSION
from geo.sources.project_mapping import read_mapped_projects
from geo.sources.project_table import Cell, ProjectTable, read_project_table

Row = dict[str, Cell]
BY_TITLE = {column.title: column for column in COLUMNS}
TITLE_OF = {column.field: column.title for column in COLUMNS}


def import_projects(
    opened: OpenVerbund, name: str, content: bytes, *, write: bool = False, confirm: bool = False
) -> ProjectImport:
    """Check a table of projects, and write it if asked to and every cell is right.

    A row with ``Kennung`` and ``Version`` of an export changes that project; without, it is added.

    Parameters
    ----------
    opened
        Where to and as whom.
    name, content
        The file: XLSX or CSV.
    write
        Whether to write; else only the preview.
    confirm
        Whether places outside their municipality are meant.

    Raises
    ------
    InputError
        If the file is no such table; or is to be written and a cell is wrong.
    ConfirmError
        If it is to be written, and a place lies outside its municipality.
    """
    return import_table(opened, read_project_table(name, content), write=write, confirm=confirm)


def import_mapped_projects(
    opened: OpenVerbund, folder: Path, mapping: Path, *, write: bool = False, confirm: bool = False
) -> ProjectImport:
    """Check projects of another register (a folder of JSON files) by a mapping file, and write them if asked to.

    Those that came in before stay as they are, so the same folder may come again with new ones.

    Raises
    ------
    InputError
        If folder or mapping are wrong; or is to be written and a field is wrong.
    ConfirmError
        As `import_projects`.
    """
    return import_table(opened, read_mapped_projects(folder, mapping), write=write, confirm=confirm)


def import_table(
    opened: OpenVerbund, table: ProjectTable, *, write: bool = False, confirm: bool = False
) -> ProjectImport:
    """Check rows of projects, and write them if asked to and every cell is right; errors as `import_projects`."""
    validate_may_write(opened.person)
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        run = _Import(connection, opened, table, confirm=confirm)
        for area in table.merged:
            run.note(
                Cell(area, ""),
                "",
                "die Zellen sind verbunden: bitte den Zellverbund aufheben und jede Zeile ausfüllen",
            )
        for row in table.rows:
            run.take(row)
        if write and run.problems:
            raise InputError(_refusal(run.problems))
        if write and run.questions:
            raise ConfirmError(run.to_result(len(table.rows), written=False).sentence)
        if write:
            audit.record(
                connection,
                opened,
                "Projekte aus Tabelle eingetragen",
                f"{run.n_new} neu, {run.n_changed} geändert",
            )
            connection.commit()
        else:
            connection.rollback()
    return run.to_result(len(table.rows), written=write)


class _Import:
    """One pass over the rows; each is written inside the transaction that the caller ends."""

    def __init__(
        self, connection: Connection, opened: OpenVerbund, table: ProjectTable, *, confirm: bool
    ) -> None:
        self.connection, self.opened, self.confirm = connection, opened, confirm
        self.sheet, self.own_keys = table.sheet, table.own_keys
        known = projects.read_places(connection, opened.verbund_id)
        names = projects.read_names(connection, opened.verbund_id)
        self.words: Words = to_words(known.kommunen, known.zentren, names)
        self.problems: list[CellProblem] = []
        self.questions: list[CellProblem] = []
        self.titles: list[str] = []
        self.keys: set[str] = set()
        self.n_new = self.n_changed = self.n_kept = 0

    def note(self, cell: Cell, column: str, message: str, *, question: bool = False) -> None:
        """Remember what is wrong in a cell, or unusual."""
        found = CellProblem(
            sheet=self.sheet, cell=cell.name, column=column, value=cell.text[:200], message=message
        )
        (self.questions if question else self.problems).append(found)

    def take(self, row: Row) -> None:
        """Check one row and write it."""
        before = len(self.problems)
        values = self._read(row)
        stored = self._find_stored(row)
        if len(self.problems) > before:
            return
        if self.own_keys and self._is_there(row[KEY].text.strip()):
            self.n_kept += 1
            return
        draft = self._to_draft(row, values, stored)
        if draft is None:
            return
        self.titles.append(draft.title)
        try:
            with self.connection.begin_nested():
                self._write(row, draft, is_new=stored is None)
        except MittenError as error:
            column = _column_of(error)
            cell = row.get(column) or row["Titel"]
            self.note(cell, column, str(error).rstrip("."), question=isinstance(error, ConfirmError))

    def _read(self, row: Row) -> dict[str, Any]:
        values = {}
        for title, cell in row.items():
            column = BY_TITLE.get(title)
            if column is None:
                continue
            try:
                values[column.field] = column.read(cell.text.strip(), self.words)
            except ValueError as error:
                self.note(cell, column.title, str(error))
        return values

    def _find_stored(self, row: Row) -> ProjectDraft | None:
        """The project that a row changes."""
        cell, version = row.get(KEY, Cell("", "")), row.get(VERSION, Cell("", ""))
        key = cell.text.strip()
        if not key:
            return None
        if key in self.keys:
            self.note(cell, KEY, f"„{key}“ steht schon weiter oben: bitte eine der beiden Zeilen löschen")
        self.keys.add(key)
        if self.own_keys:
            self._check_own(cell, key)
            return None
        try:
            found = get_row(self.connection, self.opened, key)
        except NotFoundError:
            self.note(cell, KEY, f"„{key}“ gibt es nicht: bitte leeren, um das Projekt neu einzutragen")
            return None
        if not version.text.strip().isdecimal():
            self.note(
                version if version.name else cell,
                VERSION,
                "die Version fehlt: bitte das Projekt exportieren und in dieser Datei ändern",
            )
        return assemble(self.connection, self.opened, found).draft

    def _check_own(self, cell: Cell, key: str) -> None:
        """A key of another register must be one, and free."""
        if slug(key) != key or len(key) > LONGEST_KEY:
            self.note(
                cell, KEY, f"„{key}“ ist keine Kennung: bitte nur kleine Buchstaben, Ziffern und - verwenden"
            )

    def _is_there(self, key: str) -> bool:
        return projects.find_project(self.connection, self.opened.verbund_id, key) is not None

    def _to_draft(
        self, row: Row, values: Mapping[str, Any], stored: ProjectDraft | None
    ) -> ProjectDraft | None:
        kept = stored.model_dump() if stored else {}
        try:
            return ProjectDraft.model_validate({**kept, **values})
        except ValidationError as error:
            for found in error.errors(include_url=False):
                column = TITLE_OF.get(str(found["loc"][0]), "Titel")
                self.note(row.get(column) or row["Titel"], column, _message(found))
            return None

    def _write(self, row: Row, draft: ProjectDraft, *, is_new: bool) -> None:
        if is_new:
            new = ProjectNew(draft=draft, confirm=self.confirm)
            key = row[KEY].text if self.own_keys else ""
            add_project(self.connection, self.opened, new, action="imported", key=key)
            self.n_new += 1
            return
        edit = ProjectEdit(draft=draft, confirm=self.confirm, version=int(row[VERSION].text))
        key = row[KEY].text.strip()
        if rewrite_project(self.connection, self.opened, key, edit, action="reimported"):
            self.n_changed += 1

    def to_result(self, n_rows: int, *, written: bool) -> ProjectImport:
        """What the pass found, in one sentence."""
        return ProjectImport(
            n_rows=n_rows,
            n_new=self.n_new,
            n_changed=self.n_changed,
            n_kept=self.n_kept,
            problems=self.problems,
            questions=self.questions,
            titles=self.titles,
            written=written,
            sentence=self._sentence(written=written),
        )

    def _sentence(self, *, written: bool) -> str:
        wrong = len(self.problems)
        if wrong:
            cells = "1 Zelle ist" if wrong == 1 else f"{wrong} Zellen sind"
            return f"{cells} zu berichtigen; eingetragen wird erst, wenn alles stimmt."
        if self.questions:
            places = "1 Ort liegt" if len(self.questions) == 1 else f"{len(self.questions)} Orte liegen"
            return f"{places} außerhalb der Kommune des Projekts: Ist das so gemeint?"
        new = "1 Projekt" if self.n_new == 1 else f"{self.n_new} Projekte"
        kept = f" {self.n_kept} waren schon eingetragen und bleiben, wie sie sind." if self.n_kept else ""
        if written:
            return f"{new} eingetragen, {self.n_changed} geändert.{kept}"
        verb, changed = ("wird" if n == 1 else "werden" for n in (self.n_new, self.n_changed))
        return f"{new} {verb} eingetragen, {self.n_changed} {changed} geändert.{kept}"


def _refusal(problems: list[CellProblem]) -> str:
    first = problems[0]
    place = ", ".join(
        part for part in (first.sheet, f"Zelle {first.cell}" if first.cell else "", first.column) if part
    )
    others = f" (und {len(problems) - 1} weitere)" if len(problems) > 1 else ""
    return f"Nichts ist eingetragen. {place}: {first.message}{others}."


def _column_of(error: MittenError) -> str:
    if isinstance(error, EditConflictError):
        return VERSION
    if isinstance(error, ForbiddenError):
        return TITLE_OF["ags"]
    return TITLE_OF["places"] if isinstance(error, ConfirmError) else TITLE_OF["title"]


def _message(found: Any) -> str:
    """What pydantic found in a cell, in German with the way to mend it."""
    kind, context = found["type"], found.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind in {"missing", "string_too_short", "too_short"}:
        return "fehlt: bitte ausfüllen"
    if kind in {"string_too_long", "too_long"}:
        unit = "Zeichen" if isinstance(found["input"], str) else "Einträge"
        return f"ist zu lang (höchstens {context['max_length']} {unit}): bitte kürzen"
    if kind in {"greater_than_equal", "less_than_equal"}:
        return f"ist zu {'klein' if kind[0] == 'g' else 'groß'}: bitte berichtigen"
    return "ist so nicht möglich: bitte berichtigen"
