"""``mitten actors``: lists, shows, adds, deletes, hands out one's own data, withdraws, tidies up."""

import json

import pytest

from geo import service
from tests.actors import NAME, consent, draft, listed, person
from tests.projects import EDITOR
from tests.signed_in import open_as_operator


def test_actors_are_listed(run, settings):
    found = run(settings, "actors", "list", "Kasse", "--art", "software")
    assert found.exit_code == 0, found.output
    assert "Beispiel: Kassenwerk Börde (Beispiel)" in found.stdout
    listed = json.loads(run(settings, "actors", "list", "--richtung", "seeks", "--json").stdout)
    assert 0 < listed["n_found"] < 12


def test_ones_own_data_withdrawal_and_the_nightly_job(run, own_settings, tmp_path):
    opened = open_as_operator(own_settings)
    key = service.create_actor(opened.of(EDITOR), person()).info.actor_id
    target = tmp_path / "auskunft.json"
    assert run(own_settings, "actors", "export", key, "-o", str(target)).exit_code == 0
    assert json.loads(target.read_text("utf-8"))["actor"]["name"] == NAME
    assert "0 Personen" in run(own_settings, "actors", "retention").output
    assert run(own_settings, "actors", "withdraw", key).exit_code == 0
    gone = run(own_settings, "actors", "export", key, "-o", str(target))
    assert gone.exit_code == 1
    assert "gibt es nicht" in gone.output
    opened.engine.dispose()


def write(folder, content):
    path = folder / "akteur.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return str(path)


def test_an_actor_is_shown_with_entries(run, settings, client):
    found = run(settings, "actors", "show", "beispiel-kassenwerk")
    assert found.exit_code == 0, found.output
    assert found.stdout.startswith("Beispiel: Kassenwerk Börde (Beispiel)")
    assert "Art: Organisation" in found.stdout
    assert "bietet" in found.stdout
    assert "Kein Kontakt" in found.stdout
    shown = json.loads(run(settings, "actors", "show", "beispiel-kassenwerk", "--json").stdout)
    public = client.get("/api/actors/beispiel-kassenwerk").json()
    assert (shown["info"], shown["draft"]) == (public["info"], public["draft"])


def test_a_person_is_added_shown_and_deleted(run, own_settings, tmp_path):
    record = person().model_dump(mode="json")
    added = run(own_settings, "actors", "add", write(tmp_path, record), "--json")
    assert added.exit_code == 0, added.output
    key = json.loads(added.stdout)["info"]["actor_id"]
    assert key.startswith("person-")  # tells no name
    shown = run(own_settings, "actors", "show", key).stdout
    assert shown.startswith(NAME)
    assert "E-Mail: ada@example.org" in shown
    assert f"Einwilligung: Zusammenarbeit, gegeben am {consent().given_on:%d.%m.%Y}" in shown
    assert "Werkstatt im Spritzenhaus" in shown
    assert "Betrieb" in shown  # who entered it, by role
    deleted = run(own_settings, "actors", "delete", key)
    assert (deleted.exit_code, f"Akteur {key} gelöscht" in deleted.output) == (0, True)
    for command in ("show", "delete"):
        gone = run(own_settings, "actors", command, key)
        assert (gone.exit_code, "gibt es nicht" in gone.stderr) == (1, True)
    named = run(own_settings, "actors", "add", write(tmp_path, {"draft": draft().model_dump(mode="json")}))
    assert named.stdout.startswith("Akteur werkstattverein-")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"draft": {"ags": ["05978036"]}}, "akteur.json: die Angabe „draft.name“ fehlt"),
        ("{", "akteur.json, Zeile 1, Spalte 2"),
        ({"draft": {"name": "Verein", "ags": ["1"]}}, "Die Kommune „1“ gibt es nicht"),
        ({"draft": {"name": "Verein"}}, "mindestens einer Kommune"),
        ({"draft": {"name": NAME, "kind": "person", "ags": ["05978036"]}}, "nur mit ihrer Einwilligung"),
        (person(consent(expires_on="2099-01-01")).model_dump(mode="json"), "höchstens 3 Jahre"),
    ],
)
def test_a_wrong_file_adds_nothing(run, settings, opened, tmp_path, content, words):
    before = listed(opened)
    refused = run(settings, "actors", "add", write(tmp_path, content), "--json")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert words in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert listed(opened) == before


def test_who_fits_whom_and_a_team(run, settings, client):
    found = run(settings, "actors", "match", "beispiel-fahrdienst-hellweg")
    assert found.exit_code == 0, found.output
    assert "Beispiel: Stadtlabor Siegen" in found.stdout
    assert "Rufbus der Hellwegdörfer" in found.stdout
    team = run(settings, "actors", "match", "--project", "dorfladen-digital-rinkerode")
    assert "3 Akteure decken zusammen 3 von 4 gesuchten Rollen." in team.stdout
    assert "Niemand bietet bisher: Ehrenamtliche" in team.stdout
    for arguments, path in (
        (["beispiel-kassenwerk"], "/api/actors/beispiel-kassenwerk/matches"),
        (["--project", "smart-store-vellern"], "/api/projects/smart-store-vellern/team"),
    ):
        printed = json.loads(run(settings, "actors", "match", *arguments, "--json").stdout)
        assert printed == client.get(path).json()  # examples are public: anyone and the operator see the same


def test_what_is_refused(run, settings, tmp_path):
    for arguments in (
        ["list", "--limit", "0"],
        ["list", "--art", "Mondstaub"],
        ["withdraw", "niemand"],
        ["show", "niemand"],
        ["delete", "niemand"],
        ["add", str(tmp_path / "fehlt.json")],
        ["add", str(tmp_path)],
        ["match", "niemand"],
        ["match", "--project", "nichts"],
        ["export", "beispiel-kassenwerk", "-o", str(tmp_path / "fehlt" / "a.json")],
    ):
        assert run(settings, "actors", *arguments).exit_code != 0, arguments
