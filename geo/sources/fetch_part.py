"""The unfinished file of a download: one process at a time, and never more of it than the disk can bear."""

import errno
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from geo.errors import FetchError

DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a file must be; empty means that it is not known. ``md5_url`` is read when the download starts."""

    size: int | None = None
    sha256: str = ""
    md5: str = ""
    md5_url: str = ""


@dataclass(slots=True)
class PartFile:
    """The unfinished file: open, locked, and the version of which it holds the beginning."""

    path: Path
    file: IO[bytes]
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes that are here."""
        return self.file.seek(0, os.SEEK_END)

    def restart(self, headers: Mapping[str, str]) -> None:
        """Forget what has come and note which version comes now."""
        if self.size:
            self.file.truncate(0)
        self.headers = dict(headers)
        self.path.with_name(f"{self.path.name}.json").write_text(json.dumps(self.headers), "utf-8")


@contextmanager
def open_part(target: Path) -> Iterator[PartFile]:
    """Open and lock the unfinished file of a target: two downloads into one file would tear it apart.

    Raises
    ------
    FetchError
        If another process is at it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    path = target.with_name(f"{target.name}.part")
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            moved = not path.exists() or os.fstat(file.fileno()).st_ino != path.stat().st_ino
        except OSError:
            moved = True
        if moved:  # locked by another process, or put in place by it meanwhile
            raise FetchError(f"{target.name} wird gerade schon heruntergeladen: bitte warten.")
        note = path.with_name(f"{path.name}.json")
        try:
            headers = json.loads(note.read_text("utf-8"))
        except (OSError, ValueError):
            headers = {}
        part = PartFile(path, file, headers if isinstance(headers, dict) else {})
        try:
            yield part
        except OSError as error:
            if error.errno in DISK_FULL:  # a full disk would stop the database too
                path.unlink(missing_ok=True)
                note.unlink(missing_ok=True)
            raise
        finally:
            if path.exists() and not path.stat().st_size:
                path.unlink()
                note.unlink(missing_ok=True)


def describe_disk(error: OSError, target: Path) -> str:
    """German sentence on why a file could not be written."""
    if error.errno in DISK_FULL:
        return f"Für {target.name} ist auf dem Datenträger von {target.parent} kein Platz mehr: bitte Platz schaffen."
    return f"{target} lässt sich nicht schreiben: bitte prüfen, ob der Ordner beschreibbar ist."


def find_wrong(size: int, digest: Mapping[str, str], expected: Expected, md5: str) -> str:
    """German words on what differs from the expected; empty if nothing does."""
    if expected.size is not None and size != expected.size:
        return f"{size} statt {expected.size} Byte"
    if md5 and digest["md5"] != md5.lower():
        return "die MD5-Prüfsumme stimmt nicht"
    if expected.sha256 and digest["sha256"] != expected.sha256.lower():
        return "die SHA-256-Prüfsumme stimmt nicht"
    return "" if size else "die Datei ist leer"


def read_digest(path: Path, name: str) -> str:
    """Checksum of a file in hexadecimal digits, by the name of its kind."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.new(name, usedforsecurity=False)).hexdigest()
