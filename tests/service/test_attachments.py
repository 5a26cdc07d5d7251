"""Attachments: taken by what they hold, bounded, never run by a browser."""

import io
import zipfile
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from api.app import create_app
from geo import service
from geo.domain import Role
from geo.errors import ForbiddenError, InputError, NotFoundError
from geo.rights import ANYONE
from geo.service import to_opened
from geo.service.attachments import LONGEST_NAME, to_file_name, validate_content
from tests.projects import EDITOR, OTHER_EDITOR, UNNA, new
from tests.signed_in import sign_in

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def zipped():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.exe", b"MZ")
    return out.getvalue()


@pytest.fixture(scope="module")
def here(loaded_settings):
    engine = create_engine(loaded_settings.database_url)
    yield to_opened(engine, loaded_settings, person=EDITOR)
    engine.dispose()


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("plan.pdf", PDF, "application/pdf"),
        ("bild.PNG", PNG, "image/png"),
        ("notiz.txt", "Größe".encode(), "text/plain"),
        ("zahlen.csv", b"a;b\r\n1;2\r\n", "text/plain"),
    ],
)
def test_what_people_attach_is_taken(name, content, media_type):
    assert validate_content(name, content, 1) == media_type


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("leer.pdf", b"", "ist leer"),
        ("gross.txt", b"a" * 1_000_001, "1,0 MB groß, möglich sind 1 MB"),
        ("seite.html", b"<html><script>alert(1)</script>", "von einer Art"),
        ("bild.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "von einer Art"),
        ("text.txt", b"\xef\xbb\xbf <!doctype html>", "von einer Art"),
        ("bild.png", PDF, "Der Inhalt von „bild.png“ ist PDF"),
        ("programm.txt", b"MZ\x00\x01\x02", "von einer Art"),
        ("alles.zip", zipped(), "von einer Art"),
        ("text.txt", b"\xff\xfe\xfa", "von einer Art"),
    ],
)
def test_anything_else_is_refused_in_one_sentence(name, content, words):
    with pytest.raises(InputError) as caught:
        validate_content(name, content, 1)
    assert words in str(caught.value)


@given(st.text(max_size=300))
def test_names_fit_every_system(name):
    kept = to_file_name(name)
    assert len(kept) <= LONGEST_NAME
    assert not set(kept) & set('\\/:*?"<>|\r\n\x00')
    assert kept not in {".", ".."}


def test_an_attachment_is_kept_and_removed(here, loaded_settings):
    key = service.create_project(here, new(visibility="own")).info.project_id
    kept = service.add_attachment(here, loaded_settings, key, "../Plan <1>.pdf", PDF)
    assert (kept.name, kept.size_text, kept.media_type) == ("Plan _1_.pdf", "1 kB", "application/pdf")
    assert service.read_attachment(here, key, kept.attachment_id).content == PDF
    for person in (ANYONE, OTHER_EDITOR):
        with pytest.raises(NotFoundError):
            service.read_attachment(replace(here, person=person), key, kept.attachment_id)
        with pytest.raises(NotFoundError):
            service.add_attachment(replace(here, person=person), loaded_settings, key, "a.pdf", PDF)
    few = loaded_settings.model_copy(update={"attachments_most": 1})
    with pytest.raises(InputError, match="schon 1 Anhänge"):
        service.add_attachment(here, few, key, "b.pdf", PDF)
    service.delete_attachment(here, key, kept.attachment_id)
    assert service.read_project(here, key).attachments == []
    assert [change.action for change in service.list_project_changes(here, key)][:2] == [
        "detached",
        "attached",
    ]


def test_only_editors_attach(here, loaded_settings):
    key = service.create_project(here, new(visibility="public")).info.project_id
    with pytest.raises(ForbiddenError):
        service.add_attachment(replace(here, person=ANYONE), loaded_settings, key, "a.pdf", PDF)
    with here.engine.connect() as connection:
        query = text("SELECT count(*) FROM project_attachment WHERE project_id = :key")
        assert connection.scalar(query, {"key": key}) == 0


def test_a_browser_saves_it_and_never_shows_it(loaded_settings):
    with TestClient(create_app(loaded_settings), raise_server_exceptions=False) as client:
        sign_in(client, loaded_settings, (Role.EDITOR, UNNA))
        made = client.post("/api/projects", json=new().model_dump(mode="json")).json()
        route = f"/api/projects/{made['info']['project_id']}/attachments"
        kept = client.post(route, files={"file": ("Größe „1“.pdf", PDF, "text/html")})
        assert kept.status_code == 201
        answer = client.get(f"{route}/{kept.json()['attachment_id']}")
        assert answer.content == PDF
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert "filename*=UTF-8''Gr%C3%B6%C3%9Fe" in answer.headers["content-disposition"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "private, no-store"
        large = client.post(route, files={"file": ("a.txt", b"a" * 10_000_001, "text/plain")})
        assert large.status_code == 422
        assert "größer als 10 MB" in large.json()["detail"]
