"""Links across municipal borders: hand-made pairs, the two real neighbours, properties."""

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from geo.areas.near import link_limit_s, link_table
from geo.crs import EDGE, STORAGE
from geo.domain import Mode
from geo.errors import CrsError
from geo.network.parameters import read_parameters

PARAMETERS = read_parameters()


def zentren(rows):
    return gpd.GeoDataFrame(
        {"zentrum_id": [r[0] for r in rows], "ags": [r[1] for r in rows]},
        geometry=[Point(r[2], r[3]) for r in rows],
        crs=STORAGE,
    )


def test_the_limit_is_the_norm_for_cars():
    """RIN 2008: neighbouring Grundzentrum within 25 minutes by car."""
    assert link_limit_s(Mode.CAR, PARAMETERS) == 25 * 60
    assert link_limit_s(Mode.WALK, PARAMETERS) == PARAMETERS.limit_min[Mode.WALK] * 60


def test_near_pairs_far_pairs_and_partners():
    """a and b are 5 km apart; c lies 100 km off and is linked only as the nearest of its pairs."""
    links = link_table(
        zentren([("a", "1", 0, 0), ("b", "2", 5000, 0), ("c", "3", 100_000, 0), ("d", "1", 0, 900)]),
        Mode.CAR,
        PARAMETERS,
    ).set_index(["a_id", "b_id"])
    assert links.loc[("a", "b"), "within"]
    assert links.loc[("a", "b"), ["nearest_of_a", "nearest_of_b", "nearest_of_kommunen"]].all()
    assert links.loc[("a", "b"), "travel_time_s"] == pytest.approx(5.0 * 1.3 / 33 * 3600)
    assert not links.loc[("b", "c"), "within"]
    assert links.loc[("b", "c"), "nearest_of_b"]
    assert not links.loc[("b", "c"), "nearest_of_a"]
    assert ("a", "d") not in links.index
    assert ("c", "d") not in links.index
    assert links.loc[("a", "c"), "nearest_of_kommunen"]


def test_one_municipality_has_no_links():
    assert link_table(zentren([("a", "1", 0, 0), ("b", "1", 9, 9)]), Mode.CAR, PARAMETERS).empty


def test_roland_and_walstedde():
    """methods.md, section 6: the nearest pair across a border is 15.0 km apart as the crow flies."""
    places = gpd.GeoDataFrame(
        {"zentrum_id": ["roland", "walstedde"], "ags": ["05570008", "05570016"]},
        geometry=gpd.points_from_xy([8.0113, 7.7959], [51.7816, 51.7611]),
        crs=EDGE,
    ).to_crs(STORAGE)
    link = link_table(places, Mode.CAR, PARAMETERS).iloc[0]
    assert link["crow_m"] == pytest.approx(15_000, abs=60)
    assert not link["within"]
    assert link["travel_time_s"] / 60 == pytest.approx(15.0 * 1.3 / 33 * 60, abs=0.2)


def test_degrees_are_refused():
    places = zentren([("a", "1", 0, 0), ("b", "2", 1, 1)]).set_crs(EDGE, allow_override=True)
    with pytest.raises(CrsError, match="Grad"):
        link_table(places, Mode.CAR, PARAMETERS)


PLACES = st.lists(
    st.tuples(st.sampled_from("123"), st.integers(0, 60_000), st.integers(0, 60_000)), min_size=1, max_size=12
)


@settings(max_examples=60, deadline=None)
@given(PLACES)
def test_every_link_crosses_a_border_and_everybody_has_a_partner(rows):
    places = zentren([(f"z{i:02}", *row) for i, row in enumerate(rows)])
    links = link_table(places, Mode.CAR, PARAMETERS)
    ags = places.set_index("zentrum_id")["ags"]
    assert (links["a_id"].map(ags).to_numpy() != links["b_id"].map(ags).to_numpy()).all()
    assert not links.duplicated(["a_id", "b_id"]).any()
    assert (links["within"] == (links["travel_time_s"] <= link_limit_s(Mode.CAR, PARAMETERS))).all()
    if ags.nunique() > 1:
        partnered = set(links.loc[links["nearest_of_a"], "a_id"]) | set(
            links.loc[links["nearest_of_b"], "b_id"]
        )
        assert partnered == set(ags.index)
