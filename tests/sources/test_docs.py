"""The page on adding a Verbund must say what the code accepts."""

import re
import tomllib

import pytest

from geo.schema import EinwohnerRow, FacilityRow, KommuneRow, OrtsteilRow, ProjectRow, ZentrumRow
from geo.settings import PROJECT_ROOT
from geo.sources.bestand import BestandConfig, DatasetConfig
from geo.sources.config import GtfsConfig, OsmConfig, VerbundConfig

PAGE = (PROJECT_ROOT / "docs" / "add-a-verbund.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def test_every_example_is_valid():
    files, bestand, osm = (tomllib.loads(block) for block in BLOCKS)
    assert VerbundConfig.model_validate(files).provenance
    assert VerbundConfig.model_validate(osm).osm
    assert BestandConfig.model_validate(bestand).dataset


@pytest.mark.parametrize(
    ("model", "block", "unsaid"),
    [
        (VerbundConfig, BLOCKS[0], {"osm"}),
        (GtfsConfig, BLOCKS[0], set()),
        (DatasetConfig, BLOCKS[1], set()),
        (OsmConfig, BLOCKS[2], {"licence", "attribution"}),
    ],
)
def test_every_key_is_shown(model, block, unsaid):
    for key in set(model.model_fields) - unsaid:
        assert re.search(rf"^(\[+)?{key}\b", block, re.MULTILINE), key


@pytest.mark.parametrize(
    "model", [KommuneRow, OrtsteilRow, ZentrumRow, EinwohnerRow, FacilityRow, ProjectRow]
)
def test_every_column_is_named(model):
    lines = [line for line in PAGE.splitlines() if "|" in line or "facility_id" in line]
    wanted = set(model.model_fields)
    assert any(wanted <= set(re.findall(r"\w+", line)) for line in lines), model.__name__
