"""Actors: consent is needed and is the end of it, rights, versions, search, export, retention."""

from datetime import timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import create_engine, text

from geo import service
from geo.domain import Role
from geo.errors import EditConflictError, ForbiddenError, InputError, NotFoundError
from geo.results import ActorDraft
from geo.rights import ANYONE, OPERATOR, Grant, Person
from geo.service import ActorFilter, OpenVerbund
from tests.actors import NAME, TODAY, consent, draft, edit, organisation, person
from tests.projects import EDITOR, HEMMERDE, SIEGEN, UNNA

HERE = "61-6-eins"
OTHER = Person("konto-2", "Bo", frozenset({Grant(Role.EDITOR, SIEGEN)}))
READER = Person("konto-4", "Di", frozenset({Grant(Role.READER, UNNA)}))
COORDINATOR = Person("konto-5", "Eli", frozenset({Grant(Role.COORDINATOR)}))
PEER = Person("konto-3", "Cy", frozenset({Grant(Role.EDITOR, UNNA)}))
TABLES = ("actor", "actor_entry", "actor_consent", "actor_change")


@pytest.fixture(scope="module")
def engine(loaded_settings):
    engine = create_engine(loaded_settings.database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def as_(engine):
    """The Verbund as somebody sees it; what people entered is gone afterwards."""
    yield lambda who: OpenVerbund(engine, HERE, person=who)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM actor WHERE NOT seeded"))


def seen_by(opened, key):
    try:
        return service.read_actor(opened, key)
    except NotFoundError:
        return None


def listed(opened, **wanted):
    return [actor.actor_id for actor in service.list_actors(opened, ActorFilter(**wanted), limit=200).actors]


def rows_with(engine, words):
    """Tables that hold these words anywhere."""
    with engine.connect() as connection:
        return [
            table
            for table in TABLES
            if connection.scalar(
                text(f"SELECT count(*) FROM {table} t WHERE t::text ILIKE :words"), {"words": f"%{words}%"}
            )
        ]


def expire(engine, key):
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE actor_consent SET expires_on = current_date - 1 WHERE actor_id = :key"), {"key": key}
        )


def test_a_person_needs_consent_that_holds(as_):
    opened = as_(EDITOR)
    bare = person().model_copy(update={"consent": None})
    with pytest.raises(InputError, match="nur mit ihrer Einwilligung"):
        service.create_actor(opened, bare)
    for given, words in (
        (consent(given_on=TODAY + timedelta(days=1)), "in der Zukunft"),
        (consent(given_on=TODAY - timedelta(days=9), expires_on=TODAY), "schon abgelaufen"),
        (consent(expires_on=TODAY + timedelta(days=4 * 366)), "höchstens 3 Jahre"),
    ):
        with pytest.raises(InputError, match=words):
            service.create_actor(opened, person(given))
    with pytest.raises(ValidationError, match="endet, bevor sie beginnt"):
        consent(expires_on=TODAY - timedelta(days=2))
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
        log = connection.execute(text("SELECT action, what FROM audit WHERE what = :key"), {"key": key}).all()
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


def test_two_editors_at_once(as_):
    first = service.create_actor(as_(EDITOR), organisation())
    key = first.info.actor_id
    second = service.change_actor(as_(EDITOR), key, edit(first, name="Von A"))
    assert second.info.version == 2
    with pytest.raises(EditConflictError) as caught:
        service.change_actor(as_(PEER), key, edit(first, name="Von B", entries=[]))
    fields = {each["title"]: (each["before"], each["after"]) for each in caught.value.conflict["fields"]}
    assert fields == {
        "Name": ("Von A", "Von B"),
        "Angebote und Gesuche": ("bietet Räume: Werkstatt im Spritzenhaus", "nicht angegeben"),
    }
    assert seen_by(as_(EDITOR), key).info.name == "Von A"
    same = service.change_actor(as_(EDITOR), key, edit(second))
    assert same.info.version == 2
    assert [(c.action_title, c.fields) for c in same.changes] == [("geändert", ["Name"]), ("eingetragen", [])]


