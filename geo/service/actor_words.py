"""Fields of an actor in words, and what differs between two of its versions."""

from collections.abc import Mapping
from typing import Any

from geo.domain import ActorKind, Direction
from geo.layers import list_layers
from geo.results import ActorDraft, FieldChange
from geo.service.project_words import NOTHING, to_text
from geo.service.wish_words import to_wish_text

FIELD_TITLES = {
    "kind": "Wer",
    "name": "Name",
    "about": "Beschreibung",
    "entries": "Angebote und Gesuche",
    "ags": "Kommunen",
    "zentren": "Ortsteile",
    "visibility": "Sichtbar für",
    "beispiel": "Beispiel",
}
ACTION_TITLES = {
    "seeded": "aus den Dateien des Verbunds eingetragen",
    "reseeded": "aus den Dateien des Verbunds erneuert",
    "created": "eingetragen",
    "changed": "geändert",
    "consented": "Einwilligung eingetragen",
    "withdrawn": "Einwilligung zurückgezogen, Kontakt gelöscht",
}


def find_changed(old: ActorDraft, new: ActorDraft) -> list[str]:
    """Fields that differ."""
    return [field for field in FIELD_TITLES if getattr(old, field) != getattr(new, field)]


def to_field_changes(old: ActorDraft, new: ActorDraft, names: Mapping[str, str]) -> list[FieldChange]:
    """What differs, in words, in the order of the form; ``names`` of municipalities and Ortsteile."""
    before, after = (draft.model_dump(mode="json") for draft in (old, new))
    return [
        FieldChange(
            field=field,
            title=FIELD_TITLES[field],
            before=_to_text(field, before[field], names),
            after=_to_text(field, after[field], names),
        )
        for field in find_changed(old, new)
    ]


def _to_text(field: str, value: Any, names: Mapping[str, str]) -> str:
    if field == "kind":
        return ActorKind(value).title
    if field == "entries":
        return "; ".join(map(_to_line, value)) or NOTHING
    return to_text(field, value, names)


def _to_line(entry: Mapping[str, Any]) -> str:
    return f"{Direction(entry['direction']).title} {to_wish_text(entry)}"


def to_search_words(draft: ActorDraft) -> str:
    """What the search reads of an actor, in lower case."""
    needs = {layer.key: layer.title for layer in list_layers()}
    entries = [f"{entry.text} {entry.resource.title} {needs.get(entry.need, '')}" for entry in draft.entries]
    return " ".join([draft.name, draft.about, *entries]).lower()
