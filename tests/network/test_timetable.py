"""A timetable on disk comes back as it was, and damage is told from absence."""

import json

import polars as pl
import pytest

from geo.errors import InputError, NoDataError
from geo.network.timetable import MANIFEST, NONE, SCHEMAS, STATION, read_feed, trips_on, write_feed
from tests.timetable import SATURDAY, SCHOOL_DAY, SUNDAY, make_feed


@pytest.fixture
def feed():
    return make_feed(
        [
            ("Bus 1", 3, ["A", "B", "C"], ["06:00", "06:10-06:12", "06:20"], "school"),
            ("Bus 1", 3, ["C", "B", "A"], ["07:00", "07:10", "07:20"], "daily", {"direction_id": 1}),
            ("Rufbus", 715, ["A", "C"], ["23:50", "24:10"], "saturday", {"on_demand": True}),
        ],
        parents={"A": "Markt"},
        transfers=[("A", "B", 120)],
    )


def test_rows_are_numbers_of_rows(feed):
    assert feed.stops["stop_id"].to_list() == ["A", "B", "C", "Markt"]
    assert feed.stops["parent"].to_list() == [3, NONE, NONE, NONE]
    assert feed.stops["location_type"].to_list() == [0, 0, 0, STATION]
    assert feed.trips["route"].to_list() == [0, 0, 1]
    assert feed.stop_times.row(1) == (0, 1, 22_200, 22_320, 2, 0, 0)
    assert feed.stop_times["arrival_s"].max() == 87_000


def test_trips_of_a_day(feed):
    assert trips_on(feed, SCHOOL_DAY).tolist() == [0, 1]
    assert trips_on(feed, SATURDAY).tolist() == [1, 2]
    assert trips_on(feed, SUNDAY).tolist() == [1]
    assert trips_on(feed, SUNDAY.replace(year=2020)).tolist() == []


def test_written_and_read_again(feed, tmp_path):
    folder = tmp_path / "fahrplan" / "dorf"
    write_feed(feed, folder)
    other = make_feed([("Bus 2", 3, ["X", "Y"], ["06:00", "06:10"], "school")])
    write_feed(other, folder)
    write_feed(feed, folder)
    found = read_feed(folder)
    for name in SCHEMAS:
        assert getattr(found, name).equals(getattr(feed, name)), name
    assert found.provenance == feed.provenance
    assert [path.name for path in folder.parent.iterdir()] == ["dorf"]


def test_an_open_feed_outlives_its_replacement(feed, tmp_path):
    write_feed(feed, tmp_path / "dorf")
    found = read_feed(tmp_path / "dorf")
    write_feed(make_feed([("Bus 2", 3, ["X", "Y"], ["06:00", "06:10"], "school")]), tmp_path / "dorf")
    assert found.stop_times.equals(feed.stop_times)


def test_none_is_no_damage(tmp_path):
    with pytest.raises(NoDataError, match="mitten load gtfs"):
        read_feed(tmp_path / "dorf")


@pytest.mark.parametrize("harm", ["cut", "gone", "version", "rows", "column"])
def test_damage_is_told(feed, tmp_path, harm):
    folder = tmp_path / "dorf"
    write_feed(feed, folder)
    file, manifest = folder / "stop_times.arrow", json.loads((folder / MANIFEST).read_text())
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:100])
    elif harm == "gone":
        file.unlink()
    elif harm == "column":
        pl.DataFrame({"trip": [1]}).write_ipc(file)
    else:
        manifest |= {"format": 0} if harm == "version" else {"rows": manifest["rows"] | {"stop_times": 99}}
        (folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(InputError, match="beschädigt"):
        read_feed(folder)
