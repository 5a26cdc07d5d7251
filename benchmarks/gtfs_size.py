"""A timetable of the size of Germany, read clipped: ``python -m benchmarks.gtfs_size``; time and memory.

The Rhein-Neckar cut is copied side by side over Germany, with ids of its own for each copy, until there are as many
stop times as in DELFI's feed. A child process reads it as `mitten load gtfs` does; its memory is that of the whole job.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import date
from math import ceil, sqrt
from pathlib import Path
from typing import Any

import polars as pl
from shapely import box

from benchmarks.peers.process import read_bytes
from geo.analysis.gate import check_feed, drop_unusable
from geo.analysis.reference_days import choose_reference_days
from geo.analysis.school_trips import find_school_trips
from geo.network.timetable import trips_on, write_feed
from geo.norms.ferien import get_calendar
from geo.settings import Settings
from geo.sources.gtfs import read_gtfs
from geo.sources.gtfs_zip import GtfsZip
from geo.sources.rows import to_storage

RESULTS = Path(__file__).with_name("gtfs_size.json")
GERMANY_CALLS = 30_000_000  # stop_times of DELFI's feed, about
NRW_SHARE = 1 / 6  # of it lie about the six towns and 50 km around
STEP_LAT, STEP_LON = 0.22, 0.36  # degrees between copies: about 24 by 26 km, as large as one
SOUTH, WEST = 47.4, 5.9
CUT = (49.3, 8.4)  # south-western corner of the cut
IDS = ("trip_id", "stop_id", "parent_station", "service_id", "route_id")


def write_copies(source: Path, target: Path, copies: int) -> None:
    """Copy a feed side by side; each copy has ids and a place of its own, and all days are the same."""
    columns = ceil(sqrt(copies))
    with (
        GtfsZip(source) as feed,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for name in feed.files:
            table = feed.read(name, feed.columns(name))
            own = [column for column in IDS if column in table.columns]
            with archive.open(name, "w", force_zip64=True) as file:
                for copy in range(1 if name == "agency.txt" else copies):
                    shifted = table.with_columns(
                        pl.when(pl.col(column).is_not_null())
                        .then(pl.lit(f"{copy}.") + pl.col(column))
                        .alias(column)
                        for column in own
                    )
                    if "stop_lat" in table.columns:
                        north = SOUTH + STEP_LAT * (copy // columns) - CUT[0]
                        east = WEST + STEP_LON * (copy % columns) - CUT[1]
                        shifted = shifted.with_columns(
                            pl.col("stop_lat").cast(pl.Float64) + north,
                            pl.col("stop_lon").cast(pl.Float64) + east,
                        )
                    file.write(shifted.write_csv(include_header=copy == 0).encode())


def measure(path: Path, copies: int, share: float) -> dict[str, Any]:
    """Read, check and store; figures of this process."""
    columns = ceil(sqrt(copies))
    side = columns * sqrt(share)
    corners = to_storage(
        [WEST, WEST + STEP_LON * side], [SOUTH, SOUTH + STEP_LAT * min(side, ceil(copies / columns))]
    )
    area = box(corners[0].x, corners[0].y, corners[1].x, corners[1].y)
    begin = time.perf_counter()
    feed = read_gtfs(path, area if share < 1 else None)
    read_s = time.perf_counter() - begin
    read_mb = _peak_mb()
    calendar = get_calendar("bw")
    find_school_trips(feed, calendar)
    usable = drop_unusable(feed)
    days = choose_reference_days(usable, calendar)
    check_feed(feed, days)
    with tempfile.TemporaryDirectory() as folder:
        write_feed(usable, Path(folder) / "feed")
    day = days[0].date or date(2022, 6, 21)
    return {
        "calls_read": feed.provenance["read"]["stop_times"],
        "calls_kept": feed.stop_times.height,
        "trips_kept": feed.trips.height,
        "trips_of_a_school_day": len(trips_on(feed, day)),
        "zip_mb": round(path.stat().st_size / 1e6),
        "read_s": round(read_s, 1),
        "read_peak_mb": round(read_mb),
        "cpu_s": round(time.process_time(), 1),
        "in_all_s": round(time.perf_counter() - begin, 1),
        "in_all_peak_mb": round(_peak_mb()),
    }


def _peak_mb() -> float:
    """Highest resident memory. Not ``ru_maxrss``: a child inherits that of the process that started it."""
    return read_bytes("VmHWM") / 2**20


def run(copies: int, share: float, folder: Path) -> dict[str, Any]:
    """Write the feed, and read it in a process of its own."""
    path = folder / f"copies-{copies}.zip"
    write_copies(Settings().testdata / "gtfs" / "vrn_gtfs_cut.zip", path, copies)
    command = [sys.executable, "-m", "benchmarks.gtfs_size", "--measure", str(path)]
    command += ["--copies", str(copies), "--share", str(share)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return {"copies": copies, **figures}


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(prog="benchmarks.gtfs_size", description=__doc__)
    parser.add_argument("--copies", type=int, default=ceil(GERMANY_CALLS / 46_269))
    parser.add_argument("--share", type=float, default=NRW_SHARE, help="of the ground that is kept")
    parser.add_argument("--measure", type=Path, help="only read this file")
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(measure(arguments.measure, arguments.copies, arguments.share)))
        return
    with tempfile.TemporaryDirectory() as folder:
        figures = run(arguments.copies, arguments.share, Path(folder))
    RESULTS.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
