"""The notebooks run from top to bottom on the loaded database and show the service's own numbers."""

import json
import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from geo import service
from geo.settings import PROJECT_ROOT

NOTEBOOKS = sorted((PROJECT_ROOT / "notebooks").glob("*.ipynb"))
PROBE = """
import json
print(json.dumps({"figure": antwort.figure, "run": lauf.run_id, "n": len(tabelle),
                  "ways": tabelle["Weg in m"].astype(object).where(tabelle["Weg in m"].notna(), None).to_dict(),
                  "sheet": [figur.value for figur in blatt.figures]}))
"""


def run(notebook, settings, tmp_path):
    """Execute all cells in a kernel whose environment names the test database and no private folder."""
    environment = os.environ | {
        "MITTEN_DATABASE_URL": settings.database_url,
        "PYTHONPATH": str(PROJECT_ROOT),
        "IPYTHONDIR": str(tmp_path),
    }
    resources = {"metadata": {"path": str(tmp_path)}}
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources=resources)
    client.execute(env=environment)
    return notebook


def texts(notebook):
    """All words that the cells print or show, one entry per output."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output.get("text") or " ".join(map(str, output.get("data", {}).values())) for output in outputs]


def test_there_are_notebooks_and_git_holds_no_outputs():
    assert NOTEBOOKS
    for path in NOTEBOOKS:
        cells = nbformat.read(path, as_version=4).cells
        assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in cells), (
            path.name
        )


@pytest.mark.db
@pytest.mark.slow
def test_zentren_shows_the_numbers_of_the_service(settings, opened, tmp_path: Path):
    notebook = nbformat.read(PROJECT_ROOT / "notebooks" / "01-zentren.ipynb", as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(PROBE))
    outputs = texts(run(notebook, settings, tmp_path))
    shown = nbformat.from_dict(json.loads(outputs[-1]))
    headline = service.read_headline(opened, "primary_school", "walk")
    assert shown.figure == headline.figure
    assert shown.run == service.read_run(opened).run_id
    assert shown.n == 61
    reach = service.list_reach(opened, layer="primary_school", mode="walk")
    assert dict(shown.ways) == {row.zentrum_id: row.distance_m for row in reach}
    sheet = service.read_sheet(opened, "05978036-hemmerde")
    assert shown.sheet == [figure.value for figure in sheet.figures]
    assert any(headline.sentence in text for text in outputs)
    assert any("leaflet" in text.lower() for text in outputs)
