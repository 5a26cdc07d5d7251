"""Nahversorgung 0-5: counted by hand, and never zero for what is not known."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.nahversorgung import component_table, mean_scores, read_method, score_table, with_weights
from geo.domain import Mode, Scope, State
from geo.errors import InputError
from geo.layers import get_layer

METHOD = read_method()
LAYERS = ["supermarket", "doctor", "pharmacy", "primary_school", "bus_stop", "railway_station"]


def reach(origin, figures):
    """Rows on foot from {layer: metres, or a state without figure, or (metres, nearer possible)}."""
    rows = []
    for layer, given_ in figures.items():
        metres, nearer = given_ if isinstance(given_, tuple) else (given_, False)
        state = metres if isinstance(metres, State) else State.REACHED
        rows.append(
            {
                "origin_id": origin,
                "layer": layer,
                "mode": str(Mode.WALK),
                "scope": str(Scope.ANYWHERE),
                "state": str(state),
                "distance_m": np.nan if isinstance(metres, State) else metres,
                "nearer_possible": nearer,
            }
        )
    columns = ["origin_id", "layer", "mode", "scope", "state", "distance_m", "nearer_possible"]
    return pd.DataFrame(rows, columns=columns).astype({"distance_m": float})


def score(figures, method=METHOD, **more):
    parts = component_table(reach("o", figures), pd.Index(["o"]), method, **more)
    return score_table(parts, method).iloc[0]


ALL_NEAR = dict.fromkeys(LAYERS, 500.0)


def test_the_method_is_the_published_one():
    assert [part.key for part in METHOD.component] == [
        "supermarket", "doctor", "pharmacy", "primary_school", "stop",
    ]  # fmt: skip
    assert {part.distance_m for part in METHOD.component} == {1000.0}
    assert set(METHOD.points().values()) == {1.0}
    layers = [get_layer(layer).key for part in METHOD.component for layer in part.layers]
    assert layers == LAYERS


def test_points_by_hand():
    """Supermarket at 1,000 m counts, the doctor at 1,001 m does not; a railway station is a stop."""
    figures = {**ALL_NEAR, "supermarket": 1000.0, "doctor": 1001.0, "bus_stop": 3000.0}
    found = score(figures)
    assert (found["points_known"], found["points_possible"]) == (4, 4)
    assert (found["n_met"], found["n_unknown"]) == (4, 0)


def test_what_is_unknown_makes_a_range_never_a_zero():
    found = score({"supermarket": 500.0, "doctor": State.DATA_MISSING, "primary_school": 2500.0})
    # Doctor, pharmacy and stop are unknown, the school is certainly too far.
    assert (found["points_known"], found["points_possible"]) == (1, 4)
    assert found["n_unknown"] == 3


def test_an_upper_bound_beyond_the_distance_is_unknown():
    assert score({**ALL_NEAR, "pharmacy": (1500.0, True)})["points_possible"] == 5
    assert score({**ALL_NEAR, "pharmacy": (1500.0, True)})["points_known"] == 4
    assert score({**ALL_NEAR, "pharmacy": (900.0, True)})["points_known"] == 5


def test_a_stop_is_denied_only_if_no_kind_can_be_near():
    found = score({**ALL_NEAR, "bus_stop": 3000.0, "railway_station": State.DATA_MISSING})
    assert (found["points_known"], found["points_possible"]) == (4, 5)


def test_beyond_the_search_says_only_what_was_searched():
    figures = {**ALL_NEAR, "doctor": State.BEYOND_LIMIT}
    assert score(figures)["points_possible"] == 5
    assert score(figures, searched_m=1000.0)["points_possible"] == 4
    assert score({**ALL_NEAR, "doctor": State.NOT_CONNECTED})["points_possible"] == 4


def test_other_weights_keep_the_scale():
    """Weight 6 for the supermarket and 1 for the others: 3 points and 0.5 each, 5 together."""
    heavy = with_weights(METHOD, {"supermarket": 6})
    assert heavy.points()["supermarket"] == pytest.approx(3)
    assert heavy.points()["stop"] == pytest.approx(0.5)
    found = score({**ALL_NEAR, "supermarket": 4000.0}, heavy)
    assert found["points_known"] == pytest.approx(2)
    assert score(ALL_NEAR, heavy)["points_known"] == pytest.approx(5)
    assert "eigene Setzung" in METHOD.weights_source
    assert heavy.weights_source != METHOD.weights_source


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({"bakery": 1}, "bakery"),
        ({"stop": -1}, "ab 0"),
        ({"stop": np.nan}, "ab 0"),
        ({part.key: 0 for part in METHOD.component}, "größer als 0"),
    ],
)
def test_bad_weights_get_one_sentence(weights, words):
    with pytest.raises(InputError, match=words):
        with_weights(METHOD, weights)


def test_mean_of_residents_by_hand():
    """30 people with 5 points, 10 with 1 to 4: 4.0 to 4.75; 20 elsewhere have nothing for certain."""
    figures = pd.concat(
        [
            reach("o1", ALL_NEAR),
            reach("o2", {"supermarket": 500.0, "primary_school": 2500.0}),
            reach("o3", dict.fromkeys(LAYERS, 9000.0)),
        ]
    )
    origins = pd.Index(["o1", "o2", "o3", "o4"])
    scores = score_table(component_table(figures, origins, METHOD), METHOD)
    people = pd.Series([30.0, 10.0, 20.0, 99.0], index=origins)
    found = mean_scores(scores, people, pd.Series(["a", "a", "b", None], index=origins))
    assert found.loc["a", ["points_known", "points_possible"]].tolist() == [4.0, 4.75]
    assert found.loc["b", ["points_known", "points_possible"]].tolist() == [0, 0]
    assert found["residents_none"].to_dict() == {"a": 0, "b": 20}
    assert set(found.index) == {"a", "b"}


FIGURE = st.one_of(
    st.floats(0, 5000), st.sampled_from(list(State)[1:]), st.tuples(st.floats(0, 5000), st.booleans())
)


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(st.sampled_from(LAYERS), FIGURE),
    st.dictionaries(st.sampled_from([part.key for part in METHOD.component]), st.floats(0.1, 10)),
    st.sampled_from(LAYERS),
)
def test_the_range_keeps_its_bounds_and_knowing_more_narrows_it(figures, weights, learned):
    method = with_weights(METHOD, weights)
    before = score(figures, method)
    assert 0 <= before["points_known"] <= before["points_possible"] + 1e-9 <= 5 + 2e-9
    if learned not in figures:
        for metres in (100.0, 4000.0):
            after = score({**figures, learned: metres}, method)
            assert after["points_known"] >= before["points_known"] - 1e-9
            assert after["points_possible"] <= before["points_possible"] + 1e-9
