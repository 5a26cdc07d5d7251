"""Every role against Projekträume, answers on similar projects and taken over modules in SQL."""

import pytest
from sqlalchemy import create_engine, text

from tests.db.test_rights_sql import EDITED, HERE, PEOPLE, PROJECT, SEEN, SIEGEN, UNNA, Database

RAUM = """INSERT INTO projektraum (verbund_id, raum_id, name, kind, service, area_id, run_id, limit_min, min_residents,
    members, computed, ags, notes, projects, visibility)
    VALUES ('{v}', '{key}', '', 'near', '', '', '', 0, 0, '[]', '[]', '{{{ags}}}', '', '{{}}', '{visibility}')"""
CHANGE = """INSERT INTO projektraum_change (verbund_id, raum_id, version, role, text)
    VALUES ('{v}', '{key}', {n}, '', '')"""
ANSWER = """INSERT INTO match_answer (verbund_id, answer_id, project_id, other_id, action, reason, ask, score,
    visibility, ags, role)
    VALUES ('{v}', '{key}', '', '{other}', 'link', '', '{{}}', 0, '{visibility}', '{{{ags}}}', '')"""
ADOPTION = """INSERT INTO project_adoption (verbund_id, adoption_id, project_id, module, ags, role)
    VALUES ('{v}', '{key}', '{other}', 'm', '{ags}', '')"""
KEYS = {"raum_id": ("projektraum", "projektraum_change"), "answer_id": ("match_answer",)}
TABLES = [(table, key) for key, tables in KEYS.items() for table in tables]
everybody = pytest.mark.parametrize("who", PEOPLE)


def records():
    for visibility in ("public", "network", "own"):
        for town, ags in (("unna", UNNA), ("siegen", SIEGEN)):
            yield {"key": f"{visibility}-{town}", "visibility": visibility, "ags": ags, "n": 1}


@pytest.fixture(scope="module")
def database(module_settings):
    """Records of each visibility and town, here and in another Verbund; answers are about a public project."""
    engine = create_engine(module_settings.database_url)
    with engine.begin() as connection:
        for verbund in (HERE, "other"):
            connection.execute(text(f"INSERT INTO verbund VALUES ('{verbund}', '', '', '', now())"))
            for row in records():
                for statement in (PROJECT, RAUM, CHANGE, ANSWER):
                    connection.execute(text(statement.format(v=verbund, other="public-unna", **row)))
    yield Database(engine)
    engine.dispose()


@everybody
@pytest.mark.parametrize(("table", "key"), TABLES)
def test_seen_and_changed(database, who, table, key):
    assert database.run(who, f"SELECT {key} FROM {table}") == SEEN[who]
    assert database.run(who, f"UPDATE {table} SET role = role RETURNING {key}" if table != "projektraum" else
                        f"UPDATE {table} SET name = 'x' RETURNING {key}") == EDITED[who]  # fmt: skip
    assert database.run(who, f"DELETE FROM {table} RETURNING {key}") == EDITED[who]


@everybody
def test_new_ones(database, who):
    for row in records():
        allowed = row["key"] in EDITED[who]
        for statement in (RAUM, ANSWER):
            values = {**row, "key": "new", "other": "public-unna"}
            assert (database.run(who, statement.format(v=HERE, **values)) == set()) is allowed, row
            assert database.run(who, statement.format(v="other", **values)) is None
        line = CHANGE.format(v=HERE, **{**row, "n": 2})
        assert (database.run(who, line) == set()) is allowed, row


@everybody
def test_an_answer_is_about_a_project_that_one_sees(database, who):
    for row in records():
        values = {"v": HERE, "key": "new", "other": row["key"], "visibility": "network", "ags": UNNA}
        allowed = who in {"editor", "coordinator"} and row["key"] in SEEN[who]
        assert (database.run(who, ANSWER.format(**values)) == set()) is allowed, row


@everybody
def test_a_module_is_taken_over_for_ones_own_municipality(database, who):
    for ags, writers in ((UNNA, {"editor", "coordinator"}), (SIEGEN, {"coordinator"})):
        for row in records():
            values = {"v": HERE, "key": "new", "other": row["key"], "ags": ags}
            allowed = who in writers and row["key"] in SEEN[who]
            assert (database.run(who, ADOPTION.format(**values)) == set()) is allowed, (row, ags)
