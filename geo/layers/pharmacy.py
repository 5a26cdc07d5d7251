"""Pharmacies that dispense prescriptions to everyone."""

from geo.domain import Handlungsfeld
from geo.layers.spec import NOT_PUBLIC, LayerSpec

LAYER = LayerSpec(
    key="pharmacy",
    title="Apotheke",
    plural="Apotheken",
    genus="f",
    handlungsfeld=Handlungsfeld.WOHNEN,
    rules=({"amenity": "pharmacy"}, {"healthcare": "pharmacy"}),
    unless=(
        # The pharmacy of a hospital serves its wards only.
        NOT_PUBLIC,
        {"dispensing": "no"},
    ),
    norms=("bbsr-apotheke",),
    accepts=(
        {"amenity": "pharmacy", "dispensing": "yes", "name": "Apotheke am Postplatz"},
        {"amenity": "pharmacy"},
        {"healthcare": "pharmacy", "name": "Schloss-Apotheke"},
    ),
    rejects=(
        {"amenity": "pharmacy", "dispensing": "no"},
        {"shop": "chemist", "name": "Drogerie"},
        {"shop": "medical_supply"},
        {"amenity": "pharmacy", "access": "private", "name": "Krankenhausapotheke"},
        {"amenity": "vending_machine", "vending": "medicines"},
    ),
    colour="#925d67",
    order=40,
)
