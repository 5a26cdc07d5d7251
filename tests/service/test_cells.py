"""Figures by cell: Liechtenstein's streets with a synthetic grid (100 people per cell around each Zentrum)."""

import numpy as np
import pytest
from fastapi.testclient import TestClient
from pyproj import Transformer
from sqlalchemy import create_engine

from api.app import create_app
from geo import pipeline
from geo.settings import PROJECT_ROOT, Settings

FOLDER = PROJECT_ROOT / "tests" / "verbuende" / "liechtenstein"
HEADER = "GITTER_ID_100m;x_mp_100m;y_mp_100m;Einwohner\n"
REACH_CELLS = 3


def write_grid(engine, path):
    """A grid in the form of the Zensus 2022, seven by seven cells around each Zentrum."""
    zentren = pipeline.read_loaded(engine, "liechtenstein", "zentrum").geometry
    x, y = Transformer.from_crs(25832, 3035, always_xy=True).transform(
        zentren.x.to_numpy(), zentren.y.to_numpy()
    )
    steps = np.arange(-REACH_CELLS, REACH_CELLS + 1) * 100
    cells = {
        (int(cx // 100 * 100 + dx), int(cy // 100 * 100 + dy))
        for cx, cy in zip(x, y, strict=True)
        for dx in steps
        for dy in steps
    }
    rows = [f"CRS3035RES100mN{cy}E{cx};{cx + 50};{cy + 50};100" for cx, cy in sorted(cells)]
    path.write_text(HEADER + "\n".join(rows) + "\n")
    return len(cells)


@pytest.fixture(scope="module")
def installation(server_url, testdata, tmp_path_factory):
    from tests.conftest import EMPTY, _copy_of, _unique

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
        with TestClient(create_app(settings), raise_server_exceptions=False) as client:
            yield client, grid, n_cells


def test_cells_are_loaded_and_told(installation):
    client, grid, n_cells = installation
    info = client.get("/api/cells").json()
    assert 0 < info["n_cells"] <= n_cells
    assert info["n_cells"] == grid.n_cells
    assert info["factors"] or info["residents"] > 0


def test_values_come_in_the_order_of_the_tiles(installation):
    client, grid, _ = installation
    values = client.get("/api/cells/values", params={"layer": "supermarket", "mode": "walk"}).json()
    assert len(values["letters"]) == len(values["states"]) == len(values["values"]) == grid.n_cells
    known = [letter for letter in values["letters"] if letter != "-"]
    assert len(known) > grid.n_cells / 2
    for letter, state, value in zip(values["letters"], values["states"], values["values"], strict=True):
        assert (letter == "-") == (value is None)
        if value is not None:
            assert (values["state_keys"][int(state)] == "reached") == (letter in "ABC")
    body = client.get("/api/tiles/cells/11/1078/718.mvt").content
    assert b"cells" in body


def test_more_minutes_reach_more_people(installation):
    client, _, _ = installation
    rows = client.get("/api/coverage", params={"layer": "supermarket", "mode": "walk"}).json()
    whole = next(row for row in rows if not row["ortsteil_id"])
    within = [whole["within"][key] for key in ("5", "10", "15", "20", "30")]
    assert within == sorted(within)
    assert 0 < within[-1] <= whole["residents"]
    assert 0 <= whole["poverty_share"] <= 1
    parts = [row for row in rows if row["ortsteil_id"]]
    assert sum(row["residents"] for row in parts) == pytest.approx(whole["residents"], rel=1e-3)


@pytest.mark.parametrize("method", ["2sfca", "e2sfca", "m2sfca"])
def test_supply_per_head(installation, method):
    client, _, _ = installation
    rows = client.get("/api/supply", params={"layer": "supermarket", "mode": "walk", "method": method}).json()
    assert len(rows) >= 11
    known = [row["supply_per_1000"] for row in rows if row["supply_per_1000"] is not None]
    assert known
    assert min(known) >= 0
    assert max(known) > 0


def test_isochrones_count_people(installation):
    client, _, _ = installation
    zentrum = client.get("/api/zentren").json()["features"][0]["id"]
    rows = client.get("/api/isochrones", params={"zentrum": zentrum, "minutes": "5,10"}).json()
    assert 0 < rows[0]["residents"] <= rows[1]["residents"]
