"""Opening hours of one day: read, joined, and what counts as unknown."""

from datetime import date

import numpy as np
import pytest

from geo.network.opening_hours import always_open, join_openings, read_opening

TUESDAY, SATURDAY, UNITY_DAY = date(2026, 11, 24), date(2026, 11, 21), date(2026, 10, 3)
SHOP = "Mo-Fr 08:00-12:30,14:00-18:30; Sa 08:30-13:00; PH off"


def open_at(text, day, times, least_min=30):
    opening = read_opening([text], day)
    arrival = np.array([[round(float(time) * 3600)] for time in times])
    return opening.is_open(arrival, least_min * 60)[:, 0].tolist()


def test_open_long_enough_to_use():
    # 12:00 leaves half an hour before the break, 12:06 does not.
    assert open_at(SHOP, TUESDAY, [7.9, 8, 12, 12.1, 13, 14, 18, 18.1]) == [
        False, True, True, False, False, True, True, False,
    ]  # fmt: skip
    assert open_at(SHOP, SATURDAY, [8, 8.5, 12.5, 14]) == [False, True, True, False]
    assert open_at(SHOP, UNITY_DAY, [9]) == [False]  # a Saturday, but a public holiday
    assert open_at(SHOP, TUESDAY, [12.4], least_min=0) == [True]


def test_nights_go_on_after_midnight():
    assert open_at("Mo-Su 18:00-02:00", TUESDAY, [1, 3, 18, 25, 25.6]) == [True, False, True, True, False]
    assert open_at("24/7", TUESDAY, [0, 12, 30]) == [True, True, True]


@pytest.mark.parametrize(
    "text", [None, "", "nach Vereinbarung", '"nach Vereinbarung"', "Di 10:00-12:00", "Mo-Fr unknown"]
)
def test_hours_that_say_nothing_count_as_open_and_are_known_to_be_unknown(text):
    opening = read_opening([text, SHOP], TUESDAY)
    assert opening.known.tolist() == [False, True]
    assert opening.is_open(np.array([[3 * 3600, 3 * 3600]]), 1800).tolist() == [[True, False]]


def test_closed_all_day_is_known():
    opening = read_opening(["off"], TUESDAY)
    assert opening.known.all()
    assert not opening.is_open(np.array([[43_200]]), 0).any()


def test_goals_are_joined_in_their_order():
    joined = join_openings([read_opening([SHOP], TUESDAY), always_open(2), read_opening([], TUESDAY)])
    assert joined.known.tolist() == [True, True, True]
    assert joined.is_open(np.full((1, 3), 3 * 3600), 0).tolist() == [[False, True, True]]
    assert join_openings([]).known.shape == (0,)
