"""What an actor and a consent must keep to against what is loaded and what day it is."""

from datetime import date

from sqlalchemy import Connection

from geo.db import projects
from geo.domain import ActorKind
from geo.errors import InputError
from geo.layers import list_layers
from geo.results import ActorConsent, ActorDraft
from geo.service.opened import OpenVerbund

LONGEST_YEARS = 3
"""Longest time that a consent is kept without being asked for again. Own setting: the law names none, but storage is to
be limited (Art. 5(1)(e) GDPR)."""


def add_years(day: date, years: int) -> date:
    """The same day some years later; of 29 February the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def complete_draft(
    connection: Connection, opened: OpenVerbund, draft: ActorDraft, stored: ActorDraft | None
) -> ActorDraft:
    """Check a draft against what is loaded, and add the municipalities of its Ortsteile.

    Raises
    ------
    InputError
        If it names no municipality, or one, an Ortsteil or a need that is unknown, or turns a person into an
        organisation or back.
    """
    if stored is not None and stored.kind is not draft.kind:
        raise InputError(
            "Aus einer Person wird keine Organisation und umgekehrt: bitte löschen und neu eintragen."
        )
    known = projects.read_places(connection, opened.verbund_id)
    kept = stored or ActorDraft(name="-")
    needs = {layer.key for layer in list_layers()} | {entry.need for entry in kept.entries} | {""}
    for entry in draft.entries:
        if entry.need not in needs:
            raise InputError(f"Den Bedarf „{entry.need}“ gibt es nicht: bitte einen der Liste wählen.")
    for key in draft.zentren:
        if key not in known.zentren and key not in kept.zentren:
            raise InputError(f"Den Ortsteil „{key}“ gibt es nicht: bitte einen der Liste wählen.")
    found = [known.zentren[key] for key in draft.zentren if key in known.zentren]
    ags = list(dict.fromkeys([*draft.ags, *found]))
    for key in ags:
        if key not in known.kommunen and key not in kept.ags:
            raise InputError(f"Die Kommune „{key}“ gibt es nicht: bitte eine der Liste wählen.")
    if not ags:
        raise InputError("Wer eingetragen wird, gehört zu mindestens einer Kommune: bitte eine wählen.")
    return draft.model_copy(update={"ags": ags})


def validate_consent(draft: ActorDraft, consent: ActorConsent | None, today: date) -> None:
    """Refuse a person without consent, and a consent that does not hold today.

    Raises
    ------
    InputError
        With what is missing.
    """
    if consent is None:
        if draft.kind is ActorKind.PERSON:
            raise InputError(
                "Eine Person lässt sich nur mit ihrer Einwilligung eintragen: bitte Zweck, Tag und Ablauf angeben."
            )
        return
    if consent.given_on > today:
        raise InputError("Die Einwilligung liegt in der Zukunft: bitte den Tag berichtigen.")
    if consent.expires_on <= today:
        raise InputError("Die Einwilligung ist schon abgelaufen: bitte um eine neue fragen.")
    if consent.expires_on > add_years(consent.given_on, LONGEST_YEARS):
        raise InputError(
            f"Eine Einwilligung gilt hier höchstens {LONGEST_YEARS} Jahre: bitte früher enden lassen."
        )
