"""School holidays of the German states as data (one TOML each, with its source), and what kind of day a day is."""

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files

import holidays
from pydantic import BaseModel, ConfigDict, Field, model_validator

from geo.domain import DayType
from geo.errors import NotFoundError

__all__ = ["SchoolCalendar", "find_calendar_of", "get_calendar", "list_calendars"]

SATURDAY = 5  # of date.weekday()


class SchoolCalendar(BaseModel):
    """School holidays of a state.

    Attributes
    ----------
    land
        Key: "nrw".
    title
        German name.
    subdivision
        ISO 3166-2 code within Germany, for public holidays (PyPI ``holidays``).
    ags
        How the official keys of its municipalities begin.
    source, url, checked
        Where the dates are published, and when they were looked up.
    first, last
        Span for which all holidays are listed; beyond it nothing is known.
    holidays
        Name, first and last day; in order.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    land: str
    title: str
    subdivision: str
    ags: str
    source: str
    url: str
    checked: str
    first: date
    last: date
    holidays: tuple[tuple[str, date, date], ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> "SchoolCalendar":
        days = [self.first, *(day for _, first, last in self.holidays for day in (first, last)), self.last]
        if days != sorted(days):
            raise ValueError("the holidays are not in order, or lie outside of the span")
        return self

    def covers(self, day: date) -> bool:
        """Whether the calendar knows this day."""
        return self.first <= day <= self.last

    def find_school_holiday(self, day: date) -> str:
        """Name of the school holidays of a day ("Herbst"); empty in term."""
        return next((name for name, first, last in self.holidays if first <= day <= last), "")

    def find_public_holiday(self, day: date) -> str:
        """German name of the public holiday of a day; empty on any other."""
        return _public_holidays(self.subdivision, day.year).get(day, "")

    def find_day_type(self, day: date) -> DayType | None:
        """Kind of a day; Monday to Friday are school or holidays, a public holiday is like a Sunday.

        None where the calendar does not reach.
        """
        if not self.covers(day):
            return None
        if day.weekday() > SATURDAY or self.find_public_holiday(day):
            return DayType.SUNDAY
        if day.weekday() == SATURDAY:
            return DayType.SATURDAY
        return DayType.HOLIDAYS if self.find_school_holiday(day) else DayType.SCHOOL


@cache
def list_calendars() -> tuple[SchoolCalendar, ...]:
    """All calendars, by key."""
    found = sorted(path.name for path in files(__name__).iterdir() if path.name.endswith(".toml"))
    texts = ((files(__name__) / name).read_text("utf-8") for name in found)
    return tuple(SchoolCalendar.model_validate(tomllib.loads(text)) for text in texts)


def get_calendar(land: str) -> SchoolCalendar:
    """Calendar of a state.

    Raises
    ------
    NotFoundError
        If there is none; names the known ones.
    """
    for calendar in list_calendars():
        if calendar.land == land:
            return calendar
    known = ", ".join(calendar.land for calendar in list_calendars())
    raise NotFoundError(
        f"Für das Land „{land}“ gibt es keinen Ferienkalender; bekannt sind {known}: "
        "bitte eines davon nennen oder geo/norms/ferien ergänzen."
    )


def find_calendar_of(ags: Iterable[str]) -> SchoolCalendar | None:
    """Calendar of the state in which all these municipalities lie; None where they do not, or there is none."""
    keys = tuple(ags)
    return next(
        (each for each in list_calendars() if keys and all(key.startswith(each.ags) for key in keys)), None
    )


@cache
def _public_holidays(subdivision: str, year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("DE", subdiv=subdivision, years=year, language="de"))
