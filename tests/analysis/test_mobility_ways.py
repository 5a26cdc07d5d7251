"""Which ways mobility gaps are judged by: rows by hand."""

import pandas as pd
import pytest

from geo.analysis.mobility_gaps import mobility_gap_table
from geo.analysis.mobility_ways import find_ways
from geo.analysis.transit_times import TIME_COLUMNS

RESIDENTS = pd.Series({"dorf": 800}, dtype="Int64")


def on_streets(mode, unit, value, limit):
    return {
        "zentrum_id": "dorf", "layer": "supermarket", "mode": mode, "scope": "anywhere", "state": "beyond_limit",
        "distance_m": value, "travel_time_s": value * 60, "value": value, "limit_value": limit, "limit_unit": unit,
        "norm_id": None, "nearer_possible": False,
    }  # fmt: skip


def by_bus(window, reason):
    row = {
        "zentrum_id": "dorf", "target": "supermarket", "window": window, "state": "not_connected", "reason": reason,
        "share": 0.0, "return_share": 0.0, "nearer_possible": False,
    }  # fmt: skip
    return pd.DataFrame([row], columns=TIME_COLUMNS)


@pytest.mark.parametrize(
    ("reasons", "gaps"),
    [(("closed", "closed"), 0), (("closed", "no_trip"), 1), (("no_trip", "no_trip"), 1)],
)
def test_what_is_closed_all_day_is_no_gap(reasons, gaps):
    reach = pd.DataFrame([on_streets("walk", "m", 6000.0, 1000.0), on_streets("bike", "min", 45.0, 30.0)])
    times = pd.concat([by_bus(*row) for row in zip(("morning", "noon"), reasons, strict=True)])
    found = mobility_gap_table(find_ways(reach, times, ["supermarket"]), RESIDENTS)
    assert found["service"].tolist() == ["supermarket"] * gaps
