"""A real server on loopback that serves a real file well, badly and not at all, and breaks off and lies at will."""

import hashlib
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

from geo.sources.fetch import Patience, fetch_file

SOON = Patience(retries=2, backoff_s=0.0)
DAY = "Mon, 27 Jul 2015 21:14:01 GMT"


class Handler(BaseHTTPRequestHandler):
    """Serves ``/<behaviour>/<anything>``; every request is noted."""

    protocol_version = "HTTP/1.1"
    body: ClassVar[bytes] = b""
    requests: ClassVar[list[tuple[str, str]]] = []
    etag: ClassVar[str] = '"one"'
    noted: ClassVar[threading.Condition] = threading.Condition()

    def log_message(self, *args):
        pass

    def do_GET(self):
        behaviour = self.path.split("/")[1]
        with self.noted:
            self.requests.append((behaviour, self.headers.get("Range", "")))
            self.noted.notify_all()
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
        self.server.stop.wait()
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


class Server(ThreadingHTTPServer):
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

    def await_requests(self, behaviour, count):
        """Who asks may give up before the server has even noticed."""
        with self.handler.noted:
            self.handler.noted.wait_for(lambda: len(self.ranges(behaviour)) >= count, timeout=60)

    def ranges(self, behaviour):
        return [asked for name, asked in self.handler.requests if name == behaviour]


def get(site, behaviour, target, **more):
    return fetch_file(site.url(behaviour), target, **{"patience": SOON} | more)


def names(target):
    return sorted(path.name for path in target.parent.iterdir())
