"""Sports grounds, halls, stadiums and public baths; a pitch counts only where its name says sports ground."""

from geo.domain import Handlungsfeld
from geo.layers.spec import NOT_PUBLIC, LayerSpec

LAYER = LayerSpec(
    key="sports_facility",
    title="Sportanlage",
    plural="Sportanlagen",
    genus="f",
    handlungsfeld=Handlungsfeld.ZIVILGESELLSCHAFT,
    rules=(
        {"leisure": ("sports_centre", "sports_hall", "stadium", "ice_rink")},
        # One ground is drawn as several pitches, and a kickabout area is one too. Yet the ground of a
        # village club often exists as a pitch alone: its name tells.
        {"leisure": "pitch", "name": "~sport(platz|anlage|zentrum|park)|stadion|kampfbahn"},
        # Most pools stand in gardens: a public bath says so.
        {"leisure": ("swimming_pool", "water_park"), "name": "~(hallen|frei|schwimm|natur|wald)bad"},
    ),
    unless=(NOT_PUBLIC,),
    accepts=(
        {"leisure": "sports_centre", "operator": "SC Altenplos"},
        {"leisure": "stadium", "sport": "football"},
        {"leisure": "pitch", "sport": "soccer", "name": "Sportplatz Altastenberg"},
        {"leisure": "swimming_pool", "name": "Waldfreibad Gosenbach"},
    ),
    rejects=(
        {"leisure": "pitch", "sport": "soccer"},
        {"leisure": "pitch", "name": "Bolzplatz"},
        {"leisure": "pitch", "sport": "table_tennis"},
        {"leisure": "swimming_pool", "access": "private"},
        {"leisure": "swimming_pool"},
        {"leisure": "fitness_centre"},
        {"building": "sports_hall"},
    ),
    colour="#177114",
    order=200,
)
