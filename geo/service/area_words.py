"""Shared project areas in the words of users."""

from collections.abc import Mapping, Sequence
from typing import Any

from geo.domain import Mode
from geo.layers import LayerSpec, get_layer
from geo.render.german import format_minutes, format_number, format_people, format_share
from geo.results import Area, AreaPlace

MOST_NORMS = 3  # named in a sentence; the others are counted
_NOMINATIVE = {"m": "ein", "f": "eine", "n": "ein"}
_ACCUSATIVE = {"m": "einen", "f": "eine", "n": "ein"}


def join_words(words: Sequence[str]) -> str:
    """Words of a list in a sentence: "A", "A und B", "A, B und C"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} und {words[-1]}" if words else ""


def of_places(n: int) -> str:
    """Whose residents are not known: "eines Ortes", "von 3 Orten"."""
    return "eines Ortes" if n == 1 else f"von {format_number(n)} Orten"


def describe_twins(n: int, both_missed: Sequence[str], both_met: Sequence[str]) -> str:
    """Why places are twins, as in "Beiden fehlt ein Hausarzt zu Fuß, beide haben eine Bäckerei".

    Parameters
    ----------
    n
        How many places.
    both_missed, both_met
        Norms as "layer/mode", the weightiest first; some missed.
    """
    whom, who = ("Beiden", "beide") if n == 2 else (f"Allen {format_number(n)}", "alle")
    sentence = f"{whom} fehlt {_list(both_missed, _NOMINATIVE)}"
    if both_met:
        sentence += f", {who} haben {_list(both_met, _ACCUSATIVE)} innerhalb der Norm"
    return sentence + "."


def _list(norms: Sequence[str], articles: dict[str, str]) -> str:
    """Services with their article; the mode once where it is the same."""
    shown = [norm.split("/") for norm in norms[:MOST_NORMS]]
    modes = {mode for _, mode in shown}
    words = []
    for number, (layer, mode) in enumerate(shown):
        last = number == len(shown) - 1
        words.append(
            _noun(get_layer(layer), articles) + (f" {Mode(mode).title}" if last or len(modes) > 1 else "")
        )
    more = len(norms) - len(shown)
    return join_words([*words, f"{more} weitere"] if more else words)


def _noun(layer: LayerSpec, articles: dict[str, str]) -> str:
    # Titles that begin with an adjective are written small inside a sentence.
    title = layer.title if layer.dative == layer.title else layer.title[0].lower() + layer.title[1:]
    return f"{articles[layer.genus]} {title}"


def describe_near(
    layer: LayerSpec, members: Sequence[AreaPlace], *, n_in_need: int, people: int, spread_s: float, hub: str
) -> str:
    """Why places make a near area."""
    kommunen = join_words(sorted({place.kommune for place in members}))
    need = "einer verfehlt" if n_in_need == 1 else f"{format_number(n_in_need)} verfehlen"
    living = f", {format_people(people)} Menschen wohnen dort" if people else ""
    unknown = sum(place.residents is None and not place.partner for place in members)
    if unknown:
        where = "einem Ort" if unknown == 1 else f"{format_number(unknown)} Orten"
        living += f" (von {where} sind die Einwohner nicht bekannt)"
    return (
        f"{format_number(len(members))} Orte in {kommunen} liegen höchstens {format_minutes(spread_s)} mit dem Auto "
        f"auseinander; {need} die Norm für {layer.plural_inside}{living}. Treffpunkt: {hub}."
    )


def describe_solution(figures: Mapping[str, Any], *, unknown: bool) -> str:
    """How much the near areas of a service cover, and how sure it is that no others cover more.

    Parameters
    ----------
    figures
        n_in_need, residents_in_need, covered, covered_gap, total_gap of the solution; a place whose residents are not
        known weighs one person.
    unknown
        Whether residents of a Zentrum of the Verbund are not known.
    """
    covered, in_need = figures["covered"], figures["residents_in_need"]
    covered_gap, total_gap = figures["covered_gap"], figures["total_gap"]
    if unknown and in_need == figures["n_in_need"]:
        share = (
            f"{format_number(covered)} von {format_number(in_need)} Orten, die die Norm verfehlen, liegen in einem "
            "Raum (wie viele Menschen dort wohnen, ist nicht bekannt)"
        )
    else:
        people = f"{format_people(covered)} von {format_people(in_need)} Menschen"
        known = ", soweit Einwohner bekannt sind" if unknown else ""
        share = f"{people}, die die Norm verfehlen, wohnen in einem Raum{known}"
    if covered_gap == 0 and total_gap == 0:
        return f"{share}. Mehr sind nicht möglich, und keine Aufteilung hat kürzere Wege (bewiesen)."
    if covered_gap == 0:
        return f"{share}. Mehr sind nicht möglich; die Wege sind höchstens {format_share(total_gap)} kürzer zu machen."
    return f"{share}. Höchstens {format_share(covered_gap)} mehr wären möglich (Rechnung abgebrochen)."


def describe_dissolved(n: int) -> str:
    """A sentence to add where n members of a computed area are no longer loaded; empty where all are."""
    if n == 0:
        return ""
    gone = "ist ein Mitglied" if n == 1 else f"sind {format_number(n)} Mitglieder"
    return f" Seit diesem Lauf {gone} aufgelöst; die Zahlen sind die des Laufs."


def title_area(members: Sequence[AreaPlace], hub: AreaPlace | None) -> str:
    """Name of an area: its hub, else its largest place, and how many more."""
    first = hub or max(members, key=lambda place: (place.residents or 0, place.name), default=None)
    if first is None:
        return "aufgelöst"
    more = len(members) - 1
    return f"{first.name} und {'ein weiterer' if more == 1 else f'{format_number(more)} weitere'}"


def describe_island(
    place: AreaPlace, nearest: AreaPlace | None, *, time_s: float | None, limit_s: float
) -> str:
    """Why a Zentrum stands in no area."""
    if nearest is None or time_s is None:
        return f"{place.name}: kein Ort einer anderen Kommune ist bekannt."
    shown, limit = format_minutes(time_s), format_minutes(limit_s)
    # Just over the limit is rounded to the limit: "no partner in 25 min; the nearest, 25 min" would be nonsense.
    just_over = "gut " if time_s > limit_s and shown == limit else ""
    other = f"{nearest.name} ({nearest.kommune}), {just_over}{shown} mit dem Auto"
    if time_s > limit_s:
        return f"{place.name}: kein Partner in {limit}; der nächste ist {other}."
    return (
        f"{place.name}: {other}, liegt nah, doch gemeinsam fehlt es an Einwohnern, oder der Partner steht schon "
        "in einem anderen Raum."
    )


def describe_no_need(layer: LayerSpec, *, loaded: bool) -> str:
    """Why there is no near area of a service whose norm nobody misses, or of which nothing is loaded."""
    if not loaded:
        return f"Für {layer.plural_inside} liegen keine Daten vor: Wer die Norm verfehlt, ist nicht bekannt."
    return f"Kein Zentrum verfehlt die Norm für {layer.plural_inside}, soweit Daten vorliegen."


NO_NEED_AT_ALL = "Kein Zentrum verfehlt eine Norm, soweit Daten vorliegen."


def describe_areas(kind: str, areas: Sequence[Area], cut: float) -> str:
    """How many areas of a kind there are, in a sentence; ``cut`` is the largest distance of twins."""
    kommunen = {each.key for area in areas for each in area.kommunen}
    members = {member.place.place_id for area in areas for member in area.members if not member.place.partner}
    count = "Ein Raum" if len(areas) == 1 else f"{format_number(len(areas))} Räume"
    verb = "verbindet" if len(areas) == 1 else "verbinden"
    if kind == "twin":
        if not areas:
            return "Kein Zentrum hat einen Zwilling in einer anderen Kommune."
        groups = "Eine Gruppe" if len(areas) == 1 else f"{format_number(len(areas))} Gruppen"
        return (
            f"{groups} von Zwillingen: {format_number(len(members))} Zentren in {len(kommunen)} Kommunen haben "
            f"dasselbe Muster von Lücken (Abstand höchstens {format_number(cut, 2)})."
        )
    if not areas:
        return (
            "Keine Orte verschiedener Kommunen, die dieselbe Norm verfehlen, liegen nah genug beieinander und haben "
            "zusammen genug Einwohner."
        )
    return (
        f"{count} {verb} {format_number(len(members))} Zentren, die eine Norm verfehlen, über die Grenze hinweg, "
        f"in {len(kommunen)} Kommunen."
    )
