"""Read tables row by row; whatever is wrong becomes one German sentence with its place."""

import csv
import io
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import geopandas as gpd
from pydantic import ValidationError

from geo.crs import EDGE, STORAGE
from geo.errors import InputError
from geo.schema import Row

RowT = TypeVar("RowT", bound=Row)

_EXCEL = "in Excel „Speichern unter“ mit dem Typ „CSV UTF-8“ wählen"
LONGEST_SHOWN = 60  # characters of a wrong value
FORMS = {  # by how pydantic names its findings
    "float": "ist keine Zahl: bitte mit Dezimalpunkt und ohne Einheit schreiben, etwa 51.75",
    "int": "ist keine ganze Zahl: bitte ohne Punkt und Komma schreiben, etwa 36692",
    "bool": "ist weder true noch false: bitte eines von beiden eintragen",
    "date": "ist kein Datum: bitte als Jahr-Monat-Tag schreiben, etwa 2026-11-01",
}
NO_KEY = "ist kein Schlüssel: bitte nur Buchstaben ohne Umlaut, Ziffern und - _ . : / verwenden"
NO_MAIL = "ist keine E-Mail-Adresse: bitte berichtigen"


@dataclass(frozen=True, slots=True)
class Record(Generic[RowT]):
    """A valid row and where it stands, in German: "zentren.csv, Zeile 12"."""

    where: str
    row: RowT


def read_bytes(path: Path) -> bytes:
    """Read a file that must hold something.

    Raises
    ------
    InputError
        If it is missing, not readable or empty.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path} fehlt: bitte die Datei ablegen oder den Pfad berichtigen.") from error
    except OSError as error:
        raise InputError(f"{path} ist nicht lesbar: bitte Rechte und Pfad prüfen.") from error
    if not raw.strip():
        raise InputError(f"{path.name} ist leer: bitte die vollständige Datei ablegen.")
    return raw


def read_text(path: Path) -> str:
    """Read a text file in UTF-8, with or without a byte order mark.

    Raises
    ------
    InputError
        If the file is missing, empty or in another encoding.
    """
    raw = read_bytes(path)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(
            f"{path.name}, Zeile {line}: die Zeichen sind nicht in UTF-8 gespeichert "
            f"(oft Windows-1252 aus Excel): bitte {_EXCEL}."
        ) from error


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises
    ------
    InputError
        If it is missing, not UTF-8 or no TOML; names line and column where the parser does.
    """
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        place = (
            str(error).rpartition("(at ")[2].rstrip(")").replace("line", "Zeile").replace("column", "Spalte")
        )
        raise InputError(f"{path.name} ist kein gültiges TOML ({place}): bitte dort berichtigen.") from error


def read_csv(path: Path, model: type[RowT], *, may_be_empty: bool = False) -> list[Record[RowT]]:
    """Read a CSV file (UTF-8, comma, header) through a row model.

    Parameters
    ----------
    path
        The file.
    model
        What a row must look like; fields without default are required columns.
    may_be_empty
        Whether the header alone is a valid file.

    Returns
    -------
    list of Record
        One per line, in the order of the file.

    Raises
    ------
    InputError
        Names file, line, column, what is wrong and how to mend it.
    """
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    lines = iterate_lines(path.name, reader)
    header = [name.strip() for name in next(lines)[1]]
    _validate_header(path.name, header, model)
    records = []
    for number, cells in lines:
        where = f"{path.name}, Zeile {number}"
        if len(cells) != len(header):
            raise InputError(
                f"{where}: {len(cells)} statt {len(header)} Felder: "
                "bitte Texte, die ein Komma enthalten, in Anführungszeichen setzen."
            )
        records.append(Record(where, validate_row(model, dict(zip(header, cells, strict=True)), where)))
    if not records and not may_be_empty:
        raise InputError(f"{path.name} enthält nur die Kopfzeile: bitte die Zeilen ergänzen.")
    return records


def to_storage(lons: Sequence[float], lats: Sequence[float]) -> gpd.GeoSeries:
    """Points in EPSG:25832 from degrees (EPSG:4326)."""
    return gpd.GeoSeries(gpd.points_from_xy(lons, lats, crs=EDGE)).to_crs(STORAGE)


def validate_unique(records: Iterable[Record[RowT]], *fields: str) -> None:
    """Make sure that an id stands once.

    Raises
    ------
    InputError
        Names the second place of the doubled id and the first.
    """
    first: dict[tuple[str, ...], str] = {}
    for record in records:
        key = tuple(str(getattr(record.row, field)) for field in fields)
        if key in first:
            raise InputError(
                f"{record.where}: {fields[0]} „{' / '.join(key)}“ "
                f"steht schon in {first[key].split(', ')[-1]}: bitte eine der beiden löschen oder umbenennen."
            )
        first[key] = record.where


