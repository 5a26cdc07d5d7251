"""Three alone against one shared, and the round of a mobile shop: by hand and against all orders."""

from itertools import pairwise, permutations

import numpy as np
import pytest

from geo.areas.pooling import PoolQuestion, Threshold
from geo.areas.sharing import compare, plan_rota
from geo.errors import InputError

AGS = np.array(["1", "2", "3"], dtype=object)
LINE = np.array([[0, 10, 30], [10, 0, 20], [30, 20, 0]], dtype=np.float64)


def ask(need):
    return PoolQuestion(
        people=np.array([2, 3, 4], dtype=np.int64),
        time_s=LINE,
        limit_s=20.0,
        threshold=Threshold(need, "Prüffall"),
    )


def test_alone_nobody_carries_a_site_together_they_do():
    # Each alone has fewer than 5 people. Together site 1 reaches all 9: 60 s today become 10, 0 and 20 s.
    found = compare(ask(5), AGS, AGS, np.full(3, 60.0))
    assert (found.reached_alone, found.reached_shared) == (0, 9)
    assert found.shared.sites == (1,)
    assert found.saved_person_s == 2 * 50 + 3 * 60 + 4 * 40
    assert found.crossing == 2 + 4
    assert [each.sites for each in found.alone.values()] == [(), (), ()]


def test_where_each_carries_its_own_sharing_costs_time():
    found = compare(ask(0), AGS, AGS, np.full(3, np.inf))
    assert (found.reached_alone, found.reached_shared) == (9, 9)
    assert found.saved_person_s == -(2 * 10 + 4 * 20)
    assert [each.sites for each in found.alone.values()] == [(0,), (1,), (2,)]


def test_a_municipality_without_a_room_reaches_nobody_alone():
    found = compare(ask(0), AGS, np.array(["1", "1", "1"], dtype=object), np.full(3, 60.0))
    assert found.reached_alone == 2
    assert found.reached_shared == 9


def test_round_is_the_shortest_of_all_orders():
    rng = np.random.default_rng(61)
    between = rng.integers(1, 100, (8, 8)).astype(np.float64)
    stops = (0, 2, 3, 5, 6, 7)
    best = min(sum(between[a, b] for a, b in pairwise((0, *order, 0))) for order in permutations(stops[1:]))
    found = plan_rota(stops, between)
    assert found.stops[0] == 0
    assert sorted(found.stops) == list(stops)
    assert found.round_s == found.round_bound_s == best
    assert sum(between[a, b] for a, b in pairwise((*found.stops, 0))) == best


def test_round_on_a_square_goes_along_its_sides():
    side = np.array([[0, 1, 9, 1], [1, 0, 1, 9], [9, 1, 0, 1], [1, 9, 1, 0]], dtype=np.float64)
    found = plan_rota((3, 1, 0, 2), side)
    assert found.round_s == 4
    assert found.stops in {(0, 1, 2, 3), (0, 3, 2, 1)}


def test_small_and_broken_rounds():
    assert plan_rota((), LINE).stops == ()
    assert plan_rota((2,), LINE).round_s == 0
    assert plan_rota((0, 2), LINE).round_s == 60
    with pytest.raises(InputError, match="Keine Runde"):
        plan_rota((0, 1), np.full((2, 2), np.inf))
