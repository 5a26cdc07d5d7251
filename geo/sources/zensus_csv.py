"""The text of the census grid: inside the zip or beside it, in blocks, in either encoding."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from geo.errors import InputError

ZENSUS_2022_COLUMNS = ["GITTER_ID_100m", "x_mp_100m", "y_mp_100m", "Einwohner"]
_BLOCK_BYTES = 1 << 23


@contextmanager
def open_grid(path: Path) -> Iterator[BinaryIO]:
    """Open the CSV, or the 100-m grid inside the zip, as a stream of bytes.

    Raises
    ------
    InputError
        If the file is missing or broken, or the zip holds no such grid.
    """
    try:
        if not zipfile.is_zipfile(path):
            with path.open("rb") as plain:
                yield plain
            return
        with zipfile.ZipFile(path) as archive, archive.open(_member(path, archive)) as packed:
            yield io.BufferedReader(packed)  # type: ignore[type-var]  # ZipExtFile reads like a raw stream
    except FileNotFoundError as error:
        raise InputError(f"{path} fehlt: bitte die Datei ablegen oder den Pfad berichtigen.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise InputError(
            f"{path.name} ist beschädigt oder unvollständig: bitte neu herunterladen."
        ) from error
    except OSError as error:
        raise InputError(f"{path} ist nicht lesbar: bitte Rechte und Pfad prüfen.") from error


def _member(path: Path, archive: zipfile.ZipFile) -> str:
    names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
    found = [name for name in names if "100m" in name.rpartition("/")[2]]
    if len(found) != 1:
        raise InputError(
            f"{path.name} enthält {'kein' if not found else 'mehr als ein'} 100-m-Gitter "
            f"({', '.join(names) or 'keine CSV-Datei'}): bitte die Zip-Datei mit den Bevölkerungszahlen ablegen."
        )
    return found[0]


def read_blocks(path: Path, stream: BinaryIO) -> Iterator[str]:
    """Whole lines as text, some megabytes at a time.

    Raises
    ------
    InputError
        If it is no text.
    """
    while lines := stream.readlines(_BLOCK_BYTES):
        yield _decode(path, b"".join(lines))


def _decode(path: Path, raw: bytes) -> str:
    if b"\0" in raw:
        raise InputError(
            f"{path.name} ist keine Textdatei in UTF-8 oder Windows-1252: bitte die CSV-Datei wie "
            "veröffentlicht ablegen."
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def read_header(path: Path, stream: BinaryIO) -> list[str]:
    """Names of the columns, from the first line.

    Raises
    ------
    InputError
        If it is not the header of the 100-m grid of residents.
    """
    text = _decode(path, stream.readline()).strip()
    header = [name.strip().strip('"') for name in text.split(";")]
    missing = [name for name in ZENSUS_2022_COLUMNS if name not in header]
    if not missing:
        return header
    if not text:
        problem = "ist leer"
    elif "GITTER_ID_1km" in text or "GITTER_ID_10km" in text:
        problem = "ist das 1-km- oder 10-km-Gitter"
    elif len(header) == 1 and "," in text:
        problem = "ist durch Komma statt Semikolon getrennt"
    else:
        problem = f"hat keine Spalte „{missing[0]}“ (vorhanden: {', '.join(header)[:200]})"
    raise InputError(
        f"{path.name} {problem}: bitte das 100-m-Gitter der Bevölkerungszahlen des Zensus 2022 wie "
        "veröffentlicht ablegen."
    )
