"""People and drafts that tests of actors share."""

from datetime import timedelta

from sqlalchemy import text

from geo import service
from geo.domain import Role
from geo.errors import NotFoundError
from geo.results import ActorConsent, ActorDraft, ActorEdit, ActorNew
from geo.rights import Grant, Person
from geo.service import ActorFilter
from geo.service.days import today
from tests.projects import SIEGEN, UNNA

NAME = "Ada Muster"
OTHER = Person("konto-2", "Bo", frozenset({Grant(Role.EDITOR, SIEGEN)}))
PEER = Person("konto-3", "Cy", frozenset({Grant(Role.EDITOR, UNNA)}))
READER = Person("konto-4", "Di", frozenset({Grant(Role.READER, UNNA)}))
COORDINATOR = Person("konto-5", "Eli", frozenset({Grant(Role.COORDINATOR)}))
TABLES = ("actor", "actor_entry", "actor_consent", "actor_change")
WORKSHOP = {"direction": "offers", "resource": "rooms", "text": "Werkstatt im Spritzenhaus"}


def consent(**fields) -> ActorConsent:
    values = {
        "contact": NAME,
        "mail": "ada@example.org",
        "purpose": "Zusammenarbeit",
        "given_on": today() - timedelta(days=1),
        "expires_on": today() + timedelta(days=100),
    }
    return ActorConsent.model_validate({**values, **fields})


def draft(**fields) -> ActorDraft:
    values = {"name": "Werkstattverein", "ags": [UNNA], "entries": [WORKSHOP]}
    return ActorDraft.model_validate({**values, **fields})


def organisation(given=None, **fields) -> ActorNew:
    return ActorNew(draft=draft(**fields), consent=given)


def person(given=None, **fields) -> ActorNew:
    values = {"kind": "person", "name": NAME, **fields}
    return ActorNew(draft=draft(**values), consent=given or consent())


def edit(profile, **fields) -> ActorEdit:
    changed = ActorDraft.model_validate({**profile.draft.model_dump(), **fields})
    return ActorEdit(draft=changed, version=profile.info.version)


def seen_by(opened, key):
    try:
        return service.read_actor(opened, key)
    except NotFoundError:
        return None


def listed(opened, **wanted):
    return [actor.actor_id for actor in service.list_actors(opened, ActorFilter(**wanted), limit=200).actors]


def rows_with(engine, words):
    """Tables that hold these words anywhere."""
    with engine.connect() as connection:
        return [
            table
            for table in TABLES
            if connection.scalar(
                text(f"SELECT count(*) FROM {table} t WHERE t::text ILIKE :words"), {"words": f"%{words}%"}
            )
        ]


def expire(engine, key):
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE actor_consent SET expires_on = current_date - 1 WHERE actor_id = :key"), {"key": key}
        )
