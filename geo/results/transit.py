"""Records of bus and rail for a place: quality class, travel times, last way home.

In all of them ``date`` is the reference day, and ``state`` is ``data_missing`` ("keine Fahrplandaten") where no
timetable is loaded or it holds no such day. Times of the clock are texts like "19:43"; after midnight "00:43".
"""

from typing import Literal

from pydantic import ConfigDict

from geo.domain import DayType, State
from geo.results import examples
from geo.results.base import Record
from geo.results.catalogue import NormInfo
from geo.results.timetable import OnDemandOffer, ReferenceDay

NBSP = "\u00a0"
EXAMPLE_RUN = "2987becc"


class StopService(Record):
    """What a person waiting at a stop finds: the group of vehicles that gives the category, and its figures.

    ``interval_min`` is the one the method uses; ``waiting_interval_min`` is twice the mean wait in the window
    (methods.md, 1.4). First and last departure are those of the whole day, not only of the window.
    """

    stop_id: str
    name: str
    distance_m: float | None
    distance_text: str
    group: str
    group_title: str
    category: str | None
    interval_min: float | None
    interval_text: str
    waiting_interval_min: float | None
    waiting_interval_text: str
    longest_gap_min: float | None
    departures: int
    first_departure: str
    last_departure: str


class TransitClass(Record):
    """Quality class of an Ortsteil by one method on one kind of days, at its Zentrum, and people per class.

    ``state``: ``reached`` has a class; ``beyond_limit``: the method gives none; ``not_connected``: no stop within
    the radius of the method; ``outside_data_area``; ``data_missing``. ``by_day`` has the letter of every kind of
    days, empty where there is none, and lacks those without data. ``class_with_school`` counts trips for pupils too.
    ``residents_by_class``: people by letter, "" for those without; ``residents_basis`` says whether they were counted
    in cells (``grid``), at ``addresses``, or all at the Zentrum. ``residents_worse``: people whose class is worse than
    on a school day. Counted in cells or at addresses they are told in tens, 5 for fewer than 10: nobody is singled out.
    ``on_demand``: what runs when called, also without a timetable. ``model`` says how the way to the stop was measured.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ortsteil_id": "05978036-hemmerde",
                    "ortsteil": "Hemmerde",
                    "ags": "05978036",
                    "kommune": "Unna",
                    "method": "oerok-2017",
                    "day_type": "school",
                    "date": None,
                    "state": "data_missing",
                    "state_title": "keine Fahrplandaten",
                    "class_letter": None,
                    "class_with_school": None,
                    "text": "keine Fahrplandaten",
                    "best_stop": None,
                    "by_day": {},
                    "on_demand": [],
                    "residents": 2785,
                    "residents_scaled": 2543,
                    "residents_estimated": False,
                    "residents_by_class": {},
                    "residents_basis": "zentrum",
                    "residents_worse": None,
                    "model": "",
                    "run_id": EXAMPLE_RUN,
                }
            ]
        }
    )

    ortsteil_id: str
    ortsteil: str
    ags: str
    kommune: str
    method: str
    day_type: DayType
    date: str | None
    state: State
    state_title: str
    class_letter: str | None
    class_with_school: str | None
    text: str
    best_stop: StopService | None
    by_day: dict[DayType, str]
    on_demand: list[OnDemandOffer]
    residents: int | None
    residents_scaled: int | None
    residents_estimated: bool
    residents_by_class: dict[str, int]
    residents_basis: Literal["grid", "addresses", "zentrum"]
    residents_worse: int | None
    model: str
    run_id: str


class TransitHeadline(Record):
    """The sentence that comes first: how many people live how well connected, by one method on one kind of days."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.TRANSIT_HEADLINE]})

    method: str
    day_type: DayType
    date: str | None
    figure: str
    sentence: str
    note: str
    residents_by_class: dict[str, int]
    n_total: int
    n_without: int
    run_id: str


class TransitTime(Record):
    """From a Zentrum to a target by bus and rail, over every minute of a window on one kind of days.

    ``target`` is ``grundzentrum`` (of the own municipality), ``mittelzentrum``, ``oberzentrum`` (the nearest, also of
    higher rank) or the key of a layer (the nearest facility, open on arrival). ``share_connected`` of the minutes have
    a connection, ``share_on_foot`` all the way on foot, because nothing is quicker. The quartiles of the time, waiting
    included, are over *all* minutes, those without a connection as the slowest: they are missing where too few have
    one. ``changes`` and ``waiting_min`` are medians of the minutes with one. ``norm_met`` judges the median;
    ``nearer_possible``: a place that is not known could be nearer. ``share_return`` of the minutes after which one is
    home the same day, having stayed ``stay_min``; ``last_way_home``: when one must leave by the last bus or train.
    ``share_hours_unknown``: minutes whose target does not tell its opening hours. ``reason`` says why there is no way.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [examples.TRANSIT_TIME]})

    zentrum_id: str
    zentrum: str
    ags: str
    kommune: str
    target: str
    target_title: str
    target_id: str | None
    target_name: str
    day_type: DayType
    date: str | None
    window: str
    window_title: str
    state: State
    state_title: str
    reason: str
    share_connected: float | None
    share_on_foot: float | None
    share_hours_unknown: float | None
    p25_min: float | None
    p50_min: float | None
    p75_min: float | None
    changes: int | None
    waiting_min: float | None
    text: str
    nearer_possible: bool
    norm: NormInfo | None
    limit_min: float
    limit_text: str
    norm_met: bool | None
    walk_min: float | None
    bike_min: float | None
    car_min: float | None
    car_norm_met: bool | None
    pt_car_ratio: float | None
    snap_m: float | None
    stay_min: float
    share_return: float | None
    last_way_home: str | None
    return_text: str
    residents_scaled: int | None
    run_id: str


class WayHome(Record):
    """Whether one gets home the same day, by kind of days: from a target after a stay."""

    target: str
    target_title: str
    target_name: str
    day_type: DayType
    day_title: str
    date: str | None
    state: State
    state_title: str
    last_departure: str | None
    possible: bool | None
    text: str


class TransitSheet(Record):
    """Bus and rail of one Zentrum: classes and ways home by kind of days, what differs, times of a school day.

    ``stop_sentence``: first and last departure, wait and longest gap at the best stop on a school day.
    ``centre_sentence``: the ways to centres on a school morning by bus and rail and by car, held to their norms (RIN).
    """

    zentrum_id: str
    name: str
    kommune: str
    method: str
    method_title: str
    state: State
    state_title: str
    sentence: str
    stop_sentence: str
    day_sentence: str
    home_sentence: str
    centre_sentence: str
    gate_sentence: str
    source_line: str
    reference_days: list[ReferenceDay]
    classes: list[TransitClass]
    times: list[TransitTime]
    ways_home: list[WayHome]
    rank: str
    rank_source: str
    run_id: str
