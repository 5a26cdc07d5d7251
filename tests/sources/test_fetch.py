"""Downloads against a real server on loopback that serves a real file well, badly and not at all."""

import hashlib
import re
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import httpx
import pytest

from geo.errors import FetchError
from geo.progress import progress_bytes
from geo.sources import fetch
from geo.sources.fetch import Expected, Patience, fetch_file, read_record

SOON = Patience(retries=2, backoff_s=0.0)
DAY = "Mon, 27 Jul 2015 21:14:01 GMT"


class _Handler(BaseHTTPRequestHandler):
    """Serves ``/<behaviour>/<anything>``; every request is noted."""

    protocol_version = "HTTP/1.1"
    body: ClassVar[bytes] = b""
    requests: ClassVar[list[tuple[str, str]]] = []
    etag: ClassVar[str] = '"one"'

    def log_message(self, *args):
        pass

    def do_GET(self):
        behaviour = self.path.split("/")[1]
        self.requests.append((behaviour, self.headers.get("Range", "")))
        getattr(self, f"serve_{behaviour}")()

    def _send(self, body, *, status=200, length=None, headers=()):
        self.send_response(status)
        for key, value in (("ETag", self.etag), ("Last-Modified", DAY), *headers):
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        if length is not None and length > len(body):
            self.close_connection = True

    def _start(self):
        found = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        same = self.headers.get("If-Range") in {None, self.etag, DAY}
        return int(found[1]) if found and same else 0

    def serve_well(self):
        if self.headers.get("If-None-Match") == self.etag:
            self.send_response(304)
            self.end_headers()
            return
        start, size = self._start(), len(self.body)
        if start >= size:
            self._send(b"", status=416, headers=[("Content-Range", f"bytes */{size}")])
        elif start:
            span = ("Content-Range", f"bytes {start}-{size - 1}/{size}")
            self._send(self.body[start:], status=206, headers=[span])
        else:
            self._send(self.body)

    def serve_breaks(self):
        """Every answer stops after 400,000 bytes of what it announced."""
        start, size = self._start(), len(self.body)
        span = [("Content-Range", f"bytes {start}-{size - 1}/{size}")] if start else []
        if start >= size:
            self.serve_well()
        else:
            piece = self.body[start : start + 400_000]
            self._send(piece, status=206 if start else 200, length=size - start, headers=span)

    def serve_breaks_ignoring_ranges(self):
        first = len([1 for behaviour, _ in self.requests if behaviour.startswith("breaks_ign")]) == 1
        self._send(self.body[:400_000] if first else self.body, length=len(self.body))

    def serve_always_stops(self):
        self._send(self.body[:400_000], length=len(self.body))

    def serve_long(self):
        """Announces more than there is."""
        start, size = self._start(), len(self.body)
        if 0 < start < size or start == 0:
            span = [("Content-Range", f"bytes {start}-{size - 1}/{size}")] if start else []
            self._send(
                self.body[start:], status=206 if start else 200, length=size - start + 999, headers=span
            )
        else:
            self.serve_well()

    def serve_short(self):
        """Announces less than there is."""
        self._send(self.body[:-1000])

    def serve_elsewhere(self):
        """Continues at another byte than asked, but serves the whole well."""
        start, size = self._start(), len(self.body)
        if start:
            span = ("Content-Range", f"bytes {start - 10}-{size - 1}/{size}")
            self._send(self.body[start - 10 :], status=206, headers=[span])
        else:
            self._send(self.body)

    def serve_mixes(self):
        """Leaves If-Range aside and continues with another version."""
        found = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if found:
            span = ("Content-Range", f"bytes {found[1]}-{len(self.body) - 1}/{len(self.body)}")
            self._send(self.body[int(found[1]) :], status=206, headers=[span])
        else:
            self._send(self.body)

    def serve_refuses_ranges(self):
        if self._start():
            self._send(b"", status=416, headers=[("Content-Range", "bytes */12")])
        else:
            self._send(self.body)

    def serve_redirect(self):
        self._send(b"", status=302, headers=[("Location", "/well/dated.osm.pbf")])

    def serve_loop(self):
        self._send(b"", status=302, headers=[("Location", self.path)])

    def serve_away(self):
        self._send(b"", status=302, headers=[("Location", "ftp://127.0.0.1/a")])

    def serve_page(self):
        self._send(
            b"<!DOCTYPE html><title>WLAN</title>", headers=[("Content-Type", "text/html; charset=utf-8")]
        )

    def serve_hidden_page(self):
        self._send(
            b"\n<html><title>WLAN</title></html>", headers=[("Content-Type", "application/octet-stream")]
        )

    def serve_silent(self):
        self.server.stop.wait(5)
        self.close_connection = True

    def serve_gone(self):
        self._send(b"", status=404)

    def serve_locked(self):
        self._send(b"", status=403)

    def serve_teapot(self):
        self._send(b"", status=418)

    def serve_busy(self):
        self._send(b"", status=503)

    def serve_busy_once(self):
        if [behaviour for behaviour, _ in self.requests].count("busy_once") == 1:
            self._send(b"", status=503)
        else:
            self.serve_well()

    def serve_empty(self):
        self._send(b"")

    def serve_md5(self):
        self._send(f"{hashlib.md5(self.body).hexdigest()}  liechtenstein-latest.osm.pbf\n".encode())

    def serve_stale_md5(self):
        """The checksum of yesterday first, as when the file is replaced during the download."""
        first = [behaviour for behaviour, _ in self.requests].count("stale_md5") == 1
        self._send((b"0" * 32 if first else hashlib.md5(self.body).hexdigest().encode()) + b"  x\n")

    def serve_wrong_md5(self):
        self._send(b"0" * 32 + b"  x\n")


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Clients that hang up early are part of these tests."""


class Site:
    """A running server: its address, what it serves, what it was asked."""

    def __init__(self, server, handler):
        self.handler = handler
        self.base = f"http://127.0.0.1:{server.server_port}"

    def url(self, behaviour):
        return f"{self.base}/{behaviour}/a.osm.pbf"

    def ranges(self, behaviour):
        return [asked for name, asked in self.handler.requests if name == behaviour]


@pytest.fixture
def site(testdata) -> Iterator[Site]:
    body = (testdata / "osm/liechtenstein-valhalla.osm.pbf").read_bytes()
    handler = type("Handler", (_Handler,), {"body": body, "requests": [], "etag": '"one"'})
    server = _Server(("127.0.0.1", 0), handler)
    server.stop = threading.Event()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield Site(server, handler)
    server.stop.set()
    server.shutdown()
    server.server_close()


def get(site, behaviour, target, **more):
    return fetch_file(site.url(behaviour), target, **{"patience": SOON} | more)


@pytest.fixture
def target(tmp_path) -> Path:
    return tmp_path / "cache" / "a.osm.pbf"


@pytest.fixture
def half(target, site) -> Path:
    """A target of which the first 400,000 bytes came in an earlier call."""
    with pytest.raises(FetchError):
        get(site, "always_stops", target)
    part = target.with_name("a.osm.pbf.part")
    assert part.stat().st_size == 400_000
    return target


def names(target):
    return sorted(path.name for path in target.parent.iterdir())


def test_a_file_arrives_whole_with_its_record(site, target):
    told = []
    fetched = get(
        site, "well", target, licence="ODbL 1.0", progress=lambda done, total: told.append((done, total))
    )
    assert target.read_bytes() == site.handler.body
    assert (fetched.path, fetched.url, fetched.date) == (target, site.url("well"), "2015-07-27")
    assert (fetched.size, fetched.licence, fetched.changed) == (1_323_403, "ODbL 1.0", True)
    assert fetched.sha256 == hashlib.sha256(site.handler.body).hexdigest()
    assert told[-1] == (1_323_403, 1_323_403)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert names(target) == ["a.osm.pbf", "a.osm.pbf.json"]


def test_a_file_that_has_not_changed_is_not_sent_again(site, target):
    first = get(site, "well", target)
    told = []
    again = get(site, "well", target, progress=lambda *numbers: told.append(numbers))
    assert not again.changed
    assert (again.sha256, again.date, again.path) == (first.sha256, first.date, target)
    assert told == []
    site.handler.etag = '"two"'
    assert get(site, "well", target).changed


def test_a_file_that_somebody_damaged_is_fetched_again(site, target):
    get(site, "well", target)
    target.write_bytes(b"damaged")
    assert read_record(target) is None
    assert get(site, "well", target).changed
    assert target.read_bytes() == site.handler.body


@pytest.mark.parametrize("behaviour", ["breaks", "breaks_ignoring_ranges", "long", "redirect", "busy_once"])
def test_a_bad_line_still_brings_the_file(site, target, behaviour):
    get(site, behaviour, target, expected=Expected(md5_url=site.url("md5"), size=1_323_403))
    assert target.read_bytes() == site.handler.body
    assert names(target) == ["a.osm.pbf", "a.osm.pbf.json"]


def test_each_break_is_resumed_where_it_happened(site, target):
    get(site, "breaks", target, patience=Patience(retries=0, backoff_s=0.0))
    assert site.ranges("breaks") == ["", "bytes=400000-", "bytes=800000-", "bytes=1200000-"]


def test_a_later_call_takes_up_what_an_earlier_one_left(site, half):
    get(site, "well", half)
    assert site.ranges("well") == ["bytes=400000-"]
    assert half.read_bytes() == site.handler.body


@pytest.mark.parametrize("behaviour", ["elsewhere", "refuses_ranges"])
def test_a_server_that_resumes_wrongly_is_asked_for_all(site, half, behaviour):
    get(site, behaviour, half)
    assert site.ranges(behaviour) == ["bytes=400000-", ""]
    assert half.read_bytes() == site.handler.body


@pytest.mark.parametrize("behaviour", ["well", "mixes"])
def test_the_beginning_of_an_older_version_is_never_joined_to_a_newer(site, half, behaviour):
    site.handler.etag, site.handler.body = '"two"', bytes(reversed(site.handler.body))
    get(site, behaviour, half)
    assert half.read_bytes() == site.handler.body


def test_a_complete_beginning_needs_no_more_bytes(site, half):
    half.with_name("a.osm.pbf.part").write_bytes(site.handler.body)
    get(site, "well", half, expected=Expected(md5_url=site.url("md5")))
    assert site.ranges("well") == ["bytes=1323403-"]
    assert half.read_bytes() == site.handler.body


def test_a_beginning_of_unknown_version_is_dropped(site, half):
    half.with_name("a.osm.pbf.part.json").write_text("{")
    get(site, "well", half)
    assert site.ranges("well") == [""]


def test_a_checksum_of_yesterday_is_read_again(site, target):
    get(site, "well", target, expected=Expected(md5_url=site.url("stale_md5")))
    assert len(site.ranges("stale_md5")) == 2
    assert target.read_bytes() == site.handler.body


@pytest.mark.parametrize(
    ("behaviour", "expected", "said"),
    [
        ("gone", {}, "gibt es nicht"),
        ("locked", {}, "ist gesperrt"),
        ("teapot", {}, "Fehler 418"),
        ("busy", {}, "Fehler 503"),
        ("loop", {}, "führt nicht zu einer Datei"),
        ("away", {}, "führt nicht zu einer Datei"),
        ("page", {}, "kam eine Webseite"),
        ("hidden_page", {}, "kam eine Webseite"),
        ("empty", {}, "die Datei ist leer"),
        ("always_stops", {}, "die Verbindung bricht ab"),
        ("short", {"md5_url": "md5"}, "MD5-Prüfsumme"),
        ("short", {"size": 1_323_403}, "1322403 statt 1323403 Byte"),
        ("well", {"sha256": "ab" * 32}, "SHA-256-Prüfsumme"),
        ("well", {"md5": "ab" * 16}, "MD5-Prüfsumme"),
        ("well", {"md5_url": "wrong_md5"}, "auch beim zweiten Mal"),
        ("well", {"md5_url": "gone"}, "gibt es nicht"),
        ("well", {"md5_url": "page"}, "enthält keine MD5-Prüfsumme"),
    ],
)
def test_what_cannot_be_had_is_one_sentence_and_changes_nothing(site, target, behaviour, expected, said):
    get(site, "well", target)
    before = target.read_bytes()
    site.handler.etag = '"two"'
    if "md5_url" in expected:
        expected = expected | {"md5_url": site.url(expected["md5_url"])}
    with pytest.raises(FetchError, match=re.escape(said)) as caught:
        get(site, behaviour, target, expected=Expected(**expected))
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    assert target.read_bytes() == before
    assert read_record(target) is not None
    assert set(names(target)) - {"a.osm.pbf.part", "a.osm.pbf.part.json"} == {"a.osm.pbf", "a.osm.pbf.json"}


def test_a_server_that_stops_answering_is_given_up(site, target):
    with (
        httpx.Client(timeout=0.2) as client,
        pytest.raises(FetchError, match="der Server antwortet nicht mehr"),
    ):
        get(site, "silent", target, client=client, patience=Patience(retries=1, backoff_s=0.0))
    assert len(site.ranges("silent")) == 2


def test_no_network_is_one_sentence(target):
    with pytest.raises(FetchError, match="der Server ist nicht erreichbar"):
        fetch_file("http://127.0.0.1:9/a.osm.pbf", target, patience=SOON)
    assert names(target) == []


def test_a_page_does_not_destroy_what_has_come(site, half):
    with pytest.raises(FetchError, match="Webseite"):
        get(site, "page", half)
    assert half.with_name("a.osm.pbf.part").stat().st_size == 400_000


def test_a_disk_without_room_is_seen_before_the_first_byte(site, target, monkeypatch):
    usage = shutil.disk_usage(target.parent.parent)._replace(free=1_000_000)
    monkeypatch.setattr(fetch.shutil, "disk_usage", lambda path: usage)
    with pytest.raises(FetchError, match=r"fehlt Platz in .* sind frei"):
        get(site, "well", target)
    assert names(target) == []


def test_a_disk_that_fills_up_is_freed_again(site, target):
    target.parent.mkdir()
    target.write_bytes(b"before")
    target.with_name("a.osm.pbf.part").symlink_to("/dev/full")
    with pytest.raises(FetchError, match="kein Platz mehr"):
        get(site, "well", target)
    assert names(target) == ["a.osm.pbf"]
    assert target.read_bytes() == b"before"


def test_a_folder_that_is_a_file_is_one_sentence(site, tmp_path):
    (tmp_path / "cache").write_text("")
    with pytest.raises(FetchError, match="lässt sich nicht schreiben"):
        get(site, "well", tmp_path / "cache" / "a.osm.pbf")


def test_two_downloads_into_one_file_do_not_meet(site, target):
    def second(done, total):
        with pytest.raises(FetchError, match="wird gerade schon heruntergeladen"):
            get(site, "well", target)

    get(site, "well", target, progress=second)
    assert target.read_bytes() == site.handler.body


def test_progress_off_a_terminal_is_a_line_per_tenth(site, target, capsys):
    with progress_bytes("a.osm.pbf laden") as progress:
        get(site, "well", target, progress=progress)
    lines = [line for line in capsys.readouterr().err.splitlines() if line.endswith(" MB")]
    assert len(lines) == 10
    assert lines[-1] == "a.osm.pbf laden: 1,3 von 1,3 MB"


def test_progress_without_a_size_is_a_line_per_step(capsys):
    with progress_bytes("laden") as progress:
        for done in (1, 9_999_999, 10_000_000, 25_000_000):
            progress(done, None)
    lines = [line for line in capsys.readouterr().err.splitlines() if line.endswith(" MB")]
    assert lines == ["laden: 10,0 MB", "laden: 25,0 MB"]
