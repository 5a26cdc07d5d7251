"""Projekträume: made of computed areas, changed by hand and by version, never overwritten by a run."""

import io

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader
from sqlalchemy import create_engine, text

from api.app import create_app
from geo.domain import Role
from tests.projects import UNNA
from tests.signed_in import LOOPBACK, sign_in

ROUTE = "/api/projektraeume"


@pytest.fixture(scope="module")
def editing(loaded_settings):
    """The API of a loaded installation, asked by the coordinator of the network."""
    with TestClient(create_app(loaded_settings), base_url=LOOPBACK, raise_server_exceptions=False) as client:
        yield sign_in(client, loaded_settings, (Role.COORDINATOR, "")), loaded_settings.database_url


@pytest.fixture
def api(editing):
    return editing[0]


@pytest.fixture
def made(api):
    areas = api.get("/api/areas", params={"service": "secondary_school"}).json()["areas"]
    answer = api.post(ROUTE, json={"area_id": areas[0]["area_id"], "notes": "Erstes Treffen im Mai"})
    assert answer.status_code == 201, answer.text
    return answer.json()


def to_edit(raum, **changes):
    return {
        "version": raum["info"]["version"],
        "name": raum["info"]["name"],
        "notes": raum["notes"],
        "members": [member["place_id"] for member in raum["members"]],
        "projects": raum["project_ids"],
        "visibility": raum["info"]["visibility"],
        **changes,
    }


def put(api, raum, **changes):
    return api.put(f"{ROUTE}/{raum['info']['raum_id']}", json=to_edit(raum, **changes))


def test_an_area_becomes_a_projektraum(api, made):
    area = next(
        area
        for area in api.get("/api/areas", params={"service": "secondary_school"}).json()["areas"]
        if area["area_id"] == made["difference"]["area_id"]
    )
    assert [member["place_id"] for member in made["members"]] == [
        m["place"]["place_id"] for m in area["members"]
    ]
    assert made["info"]["name"] == area["title"]
    assert made["difference"]["sentence"] == "Der gezeigte Lauf rechnet denselben Raum."
    assert all(check["kept"] for check in made["checks"])
    assert {check["key"] for check in made["checks"]} == {"kommunen", "limit", "residents"}
    assert made["may_edit"]
    assert made["info"]["visibility"] == "network"  # nothing is public before somebody says so
    assert made["changes"][0]["role"] == "Netzwerkkoordination"
    assert made["info"]["raum_id"] in [raum["raum_id"] for raum in api.get(ROUTE).json()]


def test_members_by_hand_with_the_check_of_the_limits(api, made):
    members = [member["place_id"] for member in made["members"]]
    far = put(api, made, members=[*members, "05958048-winterberg"], name="Neuer Name").json()
    assert far["info"]["name"] == "Neuer Name"
    limit = next(check for check in far["checks"] if check["key"] == "limit")
    assert limit["kept"] is False
    assert "Winterberg" in limit["text"]
    assert not far["info"]["checks_kept"]
    assert "ohne Winterberg" in far["difference"]["sentence"]
    assert "aufgenommen: Winterberg" in far["changes"][0]["text"]
    near = put(api, far, members=members[1:]).json()
    assert near["difference"]["added"][0]["place_id"] == members[0]
    assert "Die Auswahl von Hand bleibt." in near["difference"]["sentence"]
    assert near["info"]["version"] == 3


def test_two_editors_at_once_lose_nothing(api, made):
    first = put(api, made, notes="von der ersten").json()
    second = put(api, made, notes="von der zweiten")
    assert second.status_code == 409
    conflict = second.json()["conflict"]
    assert conflict["theirs"]["notes"] == "von der ersten"
    assert conflict["mine"]["notes"] == "von der zweiten"
    assert conflict["fields"] == [
        {"field": "notes", "title": "Notizen", "before": "von der ersten", "after": "von der zweiten"}
    ]
    assert api.get(f"{ROUTE}/{made['info']['raum_id']}").json()["notes"] == "von der ersten"
    again = api.put(
        f"{ROUTE}/{made['info']['raum_id']}", json={**conflict["mine"], "version": conflict["version"]}
    )
    assert again.json()["notes"] == "von der zweiten"
    assert again.json()["info"]["version"] == first["info"]["version"] + 1


def test_projects_are_attached(api, made):
    project = api.get("/api/projects").json()["projects"][0]
    raum = put(api, made, projects=[project["project_id"]]).json()
    assert [each["title"] for each in raum["projects"]] == [project["title"]]
    assert f"Projekt zugeordnet: {project['title']}" in raum["changes"][0]["text"]


def test_saving_without_a_change_is_no_new_version(api, made):
    assert put(api, made).json()["info"]["version"] == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "  "}, "braucht einen Namen"),
        ({"members": ["05978036-stockum"]}, "mindestens zwei"),
        ({"members": ["05978036-stockum", "nirgends"]}, "nirgends"),
        ({"projects": ["gibt-es-nicht"]}, "gibt-es-nicht"),
        ({"visibility": "geheim"}, "visibility"),
        ({"name": "x" * 201}, "zu lang"),
    ],
)
def test_what_is_refused_changes_nothing(api, made, changes, words):
    answer = put(api, made, **changes)
    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert api.get(f"{ROUTE}/{made['info']['raum_id']}").json()["info"]["version"] == 1


def test_markup_stays_text(api, made):
    script = "<script>alert(1)</script> & <b>fett</b>"
    raum = put(api, made, name=script, notes=script).json()
    assert raum["info"]["name"] == script
    assert raum["notes"] == script
    words = read_words(api.get(f"{ROUTE}/{made['info']['raum_id']}/report.pdf"))
    assert words.count(script) >= 2


