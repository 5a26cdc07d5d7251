"""The audit log: who (by account and role) changed what, when. Reads and logins are not written down."""

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import Connection, delete, func, insert, select

from geo.db.account_tables import Account, AuditRow
from geo.db.actor_tables import Actor as ActorRow
from geo.db.project_tables import Project
from geo.db.projects import read_names
from geo.db.projektraum_tables import ProjektraumRow
from geo.domain import ActorKind
from geo.results import AuditEntry
from geo.rights import Person, validate_admin
from geo.service.opened import OpenVerbund

KEPT = timedelta(days=365)
SHOWN = 500


def record(connection: Connection, opened: OpenVerbund, action: str, what: str) -> None:
    """Write down a change in the transaction that makes it.

    Parameters
    ----------
    connection
        Of ``opened``; the caller commits.
    opened
        Whose person made the change.
    action, what
        German words: what was done ("Szenario gelöscht"), and to what (an id or title, no personal data).
    """
    row = {"verbund_id": opened.verbund_id, **_who(opened.person), "action": action, "what": what}
    # Inline: no RETURNING, for the web server may not read the log.
    connection.execute(insert(AuditRow).values(**row).inline())


PROJECT, RAUM, ACTOR = "Projekt", "Projektraum", "Akteur"


def to_number(kind: str, key: str) -> str:
    """What stands for a project, Projektraum or actor in the log: its id is made of its title, which may be private."""
    return f"{kind} {sha256(key.encode()).hexdigest()[:10]}"


def _who(person: Person) -> dict[str, str]:
    return {"account_id": person.account_id or "", "role": person.role_title}


def drop_old(connection: Connection) -> int:
    """Delete what is older than `KEPT`; on the operator's connection."""
    return connection.execute(delete(AuditRow).where(AuditRow.at < func.now() - KEPT)).rowcount


def list_audit(opened: OpenVerbund) -> list[AuditEntry]:
    """The latest changes of the Verbund and of accounts, the newest first.

    Raises
    ------
    ForbiddenError
        If the person is no admin.
    """
    validate_admin(opened.person)
    query = (
        select(AuditRow.at, AuditRow.role, AuditRow.action, AuditRow.what, Account.name)
        .outerjoin(Account, Account.account_id == AuditRow.account_id)
        .where(AuditRow.verbund_id == opened.verbund_id)
        .order_by(AuditRow.at.desc(), AuditRow.audit_id.desc())
        .limit(SHOWN)
    )
    with opened.engine.begin() as connection:
        drop_old(connection)
        rows = connection.execute(query).all()
        places = {key: f"({name})" for key, name in read_names(connection, opened.verbund_id).items()}
        names = {
            row.account_id: row.name for row in connection.execute(select(Account.account_id, Account.name))
        }
    names |= _find_titles(opened)

    def shown(what: str) -> str:
        """The log keeps numbers; a name only as long as there is one that the reader may see."""
        key, separator, rest = what.partition(": ")
        name: str = names.get(key, key)
        return name + separator + " ".join(places.get(word, word) for word in rest.split(" "))

    return [
        AuditEntry(at=row.at, account=row.name or "", role=row.role, action=row.action, what=shown(row.what))
        for row in rows
    ]


def _find_titles(opened: OpenVerbund) -> dict[str, str]:
    """Titles by number, of what the person may see; never names of people."""
    projects = select(Project.project_id, Project.title).where(Project.verbund_id == opened.verbund_id)
    raeume = select(ProjektraumRow.raum_id, ProjektraumRow.name).where(
        ProjektraumRow.verbund_id == opened.verbund_id
    )
    actors = select(ActorRow.actor_id, ActorRow.name).where(
        ActorRow.verbund_id == opened.verbund_id, ActorRow.kind == ActorKind.ORGANISATION
    )
    with opened.connect() as connection:
        return {
            to_number(kind, key): f"{kind} „{title}“"
            for kind, query in ((PROJECT, projects), (RAUM, raeume), (ACTOR, actors))
            for key, title in connection.execute(query)
        }
