"""Thought up once: what came of projects with twins, counted by hand."""

import pytest

from geo.matching.matcher import get_matcher
from geo.matching.score import Profile
from geo.matching.twins import TwinCount, count_twins, find_twins

SHOP = ("Digitaler Dorfladen", "Brot, Milch und Pakete im Dorf, auch nachts")
BUS = ("Bürgerbus am Abend", "Ehrenamtliche fahren nach Voranmeldung")


def test_two_village_shops_are_twins_and_a_bus_is_none():
    matcher = get_matcher()
    profiles = [Profile("a", *SHOP), Profile("b", *BUS), Profile("c", *SHOP)]
    vectors = matcher.model.to_vectors([profile.text for profile in profiles])
    assert find_twins(matcher, profiles, vectors) == [(0, 2)]


@pytest.mark.parametrize(
    ("joined", "adopted", "counted"),
    [
        # Groups 0-1-2 and 3-4; 5 has no twin and counts nowhere.
        (set(), set(), TwinCount(5, 0, 0, 5, 3)),  # two of three, one of two
        ({0, 1}, set(), TwinCount(5, 2, 0, 3, 2)),  # 2 may join 0 and 1; one of 3 and 4
        ({0, 1}, {1, 3}, TwinCount(5, 2, 1, 2, 2)),  # 1 joined, which is more than adopted; 4 may join 3
        ({0, 1, 2, 5}, {3, 4, 5}, TwinCount(5, 3, 2, 0, 0)),
    ],
)
def test_what_came_of_twins(joined, adopted, counted):
    assert count_twins(6, [(0, 1), (1, 2), (3, 4)], joined, adopted) == counted


def test_without_pairs_nothing_is_spared():
    assert count_twins(3, [], {0}, {1}) == count_twins(0, [], set(), set()) == TwinCount(0, 0, 0, 0, 0)
