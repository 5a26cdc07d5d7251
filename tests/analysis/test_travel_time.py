"""Reachability: a village small enough to check every figure by hand, and properties of the states."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

from geo.analysis.gaps import gap_table
from geo.analysis.travel_time import reach_table
from geo.crs import STORAGE
from geo.domain import Mode, Scope, State
from geo.errors import CrsError
from geo.layers import get_layer
from geo.network.parameters import read_parameters

PARAMETERS = read_parameters()
SCHOOL = get_layer("primary_school")  # norm 2,000 m on foot
AREA = box(0, 0, 10_000, 10_000)  # two municipalities: "1" in the west, "2" in the east of x = 5,000


def zentren(*points):
    return gpd.GeoDataFrame(
        {
            "zentrum_id": [f"z{i}" for i in range(len(points))],
            "ags": ["1" if x < 5000 else "2" for x, _ in points],
        },
        geometry=[Point(p) for p in points],
        crs=STORAGE,
    )


def facilities(*points, layer="primary_school"):
    return gpd.GeoDataFrame(
        {
            "facility_id": [f"f{i}" for i in range(len(points))],
            "layer": layer,
            "ags": ["1" if x < 5000 else "2" for x, _ in points],
        },
        geometry=[Point(p) for p in points],
        crs=STORAGE,
    )


def table(places, schools, area=AREA, layers=(SCHOOL,)):
    areas = {} if area is None else {"primary_school": area}
    return reach_table(places, schools, areas, layers, PARAMETERS).set_index(["zentrum_id", "mode", "scope"])


def row(frame, zentrum="z0", mode=Mode.WALK, scope=Scope.ANYWHERE):
    return frame.loc[(zentrum, str(mode), str(scope))]


def test_figures_by_hand():
    """1,000 m straight: 1,300 m of way, 15.6 min on foot, norm of 2 km met."""
    found = row(table(zentren((4000, 5000)), facilities((3000, 5000))))
    assert found["state"] == State.REACHED
    assert found["distance_m"] == pytest.approx(1300)
    assert found["travel_time_s"] == pytest.approx(1300 / 5000 * 3600)
    assert found["norm_id"] == "schfkvo-grundschule"
    assert found["norm_met"]
    assert found["facility_id"] == "f0"
    assert not found["nearer_possible"]


def test_exactly_the_norm_is_met():
    reached = 2000 / PARAMETERS.detour_factor
    assert row(table(zentren((4000, 5000)), facilities((4000 - reached, 5000))))["norm_met"]
    beyond = row(table(zentren((4000, 5000)), facilities((4000 - reached - 0.01, 5000))))
    assert not beyond["norm_met"]
    assert beyond["state"] == State.BEYOND_LIMIT


def test_across_the_border_is_nearer():
    frame = table(zentren((4900, 5000)), facilities((5100, 5000), (2900, 5000)))
    anywhere, own = row(frame), row(frame, scope=Scope.OWN_KOMMUNE)
    assert anywhere["facility_id"] == "f0"
    assert own["facility_id"] == "f1"
    assert own["distance_m"] == pytest.approx(2600)
    assert own["state"] == State.BEYOND_LIMIT
    assert anywhere["state"] == State.REACHED


def test_norm_speaks_of_its_mode_only():
    frame = table(zentren((4000, 5000)), facilities((3000, 5000)))
    assert row(frame, mode=Mode.CAR)["norm_id"] is None
    assert pd.isna(row(frame, mode=Mode.CAR)["norm_met"])
    assert row(frame, mode=Mode.CAR)["limit_unit"] == "min"


def test_a_facility_beyond_the_known_area_could_be_nearer():
    """The edge lies 500 m away, the known school 1,000 m: an unmapped one could lie between."""
    near_edge = row(table(zentren((500, 5000)), facilities((1500, 5000))))
    assert near_edge["nearer_possible"]
    assert near_edge["state"] == State.REACHED
    own = row(table(zentren((500, 5000)), facilities((1500, 5000))), scope=Scope.OWN_KOMMUNE)
    assert not own["nearer_possible"]


def test_without_data_there_is_no_figure_and_never_none():
    missing = row(table(zentren((4000, 5000)), facilities(), area=None))
    assert missing["state"] == State.DATA_MISSING
    assert np.isnan(missing["travel_time_s"])
    assert pd.isna(missing["norm_met"])
    assert pd.isna(missing["facility_id"])


def test_known_area_without_a_facility_points_outside():
    """Somewhere beyond it there is one; in the own municipality there is none, and that is known."""
    frame = table(zentren((4000, 5000)), facilities())
    assert row(frame)["state"] == State.OUTSIDE_DATA_AREA
    assert row(frame, scope=Scope.OWN_KOMMUNE)["state"] == State.NOT_CONNECTED


def test_a_known_facility_counts_where_the_layer_is_not_complete():
    """What is within the limit is certain, what is beyond it is not."""
    frame = table(zentren((4000, 5000), (4000, 9000)), facilities((3000, 5000)), area=None)
    assert row(frame, "z0")["state"] == State.REACHED
    assert row(frame, "z0")["nearer_possible"]
    assert row(frame, "z1")["state"] == State.DATA_MISSING
    assert pd.isna(row(frame, "z1")["facility_id"])


def test_degrees_are_refused():
    with pytest.raises(CrsError, match="Grad"):
        table(zentren((4000, 5000)).set_crs(4326, allow_override=True), facilities((3000, 5000)))


def test_every_combination_stands_once():
    layers = (SCHOOL, get_layer("pharmacy"))
    frame = reach_table(zentren((1, 1), (6000, 1)), facilities((5, 5)), {}, layers, PARAMETERS)
    assert len(frame) == 2 * 2 * len(Mode) * len(Scope)
    assert not frame.duplicated(["zentrum_id", "layer", "mode", "scope"]).any()


KEYS = ["ortsteil_id", "layer", "mode"]
COORDINATES = st.lists(
    st.tuples(st.integers(1, 9_999), st.integers(1, 9_999)), min_size=1, max_size=8, unique=True
)


@settings(max_examples=40, deadline=None)
@given(places=COORDINATES, schools=COORDINATES, more=COORDINATES)
def test_adding_a_facility_never_makes_anything_worse(places, schools, more):
    before = table(zentren(*places), facilities(*schools))
    after = table(zentren(*places), facilities(*schools, *more))
    both = before.join(after, suffixes=("_before", "_after"))
    known = both["distance_m_before"].notna()
    assert known.any()
    assert (both.loc[known, "distance_m_after"] <= both.loc[known, "distance_m_before"]).all()
    met = both["norm_met_before"].fillna(False).astype(bool)
    assert both.loc[met, "norm_met_after"].all()
    nobody = pd.Series(dtype="Int64")
    fewer = [gap_table(frame.reset_index(), nobody).set_index(KEYS)["shortfall"] for frame in (after, before)]
    assert set(fewer[0].index) <= set(fewer[1].index)
    assert (fewer[0] <= fewer[1].reindex(fewer[0].index)).all()


@settings(max_examples=40, deadline=None)
@given(places=COORDINATES, schools=st.one_of(st.just([]), COORDINATES), mapped=st.booleans())
def test_state_and_figure_agree(places, schools, mapped):
    frame = table(zentren(*places), facilities(*schools), area=AREA if mapped else None)
    shown = frame["state"].isin([State.REACHED, State.BEYOND_LIMIT])
    assert (frame["travel_time_s"].notna() == shown).all()
    assert (frame["distance_m"].notna() == shown).all()
    assert (frame["facility_id"].notna() == shown).all()
    assert not frame.loc[~shown, "nearer_possible"].any()
    own = frame.xs(str(Scope.OWN_KOMMUNE), level="scope")["travel_time_s"]
    anywhere = frame.xs(str(Scope.ANYWHERE), level="scope")["travel_time_s"]
    both = own.notna() & anywhere.notna()
    assert (own[both] >= anywhere[both]).all()
