"""Ranking: by hand, against scipy, and that ranges hold what they promise."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau, rankdata

from geo.analysis.ranking import WeightSpace, kendall_tau, rank_ortsteile, rank_worst_first
from geo.errors import InputError

# People who miss the norm: a worst for school, c for doctor, b second in both.
PEOPLE = pd.DataFrame({"school": [100.0, 80.0, 0.0], "doctor": [0.0, 90.0, 100.0]}, index=["a", "b", "c"])


def test_ranks_by_hand():
    """Alike: a 50, b 85, c 50. School alone: a b c. Doctor alone: c b a. b is never worse placed than second."""
    found = rank_ortsteile(PEOPLE)
    assert found.table["score"].to_dict() == {"a": 50, "b": 85, "c": 50}
    assert found.table["rank"].to_dict() == {"a": 2, "b": 1, "c": 2}
    assert found.table["rank_best"].to_dict() == {"a": 1, "b": 1, "c": 1}
    assert found.table["rank_worst"].to_dict() == {"a": 3, "b": 2, "c": 3}
    assert found.layers == ("school", "doctor")


def test_the_share_at_the_top_is_the_share_of_weightings():
    """b leads unless w(school) > 0.818 (100 w > 80 w + 90 (1 - w)) or w(doctor) > 0.889: 70.7 % of the simplex."""
    found = rank_ortsteile(PEOPLE, space=WeightSpace(draws=4000, top=1))
    expected = 90 / 110 - 10 / 90
    assert found.table.loc["b", "share_top"] == pytest.approx(expected, abs=0.03)
    assert found.table.loc["b", "rank_p50"] == 1


def test_weights_decide_and_only_named_layers_count():
    found = rank_ortsteile(PEOPLE, {"school": 1})
    assert found.layers == ("school",)
    assert found.table["rank"].to_dict() == {"a": 1, "b": 2, "c": 3}
    assert (found.table["rank_best"] == found.table["rank_worst"]).all()
    assert found.kendall_mean == 1


def test_one_seed_is_one_result():
    first, again = (rank_ortsteile(PEOPLE, space=WeightSpace(draws=50)) for _ in range(2))
    pd.testing.assert_frame_equal(first.table, again.table)
    assert first.kendall_mean == again.kendall_mean


def test_a_small_spread_leaves_the_clear_ranking_as_it_is():
    clear = pd.DataFrame({"school": [100.0, 50, 0], "doctor": [90.0, 50, 10]}, index=["a", "b", "c"])
    found = rank_ortsteile(clear, space=WeightSpace(spread=0.1))
    assert found.table["rank_worst"].tolist() == [1, 2, 3]
    assert (found.kendall_mean, found.kendall_min) == (1, 1)


def test_what_is_not_known_is_not_ranked():
    figures = PEOPLE.assign(library=np.nan)
    figures.loc["c", "doctor"] = np.nan
    found = rank_ortsteile(figures)
    assert found.layers_without_data == ("library",)
    assert found.layers == ("school", "doctor")
    assert pd.isna(found.table.loc["c", "rank"])
    assert found.table.loc["b", "rank"] == 1


def test_equal_scores_have_no_tau():
    same = pd.DataFrame({"school": [5.0, 5.0]}, index=["a", "b"])
    found = rank_ortsteile(same)
    assert found.kendall_mean is None
    assert found.table["rank"].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("weights", "words"),
    [({"bakery": 1}, "bakery"), ({"school": -1}, "ab 0"), ({"school": 0}, "keine Zahlen")],
)
def test_bad_weights_get_one_sentence(weights, words):
    with pytest.raises(InputError, match=words):
        rank_ortsteile(PEOPLE, weights)


@pytest.mark.parametrize("change", [{"draws": 0}, {"spread": 0}, {"spread": 1.5}, {"top": 0}])
def test_bad_spaces_get_one_sentence(change):
    with pytest.raises(InputError, match="Empfindlichkeit"):
        WeightSpace(**change)


SCORES = st.lists(st.integers(0, 6).map(float), min_size=2, max_size=12).map(np.array)


@settings(deadline=None)
@given(SCORES)
def test_ranks_agree_with_scipy(scores):
    assert rank_worst_first(scores[None, :])[0].tolist() == rankdata(-scores, method="min").tolist()


@settings(deadline=None)
@given(SCORES, st.randoms(use_true_random=False))
def test_tau_agrees_with_scipy(scores, random):
    other = scores.copy()
    random.shuffle(other)
    ranks = rank_worst_first(other[None, :])
    ours, theirs = kendall_tau(scores, ranks), kendalltau(scores, other).statistic
    assert (ours is None) == bool(np.isnan(theirs))
    if ours is not None:
        assert ours[0] == pytest.approx(theirs)


TABLES = st.integers(2, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 1000).map(float), min_size=columns, max_size=columns), min_size=1, max_size=8
    )
)


@settings(max_examples=50, deadline=None)
@given(TABLES, st.floats(0.05, 1))
def test_ranges_hold_every_rank_and_the_worst_in_all_stays_first(rows, spread):
    figures = pd.DataFrame(rows, columns=[f"layer{i}" for i in range(len(rows[0]))])
    figures.loc[len(figures)] = 1001.0  # worst in every layer
    table = rank_ortsteile(figures, space=WeightSpace(draws=30, spread=spread)).table
    assert (table["rank_best"] <= table["rank"]).all()
    assert (table["rank"] <= table["rank_worst"]).all()
    assert (table["rank_p05"] <= table["rank_p50"]).all()
    assert (table["rank_p50"] <= table["rank_p95"]).all()
    assert table.iloc[-1][["rank_best", "rank_worst"]].tolist() == [1, 1]
    assert table["share_top"].between(0, 1).all()
