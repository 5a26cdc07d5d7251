"""Door to door on a hand-made timetable, by hand: a village, its bus, the town; and the search minute by minute."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.domain import State
from geo.network.door_minutes import NONE
from geo.network.door_to_door import Goal, open_day, travel_minutes, travel_table
from geo.network.opening_hours import read_opening
from geo.network.parameters import read_parameters
from geo.network.raptor import Ask, depart_at, take_row
from geo.network.transit_parameters import read_transit_parameters
from geo.network.walks import CrowflyWalks, find_links
from tests.timetable import SCHOOL_DAY, make_feed, seconds

CROW = CrowflyWalks(read_parameters())
BASE = np.array([400_000.0, 5_700_000.0])
STOPS = {"Dorf": (0.0, 0.0), "Stadt": (10_000.0, 0.0)}


def at(x, y):
    return BASE + np.array([x, y])


VILLAGE, TOWN = at(0, 100), at(10_000, 200)
# 100 m and 200 m of straight line are 94 s and 188 s on foot (x 1.3 at 5 km/h, rounded up).
TO_STOP_S, FROM_STOP_S = 94, 188
PARAMETERS = read_transit_parameters({"window.morning": "06:00-09:00"})


def bus(start, end, times, minutes=20, service="school"):
    rows = []
    for time in times:
        s = seconds(time)
        there = f"{(s + minutes * 60) // 3600}:{(s + minutes * 60) % 3600 // 60:02d}"
        rows.append(("1", 3, [start, end], [time, there], service))
    return rows


def world(trips, day=SCHOOL_DAY, parameters=PARAMETERS, stops=STOPS):
    places = {name: tuple(BASE + xy) for name, xy in stops.items()}
    return open_day(make_feed(trips, stops=places), day, CROW, parameters)


def ask(opened, goals=None, origins=VILLAGE):
    table = travel_table(opened, np.atleast_2d(origins), goals or [Goal("town", TOWN[None])])
    return {row["window"]: row for row in table.iter_rows(named=True)}


THERE = bus("Dorf", "Stadt", ["06:32", "07:32", "12:32"])
BACK = bus("Stadt", "Dorf", ["09:00", "13:00", "17:00"])


def test_a_window_by_hand():
    """Buses at 6:32 and 7:32. One must leave at 6:30 (94 s before 6:32 is 6:30:26) or at 7:30."""
    morning = ask(world(THERE + BACK))["morning"]
    assert morning["state"] == State.REACHED
    # 6:00 to 7:30 are 91 minutes of 180. The next bus is there at 12:55:08, for all others longer than the limit.
    assert morning["share"] == pytest.approx(91 / 180)
    assert morning["walk_share"] == 0
    # Who leaves at 6:30 needs 2 + 20 minutes and 188 s, 25:08; every minute earlier it takes a minute more: 25:08
    # to 55:08 from 6:30 back to 6:00, 25:08 to 84:08 from 7:30 back to 6:31. In ascending order two of each, so
    # the 45th (a quarter of 180) is 25:08 and 22 minutes.
    assert morning["p25_s"] == 25 * 60 + 8 + 22 * 60
    # The 90th, last but one.
    assert morning["p50_s"] == 83 * 60 + 8
    assert morning["p75_s"] is None
    assert morning["changes"] == 0
    # All but 94 s + 20 min + 188 s is waiting; the median of 91 is the 46th, again 25:08 + 22 min in all.
    assert morning["waiting_s"] == 25 * 60 + 8 + 22 * 60 - (94 + 1200 + 188)
    # 10.0005 km of straight line.
    assert morning["walk_s"] == 9361
    assert morning["snap_m"] == 0


def test_there_and_back_on_the_same_day():
    morning = ask(world(THERE + BACK))["morning"]
    # There at 6:55:08 or 7:55:08, ready at 8:25:08 or 9:25:08 for the bus at 9:00 or 13:00, 188 s from the door.
    # Home at 9:20 + 94 s -> 9:22 or 13:22 (whole minutes).
    assert morning["return_share"] == pytest.approx(91 / 180)
    # The 31 of 6:00 to 6:30 are away 202 down to 172 min, the 60 of 6:31 to 7:30 from 411 down to 352;
    # the 90th of all 180 is the second but last of the latter: 410.
    assert morning["away_s"] == 410 * 60
    assert morning["last_ride_s"] == seconds("17:00") - FROM_STOP_S


def test_no_way_home():
    rows = ask(world(THERE + bus("Stadt", "Dorf", ["08:00"])))
    assert rows["morning"]["share"] > 0
    assert rows["morning"]["return_share"] == 0
    assert rows["morning"]["away_s"] is None
    # The bus at 8:00 is too early for a stay, but it is the last one.
    assert rows["morning"]["last_ride_s"] == seconds("08:00") - FROM_STOP_S


def test_states_and_reasons():
    rows = ask(world(THERE + BACK))
    # 12:32 from 12:00 on: 31 minutes of 120. After 16:00 nothing goes.
    assert rows["noon"]["share"] == pytest.approx(31 / 120)
    assert (rows["afternoon"]["state"], rows["afternoon"]["reason"]) == (State.NOT_CONNECTED, "no_trip")
    assert rows["afternoon"]["p25_s"] is None
    assert rows["afternoon"]["target"] is None
    far = ask(world(THERE + BACK), origins=at(0, 3000))["morning"]
    assert (far["state"], far["reason"]) == (State.NOT_CONNECTED, "no_stop")
    slow = ask(world(bus("Dorf", "Stadt", ["22:30"])))["afternoon"]
    # Whoever leaves at 18:59 is there at 22:53: longer than the limit, but a way.
    assert (slow["state"], slow["reason"], slow["share"]) == (State.BEYOND_LIMIT, "too_long", 0)
    nothing = ask(world(THERE), [Goal("none", np.empty((0, 2)))])["morning"]
    assert (nothing["state"], nothing["reason"]) == (State.DATA_MISSING, "no_facility")


def test_whoever_is_as_quick_on_foot_walks():
    """500 m: 468 s on foot; a bus goes every hour."""
    near = at(0, 600)
    row = ask(world(THERE + BACK), [Goal("shop", near[None])])["morning"]
    assert row["share"] == row["walk_share"] == 1
    assert row["p25_s"] == row["p75_s"] == row["walk_s"] == 468
    assert row["waiting_s"] == 0
    assert row["return_share"] == 1
    assert row["last_ride_s"] is None


def test_a_long_walk_is_no_connection_but_beats_a_longer_ride():
    """4 km are 62.4 min on foot, more than an hour; the bus drives around for two hours and a half."""
    goal = [Goal("shop", at(0, 4100)[None])]
    stops = {"Dorf": (0.0, 0.0), "Ziel": (0.0, 4100.0)}
    row = ask(world(bus("Dorf", "Ziel", ["07:00"], minutes=150), stops=stops), goal)["morning"]
    assert row["walk_s"] == 3744
    # 6:27 (3 h before 9:30, less 94 s) to 6:58, in 32 minutes: then the walk is quicker than the ride.
    assert row["share"] == row["walk_share"]
    assert 0 < row["share"] < 1
    assert row["p25_s"] is None


def test_a_change_by_hand():
    stops = {"Dorf": (0.0, 0.0), "Bahnhof": (5000.0, 0.0), "Gleis": (5000.0, 100.0), "Stadt": (10_000.0, 0.0)}

    # 100 m and the change take 94 + 120 s: from the bus of 6:40 one is ready at 6:43:34.
    def table(train):
        trips = [
            ("1", 3, ["Dorf", "Bahnhof"], ["06:30", "06:40"], "school"),
            ("RB", 2, ["Gleis", "Stadt"], [train, "07:00"], "school"),
        ]  # fmt: skip
        return ask(world(trips, stops=stops))["morning"]

    caught = table("06:44")
    assert caught["changes"] == 1
    # 94 s before 6:30 one leaves at 6:28: 29 minutes. The median, the 15th: 6:14, there at 7:03:08.
    assert caught["share"] == pytest.approx(29 / 180)
    assert caught["waiting_s"] == (49 * 60 + 8) - (94 + 600 + 94 + 960 + 188)
    assert table("06:43")["share"] == 0


def test_nearest_open_facility():
    """Two shops in town: the nearer one closes at 7, the other's hours are not known."""
    shops = np.array([TOWN, at(10_000, 300)])
    closing = read_opening(["Mo-Fr 06:00-07:30", ""], SCHOOL_DAY)
    row = ask(world(THERE + BACK), [Goal("shop", shops, closing)])["morning"]
    # With the 6:32 bus one is there at 6:55:08, 34 minutes before it closes; with the 7:32 bus too late.
    assert row["target"] == 1
    assert row["hours_unknown_share"] == pytest.approx(60 / 180)
    only = read_opening(["Mo-Fr 06:00-07:30"], SCHOOL_DAY)
    row = ask(world(THERE + BACK), [Goal("shop", shops[:1], only)])["morning"]
    assert row["share"] == pytest.approx(31 / 180)
    assert row["closed_share"] == pytest.approx(60 / 180)
    shut = read_opening(["off"], SCHOOL_DAY)
    row = ask(world(THERE + BACK), [Goal("shop", shops[:1], shut)])["morning"]
    assert (row["state"], row["reason"]) == (State.NOT_CONNECTED, "closed")


