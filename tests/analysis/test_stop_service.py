"""What a person at the stop finds, by hand."""

import polars as pl
import pytest

from geo.analysis.departures import departure_table
from geo.analysis.stop_groups import describe_groups
from geo.analysis.stop_service import stop_table, way_table
from geo.domain import TripKind
from tests.timetable import HOLIDAY, SATURDAY, SCHOOL_DAY, SUNDAY, every, make_feed, seconds

WINDOW = (6 * 60, 20 * 60)
PUBLISHED = ["06:50", "07:10", "12:30", "13:15", "13:50", "15:30", "17:00"]


def ways(rows, day=SCHOOL_DAY, kinds=(TripKind.REGULAR,)):
    feed = make_feed(rows)
    groups = describe_groups(feed.stops)
    table = way_table(departure_table(feed, groups, day), WINDOW, kinds)
    names = pl.Series(groups.name)
    return table.with_columns(
        stop=names.gather(table["group"].cast(pl.UInt32)),
        next=names.gather(table["next_group"].cast(pl.UInt32)),
    )


def trips(times, stops, name="1", service="school", **more):
    return [(name, 3, stops, [time] * len(stops), service, more) for time in times]


def test_the_published_example_at_a_stop():
    (row,) = ways(trips(PUBLISHED, ["A", "B"])).iter_rows(named=True)
    assert (row["stop"], row["next"], row["departures"], row["plain_min"]) == ("A", "B", 7, 120.0)
    assert round(row["weighted_min"], 1) == 210.8
    assert row["longest_gap_min"] == 320.0
    assert (row["first_s"], row["last_s"]) == (seconds("06:50"), seconds("17:00"))


def test_first_and_last_are_those_of_the_whole_day():
    (row,) = ways(trips(["04:30", "12:00", "25:10"], ["A", "B"])).iter_rows(named=True)
    assert (row["departures"], row["first_s"], row["last_s"]) == (1, seconds("04:30"), seconds("25:10"))


def test_lines_of_one_way_are_one_service():
    """Two lines to the same next stop, one minute in common: three departures, not four."""
    rows = trips(["08:00", "10:00"], ["A", "B", "C"], "1") + trips(["09:00", "10:00"], ["A", "B", "D"], "2")
    (row,) = ways(rows).filter(pl.col("stop") == "A").iter_rows(named=True)
    assert (row["departures"], row["lines"]) == (3, ["3|1", "3|2"])


def test_a_loop_through_a_village_is_two_ways():
    """Both directions leave A towards B; whoever waits for one of them does not ride in the other."""
    out = trips(["06:30", "10:30", "14:30"], ["A", "B", "C"], direction_id=0)
    back = trips(["08:30", "12:30"], ["C", "A", "B", "D"], direction_id=1)
    other = trips(["09:00", "13:00"], ["A", "B", "E"], "2") + trips(["11:00"], ["A", "B", "F"], "3")
    found = ways([*out, *back, *other]).filter(pl.col("stop") == "A", pl.col("next") == "B")
    assert found.select("departures", "lines").sort("departures", "lines").rows() == [
        (2, ["3|1"]),
        (3, ["3|1"]),
        (3, ["3|2", "3|3"]),
    ]
    stop = stop_table(found.drop("stop", "next")).row(0, named=True)
    assert (stop["departures"], stop["plain_min"], stop["n_ways"]) == (3, 280.0, 3)


def test_a_stop_shows_its_strongest_way_and_never_adds_up():
    rows = trips(["08:00", "12:00", "16:00"], ["A", "B", "C"]) + trips(["07:00", "21:00"], ["C", "B", "A"])
    stop = stop_table(ways(rows).drop("stop", "next")).filter(pl.col("group") == 1).row(0, named=True)
    assert (stop["departures"], stop["plain_min"], stop["n_ways"]) == (3, 280.0, 2)
    assert stop["towards"] == 2
    # First and last in any direction.
    assert (stop["first_s"], stop["last_s"]) == (seconds("07:00"), seconds("21:00"))


def test_a_way_without_departure_in_the_window():
    (row,) = ways(trips(["05:00"], ["A", "B"])).iter_rows(named=True)
    assert (row["departures"], row["plain_min"], row["longest_gap_min"]) == (0, float("inf"), 840.0)


@pytest.mark.parametrize(("day", "departures"), [(SCHOOL_DAY, 14), (HOLIDAY, 7), (SATURDAY, 3), (SUNDAY, 0)])
def test_kinds_of_days(day, departures):
    rows = every(120, "06:00", "18:00", ("1", 3, ["A", "B"], "weekday"))
    rows += every(120, "07:00", "19:00", ("1", 3, ["A", "B"], "school"))
    rows += every(240, "08:00", "16:00", ("1", 3, ["A", "B"], "saturday"))
    assert ways(rows, day)["departures"].sum() == departures


def test_layers_are_apart():
    rows = trips(["08:00"], ["A", "B"]) + trips(["09:00"], ["A", "B"], school=True)
    rows += trips(["10:00"], ["A", "B"], "AST", on_demand=True)
    assert ways(rows)["departures"].to_list() == [1]
    assert ways(rows, kinds=[TripKind.REGULAR, TripKind.SCHOOL])["departures"].to_list() == [2]
    assert ways(rows, kinds=[TripKind.ON_DEMAND])["first_s"].to_list() == [seconds("10:00")]
    with pytest.raises(ValueError, match="layer of their own"):
        ways(rows, kinds=list(TripKind))


def test_nothing_departs():
    table = ways(trips(["08:00"], ["A", "B"]), day=SUNDAY).drop("stop", "next")
    assert table.height == 0
    assert stop_table(table).height == 0
