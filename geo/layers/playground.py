"""Playgrounds open to every child."""

from geo.domain import Handlungsfeld
from geo.layers.spec import NOT_PUBLIC, LayerSpec

LAYER = LayerSpec(
    key="playground",
    title="Spielplatz",
    plural="Spielplätze",
    genus="m",
    handlungsfeld=Handlungsfeld.WOHNEN,
    rules=({"leisure": "playground"},),
    # Those of Kindergärten, schools, blocks of flats and restaurants.
    unless=(NOT_PUBLIC, {"access": ("customers", "residents", "permit")}),
    accepts=(
        {"leisure": "playground"},
        {"leisure": "playground", "access": "yes", "name": "Spielplatz am Anger"},
        {"leisure": "playground", "access": "permissive"},
    ),
    rejects=(
        {"leisure": "playground", "access": "private"},
        {"leisure": "playground", "access": "customers"},
        {"leisure": "indoor_play"},
        {"playground": "swing"},
        {"leisure": "pitch", "name": "Bolzplatz"},
    ),
    colour="#32a155",
    order=210,
)
