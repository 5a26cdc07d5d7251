"""Halls and houses open to the whole village or quarter; houses of one group alone do not count."""

from geo.domain import Handlungsfeld
from geo.layers.parish_hall import NAME as PARISH_NAME
from geo.layers.spec import NOT_PUBLIC, LayerSpec

_NAME = "~dorfgemeinschaftshaus|gemeinschaftshaus|bürgerhaus|bürgerhalle|dorfhaus|bürgerzentrum|bürgertreff"

LAYER = LayerSpec(
    key="community_centre",
    title="Dorfgemeinschafts- oder Bürgerhaus",
    plural="Dorfgemeinschafts- und Bürgerhäuser",
    genus="n",
    handlungsfeld=Handlungsfeld.ZIVILGESELLSCHAFT,
    rules=(
        {"amenity": ("community_centre", "community_hall", "social_centre")},
        # In Germany these houses also hide behind neighbouring tags.
        {"amenity": ("townhall", "public_building", "events_venue"), "name": _NAME},
    ),
    unless=(
        NOT_PUBLIC,
        {"community_centre": ("youth_centre", "club_home", "parish_hall")},
        {"community_centre:for": ("juvenile", "child", "senior", "migrant", "disabled", "student")},
        {"name": "~jugend(zentrum|treff|haus|club)|vereinsheim|schützenheim"},
        # Houses of a parish: see parish_hall.
        {"religion": "*"},
        {"name": PARISH_NAME},
    ),
    accepts=(
        {"amenity": "community_centre", "name": "Bürgerhaus"},
        {"amenity": "community_centre", "community_centre": "village_hall"},
        {"amenity": "townhall", "name": "Dorfgemeinschaftshaus Elkeringhausen"},
        {"amenity": "social_centre"},
    ),
    rejects=(
        {"amenity": "community_centre", "community_centre": "youth_centre"},
        {"amenity": "community_centre", "name": "Jugendzentrum"},
        {"amenity": "community_centre", "community_centre": "club_home"},
        {"amenity": "community_centre", "community_centre:for": "senior"},
        {"amenity": "townhall", "name": "Rathaus"},
        {"amenity": "place_of_worship", "name": "Gemeindezentrum"},
    ),
    colour="#4b4714",
    order=150,
    rooms=True,
)
