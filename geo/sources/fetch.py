"""Downloads that survive a bad line: resumed, checked, and put in place whole or not at all.

Beside the target lie ``<name>.part`` (what has come so far), ``<name>.part.json`` (which version of the file that
is) and, when it is done, ``<name>.json``: the record by which the next call learns that nothing has changed.
"""

import json
import os
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx2

from geo.errors import FetchError
from geo.sources.checksum import sha256_file
from geo.sources.fetch_answer import (
    BrokenOffError,
    accept_start,
    total_of,
    validate_no_page,
    validate_status,
    version_for_range,
    without_key,
)
from geo.sources.fetch_part import Expected, PartFile, describe_disk, find_wrong, open_part, read_digest

__all__ = ["Expected", "Fetched", "Patience", "Report", "fetch_file", "read_record"]

Report = Callable[[int, int | None], None]
"""Told the bytes that are there and how many there will be, as far as the server says."""

VERSION_HEADERS = frozenset({"etag", "last-modified"})
TIMEOUT_S = 30.0  # of silence, not of the whole download
SPARE_BYTES = 50_000_000  # left free beside the file, so that a download never fills the disk of the database


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often a download is taken up again without having gained a byte, and how long it waits."""

    retries: int = 5
    backoff_s: float = 1.0
    longest_s: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A file that is in place, and where it comes from.

    Attributes
    ----------
    path, url
        Where it lies and what was asked for.
    date
        Day of ``Last-Modified`` (ISO), or empty. The file itself may say better.
    sha256, size, licence
        Of the file; size in bytes.
    version
        ``ETag``, else ``Last-Modified``, of the server.
    changed
        False if the file was already here and the server has no newer one.
    """

    path: Path
    url: str
    date: str
    sha256: str
    size: int
    licence: str
    version: str
    changed: bool = True


@dataclass(frozen=True, slots=True)
class _Job:
    url: str
    target: Path
    http: httpx2.Client
    report: Report
    part: PartFile
    known: Fetched | None


def fetch_file(
    url: str,
    target: Path,
    *,
    expected: Expected | None = None,
    licence: str = "",
    client: httpx2.Client | None = None,
    progress: Report | None = None,
    patience: Patience | None = None,
) -> Fetched:
    """Download a file, taking up where an earlier call broke off; the target changes only when all is right.

    Parameters
    ----------
    url, target
        From where and to which file; its folder is created.
    expected
        Size and checksums to hold it to.
    licence
        Noted in the record.
    client
        HTTP client, for tests and proxies; a new one by default.
    progress
        Called after every piece, as `geo.progress.progress_bytes` gives it.
    patience
        When to give up.

    Returns
    -------
    Fetched
        The record, which also lies beside the file.

    Raises
    ------
    FetchError
        If it cannot be had; what was there before is still there, and so is a resumable beginning.
    """
    wanted = expected or Expected()
    own = client or httpx2.Client(timeout=TIMEOUT_S, follow_redirects=True)
    try:
        with open_part(target) as part:
            known = read_record(target)
            known = known if known is not None and known.url == url else None
            job = _Job(url, target, own, progress or (lambda done, total: None), part, known)
            return _fetch(job, wanted, licence, patience or Patience())
    except OSError as error:
        raise FetchError(describe_disk(error, target)) from error
    finally:
        if client is None:
            own.close()


def read_record(target: Path) -> Fetched | None:
    """Record of an earlier download of this file; None if there is none or the file is no longer the same."""
    try:
        record = json.loads(target.with_name(f"{target.name}.json").read_text("utf-8"))
        found = Fetched(**record | {"path": target, "changed": False})
        same = target.stat().st_size == found.size and sha256_file(target) == found.sha256
    except (OSError, ValueError, TypeError):
        return None
    return found if same else None


def _fetch(job: _Job, expected: Expected, licence: str, patience: Patience) -> Fetched:
    for last in (False, True):  # the file may be replaced between its checksum and its end: once more then
        md5 = _patiently(job, patience, lambda: _fetch_md5(job, expected)) or expected.md5
        if not _patiently(job, patience, lambda: _download(job)):
            assert job.known is not None, "only a known file can be unchanged"
            return job.known
        job.part.file.flush()
        digest = {name: read_digest(job.part.path, name) for name in ("sha256", "md5")}
        wrong = find_wrong(job.part.size, digest, expected, md5)
        if not wrong:
            return _put_in_place(job, digest["sha256"], licence)
        job.part.restart({})
        if last:
            raise FetchError(
                f"{job.target.name} kam beschädigt an ({wrong}), auch beim zweiten Mal: "
                "bitte später noch einmal versuchen."
            )
    raise AssertionError("unreachable")


