"""A feed is read as it is written, clipped to an area; oddities are counted."""

from datetime import date

import polars as pl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.network.timetable import NONE, SCHEMAS, STATION, trips_on
from geo.sources import gtfs_zip
from geo.sources.gtfs import FeedSource, read_gtfs
from geo.sources.gtfs_calls import clip_calls
from geo.sources.rows import to_storage
from tests.sources.gtfs_files import TABLES, VILLAGES, count_of, edit, times_of, write_gtfs


def test_all_tables(read):
    feed = read()
    for name, schema in SCHEMAS.items():
        assert dict(getattr(feed, name).schema) == schema, name
    assert feed.stops["stop_id"].to_list() == ["S", "A", "B", "C", "D", "E"]
    assert feed.stops["location_type"].to_list() == [STATION, 0, 0, 0, 0, 0]
    assert feed.stops["parent"].to_list() == [NONE, 0, NONE, NONE, NONE, NONE]
    assert feed.stops["platform_code"].to_list() == ["", "1", "", "", "", ""]
    assert feed.routes["route_type"].to_list() == [3, 106]
    assert feed.routes["agency_name"].to_list() == ["Verkehrsbetrieb"] * 2
    assert feed.trips["direction_id"].to_list() == [0, 1, NONE]
    assert times_of(feed, "T1") == [("A", 21_600, 21_600), ("B", 22_200, 22_320), ("C", 22_800, 22_800)]
    assert times_of(feed, "T2")[-1] == ("A", 87_000, 87_000)  # ten past midnight of the next day
    assert feed.provenance["notes"] == {}


def test_positions_are_metres(read):
    stop = read().stops.row(2, named=True)
    (point,) = to_storage([8.05], [51.76])
    assert (stop["x"], stop["y"]) == pytest.approx((point.x, point.y))


def test_calendar_and_its_exceptions(read):
    feed = read()
    days = [date(2026, 11, day) for day in (23, 25, 26, 27, 29)]  # not the 24th, but Sunday the 29th
    assert feed.services["date"].to_list() == days
    assert trips_on(feed, days[0]).tolist() == [0, 1, 2]
    assert (feed.provenance["valid_from"], feed.provenance["valid_to"]) == ("2026-11-23", "2026-11-29")


@pytest.mark.parametrize("table", ["calendar.txt", "calendar_dates.txt"])
def test_one_table_of_days_is_enough(read, table):
    feed = read({table: None})
    assert feed.services.height == {"calendar.txt": 1, "calendar_dates.txt": 5}[table]


def test_clipped_trips_keep_order_times_and_one_stop_beyond(read):
    feed = read(area=VILLAGES)
    assert feed.stops["stop_id"].to_list() == ["S", "A", "B", "C", "D"]
    # The train stops at D, the next stop after the last one inside, so that it departs at B; E is cut off.
    assert times_of(feed, "T3") == [("C", 25_200, 25_200), ("B", 25_500, 25_560), ("D", 28_800, 28_860)]
    assert len(times_of(feed, "T1")) == 3
    assert shapely.from_wkb(feed.provenance["area"]).equals(VILLAGES)
    assert feed.provenance["read"] == {"stops": 6, "stop_times": 10}


def test_a_trip_that_leaves_and_comes_back_stays_whole(read):
    loop = "T4,09:00:00,09:00:00,B,1\nT4,10:00:00,10:00:00,D,2\nT4,10:30:00,10:30:00,E,3\n"
    loop += "T4,11:00:00,11:00:00,D,4\nT4,12:00:00,12:00:00,B,5\n"
    changes = {
        "trips.txt": TABLES["trips.txt"] + "R2,W,T4,,\n",
        "stop_times.txt": TABLES["stop_times.txt"] + loop,
    }
    assert [stop for stop, _, _ in times_of(read(changes, VILLAGES), "T4")] == ["B", "D", "E", "D", "B"]


