"""Tags as they stand in OpenStreetMap: Liechtenstein 2015, Upper Franconia 2014 (© its contributors)."""

import pytest

from geo.layers import match_layers


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"name": "Maxi", "shop": "convenience"}, ["convenience"]),
        ({"name": "Kiosk", "shop": "convenience", "building": "yes"}, []),
        ({"amenity": "school", "name": "Primarschule Triesenberg"}, ["primary_school"]),
        ({"amenity": "school", "name": "Primary school"}, ["primary_school"]),
        ({"amenity": "school", "name": "Weiterführende Schule Triesen"}, ["secondary_school"]),
        # Neither tag nor name tells a level.
        ({"amenity": "school"}, []),
        ({"amenity": "school", "name": "Ebaholz"}, []),
        ({"amenity": "school", "name": "formatio Privatschule"}, []),
        ({"amenity": "school", "name": "Liechtensteinische Musikschule"}, []),
        ({"amenity": "school", "name": "Universität Liechtenstein"}, []),
        ({"amenity": "townhall", "name": "Landtag"}, []),
        ({"amenity": "public_building", "building": "yes", "name": "Rathaus"}, ["town_hall"]),
        ({"amenity": "public_building", "building": "yes", "name": "Botschaft"}, []),
        (
            {"amenity": "post_office", "name": "Hermes PaketShop", "operator": "Bäckerei Konditorei Wagner"},
            [],
        ),
        ({"amenity": "post_office", "operator": "Liechtensteinische Post AG"}, ["post"]),
        (
            {
                "amenity": "fuel",
                "name": "Vaduz, Gastankstelle",
                "fuel:cng": "yes",
                "fuel:diesel": "no",
                "fuel:octane_95": "no",
            },
            [],
        ),
        ({"shop": "car_repair", "brand": "Toyota", "amenity": "fuel"}, ["fuel"]),
        (
            {"railway": "halt", "on_demand": "yes", "public_transport": "stop_position", "train": "yes"},
            ["railway_station"],
        ),
        (
            {
                "type": "public_transport",
                "public_transport": "stop_area",
                "railway": "station",
                "train": "yes",
            },
            [],
        ),
        ({"public_transport": "platform", "railway": "platform"}, []),
        ({"access": "private", "leisure": "swimming_pool"}, []),
        ({"leisure": "swimming_pool"}, []),
        ({"amenity": "atm", "tourism": "information", "information": "office"}, ["bank"]),
        ({"atm": "yes", "name": "LLB", "amenity": "bank"}, ["bank"]),
    ],
)
def test_real_tags(tags, expected):
    assert match_layers(tags) == expected
