"""Records of actors: what is handed in, cleaned and bounded. Markup stays text."""

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from geo.domain import ActorKind, Direction, Visibility
from geo.results.base import Record
from geo.results.wishes import MOST_ENTRIES, Keys, Line, LongText, Short, Title, Wish

EXAMPLE: JsonDict = {
    "kind": "organisation",
    "name": "Werkstattverein Lünern",
    "about": "Wir öffnen unsere Werkstatt zweimal in der Woche.",
    "ags": ["05978036"],
    "zentren": ["05978036-luenern"],
    "entries": [
        {
            "direction": "offers",
            "resource": "rooms",
            "text": "Werkstatt mit Platz für zwölf Menschen, abends frei",
            "need": "community_centre",
            "handlungsfeld": "zivilgesellschaft",
        }
    ],
    "visibility": "network",
    "beispiel": False,
}


class ActorEntry(Wish):
    """Something that an actor offers or looks for."""

    direction: Direction


CONSENT: JsonDict = {
    "contact": "",
    "mail": "ada@example.org",
    "phone": "",
    "purpose": "Zusammenarbeit an Projekten des Netzwerks",
    "given_on": "2026-11-01",
    "expires_on": "2027-11-01",
}


class ActorConsent(Record):
    """What was agreed to, since when, until when; and the contact that may be kept by it."""

    model_config = ConfigDict(json_schema_extra={"examples": [CONSENT]})

    contact: Short = ""
    mail: Annotated[Short, Field(pattern=r"^([^@\s]+@[^@\s]+)?$")] = ""
    phone: Annotated[Line, Field(max_length=50)] = ""
    purpose: Title
    given_on: date
    expires_on: date

    @model_validator(mode="after")
    def _in_order(self) -> "ActorConsent":
        if self.expires_on <= self.given_on:
            raise ValueError("die Einwilligung endet, bevor sie beginnt: bitte die Daten berichtigen")
        return self


class ActorDraft(Record):
    """What is written about an actor. A municipality follows from its Ortsteile."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    kind: ActorKind = ActorKind.ORGANISATION
    name: Title
    about: LongText = ""
    ags: Keys = Field(default_factory=list)
    zentren: Keys = Field(default_factory=list)
    entries: Annotated[list[ActorEntry], Field(max_length=MOST_ENTRIES)] = Field(default_factory=list)
    visibility: Visibility = Visibility.NETWORK
    beispiel: bool = False

    @model_validator(mode="after")
    def _not_public(self) -> "ActorDraft":
        if self.kind is ActorKind.PERSON and self.visibility is Visibility.PUBLIC:
            raise ValueError(
                "eine Person ist nie öffentlich zu sehen: bitte „das Netzwerk“ oder "
                "„nur die beteiligten Kommunen“ wählen"
            )
        return self


class ActorNew(Record):
    """An actor to be entered; a person, and any contact, only with ``consent``."""

    draft: ActorDraft
    consent: ActorConsent | None = None


class ActorEdit(Record):
    """A changed actor; ``version`` is the one that the form began with. Consent is given and withdrawn by itself."""

    draft: ActorDraft
    version: Annotated[int, Field(ge=1)]