def test_trips_that_do_not_touch_the_area_are_not_read(read):
    far = TABLES["stop_times.txt"] + "T4,09:00:00,09:00:00,D,1\nT4,10:00:00,10:00:00,E,2\n"
    feed = read({"trips.txt": TABLES["trips.txt"] + "R2,W,T4,,\n", "stop_times.txt": far}, VILLAGES)
    assert feed.trips["trip_id"].to_list() == ["T1", "T2", "T3"]


def test_rows_in_any_order_and_in_many_pieces(read, monkeypatch):
    head, *rows = TABLES["stop_times.txt"].splitlines(keepends=True)
    monkeypatch.setattr(gtfs_zip, "PIECE_BYTES", 70)
    feed = read({"stop_times.txt": head + "".join(rows[::-1])})
    assert [stop for stop, _, _ in times_of(feed, "T1")] == ["A", "B", "C"]
    assert feed.stop_times.height == len(rows)


def test_frequencies_are_written_out(read):
    rows = "trip_id,start_time,end_time,headway_secs,exact_times\nT1,08:00:00,09:00:00,1200,0\n"
    feed = read({"frequencies.txt": rows + "T1,09:00:00,09:00:01,600,1\n"})
    ids = [f"T1@{time}" for time in ("08:00:00", "08:20:00", "08:40:00", "09:00:00")]
    assert feed.trips["trip_id"].to_list() == ["T2", "T3", *ids]
    assert times_of(feed, ids[1]) == [("A", 30_000, 30_000), ("B", 30_600, 30_720), ("C", 31_200, 31_200)]
    assert feed.trips["direction_id"].to_list()[2:] == [0] * 4
    assert count_of(feed, "written_out_trips") == 4


def test_times_left_open_are_filled_along_the_way(read):
    # B lies half-way between A and C; the bus waits at A until 06:02.
    times = TABLES["stop_times.txt"].replace("T1,06:00:00,06:00:00", "T1,06:00:00,06:02:00")
    feed = read({"stop_times.txt": times.replace("T1,06:10:00,06:12:00,B", "T1,,,B")})
    (_, arrival, departure) = times_of(feed, "T1")[1]
    assert arrival == departure == pytest.approx(22_260, abs=10)
    assert count_of(feed, "interpolated_calls") == 1


def test_a_trip_without_any_time_is_left_out(read):
    times = TABLES["stop_times.txt"]
    for time in ("06:00:00,06:00:00", "06:10:00,06:12:00", "06:20:00,06:20:00"):
        times = times.replace(f"T1,{time}", "T1,,")
    feed = read({"stop_times.txt": times})
    assert feed.trips["trip_id"].to_list() == ["T2", "T3"]
    assert feed.provenance["notes"]["trips_without_times"] == {"n": 1, "examples": ["T1"]}


def test_on_demand_and_school_trips(read):
    routes = TABLES["routes.txt"] + "R3,V,AST,,715\nR4,V,S1,,712\n"
    trips = TABLES["trips.txt"] + "R3,W,T4,,\nR4,W,T5,,\nR1,W,T6,,\nR1,W,T7,,\nR1,W,T8,,\n"
    calls = TABLES["stop_times.txt"].replace(
        "stop_sequence\n", "stop_sequence,pickup_type,drop_off_type,pickup_booking_rule_id\n"
    )
    for trip in ("T4", "T5", "T6", "T7", "T8"):
        ways = {
            "T6": (",,buchung", ",,buchung"),
            "T7": ("2,3,", "2,3,"),
            "T8": ("2,3,", "0,0,"),
        }.get(trip, (",,", ",,"))
        for number, (stop, way) in enumerate(zip("ABC", (*ways, "0,,"), strict=True)):
            calls += f"{trip},1{number}:00:00,1{number}:00:00,{stop},{number},{way}\n"
    rules = "booking_rule_id,booking_type\nbuchung,1\n"
    feed = read(
        {"routes.txt": routes, "trips.txt": trips, "stop_times.txt": calls, "booking_rules.txt": rules}
    )
    found = {row["trip_id"]: (row["on_demand"], row["school"]) for row in feed.trips.to_dicts()}
    assert found == {
        "T1": (False, False), "T2": (False, False), "T3": (False, False), "T4": (True, False),
        "T5": (False, True), "T6": (True, False), "T7": (True, False), "T8": (False, False),
    }  # fmt: skip
    t6 = feed.stop_times.filter(pl.col("trip") == 5)
    assert t6["pickup_type"].to_list() == [2, 2, 0]  # a booking rule is a call


