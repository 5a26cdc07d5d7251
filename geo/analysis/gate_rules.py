"""Corrections of a timetable: rules that somebody has signed, applied after each load; what a rule did is said."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, ClassVar, Literal

import numpy as np
import polars as pl
import pyproj
from pydantic import BaseModel, ConfigDict, Field, model_validator

from geo.analysis import gate_checks as checks
from geo.analysis.gate_words import Case
from geo.crs import EDGE, STORAGE
from geo.network.timetable import NONE, Feed
from geo.network.timetable_edit import add_trips, drop_service_days, keep_trips, replace_stops
from geo.render.german import format_date
from geo.schema import Name, Role, check_degrees

__all__ = ["Rule", "RuleFile", "apply_rules"]

SECONDS_PER_MINUTE = 60
MIRRORED = "#gegen"  # behind the id of a trip that a rule has made


class _Rule(BaseModel):
    """What all rules share: who says so (a role, never a person), why, from which day on and until when."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title: ClassVar[str]
    role: Role
    reason: Name
    date: dt.date
    valid_until: dt.date | None = None
    beispiel: bool = False

    def apply(self, feed: Feed) -> tuple[Feed, int]:
        """New feed, and how many trips or stops the rule has touched."""
        raise NotImplementedError


class DropDuplicateTrips(_Rule):
    """Of equal trips of a line on one day only the first stays."""

    title: ClassVar[str] = "doppelte Fahrten gestrichen"
    action: Literal["drop_duplicate_trips"]

    def apply(self, feed: Feed) -> tuple[Feed, int]:
        """See `geo.analysis.gate_checks.find_duplicate_trips`."""
        found = checks.find_duplicate_trips(feed)
        changed = drop_service_days(feed, found.select("trip", "date")) if found.height else feed
        return changed, found["trip"].n_unique()


class DropTrips(_Rule):
    """Trips that do not exist."""

    title: ClassVar[str] = "Fahrten gestrichen"
    action: Literal["drop_trips"]
    trip_ids: tuple[str, ...] = Field(min_length=1)

    def apply(self, feed: Feed) -> tuple[Feed, int]:
        """Leave them out."""
        gone = feed.trips["trip_id"].is_in(list(self.trip_ids)).to_numpy()
        return (keep_trips(feed, ~gone) if gone.any() else feed), int(gone.sum())


class MergeStops(_Rule):
    """Several ids of one stop."""

    title: ClassVar[str] = "Haltestellen zusammengelegt"
    action: Literal["merge_stops"]
    keep: str
    stop_ids: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _others(self) -> "MergeStops":
        if self.keep in self.stop_ids:
            raise ValueError(f"stop_ids nennt „{self.keep}“, die bleiben soll: bitte dort löschen")
        return self

    def apply(self, feed: Feed) -> tuple[Feed, int]:
        """Calls at the others become calls at the one that stays."""
        ids = feed.stops["stop_id"]
        kept = (ids == self.keep).arg_true()
        gone = ids.is_in(list(self.stop_ids)).arg_true()
        if kept.is_empty() or gone.is_empty():
            return feed, 0
        target = np.arange(feed.stops.height)
        target[gone.to_numpy()] = kept[0]
        return replace_stops(feed, target), len(gone)


class MergeDuplicateStops(_Rule):
    """All pairs of stops that lie at one place."""

    title: ClassVar[str] = "doppelte Haltestellen zusammengelegt"
    action: Literal["merge_duplicate_stops"]

    def apply(self, feed: Feed) -> tuple[Feed, int]:
        """See `geo.analysis.gate_checks.find_duplicate_stops`; the one of more calls stays."""
        found = checks.find_duplicate_stops(feed)
        if found.is_empty():
            return feed, 0
        n_calls = np.bincount(feed.stop_times["stop"].to_numpy(), minlength=feed.stops.height)
        target = np.arange(feed.stops.height)
        for a, b in found.select("a", "b").rows():
            ends = [int(target[a]), int(target[b])]
            stays = min(ends, key=lambda stop: (-n_calls[stop], stop))
            target[np.isin(target, ends)] = stays
        return replace_stops(feed, target), int((target != np.arange(len(target))).sum())


