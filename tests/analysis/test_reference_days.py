"""Reference days on hand-made timetables whose answer can be read off a calendar."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from geo.analysis.reference_days import choose_reference_days, count_trips_by_day
from geo.domain import DayType
from geo.network.timetable import reference_date
from geo.norms.ferien import get_calendar
from geo.sources.gtfs import read_gtfs
from tests.timetable import make_feed

NRW = get_calendar("nrw")
# In NRW 2026: autumn holidays 17 to 31 October, All Saints on Sunday 1 November.
AUTUMN = [date(2026, 10, 12) + timedelta(days=number) for number in range(35)]


def feed_of(days, extra=None):
    """Two trips on each day; ``extra`` are days with more trips: day -> number."""
    services = {"all": list(days)} | {f"{day}": [day] for day in extra or {}}
    more = [(f"{day}", number) for day, number in (extra or {}).items()]
    rows = [("1", 3, ["A", "B"], [f"{hour:02d}:00", f"{hour:02d}:10"], "all") for hour in (6, 7)]
    rows += [
        ("1", 3, ["A", "B"], ["12:00", "12:10"], service) for service, number in more for _ in range(number)
    ]
    return make_feed(rows, services=services)


def chosen(feed, calendar=NRW):
    return {day.day_type: day for day in choose_reference_days(feed, calendar)}


def test_one_day_of_each_kind_in_order():
    days = choose_reference_days(feed_of(AUTUMN), NRW)
    assert [(day.day_type, day.date) for day in days] == [
        (DayType.SCHOOL, date(2026, 10, 13)),  # the first Tuesday
        (DayType.HOLIDAYS, date(2026, 10, 20)),
        (DayType.SATURDAY, date(2026, 10, 17)),
        (DayType.SUNDAY, date(2026, 10, 18)),
    ]
    assert [day.n_trips for day in days] == [2] * 4
    assert days[0].reason == (
        "Dienstag, 13.10.2026: 2 Fahrten, üblich an 9 von 9 Tagen dieser Art "
        "(Dienstag bis Donnerstag in der Schulzeit; Nordrhein-Westfalen)"
    )


def test_a_day_out_of_the_ordinary_is_not_chosen():
    first = date(2026, 10, 13)
    day = chosen(feed_of(AUTUMN, {first: 1}))[DayType.SCHOOL]
    assert day.date == first + timedelta(days=1)
    assert "8 von 9" in day.reason


def test_where_it_is_usual_that_nothing_runs():
    # A timetable of three Tuesdays: on most days of midweek, and on every Sunday between, nothing runs.
    days = chosen(feed_of([date(2026, 11, day) for day in (3, 10, 17)]))
    assert (days[DayType.SCHOOL].date, days[DayType.SCHOOL].n_trips) == (date(2026, 11, 4), 0)
    assert (days[DayType.SUNDAY].date, days[DayType.SUNDAY].n_trips) == (date(2026, 11, 8), 0)


def test_of_two_levels_as_frequent_the_fuller_counts():
    days = [date(2026, 11, day) for day in (10, 11, 17, 18)]
    assert chosen(feed_of(days, {days[2]: 5, days[3]: 5}))[DayType.SCHOOL].date in days[2:]


def line(name, service):
    return (name, 3, ["A", "B"], ["06:00", "06:10"], service)


def test_the_thin_end_of_a_feed_does_not_count():
    # Ten lines; after the first two weeks all but one have ended, and the end is three times as long.
    full, thin = AUTUMN[:14], [date(2026, 10, 26) + timedelta(days=number) for number in range(42)]
    rows = [line(f"{number}", "full") for number in range(9)] + [line("9", "all")]
    days = chosen(make_feed(rows, services={"full": full, "all": [*full, *thin]}))
    assert (days[DayType.SCHOOL].date, days[DayType.SCHOOL].n_trips) == (date(2026, 10, 13), 10)
    assert days[DayType.SCHOOL].reason.endswith("nur Wochen, in denen alle Linien fahren)")
    # Where only the thin end holds such a day, it has to do, and that is said.
    late = chosen(make_feed(rows, services={"full": full[:5], "all": [*full[:5], *thin]}))
    assert late[DayType.SCHOOL].n_trips == 10
    assert late[DayType.HOLIDAYS].n_trips == 1
    assert "in diesen Wochen fehlen Linien" in late[DayType.HOLIDAYS].reason


def test_beside_a_public_holiday_nobody_is_typical():
    # Corpus Christi 2026 is Thursday 4 June; Wednesday is the day before it. Whit Monday is 25 May, Tuesday after
    # it is a holiday in NRW.
    week = [date(2026, 6, 1) + timedelta(days=number) for number in range(7)]
    assert chosen(feed_of(week))[DayType.SCHOOL].date == date(2026, 6, 2)
    assert chosen(feed_of(week[2:5]))[DayType.SCHOOL].date is None


def test_a_kind_that_the_timetable_does_not_hold_is_stated():
    term = [date(2026, 11, 2) + timedelta(days=number) for number in range(14)]
    day = chosen(feed_of(term))[DayType.HOLIDAYS]
    assert (day.date, day.n_trips) == (None, 0)
    assert day.reason == (
        "der Fahrplan vom 02.11.2026 bis 15.11.2026 enthält keinen solchen Tag (Dienstag bis Donnerstag in den Ferien)"
    )


def test_beyond_the_calendar_nothing_is_guessed():
    far = [date(2040, 3, 5) + timedelta(days=number) for number in range(14)]
    days = chosen(feed_of(far))
    assert len(days) == 4
    assert {day.date for day in days.values()} == {None}
    assert (
        "Ferienkalender Nordrhein-Westfalen reicht vom 24.12.2021 bis 06.08.2030"
        in days[DayType.SUNDAY].reason
    )


def test_no_day_at_all():
    feed = make_feed(
        [("1", 3, ["A", "B"], ["06:00", "06:10"], "never")], services={"never": [], "x": [AUTUMN[0]]}
    )
    feed = replace(feed, services=feed.services.clear())
    assert {day.reason for day in choose_reference_days(feed, NRW)} == {"der Fahrplan hat keinen Verkehrstag"}


def test_the_stored_choice_is_found_again():
    feed = feed_of(AUTUMN)
    assert reference_date(feed, DayType.SCHOOL) is None
    feed.provenance["reference_days"] = {"school": "2026-10-13", "holidays": None}
    assert reference_date(feed, DayType.SCHOOL) == date(2026, 10, 13)
    assert reference_date(feed, DayType.HOLIDAYS) is None


def test_the_real_feed(testdata):
    feed = read_gtfs(testdata / "gtfs" / "vrn_gtfs_cut.zip")
    days = chosen(feed, get_calendar("bw"))
    counts = count_trips_by_day(feed)
    assert len(counts) == 182
    # Until 30 September all seven lines run; the numbers of trips were counted by hand in the file.
    assert {kind: (day.date, day.n_trips) for kind, day in days.items()} == {
        DayType.SCHOOL: (date(2022, 6, 21), 748),
        DayType.HOLIDAYS: (date(2022, 6, 14), 739),
        DayType.SATURDAY: (date(2022, 6, 18), 572),
        DayType.SUNDAY: (date(2022, 6, 19), 376),
    }
    assert all(counts[day.date] == day.n_trips for day in days.values())


@pytest.mark.parametrize("kind", list(DayType))
def test_every_kind_has_words(kind):
    assert kind.title
