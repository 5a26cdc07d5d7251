"""Two runs compared: five Zentren by hand, and that the comparison is its own mirror image."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.compare import CHANGE_COLUMNS, compare_runs, summarise_changes
from geo.domain import Mode, Scope, State

PEOPLE = pd.Series({"a": 100, "b": 200, "c": 300, "d": 400}, dtype="Int64")
NORM_M = 1000.0


def run(metres, *, norm="bbsr-supermarkt", limit=NORM_M):
    """A run on foot at 1 m/s from {zentrum: metres or None}."""
    rows = [
        {
            "zentrum_id": zentrum,
            "layer": "supermarket",
            "mode": str(Mode.WALK),
            "scope": str(Scope.ANYWHERE),
            "state": str(
                State.DATA_MISSING if way is None else State.REACHED if way <= limit else State.BEYOND_LIMIT
            ),
            "facility_id": None if way is None else f"f{way:g}",
            "travel_time_s": way,
            "distance_m": way,
            "limit_value": limit,
            "limit_unit": "m",
            "norm_id": norm,
            "norm_met": None if way is None else way <= limit,
            "nearer_possible": False,
        }
        for zentrum, way in metres.items()
    ]
    frame = pd.DataFrame(rows)
    return frame.astype({"travel_time_s": float, "distance_m": float, "norm_met": "boolean"})


BEFORE = run({"a": 1500, "b": 800, "c": None, "d": 500, "e": 2000})
AFTER = run({"a": 900, "b": 1200, "c": 700, "d": 500, "f": 100})


def test_changes_by_hand():
    found = compare_runs(BEFORE, AFTER, PEOPLE).set_index("zentrum_id")
    assert list(found.columns) == CHANGE_COLUMNS
    assert found["presence"].to_dict() == {
        "a": "both", "b": "both", "c": "both", "d": "both", "e": "missing", "f": "new",
    }  # fmt: skip
    assert found["norm_change"].to_dict() == {
        "a": "gained", "b": "lost", "c": "unknown", "d": "same", "e": "unknown", "f": "unknown",
    }  # fmt: skip
    assert found.loc["a", "travel_time_change_s"] == -600
    assert found.loc["b", "distance_change_m"] == 400
    assert np.isnan(found.loc["c", "travel_time_change_s"])
    assert found["state_changed"].to_dict() == {
        "a": True, "b": True, "c": True, "d": False, "e": False, "f": False,
    }  # fmt: skip
    assert found["facility_changed"].tolist() == [True, True, True, False, False, False]
    assert found.loc["a", ["residents_gained", "residents_lost"]].tolist() == [100, 0]
    assert found.loc["b", ["residents_gained", "residents_lost"]].tolist() == [0, 200]
    assert found.loc["d", ["residents_gained", "residents_lost"]].tolist() == [0, 0]


def test_summary_by_hand():
    summary = summarise_changes(compare_runs(BEFORE, AFTER, PEOPLE))
    assert len(summary) == 1
    row = summary.iloc[0]
    assert (row["n_both"], row["n_new"], row["n_missing"]) == (4, 1, 1)
    assert (row["n_faster"], row["n_slower"], row["n_state_changed"]) == (1, 1, 3)
    assert row["median_change_s"] == 0  # of -600, 400 and 0
    assert (row["residents_gained"], row["residents_lost"]) == (100, 200)
    assert row["n_residents_unknown"] == 0


def test_a_place_of_unknown_size_is_counted_apart():
    summary = summarise_changes(compare_runs(run({"x": 2000}), run({"x": 10}), PEOPLE)).iloc[0]
    assert (summary["n_norm_gained"], summary["residents_gained"], summary["n_residents_unknown"]) == (
        1,
        0,
        1,
    )


def test_another_norm_is_no_gain():
    """2,000 m against a norm of 1,000 and then of 3,000: the ruler grew, not the supply."""
    found = compare_runs(run({"a": 2000}), run({"a": 2000}, norm="other", limit=3000), PEOPLE).iloc[0]
    assert found["limit_changed"]
    assert found["norm_change"] == "unknown"
    assert found["residents_gained"] == 0


def test_rounding_is_no_change():
    summary = summarise_changes(compare_runs(run({"a": 500.0}), run({"a": 500.4}), PEOPLE)).iloc[0]
    assert (summary["n_faster"], summary["n_slower"]) == (0, 0)


def test_other_places_go_by_their_key():
    before, after = (frame.rename(columns={"zentrum_id": "cell_id"}) for frame in (BEFORE, AFTER))
    assert compare_runs(before, after, PEOPLE, key="cell_id")["cell_id"].tolist() == list("abcdef")


def test_a_doubled_row_is_refused():
    with pytest.raises(pd.errors.MergeError):
        compare_runs(pd.concat([BEFORE, BEFORE]), AFTER, PEOPLE)


RUNS = st.dictionaries(st.sampled_from("abcd"), st.one_of(st.none(), st.floats(0, 3000)), min_size=1).map(run)


@settings(max_examples=40, deadline=None)
@given(RUNS)
def test_a_run_compared_with_itself_has_no_change(table):
    summary = summarise_changes(compare_runs(table, table, PEOPLE)).iloc[0]
    changed = [
        "n_new",
        "n_missing",
        "n_state_changed",
        "n_faster",
        "n_slower",
        "n_norm_gained",
        "n_norm_lost",
    ]
    assert summary[changed].sum() == 0
    assert summary["n_both"] == len(table)


@settings(max_examples=40, deadline=None)
@given(RUNS, RUNS)
def test_the_way_back_undoes_the_way_there(first, second):
    there = summarise_changes(compare_runs(first, second, PEOPLE)).iloc[0]
    back = summarise_changes(compare_runs(second, first, PEOPLE)).iloc[0]
    for gain, loss in (
        ("n_new", "n_missing"), ("n_faster", "n_slower"), ("n_norm_gained", "n_norm_lost"),
        ("residents_gained", "residents_lost"),
    ):  # fmt: skip
        assert (there[gain], there[loss]) == (back[loss], back[gain])
    assert there["n_both"] == back["n_both"]
