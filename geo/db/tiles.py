"""Vector tiles out of PostGIS (ST_AsMVT), one SQL file per tile layer in ``sql/``."""

from functools import cache
from importlib.resources import files

from sqlalchemy import Connection, TextClause, text

from geo.domain import FEW_PEOPLE
from geo.errors import InputError, NotFoundError

MAX_ZOOM = 22
TILE_LAYERS = ("cells", "facilities", "kommunen", "ortsteile", "zentren")


@cache
def _query(layer: str) -> TextClause:
    return text((files("geo.db") / "sql" / f"tile_{layer}.sql").read_text("utf-8"))


def validate_tile(layer: str, z: int, x: int, y: int) -> None:
    """Refuse tiles that cannot exist.

    Raises
    ------
    NotFoundError
        If there is no such tile layer.
    InputError
        If the address lies outside the tile pyramid.
    """
    if layer not in TILE_LAYERS:
        raise NotFoundError(
            f"Die Kachelebene „{layer}“ gibt es nicht; möglich sind: {', '.join(TILE_LAYERS)}."
        )
    if not (0 <= z <= MAX_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z):
        raise InputError(
            f"Die Kachel {z}/{x}/{y} gibt es nicht: x und y müssen in Stufe z von 0 bis 2^z - 1 liegen."
        )


def read_tile(
    connection: Connection, verbund_id: str, layer: str, tile: tuple[int, int, int], facility_layer: str
) -> bytes:
    """One tile in EPSG:3857, generalised to the resolution of its zoom; empty bytes where nothing lies.

    Parameters
    ----------
    connection, verbund_id
        Where from.
    layer
        One of `TILE_LAYERS`.
    tile
        z, x, y.
    facility_layer
        For facilities: key of one infrastructure layer, or "" for all.
    """
    validate_tile(layer, *tile)
    z, x, y = tile
    values = {
        "verbund": verbund_id,
        "z": z,
        "x": x,
        "y": y,
        "facility_layer": facility_layer,
        "few": FEW_PEOPLE,
    }
    return bytes(connection.scalar(_query(layer), values) or b"")
