"""The town of `tests.pipeline.vaduz`, loaded into a database of the test's own, and a server with its extract."""

import pytest
from sqlalchemy import create_engine
from typer.testing import CliRunner

from geo import pipeline
from geo.cli import app
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


@pytest.fixture
def run_command(monkeypatch, tmp_path, town):
    """``run_command(settings, "compute")``: the command of an installation that knows the town by its name."""
    verbuende = tmp_path / "data" / "verbuende"
    verbuende.mkdir(parents=True)
    (verbuende / town.name).symlink_to(town)

    def call(settings, *arguments):
        monkeypatch.setenv("MITTEN_DATABASE_URL", settings.database_url)
        monkeypatch.setenv("MITTEN_STATE_DIR", str(settings.state_dir))
        monkeypatch.setenv("MITTEN_DATA_DIR", str(verbuende.parent))
        return CliRunner().invoke(app, list(arguments))

    return call
