"""The little language of tag rules, and the German that a layer lends to sentences."""

import pytest

from geo.domain import Handlungsfeld
from geo.errors import NotFoundError
from geo.layers import get_layer
from geo.layers.spec import LayerSpec, matches_rule

MINIMAL = {
    "key": "well",
    "title": "Brunnen",
    "plural": "Brunnen",
    "genus": "m",
    "handlungsfeld": Handlungsfeld.WOHNEN,
    "rules": ({"amenity": "drinking_water"},),
    "accepts": (),
    "rejects": (),
    "colour": "#000000",
    "order": 1,
}


@pytest.mark.parametrize(
    ("wanted", "value", "expected"),
    [
        ("bakery", "bakery", True),
        ("bakery", "bakery;pastry", True),
        ("bakery", "pastry ; bakery", True),
        ("bakery", "Bakery", False),
        ("bakery", "bakery_supply", False),
        (("station", "halt"), "halt", True),
        (("station", "halt"), "stop", False),
        ("*", "post_partner", True),
        ("*", "no", False),
        ("*", "", False),
        ("*", ";", False),
        ("", "", True),
        ("", "orthopaedics", False),
        # A stray semicolon does not make a value absent.
        ("", "orthopaedics;", False),
        (("", "senior"), "", True),
        (("", "senior"), "disabled", False),
        ("~grundschul", "Kath. Grundschule", True),
        ("~^grundschul", "Kath. Grundschule", False),
        ("~grundschul", "", False),
        ("~^(?!hermes)", "Hermes PaketShop", False),
        ("~^(?!hermes)", "Hermes PaketShop;DHL Paketshop", True),
        ("~^(?!hermes)", "", True),
    ],
)
def test_value(wanted, value, expected):
    assert matches_rule({"key": wanted}, {"key": value}) is expected


def test_an_absent_key_counts_as_empty():
    assert matches_rule({"key": ""}, {})
    assert matches_rule({"key": "~^(?!hermes)"}, {})
    assert not matches_rule({"key": "*"}, {})


def test_all_keys_must_match():
    rule = {"amenity": "school", "isced:level": "1"}
    assert matches_rule(rule, {"amenity": "school", "isced:level": "1"})
    assert not matches_rule(rule, {"amenity": "school"})


def test_dative_is_the_title_unless_told_otherwise():
    assert LayerSpec(**MINIMAL).dative == "Brunnen"
    assert LayerSpec(**MINIMAL, dative="Trinkbrunnen").dative == "Trinkbrunnen"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("supermarket", "vom nächsten Supermarkt"),
        ("primary_school", "von der nächsten Grundschule"),
        ("secondary_school", "von der nächsten weiterführenden Schule"),
        ("town_hall", "vom nächsten Rathaus"),
        ("post", "von der nächsten Post"),
        ("bank", "von der nächsten Bank (auch Geldautomat)"),
    ],
)
def test_from_nearest(key, expected):
    assert get_layer(key).from_nearest == expected


def test_an_unknown_layer_is_named_with_the_known_ones():
    with pytest.raises(NotFoundError, match=r"„schwimmbad“ ist unbekannt; bekannt sind: supermarket, "):
        get_layer("schwimmbad")
