"""Days cut out of hand-made timetables: nights, clock changes, closed doors, on demand; answers by hand."""

from datetime import date

import numpy as np
import pytest

from geo.errors import NoDataError
from geo.network.raptor import Ask, Links, Transit, depart_at
from geo.network.raptor_day import build_day
from tests.timetable import SATURDAY, SCHOOL_DAY, SUNDAY, make_feed, seconds


def row(*pairs):
    to, walk_s = (np.array([pair[i] for pair in pairs], np.int32) for i in (0, 1))
    return Links(np.array([0, len(pairs)], np.int32), to, walk_s, walk_s)


def travel(day, start, end, times, rides=4):
    """Minutes between two stops, one for each departure, -1 where there is none; changes cost nothing."""
    n = day.n_stops
    each = np.arange(n + 1, dtype=np.int32)
    none = np.zeros(n, np.int32)
    at_end = Links(np.where(each > end, 1, 0).astype(np.int32), none[:1], none[:1], none[:1])
    footpaths = Links(each, each[:-1], none, none)
    at = np.array([seconds(time) for time in times])
    answer = depart_at(Transit(day, footpaths), row((start, 0)), at_end, at, Ask(rides, 86_400, 1))
    return [s // 60 if s >= 0 else -1 for s in answer.travel_s[:, 0].tolist()]


def test_a_bus_of_the_night_before_runs_on_after_midnight():
    feed = make_feed([
        ("N1", 3, ["A", "B"], ["23:50", "24:40"], "saturday"),
        ("N1", 3, ["A", "B"], ["25:10", "25:30"], "saturday"),
        ("N1", 3, ["A", "B"], ["09:00", "09:20"], "sunday"),
    ])  # fmt: skip
    sunday = build_day(feed, SUNDAY)
    assert sunday.shift_days.tolist() == [-1, -1, 0]
    # At 0:30 the 25:10 bus of Saturday is still to come: 1:10 to 1:30.
    assert travel(sunday, 0, 1, ["00:30", "01:10", "01:11"]) == [60, 20, 489]
    saturday = build_day(feed, SATURDAY)
    assert travel(saturday, 0, 1, ["23:50", "24:00"]) == [50, 90]


def test_a_night_bus_of_the_next_day_belongs_to_the_night():
    feed = make_feed([
        ("N1", 3, ["A", "B"], ["00:40", "01:00"], "sunday"),
        ("N1", 3, ["A", "B"], ["04:00", "04:20"], "sunday"),
        ("1", 3, ["A", "B"], ["20:00", "20:20"], "saturday"),
    ])  # fmt: skip
    saturday = build_day(feed, SATURDAY)
    assert travel(saturday, 0, 1, ["23:30"]) == [90]
    # The night ends at 4: what begins then is tomorrow's.
    assert travel(saturday, 0, 1, ["25:00"]) == [-1]


@pytest.mark.parametrize(("sunday", "minutes"), [(date(2026, 3, 29), -60), (date(2026, 10, 25), 60)])
def test_clocks_change_between_two_service_days(sunday, minutes):
    # Saturday's 25:30 bus leaves one hour and a half after midnight by the clock, which is 10 hours and a half
    # before noon of an ordinary Sunday: one hour less when clocks go forward that night, one more when back.
    saturday = date.fromordinal(sunday.toordinal() - 1)
    feed = make_feed(
        [
            ("N1", 3, ["A", "B"], ["25:30", "25:50"], "sat"),
            ("1", 3, ["A", "B"], ["12:00", "12:10"], "sun"),
        ],
        services={"sat": [saturday], "sun": [sunday]},
    )
    day = build_day(feed, sunday)
    night = day.calls.departure_s[day.calls.first[np.flatnonzero(day.shift_days == -1)[0]]]
    noon = day.calls.departure_s[day.calls.first[np.flatnonzero(day.shift_days == 0)[0]]]
    assert noon == 12 * 3600
    assert (noon - night) // 60 == 10 * 60 + 30 + minutes


def test_doors_stay_closed_where_the_timetable_says_so():
    feed = make_feed([
        ("1", 3, ["A", "B", "C"], ["08:00", "08:10", "08:20"], "school",
         {"pickup_type": [0, 1, 0], "drop_off_type": [0, 1, 0]}),
        ("2", 3, ["A", "B", "C"], ["09:00", "09:10", "09:20"], "school", {"pickup_type": [0, 2, 0]}),
        ("3", 3, ["A", "B", "C"], ["10:00", "10:10", "10:20"], "school", {"pickup_type": [0, 3, 0]}),
    ])  # fmt: skip
    day = build_day(feed, SCHOOL_DAY)
    assert travel(day, 0, 2, ["08:00"]) == [20]
    assert travel(day, 0, 1, ["08:00"]) == [70]  # not out of the first, which only passes
    # Neither into the first nor, by phone only, into the second; the driver of the third can be asked.
    assert travel(day, 1, 2, ["08:00"]) == [140]
    assert travel(build_day(feed, SCHOOL_DAY, on_demand=True), 1, 2, ["08:00"]) == [80]


def test_on_demand_counts_only_where_asked_for():
    feed = make_feed([
        ("AST", 715, ["A", "B"], ["08:00", "08:10"], "school", {"on_demand": True}),
        ("1", 3, ["A", "B"], ["09:00", "09:10"], "school"),
    ])  # fmt: skip
    day = build_day(feed, SCHOOL_DAY)
    assert day.left_out == {"on_demand": 1, "one_stop": 0, "back_in_time": 0}
    assert travel(day, 0, 1, ["08:00"]) == [70]
    assert travel(build_day(feed, SCHOOL_DAY, on_demand=True), 0, 1, ["08:00"]) == [10]
    only = build_day(feed, SCHOOL_DAY, keep=np.array([True, False]))
    assert travel(only, 0, 1, ["08:00", "08:01"]) == [10, -1]


def test_what_cannot_be_ridden_is_left_out_and_counted():
    feed = make_feed([
        ("1", 3, ["A"], ["08:00"], "school"),
        ("1", 3, ["A", "B"], ["08:10", "08:05"], "school"),
        ("1", 3, ["A", "B"], ["08:20-08:15", "08:30"], "school"),
        ("1", 3, ["A", "B"], ["08:40", "08:50"], "school"),
    ])  # fmt: skip
    day = build_day(feed, SCHOOL_DAY)
    assert day.trip.tolist() == [3]
    assert day.left_out == {"on_demand": 0, "one_stop": 1, "back_in_time": 2}


def test_a_day_without_trips_is_refused():
    feed = make_feed([("1", 3, ["A", "B"], ["08:00", "08:10"], "sunday")])
    with pytest.raises(NoDataError, match=r"am 24\.11\.2026 nichts"):
        build_day(feed, SCHOOL_DAY)


def test_an_overtaking_bus_is_taken():
    feed = make_feed([
        ("slow", 3, ["A", "B", "C"], ["08:00", "08:30", "09:30"], "school"),
        ("fast", 3, ["A", "B", "C"], ["08:10", "08:35", "08:50"], "school"),
        ("last", 3, ["A", "B", "C"], ["08:20", "08:40", "09:40"], "school"),
    ])  # fmt: skip
    day = build_day(feed, SCHOOL_DAY)
    assert len(day.forward.patterns.trip) - 1 == 2
    assert travel(day, 0, 2, ["08:00", "08:10", "08:11"]) == [50, 40, 89]
    assert travel(day, 0, 1, ["08:00"]) == [30]


def test_a_loop_is_ridden_through_its_first_stop():
    feed = make_feed([("ring", 3, ["A", "B", "A", "C"], ["08:00", "08:10", "08:20", "08:30"], "school")])
    day = build_day(feed, SCHOOL_DAY)
    assert travel(day, 1, 2, ["08:00"]) == [30]
    assert travel(day, 0, 2, ["08:10"]) == [20]
