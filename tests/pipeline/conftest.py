"""The town of `tests.pipeline.vaduz`, loaded into a database of the test's own, and a server with its extract."""

import pytest
from sqlalchemy import create_engine

from geo import pipeline
from tests.pipeline.vaduz import serve_extract, write_verbund


@pytest.fixture
def server(tmp_path, testdata):
    with serve_extract(tmp_path / "server", testdata) as served:
        yield served


@pytest.fixture
def town(tmp_path, testdata):
    return write_verbund(tmp_path / "vaduz", testdata)


@pytest.fixture
def here(fresh_settings, tmp_path, server):
    """Settings of an installation that keeps its files in the test's folder and downloads from its server."""
    return fresh_settings.model_copy(update={"state_dir": tmp_path / "state", "geofabrik_url": server[0]})


@pytest.fixture
def engine(here, town):
    engine = create_engine(here.database_url)
    pipeline.load_verbund(engine, town)
    yield engine
    engine.dispose()
