"""Liechtenstein on its streets with a population grid, for the tests of cells and of what-ifs."""

import pytest
from sqlalchemy import create_engine

from geo import pipeline
from geo.service import to_opened
from geo.settings import Settings
from tests.conftest import EMPTY, PROBE, _copy_of, _probe_settings, _unique
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


@pytest.fixture(scope="session")
def gridded_probe(server_url, testdata, tmp_path_factory):
    """The Verbund with a timetable, and a population grid of seven by seven cells around each Zentrum. Read only."""
    folder = tmp_path_factory.mktemp("probe-cells")
    with _copy_of(server_url, PROBE, _unique("probecells")) as url:
        settings = _probe_settings(url)
        engine = create_engine(url)
        path = folder / "Zensus2022_Bevoelkerungszahl_100m-Gitter.csv"
        write_grid(engine, path, settings.verbund)
        pipeline.load_population(engine, settings.verbund, path)
        graphs, feed = (
            open_one(settings, settings.verbund) for open_one in (pipeline.open_network, pipeline.open_feed)
        )
        pipeline.compute(engine, settings.verbund, graphs=graphs, feed=feed)
        yield to_opened(engine, settings)
        engine.dispose()
