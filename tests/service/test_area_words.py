"""Sentences about near areas: what is not known is said, not counted as nobody."""

from geo.layers import get_layer
from geo.results import AreaPlace
from geo.service.area_words import describe_near


def place(name, residents, *, partner=False):
    return AreaPlace(
        place_id=name, name=name, ags="1", kommune="Triesen", partner=partner, networks=[], residents=residents,
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
