"""What questions about bus and rail start from, kept between them: places and streets, days of the timetable."""

from pathlib import Path

from sqlalchemy import Engine

from geo.analysis.transit_scene import TransitScene
from geo.analysis.transit_times import time_table
from geo.domain import DayType, Mode
from geo.errors import NoDataError, NotFoundError
from geo.network.door_to_door import DoorToDoor, open_day
from geo.pipeline.inputs import read_inputs
from geo.pipeline.transit import to_scene
from geo.service.catalogue import read_version, to_parameters
from geo.service.kept import Kept
from geo.service.opened import OpenVerbund, get_run_row
from geo.service.streets import find_folder, get_router
from geo.service.transit import NOT_COMPUTED, TransitRun, get_stamp, get_timetable, read_transit_run

MOST_SCENES, MOST_WORLDS = 3, 8
Key = tuple[Engine, str, str]

_scenes: Kept[Key, TransitScene] = Kept(MOST_SCENES)
_worlds: Kept[tuple[Key, tuple[Path, int], DayType], DoorToDoor] = Kept(MOST_WORLDS)


def _key(opened: OpenVerbund) -> Key:
    """Of a run in a database; who asks makes no difference."""
    return opened.engine, opened.verbund_id, read_version(opened)


def get_computed_run(opened: OpenVerbund) -> TransitRun:
    """The run that is shown.

    Raises
    ------
    NoDataError
        If it was made without a timetable.
    """
    with opened.connect() as connection:
        run = read_transit_run(connection, opened)
    if not run.computed:
        raise NoDataError(NOT_COMPUTED)
    return run


def get_scene(opened: OpenVerbund) -> TransitScene:
    """Places, people and streets of the run that is shown; read once per run."""
    return _scenes.get(_key(opened), lambda: _read_scene(opened.public))


def _read_scene(opened: OpenVerbund) -> TransitScene:
    with opened.connect() as connection:
        parameters = to_parameters(get_run_row(connection, opened))
        inputs = read_inputs(connection, opened.verbund_id)
    there = [mode for mode in Mode if find_folder(opened, mode) is not None]
    return to_scene(inputs, {mode: get_router(opened, mode, parameters) for mode in there}, parameters)


def get_world(opened: OpenVerbund, run: TransitRun, day: DayType) -> DoorToDoor:
    """The reference day of a kind of days, with the walks between its stops; opened once per run and timetable.

    Raises
    ------
    NoDataError
        If no timetable is loaded, or it holds no such day.
    """
    timetable = get_timetable(opened)
    on = run.days.get(day)
    if on is None:
        raise NoDataError(f"Der Fahrplan enthält keinen {day.title}: bitte eine andere Art von Tagen wählen.")

    def make() -> DoorToDoor:
        scene = get_scene(opened)
        return open_day(timetable.feed, on, scene.walks, scene.transit)

    return _worlds.get((_key(opened), get_stamp(opened), day), make)


def open_ready(opened: OpenVerbund) -> bool:
    """Open what the first question about bus and rail would wait for; False where there is nothing to open."""
    try:
        world = get_world(opened, get_computed_run(opened), DayType.SCHOOL)
    except (NoDataError, NotFoundError):
        return False
    # One search, so that the compiled code is loaded too.
    time_table(world, DayType.SCHOOL, *get_scene(opened).trips[0])
    return True
