"""Residents: sums are exact, nothing is negative, nothing unknown becomes 0."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError
from geo.residents import BY_AREA, BY_GRID, PUBLISHED, UNKNOWN, largest_remainder, share_residents


def table(**columns) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    plain = {
        "ags": ["1"] * size,
        "population": [None] * size,
        "grid_share": [None] * size,
        "area_km2": [1.0] * size,
    }
    index = pd.Index([f"o{n}" for n in range(size)], name="ortsteil_id")
    return pd.DataFrame({**plain, **columns}, index=index)


def test_published_figure_stands_and_the_rest_comes_from_the_grid():
    out = share_residents(table(population=[600, None], grid_share=[0.5, 0.5]), pd.Series({"1": 1000}))
    assert out["residents"].tolist() == [600, 500]
    assert out["residents_estimated"].tolist() == [False, True]
    assert out["residents_method"].tolist() == [PUBLISHED, BY_GRID]


def test_figures_of_different_dates_are_scaled_to_the_official_total():
    out = share_residents(table(population=[600, None], grid_share=[0.5, 0.5]), pd.Series({"1": 1000}))
    assert out["residents_scaled"].tolist() == [545, 455]


def test_without_a_grid_the_area_weighs():
    out = share_residents(table(area_km2=[3.0, 1.0]), pd.Series({"1": 1000}))
    assert out["residents"].tolist() == [750, 250]
    assert set(out["residents_method"]) == {BY_AREA}


def test_grid_with_a_hole_is_not_used():
    out = share_residents(table(grid_share=[0.9, None], area_km2=[1.0, 1.0]), pd.Series({"1": 10}))
    assert out["residents"].tolist() == [5, 5]


@pytest.mark.parametrize("totals", [pd.Series(dtype=float), pd.Series({"1": None}, dtype="Float64")])
def test_without_a_total_the_unknown_stays_missing(totals):
    out = share_residents(table(population=[7, None]), totals)
    assert out["residents"].iloc[0] == 7
    assert out["residents"].isna().tolist() == [False, True]
    assert out["residents_scaled"].isna().all()
    assert out["residents_method"].tolist() == [PUBLISHED, UNKNOWN]
    assert not out["residents_estimated"].any()


def test_kommunen_do_not_mix():
    frame = table(ags=["1", "2", "1"], grid_share=[0.25, 1.0, 0.75])
    out = share_residents(frame, pd.Series({"1": 100, "2": 7}))
    assert out["residents_scaled"].tolist() == [25, 7, 75]
    assert out.index.equals(frame.index)


def test_empty_table_gives_an_empty_table():
    out = share_residents(table(ags=[]), pd.Series({"1": 100}))
    assert out.empty
    assert list(out) == ["residents", "residents_estimated", "residents_scaled", "residents_method"]


@pytest.mark.parametrize(
    ("frame", "sentence"),
    [
        (table(population=[1]).drop(columns="grid_share"), "fehlt die Spalte grid_share"),
        (table(population=[-1]), "population von o0 ist negativ"),
        (table(area_km2=[0.0]), "o0 hat keine Fläche"),
    ],
)
def test_bad_tables_are_named(frame, sentence):
    with pytest.raises(InputError, match=sentence):
        share_residents(frame, pd.Series({"1": 5}))


def test_negative_total_is_refused():
    with pytest.raises(InputError, match="amtliche Einwohnerzahl"):
        share_residents(table(population=[1]), pd.Series({"1": -5}))


shares = st.lists(st.floats(0.001, 1), min_size=1, max_size=30)
figure = st.one_of(st.none(), st.integers(0, 50_000))


@settings(max_examples=150, deadline=None)
@given(st.data(), shares, st.integers(0, 200_000))
def test_scaled_residents_sum_exactly_and_are_not_negative(data, share, total):
    population = data.draw(st.lists(figure, min_size=len(share), max_size=len(share)))
    frame = table(grid_share=np.array(share) / sum(share), population=population)
    out = share_residents(frame, pd.Series({"1": total}))
    assert out["residents_scaled"].sum() == total
    assert (out["residents_scaled"] >= 0).all()
    assert (out["residents"] >= 0).all()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=40).filter(any), st.integers(0, 500_000))
def test_a_larger_weight_never_gets_less(weights, total):
    parts = largest_remainder(np.array(weights), total)
    assert parts.sum() == total
    order = np.argsort(weights, kind="stable")
    assert (np.diff(parts[order])[np.diff(np.array(weights)[order]) > 0] >= 0).all()


@settings(max_examples=60, deadline=None)
@given(shares, st.integers(0, 100_000))
def test_estimates_follow_the_grid(share, total):
    grid = np.array(share) / sum(share)
    out = share_residents(table(grid_share=grid), pd.Series({"1": total}))
    assert (np.abs(out["residents_scaled"].to_numpy(dtype=float) - grid * total) < 1).all()
