"""The timetable's benchmark on the real cut and two copies of it: all agree, and a wrong answer is noticed."""

import numpy as np
import pytest

from benchmarks import transit_differences as differences
from benchmarks import transit_peer
from benchmarks.feeds import DAY, SPACING_M, read_vrn, replicate_feed
from benchmarks.transit import measure_transit, open_transit
from geo.network.raptor import Ask, Transit, depart_at
from geo.network.raptor_day import build_day


@pytest.fixture(scope="module")
def feed(testdata):
    return read_vrn(testdata)


def test_copies_run_on_the_same_day(feed):
    two = replicate_feed(feed, feed.stop_times.height + 1)
    assert two.stop_times.height == 2 * feed.stop_times.height
    assert len(build_day(two, DAY).trip) == 2 * len(build_day(feed, DAY).trip)
    n = feed.stops.height
    assert two.stops["y"][n] - two.stops["y"][0] == SPACING_M
    parents = two.stops["parent"].to_numpy()
    assert np.array_equal(parents[n:], np.where(parents[:n] >= 0, parents[:n] + n, -1))


def test_ours_agrees_with_the_plain_search(feed):
    found = measure_transit(feed, replicate_feed(feed, feed.stop_times.height + 1), 1)
    assert found["agree"]
    assert found["window"]["stop_times"] == 2 * found["one_minute"]["stop_times"]
    assert found["one_minute"]["seconds"]["ours"] < found["one_minute"]["seconds"]["plain"]


def test_differences_are_counted_and_looked_at(feed):
    """Answers that are our own, but for two: one later and one earlier than can be."""
    transit, access, _ = open_transit(feed)
    n = feed.stops.height
    walks, starts = np.full((n, n), -1), np.full((61, n), -1)
    row = np.repeat(np.arange(n), np.diff(transit.footpaths.first))
    walks[row, transit.footpaths.to] = transit.footpaths.walk_s
    starts[np.repeat(np.arange(61), np.diff(access.first)), access.to] = access.walk_s
    near = np.where(starts >= 0, np.argsort(np.argsort(np.where(starts >= 0, starts, 10**6))), -1)
    ends = starts[:5]
    none = np.full((61, 5), -1)
    empty = np.zeros((61, len(differences.DEPARTURES_S), 5), np.int32)
    found = differences.Found(empty, walks, starts, ends, none, near, near[:5])
    np.fill_diagonal(walks, 0)
    egress = differences.to_matrix_links(ends.T.copy())
    day = Transit(transit.day, differences.to_matrix_links(walks))
    for i in range(61):
        ask = Ask(differences.RIDES, differences.NO_LIMIT_S, 5)
        start = transit_peer.find_start(found, walks, i)
        empty[i] = depart_at(day, start, egress, differences.DEPARTURES_S, ask).travel_s
    same = transit_peer.compare(feed, found)
    assert same["within_a_minute"] == same["answers"] == 61 * 5 * 5
    hits = np.argwhere(empty[:, :, 0] > 600)
    (a, b), (c, d) = hits[0], hits[-1]
    empty[a, b, 0] += 61
    empty[c, d, 0] -= 300
    wrong = transit_peer.compare(feed, found)
    assert (wrong["ours_earlier"], wrong["ours_earlier_and_real"], wrong["ours_later"]) == (1, 1, 1)
