"""What is known of bus and rail: the timetable that is loaded, its methods of quality classes, its kinds of days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, RowMapping

from geo.analysis.stop_figures import name_lines
from geo.analysis.transit_scene import Timetable, open_timetable
from geo.db import read
from geo.db import timetable as loaded
from geo.db import transit as stored
from geo.domain import DayType, State
from geo.errors import InputError, NoDataError
from geo.network.timetable import MANIFEST, Feed, read_feed
from geo.network.transit_parameters import read_transit_parameters
from geo.norms.gueteklassen import Method, default_method, get_method, list_methods
from geo.render.german import format_date, format_limit, format_number
from geo.render.style import NO_CLASS_COLOUR, ink_on, transit_colours
from geo.results import DatasetInfo, TimetableInfo, Titled, TransitClassColour, TransitMethod
from geo.service.gate import read_gate, read_reference_days
from geo.service.opened import OpenVerbund, get_run_row, get_verbund_row
from geo.sources.gtfs import TIMETABLE_KEY

NO_TIMETABLE = "keine Fahrplandaten"
NO_CLASS = "keine Güteklasse"
COMPUTED_KEY = "fahrplan.gerechnet"
"""Among the datasets of a run: with which timetable it was made."""
DISTANCE_TITLES = {"crow": "Luftlinie", "network": "Fußweg"}
NOTE_NO_TIMETABLE = (
    "Gezeigt werden nur die Bahnhöfe, ohne Güteklasse. "
    "Einen Fahrplan holen „mitten fetch gtfs“ und „mitten load gtfs“."
)
NOT_COMPUTED = "Der Fahrplan ist geladen, aber noch nicht gerechnet: bitte „mitten compute“ ausführen."
NEWER = "Die Ergebnisse stammen von einem älteren Fahrplan: bitte „mitten compute“ ausführen."
SECONDS_PER_MINUTE, HOURS_PER_DAY = 60, 24


@dataclass(frozen=True, slots=True)
class TransitRun:
    """The run that is shown, and the dates that stand for kinds of days in it; none where it has no timetable."""

    run_id: str
    days: Mapping[DayType, date | None]

    @property
    def computed(self) -> bool:
        """Whether the run was made with a timetable."""
        return bool(self.days)


def read_transit_run(connection: Connection, opened: OpenVerbund) -> TransitRun:
    """The run whose results are shown.

    Raises
    ------
    NoDataError
        If nothing has been computed.
    """
    run = get_run_row(connection, opened)
    rows = stored.read_run_days(connection, run["run_id"])
    return TransitRun(run["run_id"], {DayType(row["day_type"]): row["date"] for row in rows})


def find_timetable(opened: OpenVerbund) -> Path | None:
    """Folder of the timetable of a Verbund, where one is loaded."""
    if opened.timetable_dir is None:
        return None
    folder = opened.timetable_dir / opened.verbund_id
    return folder if (folder / MANIFEST).is_file() else None


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line (`geo.analysis.stop_figures.name_lines`)."""

    key: str
    name: str
    long_name: str
    agency: str
    route_type: int
    routes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OpenTimetable:
    """A timetable opened for questions: departures of its reference days, and its lines by key."""

    timetable: Timetable
    lines: Mapping[str, LineRow]

    @property
    def feed(self) -> Feed:
        """The feed itself."""
        return self.timetable.feed


def get_timetable(opened: OpenVerbund) -> OpenTimetable:
    """The timetable of a Verbund; opened once per process and load.

    Raises
    ------
    NoDataError
        If none is loaded.
    """
    return _open(*get_stamp(opened))


def get_stamp(opened: OpenVerbund) -> tuple[Path, int]:
    """Folder of the timetable, and a number that changes whenever another one is loaded.

    Raises
    ------
    NoDataError
        If none is loaded.
    """
    folder = find_timetable(opened)
    if folder is None:
        raise NoDataError("Es ist kein Fahrplan geladen: bitte „mitten load gtfs“ ausführen.")
    return folder, (folder / MANIFEST).stat().st_mtime_ns


@lru_cache(maxsize=2)
def _open(folder: Path, _stamp: int) -> OpenTimetable:
    feed = read_feed(folder)
    rows = name_lines(feed).drop("line").to_dicts()
    lines = {row["key"]: LineRow(**{**row, "routes": tuple(row["routes"])}) for row in rows}
    return OpenTimetable(open_timetable(feed, days_of(feed)), lines)


def days_of(feed: Feed) -> dict[DayType, date | None]:
    """Dates of the kinds of days, as they were chosen when the timetable was loaded."""
    chosen: Mapping[str, str | None] = feed.provenance.get("reference_days", {})
    return {day: date.fromisoformat(on) if (on := chosen.get(str(day))) else None for day in DayType}


