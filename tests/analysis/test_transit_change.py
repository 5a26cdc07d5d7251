"""Two timetables compared, with hand-made sides: whose class, way or way home changes, and which change is named."""

import pandas as pd
import pytest

from geo.analysis.transit_change import CHANGE_COLUMNS, Side, compare_sides, is_better
from geo.norms.gueteklassen import get_method

METHOD = get_method("oerok-2017")


def way(zentrum, target, p50_min, *, window="morning", norm=None, home=1.0, last="20:00", name="Stadt"):
    hours, _, minutes = (last or "0:0").partition(":")
    return {
        "zentrum_id": zentrum, "target": target, "window": window, "target_name": name,
        "p50_s": None if p50_min is None else 60 * p50_min, "norm_met": norm, "return_share": home,
        "last_ride_s": None if last is None else 3600 * int(hours) + 60 * int(minutes),
    }  # fmt: skip


def side(letters, *ways):
    columns = list(way("x", "y", 1))
    return Side(pd.Series(letters, dtype=object), pd.DataFrame(list(ways), columns=columns))


def compare(before, after):
    found = compare_sides(before, after)
    assert list(found.columns) == CHANGE_COLUMNS
    return {row["zentrum_id"]: row for row in found.to_dict("records")}


def test_what_stays_is_not_told():
    same = side({"a": "F", "b": None}, way("a", "mittelzentrum", 50), way("b", "mittelzentrum", None))
    assert compare(same, same) == {}
    rounding = side({"a": "F", "b": None}, way("a", "mittelzentrum", 51), way("b", "mittelzentrum", None))
    assert compare(same, rounding) == {}  # one minute is rounding


def test_minutes_gained_and_a_norm_that_is_kept_now():
    before = side({"a": "F"}, way("a", "mittelzentrum", 60, norm=False))
    row = compare(before, side({"a": "E"}, way("a", "mittelzentrum", 44, norm=True)))["a"]
    assert (row["class_before"], row["class_after"]) == ("F", "E")
    assert (row["minutes_gained"], row["norm_gained"], row["return_gained"]) == (16.0, True, False)
    assert (row["norm_before"], row["norm_after"]) == (False, True)


def test_a_class_alone_is_a_change():
    before, after = (side({"a": letter}, way("a", "mittelzentrum", 50)) for letter in (None, "G"))
    row = compare(before, after)["a"]
    assert (row["class_before"], row["class_after"]) == (None, "G")
    assert pd.isna(row["target"])
    assert not row["norm_gained"]


@pytest.mark.parametrize(
    ("target", "gained"),
    [("mittelzentrum", 5.0), ("doctor", 30.0)],
    ids=["centre first", "else the most minutes"],
)
def test_the_way_that_is_named(target, gained):
    """A centre goes before a service with more minutes; of two services the one with more is named."""
    other = "supermarket" if target == "doctor" else "doctor"
    before = side({"a": "F"}, way("a", target, 50), way("a", other, 50))
    changed = [way("a", target, 50 - gained), way("a", other, 50 - (30 if target == "mittelzentrum" else 10))]
    row = compare(before, side({"a": "F"}, *changed))["a"]
    assert (row["target"], row["minutes_gained"]) == (target, gained)


def test_a_way_that_appears_counts_more_than_any_minutes():
    before = side(
        {"a": "F"}, way("a", "mittelzentrum", 90), way("a", "oberzentrum", None, home=0.0, last=None)
    )
    after = side({"a": "F"}, way("a", "mittelzentrum", 30), way("a", "oberzentrum", 80))
    row = compare(before, after)["a"]
    assert row["target"] == "oberzentrum"
    assert pd.isna(row["minutes_gained"])
    assert (row["return_gained"], row["return_later"]) == (True, False)


def test_a_later_last_way_home():
    before = side({"a": "F"}, way("a", "mittelzentrum", 50), way("a", "doctor", 20))
    later = side(
        {"a": "F"}, way("a", "mittelzentrum", 50, last="22:00"), way("a", "doctor", 20, last="23:00")
    )
    row = compare(before, later)["a"]
    assert (row["target"], row["return_later"], row["return_gained"]) == ("mittelzentrum", True, False)
    assert (row["return_before_s"], row["return_after_s"]) == (72_000.0, 79_200.0)
    only_service = side({"a": "F"}, way("a", "mittelzentrum", 50), way("a", "doctor", 20, last="23:00"))
    assert compare(before, only_service) == {}  # ways home are told from centres


def test_what_gets_worse_is_told_with_a_minus():
    row = compare(
        side({"a": "E"}, way("a", "mittelzentrum", 40)), side({"a": None}, way("a", "mittelzentrum", 52))
    )
    assert row["a"]["minutes_gained"] == -12.0


def test_which_class_is_better():
    assert is_better(METHOD, "F", "E")
    assert is_better(METHOD, None, "G")
    assert not is_better(METHOD, "E", "E")
    assert not is_better(METHOD, "E", None)
    assert not is_better(METHOD, None, None)
