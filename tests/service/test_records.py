"""Records from JSON files: what is wrong is one German sentence with its field."""

import json

import pytest

from geo.errors import InputError
from geo.results import ActorNew, ProjectNew
from geo.service import read_record
from tests.projects import HEMMERDE, UNNA

ENTRY = {"direction": "offers", "resource": "rooms", "text": "Werkstatt"}
ACTOR = {"name": "Werkstattverein", "ags": [UNNA], "entries": [ENTRY]}
PERSON = {**ACTOR, "kind": "person", "name": "Ada Muster"}
CONSENT = {"purpose": "Zusammenarbeit", "given_on": "2026-11-01", "expires_on": "2027-11-01"}


def written(folder, content):
    path = folder / "akte.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "akte.json ist leer"),
        (b'{"draft": {\n  "name": }', "akte.json, Zeile 2, Spalte 11: das ist kein gültiges JSON"),
        (b"\xff\xfe{", "keine JSON-Datei in UTF-8"),
        (b"[" * 100_000, "keine JSON-Datei in UTF-8"),
        (b'{"draft": NaN}', "keine JSON-Datei in UTF-8"),
        ([], "enthält keinen Datensatz"),
        ({}, "die Angabe „draft“ fehlt"),
        ({"draft": {}}, "die Angabe „draft.name“ fehlt"),
        ({"draft": ACTOR | {"alter": 7}}, "die Angabe „draft.alter“ ist unbekannt"),
        ({"draft": ACTOR | {"name": " "}}, "draft.name: das Feld ist leer"),
        ({"draft": ACTOR | {"name": "x" * 201}}, "x …“ ist zu lang (höchstens 200 Zeichen)"),
        ({"draft": ACTOR | {"entries": [ENTRY] * 51}}, "draft.entries: ist zu lang (höchstens 50 Einträge)"),
        ({"draft": ACTOR | {"kind": "verein"}}, "draft.kind: „verein“ ist nicht möglich: bitte eines von organisation"),
        (
            {"draft": ACTOR | {"entries": [ENTRY, ENTRY | {"resource": "Mondstaub"}]}},
            "draft.entries.2.resource: „Mondstaub“ ist nicht möglich",
        ),
        ({"draft": PERSON | {"visibility": "public"}}, "draft: eine Person ist nie öffentlich zu sehen"),
        ({"draft": ACTOR, "consent": CONSENT | {"mail": "ada"}}, "consent.mail: „ada“ ist keine E-Mail-Adresse"),
        ({"draft": ACTOR, "consent": CONSENT | {"given_on": "gestern"}}, "consent.given_on: „gestern“ ist kein Datum"),
        ({"draft": ACTOR, "consent": CONSENT | {"expires_on": "2026-01-01"}}, "endet, bevor sie beginnt"),
    ],
)  # fmt: skip
def test_a_wrong_actor_names_the_field(tmp_path, content, words):
    with pytest.raises(InputError) as found:
        read_record(ActorNew, written(tmp_path, content))
    assert words in str(found.value)
    assert str(found.value).startswith("akte.json")
    assert len(str(found.value)) < 300


def test_a_missing_file_and_a_folder(tmp_path):
    for path in (tmp_path / "fehlt.json", tmp_path):
        with pytest.raises(InputError, match="bitte"):
            read_record(ActorNew, path)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"cost_eur": "viel"}, "draft.cost_eur: „viel“ ist keine ganze Zahl"),
        ({"cost_eur": -1}, "draft.cost_eur: „-1“ ist zu klein (Grenze 0)"),
        ({"places": [{"lon": "links", "lat": 51}]}, "draft.places.1.lon: „links“ ist keine Zahl"),
        ({"links": [{"url": "javascript:alert(1)"}]}, "eine Adresse beginnt mit https:// oder http://"),
        ({"beispiel": "vielleicht"}, "ist weder true noch false"),
    ],
)
def test_a_wrong_project_names_the_field(tmp_path, fields, words):
    with pytest.raises(InputError) as found:
        read_record(ProjectNew, written(tmp_path, {"draft": {"title": "Dorfladen", **fields}}))
    assert words in str(found.value)


def test_a_byte_order_mark_does_no_harm(tmp_path):
    content = b"\xef\xbb\xbf" + json.dumps({"draft": {"title": "Dorfladen", "zentren": [HEMMERDE]}}).encode()
    assert read_record(ProjectNew, written(tmp_path, content)).draft.zentren == [HEMMERDE]
