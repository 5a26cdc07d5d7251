"""Sentences about near areas: what is not known is said, not counted as nobody."""

import pandas as pd
import pytest

from geo.layers import get_layer
from geo.results import AreaPlace
from geo.service.area_words import describe_dissolved, describe_near, describe_solution
from geo.service.areas import Known, to_areas
from geo.service.projektraum_words import check_raum


def place(name, residents, *, partner=False, kommune="Triesen"):
    return AreaPlace(
        place_id=name, name=name, ags=kommune, kommune=kommune, partner=partner, networks=[], residents=residents,
        lon=9.5, lat=47.1,
    )  # fmt: skip


def describe(*members, people):
    text = describe_near(
        get_layer("supermarket"), members, n_in_need=2, people=people, spread_s=600, hub=members[0].name
    )
    return text.replace("\xa0", " ")


def test_unknown_residents_are_told():
    steg, malbun, triesen = place("Steg", None), place("Malbun", None), place("Triesen", 4913)
    assert "(von 2 Orten sind die Einwohner nicht bekannt)" in describe(steg, malbun, triesen, people=0)
    assert "rund 4.900 Menschen wohnen dort (von einem Ort sind" in describe(steg, triesen, people=4913)
    assert "nicht bekannt" not in describe(triesen, place("Partner", None, partner=True), people=4913)


@pytest.mark.parametrize(
    ("in_need", "unknown", "told"),
    [
        (
            2,
            True,
            "2 von 2 Orten, die die Norm verfehlen, liegen in einem Raum (wie viele Menschen dort wohnen",
        ),
        (
            4913,
            True,
            "Menschen, die die Norm verfehlen, wohnen in einem Raum, soweit Einwohner bekannt sind.",
        ),
        (
            4913,
            False,
            "rund 4.900 von rund 4.900 Menschen, die die Norm verfehlen, wohnen in einem Raum. Mehr",
        ),
    ],
)
def test_a_solution_counts_places_where_people_are_not_known(in_need, unknown, told):
    figures = {
        "n_in_need": 2, "residents_in_need": in_need, "covered": in_need, "covered_gap": 0.0, "total_gap": 0.0,
    }  # fmt: skip
    assert told in describe_solution(figures, unknown=unknown)


def know(*places):
    return Known(
        run=None, parameters=None, places={each.place_id: each for each in places}, frame=None, times=None
    )


def test_the_check_of_residents_is_open_where_they_are_not_known():
    def check(*places):
        members = [{"place_id": each.place_id, "name": each.name} for each in places]
        row = {"members": members, "min_residents": 1000, "kind": "twin"}
        found = next(each for each in check_raum(row, know(*places)) if each.key == "residents")
        return found.kept, found.text

    few, many, unknown = place("Lienz", 400), place("Balzers", 4500), place("Steg", None)
    assert check(few) == (False, "rund 400 Einwohner, zu wenige (mindestens 1.000).")
    assert check(few, unknown) == (
        None,
        "rund 400 Einwohner, soweit bekannt (mindestens 1.000); die eines Ortes nicht bekannt.",
    )
    assert check(many, unknown, place("Malbun", None))[0] is True


def test_an_area_that_a_later_load_has_dissolved_is_not_shown():
    """Between a load and the next run: a member that is gone is told; one municipality alone is no area."""
    area = {
        "area_id": "twin-1", "kind": "twin", "service": "", "residents": 9000, "residents_in_need": 0, "spread": 0.1,
        "both_missed": ["supermarket/walk"], "both_met": [], "run_id": "r", "hub_id": None,
    }  # fmt: skip
    names = ["Steg", "Triesen", "Schaan"]
    members = pd.DataFrame(
        {"area_id": "twin-1", "place_id": names, "in_need": True, "time_to_hub_s": None}, index=range(3)
    )
    triesen, schaan = place("Triesen", 4913), place("Schaan", 5933, kommune="Schaan")
    (left,) = to_areas(pd.DataFrame([area]), members, know(triesen, schaan))
    assert left.reason.endswith("Seit diesem Lauf ist ein Mitglied aufgelöst; die Zahlen sind die des Laufs.")
    assert to_areas(pd.DataFrame([area]), members, know(triesen)) == []
    assert to_areas(pd.DataFrame([area]), members, know()) == []
    assert describe_dissolved(0) == ""
