"""What a run keeps of stops and lines, by hand: an hourly bus, a school bus, a taxi on call."""

import pytest

from geo.analysis.stop_figures import SERVICE_COLUMNS, name_lines, service_table, stop_frame
from geo.analysis.transit_scene import open_timetable
from geo.domain import DayType
from geo.norms.gueteklassen import get_method
from tests.timetable import SCHOOL_DAY, SUNDAY, clock, make_feed, seconds

METHOD = get_method("oerok-2017")


@pytest.fixture(scope="module")
def feed():
    hourly = range(seconds("06:00"), seconds("20:00"), 3600)
    rows = [
        *(("Bus 1", 3, ["A", "B"], [clock(s), clock(s + 600)], "weekday") for s in hourly),
        *(("Bus 1", 3, ["B", "A"], [clock(s), clock(s + 600)], "weekday") for s in hourly),
        ("S 2", 3, ["A", "B"], ["07:10", "07:20"], "school", {"school": True}),
        ("AST", 715, ["A", "C"], ["22:00", "22:10"], "daily", {"on_demand": True}),
    ]
    return make_feed(rows)


@pytest.fixture(scope="module")
def table(feed):
    timetable = open_timetable(
        feed, {DayType.SCHOOL: SCHOOL_DAY, DayType.SUNDAY: SUNDAY, DayType.SATURDAY: None}
    )
    found = service_table(timetable, [METHOD])
    assert list(found.columns) == SERVICE_COLUMNS
    name = dict(zip(timetable.groups.stop_id, timetable.groups.name, strict=True))
    return {(name[row["stop_id"]], row["day_type"]): row for row in found.to_dict("records")}


def test_an_hourly_bus_there_and_back(table):
    """14 departures from 6 to 20 o'clock; 840 min / 14 are 60 min, which belongs to category VI."""
    a = table["A", "school"]
    assert (a["departures"], a["interval_min"], a["category"], a["vehicles"]) == (14, 60.0, "VI", "bus")
    assert (a["weighted_min"], a["longest_gap_min"]) == (60.0, 60.0)
    assert (a["first_s"], a["last_s"]) == (seconds("06:00"), seconds("19:00"))
    assert (a["n_regular"], a["n_school"], a["n_on_demand"]) == (14, 1, 1)


def test_a_stop_with_a_call_only_has_counts_but_no_category(table):
    a = table["A", "sunday"]
    assert (a["n_regular"], a["n_school"], a["n_on_demand"], a["departures"]) == (0, 0, 1, 0)
    assert a["category"] is None
    assert a["interval_min"] != a["interval_min"]  # NaN: no figure, not an infinite one


def test_no_row_where_nothing_departs_or_the_timetable_has_no_such_day(table):
    assert ("C", "school") not in table  # the taxi ends there
    assert ("B", "sunday") not in table
    assert {day for _, day in table} == {"school", "sunday"}


def test_lines_by_vehicle_name_and_company(feed):
    lines = {row["name"]: row for row in name_lines(feed).to_dicts()}
    assert lines.keys() == {"Bus 1", "S 2", "AST"}
    assert lines["AST"]["route_type"] == 715
    assert [feed.routes["route_short_name"][route] for route in lines["Bus 1"]["routes"]] == ["Bus 1"]
    assert len({row["key"] for row in lines.values()}) == 3


def test_stops_with_the_names_of_their_lines(feed):
    stops = stop_frame(open_timetable(feed, {DayType.SCHOOL: SCHOOL_DAY})).set_index("name")
    assert stops.loc["A", "lines"] == ["AST", "Bus 1", "S 2"]
    assert stops.loc["B", "lines"] == ["Bus 1"]
    assert "C" not in stops.index
    assert stops.crs.to_epsg() == 25832


def test_without_any_day_there_is_no_stop(feed):
    assert stop_frame(open_timetable(feed, {DayType.SCHOOL: None})).empty
    assert service_table(open_timetable(feed, {DayType.SCHOOL: None}), [METHOD]).empty
