"""Public charging stations for cars."""

from geo.domain import Handlungsfeld
from geo.layers.spec import NOT_PUBLIC, LayerSpec

LAYER = LayerSpec(
    key="charging_station",
    title="Ladesäule",
    plural="Ladesäulen",
    genus="f",
    handlungsfeld=Handlungsfeld.NACHHALTIGKEIT,
    rules=({"amenity": "charging_station"},),
    unless=(
        NOT_PUBLIC,
        {"access": ("employees", "residents")},
        {"motorcar": "no"},
        # Made for bicycles: nothing on it speaks of a car.
        {
            "bicycle": ("yes", "designated", "only"),
            "motorcar": "",
            "car": "",
            "socket:type2": "",
            "socket:type2_cable": "",
            "socket:type2_combo": "",
        },
    ),
    accepts=(
        {"amenity": "charging_station"},
        {"amenity": "charging_station", "motorcar": "yes", "bicycle": "yes"},
        {"amenity": "charging_station", "bicycle": "yes", "socket:type2": "2"},
        {"amenity": "charging_station", "access": "customers"},
    ),
    rejects=(
        {"amenity": "charging_station", "access": "private"},
        {"amenity": "charging_station", "bicycle": "yes"},
        {"amenity": "charging_station", "motorcar": "no", "bus": "yes"},
        # One post of a station that is mapped itself.
        {"man_made": "charge_point"},
        {"amenity": "device_charging_station"},
    ),
    colour="#069ce4",
    order=230,
    capacity="capacity",
)
