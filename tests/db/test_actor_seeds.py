"""Loading a Verbund again never overwrites what people have edited among its actors, nor brings back what they took."""

import pandas as pd
import pytest
from sqlalchemy import text

from geo.db import store
from tests.db.test_store import HEAD, package

OFFER = {"direction": "offers", "resource": "time", "text": "Samstags", "need": "", "handlungsfeld": ""}


def seeds(**names):
    keys = list(names)
    return pd.DataFrame(
        {
            "actor_id": keys,
            "name": list(names.values()),
            "about": [""] * len(keys),
            "ags": [["1"]] * len(keys),
            "zentren": [["musterdorf"]] * len(keys),
            "beispiel": [True] * len(keys),
            "entries": [[OFFER]] * len(keys),
        }
    )


@pytest.fixture
def load(fresh_database):
    return lambda frame: store.write_verbund(fresh_database, HEAD, {**package(), "actor": frame})["actor"]


@pytest.fixture
def ask(fresh_database):
    def ask(query):
        with fresh_database.begin() as connection:
            found = connection.execute(text(query))
            return [tuple(row) for row in found] if found.returns_rows else []

    return ask


NAMES = "SELECT actor_id, name, version FROM actor ORDER BY 1"


def test_seeds_are_added_renewed_and_taken_away(load, ask):
    assert load(seeds(a="Verein", b="Haus")) == 2
    load(seeds(a="Verein", b="Haus der Vereine", c="Labor"))
    assert ask(NAMES) == [("a", "Verein", 1), ("b", "Haus der Vereine", 2), ("c", "Labor", 1)]
    changed = seeds(a="Verein", b="Haus der Vereine", c="Labor")
    changed.at[0, "entries"] = [{**OFFER, "text": "Sonntags"}]
    load(changed)
    assert ask("SELECT text FROM actor_entry WHERE actor_id = 'a'") == [("Sonntags",)]
    assert ask("SELECT action, fields FROM actor_change WHERE actor_id = 'a' ORDER BY ordinal") == [
        ("seeded", []),
        ("reseeded", ["entries"]),
    ]
    load(seeds(c="Labor"))
    assert ask(NAMES) == [("c", "Labor", 1)]
    assert ask("SELECT DISTINCT kind, visibility, seeded, by_hand, beispiel FROM actor") == [
        ("organisation", "public", True, False, True)
    ]


def test_what_people_did_stays(load, ask):
    load(seeds(a="Verein", b="Haus", c="Labor"))
    ask("UPDATE actor SET name = 'Von Hand', by_hand = true WHERE actor_id = 'a'")
    ask("UPDATE actor SET deleted_at = now(), by_hand = true WHERE actor_id = 'b'")
    load(seeds(a="Neu", b="Neu", c="Labor 2"))
    assert ask("SELECT actor_id, name, deleted_at IS NULL FROM actor ORDER BY 1") == [
        ("a", "Von Hand", True),
        ("b", "Haus", False),
        ("c", "Labor 2", True),
    ]
    load(seeds())
    assert [key for key, *_ in ask(NAMES)] == ["a", "b"]
