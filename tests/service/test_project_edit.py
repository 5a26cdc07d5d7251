"""Adding and changing projects: versions, history, places, rights; nothing is lost."""

import pytest
from sqlalchemy import create_engine, text

from geo import service
from geo.domain import Phase, Visibility
from geo.errors import ConfirmError, EditConflictError, ForbiddenError, InputError, NotFoundError
from geo.results import AdoptionNew
from geo.rights import ANYONE, OPERATOR
from geo.service import to_opened
from tests.projects import (
    ADMIN,
    CONTACT,
    COORDINATOR,
    EDITOR,
    IN_HEMMERDE,
    IN_SIEGEN,
    OTHER_EDITOR,
    READER,
    SIEGEN,
    UNNA,
    as_,
    draft,
    edit,
    new,
    titles,
)

MEMBERS = (READER, EDITOR, OTHER_EDITOR, COORDINATOR, ADMIN)


@pytest.fixture(scope="module")
def here(loaded_settings):
    engine = create_engine(loaded_settings.database_url)
    yield to_opened(engine, loaded_settings, person=EDITOR)
    engine.dispose()


def test_a_project_comes_back_as_it_was_written(here):
    whole = {
        "summary": "Ein Laden <b>im</b> Dorf",
        "description": "Erster Absatz\n\nZweiter   Absatz",
        "handlungsfelder": ["wirtschaft"],
        "target_groups": ["ältere Menschen", " ", "ältere Menschen"],
        "phase": "strategie",
        "phase_since": "2026-03-01",
        "places": [IN_HEMMERDE],
        "area": {"type": "Polygon", "coordinates": [[[7.8, 51.5], [7.9, 51.5], [7.9, 51.6], [7.8, 51.5]]]},
        "owner": "Stadt Unna",
        "cost_eur": 250_000,
        "funding": [
            {"programme": "LEADER", "amount_eur": 100_000, "since": "2026-01-01", "until": "2027-12-31"}
        ],
        "links": [{"url": "https://example.org/code", "title": "Quelltext", "licence": "EUPL-1.2"}],
        "modules": [{"title": "Schließsystem"}, {"title": "Schließsystem"}],
        "lessons": "Früh reden",
        "visibility": "public",
        "contact": CONTACT,
    }
    found = service.create_project(here, new(**whole))
    assert found == service.read_project(here, found.info.project_id)
    assert found.draft == draft(**whole).model_copy(
        update={"ags": [UNNA], "modules": found.modules, "area": found.area}
    )
    assert [module.key for module in found.modules] == ["schliesssystem", "schliesssystem-2"]
    assert found.area["type"] == "MultiPolygon"
    assert found.info.target_groups == ["ältere Menschen"]
    assert found.description == "Erster Absatz\n\nZweiter Absatz"
    assert found.info.summary == "Ein Laden <b>im</b> Dorf"
    assert (found.info.version, found.info.kommunen, found.info.zentren) == (1, ["Unna"], ["Hemmerde"])
    assert found.place_words == "eigenes Gebiet in Hemmerde"
    assert [(step.title, str(step.since)) for step in found.phases] == [("Strategie", "2026-03-01")]


def test_an_unchanged_project_stays_the_same_version(here):
    found = service.create_project(here, new(places=[IN_HEMMERDE]))
    again = service.change_project(here, found.info.project_id, edit(found))
    assert again.info.version == 1
    assert len(service.list_project_changes(here, found.info.project_id)) == 1


def test_the_history_names_fields_and_roles_and_no_person(here):
    found = service.create_project(here, new(title="Bus", phase="idee"))
    key = found.info.project_id
    found = service.change_project(
        here, key, edit(found, title="Bürgerbus", phase="umsetzung", contact=CONTACT)
    )
    last, first = service.list_project_changes(here, key)
    assert (last.version, last.role, last.action_title) == (2, "Redaktion einer Kommune", "geändert")
    assert [(field.title, field.before, field.after) for field in last.fields] == [
        ("Titel", "Bus", "Bürgerbus"),
        ("Phase", "Idee", "Umsetzung"),
        ("Kontakt", "geändert (Inhalt nur mit Konto)", "geändert (Inhalt nur mit Konto)"),
    ]
    assert first.action == "created"
    assert [step.phase for step in found.phases] == [Phase.IDEE, Phase.UMSETZUNG]
    with here.engine.connect() as connection:
        kept = connection.scalar(text("SELECT string_agg(changes::text || role, '') FROM project_change"))
    assert "Ada" not in kept


