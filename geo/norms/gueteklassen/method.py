"""What a method file says, and what must hold of it."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from geo.domain import DayType
from geo.errors import NotFoundError

NO_CLASS = ""
"""What stands in a file where a method gives no category or no class."""

_KNOWN = (
    "0-7 11 12 100-117 200-209 400-405 700-717 800 900-906 1000 1100 1200 1300-1307 1400 1500-1507 1700-1702"
)

ON_DEMAND_TYPE = 715
"""Demand and response bus: a layer of its own, which no method may count."""

Halving = Literal["per_line", "none"]
Combine = Literal["best_category", "pooled_in_best_group"]


def _expand(values: Sequence[str]) -> tuple[int, ...]:
    """Route types written as ``"3"`` or ``"700-706"``."""
    bounds = [str(value).split("-") for value in values]
    return tuple(number for part in bounds for number in range(int(part[0]), int(part[-1]) + 1))


def _to_minutes(value: object) -> object:
    """A window "06:00-20:00" as minutes after midnight."""
    if not isinstance(value, str):
        return value
    times = [text.split(":") for text in value.split("-")]
    return tuple(60 * int(hours) + int(minutes) for hours, minutes in times)


KNOWN_ROUTE_TYPES: frozenset[int] = frozenset(_expand(_KNOWN.split()))
"""``route_type`` of GTFS Schedule and of Google's extension; a method says of each whether it counts, and where."""

RouteTypes = Annotated[tuple[int, ...], BeforeValidator(_expand)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Group(_Part):
    """Vehicles that a method treats alike.

    Attributes
    ----------
    key, aliases
        Names by which it can be asked for.
    title
        German words of the source.
    route_types
        Its vehicles in GTFS; empty where GTFS cannot tell them.
    """

    key: str
    title: str
    aliases: tuple[str, ...] = ()
    route_types: RouteTypes


class IntervalStep(_Part):
    """One step of the interval between departures: up to ``upper_min``, which belongs to it if ``closed``."""

    upper_min: float = Field(gt=0)
    closed: bool
    categories: dict[str, str]


class Ring(_Part):
    """One ring around a stop: up to ``upper_m``, which belongs to it if ``closed``."""

    upper_m: float = Field(gt=0)
    closed: bool


class Method(_Part):
    """One published method.

    Attributes
    ----------
    id, title
        Stable key (= file name) and German title.
    default
        Whether it is the one shown first; exactly one is.
    source, date, mark
        Where it was published; ``V`` read in the source, ``2`` read in a source that quotes it.
    window
        Minutes after midnight between which departures count; the end does not belong to it.
    day_types
        Reference days of the method.
    distance
        ``network``: way on foot; ``crow``: straight line.
    halving
        ``per_line``: departures of a line in both directions count half; where only one direction
        departs (terminal, one-way stop, direction missing in the data) they count in full. ``none``: all count.
    one_way_below_share
        A direction with fewer departures than this share of the other's is taken for none.
    combine
        ``best_category``: each group by itself, the best category counts. ``pooled_in_best_group``: the
        departures of all groups together, in the highest group that serves the stop.
    school_trips
        Whether trips for pupils only count. On-demand services never do.
    groups, excluded
        Groups from the highest to the lowest, and the route types that do not count.
    intervals, rings
        Steps, rising.
    classes
        Letters from best to worst.
    table
        Per category, from best to worst, the class in each ring; empty for none.
    choices
        German sentences on what the sources leave open and how it was settled here.
    """

    id: str
    title: str
    default: bool = False
    source: str
    date: str
    mark: Literal["V", "2"]
    window: Annotated[tuple[int, int], BeforeValidator(_to_minutes)]
    day_types: tuple[DayType, ...] = Field(min_length=1)
    distance: Literal["network", "crow"]
    halving: Halving
    one_way_below_share: float = Field(default=0.1, ge=0, lt=1)
    combine: Combine
    school_trips: bool
    excluded: RouteTypes
    classes: tuple[str, ...] = Field(min_length=1)
    choices: tuple[str, ...] = ()
    groups: tuple[Group, ...] = Field(alias="group", min_length=1)
    intervals: tuple[IntervalStep, ...] = Field(alias="interval", min_length=1)
    rings: tuple[Ring, ...] = Field(alias="ring", min_length=1)
    table: dict[str, tuple[str, ...]]

    @property
    def categories(self) -> tuple[str, ...]:
        """Categories of stops from best to worst."""
        return tuple(self.table)

    @property
    def window_min(self) -> int:
        """Length of the window in minutes."""
        return self.window[1] - self.window[0]

    def find_group(self, name: str) -> Group:
        """The group of this key, alias or title, in any case.

        Raises
        ------
        NotFoundError
            If the method has no such group; names those that it has.
        """
        wanted = name.strip().casefold()
        for group in self.groups:
            if wanted in {
                group.key.casefold(),
                group.title.casefold(),
                *(a.casefold() for a in group.aliases),
            }:
                return group
        known = ", ".join(f"{group.key} ({group.title})" for group in self.groups)
        raise NotFoundError(
            f"Die Gruppe „{name}“ gibt es in der Methode {self.id} nicht; möglich sind: {known}."
        )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.window_min <= 0:
            raise ValueError("das Zeitfenster (window) endet vor seinem Beginn")
        _check_route_types(self.groups, self.excluded)
        _check_rising("interval", [step.upper_min for step in self.intervals])
        _check_rising("ring", [ring.upper_m for ring in self.rings])
        order = {name: rank for rank, name in enumerate((*self.categories, NO_CLASS))}
        for group in self.groups:
            found = [step.categories.get(group.key, "?") for step in self.intervals]
            _check_never_better(f"interval, Gruppe {group.key}", found, order)
        letters = {name: rank for rank, name in enumerate((*self.classes, NO_CLASS))}
        for category, row in self.table.items():
            if len(row) != len(self.rings):
                raise ValueError(
                    f"table, Kategorie {category}: {len(row)} Klassen für {len(self.rings)} Ringe"
                )
            _check_never_better(f"table, Kategorie {category}", row, letters)
        for number, ring in enumerate(self.rings):
            column = [row[number] for row in self.table.values()]
            _check_never_better(f"table, Ring bis {ring.upper_m:g} m", column, letters)
        return self


def _check_route_types(groups: Iterable[Group], excluded: Sequence[int]) -> None:
    stated = [number for group in groups for number in group.route_types] + list(excluded)
    if ON_DEMAND_TYPE not in excluded:
        raise ValueError(f"route_type {ON_DEMAND_TYPE} (Bedarfsverkehr) muss unter excluded stehen")
    doubled = sorted({number for number in stated if stated.count(number) > 1})
    if doubled:
        raise ValueError(f"route_type {doubled[0]} steht in zwei Gruppen oder auch unter excluded")
    missing = sorted(KNOWN_ROUTE_TYPES.difference(stated))
    if missing:
        raise ValueError(f"route_type {missing[0]} steht in keiner Gruppe und nicht unter excluded")


def _check_rising(name: str, bounds: Sequence[float]) -> None:
    for lower, upper in pairwise(bounds):
        if upper <= lower:
            raise ValueError(f"{name}: auf {lower:g} folgt {upper:g}, die Grenzen müssen steigen")


def _check_never_better(where: str, names: Sequence[str], order: dict[str, int]) -> None:
    unknown = [name for name in names if name not in order]
    if unknown:
        raise ValueError(f"{where}: „{unknown[0]}“ ist nicht bekannt")
    for first, second in pairwise(names):
        if order[second] < order[first]:
            raise ValueError(f"{where}: auf „{first}“ folgt das bessere „{second}“")