def to_day_type(text: str) -> DayType:
    """Kind of days of this key.

    Raises
    ------
    InputError
        If there is none.
    """
    try:
        return DayType(text)
    except ValueError as error:
        raise InputError(
            f"Die Art von Tagen „{text}“ gibt es nicht; möglich sind: {', '.join(DayType)}."
        ) from error


def to_method(text: str) -> Method:
    """Method of quality classes of this id; the default one for an empty text."""
    return get_method(text) if text else default_method()


def to_clock(time_s: float | None) -> str:
    """Time of the clock of seconds of a service day: "06:10", after midnight "00:43"; empty without one."""
    if time_s is None:
        return ""
    minutes = int(time_s) // SECONDS_PER_MINUTE
    return f"{minutes // 60 % HOURS_PER_DAY:02d}:{minutes % 60:02d}"


def to_iso(on: date | None) -> str | None:
    """A date as ISO text."""
    return on.isoformat() if on else None


def read_timetable(opened: OpenVerbund, today: date | None = None) -> TimetableInfo:
    """The timetable of a Verbund: validity, reference days, gate, licence; and the methods of quality classes.

    Parameters
    ----------
    opened
        The Verbund.
    today
        A timetable that has ended by then says so; default: the day of the server.
    """
    today = today or date.today()  # noqa: DTZ011 (the operator's own day)
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        run = read.find_run(connection, opened.verbund_id)
        figures = loaded.find_timetable(connection, opened.verbund_id)
        sources = {row["key"]: row for row in read.read_datasets(connection, opened.verbund_id)}
    dataset = DatasetInfo(**sources[TIMETABLE_KEY]) if TIMETABLE_KEY in sources else None
    computed = bool(run and COMPUTED_KEY in run["datasets"])
    state = State.REACHED if figures and computed else State.DATA_MISSING
    return TimetableInfo(
        loaded=figures is not None,
        computed=computed,
        state=state,
        state_title="Fahrplan gerechnet" if state is State.REACHED else NO_TIMETABLE,
        sentence=_sentence(figures, dataset),
        note=_note(figures, run, dataset),
        dataset=dataset,
        valid_from=to_iso(figures["valid_from"]) if figures else None,
        valid_to=to_iso(figures["valid_to"]) if figures else None,
        timezone=figures["timezone"] if figures else "",
        n_stops=figures["n_stops"] if figures else 0,
        n_lines=figures["n_lines"] if figures else 0,
        n_trips=figures["n_trips"] if figures else 0,
        ignored_files=figures["left_aside"] if figures else [],
        reference_days=read_reference_days(opened),
        findings=read_gate(opened, today),
        methods=[to_transit_method(method) for method in list_methods()],
        default_method=default_method().id,
        day_types=[Titled(key=str(day), title=day.title) for day in DayType],
        windows=[Titled(key=w.key, title=w.title) for w in read_transit_parameters().windows],
        run_id=run["run_id"] if run else None,
    )


def _sentence(figures: RowMapping | None, dataset: DatasetInfo | None) -> str:
    if figures is None:
        return "Für diesen Verbund ist kein Fahrplan geladen."
    stated = f" (Stand {format_date(dataset.date)})" if dataset else ""
    return (
        f"Fahrplan{stated}, gültig vom {format_date(figures['valid_from'])} bis {format_date(figures['valid_to'])}: "
        f"{format_number(figures['n_trips'])} Fahrten auf {format_number(figures['n_lines'])} Linien an "
        f"{format_number(figures['n_stops'])} Haltestellen."
    )


def _note(figures: RowMapping | None, run: RowMapping | None, dataset: DatasetInfo | None) -> str:
    if figures is None:
        return NOTE_NO_TIMETABLE
    if run is None or COMPUTED_KEY not in run["datasets"]:
        return NOT_COMPUTED
    made_with = str(run["datasets"][COMPUTED_KEY]).partition("/")[0]
    return NEWER if dataset is not None and made_with != dataset.sha256 else ""


def to_transit_method(method: Method) -> TransitMethod:
    """A method in the words of users, with the colours of its classes."""
    begin, end = (to_clock(minutes * SECONDS_PER_MINUTE) for minutes in method.window)
    radius_m = method.rings[-1].upper_m
    return TransitMethod(
        id=method.id,
        title=method.title,
        default=method.default,
        source=method.source,
        window=f"{begin}-{end}",
        distance=method.distance,
        distance_title=f"{DISTANCE_TITLES[method.distance]} bis {format_limit(radius_m, 'm')}",
        radius_m=radius_m,
        school_trips=method.school_trips,
        day_types=list(method.day_types),
        groups=[Titled(key=group.key, title=group.title) for group in method.groups],
        categories=list(method.categories),
        classes=[
            TransitClassColour(letter=letter, colour=colour, ink=ink_on(colour), label=f"Güteklasse {letter}")
            for letter, colour in zip(method.classes, transit_colours(len(method.classes)), strict=True)
        ],
        no_class_label=NO_CLASS,
        no_class_colour=NO_CLASS_COLOUR,
        choices=list(method.choices),
    )
