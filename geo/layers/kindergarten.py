"""Day care for children before school: Kindergarten, Kita, Krippe."""

from geo.domain import DayType, Handlungsfeld
from geo.layers.spec import LayerSpec

LAYER = LayerSpec(
    key="kindergarten",
    title="Kindergarten",
    plural="Kindergärten",
    genus="m",
    handlungsfeld=Handlungsfeld.WOHNEN,
    rules=({"amenity": ("kindergarten", "childcare")},),
    unless=(
        # After-school care and single childminders are no Kindergarten.
        {"name": r"~\bhort\b|kindertagespflege|tagesmutter|tagesmütter|\bogs\b"},
    ),
    accepts=(
        {"amenity": "kindergarten", "name": "Kita Regenbogen"},
        {"amenity": "childcare", "building": "yes"},
        # The grounds are closed to passers-by, the Kindergarten is not.
        {"amenity": "kindergarten", "access": "private"},
    ),
    rejects=(
        {"amenity": "childcare", "name": "Hort an der Grundschule"},
        {"amenity": "childcare", "name": "Kindertagespflege Mäusenest"},
        {"amenity": "school", "name": "Grundschule"},
        {"leisure": "playground", "name": "Spielplatz am Kindergarten"},
        {"building": "kindergarten"},
    ),
    colour="#bd70c7",
    order=90,
    closed_on=(DayType.SATURDAY, DayType.SUNDAY),
    capacity="capacity",
)
