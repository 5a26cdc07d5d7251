"""Read the addresses of one municipality with their residents: a CSV as a registration office can write it."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.errors import InputError
from geo.sources.address_places import validate_degrees, validate_metres
from geo.sources.rows import iterate_lines, read_bytes, to_storage

WORDS = {
    "id": ("id", "kennung", "adress_id", "adresse_id", "oid", "gml_id", "objekt_id"),
    "residents": ("residents", "einwohner", "einwohnerzahl", "ew", "personen", "bewohner", "hauptwohnsitze"),
    "x": ("x", "x_m", "ost", "ostwert", "rechtswert", "easting", "utm_x", "x_utm"),
    "y": ("y", "y_m", "nord", "nordwert", "hochwert", "northing", "utm_y", "y_utm"),
    "lon": ("lon", "lng", "laenge", "länge", "longitude", "laengengrad", "längengrad"),
    "lat": ("lat", "breite", "latitude", "breitengrad"),
}
"""Headers that name a column; small letters."""
SHOWN_WORDS = 3  # of them in a sentence

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AddressFile:
    """Inhabited addresses, as read. Their ids have done their service (nothing stands twice) and are left out.

    Attributes
    ----------
    addresses
        ``x_m`` and ``y_m`` (EPSG:25832, metres), ``residents`` (float64, > 0), ``line`` (of the file).
    n_empty
        Addresses of the file in which nobody lives; they are not in ``addresses``.
    """

    addresses: pd.DataFrame
    n_empty: int


def read_addresses(path: Path) -> AddressFile:
    """Read addresses with residents.

    Parameters
    ----------
    path
        CSV in UTF-8 or Windows-1252, comma or semicolon, decimal point or comma, with a header out of `WORDS`: id,
        residents, and either x and y (EPSG:25832) or lon and lat (EPSG:4326).

    Raises
    ------
    InputError
        If the file is missing, empty, no text, or lacks a column; a line has no number, an id stands twice,
        residents are negative, or coordinates are in another reference system or swapped.
    """
    header, lines, rows = _read_table(path)
    columns = _find_columns(path.name, header)
    texts = {name: [row[at].strip() for row in rows] for name, at in columns.items()}
    _validate_ids(path.name, texts["id"], lines)
    residents = _to_residents(path.name, texts["residents"], lines)
    x, y = _to_metres(path.name, texts, lines)
    frame = pd.DataFrame({"x_m": x, "y_m": y, "residents": residents, "line": lines})
    inhabited = frame[frame["residents"] > 0].reset_index(drop=True)
    if inhabited.empty:
        raise InputError(
            f"{path.name}: an keiner Adresse wohnt jemand: bitte die Spalte der Einwohner prüfen."
        )
    return AddressFile(inhabited, len(frame) - len(inhabited))


def _read_table(path: Path) -> tuple[list[str], list[int], list[list[str]]]:
    """Header, line numbers and fields."""
    text = _decode(path)
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") >= first.count(",") else ","
    found = iterate_lines(
        path.name, csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    )
    header = next(found)[1]
    lines, rows = [], []
    for number, row in found:
        if len(row) != len(header):
            raise InputError(
                f"{path.name}, Zeile {number}: {len(row)} statt {len(header)} Felder: "
                "bitte Texte, die ein Trennzeichen enthalten, in Anführungszeichen setzen."
            )
        lines.append(number)
        rows.append(row)
    if not rows:
        raise InputError(f"{path.name} enthält nur die Kopfzeile: bitte die Adressen ergänzen.")
    return header, lines, rows


def _decode(path: Path) -> str:
    raw = read_bytes(path)
    if b"\0" in raw:
        raise InputError(f"{path.name} ist keine Textdatei: bitte die Tabelle als CSV speichern.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _find_columns(name: str, header: Sequence[str]) -> dict[str, int]:
    """Position of each column by its meaning; metres are taken before degrees."""
    named = [word.strip().casefold() for word in header]
    found: dict[str, int] = {}
    for meaning, words in WORDS.items():
        at = [position for position, word in enumerate(named) if word in words]
        if len(at) > 1:
            both = " und ".join(f"„{header[position].strip()}“" for position in at[:2])
            raise InputError(f"{name}, Zeile 1: {both} meinen dasselbe: bitte eine der Spalten umbenennen.")
        found.update(dict.fromkeys([meaning], at[0]) if at else {})
    wanted = ["id", "residents", *(("lon", "lat") if {"lon", "lat"} <= set(found) else ("x", "y"))]
    if {"x", "y"} <= set(found):
        wanted[2:] = ["x", "y"]
    for meaning in wanted:
        if meaning not in found:
            _refuse_missing(name, meaning, header)
    return {meaning: found[meaning] for meaning in wanted}


def _refuse_missing(name: str, meaning: str, header: Sequence[str]) -> None:
    words = " oder ".join(f"„{word}“" for word in WORDS[meaning][:SHOWN_WORDS])
    also = " (oder „lon“ und „lat“ in Grad)" if meaning in ("x", "y") else ""
    shown = ", ".join(word.strip() for word in header)
    raise InputError(
        f"{name}, Zeile 1: es fehlt eine Spalte {words}{also}; vorhanden: {shown}: bitte die Kopfzeile ergänzen."
    )


def _validate_ids(name: str, ids: Sequence[str], lines: Sequence[int]) -> None:
    first: dict[str, int] = {}
    for key, line in zip(ids, lines, strict=True):
        if not key:
            raise InputError(f"{name}, Zeile {line}: die Kennung fehlt: bitte ergänzen.")
        if key in first:
            raise InputError(
                f"{name}, Zeile {line}: die Kennung „{key}“ steht schon in Zeile {first[key]}: bitte die beiden Zeilen "
                "zusammenfassen oder eine umbenennen."
            )
        first[key] = line


def _to_residents(name: str, texts: Sequence[str], lines: Sequence[int]) -> FloatArray:
    residents = _to_numbers(texts)
    wrong = np.flatnonzero(~(residents >= 0) | (residents % 1 != 0))
    if len(wrong):
        at = wrong[0]
        raise InputError(
            f"{name}, Zeile {lines[at]}: „{texts[at]}“ ist keine Zahl von Einwohnern: bitte eine ganze Zahl ab 0 "
            "eintragen."
        )
    return residents


def _to_metres(name: str, texts: dict[str, list[str]], lines: Sequence[int]) -> tuple[FloatArray, FloatArray]:
    keys = ("x", "y") if "x" in texts else ("lon", "lat")
    first, second = (_to_numbers(texts[key]) for key in keys)
    wrong = np.flatnonzero(np.isnan(first) | np.isnan(second))
    if len(wrong):
        at = wrong[0]
        shown = " ".join(f"{key} „{texts[key][at]}“" for key in keys)
        raise InputError(
            f"{name}, Zeile {lines[at]}: {shown} sind keine Koordinaten: bitte zwei Zahlen eintragen."
        )
    places = _iterate_places(name, lines, first, second)
    if keys == ("x", "y"):
        validate_metres(places)
        return first, second
    validate_degrees(places)
    points = shapely.get_coordinates(to_storage(first.tolist(), second.tolist()).to_numpy())
    return points[:, 0], points[:, 1]


def _iterate_places(
    name: str, lines: Sequence[int], first: FloatArray, second: FloatArray
) -> Iterator[tuple[str, float, float]]:
    return (
        (f"{name}, Zeile {line}", float(a), float(b)) for line, a, b in zip(lines, first, second, strict=True)
    )


def _to_numbers(texts: Sequence[str]) -> FloatArray:
    """Numbers with decimal point or comma (with a comma, points group thousands); NaN where there is none."""
    plain = [text.replace(".", "").replace(",", ".") if "," in text else text for text in texts]
    numbers = pd.to_numeric(pd.Series(plain, dtype=object), errors="coerce").to_numpy(dtype=np.float64)
    return np.where(np.isfinite(numbers), numbers, np.nan)
