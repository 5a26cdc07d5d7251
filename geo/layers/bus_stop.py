"""Bus stops, by the place where people wait, not by the point on the road."""

from geo.domain import Handlungsfeld
from geo.layers.spec import NOT_PUBLIC, LayerSpec

LAYER = LayerSpec(
    key="bus_stop",
    title="Bushaltestelle",
    plural="Bushaltestellen",
    genus="f",
    handlungsfeld=Handlungsfeld.MOBILITAET,
    rules=(
        # Also where it stands on the road (public_transport=stop_position): often nothing else is mapped.
        # A stop that is found twice does no harm to the nearest one, a lost stop does.
        {"highway": "bus_stop"},
        {"public_transport": "platform", "bus": "yes"},
        {"amenity": "bus_station"},
    ),
    unless=(NOT_PUBLIC,),
    norms=("bbsr-haltestelle",),
    accepts=(
        {"highway": "bus_stop", "name": "Rathaus"},
        {"public_transport": "platform", "bus": "yes"},
        {"highway": "bus_stop", "public_transport": "stop_position", "bus": "yes"},
        {"amenity": "bus_station", "name": "ZOB"},
    ),
    rejects=(
        {"public_transport": "stop_position", "bus": "yes"},
        {"public_transport": "platform", "tram": "yes"},
        {"public_transport": "platform"},
        {"type": "public_transport", "public_transport": "stop_area", "bus": "yes"},
        {"disused:highway": "bus_stop"},
        {"railway": "tram_stop"},
    ),
    colour="#566fcf",
    order=240,
)
