"""What a Projektraum keeps and what the run makes of it now, in the words of users."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import RowMapping

from geo.areas.times import to_matrix
from geo.render.german import format_limit, format_minutes, format_number, format_people
from geo.results import Area, AreaPlace, FieldChange, ProjektraumEdit, RaumCheck, RaumDifference
from geo.service.area_words import join_words, of_places
from geo.service.areas import Known
from geo.units import SECONDS_PER_MINUTE

LEAST_KOMMUNEN = 2
MARK = "\x1f"
"""Around the id of a project in a stored line: its title is told to those alone who may see it. No text has it."""
TOLD = re.compile(f"{MARK}([^{MARK}]*){MARK}")
HIDDEN = "eines, das hier nicht zu sehen ist"


def check_raum(row: RowMapping, known: Known) -> list[RaumCheck]:
    """Whether the members keep the limits that the Projektraum began with.

    Parameters
    ----------
    row
        Of the table ``projektraum``.
    known
        Places and times of the shown run.
    """
    there = [member["place_id"] for member in row["members"] if member["place_id"] in known.places]
    gone = [member["name"] for member in row["members"] if member["place_id"] not in known.places]
    places = [known.places[key] for key in there]
    checks = [_check_kommunen(places), _check_residents(places, row["min_residents"])]
    if row["kind"] == "near":
        checks.insert(1, _check_times(there, known, row["limit_min"]))
    if gone:
        text = (
            f"Aufgelöst, nicht mehr geladen: {join_words(gone)}. Bitte entscheiden, wer an ihre Stelle tritt."
        )
        checks.append(RaumCheck(key="dissolved", kept=False, text=text))
    return checks


def _check_kommunen(places: Sequence[AreaPlace]) -> RaumCheck:
    kommunen = sorted({place.kommune for place in places})
    kept = len(kommunen) >= LEAST_KOMMUNEN
    text = f"{len(kommunen)} Kommunen: {join_words(kommunen)}."
    if not kept:
        text = "Alle Mitglieder liegen in einer Kommune." if kommunen else "Kein Mitglied ist mehr geladen."
    return RaumCheck(key="kommunen", kept=kept, text=text)


def _check_times(there: list[str], known: Known, limit_min: float) -> RaumCheck:
    limit = format_limit(limit_min, "min")
    if len(there) < 2:
        return RaumCheck(key="limit", kept=None, text="Für Reisezeiten braucht es zwei Mitglieder.")
    time_s = to_matrix(known.times, there)
    first, second = np.unravel_index(int(time_s.argmax()), time_s.shape)
    longest_s = float(time_s[first, second])
    pair = f"{known.places[there[first]].name} und {known.places[there[second]].name}"
    if not np.isfinite(longest_s):
        most = format_limit(known.parameters.areas["search_min"], "min")
        return RaumCheck(
            key="limit", kept=False, text=f"{pair} liegen weiter als {most} auseinander (Grenze {limit})."
        )
    kept = longest_s <= limit_min * SECONDS_PER_MINUTE
    verdict = "innerhalb" if kept else "über"
    return RaumCheck(
        key="limit",
        kept=kept,
        text=f"Am weitesten: {pair}, {format_minutes(longest_s)} mit dem Auto, {verdict} der Grenze von {limit}.",
    )


def _check_residents(places: Sequence[AreaPlace], least: float) -> RaumCheck:
    residents = sum(place.residents or 0 for place in places)
    unknown = sum(place.residents is None for place in places)
    # Too few are known: with those of the other places it may be enough.
    kept = True if residents >= least else None if unknown else False
    verdict = {True: "genug", False: "zu wenige", None: "soweit bekannt"}[kept]
    text = f"{format_people(residents)} Einwohner, {verdict} (mindestens {format_number(least)})"
    if unknown:
        text += f"; die {of_places(unknown)} nicht bekannt"
    return RaumCheck(key="residents", kept=kept, text=text + ".")


def compare_with_run(row: RowMapping, areas: Sequence[Area], known: Known) -> RaumDifference:
    """What the shown run makes of a Projektraum: the area of its kind and service that shares most members.

    Parameters
    ----------
    row
        Of the table ``projektraum``.
    areas
        Of the shown run, of the same kind and service.
    known
        Places of the shown run.
    """
    held = {member["place_id"]: member["name"] for member in row["members"]}

    def shared(area: Area) -> int:
        return sum(member.place.place_id in held for member in area.members)

    best = max(areas, key=lambda area: (shared(area), area.area_id), default=None)
    if best is None or shared(best) == 0:
        return RaumDifference(
            area_id=None, added=[], removed=[], sentence="Der gezeigte Lauf kennt keinen solchen Raum mehr."
        )
    inside = {member.place.place_id: member.place for member in best.members}
    added = [place for key, place in inside.items() if key not in held]
    removed = [name for key, name in held.items() if key not in inside]
    return RaumDifference(
        area_id=best.area_id, added=added, removed=removed, sentence=_difference(added, removed)
    )


def _difference(added: Sequence[AreaPlace], removed: Sequence[str]) -> str:
    if not added and not removed:
        return "Der gezeigte Lauf rechnet denselben Raum."
    parts = []
    if added:
        parts.append(f"zusätzlich {join_words([f'{place.name} ({place.kommune})' for place in added])}")
    if removed:
        parts.append(f"ohne {join_words(list(removed))}")
    return f"Der gezeigte Lauf rechnet diesen Raum {' und '.join(parts)}. Die Auswahl von Hand bleibt."


def describe_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What has changed from one version to the next; empty where nothing has. Projects by id: see `tell_projects`.

    Parameters
    ----------
    before, after
        Columns name, notes, members, projects, visibility.
    """
    parts = []
    if before["name"] != after["name"]:
        parts.append(f"Name „{before['name']}“ → „{after['name']}“")
    if before["notes"] != after["notes"]:
        parts.append("Notizen geändert")
    if before["visibility"] != after["visibility"]:
        parts.append("Sichtbarkeit geändert")
    names = {each["place_id"]: each["name"] for each in (*before["members"], *after["members"])}
    old, new = ([each["place_id"] for each in side["members"]] for side in (before, after))
    parts += _moved(old, new, names, ("aufgenommen", "herausgenommen"))
    ids = {key: f"{MARK}{key}{MARK}" for key in (*before["projects"], *after["projects"])}
    parts += _moved(before["projects"], after["projects"], ids, ("Projekt zugeordnet", "Projekt gelöst"))
    return "; ".join(parts)


