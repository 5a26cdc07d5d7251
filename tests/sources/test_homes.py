"""Addresses find their Ortsteil, sum to the official total, and are numbered by the square that shows them."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from geo.errors import InputError
from geo.sources.homes import assign_addresses, find_municipality, number_homes

X, Y = 430_000, 5_710_000
AREAS = gpd.GeoDataFrame(
    {"ortsteil_id": ["1-b", "1-a", "2-a"], "ags": ["1", "1", "2"]},
    geometry=[
        box(X + 1000, Y, X + 2000, Y + 1000),
        box(X, Y, X + 1000, Y + 1000),
        box(X, Y - 1000, X + 2000, Y),
    ],
    crs=25832,
)
TOWN = pd.Series({"ags": "1", "name": "Musterdorf", "residents": 30})


def addresses(*places):
    return pd.DataFrame(
        [(X + dx, Y + dy, people, line) for line, (dx, dy, people) in enumerate(places, start=2)],
        columns=["x_m", "y_m", "residents", "line"],
    ).astype({"residents": float})


def test_people_stay_in_their_ortsteil_and_sum_to_the_official_total():
    """On the common border (1000) the smaller id counts; 400 m outside the nearest Ortsteil does."""
    found = assign_addresses(
        "a.csv", addresses((500, 500, 4), (1500, 500, 3), (1000, 500, 2), (2400, 500, 1)), AREAS, TOWN
    )
    people = found.homes.groupby("ortsteil_id")["residents"].sum()
    assert people.to_dict() == pytest.approx({"1-a": 18, "1-b": 12})
    assert (found.factor, found.n_beside) == (3.0, 1)
    assert found.homes["residents_grid"].sum() == 10
    assert set(found.homes["kind"]) == {"address"}


def test_without_an_official_total_people_stay_as_they_are():
    found = assign_addresses("a.csv", addresses((5, 5, 4)), AREAS, TOWN.replace({30: None}))
    assert (found.factor, found.homes["residents"].tolist()) == (None, [4.0])


def test_an_address_far_outside_is_named():
    with pytest.raises(
        InputError, match=r"a.csv, Zeile 3: die Adresse liegt 2,0 km außerhalb von Musterdorf"
    ):
        assign_addresses("a.csv", addresses((500, 500, 4), (500, 3000, 4), (500, 9000, 1)), AREAS, TOWN)


def test_most_addresses_decide_for_the_municipality():
    assert find_municipality("a.csv", addresses((5, 5, 1), (9, -9, 1), (8, -9, 1)), AREAS) == "2"
    with pytest.raises(InputError, match="keine Adresse liegt in einer Kommune"):
        find_municipality("a.csv", addresses((-90_000, 0, 1)), AREAS)


def test_addresses_of_a_square_are_shown_as_one():
    """Two addresses two metres apart, one a kilometre away, and the cell of the grid around the first."""
    homes = assign_addresses(
        "a.csv", addresses((500, 500, 1), (501, 501, 2), (1500, 500, 3)), AREAS, TOWN
    ).homes
    square = homes["cell_id"].iloc[0].partition("/")[0]
    cell = homes.iloc[:1].assign(cell_id=square, kind="cell", ags="2")
    numbered = number_homes(gpd.GeoDataFrame(pd.concat([homes, cell]), geometry="geom", crs=25832))
    assert numbered["ordinal"].tolist() == [0, 1, 2, 3]
    together = numbered[numbered["cell_id"].str.startswith(square)]
    assert len(together) == 3
    assert together["shown"].nunique() == 1
    assert sorted(set(numbered["shown"])) == [0, 1]
    assert not numbered["cell_id"].duplicated().any()
