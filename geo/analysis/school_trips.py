"""Trips for pupils only: by their kind, or because they run on school days and in school hours only."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import polars as pl
from pydantic import BaseModel, ConfigDict

from geo.analysis.departures import line_table
from geo.domain import DayType
from geo.network.timetable import Feed
from geo.norms.ferien import SchoolCalendar
from geo.units import SECONDS_PER_MINUTE

MINUTE_S = int(SECONDS_PER_MINUTE)  # times of a timetable are whole seconds

BoolArray = npt.NDArray[np.bool_]


class SchoolRule(BaseModel):
    """The rule as data (``geo/norms/schulfahrten.toml``), where its numbers are explained."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    route_types: tuple[int, ...]
    school_hours: tuple[str, ...]
    min_holiday_weekdays: int
    counterpart_min: int

    def hours_s(self) -> list[tuple[int, int]]:
        """School hours in seconds of the day."""
        spans = [span.split("-") for span in self.school_hours]
        return [(_to_seconds(begin), _to_seconds(end)) for begin, end in spans]


@cache
def read_rule() -> SchoolRule:
    """The rule of this installation."""
    text = (files("geo.norms") / "schulfahrten.toml").read_text("utf-8")
    return SchoolRule.model_validate(tomllib.loads(text))


def find_school_trips(feed: Feed, calendar: SchoolCalendar, rule: SchoolRule | None = None) -> BoolArray:
    """Which trips are for pupils only.

    Parameters
    ----------
    feed
        The timetable.
    calendar
        School holidays of the state.
    rule
        That of `read_rule` if not given.

    Returns
    -------
    bool array
        One per row of ``feed.trips``. True where the feed says so (``feed.trips["school"]``), where the route type
        does, and where all of these hold: the trip runs on school days only; the timetable covers enough weekdays of
        school holidays to tell; all of the trip lies within school hours; no trip of the same line between the same
        stops runs on weekdays of holidays at nearly the same time. Not on demand: those have a layer of their own.
    """
    rule = rule or read_rule()
    by_type = np.isin(feed.routes["route_type"].to_numpy(), rule.route_types)
    school = feed.trips["school"].to_numpy() | by_type[feed.trips["route"].to_numpy()]
    school[_school_day_trips(feed, calendar, rule)["trip"].to_numpy()] = True
    found: BoolArray = school & ~feed.trips["on_demand"].to_numpy()
    return found


def _school_day_trips(feed: Feed, calendar: SchoolCalendar, rule: SchoolRule) -> pl.DataFrame:
    """Trips that the calendar and the clock give away."""
    trips = _spans(feed).join(_service_days(feed, calendar), on="service")
    inside = [pl.col("first_s").ge(begin) & pl.col("last_s").le(end) for begin, end in rule.hours_s()]
    suspects = trips.filter(
        pl.any_horizontal(inside),
        pl.col("n_school") > 0,
        pl.col("n_holidays") + pl.col("n_weekend") == 0,
        pl.col("n_missed") >= rule.min_holiday_weekdays,
    )
    instead = trips.filter(pl.col("n_holidays") > 0, pl.col("n_school") == 0)
    same = ["line", "from_name", "to_name"]
    replaced = suspects.join(instead, on=same, suffix="_instead").filter(
        (pl.col("first_s") - pl.col("first_s_instead")).abs() <= rule.counterpart_min * MINUTE_S
    )
    return suspects.join(replaced, on="trip", how="anti")


def _spans(feed: Feed) -> pl.DataFrame:
    """Line, ends and times of each trip."""
    name = feed.stops["stop_name"]
    ends = feed.stop_times.group_by("trip").agg(
        first_s=pl.first("departure_s"),
        last_s=pl.last("arrival_s"),
        from_stop=pl.first("stop"),
        to_stop=pl.last("stop"),
    )
    trips = feed.trips.with_row_index("trip").with_columns(pl.col("trip").cast(pl.Int32))
    return (
        ends.with_columns(from_name=name.gather(ends["from_stop"]), to_name=name.gather(ends["to_stop"]))
        .join(trips.select("trip", "route", "service"), on="trip")
        .join(line_table(feed).select("route", "line"), on="route")
        .select("trip", "service", "line", "from_name", "to_name", "first_s", "last_s")
    )


def _service_days(feed: Feed, calendar: SchoolCalendar) -> pl.DataFrame:
    """Per service: on how many days of each kind it runs, and how many weekdays of holidays it leaves out."""
    days = feed.services.select(pl.col("date").unique().sort())
    kinds = [_kind(calendar, day) for day in days["date"]]
    days = days.with_columns(kind=pl.Series(kinds, dtype=pl.String))
    holidays = days.filter(pl.col("kind") == str(DayType.HOLIDAYS))["date"].to_numpy()
    services = (
        feed.services.join(days, on="date")
        .group_by("service")
        .agg(
            n_school=(pl.col("kind") == str(DayType.SCHOOL)).sum().cast(pl.Int64),
            n_holidays=(pl.col("kind") == str(DayType.HOLIDAYS)).sum().cast(pl.Int64),
            n_weekend=pl.col("kind").is_in([str(DayType.SATURDAY), str(DayType.SUNDAY)]).sum().cast(pl.Int64),
            first=pl.min("date"),
            last=pl.max("date"),
        )
    )
    begin = np.searchsorted(holidays, services["first"].to_numpy(), "left")
    end = np.searchsorted(holidays, services["last"].to_numpy(), "right")
    return services.with_columns(n_missed=pl.Series(end - begin) - pl.col("n_holidays"))


def _kind(calendar: SchoolCalendar, day: date) -> str | None:
    kind = calendar.find_day_type(day)
    return None if kind is None else str(kind)


def _to_seconds(text: str) -> int:
    hours, minutes = (int(part) for part in text.split(":"))
    return (hours * 60 + minutes) * MINUTE_S
