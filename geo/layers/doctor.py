"""General practitioners; a practice without any word on its speciality counts as one."""

from geo.domain import DayType, Handlungsfeld
from geo.layers.spec import LayerSpec, TagRule

_GENERAL = ("general", "general_practice", "general_medicine", "family_medicine", "family")
# Many specialists carry their speciality in the name only.
_NO_SPECIALIST_NAME = (
    "~hausarzt|hausärzt|allgemeinmedizin"
    "|^(?!.*(augen|frauen|kinder|jugend|haut|hno|hals-nasen|nerven|zahn|tier)(arzt|ärzt|heilkunde|praxis))"
    "(?!.*(gynäko|orthopäd|kieferorth|urolog|dermatolog|kardiolog|neurolog|radiolog|chirurg|psych|pädiatr))"
)
# A clinic in the sense of OSM: several doctors under one roof, a general practitioner among them.
_VERSORGUNGSZENTRUM: TagRule = {"amenity": "clinic", "healthcare:speciality": _GENERAL}


def _gp(key: str, value: str) -> tuple[TagRule, TagRule]:
    """Either a general speciality, or none said and none in the name."""
    return (
        {key: value, "healthcare:speciality": _GENERAL},
        {key: value, "healthcare:speciality": "", "name": _NO_SPECIALIST_NAME},
    )


LAYER = LayerSpec(
    key="doctor",
    title="Hausarzt",
    plural="Hausärzte",
    genus="m",
    handlungsfeld=Handlungsfeld.WOHNEN,
    rules=(
        *_gp("amenity", "doctors"),
        *_gp("healthcare", "doctor"),
        _VERSORGUNGSZENTRUM,
    ),
    unless=(
        {"healthcare": ("alternative", "psychotherapist", "physiotherapist", "podiatrist", "laboratory")},
    ),
    norms=("bbsr-hausarzt",),
    accepts=(
        {"amenity": "doctors", "healthcare:speciality": "general"},
        {"amenity": "doctors", "healthcare": "doctor", "healthcare:speciality": "internal;general"},
        {"amenity": "doctors", "name": "Dr. med. Muster"},
        {"healthcare": "doctor"},
        {"amenity": "doctors", "name": "Hausarztpraxis und Psychotherapie"},
        {"amenity": "clinic", "healthcare:speciality": "general", "name": "MVZ"},
    ),
    rejects=(
        {"amenity": "doctors", "healthcare:speciality": "orthopaedics"},
        {"amenity": "doctors", "healthcare:speciality": "gynaecology;oncology"},
        {"amenity": "doctors", "name": "Augenarzt Dr. Blick"},
        {"amenity": "doctors", "name": "Kinder- und Jugendarztpraxis"},
        {"amenity": "doctors", "name": "Praxis für Orthopädie"},
        {"amenity": "doctors", "healthcare": "psychotherapist"},
        {"amenity": "dentist"},
        {"amenity": "veterinary"},
        {"amenity": "clinic"},
    ),
    colour="#a3396e",
    order=50,
    closed_on=(DayType.SUNDAY,),
)
