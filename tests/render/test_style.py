"""Classes: the norm is the break, equal to it is met, better never gets a worse letter."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.render.style import COLOURS, LETTERS, MISSING, class_breaks, classify, colour_of, ink_on

LIMITS = st.floats(0.5, 50_000, allow_nan=False)
UNITS = st.sampled_from(["m", "min"])


def test_breaks_of_the_school_norm():
    breaks = class_breaks(2000, "m")
    assert [entry.upper for entry in breaks] == [500, 1000, 2000, 3500, None]
    assert [entry.label.replace("\u00a0", " ") for entry in breaks] == [
        "bis 0,5 km",
        "bis 1 km",
        "bis 2 km",
        "bis 3,5 km",
        "darüber",
    ]
    assert [entry.norm_met for entry in breaks] == [True, True, True, False, False]
    assert tuple(entry.colour for entry in breaks) == COLOURS


def test_breaks_of_a_quarter_of_an_hour():
    assert [entry.upper for entry in class_breaks(15, "min")] == [5, 10, 15, 30, None]


def test_upper_bound_belongs_to_the_class():
    values = np.array([0, 500, 500.01, 2000, 2000.01, 3500, 1e9, np.inf, np.nan])
    letters = classify(values, class_breaks(2000, "m"))
    assert letters.tolist() == ["A", "A", "B", "C", "D", "D", "E", "E", ""]


@given(LIMITS, UNITS)
def test_breaks_grow_and_hold_the_norm(limit, unit):
    breaks = class_breaks(limit, unit)
    uppers = [entry.upper for entry in breaks]
    assert uppers[-1] is None
    assert uppers[2] == limit
    assert all(a < b for a, b in pairwise(uppers[:-1]))


@given(st.lists(st.floats(0, 1e6), min_size=1), LIMITS, UNITS)
def test_classes_are_monotone_and_agree_with_the_norm(values, limit, unit):
    breaks = class_breaks(limit, unit)
    ordered = np.sort(np.array(values))
    letters = classify(ordered, breaks)
    assert letters.tolist() == sorted(letters.tolist())
    met = {entry.letter: entry.norm_met for entry in breaks}
    assert [met[letter] for letter in letters] == (ordered <= limit).tolist()


def test_no_value_no_letter():
    assert classify(np.array([]), class_breaks(2000, "m")).shape == (0,)
    assert colour_of("") == colour_of(None) == MISSING
    assert colour_of(LETTERS[4]) == COLOURS[4]


def test_a_limit_must_be_positive():
    with pytest.raises(InputError, match="über null"):
        class_breaks(0, "m")


def test_letters_stay_readable_on_every_class():
    assert ink_on(COLOURS[0]) == "#ffffff"
    assert {ink_on(colour) for colour in COLOURS[2:]} == {"#1d2a2e"}
