"""Consent: nobody without it, seen and kept while it holds, withdrawal and expiry delete, one's own data as a file."""

from datetime import timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from geo import service
from geo.errors import ForbiddenError, InputError, NotFoundError
from geo.rights import ANYONE, OPERATOR, Person
from geo.service import audit
from geo.service.check import check_installation
from geo.service.days import today
from tests.actors import (
    COORDINATOR,
    NAME,
    OTHER,
    PEER,
    READER,
    consent,
    draft,
    edit,
    expire,
    listed,
    organisation,
    person,
    rows_with,
    seen_by,
)
from tests.projects import EDITOR


def test_a_person_needs_consent_that_holds(as_):
    opened = as_(EDITOR)
    bare = person().model_copy(update={"consent": None})
    with pytest.raises(InputError, match="nur mit ihrer Einwilligung"):
        service.create_actor(opened, bare)
    for given, words in (
        (consent(given_on=today() + timedelta(days=1)), "in der Zukunft"),
        (consent(given_on=today() - timedelta(days=9), expires_on=today()), "schon abgelaufen"),
        (consent(expires_on=today() + timedelta(days=4 * 366)), "höchstens 3 Jahre"),
    ):
        with pytest.raises(InputError, match=words):
            service.create_actor(opened, person(given))
    with pytest.raises(ValidationError, match="endet, bevor sie beginnt"):
        consent(expires_on=today() - timedelta(days=2))
    with pytest.raises(ValidationError, match="nie öffentlich"):
        draft(kind="person", visibility="public")
    assert "person" not in {actor.kind for actor in service.list_actors(opened).actors}


def test_who_sees_a_person_and_its_contact(as_):
    made = service.create_actor(as_(EDITOR), person())
    key = made.info.actor_id
    assert NAME.lower().split()[0] not in key
    assert made.consent.mail == "ada@example.org"
    for who, seen in (
        (OTHER, True),
        (READER, True),
        (COORDINATOR, True),
        (ANYONE, False),
        (Person("x"), False),
    ):
        found = seen_by(as_(who), key)
        assert (found is not None) is seen
        assert (key in listed(as_(who))) is seen
        assert (key in listed(as_(who), words="Muster")) is seen
        if found:
            assert found.consent.contact == NAME
            assert not found.is_mine
    own = service.create_actor(as_(EDITOR), person(visibility="own")).info.actor_id
    assert seen_by(as_(OTHER), own) is None
    assert seen_by(as_(COORDINATOR), own) is None
    assert seen_by(as_(PEER), own) is not None


def test_the_contact_of_an_organisation_is_for_accounts(as_):
    key = service.create_actor(as_(EDITOR), organisation(consent(), visibility="public")).info.actor_id
    assert seen_by(as_(ANYONE), key).consent is None
    assert seen_by(as_(OTHER), key).consent.contact == NAME
    assert NAME not in service.list_actors(as_(ANYONE), limit=200).model_dump_json()


def test_withdrawal_deletes_a_person_everywhere(as_, engine):
    made = service.create_actor(as_(EDITOR), person(about="Ada kann schweißen"))
    key = made.info.actor_id
    service.change_actor(as_(EDITOR), key, edit(made, about="Ada Muster kann löten"))
    assert rows_with(engine, NAME)
    service.withdraw_consent(as_(PEER), key)
    for words in (NAME, "löten", key):
        assert rows_with(engine, words) == []
    assert seen_by(as_(EDITOR), key) is None
    with engine.connect() as connection:
        number = {"number": audit.to_number(audit.ACTOR, key)}
        log = connection.execute(text("SELECT action, what FROM audit WHERE what = :number"), number).all()
    assert [row.action for row in log] == [
        "Akteur eingetragen",
        "Akteur geändert",
        "Einwilligung zurückgezogen",
    ]


def test_withdrawal_deletes_the_contact_of_an_organisation(as_, engine):
    key = service.create_actor(as_(EDITOR), organisation(consent())).info.actor_id
    service.withdraw_consent(as_(EDITOR), key)
    found = seen_by(as_(EDITOR), key)
    assert found.consent is None
    assert found.changes[0].action_title == "Einwilligung zurückgezogen, Kontakt gelöscht"
    assert rows_with(engine, "ada@example.org") == []


