"""Ways from Zentren to destinations on a hand-made timetable, in the straight-line model: answers by hand."""

from datetime import timedelta

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo.analysis.destinations import Destination, Origins, list_centres, list_services, split_by_kommune
from geo.analysis.transit_times import NOT_KNOWN, TIME_COLUMNS, add_street_times, time_table
from geo.crs import STORAGE
from geo.domain import DayType
from geo.layers import get_layer
from geo.network.door_to_door import open_day
from geo.network.parameters import read_parameters
from geo.network.transit_parameters import read_transit_parameters
from geo.network.walks import CrowflyWalks
from tests.timetable import ORIGIN, SCHOOL_DAY, clock, make_feed, seconds

X, Y = ORIGIN
RUN = read_parameters()
ONE_WINDOW = read_transit_parameters({"window.morning": "06:00-07:00"})
RIDE_MIN = 20


def hourly(stops, first, last, ride_min=RIDE_MIN):
    starts = range(seconds(first), seconds(last) + 1, 3600)
    return [("Bus 1", 3, list(stops), [clock(s), clock(s + 60 * ride_min)], "daily") for s in starts]


@pytest.fixture
def world():
    """Village and town lie 10 km apart; a bus at every full hour, the last one back at 21:00."""
    rows = [*hourly(("Dorf", "Stadt"), "06:00", "20:00"), *hourly(("Stadt", "Dorf"), "06:00", "21:00")]
    feed = make_feed(rows, stops={"Dorf": (X, Y), "Stadt": (X + 10_000, Y)})
    return open_day(feed, SCHOOL_DAY, CrowflyWalks(RUN), ONE_WINDOW)


@pytest.fixture
def zentren():
    rows = [("z-dorf", "1", "Dorf", "Stadtteil", X, Y), ("z-stadt", "1", "Stadt", "Kernstadt", X + 10_000, Y)]
    frame = gpd.GeoDataFrame(
        [row[:4] for row in rows],
        columns=["zentrum_id", "ags", "name", "kind"],
        geometry=gpd.points_from_xy([row[4] for row in rows], [row[5] for row in rows]),
        crs=STORAGE,
    )
    return frame.rename_geometry("geom")


def towns(*rows):
    columns = {"ags": [r[0] for r in rows], "name": [r[1] for r in rows], "rank": [r[2] for r in rows]}
    points = gpd.points_from_xy([r[3] for r in rows], [Y] * len(rows))
    return gpd.GeoDataFrame(columns, geometry=points, crs=STORAGE).rename_geometry("geom")


def rows_of(world, zentren, destinations, window="morning"):
    origins = next(split_by_kommune(zentren))
    table = time_table(world, DayType.SCHOOL, origins, destinations)
    assert list(table.columns) == TIME_COLUMNS
    return table[table["window"] == window].set_index(["zentrum_id", "target"])


def centres_of(zentren, centres):
    return list_centres(next(split_by_kommune(zentren)), zentren, centres)


def test_the_own_centre_whose_rank_is_known(world, zentren):
    ranked = towns(("1", "Stadt", "grundzentrum", X + 10_000))
    row = rows_of(world, zentren, centres_of(zentren, ranked)).loc[("z-dorf", "grundzentrum")]
    # From 6:00 to 6:59 every minute one waits 0 to 59 min: the 15th, 30th and 45th of them are 14, 29 and 44.
    assert (row["share"], row["changes"]) == (1.0, 0)
    assert [row[name] for name in ("p25_s", "p50_s", "p75_s")] == [60 * (w + RIDE_MIN) for w in (14, 29, 44)]
    assert (row["limit_min"], row["norm_id"], row["norm_met"]) == (30.0, "rin-grundzentrum-pt", False)
    assert not row["nearer_possible"]
    assert row["last_ride_s"] == seconds("21:00")
    assert row["return_share"] == 1.0
    assert (row["target_id"], row["target_name"]) == ("1", "Stadt")


def test_a_centre_without_a_rank_has_no_norm_but_a_way(world, zentren):
    row = rows_of(world, zentren, centres_of(zentren, towns())).loc[("z-dorf", "grundzentrum")]
    assert row["norm_id"] is None
    assert row["p50_s"] == 2940
    assert row["target_id"] == "z-stadt"
    assert pd.isna(row["norm_met"])
    assert row["state"] == "reached"


