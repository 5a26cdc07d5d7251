"""Classes per Ortsteil: two villages, their people in cells, four kinds of days, by hand."""

import numpy as np
import pandas as pd
import pytest

from geo.analysis.departures import departure_table
from geo.analysis.stop_groups import describe_groups
from geo.analysis.stop_pairs import find_crow_pairs
from geo.analysis.transit_classes import CLASS_COLUMNS, Settled, class_table, compare_days
from geo.domain import DayType
from geo.norms.gueteklassen import get_method, list_methods
from tests.timetable import HOLIDAY, SATURDAY, SCHOOL_DAY, SUNDAY, every, make_feed, seconds

DAYS = {
    DayType.SCHOOL: SCHOOL_DAY,
    DayType.HOLIDAYS: HOLIDAY,
    DayType.SATURDAY: SATURDAY,
    DayType.SUNDAY: SUNDAY,
}
OEROK = get_method("oerok-2017")
# Ahausen: hourly on weekdays (VI), every two hours on Saturdays (VII), nothing on Sundays; one late trip.
# Beheim: two trips a day and four for pupils.
STOPS = {"Ahausen": (0.0, 0.0), "Beheim": (5000.0, 0.0), "Stadt": (20000.0, 0.0)}
ROWS = (
    every(60, "06:00", "19:00", ("1", 3, ["Ahausen", "Stadt"], "weekday"))
    + every(60, "06:30", "19:30", ("1", 3, ["Stadt", "Ahausen"], "weekday"))
    + every(120, "06:00", "18:00", ("1", 3, ["Ahausen", "Stadt"], "saturday"))
    + [("1", 3, ["Ahausen", "Stadt"], ["22:10", "22:40"], "weekday")]
    + every(360, "07:00", "13:00", ("2", 3, ["Beheim", "Stadt"], "weekday"))
    + every(120, "06:40", "12:40", ("2", 3, ["Beheim", "Stadt"], "school", {"school": True}))
)
IDS = np.array(["a", "b", "c"], dtype=object)
ZENTREN = np.array([[0.0, 200.0], [5000.0, 0.0], [90000.0, 0.0]])


def settle(ids, residents, xy, stops_xy, outside=()):
    pairs = find_crow_pairs(np.asarray(xy, dtype=float), stops_xy, 1500.0)
    pairs.outside[list(outside)] = True
    return Settled(
        np.array(ids, dtype=object), np.array(residents, dtype=float), {"network": pairs, "crow": pairs}
    )


def table(cells=None, methods=(OEROK,), days=DAYS, rows=ROWS):
    feed = make_feed(rows, stops=STOPS)
    groups = describe_groups(feed.stops)
    xy = feed.stops.select("x", "y").to_numpy()
    found = {kind: departure_table(feed, groups, day) if day else None for kind, day in days.items()}
    zentren = settle(IDS, [100, 50, np.nan], ZENTREN, xy)
    return class_table(found, groups, methods, zentren, settle(*cells, xy) if cells else None)


def row(found, ortsteil, day="school", method="oerok-2017"):
    (here,) = found[
        (found["ortsteil_id"] == ortsteil) & (found["day_type"] == day) & (found["method"] == method)
    ].to_dict("records")
    return here


def test_one_row_per_ortsteil_method_and_day():
    found = table(methods=list_methods())
    assert list(found.columns) == CLASS_COLUMNS
    assert len(found) == 3 * len(list_methods()) * 4
    assert not found.duplicated(["ortsteil_id", "method", "day_type"]).any()


def test_a_village_with_an_hourly_bus():
    a = row(table(), "a")
    assert (a["state"], a["class_letter"], a["class_with_school"]) == ("reached", "E", "E")
    assert (a["stop_id"], a["stop_name"], a["distance_m"]) == ("Ahausen", "Ahausen", 200.0)
    assert (a["vehicles"], a["category"], a["interval_min"]) == ("bus", "VI", 60.0)
    assert (a["weighted_min"], a["longest_gap_min"]) == (60.0, 60.0)
    # The last departure of the day lies behind the window.
    assert (a["first_s"], a["last_s"]) == (seconds("06:00"), seconds("22:10"))
    assert a["model"] == "crowfly"


def test_school_trips_are_shown_beside_and_do_not_count():
    b = row(table(), "b")
    # 840 / 2 = 420 min: no category. With the four for pupils 840 / 6 = 140 min: VIII, G.
    assert (b["state"], b["class_letter"], b["class_with_school"]) == ("beyond_limit", None, "G")
    assert (b["category"], b["interval_min"]) == (None, 420.0)
    assert row(table(), "b", "holidays")["class_with_school"] is None


