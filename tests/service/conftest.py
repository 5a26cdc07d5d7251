"""Liechtenstein on its streets with a population grid, for the tests of cells and of what-ifs."""

import os
import pickle

import pytest
from sqlalchemy import text

from geo.db.engine import open_engine
from geo.service import OpenVerbund
from tests.databases import CELLS, _copy_of, _unique, cells_settings


@pytest.fixture(scope="session")
def gridded(server_url, testdata):
    """Settings, what the load of the grid said, and the number of cells in its file. Read only."""
    os.environ["MITTEN_TESTDATA"] = str(testdata)
    with _copy_of(server_url, CELLS, _unique("cells")) as url:
        settings = cells_settings(url)
        yield settings, *pickle.loads((settings.state_dir / "grid.pickle").read_bytes())


@pytest.fixture(scope="module")
def engine(loaded_settings):
    engine = open_engine(loaded_settings)
    yield engine
    engine.dispose()


@pytest.fixture
def as_(engine):
    """The Verbund as somebody sees it; what people entered is gone afterwards."""
    yield lambda who: OpenVerbund(engine, "61-6-eins", person=who)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM actor WHERE NOT seeded"))
