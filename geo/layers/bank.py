"""Bank branches and cash machines, also those inside shops."""

from geo.domain import Handlungsfeld
from geo.layers.spec import NOT_PUBLIC, LayerSpec

LAYER = LayerSpec(
    key="bank",
    # One article has to serve both nouns: "zur nächsten Bank (auch Geldautomat)".
    title="Bank (auch Geldautomat)",
    plural="Banken und Geldautomaten",
    genus="f",
    handlungsfeld=Handlungsfeld.WIRTSCHAFT,
    rules=({"amenity": ("bank", "atm")}, {"atm": "yes"}),
    unless=(NOT_PUBLIC,),
    accepts=(
        {"amenity": "bank", "atm": "yes", "name": "Sparkasse"},
        {"amenity": "atm", "operator": "Volksbank"},
        {"amenity": "bank", "atm": "no"},
    ),
    rejects=(
        {"amenity": "bureau_de_change"},
        {"amenity": "payment_terminal"},
        {"atm": "no", "shop": "supermarket"},
        {"office": "financial", "name": "Vermögensberatung"},
        {"amenity": "bench", "name": "Bank am Weg"},
        {"amenity": "atm", "access": "private"},
    ),
    colour="#687637",
    order=160,
)
