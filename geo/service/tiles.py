"""Vector tiles on request, kept in memory as long as neither data nor run change."""

from functools import lru_cache

from geo.db import tiles
from geo.service.catalogue import read_version
from geo.service.opened import OpenVerbund

KEPT_TILES = 4096


def read_tile(opened: OpenVerbund, layer: str, tile: tuple[int, int, int], facility_layer: str = "") -> bytes:
    """One vector tile (z, x, y) of kommunen, ortsteile, zentren or facilities.

    Raises
    ------
    NotFoundError
        If there is no such tile layer, or the Verbund is not loaded.
    InputError
        If the address lies outside the tile pyramid.
    """
    tiles.validate_tile(layer, *tile)
    return _kept(opened.public, read_version(opened), layer, tile, facility_layer)


@lru_cache(maxsize=KEPT_TILES)
def _kept(
    opened: OpenVerbund, _version: str, layer: str, tile: tuple[int, int, int], facility_layer: str
) -> bytes:
    with opened.connect() as connection:
        return tiles.read_tile(connection, opened.verbund_id, layer, tile, facility_layer)
