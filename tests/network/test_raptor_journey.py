"""Ways leg by leg: on random days every leg is real and all together are what the search says; one by hand."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.network.kernels_trips import NONE
from geo.network.raptor import Ask, depart_at
from geo.network.raptor_journey import WALK, find_journey
from tests.network.connections import list_links, list_trips
from tests.network.test_raptor import LIMIT_S, TIMES, questions


@settings(max_examples=300)
@given(
    question=questions(),
    rides=st.integers(1, 4),
    at=st.sampled_from(TIMES.tolist()),
    target=st.integers(0, 2),
)
def test_legs_are_real_and_add_up(question, rides, at, target):
    transit, access, egress = question
    ask = Ask(rides, LIMIT_S, 3)
    answer = depart_at(transit, access, egress, np.array([at]), ask)
    legs = find_journey(transit, access, egress, at, ask, target=target)
    travel_s = int(answer.travel_s[0, target])
    assert bool(legs) == (travel_s >= 0)
    if not legs:
        return
    assert legs[-1].end_s == at + travel_s
    assert sum(leg.trip != WALK for leg in legs) == answer.rides[0, target]
    assert sum(leg.end_s - leg.begin_s for leg in legs) == answer.moving_s[0, target]
    assert (legs[0].from_stop, legs[0].begin_s, legs[-1].to_stop) == (NONE, at, NONE)
    assert [leg.trip == WALK for leg in legs] == [i % 2 == 0 for i in range(len(legs))]
    trips, footpaths = list_trips(transit.day.calls), list_links(transit.footpaths)
    for i, leg in enumerate(legs):
        assert leg.begin_s <= leg.end_s
        if i:
            assert leg.from_stop == legs[i - 1].to_stop
            assert leg.begin_s >= legs[i - 1].end_s
        if leg.trip != WALK:
            calls = trips[leg.trip]
            on = [
                k
                for k, call in enumerate(calls)
                if (call[0], call[2], call[3]) == (leg.from_stop, leg.begin_s, True)
            ]
            off = [
                k
                for k, call in enumerate(calls)
                if (call[0], call[1], call[4]) == (leg.to_stop, leg.end_s, True)
            ]
            assert on
            assert off
            assert on[0] < off[-1]
        elif 0 < i < len(legs) - 1:
            assert (leg.to_stop, leg.end_s - leg.begin_s) in footpaths[leg.from_stop]
