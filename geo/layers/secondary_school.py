"""Schools with lower secondary classes (Sekundarstufe I), by level, kind or unmistakable name."""

from geo.domain import DayType, Handlungsfeld
from geo.layers.further_school import RULES as FURTHER_SCHOOL
from geo.layers.spec import LayerSpec

_KIND = (
    r"~(haupt|real|gesamt|sekundar|ober|mittel|gemeinschafts|stadtteil|regel)schulen?\b|gymnasi(um|en)\b"
    r"|\bIGS\b|weiterführende schule|(waldorf|rudolf-steiner)[- ]?schule|secondary school"
)

LAYER = LayerSpec(
    key="secondary_school",
    title="Weiterführende Schule",
    plural="Weiterführende Schulen",
    genus="f",
    dative="weiterführenden Schule",
    handlungsfeld=Handlungsfeld.WOHNEN,
    rules=(
        {"amenity": "school", "isced:level": r"~\b2\b|^[01]-[3-9]"},
        {"amenity": "school", "school": ("secondary", "lower_secondary", "middle")},
        {"amenity": "school", "school:de": _KIND},
        # The name speaks where no level is mapped, or only the upper one (as on many a Gymnasium).
        {"amenity": "school", "isced:level": ("", "3"), "name": _KIND},
    ),
    unless=(
        *FURTHER_SCHOOL,
        {"name": "~grundschulen? (am|an|beim|neben|zum|zur) ", "isced:level": ("", "1")},
    ),
    candidate={"amenity": "school"},
    norms=("schfkvo-sekundarstufe-1",),
    accepts=(
        {"amenity": "school", "isced:level": "2;3"},
        {"amenity": "school", "name": "Gymnasium Winterberg"},
        {"amenity": "school", "name": "Weiterführende Schule Triesen"},
        {"amenity": "school", "school:de": "Gesamtschule", "name": "Bertha-von-Suttner-Schule"},
        {"amenity": "school", "isced:level": "1-3", "name": "Freie Waldorfschule"},
    ),
    rejects=(
        {"amenity": "school"},
        {"amenity": "school", "isced:level": "1", "name": "Grundschule"},
        {"amenity": "school", "name": "Grundschule am Gymnasium"},
        {"amenity": "school", "name": "Hansa-Berufskolleg", "isced:level": "2;3"},
        {"amenity": "school", "name": "Abendrealschule"},
        {"amenity": "school", "name": "Universität Liechtenstein"},
        {"amenity": "university", "name": "Pädagogische Hochschule"},
        {"amenity": "school", "name": "KGS Nord"},
    ),
    colour="#62217a",
    order=110,
    closed_on=(DayType.HOLIDAYS, DayType.SATURDAY, DayType.SUNDAY),
    capacity="pupils",
    rooms=True,
)
