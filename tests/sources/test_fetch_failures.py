"""What cannot be downloaded: one sentence, and what was there before is still there."""

import re
import shutil

import httpx2
import pytest

from geo.errors import FetchError
from geo.sources import fetch
from geo.sources.fetch import Expected, Patience, fetch_file, read_record
from tests.sources.bad_server import SOON, get, names


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


@pytest.mark.parametrize("behaviour", ["gone", "locked", "teapot", "busy", "loop", "page", "always_stops"])
def test_a_key_in_the_address_is_in_no_message(site, target, behaviour):
    """What fails at night stands in a log."""
    address = site.url(behaviour).replace("//", "//planer:geheim@")
    with pytest.raises(FetchError) as caught:
        fetch_file(f"{address}?key=geheim#geheim", target, patience=SOON)
    assert site.url(behaviour) in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_a_server_that_stops_answering_is_given_up(site, target):
    with (
        httpx2.Client(timeout=httpx2.Timeout(60, read=0.2)) as client,
        pytest.raises(FetchError, match="der Server antwortet nicht mehr"),
    ):
        get(site, "silent", target, client=client, patience=Patience(retries=1, backoff_s=0.0))
    site.await_requests("silent", 2)
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