def test_the_second_of_two_editors_sees_both_versions_and_nothing_is_lost(here):
    found = service.create_project(here, new(title="Laden", summary="alt"))
    key = found.info.project_id
    service.change_project(here, key, edit(found, title="Laden A", owner="Stadt"))
    with pytest.raises(EditConflictError, match="inzwischen geändert") as caught:
        service.change_project(here, key, edit(found, title="Laden B", summary="neu"))
    conflict = caught.value.conflict
    assert conflict["version"] == 2
    assert (conflict["mine"]["title"], conflict["theirs"]["title"]) == ("Laden B", "Laden A")
    assert [(field["title"], field["before"], field["after"]) for field in conflict["fields"]] == [
        ("Titel", "Laden A", "Laden B"),
        ("Kurzfassung", "alt", "neu"),
        ("Träger", "Stadt", "nicht angegeben"),
    ]
    now = service.read_project(here, key)
    assert (now.info.title, now.info.summary, now.info.version) == ("Laden A", "alt", 2)
    merged = edit(now, summary="neu")
    assert service.change_project(here, key, merged).info.summary == "neu"


def test_a_place_outside_its_municipality_is_asked_back(here):
    with pytest.raises(ConfirmError, match="liegt in Siegen, das Projekt gehört aber zu Unna"):
        service.create_project(here, new(places=[IN_HEMMERDE, IN_SIEGEN]))
    with pytest.raises(ConfirmError, match="in keiner der erfassten Kommunen"):
        service.create_project(here, new(places=[{"lon": 13.4, "lat": 52.5}]))
    found = service.create_project(here, new(confirm=True, places=[IN_SIEGEN]))
    # What has been confirmed is not asked again when something else changes.
    service.change_project(here, found.info.project_id, edit(found, title="Anders"))
    with pytest.raises(ConfirmError):
        service.change_project(
            here,
            found.info.project_id,
            edit(service.read_project(here, found.info.project_id), places=[IN_SIEGEN] * 2),
        )


def test_a_project_without_a_place_is_fine(here):
    found = service.create_project(as_(here, COORDINATOR), new(zentren=[]))
    assert found.place_words == "ohne Ort: das Projekt hängt an keinem Platz auf der Karte"
    assert found.info.lon is None
    found = service.create_project(here, new())
    assert found.place_words == "Hemmerde, ohne eigenen Ort"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"need": "raumschiff"}, "„raumschiff“ (Bedarf) ist unbekannt"),
        ({"zentren": ["05978036-nirgendwo"]}, "Ortsteil „05978036-nirgendwo“"),
        ({"ags": [UNNA, "00000000"]}, "Kommune „00000000“"),
        ({"area": {"type": "Polygon", "coordinates": "kein"}}, "keine gültige Fläche"),
        ({"area": {"type": "Point", "coordinates": [7.8, 51.5]}}, "keine gültige Fläche"),
        ({"modules": [{"key": "a", "title": "x"}, {"key": "a", "title": "y"}]}, "gleiche Kennung"),
    ],
)
def test_what_does_not_exist_is_refused_in_one_sentence(here, fields, words):
    with pytest.raises(InputError) as caught:
        service.create_project(here, new(**fields))
    assert words in str(caught.value)


def test_a_dissolved_ortsteil_stays_with_its_project(here):
    found = service.create_project(here, new())
    key = found.info.project_id
    with here.engine.begin() as connection:
        connection.execute(
            text("UPDATE project SET zentren = '{05978036-aufgeloest}' WHERE project_id = :key"), {"key": key}
        )
    found = service.read_project(here, key)
    assert found.info.zentren == ["05978036-aufgeloest"]
    assert service.change_project(here, key, edit(found, title="Bleibt")).info.zentren == [
        "05978036-aufgeloest"
    ]


def test_a_deleted_project_is_gone_for_others_and_comes_back(here):
    found = service.create_project(here, new(title="Verschwindet", visibility="public", contact=CONTACT))
    key = found.info.project_id
    service.delete_project(here, key)
    assert "Verschwindet" not in titles(here)
    assert titles(here, deleted=True) == ["Verschwindet"]
    assert service.read_project(here, key).info.deleted
    for person in (ANYONE, READER, OTHER_EDITOR):
        assert titles(as_(here, person), deleted=True) == []
        with pytest.raises(NotFoundError):
            service.read_project(as_(here, person), key)
    restored = service.restore_project(here, key)
    assert (restored.info.deleted, restored.contact) == (False, None)  # consent does not come back by itself
    assert [change.action for change in service.list_project_changes(here, key)] == [
        "restored",
        "deleted",
        "created",
    ]


