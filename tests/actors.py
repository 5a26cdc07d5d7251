"""People and drafts that tests of actors share."""

from datetime import date, timedelta

from geo.results import ActorConsent, ActorDraft, ActorEdit, ActorNew
from tests.projects import UNNA

TODAY = date.today()  # noqa: DTZ011 (a consent counts by the day of the machine)
NAME = "Ada Muster"
WORKSHOP = {"direction": "offers", "resource": "rooms", "text": "Werkstatt im Spritzenhaus"}


def consent(**fields) -> ActorConsent:
    values = {
        "contact": NAME,
        "mail": "ada@example.org",
        "purpose": "Zusammenarbeit",
        "given_on": TODAY - timedelta(days=1),
        "expires_on": TODAY + timedelta(days=100),
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
