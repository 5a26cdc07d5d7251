"""Stops near places by the way on foot: a grid of streets in the desert, and the whole matrix."""

import numpy as np
import pytest

from geo.analysis.stop_pairs import find_street_pairs
from geo.domain import Mode, Model
from geo.network.engine import travel_matrix
from geo.network.router import Router
from tests.network.desert import ORIGIN, build_grid

SPACING_M = 100.0


@pytest.fixture(scope="module")
def streets():
    return Router(build_grid(31, 31, SPACING_M, Mode.WALK), 5.0)


def at(*corners):
    return np.array(corners, dtype=float) * SPACING_M + ORIGIN


def as_set(pairs):
    return {
        (p, s, round(d))
        for p, s, d in zip(pairs.point.tolist(), pairs.stop.tolist(), pairs.distance_m, strict=True)
    }


def test_around_the_blocks(streets):
    """From (5, 5): 3 + 4 blocks to (8, 9); 12 to (11, 11); 13 are too far. A stop without position is nowhere."""
    stops = np.vstack([at((8, 9), (11, 11), (11, 12), (5, 5)), [[np.nan, np.nan]]])
    pairs = find_street_pairs(streets, at((5, 5)), stops, 1250.0)
    assert as_set(pairs) == {(0, 0, 700), (0, 1, 1200), (0, 3, 0)}
    assert pairs.model is Model.NETWORK
    assert pairs.detour_factor == 1.0


def test_agrees_with_the_whole_matrix(streets):
    rng = np.random.default_rng(61)
    points, stops = at(*rng.uniform(0, 30, (60, 2))), at(*rng.uniform(0, 30, (25, 2)))
    found = find_street_pairs(streets, points, stops, 1000.0)
    _, length_m = travel_matrix(streets, streets.snap(points), streets.snap(stops), 10**6)
    i, j = np.nonzero(length_m <= 1000.0)
    assert len(i) > 50
    whole = {(p, s, round(float(length_m[p, s]))) for p, s in zip(i.tolist(), j.tolist(), strict=True)}
    assert as_set(found) == whole


def test_nowhere(streets):
    assert len(find_street_pairs(streets, np.empty((0, 2)), at((1, 1)), 1000.0).point) == 0
    empty = find_street_pairs(streets, at((1, 1)), np.empty((0, 2)), 1000.0)
    assert len(empty.point) == 0
    assert len(empty.outside) == 1
