"""Tables out of a GTFS zip, piece by piece: memory stays bounded however large a file is.

What real feeds get wrong and what is nevertheless read: a byte order mark, CRLF, blanks around values and before
quotation marks, columns that are missing or unknown, rows too short or too long, a folder around the files.
"""

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO

import polars as pl

from geo.errors import InputError

PIECE_BYTES = 48_000_000  # of text at a time: about 700,000 rows of stop_times
MAX_LINE_BYTES = 1_000_000  # beyond, it is no table
MAX_FILE_BYTES = 40_000_000_000  # ten times the stop_times of Germany: larger is a zip bomb
MAX_RATIO, RATIO_FROM_BYTES = 250, 100_000_000  # tables shrink 5 to 40 times; zeros a thousand times
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError)


class GtfsZip:
    """An opened feed; use it in a ``with``.

    Parameters
    ----------
    path
        The zip.

    Raises
    ------
    InputError
        If it is missing, no zip, cut off, holds no GTFS table, or would unpack to absurd sizes.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        try:
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError as error:
            raise InputError(
                f"{path} fehlt: bitte den Fahrplan ablegen oder den Pfad berichtigen."
            ) from error
        except BROKEN as error:
            raise InputError(_describe_no_zip(path)) from error
        try:
            self._members = _find_members(self._zip, self.name)
        except InputError:
            self._zip.close()
            raise

    def __enter__(self) -> "GtfsZip":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the tables, in order."""
        return tuple(sorted(self._members))

    @property
    def others(self) -> tuple[str, ...]:
        """Names of everything else in the zip."""
        tables = {info.filename for info in self._members.values()}
        return tuple(sorted(name for name in self._zip.namelist() if name not in tables and name[-1] != "/"))

    @property
    def date(self) -> str:
        """Day (ISO) of the newest file in the zip."""
        return "{:04d}-{:02d}-{:02d}".format(*max(info.date_time for info in self._members.values())[:3])

    def columns(self, name: str) -> list[str]:
        """Names of the columns of a table; empty where there is no such table, or an empty one."""
        if name not in self._members:
            return []
        with _reading(name, self.name), self._zip.open(self._members[name]) as file:
            return self._read_header(name, file)[1]

    def read(self, name: str, columns: Sequence[str], required: Sequence[str] = ()) -> pl.DataFrame:
        """A whole table; for those that are small. Parameters and errors as in `pieces`."""
        empty = pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
        return pl.concat([empty, *self.pieces(name, columns, required)])

    def pieces(
        self, name: str, columns: Sequence[str], required: Sequence[str] = ()
    ) -> Iterator[pl.DataFrame]:
        """A table in pieces.

        Parameters
        ----------
        name
            "stop_times.txt"; no piece comes where the zip does not hold it.
        columns
            Wanted ones; a column that the file has not comes as missing.
        required
            Those without which the table is of no use.

        Yields
        ------
        DataFrame
            Text, stripped; empty is missing. Blank lines are left out.

        Raises
        ------
        InputError
            If a required column is missing, the text is not UTF-8, or the file is damaged.
        """
        if name not in self._members:
            return
        with _reading(name, self.name), self._zip.open(self._members[name]) as file:
            skipped, header = self._read_header(name, file)
            self._validate_columns(name, header, required)
            line = skipped + 1
            for text in _cut(file, f"{self.name}, {name}"):
                yield _parse(text, header, columns, f"{self.name}, {name}", line)
                line += text.count(b"\n")

    def _read_header(self, name: str, file: IO[bytes]) -> tuple[int, list[str]]:
        """Lines up to and with the header, and the names in it."""
        for number in range(1, 3):  # one blank line before the header is forgiven
            raw = file.readline(MAX_LINE_BYTES)
            if raw.startswith(UTF16_MARKS):
                raise InputError(_wrong_encoding(f"{self.name}, {name}", number))
            try:
                text = raw.decode("utf-8-sig").strip()
            except UnicodeDecodeError as error:
                raise InputError(_wrong_encoding(f"{self.name}, {name}", number)) from error
            if text:
                return number, [
                    cell.strip().lower() for cell in next(csv.reader([text], skipinitialspace=True))
                ]
        return 2, []

    def _validate_columns(self, name: str, header: Sequence[str], required: Sequence[str]) -> None:
        missing = [column for column in required if column not in header]
        if missing and len(header) == 1 and ";" in header[0]:
            raise InputError(
                f"{self.name}, {name}: die Spalten sind durch Semikolon getrennt, GTFS verlangt Komma: "
                "bitte den Herausgeber um eine gültige Datei bitten."
            )
        if missing:
            raise InputError(
                f"{self.name}, {name}: die Spalte „{missing[0]}“ fehlt (vorhanden: {', '.join(header) or 'keine'}): "
                "bitte eine vollständige GTFS-Datei laden."
            )


@contextmanager
def _reading(name: str, feed: str) -> Iterator[None]:
    """Turn what may go wrong while a member is unpacked into one sentence."""
    try:
        yield
    except BROKEN as error:
        if isinstance(error, RuntimeError) and "password" in str(error):
            raise InputError(
                f"{name} in {feed} ist verschlüsselt: bitte ein Zip ohne Kennwort laden."
            ) from error
        raise InputError(f"{name} in {feed} ist beschädigt: bitte neu herunterladen.") from error


