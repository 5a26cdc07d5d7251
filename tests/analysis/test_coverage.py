"""Residents within reach and norms by cell: four cells that can be counted by hand, and the bounds."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.coverage import MINUTES, coverage_table, norm_table
from geo.analysis.gaps import summarise_coverage
from geo.domain import Scope, State

CELLS = pd.DataFrame(
    {
        "cell_id": ["c1", "c2", "c3", "c4", "out"],
        "ortsteil_id": ["a", "a", "b", "b", None],
        "ags": ["1", "1", "1", "1", None],
        "residents": [10.0, 30.0, 20.0, 40.0, 1000.0],
    }
)


def reach(figures, *, norm=1000.0):
    """Rows of a supermarket on foot (80 m a minute) from {cell: (metres or None, state, nearer possible)}."""
    rows = [
        {
            "cell_id": cell,
            "layer": "supermarket",
            "mode": "walk",
            "scope": str(Scope.ANYWHERE),
            "state": str(state),
            "distance_m": metres,
            "travel_time_s": None if metres is None else metres / 80 * 60,
            "limit_value": norm,
            "limit_unit": "m",
            "norm_id": "bbsr-supermarkt",
            "nearer_possible": nearer,
        }
        for cell, (metres, state, nearer) in figures.items()
    ]
    return pd.DataFrame(rows).astype({"distance_m": "float64", "travel_time_s": "float64"})


EXAMPLE = reach(
    {
        "c1": (400, State.REACHED, False),  # 5 min
        "c2": (1500, State.BEYOND_LIMIT, False),  # 18.75 min
        "c3": (2000, State.BEYOND_LIMIT, True),  # 25 min, a nearer one is possible
        "c4": (None, State.DATA_MISSING, False),
        "out": (100, State.REACHED, False),
    }
)


def area(table, kind, key, **more):
    chosen = table[(table["area_kind"] == kind) & (table["area_id"] == key)]
    for column, value in more.items():
        chosen = chosen[chosen[column] == value]
    assert len(chosen) == 1
    return chosen.iloc[0]


def split(row):
    return row["residents_within"], row["residents_beyond"], row["residents_unknown"]


def test_coverage_by_hand():
    table = coverage_table(EXAMPLE, CELLS)
    assert split(area(table, "ortsteil", "a", minutes=5)) == (10, 30, 0)
    assert split(area(table, "ortsteil", "a", minutes=20)) == (40, 0, 0)
    # c3 could have a nearer supermarket until its own figure is reached; of c4 nothing is known.
    assert split(area(table, "ortsteil", "b", minutes=20)) == (0, 0, 60)
    assert split(area(table, "ortsteil", "b", minutes=30)) == (20, 0, 40)
    assert split(area(table, "verbund", "", minutes=15)) == (10, 30, 60)
    assert split(area(table, "kommune", "1", minutes=15)) == (10, 30, 60)
    assert set(table["minutes"]) == set(MINUTES)


def test_what_was_not_searched_is_unknown():
    far = reach({"c1": (None, State.BEYOND_LIMIT, False), "c2": (None, State.NOT_CONNECTED, False)})
    table = coverage_table(far, CELLS, searched_s={"walk": 900.0})
    assert split(area(table, "ortsteil", "a", minutes=15)) == (0, 40, 0)
    assert split(area(table, "ortsteil", "a", minutes=20)) == (0, 30, 10)
    assert split(area(table, "ortsteil", "b", minutes=15)) == (0, 0, 60)  # cells without a row


def test_norms_by_hand():
    """a: 30 of 40 miss 1,000 m by half: P0 = 0.75, P1 = 0.375. b: 20 miss it, nothing is known of 40."""
    table = norm_table(EXAMPLE, CELLS)
    a, b = area(table, "ortsteil", "a"), area(table, "ortsteil", "b")
    assert (a["residents_met"], a["residents_missed"], a["residents_unknown"]) == (10, 30, 0)
    assert a["poverty_share"] == pytest.approx(0.75)
    assert a["poverty_gap"] == pytest.approx(0.375)
    assert (b["residents_missed"], b["residents_missed_nearer_possible"], b["residents_unknown"]) == (
        20,
        20,
        40,
    )
    assert b[["poverty_share", "poverty_gap"]].isna().all()
    whole = area(table, "verbund", "")
    assert whole["residents_missed"] == 50
    assert whole["poverty_share"] == pytest.approx(0.75)  # that of a: of b too little is known
    assert whole["poverty_gap"] == pytest.approx(0.375)
    assert whole["norm_id"] == "bbsr-supermarkt"


def test_who_is_seen_only_where_the_norm_is_met_makes_no_share():
    """Where facilities are not known completely nobody can be seen to miss the norm: no "0 %" out of that."""
    lucky = reach({"c3": (400, State.REACHED, True), "c4": (None, State.DATA_MISSING, False)})
    table = norm_table(lucky, CELLS)
    for kind, key in (("ortsteil", "b"), ("verbund", "")):
        row = area(table, kind, key)
        assert (row["residents_met"], row["residents_missed"]) == (20, 0)
        assert row[["poverty_share", "poverty_gap"]].isna().all()


def test_a_few_unknown_people_leave_the_share():
    homes = CELLS.assign(residents=[96.0, 4.0, 20.0, 40.0, 1000.0])
    few = reach({"c1": (1500, State.BEYOND_LIMIT, False), "c2": (None, State.OUTSIDE_DATA_AREA, False)})
    row = area(norm_table(few, homes), "ortsteil", "a")
    assert (row["poverty_share"], row["poverty_gap"], row["residents_unknown"]) == (1, 0.5, 4)


def test_no_way_misses_the_norm_without_a_figure():
    far = reach({"c1": (500, State.REACHED, False), "c2": (None, State.NOT_CONNECTED, False)})
    row = area(norm_table(far, CELLS), "ortsteil", "a")
    assert (row["residents_missed"], row["residents_unvalued"]) == (30, 30)
    assert row["poverty_share"] == pytest.approx(0.75)
    assert row["poverty_gap"] == 0


def test_exactly_the_norm_is_met():
    row = area(norm_table(reach({"c1": (1000, State.REACHED, False)}), CELLS), "ortsteil", "a")
    assert row["residents_met"] == 10


def test_without_data_no_share():
    nothing = reach({"c1": (None, State.DATA_MISSING, False), "c2": (None, State.OUTSIDE_DATA_AREA, False)})
    row = area(norm_table(nothing, CELLS), "ortsteil", "a")
    assert pd.isna(row["poverty_share"])
    assert pd.isna(row["poverty_gap"])
    assert row["residents_unknown"] == 40


FIGURES = st.fixed_dictionaries(
    {
        cell: st.one_of(
            st.tuples(
                st.floats(0, 5000), st.sampled_from([State.REACHED, State.BEYOND_LIMIT]), st.booleans()
            ),
            st.tuples(st.none(), st.sampled_from(list(State)[1:]), st.just(value=False)),
        )
        for cell in CELLS["cell_id"]
    }
)


@settings(max_examples=50, deadline=None)
@given(FIGURES)
def test_everyone_is_counted_once_and_areas_add_up(figures):
    table = coverage_table(reach(figures), CELLS)
    parts = table[["residents_within", "residents_beyond", "residents_unknown"]]
    assert np.allclose(parts.sum(axis=1), table["residents"])
    assert (parts >= 0).all(axis=None)
    whole = table[table["area_kind"] == "verbund"].set_index("minutes")["residents_within"]
    ortsteile = table[table["area_kind"] == "ortsteil"].groupby("minutes")["residents_within"].sum()
    assert np.allclose(whole, ortsteile)
    assert whole.is_monotonic_increasing
    norms = norm_table(reach(figures), CELLS)
    known = norms.dropna(subset="poverty_share")
    assert known["poverty_share"].between(0, 1).all()
    assert (
        (norms["residents_met"] + norms["residents_missed"] + norms["residents_unknown"])
        .eq(norms["residents"])
        .all()
    )


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(["c1", "c2", "c3", "c4"]), st.floats(0, 5000), min_size=4))
def test_one_cell_per_ortsteil_is_the_coverage_of_zentren(metres):
    """The same figures, once as Zentren through `summarise_coverage`, once as cells."""
    rows = reach({cell: (value, State.REACHED, False) for cell, value in metres.items()})
    homes = CELLS.iloc[:4].assign(ortsteil_id=lambda frame: frame["cell_id"])
    people = homes.set_index("ortsteil_id")["residents"].astype("int64").astype("Int64")
    summary = summarise_coverage(rows.rename(columns={"cell_id": "zentrum_id"}), people)
    whole = area(norm_table(rows, homes), "verbund", "")
    assert whole["residents_missed"] == pytest.approx(summary.residents_missed)
    assert whole["poverty_share"] == pytest.approx(summary.poverty_share)
    assert whole["poverty_gap"] == pytest.approx(summary.poverty_gap)