def test_table_has_a_row_per_origin_goal_and_window():
    opened = world(THERE + BACK)
    goals = [Goal("town", TOWN[None]), Goal("none", np.empty((0, 2))), Goal("home", VILLAGE[None])]
    origins = np.array([VILLAGE, TOWN])
    table = travel_table(opened, origins, goals, threads=2)
    assert table.height == 2 * 3 * 3
    assert table["origin"].to_list() == [0] * 9 + [1] * 9
    assert table["goal"].to_list() == [key for key in ("town", "none", "home") for _ in range(3)] * 2
    assert table.equals(travel_table(opened, origins, goals, threads=1))
    alone = travel_table(opened, origins[1:], goals[2:])
    same = table.filter((pl.col("origin") == 1) & (pl.col("goal") == "home"))
    assert alone.drop("origin").equals(same.drop("origin"))


@st.composite
def countries(draw):
    """Up to six stops within a walk or a ride, up to twelve trips between them from 6 to 8, places anywhere."""
    n_stops = draw(st.integers(2, 6))
    xy = [draw(st.tuples(st.integers(0, 40), st.integers(0, 40))) for _ in range(n_stops)]
    stops = {str(i): (100.0 * x, 100.0 * y) for i, (x, y) in enumerate(xy)}
    trips = []
    for i in range(draw(st.integers(1, 12))):
        names = draw(st.lists(st.sampled_from(sorted(stops)), min_size=2, max_size=4, unique=True))
        begin = draw(st.integers(350, 480))
        minutes = begin + np.cumsum([0, *(draw(st.integers(1, 15)) for _ in names[1:])])
        trips.append((f"{i}", 3, names, [f"{m // 60}:{m % 60:02d}" for m in minutes.tolist()], "school"))
    place = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda xy: BASE + 100.0 * np.array(xy))
    return trips, stops, draw(st.lists(place, min_size=1, max_size=3)), draw(place)


