"""The notebook on streets shows the service's own numbers, and ends without an error where they are missing."""

import pytest
from sqlalchemy import create_engine

from geo import service
from geo.settings import PROJECT_ROOT
from tests.notebooks.kernel import execute

PATH = PROJECT_ROOT / "notebooks" / "02-erreichbarkeit.ipynb"
PROBE = """
import json
print(json.dumps({"zentrum": zentrum["zentrum_id"], "date": netz.date, "areas": isochronen["Fläche in km²"].tolist(),
                  "changes": aenderungen["Sekunden"].astype(object).where(aenderungen["Sekunden"].notna(), None)
                  .tolist(), "supply": len(versorgung),
                  "slow": flaechen_je_tempo["Fläche in km²"].tolist(),
                  "ranking": [[z["Ortsteil"], None if pd.isna(z["Platz nach Menschen"]) else z["Platz nach Menschen"]]
                              for z in raenge.to_dict("records")]}))
"""


@pytest.fixture
def run(liechtenstein, tmp_path):
    """Execute all cells on the database of the fixture; gives what was shown, and what the probe says."""

    def run_in(state_dir):
        return execute(PATH, PROBE, liechtenstein.model_copy(update={"state_dir": state_dir}), tmp_path)

    return run_in


@pytest.fixture
def opened(liechtenstein):
    engine = create_engine(liechtenstein.database_url)
    yield service.OpenVerbund(engine, "liechtenstein", liechtenstein.network_dir)
    engine.dispose()


@pytest.mark.db
@pytest.mark.slow
def test_it_shows_the_numbers_of_the_service(run, liechtenstein, opened):
    shown, probe = run(liechtenstein.state_dir)
    areas = service.list_isochrones(opened, probe["zentrum"], "walk", [5, 10, 15])
    assert probe["areas"] == [area.area_km2 for area in areas]
    assert probe["date"] == service.read_network(opened).date
    now, before = service.list_runs(opened)
    comparison = service.compare(opened, before.run_id, now.run_id)
    assert comparison.changes
    assert probe["changes"] == [change.change_s for change in comparison.changes]
    assert comparison.sentence in shown
    assert "mitten load raster" in shown  # no population grid: a sentence, not an error
    assert probe["supply"] == 0
    slow = service.list_isochrones(opened, probe["zentrum"], "walk", [5, 10, 15], speed_kmh=3.5)
    assert probe["slow"] == [area.area_km2 for area in (*areas, *slow)]
    ranking = service.rank(opened, "walk")
    assert probe["ranking"] == [[row.ortsteil, row.people and row.people.rank] for row in ranking.rows]
    assert ranking.people.sensitivity in shown
    assert "leaflet" in shown.lower()


@pytest.mark.db
@pytest.mark.slow
def test_without_a_network_it_says_so_and_ends(run, tmp_path):
    shown, probe = run(tmp_path / "empty")
    assert "Kein Straßennetz geladen" in shown
    assert "ist kein Straßennetz geladen: bitte" in shown
    assert probe["areas"] == []
    assert probe["changes"]
