"""Liechtenstein on its streets with a population grid, for the tests of cells and of what-ifs."""

import pytest
from sqlalchemy import create_engine, text

from geo import pipeline
from geo.service import OpenVerbund
from geo.settings import Settings
from tests.conftest import EMPTY, _copy_of, _unique
from tests.service.grid import write_grid
from tests.test_liechtenstein import FOLDER


@pytest.fixture(scope="session")
def gridded(server_url, testdata, tmp_path_factory):
    """Settings, what the load of the grid said, and the number of cells in its file. Read only."""
    folder = tmp_path_factory.mktemp("cells")
    with _copy_of(server_url, EMPTY, _unique("cells")) as url:
        settings = Settings(database_url=url, state_dir=folder, verbund="liechtenstein")
        engine = create_engine(url)
        pipeline.load_verbund(engine, FOLDER)
        n_cells = write_grid(engine, folder / "Zensus2022_Bevoelkerungszahl_100m-Gitter.csv")
        grid = pipeline.load_population(
            engine, "liechtenstein", folder / "Zensus2022_Bevoelkerungszahl_100m-Gitter.csv"
        )
        graphs = pipeline.build_network(settings, FOLDER)
        pipeline.compute(engine, "liechtenstein", graphs=graphs)
        engine.dispose()
        yield settings, grid, n_cells


@pytest.fixture(scope="module")
def engine(loaded_settings):
    engine = create_engine(loaded_settings.database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def as_(engine):
    """The Verbund as somebody sees it; what people entered is gone afterwards."""
    yield lambda who: OpenVerbund(engine, "61-6-eins", person=who)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM actor WHERE NOT seeded"))
