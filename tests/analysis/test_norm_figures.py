"""Figures of the ranking: three Ortsteile that can be counted by hand."""

import pandas as pd
import pytest

from geo.analysis.norm_figures import pivot_norms, place_norms
from geo.domain import Scope, State

RESIDENTS = pd.Series({"a": 100, "b": 200, "c": None}, dtype="Float64")


def reach(rows):
    """Rows of a way on foot with a norm of 1,000 m: (Ortsteil, layer, metres or None, state, nearer possible)."""
    table = [
        {
            "zentrum_id": area,
            "layer": layer,
            "mode": "walk",
            "scope": str(Scope.ANYWHERE),
            "state": str(state),
            "distance_m": metres,
            "travel_time_s": metres,
            "nearer_possible": nearer,
            "limit_value": 1000.0,
            "limit_unit": "m",
            "norm_id": "bbsr-supermarkt",
            "residents": 7,  # columns of names and people may stand beside, as `read_reach` has them
            "ags": "1",
        }
        for area, layer, metres, state, nearer in rows
    ]
    return pd.DataFrame(table).astype({"distance_m": "float64", "travel_time_s": "float64"})


EXAMPLE = reach(
    [
        ("a", "shop", 500, State.REACHED, False),
        ("b", "shop", 2500, State.BEYOND_LIMIT, True),
        ("c", "shop", 3000, State.BEYOND_LIMIT, False),
        ("a", "doctor", None, State.NOT_CONNECTED, False),
        ("b", "doctor", None, State.DATA_MISSING, False),
        ("c", "doctor", 900, State.REACHED, False),
    ]
)


def known(column):
    return {area: None if pd.isna(value) else value for area, value in column.items()}


@pytest.fixture
def figures():
    return pivot_norms(place_norms(EXAMPLE, RESIDENTS), pd.Index(["a", "b", "c"]))


def test_people_are_all_or_none_of_an_ortsteil(figures):
    """Who meets the norm affects nobody, even where nobody knows how many live there."""
    assert known(figures.people["shop"]) == {"a": 0, "b": 200, "c": None}
    assert known(figures.people["doctor"]) == {"a": 100, "b": None, "c": 0}


def test_shortfall_needs_a_figure_but_no_residents(figures):
    assert known(figures.shortfall["shop"]) == {"a": 0, "b": 1.5, "c": 2}
    assert known(figures.shortfall["doctor"]) == {"a": None, "b": None, "c": 0}


def test_judged_missed_and_uncertain(figures):
    assert figures.judged["doctor"].to_dict() == {"a": True, "b": False, "c": True}
    assert figures.missed["doctor"].to_dict() == {"a": True, "b": False, "c": False}
    assert figures.nearer_possible["shop"].to_dict() == {"a": False, "b": True, "c": False}


def test_an_unknown_ortsteil_has_no_figure():
    found = pivot_norms(place_norms(EXAMPLE, RESIDENTS), pd.Index(["a", "x"]))
    assert found.people.loc["x"].isna().all()
    assert not found.judged.loc["x"].any()
