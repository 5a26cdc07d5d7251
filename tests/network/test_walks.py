"""Walks between points: straight lines by hand, the desert in closed form, streets against the matrix of the engine."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.domain import Mode, Model
from geo.network.parameters import read_parameters
from geo.network.router import Router
from geo.network.walks import CrowflyWalks, StreetWalks, find_links
from tests.network.desert import ORIGIN, build_grid
from tests.network.points import streets

CROW = CrowflyWalks(read_parameters())


def at(*metres):
    return np.asarray(ORIGIN) + np.array(metres, np.float64)


def test_straight_line_times_detour_at_walking_speed():
    # 1,000 m x 1.3 at 5 km/h: 936 s.
    links = find_links(CROW, at((0, 0)), at((1000, 0), (0, 0), (1001, 0), (0, 500)), 936)
    assert links.to.tolist() == [0, 1, 3]
    assert links.time_s.tolist() == [936, 0, 468]
    assert CROW.to_matrix(at((0, 0)), at((1000, 0), (1001, 0)), 936).tolist() == [[936, -1]]
    assert CROW.model is Model.CROWFLY
    assert not CROW.stand(at((0, 0))).outside.any()


def test_nobody_walks_from_or_to_nowhere():
    none = np.empty((0, 2))
    assert find_links(CROW, none, at((0, 0)), 600).first.tolist() == [0]
    assert find_links(CROW, at((0, 0)), none, 600).first.tolist() == [0, 0]


@pytest.fixture(scope="module")
def town():
    return StreetWalks(Router(build_grid(15, 11, 100.0, Mode.WALK), 5.0), CROW)


def test_streets_are_walked_along(town):
    # Three blocks east, four north: 7 x 72 s; the straight line would take 468 s.
    links = find_links(town, at((100, 100)), at((400, 500)), 600)
    assert links.time_s.tolist() == [504]
    assert find_links(town, at((100, 100)), at((400, 500)), 503).to.tolist() == []
    # Along one block no junction is passed: 60 m are 43.2 s, rounded up.
    assert find_links(town, at((120, 100)), at((180, 100)), 600).time_s.tolist() == [44]


def test_beyond_the_streets_the_straight_line_stands_in(town):
    far = at((-5000, 0), (-5100, 0))
    assert town.stand(far).outside.all()
    links = find_links(town, far, far, 600)
    # 100 m x 1.3 at 5 km/h: 93.6 s.
    assert links.time_s.tolist() == [0, 94, 94, 0]
    assert town.to_matrix(far[:1], far[1:], 600).tolist() == [[94]]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**31), limit_s=st.sampled_from([0, 43, 200, 600, 3000]))
def test_links_are_the_matrix_without_what_is_too_far(town, seed, limit_s):
    rng = np.random.default_rng(seed)
    origins, targets = (np.asarray(ORIGIN) + rng.uniform(-300, 1800, (7, 2)) for _ in range(2))
    targets[0] = origins[0]
    matrix = town.to_matrix(origins, targets, limit_s)
    links = find_links(town, origins, targets, limit_s)
    found = np.full(matrix.shape, -1)
    found[np.repeat(np.arange(7), np.diff(links.first)), links.to] = links.time_s
    assert np.array_equal(found, matrix)


@settings(max_examples=60, deadline=None)
@given(town=streets(), data=st.data(), limit_s=st.sampled_from([1, 6, 15, 40, 10_000]))
def test_links_know_one_way_streets(town, data, limit_s):
    """Whichever side the search runs from."""
    west, south, east, north = town.graph.data_area.bounds
    place = st.tuples(st.floats(west, east), st.floats(south, north))
    sides = [np.array(data.draw(st.lists(place, min_size=1, max_size=4))) for _ in range(2)]
    walks = StreetWalks(town, CROW)
    links = find_links(walks, *sides, limit_s)
    found = np.full((len(sides[0]), len(sides[1])), -1)
    found[np.repeat(np.arange(len(sides[0])), np.diff(links.first)), links.to] = links.time_s
    assert np.array_equal(found, walks.to_matrix(*sides, limit_s))
