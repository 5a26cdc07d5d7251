"""The place that stands for a square, against the plain definition."""

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from geo.analysis.squares import pick_typical, to_squares

PLACES = st.lists(
    st.tuples(st.integers(0, 4), st.one_of(st.floats(0, 100), st.just(float("nan"))), st.integers(1, 50)),
    min_size=1,
    max_size=40,
)


@given(PLACES)
def test_half_of_the_people_have_it_no_worse(places):
    squares = sorted({square for square, _, _ in places})
    shown = np.array([squares.index(square) for square, _, _ in places])
    values = np.array([value for _, value, _ in places])
    people = np.array([float(n) for _, _, n in places])
    found = pick_typical(values, people, shown)
    assert len(found) == len(squares)
    worse = np.nan_to_num(values, nan=np.inf)
    for square, place in enumerate(found):
        here = shown == square
        assert here[place]
        assert people[here & (worse <= worse[place])].sum() >= people[here].sum() / 2
        assert (
            people[here & (worse < worse[place])].sum() < people[here].sum() / 2
            or not (here & (worse < worse[place])).any()
        )


def test_three_addresses_of_a_square():
    """Ten people 3 min away outweigh four at 1 min and five without a way; the other square stands for itself."""
    found = pick_typical([1.0, 3.0, np.nan, 7.0], np.array([4.0, 10, 5, 1]), np.array([1, 1, 1, 0]))
    assert found.tolist() == [3, 1]


def test_a_square_sums_its_people_and_stands_at_its_centre():
    back = Transformer.from_crs(3035, 25832, always_xy=True)
    x, y = back.transform([4_150_010, 4_150_090, 4_150_250], [3_150_010, 3_150_080, 3_150_050])
    homes = gpd.GeoDataFrame(
        {
            "cell_id": ["A/0001", "A/0002", "B"],
            "ortsteil_id": ["small", "large", "large"],
            "ags": ["1", "2", "2"],
            "residents": [2.0, 3.0, 9.0],
            "shown": [4, 4, 7],
            "geom": gpd.points_from_xy(x, y),
        },
        geometry="geom",
        crs=25832,
    )
    found = to_squares(homes)
    assert found[["cell_id", "ortsteil_id", "residents"]].to_numpy().tolist() == [
        ["A", "large", 5],
        ["B", "large", 9],
    ]
    centres = found.geometry.to_crs(3035)
    assert centres.x.tolist() == pytest.approx([4_150_050, 4_150_250], abs=1e-3)
    assert centres.y.tolist() == pytest.approx([3_150_050, 3_150_050], abs=1e-3)