def test_who_may_write_what(as_):
    for who in (ANYONE, READER, OTHER):
        with pytest.raises(ForbiddenError):
            service.create_actor(as_(who), organisation())
    key = service.create_actor(as_(COORDINATOR), organisation()).info.actor_id
    assert seen_by(as_(EDITOR), key).may_edit
    for refused in (service.delete_actor, service.withdraw_consent):
        with pytest.raises(ForbiddenError):
            refused(as_(OTHER), key)
    service.delete_actor(as_(EDITOR), key)
    assert seen_by(as_(OPERATOR), key) is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ags": []}, "mindestens einer Kommune"),
        ({"ags": ["99"]}, "Kommune „99“"),
        ({"zentren": ["x"]}, "Ortsteil „x“"),
        (
            {"entries": [{"direction": "seeks", "resource": "time", "text": "x", "need": "mond"}]},
            "Bedarf „mond“",
        ),
    ],
)
def test_bad_input_is_one_sentence_and_changes_nothing(as_, fields, words):
    before = len(listed(as_(OPERATOR)))
    with pytest.raises(InputError, match=words):
        service.create_actor(as_(EDITOR), organisation(**fields))
    assert len(listed(as_(OPERATOR))) == before


def test_a_person_stays_one_and_ortsteile_bring_their_municipality(as_):
    made = service.create_actor(as_(EDITOR), organisation(ags=[], zentren=[HEMMERDE]))
    assert made.info.kommunen == ["Unna"]
    with pytest.raises(InputError, match="keine Organisation"):
        service.change_actor(as_(EDITOR), made.info.actor_id, edit(made, kind="person"))


def test_search_and_filters(as_):
    entries = [
        {"direction": "offers", "resource": "Software", "text": "Ladenkasse", "handlungsfeld": "Wirtschaft"},
        {"direction": "seeks", "resource": "time", "text": "Helfer", "need": "convenience"},
    ]
    key = service.create_actor(as_(EDITOR), organisation(name="Zeppelinclub", entries=entries)).info.actor_id
    opened = as_(EDITOR)
    for wanted, found in (
        ({"words": "Zepelinclub"}, True),
        ({"words": "Ladenkassen"}, True),
        ({"words": "Dorfladen Zeppelinclub"}, True),  # the need in words
        ({"words": "zep"}, True),
        ({"words": "Xylophon"}, False),
        ({"words": "' OR 1=1 --"}, False),
        ({"resource": "software", "direction": "offers"}, True),
        ({"resource": "software", "direction": "seeks"}, False),
        ({"need": "convenience", "direction": "seeks", "resource": "time"}, True),
        ({"handlungsfeld": "wirtschaft"}, True),
        ({"kommune": SIEGEN}, False),
        ({"kind": "person"}, False),
    ):
        assert (key in listed(opened, **wanted)) is found, wanted
    with pytest.raises(InputError):
        service.list_actors(opened, limit=0)


def test_examples_are_marked_public_and_no_people(as_):
    found = service.list_actors(as_(ANYONE), limit=200)
    assert found.n_found == found.n_examples == 12
    assert {actor.kind for actor in found.actors} == {"organisation"}
    one = found.actors[0].actor_id
    service.delete_actor(as_(COORDINATOR), one)
    assert one not in listed(as_(ANYONE))
    with as_(OPERATOR).connect() as connection:
        connection.execute(text("UPDATE actor SET deleted_at = NULL, by_hand = false"))
        connection.commit()


def test_the_form(as_):
    form = service.read_actor_form(as_(EDITOR))
    assert (form.may_create, [each.title for each in form.kommunen]) == (True, ["Unna"])
    assert not service.read_actor_form(as_(READER)).may_create
    assert any("widerrufen" in part for part in form.consent_text)
    assert TODAY < form.expires_on < form.latest_on
    assert ActorDraft.model_validate(draft().model_dump(mode="json")) == draft()
