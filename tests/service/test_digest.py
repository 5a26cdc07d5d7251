"""The digest of a quarter: what happened in it, and never the title of what is not public."""

import io
import re
from datetime import date

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from api.app import create_app
from geo import service
from geo.cli import app
from geo.errors import InputError
from geo.results import AdoptionNew, ProjektraumNew
from geo.rights import ANYONE
from geo.service.days import today
from geo.service.digest import _sentence, to_quarter
from geo.service.opened import to_opened
from tests.projects import COORDINATOR, EDITOR, OTHER_EDITOR, SIEGEN, UNNA, edit, new

DAY = today()
THIS = f"{DAY.year}-Q{(DAY.month - 1) // 3 + 1}"
PUBLIC, INSIDE, HIDDEN = "Xylophonwerkstatt <b>Quarz</b>", "Giraffenhaus im Netz", "Zebrastreifen aus Quarz"
SECRETS = (INSIDE, HIDDEN, "Geheimer Raum", "Verworfenes")


@pytest.fixture(scope="module")
def here(loaded_settings):
    """A project for everybody, one for the network, one for Unna alone; one deleted; two Projekträume."""
    engine = create_engine(loaded_settings.database_url)
    opened = to_opened(engine, loaded_settings, person=EDITOR)
    for title, visibility in ((PUBLIC, "public"), (INSIDE, "network"), (HIDDEN, "own")):
        words = {"zentren": [], "ags": [UNNA], "summary": "Quarz stimmen", "modules": [{"title": title}]}
        made = service.create_project(opened, new(title=title, visibility=visibility, **words))
        for phase in ("strategie", "umsetzung"):
            made = service.change_project(opened, made.info.project_id, edit(made, phase=phase))
        if visibility != "own":
            taken = AdoptionNew(module=made.modules[0].key, ags=SIEGEN)
            service.adopt_module(opened.of(OTHER_EDITOR), made.info.project_id, taken)
    gone = service.create_project(opened, new(title="Verworfenes", visibility="public", ags=[UNNA]))
    service.delete_project(opened, gone.info.project_id)
    area = service.read_areas(opened, "near", "secondary_school").areas[0]
    for name, visibility in (("Raum der Quarze", "public"), ("Geheimer Raum", "network")):
        raum = ProjektraumNew(area_id=area.area_id, name=name, visibility=visibility)
        service.create_raum(opened.of(COORDINATOR), raum)
    yield opened
    engine.dispose()


def titles(entries):
    return [entry.title for entry in entries]


def test_a_quarter_is_read_or_refused():
    quarter = to_quarter(" 2025q4 ")
    assert (quarter.key, quarter.title) == ("2025-Q4", "4. Quartal 2025")
    assert (quarter.since, quarter.until) == (date(2025, 10, 1), date(2026, 1, 1))
    assert (to_quarter("2026-Q1").since, to_quarter("2026-Q1").until) == (date(2026, 1, 1), date(2026, 4, 1))
    for wrong in ("", "2026", "2026-Q5", "0001-Q1", "²026-Q1", "2026-Q1; DROP"):
        with pytest.raises(InputError, match="bitte so schreiben wie 2026-Q4"):
            to_quarter(wrong)
    with pytest.raises(InputError, match="hat noch nicht begonnen"):
        to_quarter("2999-Q1")


def test_the_public_digest_tells_what_happened(here):
    found = service.read_digest(here.of(ANYONE), THIS)
    assert titles(found.moved) == [PUBLIC]
    assert found.moved[0].text == "von Idee zu Umsetzung"  # one way, two steps
    assert PUBLIC in titles(found.added)
    assert titles(found.raeume) == ["Raum der Quarze"]
    (pair,) = [row for row in found.learning.together if "Fröndenberg" in row.kommune_a + row.kommune_b]
    assert (pair.n_raeume, pair.n_projects, pair.subjects) == (1, 0, ["Weiterführende Schule"])
    assert "1 Projekt wechselte die Phase" in found.sentence
    assert "dazu; kein Projekt wechselte die Phase." in _sentence(to_quarter(THIS), found.added, [], [])
    assert [use.kommunen for use in found.learning.modules if use.title == PUBLIC] == [["Siegen"]]
    assert "Enthält nur, was öffentlich ist." in found.note
    assert "noch nicht zu Ende" in found.note


