"""Loading a Verbund again never overwrites or deletes what people have edited or added to its register."""

import pytest
from shapely import Point
from sqlalchemy import text

from geo.db import store
from geo.db.project_seeds import write_seeds
from geo.db.writer import one_writer
from geo.schema import canonical_frame
from tests.db.test_store import HEAD, package


def seeds(**titles):
    keys = list(titles)
    columns = {
        "project_id": keys,
        "title": list(titles.values()),
        "summary": ["Ein Satz"] * len(keys),
        "need": ["convenience"] * len(keys),
        "owner": ["Beispiel"] * len(keys),
        "phase": ["idee"] * len(keys),
        "handlungsfelder": [["wirtschaft"]] * len(keys),
        "zentren": [["musterdorf"]] * len(keys),
        "ags": [["1"]] * len(keys),
        "beispiel": [True] * len(keys),
        "seeks": [[]] * len(keys),
        "geom": [Point(500, 500)] * len(keys),
    }
    return canonical_frame("projects", columns)


@pytest.fixture
def load(fresh_database):
    def load(frame):
        return store.write_verbund(fresh_database, HEAD, {**package(), "project": frame})["project"]

    return load


@pytest.fixture
def ask(fresh_database):
    def ask(query):
        with fresh_database.begin() as connection:
            found = connection.execute(text(query))
            return [tuple(row) for row in found] if found.returns_rows else []

    return ask


TITLES = "SELECT project_id, title, version FROM project ORDER BY 1"


def test_seeds_are_added_renewed_and_taken_away(load, ask):
    assert load(seeds(a="Laden", b="Bus")) == 2
    load(seeds(a="Laden", b="Bürgerbus", c="Garten"))
    assert ask(TITLES) == [("a", "Laden", 1), ("b", "Bürgerbus", 2), ("c", "Garten", 1)]
    load(seeds(c="Garten"))
    assert ask(TITLES) == [("c", "Garten", 1)]
    assert ask("SELECT DISTINCT seeded, by_hand, beispiel, ST_AsText(geom) FROM project") == [
        (True, False, True, "MULTIPOINT((500 500))")
    ]


def test_what_people_did_stays(load, ask):
    load(seeds(edited="Laden", deleted="Bus"))
    ask("UPDATE project SET title = 'Unser Laden', by_hand = true, version = 2 WHERE project_id = 'edited'")
    ask("UPDATE project SET deleted_at = now(), by_hand = true WHERE project_id = 'deleted'")
    ask(
        """INSERT INTO project (verbund_id, project_id, title, summary, need, handlungsfelder, phase, ags, zentren,
               owner, beispiel, by_hand)
           VALUES ('muster', 'added', 'Neu', '', '', '{}', 'idee', '{}', '{}', '', false, true)"""
    )
    load(seeds(edited="Laden der Datei", deleted="Bus", added="Gleiche Kennung"))
    load(seeds())
    assert ask("SELECT project_id, title, deleted_at IS NULL FROM project ORDER BY 1") == [
        ("added", "Neu", True),
        ("deleted", "Bus", False),
        ("edited", "Unser Laden", True),
    ]


def test_the_history_says_what_a_load_changed(load, ask):
    load(seeds(a="Laden"))
    load(seeds(a="Markt"))
    load(seeds(a="Markt"))
    assert ask("SELECT ordinal, version, role, action, changes FROM project_change ORDER BY 1") == [
        (1, 1, "Verbund", "seeded", {"phase": [None, "idee"]}),
        (2, 2, "Verbund", "reseeded", {"title": ["Laden", "Markt"]}),
    ]


def test_registers_of_two_networks_do_not_meet(load, ask, fresh_database):
    load(seeds(a="Laden"))
    store.write_verbund(fresh_database, {**HEAD, "verbund_id": "zweiter"}, package(("Zweitdorf",)))
    with one_writer(fresh_database, "zweiter") as connection:
        write_seeds(connection, "zweiter", seeds(a="Anderswo"))
    assert ask("SELECT verbund_id, title FROM project ORDER BY 1") == [
        ("muster", "Laden"),
        ("zweiter", "Anderswo"),
    ]