def test_the_only_zentrum_is_its_own_centre_and_without_any_there_is_none(zentren):
    alone = zentren.iloc[:1]
    assert list_centres(next(split_by_kommune(alone)), alone, towns())[0].ids == ["z-dorf"]
    villages = zentren.assign(kind="Stadtteil")
    own = list_centres(next(split_by_kommune(villages)), villages, towns())[0]
    assert own.ids == []
    assert np.isnan(own.edge_m).all()


def test_a_higher_rank_serves_as_a_lower_one(zentren):
    ranked = towns(
        ("2", "M", "mittelzentrum", X), ("3", "O", "oberzentrum", X), ("4", "G", "grundzentrum", X)
    )
    found = {d.key: d.names for d in centres_of(zentren, ranked)}
    assert found["mittelzentrum"] == ["M", "O"]
    assert found["oberzentrum"] == ["O"]


def test_a_town_that_is_not_listed_could_be_nearer(world, zentren):
    ranked = towns(("2", "M", "mittelzentrum", X + 10_000))
    table = rows_of(world, zentren, centres_of(zentren, ranked))
    row = table.loc[("z-dorf", "mittelzentrum")]
    assert (row["norm_met"], row["nearer_possible"], row["state"]) == (False, True, "reached")
    nothing = table.loc[("z-dorf", "oberzentrum")]
    assert nothing["state"] == "data_missing"
    assert pd.isna(nothing["target_id"])
    assert pd.isna(nothing["norm_met"])


def shop(x, hours="", key="supermarket"):
    frame = gpd.GeoDataFrame(
        {
            "facility_id": [f"f{x}"],
            "layer": [key],
            "name": ["Markt"],
            "attributes": [{"opening_hours": hours} if hours else {}],
        },
        geometry=gpd.points_from_xy([x], [Y]),
        crs=STORAGE,
    )
    return frame.rename_geometry("geom")


def services_of(zentren, facilities, edge_m):
    layers = [get_layer("supermarket"), get_layer("bank")]
    return list_services(
        next(split_by_kommune(zentren)), facilities, layers, {"supermarket": np.array(edge_m)}
    )


def test_where_a_layer_is_not_known_completely_a_missed_limit_says_nothing(world, zentren):
    destinations = services_of(zentren, shop(X + 9_500), [np.nan, np.nan])
    assert [d.key for d in destinations] == ["supermarket"]  # no bank is known: no row
    table = rows_of(world, zentren, destinations)
    far = table.loc[("z-dorf", "supermarket")]
    assert (far["state"], far["reason"]) == ("data_missing", NOT_KNOWN)
    assert pd.isna(far["target_id"])
    assert np.isnan(far["share"])
    near = table.loc[("z-stadt", "supermarket")]
    assert (near["state"], near["target_id"]) == ("reached", "f509500.0")
    assert near["nearer_possible"]


def test_inside_of_the_known_area_the_nearer_edge_decides(world, zentren):
    far_edge = rows_of(world, zentren, services_of(zentren, shop(X + 10_000), [20_000.0, 500.0]))
    assert far_edge["nearer_possible"].tolist() == [False, False]
    near_edge = rows_of(world, zentren, services_of(zentren, shop(X + 10_000), [5_000.0, 500.0]))
    assert near_edge["nearer_possible"].tolist() == [True, False]


def test_opening_hours_of_the_day_count(world, zentren):
    closed = rows_of(
        world, zentren, services_of(zentren, shop(X + 10_000, "Sa 08:00-12:00"), [20_000.0, 500.0])
    )
    assert closed.loc[("z-dorf", "supermarket"), "closed_share"] == 1.0
    assert closed.loc[("z-dorf", "supermarket"), "state"] == "not_connected"


@pytest.mark.parametrize(
    ("hours", "day", "share"),
    [("", DayType.SUNDAY, 0.0), ("", DayType.SCHOOL, 1.0), ("Mo-Su 00:00-24:00", DayType.SUNDAY, 1.0)],
)
def test_a_school_without_hours_is_closed_on_sundays(world, zentren, hours, day, share):
    origins = next(split_by_kommune(zentren))
    key = "primary_school"
    school = shop(X + 10_000, hours, key)
    services = list_services(origins, school, [get_layer(key)], {key: np.full(2, np.inf)})
    table = time_table(world, day, origins, services)
    row = table.set_index(["zentrum_id", "window"]).loc[("z-dorf", "morning")]
    assert row["share"] == share
    assert row["reason"] == ("" if share else "closed")


