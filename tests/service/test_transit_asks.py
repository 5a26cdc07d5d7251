"""What a request to change the timetable means: a hand-made bus line, changes that a person can count."""

import geopandas as gpd
import pandas as pd
import polars as pl
import pytest
from pyproj import Transformer

from geo.analysis.stop_figures import name_lines
from geo.analysis.transit_scene import TransitScene, open_timetable
from geo.crs import STORAGE
from geo.domain import DayType
from geo.errors import InputError, NotFoundError
from geo.network.parameters import read_parameters
from geo.network.timetable import trips_on
from geo.network.transit_parameters import read_transit_parameters
from geo.results import TransitWhatIfAsk
from geo.service.transit import LineRow, OpenTimetable
from geo.service.transit_asks import NEW_STOP, apply_ask, find_hub, get_line, to_seconds
from geo.service.transit_sheet import _ratio_words
from tests.timetable import ORIGIN, SCHOOL_DAY, SUNDAY, make_feed, seconds

X, Y = ORIGIN
TRIPS = [
    ("1", 3, ["Dorf", "Weiler", "Stadt"], ["06:10", "06:15", "06:20"], "school"),
    ("1", 3, ["Stadt", "Weiler", "Dorf"], ["12:10", "12:15", "12:20"], "school"),
    ("2", 3, ["Stadt", "Ende"], ["08:00", "08:10"], "school"),
]


def frame(rows, columns):
    points = gpd.points_from_xy([row[-1] for row in rows], [Y] * len(rows))
    named = pd.DataFrame([row[:-1] for row in rows], columns=columns)
    return gpd.GeoDataFrame(named, geometry=points, crs=STORAGE).rename_geometry("geom")


