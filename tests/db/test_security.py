"""Row-level security: the database itself keeps to the rights, and nothing stays on a pooled connection."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from geo.db import security
from geo.domain import Role, Visibility
from geo.errors import DatabaseError, ForbiddenError, NoDataError
from geo.rights import ANYONE, OPERATOR, Grant, Person, may_edit, may_see, may_write
from geo.service import OpenVerbund

UNNA, SIEGEN = "05978036", "05970040"
HERE = "61-6-eins"
EDITOR = Person("konto-1", "Ada", frozenset({Grant(Role.EDITOR, UNNA)}))
WHO = "SELECT current_user, current_setting('mitten.edits', true), current_setting('mitten.verbund', true)"


@pytest.fixture(scope="module")
def engine(module_settings):
    """One connection only, so that each block gets the one that the block before gave back."""
    engine = create_engine(module_settings.database_url, pool_size=1, max_overflow=0)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE note (verbund_id text, note_id text, visibility text, ags text[], words text)"
        )
        connection.exec_driver_sql("CREATE TABLE leaf (verbund_id text, note_id text, words text)")
        connection.exec_driver_sql("CREATE TABLE mine (verbund_id text, account_id text)")
        connection.exec_driver_sql("CREATE TABLE unnamed (words text)")
        security.protect(connection, "note", security.SHARED)
        security.protect(connection, "leaf", security.of_parent("leaf", "note", "note_id"))
        security.protect(connection, "mine", security.OF_ACCOUNT)
        for kind in Visibility:
            for ags in (UNNA, SIEGEN):
                key = {"v": str(kind), "ags": [ags], "id": f"{kind}-{ags}", "here": HERE}
                connection.execute(text("INSERT INTO note VALUES (:here, :id, :v, :ags, 'x')"), key)
                connection.execute(text("INSERT INTO leaf VALUES (:here, :id, 'x')"), key)
        connection.execute(text(f"INSERT INTO mine VALUES ('{HERE}', 'konto-1'), ('{HERE}', 'konto-2')"))
    yield engine
    engine.dispose()


def who(connection):
    return tuple(connection.execute(text(WHO)).one())


def ask_who(engine, person):
    with OpenVerbund(engine, HERE, person=person).connect() as connection:
        return who(connection)


def test_a_request_works_under_the_role_and_the_operator_does_not(engine):
    assert ask_who(engine, EDITOR) == ("mitten_web", UNNA, HERE)
    assert ask_who(engine, ANYONE) == ("mitten_web", "", HERE)
    assert ask_who(engine, OPERATOR)[0] == "mitten"


def test_nothing_is_left_for_the_next_request(engine):
    ask_who(engine, EDITOR)
    with engine.connect() as connection:
        assert who(connection) == ("mitten", "", "")
    assert ask_who(engine, ANYONE)[1] == ""


def test_nothing_is_left_after_an_error(engine):
    with (
        pytest.raises(ForbiddenError, match="Schreibrecht"),
        OpenVerbund(engine, HERE, person=EDITOR).connect() as c,
    ):
        c.exec_driver_sql("DELETE FROM verbund")
    with engine.connect() as connection:
        assert who(connection) == ("mitten", "", "")
    with pytest.raises(RuntimeError), OpenVerbund(engine, HERE, person=EDITOR).connect() as connection:
        raise RuntimeError
    with engine.connect() as connection:
        assert who(connection) == ("mitten", "", "")


def test_a_rollback_or_commit_inside_does_not_lift_the_role(engine):
    with OpenVerbund(engine, HERE, person=EDITOR).connect() as connection:
        connection.rollback()
        assert who(connection)[0] == "mitten_web"
        connection.commit()
        with connection.begin():
            assert who(connection) == ("mitten_web", UNNA, HERE)


def test_a_broken_connection_is_thrown_away(engine):
    with OpenVerbund(engine, HERE, person=EDITOR).connect() as connection:
        connection.connection.driver_connection.close()
    assert ask_who(engine, OPERATOR)[0] == "mitten"


def test_what_no_migration_names_stays_shut(engine):
    with pytest.raises(ForbiddenError), OpenVerbund(engine, HERE).connect() as connection:
        connection.exec_driver_sql("SELECT * FROM unnamed")


def test_a_database_without_tables_says_so(server_url):
    """A database of somebody else's: the role is there (it is the server's), tables are not."""
    engine = create_engine(server_url)
    with pytest.raises(NoDataError, match="noch leer"), OpenVerbund(engine, HERE).connect() as connection:
        connection.exec_driver_sql("SELECT * FROM verbund")
    engine.dispose()


GRANTS = st.frozensets(st.builds(Grant, st.sampled_from(Role), st.sampled_from([None, UNNA, SIEGEN])))
AGS = st.lists(st.sampled_from([UNNA, SIEGEN, "05570004"]), unique=True)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(GRANTS, st.sampled_from(Visibility), AGS)
def test_the_database_decides_as_the_application_does(engine, grants, visibility, ags):
    person = Person("konto", "", grants)
    query = text(
        "SELECT mitten_may_see(:here, :v, :ags), mitten_may_edit(:here, :v, :ags), mitten_may_write(:here), "
        "mitten_may_see('other', :v, :ags), mitten_may_edit('other', :v, :ags)"
    )
    with OpenVerbund(engine, HERE, person=person).connect() as connection:
        told = connection.execute(query, {"here": HERE, "v": str(visibility), "ags": ags}).one()
    assert tuple(map(bool, told)) == (
        may_see(person, visibility, ags),
        may_edit(person, visibility, ags),
        may_write(person),
        False,
        False,
    )


def test_rows_follow_their_rule(engine):
    seen = {"own-" + UNNA, *(f"{kind}-{ags}" for kind in ("network", "public") for ags in (UNNA, SIEGEN))}
    with OpenVerbund(engine, HERE, person=EDITOR).connect() as connection:
        for table in ("note", "leaf"):
            assert set(connection.scalars(text(f"SELECT note_id FROM {table}"))) == seen
            changed = connection.scalars(text(f"UPDATE {table} SET words = 'y' RETURNING note_id"))
            assert set(changed) == {f"{kind}-{UNNA}" for kind in Visibility}
        assert list(connection.scalars(text("SELECT account_id FROM mine"))) == ["konto-1"]
    with OpenVerbund(engine, HERE).connect() as connection:
        assert set(connection.scalars(text("SELECT note_id FROM leaf"))) == {
            f"public-{UNNA}",
            f"public-{SIEGEN}",
        }
        assert connection.scalar(text("SELECT count(*) FROM mine")) == 0
        assert connection.execute(text("DELETE FROM note")).rowcount == 0


@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT INTO note VALUES ('{HERE}', 'n', 'public', '{{{SIEGEN}}}', '')",
        f"INSERT INTO note VALUES ('other', 'n', 'public', '{{{UNNA}}}', '')",
        f"UPDATE note SET ags = '{{{SIEGEN}}}' WHERE note_id = 'own-{UNNA}'",
        f"INSERT INTO mine VALUES ('{HERE}', 'konto-2')",
    ],
    ids=["another municipality", "another Verbund", "handed to another", "another account"],
)
def test_a_row_beyond_the_rights_is_refused(engine, statement):
    with pytest.raises(ForbiddenError), OpenVerbund(engine, HERE, person=EDITOR).connect() as connection:
        connection.exec_driver_sql(statement)


def test_a_server_that_lets_us_create_no_role_says_what_to_do(server_url):
    """A plain login role, on a server that has the role but has not given it to us."""
    admin = create_engine(server_url, isolation_level="AUTOCOMMIT")
    plain = create_engine(server_url)
    with admin.connect() as connection:
        connection.exec_driver_sql("CREATE ROLE plain_owner NOLOGIN")
    try:
        with plain.connect() as connection:
            connection.exec_driver_sql("SET SESSION AUTHORIZATION plain_owner")
            with pytest.raises(DatabaseError, match="GRANT mitten_web TO plain_owner"):
                security.ensure_role(connection)
            with (
                pytest.raises(DatabaseError, match="GRANT mitten_web"),
                security.acting_as(connection, EDITOR, HERE),
            ):
                pass
            connection.invalidate()
    finally:
        plain.dispose()
        with admin.connect() as connection:
            connection.exec_driver_sql("DROP ROLE plain_owner")
        admin.dispose()


def test_the_way_back_leaves_an_open_table(engine):
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE passing (verbund_id text, visibility text, ags text[])")
        security.protect(connection, "passing", security.SHARED)
        security.unprotect(connection, "passing")
        shut = text("SELECT relrowsecurity FROM pg_class WHERE relname = 'passing'")
        assert connection.scalar(shut) is False
        connection.exec_driver_sql("DROP TABLE passing")
