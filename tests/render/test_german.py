"""Numbers, ways, times and dates as a German reader expects them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.render.german import (
    format_date,
    format_distance,
    format_limit,
    format_minutes,
    format_number,
    format_people,
    format_value,
    round_people,
)


def plain(text: str) -> str:
    """The text with ordinary spaces, after checking that number and unit cannot be parted."""
    assert " " not in text.removeprefix("unter ").removeprefix("rund ")
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (20700, 0, "20.700"),
        (999, 0, "999"),
        (5.25, 1, "5,3"),
        (2.5, 0, "3"),
        (-0.2, 0, "0"),
        (1234567.891, 2, "1.234.567,89"),
    ],
)
def test_number(value, digits, expected):
    assert format_number(value, digits) == expected


@pytest.mark.parametrize(
    ("metres", "expected"),
    [
        (0, "unter 10 m"),
        (7, "10 m"),
        (250, "250 m"),
        (494, "490 m"),
        (496, "0,5 km"),
        (5180, "5,2 km"),
        (20_700, "20,7 km"),
        (119_600, "120 km"),
    ],
)
def test_distance(metres, expected):
    assert plain(format_distance(metres)) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "unter 1 min"), (29, "unter 1 min"), (30, "1 min"), (720, "12 min"), (8136, "136 min")],
)
def test_minutes(seconds, expected):
    assert plain(format_minutes(seconds)) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (2000, "m", "2 km"),
        (500, "m", "0,5 km"),
        (250, "m", "250 m"),
        (1750, "m", "1,75 km"),
        (875, "m", "875 m"),
        (15, "min", "15 min"),
    ],
)
def test_limit(value, unit, expected):
    assert plain(format_limit(value, unit)) == expected


@pytest.mark.parametrize(
    ("value", "unit", "limit", "expected"),
    [
        (2000, "m", 2000, "2,0 km"),
        (2040, "m", 2000, "2,04 km"),
        (2000.3, "m", 2000, "2,01 km"),
        (1960, "m", 2000, "2,0 km"),
        (303, "m", 300, "303 m"),
        (15.2, "min", 15, "15,2 min"),
        (14.8, "min", 15, "15 min"),
    ],
)
def test_value_never_contradicts_its_limit(value, unit, limit, expected):
    assert plain(format_value(value, unit, limit)) == expected


@given(value=st.floats(10, 99_000), limit=st.sampled_from([300.0, 500.0, 700.0, 1000.0, 2000.0, 3500.0]))
def test_shown_value_lies_on_the_side_of_the_real_one(value, limit):
    number, unit = format_value(value, "m", limit).split("\u00a0")
    shown = round(float(number.replace(".", "").replace(",", ".")) * {"m": 1, "km": 1000}[unit], 3)
    assert (shown > limit) == (value > limit)
    assert abs(shown - value) <= 50


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 22), "22.11.2026"),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "23.11.2026"),
        ("2026-09-05", "05.09.2026"),
        ("2025-10", "10/2025"),
        ("2014", "2014"),
        ("2024/25", "2024/25"),
        ("", ""),
    ],
)
def test_date(day, expected):
    assert format_date(day) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, 0), (3, 10), (21, 20), (374, 370), (995, 1000), (1049, 1000), (1050, 1100), (20_683, 20_700)],
)
def test_round_people(count, expected):
    assert round_people(count) == expected


def test_people_in_words():
    assert format_people(20_683) == "rund 20.700"
    assert format_people(2785, estimated=False) == "2.785"
    assert format_people(4) == "unter 10"
    with pytest.raises(InputError, match="negativ"):
        round_people(-1)


@given(st.integers(1, 300_000), st.integers(1, 300_000))
def test_rounding_keeps_order_and_people(a, b):
    low, high = sorted((a, b))
    assert 0 < round_people(low) <= round_people(high)
