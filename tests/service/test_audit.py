"""Changes of projects and Projekträume in the audit log: by number, the title only for who may see it."""

import pytest
from sqlalchemy import create_engine, text

from geo import service
from geo.domain import Role
from geo.results import AccountNew, AdoptionNew, GrantInfo, ProjektraumEdit, ProjektraumNew
from geo.rights import OPERATOR, Grant, Person
from geo.service import audit
from geo.service.accounts import create_account
from geo.service.opened import to_opened
from tests.projects import ADMIN, COORDINATOR, EDITOR, UNNA, edit, new

SECRET = "Zebrastreifen Quarzberg"


@pytest.fixture
def here(loaded_settings):
    engine = create_engine(loaded_settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM audit"))
    yield to_opened(engine, loaded_settings, person=EDITOR)
    engine.dispose()


def kept(opened):
    """The log as it is stored, the oldest first."""
    with opened.engine.connect() as connection:
        return [
            tuple(row) for row in connection.execute(text("SELECT action, what FROM audit ORDER BY audit_id"))
        ]


def test_every_change_of_a_project_is_written_down_without_its_words(here, loaded_settings):
    found = service.create_project(
        here, new(title=SECRET, visibility="own", ags=[UNNA], modules=[{"title": "Laser"}])
    )
    key = found.info.project_id
    service.change_project(here, key, edit(found))  # nothing differs, nothing is written
    found = service.change_project(here, key, edit(found, summary="Geheim"))
    service.adopt_module(here, key, AdoptionNew(module=found.modules[0].key, ags=UNNA, note="Geheim"))
    file = service.add_attachment(here, loaded_settings, key, "Geheim.txt", b"Geheim")
    service.delete_attachment(here, key, file.attachment_id)
    service.delete_project(here, key)
    service.restore_project(here, key)
    table = b"Titel;Kommunen\r\nGeheim;Unna\r\n"
    service.import_projects(here, "p.csv", table)
    service.import_projects(here, "p.csv", table, write=True)
    number = audit.to_number(audit.PROJECT, key)
    assert kept(here) == [
        ("Projekt eingetragen", number),
        ("Projekt geändert", number),
        ("Baustein übernommen", number),
        ("Anhang hinzugefügt", number),
        ("Anhang gelöscht", number),
        ("Projekt gelöscht", number),
        ("Projekt wiederhergestellt", number),
        ("Projekte aus Tabelle eingetragen", "1 neu, 0 geändert"),
    ]
    whole = str(kept(here)).lower()
    assert [word for word in ("geheim", "zebra", "quarzberg", key) if word in whole] == []


def test_the_reader_of_the_log_sees_titles_by_their_rights(here):
    found = service.create_project(here, new(title=SECRET, visibility="own", ags=[UNNA]))
    number = audit.to_number(audit.PROJECT, found.info.project_id)
    both = Person("konto-2", "Eva", frozenset({Grant(Role.ADMIN), Grant(Role.READER, UNNA)}))
    assert audit.list_audit(here.of(ADMIN))[0].what == number
    assert audit.list_audit(here.of(both))[0].what == f"Projekt „{SECRET}“"
    assert audit.list_audit(here.of(OPERATOR))[0].what == f"Projekt „{SECRET}“"
    assert audit.list_audit(here.of(ADMIN))[0].role == "Redaktion einer Kommune"


def test_a_role_is_shown_with_the_name_of_its_kommune(here):
    opened = here.of(OPERATOR)
    ada = AccountNew(name="Ada", email="ada@unna.example", grants=[GrantInfo(role=Role.EDITOR, ags=UNNA)])
    create_account(opened, ada)
    shown = {(entry.action, entry.what) for entry in audit.list_audit(opened)}
    assert ("Recht gegeben", "Ada: Redaktion einer Kommune (Unna)") in shown
    assert UNNA in str(kept(opened))


def test_projektraeume_are_written_down(here):
    opened = here.of(COORDINATOR)
    area = service.read_areas(opened, "near", "secondary_school").areas[0]
    made = service.create_raum(
        opened, ProjektraumNew(area_id=area.area_id, name=SECRET, visibility="network")
    )
    changed = ProjektraumEdit(
        version=1, name="Anders", notes="Geheim", projects=[], visibility="network",
        members=[member.place_id for member in made.members],
    )  # fmt: skip
    service.change_raum(opened, made.info.raum_id, changed)
    service.delete_raum(opened, made.info.raum_id)
    number = audit.to_number(audit.RAUM, made.info.raum_id)
    assert kept(here) == [
        ("Projektraum angelegt", number),
        ("Projektraum geändert", number),
        ("Projektraum gelöscht", number),
    ]
