"""Actors: rights, versions, bad input, search, examples, the form."""

import pytest
from sqlalchemy import text

from geo import service
from geo.errors import EditConflictError, ForbiddenError, InputError
from geo.results import ActorDraft
from geo.rights import ANYONE, OPERATOR
from geo.service.days import today
from tests.actors import (
    COORDINATOR,
    OTHER,
    PEER,
    READER,
    draft,
    edit,
    listed,
    organisation,
    seen_by,
)
from tests.projects import EDITOR, HEMMERDE, SIEGEN


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
    assert today() < form.expires_on < form.latest_on
    assert ActorDraft.model_validate(draft().model_dump(mode="json")) == draft()