def _put_in_place(job: _Job, sha256: str, licence: str) -> Fetched:
    os.fsync(job.part.file.fileno())
    headers, size = job.part.headers, job.part.size
    fetched = Fetched(
        path=job.target,
        url=job.url,
        date=_to_day(headers.get("last-modified", "")),
        sha256=sha256,
        size=size,
        licence=licence,
        version=headers.get("etag") or headers.get("last-modified", ""),
    )
    record = {key: value for key, value in asdict(fetched).items() if key not in {"path", "changed"}}
    job.part.path.replace(job.target)
    job.target.with_name(f"{job.target.name}.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    job.part.path.with_name(f"{job.part.path.name}.json").unlink(missing_ok=True)
    return fetched


def _to_day(http_date: str) -> str:
    try:
        return parsedate_to_datetime(http_date).date().isoformat()
    except ValueError:
        return ""


def _patiently(job: _Job, patience: Patience, attempt: Callable[[], Any]) -> Any:
    """Try again while the line breaks; whatever gains bytes may break as often as it likes."""
    failures, best = 0, job.part.size
    while True:
        try:
            return attempt()
        except (httpx2.TooManyRedirects, httpx2.UnsupportedProtocol, httpx2.InvalidURL) as error:
            raise FetchError(
                f"{without_key(job.url)} führt nicht zu einer Datei: bitte die Adresse prüfen."
            ) from error
        except (httpx2.TransportError, BrokenOffError) as error:
            failures = 0 if job.part.size > best else failures + 1
            best = max(best, job.part.size)
            if failures > patience.retries:
                raise FetchError(_give_up(job, error)) from error
            time.sleep(min(patience.backoff_s * 2 ** max(failures - 1, 0), patience.longest_s))


def _give_up(job: _Job, error: Exception) -> str:
    if isinstance(error, BrokenOffError):
        reason = str(error)
    elif isinstance(error, httpx2.TimeoutException):
        reason = "der Server antwortet nicht mehr"
    elif isinstance(error, httpx2.ConnectError):
        reason = "der Server ist nicht erreichbar"
    else:
        reason = "die Verbindung bricht ab"
    return (
        f"{without_key(job.url)} ließ sich nicht herunterladen ({reason}): bitte Internetverbindung und Adresse prüfen "
        "und noch einmal starten."
    )


def _fetch_md5(job: _Job, expected: Expected) -> str:
    """First word of a file as ``md5sum`` writes it; empty where none is named."""
    if not expected.md5_url:
        return ""
    response = job.http.get(expected.md5_url)
    validate_status(response, expected.md5_url)
    found = re.match(r"\s*([0-9a-fA-F]{32})\b", response.text)
    if found is None:
        raise FetchError(
            f"{without_key(expected.md5_url)} enthält keine MD5-Prüfsumme: bitte die Adresse prüfen."
        )
    return found[1].lower()


def _download(job: _Job) -> bool:
    """One request; False if the server says that the known file is still the newest."""
    part, held = job.part, job.part.size
    version = version_for_range(part.headers)
    asked = {"Accept-Encoding": "identity"}
    if held and version:
        asked |= {"Range": f"bytes={held}-", "If-Range": version}
    elif job.known is not None and job.known.version:
        tag = "If-None-Match" if '"' in job.known.version else "If-Modified-Since"
        asked[tag] = job.known.version
    with job.http.stream("GET", job.url, headers=asked) as response:
        if response.status_code == 304 and job.known is not None:
            return False
        if response.status_code == 416:
            if total_of(response) == held:
                return True
            part.restart({})
            raise BrokenOffError("der Server nennt eine andere Größe als zuvor")
        validate_status(response, job.url)
        try:
            start = accept_start(response, held, part.headers)
        except BrokenOffError:
            part.restart({})
            raise
        _write_body(job, response, start)
    return True


def _write_body(job: _Job, response: httpx2.Response, start: int) -> None:
    length = response.headers.get("content-length", "")
    total = start + int(length) if length.isdecimal() else None
    _validate_space(job, int(length) if total is not None else 0)
    done, part = start, job.part
    for piece in response.iter_raw():
        if not done:
            validate_no_page(response, piece, job.url)
            part.restart({key: value for key, value in response.headers.items() if key in VERSION_HEADERS})
        part.file.write(piece)
        done += len(piece)
        job.report(done, total)
    part.file.flush()


def _validate_space(job: _Job, wanted: int) -> None:
    free = shutil.disk_usage(job.target.parent).free
    if wanted and wanted + SPARE_BYTES > free:
        raise FetchError(
            f"Für {job.target.name} fehlt Platz in {job.target.parent}: {wanted / 1e6:.0f} MB kommen noch, "
            f"{free / 1e6:.0f} MB sind frei, bitte Platz schaffen."
        )
