"""Primary schools; a school that tells its level neither by tag nor by name belongs to no layer."""

from geo.domain import DayType, Handlungsfeld
from geo.layers.further_school import RULES as FURTHER_SCHOOL
from geo.layers.spec import LayerSpec

_KIND = (
    r"~grundschul|grund- ?(,|/|&|und)|\bGGS\b|primarschul|primary school|(waldorf|rudolf-steiner)[- ]?schule"
)

LAYER = LayerSpec(
    key="primary_school",
    title="Grundschule",
    plural="Grundschulen",
    genus="f",
    handlungsfeld=Handlungsfeld.WOHNEN,
    rules=(
        {"amenity": "school", "isced:level": r"~^(0-[1-9]|(0,)?1\b)"},
        {"amenity": "school", "school": ("primary", "elementary")},
        {"amenity": "school", "school:de": _KIND},
        # The name speaks only where no level is mapped.
        {"amenity": "school", "isced:level": "", "name": _KIND},
    ),
    unless=FURTHER_SCHOOL,
    candidate={"amenity": "school"},
    norms=("schfkvo-grundschule",),
    accepts=(
        {"amenity": "school", "isced:level": "1"},
        {"amenity": "school", "name": "Kath. Grundschule Winterberg"},
        {"amenity": "school", "name": "Primarschule Triesen", "access": "private"},
        {"amenity": "school", "school:de": "Grundschule", "name": "Am Hang"},
        {"amenity": "school", "isced:level": "1;2", "name": "Grund- und Hauptschule"},
    ),
    rejects=(
        {"amenity": "school"},
        {"amenity": "school", "name": "Ebaholz"},
        {"amenity": "school", "name": "Gymnasium", "isced:level": "2;3"},
        # The level outranks the name: here only the upper part is left.
        {"amenity": "school", "name": "Grund- und Hauptschule", "isced:level": "2"},
        {"amenity": "school", "isced:level": "1;2", "school:de": "Förderschule"},
        # KGS: Katholische Grundschule in NRW, Kooperative Gesamtschule elsewhere.
        {"amenity": "school", "name": "KGS Nord"},
        {"amenity": "school", "name": "Liechtensteinische Musikschule"},
        {"building": "school", "name": "Alte Grundschule"},
    ),
    colour="#775397",
    order=100,
    closed_on=(DayType.HOLIDAYS, DayType.SATURDAY, DayType.SUNDAY),
    capacity="pupils",
    rooms=True,
)
