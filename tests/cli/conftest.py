"""Run the command in this process, on a database of the test's own."""

from collections.abc import Callable

import pytest
from typer.testing import CliRunner

from geo.cli import app
from geo.service import opened as opened_module


@pytest.fixture
def run(monkeypatch) -> Callable[..., object]:
    """``run(settings, "check", "--json")``: exit code, stdout and stderr of one call."""

    def call(settings, *arguments):
        monkeypatch.setenv("MITTEN_DATABASE_URL", settings.database_url)
        opened_module._engine.cache_clear()
        return CliRunner().invoke(app, list(arguments))

    return call