def test_with_an_account_it_holds_what_that_one_may_see(here):
    unna = service.read_digest(here, THIS)
    assert titles(unna.moved) == sorted([INSIDE, PUBLIC, HIDDEN])
    assert "nicht weitergeben" in unna.note
    siegen = service.read_digest(here.of(OTHER_EDITOR), THIS)
    assert titles(siegen.moved) == sorted([INSIDE, PUBLIC])
    assert HIDDEN not in siegen.model_dump_json()


def test_a_quarter_in_which_nothing_happened(here):
    found = service.read_digest(here.of(ANYONE), "2020-Q1")
    assert (found.added, found.moved, found.raeume, found.learning.modules) == ([], [], [], [])
    assert found.sentence == "Im 1. Quartal 2020 ist nichts dazugekommen und nichts weitergegangen."


def test_a_quarter_begins_at_midnight_in_germany(here):
    words = {"title": "Silvesterlauf", "visibility": "public", "zentren": [], "ags": [UNNA]}
    key = service.create_project(here, new(**words)).info.project_id
    with here.engine.begin() as connection:
        moved = text("UPDATE project SET created_at = '2025-12-31 23:30+00' WHERE project_id = :key")
        connection.execute(moved, {"key": key})
    assert titles(service.read_digest(here.of(ANYONE), "2026-Q1").added) == ["Silvesterlauf"]
    assert titles(service.read_digest(here.of(ANYONE), "2025-Q4").added) == []


def test_private_titles_are_in_no_public_form(here, loaded_settings, monkeypatch, tmp_path):
    with TestClient(create_app(loaded_settings), raise_server_exceptions=False) as client:
        page = client.get("/api/learning/digest", params={"quarter": THIS})
        pdf = client.get("/api/learning/digest", params={"quarter": THIS, "format": "pdf"})
        wrong = client.get("/api/learning/digest", params={"quarter": "2026-5"})
    assert (page.status_code, page.headers["cache-control"]) == (200, "private, no-store")
    assert (pdf.headers["content-type"], pdf.headers["cache-control"]) == (
        "application/pdf", "private, no-store",
    )  # fmt: skip
    assert wrong.status_code == 422
    monkeypatch.setenv("MITTEN_DATABASE_URL", loaded_settings.database_url)
    told = CliRunner().invoke(app, ["projects", "digest", "--quarter", THIS])
    file = tmp_path / "digest.pdf"
    assert CliRunner().invoke(app, ["projects", "digest", "--quarter", THIS, "-o", str(file)]).exit_code == 0
    for said in (page.text, words_of(pdf.content), words_of(file.read_bytes()), told.stdout):
        flat = re.sub(r"\s+", " ", said)
        assert "Raum der Quarze" in flat
        assert [secret for secret in SECRETS if secret in flat] == []
    inside = CliRunner().invoke(app, ["projects", "digest", "--quarter", THIS, "--internal"])
    assert "nicht weitergeben" in inside.stdout
    assert CliRunner().invoke(app, ["projects", "digest", "--quarter", "gestern"]).exit_code != 0


def words_of(pdf):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_pdf_is_tagged_and_markup_stays_text(here):
    document = PdfReader(io.BytesIO(service.render_digest(here.of(ANYONE), THIS)))
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert document.metadata.title == f"Netzwerk im {THIS[-1]}. Quartal {DAY.year}"
    words = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in document.pages))
    assert PUBLIC in words
    assert "Konzeptioniert einmal" in words
