"""Fire stations that serve the public, voluntary ones above all."""

from geo.domain import Handlungsfeld
from geo.layers.spec import LayerSpec

LAYER = LayerSpec(
    key="fire_station",
    title="Feuerwehrhaus",
    plural="Feuerwehrhäuser",
    genus="n",
    handlungsfeld=Handlungsfeld.VERWALTUNG,
    rules=({"amenity": "fire_station"},),
    unless=(
        # Brigades of a works or an airport stay on their own grounds.
        {"name": "~werkfeuerwehr|werksfeuerwehr|betriebsfeuerwehr|flughafenfeuerwehr|feuerwehrschule"},
        {"fire_station:type": "industrial"},
        {"tourism": "museum"},
    ),
    norms=("hilfsfrist-laendlich",),
    accepts=(
        {"amenity": "fire_station", "name": "Freiwillige Feuerwehr Triesen"},
        {"amenity": "fire_station", "building": "yes"},
        {"amenity": "fire_station", "access": "private"},
    ),
    rejects=(
        {"amenity": "fire_station", "name": "Werkfeuerwehr Stahlwerk"},
        # Ambulances only.
        {"emergency": "ambulance_station"},
        {"emergency": "fire_hydrant"},
        {"amenity": "fire_station", "tourism": "museum", "name": "Feuerwehrmuseum"},
        {"building": "fire_station"},
    ),
    colour="#830f05",
    order=190,
)
