"""Gaps and coverage: a table small enough to count by hand, and the bounds of P0 and P1."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.gaps import gap_table, summarise_coverage
from geo.domain import Scope, State

PEOPLE = pd.Series({"a": 100, "b": 300, "c": 600}, dtype="Int64")


def reach(distances, *, norm=2000.0, nearer=False):
    rows = [
        {
            "zentrum_id": zentrum,
            "layer": "primary_school",
            "mode": "walk",
            "scope": str(Scope.ANYWHERE),
            "state": str(State.DATA_MISSING if distance is None else State.REACHED),
            "distance_m": distance,
            "travel_time_s": None if distance is None else distance / 5000 * 3600,
            "limit_value": norm,
            "limit_unit": "m",
            "norm_id": "schfkvo-grundschule",
            "norm_met": None if distance is None else distance <= norm,
            "nearer_possible": nearer,
        }
        for zentrum, distance in distances.items()
    ]
    frame = pd.DataFrame(rows)
    return frame.astype({"distance_m": "float64", "travel_time_s": "float64", "norm_met": "boolean"})


def test_gaps_by_hand():
    gaps = gap_table(reach({"a": 3000, "b": 2500, "c": 1000}), PEOPLE).set_index("ortsteil_id")
    assert set(gaps.index) == {"a", "b"}
    assert gaps.loc["a", "shortfall"] == 1000
    assert gaps.loc["a", "shortfall_share"] == 0.5
    assert gaps.loc["b", "rank_people"] == 1
    assert gaps.loc["a", "rank_shortfall"] == 1
    assert gaps.loc["a", "residents"] == 100


def test_unknown_residents_have_no_rank_by_people():
    gaps = gap_table(reach({"a": 3000, "x": 2500}), PEOPLE).set_index("ortsteil_id")
    assert pd.isna(gaps.loc["x", "residents"])
    assert pd.isna(gaps.loc["x", "rank_people"])
    assert gaps.loc["x", "rank_shortfall"] == 2


def with_state(frame, zentrum, state):
    """A Zentrum without a figure whose state says that there is nothing within the search, or no way."""
    rows = frame["zentrum_id"] == zentrum
    changed = frame.assign(state=frame["state"].mask(rows, str(state)))
    return changed.assign(norm_met=changed["norm_met"].mask(rows, other=False))


@pytest.mark.parametrize("state", [State.BEYOND_LIMIT, State.NOT_CONNECTED])
def test_nothing_within_the_search_is_the_worst_gap_not_missing_data(state):
    found = with_state(reach({"a": None, "b": 2500, "c": 1000}), "a", state)
    gaps = gap_table(found, PEOPLE).set_index("ortsteil_id")
    assert gaps["rank_shortfall"].to_dict() == {"a": 1, "b": 2}
    assert gaps.loc["a", ["shortfall", "shortfall_share"]].isna().all()
    whole = summarise_coverage(found, PEOPLE)
    assert (whole.n_judged, whole.n_missed, whole.n_data_missing) == (3, 2, 0)
    assert whole.residents_missed == 400
    assert whole.poverty_share == pytest.approx(0.4)
    assert whole.poverty_gap == pytest.approx(0.25 * 300 / 900)  # of those with a figure


def test_coverage_by_hand():
    """100 of 1,000 people are half a norm below: P0 = 0.1, P1 = 0.05."""
    found = summarise_coverage(reach({"a": 3000, "b": 1500, "c": 1000}), PEOPLE)
    assert (found.n_total, found.n_judged, found.n_missed, found.n_data_missing) == (3, 3, 1, 0)
    assert found.residents_missed == 100
    assert found.poverty_share == pytest.approx(0.1)
    assert found.poverty_gap == pytest.approx(0.05)


def test_missing_data_is_counted_apart():
    found = summarise_coverage(reach({"a": 3000, "b": None, "c": 1000}, nearer=True), PEOPLE)
    assert (found.n_judged, found.n_data_missing, found.n_missed_nearer_possible) == (2, 1, 1)
    assert found.poverty_share == pytest.approx(100 / 700)
    nothing = summarise_coverage(reach({"a": None, "b": None}), PEOPLE)
    assert (nothing.n_judged, nothing.residents_missed, nothing.poverty_share) == (0, None, None)


def test_unknown_residents_give_no_sum():
    assert summarise_coverage(reach({"a": 3000, "x": 1000}), PEOPLE).residents_missed is None


@given(st.dictionaries(st.sampled_from("abc"), st.floats(0, 50_000), min_size=1))
def test_shares_keep_their_bounds(distances):
    found = summarise_coverage(reach(distances), PEOPLE)
    assert 0 <= found.poverty_share <= 1
    assert found.poverty_gap >= 0
    assert (found.poverty_gap > 0) == (found.n_missed > 0)
    gaps = gap_table(reach(distances), PEOPLE)
    assert len(gaps) == found.n_missed
    assert (gaps["shortfall"] > 0).all()


@given(st.dictionaries(st.sampled_from("abc"), st.floats(0, 50_000), min_size=1), st.floats(0, 10_000))
def test_a_shorter_way_never_raises_a_shortfall(distances, less):
    before = summarise_coverage(reach(distances), PEOPLE)
    after = summarise_coverage(reach({key: max(0, value - less) for key, value in distances.items()}), PEOPLE)
    assert after.poverty_gap <= before.poverty_gap
    assert after.n_missed <= before.n_missed