@settings(max_examples=80)
@given(country=countries())
def test_minutes_hold_what_they_promise(country):
    """Never slower than on foot, leaving later never arrives earlier, waiting fits, home after the stay."""
    trips, stops, targets, origin = country
    parameters = read_transit_parameters(
        {"window.morning": "06:00-07:30", "stay_min": 10, "home_by": "10:00"}
    )
    opened = world(trips, parameters=parameters, stops=stops)
    goal = Goal("all", np.array(targets))
    departure_s, minutes = travel_minutes(opened, origin[None], [goal])
    found = minutes.target[:, 0] != NONE
    total_s, rides, waiting_s = minutes.total_s[:, 0], minutes.rides[:, 0], minutes.waiting_s[:, 0]
    foot_s = CROW.to_matrix(origin[None], goal.xy, parameters.limit_s)[0]
    assert (found == (total_s != NONE)).all()
    assert (total_s[found] <= foot_s.min()).all()
    assert found.all() or foot_s.min() > parameters.walk_s
    assert (total_s[found] <= parameters.limit_s).all()
    assert ((rides == 0)[found] == (total_s == foot_s.min())[found]).all()
    assert (waiting_s[found & (rides == 0)] == 0).all()
    assert ((waiting_s >= 0) & (waiting_s < total_s))[found & (rides > 0)].all()
    # Every minute on its own, by the search for one departure.
    access = find_links(CROW, origin[None], opened.stops[1], parameters.access_s)
    egress = find_links(CROW, opened.stops[1], goal.xy, parameters.access_s)
    for i in range(0, len(departure_s), 10):
        ask_one = Ask(parameters.rides, parameters.limit_s, len(targets))
        by_ride = depart_at(
            opened.transit, take_row(access, 0), egress, departure_s[i : i + 1], ask_one
        ).travel_s[0]
        offers = [s for s in by_ride.tolist() if s >= 0]
        if offers or foot_s.min() <= parameters.walk_s:
            assert total_s[i] == min([*offers, foot_s.min()])
        else:
            assert not found[i]
    home_s = minutes.home_s[:, 0]
    home = home_s != NONE
    assert (home_s <= parameters.home_by).all()
    assert (home_s[home] >= (departure_s + total_s + parameters.stay_s)[home]).all()
    assert not home[~found].any()
