"""Databases for tests: templates that one worker builds for all, and copies of them."""

import contextlib
import os
import pickle
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from geo import pipeline
from geo.db.migrate import migrate
from geo.settings import PROJECT_ROOT, Settings
from tests.service.grid import write_grid

TEMPLATE_LOCK = 61
LOADED, EMPTY, PROBE = "template_loaded", "template_empty", "template_probe"
STREETS, CELLS = "template_streets", "template_cells"
SHARED_VARIABLE = "MITTEN_TEST_SHARED"
PROBE_FOLDER = PROJECT_ROOT / "tests" / "verbuende" / "rhein-neckar-probe"
FL_FOLDER = PROJECT_ROOT / "tests" / "verbuende" / "liechtenstein"
GRID_FILE = "Zensus2022_Bevoelkerungszahl_100m-Gitter.csv"


def _with_database(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@contextlib.contextmanager
def _admin(url: str) -> Iterator[Engine]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        yield engine
    finally:
        engine.dispose()


def _ensure_template(url: str, name: str) -> None:
    """Build a template database once, whichever worker comes first."""
    lock = {"lock": TEMPLATE_LOCK + 1 + list(BUILDERS).index(name)}
    with _admin(url) as admin, admin.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), lock)
        found = connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name})
        if not found:
            # A failed attempt shall not hide its reason behind "already exists".
            connection.execute(text(f"DROP DATABASE IF EXISTS {name}_new WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name}_new"))
            engine = create_engine(_with_database(url, f"{name}_new"))
            with engine.begin() as inside:
                inside.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))
            migrate(engine)
            BUILDERS[name](engine)
            engine.dispose()
            connection.execute(text(f"ALTER DATABASE {name}_new RENAME TO {name}"))
        connection.execute(text("SELECT pg_advisory_unlock(:lock)"), lock)


@contextlib.contextmanager
def _copy_of(url: str, template: str, name: str) -> Iterator[str]:
    _ensure_template(url, template)
    with _admin(url) as admin:
        with admin.connect() as connection:
            # Two copies of one template at once would disturb each other.
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": TEMPLATE_LOCK})
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": TEMPLATE_LOCK})
        yield _with_database(url, name)
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _unique(prefix: str) -> str:
    return f"{prefix}_{os.getpid()}_{time.monotonic_ns()}"


def _shared(folder: str, url: str, verbund: str) -> Settings:
    """Settings with a state folder that all workers read."""
    state = Path(os.environ[SHARED_VARIABLE]) / folder
    return Settings(database_url=url, state_dir=state, verbund=verbund)


def _build_loaded(engine: Engine) -> None:
    folder = PROJECT_ROOT / "data" / "verbuende" / "61-6-eins"
    pipeline.compute(engine, pipeline.load_verbund(engine, folder).verbund_id)


def _probe_settings(url: str) -> Settings:
    return _shared("probe", url, PROBE_FOLDER.name)


def _build_probe(engine: Engine) -> None:
    """Load and compute the Verbund with a real timetable on real streets; graphs and timetable are shared."""
    settings = _probe_settings("")
    extract = settings.testdata / "osm" / "heidelberg.osm.pbf"
    pipeline.load_verbund(engine, PROBE_FOLDER)
    pipeline.load_osm(engine, settings, PROBE_FOLDER, [extract], date="2024-09-08")
    pipeline.load_gtfs(engine, settings, PROBE_FOLDER)
    graphs = pipeline.open_network(settings, PROBE_FOLDER.name)
    feed = pipeline.open_feed(settings, PROBE_FOLDER.name)
    pipeline.compute(engine, PROBE_FOLDER.name, graphs=graphs, feed=feed)


def streets_settings(url: str) -> Settings:
    """Liechtenstein on its streets."""
    return _shared("streets", url, FL_FOLDER.name)


def _build_streets(engine: Engine) -> None:
    """Twice: the first run walks at 3.5 km/h, the published one at 5."""
    pipeline.load_verbund(engine, FL_FOLDER)
    graphs = pipeline.build_network(streets_settings(""), FL_FOLDER)
    pipeline.compute(engine, FL_FOLDER.name, {"speed_kmh.walk": 3.5}, graphs=graphs)
    pipeline.compute(engine, FL_FOLDER.name, graphs=graphs)


def cells_settings(url: str) -> Settings:
    """Liechtenstein on its streets with a population grid."""
    return _shared("cells", url, FL_FOLDER.name)


def _build_cells(engine: Engine) -> None:
    """Twice: first by straight lines, the published run by streets. What the load said is kept beside the grid."""
    settings, verbund = cells_settings(""), FL_FOLDER.name
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    pipeline.load_verbund(engine, FL_FOLDER)
    n_cells = write_grid(engine, settings.state_dir / GRID_FILE)
    grid = pipeline.load_population(engine, verbund, settings.state_dir / GRID_FILE)
    (settings.state_dir / "grid.pickle").write_bytes(pickle.dumps((grid, n_cells)))
    pipeline.compute(engine, verbund)
    pipeline.compute(engine, verbund, graphs=pipeline.build_network(settings, FL_FOLDER))


BUILDERS: dict[str, Callable[[Engine], None]] = {
    LOADED: _build_loaded,
    EMPTY: lambda engine: None,
    PROBE: _build_probe,
    STREETS: _build_streets,
    CELLS: _build_cells,
}
