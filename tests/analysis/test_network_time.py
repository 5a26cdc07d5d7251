"""Reachability on a grid of streets, known from -100 m to 3,100 m east and 2,300 m north of its corner."""

import geopandas as gpd
import numpy as np
import pytest
from shapely import Point, box

from geo.analysis.network_time import reach_table_network, to_places
from geo.crs import STORAGE
from geo.domain import Mode, Scope, State
from geo.layers import get_layer
from geo.network.parameters import read_parameters
from geo.network.router import to_router
from geo.network.snap import distance_to_data_edge
from tests.network.desert import ORIGIN, build_grid

PARAMETERS = read_parameters()
SCHOOL = get_layer("primary_school")  # norm 2,000 m on foot
EVERYWHERE = box(*np.add(ORIGIN * 2, [-50_000, -50_000, 50_000, 50_000]))
OWN, OTHER = "1", "2"


@pytest.fixture(scope="module")
def town():
    return to_router(build_grid(31, 23, 100.0, Mode.WALK), PARAMETERS)


def reach(town, place, *schools, area=EVERYWHERE, parameters=PARAMETERS):
    """Anywhere and own state of a place (metres from the corner) in the municipality `OWN`."""
    points = gpd.GeoDataFrame(
        {
            "facility_id": [f"f{i}" for i in range(len(schools))],
            "layer": SCHOOL.key,
            "ags": [ags for _, ags in schools],
        },
        geometry=[Point(np.add(ORIGIN, xy)) for xy, _ in schools],
        crs=STORAGE,
    )
    centre = gpd.GeoDataFrame(
        {"zentrum_id": ["z"], "ags": [OWN]}, geometry=[Point(np.add(ORIGIN, place))], crs=STORAGE
    )
    areas = {} if area is None else {SCHOOL.key: area}
    places = to_places(centre["zentrum_id"], centre["ags"], centre.geometry, areas)
    frame = reach_table_network(places, points, (SCHOOL,), town, parameters=parameters).set_index("scope")
    return frame.loc[str(Scope.ANYWHERE)], frame.loc[str(Scope.OWN_KOMMUNE)]


def test_none_in_the_own_municipality_is_not_outside_of_the_data(town):
    anywhere, own = reach(town, (1_500, 1_000), ((1_700, 1_000), OTHER))
    assert (anywhere["state"], anywhere["distance_m"]) == (State.REACHED, pytest.approx(200))
    assert own["state"] == State.NOT_CONNECTED
    assert own["facility_id"] is None


def test_none_anywhere_is_still_outside_of_the_data(town):
    anywhere, own = reach(town, (1_500, 1_000))
    assert (anywhere["state"], own["state"]) == (State.OUTSIDE_DATA_AREA, State.NOT_CONNECTED)


def test_where_the_layer_is_not_known_there_are_no_data(town):
    assert {row["state"] for row in reach(town, (1_500, 1_000), area=None)} == {State.DATA_MISSING}


def test_no_way_is_known_to_a_facility_beyond_the_streets(town):
    """900 m past the last street: once it was reached by a long walk from there."""
    rows = reach(town, (1_500, 1_000), ((4_000, 1_000), OWN))
    assert rows
    for row in rows:
        assert row["state"] == State.OUTSIDE_DATA_AREA
        assert row["facility_id"] is None
        assert np.isnan(row["travel_time_s"])


def test_the_known_one_counts_beside_one_beyond_the_streets(town):
    """1,400 m to the known one; streets are known for 1,100 m around, so the other may be nearer."""
    known = ((2_900, 1_000), OWN)
    anywhere, own = reach(town, (1_500, 1_000), known, ((1_500, -200), OWN))
    for row in (anywhere, own):
        assert (row["state"], row["facility_id"]) == (State.REACHED, "f0")
        assert row["distance_m"] == pytest.approx(1_400)
        assert row["nearer_possible"]
    anywhere, own = reach(town, (1_500, 1_000), known)
    assert anywhere["nearer_possible"]
    assert not own["nearer_possible"]


@pytest.mark.parametrize(("east", "unsure"), [(2_500, False), (2_700, True)])
def test_what_is_nearer_than_the_edge_of_the_streets_is_certain(town, east, unsure):
    """The edge is 1,100 m away."""
    anywhere, _ = reach(town, (1_500, 1_000), ((east, 1_000), OTHER))
    assert anywhere["nearer_possible"] == unsure


@pytest.mark.parametrize(("place", "unsure"), [((1_500, 1_000), False), ((200, 1_000), True)])
def test_nothing_within_the_search_is_certain_only_far_from_the_edge(town, place, unsure):
    """Searched are 5 minutes, 417 m; streets are known for 1,100 and 300 m around; the own municipality is known."""
    parameters = read_parameters({"search_min.walk": 5})
    anywhere, own = reach(town, place, ((3_000, 1_000), OWN), parameters=parameters)
    for row in (anywhere, own):
        assert row["state"] == State.BEYOND_LIMIT
        assert np.isnan(row["distance_m"])
        assert not row["norm_met"]
    assert anywhere["nearer_possible"] == unsure
    assert not own["nearer_possible"]


def test_metres_to_the_edge_of_the_streets(town):
    points = np.add(ORIGIN, [[1_500, 1_000], [0, 0], [3_050, 500], [-101, 0]])
    assert distance_to_data_edge(town.graph, points).tolist() == pytest.approx([1_100, 100, 50, 0])
