"""Settings of door-to-door travel: the defaults of issue 4, changes, and what is refused."""

import pytest

from geo.errors import InputError
from geo.network.transit_parameters import read_transit_parameters


def test_defaults_are_those_of_the_issue():
    parameters = read_transit_parameters()
    hours = [(window.begin / 3600, window.end / 3600) for window in parameters.windows]
    assert hours == [(6, 9), (12, 14), (16, 19)]
    assert parameters.rides == 4
    assert parameters.stay_min == 90
    assert parameters.home_by == 24 * 3600
    departures = parameters.departures_s(parameters.windows[0])
    assert len(departures) == 180
    assert departures[[0, 1, -1]].tolist() == [21_600, 21_660, 32_340]


def test_changes_and_the_flat_form():
    changed = read_transit_parameters({"access_min": 15, "home_by": "22:30", "window.morning": "05:00-08:00"})
    assert changed.access_s == 900
    flat = changed.to_flat()
    assert flat["transit.access_min"] == 15
    assert flat["transit.home_by"] == "22:30"
    assert flat["transit.window.morning"] == "05:00-08:00"
    assert flat["transit.window.noon"] == "12:00-14:00"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"walk_fast": 3}, "gibt es nicht; möglich sind: access_min"),
        ({"window.night": "22:00-24:00"}, "gibt es nicht"),
        ({"access_min": 0}, "„access_min“"),
        ({"rides": 9}, "„rides“"),
        ({"home_by": "half past ten"}, "keine gültige Angabe"),
        ({"window.noon": "14:00-12:00"}, "windows"),
        ({"window.noon": "14:00"}, "keine gültige Angabe"),
    ],
)
def test_bad_changes_get_one_sentence(changes, words):
    with pytest.raises(InputError, match=words):
        read_transit_parameters(changes)
