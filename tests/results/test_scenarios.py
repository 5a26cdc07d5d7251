"""Saved what-ifs: of a facility or of the timetable, and those that were saved before there were two kinds."""

import pytest
from pydantic import ValidationError

from geo.results import Scenario, ScenarioNew, TransitWhatIf, TransitWhatIfAsk, WhatIf, WhatIfAsk

FIRST_SAVED = {
    "ask": {
        "action": "add",
        "layer": "supermarket",
        "mode": "walk",
        "lon": 7.8,
        "lat": 51.5,
        "facility_id": None,
    },
    "sentence": "Supermarkt hier: …",
    "note": "",
    "snap_m": 3.0,
    "rows": [],
    "residents_concerned": None,
    "residents_norm_met": None,
    "run_id": "2987becc",
}
OF_TIMETABLE = {
    "kind": "transit",
    "ask": {"kind": "transit", "action": "hourly", "line": "Bus 1"},
    "sentence": "Bus 1 stündlich: …",
    "note": "",
    "date": "2026-11-24",
    "trips_added": 20,
    "vehicle_km_added": 240.5,
    "rows": [],
    "residents_concerned": 0,
    "residents_class_better": 0,
    "residents_norm_met": 0,
    "residents_return_gained": 0,
    "residents_return_later": 0,
    "residents_by_class_before": {"": 900},
    "residents_by_class_after": {"F": 900},
    "run_id": "2987becc",
}


def saved(result):
    head = {"scenario_id": "abc", "title": "Versuch", "created_at": "2026-11-26T12:00:00Z"}
    return Scenario.model_validate({**head, "result": result})


def test_what_was_saved_without_a_kind_is_of_a_facility():
    result = saved(FIRST_SAVED).result
    assert isinstance(result, WhatIf)
    assert (result.kind, result.ask.kind) == ("facility", "facility")


def test_of_the_timetable():
    scenario = saved(OF_TIMETABLE)
    assert isinstance(scenario.result, TransitWhatIf)
    assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario


def test_what_is_asked_goes_by_its_kind():
    assert isinstance(ScenarioNew(title="x", ask=WhatIfAsk(action="close", layer="post")).ask, WhatIfAsk)
    asked = ScenarioNew.model_validate({"title": "x", "ask": {"kind": "transit", "action": "last_trip"}}).ask
    assert isinstance(asked, TransitWhatIfAsk)
    with pytest.raises(ValidationError):
        ScenarioNew.model_validate(
            {"title": "x", "ask": {"kind": "transit", "action": "close", "layer": "post"}}
        )
