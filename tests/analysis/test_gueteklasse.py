"""Categories and classes: the published tables typed by hand, and what must hold of every method."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.gueteklasse import NONE, categorise, classify, rate
from geo.errors import InputError, NotFoundError
from geo.norms.gueteklassen import get_method, list_methods

GOLDEN = Path(__file__).parents[1] / "golden" / "gueteklassen.csv"
METHODS = list_methods()


def read_golden():
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return [tuple(row.values()) for row in csv.DictReader(file)]


def classes_at(method, category, distances):
    code = get_method(method).categories.index(category)
    names = [*get_method(method).classes, "-"]
    return "".join(names[c] for c in classify(get_method(method), np.full(len(distances), code), distances))


@pytest.mark.parametrize(("method", "group", "interval_min", "category"), read_golden())
def test_categories_as_published(method, group, interval_min, category):
    found = rate(get_method(method), group, float(interval_min), 0.0)
    assert found.category == (category or None)


def test_the_golden_table_covers_every_column():
    stated = {(method, group) for method, group, *_ in read_golden()}
    assert stated == {(method.id, group.key) for method in METHODS for group in method.groups}


@pytest.mark.parametrize(
    ("category", "expected"),
    [("I", "AABC"), ("II", "ABCD"), ("III", "BCD-"), ("IV", "CD--"), ("V", "D---")],
)
def test_classes_are_2011(category, expected):
    assert classes_at("are-2011", category, [299.9, 300, 501, 751]) == expected
    assert classes_at("are-2011", category, [0, 500, 750, 1000]) == expected
    assert classes_at("are-2011", category, [1000.1]) == "-"


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("I", "AABCD"), ("II", "ABCDE"), ("III", "BCDEF"), ("IV", "CDEFG"),
        ("V", "DEFGG"), ("VI", "EFG--"), ("VII", "FGG--"), ("VIII", "GG---"),
    ],
)  # fmt: skip
def test_classes_oerok_2017(category, expected):
    assert classes_at("oerok-2017", category, [300, 500, 750, 1000, 1250]) == expected
    assert classes_at("oerok-2017", category, [0, 300.1, 500.1, 750.1, 1000.1]) == expected
    assert classes_at("oerok-2017", category, [1250.1]) == "-"


@pytest.mark.parametrize(
    ("category", "expected"),
    [("1", "AABC"), ("2", "ABCD"), ("3", "BCDE"), ("4", "CDEF"), ("5", "DEF-"), ("6", "EF--"), ("7", "F---")],
)
def test_classes_goat(category, expected):
    assert classes_at("goat-standard-120", category, [300, 500, 750, 1000]) == expected


def test_exactly_60_minutes_decides():
    """The trap of rural timetables: an exact hourly bus, 250 m away."""
    found = {method.id: rate(method, "bus", 60.0, 250.0) for method in METHODS}
    assert (found["are-2011"].category, found["are-2011"].gueteklasse) == ("V", "D")
    assert (found["oerok-2017"].category, found["oerok-2017"].gueteklasse) == ("VI", "E")
    assert (found["goat-standard-120"].category, found["goat-standard-120"].gueteklasse) == ("7", "F")
    later = {method.id: rate(method, "bus", 60.1, 250.0) for method in METHODS}
    assert later["are-2011"].gueteklasse is None
    assert later["oerok-2017"].gueteklasse == "F"


@pytest.mark.parametrize(("interval_min", "category"), [(10, "III"), (10.01, "IV"), (40, "V"), (40.01, "VI")])
def test_equality_where_the_sources_differ(interval_min, category):
    assert rate(get_method("oerok-2017"), "bus", interval_min, 0.0).category == category


def test_no_class_is_an_answer():
    oerok = get_method("oerok-2017")
    assert rate(oerok, "bus", 211, 100).category is None
    assert rate(oerok, "bus", 211, 100).gueteklasse is None
    assert rate(oerok, "bus", 60, 1300).category == "VI"
    assert rate(oerok, "bus", 60, 1300).gueteklasse is None
    assert rate(oerok, "bus", np.inf, 10).category is None


def test_what_is_no_number_has_no_class():
    oerok = get_method("oerok-2017")
    assert categorise(oerok, "bus", [np.nan, np.inf, 30]).tolist() == [NONE, NONE, 4]
    assert classify(oerok, [0, 0, NONE], [np.nan, np.inf, 10]).tolist() == [NONE, NONE, NONE]


@pytest.mark.parametrize(
    ("group", "interval_min", "distance_m", "error"),
    [
        ("zug", 60, 250, NotFoundError),
        ("bus", 0, 250, InputError),
        ("bus", -5, 250, InputError),
        ("bus", float("nan"), 250, InputError),
        ("bus", 60, -1, InputError),
    ],
)
def test_bad_questions(group, interval_min, distance_m, error):
    with pytest.raises(error):
        rate(get_method("oerok-2017"), group, interval_min, distance_m)


def as_rank(codes):
    return [code if code != NONE else 99 for code in codes.tolist()]


INTERVAL = st.one_of(st.floats(0.1, 400), st.sampled_from([5.0, 10.0, 20.0, 40.0, 60.0, 120.0, 210.0]))
DISTANCE = st.one_of(st.floats(0, 2000), st.sampled_from([300.0, 500.0, 750.0, 1000.0, 1250.0]))


@given(st.sampled_from(METHODS), st.data(), INTERVAL, INTERVAL, DISTANCE, DISTANCE)
def test_never_better_with_distance_or_interval(method, data, first, second, near, far):
    group = data.draw(st.sampled_from(method.groups)).key
    first, second = sorted((first, second))
    near, far = sorted((near, far))
    category = categorise(method, group, [first, second])
    better, worse = as_rank(category)
    assert better <= worse
    for code in category:
        here, there = as_rank(classify(method, [code, code], [near, far]))
        assert here <= there
    often, rarely = as_rank(classify(method, category, [near, near]))
    assert often <= rarely


@given(st.sampled_from(METHODS), INTERVAL, DISTANCE)
def test_a_higher_group_is_never_worse(method, interval_min, distance_m):
    ranks = [
        as_rank(classify(method, categorise(method, group.key, [interval_min]), [distance_m]))[0]
        for group in method.groups
    ]
    if method.id == "oerok-2017" and interval_min > 120:
        ranks = ranks[1:]  # the table knows no long-distance train that runs so seldom
    assert ranks == sorted(ranks)
