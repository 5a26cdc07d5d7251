"""Days that stand for all others: chosen from the timetable and the calendar of the state, not assumed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from geo.domain import DayType
from geo.network.timetable import Feed
from geo.norms.ferien import SchoolCalendar
from geo.render.german import format_date, format_number
from geo.results import ReferenceDay

MIDWEEK = (1, 2, 3)  # Tuesday to Thursday of date.weekday(): no start or end of a week
SATURDAY, SUNDAY = 5, 6
USUAL_SHARE = 0.1  # own setting: days whose numbers of trips differ by less are alike
FULL_SHARE = 0.95  # own setting: a week in which fewer of the routes run is not completely published
ONE_DAY = timedelta(days=1)
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
KINDS = {
    DayType.SCHOOL: "Dienstag bis Donnerstag in der Schulzeit",
    DayType.HOLIDAYS: "Dienstag bis Donnerstag in den Ferien",
    DayType.SATURDAY: "Samstag",
    DayType.SUNDAY: "Sonntag",
}


@dataclass(frozen=True, slots=True)
class _Validity:
    """All days of a timetable, the number of trips of each, and those in weeks that are completely published."""

    days: Sequence[date]
    counts: Mapping[date, int]
    full: frozenset[date]


def choose_reference_days(feed: Feed, calendar: SchoolCalendar) -> tuple[ReferenceDay, ...]:
    """Choose a typical day of each kind from the validity of a timetable.

    A school day and a day in the holidays are a Tuesday, Wednesday or Thursday with no public holiday on it, the
    day before or the day after; Saturday and Sunday are no public holiday. Weeks in which fewer than 95 % of the
    routes run are left out as long as others hold such a day: operators publish for different spans, and the end
    of a feed is thin. Typical is the day that most are like (trips within 10 %), the fuller of two such levels,
    the first of equal days. So strikes, Christmas Eve or a diversion never stand for the others.

    Parameters
    ----------
    feed
        The timetable.
    calendar
        School holidays of the state.

    Returns
    -------
    tuple of ReferenceDay
        One per `DayType`, in its order; without a date where the validity holds no such day or the calendar does
        not reach. The reason says so. A day without any trip is chosen where that is usual.
    """
    counts = count_trips_by_day(feed)
    validity = _Validity(_list_days(counts), counts, find_full_weeks(feed))
    return tuple(_choose(kind, validity, calendar) for kind in DayType)


def count_trips_by_day(feed: Feed) -> dict[date, int]:
    """Number of trips of each day on which any runs."""
    per_service = feed.trips.group_by("service").len()
    counts = feed.services.join(per_service, on="service").group_by("date").agg(pl.col("len").sum())
    return dict(zip(counts["date"].to_list(), counts["len"].to_list(), strict=True))


def _list_days(counts: dict[date, int]) -> list[date]:
    """All days from the first to the last on which anything runs."""
    if not counts:
        return []
    first = min(counts)
    return [first + ONE_DAY * number for number in range((max(counts) - first).days + 1)]


def find_full_weeks(feed: Feed) -> frozenset[date]:
    """Days of the weeks in which (nearly) all routes run that ever run in one week."""
    pairs = feed.services.join(feed.trips.select("service", "route").unique(), on="service")
    monday = pl.col("date").dt.truncate("1w")
    weeks = pairs.group_by(monday.alias("monday")).agg(n=pl.col("route").n_unique())
    full = weeks.filter(pl.col("n") >= FULL_SHARE * pl.col("n").max())["monday"]
    return frozenset(day + ONE_DAY * number for day in full.to_list() for number in range(7))


def _choose(kind: DayType, validity: _Validity, calendar: SchoolCalendar) -> ReferenceDay:
    of_kind = [day for day in validity.days if calendar.covers(day) and _is_of(kind, day, calendar)]
    if not of_kind:
        return ReferenceDay(
            day_type=kind,
            title=kind.title,
            date=None,
            n_trips=0,
            reason=_why_none(kind, validity.days, calendar),
        )
    candidates = [day for day in of_kind if day in validity.full] or of_kind
    trips = np.array([validity.counts.get(day, 0) for day in candidates])
    alike = np.abs(trips - trips[:, None]) <= USUAL_SHARE * trips[:, None]
    same = trips == trips[:, None]
    best = int(np.lexsort((-np.arange(len(trips)), trips, same.sum(axis=1), alike.sum(axis=1)))[-1])
    day = candidates[best]
    parts = [KINDS[kind], calendar.title]
    if candidates[0] not in validity.full:
        parts.append("in diesen Wochen fehlen Linien")
    elif len(candidates) < len(of_kind):
        parts.append("nur Wochen, in denen alle Linien fahren")
    reason = (
        f"{WEEKDAYS[day.weekday()]}, {format_date(day)}: {format_number(trips[best])} Fahrten, üblich an "
        f"{alike[best].sum()} von {len(candidates)} Tagen dieser Art ({'; '.join(parts)})"
    )
    return ReferenceDay(day_type=kind, title=kind.title, date=day, n_trips=int(trips[best]), reason=reason)


def _is_of(kind: DayType, day: date, calendar: SchoolCalendar) -> bool:
    if calendar.find_day_type(day) is not kind:
        return False
    if kind is DayType.SATURDAY:
        return day.weekday() == SATURDAY
    if kind is DayType.SUNDAY:
        return day.weekday() == SUNDAY
    beside = (day - ONE_DAY, day + ONE_DAY)
    return day.weekday() in MIDWEEK and not any(calendar.find_public_holiday(other) for other in beside)


def _why_none(kind: DayType, days: Sequence[date], calendar: SchoolCalendar) -> str:
    if not days:
        return "der Fahrplan hat keinen Verkehrstag"
    span = f"vom {format_date(days[0])} bis {format_date(days[-1])}"
    if not any(calendar.covers(day) for day in days):
        return (
            f"der Ferienkalender {calendar.title} reicht vom {format_date(calendar.first)} bis "
            f"{format_date(calendar.last)}, der Fahrplan {span}"
        )
    return f"der Fahrplan {span} enthält keinen solchen Tag ({KINDS[kind]})"
