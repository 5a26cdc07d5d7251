"""Calendars: plausible as a whole, and right on days that can be looked up."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from geo.domain import DayType
from geo.errors import NotFoundError
from geo.norms.ferien import find_calendar_of, get_calendar, list_calendars

CALENDARS = list_calendars()
LONGEST_DAYS = 47  # summer holidays: six weeks and a half


def test_both_states_are_there():
    assert [calendar.land for calendar in CALENDARS] == ["bw", "nrw"]


@pytest.mark.parametrize("calendar", CALENDARS, ids=lambda calendar: calendar.land)
class TestEachCalendar:
    def test_covers_the_years(self, calendar):
        assert calendar.covers(date(2022, 1, 1))
        assert calendar.covers(date(2028, 12, 31))
        assert not calendar.covers(calendar.last + timedelta(days=1))

    def test_has_its_source(self, calendar):
        assert "KMK" in calendar.source
        assert calendar.url.startswith("https://")

    def test_every_year_has_its_holidays(self, calendar):
        for year in range(2022, 2029):
            names = [name for name, first, _ in calendar.holidays if first.year == year]
            assert {"Ostern", "Sommer", "Herbst", "Weihnachten"} <= set(names), year

    def test_lengths(self, calendar):
        # KMK: 75 working days of holidays in a school year, Saturdays among them; some are left to the schools.
        for name, first, last in calendar.holidays:
            assert 1 <= (last - first).days + 1 <= LONGEST_DAYS, (name, first)
        for year in range(2022, 2028):
            days = [date(year, 8, 1) + timedelta(days=number) for number in range(365)]
            free = [
                day
                for day in days
                if day.weekday() < 6
                and (calendar.find_school_holiday(day) and not calendar.find_public_holiday(day))
            ]
            assert 55 <= len(free) <= 90, (year, len(free))  # the summer is cut by 31 July


@pytest.mark.parametrize(
    ("land", "day", "kind"),
    [
        ("nrw", date(2026, 11, 24), DayType.SCHOOL),
        ("nrw", date(2026, 10, 16), DayType.SCHOOL),
        ("nrw", date(2026, 10, 20), DayType.HOLIDAYS),
        ("nrw", date(2026, 10, 17), DayType.SATURDAY),
        ("nrw", date(2026, 11, 22), DayType.SUNDAY),
        ("nrw", date(2026, 5, 14), DayType.SUNDAY),  # Ascension Day, a Thursday
        ("nrw", date(2026, 6, 4), DayType.SUNDAY),  # Corpus Christi: in NRW, not everywhere
        ("nrw", date(2022, 6, 27), DayType.HOLIDAYS),
        ("nrw", date(2035, 1, 1), None),
        ("bw", date(2022, 6, 21), DayType.SCHOOL),
        ("bw", date(2022, 7, 26), DayType.SCHOOL),
        ("bw", date(2022, 7, 28), DayType.HOLIDAYS),
        ("bw", date(2022, 11, 1), DayType.SUNDAY),  # All Saints
        ("bw", date(2022, 11, 2), DayType.HOLIDAYS),
        ("bw", date(2026, 1, 6), DayType.SUNDAY),  # Epiphany: in Baden-Württemberg
    ],
)
def test_days(land, day, kind):
    assert get_calendar(land).find_day_type(day) is kind


def test_names_of_days():
    calendar = get_calendar("nrw")
    assert calendar.find_school_holiday(date(2026, 10, 20)) == "Herbst"
    assert calendar.find_school_holiday(date(2026, 11, 24)) == ""
    assert calendar.find_public_holiday(date(2026, 11, 1)) == "Allerheiligen"


def test_unknown_state():
    with pytest.raises(NotFoundError, match="bekannt sind bw, nrw"):
        get_calendar("by")


def test_the_calendar_of_municipalities():
    assert find_calendar_of(["05570008", "05958048"]).land == "nrw"
    assert find_calendar_of(["08221000"]).land == "bw"
    assert find_calendar_of(["05570008", "08221000"]) is None
    assert find_calendar_of(["li-vaduz"]) is None
    assert find_calendar_of([]) is None


def test_holidays_out_of_order_are_refused():
    calendar = get_calendar("nrw")
    with pytest.raises(ValidationError, match="not in order"):
        type(calendar).model_validate(calendar.model_dump() | {"holidays": calendar.holidays[::-1]})
