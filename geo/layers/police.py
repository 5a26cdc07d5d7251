"""Police stations that residents can turn to."""

from geo.domain import Handlungsfeld
from geo.layers.spec import LayerSpec

LAYER = LayerSpec(
    key="police",
    title="Polizeiwache",
    plural="Polizeiwachen",
    genus="f",
    handlungsfeld=Handlungsfeld.VERWALTUNG,
    rules=({"amenity": "police"},),
    unless=(
        {"police": ("barracks", "training_area", "storage", "car_pound", "academy", "checkpoint")},
        {"name": "~polizeischule|polizeiakademie|autobahnpolizei|bereitschaftspolizei"},
    ),
    accepts=(
        {"amenity": "police", "name": "Polizeiwache Winterberg"},
        {"amenity": "police"},
        {"amenity": "police", "police": "offices", "access": "private"},
    ),
    rejects=(
        {"amenity": "police", "police": "training_area"},
        {"amenity": "police", "name": "Autobahnpolizeiwache"},
        {"police": "car_pound"},
        {"building": "police"},
        {"disused:amenity": "police"},
    ),
    colour="#2c519c",
    order=180,
)
