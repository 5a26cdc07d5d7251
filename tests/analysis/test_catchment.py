"""Floating catchments: a 3 x 2 example done by hand, the invariant, and what must never happen."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geo.analysis.catchment import CatchmentMethod, Variant, two_step_catchment
from geo.errors import InputError

TWO_STEP = CatchmentMethod(Variant.TWO_STEP, 600)
ENHANCED = CatchmentMethod(Variant.ENHANCED, 600, 300)
MODIFIED = CatchmentMethod(Variant.MODIFIED, 600, 300)
W300, W600 = np.exp(-0.5), np.exp(-2.0)  # weights of 300 and 600 s with sigma = 300 s


def pairs(*rows):
    return pd.DataFrame(rows, columns=["origin_id", "facility_id", "travel_time_s"])


def origins(demand, outside=()):
    index = pd.Index(list(demand), name="origin_id")
    return pd.DataFrame(
        {"demand": list(demand.values()), "inside": [key not in outside for key in demand]}, index=index
    )


# a at the door of X and 300 s from Y; b 300 s from X; c 600 s from Y, 700 s from X (beyond).
EXAMPLE = pairs(
    ("a", "X", 0.0), ("a", "Y", 300.0), ("b", "X", 300.0), ("c", "Y", 600.0), ("c", "X", 700.0)
)  # fmt: skip
PEOPLE = origins({"a": 100, "b": 200, "c": 400})
BEDS = pd.Series({"X": 30.0, "Y": 10.0})


def test_two_step_by_hand():
    """R_X = 30 / 300 = 0.1; R_Y = 10 / 500 = 0.02; a 0.12, b 0.1, c 0.02; 12 + 20 + 8 = 40 = 30 + 10."""
    found = two_step_catchment(EXAMPLE, PEOPLE, BEDS, TWO_STEP)
    assert found.facilities["ratio"].to_dict() == pytest.approx({"X": 0.1, "Y": 0.02})
    assert found.origins["access"].to_dict() == pytest.approx({"a": 0.12, "b": 0.10, "c": 0.02})
    assert found.origins["n_facilities"].to_dict() == {"a": 2, "b": 1, "c": 1}
    assert found.balance.handed_out == pytest.approx(40)
    assert found.balance.holds


def test_enhanced_by_hand():
    """w(0) = 1, w(300) = e^-0.5 = 0.6065, w(600) = e^-2 = 0.1353: R_X = 30/221.306, R_Y = 10/114.787."""
    found = two_step_catchment(EXAMPLE, PEOPLE, BEDS, ENHANCED)
    ratio_x, ratio_y = 30 / (100 + 200 * W300), 10 / (100 * W300 + 400 * W600)
    assert found.facilities["ratio"].to_dict() == pytest.approx({"X": ratio_x, "Y": ratio_y})
    assert found.facilities["ratio"].to_numpy() == pytest.approx([0.135559, 0.087118], abs=1e-6)
    assert found.origins["access"].to_numpy() == pytest.approx([0.188399, 0.082221, 0.011790], abs=1e-6)
    assert found.balance.holds


def test_modified_by_hand():
    """The same ratios, the weight squared in the second step; less is handed out than there is."""
    found = two_step_catchment(EXAMPLE, PEOPLE, BEDS, MODIFIED)
    enhanced = two_step_catchment(EXAMPLE, PEOPLE, BEDS, ENHANCED)
    assert found.facilities["ratio"].equals(enhanced.facilities["ratio"])
    assert found.origins.loc["b", "access"] == pytest.approx(0.135559 * W300**2, abs=1e-6)
    assert found.origins.loc["c", "access"] == pytest.approx(0.087118 * W600**2, abs=1e-6)
    assert found.balance.holds is None
    assert found.balance.handed_out < found.balance.supply


def test_a_facility_without_demand_is_flagged_not_handed_out():
    found = two_step_catchment(EXAMPLE, PEOPLE, pd.Series({"X": 30.0, "Y": 10.0, "Z": 5.0}), TWO_STEP)
    assert not found.facilities.loc["Z", "has_demand"]
    assert np.isnan(found.facilities.loc["Z", "ratio"])
    assert (found.balance.supply, found.balance.supply_reached) == (45, 40)
    assert found.balance.holds


def test_an_uninhabited_catchment_is_no_demand():
    found = two_step_catchment(EXAMPLE, origins({"a": 0, "b": 0, "c": 400}), BEDS, TWO_STEP)
    assert found.facilities["has_demand"].to_dict() == {"X": False, "Y": True}
    assert found.origins.loc["b", "access"] == 0


def test_people_outside_count_and_are_stated():
    found = two_step_catchment(EXAMPLE, origins({"a": 100, "b": 200, "c": 400}, {"c"}), BEDS, TWO_STEP)
    assert (found.balance.demand_inside, found.balance.demand_outside) == (300, 400)
    assert found.origins.loc["a", "access"] == pytest.approx(0.12)


@pytest.mark.parametrize(
    ("table", "people", "beds", "words"),
    [
        (EXAMPLE, origins({"a": 1, "b": None, "c": 1}), BEDS, "Einwohnerzahl von „b“ fehlt"),
        (EXAMPLE, origins({"a": 1, "b": -1, "c": 1}), BEDS, "negativ"),
        (EXAMPLE, PEOPLE, pd.Series({"X": np.nan, "Y": 1.0}), "Kapazität von „X“ fehlt"),
        (EXAMPLE, PEOPLE, pd.Series({"X": 1.0}), "„Y“ steht nur bei den Reisezeiten"),
        (pairs(("a", "X", 1.0), ("a", "X", 2.0)), PEOPLE, BEDS, "steht doppelt"),
        (pairs(("a", "X", np.nan)), PEOPLE, BEDS, "Reisezeit fehlt"),
    ],
)
def test_bad_input_gets_one_sentence(table, people, beds, words):
    with pytest.raises(InputError, match=words):
        two_step_catchment(table, people, beds, TWO_STEP)


@pytest.mark.parametrize(
    ("variant", "catchment_s", "sigma_s"),
    [(Variant.TWO_STEP, 0, None), (Variant.TWO_STEP, 600, 300), (Variant.ENHANCED, 600, None),
     (Variant.MODIFIED, 600, 0), (Variant.ENHANCED, np.inf, 300)],
)  # fmt: skip
def test_bad_settings_get_one_sentence(variant, catchment_s, sigma_s):
    with pytest.raises(InputError):
        CatchmentMethod(variant, catchment_s, sigma_s)


N_ORIGINS, N_FACILITIES = 6, 4
TIMES = st.lists(st.floats(0, 1200), min_size=N_ORIGINS * N_FACILITIES, max_size=N_ORIGINS * N_FACILITIES)
DEMAND = st.lists(st.integers(0, 5000), min_size=N_ORIGINS, max_size=N_ORIGINS)
SUPPLY = st.lists(st.integers(0, 500), min_size=N_FACILITIES, max_size=N_FACILITIES)
METHODS = st.sampled_from([TWO_STEP, ENHANCED])


def case(times, demand, supply):
    ids, keys = [f"o{i}" for i in range(N_ORIGINS)], [f"f{j}" for j in range(N_FACILITIES)]
    table = pairs(*((i, j, times[n]) for n, (i, j) in enumerate((i, j) for i in ids for j in keys)))
    people = origins(dict(zip(ids, demand, strict=True)))
    return table, people, pd.Series(supply, index=keys, dtype=float)


@settings(deadline=None)
@given(TIMES, DEMAND, SUPPLY, METHODS)
def test_what_is_handed_out_is_what_there_is(times, demand, supply, method):
    balance = two_step_catchment(*case(times, demand, supply), method).balance
    assert balance.holds
    assert balance.handed_out == pytest.approx(balance.supply_reached)
    assert balance.supply_reached <= balance.supply


@settings(deadline=None)
@given(
    TIMES, DEMAND, SUPPLY, st.sampled_from([TWO_STEP, ENHANCED, MODIFIED]), st.integers(0, N_FACILITIES - 1)
)
def test_more_supply_never_lowers_anyones_access(times, demand, supply, method, grown):
    more = [value + 50 * (j == grown) for j, value in enumerate(supply)]
    before = two_step_catchment(*case(times, demand, supply), method).origins["access"]
    after = two_step_catchment(*case(times, demand, more), method).origins["access"]
    assert (after >= before - 1e-12).all()


@settings(deadline=None)
@given(TIMES, DEMAND, SUPPLY)
def test_the_modified_never_exceeds_the_enhanced(times, demand, supply):
    enhanced = two_step_catchment(*case(times, demand, supply), ENHANCED).origins["access"]
    modified = two_step_catchment(*case(times, demand, supply), MODIFIED).origins["access"]
    assert (modified <= enhanced + 1e-12).all()


@settings(deadline=None)
@given(st.floats(1, 600), st.floats(1, 600))
def test_another_travel_time_is_another_score(first, second):
    """Regression: a score that ignores the times it is given cannot see a bypass."""
    assume(abs(first - second) > 1)
    scores = [
        two_step_catchment(
            pairs(("a", "X", time), ("b", "X", 120.0)),
            origins({"a": 10, "b": 10}),
            pd.Series({"X": 1.0}),
            ENHANCED,
        ).origins.loc["a", "access"]
        for time in (first, second)
    ]
    assert (scores[0] > scores[1]) == (first < second)
