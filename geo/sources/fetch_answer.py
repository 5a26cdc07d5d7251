"""What an HTTP answer to a request for a file, or for the rest of it, is worth."""

import re
from collections.abc import Mapping

import httpx2

from geo.errors import FetchError

RETRY_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})
GONE_STATUS, REFUSED_STATUS = frozenset({404, 410}), frozenset({401, 403})


class BrokenOffError(Exception):
    """A reason to try again, in German words that end a sentence."""


def without_key(url: str) -> str:
    """Address without what may be a personal key: for messages, pages and the database."""
    return re.sub(r"//[^/]*@", "//", re.split(r"[?#]", url, maxsplit=1)[0])


def version_for_range(headers: Mapping[str, str]) -> str:
    """What ``If-Range`` may hold: a strong ETag, else the date; a weak ETag does not promise the same bytes."""
    tag = headers.get("etag", "")
    return tag if tag.startswith('"') else headers.get("last-modified", "")


def total_of(response: httpx2.Response) -> int | None:
    """Size of the whole file as ``Content-Range`` states it."""
    found = re.search(r"/(\d+)$", response.headers.get("content-range", ""))
    return int(found[1]) if found else None


def validate_status(response: httpx2.Response, url: str) -> None:
    """Tell a file from an error.

    Raises
    ------
    BrokenOffError
        If the error may pass by itself.
    FetchError
        If it will not.
    """
    status = response.status_code
    if status in RETRY_STATUS:
        raise BrokenOffError(f"der Server meldet Fehler {status}")
    if status in GONE_STATUS:
        raise FetchError(f"{without_key(url)} gibt es nicht (Fehler {status}): bitte die Adresse prüfen.")
    if status in REFUSED_STATUS:
        raise FetchError(
            f"{without_key(url)} ist gesperrt (Fehler {status}): bitte die Adresse und den Zugang prüfen."
        )
    if status not in {200, 206}:
        raise FetchError(f"{without_key(url)} antwortet mit Fehler {status}: bitte die Adresse prüfen.")


def accept_start(response: httpx2.Response, held: int, headers: Mapping[str, str]) -> int:
    """From which byte on the body counts; a server may leave the range aside and send all.

    Parameters
    ----------
    response
        With status 200 or 206.
    held, headers
        Bytes that are here, and the headers of the version that they belong to.

    Raises
    ------
    BrokenOffError
        If the body goes on elsewhere than asked, or in another version: what is held is then of no use.
    """
    if response.status_code == 200:
        return 0
    found = re.match(r"bytes (\d+)-", response.headers.get("content-range", ""))
    other = response.headers.get("etag", headers.get("etag")) != headers.get("etag")
    if found is None or int(found[1]) != held or other:
        raise BrokenOffError("der Server setzt an falscher Stelle fort")
    return held


def validate_no_page(response: httpx2.Response, piece: bytes, url: str) -> None:
    """Refuse a web page where a file was asked for; ``piece`` is the beginning of the body.

    Raises
    ------
    FetchError
        If it is one.
    """
    kind = response.headers.get("content-type", "")
    if kind.startswith("text/html") or piece.lstrip()[:14].lower().startswith((b"<!doctype html", b"<html")):
        raise FetchError(
            f"Unter {without_key(url)} kam eine Webseite statt der Datei (oft die Anmeldeseite eines Netzes): "
            "bitte Adresse und Internetverbindung prüfen."
        )
