"""What every layer file must keep, whoever adds it."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo.layers
from geo.domain import Handlungsfeld, Mode
from geo.layers import LayerSpec, list_layers, match_layers
from geo.layers.spec import LIFECYCLE_KEYS
from geo.norms import get_norm

LAYERS = list_layers()
FOLDER = Path(geo.layers.__file__).parent

# One school may hold primary and lower secondary classes; nothing else may stand in two layers unnoticed.
SHARED = {("primary_school", "secondary_school"), ("secondary_school", "primary_school")}

# Classes, ink and muted text of the interface: a point must not be read as one of them.
TAKEN_COLOURS = ("#0b5d6b", "#3f8f93", "#9cc9bf", "#f2c879", "#d9793a", "#1d2a2e", "#5c6b70")
MIN_COLOUR_DISTANCE = 0.07  # in OKLab, three to four times what the eye just tells apart
MIN_CONTRAST_TO_RIM = 3.0  # WCAG 2.2, 1.4.11, graphics against their white rim

every_layer = pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.key)
any_tags = st.dictionaries(st.text(max_size=20), st.text(max_size=40), max_size=8)


def keys_of(layer: LayerSpec) -> set[str]:
    return {key for rule in (*layer.rules, *layer.unless) for key in rule} | set(LIFECYCLE_KEYS)


def tags_near(layer: LayerSpec) -> st.SearchStrategy[dict[str, str]]:
    """Tags made of the keys and values that the layer looks at, so that rules are really reached."""
    words = {
        word
        for rule in (*layer.rules, *layer.unless)
        for wanted in rule.values()
        for word in ([wanted] if isinstance(wanted, str) else wanted)
    }
    values = st.one_of(st.sampled_from(sorted(words | {"yes", "no"})), st.text(max_size=20))
    return st.dictionaries(st.sampled_from(sorted(keys_of(layer))), values, max_size=6)


def linear(colour: str) -> list[float]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def oklab(colour: str) -> tuple[float, float, float]:
    """Björn Ottosson, A perceptual color space for image processing (2020)."""
    r, g, b = linear(colour)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def colour_distance(one: str, other: str) -> float:
    return sum((a - b) ** 2 for a, b in zip(oklab(one), oklab(other), strict=True)) ** 0.5


def test_at_least_twenty_layers():
    assert len(LAYERS) >= 20


def test_every_file_holds_the_layer_of_its_name():
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "spec"}
    assert files == {layer.key for layer in LAYERS}


def test_order_is_unique():
    orders = [layer.order for layer in LAYERS]
    assert len(set(orders)) == len(orders)


def test_titles_are_unique():
    for words in ([layer.title for layer in LAYERS], [layer.plural for layer in LAYERS]):
        assert len(set(words)) == len(LAYERS)


@every_layer
def test_says_everything(layer: LayerSpec):
    assert layer.title
    assert layer.plural
    assert layer.dative
    assert layer.genus in ("m", "f", "n")
    assert isinstance(layer.handlungsfeld, Handlungsfeld)
    assert layer.rules
    assert all(rule for rule in (*layer.rules, *layer.unless)), "an empty rule matches everything"


@every_layer
def test_dative_differs_only_where_the_title_begins_with_an_adjective(layer: LayerSpec):
    if layer.dative != layer.title:
        assert layer.dative[0].islower()
        assert layer.dative.split()[1:] == layer.title.split()[1:]


@every_layer
def test_accepts(layer: LayerSpec):
    assert len(layer.accepts) >= 3
    assert [tags for tags in layer.accepts if not layer.matches(tags)] == []


@every_layer
def test_rejects(layer: LayerSpec):
    assert len(layer.rejects) >= 4
    assert [tags for tags in layer.rejects if layer.matches(tags)] == []


@every_layer
def test_no_sibling_takes_what_it_accepts(layer: LayerSpec):
    taken = {(layer.key, key) for tags in layer.accepts for key in match_layers(tags) if key != layer.key}
    assert taken <= SHARED


@every_layer
def test_what_is_out_of_use_belongs_to_no_layer(layer: LayerSpec):
    for tags in layer.accepts:
        for key in LIFECYCLE_KEYS:
            assert not layer.matches({**tags, key: "yes"})


@every_layer
def test_patterns_compile(layer: LayerSpec):
    for rule in (*layer.rules, *layer.unless):
        for wanted in rule.values():
            if isinstance(wanted, str) and wanted.startswith("~"):
                re.compile(wanted[1:])


@every_layer
def test_norms_exist_and_one_per_mode_can_be_judged(layer: LayerSpec):
    norms = [get_norm(norm_id) for norm_id in layer.norms]
    for mode in Mode:
        assert len([norm for norm in norms if norm.mode == mode and not norm.requires]) <= 1


@every_layer
def test_colour_stands_out_from_its_rim_and_from_what_is_taken(layer: LayerSpec):
    assert re.fullmatch("#[0-9a-f]{6}", layer.colour)
    red, green, blue = linear(layer.colour)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    assert 1.05 / (luminance + 0.05) >= MIN_CONTRAST_TO_RIM
    assert min(colour_distance(layer.colour, taken) for taken in TAKEN_COLOURS) >= MIN_COLOUR_DISTANCE


def test_colours_can_be_told_apart():
    close = [
        (one.key, other.key)
        for one, other in combinations(LAYERS, 2)
        if colour_distance(one.colour, other.colour) < MIN_COLOUR_DISTANCE
    ]
    assert close == []


@given(tags=any_tags)
def test_any_tags_are_answered(tags: dict[str, str]):
    assert match_layers(tags) == [layer.key for layer in LAYERS if layer.matches(tags)]


@given(data=st.data())
def test_values_of_the_rules_are_answered(data: st.DataObject):
    layer = data.draw(st.sampled_from(LAYERS))
    assert layer.matches(data.draw(tags_near(layer))) in (True, False)


@given(data=st.data(), value=st.text(max_size=20))
def test_an_unrelated_key_changes_nothing(data: st.DataObject, value: str):
    layer = data.draw(st.sampled_from(LAYERS))
    tags = data.draw(st.one_of(tags_near(layer), st.sampled_from((*layer.accepts, *layer.rejects))))
    key = data.draw(st.text(max_size=20).filter(lambda key: key not in keys_of(layer)))
    assert layer.matches({**tags, key: value}) == layer.matches(tags)


@given(data=st.data(), rank=st.integers(0, 7))
def test_order_of_tags_changes_nothing(data: st.DataObject, rank: int):
    layer = data.draw(st.sampled_from(LAYERS))
    items = list(data.draw(tags_near(layer)).items())
    turned = items[rank:] + items[:rank]
    assert layer.matches(dict(turned)) == layer.matches(dict(items))
