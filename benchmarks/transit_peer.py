"""ferrobus on Heidelberg's streets and the Rhein-Neckar timetable, beside ours; differences above a minute looked at.

ferrobus walks by rules of its own (from the nearest node, at 1.4 m/s, whole seconds per street). So that the search is
compared and not the walk, ours is given the walks that ferrobus finds; then whatever differs comes from the search.
"""

import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pyproj import Transformer
from scipy.spatial import cKDTree

from benchmarks.environment import ROOT
from benchmarks.feeds import DAY
from benchmarks.transit import CROW
from benchmarks.transit_differences import (
    DEPARTURES_S,
    FAR,
    NONE,
    RIDES,
    Found,
    ask_leniently,
    ask_ours,
    look_at,
    to_matrix_links,
)
from geo.crs import STORAGE
from geo.network.graph import Graph
from geo.network.raptor import Links, Transit
from geo.network.raptor_day import build_day
from geo.network.router import Router
from geo.network.timetable import Feed
from geo.network.walks import StreetWalks

Figures = dict[str, Any]
Array = npt.NDArray[Any]

WALK_S, MINUTE_S = 1200, 60
PLACES, SEED = 61, 61
NEAR_M = 800.0
WALK_KMH, FERROBUS_KMH = 5.0, 5.04  # ours; 1.4 m/s
TIMEOUT_S = 900


def compare_ferrobus(feed: Feed, streets: Graph, testdata: Path, folder: Path, python: Path) -> Figures:
    """Ask both the same, look at what differs.

    Parameters
    ----------
    feed, streets
        The Rhein-Neckar cut, and the walking graph of Heidelberg.
    testdata, folder
        Where the files are; a folder for what is exchanged.
    python
        Of the peers' environment.

    Returns
    -------
    dict
        Counts of answers by how they differ; or ``error``.
    """
    tables = folder / "tables"
    with zipfile.ZipFile(testdata / "gtfs" / "vrn_gtfs_cut.zip") as file:
        file.extractall(tables)
    case, answer = folder / "case.npz", folder / "answer.npz"
    origins_xy = _write_case(feed, streets, case)
    script = ROOT / "benchmarks" / "peers" / "run_ferrobus.py"
    command = [
        str(python),
        str(script),
        str(case),
        str(tables),
        str(testdata / "osm" / "heidelberg.osm.pbf"),
        str(answer),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        return {"error": f"gave no answer within {TIMEOUT_S} s"}
    if done.returncode:
        return {"error": (done.stderr.strip().splitlines() or ["no message"])[-1]}
    with np.load(answer) as file:
        found = Found(*(file[name] for name in Found._fields))
    return json.loads(done.stdout) | compare(feed, found) | _compare_walks(feed, streets, origins_xy, found)


def _compare_walks(feed: Feed, streets: Graph, origins_xy: Array, found: Found) -> Figures:
    """By how many seconds walks from origins to stops differ from ours at the same speed."""
    walks = StreetWalks(Router(streets, WALK_KMH), CROW)
    xy = feed.stops.select("x", "y").to_numpy()
    ours_s = walks.to_matrix(origins_xy, xy, 2 * WALK_S) * (WALK_KMH / FERROBUS_KMH)
    both = (ours_s >= 0) & (found.origins_to_stops >= 0)
    differ = np.abs(ours_s - found.origins_to_stops)[both]
    return {
        "walks": int(both.sum()),
        "walks_differ_s_p50_p95": np.percentile(differ, [50, 95]).round(1).tolist(),
    }


def _write_case(feed: Feed, streets: Graph, file: Path) -> Array:
    """Origins and targets on junctions near stops, so that putting them on the street makes no difference.

    Returns the origins in metres.
    """
    xy = feed.stops.select("x", "y").to_numpy()
    mainland = np.flatnonzero(streets.component == 0)
    near = mainland[cKDTree(xy).query(streets.node_xy[mainland])[0] < NEAR_M]
    places = streets.node_xy[np.random.default_rng(SEED).choice(near, 2 * PLACES, replace=False)]
    to_degrees = Transformer.from_crs(STORAGE, 4326)
    stops, origins, targets = (
        np.column_stack(to_degrees.transform(*part.T)) for part in (xy, places[:PLACES], places[PLACES:])
    )
    np.savez(
        file, day=str(DAY), walk_s=WALK_S, rides=RIDES, stops=stops, origins=origins, targets=targets,
        departures=DEPARTURES_S,
    )  # fmt: skip
    return np.asarray(places[:PLACES])


def compare(feed: Feed, found: Found) -> Figures:
    """Count answers by how they differ, and by what is known of why."""
    # Its search of streets goes a street beyond the limit; its footpaths do not.
    walks = np.where(found.stops_to_stops <= WALK_S, found.stops_to_stops, NONE)
    np.fill_diagonal(walks, 0)
    transit = Transit(build_day(feed, DAY), to_matrix_links(walks))
    access = [find_start(found, walks, i) for i in range(len(found.travel_s))]
    egress = np.where(found.targets_near >= 0, found.targets_to_stops, NONE).T.copy()
    ours_s, seconds = ask_ours(transit, access, to_matrix_links(egress), found)
    theirs_s = np.where(found.travel_s >= 0, found.travel_s, FAR)
    step = ours_s - theirs_s
    later, earlier = step > MINUTE_S, step < -MINUTE_S
    chained_s, hasty_s = ask_leniently(transit.day, found, walks)
    chained = later & (chained_s <= theirs_s + MINUTE_S)
    hasty = later & ~chained & (hasty_s <= theirs_s + MINUTE_S)
    reasons = look_at(transit, access, to_matrix_links(egress), np.argwhere(earlier & (ours_s < FAR)))
    return {
        "ours_query_s": seconds, "answers": int(step.size),
        "within_a_minute": int((~later & ~earlier).sum()),
        "ours_later": int(later.sum()),
        "ours_later_where_ferrobus_walks_several_times_in_a_row": int(chained.sum()),
        "ours_later_where_ferrobus_arrives_before_it_gets_on": int(hasty.sum()),
        "ours_earlier": int(earlier.sum()), **reasons,
    }  # fmt: skip


def find_start(found: Found, walks: Array, origin: int) -> Links:
    """As ferrobus starts: to the nearest stop, and from there on foot to others."""
    row = np.full(len(walks), NONE)
    nearest = np.flatnonzero(found.origins_near[origin] == 0)
    if len(nearest):
        walk_s = found.origins_to_stops[origin, nearest[0]]
        row = np.where(walks[nearest[0]] >= 0, walk_s + walks[nearest[0]], NONE)
    return to_matrix_links(row[None])
