"""Changing on the command line what the API changes: Projekträume, projects with contact and parts, consents."""

import json

import pytest

from geo import service
from tests.actors import consent, draft
from tests.projects import CONTACT, HEMMERDE, IN_HEMMERDE, IN_SIEGEN, UNNA
from tests.signed_in import open_as_operator


@pytest.fixture
def ask(run, loaded_settings):
    """``ask("areas", "rooms")``: standard output of a call that works."""

    def call(*arguments):
        done = run(loaded_settings, *map(str, arguments))
        assert done.exit_code == 0, done.output
        return done.stdout

    return call


@pytest.fixture
def refuse(run, loaded_settings):
    """Error output of a call that is refused, and writes nothing to standard output."""

    def call(*arguments):
        done = run(loaded_settings, *map(str, arguments))
        assert (done.exit_code, done.stdout) == (1, "")
        return done.stderr

    return call


@pytest.fixture
def write(tmp_path):
    """A JSON file of this content."""

    def call(content):
        path = tmp_path / "datei.json"
        path.write_text(json.dumps(content), "utf-8")
        return path

    return call


def test_a_projektraum_is_made_changed_and_deleted(ask, refuse, write):
    areas = json.loads(ask("areas", "near", "secondary_school", "--json"))["areas"]
    made = json.loads(ask("areas", "room-add", write({"area_id": areas[0]["area_id"]}), "--json"))
    key = made["info"]["raum_id"]
    edit = json.loads(ask("areas", "room", key, "--draft"))
    assert edit["members"] == [member["place_id"] for member in made["members"]]
    file = write({**edit, "name": "Rund um Hemmerde", "visibility": "public", "projects": []})
    assert f"Projektraum {key} geändert (Version 2)" in ask("areas", "room-change", key, file)
    assert "Rund um Hemmerde" in ask("areas", "rooms")
    late = refuse("areas", "room-change", key, write({**edit, "name": "Anders"}))  # began with version 1
    assert "Name: gespeichert „Rund um Hemmerde“, in der Datei „Anders“" in late
    assert "mit „version“: 2 noch einmal" in late
    assert f"Projektraum {key} gelöscht" in ask("areas", "room-delete", key)
    assert "gibt es nicht" in refuse("areas", "room", key)
    assert "im gezeigten Lauf nicht" in refuse("areas", "room-add", write({"area_id": "near-nirgends"}))
    assert "„area_id“ fehlt" in refuse("areas", "room-add", write({}))


def test_a_project_and_its_contact_are_changed(ask, refuse, write):
    new = {"draft": {"title": "Sägewerk", "ags": [UNNA], "places": [IN_HEMMERDE]}}
    key = json.loads(ask("projects", "add", write(new), "--json"))["info"]["project_id"]
    edit = json.loads(ask("projects", "show", key, "--draft"))
    edit["draft"] |= {"contact": CONTACT, "zentren": [HEMMERDE]}
    assert "geändert (Version 2)" in ask("projects", "change", key, write(edit))
    kept = json.loads(ask("projects", "show", key, "--draft"))
    assert (kept["version"], kept["draft"]["contact"]["name"]) == (2, CONTACT["name"])
    late = refuse("projects", "change", key, write({**edit, "draft": {**edit["draft"], "title": "Mühle"}}))
    assert "Titel: gespeichert „Sägewerk“, in der Datei „Mühle“" in late
    kept["draft"] |= {"contact": None, "places": [IN_SIEGEN]}
    assert "liegt in Siegen" in refuse("projects", "change", key, write(kept))
    ask("projects", "change", key, write(kept), "--confirm")
    assert json.loads(ask("projects", "show", key, "--json"))["contact"] is None


def test_attachments_modules_and_answers(ask, refuse, write, tmp_path):
    title = {"title": "Werkbank", "ags": [UNNA], "modules": [{"key": "plan", "title": "Bauplan"}]}
    key = json.loads(ask("projects", "add", write({"draft": title}), "--json"))["info"]["project_id"]
    note, back = tmp_path / "notiz.txt", tmp_path / "zurueck.txt"
    note.write_text("hallo", "utf-8")
    attachment = json.loads(ask("projects", "attach", key, note, "--json"))["attachment_id"]
    ask("projects", "download", key, attachment, "-o", back)
    assert back.read_text("utf-8") == "hallo"
    ask("projects", "detach", key, attachment)
    assert "gibt es nicht" in refuse("projects", "download", key, attachment, "-o", back)
    fake = tmp_path / "plan.pdf"
    fake.write_bytes(b"MZ\x90\x00 this is a program")
    assert "nicht angenommen" in refuse("projects", "attach", key, fake)
    assert "nicht lesbar" in refuse("projects", "attach", key, tmp_path / "fehlt.txt")
    assert "Baustein plan" in ask("projects", "adopt", key, write({"module": "plan", "ags": "05970040"}))
    assert "keinen Baustein" in refuse("projects", "adopt", key, write({"module": "x", "ags": UNNA}))
    answer = {"ask": {"title": "Werkbank am Bach"}, "other_id": key, "action": "different"}
    assert "Werkbank" in ask("projects", "answer", write({**answer, "reason": "dort aus Holz"}))
    assert "dort aus Holz" in ask("projects", "answers")


def test_an_actor_and_its_consent_are_changed(ask, refuse, write, loaded_settings):
    opened = open_as_operator(loaded_settings)
    key = json.loads(ask("actors", "add", write({"draft": draft().model_dump(mode="json")}), "--json"))
    key = key["info"]["actor_id"]
    edit = json.loads(ask("actors", "show", key, "--draft"))
    edit["draft"]["about"] = "Jetzt auch samstags."
    assert "geändert (Version 2)" in ask("actors", "change", key, write(edit))
    edit["draft"]["about"] = "Nur dienstags."
    assert "in der Datei „Nur dienstags.“" in refuse("actors", "change", key, write(edit))
    ask("actors", "consent", key, write(consent().model_dump(mode="json")))
    assert service.read_actor(opened, key).consent == consent()
    long = consent(expires_on="2099-01-01").model_dump(mode="json")
    assert "höchstens 3 Jahre" in refuse("actors", "consent", key, write(long))
    opened.engine.dispose()
