"""Matching in the register: the examples find each other, a team covers what it can, nobody unseen takes part."""

import pytest
from sqlalchemy import create_engine, event, text

from geo import service
from geo.domain import Role
from geo.errors import NotFoundError
from geo.matching.vectors import TextModel
from geo.rights import ANYONE, OPERATOR, Grant, Person
from geo.service import OpenVerbund
from tests.actors import consent, organisation, person
from tests.projects import COORDINATOR, EDITOR, UNNA, new

HERE = "61-6-eins"
SHOP = "dorfladen-digital-rinkerode"
OTHER = Person("konto-9", "Bo", frozenset({Grant(Role.EDITOR, "05970040")}))


@pytest.fixture(scope="module")
def as_(loaded_settings):
    engine = create_engine(loaded_settings.database_url)
    yield lambda who: OpenVerbund(engine, HERE, person=who)
    engine.dispose()


@pytest.fixture
def entered(as_):
    """Enter actors for a test; gone afterwards."""
    keys = []

    def enter(made, who=EDITOR):
        keys.append(service.create_actor(as_(who), made).info.actor_id)
        return keys[-1]

    yield enter
    with as_(OPERATOR).connect() as connection:
        connection.execute(text("DELETE FROM actor WHERE actor_id = ANY(:keys)"), {"keys": keys})
        connection.commit()


def test_a_team_for_the_village_shop_across_borders(as_):
    found = service.propose_team(as_(ANYONE), SHOP)
    assert (found.n_roles, found.n_covered) == (4, 3)
    assert found.sentence == "3 Akteure decken zusammen 3 von 4 gesuchten Rollen."
    names = {member.actor.name: [fit.wish for fit in member.fits] for member in found.members}
    assert set(names) == {
        "Beispiel: Kassenwerk Börde",
        "Beispiel: Genossenschaft Höheladen",
        "Beispiel: Leerstand Vellern",
    }
    assert all(member.across for member in found.members)
    assert found.members[0].sentence.endswith("deckt eine gesuchte Rolle.")
    (role,) = found.open_roles
    assert role.sentence == "Niemand bietet bisher: Ehrenamtliche, die am Wochenende Regale füllen (Zeit)."
    assert "beispiel-dorfverein-rinkerode" in [each.actor.actor_id for each in found.others]
    fit = next(m for m in found.members if "Kassenwerk" in m.actor.name).fits[0]
    assert fit.level == "passt gut"
    assert fit.sentence.startswith("Gemeinsame Wörter: ")
    assert [part.part for part in fit.parts] == [
        "kind",
        "need",
        "handlungsfeld",
        "text",
        "phase",
        "travel_time",
    ]
    assert sum(part.weight for part in fit.parts) == pytest.approx(1, abs=0.01)
    assert "Luftlinienmodell" in found.note


def test_one_more_actor_closes_the_gap(as_, entered):
    helpers = {
        "direction": "offers",
        "resource": "time",
        "text": "Samstags Regale füllen",
        "need": "convenience",
    }
    key = entered(person(name="Ada Muster", entries=[helpers]))
    found = service.propose_team(as_(OTHER), SHOP)
    assert (found.n_covered, found.open_roles) == (4, [])
    assert key in [member.actor.actor_id for member in found.members]
    assert found.sentence == "4 Akteure decken zusammen alles, was das Projekt sucht."
    public = service.propose_team(as_(ANYONE), SHOP)  # a person is nobody's business outside the network
    assert public.n_covered == 3
    assert "Ada" not in public.model_dump_json()


def test_who_fits_an_actor(as_):
    found = service.match_actor(as_(ANYONE), "beispiel-fahrdienst-hellweg")
    assert [each.actor.actor_id for each in found.helpers] == ["beispiel-stadtlabor-siegen"]
    assert "buergerbus-hellweg" in [each.project_id for each in found.projects]
    assert found.sentence.startswith("Ein Akteur bietet, was gesucht wird; ")
    lab = service.match_actor(as_(ANYONE), "beispiel-stadtlabor-siegen")
    assert {"beispiel-fahrdienst-hellweg", "beispiel-nachbarschaft-weisstal"} <= {
        each.actor.actor_id for each in lab.seekers
    }
    with pytest.raises(NotFoundError):
        service.match_actor(as_(ANYONE), "niemand")


