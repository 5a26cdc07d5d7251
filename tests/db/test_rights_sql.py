"""Every role against every table in SQL: what the web server's role may read and write, written out by hand."""

from dataclasses import dataclass, field

import pytest
from sqlalchemy import create_engine, text

from geo.db import migrate  # noqa: F401 (knows all tables)
from geo.db.tables import Base
from geo.domain import Role
from geo.errors import ForbiddenError
from geo.rights import ANYONE, Grant, Person
from geo.service import OpenVerbund

HERE, UNNA, SIEGEN = "61-6-eins", "05978036", "05970040"
SHUT = {"account", "account_grant", "account_session", "account_reset", "audit"}
"""Not even read by requests: the operator's connection only. ``audit`` takes lines in one's own name."""
PROTECTED = {
    "scenario", "project", "project_change", "project_attachment", "project_contact", "project_adoption",
    "match_answer", "actor", "actor_entry", "actor_consent", "actor_change", "projektraum", "projektraum_change",
}  # fmt: skip
"""Under row-level security."""


def person(account, *grants):
    return Person(account, account, frozenset(grants))


PEOPLE = {
    "anyone": ANYONE,
    "account": person("account"),
    "reader": person("reader", Grant(Role.READER, UNNA)),
    "editor": person("editor", Grant(Role.EDITOR, UNNA)),
    "coordinator": person("coordinator", Grant(Role.COORDINATOR)),
    "admin": person("admin", Grant(Role.ADMIN)),
}
WRITERS = {"editor", "coordinator"}
PUBLIC = {"public-unna", "public-siegen"}
NETWORK = {*PUBLIC, "network-unna", "network-siegen"}
SEEN = {
    "anyone": PUBLIC,
    "account": PUBLIC,
    "reader": {*NETWORK, "own-unna"},
    "editor": {*NETWORK, "own-unna"},
    "coordinator": NETWORK,
    "admin": NETWORK,
}
EDITED = {
    "anyone": set(),
    "account": set(),
    "reader": set(),
    "editor": {"public-unna", "network-unna", "own-unna"},
    "coordinator": NETWORK,
    "admin": set(),
}
CONTACTS = SEEN | {"anyone": set(), "account": set()}


@dataclass
class Database:
    engine: object
    keys: list = field(default_factory=list)

    def run(self, who, statement):
        """Keys that a statement returns, undone; None where it is refused."""
        opened = OpenVerbund(self.engine, HERE, person=PEOPLE[who])
        try:
            with opened.connect() as connection:
                found = connection.execute(text(statement))
                rows = {row[0] for row in found} if found.returns_rows else set()
                connection.rollback()
                return rows
        except ForbiddenError:
            return None


@pytest.fixture(scope="module")
def database(module_settings):
    engine = create_engine(module_settings.database_url)
    with engine.begin() as connection:
        connection.execute(
            text(f"INSERT INTO verbund VALUES ('{HERE}', '', '', '', now()), ('other', '', '', '', now())")
        )
        for verbund in (HERE, "other"):
            for visibility in ("public", "network", "own"):
                for town, ags in (("unna", UNNA), ("siegen", SIEGEN)):
                    key = f"{visibility}-{town}"
                    connection.execute(
                        text(PROJECT.format(v=verbund, key=key, visibility=visibility, ags=ags))
                    )
                    for statement in PARTS:
                        connection.execute(text(statement.format(v=verbund, key=key, ags=ags)))
        connection.execute(text(SCENARIO.format(v=HERE, key="s1")))
        connection.execute(
            text("INSERT INTO account (account_id, name, login_name, email) VALUES ('editor', 'E', 'e', 'e')")
        )
    yield Database(engine)
    engine.dispose()


PROJECT = """INSERT INTO project (verbund_id, project_id, title, summary, need, handlungsfelder, phase, ags, zentren,
    owner, beispiel, visibility) VALUES ('{v}', '{key}', 't', '', '', '{{}}', 'idee', '{{{ags}}}', '{{}}', '', false,
    '{visibility}')"""
CHANGE = """INSERT INTO project_change (verbund_id, project_id, ordinal, version, role, action, changes)
    VALUES ('{v}', '{key}', 1, 1, '', '', '{{}}')"""
ATTACHMENT = """INSERT INTO project_attachment (verbund_id, project_id, attachment_id, name, media_type, size, sha256,
    content) VALUES ('{v}', '{key}', 'a', '', '', 0, '', '')"""
CONTACT = (
    """INSERT INTO project_contact VALUES ('{v}', '{key}', 'Ada', '', '', '', '2026-01-01', '2027-01-01')"""
)
ADOPTION = """INSERT INTO project_adoption (verbund_id, adoption_id, project_id, module, ags, role)
    VALUES ('{v}', '{key}', '{key}', 'm', '{ags}', '')"""
PARTS = (CHANGE, ATTACHMENT, CONTACT, ADOPTION)
SCENARIO = "INSERT INTO scenario (scenario_id, verbund_id, title, result) VALUES ('{key}', '{v}', '', '{{}}')"
everybody = pytest.mark.parametrize("who", PEOPLE)


