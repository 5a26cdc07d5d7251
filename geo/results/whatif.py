"""Records of what-ifs: a facility that opens or closes, and scenarios kept of these and of the timetable."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag

from geo.domain import Mode
from geo.results.base import Record
from geo.results.mobility import TransitWhatIf, TransitWhatIfAsk


class WhatIfAsk(Record):
    """A facility that would be opened (``add``: lon, lat) or closed (``close``: facility_id)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"action": "add", "layer": "pharmacy", "mode": "walk", "lon": 7.8118, "lat": 51.5477}
            ]
        }
    )

    kind: Literal["facility"] = "facility"
    action: Literal["add", "close"]
    layer: str = Field(max_length=64)
    mode: Mode = Mode.WALK
    lon: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)
    facility_id: str | None = Field(default=None, max_length=100)


class WhatIfRow(Record):
    """What changes for one Ortsteil.

    ``before_text``, ``after_text``, ``norm_met_…`` and ``minutes_gained`` (less than 0: lost; None: no figure on one
    side) are those of its Zentrum; 0 minutes where only the people of other cells have another way. ``residents``:
    whose way changes, ``mean_minutes_gained`` their mean (None without a grid, or where nobody has both figures),
    ``residents_norm_changed`` those of them who meet the norm then and not now, or now and not then;
    ``residents_one_figure`` those with a known way on one side only, of whom no minutes can be told.
    """

    ortsteil_id: str
    ortsteil: str
    kommune: str
    before_text: str
    after_text: str
    minutes_gained: float | None
    mean_minutes_gained: float | None = None
    residents: int | None
    residents_norm_changed: int | None = None
    residents_one_figure: int | None = None
    norm_met_before: bool | None
    norm_met_after: bool | None


class WhatIf(Record):
    """Answer to a what-if: Ortsteile that win or lose, most people first, and the sentence that says it.

    People are counted by 100-m cell (or address) where the run knows a population grid, else all of an Ortsteil at its
    Zentrum (``counted_by``). Counted by cell they are told in tens, 5 for fewer than 10: nobody is singled out.
    """

    kind: Literal["facility"] = "facility"
    ask: WhatIfAsk
    sentence: str
    note: str
    counted_by: Literal["zentrum", "cell"] = "zentrum"
    snap_m: float | None
    rows: list[WhatIfRow]
    residents_concerned: int | None
    residents_norm_met: int | None
    run_id: str


def _to_kind(value: Any) -> str:
    """What a saved or asked what-if is about; the first ones were saved without a kind."""
    found = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return "transit" if found == "transit" else "facility"


AnyWhatIf = Annotated[
    Annotated[WhatIf, Tag("facility")] | Annotated[TransitWhatIf, Tag("transit")], Discriminator(_to_kind)
]
AnyWhatIfAsk = Annotated[
    Annotated[WhatIfAsk, Tag("facility")] | Annotated[TransitWhatIfAsk, Tag("transit")],
    Discriminator(_to_kind),
]


class Scenario(Record):
    """A what-if that was saved under a title: of a facility, or of the timetable (``result.kind``)."""

    scenario_id: str
    title: str
    created_at: datetime
    result: AnyWhatIf


class ScenarioNew(Record):
    """A what-if to be saved."""

    title: str = Field(min_length=1, max_length=120)
    ask: AnyWhatIfAsk