def test_who_entered_a_person_may_take_it_back_without_any_rights(as_):
    key = service.create_actor(as_(EDITOR), person()).info.actor_id
    bare = Person(EDITOR.account_id, "Ada")
    assert seen_by(as_(bare), key).is_mine
    with pytest.raises(ForbiddenError):
        service.change_actor(as_(bare), key, edit(seen_by(as_(bare), key), about="x"))
    service.withdraw_consent(as_(bare), key)
    assert seen_by(as_(OPERATOR), key) is None
    kept = service.create_actor(as_(EDITOR), organisation()).info.actor_id
    for refused in (service.delete_actor, service.withdraw_consent):
        with pytest.raises(ForbiddenError):
            refused(as_(bare), kept)


def test_an_expired_consent_hides_at_once_and_the_nightly_job_deletes(as_, engine):
    gone = service.create_actor(as_(EDITOR), person()).info.actor_id
    shop = service.create_actor(as_(EDITOR), organisation(consent(mail="laden@example.org"))).info.actor_id
    stays = service.create_actor(as_(EDITOR), person(name="Bleibt Hier")).info.actor_id
    for key in (gone, shop):
        expire(engine, key)
    for who in (PEER, OTHER, COORDINATOR):
        assert seen_by(as_(who), gone) is None
        assert gone not in listed(as_(who))
        assert seen_by(as_(who), shop).consent is None
    assert gone not in listed(as_(OPERATOR))
    assert service.export_actor(as_(EDITOR), gone).actor["name"] == NAME  # until the night
    with pytest.raises(ForbiddenError, match="mitten actors retention"):
        service.delete_expired_actors(as_(EDITOR))
    done = service.delete_expired_actors(as_(OPERATOR))
    assert (done.n_persons, done.n_contacts) == (1, 1)
    assert "1 Person und 1 Kontakt " in done.sentence
    assert rows_with(engine, gone) == rows_with(engine, "laden@example.org") == []
    assert seen_by(as_(EDITOR), stays).consent is not None
    assert seen_by(as_(EDITOR), shop) is not None


def test_the_check_tells_that_the_nightly_job_does_not_run(as_, engine):
    def told(days):
        found = check_installation(as_(OPERATOR), today() + timedelta(days=days))
        return [(line.level, line.text) for line in found if line.topic == "Einwilligungen"]

    key = service.create_actor(as_(EDITOR), person()).info.actor_id
    assert told(0) == []
    expire(engine, key)
    ((level, words),) = told(0)
    assert level == "hint"
    assert words.startswith("1 Einwilligung ist abgelaufen")
    assert told(5)[0][0] == "error"
    service.delete_expired_actors(as_(OPERATOR))
    assert told(5) == []


def test_a_consent_is_renewed_also_after_it_ended(as_, engine):
    key = service.create_actor(as_(EDITOR), organisation(consent())).info.actor_id
    expire(engine, key)
    renewed = service.give_consent(as_(PEER), key, consent(phone="02303 1"))
    assert renewed.consent.phone == "02303 1"
    with pytest.raises(ForbiddenError):
        service.give_consent(as_(OTHER), key, consent())
    someone = service.create_actor(as_(EDITOR), person()).info.actor_id
    expire(engine, someone)
    with pytest.raises(NotFoundError):
        service.give_consent(as_(PEER), someone, consent())
    assert service.give_consent(as_(EDITOR), someone, consent()).consent is not None


def test_ones_own_data_as_a_file(as_):
    made = service.create_actor(as_(EDITOR), person())
    for who in (EDITOR, OPERATOR):
        found = service.export_actor(as_(who), made.info.actor_id)
        assert (found.actor["name"], found.consent["purpose"]) == (NAME, "Zusammenarbeit")
        assert [entry["text"] for entry in found.entries] == ["Werkstatt im Spritzenhaus"]
        assert [change["action"] for change in found.changes] == ["created"]
        assert "ada@example.org" in found.model_dump_json()
    for who in (PEER, COORDINATOR):
        with pytest.raises(ForbiddenError, match="eigenen Daten"):
            service.export_actor(as_(who), made.info.actor_id)
    with pytest.raises(NotFoundError):
        service.export_actor(as_(ANYONE), made.info.actor_id)
