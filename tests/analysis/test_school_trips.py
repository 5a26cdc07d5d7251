"""Which trips are for pupils only: the rule of geo/norms/schulfahrten.toml, case by case."""

from datetime import date, timedelta

import pytest

from geo.analysis.school_trips import find_school_trips, read_rule
from geo.domain import DayType
from geo.norms.ferien import get_calendar
from tests.timetable import make_feed

CALENDAR = get_calendar("nrw")
FIRST, LAST = date(2026, 9, 7), date(2026, 12, 18)
DAYS = [FIRST + timedelta(days=i) for i in range((LAST - FIRST).days + 1)]


def days_of(*kinds, until=LAST):
    return [day for day in DAYS if CALENDAR.find_day_type(day) in kinds and day <= until]


SERVICES = {
    "school": days_of(DayType.SCHOOL),
    "holidays": days_of(DayType.HOLIDAYS),
    "weekday": days_of(DayType.SCHOOL, DayType.HOLIDAYS),
    "school and saturday": days_of(DayType.SCHOOL, DayType.SATURDAY),
    "before the holidays": days_of(DayType.SCHOOL, until=date(2026, 10, 9)),
    "mondays in term": [day for day in days_of(DayType.SCHOOL) if day.weekday() == 0],
    "school but one": [*days_of(DayType.SCHOOL), days_of(DayType.HOLIDAYS)[0]],
    "all": DAYS,
}


def found(*rows):
    feed = make_feed(rows, services=SERVICES)
    return find_school_trips(feed, CALENDAR).tolist()


def trip(first="07:00", last="07:30", service="school", name="1", kind=3, stops=("A", "B"), **more):
    return (name, kind, list(stops), [first, last], service, more)


# Keeps the days of the feed known, and is never for pupils.
OTHER = trip("06:00", "20:00", "all", name="9")


def test_the_feed_reaches_into_the_holidays():
    assert len(SERVICES["holidays"]) == 10
    assert len(SERVICES["school"]) > 50


@pytest.mark.parametrize(
    ("row", "school"),
    [
        (trip(), True),
        (trip("12:30", "13:10"), True),
        (trip("15:45", "17:30"), True),
        (trip("05:29", "07:00"), False),  # begins too early
        (trip("07:00", "09:01"), False),  # ends too late
        (trip("10:00", "10:30"), False),  # during lessons
        (trip("08:30", "11:30"), False),  # from one span into the other
        (trip("18:00", "18:30"), False),
        (trip(service="weekday"), False),
        (trip(service="school and saturday"), False),
        (trip(service="holidays"), False),
        (trip(service="all"), False),
        (trip(service="school but one"), False),
        (trip(service="mondays in term"), True),
        (
            trip(service="before the holidays"),
            False,
        ),  # never could have run in the holidays: nothing is known
        (trip("10:00", "10:30", "all", kind=712), True),  # a school bus by its kind
        (trip("10:00", "10:30", "all", kind=713), False),  # for pupils and everybody
        (trip(kind=713), True),
        (trip("10:00", "10:30", school=True), True),  # as the feed says
        (trip(on_demand=True), False),  # a layer of its own
        (trip(kind=712, on_demand=True), False),
    ],
)
def test_rule(row, school):
    assert found(row, OTHER) == [school, False]


@pytest.mark.parametrize(
    ("other", "school"),
    [
        (trip("07:10", "07:40", "holidays"), False),  # the same trip at holiday times
        (trip("07:30", "08:00", "holidays"), False),
        (trip("07:31", "08:01", "holidays"), True),  # too different to be the same
        (trip("07:10", "07:40", "holidays", name="2"), True),
        (trip("07:10", "07:40", "holidays", stops=("B", "A")), True),
        (trip("07:10", "07:40", "weekday"), True),  # runs in term too: the school trip is one more
    ],
)
def test_a_trip_with_holiday_times_is_for_everybody(other, school):
    assert found(trip(), other, OTHER)[0] is school


def test_no_trips_and_no_calendar():
    assert found() == []
    late = make_feed([trip(service="x")], services={"x": [date(2035, 1, 8)]})
    assert find_school_trips(late, CALENDAR).tolist() == [False]


def test_numbers_of_the_rule():
    rule = read_rule()
    assert rule.route_types == (712,)
    assert rule.hours_s() == [(19800, 32400), (39600, 63000)]
    assert (rule.min_holiday_weekdays, rule.counterpart_min) == (5, 30)
