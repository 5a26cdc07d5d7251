"""The notebook on shared project areas shows the service's own numbers on the default Verbund."""

import pytest

from geo import service
from geo.settings import PROJECT_ROOT
from tests.notebooks.kernel import execute

PATH = PROJECT_ROOT / "notebooks" / "04-projektraeume.ipynb"
PROBE = """
import json
print(json.dumps({"areas": raeume["Raum"].tolist(), "covered": guete["davon in einem Raum"].tolist(),
                  "twins": len(zwillinge.areas), "partners": [p.other.name for p in naehe.partners],
                  "gain": len(gewinn), "pool": gemeinsam and gemeinsam.sentence, "zentrum": zentrum["zentrum_id"]}))
"""


@pytest.mark.db
@pytest.mark.slow
def test_it_shows_the_numbers_of_the_service(settings, opened, tmp_path):
    shown, probe = execute(PATH, PROBE, settings, tmp_path)
    near, twins = service.read_areas(opened, "near"), service.read_areas(opened, "twin")
    assert twins.areas
    assert near.solutions
    assert probe["areas"] == [area.title for area in near.areas]
    assert probe["covered"] == [solution.covered for solution in near.solutions]
    assert probe["twins"] == len(twins.areas)
    assert near.sentence in shown
    assert twins.sentence in shown
    nearby = service.read_nearby(opened, probe["zentrum"])
    assert nearby.partners
    assert probe["partners"] == [partner.other.name for partner in nearby.partners]
    assert probe["gain"] == sum(
        bool(reach.border_gain_s) for reach in service.list_reach(opened, mode="walk")
    )
    assert probe["pool"] is None or probe["pool"] in shown
