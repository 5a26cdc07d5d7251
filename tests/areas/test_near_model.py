"""Near areas: hand-checkable cases, and what every solution must keep."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.areas.near_model import find_hub, solve_near
from geo.areas.near_question import NearQuestion, weights
from geo.areas.near_start import find_start

LIMIT_S = 1500.0


def to_question(xs, ags, need, people, *, min_residents=0, max_members=8):
    """Places on a line; one unit is one second."""
    x = np.asarray(xs, dtype=np.float64)
    return NearQuestion(
        ags=np.asarray(ags, dtype=object),
        in_need=np.asarray(need, dtype=bool),
        people=np.asarray(people, dtype=np.int64),
        time_s=np.abs(x[:, None] - x[None, :]),
        limit_s=LIMIT_S,
        min_residents=min_residents,
        max_members=max_members,
    )


def areas_of(question):
    solution = solve_near(question)
    return solution, [
        np.flatnonzero(solution.hub == hub).tolist() for hub in np.unique(solution.hub[solution.hub >= 0])
    ]


def test_two_villages_across_a_border_share():
    solution, areas = areas_of(to_question([0, 600], ["A", "B"], [1, 1], [300, 400]))
    assert areas == [[0, 1]]
    assert (solution.covered, solution.covered_bound) == (700, 700)
    assert (solution.total_s, solution.total_bound_s) == (600, 600)
    assert solution.covered_gap == solution.total_gap == 0


def test_nobody_shares_inside_one_municipality():
    solution, areas = areas_of(to_question([0, 600], ["A", "A"], [1, 1], [300, 400]))
    assert areas == []
    assert solution.covered == 0


def test_the_limit_is_inclusive_and_a_second_more_is_too_far():
    assert areas_of(to_question([0, 1500], ["A", "B"], [1, 1], [300, 400]))[1] == [[0, 1]]
    assert areas_of(to_question([0, 1501], ["A", "B"], [1, 1], [300, 400]))[1] == []


def test_every_pair_counts_not_only_neighbours():
    """A chain: 0 and 2 are 2,000 s apart, so only two of the three belong together: those with most people."""
    solution, areas = areas_of(to_question([0, 1000, 2000], ["A", "B", "A"], [1, 1, 1], [100, 200, 300]))
    assert areas == [[1, 2]]
    assert solution.covered == 500


def test_too_few_people_carry_no_service():
    assert areas_of(to_question([0, 600], ["A", "B"], [1, 1], [300, 400], min_residents=701))[1] == []
    assert areas_of(to_question([0, 600], ["A", "B"], [1, 1], [300, 400], min_residents=700))[1] == [[0, 1]]


def test_a_partner_lends_the_second_municipality_and_stands_in_one_area_only():
    question = to_question([0, 100, 3000], ["A", "P", "A"], [1, 0, 1], [300, 0, 900])
    assert areas_of(question)[1] == [[0, 1]]
    # Within reach of both villages, which are too far from each other, it goes where more people live.
    question = to_question([0, 1000, 2000], ["A", "P", "A"], [1, 0, 1], [300, 0, 900])
    assert areas_of(question)[1] == [[1, 2]]


def test_of_equal_coverage_the_shortest_ways_win():
    question = to_question([0, 1400, 200], ["A", "P", "P"], [1, 0, 0], [300, 0, 0])
    solution, areas = areas_of(question)
    assert areas == [[0, 2]]
    assert solution.total_s == 200


def test_no_more_members_than_allowed():
    question = to_question([0, 1, 2], ["A", "B", "A"], [1, 1, 1], [5, 6, 7], max_members=2)
    solution, areas = areas_of(question)
    assert areas == [[1, 2]]
    assert solution.covered == 13


def test_unknown_residents_count_as_one():
    question = to_question([0, 10], ["A", "B"], [1, 0], [0, 0])
    assert weights(question).tolist() == [1, 0]
    assert areas_of(question)[1] == [[0, 1]]


def test_nothing_to_do():
    solution, areas = areas_of(to_question([], [], [], []))
    assert (solution.covered, areas) == (0, [])
    assert areas_of(to_question([0, 1], ["A", "B"], [0, 0], [5, 5]))[1] == []


@st.composite
def questions(draw, most=7):
    # On a short line places hang together in chains: there the limit of each pair matters.
    span = draw(st.sampled_from([2400, 4000]))
    n = draw(st.integers(2, most))
    return to_question(
        draw(st.lists(st.integers(0, span), min_size=n, max_size=n)),
        draw(st.lists(st.sampled_from("ABC"), min_size=n, max_size=n)),
        draw(st.lists(st.booleans(), min_size=n, max_size=n)),
        draw(st.lists(st.integers(0, 900), min_size=n, max_size=n)),
        min_residents=draw(st.sampled_from([0, 500, 1000])),
        max_members=draw(st.sampled_from([2, 3, 8])),
    )


def is_area(question, inside):
    inside = list(inside)
    return (
        len(set(question.ags[inside])) > 1
        and question.in_need[inside].any()
        and len(inside) <= question.max_members
        and question.people[inside].sum() >= question.min_residents
        and (question.time_s[np.ix_(inside, inside)] <= question.limit_s).all()
    )


@settings(max_examples=80)
@given(questions())
def test_every_area_keeps_its_limits(question):
    solution, areas = areas_of(question)
    for inside in areas:
        assert is_area(question, inside)
    covered = sum(int(weights(question)[inside].sum()) for inside in areas)
    assert solution.covered == covered == solution.covered_bound
    assert solution.total_s == solution.total_bound_s


@settings(max_examples=50)
@given(questions(most=10))
def test_where_the_search_begins_keeps_the_limits_too(question):
    areas = find_start(question, np.arange(len(question.ags)))
    members = [int(place) for inside in areas for place in inside]
    assert len(set(members)) == len(members)
    assert all(is_area(question, inside) for inside in areas)
    assert sum(int(weights(question)[inside].sum()) for inside in areas) <= solve_near(question).covered


@settings(max_examples=25)
@given(questions(most=9))
def test_blocks_keep_the_limits_and_are_no_worse_than_the_start(question):
    solution = solve_near(question, together=2, block=3)
    start = sum(
        int(weights(question)[area].sum()) for area in find_start(question, np.arange(len(question.ags)))
    )
    assert start <= solution.covered <= solve_near(question).covered <= solution.covered_bound
    for hub in np.unique(solution.hub[solution.hub >= 0]):
        inside = np.flatnonzero(solution.hub == hub)
        assert is_area(question, inside)
        assert hub in inside
        assert question.in_need[hub]


def test_blocks_get_beyond_the_start():
    rng = np.random.default_rng(3)
    xs, people = rng.integers(0, 20_000, 120), rng.integers(50, 900, 120)
    question = to_question(
        xs, rng.choice(list("ABCD"), 120), rng.random(120) < 0.5, people, min_residents=1000
    )
    blocks, exact = solve_near(question, together=30, block=30), solve_near(question)
    begin = find_start(question, np.arange(120))
    start = sum(int(weights(question)[inside].sum()) for inside in begin)
    assert start < blocks.covered or blocks.total_s < sum(ways_of(question, area) for area in begin)
    assert blocks.covered <= exact.covered_bound


def ways_of(question, area):
    return int(np.round(question.time_s[area, find_hub(question, area)]).sum())


def test_a_search_without_time_is_as_good_as_its_start():
    rng = np.random.default_rng(2)
    xs, people = rng.integers(0, 9000, 60), rng.integers(50, 900, 60)
    question = to_question(xs, rng.choice(list("ABCD"), 60), rng.random(60) < 0.7, people, min_residents=1000)
    start = sum(int(weights(question)[inside].sum()) for inside in find_start(question, np.arange(60)))
    assert start > 0
    assert start <= solve_near(question, 1e-6).covered <= solve_near(question).covered


@settings(max_examples=25)
@given(questions(most=6))
def test_no_other_partition_covers_more(question):
    """Against brute force over all ways to group the places."""
    weight = weights(question)

    def best(rest):
        if not rest:
            return 0
        first, others = rest[0], rest[1:]
        found = best(others)
        for size in range(1, len(others) + 1):
            for mates in itertools.combinations(others, size):
                if is_area(question, (first, *mates)):
                    left = tuple(place for place in others if place not in mates)
                    found = max(found, int(weight[[first, *mates]].sum()) + best(left))
        return found

    assert solve_near(question).covered == best(tuple(range(len(question.ags))))


def test_the_same_input_gives_the_same_areas():
    rng = np.random.default_rng(61)
    xs, people = rng.integers(0, 6000, 40), rng.integers(50, 900, 40)
    question = to_question(xs, rng.choice(list("ABCD"), 40), rng.random(40) < 0.6, people, min_residents=1000)
    first, second = solve_near(question), solve_near(question)
    assert (first.hub == second.hub).all()
    assert (first.hub >= 0).sum() > 10


@pytest.mark.parametrize("work", [0.001, 1.0])
def test_a_short_search_says_how_far_it_may_be_off(work):
    rng = np.random.default_rng(1)
    xs, people = rng.integers(0, 6000, 40), rng.integers(50, 900, 40)
    question = to_question(xs, rng.choice(list("ABCD"), 40), rng.random(40) < 0.8, people, min_residents=1000)
    solution = solve_near(question, work)
    assert solution.covered <= solution.covered_bound
    assert solution.total_bound_s <= solution.total_s
    assert 0 <= solution.covered_gap <= 1
    assert (solution.covered_gap == 0) == (solution.covered == solution.covered_bound)
