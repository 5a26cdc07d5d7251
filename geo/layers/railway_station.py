"""Stations and halts of the railway with regular passenger trains."""

from geo.domain import Handlungsfeld
from geo.layers.spec import LayerSpec

LAYER = LayerSpec(
    key="railway_station",
    title="Bahnhof",
    plural="Bahnhöfe",
    genus="m",
    handlungsfeld=Handlungsfeld.MOBILITAET,
    rules=({"railway": ("station", "halt")},),
    unless=(
        {"station": ("subway", "light_rail", "monorail", "funicular", "miniature", "tram")},
        # Museum railways and excursion lines.
        {"usage": ("tourism", "leisure", "industrial")},
        {"railway:preserved": "yes"},
        {"tourism": ("museum", "theme_park")},
        {"train": "no"},
        # The relation that gathers the parts of a station repeats its tags.
        {"public_transport": "stop_area"},
    ),
    norms=("allianz-bahnhof",),
    accepts=(
        {"railway": "station", "name": "Nendeln", "train": "yes", "public_transport": "station"},
        {"railway": "halt", "public_transport": "stop_position"},
        # A request stop has regular trains.
        {"railway": "halt", "on_demand": "yes", "train": "yes"},
    ),
    rejects=(
        {"railway": "station", "station": "subway"},
        {"railway": "station", "usage": "tourism", "name": "Museumsbahnhof"},
        {"type": "public_transport", "public_transport": "stop_area", "railway": "station"},
        {"disused:railway": "station"},
        {"railway": "station", "abandoned": "yes"},
        {"railway": "stop", "public_transport": "stop_position", "train": "yes"},
        {"building": "train_station"},
    ),
    colour="#032b80",
    order=250,
)
