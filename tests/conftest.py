"""Real parts for the tests: one throwaway PostGIS cluster per test run, a database per worker, a real server."""

import contextlib
import os
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Engine

from api.app import create_app
from geo import pipeline
from geo.db.cluster import Cluster
from geo.db.engine import open_engine
from geo.service import OpenVerbund, to_opened
from geo.settings import Settings
from tests.databases import (
    EMPTY,
    LOADED,
    PROBE,
    SHARED_VARIABLE,
    STREETS,
    _copy_of,
    _probe_settings,
    _unique,
    streets_settings,
)
from tests.service.grid import write_grid

# How long an example takes says something about the machine, not about the code.
hypothesis_settings.register_profile("mitten", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("mitten")

URL_VARIABLE = "MITTEN_TEST_CLUSTER_URL"
START_TIMEOUT_S = 60  # only what fails waits so long


def pytest_configure(config: pytest.Config) -> None:
    """Start the cluster once, in the controlling process; workers read its URL from the environment."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    folder = Path(tempfile.mkdtemp(prefix="mitten-test-"))
    folder.chmod(0o755)  # the account that runs the cluster must be able to enter
    cluster = Cluster(folder, durable=False)
    cluster.start()
    os.environ[URL_VARIABLE] = cluster.url
    os.environ[SHARED_VARIABLE] = str(folder / "shared")
    config.stash[CLUSTER] = (cluster, folder)


CLUSTER: pytest.StashKey[tuple[Cluster, Path]] = pytest.StashKey()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop and remove the cluster."""
    if CLUSTER in config.stash:
        cluster, folder = config.stash[CLUSTER]
        cluster.stop()
        cluster.destroy()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def testdata() -> Path:
    """Folder of real files; required in CI, a reason to skip elsewhere."""
    folder = Settings().testdata
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"MITTEN_TESTDATA: {folder} is missing, but CI needs it")
        pytest.skip(f"MITTEN_TESTDATA: {folder} is not here")
    return folder


@pytest.fixture(scope="session")
def server_url() -> str:
    """URL of the throwaway cluster (its database ``mitten`` stays empty)."""
    return os.environ[URL_VARIABLE]


@pytest.fixture(scope="session")
def settings(server_url: str) -> Iterator[Settings]:
    """Settings of an installation with the default Verbund loaded and computed (one database per worker)."""
    with _copy_of(server_url, LOADED, _unique("loaded")) as url:
        yield Settings(database_url=url)


@pytest.fixture(scope="session")
def database(settings: Settings) -> Iterator[Engine]:
    """The loaded database; read only, for it is shared by the tests of a worker."""
    engine = open_engine(settings)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def opened(database: Engine, settings: Settings) -> OpenVerbund:
    """The default Verbund, for `geo.service`."""
    return OpenVerbund(database, settings.verbund)


@pytest.fixture
def fresh_settings(server_url: str) -> Iterator[Settings]:
    """Settings of an installation with a migrated, empty database of its own."""
    with _copy_of(server_url, EMPTY, _unique("fresh")) as url:
        yield Settings(database_url=url)


@pytest.fixture(scope="module")
def module_settings(server_url: str) -> Iterator[Settings]:
    """Settings of a migrated, empty database that the tests of a module share and put in order themselves."""
    with _copy_of(server_url, EMPTY, _unique("module")) as url:
        yield Settings(database_url=url)


@pytest.fixture
def fresh_database(fresh_settings: Settings) -> Iterator[Engine]:
    """A migrated, empty database of its own."""
    engine = open_engine(fresh_settings)
    yield engine
    engine.dispose()


@pytest.fixture
def own_settings(server_url: str) -> Iterator[Settings]:
    """Settings of a loaded and computed installation that a test may change."""
    with _copy_of(server_url, LOADED, _unique("own")) as url:
        yield Settings(database_url=url)


@pytest.fixture(scope="module")
def loaded_settings(server_url: str) -> Iterator[Settings]:
    """Settings of a loaded and computed installation that the tests of a module share and may change."""
    with _copy_of(server_url, LOADED, _unique("module_loaded")) as url:
        yield Settings(database_url=url)


@pytest.fixture(scope="session")
def liechtenstein(server_url: str, testdata: Path) -> Iterator[Settings]:
    """An installation with the Verbund Liechtenstein on its street network, loaded and computed twice.

    Its database is a copy of its own; graphs are those of all workers: read only.
    """
    os.environ["MITTEN_TESTDATA"] = str(testdata)
    with _copy_of(server_url, STREETS, _unique("fl")) as url:
        yield streets_settings(url)


@pytest.fixture(scope="session")
def probe(server_url: str, testdata: Path) -> Iterator[Settings]:
    """An installation with the Verbund rhein-neckar-probe on streets and a timetable, loaded and computed.

    Its database is a copy of its own; graphs and timetable are those of all workers: read only.
    """
    os.environ["MITTEN_TESTDATA"] = str(testdata)
    with _copy_of(server_url, PROBE, _unique("probe")) as url:
        yield _probe_settings(url)


@pytest.fixture(scope="session")
def probed(probe: Settings) -> Iterator[OpenVerbund]:
    """That Verbund, for `geo.service`."""
    engine = open_engine(probe)
    yield to_opened(engine, probe)
    engine.dispose()


@pytest.fixture(scope="session")
def gridded_probe(server_url, testdata, tmp_path_factory):
    """The Verbund with a timetable, and a population grid of seven by seven cells around each Zentrum. Read only."""
    folder = tmp_path_factory.mktemp("probe-cells")
    with _copy_of(server_url, PROBE, _unique("probecells")) as url:
        settings = _probe_settings(url)
        engine = open_engine(settings)
        path = folder / "Zensus2022_Bevoelkerungszahl_100m-Gitter.csv"
        write_grid(engine, path, settings.verbund)
        pipeline.load_population(engine, settings.verbund, path)
        graphs, feed = (
            open_one(settings, settings.verbund) for open_one in (pipeline.open_network, pipeline.open_feed)
        )
        pipeline.compute(engine, settings.verbund, graphs=graphs, feed=feed)
        yield to_opened(engine, settings)
        engine.dispose()


@pytest.fixture(scope="session")
def rhein_neckar(probe: Settings) -> Settings:
    """The same installation; read only, for it is shared by the tests of a worker."""
    return probe


@pytest.fixture(scope="session")
def client(settings: Settings) -> Iterator[TestClient]:
    """The API without a network."""
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@contextlib.contextmanager
def serve(settings: Settings) -> Iterator[str]:
    """Run a real server on a free loopback port; yields its base URL."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        app = create_app(settings)
        config = uvicorn.Config(app, log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        deadline = time.monotonic() + START_TIMEOUT_S
        while not server.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=START_TIMEOUT_S)
        app.state.engine.dispose()


@pytest.fixture(scope="session")
def live_server(settings: Settings) -> Iterator[str]:
    """Base URL of a real server with the default Verbund and the built web map."""
    with serve(settings) as url:
        yield url
