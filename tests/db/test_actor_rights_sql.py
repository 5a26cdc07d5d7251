"""Every role against the tables of actors in SQL: people by consent only, contacts for accounts, ends at the expiry."""

import pytest
from sqlalchemy import create_engine, text

from tests.db.test_rights_sql import EDITED, HERE, NETWORK, PEOPLE, SEEN, SIEGEN, UNNA, Database

PARTS = ("actor_entry", "actor_change", "actor_consent")
ACTOR = """INSERT INTO actor (verbund_id, actor_id, kind, name, ags, zentren, visibility, account_id, words)
    VALUES ('{v}', '{key}', '{kind}', 'Ada', '{{{ags}}}', '{{}}', '{visibility}', '{account}', '')"""
ENTRY = """INSERT INTO actor_entry (verbund_id, actor_id, ordinal, direction, resource, text)
    VALUES ('{v}', '{key}', {n}, 'offers', 'time', '')"""
CHANGE = """INSERT INTO actor_change (verbund_id, actor_id, ordinal, role, action, fields)
    VALUES ('{v}', '{key}', {n}, '', '', '{{}}')"""
CONSENT = """INSERT INTO actor_consent (verbund_id, actor_id, contact, purpose, given_on, expires_on)
    VALUES ('{v}', '{key}', 'Ada', '', current_date - 9, current_date + {days})"""
PERSONS = {"network-unna", "network-siegen", "own-unna", "own-siegen"}
everybody = pytest.mark.parametrize("who", PEOPLE)


@pytest.fixture(scope="module")
def database(module_settings):
    """Actors of each visibility and town: organisations, people (p-), people whose consent has ended (x-)."""
    engine = create_engine(module_settings.database_url)
    with engine.begin() as connection:
        connection.execute(
            text(f"INSERT INTO verbund VALUES ('{HERE}', '', '', '', now()), ('other', '', '', '', now())")
        )
        for verbund in (HERE, "other"):
            for visibility in ("public", "network", "own"):
                for town, ags in (("unna", UNNA), ("siegen", SIEGEN)):
                    for mark, kind, days in (
                        ("", "organisation", 9),
                        ("p-", "person", 9),
                        ("x-", "person", -1),
                    ):
                        if kind == "person" and visibility == "public":
                            continue
                        values = {"v": verbund, "key": f"{mark}{visibility}-{town}", "visibility": visibility}
                        values |= {"ags": ags, "kind": kind, "account": "", "days": days, "n": 1}
                        for statement in (ACTOR, ENTRY, CHANGE, CONSENT):
                            connection.execute(text(statement.format(**values)))
        mine = {"v": HERE, "key": "mine", "visibility": "own", "ags": SIEGEN, "kind": "person", "days": -1}
        for statement in (ACTOR, ENTRY, CHANGE, CONSENT):
            connection.execute(text(statement.format(**mine, account="account", n=1)))
    yield Database(engine)
    engine.dispose()


def people(keys):
    """Organisations of these keys, and the people among them who consent."""
    return set(keys) | {f"p-{key}" for key in keys if key in PERSONS}


def own(who):
    return {"mine"} if who == "account" else set()


@everybody
@pytest.mark.parametrize("table", ["actor", "actor_entry", "actor_change"])
def test_actors_and_their_parts_are_seen_as_far_as_people_consent(database, who, table):
    assert database.run(who, f"SELECT actor_id FROM {table}") == people(SEEN[who]) | own(who)


@everybody
def test_contacts_are_for_accounts_and_end_with_the_consent(database, who):
    seen = set() if who in {"anyone", "account"} else people(SEEN[who])
    assert database.run(who, "SELECT actor_id FROM actor_consent") == seen | own(who)


@everybody
@pytest.mark.parametrize("table", ["actor", *PARTS])
def test_actors_and_their_parts_are_changed_by_editors(database, who, table):
    may = people(EDITED[who])
    same = "verbund_id = verbund_id"
    assert database.run(who, f"UPDATE {table} SET {same} RETURNING actor_id") == may
    gone = own(who) if table == "actor" else set()  # who entered a person may take it back
    assert database.run(who, f"DELETE FROM {table} RETURNING actor_id") == may | gone


@everybody
def test_new_actors(database, who):
    for key in (*NETWORK, "own-unna", "own-siegen"):
        visibility, town = key.split("-")
        values = {"v": HERE, "key": "new", "visibility": visibility, "kind": "organisation", "account": who}
        values["ags"] = {"unna": UNNA, "siegen": SIEGEN}[town]
        assert (database.run(who, ACTOR.format(**values)) == set()) is (key in EDITED[who]), key
        assert database.run(who, ACTOR.format(**{**values, "v": "other"})) is None


@everybody
def test_new_parts_of_actors(database, who):
    for key in (*NETWORK, "own-unna", "own-siegen", "x-own-unna", "x-network-siegen"):
        for statement in (ENTRY, CHANGE):
            done = database.run(who, statement.format(v=HERE, key=key, n=2))
            assert (done == set()) is (key in EDITED[who]), key


def test_no_person_is_public_whoever_says_so(database):
    for change in ("kind = 'person'", "visibility = 'public'"):
        with database.engine.connect() as connection, pytest.raises(Exception, match="person_not_public"):
            connection.execute(
                text(f"UPDATE actor SET {change} WHERE actor_id IN ('public-unna', 'p-network-unna')")
            )


def test_the_end_of_a_consent_is_seen_by_those_who_must_delete_it(database):
    with database.engine.begin() as connection:
        connection.execute(
            text("UPDATE actor_consent SET expires_on = current_date - 1 WHERE actor_id = 'own-unna'")
        )
    try:
        seen = {who: database.run(who, "SELECT actor_id FROM actor_consent") for who in PEOPLE}
        assert [who for who, keys in seen.items() if "own-unna" in keys] == ["editor"]
    finally:
        with database.engine.begin() as connection:
            connection.execute(
                text("UPDATE actor_consent SET expires_on = current_date + 9 WHERE actor_id = 'own-unna'")
            )