def test_every_table_is_of_one_kind(database):
    """A table that nobody thought of fails here: shut, protected, or open and never written by requests."""
    query = text(
        """SELECT c.relname AS name, c.relrowsecurity AS protected,
                  has_table_privilege('mitten_web', c.oid, 'SELECT') AS read,
                  has_table_privilege('mitten_web', c.oid, 'INSERT')
                  OR has_table_privilege('mitten_web', c.oid, 'UPDATE')
                  OR has_table_privilege('mitten_web', c.oid, 'DELETE')
                  OR has_table_privilege('mitten_web', c.oid, 'TRUNCATE') AS written
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname = 'public' AND c.relkind = 'r'"""
    )
    with database.engine.connect() as connection:
        tables = {row.name: row for row in connection.execute(query)}
    ours = {name: tables[name] for name in Base.metadata.tables}
    assert len(ours) > 20
    assert {name for name, row in ours.items() if row.protected} == PROTECTED | {"audit"}
    assert {name for name, row in ours.items() if not row.read} == SHUT
    assert {name for name, row in ours.items() if row.written and not row.protected} == set()


@everybody
@pytest.mark.parametrize("table", sorted(SHUT))
def test_accounts_are_shut_for_everybody(database, who, table):
    assert database.run(who, f"SELECT 1 FROM {table}") is None
    assert database.run(who, f"DELETE FROM {table}") is None
    if table != "audit":
        assert database.run(who, f"INSERT INTO {table} DEFAULT VALUES") is None


@everybody
def test_lines_of_the_log_are_in_ones_own_name(database, who):
    line = "INSERT INTO audit (verbund_id, account_id, role, action, what) VALUES ('{}', '{}', '', '', '')"
    own = PEOPLE[who].account_id
    assert database.run(who, line.format(HERE, "somebody")) is None
    assert database.run(who, line.format("other", own)) is None
    assert database.run(who, line.format(HERE, own or "")) == (set() if own else None)


@everybody
@pytest.mark.parametrize("table", ["project", "project_change", "project_attachment", "project_adoption"])
def test_projects_and_their_parts_are_seen_as_the_project(database, who, table):
    assert database.run(who, f"SELECT project_id FROM {table}") == SEEN[who]


@everybody
def test_names_of_people_are_for_accounts_of_the_verbund(database, who):
    assert database.run(who, "SELECT project_id FROM project_contact") == CONTACTS[who]


@everybody
@pytest.mark.parametrize("table", ["project", "project_change", "project_attachment"])
def test_projects_and_their_parts_are_changed_as_the_project(database, who, table):
    same = "verbund_id = verbund_id"
    assert database.run(who, f"UPDATE {table} SET {same} RETURNING project_id") == EDITED[who]
    assert database.run(who, f"DELETE FROM {table} RETURNING project_id") == EDITED[who]


@everybody
def test_new_projects(database, who):
    for key in ("public-unna", "network-siegen", "own-unna", "own-siegen"):
        visibility, town = key.split("-")
        new = PROJECT.format(
            v=HERE, key="new", visibility=visibility, ags={"unna": UNNA, "siegen": SIEGEN}[town]
        )
        assert (database.run(who, new) == set()) is (key in EDITED[who]), key
    elsewhere = PROJECT.format(v="other", key="new", visibility="public", ags=UNNA)
    assert database.run(who, elsewhere) is None


@everybody
def test_new_parts_of_projects(database, who):
    for key in sorted(NETWORK | {"own-unna", "own-siegen"}):
        part = CHANGE.format(v=HERE, key=key).replace("', 1, 1,", "', 2, 1,")
        assert (database.run(who, part) == set()) is (key in EDITED[who]), key


@everybody
def test_scenarios_are_for_all_to_see_and_for_writers_to_change(database, who):
    assert database.run(who, "SELECT scenario_id FROM scenario") == {"s1"}
    may = who in WRITERS
    assert (database.run(who, SCENARIO.format(v=HERE, key="s2")) == set()) is may
    assert database.run(who, SCENARIO.format(v="other", key="s2")) is None
    assert database.run(who, "DELETE FROM scenario RETURNING scenario_id") == ({"s1"} if may else set())


@everybody
def test_published_data_is_read_only(database, who):
    open_tables = sorted(set(Base.metadata.tables) - SHUT - PROTECTED)
    assert len(open_tables) > 15
    for table in open_tables:
        if database.run(who, f"SELECT 1 FROM {table} LIMIT 1") is None:
            continue  # under a policy of its own: see test_every_table_is_of_one_kind
        with database.engine.connect() as connection:
            protected = connection.scalar(
                text(f"SELECT relrowsecurity FROM pg_class WHERE relname = '{table}'")
            )
        if not protected:
            for statement in (
                f"DELETE FROM {table}",
                f"TRUNCATE {table}",
                f"INSERT INTO {table} DEFAULT VALUES",
            ):
                assert database.run(who, statement) is None, statement


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (a int)",
        "DROP TABLE verbund",
        "ALTER TABLE project DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY all_in ON project FOR ALL TO mitten_web USING (true)",
    ],
)
def test_the_schema_is_out_of_reach(database, statement):
    assert database.run("admin", statement) is None
