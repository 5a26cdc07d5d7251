"""Petrol stations for cars, with petrol or diesel."""

from geo.domain import Handlungsfeld
from geo.layers.spec import NOT_PUBLIC, LayerSpec

LAYER = LayerSpec(
    key="fuel",
    title="Tankstelle",
    plural="Tankstellen",
    genus="f",
    handlungsfeld=Handlungsfeld.MOBILITAET,
    rules=({"amenity": "fuel"},),
    unless=(
        NOT_PUBLIC,
        {"motorcar": "no"},
        {"hgv": "only"},
        # Gas only.
        {"fuel:diesel": "no", "fuel:octane_95": ("no", "")},
        {"boat": "yes", "motorcar": ""},
    ),
    norms=("landatlas-tankstelle",),
    accepts=(
        {"amenity": "fuel", "brand": "Aral", "fuel:diesel": "yes", "fuel:octane_95": "yes"},
        {"amenity": "fuel"},
        {"amenity": "fuel", "shop": "convenience"},
    ),
    rejects=(
        {"amenity": "fuel", "fuel:cng": "yes", "fuel:diesel": "no", "fuel:octane_95": "no"},
        {"amenity": "fuel", "access": "private", "operator": "Bauhof"},
        {"amenity": "fuel", "hgv": "only"},
        {"amenity": "charging_station"},
        {"waterway": "fuel"},
        {"shop": "fuel", "name": "Heizöl"},
    ),
    colour="#0a3808",
    order=220,
)
