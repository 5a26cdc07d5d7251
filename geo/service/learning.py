"""What the network learns: who works with whom on what, which modules are adopted, what is thought up once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import combinations, product

from sqlalchemy import RowMapping

from geo.db import learning
from geo.db import projects as register
from geo.errors import InputError
from geo.layers import list_layers
from geo.matching.matcher import get_matcher
from geo.matching.twins import find_twins
from geo.results import Learning, ModuleUse, Together
from geo.service.days import begin_of
from geo.service.learning_once import Twins, count_kommunen, to_once
from geo.service.opened import OpenVerbund, get_verbund_row
from geo.service.similar_rows import read_grounds, to_profile

MOST_COMPARED = 500
MOST_DAYS = 1000


@dataclass(slots=True)
class _Meeting:
    projects: int = 0
    raeume: int = 0
    adoptions: int = 0
    answers: int = 0
    needs: set[str] = field(default_factory=set)


def read_learning(
    opened: OpenVerbund,
    *,
    since: date | None = None,
    until: date | None = None,
    effort_days: float | None = None,
    effort_source: str = "",
) -> Learning:
    """What has been learnt, from what ``opened.person`` may see.

    Parameters
    ----------
    since, until
        Period of adoptions and answers, the last day not included; projects count as they are now.
    effort_days, effort_source
        Working days that a concept takes, and who says so; without it no effort is stated.

    Raises
    ------
    InputError
        If the period ends before it begins, or the effort has no source or is not above 0 and at most 1000.
    """
    if since and until and until <= since:
        raise InputError("Der Zeitraum endet, bevor er beginnt: bitte die beiden Tage tauschen.")
    if effort_days is not None and not (effort_source.strip() and 0 < effort_days <= MOST_DAYS):
        raise InputError(
            "Der Aufwand braucht Arbeitstage über 0 bis 1.000 und eine Quelle: wer sagt es, von wann?"
        )
    period = [begin_of(day) if day else None for day in (since, until)]
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        names = register.read_names(connection, opened.verbund_id)
        rows = learning.read_profiles(connection, opened.verbund_id, MOST_COMPARED)
        adoptions = learning.read_adoptions(connection, opened.verbund_id, *period)
        joined = learning.read_joined(connection, opened.verbund_id, *period)
        grounds = read_grounds(connection, opened.verbund_id, {key for row in rows for key in row["zentren"]})
        raeume = learning.read_raeume(connection, opened.verbund_id)
        members = learning.read_members(connection, opened.verbund_id)
    matcher = get_matcher()
    profiles = [to_profile(row, grounds) for row in rows]
    vectors = matcher.model.to_vectors([profile.text for profile in profiles])
    place = {profile.key: number for number, profile in enumerate(profiles)}

    def places(found: Sequence[RowMapping], *columns: str) -> set[int]:
        return {place[row[column]] for row in found for column in columns if row[column] in place}

    twins = Twins(
        rows,
        find_twins(matcher, profiles, vectors),
        joined=places(joined, "project_id", "other_id"),
        adopted=places(adoptions, "project_id", "by_project_id"),
    )
    # Partners beside the Verbund have their names from the members.
    towns = {each["ags"]: each["kommune"] for row in raeume for each in row["members"]}
    together = _find_together(rows, raeume, adoptions, joined, towns | names)
    modules = _count_modules(adoptions, names)
    return Learning(
        since=since,
        until=until,
        sentence=_sentence(together),
        together=together,
        modules=modules,
        kommunen=count_kommunen(members, twins, together, modules),
        once=to_once(twins, names, effort_days, effort_source.strip()),
        note=_note(rows),
        counted_at=datetime.now(UTC),
        run_id=grounds.run_id,
    )


def _find_together(
    rows: Sequence[RowMapping],
    raeume: Sequence[RowMapping],
    adoptions: Sequence[RowMapping],
    joined: Sequence[RowMapping],
    names: Mapping[str, str],
) -> list[Together]:
    """Pairs of municipalities that have something in common, those with most first."""
    meetings: dict[tuple[str, str], _Meeting] = defaultdict(_Meeting)
    for row in rows:
        for pair in combinations(sorted(set(row["ags"])), 2):
            meetings[pair].projects += 1
            meetings[pair].needs.add(row["need"])
    for row in raeume:
        for pair in combinations(sorted(set(row["ags"])), 2):
            meetings[pair].raeume += 1
            meetings[pair].needs.add(row["need"])
    for row in adoptions:
        for pair in _across(row["from_ags"], [row["ags"]]):
            meetings[pair].adoptions += 1
            meetings[pair].needs.add(row["need"])
    for row in joined:
        for pair in _across(row["own_ags"], row["other_ags"]):
            meetings[pair].answers += 1
            meetings[pair].needs.add(row["need"])
    titles = {layer.key: layer.title for layer in list_layers()}
    found = [
        Together(
            ags_a=one, kommune_a=names.get(one, one), ags_b=other, kommune_b=names.get(other, other),
            n_projects=each.projects, n_raeume=each.raeume, n_adoptions=each.adoptions, n_answers=each.answers,
            subjects=sorted(titles.get(need, need) for need in each.needs if need),
        )
        for (one, other), each in meetings.items()
    ]  # fmt: skip
    return sorted(
        found,
        key=lambda row: (
            -(row.n_projects + row.n_raeume + row.n_adoptions + row.n_answers),
            row.kommune_a,
            row.kommune_b,
        ),
    )


def _across(ones: Sequence[str], others: Sequence[str]) -> set[tuple[str, str]]:
    return {(min(pair), max(pair)) for pair in product(ones, others) if pair[0] != pair[1]}


def _count_modules(adoptions: Sequence[RowMapping], names: Mapping[str, str]) -> list[ModuleUse]:
    groups: dict[tuple[str, str], list[RowMapping]] = defaultdict(list)
    for row in adoptions:
        groups[row["project_id"], row["module"]].append(row)
    found = [
        ModuleUse(
            project_id=project, project=rows[0]["title"], module=module,
            title=next((each["title"] for each in rows[0]["modules"] if each["key"] == module), module),
            n_adoptions=len(rows), kommunen=sorted({names.get(row["ags"], row["ags"]) for row in rows}),
            beispiel=rows[0]["beispiel"], from_ags=rows[0]["from_ags"], ags=[row["ags"] for row in rows],
        )
        for (project, module), rows in groups.items()
    ]  # fmt: skip
    return sorted(found, key=lambda row: (-row.n_adoptions, row.project, row.title))


def _sentence(together: list[Together]) -> str:
    if not together:
        return "Noch arbeiten keine zwei Kommunen an einem Projekt oder Baustein zusammen."
    first = together[0]
    if len(together) == 1:
        return f"{first.kommune_a} und {first.kommune_b} arbeiten zusammen."
    return (
        f"{len(together)} Paare von Kommunen arbeiten zusammen, am meisten {first.kommune_a} und "
        f"{first.kommune_b}."
    )


def _note(rows: Sequence[RowMapping]) -> str:
    """What the figures are worth: examples among the projects, and those that were left out."""
    examples = sum(row["beispiel"] for row in rows)
    parts = []
    if examples:
        parts.append(
            f"{examples} der {len(rows)} Projekte {'ist ein Beispiel' if examples == 1 else 'sind Beispiele'}, "
            "keine echten Vorhaben."
        )
    if len(rows) == MOST_COMPARED:
        parts.append(f"Verglichen wurden die {MOST_COMPARED} zuletzt geänderten Projekte.")
    return " ".join(parts)
