"""RAPTOR in plain Python, as one writes it from the paper: what the compiled search is measured against."""

from bisect import bisect_left
from typing import Any

NEVER = 10**9


class PlainRaptor:
    """Patterns and footpaths as lists; the same patterns as the compiled search."""

    def __init__(self, patterns: Any, footpaths: Any) -> None:
        self.lines = []
        for i in range(len(patterns.trip) - 1):
            n_trips = int(patterns.trip[i + 1] - patterns.trip[i])
            places = slice(patterns.place[i], patterns.place[i + 1])
            n_places = places.stop - places.start
            block = slice(patterns.block[i], patterns.block[i + 1])
            arrival = patterns.arrival_s[block].reshape(n_trips, n_places).tolist()
            departure = patterns.departure_s[block].reshape(n_places, n_trips).tolist()
            self.lines.append(
                (patterns.stop[places].tolist(), patterns.alight[places].tolist(), arrival, departure)
            )
        self.board = [[False] * len(line[0]) for line in self.lines]
        for line, position in zip(patterns.at_pattern.tolist(), patterns.at_position.tolist(), strict=True):
            self.board[line][position] = True
        self.at = [
            list(zip(patterns.at_pattern[a:b].tolist(), patterns.at_position[a:b].tolist(), strict=True))
            for a, b in zip(patterns.at[:-1], patterns.at[1:], strict=True)
        ]
        self.footpaths = [
            list(zip(footpaths.to[a:b].tolist(), footpaths.time_s[a:b].tolist(), strict=True))
            for a, b in zip(footpaths.first[:-1], footpaths.first[1:], strict=True)
        ]
        self.n_stops = len(patterns.at) - 1

    def search(self, access: list[tuple[int, int]], departure_s: int, rides: int, limit_s: int) -> list[int]:
        """Earliest arrival by vehicle at every stop."""
        last_s, best = departure_s + limit_s, [NEVER] * self.n_stops
        ready = [NEVER] * self.n_stops
        for stop, walk_s in access:
            ready[stop] = departure_s + walk_s
        fresh = {stop for stop, _ in access}
        for _ in range(rides):
            queue: dict[int, int] = {}
            for stop in fresh:
                for line, position in self.at[stop]:
                    queue[line] = min(position, queue.get(line, position))
            hit = self._scan(queue, ready, best, last_s)
            fresh = set()
            for stop in hit:
                for there, walk_s in self.footpaths[stop]:
                    if best[stop] + walk_s < ready[there]:
                        ready[there] = best[stop] + walk_s
                        fresh.add(there)
        return best

    def _scan(self, queue: dict[int, int], ready: list[int], best: list[int], last_s: int) -> set[int]:
        hit = set()
        for line, start in queue.items():
            stops, alight, arrival, departure = self.lines[line]
            trip = None
            for position in range(start, len(stops)):
                stop = stops[position]
                if trip is not None:
                    arrival_s = arrival[trip][position]
                    if alight[position] and arrival_s < best[stop] and arrival_s <= last_s:
                        best[stop] = arrival_s
                        hit.add(stop)
                times = departure[position]
                if not self.board[line][position]:
                    continue
                if ready[stop] <= times[-1] and (trip is None or ready[stop] <= times[trip]):
                    found = bisect_left(times, ready[stop])
                    trip = found if trip is None or found < trip else trip
        return hit