def list_told(texts: Iterable[str]) -> list[str]:
    """Ids of the projects that lines of a history name."""
    return sorted({key for text in texts for key in TOLD.findall(text)})


def tell_projects(text: str, titles: Mapping[str, str]) -> str:
    """A line of a history with the titles of the projects that one may see."""
    return TOLD.sub(lambda found: titles.get(found[1], HIDDEN), text)


def list_differences(
    before: ProjektraumEdit, after: ProjektraumEdit, names: Mapping[str, str], titles: Mapping[str, str]
) -> list[FieldChange]:
    """Fields in which two versions differ, in words.

    Parameters
    ----------
    before, after
        What is stored, and what was handed in.
    names, titles
        Names of places and titles of projects by id.
    """

    def listed(keys: Sequence[str], words: Mapping[str, str]) -> str:
        return ", ".join(words.get(key, key) for key in keys)

    def tell(edit: ProjektraumEdit) -> dict[str, tuple[str, str]]:
        return {
            "name": ("Name", edit.name),
            "members": ("Mitglieder", listed(edit.members, names)),
            "projects": ("Projekte", listed(edit.projects, titles)),
            "notes": ("Notizen", edit.notes),
            "visibility": ("Sichtbar für", edit.visibility.title),
        }

    theirs, mine = tell(before), tell(after)
    return [
        FieldChange(field=field, title=title, before=theirs[field][1] or "–", after=words or "–")
        for field, (title, words) in mine.items()
        if getattr(before, field) != getattr(after, field)
    ]


def _moved(
    old: Collection[str], new: Collection[str], names: Mapping[str, str], words: tuple[str, str]
) -> list[str]:
    added = [names.get(key, key) for key in new if key not in old]
    gone = [names.get(key, key) for key in old if key not in new]
    return [f"{word}: {join_words(found)}" for word, found in zip(words, (added, gone), strict=True) if found]
