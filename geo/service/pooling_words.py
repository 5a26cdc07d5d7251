"""Shared sites in the words of users."""

from collections.abc import Sequence

from geo.areas.pooling import PoolSolution, Threshold
from geo.areas.sharing import Comparison, Rota
from geo.render.german import format_minutes, format_number, format_people
from geo.results import PoolSite
from geo.service.area_words import join_words
from geo.units import SECONDS_PER_MINUTE


def describe_pool(
    found: PoolSolution, sites: Sequence[PoolSite], people: int, *, limit: str, threshold: Threshold
) -> str:
    """How many people the sites reach, and how sure it is that no others reach more."""
    need = (
        f" Ein Standort braucht {format_people(threshold.people)} Menschen ({threshold.source})."
        if threshold.people
        else ""
    )
    if not sites and found.reached_bound == 0 and not threshold.people:
        return (
            f"Kein Gebäude der gewählten Arten liegt höchstens {limit} mit dem Auto von einem Ort entfernt, dessen "
            "Einwohner bekannt sind."
        )
    if not sites:
        return f"Kein möglicher Standort trägt sich: höchstens {limit} mit dem Auto erreichen ihn zu wenige.{need}"
    names = join_words([f"{site.name} ({site.kommune})" for site in sites])
    verb = "Ein Standort erreicht" if len(sites) == 1 else f"{format_number(len(sites))} Standorte erreichen"
    sure = " Keine Auswahl ist besser (bewiesen)." if found.proven else " Die Rechnung wurde abgebrochen."
    return (
        f"{verb} {format_people(found.reached)} von {format_people(people)} Menschen in höchstens {limit} mit dem "
        f"Auto: {names}.{sure}{need}"
    )


def describe_comparison(found: Comparison, n_kommunen: int) -> str:
    """Each municipality alone against all together; ``n_kommunen`` have people whom we know of."""
    minutes = round(abs(found.saved_person_s) / SECONDS_PER_MINUTE)
    alone = sum(bool(each.sites) for each in found.alone.values())
    change = "spart" if found.saved_person_s >= 0 else "kostet"
    return (
        f"Jede für sich: {format_number(alone)} von {format_number(n_kommunen)} Kommunen haben einen Standort, der "
        f"sich trägt, {format_people(found.reached_alone)} Menschen werden erreicht. Gemeinsam: "
        f"{format_people(found.reached_shared)} Menschen; {format_people(found.crossing)} davon fahren in eine andere "
        f"Kommune. Das {change} je Weg zusammen {format_number(minutes)} Minuten aller Menschen."
    )


def describe_rota(rota: Rota, sites: Sequence[PoolSite]) -> str:
    """The round of a mobile service; empty where there is only one stop."""
    if len(sites) < 2:
        return ""
    stops = " – ".join(site.name for site in [*sites, sites[0]])
    sure = " (kürzeste, bewiesen)" if rota.round_s == rota.round_bound_s else ""
    return f"Als mobiles Angebot: Runde {stops}, {format_minutes(rota.round_s)} Fahrzeit{sure}."
