"""The second lock: what the database itself lets a request see and change, whatever the application asks.

Who is not the operator works under the role `WEB_ROLE`, which may read data, and of protected tables only the rows
that the policies of row-level security give to the account. The policies call the functions ``mitten_may_see``,
``mitten_may_edit`` and ``mitten_may_write`` of the database, which hold the rules of `geo.rights` a second time.

Source: PostgreSQL manual, "Row Security Policies" and "SET ROLE".
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from geo.errors import DatabaseError, NoDataError
from geo.rights import ANYONE, Person, sql_settings

WEB_ROLE = "mitten_web"
CREATE_ROLE = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{WEB_ROLE}') THEN
        CREATE ROLE {WEB_ROLE} NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this server was quicker
END $$
"""
UNDEFINED_ROLE, REFUSED = "22023", "42501"


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions in SQL, written by us: which rows of a table are seen, and which may be added, changed, deleted."""

    see: str
    edit: str


SHARED = Rule("mitten_may_see(verbund_id, visibility, ags)", "mitten_may_edit(verbund_id, visibility, ags)")
"""Records with ``verbund_id``, ``visibility`` and ``ags text[]``: the rules of `geo.rights`."""
SCENARIO = Rule("mitten_may_see(verbund_id, 'public', '{}')", "mitten_may_write(verbund_id)")
"""Records of the Verbund that anyone sees and every editor changes."""
OF_ACCOUNT = Rule(
    *[
        "verbund_id = current_setting('mitten.verbund', true) AND account_id = current_setting('mitten.account', true)"
    ]
    * 2
)
"""Records with ``verbund_id`` and ``account_id`` that concern nobody but one account."""


def of_parent(table: str, parent: str, key: str) -> Rule:
    """Rows that are seen and edited as the record of `SHARED` that they belong to by ``verbund_id`` and ``key``."""
    found = (
        f"EXISTS (SELECT FROM {parent} AS parent WHERE parent.verbund_id = {table}.verbund_id "
        f"AND parent.{key} = {table}.{key}"
    )
    edit = "mitten_may_edit(parent.verbund_id, parent.visibility, parent.ags)"
    return Rule(f"{found})", f"{found} AND {edit})")


def protect(connection: Connection, table: str, rule: Rule) -> None:
    """Put a table under row-level security; migrations call this after they have created it.

    The owner of the table (the operator, ``pg_dump``) is not held by it.
    """
    role, quoted = WEB_ROLE, connection.dialect.identifier_preparer.quote(table)
    statements = [
        f"ALTER TABLE {quoted} ENABLE ROW LEVEL SECURITY",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {quoted} TO {role}",
        f"CREATE POLICY see ON {quoted} FOR SELECT TO {role} USING ({rule.see})",
        f"CREATE POLICY add ON {quoted} FOR INSERT TO {role} WITH CHECK ({rule.edit})",
        f"CREATE POLICY change ON {quoted} FOR UPDATE TO {role} USING ({rule.edit}) WITH CHECK ({rule.edit})",
        f"CREATE POLICY remove ON {quoted} FOR DELETE TO {role} USING ({rule.edit})",
    ]
    for statement in statements:
        connection.exec_driver_sql(statement)


def unprotect(connection: Connection, table: str) -> None:
    """Undo `protect`, for the way back of a migration that keeps the table."""
    quoted = connection.dialect.identifier_preparer.quote(table)
    for policy in ("see", "add", "change", "remove"):
        connection.exec_driver_sql(f"DROP POLICY {policy} ON {quoted}")
    connection.exec_driver_sql(f"REVOKE ALL ON {quoted} FROM {WEB_ROLE}")
    connection.exec_driver_sql(f"ALTER TABLE {quoted} DISABLE ROW LEVEL SECURITY")


def let_read(connection: Connection, *tables: str) -> None:
    """Let everybody read tables of public data; a table that no migration names here or in `protect` stays shut."""
    quote = connection.dialect.identifier_preparer.quote
    connection.exec_driver_sql(f"GRANT SELECT ON {', '.join(map(quote, tables))} TO {WEB_ROLE}")


def ensure_role(connection: Connection) -> None:
    """Create the role where the server has none, and make sure that we may take it on.

    Raises
    ------
    DatabaseError
        If the server does not let us; with what its administrator has to run.
    """
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(CREATE_ROLE)
        try:
            with connection.begin_nested():
                connection.exec_driver_sql(f"SET LOCAL ROLE {WEB_ROLE}")
                connection.exec_driver_sql("RESET ROLE")
        except DBAPIError:
            with connection.begin_nested():
                connection.exec_driver_sql(f"GRANT {WEB_ROLE} TO CURRENT_USER")
    except DBAPIError as error:
        owner = connection.scalar(text("SELECT quote_ident(current_user)"))
        raise DatabaseError(
            f"Der Datenbankserver lässt das Konto {owner} die Rolle {WEB_ROLE} nicht anlegen oder benutzen: bitte "
            f"dort als Verwalter „CREATE ROLE {WEB_ROLE} NOLOGIN; GRANT {WEB_ROLE} TO {owner};“ ausführen "
            "(was schon da ist, darf fehlschlagen)."
        ) from error


@contextmanager
def acting_as(connection: Connection, person: Person, verbund_id: str) -> Iterator[Connection]:
    """Let the database see no more than ``person`` may, until the end of the block.

    Role and settings outlive a rollback inside the block, and are gone before the pool hands the connection on.

    Raises
    ------
    NoDataError
        If the server has no such role yet: nothing has been loaded.
    DatabaseError
        If it does not let us take it on.
    """
    if person.operator:
        yield connection
        return
    try:
        _tell(connection, role=WEB_ROLE, verbund_id=verbund_id, person=person)
    except DBAPIError as error:
        raise _sentence(error) from error
    try:
        yield connection
    finally:
        try:
            connection.rollback()
            _tell(connection, role="none", verbund_id="", person=ANYONE)
        except SQLAlchemyError:
            connection.invalidate()


def _tell(connection: Connection, *, role: str, verbund_id: str, person: Person) -> None:
    """Settings first, the role last, committed at once: a rollback would take back what its transaction set."""
    settings = {"mitten.verbund": verbund_id, **sql_settings(person), "role": role}
    calls = ", ".join(f"set_config(:n{number}, :v{number}, false)" for number in range(len(settings)))
    values = {f"n{number}": name for number, name in enumerate(settings)}
    values |= {f"v{number}": value for number, value in enumerate(settings.values())}
    connection.execute(text(f"SELECT {calls}"), values)
    connection.commit()


def _sentence(error: DBAPIError) -> Exception:
    state = getattr(error.orig, "sqlstate", "")
    if state == UNDEFINED_ROLE:
        return NoDataError("Die Datenbank ist noch leer: bitte zuerst „mitten verbund load“ ausführen.")
    if state == REFUSED:
        return DatabaseError(
            f"Der Datenbankserver lässt uns die Rolle {WEB_ROLE} nicht benutzen: bitte dort als Verwalter "
            f"„GRANT {WEB_ROLE} TO …;“ mit dem Konto aus MITTEN_DATABASE_URL ausführen."
        )
    return error