@pytest.fixture(scope="module")
def scene():
    zentren = frame(
        [
            ("dorf", "1", "Dorf", "Stadtteil", 800, X + 100),
            ("stadt", "1", "Stadt", "Stadt", 9000, X + 2000),
            ("fern", "9", "Fern", "Stadtteil", 100, X + 90_000),
            ("ferner", "9", "Ferner", "Stadtteil", 100, X + 95_000),
        ],
        ["zentrum_id", "ags", "name", "kind", "residents_scaled"],
    )
    return TransitScene(
        zentren=zentren, cells=frame([], ["ortsteil_id", "residents"]),
        facilities=frame([], ["facility_id", "layer", "name", "attributes"]),
        centres=frame([("1", "Stadt", "mittelzentrum", X + 2050)], ["ags", "name", "rank"]),
        edge_m={}, layers=[], routers={}, run=read_parameters(), transit=read_transit_parameters(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def timetable():
    feed = make_feed(TRIPS)
    lines = {
        row["key"]: LineRow(**row | {"routes": tuple(row["routes"])})
        for row in name_lines(feed).drop("line").to_dicts()
    }
    return OpenTimetable(open_timetable(feed, {DayType.SCHOOL: SCHOOL_DAY}), lines)


@pytest.fixture(scope="module")
def line(timetable):
    """Key of line 1."""
    return next(key for key, row in timetable.lines.items() if row.name == "1")


@pytest.fixture
def change(timetable, scene):
    """``change(action=…)``: the changed feed."""
    return lambda **ask: apply_ask(timetable, scene, TransitWhatIfAsk(**ask), SCHOOL_DAY)


def departures(feed, stop, kind="departure_s"):
    calls = feed.stop_times.filter(
        (feed.stops["stop_name"].gather(feed.stop_times["stop"]) == stop)
        & pl.Series(feed.stop_times["trip"].is_in(trips_on(feed, SCHOOL_DAY).tolist()))
    )
    return sorted(calls[kind].to_list())


def test_every_hour_of_a_window(change, line):
    feed = change(action="hourly", line=line, begin="06:00", end="09:00")
    # Ten past, as the line leaves already; 06:10 is there, so 07:10 and 08:10 are new.
    assert {seconds("06:10"), seconds("07:10"), seconds("08:10")} < set(departures(feed, "Dorf"))
    assert feed.trips.height == len(TRIPS) + 5  # 2 there, 3 back


def test_the_interval_is_that_of_the_request(change, line):
    feed = change(action="hourly", line=line, begin="06:00", end="08:00", interval_min=30)
    starts = [time for time in departures(feed, "Dorf") if time < seconds("08:00")]
    assert {time % 1800 for time in starts if time != seconds("12:20")} >= {600}
    assert seconds("06:40") in starts


def test_a_later_last_trip_runs_both_ways(change, line):
    feed = change(action="last_trip", line=line, time="22:30")
    assert feed.trips.height == len(TRIPS) + 2
    assert departures(feed, "Dorf")[-2:] == [
        seconds("22:30"),
        seconds("22:40"),
    ]  # leaves there, arrives there
    assert departures(feed, "Stadt")[-2:] == [seconds("22:30"), seconds("22:40")]


def test_a_stop_more_has_a_name_and_the_place_that_was_given(change, line):
    lon, lat = Transformer.from_crs(STORAGE, 4326, always_xy=True).transform(X + 500, Y)
    feed = change(action="add_stop", line=line, lon=lon, lat=lat, name="  ")
    name, x, y = feed.stops.select("stop_name", "x", "y").row(-1)
    assert name == NEW_STOP
    assert (x, y) == pytest.approx((X + 500, Y), abs=0.01)
    assert (
        change(action="add_stop", line=line, lon=lon, lat=lat, name=" Hof ").stops["stop_name"][-1] == "Hof"
    )
    assert len(departures(feed, NEW_STOP)) == 2


def test_on_demand_leads_to_the_stop_beside_the_centre(change, timetable):
    feed = change(action="on_demand", ortsteile=["dorf", "dorf"], begin="08:00", end="10:00")
    added = feed.trips.slice(len(TRIPS))
    assert added["on_demand"].all()
    assert sorted(added["trip_headsign"].to_list()) == [
        "Dorf",
        "Dorf",
        "Stadt",
        "Stadt",
    ]  # named twice, counts once
    assert feed.stops.height == timetable.feed.stops.height + 1


def test_the_hub_is_the_nearest_stop_that_is_served(timetable):
    stops = timetable.feed.stops["stop_name"]
    assert stops[find_hub(timetable.feed, SCHOOL_DAY, (X + 2050, Y))] == "Stadt"
    assert stops[find_hub(timetable.feed, SCHOOL_DAY, (X + 10_000, Y))] == "Ende"
    with pytest.raises(InputError, match=r"^Am 22\.11\.2026 fährt nichts: bitte einen anderen Tag wählen\.$"):
        find_hub(timetable.feed, SUNDAY, (X, Y))


@pytest.mark.parametrize(
    ("ask", "error", "words"),
    [
        ({"action": "hourly"}, InputError, "Es fehlt die Linie"),
        ({"action": "hourly", "line": "9|nirgends"}, NotFoundError, "„9|nirgends“ gibt es im Fahrplan nicht"),
        ({"action": "hourly", "line": ..., "begin": "20:00", "end": "06:00"}, InputError, "bitte tauschen"),
        ({"action": "last_trip", "line": ...}, InputError, "fehlt die Uhrzeit"),
        # The last trip there is at 6:10, back at 12:10: at 6:10 there would be no later one.
        ({"action": "last_trip", "line": ..., "time": "06:10"}, InputError, "beginnt um 06:10 Uhr"),
        ({"action": "add_stop", "line": ...}, InputError, "fehlt der Ort"),
        ({"action": "on_demand"}, InputError, "fehlen die Ortsteile"),
        ({"action": "on_demand", "ortsteile": ["dorf", "nirgends"]}, NotFoundError, "„nirgends“"),
        ({"action": "on_demand", "ortsteile": ["fern"]}, InputError, "„Fern“ ist kein Zentrum bekannt"),
    ],
)
def test_what_cannot_be_changed_is_said_in_a_sentence(change, line, timetable, ask, error, words):
    before = timetable.feed.trips.height
    with pytest.raises(error, match=words.replace("|", r"\|")) as said:
        change(**{key: line if value is ... else value for key, value in ask.items()})
    assert str(said.value).count("\n") == 0
    assert timetable.feed.trips.height == before


def test_a_line_is_found_by_its_key(timetable, line):
    assert get_line(timetable, TransitWhatIfAsk(action="hourly", line=line)).name == "1"


@pytest.mark.parametrize(("clock", "second"), [("00:00", 0), ("06:05", 21_900), ("22:30", 81_000)])
def test_clock(clock, second):
    assert to_seconds(clock) == second


@pytest.mark.parametrize(
    ("ask", "n_trips"),
    [
        ({"action": "hourly", "begin": "09:00", "end": "12:00"}, 6),
        ({"action": "last_trip", "time": "08:00"}, 2),
    ],
)
def test_a_line_may_run_on_a_day_without_it(timetable, scene, line, ask, n_trips):
    """The question of every village without a Sunday bus; the way is that of the school day."""
    feed = apply_ask(timetable, scene, TransitWhatIfAsk(line=line, **ask), SUNDAY)
    assert len(trips_on(feed, SUNDAY)) == n_trips
    assert len(trips_on(feed, SCHOOL_DAY)) == len(TRIPS)


def test_no_stop_is_added_where_nothing_runs(timetable, scene, line):
    ask = TransitWhatIfAsk(action="add_stop", line=line, lon=9.0, lat=51.5)
    with pytest.raises(InputError, match=r"fährt am 22\.11\.2026 nicht"):
        apply_ask(timetable, scene, ask, SUNDAY)


@pytest.mark.parametrize(
    ("ratio", "words"), [(0.2, "schneller als"), (1.04, "so lange wie"), (2.41, "2,4-mal so lange wie")]
)
def test_a_place_at_the_door_is_nearer_without_the_car(ratio, words):
    assert _ratio_words(ratio) == words
