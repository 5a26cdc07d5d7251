"""Tiles: neighbours leave no gap, and every zoom uses the index."""

import pytest
from sqlalchemy import text

from geo.db.tiles import TILE_LAYERS, _query, read_tile, validate_tile
from geo.errors import InputError, NotFoundError


@pytest.mark.parametrize("layer", TILE_LAYERS)
def test_tiles_use_the_index(database, layer):
    values = {"verbund": "61-6-eins", "z": 14, "x": 8541, "y": 5463, "facility_layer": "", "few": 10}
    with database.connect() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = connection.execute(text(f"EXPLAIN {_query(layer).text}"), values).scalars().all()
    assert any("_gist" in line for line in plan), plan


@pytest.mark.parametrize("layer", sorted(set(TILE_LAYERS) - {"cells"}))
def test_tiles_are_small_at_low_zoom(database, layer):
    with database.connect() as connection:
        body = read_tile(connection, "61-6-eins", layer, (6, 33, 21), "")
    assert 0 < len(body) < 60_000


def test_impossible_tiles():
    validate_tile("zentren", 0, 0, 0)
    for z, x, y in ((-1, 0, 0), (0, 1, 0), (3, 8, 0), (3, 0, 8), (23, 0, 0), (3, -1, 0)):
        with pytest.raises(InputError, match="gibt es nicht"):
            validate_tile("zentren", z, x, y)
    with pytest.raises(NotFoundError, match="zentrum"):
        validate_tile("zentrum", 0, 0, 0)
