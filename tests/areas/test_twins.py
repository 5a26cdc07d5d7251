"""Twins: profiles by hand, distances, groups and what they share; what every grouping keeps."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.areas.twins import Profiles, profile_distances, shared_norms, to_profiles, twin_groups, twin_tables


def to_reach(rows):
    """Rows (zentrum, layer, value in metres, limit); a value of None is not judged."""
    return pd.DataFrame(
        [
            {
                "zentrum_id": zentrum,
                "layer": layer,
                "mode": "walk",
                "scope": "anywhere",
                "norm_met": pd.NA if value is None else value <= limit,
                "limit_value": limit,
                "limit_unit": "m",
                "distance_m": value,
                "travel_time_s": None if value is None else value,
            }
            for zentrum, layer, value, limit in rows
        ]
    ).astype({"norm_met": "boolean", "distance_m": float, "travel_time_s": float})


ZENTREN = pd.DataFrame(
    {
        "place_id": ["a", "b", "c"],
        "ags": ["1", "2", "2"],
        "residents": pd.array([300, 100, pd.NA], dtype="Int64"),
    }
)
REACH = to_reach(
    [
        *[("a", "doctor", 2000, 1000), ("a", "bakery", 500, 1000)],
        *[("b", "doctor", 2000, 1000), ("b", "bakery", 900, 1000)],
        *[("c", "doctor", 500, 1000), ("c", "bakery", 3000, 1000)],
    ]
)


def test_profiles_by_hand():
    profiles = to_profiles(REACH, ZENTREN)
    assert profiles.norms == ("bakery/walk", "doctor/walk")
    assert profiles.shortfall.tolist() == [[0, 1], [0, 1], [2, 0]]
    # The doctor is missed by 400 people, the baker by c, whose people are not known: one.
    assert profiles.weight == pytest.approx([1 / 401, 400 / 401])


def test_distances_by_hand():
    profiles = to_profiles(REACH, ZENTREN)
    distance = profile_distances(profiles)
    assert distance[0, 1] == 0
    # doctor: 1/(1+1) against 0; bakery: 0 against 2/(1+2).
    assert distance[0, 2] == pytest.approx(400 / 401 * 0.5 + 1 / 401 * 2 / 3)


def test_twins_by_hand():
    areas, members, twins = twin_tables(to_profiles(REACH, ZENTREN), 0.15)
    assert areas[["area_id", "residents"]].to_numpy().tolist() == [["twin-a", 400]]
    assert members["place_id"].tolist() == ["a", "b"]
    (pair,) = twins.to_dict("records")
    assert pair == {
        "a_id": "a",
        "b_id": "b",
        "distance": 0.0,
        "both_missed": ["doctor/walk"],
        "both_met": ["bakery/walk"],
    }


def test_the_same_profile_inside_one_municipality_makes_no_twins():
    areas, _, twins = twin_tables(to_profiles(REACH, ZENTREN.assign(ags=["1", "1", "2"])), 0.15)
    assert areas.empty
    assert twins.empty


def test_who_misses_nothing_is_nobodys_twin():
    met = to_reach([(zentrum, "doctor", 500, 1000) for zentrum in "abc"])
    areas, _, twins = twin_tables(to_profiles(met, ZENTREN), 0.15)
    assert areas.empty
    assert twins.empty


def test_too_little_known_in_common_is_not_compared():
    reach = to_reach([("a", "doctor", 2000, 1000), ("b", "bakery", 2000, 1000), ("c", "doctor", 2000, 1000)])
    distance = profile_distances(to_profiles(reach, ZENTREN))
    assert distance[0, 1] == 1
    assert distance[0, 2] == 0


def test_one_very_long_way_does_not_outweigh_the_rest():
    """A way 100 times too long is no farther than 1 from a way that keeps the norm."""
    reach = to_reach(
        [("a", "doctor", 100_000, 1000), ("b", "doctor", 3000, 1000), ("c", "doctor", 900, 1000)]
    )
    distance = profile_distances(to_profiles(reach, ZENTREN))
    assert distance[0, 1] < distance[1, 2] < distance[0, 2] < 1


@st.composite
def some_profiles(draw):
    n, m = draw(st.integers(2, 8)), draw(st.integers(1, 4))
    value = st.one_of(st.just(0.0), st.floats(0.01, 50), st.just(float("nan")))
    shortfall = np.array(draw(st.lists(st.lists(value, min_size=m, max_size=m), min_size=n, max_size=n)))
    return Profiles(
        zentrum_id=np.array([f"z{i}" for i in range(n)], dtype=object),
        ags=np.array(draw(st.lists(st.sampled_from("AB"), min_size=n, max_size=n)), dtype=object),
        norms=tuple(f"l{k}/walk" for k in range(m)),
        shortfall=shortfall,
        weight=np.full(m, 1 / m),
        people=np.array(draw(st.lists(st.integers(0, 500), min_size=n, max_size=n))),
    )


@settings(max_examples=50)
@given(some_profiles(), st.floats(0.01, 0.5))
def test_every_pair_of_a_group_is_within_the_cut(profiles, cut):
    distance = profile_distances(profiles)
    assert ((distance >= 0) & (distance <= 1)).all()
    assert (distance == distance.T).all()
    group = twin_groups(distance, cut)
    inside = distance[group[:, None] == group[None, :]]
    assert (inside <= cut + 1e-12).all()
    areas, members, twins = twin_tables(profiles, cut)
    ags = dict(zip(profiles.zentrum_id, profiles.ags, strict=True))
    for area_id, rows in members.groupby("area_id"):
        assert len({ags[place] for place in rows["place_id"]}) > 1, area_id
    for pair in twins.itertuples():
        assert ags[pair.a_id] != ags[pair.b_id]
        assert pair.distance <= cut + 1e-12
        assert pair.both_missed
    assert set(areas["area_id"]) == set(members["area_id"])


@settings(max_examples=50)
@given(some_profiles(), st.data())
def test_what_is_shared_is_missed_or_met_by_each(profiles, data):
    n = len(profiles.ags)
    inside = data.draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=n, unique=True))
    of_each = dict(zip(profiles.norms, profiles.shortfall[inside].T, strict=True))
    missed = {norm for norm, shortfall in of_each.items() if (shortfall > 0).all()}
    met = {norm for norm, shortfall in of_each.items() if (shortfall == 0).all()}
    assert set(shared_norms(profiles, inside, missed=True)) == missed
    assert set(shared_norms(profiles, inside, missed=False)) == met
