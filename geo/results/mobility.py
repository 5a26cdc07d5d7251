"""Records of mobility gaps, and of what-ifs that change the timetable."""

from typing import Literal

from pydantic import ConfigDict, Field

from geo.domain import DayType, State
from geo.results.base import Record
from geo.results.timetable import OnDemandOffer

RemedyKind = Literal["stop_service", "evening_trip", "footpath"]
TransitAction = Literal["hourly", "add_stop", "on_demand", "last_trip"]
TIME_PATTERN = r"^([0-2]?\d|3[0-2]):[0-5]\d$"


class ModeShortfall(Record):
    """How one means of transport stands against its limit: ``walk``, ``bike`` or ``pt``; ``met`` None: not judged."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "mode": "walk",
                    "mode_title": "zu Fuß",
                    "state": "beyond_limit",
                    "state_title": "zu weit",
                    "value_text": "123\xa0min",
                    "limit_text": "45\xa0min",
                    "norm_id": None,
                    "met": False,
                    "shortfall_share": 1.739,
                }
            ]
        }
    )

    mode: Literal["walk", "bike", "pt"]
    mode_title: str
    state: State
    state_title: str
    value_text: str
    limit_text: str
    norm_id: str | None
    met: bool | None
    shortfall_share: float | None


class Remedy(Record):
    """One of three ways to mend a gap, as computed.

    ``effort`` in ``effort_unit``; ``cost_eur_a`` per year where unit costs are given, else None; ``mends`` tells
    whether the gap is closed by it (None: not tried, ``text`` says why); ``rank`` 1 is the cheapest of those that mend.
    """

    kind: RemedyKind
    title: str
    text: str
    stop: str
    line: str
    facility: str
    mends: bool | None
    effort: float | None
    effort_unit: str
    effort_text: str
    cost_eur_a: float | None
    rank: int | None


class MobilityGap(Record):
    """A service that is too far on foot, by bike, and by bus and rail, or not to be visited there and back in a day.

    ``reasons``: ``norm`` and/or ``no_return``. Without a timetable bus and rail are not judged: ``pt_judged`` is
    False, and the gap stands on foot and bike alone. ``comparison`` says in words which remedy is cheapest, or why
    they cannot be compared. ``on_demand``: what runs when called; it mends no gap by itself. Ranks start at 1.
    """

    ortsteil_id: str
    ortsteil: str
    ags: str
    kommune: str
    service: str
    service_title: str
    day_type: DayType
    date: str | None
    reasons: list[Literal["norm", "no_return"]]
    pt_judged: bool
    modes: list[ModeShortfall]
    text: str
    shortfall_share: float | None
    shortfall_text: str
    return_text: str
    nearer_possible: bool
    residents: int | None
    residents_scaled: int | None
    residents_estimated: bool
    on_demand: list[OnDemandOffer]
    remedies: list[Remedy]
    cheapest: RemedyKind | None
    comparison: str
    rank_people: int | None
    rank_shortfall: int | None
    run_id: str


class MobilityGaps(Record):
    """All gaps with the sentence that comes first; ``pt_judged`` tells whether a timetable stands behind them."""

    day_type: DayType
    date: str | None
    state: State
    state_title: str
    pt_judged: bool
    sentence: str
    note: str
    gaps: list[MobilityGap]
    run_id: str


class TransitWhatIfAsk(Record):
    """A change of the timetable.

    ``hourly``: ``line`` leaves every ``interval_min`` from ``begin`` to ``end``, both ways. ``add_stop``: ``line``
    stops at ``lon``, ``lat`` too. ``on_demand``: a bus when booked, every ``interval_min``, between the Ortsteile of
    ``ortsteile`` and the centre of their municipality. ``last_trip``: ``line`` runs once more, at ``time``, both ways.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"action": "hourly", "line": "R51", "interval_min": 60, "begin": "06:00", "end": "20:00"}
            ]
        }
    )

    kind: Literal["transit"] = "transit"
    action: TransitAction
    line: str | None = Field(default=None, max_length=200)
    interval_min: int = Field(default=60, ge=10, le=240)
    begin: str = Field(default="06:00", pattern=TIME_PATTERN)
    end: str = Field(default="20:00", pattern=TIME_PATTERN)
    time: str | None = Field(default=None, pattern=TIME_PATTERN)
    lon: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)
    name: str = Field(default="", max_length=80)
    ortsteile: list[str] = Field(default_factory=list, max_length=50)
    day_type: DayType = DayType.SCHOOL
    method: str = Field(default="", max_length=64)


class TransitWhatIfRow(Record):
    """What changes for one Ortsteil: class, and the way to the target whose time changes most."""

    ortsteil_id: str
    ortsteil: str
    kommune: str
    class_before: str | None
    class_after: str | None
    target: str
    target_title: str
    target_name: str
    before_text: str
    after_text: str
    minutes_gained: float | None
    norm_met_before: bool | None
    norm_met_after: bool | None
    return_before: str | None
    return_after: str | None
    residents: int | None


class TransitWhatIf(Record):
    """Answer to a change of the timetable: new classes, new travel times, people gained.

    ``residents_by_class_before`` and ``…_after``: people by letter, "" for those without a class. ``trips_added`` and
    ``vehicle_km_added`` are those of the reference day. ``residents_return_gained``: they had no way home the same day;
    ``residents_return_later``: their last way home from a centre is later.
    """

    kind: Literal["transit"] = "transit"
    ask: TransitWhatIfAsk
    sentence: str
    note: str
    date: str
    trips_added: int
    vehicle_km_added: float
    rows: list[TransitWhatIfRow]
    residents_concerned: int | None
    residents_class_better: int | None
    residents_norm_met: int | None
    residents_return_gained: int | None
    residents_return_later: int | None
    residents_by_class_before: dict[str, int]
    residents_by_class_after: dict[str, int]
    run_id: str
