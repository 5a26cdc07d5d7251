"""Gaps with their remedies, all searched on a hand-made timetable: a village, a town, one bus a day."""

import geopandas as gpd
import pandas as pd
import pytest

from geo.analysis.gap_rows import ROW_COLUMNS, gap_rows, judged_day, make_benches
from geo.analysis.remedies import Effort, UnitCost
from geo.analysis.remedy_trials import try_remedies
from geo.analysis.transit_scene import TransitScene, compute_times, open_timetable, open_worlds
from geo.crs import STORAGE
from geo.domain import DayType
from geo.network.parameters import read_parameters
from geo.network.timetable_changes import read_change_settings
from geo.network.transit_parameters import read_transit_parameters
from geo.norms.gueteklassen import default_method
from tests.timetable import ORIGIN, SCHOOL_DAY, SUNDAY, make_feed

X, Y = ORIGIN
KM = 10.0
DAYS = {DayType.SCHOOL: SCHOOL_DAY, DayType.SUNDAY: SUNDAY}
NO_REACH = pd.DataFrame(
    columns=["zentrum_id", "layer", "mode", "scope", "state", "distance_m", "travel_time_s", "value", "limit_value",
             "limit_unit", "norm_id", "nearer_possible", "facility_id"]
)  # fmt: skip
KEY = ("dorf", "mittelzentrum")


def frame(rows, columns):
    points = gpd.points_from_xy([row[-1] for row in rows], [Y] * len(rows))
    named = pd.DataFrame([row[:-1] for row in rows], columns=columns)
    return gpd.GeoDataFrame(named, geometry=points, crs=STORAGE).rename_geometry("geom")


@pytest.fixture(scope="module")
def scene():
    zentren = frame([("dorf", "1", "Dorf", "Stadtteil", 800, X)],
                    ["zentrum_id", "ags", "name", "kind", "residents_scaled"])  # fmt: skip
    empty = frame([], ["facility_id", "layer", "name", "attributes"])
    return TransitScene(
        zentren=zentren, cells=frame([], ["ortsteil_id", "residents"]), facilities=empty,
        centres=frame([("2", "Stadt", "mittelzentrum", X + 1000 * KM)], ["ags", "name", "rank"]),
        edge_m={}, layers=[], routers={}, run=read_parameters(),
        transit=read_transit_parameters({"window.morning": "06:00-07:00"}),
    )  # fmt: skip


@pytest.fixture(scope="module")
def timetable():
    """On school days one bus there at 6:00 and one back at 12:00, ten minutes each; on Sunday none."""
    rows = [
        ("Bus 1", 3, ["Dorf", "Stadt"], ["06:00", "06:10"], "school"),
        ("Bus 1", 3, ["Stadt", "Dorf"], ["12:00", "12:10"], "school"),
    ]
    feed = make_feed(rows, stops={"Dorf": (X, Y), "Stadt": (X + 1000 * KM, Y)})
    return open_timetable(feed, DAYS)


@pytest.fixture(scope="module")
def benches(scene, timetable):
    near, _ = scene.to_settled(timetable.feed.stops, [default_method()])
    return make_benches(scene, timetable, open_worlds(scene, timetable), near.pairs["network"])


@pytest.fixture(scope="module")
def times(scene, timetable):
    return compute_times(scene, open_worlds(scene, timetable))


def rows_of(scene, times, benches, costs=None):
    table = gap_rows(scene, NO_REACH, times, benches, costs or {})
    assert list(table.columns) == ROW_COLUMNS
    return {(row["ortsteil_id"], row["service"], row["day_type"]): row for row in table.to_dict("records")}


def test_one_bus_a_day_is_a_gap_and_so_is_none(scene, times, benches):
    rows = rows_of(scene, times, benches)
    assert {key[2] for key in rows if key[:2] == KEY} == {"school", "sunday"}
    gap = rows[(*KEY, "school")]
    # 10 km: on foot farther than an hour, 13 km of path by bike at 15 km/h are 52 min.
    assert gap["ways"]["bike"]["value"] == pytest.approx(52.0)
    assert (gap["ways"]["pt"]["value"], gap["ways"]["pt"]["met"]) == (None, False)
    assert (gap["norm_missed"], gap["residents"]) == (True, 800)


def test_remedies_on_a_school_day(benches):
    """Hourly from 6 to 20: 13 buses more each way; leaving by any minute of 6 to 7 the median is 29 + 10 min."""
    oftener, evening, path = try_remedies(benches[DayType.SCHOOL], 0, ["mittelzentrum"])["mittelzentrum"]
    factor = read_change_settings().road_factor
    assert (oftener.stop, oftener.line, oftener.trips_added) == ("Dorf", "Bus 1", 26)
    assert oftener.option.mends
    assert oftener.option.effort == pytest.approx(26 * KM * factor)
    assert (evening.option.kind, evening.option.mends, evening.trips_added) == ("evening_trip", False, 2)
    assert evening.option.effort == pytest.approx(2 * KM * factor)
    assert (path.option.kind, path.option.mends, path.why_not) == ("footpath", None, "no_streets")


def test_remedies_where_the_line_does_not_run_that_day(benches):
    """On Sunday the line is that of the school day, with all of its 14 departures each way to be added."""
    oftener, evening, _ = try_remedies(benches[DayType.SUNDAY], 0, ["mittelzentrum"])["mittelzentrum"]
    assert (oftener.trips_added, oftener.option.mends) == (28, True)
    assert (evening.trips_added, evening.option.mends) == (2, False)


def test_the_only_one_that_mends_is_the_cheapest(scene, times, benches):
    gap = rows_of(scene, times, benches)[(*KEY, "sunday")]
    assert gap["remedies"]["basis"] == "single"
    assert [trial["rank"] for trial in gap["remedies"]["trials"]] == [1, None, None]
    cost = {Effort.VEHICLE_KM: UnitCost(900.0, "Angabe der Stadt", "2026")}
    priced = rows_of(scene, times, benches, cost)[(*KEY, "sunday")]["remedies"]["trials"][0]
    assert priced["cost_eur_a"] == pytest.approx(900.0 * priced["option"]["effort"])
    assert priced["option"]["unit"] == "vehicle_km"


def test_without_a_bench_nothing_is_tried(scene, times):
    gap = rows_of(scene, times, {})[(*KEY, "school")]
    assert gap["remedies"] == {"trials": [], "basis": "not_tried"}


def test_without_a_timetable_no_gap_is_judged_by_bus(scene):
    assert judged_day() is DayType.SCHOOL
    assert rows_of(scene, compute_times(scene, {}), {}) == {}


def test_no_stop_near_by_and_no_line(scene, timetable):
    far = frame([("hof", "1", "Hof", "Stadtteil", 5, X + 3_000)],
                ["zentrum_id", "ags", "name", "kind", "residents_scaled"])  # fmt: skip
    other = TransitScene(
        **{name: getattr(scene, name) for name in scene.__dataclass_fields__} | {"zentren": far}
    )
    near, _ = other.to_settled(timetable.feed.stops, [default_method()])
    alone = make_benches(other, timetable, open_worlds(other, timetable), near.pairs["network"])
    trials = try_remedies(alone[DayType.SCHOOL], 0, ["mittelzentrum"])["mittelzentrum"]
    assert [trial.why_not for trial in trials] == ["no_stop", "no_stop", "no_streets"]
