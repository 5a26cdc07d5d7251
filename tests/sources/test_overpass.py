"""Overpass, played by a server on loopback that answers from the real tags of the Liechtenstein extract.

The answers are made here, in the documented form of Overpass JSON, for nothing in the tests may call the real
server; osmnx asks, and stores them in its cache, as it would the real ones.
"""

import json
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import osmium
import osmnx
import pytest
import shapely
from pandas.testing import assert_frame_equal
from shapely.geometry import Point, box

from geo.errors import FetchError, InputError
from geo.sources.osm import read_osm
from geo.sources.overpass import fetch_overpass, read_answers, write_extract

PBF = "osm/liechtenstein-valhalla.osm.pbf"
STATUS = "Connected as: 1\nCurrent time: 2026-11-23T08:00:00Z\nRate limit: 2\n\n2 slots available now.\n"
STAMP = "2015-07-27T21:14:01Z"


class Planet:
    """Everything of the extract, as elements of Overpass JSON."""

    def __init__(self, path):
        self.elements, self.tagged = {}, {}
        for thing in osmium.FileProcessor(str(path)):
            kind = {"n": "node", "w": "way", "r": "relation"}[thing.type_str()]
            element = {"type": kind, "id": thing.id}
            if kind == "node":
                element |= {"lat": thing.location.lat, "lon": thing.location.lon}
            elif kind == "way":
                element["nodes"] = [node.ref for node in thing.nodes]
            else:
                kinds = {"n": "node", "w": "way", "r": "relation"}
                members = [
                    {"type": kinds[each.type], "ref": each.ref, "role": each.role} for each in thing.members
                ]
                element["members"] = members
            tags = dict(thing.tags)
            self.elements[kind, thing.id] = element | ({"tags": tags} if tags else {})
            for key in tags:
                self.tagged.setdefault((kind, key), []).append(self.elements[kind, thing.id])

    def parts(self, element):
        """Elements that belong to one, as Overpass' ``>`` gives them."""
        keys = [("node", ref) for ref in element.get("nodes", [])]
        keys += [
            (each["type"], each["ref"]) for each in element.get("members", []) if each["type"] != "relation"
        ]
        for key in keys:
            if key in self.elements:
                yield self.elements[key]
                yield from self.parts(self.elements[key])

    def answer(self, query):
        """What one query of osmnx asks for: ``node['shop'](poly:'47.1 9.5 …')`` and its parts."""
        found = {}
        for kind, key, value, text in re.findall(
            r"(node|way|relation)\[['\"]([^'\"]+)['\"](?:=['\"]([^'\"]+)['\"])?\]\(poly:'([^']+)'\)", query
        ):
            numbers = list(map(float, text.split()))
            polygon = shapely.Polygon(list(zip(numbers[1::2], numbers[::2], strict=True)))
            shapely.prepare(polygon)
            for element in self.tagged.get((kind, key), []):
                if value and element["tags"][key] != value:
                    continue
                parts = [element, *self.parts(element)]
                if any(
                    "lat" in part and polygon.intersects(Point(part["lon"], part["lat"])) for part in parts
                ):
                    found |= {(part["type"], part["id"]): part for part in parts}
        return {
            "version": 0.6,
            "generator": "test",
            "osm3s": {"timestamp_osm_base": STAMP},
            "elements": list(found.values()),
        }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def _send(self, text, status=200):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self._send(STATUS)

    def do_POST(self):
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        query = parse_qs(form)["data"][0]
        self.server.queries.append(query)
        self._send(*self.server.reply(query))


@pytest.fixture(scope="module")
def planet(testdata):
    return Planet(testdata / PBF)


@pytest.fixture
def server(planet):
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.queries = []
    server.reply = lambda query: (json.dumps(planet.answer(query)),)
    server.url = f"http://127.0.0.1:{server.server_port}/api"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def outlines(testdata):
    frame = read_osm([testdata / PBF], admin_level=8, places=()).outlines
    return frame.set_index("name")["geom"].map(lambda area: max(area.geoms, key=lambda part: part.area))


@pytest.fixture(scope="module")
def planken(outlines):
    return outlines["Planken"]


def fetch(server, area, folder):
    return fetch_overpass(area, folder, base_url=server.url, timeout_s=20)


def streets(path, area):
    """Ids and tags of the ways that touch the area, with the number of their nodes."""
    found = {}
    for way in (
        osmium.FileProcessor(str(path)).with_locations().with_filter(osmium.filter.KeyFilter("highway"))
    ):
        if way.is_way():
            line = shapely.LineString([(node.lon, node.lat) for node in way.nodes])
            if line.intersects(area):
                found[way.id] = (dict(way.tags), [node.ref for node in way.nodes])
    return found


