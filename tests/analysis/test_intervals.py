"""Intervals between departures against figures of the published method and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.intervals import measure_intervals
from tests.timetable import seconds

DAY = (6 * 3600, 20 * 3600)
PUBLISHED = ["06:50", "07:10", "12:30", "13:15", "13:50", "15:30", "17:00"]


def measure(times, window=DAY):
    found = measure_intervals(
        np.array([seconds(text) if isinstance(text, str) else text for text in times], dtype=np.int64),
        np.zeros(len(times), dtype=np.int64),
        1,
        window,
    )
    return found.departures[0], found.plain_min[0], found.weighted_min[0], found.longest_gap_min[0]


def test_published_example():
    count, plain, weighted, gap = measure(PUBLISHED)
    assert (count, plain, gap) == (7, 120.0, 320.0)
    # (50² + 20² + 320² + 45² + 35² + 100² + 90² + 230² - 50²) / 840: the next departure is that of 20:50.
    assert weighted == pytest.approx((2500 + 124150 + 230**2 - 50**2) / 840)
    assert round(weighted, 1) == 210.8


def test_regular_hourly_service_is_60_in_both():
    count, plain, weighted, gap = measure([f"{hour:02d}:00" for hour in range(5, 23)])
    assert (count, plain, weighted, gap) == (14, 60.0, 60.0, 60.0)
    assert measure([f"{hour:02d}:30" for hour in range(6, 22)])[1:3] == (60.0, 60.0)


def test_the_next_departure_ends_the_last_wait():
    # 13 hours without a bus before 19:00; after it the next is that of tomorrow, or the one at 20:30.
    assert measure(["19:00"])[2] == pytest.approx((780**2 + 840**2 - 780**2) / 840)
    assert measure(["19:00", "20:30"])[2] == pytest.approx((780**2 + 90**2 - 30**2) / 840)


def test_the_end_of_the_window_does_not_belong_to_it():
    assert measure(["19:59:59", "20:00"])[0] == 1
    assert measure(["05:59:59", "06:00"])[0] == 1


def test_without_departures():
    assert measure(["05:00", "21:00"]) == (0, np.inf, np.inf, 840.0)
    assert measure([]) == (0, np.inf, np.inf, 840.0)


def test_the_same_second_counts_once():
    assert measure([*PUBLISHED, "12:30", "12:30"]) == measure(PUBLISHED)


def test_gaps_at_the_edges_count():
    assert measure(["07:00"])[3] == 13 * 60
    assert measure(["19:00"])[3] == 13 * 60


TIMES = st.lists(st.integers(0, 30 * 3600), max_size=40)


@given(st.lists(TIMES, max_size=5))
def test_groups_do_not_touch_each_other(groups):
    times = np.array([time for group in groups for time in group], dtype=np.int64)
    owner = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    found = measure_intervals(times, owner, len(groups), DAY)
    for number, group in enumerate(groups):
        alone = measure(group)
        together = found.departures[number], found.plain_min[number], found.weighted_min[number]
        assert together == alone[:3]


@given(TIMES)
def test_weighted_is_twice_the_mean_wait(times):
    """The formula against its meaning: the wait, averaged over every second of the window."""
    within = sorted({time for time in times if DAY[0] <= time < DAY[1]})
    if not within:
        return
    after = [time for time in times if time >= DAY[1]]
    following = min([within[0] + DAY[1] - DAY[0], *after])
    next_departure = np.array([*within, following])
    arriving = np.arange(DAY[0], DAY[1]) + 0.5
    waits = next_departure[np.searchsorted(next_departure, arriving)] - arriving
    assert measure(times)[2] == pytest.approx(2 * waits.mean() / 60, rel=1e-6)


@given(TIMES, st.integers(0, 30 * 3600))
def test_another_departure_never_makes_it_worse(times, more):
    before, after = measure(times), measure([*times, more])
    assert after[1] <= before[1]
    assert after[2] <= before[2] + 1e-9
    assert after[3] <= before[3]


@given(TIMES.filter(lambda times: any(DAY[0] <= time < DAY[1] for time in times)))
def test_waiting_is_never_shorter_than_a_regular_service_would_make_it(times):
    """Of all timetables with n departures a day the regular one has the shortest mean wait."""
    inside = [time for time in times if DAY[0] <= time < DAY[1]]
    count, plain, weighted, _ = measure(inside)
    assert count >= 1
    assert weighted >= plain - 1e-9
