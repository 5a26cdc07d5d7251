"""Days of those who use Mitten: they begin at midnight in Germany, wherever the server stands."""

from datetime import date, datetime, time

from geo.units import TIME_ZONE


def today() -> date:
    """The day it is in Germany."""
    return datetime.now(TIME_ZONE).date()


def begin_of(day: date) -> datetime:
    """The moment at which a day begins in Germany."""
    return datetime.combine(day, time.min, TIME_ZONE)
