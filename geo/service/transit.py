"""What is known of bus and rail: the timetable that is loaded, its methods of quality classes, its kinds of days."""

from functools import lru_cache
from pathlib import Path

from geo.db import read
from geo.domain import DayType, State
from geo.errors import InputError, NoDataError
from geo.network.timetable import MANIFEST, Feed, read_feed
from geo.norms.gueteklassen import Method, default_method, get_method, list_methods
from geo.render.german import format_limit
from geo.render.style import ink_on, transit_colours
from geo.results import TimetableInfo, Titled, TransitClassColour, TransitMethod
from geo.service.opened import OpenVerbund, get_verbund_row

NO_TIMETABLE = "keine Fahrplandaten"
NO_CLASS = "keine Güteklasse"
DISTANCE_TITLES = {"crow": "Luftlinie", "network": "Fußweg"}
NOTE_NO_TIMETABLE = (
    "Gezeigt werden nur die Bahnhöfe, ohne Güteklasse. "
    "Einen Fahrplan holen „mitten fetch gtfs“ und „mitten load gtfs“."
)


def find_timetable(opened: OpenVerbund) -> Path | None:
    """Folder of the timetable of a Verbund, where one is loaded."""
    if opened.timetable_dir is None:
        return None
    folder = opened.timetable_dir / opened.verbund_id
    return folder if (folder / MANIFEST).is_file() else None


def get_feed(opened: OpenVerbund) -> Feed:
    """The timetable of a Verbund; opened once per process.

    Raises
    ------
    NoDataError
        If none is loaded.
    """
    folder = find_timetable(opened)
    if folder is None:
        raise NoDataError("Es ist kein Fahrplan geladen: bitte „mitten load gtfs“ ausführen.")
    return _feed(folder, (folder / MANIFEST).stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _feed(folder: Path, _stamp: int) -> Feed:
    return read_feed(folder)


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


def read_timetable(opened: OpenVerbund) -> TimetableInfo:
    """The timetable of a Verbund: validity, reference days, gate, licence; and the methods of quality classes."""
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        run = read.find_run(connection, opened.verbund_id)
    return TimetableInfo(
        loaded=False,
        computed=False,
        state=State.DATA_MISSING,
        state_title=NO_TIMETABLE,
        sentence="Für diesen Verbund ist kein Fahrplan geladen.",
        note=NOTE_NO_TIMETABLE,
        dataset=None,
        valid_from=None,
        valid_to=None,
        timezone="",
        n_stops=0,
        n_lines=0,
        n_trips=0,
        ignored_files=[],
        reference_days=[],
        findings=[],
        methods=[to_transit_method(method) for method in list_methods()],
        default_method=default_method().id,
        day_types=[Titled(key=str(day), title=day.title) for day in DayType],
        windows=[],
        run_id=run["run_id"] if run else None,
    )


def to_transit_method(method: Method) -> TransitMethod:
    """A method in the words of users, with the colours of its classes."""
    begin, end = (f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in method.window)
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
        choices=list(method.choices),
    )
