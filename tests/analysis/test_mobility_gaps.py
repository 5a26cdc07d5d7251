"""Mobility gaps from hand-made ways: who is cut off, who is not, and what is not judged."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.mobility_gaps import GAP_COLUMNS, WAY_COLUMNS, mobility_gap_table, street_ways, transit_ways
from geo.domain import State

RESIDENTS = pd.Series({"a": 900, "b": 300, "c": pd.NA}, dtype="Int64")


def way(
    ortsteil,
    mode,
    value,
    limit,
    *,
    met="auto",
    home=True,
    service="doctor",
    state=State.REACHED,
    nearer=False,
):
    missing = value is None
    met = (None if missing else value <= limit) if met == "auto" else met
    return {
        "ortsteil_id": ortsteil, "service": service, "mode": mode, "state": str(state), "value": value,
        "unit": "m" if mode == "walk" else "min", "limit_value": limit, "norm_id": None, "nearer_possible": nearer,
        "met": met, "return_met": home if met else None, "window": "morning" if mode == "pt" else None,
    }  # fmt: skip


def ways(*rows):
    return pd.DataFrame(rows, columns=WAY_COLUMNS)


def three(ortsteil, walk, bike, pt, **more):
    return [
        way(ortsteil, "walk", walk, 1000),
        way(ortsteil, "bike", bike, 30),
        way(ortsteil, "pt", pt, 30, **more),
    ]


def test_missed_by_all_three():
    gaps = mobility_gap_table(ways(*three("a", 6000.0, 45.0, 36.0)), RESIDENTS)
    assert list(gaps.columns) == GAP_COLUMNS
    gap = gaps.iloc[0]
    assert (gap["pt_judged"], gap["norm_missed"], gap["no_return"]) == (True, True, False)
    # bus and rail: 6 of 30 min too long, the smallest share of the three
    assert (gap["mode"], gap["shortfall"], gap["unit"]) == ("pt", 6.0, "min")
    assert gap["shortfall_share"] == pytest.approx(0.2)
    assert gap["residents"] == 900


@pytest.mark.parametrize(
    ("walk", "bike", "pt"), [(800.0, 45.0, 90.0), (6000.0, 29.0, 90.0), (6000.0, 45.0, 30.0)]
)
def test_one_of_the_three_is_enough(walk, bike, pt):
    assert mobility_gap_table(ways(*three("a", walk, bike, pt)), RESIDENTS).empty


def test_no_way_home():
    gap = mobility_gap_table(ways(*three("a", 6000.0, 45.0, 25.0, home=False)), RESIDENTS).iloc[0]
    assert (gap["norm_missed"], gap["no_return"]) == (False, True)
    on_foot = ways(*three("a", 800.0, 45.0, 25.0, home=False))
    assert mobility_gap_table(on_foot, RESIDENTS).empty


def test_no_connection_at_all():
    rows = three("a", 6000.0, 45.0, None, met=False, state=State.NOT_CONNECTED)
    gap = mobility_gap_table(ways(*rows), RESIDENTS).iloc[0]
    assert (gap["pt_judged"], gap["norm_missed"], gap["mode"]) == (True, True, "bike")
    assert gap["shortfall_share"] == pytest.approx(0.5)


def test_without_a_timetable_bus_and_rail_are_not_judged():
    rows = three("a", 6000.0, 45.0, None)[:2]
    gap = mobility_gap_table(ways(*rows), RESIDENTS).iloc[0]
    assert (gap["pt_judged"], gap["norm_missed"], gap["no_return"]) == (False, True, False)
    unknown = three("a", 6000.0, 45.0, None, state=State.DATA_MISSING)
    assert not mobility_gap_table(ways(*unknown), RESIDENTS)["pt_judged"].iloc[0]


def test_where_streets_say_nothing_there_is_no_gap():
    rows = [
        way("a", "walk", None, 1000, state=State.DATA_MISSING),
        way("a", "bike", 45.0, 30),
        way("a", "pt", 90.0, 30),
    ]
    assert mobility_gap_table(ways(*rows), RESIDENTS).empty
    assert mobility_gap_table(ways(), RESIDENTS).empty


def test_most_people_first_and_both_ranks():
    rows = [*three("b", 9000.0, 90.0, 90.0), *three("a", 6000.0, 45.0, 36.0), *three("c", 6000.0, 45.0, 60.0)]
    gaps = mobility_gap_table(ways(*rows), RESIDENTS)
    assert gaps["ortsteil_id"].tolist() == ["a", "b", "c"]
    assert gaps["rank_people"].tolist()[:2] == [1, 2]
    assert gaps["rank_people"].isna().tolist() == [False, False, True]
    assert gaps["rank_shortfall"].tolist() == [3, 1, 2]


def test_an_unmapped_facility_could_be_nearer():
    rows = three("a", 6000.0, 45.0, 36.0)
    rows[1]["nearer_possible"] = True
    assert mobility_gap_table(ways(*rows), RESIDENTS)["nearer_possible"].tolist() == [True]


def travel(window, p50_min, return_share, state=State.REACHED):
    return {
        "ortsteil_id": "a", "service": "doctor", "window": window, "state": str(state),
        "p50_s": None if p50_min is None else p50_min * 60, "return_share": return_share, "norm_id": "x",
        "nearer_possible": False,
    }  # fmt: skip


def test_the_window_that_serves_best_stands():
    rows = [travel("morning", 20, 0.1), travel("noon", 28, 0.9), travel("afternoon", None, 0.0)]
    best = transit_ways(pd.DataFrame(rows), {"doctor": 30.0}).iloc[0]
    assert (best["window"], best["value"], best["met"], best["return_met"]) == ("noon", 28, True, True)
    best = transit_ways(pd.DataFrame(rows), {"doctor": 25.0}).iloc[0]
    assert (best["window"], best["met"], best["return_met"]) == ("morning", True, False)
    best = transit_ways(pd.DataFrame(rows), {"doctor": 15.0}).iloc[0]
    assert (best["window"], best["met"], best["return_met"]) == ("morning", False, None)


def test_half_of_the_minutes_without_a_connection_miss_the_limit():
    rows = pd.DataFrame([travel("morning", None, 0.0, State.NOT_CONNECTED)])
    assert transit_ways(rows, {"doctor": 30.0})["met"].tolist() == [False]
    rows = pd.DataFrame([travel("morning", None, 0.0, State.DATA_MISSING)])
    assert transit_ways(rows, {"doctor": 30.0})["met"].tolist() == [None]


def test_ways_on_streets_come_from_the_run():
    row = {
        "zentrum_id": "a", "layer": "doctor", "scope": "anywhere", "state": "beyond_limit", "travel_time_s": 4000.0,
        "distance_m": 5500.0, "limit_value": 1000.0, "limit_unit": "m", "norm_id": "bbsr-hausarzt",
        "nearer_possible": True,
    }  # fmt: skip
    silent = {"state": "data_missing", "travel_time_s": None, "distance_m": None}
    reach = pd.DataFrame(
        [
            {**row, "mode": "walk"},
            {**row, "mode": "bike", "limit_unit": "min", "limit_value": 30.0, "norm_id": None},
            {**row, "mode": "car"},
            {**row, "mode": "walk", "scope": "own_kommune"},
            {**row, "mode": "walk", "layer": "bakery"},
            {**row, **silent, "mode": "walk", "zentrum_id": "b"},
        ]
    )
    found = street_ways(reach, ["doctor"])
    assert found["mode"].tolist() == ["walk", "bike", "walk"]
    assert found["value"].tolist()[:2] == [5500.0, pytest.approx(66.67, abs=0.01)]
    assert found["met"].tolist() == [False, False, None]


minutes = st.floats(1, 120)


@given(st.lists(st.tuples(st.floats(1, 9000), minutes, minutes, st.booleans()), min_size=1, max_size=8))
def test_a_gap_never_closes_by_a_longer_way(rows):
    """Whoever is cut off stays so when any of the ways becomes longer."""
    names = [str(number) for number in range(len(rows))]
    people = pd.Series(100, index=names, dtype="Int64")

    def gaps(factor):
        table = ways(
            *(
                entry
                for name, (walk, bike, pt, home) in zip(names, rows, strict=True)
                for entry in three(name, walk * factor, bike * factor, pt * factor, home=home)
            )
        )
        return set(mobility_gap_table(table, people)["ortsteil_id"])

    assert gaps(1.0) <= gaps(1.5)
