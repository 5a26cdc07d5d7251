"""Remedies of mobility gaps: the shortest missing path against all pairs, and an honest comparison."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.remedies import Effort, Option, UnitCost, compare_options, find_missing_link

BUS, PATH = Effort.VEHICLE_KM, Effort.PATH_M
COSTS = {BUS: UnitCost(900.0, "Angabe der Stadt", "2026"), PATH: UnitCost(20.0, "Angabe der Stadt", "2026")}
SERVICE = Option("stop_service", True, 120.0, BUS)
EVENING = Option("evening_trip", True, 24.0, BUS)
FOOTPATH = Option("footpath", True, 640.0, PATH)


def test_in_euros_where_costs_are_given():
    found = compare_options([SERVICE, EVENING, FOOTPATH], COSTS)
    assert found.costs_eur_a == (108_000.0, 21_600.0, 12_800.0)
    assert (found.ranks, found.basis) == ((3, 2, 1), "cost")


def test_without_costs_unlike_efforts_are_not_compared():
    found = compare_options([SERVICE, EVENING, FOOTPATH], {})
    assert (found.ranks, found.basis) == ((None, None, None), "not_comparable")
    assert found.costs_eur_a == (None, None, None)
    half = compare_options([SERVICE, EVENING, FOOTPATH], {BUS: COSTS[BUS]})
    assert half.basis == "not_comparable"
    assert half.costs_eur_a[2] is None


def test_without_costs_like_efforts_are():
    found = compare_options([SERVICE, EVENING, Option("footpath", None, None, PATH)], {})
    assert (found.ranks, found.basis) == ((2, 1, None), "effort")


def test_only_what_mends_is_ranked():
    dear = Option("stop_service", False, 1.0, BUS)
    found = compare_options([dear, EVENING, FOOTPATH], COSTS)
    assert found.ranks == (None, 2, 1)
    assert compare_options([dear, EVENING], COSTS) == compare_options([dear, EVENING], COSTS)
    assert compare_options([dear, EVENING], {}).basis == "single"
    assert compare_options([dear, Option("footpath", None, None, PATH)], COSTS).basis == "none"


def test_equals_share_a_rank():
    assert compare_options([EVENING, EVENING], {}).ranks == (1, 1)


def points(*rows):
    return np.array(rows, dtype=np.float64).reshape(-1, 2)


def test_a_gap_between_two_streets():
    # From here one walks 400 m to (400, 0), from there 500 m to (400, 120): 120 m are missing.
    here, there = points((0, 0), (400, 0)), points((900, 120), (400, 120))
    found = find_missing_link(here, np.array([0.0, 400.0]), there, np.array([0.0, 500.0]), 1020.0)
    assert found == (120.0, 1, 1)
    # With a shorter limit a longer path from the door itself is needed: 418 m and 500 m.
    found = find_missing_link(here, np.array([0.0, 400.0]), there, np.array([0.0, 500.0]), 1000.0)
    assert found == (pytest.approx(np.hypot(400, 120)), 0, 1)


def test_too_far_even_in_a_straight_line():
    here, there = points((0, 0)), points((2_000, 0))
    assert find_missing_link(here, np.zeros(1), there, np.zeros(1), 1_999.0) is None
    assert find_missing_link(here, np.zeros(1), there, np.zeros(1), 2_000.0) == (2_000.0, 0, 0)
    assert find_missing_link(points(), np.empty(0), there, np.zeros(1), 2_000.0) is None


coordinate = st.integers(-1500, 1500)
place = st.tuples(coordinate, coordinate, st.integers(0, 1200))


@given(
    st.lists(place, min_size=1, max_size=12), st.lists(place, min_size=1, max_size=12), st.integers(0, 3000)
)
def test_shortest_of_all_pairs(here, there, limit):
    a, b = np.array(here, dtype=np.float64), np.array(there, dtype=np.float64)
    apart = np.hypot(a[:, None, 0] - b[:, 0], a[:, None, 1] - b[:, 1])
    whole = a[:, None, 2] + b[:, 2] + apart
    possible = apart[whole <= limit]
    found = find_missing_link(a[:, :2], a[:, 2], b[:, :2], b[:, 2], float(limit))
    if not len(possible):
        assert found is None
    else:
        assert found is not None
        assert found.length_m == pytest.approx(possible.min())
        assert whole[found.here, found.there] <= limit
