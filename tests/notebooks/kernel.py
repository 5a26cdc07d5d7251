"""Run a notebook from top to bottom in a kernel of its own, on the database of a fixture."""

import json
import os
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from geo.settings import PROJECT_ROOT, Settings


def execute(path: Path, probe: str, settings: Settings, folder: Path) -> tuple[str, Any]:
    """All that the cells show, and what ``probe``, a last cell, prints as JSON."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(probe))
    environment = os.environ | {
        "MITTEN_DATABASE_URL": settings.database_url,
        "MITTEN_STATE_DIR": str(settings.state_dir),
        "MITTEN_VERBUND": settings.verbund,
        "PYTHONPATH": str(PROJECT_ROOT),
        "IPYTHONDIR": str(folder),
    }
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=resources).execute(env=environment)
    *shown, printed = (cell.get("outputs", []) for cell in notebook.cells)
    texts = [_to_text(output) for outputs in shown for output in outputs]
    # On a busy machine what is printed arrives in pieces.
    return "\n".join(texts), json.loads("".join(map(_to_text, printed)))


def _to_text(output: Any) -> str:
    return output.get("text") or " ".join(map(str, output.get("data", {}).values()))
