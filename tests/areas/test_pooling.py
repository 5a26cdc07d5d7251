"""Shared sites: golden cases by hand, properties, and spopt as an independent solver."""

import numpy as np
import pulp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from spopt.locate import MCLP, PMedian

from geo.areas.pooling import PoolQuestion, Threshold, nearest_s, pool
from geo.domain import Aim
from geo.errors import InputError


def ask(people, time_s, limit_s=10.0, need=0):
    return PoolQuestion(
        people=np.array(people, dtype=np.int64),
        time_s=np.array(time_s, dtype=np.float64),
        limit_s=limit_s,
        threshold=Threshold(need, "Prüffall"),
    )


LINE = [[0, 10, 30], [10, 0, 20], [30, 20, 0]]
"""Three places on a line at 0, 10 and 30 s, each a site."""


def test_one_site_reaches_most_people_then_takes_least_time():
    # Sites 0 and 1 reach places 0 and 1 (5 people); at 1 the 3 people stay at home: 2 * 10 s instead of 3 * 10 s.
    found = pool(ask([2, 3, 4], LINE), 1)
    assert found.sites == (1,)
    assert (found.reached, found.person_s) == (5, 20)
    assert found.site_of.tolist() == [1, 1, -1]
    assert found.proven


def test_two_sites_reach_all():
    found = pool(ask([2, 3, 4], LINE), 2)
    assert (found.sites, found.reached) == ((1, 2), 9)


def test_median_weighs_everybody():
    # Person-seconds: site 0: 30 + 120 = 150; site 1: 20 + 80 = 100; site 2: 60 + 60 = 120.
    found = pool(ask([2, 3, 4], LINE), 1, Aim.TIME)
    assert (found.sites, found.person_s, found.reached) == ((1,), 100, 5)
    assert found.proven


def test_a_site_needs_its_people():
    # Two sites would split 5 and 4 people; a site needs 5: only the one that gathers 5 opens.
    found = pool(ask([2, 3, 4], LINE, need=5), 3)
    assert (found.sites, found.reached) == ((1,), 5)
    assert pool(ask([2, 3, 4], LINE, need=6), 3).sites == ()


def test_nobody_is_sent_past_an_open_site():
    # Site 1 would need place 0's people, who have site 0 at their door: both together are not to be had.
    found = pool(ask([6, 4], [[0, 5], [50, 0]], need=5), 2)
    assert found.sites == (1,)
    assert found.reached == 10


def test_places_without_people_open_nothing_and_follow():
    found = pool(ask([0, 0, 4], LINE, limit_s=20), 3)
    assert found.sites == (2,)
    assert found.site_of.tolist() == [-1, 2, 2]


def test_too_few_people_for_any_site():
    found = pool(ask([2, 3, 4], LINE, need=10), 2, Aim.TIME)
    assert found.sites == ()
    assert not found.proven


def test_no_site_in_reach():
    found = pool(ask([2], [[np.inf]]), 1)
    assert (found.sites, found.reached, found.reached_bound) == ((), 0, 0)


def test_bad_questions_are_refused():
    with pytest.raises(InputError, match="mindestens 1"):
        pool(ask([2], [[1]]), 0)
    with pytest.raises(InputError, match="braucht jeder Ort einen Weg"):
        pool(ask([2], [[np.inf]]), 1, Aim.TIME)


@st.composite
def questions(draw, most_needed=0):
    n, m = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    people = draw(hnp.arrays(np.int64, n, elements=st.integers(0, 50)))
    times = draw(hnp.arrays(np.int64, (n, m), elements=st.integers(0, 30)))
    return ask(people, times, limit_s=12.0, need=draw(st.integers(0, most_needed)))


@settings(max_examples=40, deadline=None)
@given(questions(most_needed=60), st.integers(1, 4))
def test_pooling_never_reaches_fewer_than_the_best_single(question, p):
    near = question.time_s <= question.limit_s
    single = (question.people[:, None] * near).sum(axis=0)
    viable = single[single >= question.threshold.people]
    found = pool(question, p)
    assert found.reached >= viable.max(initial=0)
    assert len(found.sites) <= p
    for site in found.sites:
        assert question.people[found.site_of == site].sum() >= question.threshold.people


@pytest.mark.parametrize("seed", range(6))
def test_same_optimum_as_spopt(seed):
    rng = np.random.default_rng(seed)
    times, people = rng.integers(1, 40, (9, 6)), rng.integers(1, 100, 9)
    question, solver = ask(people, times, limit_s=9.0), pulp.PULP_CBC_CMD(msg=False)
    covering = MCLP.from_cost_matrix(times, people, 9, p_facilities=2).solve(solver)
    assert pool(question, 2).reached == pytest.approx(pulp.value(covering.problem.objective))
    median = PMedian.from_cost_matrix(times, people, p_facilities=2).solve(solver)
    ours = pool(question, 2, Aim.TIME)
    assert ours.person_s == pytest.approx(pulp.value(median.problem.objective))
    assert ours.person_s == (people * nearest_s(question.time_s, ours.sites)).sum()
