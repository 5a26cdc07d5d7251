"""Figures by address: Vaduz has given its own, the rest of Liechtenstein counts in cells. None is shown by itself."""

import json
from datetime import date

import numpy as np
import pyogrio
import pytest
from fastapi.testclient import TestClient
from pyproj import Transformer
from sqlalchemy import create_engine

from api.app import create_app
from geo import pipeline
from geo.db import read
from geo.service import to_opened
from geo.service.check import check_installation
from geo.service.export import write_export
from geo.settings import Settings
from tests.conftest import EMPTY, _copy_of, _unique
from tests.service.grid import write_grid
from tests.test_liechtenstein import FOLDER

VERBUND = "liechtenstein"
PLACES = [(0, 0, 40), (1.5, 0, 2), (0, 300, 3), (250, 0, 5000)]  # metres from the Zentrum, people


@pytest.fixture(scope="module")
def addressed(server_url, testdata, tmp_path_factory):
    folder = tmp_path_factory.mktemp("addressed")
    with _copy_of(server_url, EMPTY, _unique("addressed")) as url:
        settings = Settings(database_url=url, state_dir=folder, verbund=VERBUND)
        engine = create_engine(url)
        pipeline.load_verbund(engine, FOLDER)
        write_grid(engine, folder / "zensus.csv")
        pipeline.load_population(engine, VERBUND, folder / "zensus.csv")
        vaduz = pipeline.read_loaded(engine, VERBUND, "zentrum").set_index("name")["geom"]["Vaduz"]
        # The middle of the Zentrum's square, so that two addresses beside each other lie in the same.
        there, back = (Transformer.from_crs(*pair, always_xy=True) for pair in ((25832, 3035), (3035, 25832)))
        x, y = back.transform(*((axis // 100 * 100 + 50) for axis in there.transform(vaduz.x, vaduz.y)))
        rows = [f"GEHEIM-{n},{people},{x + dx:.2f},{y + dy:.2f}" for n, (dx, dy, people) in enumerate(PLACES)]
        (folder / "vaduz.csv").write_text("\n".join(["id,residents,x,y", *rows]) + "\n")
        loaded = pipeline.load_addresses(engine, VERBUND, folder / "vaduz.csv", date="2026-11-01")
        pipeline.compute(engine, VERBUND, graphs=pipeline.build_network(settings, FOLDER))
        opened = to_opened(engine, settings)
        with opened.connect() as connection:
            homes = read.read_cells(connection, VERBUND)
        with TestClient(create_app(settings), raise_server_exceptions=False) as client:
            yield client, opened, homes, loaded, (x, y)
        engine.dispose()


def tile_of(lon, lat, z):
    n = 2**z
    y = (1 - np.log(np.tan(np.radians(lat)) + 1 / np.cos(np.radians(lat))) / np.pi) / 2
    return int((lon + 180) / 360 * n), int(y * n)


def squares_of(client, folder, xy, z):
    """Squares of the tile around a point of EPSG:25832, as GDAL reads them."""
    lon, lat = Transformer.from_crs(25832, 4326, always_xy=True).transform(*xy)
    x, y = tile_of(lon, lat, z)
    path = folder / f"{z}.mvt"
    path.write_bytes(client.get(f"/api/tiles/cells/{z}/{x}/{y}.mvt").content)
    return pyogrio.read_dataframe(path)


@pytest.mark.parametrize("z", [14, 16, 19])
def test_a_tile_tells_people_of_whole_squares_only(addressed, tmp_path, z):
    """Addresses 0 and 1 are one square at every zoom; the three people of another are not numbered."""
    client, _, homes, _, xy = addressed
    here = homes[homes["kind"] == "address"].sort_values("residents_grid")
    scale = here["residents"].iloc[0] / here["residents_grid"].iloc[0]
    found = squares_of(client, tmp_path, xy, z).set_index("i")
    middle = here.loc[here["residents_grid"] == 40, "shown"].iloc[0]
    assert found.loc[middle, "residents"] == round(42 * scale)
    assert found.index.is_unique
    if z == 14:
        few = here.loc[here["residents_grid"] == 3, "shown"].iloc[0]
        assert 3 * scale < 10
        assert np.isnan(found.loc[few, "residents"])


def test_figures_of_cells_follow_the_squares(addressed):
    client, _, homes, loaded, _ = addressed
    info = client.get("/api/cells").json()
    assert info["n_addresses"] == loaded.n_addresses == 4
    assert info["n_cells"] == homes["shown"].nunique() < len(homes)
    assert info["counted_text"] == "Menschen sind in 100-m-Zellen gezählt, in Vaduz an ihrer Adresse."
    assert loaded.sentences[0] in info["note"]
    values = client.get("/api/cells/values", params={"layer": "supermarket", "mode": "walk"}).json()
    assert len(values["letters"]) == len(values["states"]) == len(values["minutes"]) == info["n_cells"]


def test_people_count_at_their_address(addressed):
    client, _, homes, _, _ = addressed
    found = client.get("/api/coverage", params={"layer": "supermarket", "mode": "walk"}).json()
    assert found["basis_text"].endswith("in Vaduz an ihrer Adresse.")
    people = homes.dropna(subset="ortsteil_id").groupby("ortsteil_id")["residents"].sum()
    told = {row["ortsteil_id"]: row["residents"] for row in found["rows"][1:]}
    assert told == people.round().to_dict()
    ranking = client.get("/api/ranking", params={"mode": "walk"}).json()
    assert ranking["basis_text"] == found["basis_text"]
    lon, lat = client.get("/api/zentren").json()["features"][0]["geometry"]["coordinates"]
    ask = {"action": "add", "layer": "supermarket", "lon": lon, "lat": lat}
    answer = client.post("/api/whatif", json=ask).json()
    assert answer["note"].startswith(found["basis_text"])


def test_no_answer_names_an_address(addressed, tmp_path):
    client, opened, homes, _, _ = addressed
    addresses = homes[homes["kind"] == "address"]
    answers = [
        client.get("/api/cells").text,
        client.get("/api/verbund").text,
        client.get("/api/cells/values", params={"layer": "supermarket"}).text,
        json.dumps([finding.model_dump() for finding in check_installation(opened, date(2026, 11, 27))]),
    ]
    write_export(opened, "csv", tmp_path / "export")
    answers += [path.read_text("utf-8-sig") for path in (tmp_path / "export").iterdir()]
    assert len(answers) > 8
    for answer in answers:
        assert "GEHEIM" not in answer
        assert not any(key in answer for key in addresses["cell_id"])


def test_the_check_says_what_counts(addressed):
    found = check_installation(addressed[1], date(2026, 11, 27))
    texts = [finding.text for finding in found]
    assert "Menschen sind in 100-m-Zellen gezählt, in Vaduz an ihrer Adresse" in texts
    assert "Einwohner nach Adressen (Vaduz): 4 Datensätze, Stand 01.11.2026" in texts
