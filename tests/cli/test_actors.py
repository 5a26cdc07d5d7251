"""``mitten actors``: lists, hands out one's own data, withdraws, tidies up."""

import json

from geo import service
from tests.actors import NAME, person
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
        ["match", "niemand"],
        ["match", "--project", "nichts"],
        ["export", "beispiel-kassenwerk", "-o", str(tmp_path / "fehlt" / "a.json")],
    ):
        assert run(settings, "actors", *arguments).exit_code != 0, arguments
