"""Post offices and post counters in shops; letter boxes, lockers and mere parcel shops do not count."""

from geo.domain import Handlungsfeld
from geo.layers.spec import NOT_PUBLIC, LayerSpec

# Parcel services without letters and stamps. In a list of brands one other brand is enough.
_MORE_THAN_PARCELS = r"~^(?!hermes|dpd\b|gls\b|ups\b|fedex|amazon)"

LAYER = LayerSpec(
    key="post",
    title="Post",
    plural="Poststellen",
    genus="f",
    handlungsfeld=Handlungsfeld.WIRTSCHAFT,
    rules=(
        {
            "amenity": "post_office",
            "name": _MORE_THAN_PARCELS,
            "brand": _MORE_THAN_PARCELS,
            "post_office:brand": _MORE_THAN_PARCELS,
        },
        {"post_office": "*", "amenity": "~^(?!post_office)", "post_office:brand": _MORE_THAN_PARCELS},
    ),
    unless=(NOT_PUBLIC,),
    accepts=(
        {"amenity": "post_office", "operator": "Deutsche Post"},
        {
            "post_office": "post_partner",
            "post_office:brand": "DHL Paketshop;Hermes PaketShop",
            "shop": "kiosk",
        },
        {"shop": "stationery", "post_office": "yes"},
        {"amenity": "post_office", "post_office": "post_partner", "name": "Postfiliale"},
    ),
    rejects=(
        {"amenity": "post_box"},
        {"amenity": "parcel_locker", "brand": "DHL Packstation"},
        {"amenity": "post_office", "name": "Hermes PaketShop"},
        {"post_office": "post_partner", "post_office:brand": "Hermes PaketShop", "shop": "kiosk"},
        {"amenity": "post_depot"},
        {"shop": "kiosk", "post_office": "no"},
    ),
    colour="#9c963e",
    order=170,
)
