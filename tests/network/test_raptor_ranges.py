"""Where a range search goes wrong that forgets how many rides a label took; by hand."""

import numpy as np

from geo.network.raptor import Ask, Links, Transit, depart_at
from geo.network.raptor_day import build_day
from tests.timetable import SCHOOL_DAY, make_feed, seconds

SLOW = ("1", 3, ["O", "P"], ["10:00", "10:50"], "school")
FAST = [
    ("2", 3, ["O", "X"], ["10:05", "10:10"], "school"),
    ("3", 3, ["X", "P"], ["10:15", "10:25"], "school"),
]
ON = ("4", 3, ["P", "T"], ["11:00", "11:10"], "school")


def ask(trips, end, rides):
    """Arrival as minutes after 10, and rides, for those who leave at 10:00 and at 10:05 together."""
    day = build_day(make_feed(trips), SCHOOL_DAY)
    names = list(dict.fromkeys(name for trip in trips for name in trip[2]))
    each, none = np.arange(day.n_stops + 1, dtype=np.int32), np.zeros(day.n_stops, np.int32)
    one = none[:1]
    access = Links(np.array([0, 1], np.int32), np.array([names.index("O")], np.int32), one, one)
    egress = Links((each > names.index(end)).astype(np.int32), one, one, one)
    times = np.array([seconds("10:00"), seconds("10:05")])
    transit = Transit(day, Links(each, each[:-1], none, none))
    answer = depart_at(transit, access, egress, times, Ask(rides, 7200, 1))
    minutes = (times + answer.travel_s[:, 0] - seconds("10:00")) // 60
    return [
        (minute, number) if number > 0 else None
        for minute, number in zip(minutes.tolist(), answer.rides[:, 0].tolist(), strict=True)
    ]


def test_an_early_arrival_with_many_rides_does_not_hide_a_late_one_with_few():
    """At 10:05 one is at P by 10:25, but with both rides; who took the slow bus at 10:00 has one left."""
    assert ask([SLOW, *FAST, ON], "P", 2) == [(25, 2), (25, 2)]
    assert ask([SLOW, *FAST, ON], "T", 2) == [(70, 2), None]
    assert ask([SLOW, *FAST, ON], "T", 3) == [(70, 2), (70, 3)]


def test_of_equally_early_ways_the_one_with_fewer_rides_counts_for_each_departure():
    direct = ("1", 3, ["O", "P"], ["10:00", "10:25"], "school")
    assert ask([direct, *FAST], "P", 2) == [(25, 1), (25, 2)]


def test_a_trip_ridden_late_by_many_rides_is_ridden_again_by_fewer():
    """Bus 4 is first ridden as the third ride, from P; who comes by the slow bus rides it as the second."""
    assert ask([SLOW, *FAST, ON, ("5", 3, ["T", "U"], ["11:20", "11:30"], "school")], "U", 3) == [
        (90, 3),
        None,
    ]
