"""Dentists; practices for orthodontics or oral surgery alone do not count."""

from geo.domain import DayType, Handlungsfeld
from geo.layers.spec import LayerSpec

# One part of the value that is no such speciality is enough, and so is none at all.
_MORE_THAN_SPECIAL = "~^(?!orthodont|oral_surg|maxillo|oral_and_max)"
_NOT_SPECIAL_BY_NAME = "~zahnarzt|zahnmedizin|^(?!.*(kieferorthop|oralchirurg|kieferchirurg))"

LAYER = LayerSpec(
    key="dentist",
    title="Zahnarzt",
    plural="Zahnärzte",
    genus="m",
    handlungsfeld=Handlungsfeld.WOHNEN,
    rules=tuple(
        {key: "dentist", "healthcare:speciality": _MORE_THAN_SPECIAL, "name": _NOT_SPECIAL_BY_NAME}
        for key in ("amenity", "healthcare")
    ),
    accepts=(
        {"amenity": "dentist"},
        {"healthcare": "dentist", "name": "Zahnarztpraxis am Markt"},
        {"amenity": "dentist", "healthcare:speciality": "dental;orthodontics"},
    ),
    rejects=(
        {"amenity": "dentist", "healthcare:speciality": "orthodontics"},
        {"amenity": "dentist", "name": "Kieferorthopädische Praxis"},
        {"craft": "dental_technician"},
        {"amenity": "doctors", "healthcare:speciality": "general"},
        {"amenity": "dentist", "abandoned": "yes"},
    ),
    colour="#dc6681",
    order=60,
    closed_on=(DayType.SUNDAY,),
)
