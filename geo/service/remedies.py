"""Remedies of mobility gaps in the words of users: what was tried, what it takes, which is the cheapest."""

from typing import Any

from geo.render.german import NBSP, format_distance, format_number
from geo.results import Remedy

TITLES = {
    "stop_service": "Takt an der nächsten Haltestelle",
    "evening_trip": "spätere letzte Fahrt",
    "footpath": "fehlendes Stück Fußweg",
}
UNITS = {"vehicle_km": "Fahrplankilometer am Tag", "path_m": "m Fußweg"}
WHY_NOT = {
    "no_stop": "keine Haltestelle in der Nähe",
    "no_line": "keine Linie an der nächsten Haltestelle",
    "no_streets": "ohne Straßennetz nicht zu prüfen",
    "not_on_foot": "kein Weg zu Fuß, für den eine Norm gilt",
    "too_far": "auch auf geradem Weg zu weit",
    "nothing_added": "die Linie fährt schon so",
}
NOT_TRIED = "not_tried"


def list_remedies(stored: dict[str, Any]) -> list[Remedy]:
    """Remedies of a gap as they were tried, those that mend first, the cheapest of them first."""
    found = [_to_remedy(trial) for trial in stored["trials"]]
    return sorted(found, key=lambda each: (not each.mends, each.rank or len(found)))


def _to_remedy(trial: dict[str, Any]) -> Remedy:
    option = trial["option"]
    return Remedy(
        kind=option["kind"],
        title=TITLES[option["kind"]],
        text=_text(trial),
        stop=trial["stop"],
        line=trial["line"],
        facility=trial["facility"],
        mends=option["mends"],
        effort=None if option["effort"] is None else round(option["effort"], 1),
        effort_unit=UNITS[option["unit"]],
        effort_text=effort_text(option["effort"], option["unit"]),
        cost_eur_a=None if trial["cost_eur_a"] is None else round(trial["cost_eur_a"]),
        rank=trial["rank"],
    )


def effort_text(effort: float | None, unit: str) -> str:
    """An effort in words; empty where nothing was tried."""
    if effort is None:
        return ""
    if unit == "path_m":
        return f"{format_distance(effort)} Fußweg"
    return f"{format_number(effort)} {UNITS[unit]}"


def _text(trial: dict[str, Any]) -> str:
    option = trial["option"]
    if trial["why_not"]:
        return f"nicht möglich: {WHY_NOT[trial['why_not']]}"
    if option["kind"] == "footpath":
        where = f" zu {trial['facility']}" if trial["facility"] else ""
        what = f"{format_distance(option['effort'])} neuer Weg{where}"
    else:
        often = "stündlich" if option["kind"] == "stop_service" else "eine späte Fahrt je Richtung"
        what = f"Linie {trial['line']} {often} ab {trial['stop']}, {trial['trips_added']} Fahrten mehr am Tag"
    return what + (": schließt die Lücke" if option["mends"] else ": reicht nicht")


def comparison_text(stored: dict[str, Any], remedies: list[Remedy]) -> str:
    """Which remedy mends most cheaply, or why that cannot be said."""
    basis = stored["basis"]
    mending = [each for each in remedies if each.mends]
    if basis == NOT_TRIED:
        return "Ohne Fahrplan nicht verglichen."
    if basis == "none":
        return "Keine der drei Abhilfen schließt die Lücke für sich allein."
    if basis == "not_comparable":
        efforts = " oder ".join(each.effort_text for each in mending)
        return f"Ohne Kostensätze nicht vergleichbar: {efforts}."
    best = next(each for each in mending if each.rank == 1)
    if basis == "single":
        return f"Nur eine Abhilfe schließt die Lücke: {best.title} ({best.effort_text})."
    if basis == "cost":
        cost = f"{format_number(best.cost_eur_a or 0)}{NBSP}Euro im Jahr"
        return f"Am günstigsten: {best.title}, {cost} ({best.effort_text})."
    return (
        f"Am wenigsten Aufwand: {best.title} ({best.effort_text}); ohne Kostensätze nach Aufwand verglichen."
    )
