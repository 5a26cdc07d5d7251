"""The team: by hand, and what must hold for any: never less than the best single member, never less with one more."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo.matching.team import choose_team

RULES = {"covers_from": 0.5, "good_from": 0.7, "most_members": 3}


def team(scores, across=None, **rules):
    table = np.asarray(scores, dtype=float)
    return choose_team(table, across or [True] * table.shape[1], **{**RULES, **rules})


def test_most_roles_by_fewest_members():
    found = team([[0.9, 0.6, 0.0], [0.0, 0.6, 0.8], [0.0, 0.0, 0.4]])
    assert found.members == (1,)  # alone covers what two better ones would
    assert found.covered_by == (1, 1, None)
    assert found.n_covered == 2


def test_of_equal_teams_the_one_that_fits_well_then_from_elsewhere_then_the_better():
    assert team([[0.8, 0.6]], [False, True]).members == (0,)  # well beats from elsewhere
    assert team([[0.69, 0.6]], [False, True]).members == (1,)
    assert team([[0.6, 0.69]], [True, True]).members == (1,)


def test_limits():
    each = np.eye(5)
    assert team(each).n_covered == 3
    assert team(each, most_members=1).n_covered == 1
    assert team([[0.49]]).members == ()
    assert team([[0.49]]).covered_by == (None,)
    assert team(np.zeros((2, 0))).covered_by == (None, None)
    assert team(np.zeros((0, 2))).covered_by == ()


tables = st.tuples(st.integers(1, 5), st.integers(1, 6)).flatmap(
    lambda shape: arrays(float, shape, elements=st.sampled_from([0.0, 0.3, 0.5, 0.6, 0.8, 1.0]))
)


@settings(max_examples=60)
@given(tables, st.integers(1, 4), st.data())
def test_what_holds_for_any_team(table, most, data):
    across = data.draw(st.lists(st.booleans(), min_size=table.shape[1], max_size=table.shape[1]))
    found = team(table, across, most_members=most)
    covers = table >= RULES["covers_from"]
    assert found.n_covered >= covers.sum(axis=0).max()  # never less than the best single member
    assert len(found.members) <= most
    assert set(found.members) == {member for member in found.covered_by if member is not None}
    for role, member in enumerate(found.covered_by):
        assert member is None or covers[role, member]
    # One more actor never lowers the cover.
    fewer = team(np.delete(table, -1, axis=1), across[:-1], most_members=most)
    assert found.n_covered >= fewer.n_covered
    # Who stays uncovered, nobody could cover, unless the team is full.
    if len(found.members) < most:
        assert [r for r, m in enumerate(found.covered_by) if m is None] == list(
            np.flatnonzero(~covers.any(axis=1))
        )
