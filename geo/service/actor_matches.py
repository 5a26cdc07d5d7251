"""Who could help whom, and a team for a project: offers against what is looked for, across municipal borders first."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

import numpy as np
from sqlalchemy import RowMapping

from geo.db import projects as register
from geo.domain import ActorKind, Direction, Phase
from geo.matching.actors import PART_TITLES, Fit, Line, find_reason, get_actor_matcher
from geo.matching.reasons import join
from geo.matching.shelf import Shelf
from geo.matching.team import Team, choose_team
from geo.render.german import format_number
from geo.results import (
    ActorBrief,
    ActorMatch,
    ActorMatches,
    LineFit,
    OpenRole,
    ProjectMatch,
    ProjectTeam,
    SimilarPart,
    TeamMember,
)
from geo.service.actor_lines import MOST_LINES, Lines, read_entry_lines, read_project_lines
from geo.service.actor_rows import get_row
from geo.service.opened import OpenVerbund, get_verbund_row
from geo.service.project_rows import get_row as get_project_row

MOST_SHOWN = 10
NOTE = (
    "Wege zählen nur bei Räumen und Zeit, mit dem Auto nach dem Luftlinienmodell. Von gleich gut Passendem steht "
    "zuerst, was aus einer anderen Kommune kommt."
)
CUT = f" Verglichen wurden die {format_number(MOST_LINES)} zuletzt geänderten Angebote und Gesuche."
Names = Mapping[str, str]


@lru_cache(maxsize=1)
def _shelf() -> Shelf:
    return Shelf(get_actor_matcher().matcher.model)


def match_actor(opened: OpenVerbund, actor_id: str) -> ActorMatches:
    """Who fits an actor, of those that ``opened.person`` may see.

    Raises
    ------
    NotFoundError
        If there is no such actor that the person may see.
    """
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        get_row(connection, opened, actor_id)
        offers = read_entry_lines(connection, opened.verbund_id, Direction.OFFERS)
        wishes = read_entry_lines(connection, opened.verbund_id, Direction.SEEKS)
        projects = read_project_lines(connection, opened.verbund_id)
        names = register.read_names(connection, opened.verbund_id)
    mine = _only(offers, actor_id), _only(wishes, actor_id)
    helpers = _match(mine[1], offers, lambda fit: offers.rows[fit.offer]["actor_id"])
    seekers = _match(wishes, mine[0], lambda fit: wishes.rows[fit.wish]["actor_id"])
    joins = _match(projects, mine[0], lambda fit: projects.rows[fit.wish]["project_id"])
    found = ActorMatches(
        sentence="",
        helpers=[_to_match(offers.rows[fit.offer], fit, mine[1], offers, names) for fit in helpers],
        seekers=[_to_match(wishes.rows[fit.wish], fit, wishes, mine[0], names) for fit in seekers],
        projects=[_to_project(projects.rows[fit.wish], fit, projects, mine[0], names) for fit in joins],
        note=_note(offers, wishes, projects),
    )
    return found.model_copy(update={"sentence": _say_matches(found)})


def propose_team(opened: OpenVerbund, project_id: str) -> ProjectTeam:
    """Who could cover together what a project looks for, of those that ``opened.person`` may see.

    Raises
    ------
    NotFoundError
        If there is no such project that the person may see.
    """
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        get_project_row(connection, opened, project_id)
        offers = read_entry_lines(connection, opened.verbund_id, Direction.OFFERS)
        wishes = read_project_lines(connection, opened.verbund_id, project_id)
        names = register.read_names(connection, opened.verbund_id)
    matcher = get_actor_matcher()
    fits = matcher.match(wishes.lines, offers.lines, _shelf())
    roles = [line for line in wishes.lines if line.kind is not None]
    owners = sorted({line.owner for line in offers.lines})
    team, chosen = _choose(roles, fits, offers, owners)
    members = [_to_member(owners[column], chosen, wishes, offers, names) for column in team.members]
    taken = {member.actor.actor_id for member in members}
    others = [
        fit
        for fit in _first(fits, lambda fit: offers.rows[fit.offer]["actor_id"])
        if offers.rows[fit.offer]["actor_id"] not in taken
    ][:MOST_SHOWN]
    open_roles = [
        _to_open(line) for line, member in zip(roles, team.covered_by, strict=True) if member is None
    ]
    return ProjectTeam(
        project_id=project_id,
        sentence=_say_team(len(roles), team, others=len(others)),
        n_roles=len(roles),
        n_covered=team.n_covered,
        members=members,
        open_roles=open_roles,
        others=[_to_match(offers.rows[fit.offer], fit, wishes, offers, names) for fit in others],
        note=_note(offers),
    )


def _note(*compared: Lines) -> str:
    return NOTE + (CUT if any(lines.cut for lines in compared) else "")


def _choose(
    roles: list[Line], fits: list[Fit], offers: Lines, owners: list[str]
) -> tuple[Team, dict[int, Fit]]:
    """The team, and by role the pair that covers it."""
    rules, levels = get_actor_matcher().weights.team, get_actor_matcher().weights.levels
    column = {owner: number for number, owner in enumerate(owners)}
    scores = np.zeros((len(roles), len(owners)))
    best: dict[tuple[int, int], Fit] = {}
    across = [True] * len(owners)
    for fit in fits if roles else []:
        place = fit.wish, column[offers.lines[fit.offer].owner]
        across[place[1]] = fit.across
        if fit.score > scores[place]:
            scores[place], best[place] = fit.score, fit
    team = choose_team(
        scores,
        across,
        covers_from=rules.covers_from,
        good_from=levels.good,
        most_members=rules.most_members,
    )
    chosen = {role: best[role, member] for role, member in enumerate(team.covered_by) if member is not None}
    return team, chosen


def _only(lines: Lines, owner: str) -> Lines:
    places = [place for place, line in enumerate(lines.lines) if line.owner == owner]
    return Lines([lines.lines[place] for place in places], [lines.rows[place] for place in places])


def _match(wishes: Lines, offers: Lines, owner: Callable[[Fit], str]) -> list[Fit]:
    fits = get_actor_matcher().match(wishes.lines, offers.lines, _shelf())
    return _first(fits, owner)[:MOST_SHOWN]


def _first(fits: Iterable[Fit], owner: Callable[[Fit], str]) -> list[Fit]:
    """The best pair of each owner, in their order."""
    found: dict[str, Fit] = {}
    for fit in fits:
        found.setdefault(owner(fit), fit)
    return list(found.values())


def _to_fit(fit: Fit, wishes: Lines, offers: Lines) -> LineFit:
    matcher = get_actor_matcher()
    wish, offer = wishes.lines[fit.wish], offers.lines[fit.offer]
    weights = matcher.find_weights(fit)
    reason = find_reason(weights, fit.shares)
    return LineFit(
        wish=wish.text,
        wish_kind=wish.kind.title if wish.kind else "",
        offer=offer.text,
        offer_kind=offer.kind.title if offer.kind else "",
        across=fit.across,
        score=round(fit.score, 3),
        level=matcher.weights.levels.to_words(fit.score),
        sentence=matcher.say(reason, wish, offer, fit.shares[reason]),
        parts=[
            SimilarPart(
                part=part,
                title=PART_TITLES[part],
                weight=round(weights.get(part, 0.0), 3),
                share=None if share is None else round(share, 3),
                reason=matcher.say(part, wish, offer, share),
            )
            for part, share in fit.shares.items()
        ],
    )


def _to_brief(row: RowMapping, names: Names) -> ActorBrief:
    return ActorBrief(
        actor_id=row["actor_id"],
        name=row["name"],
        kind_title=ActorKind(row["kind"]).title,
        kommunen=[names.get(key, key) for key in row["ags"]],
        beispiel=row["beispiel"],
    )


def _to_match(row: RowMapping, fit: Fit, wishes: Lines, offers: Lines, names: Names) -> ActorMatch:
    return ActorMatch(actor=_to_brief(row, names), fit=_to_fit(fit, wishes, offers))


def _to_project(row: RowMapping, fit: Fit, wishes: Lines, offers: Lines, names: Names) -> ProjectMatch:
    return ProjectMatch(
        project_id=row["project_id"],
        title=row["title"],
        kommunen=[names.get(key, key) for key in row["ags"]],
        phase_title=Phase(row["phase"]).title,
        beispiel=row["beispiel"],
        fit=_to_fit(fit, wishes, offers),
    )


def _to_member(
    owner: str, chosen: Mapping[int, Fit], wishes: Lines, offers: Lines, names: Names
) -> TeamMember:
    fits = [fit for fit in chosen.values() if offers.lines[fit.offer].owner == owner]
    actor = _to_brief(offers.rows[fits[0].offer], names)
    roles = "eine gesuchte Rolle" if len(fits) == 1 else f"{len(fits)} gesuchte Rollen"
    where = join(actor.kommunen)
    return TeamMember(
        actor=actor,
        across=fits[0].across,
        sentence=f"{actor.name} ({where}) deckt {roles}.",
        fits=[_to_fit(fit, wishes, offers) for fit in fits],
    )


def _to_open(role: Line) -> OpenRole:
    kind = role.kind.title if role.kind else ""
    return OpenRole(text=role.text, kind=kind, sentence=f"Niemand bietet bisher: {role.text} ({kind}).")


def _say_team(n_roles: int, team: Team, *, others: int) -> str:
    if n_roles == 0 and others:
        return "Das Projekt sagt noch nicht, wen oder was es sucht; diese Akteure passen zu Text und Bedarf."
    if n_roles == 0:
        return "Das Projekt sagt noch nicht, wen oder was es sucht."
    if not team.members:
        return "Für das, was das Projekt sucht, ist noch niemand eingetragen."
    who = "Ein Akteur deckt" if len(team.members) == 1 else f"{len(team.members)} Akteure decken zusammen"
    if team.n_covered == n_roles:
        return f"{who} alles, was das Projekt sucht."
    return f"{who} {team.n_covered} von {n_roles} gesuchten Rollen."


def _say_matches(found: ActorMatches) -> str:
    counts = (
        (len(found.helpers), "ein Akteur bietet,", "Akteure bieten,", "was gesucht wird"),
        (len(found.seekers), "ein Akteur sucht,", "Akteure suchen,", "was geboten wird"),
        (len(found.projects), "ein Projekt könnte", "Projekte könnten", "das Angebot brauchen"),
    )
    told = [f"{one if n == 1 else f'{n} {many}'} {what}" for n, one, many, what in counts if n]
    if not told:
        return "Bisher passt niemand, der hier zu sehen ist."
    text = "; ".join(told)
    return f"{text[0].upper()}{text[1:]}."
