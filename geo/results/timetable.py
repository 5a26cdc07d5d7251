"""Records of the timetable itself: what is loaded, how good it is, what stops where and when."""

from datetime import date
from typing import Literal

from pydantic import ConfigDict

from geo.domain import DayType, State
from geo.results.base import Record, Titled
from geo.results.catalogue import DatasetInfo

Level = Literal["ok", "hint", "error"]


class ReferenceDay(Record):
    """The day that stands for a kind of day; ``date`` is None where the timetable has none, never a guess."""

    day_type: DayType
    title: str
    date: date | None
    n_trips: int
    reason: str


class GateFinding(Record):
    """One thing that the gate found: how often, with examples; ``rule`` names what could mend it."""

    code: str
    level: Level
    title: str
    text: str
    n: int
    examples: list[str]
    rule: str


class TransitClassColour(Record):
    """One quality class: letter for grey copies, fill, ink on it."""

    letter: str
    colour: str
    ink: str
    label: str


class TransitMethod(Record):
    """A method of quality classes, with its legend.

    ``distance`` is ``crow`` (straight line) or ``network``; ``day_types`` are those the method speaks of, other
    days are shown by its table too; ``choices`` are what Mitten had to decide where the source leaves it open.
    """

    id: str
    title: str
    default: bool
    source: str
    window: str
    distance: Literal["crow", "network"]
    distance_title: str
    radius_m: float
    school_trips: bool
    day_types: list[DayType]
    groups: list[Titled]
    categories: list[str]
    classes: list[TransitClassColour]
    no_class_label: str
    no_class_colour: str
    choices: list[str]


class TimetableInfo(Record):
    """The timetable of a Verbund: validity, reference days, findings of the gate, licence.

    ``state`` is ``data_missing`` where none is loaded: then only railway stations are shown, without a class.
    ``computed`` tells whether the run that is shown was made with this timetable.
    """

    loaded: bool
    computed: bool
    state: State
    state_title: str
    sentence: str
    note: str
    dataset: DatasetInfo | None
    valid_from: str | None
    valid_to: str | None
    timezone: str
    n_stops: int
    n_lines: int
    n_trips: int
    ignored_files: list[str]
    reference_days: list[ReferenceDay]
    findings: list[GateFinding]
    methods: list[TransitMethod]
    default_method: str
    day_types: list[Titled]
    windows: list[Titled]
    run_id: str | None


class Line(Record):
    """A line as passengers know it: one name of one company and one means of transport.

    ``line`` is its key; ``directions`` are the headsigns or last stops, most trips first; ``n_trips`` by kind of day.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "line": "3|rnv5|RNV Rhein-Neckar-Verkehr GmbH",
                    "name": "RNV 5",
                    "agency": "RNV Rhein-Neckar-Verkehr GmbH",
                    "means": "Bus",
                    "route_type": 3,
                    "on_demand": False,
                    "directions": ["Weinheim", "Mannheim"],
                    "n_trips": {"school": 84, "holidays": 84, "saturday": 70, "sunday": 52},
                }
            ]
        }
    )

    line: str
    name: str
    agency: str
    means: str
    route_type: int
    on_demand: bool
    directions: list[str]
    n_trips: dict[DayType, int]


class OnDemandOffer(Record):
    """A service that runs when called (AST, Bürgerbus, Rufbus); it never enters a class.

    ``from_timetable``: a line of the timetable, of which only the name is known; else a row kept by hand, with
    ``text`` (days and hours), ``booking``, and ``stale`` where nobody has checked it for two years.
    """

    name: str
    kind: str
    text: str
    booking: str
    note: str
    source: str
    date: str | None
    date_text: str
    stale: bool
    from_timetable: bool


class Departure(Record):
    """One departure: seconds after "noon minus 12 hours" of the day, and the time of the clock.

    ``school``: for pupils only; ``on_demand``: only when booked; ``next_day``: after midnight.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"time_s": 27300, "text": "7:35", "next_day": False, "school": False, "on_demand": False}
            ]
        }
    )

    time_s: int
    text: str
    next_day: bool
    school: bool
    on_demand: bool


class LineDepartures(Record):
    """Departures of one line in one direction from a stop."""

    line: str
    name: str
    agency: str
    means: str
    route_type: int
    headsign: str
    platforms: list[str]
    departures: list[Departure]


class StopDepartures(Record):
    """Timetable strip of a stop on the reference day of a kind of days.

    ``n_departures`` leaves out those for pupils only and those on demand; they are counted beside it.
    """

    stop_id: str
    name: str
    lon: float
    lat: float
    day_type: DayType
    date: str | None
    date_text: str
    state: State
    state_title: str
    sentence: str
    n_departures: int
    n_school: int
    n_on_demand: int
    first_departure: str
    last_departure: str
    lines: list[LineDepartures]
    source: str
    run_id: str | None
