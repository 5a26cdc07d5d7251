"""Full-range grocery shops, discounters included."""

from geo.domain import Handlungsfeld
from geo.layers.spec import NOT_PUBLIC, LayerSpec

LAYER = LayerSpec(
    key="supermarket",
    title="Supermarkt",
    plural="Supermärkte",
    genus="m",
    handlungsfeld=Handlungsfeld.WIRTSCHAFT,
    rules=({"shop": "supermarket"},),
    unless=(
        NOT_PUBLIC,
        {"access": "members"},
        # Cash-and-carry markets are closed to most residents.
        {"wholesale": ("yes", "only")},
        # Health food shops carry a part of the range only; many are tagged as supermarkets.
        {"name": "~reformhaus"},
    ),
    norms=("bbsr-supermarkt", "landatlas-supermarkt"),
    accepts=(
        {"shop": "supermarket", "name": "REWE"},
        {"shop": "supermarket", "brand": "Lidl", "building": "retail"},
        {"shop": "supermarket", "access": "customers"},
    ),
    rejects=(
        {"shop": "convenience", "name": "Dorfladen"},
        {"shop": "wholesale", "name": "Metro"},
        {"shop": "supermarket", "wholesale": "only"},
        {"shop": "supermarket", "name": "Bacher Reformhaus"},
        {"disused:shop": "supermarket", "shop": "vacant"},
        {"building": "supermarket"},
    ),
    colour="#b54436",
    order=10,
)