def _describe_no_zip(path: Path) -> str:
    try:
        with path.open("rb") as file:
            begins = file.read(4) == b"PK\x03\x04"
    except OSError:
        return f"{path} ist nicht lesbar: bitte Rechte und Pfad prüfen."
    if begins:
        return f"{path.name} ist unvollständig (das Ende des Zips fehlt): bitte neu herunterladen."
    return f"{path.name} ist kein Zip: bitte einen Fahrplan im Format GTFS laden."


def _find_members(archive: zipfile.ZipFile, name: str) -> dict[str, zipfile.ZipInfo]:
    """Tables by name; those in one folder count as well."""
    infos = [info for info in archive.infolist() if not info.is_dir() and "__MACOSX" not in info.filename]
    tables = [info for info in infos if info.filename.lower().endswith(".txt")]
    inner = [info.filename for info in infos if info.filename.lower().endswith(".zip")]
    if not tables and inner:
        raise InputError(
            f"{name} enthält wieder ein Zip ({inner[0]}): bitte auspacken und die Datei darin laden."
        )
    depth = min((info.filename.count("/") for info in tables), default=0)
    members = {
        info.filename.rpartition("/")[2].lower(): info for info in tables if info.filename.count("/") == depth
    }
    if "stops.txt" not in members or "stop_times.txt" not in members:
        missing = "stops.txt" if "stops.txt" not in members else "stop_times.txt"
        raise InputError(
            f"{name} enthält keine {missing}: bitte einen vollständigen Fahrplan im Format GTFS laden."
        )
    for info in members.values():
        grows = info.file_size > RATIO_FROM_BYTES and info.file_size > MAX_RATIO * info.compress_size
        if info.file_size > MAX_FILE_BYTES or grows:
            raise InputError(
                f"{info.filename} in {name} würde ausgepackt {info.file_size / 1e9:.0f} GB groß: "
                "das ist kein Fahrplan, bitte die Herkunft der Datei prüfen."
            )
    return members


def _cut(file: IO[bytes], where: str) -> Iterator[bytes]:
    """Pieces of whole rows; a line break between quotation marks does not end a row."""
    rest = b""
    while piece := file.read(PIECE_BYTES):
        text = rest + piece
        end = text.rfind(b"\n")
        odd = text.count(b'"', 0, max(end, 0)) % 2
        while end >= 0 and odd:
            before = text.rfind(b"\n", 0, end)
            odd ^= text.count(b'"', max(before, 0), end) % 2
            end = before
        rest = text[end + 1 :]
        if len(rest) > MAX_LINE_BYTES + PIECE_BYTES:
            raise InputError(f"{where}: die Zeilen nehmen kein Ende: bitte die Datei neu herunterladen.")
        if end >= 0:
            yield text[: end + 1]
    if rest.strip():
        yield rest


def _parse(text: bytes, header: Sequence[str], columns: Sequence[str], where: str, line: int) -> pl.DataFrame:
    there = {column: header.index(column) for column in columns if column in header}
    if b', "' in text or b'" ,' in text:  # legal to us, but not to polars
        frame = _parse_slowly(text, there, where, line)
    else:
        names = ",".join(f"c{number}" for number in range(len(header))).encode() + b"\n"
        try:
            frame = pl.read_csv(
                names + text,
                columns=[f"c{number}" for number in there.values()],
                infer_schema=False,
                truncate_ragged_lines=True,
            )
        except pl.exceptions.PolarsError:
            frame = _parse_slowly(text, there, where, line)
    frame = frame.select(
        pl.col(f"c{there[column]}").str.strip_chars().replace("", None).alias(column)
        if column in there
        else pl.lit(None, pl.String).alias(column)
        for column in columns
    )
    return frame.filter(pl.any_horizontal(pl.col(list(there)).is_not_null())) if there else frame


def _parse_slowly(text: bytes, there: dict[str, int], where: str, line: int) -> pl.DataFrame:
    """Row by row, for the few files that polars refuses; also finds out why."""
    try:
        plain = text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(_wrong_encoding(where, line + text[: error.start].count(b"\n"))) from error
    cells: dict[str, list[str | None]] = {f"c{number}": [] for number in there.values()}
    try:
        if plain.count('"') % 2:
            raise csv.Error("one quotation mark too many")
        for row in csv.reader(io.StringIO(plain, newline=""), skipinitialspace=True):
            for number in there.values():
                cells[f"c{number}"].append(row[number] if number < len(row) else None)
    except csv.Error as error:
        raise InputError(
            f"{where}, ab Zeile {line}: Anführungszeichen gehen nicht auf: bitte eine gültige GTFS-Datei laden."
        ) from error
    return pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))


def _wrong_encoding(where: str, number: int) -> str:
    return (
        f"{where}, Zeile {number}: die Zeichen sind nicht in UTF-8 gespeichert, wie GTFS es verlangt: "
        "bitte eine gültige Datei laden oder die Tabelle in UTF-8 umwandeln."
    )
