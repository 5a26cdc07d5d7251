"""Small numbers of people: what of them is told, in Python and on the page."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.domain import FEW_PEOPLE, coarsen_people, hide_few

PAGE = Path(__file__).parents[1] / "web" / "src" / "text" / "numbers.ts"


@pytest.mark.parametrize(("people", "told"), [(None, None), (0.0, None), (9.9, None), (10, 10), (12.6, 13)])
def test_few_people_of_a_cell_are_not_numbered(people, told):
    assert hide_few(people) == told


@pytest.mark.parametrize(
    ("people", "whole", "told"),
    [
        (0, None, 0), (0.4, None, 5), (9.9, 500, 5), (10, None, 10), (14.9, None, 10), (15, None, 20),
        (497, 500.2, 500), (500.2, 500.2, 500), (487, 488, 488), (3, 3, 3), (234, 1000, 230),
    ],
)  # fmt: skip
def test_a_part_of_a_place_is_told_in_tens(people, whole, told):
    assert coarsen_people(people, whole) == told


@given(st.floats(10, 1e6), st.floats(0.01, 4.9))
def test_two_answers_one_household_apart_differ_by_nothing_or_ten(people, household):
    """Whoever subtracts one answer from another learns nothing of four people."""
    assert coarsen_people(people + household) - coarsen_people(people) in {0, FEW_PEOPLE}


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_more_people_are_never_told_as_fewer(a, b):
    few, many = sorted((a, b))
    assert coarsen_people(few) <= coarsen_people(many)
    assert (coarsen_people(few) == 0) == (few == 0)


def test_the_page_hides_as_few_as_we_do():
    (few,) = re.findall(r"^const FEW_PEOPLE = (\d+);$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert int(few) == FEW_PEOPLE
