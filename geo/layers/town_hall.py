"""Town halls: where a resident reaches the municipal administration."""

from geo.domain import DayType, Handlungsfeld
from geo.layers.spec import LayerSpec

LAYER = LayerSpec(
    key="town_hall",
    title="Rathaus",
    plural="Rathäuser",
    genus="n",
    handlungsfeld=Handlungsfeld.VERWALTUNG,
    rules=(
        {"amenity": "townhall"},
        # The forerunner of amenity=townhall, found in older extracts.
        {"amenity": "public_building", "name": "~^rathaus|^gemeindeverwaltung"},
    ),
    unless=(
        # Halls of other purpose that carry the tag: parliaments, district seats, village halls.
        {"name": "~landtag|kreishaus|kreisverwaltung|dorfgemeinschaftshaus|bürgerhaus|dorfhaus"},
        {"tourism": "museum"},
    ),
    accepts=(
        {"amenity": "townhall", "name": "Rathaus Vaduz"},
        {"amenity": "townhall", "name": "Gemeindeverwaltung Harsdorf"},
        {"amenity": "public_building", "name": "Rathaus", "building": "yes"},
    ),
    rejects=(
        {"amenity": "townhall", "name": "Landtag"},
        {"amenity": "townhall", "name": "Dorfgemeinschaftshaus Elkeringhausen"},
        {"amenity": "public_building", "name": "Haus der Wirtschaft"},
        {"historic": "building", "name": "Altes Rathaus"},
        {"building": "civic"},
        {"office": "government", "government": "tax"},
    ),
    colour="#3a3760",
    order=140,
    closed_on=(DayType.SUNDAY,),
    rooms=True,
)