def test_closed_all_day_is_said_where_no_trip_leads_either(zentren):
    """Without this a village without a Sunday bus would miss the shop that nobody can enter on a Sunday."""
    feed = make_feed(
        [("Bus 1", 3, ["Dorf", "Stadt"], ["08:00", "08:20"], "school")],
        stops={"Dorf": (X, Y), "Stadt": (X + 10_000, Y)},
    )
    sunday = open_day(feed, SCHOOL_DAY + timedelta(days=5), CrowflyWalks(RUN), ONE_WINDOW)
    for hours, reason in [("Mo-Sa 07:00-21:00", "closed"), ("Mo-Su 07:00-21:00", "no_trip")]:
        rows = rows_of(sunday, zentren, services_of(zentren, shop(X + 10_000, hours), [20_000.0, 500.0]))
        row = rows.loc[("z-dorf", "supermarket")]
        assert (row["state"], row["reason"]) == ("not_connected", reason)


def test_bike_and_car_beside_it(world, zentren):
    origins = next(split_by_kommune(zentren))
    destinations = centres_of(zentren, towns(("1", "Stadt", "grundzentrum", X + 10_000)))
    table = time_table(world, DayType.SCHOOL, origins, destinations)
    both = add_street_times(table, origins, destinations, {}, RUN).set_index(["zentrum_id", "target"])
    row = both.loc[("z-dorf", "grundzentrum")].iloc[0]
    # 10 km x 1.3 at 15 and 33 km/h
    assert row["bike_s"] == pytest.approx(13_000 / 15_000 * 3600)
    assert row["car_s"] == pytest.approx(13_000 / 33_000 * 3600)
    assert both.loc[("z-dorf", "oberzentrum")]["car_s"].isna().all()


def test_municipalities_are_asked_one_by_one(zentren):
    parts = list(split_by_kommune(zentren.assign(ags=["2", "1"])))
    assert [(part.ags, part.ids, part.rows.tolist()) for part in parts] == [
        ("2", ["z-dorf"], [0]),
        ("1", ["z-stadt"], [1]),
    ]
    assert isinstance(parts[0], Origins)
    assert Destination.__slots__


def test_on_a_day_without_a_trip_people_still_walk(zentren):
    """Two neighbours 900 m apart: straight line x 1.3 at 5 km/h are 842.4 s; 10 km are no walk."""
    feed = make_feed(
        [("Bus 1", 3, ["Dorf", "Stadt"], ["08:00", "08:20"], "school")],
        stops={"Dorf": (X, Y), "Stadt": (X + 10_000, Y)},
    )
    sunday = open_day(feed, SCHOOL_DAY + timedelta(days=5), CrowflyWalks(RUN), ONE_WINDOW)
    assert len(sunday.transit.day.trip) == 0
    near = towns(("2", "Markt", "mittelzentrum", X + 900), ("1", "Stadt", "grundzentrum", X + 10_000))
    rows = rows_of(sunday, zentren, centres_of(zentren, near))
    markt = rows.loc[("z-dorf", "mittelzentrum")]
    assert (markt["state"], markt["share"], markt["walk_share"], markt["p50_s"]) == ("reached", 1.0, 1.0, 843)
    assert (markt["norm_met"], markt["return_share"]) == (True, 1.0)
    assert pd.isna(markt["last_ride_s"])
    own = rows.loc[("z-dorf", "grundzentrum")]
    assert (own["state"], own["reason"], own["share"]) == ("not_connected", "no_trip", 0.0)


def test_without_the_way_home_it_is_not_told(world, zentren):
    origins = next(split_by_kommune(zentren))
    destinations = centres_of(zentren, towns(("1", "Stadt", "grundzentrum", X + 10_000)))
    both = time_table(world, DayType.SCHOOL, origins, destinations)
    out = time_table(world, DayType.SCHOOL, origins, destinations, and_back=False)
    assert both["return_share"].notna().any()
    homeward = ["return_share", "away_s", "last_ride_s"]
    assert out[homeward].isna().all(axis=None)
    pd.testing.assert_frame_equal(both.drop(columns=homeward), out.drop(columns=homeward))