def test_far_from_any_stop():
    c = row(table(), "c")
    assert (c["state"], c["class_letter"], c["stop_id"]) == ("not_connected", None, None)


def test_without_a_timetable_there_is_no_class_and_nobody_is_counted():
    found = table(days=dict.fromkeys(DAYS))
    assert set(found["state"]) == {"data_missing"}
    assert found["class_letter"].isna().all()
    assert found["residents_by_class"].tolist() == [{}] * 12
    assert compare_days(found)[["school", "sunday"]].isna().all(axis=None)


def test_a_kind_of_days_that_the_timetable_lacks():
    found = table(days={**DAYS, DayType.SUNDAY: None})
    assert row(found, "a", "sunday")["state"] == "data_missing"
    assert row(found, "a", "school")["state"] == "reached"


def test_days_side_by_side():
    wide = compare_days(table()).set_index("ortsteil_id")
    assert list(wide.columns) == ["method", "school", "holidays", "saturday", "sunday"]
    assert wide.loc["a"].tolist() == ["oerok-2017", "E", "E", "F", ""]
    assert wide.loc["b"].tolist() == ["oerok-2017", "", "", "", ""]


def test_outside_of_the_data_nothing_is_said():
    feed = make_feed(ROWS, stops=STOPS)
    groups, xy = describe_groups(feed.stops), feed.stops.select("x", "y").to_numpy()
    zentren = settle(IDS, [100, 50, 25], ZENTREN, xy, outside=[0])
    found = class_table({DayType.SCHOOL: departure_table(feed, groups, SCHOOL_DAY)}, groups, [OEROK], zentren)
    a = row(found, "a")
    assert (a["state"], a["class_letter"]) == ("outside_data_area", None)
    assert (a["residents_by_class"], a["residents_unknown"], a["residents_worse"]) == ({}, 100.0, 0.0)
    letters = compare_days(found)["school"]
    assert letters.isna().tolist() == [True, False, False]
    assert letters[1:].tolist() == ["", ""]


def test_people_at_the_zentrum_stand_in_for_a_grid():
    a, b, c = (row(table(), key) for key in "abc")
    assert (a["residents_basis"], a["residents_by_class"]) == ("zentrum", {"E": 100.0})
    assert b["residents_by_class"] == {"": 50.0}
    assert c["residents_by_class"] == {"": 0.0}


CELLS = (
    ["a", "a", "a", "b", None],
    [40, 35, 25, 50, 1000],
    [(0.0, 100.0), (0.0, 400.0), (0.0, 1000.0), (5000.0, 100.0), (0.0, 0.0)],
)


def test_people_in_cells():
    found = table(CELLS)
    a = row(found, "a")
    # 300, 500, 750 m of category VI: E, F, G; nothing at 1,000 m. The cell of no Ortsteil counts nowhere.
    assert (a["residents_basis"], a["residents_by_class"]) == ("grid", {"E": 40.0, "F": 35.0, "": 25.0})
    assert a["residents_unknown"] == 0.0
    assert row(found, "b")["residents_by_class"] == {"": 50.0}
    # No cell in c: its Zentrum stands in, and says so.
    assert row(found, "c")["residents_basis"] == "zentrum"


def test_people_who_are_worse_off_than_on_a_school_day():
    found = table(CELLS)
    assert row(found, "a", "school")["residents_worse"] == 0.0
    assert row(found, "a", "holidays")["residents_worse"] == 0.0
    # Saturdays VII: F, G, nothing instead of E, F; Sundays nothing. Who had none before is not worse off.
    assert row(found, "a", "saturday")["residents_worse"] == 75.0
    assert row(found, "a", "sunday")["residents_worse"] == 75.0
    assert row(found, "b", "sunday")["residents_worse"] == 0.0
    lacking = table(CELLS, days={DayType.SATURDAY: SATURDAY})
    assert pd.isna(row(lacking, "a", "saturday")["residents_worse"])


@pytest.mark.parametrize("method", list_methods(), ids=lambda method: method.id)
def test_nobody_is_lost(method):
    found = table(CELLS, methods=[method])
    people = found.groupby("day_type")["residents_by_class"].apply(
        lambda rows: sum(sum(r.values()) for r in rows)
    )
    assert people.tolist() == [150.0] * 4
