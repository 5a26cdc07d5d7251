"""The documents on layers and norms say what the code does."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from geo.domain import Handlungsfeld, Mode, State

ROOT = Path(__file__).parents[2]


def run(*command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_reference_is_up_to_date():
    result = run("docs/build_reference.py", "--check", cwd=ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_example_of_the_page_passes_the_contract(tmp_path: Path):
    page = (ROOT / "docs/add-a-layer.md").read_text("utf-8")
    name = re.search(r"`geo/layers/(\w+)\.py`\.\n\n```python\n", page)
    code = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert name
    assert code
    skip = shutil.ignore_patterns("__pycache__")
    for package in ("layers", "norms"):
        shutil.copytree(ROOT / "geo" / package, tmp_path / "geo" / package, ignore=skip)
    for module in ("__init__", "domain", "errors"):
        shutil.copy(ROOT / "geo" / f"{module}.py", tmp_path / "geo")
    shutil.copy(ROOT / "tests/layers/test_contract.py", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "geo/layers" / f"{name[1]}.py").write_text(code[1], "utf-8")

    result = run("-m", "pytest", "test_contract.py", "-n", "0", "-v", cwd=tmp_path, PYTHONPATH=str(tmp_path))

    assert result.returncode == 0, result.stdout + result.stderr
    assert f"test_accepts[{name[1]}] PASSED" in result.stdout


def test_the_glossary_holds_every_state_mode_and_ending():
    glossary = (ROOT / "docs/glossary.md").read_text("utf-8")
    for state in State:
        assert f"| {state.title} | `{state.value}` |" in glossary
    for mode in Mode:
        assert mode.title in glossary
        assert f"`{mode.value}`" in glossary
    assert len(Handlungsfeld) == 6