class MoveStop(_Rule):
    """Where a stop really is."""

    title: ClassVar[str] = "Haltestelle versetzt"
    action: Literal["move_stop"]
    stop_id: str
    lat: float
    lon: float

    @model_validator(mode="after")
    def _in_range(self) -> "MoveStop":
        check_degrees(self.lat, self.lon)
        return self

    def apply(self, feed: Feed) -> tuple[Feed, int]:
        """Set its position."""
        here = feed.stops["stop_id"] == self.stop_id
        x, y = pyproj.Transformer.from_crs(EDGE, STORAGE, always_xy=True).transform(self.lon, self.lat)
        moved = [
            pl.when(here).then(pl.lit(value)).otherwise(name).alias(name)
            for name, value in (("x", x), ("y", y))
        ]
        return replace(feed, stops=feed.stops.with_columns(moved)), int(here.sum())


class MirrorDirection(_Rule):
    """The way back that a feed has not, as long and as often as the way there. An estimate, and named so."""

    title: ClassVar[str] = "Gegenrichtung geschätzt"
    action: Literal["mirror_direction"]
    line: str = Field(min_length=1)
    agency: str = ""
    wait_min: float = Field(ge=0, le=180)

    def apply(self, feed: Feed) -> tuple[Feed, int]:
        """Every trip of the line goes back after a wait at its end: same stops, same riding and standing times."""
        routes = feed.routes.with_row_index("route").filter(
            checks.line_name() == self.line, pl.lit(not self.agency) | (pl.col("agency_name") == self.agency)
        )
        own = feed.trips["route"].is_in(routes["route"].implode()).to_numpy()
        if not own.any():
            return feed, 0
        only = keep_trips(feed, own)
        calls = only.stop_times.with_columns(end=pl.col("arrival_s").last().over("trip"))
        turned = pl.col("end") * 2 + round(self.wait_min * SECONDS_PER_MINUTE)
        back = calls.select(
            "trip",
            "stop",
            arrival_s=(turned - pl.col("departure_s")).cast(pl.Int32),
            departure_s=(turned - pl.col("arrival_s")).cast(pl.Int32),
            stop_sequence=(pl.len().over("trip") - pl.int_range(pl.len()).over("trip")).cast(pl.Int32),
            pickup_type="drop_off_type",
            drop_off_type="pickup_type",
        ).sort("trip", "stop_sequence")
        first = only.stop_times.group_by("trip", maintain_order=True).agg(pl.col("stop").first())["stop"]
        known = pl.col("direction_id") != NONE
        trips = only.trips.with_columns(
            pl.col("trip_id") + MIRRORED,
            pl.when(known)
            .then(1 - pl.col("direction_id"))
            .otherwise(NONE)
            .cast(pl.Int8)
            .alias("direction_id"),
            feed.stops["stop_name"].gather(first).alias("trip_headsign"),
        )
        return add_trips(feed, trips, back), trips.height


Rule = Annotated[
    DropDuplicateTrips | DropTrips | MergeStops | MergeDuplicateStops | MoveStop | MirrorDirection,
    Field(discriminator="action"),
]


class RuleFile(BaseModel):
    """A file of rules, in the order in which they are applied."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: tuple[Rule, ...] = ()


def apply_rules(feed: Feed, rules: Sequence[_Rule], today: dt.date) -> tuple[Feed, list[Case]]:
    """Correct a feed.

    Parameters
    ----------
    feed
        As it was read. It is not changed.
    rules
        In order; examples, and those that begin later or have ended, are passed over.
    today
        The day that decides it.

    Returns
    -------
    Feed, list of Case
        And what each rule did; one that meets nothing is a case as well, because the feed may have been mended,
        or an id may have been mistyped.
    """
    cases = []
    for rule in rules:
        ended = rule.valid_until is not None and rule.valid_until < today
        if rule.beispiel or rule.date > today or ended:
            continue
        feed, n = rule.apply(feed)
        words = {
            "role": rule.role,
            "since": format_date(rule.date),
            "reason": rule.reason,
            "what": rule.title,
        }
        cases.append(Case("rule", n, values=words) if n else Case("idle_rule", 1, values=words))
    return feed, cases
