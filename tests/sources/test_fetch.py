"""Downloads against a real server on loopback: whole, resumed, not sent again, and with their record."""

import hashlib

import pytest

from geo.errors import FetchError
from geo.progress import progress_bytes
from geo.sources.fetch import Expected, Patience, read_record
from tests.sources.bad_server import get, names


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
