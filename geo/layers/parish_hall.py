"""Halls and houses of a parish beside its church: rooms that may house a shared service."""

from geo.domain import Handlungsfeld
from geo.layers.spec import NOT_PUBLIC, LayerSpec

NAME = (
    r"~pfarr(heim|saal|zentrum|gemeindehaus)|kirchengemeindehaus|(ev|evang|evangelisches|kath|katholisches)"
    r"\.?[- ]+(gemeinde|pfarr)(haus|zentrum|heim|saal)"
)

LAYER = LayerSpec(
    key="parish_hall",
    title="Pfarr- oder Gemeindehaus der Kirche",
    plural="Pfarr- und Gemeindehäuser der Kirchen",
    genus="n",
    handlungsfeld=Handlungsfeld.ZIVILGESELLSCHAFT,
    rules=(
        {"amenity": ("community_centre", "social_centre"), "community_centre": "parish_hall"},
        {"amenity": ("community_centre", "social_centre"), "religion": "christian"},
        {
            "amenity": (
                "community_centre",
                "social_centre",
                "events_venue",
                "public_building",
                "community_hall",
            ),
            "name": NAME,
        },
        {"building": "parish_hall"},
    ),
    unless=(
        NOT_PUBLIC,
        {"community_centre": ("youth_centre", "club_home")},
        # The church itself, the home of the priest, the office.
        {"amenity": ("place_of_worship", "kindergarten", "monastery")},
        {"name": "~pfarrhaus|pfarramt|pfarrbüro"},
    ),
    accepts=(
        {"amenity": "community_centre", "community_centre": "parish_hall", "name": "Pfarrheim St. Stephanus"},
        {"amenity": "community_centre", "name": "Ev. Gemeindehaus Hemmerde"},
        {"amenity": "community_centre", "religion": "christian", "name": "Haus der Begegnung"},
        {"building": "parish_hall"},
    ),
    rejects=(
        {"amenity": "place_of_worship", "name": "Ev. Gemeindezentrum"},
        {"amenity": "community_centre", "name": "Bürgerhaus"},
        # Of a municipality or of a parish: the name alone does not tell.
        {"amenity": "community_centre", "name": "Gemeindehaus"},
        {"building": "parish_hall", "amenity": "kindergarten"},
        {"office": "parish", "name": "Pfarrbüro"},
        {"building": "house", "name": "Pfarrhaus"},
    ),
    colour="#9c3fbf",
    order=155,
    rooms=True,
)
