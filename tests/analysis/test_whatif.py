"""What-if for places: equal to judging everything anew; people counted as one can by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.compare import SAME_TIME_S
from geo.analysis.limits import Limit
from geo.analysis.network_time import Located, Yardstick, judge_ways
from geo.analysis.whatif import Changed, Watched, count_people
from geo.domain import Mode, State
from geo.network.engine import OUTSIDE, nearest_facilities
from geo.network.join import join_points, take_points
from geo.network.router import Router
from geo.norms import get_norm
from tests.network.desert import ORIGIN, build_grid, edge_ds
from tests.network.points import snaps, streets

NORM = Limit(150.0, "m", get_norm("schfkvo-grundschule"))


def judged(router, places, located, yardstick, limit_ds):
    """All places by a full search, as a run does it."""
    table = nearest_facilities(router, places, located.snap, 1, limit_ds)
    if not len(located.ids):
        table.state[:] = OUTSIDE
    return judge_ways(table, places, located, yardstick)


def check(changed, before, after):
    """Exactly the places whose figure differs, with both figures."""
    gained_s = before["travel_time_s"] - after["travel_time_s"]
    differs = (gained_s.abs() > SAME_TIME_S) | (
        before["travel_time_s"].isna() != after["travel_time_s"].isna()
    )
    assert changed.place.tolist() == np.flatnonzero(differs).tolist()
    for side, frame in (("before_", before), ("after_", after)):
        expected = frame[differs].reset_index(drop=True)
        found = changed.figures[[side + name for name in frame.columns]].set_axis(frame.columns, axis=1)
        pd.testing.assert_frame_equal(found, expected, check_dtype=False)
    assert changed.figures["gained_s"].to_numpy() == pytest.approx(gained_s[differs].to_numpy(), nan_ok=True)


def located(snap, name="f"):
    return Located(np.array([f"{name}{i}" for i in range(len(snap.edge))], dtype=object), snap)


@settings(max_examples=80, deadline=None)
@given(
    town=streets(),
    data=st.data(),
    limit_ds=st.sampled_from([150, 400, 100_000]),
    unit=st.sampled_from(["m", "min"]),
)
def test_opening_and_closing_equal_judging_everything_anew(town, data, limit_ds, unit):
    old, new = data.draw(snaps(town.graph)), data.draw(snaps(town.graph, most=2))
    places = data.draw(snaps(town.graph))
    known = data.draw(st.lists(st.sampled_from([np.nan, 0.0, 5.0, 1e6]), min_size=6, max_size=6))
    limit = NORM if unit == "m" else Limit(0.2, "min", None)
    yardstick = Yardstick(limit, np.array(known[: len(places.edge)]), limit_ds / 10)
    there = located(old)
    watched = Watched(town, places, there, yardstick, limit_ds)
    before = judged(town, places, there, yardstick, limit_ds)
    pd.testing.assert_frame_equal(watched.now(np.arange(len(places.edge))), before)
    ids = Located(np.append(there.ids, [""] * len(new.edge)), join_points(old, new))
    check(watched.add(new), before, judged(town, places, ids, yardstick, limit_ds))
    for facility in range(len(old.edge)):
        kept = np.flatnonzero(np.arange(len(old.edge)) != facility)
        left = Located(there.ids[kept], take_points(old, kept))
        check(watched.close(facility), before, judged(town, places, left, yardstick, limit_ds))


@pytest.fixture(scope="module")
def road():
    """Eleven junctions in a row, 100 m apart, and a parallel street 100 m to the north."""
    return Router(build_grid(11, 2, 100.0, Mode.WALK), 5.0)


def at(road, *columns):
    return road.snap(
        np.asarray(ORIGIN) + np.array([[100.0 * column, 0.0] for column in columns]).reshape(-1, 2)
    )


def watch(road, places, shops, *, certain_s=1e6):
    yardstick = Yardstick(NORM, np.full(len(places.edge), certain_s), 10_000.0)
    return Watched(road, places, located(shops), yardstick, 100_000)


def test_a_first_shop_and_a_last_one(road):
    """Where there is none, a new shop is reached or not, never nearer by so many minutes; and the other way round."""
    homes = at(road, 0, 1, 9)
    first = watch(road, homes, at(road)).add(at(road, 0))
    assert first.place.tolist() == [0, 1, 2]
    assert first.figures["before_state"].tolist() == [str(State.OUTSIDE_DATA_AREA)] * 3
    assert first.figures["after_distance_m"].tolist() == pytest.approx([0.0, 100.0, 900.0])
    assert first.figures["after_norm_met"].tolist() == [True, True, False]
    assert first.figures["gained_s"].isna().all()
    last = watch(road, homes, at(road, 0)).close(0)
    assert last.figures["after_state"].tolist() == [str(State.OUTSIDE_DATA_AREA)] * 3


def test_where_nothing_is_known_a_far_shop_says_nothing(road):
    """Outside of the complete area a shop beyond the limit may not be the nearest: no figure, no gain."""
    found = watch(road, at(road, 0, 9), at(road), certain_s=np.nan).add(at(road, 0))
    assert found.place.tolist() == [0]


def test_people_by_hand(road):
    """A second shop at the far end: of five homes three gain, and one of these is at home outside of the Verbund."""
    homes = at(road, 0, 8, 9, 10, 10)
    changed = watch(road, homes, at(road, 0)).add(at(road, 10))
    assert changed.place.tolist() == [1, 2, 3, 4]
    people = pd.DataFrame(
        {"ortsteil_id": ["a", "a", "b", "b", None], "residents": [7.0, 10.0, 30.0, 20.0, 99.0]}
    )
    block = edge_ds(100.0, Mode.WALK) / 10 / 60
    counted = count_people(changed, people)
    assert counted["residents"].to_dict() == {"a": 10.0, "b": 50.0}
    # Within 150 m, the limit of this test: the homes at 9 and at 10; that at 8 still walks 200 m.
    assert counted["residents_norm"].to_dict() == {"a": 0.0, "b": 50.0}
    assert counted["residents_one_figure"].to_dict() == {"a": 0.0, "b": 0.0}
    assert counted.loc["a", "mean_minutes_gained"] == pytest.approx(6 * block)
    assert counted.loc["b", "mean_minutes_gained"] == pytest.approx((30 * 8 + 20 * 10) / 50 * block)


def test_people_without_a_figure_count_and_have_no_mean(road):
    changed = watch(road, at(road, 0), at(road)).add(at(road, 0))
    counted = count_people(changed, pd.DataFrame({"ortsteil_id": ["a"], "residents": [5.0]}))
    assert counted.loc["a", "residents"] == 5.0
    assert counted.loc["a", "residents_one_figure"] == 5.0
    assert np.isnan(counted.loc["a", "mean_minutes_gained"])


def test_nobody_concerned(road):
    nobody = Changed(np.empty(0, np.int64), watch(road, at(road, 0), at(road, 0)).add(at(road, 10)).figures)
    assert count_people(nobody, pd.DataFrame({"ortsteil_id": ["a"], "residents": [5.0]})).empty