def test_transfers_between_kept_stops(read):
    rows = "from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_trip_id\n"
    rows += "A,B,2,180,\nS,C,3,,\nA,nowhere,2,60,\nA,C,4,,T1\n"
    feed = read({"transfers.txt": rows})
    assert feed.transfers.rows() == [(1, 2, 2, 180), (0, 3, 3, NONE)]
    assert count_of(feed, "transfers_of_single_trips") == 1


def test_times_of_another_zone_are_shifted(read):
    feed = read(edit("agency.txt", "Europe/Berlin", "Europe/London"))
    assert times_of(feed, "T1")[0] == ("A", 25_200, 25_200)  # 06:00 in London is 07:00 here
    assert feed.provenance["timezone"] == "Europe/London"
    assert count_of(feed, "shifted_timezone") == 1


def test_tables_that_are_not_used_are_named(read):
    feed = read({"pathways.txt": "pathway_id\np\n", "shapes.txt": "shape_id\ns\n", "locations.geojson": "{}"})
    assert feed.provenance["left_aside"] == ["pathways.txt", "shapes.txt", "locations.geojson"]


def test_provenance(read, tmp_path):
    info = "feed_publisher_name,feed_version,feed_start_date\nVerbund,2026-11,20261101\n"
    path = write_gtfs(tmp_path / "a.zip", {"feed_info.txt": info})
    feed = read_gtfs(path, source=FeedSource(url="https://example.org/a.zip", licence="CC BY 4.0"))
    about = feed.provenance
    assert (about["file"], about["url"], about["licence"]) == (
        "a.zip",
        "https://example.org/a.zip",
        "CC BY 4.0",
    )
    assert about["feed_info"]["feed_version"] == "2026-11"
    assert len(about["sha256"]) == 64
    assert len(about["date"]) == 10


@given(
    st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=12), min_size=1, max_size=6),
    st.sets(st.integers(0, 9)),
)
def test_a_clipped_trip_is_one_piece_of_the_whole(trips, near):
    rows = [(trip, stop, number) for trip, stops in enumerate(trips) for number, stop in enumerate(stops)]
    calls = pl.DataFrame(
        rows, schema={"trip": pl.Int32, "stop": pl.Int32, "stop_sequence": pl.Int32}, orient="row"
    )
    inside = pl.Series([stop in near for stop in range(10)])
    clipped = clip_calls(calls, inside)
    for trip, stops in enumerate(trips):
        kept = clipped.filter(pl.col("trip") == trip)
        here = [number for number, stop in enumerate(stops) if stop in near]
        if not here:
            assert kept.is_empty()
            continue
        first, last = max(here[0] - 1, 0), min(here[-1] + 1, len(stops) - 1)
        assert kept["stop_sequence"].to_list() == list(range(first, last + 1))
        assert kept["stop"].to_list() == stops[first : last + 1]


def test_the_real_feed(testdata):
    feed = read_gtfs(testdata / "gtfs" / "vrn_gtfs_cut.zip")
    rows = [getattr(feed, name).height for name in ("stops", "routes", "trips", "stop_times")]
    assert rows == [392, 7, 1_480, 46_269]
    assert (feed.provenance["valid_from"], feed.provenance["valid_to"]) == ("2022-06-12", "2022-12-10")
    assert feed.provenance["notes"] == {}
    # RNV 24 on Saturday 18 June 2022, first row of the file.
    assert feed.stop_times.row(0) == (
        0,
        feed.stops["stop_id"].to_list().index("de:08221:1144:1:11"),
        31_860,
        31_860,
        1,
        0,
        0,
    )
