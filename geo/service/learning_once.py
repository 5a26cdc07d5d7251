"""Thought up once, in words and by municipality: what came of projects that have a twin."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping

from geo.matching.twins import Pairs, count_twins
from geo.render.german import format_number
from geo.results import ModuleUse, OfKommune, OpenTwins, ThoughtOnce, Together, TwinProject

MOST_OPEN = 50


@dataclass(frozen=True, slots=True)
class Twins:
    """Pairs of places in a list of projects, and the places that joined somebody or share a module."""

    rows: Sequence[RowMapping]
    pairs: Pairs
    joined: Collection[int]
    adopted: Collection[int]

    @property
    def places(self) -> set[int]:
        """Projects that have a twin."""
        return {place for pair in self.pairs for place in pair}

    @property
    def alone(self) -> set[int]:
        """Of these, those that neither joined nor share anything."""
        return self.places - set(self.joined) - set(self.adopted)


def to_once(twins: Twins, names: Mapping[str, str], days: float | None, source: str) -> ThoughtOnce:
    """The figure of the network: what came of the twins, and what joining would spare.

    Parameters
    ----------
    names
        Of municipalities by AGS.
    days, source
        Working days that a concept takes, and who says so; None where nobody has said.
    """
    n_projects = len(twins.rows)
    counted = count_twins(n_projects, twins.pairs, twins.joined, twins.adopted)
    sentence = (
        f"{counted.n_with_twin} von {n_projects} Projekten haben einen Zwilling: {counted.n_joined} machen gemeinsame "
        f"Sache, {counted.n_adopted} teilen einen Baustein, {counted.n_alone} stehen allein."
    )
    spared = None if days is None else counted.n_spared * days
    if spared is not None:
        sentence += (
            f" Gingen diese zusammen, blieben {counted.n_spared} Konzepte und rund "
            f"{format_number(spared)} Arbeitstage erspart."
        )
    return ThoughtOnce(
        n_projects=n_projects, n_with_twin=counted.n_with_twin, n_joined=counted.n_joined,
        n_adopted=counted.n_adopted, n_alone=counted.n_alone, n_spared=counted.n_spared, days_spared=spared,
        sentence=sentence,
        source=f"Aufwand je Konzept: {format_number(days, 1)} Arbeitstage ({source})" if days is not None else "",
        open_twins=_list_open(twins, names),
    )  # fmt: skip


def _list_open(twins: Twins, names: Mapping[str, str]) -> list[OpenTwins]:
    """Pairs in which somebody is alone, by title."""
    alone = twins.alone
    found = [
        sorted((_to_project(twins.rows[place], names) for place in pair), key=lambda each: each.title)
        for pair in twins.pairs
        if not alone.isdisjoint(pair)
    ]
    return [OpenTwins(a=a, b=b) for a, b in sorted(found, key=lambda pair: (pair[0].title, pair[1].title))][
        :MOST_OPEN
    ]


def _to_project(row: RowMapping, names: Mapping[str, str]) -> TwinProject:
    return TwinProject(
        project_id=row["project_id"],
        title=row["title"],
        kommunen=[names.get(key, key) for key in row["ags"]],
        beispiel=row["beispiel"],
    )


def count_kommunen(
    members: Mapping[str, str], twins: Twins, together: Sequence[Together], modules: Sequence[ModuleUse]
) -> list[OfKommune]:
    """Every municipality of the Verbund by name, those without any project among them; partners are left out."""
    joined, places, alone = set(twins.joined), twins.places, twins.alone
    found = []
    for ags, name in members.items():
        own = {place for place, row in enumerate(twins.rows) if ags in row["ags"]}
        with_twin = own & places
        partners = {
            row.kommune_b if row.ags_a == ags else row.kommune_a
            for row in together
            if ags in (row.ags_a, row.ags_b)
        }
        found.append(
            OfKommune(
                ags=ags,
                kommune=name,
                n_projects=len(own),
                n_joined=len(with_twin & joined),
                n_adopted=len(with_twin - joined - alone),
                n_alone=len(own & alone),
                n_given=sum(use.n_adoptions for use in modules if ags in use.from_ags),
                n_taken=sum(use.ags.count(ags) for use in modules),
                partners=sorted(partners),
            )
        )
    return found