def test_a_private_project_is_named_to_nobody_else(api, made, loaded_settings):
    """Its title would stand in the history, and in its id."""
    with TestClient(create_app(loaded_settings)) as unna, TestClient(create_app(loaded_settings)) as anyone:
        sign_in(unna, loaded_settings, (Role.EDITOR, UNNA))
        draft = {"title": "Zebrastreifen Quarzberg", "ags": [UNNA], "visibility": "own"}
        hidden = unna.post("/api/projects", json={"draft": draft}).json()["info"]["project_id"]
        route = f"{ROUTE}/{made['info']['raum_id']}"
        # The coordinator may edit the Projektraum, and does not see the project; who edits for Unna does both.
        raum = put(unna, made, projects=[hidden], visibility="public").json()
        assert raum["changes"][0]["text"].endswith("Projekt zugeordnet: Zebrastreifen Quarzberg")
        for client in (api, anyone):
            answer = client.get(route)
            assert "zebra" not in answer.text.lower()
            assert answer.json()["project_ids"] == []
            assert answer.json()["changes"][0]["text"].endswith("eines, das hier nicht zu sehen ist")
            assert "Zebra" not in read_words(client.get(f"{route}/report.pdf"))
        # Who does not see it saves, or comes second: it stays, and is not told.
        changed = put(api, api.get(route).json(), notes="Ohne es zu kennen").json()
        assert "zebra" not in put(api, made, notes="Zu spät").text.lower()
        assert unna.get(route).json()["project_ids"] == [hidden]
        assert put(unna, changed, projects=[]).json()["project_ids"] == []


def test_a_dissolved_member_is_named_and_nothing_is_lost(editing, made):
    api, url = editing
    gone = next(member for member in made["members"] if member["partner"])
    engine = create_engine(url)
    row = {"place": gone["place_id"]}
    with engine.begin() as connection:
        kept = (
            connection.execute(text("SELECT * FROM partner_place WHERE place_id = :place"), row)
            .mappings()
            .one()
        )
        connection.execute(text("DELETE FROM partner_place WHERE place_id = :place"), row)
    raum = api.get(f"{ROUTE}/{made['info']['raum_id']}").json()
    member = next(each for each in raum["members"] if each["place_id"] == gone["place_id"])
    assert (member["name"], member["place"]) == (gone["name"], None)
    check = next(each for each in raum["checks"] if each["key"] == "dissolved")
    assert check["kept"] is False
    assert gone["name"] in check["text"]
    assert put(api, raum, notes="weiter so").json()["notes"] == "weiter so"
    with engine.begin() as connection:
        columns = ", ".join(kept)
        values = ", ".join(f":{name}" for name in kept)
        connection.execute(text(f"INSERT INTO partner_place ({columns}) VALUES ({values})"), dict(kept))
    engine.dispose()


def test_deleted_is_off_the_list(api, made):
    raum_id = made["info"]["raum_id"]
    assert api.delete(f"{ROUTE}/{raum_id}").status_code == 204
    assert api.get(f"{ROUTE}/{raum_id}").status_code == 404
    assert raum_id not in [raum["raum_id"] for raum in api.get(ROUTE).json()]
    assert api.delete(f"{ROUTE}/{raum_id}").status_code == 404


def test_who_may_not_write_is_told_so(client):
    area = client.get("/api/areas").json()["areas"][0]
    answer = client.post(ROUTE, json={"area_id": area["area_id"]})
    assert answer.status_code == 403
    assert "Schreibrecht" in answer.json()["detail"]
    assert client.post(ROUTE, json={"area_id": "near-nirgends"}).status_code == 404


def test_answers_are_kept_by_nobody(api, made):
    answer = api.get(f"{ROUTE}/{made['info']['raum_id']}")
    assert answer.headers["cache-control"] == "private, no-store"


def test_the_report_is_a_tagged_pdf(api, made):
    answer = api.get(f"{ROUTE}/{made['info']['raum_id']}/report.pdf")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    document = PdfReader(io.BytesIO(answer.content))
    words = " ".join("".join(page.extract_text() for page in document.pages).replace("\xa0", " ").split())
    assert document.metadata.title.startswith("Projektraum ")
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert made["info"]["name"] in words
    assert "Erstes Treffen im Mai" in words
    assert all(member["name"] in words for member in made["members"])
    assert all(check["text"].replace("\xa0", " ")[:20] in words for check in made["checks"])
    assert "Gemeinsamer Standort" in words
    assert "Jede für sich: " in words
    assert "Quellen: Einwohner der Ortsteile, Stand 2013: " in words
    assert "Umrisse der Kommunen, Stand 31.12.2023: © GeoBasis-DE / BKG" in words


def read_words(answer):
    assert answer.status_code == 200, answer.text
    document = PdfReader(io.BytesIO(answer.content))
    return " ".join("".join(page.extract_text() for page in document.pages).replace("\xa0", " ").split())


def test_the_report_prints_the_shared_site_that_is_asked_for(api, made):
    route = f"{ROUTE}/{made['info']['raum_id']}/report.pdf"
    asked = {"service": "secondary_school", "sites": "primary_school", "count": 3, "limit_min": 6}
    words = read_words(api.get(route, params={**asked, "verbund": "61-6-eins"}))  # as the page asks
    assert "Als mobiles Angebot: Runde " in words
    assert "gesucht: Grundschulen." in words
    nobody = read_words(api.get(route, params={"service": "secondary_school", "sites": "parish_hall"}))
    assert "Kein Gebäude der gewählten Arten" in nobody
    assert api.get(route, params={"service": "ski_lift"}).status_code == 404
    assert api.get(route, params={"service": "post", "count": 0}).status_code == 422
