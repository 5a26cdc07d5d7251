"""The timetable search: one departure and whole windows, on the real cut and on a feed as large as NRW's."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.feeds import DAY
from benchmarks.plain_raptor import NEVER, PlainRaptor
from geo.network.footpaths import build_footpaths
from geo.network.parameters import read_parameters
from geo.network.raptor import Ask, Links, Transit, depart_at, take_row
from geo.network.raptor_day import build_day
from geo.network.timetable import Feed
from geo.network.transit_parameters import read_transit_parameters
from geo.network.walks import CrowflyWalks, find_links

Figures = dict[str, Any]

ORIGINS = 61
WINDOW_S = (6 * 3600, 9 * 3600)
NEAR_STOPS_M = 300.0  # spread of origins around stops
SEED = 61
CROW = CrowflyWalks(read_parameters())


def measure_transit(feed: Feed, large: Feed, rounds: int) -> Figures:
    """Figures of the timetable search.

    Parameters
    ----------
    feed, large
        The real cut, and many copies of it.
    rounds
        How often small measures are repeated; the best counts.
    """
    one, window = _measure_small(feed, rounds), _measure_large(large)
    return {"one_minute": one, "window": window, "agree": one["agree"] and window["agree"]}


def open_transit(feed: Feed) -> tuple[Transit, Links, Links]:
    """A day, walks of 61 places to stops, and every stop as its own target; by the straight line."""
    parameters = read_transit_parameters()
    transit = Transit(build_day(feed, DAY), build_footpaths(feed, CROW, parameters))
    xy = feed.stops.select("x", "y").to_numpy()
    rng = np.random.default_rng(SEED)
    places = xy[rng.choice(len(xy), ORIGINS)] + rng.normal(0, NEAR_STOPS_M, (ORIGINS, 2))
    each, none = np.arange(len(xy) + 1, dtype=np.int32), np.zeros(len(xy), np.int32)
    return transit, find_links(CROW, places, xy, parameters.access_s), Links(each, each[:-1], none, none)


def _measure_small(feed: Feed, rounds: int) -> Figures:
    """All stops from one origin, at one minute and in a window: ours beside the plain search; both have to agree."""
    transit, access, egress = open_transit(feed)
    plain = PlainRaptor(transit.day.forward.patterns, transit.footpaths)
    ask, minutes = _ask(transit), np.arange(*WINDOW_S, 60)
    seconds: dict[str, list[float]] = {"ours": [], "plain": [], "ours_window": [], "plain_window": []}
    agree = True
    for origin in range(0, ORIGINS, 6):
        row = take_row(access, origin)
        start = list(zip(row.to.tolist(), row.walk_s.tolist(), strict=True))

        def ours(at: npt.NDArray[np.int64], row: Links = row) -> npt.NDArray[np.int32]:
            return depart_at(transit, row, egress, at, ask).travel_s

        def theirs(at: npt.NDArray[np.int64], start: list[tuple[int, int]] = start) -> npt.NDArray[np.int64]:
            found = np.array([plain.search(start, s, ask.rides, ask.limit_s) for s in at.tolist()])
            return np.where(found < NEVER, found - at[:, None], -1)

        agree &= np.array_equal(ours(minutes), theirs(minutes))
        for name, search in (("ours", ours), ("plain", theirs)):
            seconds[name].append(best_seconds(rounds, lambda search=search: search(minutes[103:104])))
            seconds[f"{name}_window"].append(best_seconds(2, lambda search=search: search(minutes)))
    mean = {name: float(np.mean(values)) for name, values in seconds.items()}
    return {**_describe(feed, transit), "seconds": mean, "agree": bool(agree)}


def _measure_large(feed: Feed) -> Figures:
    """61 origins, every minute from 6 to 9, all stops, two threads; some minutes checked one by one."""
    begin = time.perf_counter()
    transit, access, egress = open_transit(feed)
    _ = transit.day.forward
    prepare_s = time.perf_counter() - begin
    minutes, ask = np.arange(*WINDOW_S, 60), _ask(transit)

    def search(origin: int) -> tuple[int, npt.NDArray[np.int32]]:
        answer = depart_at(transit, take_row(access, origin), egress, minutes, ask)
        return int((answer.travel_s >= 0).any(axis=0).sum()), answer.travel_s[::45]

    search(0)
    seconds = {}
    for threads in (1, 2):
        wall, processor = time.perf_counter(), time.process_time()
        with ThreadPoolExecutor(threads) as pool:
            found = list(pool.map(search, range(ORIGINS)))
        seconds[f"threads_{threads}"] = time.perf_counter() - wall
        seconds[f"threads_{threads}_processor"] = time.process_time() - processor
    agree = all(
        np.array_equal(
            depart_at(transit, take_row(access, i), egress, minutes[::45], ask).travel_s, found[i][1]
        )
        for i in range(0, ORIGINS, 10)
    )
    reached = float(np.mean([count for count, _ in found]))
    return {
        **_describe(feed, transit), "origins": ORIGINS, "departures": len(minutes), "prepare_s": prepare_s,
        "stops_reached_by_an_origin": reached, "seconds": seconds, "agree": agree,
    }  # fmt: skip


def _ask(transit: Transit) -> Ask:
    parameters = read_transit_parameters()
    return Ask(parameters.rides, parameters.limit_s, transit.day.n_stops)


def _describe(feed: Feed, transit: Transit) -> Figures:
    return {
        "stop_times": feed.stop_times.height, "calls_on_the_day": len(transit.day.calls.stop),
        "trips_on_the_day": len(transit.day.trip), "stops": feed.stops.height,
        "patterns": len(transit.day.forward.patterns.trip) - 1, "footpaths": len(transit.footpaths.to),
    }  # fmt: skip


def best_seconds(rounds: int, function: Callable[[], Any]) -> float:
    """Processor time of the thread, the best of all rounds."""
    best = np.inf
    for _ in range(rounds):
        start = time.thread_time()
        function()
        best = min(best, time.thread_time() - start)
    return float(best)
