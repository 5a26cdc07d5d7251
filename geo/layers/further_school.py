"""Special needs schools, vocational schools and schools for adults: no school around the corner."""

from geo.domain import DayType, Handlungsfeld
from geo.layers.spec import LayerSpec, TagRule

_KIND = (
    "~^(?!.*grund).*(förderschul|förderzentr|förderschwerpunkt|sonderschul)"
    "|schule für (geistig|körper|lern|sprach|gehör|hör|blinde|seh|kranke)"
    "|berufs(kolleg|schul|fachschul|oberschul|bildende)|berufliche|fachoberschul|oberstufenzentrum"
    "|(wirtschafts|technisches )gymnasium|weiterbildungskolleg|abend(schul|gymnasi|realschul|hauptschul)"
)

RULES: tuple[TagRule, ...] = (
    {"amenity": ("school", "college"), "name": _KIND},
    {"amenity": "school", "school:de": _KIND},
    {"amenity": "school", "school": ("special_education_needs", "vocational")},
)
"""Also what primary_school and secondary_school leave out: a Förderschule carries their levels too."""

LAYER = LayerSpec(
    key="further_school",
    title="Förder- oder Berufsschule",
    plural="Förder- und Berufsschulen",
    genus="f",
    handlungsfeld=Handlungsfeld.WOHNEN,
    rules=RULES,
    accepts=(
        {"amenity": "school", "name": "Hansa-Berufskolleg", "isced:level": "3;4"},
        {"amenity": "school", "school:de": "Förderschule", "isced:level": "1;2"},
        {"amenity": "school", "name": "Weiterbildungskolleg Unna"},
        {"amenity": "college", "name": "Berufsfachschule für Pflege"},
    ),
    rejects=(
        {"amenity": "school", "name": "Gymnasium"},
        {"amenity": "school", "name": "Grund- und Förderschule"},
        {"amenity": "music_school"},
        {"amenity": "school", "name": "Liechtensteinische Musikschule"},
        {"amenity": "driving_school", "name": "Fahrschule"},
        # Adult evening classes: education, but no school.
        {"amenity": "college", "name": "Volkshochschule"},
        {"amenity": "university"},
    ),
    colour="#858dc9",
    order=120,
    closed_on=(DayType.HOLIDAYS, DayType.SATURDAY, DayType.SUNDAY),
    capacity="pupils",
)
