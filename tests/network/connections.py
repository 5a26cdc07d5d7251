"""The oracle of the timetable search: all trips, stop by stop, in plain Python, straight from the calls."""

import itertools

NEVER = 10**9


def scan_connections(trips, footpaths, access, departure_s, rides):
    """Earliest arrival by vehicle at each stop with at most 1, 2, … rides: a list of dicts, one per number.

    ``trips`` are lists of (stop, arrival, departure, may get on, may get off); ``footpaths`` a dict of stop to
    a list of (stop, seconds); ``access`` a list of (stop, seconds).
    """
    ready = {}
    for stop, walk_s in access:
        ready[stop] = min(ready.get(stop, NEVER), departure_s + walk_s)
    arrivals, best = [], {}
    for _ in range(rides):
        best = dict(best)
        for trip in trips:
            on_board = False
            for stop, arrival, departure, board, alight in trip:
                if on_board and alight and arrival < best.get(stop, NEVER):
                    best[stop] = arrival
                if board and ready.get(stop, NEVER) <= departure:
                    on_board = True
        ready = dict(ready)
        for stop, arrival in best.items():
            for there, walk_s in footpaths.get(stop, ()):
                ready[there] = min(ready.get(there, NEVER), arrival + walk_s)
        arrivals.append(best)
    return arrivals


def best_at_target(arrivals, egress, departure_s, limit_s):
    """Travel time and number of rides at a target whose walks are a list of (stop, seconds); -1, -1 if none."""
    offers = [
        (arrival + walk_s - departure_s, number)
        for number, best in enumerate(arrivals, start=1)
        for stop, walk_s in egress
        if (arrival := best.get(stop)) is not None
    ]
    travel_s, number = min(offers, default=(NEVER, -1))
    return (travel_s, number) if travel_s <= limit_s else (-1, -1)


def list_trips(calls):
    """Calls as the oracle reads them."""
    columns = zip(*(part.tolist() for part in calls[1:]), strict=True)
    rows = list(columns)
    bounds = calls.first.tolist()
    return [rows[a:b] for a, b in itertools.pairwise(bounds)]


def list_links(links):
    """Links as a dict of row to a list of (to, seconds)."""
    bounds = links.first.tolist()
    to, time_s = links.to.tolist(), links.time_s.tolist()
    return {
        row: list(zip(to[a:b], time_s[a:b], strict=True))
        for row, (a, b) in enumerate(itertools.pairwise(bounds))
    }
