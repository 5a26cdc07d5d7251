"""Similar projects over HTTP and on the command line."""

import csv

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from geo.cli import app

ASK = {"title": "Tante-Emma-Laden", "summary": "Brot und Milch fürs Dorf"}


@pytest.fixture(scope="module")
def client(loaded_settings):
    with TestClient(create_app(loaded_settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def run(loaded_settings, monkeypatch):
    monkeypatch.setenv("MITTEN_DATABASE_URL", loaded_settings.database_url)
    return lambda *words: CliRunner().invoke(app, ["projects", *words])


def test_similar_projects_are_for_anyone_and_kept_by_nobody(client):
    answer = client.post("/api/projects/similar", json=ASK)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"
    projects = answer.json()["projects"]
    assert {project["project_id"] for project in projects} >= {"dorfladen-digital-rinkerode"}
    assert [project["score"] for project in projects] == sorted(
        (project["score"] for project in projects), reverse=True
    )
    assert all(len(project["parts"]) == 7 and project["sentence"].endswith(".") for project in projects)


def test_bad_asks_are_one_sentence(client):
    answer = client.post("/api/projects/similar", json={"title": "x" * 201})
    assert answer.status_code == 422
    assert answer.json()["detail"] == "Der Parameter „title“ ist zu lang."
    answer = client.post("/api/projects/similar", json=ASK | {"need": "seilbahn"})
    assert answer.status_code == 422
    assert "Seilbahn" not in answer.json()["detail"]
    assert "„seilbahn“" in answer.json()["detail"]


def test_an_answer_needs_an_account(client):
    new = {"ask": ASK, "other_id": "smart-store-vellern", "action": "join"}
    assert client.post("/api/projects/similar/answers", json=new).status_code == 403
    assert client.get("/api/projects/similar/answers").json() == []


def test_on_the_command_line(run, tmp_path):
    done = run("similar", ASK["title"], "--summary", ASK["summary"])
    assert done.exit_code == 0
    assert "Projekte im Verzeichnis sind ähnlich" in done.stdout
    assert "Digitaler Dorfladen Rinkerode" in done.stdout
    assert run("answers").exit_code == 0
    assert run("labels", "-o", str(tmp_path / "labels")).exit_code == 0
    table = (tmp_path / "labels" / "paare.csv").read_text("utf-8").splitlines()
    assert next(csv.reader(table)) == ["a", "b", "label", "note"]
    assert run("similar", "x" * 300).exit_code == 1