@pytest.mark.parametrize(
    ("visibility", "seen_by", "edited_by"),
    [
        ("public", {ANYONE, *MEMBERS, OPERATOR}, {EDITOR, COORDINATOR, OPERATOR}),
        ("network", {*MEMBERS, OPERATOR}, {EDITOR, COORDINATOR, OPERATOR}),
        ("own", {READER, EDITOR, OPERATOR}, {EDITOR, OPERATOR}),
    ],
)  # fmt: skip
def test_who_sees_and_edits(here, visibility, seen_by, edited_by):
    title = f"Nur für {visibility}"
    key = service.create_project(here, new(title=title, visibility=visibility)).info.project_id
    for person in (ANYONE, READER, EDITOR, OTHER_EDITOR, COORDINATOR, ADMIN, OPERATOR):
        opened = as_(here, person)
        assert (title in titles(opened)) == (person in seen_by)
        assert (title in titles(opened, words=title)) == (person in seen_by)
        if person not in seen_by:
            with pytest.raises(NotFoundError):
                service.read_project(opened, key)
            with pytest.raises(NotFoundError):
                service.list_project_changes(opened, key)
            with pytest.raises(NotFoundError):
                service.delete_project(opened, key)
            continue
        found = service.read_project(opened, key)
        assert found.may_edit == (person in edited_by)
        change = edit(found, summary=f"von {person.role_title}")
        if person in edited_by:
            service.change_project(opened, key, change)
        else:
            with pytest.raises(ForbiddenError):
                service.change_project(opened, key, change)
            with pytest.raises(ForbiddenError):
                service.delete_project(opened, key)


def test_nobody_writes_for_a_municipality_of_others(here):
    for person in (ANYONE, READER, OTHER_EDITOR, ADMIN):
        with pytest.raises(ForbiddenError):
            service.create_project(as_(here, person), new())
    found = service.create_project(here, new())
    with pytest.raises(ForbiddenError):  # nor hands a project over to others and loses it
        service.change_project(here, found.info.project_id, edit(found, ags=[SIEGEN], zentren=[]))


def test_a_contact_is_for_accounts_while_consent_holds(here):
    found = service.create_project(here, new(visibility="public", contact=CONTACT))
    key = found.info.project_id
    assert service.read_project(as_(here, OTHER_EDITOR), key).contact.name == "Ada Muster"
    anyone = service.read_project(as_(here, ANYONE), key)
    assert anyone.contact is None
    assert anyone.draft.contact is None
    with here.engine.begin() as connection:
        connection.execute(text("UPDATE project_contact SET expires_on = current_date - 1"))
    assert service.read_project(here, key).contact is None
    with pytest.raises(ForbiddenError):
        service.delete_expired_contacts(here)
    assert service.delete_expired_contacts(as_(here, OPERATOR)) >= 1
    with here.engine.connect() as connection:
        assert (
            connection.scalar(text("SELECT count(*) FROM project_contact WHERE expires_on < current_date"))
            == 0
        )


def test_withdrawn_consent_deletes_the_contact(here):
    found = service.create_project(here, new(contact=CONTACT))
    key = found.info.project_id
    service.change_project(here, key, edit(found, contact=None))
    with here.engine.connect() as connection:
        query = text("SELECT count(*) FROM project_contact WHERE project_id = :key")
        assert connection.scalar(query, {"key": key}) == 0


def test_a_module_is_taken_over_by_another_municipality(here):
    found = service.create_project(here, new(visibility="public", modules=[{"title": "Abholfach"}]))
    key, other = found.info.project_id, as_(here, OTHER_EDITOR)
    own = service.create_project(other, new(zentren=[], ags=[SIEGEN], title="Laden Siegen", visibility="own"))
    ask = AdoptionNew(module="abholfach", ags=SIEGEN, by_project_id=own.info.project_id, note="gern")
    adoption = service.adopt_module(other, key, ask).adoptions[0]
    assert (adoption.kommune, adoption.by_title, adoption.note) == ("Siegen", "Laden Siegen", "gern")
    # The project that took it is seen by its own municipality only.
    assert service.read_project(here, key).adoptions[0].by_title == ""
    with pytest.raises(ForbiddenError):
        service.adopt_module(here, key, ask)
    with pytest.raises(InputError, match="keinen Baustein"):
        service.adopt_module(other, key, ask.model_copy(update={"module": "gibtsnicht"}))


def test_seeds_are_kept_when_somebody_has_edited_them(here):
    seeded = service.read_project(as_(here, COORDINATOR), "smart-store-vellern")
    assert (seeded.info.beispiel, seeded.info.visibility) == (True, Visibility.PUBLIC)
    service.change_project(as_(here, COORDINATOR), "smart-store-vellern", edit(seeded, title="Unser Laden"))
    with here.engine.connect() as connection:
        row = connection.execute(
            text("SELECT seeded, by_hand FROM project WHERE project_id = 'smart-store-vellern'")
        ).one()
    assert tuple(row) == (True, True)
