"""Shared sites in words: along what the ways lead, and how far."""

from geo.domain import Model
from geo.service.pooling_words import STRAIGHT, STREETS, describe_model, describe_unknown, describe_way


def test_the_model_of_the_ways_is_named():
    network, crowfly = Model.NETWORK, Model.CROWFLY
    assert describe_model([crowfly], streets=False) == STRAIGHT
    assert describe_model([network, network], streets=True) == STREETS
    assert describe_model([network, crowfly, network], streets=True) == (
        f"{STREETS}; 1 von 3 nach dem Luftlinienmodell, weil ein Ende außerhalb der geladenen Straßen liegt"
    )


def test_a_way_says_whether_it_keeps_the_limit():
    words = [describe_way("Lünern", time_s, "Rathaus", 600) for time_s in (600, 601, None)]
    assert [text.replace("\xa0", " ") for text in words] == [
        "Lünern: 10 min bis Rathaus",
        "Lünern: 10 min bis Rathaus, weiter als die Grenze",
        "Lünern: kein Standort in der Grenze",
    ]


def test_members_whose_residents_are_not_known_are_told():
    assert [describe_unknown(n) for n in (0, 1, 3)] == [
        "",
        " Die Einwohner eines Ortes sind nicht bekannt und zählen nicht mit.",
        " Die Einwohner von 3 Orten sind nicht bekannt und zählen nicht mit.",
    ]
