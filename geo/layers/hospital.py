"""Hospitals of general care; purely psychiatric and rehabilitation clinics do not count."""

from geo.domain import Handlungsfeld
from geo.layers.spec import LayerSpec

_MORE_THAN_SPECIAL = "~^(?!psych|rehab|geriatr|palliat)"

LAYER = LayerSpec(
    key="hospital",
    title="Krankenhaus",
    plural="Krankenhäuser",
    genus="n",
    handlungsfeld=Handlungsfeld.WOHNEN,
    rules=tuple(
        {key: "hospital", "healthcare:speciality": _MORE_THAN_SPECIAL} for key in ("amenity", "healthcare")
    ),
    unless=(
        {"healthcare": ("rehabilitation", "hospice", "nurse")},
        {"name": "~reha(bilitations)?[- ]?(klinik|zentrum)|kurklinik|tagesklinik|tierklinik|hospiz"},
    ),
    accepts=(
        {"amenity": "hospital", "name": "Kreisklinikum", "emergency": "yes"},
        {"amenity": "hospital", "healthcare:speciality": "surgery;internal;psychiatry"},
        {"healthcare": "hospital"},
    ),
    rejects=(
        {"amenity": "hospital", "healthcare": "rehabilitation"},
        {"amenity": "hospital", "healthcare:speciality": "psychiatry"},
        {"amenity": "hospital", "name": "Rehaklinik am Rothaarsteig"},
        {"amenity": "clinic"},
        {"building": "hospital"},
    ),
    colour="#530b33",
    order=70,
    capacity="beds",
)
