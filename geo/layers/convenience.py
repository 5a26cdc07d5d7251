"""Small shops with everyday groceries: village shops, corner shops."""

from geo.domain import Handlungsfeld
from geo.layers.spec import NOT_PUBLIC, LayerSpec

LAYER = LayerSpec(
    key="convenience",
    title="Dorfladen",
    plural="Dorfläden",
    genus="m",
    handlungsfeld=Handlungsfeld.WIRTSCHAFT,
    rules=(
        {"shop": ("convenience", "general")},
        {"shop": "*", "name": "~(dorf|bürger)laden"},
    ),
    unless=(
        NOT_PUBLIC,
        # The shop of a petrol station sells provisions for the road.
        {"amenity": "fuel"},
        # A kiosk with drinks and newspapers is often tagged shop=convenience.
        {"name": r"~^(?!.*(dorf|bürger)laden).*\b(kiosk|trinkhalle|büdchen|spätkauf|späti)\b"},
        {"shop": ("vacant", "no")},
    ),
    norms=("gif-nahversorgung-700",),
    accepts=(
        {"shop": "convenience", "name": "Volg Dorfladen"},
        {"shop": "general", "name": "Unser Laden"},
        {"shop": "farm", "name": "Dorfladen Hoheleye"},
    ),
    rejects=(
        {"shop": "supermarket", "name": "Edeka"},
        {"shop": "kiosk"},
        {"shop": "convenience", "name": "Kiosk am Markt"},
        {"shop": "convenience", "amenity": "fuel", "brand": "Aral"},
        # A farm shop has its own produce, often in season only.
        {"shop": "farm", "name": "Hofladen Schulze"},
        {"shop": "vacant", "name": "Dorfladen"},
    ),
    colour="#a38b8f",
    order=20,
)
