"""Nursing homes and sheltered housing for older people; both generations of tagging."""

from geo.domain import Handlungsfeld
from geo.layers.spec import LayerSpec

# Homes for people with a disability or a mental illness are another service.
_SENIOR_OR_UNSAID = ("", "senior")

LAYER = LayerSpec(
    key="nursing_care",
    title="Pflege- oder Seniorenheim",
    plural="Pflege- und Seniorenheime",
    genus="n",
    handlungsfeld=Handlungsfeld.WOHNEN,
    rules=(
        {"amenity": ("nursing_home", "retirement_home"), "social_facility:for": _SENIOR_OR_UNSAID},
        {"social_facility": "nursing_home", "social_facility:for": _SENIOR_OR_UNSAID},
        # group_home stood for nursing homes until 2016; without "senior" it can be any shared home.
        {"social_facility": ("assisted_living", "group_home"), "social_facility:for": "senior"},
    ),
    accepts=(
        {"amenity": "social_facility", "social_facility": "nursing_home", "social_facility:for": "senior"},
        {"amenity": "nursing_home"},
        {"amenity": "social_facility", "social_facility": "assisted_living", "social_facility:for": "senior"},
        {
            "amenity": "social_facility",
            "social_facility": "group_home",
            "social_facility:for": "senior;disabled",
        },
    ),
    rejects=(
        {"amenity": "social_facility", "social_facility": "shelter", "social_facility:for": "homeless"},
        {"amenity": "social_facility", "social_facility": "nursing_home", "social_facility:for": "disabled"},
        {"amenity": "social_facility", "social_facility": "group_home", "social_facility:for": "juvenile"},
        {"amenity": "social_facility", "social_facility": "assisted_living"},
        {"amenity": "social_facility", "social_facility": "ambulatory_care", "social_facility:for": "senior"},
        {"amenity": "social_facility", "social_facility": "food_bank"},
    ),
    colour="#6a3c51",
    order=80,
    capacity="capacity",
)
