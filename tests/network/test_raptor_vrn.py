"""The timetable search on a real feed, against the oracle stop by stop: Rhein-Neckar, a Tuesday and a Sunday."""

from datetime import date

import numpy as np
import pytest

from geo.network.footpaths import build_footpaths
from geo.network.parameters import read_parameters
from geo.network.raptor import Ask, Links, Transit, arrive_by, depart_at, take_row, transpose
from geo.network.raptor_day import build_day
from geo.network.transit_parameters import read_transit_parameters
from geo.network.walks import CrowflyWalks, find_links
from geo.sources.gtfs import read_gtfs
from tests.network.connections import list_links, list_trips, scan_connections

TUESDAY, SUNDAY = date(2022, 9, 13), date(2022, 9, 18)
LIMIT_S, RIDES = 3 * 3600, 4


@pytest.fixture(scope="module")
def feed(testdata):
    return read_gtfs(testdata / "gtfs" / "vrn_gtfs_cut.zip")


@pytest.fixture(scope="module")
def walks():
    return CrowflyWalks(read_parameters())


@pytest.fixture(scope="module")
def stop_xy(feed):
    return feed.stops.select("x", "y").to_numpy()


def transit_of(feed, walks, day):
    return Transit(build_day(feed, day), build_footpaths(feed, walks, read_transit_parameters()))


def at_stops(n):
    """Every stop is a target of its own."""
    none = np.zeros(n, np.int32)
    return Links(np.arange(n + 1, dtype=np.int32), np.arange(n, dtype=np.int32), none, none)


@pytest.mark.parametrize(("day", "n_trips"), [(TUESDAY, 24 + 748 + 2), (SUNDAY, 30 + 376 + 2)])
def test_agrees_with_the_oracle_at_all_stops(feed, walks, stop_xy, day, n_trips):
    """Trips counted in the zip itself: of the night before, of the day, of the night after."""
    transit = transit_of(feed, walks, day)
    assert len(transit.day.trip) == n_trips
    trips, footpaths = list_trips(transit.day.calls), list_links(transit.footpaths)
    rng, n = np.random.default_rng(61), len(stop_xy)
    access = find_links(walks, stop_xy + rng.normal(0, 200, stop_xy.shape), stop_xy, 1200)
    departures = np.sort(rng.integers(5 * 3600, 24 * 3600, 4)) // 60 * 60
    n_found = 0
    for origin in rng.choice(n, 12, replace=False).tolist():
        ours = depart_at(transit, take_row(access, origin), at_stops(n), departures, Ask(RIDES, LIMIT_S, n))
        for i, departure_s in enumerate(departures.tolist()):
            arrivals = scan_connections(trips, footpaths, list_links(access)[origin], departure_s, RIDES)
            expected = np.full(n, -1)
            rides = np.full(n, -1)
            for number in range(RIDES, 0, -1):
                for stop, arrival_s in arrivals[number - 1].items():
                    if arrival_s == arrivals[-1][stop] and arrival_s - departure_s <= LIMIT_S:
                        expected[stop], rides[stop] = arrival_s - departure_s, number
            assert np.array_equal(ours.travel_s[i], expected)
            assert np.array_equal(ours.rides[i], rides)
            n_found += int((expected >= 0).sum())
    assert n_found > 1000


def test_range_equals_single_departures_and_arrivals_fit(feed, walks, stop_xy):
    transit, n = transit_of(feed, walks, TUESDAY), len(stop_xy)
    access = find_links(walks, stop_xy, stop_xy, 1200)
    minutes = np.arange(6 * 3600, 9 * 3600, 60)
    ask = Ask(RIDES, LIMIT_S, n)
    n_found = 0
    for origin in range(0, n, 40):
        together = depart_at(transit, take_row(access, origin), at_stops(n), minutes, ask)
        for i in range(0, len(minutes), 20):
            alone = depart_at(transit, take_row(access, origin), at_stops(n), minutes[i : i + 1], ask)
            assert np.array_equal(alone.travel_s[0], together.travel_s[i])
            assert np.array_equal(alone.rides[0], together.rides[i])
            assert np.array_equal(alone.moving_s[0] < 0, together.moving_s[i] < 0)
        # Who must be there when the one who left at the minute arrives, need not leave earlier than that.
        i, targets = 90, np.flatnonzero(together.travel_s[90] >= 0)[:10]
        for target in targets.tolist():
            arrival_s = minutes[i] + together.travel_s[i, target]
            back = arrive_by(
                transit, take_row(at_stops(n), target), transpose(access, n), arrival_s[None], ask
            )
            latest = arrival_s - back.travel_s[0, origin]
            assert latest >= minutes[i]
            again = depart_at(transit, take_row(access, origin), at_stops(n), latest[None], ask)
            assert latest + again.travel_s[0, target] == arrival_s
            n_found += 1
    assert n_found > 50
