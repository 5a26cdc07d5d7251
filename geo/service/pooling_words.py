"""Shared sites in the words of users."""

from collections.abc import Sequence

from geo.areas.pooling import PoolQuestion, PoolSolution
from geo.areas.sharing import Comparison, Rota
from geo.domain import Aim, Model
from geo.render.german import format_minutes, format_number, format_people
from geo.results import PoolSite
from geo.service.area_words import join_words, of_places
from geo.units import SECONDS_PER_MINUTE

STRAIGHT = "Luftlinienmodell: Wege zu den Standorten aus Luftlinie, Umwegfaktor und mittlerem Tempo des Laufs"
STREETS = "Wege zu den Standorten mit dem Auto auf dem Straßennetz des Laufs"


def describe_pool(
    found: PoolSolution, sites: Sequence[PoolSite], question: PoolQuestion, *, aim: Aim, limit: str
) -> str:
    """How many people the sites reach, and how sure it is that no others are better."""
    threshold, people = question.threshold, int(question.people.sum())
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
    names = join_words([f"{site.name} ({site.kommune or 'anderer Kommune'})" for site in sites])
    sure = " Keine Auswahl ist besser (bewiesen)." if found.proven else " Die Rechnung wurde abgebrochen."
    reached = f"{format_people(found.reached)} von {format_people(people)} Menschen in höchstens {limit} mit dem Auto"
    count = "Ein Standort" if len(sites) == 1 else f"{format_number(len(sites))} Standorte"
    if aim is Aim.TIME:
        mean = format_minutes(found.person_s / max(people, 1))
        return (
            f"{count} mit der kürzesten Zeit aller, im Mittel {mean} je Weg: {names}; {reached}.{sure}{need}"
        )
    verb = "erreicht" if len(sites) == 1 else "erreichen"
    return f"{count} {verb} {reached}: {names}.{sure}{need}"


def describe_unknown(n: int) -> str:
    """A sentence to add where residents of n members are not known; empty where all are."""
    return f" Die Einwohner {of_places(n)} sind nicht bekannt und zählen nicht mit." if n else ""


def describe_way(place: str, time_s: float | None, site: str, limit_s: float) -> str:
    """The way of a member; None where it has no site."""
    if time_s is None:
        return f"{place}: kein Standort in der Grenze"
    far = ", weiter als die Grenze" if time_s > limit_s else ""
    return f"{place}: {format_minutes(time_s)} bis {site}{far}"


def describe_comparison(found: Comparison, n_kommunen: int) -> str:
    """Each municipality alone against all together; ``n_kommunen`` have people whom we know of."""
    if not found.shared.sites and not found.reached_alone:
        return "Weder gemeinsam noch allein findet sich ein Standort, der sich trägt."
    minutes = round(abs(found.saved_person_s) / SECONDS_PER_MINUTE)
    alone = sum(bool(each.sites) for each in found.alone.values())
    change = "spart" if found.saved_person_s >= 0 else "kostet"
    crossing = (
        f"{format_people(found.crossing)} davon fahren in eine andere Kommune"
        if found.crossing
        else "niemand davon fährt in eine andere Kommune"
    )
    ways = (
        f"Das {change} je Weg zusammen {format_number(minutes)} Minuten aller Menschen."
        if minutes
        else "Die Wege, auch zu dem, was es heute gibt, bleiben zusammen gleich lang."
    )
    return (
        f"Jede für sich: {format_number(alone)} von {format_number(n_kommunen)} "
        f"Kommunen {'hat' if alone == 1 else 'haben'} einen Standort, der sich trägt, "
        f"{format_people(found.reached_alone)} Menschen werden erreicht. Gemeinsam: "
        f"{format_people(found.reached_shared)} Menschen; {crossing}. {ways}"
    )


def describe_rota(rota: Rota, sites: Sequence[PoolSite]) -> str:
    """The round of a mobile service; empty where there is only one stop."""
    if len(sites) < 2:
        return ""
    stops = " – ".join(site.name for site in [*sites, sites[0]])
    sure = " (kürzeste, bewiesen)" if rota.round_s == rota.round_bound_s else ""
    return f"Als mobiles Angebot: Runde {stops}, {format_minutes(rota.round_s)} Fahrzeit{sure}."


def describe_model(models: Sequence[Model], *, streets: bool) -> str:
    """Along what the ways lead; where the run has streets, how many ways do without them and why."""
    if not streets:
        return STRAIGHT
    straight = sum(model is Model.CROWFLY for model in models)
    if not straight:
        return STREETS
    return (
        f"{STREETS}; {format_number(straight)} von {format_number(len(models))} nach dem Luftlinienmodell, weil ein "
        "Ende außerhalb der geladenen Straßen liegt"
    )
