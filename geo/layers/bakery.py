"""Bakeries that sell bread over the counter."""

from geo.domain import Handlungsfeld
from geo.layers.spec import NOT_PUBLIC, LayerSpec

LAYER = LayerSpec(
    key="bakery",
    title="Bäckerei",
    plural="Bäckereien",
    genus="f",
    handlungsfeld=Handlungsfeld.WIRTSCHAFT,
    rules=({"shop": "bakery"},),
    unless=(NOT_PUBLIC,),
    accepts=(
        {"shop": "bakery", "name": "Bäckerei Gassner"},
        {"shop": "bakery", "amenity": "cafe"},
        {"shop": "bakery;pastry"},
    ),
    rejects=(
        # A bakehouse or factory without a shop.
        {"craft": "bakery"},
        {"shop": "pastry", "name": "Konditorei"},
        {"amenity": "vending_machine", "vending": "bread"},
        {"historic": "bakery", "name": "Backhaus"},
        {"shop": "bakery", "disused": "yes"},
    ),
    colour="#8f5806",
    order=30,
)
