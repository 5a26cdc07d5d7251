"""Fills of the quality classes."""

import pytest

from geo.errors import InputError
from geo.render.style import TRANSIT_COLOURS, ink_on, transit_colours


@pytest.mark.parametrize("n", range(1, 8))
def test_as_many_as_asked_and_all_different(n):
    colours = transit_colours(n)
    assert len(set(colours)) == len(colours) == n
    assert colours[0] == TRANSIT_COLOURS[0]


def test_the_scale_is_spread():
    assert transit_colours(7) == list(TRANSIT_COLOURS)
    assert transit_colours(4)[-1] == TRANSIT_COLOURS[-1]
    assert {ink_on(colour) for colour in TRANSIT_COLOURS} == {"#ffffff", "#1d2a2e"}


def test_more_than_can_be_told_apart():
    with pytest.raises(InputError, match="8 Güteklassen"):
        transit_colours(8)
