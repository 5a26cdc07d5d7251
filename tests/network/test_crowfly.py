"""The straight-line model: hand-made figures, and scipy's brute force as a peer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from geo.domain import Mode
from geo.network import crowfly
from geo.network.parameters import read_parameters

POINTS = st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 100_000)), min_size=1, max_size=30).map(
    lambda rows: np.array(rows, dtype=np.float64)
)


def test_way_and_time_by_hand():
    """10 km straight are 13 km of way: 156 min on foot, 52 by bike, 23.6 by car."""
    parameters = read_parameters()
    path_m = crowfly.to_path_m(np.array([10_000.0]), parameters)
    assert path_m == pytest.approx([13_000.0])
    minutes = {mode: crowfly.to_time_s(path_m, mode, parameters)[0] / 60 for mode in Mode}
    assert minutes[Mode.WALK] == pytest.approx(13 / 5 * 60)
    assert minutes[Mode.BIKE] == pytest.approx(13 / 15 * 60)
    assert minutes[Mode.CAR] == pytest.approx(13 / 33 * 60)


def test_older_people_walk_slower():
    slower = read_parameters({"speed_kmh.walk": 3.5})
    assert crowfly.to_time_s(np.array([3500.0]), Mode.WALK, slower) == pytest.approx([3600.0])


@given(origins=POINTS, targets=POINTS)
def test_nearest_agrees_with_all_distances(origins, targets):
    index, crow_m = crowfly.nearest(origins, targets)
    every = cdist(origins, targets)
    assert np.allclose(crow_m, every.min(axis=1))
    assert np.allclose(every[np.arange(len(origins)), index], crow_m)
    assert np.allclose(crowfly.distances(origins, targets), every)


@given(origins=POINTS, targets=POINTS, more=POINTS)
def test_another_target_never_makes_the_way_longer(origins, targets, more):
    _, before = crowfly.nearest(origins, targets)
    _, after = crowfly.nearest(origins, np.vstack([targets, more]))
    assert (after <= before).all()


@given(origins=POINTS, others=POINTS, targets=POINTS)
def test_a_figure_does_not_depend_on_what_else_is_asked(origins, others, targets):
    _, alone = crowfly.nearest(origins, targets)
    _, together = crowfly.nearest(np.vstack([origins, others]), targets)
    assert (together[: len(origins)] == alone).all()


def test_no_target_is_no_figure():
    index, crow_m = crowfly.nearest(np.array([[0.0, 0.0]]), np.empty((0, 2)))
    assert index.tolist() == [-1]
    assert np.isinf(crow_m).all()
    assert len(crowfly.nearest(np.empty((0, 2)), np.array([[0.0, 0.0]]))[0]) == 0