def test_the_answer_reads_like_the_extract_it_came_from(server, outlines, tmp_path, testdata):
    vaduz = outlines["Vaduz"]
    extract = fetch(server, vaduz, tmp_path)
    assert (extract.source.date, extract.source.licence, extract.source.changed) == (
        "2015-07-27",
        "ODbL 1.0",
        True,
    )
    assert extract.area.equals(shapely.Polygon(vaduz.exterior)), "Overpass knows no holes"
    assert len(server.queries) == 3, "facilities, streets, ferries"

    asked = read_osm([extract.source.path], admin_level=8, places=(), area=vaduz)
    whole = read_osm([testdata / PBF], admin_level=8, places=(), area=vaduz)
    assert len(whole.facilities) == 40
    order = ["facility_id", "layer"]
    assert_frame_equal(
        asked.facilities.sort_values(order, ignore_index=True),
        whole.facilities.sort_values(order, ignore_index=True),
    )

    inside = box(9.515, 47.135, 9.525, 47.145)
    wanted = streets(testdata / PBF, inside)
    assert len(wanted) > 20
    assert streets(extract.source.path, inside) == wanted


def test_a_second_call_asks_nothing(server, planken, tmp_path):
    first = fetch(server, planken, tmp_path)
    second = fetch(server, planken, tmp_path)
    assert len(server.queries) == 3
    assert not second.source.changed
    assert second.source.sha256 == first.source.sha256


def test_stored_answers_need_no_network(server, planken, tmp_path):
    path = fetch(server, planken, tmp_path).source.path
    before = read_answers(path.parent / "answers")
    path.unlink()
    server.shutdown()
    server.server_close()
    again = fetch(server, planken, tmp_path)
    assert again.source.changed
    assert len(server.queries) == 3
    assert read_answers(path.parent / "answers") == before


def test_no_network_is_one_sentence_at_once(planken, tmp_path):
    with pytest.raises(FetchError, match=r"^Overpass ist nicht erreichbar: bitte .*\.$"):
        fetch_overpass(planken, tmp_path, base_url="http://127.0.0.1:9/api", timeout_s=2)
    assert list(tmp_path.rglob("*.pbf")) == []


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (("", 429), "ist überlastet (Fehler 429)"),
        (("", 504), "ist überlastet (Fehler 504)"),
        (("{}", 400), "lehnt die Anfrage ab (Fehler 400)"),
        (("<html>WLAN</html>",), "antwortete nicht mit Daten"),
        (('{"elements": [], "remark": "runtime error: Query timed out"}',), "brach die Anfrage ab"),
        (('{"elements": []}',), "weder Straßen noch Einrichtungen"),
        (('{"version": 0.6}',), "kein Overpass-JSON"),
        (('{"elements": [{"type": "node", "id": 1}]}',), "unvollständige Daten"),
    ],
)
def test_a_bad_answer_is_one_sentence(server, planken, tmp_path, reply, said):
    server.reply = lambda query: reply
    with pytest.raises(FetchError, match=re.escape(said)) as caught:
        fetch(server, planken, tmp_path)
    assert str(caught.value).endswith(".")
    assert list(tmp_path.rglob("*.pbf")) == []


def test_osmnx_is_left_as_it_was(server, planken, tmp_path):
    names = [name for name in dir(osmnx.settings) if name.islower() and not name.startswith("_")]
    before = {name: getattr(osmnx.settings, name) for name in names}
    lookup = socket.getaddrinfo
    fetch(server, planken, tmp_path)
    assert {name: getattr(osmnx.settings, name) for name in names} == before
    assert socket.getaddrinfo is lookup


def test_an_area_too_large_or_empty_is_one_sentence(tmp_path):
    with pytest.raises(InputError, match="1600 km² zu groß für Overpass"):
        fetch_overpass(box(400_000, 5_700_000, 440_000, 5_740_000), tmp_path)
    with pytest.raises(InputError, match="ist leer"):
        fetch_overpass(shapely.Polygon(), tmp_path)


def test_an_extract_keeps_every_kind_of_element(tmp_path):
    elements = [
        {"type": "node", "id": 1, "lat": 51.0, "lon": 9.0, "tags": {"barrier": "gate"}},
        {"type": "node", "id": 2, "lat": 51.1, "lon": 9.0},
        {"type": "way", "id": 1, "nodes": [1, 2], "tags": {"highway": "path", "oneway": "-1"}},
        {
            "type": "relation",
            "id": 1,
            "members": [{"type": "way", "ref": 1, "role": "outer"}],
            "tags": {"type": "x"},
        },
    ]
    write_extract((elements, ""), tmp_path / "a.osm.pbf")
    gate, _, way, relation = [
        (thing.type_str(), dict(thing.tags), [node.ref for node in getattr(thing, "nodes", [])])
        for thing in osmium.FileProcessor(str(tmp_path / "a.osm.pbf"))
    ]
    assert gate == ("n", {"barrier": "gate"}, [])
    assert way == ("w", {"highway": "path", "oneway": "-1"}, [1, 2])
    assert relation[:2] == ("r", {"type": "x"})