def validate_known(record: Record[RowT], field: str, known: Iterable[str], title: str) -> None:
    """Make sure that a code is one of those that exist.

    Parameters
    ----------
    record, field
        The row and the name of its column.
    known
        All codes that exist.
    title
        German word with article for what the code names, e.g. "die Kommune".

    Raises
    ------
    InputError
        Names the place, the unknown code, and the known ones.
    """
    codes = sorted(known)
    value = str(getattr(record.row, field))
    if value in codes:
        return
    if f"0{value}" in codes:
        mend = f"die führende Null fehlt, bitte „0{value}“ schreiben (Excel: Spalte als Text einlesen)"
    else:
        shown = ", ".join(codes[:12]) + (" …" if len(codes) > 12 else "")
        mend = f"bekannt sind {shown or 'keine'}; bitte den Schlüssel berichtigen"
    raise InputError(f"{record.where}, Spalte {field}: {title} „{value}“ ist unbekannt: {mend}.")


def validate_row(model: type[RowT], values: dict[str, Any], where: str) -> RowT:
    """Check one row.

    Raises
    ------
    InputError
        The first thing that is wrong, as one German sentence.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise InputError(describe_error(error, where)) from error


def describe_error(error: ValidationError, where: str) -> str:
    """Turn the first finding of pydantic into one German sentence."""
    errors = error.errors(include_url=False)
    # A misspelt key is missing and unknown at once: the unknown one shows the typo.
    found = next((item for item in errors if item["type"] == "extra_forbidden"), errors[0])
    column = ".".join(str(part + 1 if isinstance(part, int) else part) for part in found["loc"])
    place = f"{where}, {column}" if column else where
    given = found.get("input")
    shown = "" if isinstance(given, dict | list) else f"„{_shorten(str(given))}“ "
    kind, context = found["type"], found.get("ctx", {})
    if kind == "value_error":
        return f"{place}: {context['error']}."
    if kind == "missing":
        return f"{where}: die Angabe „{column}“ fehlt: bitte ergänzen."
    if kind == "extra_forbidden":
        return f"{where}: die Angabe „{column}“ ist unbekannt: bitte löschen oder die Schreibweise prüfen."
    if kind in {"enum", "literal_error"}:
        wanted = str(context["expected"]).replace(" or ", " oder ").replace("'", "")
        return f"{place}: {shown}ist nicht möglich: bitte eines von {wanted} eintragen."
    if given is None or not str(given).strip():
        return f"{place}: das Feld ist leer: bitte ausfüllen."
    return f"{place}: {shown}{_mend(kind, context)}."


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]} …"


def _mend(kind: str, context: dict[str, Any]) -> str:
    if kind in {"greater_than_equal", "less_than_equal"}:
        limit = context.get("ge", context.get("le"))
        return f"ist zu {'klein' if kind[0] == 'g' else 'groß'} (Grenze {limit:g}): bitte berichtigen"
    if kind in {"string_too_long", "too_long"}:
        unit = "Einträge" if context.get("field_type") == "List" else "Zeichen"
        return f"ist zu lang (höchstens {context['max_length']} {unit}): bitte kürzen"
    if kind == "string_pattern_mismatch":
        return NO_MAIL if "@" in context["pattern"] else NO_KEY
    found = (words for form, words in FORMS.items() if kind.startswith(form))
    return next(found, "hat die falsche Form: bitte berichtigen")


def iterate_lines(name: str, reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Lines of a CSV that hold anything, each with the number it starts at.

    Raises
    ------
    InputError
        If a quotation mark is not closed.
    """
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError(
                f"{name}, Zeile {number}: Anführungszeichen gehen nicht auf: bitte jedes öffnende schließen."
            ) from error
        if any(cell.strip() for cell in cells):
            yield number, cells


def _validate_header(name: str, header: list[str], model: type[RowT]) -> None:
    wanted = [field for field, info in model.model_fields.items() if info.is_required()]
    missing = [field for field in wanted if field not in header]
    if missing and len(header) == 1 and ";" in header[0]:
        raise InputError(
            f"{name}, Zeile 1: die Spalten sind durch Semikolon getrennt: bitte mit Komma speichern."
        )
    if missing:
        raise InputError(
            f"{name}, Zeile 1: die Spalte „{missing[0]}“ fehlt (vorhanden: {', '.join(header)}): "
            "bitte in der Kopfzeile und in jeder Zeile ergänzen."
        )
    doubled = [field for field in header if header.count(field) > 1]
    if doubled:
        raise InputError(f"{name}, Zeile 1: die Spalte „{doubled[0]}“ steht doppelt: bitte eine löschen.")
