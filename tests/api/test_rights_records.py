"""Every role against every route that changes a record: of Unna, seen by the network; an own one of Siegen."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine

from api.app import create_app
from geo import service
from geo.domain import Role
from geo.results import ProjektraumNew
from geo.rights import OPERATOR
from geo.service import to_opened
from tests.actors import consent, organisation
from tests.api.test_rights_routes import BY_RECORD, REFUSED, ROLES, SIEGEN, UNNA
from tests.projects import new
from tests.signed_in import LOOPBACK, sign_in

WRITERS = {"editor", "coordinator"}
WRITES_NOTHING = {("POST", "/api/pt/whatif")}
TABLE = {"file": ("p.csv", b"Titel;Kommunen\r\nLaden;05978036\r\n", "text/csv")}


@pytest.fixture(scope="module")
def here(loaded_settings):
    engine = create_engine(loaded_settings.database_url)
    yield to_opened(engine, loaded_settings, person=OPERATOR)
    engine.dispose()


@pytest.fixture(scope="module")
def area(here):
    """A near area with a member in Unna."""
    found = service.read_areas(here, "near", "secondary_school").areas
    return next(each for each in found if UNNA in [kommune.key for kommune in each.kommunen])


def make(here, settings, area, ags, visibility):
    """Records of a municipality, each with what a change of it takes: by route, its address and body."""
    fields = {"ags": [ags], "zentren": [], "visibility": visibility}
    project = service.create_project(here, new(modules=[{"title": "Laser"}], **fields))
    key, draft = project.info.project_id, project.draft.model_dump(mode="json")
    file = service.add_attachment(here, settings, key, "a.txt", b"a").attachment_id
    actor = service.create_actor(here, organisation(**fields))
    raum = service.create_raum(here, ProjektraumNew(area_id=area.area_id, visibility=visibility))
    edit = {
        "version": 1, "name": "Anders", "notes": "", "projects": [], "visibility": visibility,
        "members": [member.place_id for member in raum.members],
    }  # fmt: skip
    of_project, of_actor = f"/api/projects/{key}", f"/api/actors/{actor.info.actor_id}"
    of_raum = f"/api/projektraeume/{raum.info.raum_id}"
    answer = {"ask": {"title": "Laden"}, "other_id": key, "action": "link"}
    changed = {"draft": {**draft, "owner": "Jemand"}, "version": 1}
    renamed = {"draft": {**actor.draft.model_dump(mode="json"), "about": "Neu"}, "version": 1}
    return {
        ("POST", "/api/projects/similar/answers"): ("/api/projects/similar/answers", {"json": answer}),
        ("POST", "/api/projects/import"): ("/api/projects/import?write=true", {"files": TABLE}),
        ("PUT", "/api/projects/{project_id}"): (of_project, {"json": changed}),
        ("POST", "/api/projects/{project_id}/adoptions"): (
            f"{of_project}/adoptions",
            {"json": {"module": "laser", "ags": ags}},
        ),
        ("POST", "/api/projects/{project_id}/attachments"): (
            f"{of_project}/attachments",
            {"files": {"file": ("b.txt", b"b")}},
        ),
        ("DELETE", "/api/projects/{project_id}/attachments/{attachment_id}"): (
            f"{of_project}/attachments/{file}",
            {},
        ),
        ("DELETE", "/api/projects/{project_id}"): (of_project, {}),
        ("POST", "/api/projects/{project_id}/restore"): (f"{of_project}/restore", {}),
        ("PUT", "/api/actors/{actor_id}"): (of_actor, {"json": renamed}),
        ("PUT", "/api/actors/{actor_id}/consent"): (
            f"{of_actor}/consent",
            {"json": consent().model_dump(mode="json")},
        ),
        ("DELETE", "/api/actors/{actor_id}/consent"): (f"{of_actor}/consent", {}),
        ("DELETE", "/api/actors/{actor_id}"): (of_actor, {}),
        ("POST", "/api/projektraeume"): ("/api/projektraeume", {"json": {"area_id": area.area_id}}),
        ("PUT", "/api/projektraeume/{raum_id}"): (of_raum, {"json": edit}),
        ("DELETE", "/api/projektraeume/{raum_id}"): (of_raum, {}),
    }


@pytest.mark.parametrize("role", ROLES)
def test_who_may_change_which_record(here, loaded_settings, area, role):
    with TestClient(create_app(loaded_settings), base_url=LOOPBACK, raise_server_exceptions=False) as client:
        if ROLES[role] is not None:
            # Without a role of its own: an account that is only there.
            token_roles = ROLES[role] or [(Role.READER, "05558008")]
            sign_in(client, loaded_settings, *token_roles)
        routes = make(here, loaded_settings, area, UNNA, "network")
        assert set(routes) | WRITES_NOTHING == BY_RECORD
        for (method, path), (where, asked) in routes.items():
            status = client.request(method, where, **asked).status_code
            assert (status < 300) is (role in WRITERS), (role, method, path, status)
            assert status < 300 or status in REFUSED | {404}, (role, method, path, status)


@pytest.mark.parametrize("role", ROLES)
def test_an_own_record_of_another_municipality_is_not_there(here, loaded_settings, area, role):
    with TestClient(create_app(loaded_settings), base_url=LOOPBACK, raise_server_exceptions=False) as client:
        if ROLES[role]:
            sign_in(client, loaded_settings, *ROLES[role])
        found = {
            (method, path): client.request(method, where, **asked).status_code
            for (method, path), (where, asked) in make(here, loaded_settings, area, SIEGEN, "own").items()
            if "raum" not in path and "{" in path
        }
        assert len(found) == 10
        assert {route: status for route, status in found.items() if status != 404} == {}
