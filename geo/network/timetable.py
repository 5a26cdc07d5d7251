"""A timetable as plain frames (GTFS words, row numbers instead of ids), and its folder on disk."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from geo.domain import DayType
from geo.errors import InputError, NoDataError
from geo.network.storage import swap_folder

FORMAT_VERSION = 1
MANIFEST = "manifest.json"
NONE = -1  # in columns of row numbers, and where a direction or a minimum change time is not known
STOP, STATION = 0, 1  # location_type: where people board, and the station that groups such places
REGULAR, NOT_AVAILABLE, PHONE_AGENCY, ASK_DRIVER = 0, 1, 2, 3  # pickup_type and drop_off_type
RECOMMENDED, TIMED, MIN_TIME, NOT_POSSIBLE = 0, 1, 2, 3  # transfer_type

IntArray: TypeAlias = npt.NDArray[np.int64]

SCHEMAS: dict[str, dict[str, Any]] = {
    "stops": {
        "stop_id": pl.String,
        "stop_name": pl.String,
        "x": pl.Float64,
        "y": pl.Float64,
        "location_type": pl.Int8,
        "parent": pl.Int32,
        "platform_code": pl.String,
    },
    "routes": {
        "route_id": pl.String,
        "agency_name": pl.String,
        "route_short_name": pl.String,
        "route_long_name": pl.String,
        "route_type": pl.Int32,
    },
    "trips": {
        "trip_id": pl.String,
        "route": pl.Int32,
        "service": pl.Int32,
        "direction_id": pl.Int8,
        "trip_headsign": pl.String,
        "on_demand": pl.Boolean,
        "school": pl.Boolean,
    },
    "stop_times": {
        "trip": pl.Int32,
        "stop": pl.Int32,
        "arrival_s": pl.Int32,
        "departure_s": pl.Int32,
        "stop_sequence": pl.Int32,
        "pickup_type": pl.UInt8,
        "drop_off_type": pl.UInt8,
    },
    "services": {"service": pl.Int32, "date": pl.Date},
    "transfers": {
        "from_stop": pl.Int32,
        "to_stop": pl.Int32,
        "transfer_type": pl.UInt8,
        "min_transfer_time_s": pl.Int32,
    },
}


@dataclass(frozen=True, slots=True, eq=False)
class Feed:
    """A timetable. Text is never missing but empty; columns and types as in ``SCHEMAS``.

    Attributes
    ----------
    stops
        Row number = stop index. ``x``, ``y`` in metres of EPSG:25832, always given in a stored feed;
        ``location_type`` 0 where people board, 1 station (entrances and the like are dropped); ``parent`` is
        the row of the station, -1 without one.
    routes
        Row number = route index. ``route_type`` as in the file, extended types too.
    trips
        Row number = trip index. ``direction_id`` -1 where not known; ``on_demand``: runs only when booked
        (route_type 715, booking rules, or every pick-up by phone); ``school``: for pupils only (the rule stands in
        docs/timetable.md).
    stop_times
        Sorted by trip and ``stop_sequence``. Times are seconds after "noon minus 12 hours" of the service
        day, Central European time, and may exceed 86,400; they never fall within a trip of a stored feed.
    services
        One row per service and day on which it runs (``calendar`` and ``calendar_dates`` together), sorted.
    transfers
        Between stops, as the feed states them; ``min_transfer_time_s`` -1 where it does not say.
    provenance
        Files, checksum, licence, ``valid_from``, ``valid_to``, ``timezone``, files left aside, counts; after
        loading also ``reference_days`` (see `reference_date`).
    """

    stops: pl.DataFrame
    routes: pl.DataFrame
    trips: pl.DataFrame
    stop_times: pl.DataFrame
    services: pl.DataFrame
    transfers: pl.DataFrame
    provenance: Mapping[str, Any]


def trips_on(feed: Feed, day: date) -> IntArray:
    """Row numbers of the trips whose service runs on a day, rising; trips of the night before do not count."""
    running = feed.services.filter(pl.col("date") == day)["service"]
    mask = feed.trips["service"].is_in(running.implode())
    return np.flatnonzero(mask.to_numpy())


def reference_date(feed: Feed, day_type: DayType) -> date | None:
    """The day that stands for a kind of day, as it was chosen on loading; None where the feed has none.

    `geo.analysis.reference_days` chooses it; `mitten load gtfs` keeps it in the provenance.
    """
    chosen = feed.provenance.get("reference_days", {}).get(day_type)
    return date.fromisoformat(chosen) if chosen else None


def write_feed(feed: Feed, folder: Path) -> None:
    """Put a timetable into its folder, in one step; an older one is replaced.

    Parameters
    ----------
    feed
        What to write; ``provenance`` must be plain data (JSON).
    folder
        One per Verbund: ``settings.timetable_dir / verbund_id``.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        rows = {}
        for name in SCHEMAS:
            frame: pl.DataFrame = getattr(feed, name)
            frame.rechunk().write_ipc(_path(fresh, name), compression="uncompressed")
            rows[name] = frame.height
        manifest = {"format": FORMAT_VERSION, "rows": rows, "provenance": dict(feed.provenance)}
        (fresh / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False), "utf-8")
        fresh.chmod(0o755)
        swap_folder(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def read_feed(folder: Path) -> Feed:
    """Open a timetable that `write_feed` wrote.

    Raises
    ------
    NoDataError
        If there is none.
    InputError
        If it is of another version, incomplete or damaged.
    """
    if not (folder / MANIFEST).is_file():
        raise NoDataError("Es ist kein Fahrplan geladen: bitte „mitten load gtfs“ ausführen.")
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        if manifest["format"] != FORMAT_VERSION:
            raise ValueError("another format")
        frames = {name: pl.read_ipc(_path(folder, name)) for name in SCHEMAS}
        for name, frame in frames.items():
            if dict(frame.schema) != SCHEMAS[name] or frame.height != manifest["rows"][name]:
                raise ValueError(name)
        return Feed(**frames, provenance=manifest["provenance"])
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as error:
        raise InputError(
            f"Der gespeicherte Fahrplan in {folder} ist veraltet oder beschädigt: "
            "bitte „mitten load gtfs“ noch einmal ausführen."
        ) from error


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.arrow"
