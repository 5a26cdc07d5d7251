"""Fields of a project in words, and what differs between two of its versions."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from geo.domain import Handlungsfeld, Phase, Visibility
from geo.layers import list_layers
from geo.render.german import format_date, format_number
from geo.results import FieldChange, ProjectDraft
from geo.service.wish_words import to_wish_text

FIELD_TITLES = {
    "title": "Titel",
    "summary": "Kurzfassung",
    "description": "Beschreibung",
    "need": "Bedarf",
    "handlungsfelder": "Handlungsfelder",
    "target_groups": "Zielgruppen",
    "phase": "Phase",
    "phase_since": "Phase seit",
    "ags": "Kommunen",
    "zentren": "Ortsteile",
    "places": "Lage",
    "area": "Gebiet",
    "owner": "Träger",
    "cost_eur": "Kosten",
    "funding": "Förderung",
    "links": "Offene Quellen",
    "modules": "Bausteine für andere",
    "seeks": "Wen oder was es sucht",
    "lessons": "Was gelernt wurde",
    "visibility": "Sichtbar für",
    "beispiel": "Beispiel",
    "contact": "Kontakt",
}

ACTION_TITLES = {
    "seeded": "aus den Dateien des Verbunds eingetragen",
    "reseeded": "aus den Dateien des Verbunds erneuert",
    "created": "eingetragen",
    "changed": "geändert",
    "imported": "aus einer Tabelle eingetragen",
    "reimported": "aus einer Tabelle geändert",
    "deleted": "gelöscht",
    "restored": "wiederhergestellt",
    "attached": "Anhang hinzugefügt",
    "detached": "Anhang entfernt",
    "adopted": "Baustein übernommen",
}

NOTHING = "nicht angegeben"
PRIVATE = "geändert (Inhalt nur mit Konto)"


def to_changes(old: ProjectDraft | None, new: ProjectDraft) -> dict[str, list[Any]]:
    """Per differing field what it was and is, as JSON; of the contact only that it changed."""
    before = old.model_dump(mode="json") if old else {}
    after = new.model_dump(mode="json")
    empty = ProjectDraft(title="-").model_dump(mode="json") | {
        "title": None,
        "phase": None,
        "visibility": None,
    }
    changes = {}
    for field in FIELD_TITLES:
        was = before.get(field, empty[field])
        if was != after[field]:
            changes[field] = [None, None] if field == "contact" else [was, after[field]]
    return changes


def to_field_changes(changes: Mapping[str, Any], names: Mapping[str, str]) -> list[FieldChange]:
    """Changes in words, in the order of the form; ``names`` of municipalities and Ortsteile."""
    return [
        FieldChange(
            field=field,
            title=title,
            before=PRIVATE if field == "contact" else to_text(field, changes[field][0], names),
            after=PRIVATE if field == "contact" else to_text(field, changes[field][1], names),
        )
        for field, title in FIELD_TITLES.items()
        if field in changes
    ]


def to_text(field: str, value: Any, names: Mapping[str, str]) -> str:
    """One field as people read it; "nicht angegeben" where it is empty."""
    if value in (None, "", []):
        return NOTHING
    if field in {"ags", "zentren"}:
        return ", ".join(names.get(key, key) for key in value)
    word = _WORDS.get(field)
    return word(value) if word else str(value)


def _titles(layer: str) -> str:
    return {each.key: each.title for each in list_layers()}.get(layer, layer)


def _money(amount: int | None) -> str:
    return "" if amount is None else f"{format_number(amount)} Euro"


def _day(text: str | None) -> str:
    return format_date(date.fromisoformat(text)) if text else ""


def _funding(entries: list[dict[str, Any]]) -> str:
    return "; ".join(
        " ".join(
            part
            for part in (
                entry["programme"],
                _money(entry["amount_eur"]),
                f"ab {_day(entry['since'])}" if entry["since"] else "",
                f"bis {_day(entry['until'])}" if entry["until"] else "",
            )
            if part
        )
        for entry in entries
    )


def _places(entries: list[dict[str, float]]) -> str:
    return "; ".join(
        f"{entry['lat']:.5f} Nord, {entry['lon']:.5f} Ost".replace(".", ",") for entry in entries
    )


_WORDS: dict[str, Callable[[Any], str]] = {
    "need": _titles,
    "handlungsfelder": lambda keys: ", ".join(Handlungsfeld(key).title for key in keys),
    "target_groups": ", ".join,
    "phase": lambda key: Phase(key).title,
    "phase_since": _day,
    "places": _places,
    "area": lambda _area: "eingezeichnet",
    "cost_eur": _money,
    "funding": _funding,
    "links": lambda entries: "; ".join(entry["title"] or entry["url"] for entry in entries),
    "modules": lambda entries: "; ".join(entry["title"] for entry in entries),
    "seeks": lambda entries: "; ".join(map(to_wish_text, entries)),
    "visibility": lambda key: Visibility(key).title,
    "beispiel": lambda value: "ja" if value else "nein",
}
