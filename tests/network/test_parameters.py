"""Settings of a run: the published defaults, changes, and what is refused."""

import pytest

from geo.domain import Mode
from geo.errors import InputError
from geo.network.parameters import read_parameters


def test_defaults_are_the_published_ones():
    """methods.md, section 4."""
    parameters = read_parameters()
    assert parameters.detour_factor == 1.3
    assert parameters.speed_kmh == {Mode.WALK: 5.0, Mode.BIKE: 15.0, Mode.CAR: 33.0}


def test_flat_form_round_trips():
    changed = read_parameters({"speed_kmh.walk": 3.5, "detour_factor": 1.2, "limit_min.car": 45})
    flat = {key: value for key, value in changed.to_flat().items() if key != "link_norm"}
    assert read_parameters(flat) == changed
    assert flat["speed_kmh.walk"] == 3.5
    assert flat["limit_min.car"] == 45


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"speed_kmh.fly": 900}, "speed_kmh.fly"),
        ({"speed": 5}, "möglich sind"),
        ({"links.norm": 5}, "gibt es nicht"),
        ({"speed_kmh.walk": 0}, "größer als 0"),
        ({"speed_kmh.walk": -3}, "größer als 0"),
        ({"speed_kmh.walk": float("nan")}, "größer als 0"),
        ({"detour_factor": 0.9}, "zwischen 1 und 3"),
        ({"detour_factor": 12}, "zwischen 1 und 3"),
    ],
)
def test_bad_changes_get_one_sentence(changes, words):
    with pytest.raises(InputError, match=words):
        read_parameters(changes)