def test_whom_one_does_not_see_takes_no_part(as_, entered):
    tool = {
        "direction": "offers",
        "resource": "software",
        "text": "Fahrten buchen und bündeln",
        "need": "bus_stop",
    }
    own = entered(organisation(name="Geheim", entries=[tool], visibility="own"))
    seen = {
        who.account_id: [
            each.actor.actor_id
            for each in service.match_actor(as_(who), "beispiel-fahrdienst-hellweg").helpers
        ]
        for who in (EDITOR, OTHER, ANYONE)
    }
    assert own in seen[EDITOR.account_id]
    assert own not in seen[OTHER.account_id]
    assert own not in seen[None]


def test_an_actor_that_fits_nobody_and_a_project_without_wishes(as_, entered):
    lonely = {"direction": "offers", "resource": "experience", "text": "Xylophonbau"}
    key = entered(organisation(consent(), entries=[lonely]))
    found = service.match_actor(as_(EDITOR), key)
    assert (found.helpers, found.seekers, found.projects) == ([], [], [])
    assert "Bisher passt niemand" in found.sentence
    shop = service.create_project(as_(EDITOR), new(title="Ein Dorfladen für Hemmerde")).info.project_id
    team = service.propose_team(as_(EDITOR), shop)
    assert (team.n_roles, team.members) == (0, [])
    assert team.sentence.startswith("Das Projekt sagt noch nicht, wen oder was es sucht; ")
    assert team.others
    nothing = service.create_project(as_(EDITOR), new(title="Xylophon", need="", zentren=[], ags=[UNNA]))
    empty = service.propose_team(as_(EDITOR), nothing.info.project_id)
    assert (empty.others, empty.sentence) == ([], "Das Projekt sagt noch nicht, wen oder was es sucht.")
    sought = {"resource": "software", "text": "Xylophonsoftware"}
    unmet = service.create_project(as_(EDITOR), new(title="Xylophon", need="", seeks=[sought], ags=[UNNA]))
    alone = service.propose_team(as_(EDITOR), unmet.info.project_id)
    assert alone.sentence == "Für das, was das Projekt sucht, ist noch niemand eingetragen."
    assert len(alone.open_roles) == 1
    with pytest.raises(NotFoundError):
        service.propose_team(as_(ANYONE), unmet.info.project_id)


@pytest.fixture
def work(as_, monkeypatch):
    """What an answer costs: ``work(ask)`` counts statements and texts that are read, and gives the answer too."""
    statements, texts = [], []
    to_vectors = TextModel.to_vectors
    monkeypatch.setattr(
        TextModel, "to_vectors", lambda model, new: texts.extend(new) or to_vectors(model, new)
    )
    engine = as_(OPERATOR).engine

    def note(_connection, _cursor, statement, *_more):
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)

    def count(ask):
        statements.clear()
        texts.clear()
        found = ask()
        return len(statements), len(texts), found

    yield count
    event.remove(engine, "before_cursor_execute", note)


def test_two_thousand_entries_cost_no_statement_more_and_each_text_is_read_once(as_, work):
    n_statements, _, _ = work(lambda: service.propose_team(as_(COORDINATOR), SHOP))
    with as_(OPERATOR).connect() as connection:
        connection.execute(
            text(
                """INSERT INTO actor (verbund_id, actor_id, kind, name, ags, zentren, visibility, words)
                   SELECT :v, 'many-' || n, 'organisation', 'Verein ' || n, '{05978036}', '{}', 'public', ''
                   FROM generate_series(1, 2000) AS n"""
            ),
            {"v": HERE},
        )
        connection.execute(
            text(
                """INSERT INTO actor_entry (verbund_id, actor_id, ordinal, direction, resource, text, need)
                   SELECT :v, 'many-' || n, 1, 'offers', 'software', 'Kasse ' || n || ' für den Dorfladen',
                          'convenience'
                   FROM generate_series(1, 2000) AS n"""
            ),
            {"v": HERE},
        )
        connection.commit()
    try:
        _, n_texts, _ = work(lambda: service.propose_team(as_(COORDINATOR), SHOP))
        assert n_texts == 2_000
        *cost, found = work(lambda: service.propose_team(as_(COORDINATOR), SHOP))
        assert cost == [n_statements, 0]
        assert found.n_covered >= 1
        assert "zuletzt geänderten" not in found.note  # all of them
    finally:
        with as_(OPERATOR).connect() as connection:
            connection.execute(text("DELETE FROM actor WHERE actor_id LIKE 'many-%'"))
            connection.commit()
