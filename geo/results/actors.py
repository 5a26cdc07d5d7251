"""Records of actors: what is shown, to whom it may be."""

from datetime import date, datetime
from typing import Any

from pydantic import ConfigDict
from pydantic.config import JsonDict

from geo.domain import ActorKind, Direction, Resource, Visibility
from geo.results.actor_edit import ActorConsent, ActorDraft
from geo.results.base import Record, Titled
from geo.results.projects import FieldChange

EXAMPLE: JsonDict = {
    "actor_id": "werkstattverein-luenern",
    "kind": "organisation",
    "kind_title": "Organisation",
    "name": "Werkstattverein Lünern",
    "about": "Wir öffnen unsere Werkstatt zweimal in der Woche.",
    "ags": ["05978036"],
    "kommunen": ["Unna"],
    "zentrum_ids": ["05978036-luenern"],
    "zentren": ["Lünern"],
    "entries": [
        {
            "direction": "offers",
            "resource": "rooms",
            "resource_title": "Räume",
            "text": "Werkstatt mit Platz für zwölf Menschen, abends frei",
            "need": "community_centre",
            "need_title": "Dorfgemeinschafts- oder Bürgerhaus",
            "handlungsfeld": "zivilgesellschaft",
            "handlungsfeld_title": "Zivilgesellschaft",
        }
    ],
    "visibility": "public",
    "visibility_title": "öffentlich",
    "beispiel": True,
    "version": 1,
}


class WishInfo(Record):
    """Something needed or offered, with its words."""

    resource: Resource
    resource_title: str
    text: str
    need: str
    need_title: str
    handlungsfeld: str
    handlungsfeld_title: str


class ActorEntryInfo(WishInfo):
    """Something that an actor offers or looks for, with its words."""

    direction: Direction


class ActorInfo(Record):
    """An actor in a list; ``beispiel`` marks invented ones. An Ortsteil that is gone stands under its id."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    actor_id: str
    kind: ActorKind
    kind_title: str
    name: str
    about: str
    ags: list[str]
    kommunen: list[str]
    zentrum_ids: list[str]
    zentren: list[str]
    entries: list[ActorEntryInfo]
    visibility: Visibility
    visibility_title: str
    beispiel: bool
    version: int


class ActorList(Record):
    """A page of what a search found: ``n_found`` in all, ``n_examples`` of them invented."""

    n_found: int
    n_examples: int
    limit: int
    offset: int
    actors: list[ActorInfo]


class ActorChangeInfo(Record):
    """A change: when, by somebody of which role, in which fields; never what stood in them."""

    changed_at: datetime
    role: str
    action_title: str
    fields: list[str]


class ActorProfile(Record):
    """An actor with all that belongs to it.

    ``draft`` is what a form begins with. ``consent`` with the contact is None for those without an account and once
    it has ended. ``is_mine`` tells that the asking account entered it, and may export what is kept.
    """

    info: ActorInfo
    draft: ActorDraft
    consent: ActorConsent | None
    changes: list[ActorChangeInfo]
    created_at: datetime
    changed_at: datetime
    may_edit: bool
    is_mine: bool


class ActorConflict(Record):
    """Two versions of one actor: ``theirs`` is stored, ``mine`` was handed in; ``fields`` is where they differ."""

    version: int
    mine: ActorDraft
    theirs: ActorDraft
    fields: list[FieldChange]


class ActorForm(Record):
    """What a form offers: words, and whether the person may enter actors and for which municipalities.

    ``consent_text`` is what somebody agrees to, paragraph by paragraph; ``purpose`` and ``expires_on`` are proposals,
    ``latest_on`` is the last day that a consent given today may name.
    """

    kinds: list[Titled]
    resources: list[Titled]
    needs: list[Titled]
    handlungsfelder: list[Titled]
    visibilities: list[Titled]
    kommunen: list[Titled]
    may_create: bool
    consent_text: list[str]
    purpose: str
    expires_on: date
    latest_on: date


class ActorExport(Record):
    """Everything that is kept about an actor, for whom it concerns: rows of the tables as they are."""

    exported_at: datetime
    verbund_id: str
    actor: dict[str, Any]
    entries: list[dict[str, Any]]
    consent: dict[str, Any] | None
    changes: list[dict[str, Any]]


class ActorRetention(Record):
    """What the retention job deleted."""

    n_persons: int
    n_contacts: int
    sentence: str
